// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// allAppFields sets every field of a Connected App to something else than its default.
func allAppFields() map[string]any {
	return map[string]any{
		"client_name": "Web", "client_description": "Shop",
		"redirect_urls":             []string{"http://localhost:3000/b", "https://App.example.com"},
		"post_logout_redirect_urls": []string{"https://app.example.com/bye"},
		"full_access_allowed":       true, "bypass_consent_for_offline_access": true, "access_token_expiry_minutes": 5,
		"access_token_custom_audience": "api", "access_token_template_content": `{"role": {{ user.role }}}`,
		"id_token_template_content": "{ }", "logo_url": "https://app.example.com/logo.png",
	}
}

// checkApp checks the fields of a Connected App that can be set.
func checkApp(t *testing.T, step string, got, want map[string]any) {
	t.Helper()

	for name, value := range want {
		if encode(t, got[name]) != encode(t, value) {
			t.Errorf("%s: %s is %v, want %v", step, name, got[name], value)
		}
	}
}

func TestConnectedAppFields(t *testing.T) {
	t.Parallel()
	e := start(t)

	defaults := map[string]any{
		"client_name": "", "client_description": "", "redirect_urls": []string{}, "post_logout_redirect_urls": []string{},
		"full_access_allowed": false, "bypass_consent_for_offline_access": false, "access_token_expiry_minutes": 60,
		"access_token_custom_audience": nil, "access_token_template_content": "{}", "id_token_template_content": "{}",
		"logo_url": nil,
	}
	created := e.managed("POST", appsPath, `{"client_type": "first_party"}`)
	path := appsPath + "/" + text(t, created, "client_id")
	checkApp(t, "created", created, defaults)
	all := allAppFields()
	checkApp(t, "updated", e.managed("PUT", path, encode(t, all)), all)
	all["client_name"] = "Shop"
	checkApp(t, "merged", e.managed("PUT", path, `{"client_name": "Shop", "logo_url": null}`), all)
	read := e.managed("GET", path, "")
	checkApp(t, "read", read, all)
	if read["status"] != "active" || read["client_type"] != "first_party" || text(t, read, "creation_method") == "" {
		t.Errorf("read %v", read)
	}
	cleared := map[string]any{
		"access_token_custom_audience": "", "access_token_template_content": "", "id_token_template_content": "", "logo_url": "",
	}
	checkApp(t, "cleared", e.managed("PUT", path, encode(t, with(defaults, cleared))), defaults)

	// Two apps may have one name.
	for range 2 {
		e.managed("POST", appsPath, encode(t, with(all, map[string]any{"client_type": "first_party"})))
	}
}

func TestConnectedAppKnobs(t *testing.T) {
	t.Parallel()

	e := start(t, stytchmock.WithPutReplaces())
	created := e.managed("POST", appsPath, encode(t, with(allAppFields(), map[string]any{"client_type": "first_party"})))
	id := text(t, created, "client_id")
	if got := e.managed("PUT", appsPath+"/"+id, `{"client_name": "Shop"}`); got["client_name"] != "Shop" ||
		got["client_description"] != "" || got["access_token_expiry_minutes"] != 60.0 || got["client_type"] != "first_party" ||
		got["client_secret_last_four"] != created["client_secret_last_four"] {
		t.Errorf("replaced: %v", got)
	}

	e = start(t, stytchmock.WithNormalization(), stytchmock.WithoutIDTokenTemplates())
	got := e.managed("POST", appsPath, `{"client_type": "first_party_public", "access_token_template_content": "{}",
		"redirect_urls": ["https://B.example.com", "com.example:/cb"]}`)
	if got["access_token_template_content"] != "" ||
		encode(t, got["redirect_urls"]) != `["com.example:/cb","https://b.example.com/"]` {
		t.Errorf("normalized: %v", got)
	}
	if _, ok := got["id_token_template_content"]; ok {
		t.Errorf("with an id_token_template_content: %v", got)
	}

	seeded := len(start(t).Clients())
	e = start(t, stytchmock.WithConnectedAppLimit(seeded/2))
	for refused := false; !refused; {
		got := e.manage("POST", appsPath, `{"client_type": "first_party"}`)
		if refused = got.status != 200; refused {
			checkError(t, got, 400, "too_many_connected_apps")
		}
	}
}

func TestConnectedAppErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	redirect := func(url string) string { return `"redirect_urls": ["` + url + `"]` }
	for fields, errorType := range map[string]string{
		`"client_type": ""`:                                                              "invalid_connected_app_type",
		`"client_type": "confidential"`:                                                  "invalid_connected_app_type",
		`"client_type": "third_party", "full_access_allowed": true`:                      "third_party_clients_cannot_use_full_access",
		`"client_type": "third_party", "full_access_allowed": false`:                     "third_party_clients_cannot_use_full_access",
		`"client_type": "third_party_public", "bypass_consent_for_offline_access": true`: "third_party_clients_require_consent_for_offline_access",
		`"access_token_expiry_minutes": 0`:                                               "idp_invalid_access_token_expiry_minutes",
		`"access_token_expiry_minutes": 1.5`:                                             "invalid_request_value",
		`"access_token_template_content": "claims"`:                                      "idp_invalid_access_token_jwt_template",
		`"id_token_template_content": "[]"`:                                              "idp_invalid_access_token_jwt_template",
		redirect("https://app.example.com/#x"):                                           "connected_app_invalid_redirect_url",
		redirect("https:///x"):                                                           "connected_app_invalid_redirect_url",
		redirect("app.example.com/x"):                                                    "connected_app_redirect_url_must_include_scheme",
		redirect("com.example.app:/x"):                                                   "connected_app_redirect_url_must_use_http_or_https_scheme",
		redirect("http://app.example.com/x"):                                             "connected_app_redirect_url_http_scheme_must_use_loopback",
		`"post_logout_redirect_urls": ["http://app.example.com/x"]`:                      "connected_app_redirect_url_http_scheme_must_use_loopback",
		`"client_id": "chosen"`:                                                          "bad_request",
		`"redirect_url_s": []`:                                                           "bad_request",
		`"client_name": ["Web"]`:                                                         "invalid_request_value",
	} {
		before := len(e.Clients())
		checkError(t, e.manage("POST", appsPath, `{"client_type": "first_party", `+fields+`}`), 400, errorType)
		if len(e.Clients()) != before {
			t.Errorf("%s: a client was created", fields)
		}
	}

	public := text(t, e.managed("POST", appsPath, `{"client_type": "third_party_public"}`), "client_id")
	for _, step := range []string{startPath, cancelPath, finishPath} {
		checkError(t, e.manage("POST", appsPath+"/"+public+step, "{}"), 400, "public_connected_apps_do_not_have_secrets")
	}
	checkError(t, e.manage("PUT", appsPath+"/"+public, `{"client_type": "first_party"}`), 400, "bad_request")
	checkError(t, e.manage("PUT", appsPath+"/"+public, `{"client_name": "Web", "access_token_expiry_minutes": 0}`),
		400, "idp_invalid_access_token_expiry_minutes")
	if e.managed("GET", appsPath+"/"+public, "")["client_name"] != "" {
		t.Error("an update that was refused took effect")
	}
}

func TestConnectedAppIsUsed(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, clientType := range []string{
		stytchmock.FirstParty, stytchmock.FirstPartyPublic, stytchmock.ThirdParty, stytchmock.ThirdPartyPublic,
	} {
		app := e.managed("POST", appsPath, `{"client_type": "`+clientType+`", "access_token_expiry_minutes": 5,
			"access_token_custom_audience": "api", "redirect_urls": ["`+e.f.RedirectURI+`"]}`)
		id := text(t, app, "client_id")
		secret, _ := app["client_secret"].(string)
		got := e.login(id, secret)
		if aud := claimsOf(t, got.text("access_token"))["aud"]; got.body["expires_in"] != 300.0 ||
			encode(t, aud) != encode(t, []string{e.f.ProjectID, "api"}) {
			t.Errorf("%s: got %s for %v", clientType, got.raw, aud)
		}

		code := e.code(map[string]any{"client_id": id, "scopes": []string{"openid"}})
		e.manage("DELETE", appsPath+"/"+id, "")
		for _, token := range e.IssuedTokens() {
			if token.Active {
				t.Errorf("%s: %s token of a deleted app is active", clientType, token.Kind)
			}
		}
		parameters := e.exchange(code, map[string]string{"client_id": id, "client_secret": secret})
		checkOAuthError(t, e.form(e.oauthPath("token"), parameters), "invalid_client", "")
		checkOAuthError(t, e.refresh(got.text("refresh_token"), id, secret, ""), "invalid_client", "")
	}
}
