// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestGrant(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()

		issuing := []string{"POST start", "POST authorize", "POST token", "GET connected_apps"}

		planned, _ := r.plan(r.config)
		requireEqual(t, planned.State["tokens_issued_at"], any(tftest.Unknown))

		r.mustApply()
		requireEqual(t, r.requests(), append([]string{"GET connected_apps"}, issuing...))
		requireEqual(t, r.grant.Identity, r.key)
		requireEqual(t, r.grant.State["scopes_granted"], any([]any{"offline_access"}))
		requireEqual(t, r.grant.State["client_secret_wo"], nil)

		authorize := r.emulator.One(t, r.authorizeRoute())
		authorize.RequireField(t, "consent_granted", true)

		if form := r.emulator.One(t, stytchmock.RouteToken).Form(t); len(form["code_verifier"]) != 43 {
			t.Errorf("the code verifier has %d characters", len(form["code_verifier"]))
		}

		first := r.storedToken

		for _, changes := range []tftest.Object{
			nil, // Nothing changes.
			{"client_secret_wo": nil},
			{"redirect_uri": r.emulator.Seed.RedirectURI + "/other"},
			{"redirect_uri": r.emulator.Seed.RedirectURI},
		} {
			r.beforeApply = r.emulator.ResetRequests
			r.mustApply(changes)
			requireEqual(t, r.requests(), []string(nil))
			requireEqual(t, r.storedToken, first)
		}

		for _, changes := range []tftest.Object{
			{"scopes": []string{"offline_access", "openid"}},
			{"grant_version": 1},
			{"grant_version": 2},
		} {
			before, version := r.storedToken, r.storedVersion
			r.config = with(r.config, changes)

			planned, _ := r.plan(r.config)
			requireEqual(t, planned.State["tokens_issued_at"], any(tftest.Unknown))

			r.mustApply()
			requireEqual(t, r.requests(), append([]string{"POST start", "POST revoke"}, issuing[1:]...))

			if r.storedToken == before || r.storedVersion <= version {
				t.Error("no other token was stored")
			}
		}

		// A version that is removed asks for nothing.
		r.mustApply(tftest.Object{"grant_version": nil})
		requireEqual(t, r.requests(), []string(nil))

		if succeeded, diags := r.apply(nil); !succeeded || len(diags) > 0 {
			t.Fatalf("destroy: %s", diags)
		}

		requireEqual(t, r.requests(), []string{"POST revoke"})
		r.requireLive()
	})
}

// What the tokens' type gives is what Stytch returned, and null in a run that issued nothing.
func TestGrantTokens(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	r.config["scopes"] = []string{"offline_access", "openid"}

	var process *tftest.Protocol

	r.process = func(p *tftest.Protocol) *tftest.Protocol {
		process = p

		return p
	}
	r.mustApply()

	tokens := r.tokens(process)
	requireEqual(t, tokens["token_type"], any("bearer"))
	requireEqual(t, tokens["scope"], any("offline_access openid"))
	requireEqual(t, tokens["status_code"], any(int64(200)))

	for _, name := range []string{"access_token", "refresh_token", "id_token", "expires_in", "request_id"} {
		if tokens[name] == nil {
			t.Errorf("%s is null", name)
		}
	}

	for name, value := range r.tokens(configured(t, r.settings)) {
		if r.key[name] == nil && name != "open_after" && value != nil {
			t.Errorf("another run has %s", name)
		}
	}

	for _, secret := range r.emulator.Secrets() {
		if tftest.Contains(fmt.Sprint(r.grant.State)+string(r.grant.Private), secret.Value) {
			t.Errorf("the state holds %s", secret.Name)
		}
	}
}

// What cannot succeed is refused before anything is changed, in a create as in an update.
func TestGrantRefused(t *testing.T) {
	t.Parallel()

	for what, one := range map[string]struct {
		changes tftest.Object
		public  bool
		want    tftest.Fault
	}{
		"a scope that cannot be granted": {
			changes: tftest.Object{"scopes": []string{"offline_access", "admin:all"}},
			want: tftest.Fault{
				At: "scopes", Summary: "Scopes Cannot Be Granted", Says: []string{": admin:all.", "Nothing was changed."},
			},
		},
		"a confidential app without its secret": {
			changes: tftest.Object{"client_secret_wo": nil},
			want: tftest.Fault{
				At: "client_id", Summary: "Missing Client Secret",
				Says: []string{"confidential", "in the same apply", "Nothing was changed"},
			},
		},
		"a public app with a secret": {
			changes: tftest.Object{"client_secret_wo": "some-client-secret"}, public: true,
			want: tftest.Fault{
				At: "client_id", Says: []string{"public client", "client_secret_wo"}, Hides: []string{"some-client-secret"},
			},
		},
	} {
		for _, update := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%t", what, update), func(t *testing.T) {
				t.Parallel()

				r := newGrantRun(t, memberGrant)
				if one.public {
					r.key["client_id"], r.config["client_id"] = r.emulator.Seed.ClientID, r.emulator.Seed.ClientID
					delete(r.config, "client_secret_wo")
				}

				if update {
					r.mustApply()
				}

				before, live := r.grant.State, r.live()

				_, diags := r.apply(with(r.config, tftest.Object{"grant_version": 1}, one.changes))
				diags.RequireError(t, one.want)
				requireEqual(t, r.grant.State, before)
				requireEqual(t, r.live(), live)

				r.mustApply()
			})
		}
	}
}

// A grant that is there already is not touched, neither by a second resource nor by a replacement that comes first.
func TestGrantExists(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()

		process := configured(t, r.settings)
		planned, _ := process.PlanResource(r.name, r.config, tftest.Managed{})

		var diags tftest.Diagnostics

		r.grant, diags = process.ApplyResource(r.name, planned)
		diags.RequireNone(t)
		r.store(process)

		// In the same run, before the list is even read, and in another one.
		for says, process := range map[string]*tftest.Protocol{
			"Remove one of the two resources": process, r.importID: configured(t, r.settings),
		} {
			second, diags := process.ApplyResource(r.name, planned)
			diags.RequireError(t, tftest.Fault{At: "client_id", Summary: "Connected App Already Authorized", Says: []string{says}})
			requireEqual(t, second.State, tftest.Object(nil))
			r.requireLive(r.storedToken)
		}
	})
}

// A replacement that destroys first revokes, and then grants anew.
func TestGrantReplaced(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	r.mustApply()

	process := configured(t, r.settings)
	destroy, _ := process.PlanResource(r.name, nil, r.grant)

	if _, diags := process.ApplyResource(r.name, destroy); len(diags) > 0 {
		t.Fatal(diags)
	}

	// Stytch's list may lag behind.
	r.emulator.Inject(r.listRoute(), 1, listing(r.emulator.Seed.ConfidentialClientID))

	create, _ := process.PlanResource(r.name, r.config, tftest.Managed{})

	replaced, diags := process.ApplyResource(r.name, create)
	diags.RequireNone(t)

	if version, _ := replaced.State["tokens_issued_at"].(int64); version <= r.storedVersion {
		t.Errorf("tokens_issued_at goes from %d to %d", r.storedVersion, version)
	}

	r.grant = replaced
	r.store(process)
	r.requireLive(r.storedToken)
}

// A replacement that destroys first and cannot grant anew says that the old tokens are gone.
func TestGrantReplacementRefused(t *testing.T) {
	t.Parallel()

	for what, one := range map[string]struct {
		change tftest.Object
		want   tftest.Fault
	}{
		"no secret":                     {tftest.Object{"client_secret_wo": nil}, tftest.Fault{At: "client_id", Summary: "Missing Client Secret"}},
		"a scope that is not grantable": {tftest.Object{"scopes": []string{"admin:all"}}, tftest.Fault{At: "scopes", Summary: "Scopes Cannot Be Granted"}},
		"another redirect URI":          {tftest.Object{"redirect_uri": "https://app.example.com/other"}, tftest.Fault{At: "redirect_uri"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()

			r := newGrantRun(t, memberGrant)
			r.mustApply()

			process := configured(t, r.settings)
			destroy, _ := process.PlanResource(r.name, nil, r.grant)
			_, diags := process.ApplyResource(r.name, destroy)
			diags.RequireNone(t)

			create, _ := process.PlanResource(r.name, with(r.config, one.change), tftest.Managed{})
			_, diags = process.ApplyResource(r.name, create)

			one.want.Says, one.want.Hides = []string{"The old tokens were revoked before."}, []string{"Nothing was changed"}
			diags.RequireError(t, one.want)
		})
	}
}

// listing is a list that has an app in it.
func listing(clientID string) stytchmock.Fault {
	return stytchmock.Fault{Respond: func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"request_id": "request-id-test-1", "status_code": 200, "connected_apps": [{"connected_app_id": %q,
			"name": "", "description": "", "client_type": "first_party", "scopes_granted": "openid"}]}`, clientID)
	}}
}

// An app that Stytch does not list can be granted anew before the old grant is destroyed. Then the new tokens live on, and
// a warning says that the old ones do, too.
func TestGrantReplacedBeforeDestroyed(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	r.emulator.SetUnlisted(r.emulator.Seed.ConfidentialClientID, true)
	r.mustApply()

	process := configured(t, r.settings)
	create, _ := process.PlanResource(r.name, r.config, tftest.Managed{})

	replaced, diags := process.ApplyResource(r.name, create)
	diags.RequireNone(t)

	destroy, _ := process.PlanResource(r.name, nil, r.grant)
	_, diags = process.ApplyResource(r.name, destroy)
	diags.RequireWarning(t, tftest.Fault{Summary: "Replaced Tokens Not Revoked", Says: []string{"grant_version"}})

	r.grant = replaced
	r.store(process)

	if token, _ := r.storedToken.(string); !slices.Contains(r.live(), token) {
		t.Error("the new token is revoked")
	}

	r.mustApply(tftest.Object{"grant_version": 1})
}

func TestGrantRevokedOutside(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()
		r.mustApply()
		r.revokeOutside()
		r.mustFindRevoked()
		r.mustApply()

		// It does not stand in the way of a destroy that does not refresh.
		r.revokeOutside()
		r.noRefresh = true

		if succeeded, diags := r.apply(nil); !succeeded || len(diags) > 0 {
			t.Fatalf("destroy: %s", diags)
		}
	})
}

// An app that Stytch does not list is not granted again and again. Once it was listed, its absence says that it was
// revoked.
func TestGrantUnlisted(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	clientID := r.emulator.Seed.ConfidentialClientID

	r.emulator.SetUnlisted(clientID, true)
	r.mustApply()
	requireEqual(t, r.grant.State["scopes_granted"], any([]any{"offline_access"}))

	token := r.storedToken
	r.mustApply()
	r.mustApply()
	requireEqual(t, r.storedToken, token)

	r.emulator.SetUnlisted(clientID, false)
	r.mustApply()
	requireEqual(t, r.storedToken, token)

	r.revokeOutside()
	r.mustFindRevoked()
	r.mustApply()

	if r.storedToken == token {
		t.Error("it was not granted again")
	}
}

func TestGrantOfDeletedSubject(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()
		r.mustApply()
		r.emulator.RemoveSubject(r.subjectID)

		held := r.grant

		_, diags := r.plan(r.config)
		diags.RequireNone(t)
		requireEqual(t, r.grant.State, tftest.Object(nil))

		r.grant, r.noRefresh = held, true

		if succeeded, diags := r.apply(nil); !succeeded || len(diags) > 0 {
			t.Fatalf("destroy: %s", diags)
		}
	})
}

// A 404 that does not come from Stytch says nothing of the grant.
func TestGrantBehindAnotherServer(t *testing.T) {
	t.Parallel()

	for what, fault := range map[string]stytchmock.Fault{
		"a proxy's 404":         {Status: 404, Body: "not here"},
		"a gateway's 404":       {Status: 404, Body: `{"message": "no Route matched with those values"}`},
		"a framework's 404":     {Status: 404, Body: `{"status": 404, "error": "Not Found", "path": "/v1/b2b"}`},
		"of an unknown project": {Status: 404, Body: `{"status_code": 404, "request_id": "request-id-test-1", "error_type": "project_not_found"}`},
		"of an unknown path":    {Status: 404, Body: `{"status_code": 404, "request_id": "request-id-test-1", "error_type": "route_not_found"}`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()

			r := newGrantRun(t, memberGrant)
			r.mustApply()
			r.emulator.Inject("", -1, fault)

			_, diags := r.plan(r.config)
			diags.RequireError(t, tftest.Fault{Summary: "Unable to List Connected Apps"})

			r.noRefresh = true
			_, diags = r.apply(nil)
			diags.RequireError(t, tftest.Fault{Summary: "Unable to Revoke Connected App"})
			r.requireLive(r.storedToken)
		})
	}
}

func TestGrantOfAnotherProject(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	r.mustApply()
	r.settings["project_id"] = "project-test-another"

	_, diags := r.plan(r.config)
	diags.RequireError(t, tftest.Fault{Summary: "Grant of Another Project", Says: []string{"project-test-another"}})
	requireEqual(t, r.emulator.Count(r.listRoute()), 2)
}

// An imported grant keeps its tokens, whatever the configuration says first, until its version or scopes change.
func TestGrantImport(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()
		r.mustApply()

		for _, id := range []string{r.importID, ""} {
			process := configured(t, r.settings)

			var diags tftest.Diagnostics

			r.grant, diags = process.ImportResource(r.name, id, r.key)
			diags.RequireNone(t)
			requireEqual(t, r.grant.Identity, r.key)

			r.emulator.ResetRequests()
			succeeded, diags := r.apply(with(r.config, tftest.Object{
				"scopes": []string{"openid"}, "grant_version": 7, "client_secret_wo": nil,
			}))
			diags.RequireNone(t)
			requireEqual(t, succeeded, false) // The store wants a version.
			requireEqual(t, r.grant.State["tokens_issued_at"], nil)
			requireEqual(t, r.requests(), []string{"GET connected_apps"})
			r.requireLive(r.storedToken)
		}

		// There is nothing left to do, and nothing is lost if the configuration is as it was imported.
		planned, diags := r.plan(with(r.config, tftest.Object{"scopes": []string{"openid"}, "grant_version": 7}))
		diags.RequireNone(t)
		requireEqual(t, planned.State, r.grant.State)

		r.config, r.storedVersion = with(r.config, tftest.Object{"grant_version": 8}), 0
		r.mustApply()
	})
}

func TestGrantImportRefused(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)

	for _, id := range []string{
		"connected-app-test-1", "member-test-1,connected-app-test-1", "a,b,c,d", "a,,c", "a, b,c", "a,..,c",
		"member-test-1,organization-test-1,connected-app-test-1", "acme,ada,m2m-client-test-1",
	} {
		_, diags := configured(t, r.settings).ImportResource(memberGrant, id, nil)
		diags.RequireError(t, tftest.Fault{
			Summary: "Invalid Import Id", Says: []string{"`organization_id,member_id,client_id`"},
		})
	}

	// One that is not there cannot be imported.
	process := configured(t, r.settings)
	imported, diags := process.ImportResource(memberGrant, r.importID, nil)
	diags.RequireNone(t)

	read, diags := process.ReadResource(memberGrant, imported)
	diags.Errors().RequireNone(t)
	requireEqual(t, read.State, tftest.Object(nil))
}
