// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// A client has a current secret, and a next one while a rotation is under way. Stytch accepts both. Two numbers in the
// configuration say which of them should exist: a change of the numbers is a move, which takes up to four steps. No move
// leaves a secret store with a secret that is revoked while everything looks well: if that may have happened,
// client_secret_issued_at becomes null, and the store, whose version it is, fails until a secret is issued again.

// clientLastFours are what Stytch returns of a client's secrets.
type clientLastFours struct {
	ClientSecretLastFour     types.String `tfsdk:"client_secret_last_four"`
	NextClientSecretLastFour types.String `tfsdk:"next_client_secret_last_four"`
}

func newClientLastFours(found client.ClientSecrets) clientLastFours {
	return clientLastFours{
		ClientSecretLastFour:     nullIfEmpty(found.ClientSecretLastFour),
		NextClientSecretLastFour: nullIfEmpty(found.NextClientSecretLastFour),
	}
}

// has reports whether one of the client's secrets ends with these characters.
func (m *clientLastFours) has(lastFour string) bool {
	return lastFour != "" &&
		(m.ClientSecretLastFour.ValueString() == lastFour || m.NextClientSecretLastFour.ValueString() == lastFour)
}

// clientSecretsModel are the attributes of a resource about its client's secrets.
type clientSecretsModel struct {
	clientLastFours

	Version     types.Int64 `tfsdk:"client_secret_version"`
	NextVersion types.Int64 `tfsdk:"next_client_secret_version"`
	IssuedAt    types.Int64 `tfsdk:"client_secret_issued_at"`
}

// secrets returns the model itself, for models that embed it.
func (m *clientSecretsModel) secrets() *clientSecretsModel { return m }

// versions returns the two versions.
func (m *clientSecretsModel) versions() secretVersions {
	return secretVersions{current: m.Version, next: m.NextVersion}
}

// secretVersions are client_secret_version and next_client_secret_version.
type secretVersions struct {
	current, next types.Int64
}

// String returns the versions as they are written in a configuration.
func (v secretVersions) String() string {
	return fmt.Sprintf("`client_secret_version = %s` and `next_client_secret_version = %s`", inHCL(v.current), inHCL(v.next))
}

// inHCL returns a number as it is written in a configuration.
func inHCL(number types.Int64) string {
	if number.IsNull() {
		return "null"
	}

	return number.String()
}

// rotation is what a change of the versions takes, in this order. The zero value is a change that is recorded alone.
type rotation struct {
	// finishNext makes the secret of the state's next version the current one.
	finishNext bool
	// cancelNext revokes the secret of the state's next version.
	cancelNext bool
	// start issues a next secret.
	start bool
	// finish makes that one the current secret at once.
	finish bool
}

// rotationBetween returns the rotation between two pairs of versions, and whether there is one.
func rotationBetween(from, to secretVersions) (rotation, bool) {
	var (
		sameCurrent, sameNext = to.current.Equal(from.current), to.next.Equal(from.next)
		// A version that is added to a client, an imported one for instance, or removed from it says nothing of its secret.
		recorded = from.current.IsNull() || to.current.IsNull()
	)

	switch {
	case !to.next.IsNull() && to.next.Equal(to.current):
		return rotation{}, false // One number cannot stand for two secrets.
	case sameCurrent && sameNext:
		return rotation{}, true
	case from.next.IsNull() && !to.next.IsNull():
		return rotation{start: true}, sameCurrent || recorded
	case from.next.IsNull():
		return rotation{start: !recorded, finish: !recorded}, true
	case to.current.Equal(from.next):
		return rotation{finishNext: true, start: !to.next.IsNull()}, true
	case sameCurrent && !to.next.IsNull():
		return rotation{cancelNext: true, start: true}, true
	case to.next.IsNull() && !to.current.IsNull() && !sameCurrent:
		return rotation{cancelNext: true, start: true, finish: true}, true
	}

	return rotation{}, false
}

// checkMove returns the rotation between two pairs of versions, or what is wrong with it.
func checkMove(from, to secretVersions, kept clientPrivate) (rotation, error) {
	if lost := types.Int64PointerValue(kept.LostNext); !lost.IsNull() && to.current.Equal(lost) && !from.current.Equal(lost) {
		return rotation{}, fmt.Errorf("the secret of `next_client_secret_version = %s` cannot become the current one: it was "+
			"canceled or replaced outside of Terraform, or revoked by a run that failed. Set `next_client_secret_version` to have "+
			"another one issued, or `client_secret_version` to a number that was not used before to replace the current secret "+
			"at once", inHCL(lost))
	}

	steps, ok := rotationBetween(from, to)
	if !ok {
		return rotation{}, impossibleMove(from, to)
	}

	return steps, nil
}

// invalidMove is the summary of the diagnostic for a move that checkMove refuses. It is a warning in plan, because an
// error there would also keep the client from being destroyed, and an error in Update.
const invalidMove = "Invalid Change of the Client Secret Versions"

// impossibleMove says what to do instead of a change of the versions.
func impossibleMove(from, to secretVersions) error {
	if !from.next.IsNull() && to.next.IsNull() {
		return fmt.Errorf("`next_client_secret_version = %[1]s` was removed, but a store may have its secret. To finish the rotation, "+
			"set `client_secret_version = %[1]s`. To revoke all secrets and have another one issued, set `client_secret_version` to a "+
			"new number. Otherwise put it back", inHCL(from.next))
	}

	return fmt.Errorf("a change from %s to %s would leave a store with a revoked secret. To start a rotation, set "+
		"`next_client_secret_version` alone. To finish it, set `client_secret_version` to the same number, and remove "+
		"`next_client_secret_version`", from, to)
}

// refusedMove returns the error for a move that checkMove refuses.
func refusedMove(reached string, err error) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("client_secret_version"), invalidMove,
		sentence(reached+err.Error()))}
}

// checkVersions refuses versions that are equal, and versions of a client without secrets.
func checkVersions(config clientSecretsModel, public bool) diag.Diagnostics {
	var diags diag.Diagnostics

	for _, one := range []struct {
		name    string
		version types.Int64
	}{{"client_secret_version", config.Version}, {"next_client_secret_version", config.NextVersion}} {
		if public && !one.version.IsNull() && !one.version.IsUnknown() {
			diags.AddAttributeError(path.Root(one.name), "Invalid Argument", fmt.Sprintf("A public client has no secret, so "+
				"`%s` cannot be set.", one.name))
		}
	}

	if !public && !config.Version.IsNull() && !config.Version.IsUnknown() && config.NextVersion.Equal(config.Version) {
		diags.AddAttributeError(path.Root("next_client_secret_version"), "Invalid Argument",
			"The values of `next_client_secret_version` and `client_secret_version` must differ: each stands for a secret of "+
				"its own.")
	}

	return diags
}

// planUpdate plans an update of the client's secrets: what a rotation changes is unknown.
func (m *clientSecretsModel) planUpdate(state clientSecretsModel, kept clientPrivate) diag.Diagnostics {
	from, to := state.versions(), m.versions()

	if to.current.IsUnknown() || to.next.IsUnknown() {
		m.planRotation(rotation{start: true, finish: true})

		return nil
	}

	steps, err := checkMove(from, to, kept)
	if err != nil {
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("client_secret_version"), invalidMove,
			sentence("An apply of this plan will fail: "+err.Error()))}
	}

	m.planRotation(steps)

	return nil
}

// planRotation marks what a rotation changes as unknown.
func (m *clientSecretsModel) planRotation(steps rotation) {
	if steps.start {
		m.IssuedAt = types.Int64Unknown()
	}

	if steps.start || steps.finishNext {
		m.NextClientSecretLastFour = types.StringUnknown()
	}

	if steps.finish || steps.finishNext {
		m.ClientSecretLastFour = types.StringUnknown()
	}
}

// planPublic plans a client without secrets.
func (m *clientSecretsModel) planPublic() {
	m.IssuedAt, m.clientLastFours = types.Int64Null(), clientLastFours{}
}

// read sets what Stytch has. If the secret of the next version is gone, that version becomes null.
func (m *clientSecretsModel) read(found client.ClientSecrets, kept *clientPrivate) diag.Diagnostics {
	var diags diag.Diagnostics

	before := m.ClientSecretLastFour

	m.clientLastFours = newClientLastFours(found)
	if m.ClientSecretLastFour.IsNull() {
		return nil // A public client, or a response that says nothing of the secrets.
	}

	if after := m.ClientSecretLastFour; !before.IsNull() && !after.Equal(before) && after.ValueString() != kept.NextLastFour {
		diags.AddAttributeWarning(path.Root("client_secret_last_four"), "Client Secret Changed Outside of Terraform",
			"The current client secret is another one than this resource knows: it was rotated outside of Terraform, or by a run "+
				"that failed. A secret store that Terraform wrote may hold a revoked one. Raise `client_secret_version`, or set "+
				"`next_client_secret_version`, to have a secret issued and stored.")
	}

	if !m.NextVersion.IsNull() && kept.NextLastFour != "" && !m.has(kept.NextLastFour) {
		diags.AddAttributeWarning(path.Root("next_client_secret_version"), "Next Client Secret Revoked Outside of Terraform",
			fmt.Sprintf("The secret of `next_client_secret_version = %s` was canceled or replaced outside of Terraform, or by a run "+
				"that failed. Another one is issued if the argument stays set.", inHCL(m.NextVersion)))
		m.loseNext(kept)
	}

	return diags
}

// loseNext records that the secret of the next version is revoked. A store may hold it, so there is no issued_at until
// another one is issued.
func (m *clientSecretsModel) loseNext(kept *clientPrivate) {
	kept.LostNext, kept.NextLastFour = m.NextVersion.ValueInt64Pointer(), ""
	m.NextVersion, m.IssuedAt = types.Int64Null(), types.Int64Null()
}

// clientRotation rotates the secrets of one client.
type clientRotation struct {
	api interface {
		StartRotation(ctx context.Context, clientID string) (client.ClientSecrets, error)
		CancelRotation(ctx context.Context, clientID string) (client.ClientSecrets, error)
		FinishRotation(ctx context.Context, clientID string) (client.ClientSecrets, error)
	}
	issued   *issued
	clientID string
	// operation describes the request of a step.
	operation func(verb string) operation

	// state and kept hold what was reached, also if a step fails.
	state *clientSecretsModel
	kept  *clientPrivate
	// found are the last four characters of what Stytch has.
	found clientLastFours
}

// run takes the steps to the versions.
func (r *clientRotation) run(ctx context.Context, steps rotation, to secretVersions) diag.Diagnostics {
	before := r.state.IssuedAt

	diags := r.take(ctx, steps, to)
	if r.state.IssuedAt.IsNull() && !before.IsNull() {
		return withAdvice(diags, revokedHelp)
	}

	return diags
}

// take is run without a word on what a failure means for a store.
func (r *clientRotation) take(ctx context.Context, steps rotation, to secretVersions) diag.Diagnostics {
	if steps.finishNext {
		if diags := r.finishNext(ctx, to.current); diags.HasError() {
			return diags
		}
	}

	if !steps.start {
		r.state.Version, r.state.NextVersion = to.current, to.next

		return nil
	}

	diags := r.cancelFound(ctx, steps.cancelNext)
	if !diags.HasError() {
		diags.Append(r.startNext(ctx, steps.finish, to)...)
	}

	return diags
}

// finishNext makes the secret of the state's next version the current one.
func (r *clientRotation) finishNext(ctx context.Context, version types.Int64) diag.Diagnostics {
	if !r.found.has(r.kept.NextLastFour) {
		r.state.loseNext(r.kept)

		_, err := checkMove(r.state.versions(), secretVersions{current: version}, *r.kept)

		return refusedMove("The rotation was not finished: ", err)
	}

	// If it is the current one already, an earlier run finished the rotation, or somebody else.
	if r.found.NextClientSecretLastFour.ValueString() == r.kept.NextLastFour {
		if _, err := r.api.FinishRotation(ctx, r.clientID); err != nil {
			return r.operation("Finish Rotation of").diagnostics(err)
		}

		r.found.NextClientSecretLastFour = types.StringNull()
	}

	r.state.Version, r.state.NextVersion = version, types.Int64Null()
	r.state.ClientSecretLastFour = types.StringValue(r.kept.NextLastFour)
	r.state.NextClientSecretLastFour, r.kept.NextLastFour = r.found.NextClientSecretLastFour, ""

	return nil
}

// cancelFound cancels the rotation that is under way at Stytch, if there is one: ours if the secret of the state's next
// version is given up, or one whose secret nobody holds.
func (r *clientRotation) cancelFound(ctx context.Context, giveUp bool) diag.Diagnostics {
	if giveUp && !r.found.has(r.kept.NextLastFour) {
		r.state.loseNext(r.kept)
	}

	next := r.found.NextClientSecretLastFour
	if next.IsNull() {
		return nil
	}

	ours := giveUp && next.ValueString() == r.kept.NextLastFour

	_, err := r.api.CancelRotation(ctx, r.clientID)
	if ours && (err == nil || mayHaveTakenEffect(err)) {
		r.state.loseNext(r.kept)
	}

	if err != nil {
		return r.operation("Cancel Rotation of").diagnostics(err)
	}

	r.state.NextClientSecretLastFour = types.StringNull()

	if ours {
		return nil
	}

	return diag.Diagnostics{diag.NewWarningDiagnostic("Rotation Canceled", fmt.Sprintf("A rotation of the secrets of the "+
		"client %s was under way that this resource did not start, or whose secret was lost when a run failed. It was canceled: "+
		"the next secret that ended in %s is revoked.", r.clientID, next.ValueString()))}
}

// startNext issues a next secret, which becomes the current one at once if finish is set.
func (r *clientRotation) startNext(ctx context.Context, finish bool, to secretVersions) diag.Diagnostics {
	started, err := r.api.StartRotation(ctx, r.clientID)
	if err != nil {
		return r.operation("Start Rotation of").diagnostics(err)
	}

	secret := issuedSecret{secret: started.NextClientSecret, lastFour: started.NextClientSecretLastFour}.complete()
	r.state.NextClientSecretLastFour = types.StringPointerValue(secret.lastFour)

	if finish {
		if _, err := r.api.FinishRotation(ctx, r.clientID); err != nil {
			if revokedCurrent(err) {
				r.state.IssuedAt = types.Int64Null() // The new secret, which may be the only one left, is lost.
			}

			return r.operation("Finish Rotation of").diagnostics(err)
		}

		r.state.ClientSecretLastFour, r.state.NextClientSecretLastFour = r.state.NextClientSecretLastFour, types.StringNull()
		r.kept.NextLastFour = ""
	} else {
		r.kept.NextLastFour = *secret.lastFour
	}

	r.kept.LostNext = nil
	r.state.Version, r.state.NextVersion = to.current, to.next
	r.state.issue(r.issued, r.clientID, secret, r.kept)

	return nil
}

// issue hands a secret to the memory, and records when.
func (m *clientSecretsModel) issue(issued *issued, clientID string, secret issuedSecret, kept *clientPrivate) {
	issued.putSecret(clientID, secret)
	kept.IssuedAt = issued.now(kept.IssuedAt)
	m.IssuedAt = types.Int64Value(kept.IssuedAt)
}

// created records the secret of a new client.
func (m *clientSecretsModel) created(
	issued *issued, clientID string, found client.ClientSecrets, kept *clientPrivate,
) diag.Diagnostics {
	m.IssuedAt = types.Int64Null()
	m.clientLastFours = newClientLastFours(found)

	if found.ClientSecret == nil {
		return diag.Diagnostics{diag.NewWarningDiagnostic("No Client Secret", noSecretHelp)}
	}

	secret := issuedSecret{secret: found.ClientSecret, lastFour: found.ClientSecretLastFour}.complete()
	m.ClientSecretLastFour = types.StringPointerValue(secret.lastFour)
	m.issue(issued, clientID, secret, kept)

	return nil
}

// secretOperation describes a request about the secrets of a client.
func secretOperation(verb string, about operation) operation {
	about.verb, about.noun = verb, "Client Secret"

	return about
}

// notFound reports whether Stytch said that what a call was about does not exist.
func notFound(err error) bool {
	failure, ok := errors.AsType[*client.Error](err)

	return ok && failure.NotFound()
}

// mayHaveTakenEffect reports whether a call may have taken effect although it failed.
func mayHaveTakenEffect(err error) bool {
	failure, ok := errors.AsType[*client.Error](err)

	return ok && failure.MayHaveTakenEffect
}

// revokedCurrent reports whether a finish that failed may have revoked the secret that was current. If Stytch says that
// no rotation is under way, someone else may have finished it.
func revokedCurrent(err error) bool {
	failure, ok := errors.AsType[*client.Error](err)

	return ok && (failure.MayHaveTakenEffect || strings.HasSuffix(failure.Type, "_not_rotating_secret"))
}
