// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const okEnvelope = `"request_id":"request-id-test-1","status_code":200`

// Scopes that a preflight says are not grantable are named in a diagnostic: as text, whatever they are.
func TestFaultOfScopes(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for what, text := range hostileTexts() {
		emulator.Inject(stytchmock.RouteMemberPreflight, 1, body(`{`+okEnvelope+`,"member_id":"m","client":{"client_id":"c",
			"client_name":"n","client_description":"d","client_type":"t"},"consent_required":true,"scope_results":[
			{"scope":`+jsonText(text)+`,"description":"d","is_grantable":false},
			{"scope":"read:documents","description":"d","is_grantable":false}]}`))

		_, diagnostics := served.Open("stytchoauth_member_authorization",
			with(memberConsentArguments(emulator.Seed), tftest.Object{"consent_granted": true}))
		diagnostics.RequireError(t, tftest.Fault{
			At: "scopes", Says: []string{"these scopes cannot be granted: ", ", read:documents. Nothing was minted."},
		})
		requireShowable(t, what, diagnostics)
	}

	emulator.RequireCount(t, stytchmock.RouteMemberAuthorize, 0)
}

// hostileAddress is an address that harms who follows or shows it.
type hostileAddress struct {
	text string
	// noCallback and noLocation say that it is an error where an authorization or a start URL leads to.
	noCallback, noLocation bool
	// refuses says that it is an error where consent was granted.
	refuses bool
}

// hostileAddresses are some of them.
func hostileAddresses() map[string]hostileAddress {
	const host = "https://app.example.com/"

	return map[string]hostileAddress{
		// An app may have a scheme of its own, so each scheme is a callback's.
		"script":       {text: "javascript:alert(1)//?code=c", noLocation: true},
		"file":         {text: "file:///etc/passwd?code=c", noLocation: true},
		"data":         {text: "data:text/html,<script>?code=c", noLocation: true},
		"another host": {text: "https://elsewhere.example.com/?code=c"},
		// In a header, what comes after a line break is another header.
		"line break":     {text: host + "\r\nSet-Cookie: a=b?code=c", noCallback: true},
		"escape":         {text: host + "\x1b[2J?code=c", noCallback: true, noLocation: true},
		"NUL":            {text: host + "\x00?code=c", noCallback: true, noLocation: true},
		"C1":             {text: host + "\u009b2J?code=c"},
		"not UTF-8":      {text: host + "\xff?code=c", noLocation: true},
		"code of bytes":  {text: host + "?code=%ff%fe", noCallback: true},
		"error of bytes": {text: host + "?error=a&error_description=%ff", noCallback: true},
		"code of NUL":    {text: host + "?code=%00"},
		"bad escape":     {text: host + "?code=%zz", noCallback: true},
		"semicolon":      {text: host + "?code=c;error=d"},
		"of its own":     {text: host + "?a=b;c&d=%zz&%zz=e&code=c"},
		"twice":          {text: host + "?code=c&code=d"},
		"no code":        {text: host + "?state=s", refuses: true},
		"long":           {text: host + strings.Repeat("a", 500<<10) + "?code=c", noLocation: true},
		"long error":     {text: host + "?error=%1b[31ma%0a%0aError:+b&error_description=%00" + strings.Repeat("a", 100<<10), refuses: true, noLocation: true},
		"bad host":       {text: "https://[::1?code=c", noCallback: true, noLocation: true},
		"no host":        {text: "https:///?code=c", noLocation: true},
	}
}

// A callback URI is a value, never followed. Whatever it is, there is a result of text or one diagnostic that can be
// shown; a code that is no text is none.
func TestFaultOfCallback(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for what, address := range hostileAddresses() {
		for _, consent := range []bool{true, false} {
			emulator.Inject(stytchmock.RouteMemberAuthorize, 1, body(`{`+okEnvelope+`,"redirect_uri":`+jsonText(address.text)+`}`))

			opened, diagnostics := served.Open("stytchoauth_member_authorization", with(memberConsentArguments(emulator.Seed),
				tftest.Object{"consent_granted": consent, "skip_preflight": true}))
			requireShowable(t, what, diagnostics)
			requireText(t, what, opened.Result)

			fails := address.noCallback || consent && address.refuses
			if len(diagnostics.Errors()) != len(diagnostics) || len(diagnostics) > 1 || (len(diagnostics) == 1) != fails {
				t.Errorf("%s, consent %t: want an error: %t:%s", what, consent, fails, diagnostics)
			}

			if !fails && opened.Result["callback_uri"] != strings.ToValidUTF8(address.text, "\ufffd") {
				t.Errorf("%s became %q", what, opened.Result["callback_uri"])
			}
		}
	}

	emulator.RequireCount(t, "", 2*len(hostileAddresses()))
}

// The same for where a start URL leads, in a header as a hostile server would write it.
func TestFaultOfLocation(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for what, address := range hostileAddresses() {
		emulator.Inject(stytchmock.RouteMemberStart, 1, stytchmock.Fault{Respond: func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)

				return
			}

			_, _ = io.WriteString(connection, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "+
				address.text+"\r\n\r\n")
			_ = connection.Close()
		}})

		result, diagnostics := served.Read("stytchoauth_member_start_url", with(startArguments(emulator.Seed),
			tftest.Object{"resolve_redirect": true}))
		requireShowable(t, what, diagnostics)
		requireText(t, what, result)

		if len(diagnostics.Errors()) != len(diagnostics) || len(diagnostics) > 1 || (len(diagnostics) == 1) != address.noLocation {
			t.Errorf("%s: want an error: %t:%s", what, address.noLocation, diagnostics)
		}
	}

	emulator.RequireCount(t, "", len(hostileAddresses()))
}
