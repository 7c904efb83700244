// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// grantModel is the model of a grant but for who authorizes the app.
type grantModel struct {
	ClientID       types.String `tfsdk:"client_id"`
	RedirectURI    types.String `tfsdk:"redirect_uri"`
	Scopes         types.Set    `tfsdk:"scopes"`
	ClientSecretWO types.String `tfsdk:"client_secret_wo"`
	GrantVersion   types.Int64  `tfsdk:"grant_version"`
	TokensIssuedAt types.Int64  `tfsdk:"tokens_issued_at"`
	ScopesGranted  types.Set    `tfsdk:"scopes_granted"`
}

// grant returns the model itself, for models that embed it.
func (m *grantModel) grant() *grantModel { return m }

// grantingModel is a pointer to the model of a grant resource, which embeds a grantModel.
type grantingModel interface {
	grant() *grantModel
	// key says which grant the model is about.
	key() grantKey
	// identity returns the model of the resource's identity.
	identity() any
}

// grantPrivate is the private state of a grant. It holds no secret.
type grantPrivate struct {
	// ProjectID is the project of the grant.
	ProjectID string `json:"project_id"`
	// Imported reports whether the grant was imported and has had no tokens issued since.
	Imported bool `json:"imported,omitzero"`
	// Unlisted reports whether Stytch's list did not have the app when it had been authorized. Then its absence from the
	// list says nothing.
	Unlisted bool `json:"unlisted,omitzero"`
	// IssuedAt is the newest tokens_issued_at, even if the state has none.
	IssuedAt int64 `json:"issued_at,omitzero"`
}

// grantPrivateKey is the key of a grantPrivate in the private state.
const grantPrivateKey = "grant"

// lost reports whether the grant's tokens were revoked and no others issued, because an update failed in between.
func (p grantPrivate) lost(state *grantModel) bool {
	return state.TokensIssuedAt.IsNull() && !p.Imported
}

// issues reports whether an update from the state has tokens issued. The first values of an imported grant are recorded
// alone, and so is a grant_version that is removed.
func (p grantPrivate) issues(state, plan *grantModel) bool {
	switch {
	case p.lost(state):
		return true
	case state.Scopes.IsNull():
		return false
	}

	return !plan.Scopes.Equal(state.Scopes) || !plan.GrantVersion.IsNull() && !plan.GrantVersion.Equal(state.GrantVersion)
}

// grantResource is what the resources stytchoauth_member_connected_app and stytchoauth_user_connected_app have in common.
type grantResource struct {
	configured

	// newModel returns an empty model.
	newModel func() grantingModel
}

// Configure stores the provider data, which is nil before the provider is configured.
func (r *grantResource) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	resp.Diagnostics.Append(r.setProviderData(req.ProviderData)...)
}

// ModifyPlan plans whether tokens are issued.
func (r *grantResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}

	state, plan := r.newModel(), r.newModel()

	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)

	kept, diags := loadPrivate[grantPrivate](ctx, req.Private, grantPrivateKey)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	planned := plan.grant()
	if kept.issues(state.grant(), planned) {
		planned.TokensIssuedAt, planned.ScopesGranted = types.Int64Unknown(), types.SetUnknown(types.StringType)
	}

	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// issuance returns what has the tokens of a model issued. The secret is only in the configuration.
func (r *grantResource) issuance(model, config grantingModel) *issuance {
	grant := model.grant()

	return &issuance{
		grantKey: model.key(), data: r.data, redirectURI: grant.RedirectURI.ValueString(),
		scopes: setElements(grant.Scopes), secret: config.grant().ClientSecretWO.ValueString(),
	}
}

// Create has tokens issued for a grant that is not there yet.
func (r *grantResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	model, config := r.newModel(), r.newModel()

	resp.Diagnostics.Append(req.Plan.Get(ctx, model)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)

	resp.Diagnostics.Append(r.data.requireAPI()...)

	if resp.Diagnostics.HasError() {
		return
	}

	issuance := r.issuance(model, config)
	resp.Diagnostics.Append(r.requireNew(ctx, issuance.grantKey)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(issuance.check(ctx)...)

	if resp.Diagnostics.HasError() {
		return
	}

	tokens, diags := issuance.issue(ctx)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	kept := grantPrivate{ProjectID: r.data.settings.projectID.value}
	resp.Diagnostics.Append(r.setIssued(ctx, model, &kept, tokens)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(savePrivate(ctx, resp.Private, grantPrivateKey, kept)...)
}

// requireNew returns an error if the grant is there already, or if another resource of this run has begun with it. One
// that this run revoked is not there, even if Stytch's list still has it.
func (r *grantResource) requireNew(ctx context.Context, key grantKey) diag.Diagnostics {
	if !r.data.issued.claimGrant(key.importID()) {
		return claimedTwice(key)
	}

	found, err := key.find(ctx, r.data.client)
	if err != nil {
		return key.operation("List", "Connected Apps").diagnostics(err)
	}

	if found != nil && !r.data.issued.grant(key.importID()).revoked {
		return grantExists(key)
	}

	return nil
}

// setIssued sets what the issuing of tokens determines. The tokens are there, so a list that fails is only a warning.
func (r *grantResource) setIssued(
	ctx context.Context, model grantingModel, kept *grantPrivate, tokens *client.OAuthTokens,
) diag.Diagnostics {
	grant, key := model.grant(), model.key()

	kept.Imported, kept.IssuedAt = false, r.data.issued.now(kept.IssuedAt)
	grant.TokensIssuedAt = types.Int64Value(kept.IssuedAt)
	grant.ScopesGranted = grant.Scopes // RFC 6749 section 5.1: without a scope in the response, it is what was requested.

	if tokens.Scope != nil {
		grant.ScopesGranted = stringSet(strings.Fields(*tokens.Scope))
	}

	found, err := key.find(ctx, r.data.client)

	kept.Unlisted = found == nil
	if found != nil {
		grant.ScopesGranted = stringSet(strings.Fields(*found.ScopesGranted))
	}

	if err != nil {
		return asWarnings(key.operation("List", "Connected Apps").diagnostics(err), "Tokens were issued, and the grant is in the state.")
	}

	return nil
}

// Read looks for the app among those that are authorized. One that was revoked is removed from the state.
func (r *grantResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer locate(ctx, &resp.Diagnostics, tfsdk.Config(req.State))

	model := r.newModel()

	resp.Diagnostics.Append(req.State.Get(ctx, model)...)

	kept, diags := r.begin(ctx, req.Private)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)

	grant, key := model.grant(), model.key()

	found, err := key.find(ctx, r.data.client)

	switch {
	case notFound(err):
		resp.State.RemoveResource(ctx)

		return
	case err != nil:
		resp.Diagnostics.Append(key.operation("List", "Connected Apps").diagnostics(err)...)

		return
	case found != nil:
		grant.ScopesGranted, kept.Unlisted = stringSet(strings.Fields(*found.ScopesGranted)), false
	case !kept.Unlisted && !kept.lost(grant):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.AddWarning("Connected App No Longer Authorized", fmt.Sprintf("Connected App %q is not authorized by %s any "+
			"more: it was revoked outside of this resource, and its tokens with it. An apply authorizes it again, if the resource "+
			"is still in the configuration.", key.clientID, describe(key.subject)))

		return
	}

	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(savePrivate(ctx, resp.Private, grantPrivateKey, kept)...)
}

// begin returns the private state of a grant. It returns an error if the provider lacks credentials, or is of another
// project than the grant: there, it would seem to be revoked.
func (r *grantResource) begin(ctx context.Context, private privateState) (grantPrivate, diag.Diagnostics) {
	if diags := r.data.requireAPI(); diags.HasError() {
		return grantPrivate{}, diags
	}

	kept, diags := loadPrivate[grantPrivate](ctx, private, grantPrivateKey)
	if project := r.data.settings.projectID.value; kept.ProjectID != "" && kept.ProjectID != project {
		diags.AddError("Grant of Another Project", fmt.Sprintf("The grant is of the project %s, and the provider's `project_id` is "+
			"%s. Use a provider configuration for the grant's project. To give the grant up instead, remove it from the state "+
			"with `terraform state rm`.", kept.ProjectID, project))
	}

	return kept, diags
}

// Update has tokens issued anew if the scopes or grant_version change. The old ones are revoked first, and before that,
// everything is checked that can be.
func (r *grantResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	state, plan, config := r.newModel(), r.newModel(), r.newModel()

	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)

	kept, diags := r.begin(ctx, req.Private)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)

	if kept.issues(state.grant(), plan.grant()) {
		state, diags = r.issueAgain(ctx, state, plan, config, &kept)
		resp.Diagnostics.Append(diags...)
	} else {
		state = plan
	}

	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(savePrivate(ctx, resp.Private, grantPrivateKey, kept)...)
}

// issueAgain revokes the app and has tokens issued. It returns the state that was reached.
func (r *grantResource) issueAgain(
	ctx context.Context, state, plan, config grantingModel, kept *grantPrivate,
) (grantingModel, diag.Diagnostics) {
	issuance := r.issuance(plan, config)
	if !r.data.issued.claimGrant(issuance.importID()) {
		return state, claimedTwice(issuance.grantKey)
	}

	if diags := issuance.check(ctx); diags.HasError() {
		return state, diags
	}

	err := issuance.revoke(ctx, r.data, r.data.client)
	if err != nil && !wasSent(err) {
		return state, issuance.operation("Revoke", "Connected App").diagnostics(err)
	}

	// From here on, the tokens that were issued before may be revoked, and then every plan has others issued.
	kept.Imported = false
	state.grant().TokensIssuedAt, state.grant().ScopesGranted = types.Int64Null(), types.SetNull(types.StringType)

	if err != nil {
		return state, withAdvice(issuance.operation("Revoke", "Connected App").diagnostics(err), issuedAgainHelp)
	}

	tokens, diags := issuance.issue(ctx)
	if diags.HasError() {
		return state, withAdvice(diags, issuedAgainHelp)
	}

	return plan, append(diags, r.setIssued(ctx, plan, kept, tokens)...)
}

// wasSent reports whether a request that failed was sent at least once, or an attempt was made.
func wasSent(err error) bool {
	failure, ok := errors.AsType[*client.Error](err)

	return !ok || failure.Attempts > 0
}

// issuedAgainHelp says what follows a failure of issueAgain.
const issuedAgainHelp = "The tokens that were issued before may be revoked now. The next apply has others issued."

// Delete revokes the app, unless this run had tokens issued for it: they are of a resource that replaces this one, and
// Stytch would revoke them, too.
func (r *grantResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	model := r.newModel()

	resp.Diagnostics.Append(req.State.Get(ctx, model)...)

	kept, diags := r.begin(ctx, req.Private)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	r.data.issued.seen(kept.IssuedAt) // A grant that replaces this one gets a later tokens_issued_at.

	key := model.key()

	if issued := r.data.issued.grant(key.importID()); issued.tokens != nil {
		// Stytch did not list the app, or another resource would not have had tokens issued for it before this one was gone.
		if !issued.revoked && !model.grant().TokensIssuedAt.IsNull() {
			resp.Diagnostics.AddWarning("Replaced Tokens Not Revoked", fmt.Sprintf("New tokens were issued for Connected App %q and "+
				"%s before the old ones could be revoked, and Stytch revokes all of a grant's tokens at once. The old ones may be "+
				"valid until they expire. To end them, change `grant_version`: that revokes all, and issues others.",
				key.clientID, describe(key.subject)))
		}

		return
	}

	if err := key.revoke(ctx, r.data, r.data.client); err != nil {
		resp.Diagnostics.Append(key.operation("Revoke", "Connected App").diagnostics(err)...)
	}
}

// grantKeys are the validators of the attributes that name a grant.
var grantKeys = map[string]*stringValidator{
	"organization_id": isOrganization, "member_id": isMember, "user_id": isUser, "client_id": isConnectedApp,
}

// importGrant sets the attributes that name a grant, from which Read gets the rest: from an import id, which has them in
// this order, or else from the identity.
func (r *grantResource) importGrant(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, names ...string,
) {
	resp.Diagnostics.Append(r.data.requireAPI()...)

	if resp.Diagnostics.HasError() {
		return
	}

	shape := strings.Join(names, ",")

	values := strings.Split(req.ID, ",")
	if req.ID == "" {
		values = make([]string, len(names))
		for i, name := range names {
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(name), &values[i])...)
		}
	}

	if len(values) != len(names) {
		resp.Diagnostics.AddError("Invalid Import Id", fmt.Sprintf("The import id has the shape `%s`: %d values with commas "+
			"between them, and no spaces. This one has %d.", shape, len(names), len(values)))

		return
	}

	for i, name := range names {
		if err := grantKeys[name].check(values[i]); err != nil {
			resp.Diagnostics.AddError("Invalid Import Id", fmt.Sprintf("The import id has the shape `%s`. The value of `%s` %s.",
				shape, name, err))

			return
		}

		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), values[i])...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(name), values[i])...)
	}

	kept := grantPrivate{ProjectID: r.data.settings.projectID.value, Imported: true}
	resp.Diagnostics.Append(savePrivate(ctx, resp.Private, grantPrivateKey, kept)...)
}

// grantKeyString is an argument that names a grant.
func grantKeyString(description string, isID *stringValidator) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Required: true, Validators: []validator.String{isID},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// grantAttributes are the attributes of a grantModel.
func grantAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_id": grantKeyString("The client id of the Connected App. Changing it replaces the grant.", isConnectedApp),
		"redirect_uri": schema.StringAttribute{
			MarkdownDescription: "One of the Connected App's `redirect_urls`, exactly. No request is sent there. Changing it alone " +
				"issues no tokens.",
			Required: true, Validators: []validator.String{isAbsoluteURI},
		},
		"scopes": schema.SetAttribute{
			MarkdownDescription: "The scopes to grant. `offline_access` is required for a refresh token. Changing them revokes " +
				"the tokens and issues others.",
			Required: true, ElementType: types.StringType, Validators: eachOfSetIs(isScope),
		},
		"client_secret_wo": schema.StringAttribute{
			MarkdownDescription: "The secret of a Connected App that has one, for instance from `stytchoauth_client_secret`. It is " +
				"required whenever tokens are issued, and must be null for a public app. It is not kept.",
			Optional: true, Sensitive: true, WriteOnly: true,
			Validators: orLeftOut([]validator.String{isClientSecret}),
		},
		"grant_version": schema.Int64Attribute{
			MarkdownDescription: "A number of your choice. Adding or changing it revokes the tokens and issues others. Removing " +
				"it changes nothing.",
			Optional: true,
		},
		"tokens_issued_at": schema.Int64Attribute{
			MarkdownDescription: "When the tokens were issued, in Unix seconds: the version for a secret store. Unknown in a plan " +
				"that issues some. Null for an imported grant, and after a failure between revoking and issuing: the next apply " +
				"then tries again.",
			Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"scopes_granted": schema.SetAttribute{
			MarkdownDescription: "The scopes that the app has, as Stytch lists them.",
			Computed:            true, ElementType: types.StringType,
			PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
		},
	}
}

// grantIdentity returns an identity of these attributes.
func grantIdentity(descriptions map[string]string) identityschema.Schema {
	attributes := map[string]identityschema.Attribute{}
	for name, description := range descriptions {
		attributes[name] = identityschema.StringAttribute{Description: description, RequiredForImport: true}
	}

	return identityschema.Schema{Attributes: attributes}
}
