// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A redirect is not followed, whatever its status: the credentials stay with the host that they are for.
func TestFaultOfDirection(t *testing.T) {
	t.Parallel()

	elsewhere := tftest.Start(t)
	calls := faulting{t: t}

	for _, status := range []int{301, 302, 303, 307, 308} {
		for who, call := range faultCalls() {
			calls.start(who+", "+strconv.Itoa(status), call, tftest.Object{"max_retries": 3}, func(emulator *tftest.Emulator) {
				// Another name of the same machine, so that another host is named.
				target := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1) + "/?secret=" + emulator.Secret(call.product)
				emulator.Inject(call.route, -1, stytchmock.Fault{
					Status: status, Header: http.Header{"Location": {target}}, Body: "{}",
				})
			})
		}
	}

	for _, call := range calls.all() {
		call.requireSent(t, 1)
		call.requireFailed(t, false, "redirected to localhost, which was not followed.",
			"Redirects are never followed, as that would hand the credentials on.", "attempts: 1")
	}

	elsewhere.RequireCount(t, "", 0)
}

// silent is a server, not started yet, that does not complain about failed handshakes.
func silent(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()

	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(server.Close)

	return server
}

// Where no request can leave, each call is tried again if that may help, for nothing can have happened: not even a code
// is spent. Only what is spent by being sent is given up at once.
func TestFaultOfConnection(t *testing.T) {
	t.Parallel()

	untrusted, plain := silent(t, http.NotFoundHandler()), silent(t, http.NotFoundHandler())
	untrusted.StartTLS()
	plain.Start()

	calls := faulting{t: t}
	says := map[string][]string{}

	for what, fault := range map[string]struct {
		address, says string
		attempts      int
	}{
		"untrusted": {untrusted.URL, "the certificate of 127.0.0.1 is not signed by an authority that this machine trusts", 1},
		"no TLS":    {strings.Replace(plain.URL, "http:", "https:", 1), "127.0.0.1 does not speak TLS on this port", 1},
		// Nobody gets this port by chance, as another test may get one that this test has just given up.
		"refused": {"http://127.0.0.1:1", "127.0.0.1 refuses the connection", 2},
		// A name that no resolver is asked for: a label is empty.
		"no name": {"https://no..such.host", "the host name no..such.host does not resolve", 2},
	} {
		for who, call := range faultCalls() {
			attempts := fault.attempts
			if call.effect == spending {
				attempts = 1
			}

			says[who+", "+what] = []string{
				"There was no answer from ", ": " + fault.says + ".", network, "(SSL_CERT_FILE)", "attempts: " + strconv.Itoa(attempts),
			}

			calls.start(who+", "+what, call, tftest.Object{"max_retries": 1, "base_url": fault.address}, func(*tftest.Emulator) {})
		}
	}

	for _, call := range calls.all() {
		call.requireSent(t, 0)
		call.requireFailed(t, false, says[call.name]...)
	}
}
