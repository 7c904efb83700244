// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"
)

func TestAttach(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		request AttachRequest
		want    string
	}{
		"user": {
			AttachRequest{Provider: "google", UserID: "legacy|alan"}, `{"provider":"google","user_id":"legacy|alan"}`,
		},
		"session token": {
			AttachRequest{Provider: "github", SessionToken: "t"}, `{"provider":"github","session_token":"t"}`,
		},
		"session JWT": {AttachRequest{Provider: "slack", SessionJWT: "a.b.c"}, `{"provider":"slack","session_jwt":"a.b.c"}`},
		"special characters": {
			AttachRequest{Provider: "zoë\"\\", UserID: "<&>\u2028"}, `{"provider":"zoë\"\\","user_id":"<&>\u2028"}`,
		},
		"nothing": {AttachRequest{}, `{"provider":""}`},
	} {
		inBubble(t, respond(200, attachResponse), func(t *testing.T, e *testEnv) {
			token, err := e.client.Attach(t.Context(), test.request)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}

			requireRequest(t, e, http.MethodPost, "/v1/oauth/attach", test.want)

			if !sameJSON(t, toJSON(t, token), attachResponse) {
				t.Errorf("%s: got %s", name, toJSON(t, token))
			}
		})
	}
}
