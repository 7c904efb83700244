// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A revocation that gets no answer holds an apply up for some seconds, however long a request may take otherwise.
func TestRevokeOnCloseIsShort(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"request_timeout": "10m"}))
	opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
	emulator.Inject(stytchmock.RouteRevoke, -1, stytchmock.Fault{Delay: time.Hour})

	began := time.Now()
	diagnostics := served.Close(opened)

	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}

	diagnostics.Errors().RequireNone(t)

	if len(diagnostics) == 0 || diagnostics[0].Summary != "Tokens Not Revoked" {
		t.Errorf("warnings%s", diagnostics)
	}
}
