// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// requireShowable fails if a diagnostic holds what a terminal obeys, what cannot be seen, or too much.
func requireShowable(t *testing.T, what string, diagnostics tftest.Diagnostics) {
	t.Helper()

	for _, one := range diagnostics {
		if len(one.Detail) > 8<<10 {
			t.Errorf("%s: %d bytes of detail", what, len(one.Detail))
		}

		for _, text := range []string{one.Summary, one.Detail} {
			if !utf8.ValidString(text) {
				t.Errorf("%s: not UTF-8: %q", what, text)
			}

			for _, char := range text {
				if char != '\n' && (unicode.IsControl(char) || unicode.Is(unicode.Cf, char) || char == utf8.RuneError) {
					t.Errorf("%s: it shows %U: %q", what, char, text)

					break
				}
			}
		}
	}
}

// hostileTexts are texts that harm who shows them as they are.
func hostileTexts() map[string]string {
	return map[string]string{
		"escapes":       "\x1b[2J\x1b]0;title\x07\x1b[31mred",
		"C1 escapes":    "\u009b2J\u009d0;title\u009c",
		"lines":         "fine.\n\nError: Your Account Is Locked\n\n  call 555\r\nattempts: 0",
		"separators":    "a\u2028b\u2029c\u0085d\vd\f",
		"NUL":           "a\x00b",
		"bidi":          "\u202egnp.exe\u2066",
		"zero width":    "pass\u200bword",
		"surrogate":     `\ud800 lone`,
		"not UTF-8":     "\xff\xfe\xc0\xaf",
		"long":          strings.Repeat("A long story. ", 100<<10/14),
		"long and wide": strings.Repeat("日", 100<<10/3),
		"format":        "%s%n%!d(MISSING) ${secret} {{.}}",
	}
}

// jsonText is a JSON string that is not made valid on the way: a hostile server writes what it likes.
func jsonText(text string) string {
	var quoted strings.Builder

	for _, char := range []byte(text) {
		switch {
		case char == '"':
			quoted.WriteString(`\"`)
		case char < ' ':
			fmt.Fprintf(&quoted, `\u%04x`, char)
		default:
			quoted.WriteByte(char)
		}
	}

	return `"` + quoted.String() + `"`
}

// Whatever an error says of itself, it is one line, no longer than a paragraph, that no terminal obeys. It cannot pass
// for something that the provider says.
func TestFaultOfTone(t *testing.T) {
	t.Parallel()

	for who, call := range faultCalls() {
		t.Run(who, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, call.product)

			for what, text := range hostileTexts() {
				quoted := jsonText(text)

				names := []string{"error_type", "error_message", "error_url"}
				if call.effect == spending {
					names = []string{"error", "error_description", "error_uri"}
				}

				emulator.Inject(call.route, 1, stytchmock.Fault{Status: http.StatusBadRequest, Body: `{"request_id":` + quoted +
					`,"` + names[0] + `":` + quoted + `,"` + names[1] + `":` + quoted + `,"` + names[2] + `":` + quoted + `}`})

				_, diagnostics := call.run(served, emulator.Seed)
				diagnostics.RequireError(t, tftest.Fault{
					Summary: call.summary,
					Says:    []string{"answered with 400 Bad Request", "attempts: 1", call.object(emulator.Seed)},
				})
				requireShowable(t, what, diagnostics)

				if got := strings.Count(diagnostics[0].Detail, "\nattempts: "); got != 1 {
					t.Errorf("%s: %d lines of attempts:%s", what, got, diagnostics)
				}
			}
		})
	}
}

// What a success says becomes a value as it came, for a value is Terraform's to show; as far as it is text at all.
func TestFaultOfValue(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for what, text := range hostileTexts() {
		quoted := jsonText(text)
		emulator.Inject(stytchmock.RouteMemberTokens, 1, body(`{"request_id":`+quoted+`,"status_code":200,"provider_type":`+quoted+
			`,"registrations":[{"provider_subject":`+quoted+`,"provider_tenant_ids":[`+quoted+`],"access_token":`+quoted+
			`,"scopes":[`+quoted+`]}]}`))

		result, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		if len(diagnostics) > 0 {
			t.Errorf("%s:%s", what, diagnostics)

			continue
		}

		requireText(t, what, result)

		// What is no text stands as the replacement character.
		if got := result["provider_type"]; utf8.ValidString(text) && what != "surrogate" && got != text {
			t.Errorf("%s: %q became %q", what, text, got)
		}
	}
}

// requireText fails if a value holds text that is not UTF-8, which Terraform's strings have to be.
func requireText(t *testing.T, what string, value any) {
	t.Helper()

	switch value := value.(type) {
	case string:
		if !utf8.ValidString(value) {
			t.Errorf("%s: not UTF-8: %q", what, value)
		}
	case []any:
		for _, element := range value {
			requireText(t, what, element)
		}
	case tftest.Object:
		for _, member := range value {
			requireText(t, what, member)
		}
	}
}
