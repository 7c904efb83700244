// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// repeat answers with an error that repeats all that was sent, in every field of it and in several forms: as a
// careless server, or a proxy in its place, might.
func repeat(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)

		return
	}

	user, password, _ := r.BasicAuth()
	values := []string{password, user + ":" + password}

	if form, err := url.ParseQuery(string(body)); err == nil {
		for _, each := range form {
			values = append(values, each...)
		}
	}

	var fields map[string]any
	if json.Unmarshal(body, &fields) == nil {
		for _, value := range fields {
			if text, ok := value.(string); ok {
				values = append(values, text)
			}
		}
	}

	sent := []string{r.Header.Get("Authorization"), r.URL.RawQuery, string(body)}
	for _, value := range values {
		sent = append(sent, value, url.QueryEscape(value), url.PathEscape(value),
			base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)))
	}

	// Errors are cut where they get long, so that each field begins with another part.
	rotated := func(part int) string {
		from := part * len(sent) / 4

		return strings.Join(slices.Concat(sent[from:], sent[:from]), " ")
	}

	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)

	// A client that is gone is no concern of the test's.
	_ = json.NewEncoder(w).Encode(map[string]any{
		"status_code": http.StatusBadRequest, "request_id": rotated(0), "error_type": rotated(1), "error_message": rotated(2),
		"error_url": rotated(3),
	})
}

// Whatever an error repeats, what was secret in the request is not shown.
func TestSecretsInErrors(t *testing.T) {
	t.Parallel()

	const session = "s3ss10n-t0k3n-0f-s0m3b0dy"

	consumer := func(seed stytchmock.Fixture) tftest.Object {
		return with(userConsentArguments(seed), tftest.Object{
			"user_id": nil, "session_token": session, "consent_granted": true, "skip_preflight": true,
		})
	}

	for name, test := range map[string]struct {
		use
		secrets []string
	}{
		"tokens":    {uses()["API data source"], nil},
		"preflight": {uses()["preflight"], nil},
		"attach": {use{
			name: "attach_token", ephemeral: true, product: stytchmock.Consumer,
			arguments: func(stytchmock.Fixture) tftest.Object {
				return tftest.Object{"oauth_provider": "google", "session_jwt": session}
			},
		}, []string{session}},
		"authorization": {use{
			name: "user_authorization", ephemeral: true, product: stytchmock.Consumer, arguments: consumer,
		}, []string{session}},
		"exchange": {use{
			name: "connected_app_tokens", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
				return tftest.Object{
					"client_id": seed.ClientID, "client_secret": "cl13nt/s3cr3t+&=", "redirect_uri": seed.RedirectURI,
					"code": "c0d3-0f-s0m3b0dy", "code_verifier": verifier,
				}
			},
		}, []string{"cl13nt/s3cr3t+&=", "c0d3-0f-s0m3b0dy", verifier}},
		"M2M": {use{
			name: "m2m_token", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
				return tftest.Object{"client_id": seed.M2MClientID, "client_secret": `cl13nt"s3cr3t<é>`}
			},
		}, []string{`cl13nt"s3cr3t<é>`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject("", -1, stytchmock.Fault{Respond: repeat})

			seed := emulator.Seed
			credentials := emulator.ProjectID(test.product) + ":" + emulator.Secret(test.product)

			_, diagnostics := test.run(forProject(t, emulator, test.product), seed)
			diagnostics.RequireError(t, tftest.Fault{
				Says:  []string{"(redacted)", "400 Bad Request"},
				Hides: append(test.secrets, emulator.Secret(test.product), credentials),
			})
			emulator.RequireCount(t, "", 1)
		})
	}
}

// The same for what the provider only warns of.
func TestSecretsInWarnings(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
	emulator.Inject("", -1, stytchmock.Fault{Respond: repeat})

	want := tftest.Fault{Hides: []string{emulator.Seed.ConfidentialClientSecret}}
	for _, token := range emulator.IssuedTokens() {
		want.Hides = append(want.Hides, token.Value)
	}

	diagnostics := served.Close(opened)
	diagnostics.Errors().RequireNone(t)

	want.Says = []string{"(redacted)"}
	diagnostics.RequireWarning(t, want)
}
