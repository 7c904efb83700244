// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// hang answers nothing for as long as the client waits.
func hang(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
}

// A stop ends what is under way, and what Terraform had already sent on its way: neither reads nor mints come after it,
// but what was opened is taken back. The next run begins anew.
func TestInterruptOfWhatIsOnItsWay(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	settings := emulator.Settings(stytchmock.B2B)

	opened := openedToRevoke(t, emulator, served, true, "openid")

	stop := func() {
		if _, err := served.Server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
	}

	arrived := make(chan struct{})

	emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{
		Respond: func(w http.ResponseWriter, r *http.Request) {
			close(arrived)
			hang(w, r)
		},
	})

	ended := make(chan tftest.Diagnostics)

	go func() {
		_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		ended <- diagnostics
	}()

	<-arrived
	stop()
	(<-ended).RequireError(t, tftest.Fault{Says: []string{"canceled before there was a whole answer"}})
	stop()

	sent := emulator.Count("")

	calls := 0

	for _, call := range faultCalls() {
		if call.product == stytchmock.Consumer {
			continue
		}

		_, diagnostics := call.run(served, emulator.Seed)
		diagnostics.RequireError(t, tftest.Fault{Says: []string{"The run was stopped."}})

		calls++
	}

	if calls < 3 {
		t.Errorf("only %d calls were made after the stop", calls)
	}

	emulator.RequireCount(t, "", sent)
	served.Close(opened).RequireNone(t)
	requireRevoked(t, emulator, true)

	served.Configure(settings).RequireNone(t)

	_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
	diagnostics.RequireNone(t)
}
