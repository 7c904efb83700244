// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// JSON that is strange, and mostly still JSON: what can be understood is a result, and nothing makes one up.
func TestFaultOfJSON(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	registration := `{"provider_subject":"s","provider_tenant_ids":[],"access_token":"a","scopes":[]}`
	tokens := func(more string) string {
		return `{` + okEnvelope + `,"provider_type":"GitHub","registrations":[` + registration + `]` + more + `}`
	}

	for name, test := range map[string]struct {
		body string
		// says is what the error says; empty for a result.
		says string
	}{
		"as it should be":              {tokens(``), ""},
		"nested beside what is of use": {tokens(`,"more":` + nested(9_000)), ""},
		"nested far too deep":          {tokens(`,"more":` + nested(10_001)), "the answer is not JSON"},
		"nested and never closed":      {strings.Repeat("[", 500_000), "the answer"},
		"nested objects":               {strings.Repeat(`{"registrations":`, 10_001) + "1" + strings.Repeat("}", 10_001), "the answer is not JSON"},
		"a field twice":                {tokens(`,"provider_type":"Second"`), ""},
		"a field twice, once null":     {tokens(`,"registrations":null`), "promises: registrations"},
		"a field twice, of two types":  {tokens(`,"provider_type":5`), "provider_type is a JSON number"},
		"a null registration":          {`{` + okEnvelope + `,"provider_type":"GitHub","registrations":[null,` + registration + `]}`, "promises: registrations[0].provider_subject"},
		"a registration of text":       {`{` + okEnvelope + `,"provider_type":"GitHub","registrations":["r"]}`, "is a JSON string"},
		"registrations of one":         {`{` + okEnvelope + `,"provider_type":"GitHub","registrations":` + registration + `}`, "registrations is a JSON object"},
		"no registrations":             {`{` + okEnvelope + `,"provider_type":"GitHub","registrations":[]}`, ""},
		"a status beyond numbers":      {tokens(`,"status_code":1e400`), "status_code is a JSON number"},
		"a status with a fraction":     {tokens(`,"status_code":200.5`), "status_code is a JSON number"},
		"a status of 20 digits":        {tokens(`,"status_code":99999999999999999999`), "status_code is a JSON number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject(stytchmock.RouteMemberTokens, 1, body(test.body))

			result, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_member_github_tokens",
				memberArguments(emulator.Seed))
			if test.says != "" {
				diagnostics.RequireError(t, tftest.Fault{Says: []string{test.says, "attempts: 1"}})
				requireShowable(t, name, diagnostics)

				return
			}

			diagnostics.RequireNone(t)

			if result["registrations"] == nil || result["provider_type"] == nil {
				t.Errorf("result %v", result)
			}
		})
	}

	// The numbers of a token endpoint's answer.
	for number, want := range map[string]any{
		"3600": int64(3600), "0": int64(0), "-1": int64(-1), "9223372036854775807": int64(9223372036854775807), "null": nil,
		"9223372036854775808": errNoNumber, "1e400": errNoNumber, "1.5": errNoNumber, `"3600"`: errNoNumber, "{}": errNoNumber,
	} {
		emulator.Inject(stytchmock.RouteToken, 1, body(`{"access_token":"a","token_type":"bearer","expires_in":`+number+`}`))

		opened, diagnostics := served.Open("stytchoauth_m2m_token", m2mArguments(emulator.Seed))
		if want == errNoNumber {
			diagnostics.RequireError(t, tftest.Fault{Says: []string{"the answer's field expires_in is a JSON ", mayHaveHappened}})

			continue
		}

		diagnostics.RequireNone(t)
		requireEqual(t, opened.Result["expires_in"], want)
	}
}

// errNoNumber stands for an error where a number was due.
const errNoNumber = "no number"
