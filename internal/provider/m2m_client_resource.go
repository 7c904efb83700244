// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// m2mClientResource is stytchoauth_m2m_client.
type m2mClientResource struct {
	oauthClientResource[*m2mClientResourceModel, client.M2MClient, client.M2MClientFields]
}

var (
	_ resource.ResourceWithConfigure      = &m2mClientResource{}
	_ resource.ResourceWithIdentity       = &m2mClientResource{}
	_ resource.ResourceWithImportState    = &m2mClientResource{}
	_ resource.ResourceWithModifyPlan     = &m2mClientResource{}
	_ resource.ResourceWithValidateConfig = &m2mClientResource{}
)

func newM2MClientResource() resource.Resource {
	return &m2mClientResource{oauthClientResource[*m2mClientResourceModel, client.M2MClient, client.M2MClientFields]{
		isID: isM2MClient, api: (*client.Client).M2MClients, describe: m2mClientOperation,
		newModel: func() *m2mClientResourceModel { return &m2mClientResourceModel{} },
	}}
}

// The values of a client's status.
const (
	statusActive   = "active"
	statusInactive = "inactive"
)

// m2mClientFields are the fields of an M2M client that the resource and the data sources have in the same type.
type m2mClientFields struct {
	ClientID          types.String `tfsdk:"client_id"`
	ClientName        types.String `tfsdk:"client_name"`
	ClientDescription types.String `tfsdk:"client_description"`
	Status            types.String `tfsdk:"status"`
	TrustedMetadata   types.String `tfsdk:"trusted_metadata"`
}

// set sets the fields as Stytch returns them.
func (m *m2mClientFields) set(found *client.M2MClient) {
	*m = m2mClientFields{
		ClientID:          types.StringPointerValue(found.ClientID),
		ClientName:        types.StringPointerValue(found.ClientName),
		ClientDescription: types.StringPointerValue(found.ClientDescription),
		Status:            types.StringPointerValue(found.Status),
		TrustedMetadata:   metadataText(found.TrustedMetadata),
	}
}

// m2mClientResourceModel is the model of stytchoauth_m2m_client.
type m2mClientResourceModel struct {
	m2mClientFields
	clientSecretsModel

	Scopes                types.Set    `tfsdk:"scopes"`
	ClientSecretWO        types.String `tfsdk:"client_secret_wo"`
	ClientSecretWOVersion types.Int64  `tfsdk:"client_secret_wo_version"`
}

// set sets the fields but those about secrets: what Stytch returns for an argument that was left out is null or the
// default.
func (m *m2mClientResourceModel) set(found *client.M2MClient) {
	before := m.TrustedMetadata
	m.m2mClientFields.set(found)

	m.ClientName = nullIfEmpty(found.ClientName)
	m.ClientDescription = nullIfEmpty(found.ClientDescription)
	m.Scopes = stringSet(found.Scopes)

	if sameMetadata(m.TrustedMetadata, before) {
		m.TrustedMetadata = before
	}
}

// fields returns the fields to send, so that metadata which Stytch has become the model's.
func (m *m2mClientResourceModel) fields(found metadata) (client.M2MClientFields, diag.Diagnostics) {
	wanted, err := parseMetadata(m.TrustedMetadata.ValueString())
	if err != nil {
		return client.M2MClientFields{}, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("trusted_metadata"),
			"Invalid Argument", fmt.Sprintf("The value of `trusted_metadata` %s.", err))}
	}

	return client.M2MClientFields{
		ClientName:        m.ClientName.ValueString(),
		ClientDescription: m.ClientDescription.ValueString(),
		Scopes:            setElements(m.Scopes),
		Status:            m.Status.ValueString(),
		TrustedMetadata:   metadataChange(found, wanted),
	}, nil
}

// overlay puts what the plan changes into a model of what Stytch has. It reports whether that is anything.
func (m *m2mClientResourceModel) overlay(state, plan *m2mClientResourceModel) bool {
	return slices.Contains([]bool{
		overlay(&m.ClientName, state.ClientName, plan.ClientName),
		overlay(&m.ClientDescription, state.ClientDescription, plan.ClientDescription),
		overlay(&m.Scopes, state.Scopes, plan.Scopes),
		overlay(&m.Status, state.Status, plan.Status),
		overlay(&m.TrustedMetadata, state.TrustedMetadata, plan.TrustedMetadata),
	}, true)
}

// id returns the client id.
func (m *m2mClientResourceModel) id() types.String { return m.ClientID }

// changes returns the fields to send to change the client from the model to the plan, or nil if that changes none.
func (m *m2mClientResourceModel) changes(
	found *client.M2MClient, plan *m2mClientResourceModel,
) (*client.M2MClientFields, diag.Diagnostics) {
	wanted := *m
	wanted.set(found)

	if !wanted.overlay(m, plan) {
		return nil, nil
	}

	fields, diags := wanted.fields(found.TrustedMetadata)

	return &fields, diags
}

// Metadata sets the type's name.
func (r *m2mClientResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "stytchoauth_m2m_client"
}

// Schema sets the type's description and attributes.
func (r *m2mClientResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a machine-to-machine (M2M) client: an OAuth client with which one of your programs, such as a " +
			"worker or a job, gets access tokens of a Stytch project on its own behalf. Its secret is never in the state: " +
			"`stytchoauth_client_secret` hands it to a secret store in the apply that issues it.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "The client id. Stytch generates one if it is unset. Changing it replaces the client.",
				Optional:            true, Computed: true,
				Validators: orLeftOut([]validator.String{isM2MClient}),
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplace(),
				},
			},
			"scopes": schema.SetAttribute{
				MarkdownDescription: "The scopes that the client's access tokens may have.",
				Required:            true, ElementType: types.StringType, Validators: eachOfSetIs(isScope),
			},
			"client_name":        optionalText("The name. It need not be unique."),
			"client_description": optionalText("The description."),
			"status": schema.StringAttribute{
				MarkdownDescription: "The status: `active`, or `inactive` for a client that gets no access tokens. Defaults to `active`.",
				Optional:            true, Computed: true, Default: stringdefault.StaticString(statusActive),
				Validators: []validator.String{isOneOf(statusActive, statusInactive)},
			},
			"trusted_metadata": schema.StringAttribute{
				MarkdownDescription: "Your own data about the client: a JSON object, such as from `jsonencode()`, with at most 20 keys " +
					"and 4 KB. Defaults to `{}`.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(noMetadata),
				Validators: []validator.String{isMetadata},
			},
			"client_secret_wo": schema.StringAttribute{
				MarkdownDescription: "Your own secret, of 8 or more characters. It is used when the client is created, and not kept. " +
					"If unset, Stytch generates one.",
				Optional: true, Sensitive: true, WriteOnly: true,
				Validators: orLeftOut([]validator.String{isOwnSecret}),
			},
			"client_secret_wo_version": schema.Int64Attribute{
				MarkdownDescription: "A number of your choice for `client_secret_wo`. Changing it replaces the client; adding or " +
					"removing it changes nothing.",
				Optional: true,
			},
		},
	}
	maps.Copy(resp.Schema.Attributes, clientSecretAttributes())
}

// ValidateConfig refuses arguments that do not go together.
func (r *m2mClientResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var config m2mClientResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(checkVersions(config.clientSecretsModel, false)...)

	// The error is on the argument that is no secret: Terraform prints the line that it is on.
	if isKnown(config.ClientSecretWO) && isKnown(config.Version) {
		resp.Diagnostics.AddAttributeError(path.Root("client_secret_version"), "Invalid Argument",
			"Set either `client_secret_version` or `client_secret_wo`: Stytch makes the current secret, or you choose it. The "+
				"version of a secret of your own is `client_secret_wo_version`.")
	}
}

// ModifyPlan plans what only the state and the configuration together determine: whether the client is replaced, and the
// attributes about secrets.
func (r *m2mClientResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		return
	}

	var plan, state, config m2mClientResourceModel

	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)

	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)

	if resp.Diagnostics.HasError() {
		return
	}

	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(config.requireOwnSecret()...)

		return
	}

	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)

	kept, diags := loadPrivate[clientPrivate](ctx, req.Private, clientPrivateKey)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	if sameMetadata(plan.TrustedMetadata, state.TrustedMetadata) {
		plan.TrustedMetadata = state.TrustedMetadata
	}

	from, to := state.ClientSecretWOVersion, plan.ClientSecretWOVersion

	switch {
	case !from.IsNull() && !to.IsNull() && !to.Equal(from):
		resp.RequiresReplace.Append(path.Root("client_secret_wo_version"))
	case plan.ClientID.Equal(state.ClientID):
		resp.Diagnostics.Append(plan.planUpdate(state.clientSecretsModel, kept)...)
	}

	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// requireOwnSecret returns an error if a configuration has a version for a secret that it does not have. Only a new client
// needs the secret.
func (m *m2mClientResourceModel) requireOwnSecret() diag.Diagnostics {
	if !m.ClientSecretWO.IsNull() || !isKnown(m.ClientSecretWOVersion) {
		return nil
	}

	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("client_secret_wo_version"), "Invalid Argument",
		"A new client with a `client_secret_wo_version` needs `client_secret_wo`, which is null. Set it, or remove "+
			"`client_secret_wo_version` to have Stytch make the secret.")}
}

// m2mClientObject names a client by its id or name. One that is being created may have neither.
func m2mClientObject(about types.String) string {
	if about.ValueString() == "" {
		return "a new M2M client"
	}

	return fmt.Sprintf("M2M client %q", about.ValueString())
}

// m2mClientOperation describes a request about a client.
func m2mClientOperation(verb string, about types.String) operation {
	return operation{verb: verb, noun: "M2M Client", object: m2mClientObject(about)}
}

// Create creates the client. Its state is kept as soon as it exists, and again after each further step.
func (r *m2mClientResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	var model, config m2mClientResourceModel

	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(r.data.requireAPI()...)
	resp.Diagnostics.Append(config.requireOwnSecret()...)

	fields, diags := model.fields(nil)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	// A new client is active, and only it can be given an id and a secret.
	fields.Status, fields.ClientID, fields.ClientSecret = "", model.ClientID.ValueString(), config.ClientSecretWO.ValueString()
	api := r.data.client.M2MClients()

	created, err := api.Create(ctx, fields, fields.ClientSecret)
	if err != nil {
		resp.Diagnostics.Append(r.createFailed(&model, err)...)

		return
	}

	kept := clientPrivate{ProjectID: r.data.settings.projectID.value}
	to := model.versions()
	model.ClientID = types.StringPointerValue(created.ClientID)
	model.NextVersion = types.Int64Null()

	if created.ClientSecret == nil && fields.ClientSecret != "" {
		created.ClientSecret = &fields.ClientSecret
	}

	resp.Diagnostics.Append(model.created(r.data.issued, model.ClientID.ValueString(), created.ClientSecrets, &kept)...)

	save := func() {
		to := saved{&resp.State, resp.Identity, resp.Private}
		resp.Diagnostics.Append(r.save(ctx, to, &model, kept)...)
	}

	save()
	defer save()

	if model.Status.ValueString() != statusActive {
		fields.ClientID, fields.ClientSecret, fields.Status = "", "", model.Status.ValueString()

		if _, err := api.Update(ctx, model.ClientID.ValueString(), fields); err != nil {
			resp.Diagnostics.Append(asWarnings(r.operation("Deactivate", model.ClientID).diagnostics(err), createdHelp)...)
		}
	}

	if !to.next.IsNull() {
		resp.Diagnostics.Append(r.rotation(&model, &kept, model.clientLastFours).run(ctx, rotation{start: true}, to)...)
	}
}

// createFailed describes a create that failed.
func (r *m2mClientResource) createFailed(model *m2mClientResourceModel, err error) diag.Diagnostics {
	about, with := model.ClientName, "the data source `stytchoauth_m2m_clients`, among those without a name"

	switch {
	case isKnown(model.ClientID):
		about = model.ClientID
		with = fmt.Sprintf("the data source `stytchoauth_m2m_client` and `client_id = %q`", about.ValueString())
	case isKnown(model.ClientName):
		with = fmt.Sprintf("the data source `stytchoauth_m2m_client` and `client_name = %q`", about.ValueString())
	}

	return createFailed(r.operation("Create", about), err, with)
}
