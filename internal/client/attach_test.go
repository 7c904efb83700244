// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestAttachRequest(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		request client.AttachRequest
		want    string
	}{
		"user": {
			request: client.AttachRequest{Provider: "google", UserID: "legacy|alan"},
			want:    `{"provider":"google","user_id":"legacy|alan"}`,
		},
		"session token": {
			request: client.AttachRequest{Provider: "github", SessionToken: "session-token"},
			want:    `{"provider":"github","session_token":"session-token"}`,
		},
		"session JWT": {
			request: client.AttachRequest{Provider: "slack", SessionJWT: "a.b.c"},
			want:    `{"provider":"slack","session_jwt":"a.b.c"}`,
		},
		"what JSON escapes": {
			request: client.AttachRequest{Provider: "zoë\"\\", UserID: "<&>\u2028"},
			want:    `{"provider":"zoë\"\\","user_id":"<&>\u2028"}`,
		},
		"nobody": {request: client.AttachRequest{}, want: `{"provider":""}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, attachAnswer))

			token, err := c.Attach(t.Context(), test.request)
			if err != nil {
				t.Fatal(err)
			}

			got := record.only(t)
			if got.Method != http.MethodPost || got.Target != "/v1/oauth/attach" {
				t.Errorf("%s %s, want POST /v1/oauth/attach", got.Method, got.Target)
			}

			if canonical(t, got.Body) != canonical(t, test.want) {
				t.Errorf("body %s, want %s", got.Body, test.want)
			}

			want := `{"request_id":"request-id-test-5","status_code":200,"oauth_attach_token":"attach-token"}`
			if asJSON(t, token) != want {
				t.Errorf("got %s, want %s", asJSON(t, token), want)
			}
		})
	}
}
