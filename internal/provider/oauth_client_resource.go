// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// oauthClientResource is what the resources of both kinds of OAuth client, Connected Apps and M2M clients, have in
// common: all but their schemas, plans and Create. M is a pointer to the resource's model, T is what Stytch returns of a
// client, and F are the fields to send. How secrets rotate is in client_rotation.go.
type oauthClientResource[M oauthClientModel[M, T, F], T client.WithSecrets, F any] struct {
	configured

	// isID validates an id of this kind of client.
	isID *stringValidator
	// api returns the calls about this kind of client.
	api func(*client.Client) client.OAuthClients[T, F]
	// describe describes a request about a client.
	describe func(verb string, about types.String) operation
	// newModel returns an empty model.
	newModel func() M
}

// oauthClientModel is a pointer to the model of a client, which embeds a clientSecretsModel.
type oauthClientModel[M, T, F any] interface {
	id() types.String
	secrets() *clientSecretsModel
	// set sets the fields but those about secrets.
	set(found *T)
	// changes returns the fields to send to change the client from the model to the plan, or nil if that changes none.
	// Whether PUT keeps a field that is left out is not documented, so all are sent: those that the plan does not change
	// as Stytch has them.
	changes(found *T, plan M) (*F, diag.Diagnostics)
}

// oauthClientIdentity is the identity of a client: its id and that of its project.
type oauthClientIdentity struct {
	ClientID  types.String `tfsdk:"client_id"`
	ProjectID types.String `tfsdk:"project_id"`
}

// Configure stores the provider data, which is nil before the provider is configured.
func (r *oauthClientResource[M, T, F]) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	resp.Diagnostics.Append(r.setProviderData(req.ProviderData)...)
}

// IdentitySchema sets the attributes of an oauthClientIdentity.
func (r *oauthClientResource[M, T, F]) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"client_id": identityschema.StringAttribute{
			Description: "The id of the client.", RequiredForImport: true,
		},
		"project_id": identityschema.StringAttribute{
			Description: "The id of the project: that of the provider, which is the default.", OptionalForImport: true,
		},
	}}
}

// ImportState sets the client's id, from which Read gets the rest.
func (r *oauthClientResource[M, T, F]) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	identity := oauthClientIdentity{ClientID: types.StringValue(req.ID)}
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	}

	resp.Diagnostics.Append(r.data.requireAPI()...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(r.checkImport(identity)...)

	if resp.Diagnostics.HasError() {
		return
	}

	kept := clientPrivate{ProjectID: identity.ProjectID.ValueString()}
	resp.Diagnostics.Append(r.requireSameProject(&kept)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("client_id"), identity.ClientID)...)
	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, identity.ClientID)...)
	resp.Diagnostics.Append(savePrivate(ctx, resp.Private, clientPrivateKey, kept)...)
}

// checkImport refuses what cannot be the id of a client, or of its project.
func (r *oauthClientResource[M, T, F]) checkImport(identity oauthClientIdentity) diag.Diagnostics {
	if err := r.isID.check(identity.ClientID.ValueString()); err != nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("client_id"), "Invalid Import Id",
			fmt.Sprintf("The import id is the `client_id` of the client. It %s.", err))}
	}

	if err := isProject.check(identity.ProjectID.ValueString()); err != nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("project_id"), "Invalid Import Id",
			fmt.Sprintf("The value of `project_id` %s.", err))}
	}

	return nil
}

// setIdentity sets the identity. The framework requires it after every operation, on CLIs without identities too.
func (r *oauthClientResource[M, T, F]) setIdentity(
	ctx context.Context, identity *tfsdk.ResourceIdentity, clientID types.String,
) diag.Diagnostics {
	return identity.Set(ctx, oauthClientIdentity{
		ClientID: clientID, ProjectID: types.StringValue(r.data.settings.projectID.value),
	})
}

// clientPrivate is the private state of a client. It holds no secret.
type clientPrivate struct {
	// ProjectID is the client's project, for CLIs without identities.
	ProjectID string `json:"project_id"`
	// NextLastFour are the last four characters of the secret that next_client_secret_version stands for.
	NextLastFour string `json:"next_last_four,omitzero"`
	// LostNext is the last next_client_secret_version whose secret was revoked before it became the current one.
	LostNext *int64 `json:"lost_next,omitzero"`
	// IssuedAt is the newest client_secret_issued_at, even if the state has none.
	IssuedAt int64 `json:"issued_at,omitzero"`
}

// clientPrivateKey is the key of a clientPrivate in the private state.
const clientPrivateKey = "client"

// load reads the state of a client into a model. It returns an error if the provider lacks credentials, or is of another
// project than the client.
func (r *oauthClientResource[M, T, F]) load(
	ctx context.Context, state tfsdk.State, private privateState, model M,
) (clientPrivate, diag.Diagnostics) {
	diags := r.data.requireAPI()
	diags.Append(state.Get(ctx, model)...)

	kept, privateDiags := loadPrivate[clientPrivate](ctx, private, clientPrivateKey)
	diags.Append(privateDiags...)

	if !diags.HasError() {
		diags.Append(r.requireSameProject(&kept)...)
	}

	return kept, diags
}

// saved is the part of a response that Terraform keeps.
type saved struct {
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
	private  privateState
}

// save keeps a model, of which all values are known.
func (r *oauthClientResource[M, T, F]) save(
	ctx context.Context, to saved, model M, kept clientPrivate,
) diag.Diagnostics {
	diags := to.state.Set(ctx, model)
	diags.Append(r.setIdentity(ctx, to.identity, model.id())...)
	diags.Append(savePrivate(ctx, to.private, clientPrivateKey, kept)...)

	return diags
}

// requireSameProject returns an error if the client is of another project than the provider's. In that project, it would
// seem to be gone. A client whose project is not known yet becomes one of the provider's.
func (r *oauthClientResource[M, T, F]) requireSameProject(kept *clientPrivate) diag.Diagnostics {
	project := r.data.settings.projectID.value
	if kept.ProjectID != "" && kept.ProjectID != project {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("project_id"), "Client of Another Project",
			fmt.Sprintf("The client is of the project %s, and the provider's `project_id` is %s. Use a provider configuration "+
				"for the client's project. To give the client up instead, remove it from the state with `terraform state rm`.",
				kept.ProjectID, project))}
	}

	kept.ProjectID = project

	return nil
}

// operation describes a request about a client that is in the state, or in the plan.
func (r *oauthClientResource[M, T, F]) operation(verb string, about types.String) operation {
	request := r.describe(verb, about)
	request.advice = map[string]advice{"connected_app_not_found": adviceClientGone, "m2m_client_not_found": adviceClientGone}

	return request
}

// rotation returns a rotation of the client's secrets.
func (r *oauthClientResource[M, T, F]) rotation(model M, kept *clientPrivate, found clientLastFours) *clientRotation {
	return &clientRotation{
		api: r.api(r.data.client), issued: r.data.issued, clientID: model.id().ValueString(),
		operation: func(verb string) operation { return secretOperation(verb, r.operation("", model.id())) },
		state:     model.secrets(), kept: kept, found: found,
	}
}

// Read reads the client. One that Stytch says does not exist is removed from the state.
func (r *oauthClientResource[M, T, F]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	model := r.newModel()

	kept, diags := r.load(ctx, req.State, req.Private, model)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, model.id())...)

	found, _, err := r.api(r.data.client).Get(ctx, model.id().ValueString())
	if notFound(err) {
		resp.State.RemoveResource(ctx)

		return
	}

	if err != nil {
		resp.Diagnostics.Append(r.operation("Read", model.id()).diagnostics(err)...)

		return
	}

	model.set(found)
	resp.Diagnostics.Append(model.secrets().read((*found).Secrets(), &kept)...)

	to := saved{&resp.State, resp.Identity, resp.Private}
	resp.Diagnostics.Append(r.save(ctx, to, model, kept)...)
}

// Update changes the fields, and then the secrets. If a step fails, the state holds what was reached.
func (r *oauthClientResource[M, T, F]) Update(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse,
) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	state, plan := r.newModel(), r.newModel()

	kept, diags := r.load(ctx, req.State, req.Private, state)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)

	if resp.Diagnostics.HasError() {
		return
	}

	reached, diags := r.update(ctx, state, plan, &kept)
	resp.Diagnostics.Append(diags...)

	to := saved{&resp.State, resp.Identity, resp.Private}
	resp.Diagnostics.Append(r.save(ctx, to, reached, kept)...)
}

// update updates the client. It returns the state that was reached.
func (r *oauthClientResource[M, T, F]) update(
	ctx context.Context, state, plan M, kept *clientPrivate,
) (M, diag.Diagnostics) {
	to := plan.secrets().versions()

	steps, err := checkMove(state.secrets().versions(), to, *kept)
	if err != nil {
		return state, refusedMove("Nothing was changed: ", err)
	}

	api := r.api(r.data.client)

	found, _, err := api.Get(ctx, state.id().ValueString())
	if err != nil {
		return state, r.operation("Read", state.id()).diagnostics(err)
	}

	fields, diags := state.changes(found, plan)
	if diags.HasError() {
		return state, diags
	}

	if fields != nil {
		if _, err := api.Update(ctx, state.id().ValueString(), *fields); err != nil {
			return state, r.operation("Update", state.id()).diagnostics(err)
		}
	}

	*plan.secrets() = *state.secrets() // The rotation changes them, as far as it gets.

	return plan, r.rotation(plan, kept, newClientLastFours((*found).Secrets())).run(ctx, steps, to)
}

// Delete deletes the client. If it is gone, that is done.
func (r *oauthClientResource[M, T, F]) Delete(
	ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse,
) {
	model := r.newModel()

	kept, diags := r.load(ctx, req.State, req.Private, model)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	r.data.issued.seen(kept.IssuedAt) // A client that replaces this one gets a later client_secret_issued_at.

	if err := r.api(r.data.client).Delete(ctx, model.id().ValueString()); err != nil && !notFound(err) {
		resp.Diagnostics.Append(r.operation("Delete", model.id()).diagnostics(err)...)
	}
}

// Sentences about a client whose creation, or the first change after it, went wrong.
const (
	lostCreateHelp = "The client may have been created, but it is not in the state. Before you apply again, look for it with %s. If " +
		"it is there, import it by its `client_id`, or delete it. Its secret, if it has one, is lost: set " +
		"`next_client_secret_version` to have another one issued."
	createdHelp = "The client was created and is in the state. The next plan shows what is still different from the " +
		"configuration."
	revokedHelp = "The secret that a store holds may be revoked now, so `client_secret_issued_at` is null until another one is " +
		"issued. Apply again, or change `client_secret_version`."
	noSecretHelp = "Stytch returned no secret for the new client, so there is none to store. Raise `client_secret_version` to " +
		"have one issued."
)

// createFailed describes a create that failed. If the client may exist all the same, it says how to find it: with what.
func createFailed(request operation, err error, with string) diag.Diagnostics {
	if mayHaveTakenEffect(err) {
		request.onlyAdvice = fmt.Sprintf(lostCreateHelp, with)
	}

	return request.diagnostics(err)
}

// isKnown reports whether a value is neither null nor unknown.
func isKnown(value attr.Value) bool {
	return !value.IsNull() && !value.IsUnknown()
}

// overlay puts a planned value that differs from the state into a model of what Stytch has. It reports whether it does.
func overlay[V attr.Value](into *V, state, planned V) bool {
	if planned.Equal(state) {
		return false
	}

	*into = planned

	return true
}

// nullIfEmpty returns null for an empty string, which is how Stytch returns an argument that was left out.
func nullIfEmpty(value *string) types.String {
	if value == nil || *value == "" {
		return types.StringNull()
	}

	return types.StringValue(*value)
}

// stringSet returns a set of strings.
func stringSet(elements []string) types.Set {
	values := make([]attr.Value, len(elements))
	for i, element := range elements {
		values[i] = types.StringValue(element)
	}

	return types.SetValueMust(types.StringType, values)
}

// setElements returns the elements of a set of strings, never nil: an empty list clears a field.
func setElements(set types.Set) []string {
	elements := make([]string, 0, len(set.Elements()))

	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok {
			elements = append(elements, text.ValueString())
		}
	}

	return elements
}

// keptString is a computed attribute that only changes where ModifyPlan says so.
func keptString(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// optionalText is an argument without a default. Stytch returns it empty if it was left out.
func optionalText(description string, validators ...validator.String) schema.StringAttribute {
	if len(validators) == 0 {
		validators = []validator.String{isNotEmpty}
	}

	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: orLeftOut(validators)}
}

// clientSecretAttributes are the attributes of a clientSecretsModel.
func clientSecretAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_secret_version": schema.Int64Attribute{
			MarkdownDescription: "A number of your choice for the current secret. Changing it alone replaces the secret **at once**. " +
				"To rotate without downtime, use `next_client_secret_version`.",
			Optional: true,
		},
		"next_client_secret_version": schema.Int64Attribute{
			MarkdownDescription: "A number of your choice for the next secret. Setting it issues that secret, and Stytch accepts " +
				"both. To finish, set `client_secret_version` to the same number and remove this, which revokes the old secret.",
			Optional: true,
		},
		"client_secret_issued_at": schema.Int64Attribute{
			MarkdownDescription: "When the newest secret was issued, in Unix seconds: the version for a secret store. Unknown in a " +
				"plan that issues one. Null if this resource has issued none, or if the last one is lost.",
			Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"client_secret_last_four":      keptString("The last four characters of the current secret."),
		"next_client_secret_last_four": keptString("The last four characters of the next secret, during a rotation."),
	}
}
