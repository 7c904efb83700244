// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// FuzzServe checks that no request makes the emulator panic, or respond with anything but a JSON object whose status_code
// is the status.
func FuzzServe(f *testing.F) {
	mock := stytchmock.New()
	fixture := mock.Fixture()
	for _, body := range []string{
		"", "{}", "[", "null", `{"client_id":{}}`, `{"scopes":[[]]}`, "grant_type=x&client_id=y", "%",
		`{"provider":"google","session_jwt":"..` + strings.Repeat("A", 342) + `"}`,
	} {
		for _, path := range []string{
			"/", "//", attachPath, memberAuthorizePath, userPreflightPath, "/v1/oauth2/token",
			"/v1/public/" + fixture.ProjectID + "/oauth2/revoke", "/v1/public/oauth/google/start",
		} {
			f.Add("POST", path, "public_token="+fixture.ConsumerPublicToken+"&provider_=", jsonType, body)
			f.Add("GET", path, "public_token=%zz;", formType, body)
		}
	}
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		t.Parallel()

		if strings.HasPrefix(path, "/mock/") {
			t.Skip("the control plane responds in another form")
		}
		for _, credentials := range [][2]string{
			{fixture.ProjectID, fixture.Secret}, {fixture.ConsumerProjectID, fixture.ConsumerSecret},
		} {
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/", strings.NewReader(body))
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
