// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// connectedAppResource is stytchoauth_connected_app.
type connectedAppResource struct {
	oauthClientResource[*connectedAppResourceModel, client.ConnectedApp, client.ConnectedAppFields]
}

var (
	_ resource.ResourceWithConfigure      = &connectedAppResource{}
	_ resource.ResourceWithIdentity       = &connectedAppResource{}
	_ resource.ResourceWithImportState    = &connectedAppResource{}
	_ resource.ResourceWithModifyPlan     = &connectedAppResource{}
	_ resource.ResourceWithValidateConfig = &connectedAppResource{}
)

func newConnectedAppResource() resource.Resource {
	return &connectedAppResource{oauthClientResource[*connectedAppResourceModel, client.ConnectedApp, client.ConnectedAppFields]{
		isID: isConnectedApp, api: (*client.Client).ConnectedApps, describe: connectedAppOperation,
		newModel: func() *connectedAppResourceModel { return &connectedAppResourceModel{} },
	}}
}

// connectedAppFields are the fields of a Connected App that the resource and the data sources have in the same type.
type connectedAppFields struct {
	ClientID                      types.String `tfsdk:"client_id"`
	ClientName                    types.String `tfsdk:"client_name"`
	ClientDescription             types.String `tfsdk:"client_description"`
	ClientType                    types.String `tfsdk:"client_type"`
	Status                        types.String `tfsdk:"status"`
	FullAccessAllowed             types.Bool   `tfsdk:"full_access_allowed"`
	BypassConsentForOfflineAccess types.Bool   `tfsdk:"bypass_consent_for_offline_access"`
	AccessTokenExpiryMinutes      types.Int64  `tfsdk:"access_token_expiry_minutes"`
	AccessTokenCustomAudience     types.String `tfsdk:"access_token_custom_audience"`
	AccessTokenTemplateContent    types.String `tfsdk:"access_token_template_content"`
	IDTokenTemplateContent        types.String `tfsdk:"id_token_template_content"`
	LogoURL                       types.String `tfsdk:"logo_url"`
	CreationMethod                types.String `tfsdk:"creation_method"`
	ClientIDMetadataURL           types.String `tfsdk:"client_id_metadata_url"`
}

// set sets the fields as Stytch returns them.
func (m *connectedAppFields) set(found *client.ConnectedApp) {
	*m = connectedAppFields{
		ClientID:                      types.StringPointerValue(found.ClientID),
		ClientName:                    types.StringPointerValue(found.ClientName),
		ClientDescription:             types.StringPointerValue(found.ClientDescription),
		ClientType:                    types.StringPointerValue(found.ClientType),
		Status:                        types.StringPointerValue(found.Status),
		FullAccessAllowed:             types.BoolPointerValue(found.FullAccessAllowed),
		BypassConsentForOfflineAccess: types.BoolPointerValue(found.BypassConsentForOfflineAccess),
		AccessTokenExpiryMinutes:      types.Int64PointerValue(found.AccessTokenExpiryMinutes),
		AccessTokenCustomAudience:     types.StringPointerValue(found.AccessTokenCustomAudience),
		AccessTokenTemplateContent:    types.StringPointerValue(found.AccessTokenTemplateContent),
		IDTokenTemplateContent:        types.StringPointerValue(found.IDTokenTemplateContent),
		LogoURL:                       types.StringPointerValue(found.LogoURL),
		CreationMethod:                types.StringPointerValue(found.CreationMethod),
		ClientIDMetadataURL:           types.StringPointerValue(found.ClientIDMetadataURL),
	}
}

// connectedAppResourceModel is the model of stytchoauth_connected_app.
type connectedAppResourceModel struct {
	connectedAppFields
	clientSecretsModel

	RedirectURLs           types.Set `tfsdk:"redirect_urls"`
	PostLogoutRedirectURLs types.Set `tfsdk:"post_logout_redirect_urls"`
}

// set sets the fields but those about secrets: what Stytch returns for an argument that was left out is null or the
// default.
func (m *connectedAppResourceModel) set(found *client.ConnectedApp) {
	before := m.connectedAppFields
	m.connectedAppFields.set(found)

	m.ClientDescription = nullIfEmpty(found.ClientDescription)
	m.AccessTokenCustomAudience = nullIfEmpty(found.AccessTokenCustomAudience)
	m.LogoURL = nullIfEmpty(found.LogoURL)
	m.ClientIDMetadataURL = nullIfEmpty(found.ClientIDMetadataURL)
	m.RedirectURLs = stringSet(found.RedirectURLs)
	m.PostLogoutRedirectURLs = stringSet(found.PostLogoutRedirectURLs)

	if isEmptyTemplate(m.AccessTokenTemplateContent) {
		m.AccessTokenTemplateContent = types.StringValue(emptyTemplate)
		if !before.AccessTokenTemplateContent.IsNull() && isEmptyTemplate(before.AccessTokenTemplateContent) {
			m.AccessTokenTemplateContent = before.AccessTokenTemplateContent
		}
	}

	// This field is missing in Stytch's OpenAPI, so a response without it says nothing.
	if isEmptyTemplate(m.IDTokenTemplateContent) {
		m.IDTokenTemplateContent = types.StringNull()
		if found.IDTokenTemplateContent == nil || isEmptyTemplate(before.IDTokenTemplateContent) {
			m.IDTokenTemplateContent = before.IDTokenTemplateContent
		}
	}
}

// emptyTemplate is a template that adds no claims.
const emptyTemplate = "{}"

// isEmptyTemplate reports whether a template adds no claims.
func isEmptyTemplate(template types.String) bool {
	return template.ValueString() == "" || template.ValueString() == emptyTemplate
}

// fields returns the fields to send.
func (m *connectedAppResourceModel) fields() client.ConnectedAppFields {
	fields := client.ConnectedAppFields{
		ClientType:                 m.ClientType.ValueString(),
		ClientName:                 m.ClientName.ValueString(),
		ClientDescription:          m.ClientDescription.ValueString(),
		RedirectURLs:               setElements(m.RedirectURLs),
		PostLogoutRedirectURLs:     setElements(m.PostLogoutRedirectURLs),
		AccessTokenExpiryMinutes:   m.AccessTokenExpiryMinutes.ValueInt64(),
		AccessTokenCustomAudience:  m.AccessTokenCustomAudience.ValueString(),
		AccessTokenTemplateContent: m.AccessTokenTemplateContent.ValueString(),
		LogoURL:                    m.LogoURL.ValueString(),
	}

	if !m.IDTokenTemplateContent.IsUnknown() {
		fields.IDTokenTemplateContent = m.IDTokenTemplateContent.ValueStringPointer()
	}

	if !m.thirdParty() {
		fields.FullAccessAllowed = m.FullAccessAllowed.ValueBoolPointer()
		fields.BypassConsentForOfflineAccess = m.BypassConsentForOfflineAccess.ValueBoolPointer()
	}

	return fields
}

// overlay puts what the plan changes into a model of what Stytch has. It reports whether that is anything.
func (m *connectedAppResourceModel) overlay(state, plan *connectedAppResourceModel) bool {
	return slices.Contains([]bool{
		overlay(&m.ClientName, state.ClientName, plan.ClientName),
		overlay(&m.ClientDescription, state.ClientDescription, plan.ClientDescription),
		overlay(&m.RedirectURLs, state.RedirectURLs, plan.RedirectURLs),
		overlay(&m.PostLogoutRedirectURLs, state.PostLogoutRedirectURLs, plan.PostLogoutRedirectURLs),
		overlay(&m.FullAccessAllowed, state.FullAccessAllowed, plan.FullAccessAllowed),
		overlay(&m.BypassConsentForOfflineAccess, state.BypassConsentForOfflineAccess, plan.BypassConsentForOfflineAccess),
		overlay(&m.AccessTokenExpiryMinutes, state.AccessTokenExpiryMinutes, plan.AccessTokenExpiryMinutes),
		overlay(&m.AccessTokenCustomAudience, state.AccessTokenCustomAudience, plan.AccessTokenCustomAudience),
		overlay(&m.AccessTokenTemplateContent, state.AccessTokenTemplateContent, plan.AccessTokenTemplateContent),
		overlay(&m.IDTokenTemplateContent, state.IDTokenTemplateContent, plan.IDTokenTemplateContent),
		overlay(&m.LogoURL, state.LogoURL, plan.LogoURL),
	}, true)
}

// id returns the client id.
func (m *connectedAppResourceModel) id() types.String { return m.ClientID }

// changes returns the fields to send to change the app from the model to the plan, or nil if that changes none.
func (m *connectedAppResourceModel) changes(
	found *client.ConnectedApp, plan *connectedAppResourceModel,
) (*client.ConnectedAppFields, diag.Diagnostics) { //nolint:unparam // An oauthClientModel may have errors.
	wanted := *m
	wanted.set(found)

	if !wanted.overlay(m, plan) {
		return nil, nil
	}

	fields := wanted.fields()
	fields.ClientType = ""

	return &fields, nil
}

// public reports whether the app is known to be a client without a secret.
func (m *connectedAppResourceModel) public() bool {
	return strings.HasSuffix(m.ClientType.ValueString(), "_public")
}

// thirdParty reports whether the app is known to be one of another company's.
func (m *connectedAppResourceModel) thirdParty() bool {
	return strings.HasPrefix(m.ClientType.ValueString(), "third_party")
}

// Metadata sets the type's name.
func (r *connectedAppResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "stytchoauth_connected_app"
}

// Schema sets the type's description and attributes.
func (r *connectedAppResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a Connected App: an OAuth client of a Stytch project, such as an integration, a command-line tool " +
			"or an agent, which acts for the project's users after they have consented. Its secret is never in the state: " +
			"`stytchoauth_client_secret` hands it to a secret store in the apply that issues it.",
		Attributes: map[string]schema.Attribute{
			"client_type": schema.StringAttribute{
				MarkdownDescription: "The type: `first_party` for an app of yours, `third_party` for another company's, " +
					"`first_party_public` or `third_party_public` for an app that cannot keep a secret, for instance in a browser or " +
					"on a phone. Changing it replaces the app.",
				Required: true,
				Validators: []validator.String{
					isOneOf("first_party", "first_party_public", "third_party", "third_party_public"),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"client_name": schema.StringAttribute{
				MarkdownDescription: "The name, which users see on the consent page. It need not be unique.",
				Required:            true, Validators: []validator.String{isNotEmpty},
			},
			"client_description": optionalText("The description."),
			"redirect_urls": urlSet("Where users may be sent with an authorization code. A request must name one of these URLs " +
				"exactly. Which schemes Stytch accepts depends on the type. Defaults to none."),
			"post_logout_redirect_urls": urlSet("Where users may be sent after they log out. Defaults to none."),
			"full_access_allowed": schema.BoolAttribute{
				MarkdownDescription: "Whether the app may exchange its access tokens for sessions, which have all of the user's " +
					"permissions. Only for first-party apps. Defaults to `false`.",
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			},
			"bypass_consent_for_offline_access": schema.BoolAttribute{
				MarkdownDescription: "Whether the app gets refresh tokens without the user's consent. Only for first-party apps. " +
					"Defaults to `false`.",
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			},
			"access_token_expiry_minutes": schema.Int64Attribute{
				MarkdownDescription: "The number of minutes for which an access token is valid. Defaults to `60`.",
				Optional:            true, Computed: true, Default: int64default.StaticInt64(60),
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"access_token_custom_audience": optionalText("The `aud` claim of access tokens, instead of the project's id."),
			"access_token_template_content": schema.StringAttribute{
				MarkdownDescription: "A template of the claims to add to access tokens: JSON with expressions, such as " +
					"`{\"role\": {{ user.trusted_metadata.role }}}`. Defaults to `{}`, no claims.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(emptyTemplate),
			},
			"id_token_template_content": schema.StringAttribute{
				MarkdownDescription: "A template of the claims to add to ID tokens, as for access tokens. If unset, it stays " +
					"as it is.",
				Optional: true, Computed: true, Validators: orLeftOut([]validator.String{isNotEmpty}),
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"logo_url":               optionalText("The URL of the logo, which users see on the consent page.", isAbsoluteURL),
			"client_id":              keptString("The client id, which Stytch generates."),
			"creation_method":        keptString("How the app was created."),
			"client_id_metadata_url": keptString("The URL of the metadata document with which the app registered itself. Null if it did not."),
			"status":                 keptString("The status, such as `active`."),
		},
	}
	maps.Copy(resp.Schema.Attributes, clientSecretAttributes())
}

// urlSet is an argument with redirect URLs.
func urlSet(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, ElementType: types.StringType,
		Default: setdefault.StaticValue(stringSet(nil)), Validators: eachOfSetIs(isAbsoluteURI),
	}
}

// ValidateConfig refuses what the type of the app does not allow.
func (r *connectedAppResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var config connectedAppResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(checkVersions(config.clientSecretsModel, config.public())...)

	for _, one := range []struct {
		name  string
		value types.Bool
	}{
		{"full_access_allowed", config.FullAccessAllowed},
		{"bypass_consent_for_offline_access", config.BypassConsentForOfflineAccess},
	} {
		if config.thirdParty() && one.value.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root(one.name), "Invalid Argument",
				fmt.Sprintf("The value of `%s` must not be true for a third-party app.", one.name))
		}
	}
}

// ModifyPlan plans what only the state and the configuration together determine: the attributes about secrets.
func (r *connectedAppResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		return
	}

	var plan, state connectedAppResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)

	if resp.Diagnostics.HasError() {
		return
	}

	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}

	kept, diags := loadPrivate[clientPrivate](ctx, req.Private, clientPrivateKey)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	switch {
	case plan.public():
		plan.planPublic()
	case plan.ClientType.Equal(state.ClientType):
		resp.Diagnostics.Append(plan.planUpdate(state.clientSecretsModel, kept)...)
	}

	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// connectedAppOperation describes a request about an app.
func connectedAppOperation(verb string, about types.String) operation {
	return operation{verb: verb, noun: "Connected App", object: fmt.Sprintf("Connected App %q", about.ValueString())}
}

// Create creates the app. Its state is kept as soon as it exists, and again after each further step.
func (r *connectedAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	var model connectedAppResourceModel

	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)

	resp.Diagnostics.Append(r.data.requireAPI()...)

	if resp.Diagnostics.HasError() {
		return
	}

	api := r.data.client.ConnectedApps()

	created, err := api.Create(ctx, model.fields())
	if err != nil {
		resp.Diagnostics.Append(createFailed(r.operation("Create", model.ClientName), err,
			fmt.Sprintf("the data source `stytchoauth_connected_app` and `client_name = %q`", model.ClientName.ValueString()))...)

		return
	}

	kept := clientPrivate{ProjectID: r.data.settings.projectID.value}
	to := model.versions()
	model.NextVersion = types.Int64Null()
	hasIDTemplate := !model.IDTokenTemplateContent.IsUnknown()
	model.setComputed(created, hasIDTemplate)

	if model.public() {
		model.planPublic()
	} else {
		resp.Diagnostics.Append(model.created(r.data.issued, model.ClientID.ValueString(), created.ClientSecrets, &kept)...)
	}

	save := func() {
		to := saved{&resp.State, resp.Identity, resp.Private}
		resp.Diagnostics.Append(r.save(ctx, to, &model, kept)...)
	}

	save()
	defer save()

	found, _, err := api.Get(ctx, model.ClientID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(asWarnings(r.operation("Read", model.ClientID).diagnostics(err), createdHelp)...)
	} else {
		model.setComputed(found, hasIDTemplate)
	}

	if !to.next.IsNull() {
		resp.Diagnostics.Append(r.rotation(&model, &kept, model.clientLastFours).run(ctx, rotation{start: true}, to)...)
	}
}

// setComputed sets what is not configured and not about secrets. hasIDTemplate reports whether the template of ID tokens
// is configured.
func (m *connectedAppResourceModel) setComputed(found *client.ConnectedApp, hasIDTemplate bool) {
	m.ClientID = types.StringPointerValue(found.ClientID)
	m.Status = types.StringPointerValue(found.Status)
	m.CreationMethod = types.StringPointerValue(found.CreationMethod)
	m.ClientIDMetadataURL = nullIfEmpty(found.ClientIDMetadataURL)

	if !hasIDTemplate {
		m.IDTokenTemplateContent = types.StringPointerValue(found.IDTokenTemplateContent)
		if isEmptyTemplate(m.IDTokenTemplateContent) {
			m.IDTokenTemplateContent = types.StringNull()
		}
	}
}
