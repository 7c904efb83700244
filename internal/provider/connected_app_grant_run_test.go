// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const (
	memberGrant = "stytchoauth_member_connected_app"
	userGrant   = "stytchoauth_user_connected_app"
)

// grantRun is a grant and a secret store, applied as Terraform applies them: a plan and its apply have a provider process
// each. The store's version is tokens_issued_at, and its secret is coalesce() of the refresh token.
type grantRun struct {
	t        *testing.T
	emulator *tftest.Emulator
	name     string
	settings tftest.Object
	// key are the arguments that name the grant, and config are all.
	key, config tftest.Object
	importID    string
	subjectID   string
	grant       tftest.Managed
	// noRefresh is -refresh=false.
	noRefresh bool
	// beforeApply is called when the plan was made, and process wraps the provider of the apply.
	beforeApply func()
	process     func(*tftest.Protocol) *tftest.Protocol

	// storedVersion is 0 before anything is stored.
	storedVersion int64
	storedToken   any
}

// newGrantRun prepares a grant of a confidential app.
func newGrantRun(t *testing.T, name string) *grantRun {
	t.Helper()

	emulator := tftest.Start(t)
	seed := emulator.Seed
	run := &grantRun{t: t, emulator: emulator, name: name}

	product := stytchmock.B2B
	secret := seed.ConfidentialClientSecret

	if name == userGrant {
		product, secret, run.subjectID = stytchmock.Consumer, seed.ConsumerConfidentialClientSecret, seed.UserID
		run.key = tftest.Object{"user_id": seed.UserID, "client_id": seed.ConsumerConfidentialClientID}
		run.importID = seed.UserID + "," + seed.ConsumerConfidentialClientID
	} else {
		run.subjectID = seed.MemberID
		run.key = tftest.Object{
			"organization_id": seed.OrganizationID, "member_id": seed.MemberID, "client_id": seed.ConfidentialClientID,
		}
		run.importID = seed.OrganizationID + "," + seed.MemberID + "," + seed.ConfidentialClientID
	}

	run.settings = with(emulator.Settings(product), tftest.Object{"max_retries": 0})
	run.config = with(run.key, tftest.Object{
		"redirect_uri": seed.RedirectURI, "scopes": []string{"offline_access"}, "client_secret_wo": secret,
	})

	return run
}

// plan refreshes and plans the grant.
func (r *grantRun) plan(config tftest.Object) (tftest.Planned, tftest.Diagnostics) {
	r.t.Helper()

	process := configured(r.t, r.settings)
	if config != nil {
		process.ValidateResource(r.name, config).RequireNone(r.t)
	}

	var all tftest.Diagnostics

	if r.grant.State != nil && !r.noRefresh {
		r.grant, all = process.ReadResource(r.name, r.grant)
		if len(all.Errors()) > 0 {
			return tftest.Planned{}, all
		}
	}

	planned, diags := process.PlanResource(r.name, config, r.grant)

	return planned, append(all, diags...)
}

// apply plans and applies, and reports whether all of it succeeded. A nil configuration destroys.
func (r *grantRun) apply(config tftest.Object) (bool, tftest.Diagnostics) {
	r.t.Helper()

	planned, all := r.plan(config)
	if len(all.Errors()) > 0 {
		return false, all
	}

	if len(planned.Replaces) > 0 {
		r.t.Fatalf("the grant is replaced for %v", planned.Replaces)
	}

	if r.beforeApply != nil {
		r.beforeApply()
	}

	process := configured(r.t, r.settings)
	if r.process != nil {
		process = r.process(process)
	}

	if !reflect.DeepEqual(planned.State, r.grant.State) {
		applied, diags := process.ApplyResource(r.name, planned)

		r.grant = applied
		if all = append(all, diags...); len(diags.Errors()) > 0 {
			return false, all
		}

		requirePlanned(r.t, planned.State, applied.State)
	}

	return config == nil || r.store(process), all
}

// store stores the refresh token if its version changed, and reports whether that is possible.
func (r *grantRun) store(process *tftest.Protocol) bool {
	r.t.Helper()

	version, _ := r.grant.State["tokens_issued_at"].(int64)
	if version != 0 && version == r.storedVersion {
		return true
	}

	token := r.tokens(process)["refresh_token"]
	if version == 0 || token == nil {
		return false
	}

	r.storedVersion, r.storedToken = version, token

	return true
}

// tokens opens the ephemeral resource.
func (r *grantRun) tokens(process *tftest.Protocol) tftest.Object {
	r.t.Helper()

	arguments := with(r.key, tftest.Object{"open_after": "now"})
	process.ValidateEphemeral(r.name+"_tokens", arguments).RequireNone(r.t)

	opened, diags := process.Open(r.name+"_tokens", arguments)
	diags.RequireNone(r.t)

	return opened.Result
}

// mustApply applies, and fails unless all of it succeeds without a warning and the store holds the only live token.
func (r *grantRun) mustApply(changes ...tftest.Object) {
	r.t.Helper()

	succeeded, diags := r.apply(with(r.config, changes...))
	diags.RequireNone(r.t)

	if !succeeded {
		r.t.Fatalf("the store failed: %v", r.grant.State)
	}

	r.requireLive(r.storedToken)
}

// mustFindRevoked refreshes, and fails unless that says that the app was revoked.
func (r *grantRun) mustFindRevoked() {
	r.t.Helper()

	planned, diags := r.plan(r.config)
	diags.RequireWarning(r.t, tftest.Fault{
		Summary: "Connected App No Longer Authorized", Says: []string{"An apply authorizes it again"},
	})
	requireEqual(r.t, r.grant.State, tftest.Object(nil))
	requireEqual(r.t, planned.State["tokens_issued_at"], any(tftest.Unknown))
}

// live returns the refresh tokens of the grant that are good now.
func (r *grantRun) live() []string {
	clientID, _ := r.key["client_id"].(string)

	return r.emulator.LiveRefreshTokens(clientID, r.subjectID)
}

// requireLive fails unless exactly these refresh tokens are live.
func (r *grantRun) requireLive(want ...any) {
	r.t.Helper()

	got := []any{}
	for _, token := range r.live() {
		got = append(got, token)
	}

	if !slices.Equal(got, want) {
		r.t.Fatalf("%d refresh tokens are live, and %d should be: state %v", len(got), len(want), r.grant.State)
	}
}

// requireNoneUnheld fails if a refresh token is live that the store does not hold.
func (r *grantRun) requireNoneUnheld() {
	r.t.Helper()

	for _, token := range r.live() {
		if token != r.storedToken {
			r.t.Fatalf("a refresh token is live that nobody holds: state %v", r.grant.State)
		}
	}
}

// route is a route of the grant's product.
func (r *grantRun) route(member, user string) string {
	if r.name == userGrant {
		return user
	}

	return member
}

func (r *grantRun) listRoute() string {
	return r.route(stytchmock.RouteMemberConnectedApps, stytchmock.RouteUserConnectedApps)
}

func (r *grantRun) revokeRoute() string {
	return r.route(stytchmock.RouteMemberConnectedAppRevoke, stytchmock.RouteUserConnectedAppRevoke)
}

func (r *grantRun) authorizeRoute() string {
	return r.route(stytchmock.RouteMemberAuthorize, stytchmock.RouteUserAuthorize)
}

// requests returns the methods of all requests, each with the last segment of its path.
func (r *grantRun) requests() []string {
	var all []string

	for _, request := range r.emulator.Requests() {
		segments := strings.Split(request.Path, "/")
		all = append(all, request.Method+" "+segments[len(segments)-1])
	}

	return all
}

// revokeOutside revokes the app with the action. All is so fast here that new tokens would have the version of the old.
func (r *grantRun) revokeOutside() {
	r.t.Helper()

	r.storedVersion = 0

	arguments := with(r.key, tftest.Object{"client_id": nil, "connected_app_id": r.key["client_id"]})

	_, diags := configured(r.t, r.settings).Invoke(r.name+"_revoke", arguments)
	diags.RequireNone(r.t)
}

func forBothGrants(t *testing.T, test func(*testing.T, *grantRun)) {
	t.Helper()

	for _, name := range []string{memberGrant, userGrant} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newGrantRun(t, name))
		})
	}
}
