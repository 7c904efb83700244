// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const attachPath = "/v1/oauth/attach"

func TestAttachSubjects(t *testing.T) {
	t.Parallel()
	e := start(t)

	_, sessionJWT := e.AddSession(stytchmock.Session{UserID: e.f.UserID})
	memberToken, memberJWT := e.AddSession(stytchmock.Session{})
	tests := map[string]struct {
		body      map[string]any
		status    int
		errorType string
		message   string
	}{
		"user id":          {map[string]any{"user_id": e.f.UserID}, 200, "", ""},
		"external id":      {map[string]any{"user_id": e.f.UserExternalID}, 200, "", ""},
		"session token":    {map[string]any{"session_token": e.f.ConsumerSessionToken}, 200, "", ""},
		"session JWT":      {map[string]any{"session_jwt": sessionJWT}, 200, "", ""},
		"empty is absent":  {map[string]any{"user_id": e.f.UserID, "session_token": ""}, 200, "", ""},
		"none":             {map[string]any{}, 400, "no_user_selection_arguments", "user_id"},
		"id and token":     {map[string]any{"user_id": e.f.UserID, "session_token": "x"}, 400, "too_many_user_selection_arguments", ""},
		"id and JWT":       {map[string]any{"user_id": e.f.UserID, "session_jwt": "x"}, 400, "too_many_user_selection_arguments", ""},
		"token and JWT":    {map[string]any{"session_token": "x", "session_jwt": "x"}, 400, "too_many_session_arguments", ""},
		"unknown user":     {map[string]any{"user_id": "user-test-x"}, 404, "user_not_found", ""},
		"unknown token":    {map[string]any{"session_token": "x"}, 404, "session_not_found", ""},
		"member's token":   {map[string]any{"session_token": memberToken}, 404, "session_not_found", ""},
		"member's JWT":     {map[string]any{"session_jwt": memberJWT}, 400, "unable_to_parse_session_jwt", "signature"},
		"no JWT":           {map[string]any{"session_jwt": "a.b"}, 400, "unable_to_parse_session_jwt", ""},
		"no provider":      {map[string]any{"user_id": e.f.UserID, "provider": nil}, 400, "invalid_argument", "provider"},
		"unknown provider": {map[string]any{"user_id": e.f.UserID, "provider": "hubspot"}, 400, "invalid_oauth_provider", "hubspot"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.post(attachPath, e.consumer(), with(map[string]any{"provider": "google"}, test.body))
			if test.errorType != "" {
				checkError(t, got, test.status, test.errorType, test.message)

				return
			}
			checkOK(t, got, http.StatusOK)
			want := []string{"oauth_attach_token", "request_id", "status_code"}
			if !slices.Equal(fields(got.body), want) || len(got.text("oauth_attach_token")) != 44 {
				t.Errorf("got %s", got.raw)
			}
		})
	}
}

func TestAttachTokenIsForOneUse(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	mint := func() string {
		return e.post(attachPath, e.consumer(), map[string]any{"provider": "github", "user_id": e.f.UserID}).
			text("oauth_attach_token")
	}
	login := func(provider, token string) response {
		return e.get("/v1/public/oauth/"+provider+"/start"+
			query("public_token", e.f.ConsumerPublicToken, "oauth_attach_token", token), [2]string{})
	}
	first, second := mint(), mint()
	if first == second {
		t.Fatal("two calls minted one token")
	}
	checkError(t, login("google", first), 400, "invalid_oauth_attach_token", "")
	location(t, login("github", first), 302)
	checkError(t, login("github", first), 400, "invalid_oauth_attach_token", "")

	turned.advance(time.Hour)
	checkError(t, login("github", second), 400, "invalid_oauth_attach_token", "")
	want := []stytchmock.AttachToken{
		{Value: first, Provider: "github", UserID: e.f.UserID, Used: true, Expired: true},
		{Value: second, Provider: "github", UserID: e.f.UserID, Expired: true},
	}
	if got := e.AttachTokens(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	token, jwt := e.AddSession(stytchmock.Session{UserID: e.f.UserExternalID, Lifetime: time.Hour})
	attach := func(name, value string) response {
		return e.post(attachPath, e.consumer(), map[string]any{"provider": "google", name: value})
	}
	checkOK(t, attach("session_token", token), 200)
	checkOK(t, attach("session_jwt", jwt), 200)

	turned.advance(5 * time.Minute)
	checkError(t, attach("session_jwt", jwt), 400, "unable_to_parse_session_jwt", "expired")
	checkOK(t, attach("session_jwt", e.SessionJWT(token)), 200)

	turned.advance(time.Hour)
	checkError(t, attach("session_token", token), 404, "session_not_found", "")
	if token, jwt := e.AddSession(stytchmock.Session{UserID: "nobody"}); token != "" || jwt != "" {
		t.Error("a session of nobody was added")
	}
	if e.SessionJWT("nothing") != "" {
		t.Error("a JWT of no session was made")
	}
}
