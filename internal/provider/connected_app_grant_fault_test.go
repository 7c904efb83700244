// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Each request of a create and of an update fails in each way. No refresh token is live then that nobody holds, and the
// next apply grants.
func TestGrantFaults(t *testing.T) {
	t.Parallel()

	for mode, fault := range faultModes {
		for request := range 5 {
			for _, update := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/request %d/%t", mode, request+1, update), func(t *testing.T) {
					t.Parallel()
					testGrantFault(t, fault, request, update)
				})
			}
		}
	}
}

// testGrantFault lets one of the five requests of a create or of an update fail.
func testGrantFault(t *testing.T, fault stytchmock.Fault, request int, update bool) {
	t.Helper()

	r := newGrantRun(t, memberGrant)
	if update {
		r.mustApply()
		r.config["grant_version"] = 1
	}

	before := r.grant.State
	r.beforeApply = func() {
		r.emulator.Inject("", request, stytchmock.Fault{})
		r.emulator.Inject("", 1, fault)
	}

	succeeded, diags := r.apply(r.config)
	r.requireNoneUnheld()

	r.beforeApply = nil
	r.emulator.ClearFaults()

	// The last request only looks up what was granted, and is a GET, which net/http may repeat.
	if request == 4 {
		requireEqual(t, succeeded, true)

		if len(diags) > 0 || fault.StytchError {
			diags.RequireWarning(t, tftest.Fault{Summary: "Unable to List Connected Apps"})
		}

		r.mustApply()

		return
	}

	requireEqual(t, succeeded, false)

	switch revoked := update && request > 0; {
	case revoked:
		requireEqual(t, r.grant.State["tokens_issued_at"], nil)
		delete(r.config, "grant_version") // Even if the change is taken back, tokens are issued.
	default:
		requireEqual(t, r.grant.State, before)
	}

	r.mustApply()
}

// If what was authorized cannot be taken back, the error says so, and the next create is refused until it is.
func TestGrantNotTakenBack(t *testing.T) {
	t.Parallel()

	r := newGrantRun(t, memberGrant)
	r.emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{Reset: true})
	r.emulator.Inject(r.revokeRoute(), 1, stytchmock.Fault{Status: 400, StytchError: true})

	_, diags := r.apply(r.config)
	requireEqual(t, len(diags.Errors()), 2)

	if said := diags.String(); !strings.Contains(said, "stytchoauth_member_connected_app_revoke") {
		t.Errorf("it does not say what to do:%s", said)
	}

	_, diags = r.apply(r.config)
	diags.RequireError(t, tftest.Fault{At: "client_id", Summary: "Connected App Already Authorized", Says: []string{r.importID}})

	r.revokeOutside()
	r.mustApply()
}

// A run that is interrupted during a request lets Stytch respond to it, and then sends nothing more but the revocation.
func TestGrantInterrupted(t *testing.T) {
	t.Parallel()

	for _, update := range []bool{false, true} {
		for _, at := range []string{"/authorize", "/token"} {
			for _, process := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%t/%t", at, update, process), func(t *testing.T) {
					t.Parallel()
					testGrantInterrupted(t, at, update, process)
				})
			}
		}
	}
}

// testGrantInterrupted interrupts a request of an apply: Terraform's call, or the process.
func testGrantInterrupted(t *testing.T, at string, update, process bool) {
	t.Helper()

	r := newGrantRun(t, memberGrant)
	if update {
		r.mustApply()
	}

	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()

	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, at) {
			interrupt()
		}

		r.emulator.ServeHTTP(w, req)
	}))
	defer front.Close()

	direct := r.settings["base_url"]
	r.settings["base_url"] = front.URL
	r.process = func(p *tftest.Protocol) *tftest.Protocol {
		if !process {
			return p.Within(ctx)
		}

		interrupted := tftest.Serve(t, provider.NewServer(ctx, version, environment(nil))()) //nolint:contextcheck // That of its calls is the test's.
		interrupted.Configure(r.settings).RequireNone(t)                                     //nolint:contextcheck // As above.

		return interrupted
	}

	succeeded, diags := r.apply(with(r.config, tftest.Object{"grant_version": 1}))
	if succeeded || len(diags.Errors()) == 0 {
		t.Error("it succeeds")
	}

	sent := r.emulator.Requests()
	if last := sent[len(sent)-2:]; !strings.HasSuffix(last[0].Path, at) || !strings.HasSuffix(last[1].Path, "/revoke") {
		t.Errorf("the last requests are %s and %s", last[0].Path, last[1].Path)
	}

	r.requireLive()

	r.process, r.settings["base_url"] = nil, direct
	r.mustApply()
}
