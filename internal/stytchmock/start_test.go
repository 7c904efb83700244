// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// location checks that a response redirects, by header and body, and returns where to.
func location(t *testing.T, got response, status int) *url.URL {
	t.Helper()

	checkOK(t, got, status)
	checkFields(t, got.body, "redirect_url request_id status_code")
	u, err := url.Parse(got.header.Get("Location"))
	if err != nil || got.header.Get("Location") != got.text("redirect_url") {
		t.Fatalf("Location %q, redirect_url %q (%v)", got.header.Get("Location"), got.text("redirect_url"), err)
	}

	return u
}

func TestStartRedirects(t *testing.T) {
	t.Parallel()
	e := start(t)

	for provider, test := range map[string]struct {
		status      int
		host, scope string
	}{
		"google":    {302, "accounts.google.com", "openid email profile"},
		"microsoft": {302, "login.microsoftonline.com", "openid email profile User.Read"},
		"github":    {307, "github.com", "user read:org"},
		"hubspot":   {307, "app.hubspot.com", "oauth"},
		"slack":     {307, "slack.com", "openid email profile"},
	} {
		for _, path := range []string{
			"/start" + query("public_token", e.f.PublicToken, "organization_id", e.f.OrganizationID),
			"/discovery/start" + query("public_token", e.f.PublicToken, "discovery_redirect_url", e.f.DiscoveryRedirectURL),
		} {
			u := location(t, e.get("/v1/b2b/public/oauth/"+provider+path, [2]string{}), test.status)
			q := u.Query()
			if u.Host != test.host || q.Get("scope") != test.scope || q.Get("response_type") != "code" || q.Get("state") == "" ||
				!strings.HasPrefix(q.Get("redirect_uri"), "https://test.stytch.com/v1/oauth/callback/oauth-callback-test-") {
				t.Errorf("redirect to %s", u)
			}
		}
	}

	providers := strings.Fields("amazon apple bitbucket coinbase discord facebook figma github gitlab google " +
		"linkedin microsoft salesforce slack snapchat tiktok twitch twitter yahoo")
	hosts := map[string]bool{}
	for _, provider := range providers {
		path := "/v1/public/oauth/" + provider + "/start" + query("public_token", e.f.ConsumerPublicToken)
		hosts[location(t, e.get(path, [2]string{}), 302).Host] = true
	}
	if len(hosts) != len(providers) {
		t.Errorf("%d hosts for %d providers: %v", len(hosts), len(providers), hosts)
	}
}

func TestStartForwardsParameters(t *testing.T) {
	t.Parallel()
	e := start(t)

	q := location(t, e.get("/v1/b2b/public/oauth/google/start"+query(
		"public_token", e.f.PublicToken, "slug", e.f.OrganizationSlug, "provider_login_hint", "ada@example.com",
		"provider_state", "mine", "provider_", "nameless", "custom_scopes", "a b", "unknown", "ignored",
	), [2]string{}), 302).Query()
	if q.Get("login_hint") != "ada@example.com" || q.Get("state") == "mine" || q.Has("unknown") || q.Has("") ||
		q.Get("scope") != "openid email profile a b" {
		t.Errorf("redirect with %v", q)
	}
}

func TestStartParameters(t *testing.T) {
	t.Parallel()
	e := start(t)

	const member, discovery, user = "/v1/b2b/public/oauth/google/start", "/v1/b2b/public/oauth/google/discovery/start",
		"/v1/public/oauth/google/start"
	b2b, consumer := e.f.PublicToken, e.f.ConsumerPublicToken
	id, slug := e.f.OrganizationID, e.f.OrganizationSlug
	for name, test := range map[string]struct {
		path       string
		token      string
		parameters []string
		errorType  string
	}{
		"id":                        {member, b2b, []string{"organization_id", id}, ""},
		"slug":                      {member, b2b, []string{"slug", slug}, ""},
		"organization_slug":         {member, b2b, []string{"organization_slug", slug}, ""},
		"slug under both names":     {member, b2b, []string{"slug", slug, "organization_slug", slug}, ""},
		"no organization":           {member, b2b, nil, "missing_oauth_organization_locator"},
		"two slugs":                 {member, b2b, []string{"slug", slug, "organization_slug", "x"}, "too_many_oauth_organization_locators"},
		"id and slug":               {member, b2b, []string{"organization_id", id, "slug", slug}, "too_many_oauth_organization_locators"},
		"unknown id":                {member, b2b, []string{"organization_id", "x"}, "organization_not_found"},
		"an id is no slug":          {member, b2b, []string{"slug", id}, "organization_not_found"},
		"registered URLs":           {member, b2b, []string{"slug", slug, "login_redirect_url", e.f.LoginRedirectURL, "signup_redirect_url", e.f.SignupRedirectURL}, ""},
		"unknown login URL":         {member, b2b, []string{"slug", slug, "login_redirect_url", "https://x"}, "no_match_for_provided_oauth_url"},
		"unknown signup URL":        {user, consumer, []string{"signup_redirect_url", e.f.LoginRedirectURL}, "no_match_for_provided_oauth_url"},
		"unknown discovery URL":     {discovery, b2b, []string{"discovery_redirect_url", "https://x"}, "no_match_for_provided_oauth_url"},
		"challenge":                 {member, b2b, []string{"slug", slug, "pkce_code_challenge", challenge(testVerifier)}, ""},
		"padded challenge":          {discovery, b2b, []string{"pkce_code_challenge", challenge(testVerifier) + "="}, "invalid_pkce_code_challenge"},
		"short challenge":           {user, consumer, []string{"code_challenge", "short"}, "invalid_pkce_code_challenge"},
		"the other product's":       {user, consumer, []string{"pkce_code_challenge", "short"}, ""},
		"no token":                  {user, "", nil, "public_token_required"},
		"unknown token":             {user, "x", nil, "public_token_not_found"},
		"B2B token at Consumer":     {user, b2b, nil, "invalid_consumer_endpoint"},
		"Consumer token at B2B":     {member, consumer, nil, "invalid_b2b_endpoint"},
		"no provider of users":      {"/v1/public/oauth/hubspot/start", consumer, nil, "invalid_oauth_provider"},
		"no provider of members":    {"/v1/b2b/public/oauth/apple/start", b2b, []string{"slug", slug}, "invalid_oauth_provider"},
		"no provider for discovery": {"/v1/b2b/public/oauth/apple/discovery/start", b2b, nil, "invalid_oauth_provider"},
		"unknown attach token":      {user, consumer, []string{"oauth_attach_token", "x"}, "invalid_oauth_attach_token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.get(test.path+query(append([]string{"public_token", test.token}, test.parameters...)...), [2]string{})
			status := 400
			if strings.HasSuffix(test.errorType, "_not_found") {
				status = 404
			}
			if test.errorType == "" {
				location(t, got, 302)
			} else {
				checkError(t, got, status, test.errorType)
			}
		})
	}
}

func TestAttach(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, test := range map[string]struct {
		body      map[string]any
		errorType string
	}{
		"user id":        {map[string]any{"user_id": e.f.UserID, "session_token": ""}, ""},
		"none":           {map[string]any{}, "no_user_selection_arguments"},
		"id and token":   {map[string]any{"user_id": e.f.UserID, "session_token": "x"}, "too_many_user_selection_arguments"},
		"token and JWT":  {map[string]any{"session_token": "x", "session_jwt": "x"}, "too_many_session_arguments"},
		"unknown user":   {map[string]any{"user_id": "x"}, "user_not_found"},
		"unknown token":  {map[string]any{"session_token": "x"}, "session_not_found"},
		"member's token": {map[string]any{"session_token": e.f.SessionToken}, "session_not_found"},
		"member's JWT":   {map[string]any{"session_jwt": e.f.SessionJWT}, "unable_to_parse_session_jwt"},
		"no JWT":         {map[string]any{"session_jwt": "a.b"}, "unable_to_parse_session_jwt"},
		"no provider":    {map[string]any{"user_id": e.f.UserID, "provider": nil}, "invalid_argument"},
		"unknown field":  {map[string]any{"user_id": e.f.UserID, "x": "y"}, "bad_request"},
		"other product":  {map[string]any{"user_id": e.f.UserID, "member_id": e.f.MemberID}, "bad_request"},
		"wrong type":     {map[string]any{"user_id": 1}, "invalid_request_value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.post(attachPath, e.consumer(), with(map[string]any{"provider": "google"}, test.body))
			status := 400
			if strings.HasSuffix(test.errorType, "_not_found") {
				status = 404
			}
			if test.errorType != "" {
				checkError(t, got, status, test.errorType)

				return
			}
			checkOK(t, got, 200)
			checkFields(t, got.body, "oauth_attach_token request_id status_code")
		})
	}
	for contentType, body := range map[string]string{jsonType: "{", "text/plain": "{}"} {
		got := e.do(request{method: "POST", path: attachPath, credentials: e.consumer(), contentType: contentType, body: body})
		checkError(t, got, 400, "bad_request")
	}
}

func TestAttachTokenIsForOneUse(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now), stytchmock.WithAttachTokenLifetime(time.Minute))

	login := func(method, provider, token string) response {
		return e.do(request{method: method, path: "/v1/public/oauth/" + provider + "/start" +
			query("public_token", e.f.ConsumerPublicToken, "oauth_attach_token", token)})
	}
	used, late := e.attach().text("oauth_attach_token"), e.attach().text("oauth_attach_token")
	checkError(t, login("GET", "github", used), 400, "invalid_oauth_attach_token")
	// HEAD is safe: it leaves the token as it is.
	if got := login("HEAD", "google", used); got.status != 302 {
		t.Errorf("HEAD: got %+v", got)
	}
	location(t, login("GET", "google", used), 302)
	checkError(t, login("GET", "google", used), 400, "invalid_oauth_attach_token")
	turned.advance(time.Minute)
	checkError(t, login("GET", "google", late), 400, "invalid_oauth_attach_token")
	want := []stytchmock.AttachToken{
		{Value: used, Provider: "google", UserID: e.f.UserID, Used: true, Expired: true},
		{Value: late, Provider: "google", UserID: e.f.UserID, Expired: true},
	}
	if got := e.AttachTokens(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSessionJWTExpires(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now))

	attach := func(sessionJWT string) response {
		return e.post(attachPath, e.consumer(), map[string]any{"provider": "google", "session_jwt": sessionJWT})
	}
	checkOK(t, attach(e.f.ConsumerSessionJWT), 200)
	turned.advance(5 * time.Minute)
	checkError(t, attach(e.f.ConsumerSessionJWT), 400, "unable_to_parse_session_jwt")
	checkOK(t, attach(e.SessionJWT(e.f.ConsumerSessionToken)), 200)
	turned.advance(365 * 24 * time.Hour)
	checkError(t, attach(e.SessionJWT(e.f.ConsumerSessionToken)), 404, "session_not_found")
	if e.SessionJWT("nothing") != "" {
		t.Error("a JWT of no session was made")
	}
}
