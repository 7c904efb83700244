// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// FuzzServe checks that no request makes the emulator panic, or answer anything
// but a JSON object whose status_code is the answer's.
func FuzzServe(f *testing.F) {
	mock := stytchmock.New()
	fixture := mock.Fixture()
	for _, body := range []string{
		"", "{}", "[", "null", `{"client_id":{}}`, `{"scopes":[[]]}`, `{"a":1,"a":1}`, "grant_type=x&client_id=y", "%",
		`{"provider":"google","session_jwt":"a.b.c"}`, `{"provider":"google","session_jwt":"..` + strings.Repeat("A", 342) + `"}`,
	} {
		for _, path := range []string{
			"/", "//", "/v1/oauth/attach", memberAuthorizePath, userPreflightPath, "/v1/oauth2/token",
			"/v1/public/" + fixture.ProjectID + "/oauth2/revoke", "/v1/public/oauth/google/start", "/v1/public/%2F/oauth2/token",
		} {
			f.Add(http.MethodPost, path, "public_token="+fixture.ConsumerPublicToken+"&provider_=", jsonType, body)
			f.Add(http.MethodGet, path, "public_token=%zz;", formType, body)
		}
	}
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		t.Parallel()

		if strings.HasPrefix(path, "/mock/") {
			t.Skip("the control plane answers otherwise")
		}
		for _, credentials := range [][2]string{
			{fixture.ProjectID, fixture.Secret}, {fixture.ConsumerProjectID, fixture.ConsumerSecret}, {"a", "b"},
		} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
			r.Method = method
			r.URL = &url.URL{Path: path, RawPath: path, RawQuery: query}
			r.RequestURI = path + "?" + query
			r.Header.Set("Content-Type", contentType)
			r.SetBasicAuth(credentials[0], credentials[1])
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			mock.ResetRequests()

			var got struct {
				RequestID  string `json:"request_id"`
				StatusCode int    `json:"status_code"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.StatusCode != w.Code || got.RequestID == "" {
				t.Errorf("%s %q: %d %s (%v)", method, path, w.Code, w.Body, err)
			}
		}
	})
}
