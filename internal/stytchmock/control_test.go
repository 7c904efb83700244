// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestControlPlane(t *testing.T) {
	t.Parallel()
	e := start(t, stytchmock.WithRateLimit(100, time.Hour, stytchmock.RetryAfterNone))
	none := [2]string{}

	fixture := e.get("/mock/fixture", none)
	if fixture.text("base_url") != e.url || fixture.text("client_id") != e.f.ClientID ||
		fixture.text("user_id") != e.f.UserID || fixture.text("session_jwt") == "" {
		t.Errorf("fixture %s", fixture.raw)
	}
	e.login(e.f.ClientID, "")
	tokens := e.get("/mock/tokens", none)
	if token := firstObject(t, tokens.body["tokens"]); token["kind"] != "access" || token["active"] != true || token["revoked"] != false {
		t.Errorf("tokens %s", tokens.raw)
	}
	e.post(attachPath, e.consumer(), e.attachBody())
	codes := e.get("/mock/codes", none)
	if code := firstObject(t, codes.body["authorization_codes"]); code["used"] != true {
		t.Errorf("codes %s", codes.raw)
	}
	if token := firstObject(t, codes.body["attach_tokens"]); token["used"] != false || token["provider"] != "google" {
		t.Errorf("codes %s", codes.raw)
	}

	requests := e.get("/mock/requests", none)
	first := firstObject(t, requests.body["requests"])
	body, _ := first["body"].(string)
	if first["route"] != stytchmock.RouteMemberAuthorize || first["status"] != 200.0 || !strings.Contains(body, "client_id") {
		t.Errorf("requests %s", requests.raw)
	}
	if got := e.do(request{method: http.MethodDelete, path: "/mock/requests"}); got.status != 204 || len(e.Requests()) != 0 {
		t.Errorf("got %+v", got)
	}
	if len(e.Requests()) != 0 {
		t.Error("the control plane is recorded")
	}
}

func TestControlPlaneRefusals(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		method, path string
		status       int
		errorType    string
		allow        string
	}{
		"no such path":   {http.MethodGet, "/mock/nothing", 404, "route_not_found", ""},
		"no path":        {http.MethodGet, "/mock/", 404, "route_not_found", ""},
		"fixture":        {http.MethodPost, "/mock/fixture", 405, "method_not_allowed", "GET, HEAD"},
		"requests":       {http.MethodPut, "/mock/requests", 405, "method_not_allowed", "DELETE, GET, HEAD"},
		"faults":         {http.MethodPatch, "/mock/faults", 405, "method_not_allowed", "DELETE, GET, HEAD, POST"},
		"no program":     {http.MethodPost, "/mock/stop", 404, "route_not_found", ""},
		"nor to look at": {http.MethodGet, "/mock/stop", 404, "route_not_found", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{method: test.method, path: test.path})
			if got.status != test.status || got.header.Get("Content-Type") != jsonType ||
				got.text("error_type") != test.errorType || !strings.Contains(got.text("error_message"), test.path) {
				t.Errorf("got %+v", got)
			}
			if got.header.Get("Allow") != test.allow {
				t.Errorf("Allow %q, want %q", got.header.Get("Allow"), test.allow)
			}
		})
	}
	if got := e.do(request{method: http.MethodHead, path: "/mock/requests"}); got.status != 200 || got.raw != "" {
		t.Errorf("got %+v", got)
	}
}

func TestControlPlaneStops(t *testing.T) {
	t.Parallel()

	stopped := 0
	e := start(t, stytchmock.WithStop(func() { stopped++ }))
	if got := e.get("/mock/stop", [2]string{}); got.status != 405 || stopped != 0 {
		t.Errorf("got %+v", got)
	}
	if got := e.do(request{method: http.MethodPost, path: "/mock/stop"}); got.status != 204 || stopped != 1 {
		t.Errorf("got %+v, stopped %d times", got, stopped)
	}
}

func TestRequestLogShowsEveryBody(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, body := range []string{"\xff\x00", "text", ""} {
		e.do(request{method: http.MethodPost, path: "/nowhere", body: body})
	}
	logged, _ := e.get("/mock/requests", [2]string{}).body["requests"].([]any)
	if len(logged) != 3 {
		t.Fatalf("requests %v", logged)
	}
	for i, want := range [][2]any{{"", "/wA="}, {"text", nil}, {"", nil}} {
		one, _ := logged[i].(map[string]any)
		if one["body"] != want[0] || one["body_base64"] != want[1] {
			t.Errorf("request %d is %v, want %v", i, one, want)
		}
	}
}

func TestHTTP2(t *testing.T) {
	t.Parallel()

	mock := stytchmock.New()
	server := httptest.NewUnstartedServer(mock)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	e := &emulator{Server: mock, t: t, url: server.URL, client: server.Client(), f: mock.Fixture()}

	checkOK(t, e.get("/v1/debug/whoami", e.b2b()), 200)
	if proto := e.Requests()[0].Proto; proto != "HTTP/2.0" {
		t.Errorf("protocol %s", proto)
	}
	if got := e.get("/mock/fixture", [2]string{}); got.text("base_url") != e.url {
		t.Errorf("base_url %s", got.text("base_url"))
	}
	for _, fault := range []stytchmock.Fault{{Cut: true}, {Reset: true}, {ResetDuringBody: true}} {
		e.Inject("", 1, fault)
		if got, err := e.try(request{method: http.MethodGet, path: "/v1/debug/whoami"}); err == nil {
			t.Errorf("%+v: got %+v", fault, got)
		}
	}
	checkOK(t, e.get("/v1/debug/whoami", e.b2b()), 200)
}

func TestHTTP1OverTLSIsReset(t *testing.T) {
	t.Parallel()

	mock := stytchmock.New()
	server := httptest.NewTLSServer(mock)
	t.Cleanup(server.Close)
	e := &emulator{Server: mock, t: t, url: server.URL, client: server.Client(), f: mock.Fixture()}

	for _, fault := range []stytchmock.Fault{{Reset: true}, {ResetDuringBody: true}} {
		e.Inject("", 1, fault)
		if got, err := e.try(request{method: http.MethodGet, path: "/v1/debug/whoami"}); err == nil {
			t.Errorf("%+v: got %+v", fault, got)
		}
	}
}

func TestFixturesAreFresh(t *testing.T) {
	t.Parallel()

	a, b := stytchmock.New().Fixture(), stytchmock.New().Fixture()
	if a.ProjectID == b.ProjectID || a.Secret == b.Secret || a.ProjectID == a.ConsumerProjectID || a.BaseURL != "" {
		t.Errorf("fixtures %+v, %+v", a, b)
	}
	for value, prefix := range map[string]string{
		a.ProjectID: "project-test-", a.Secret: "secret-test-", a.PublicToken: "public-token-test-",
		a.OrganizationID: "organization-test-", a.MemberID: "member-test-", a.ClientID: "connected-app-test-",
		a.UserID: "user-test-", a.M2MClientID: "m2m-client-test-",
	} {
		if !strings.HasPrefix(value, prefix) {
			t.Errorf("%q does not start with %q", value, prefix)
		}
	}
	if len(a.Secret) != len("secret-test-")+36 || len(a.M2MClientSecret) != 44 || len(a.SessionToken) != 44 {
		t.Errorf("secrets %q %q %q", a.Secret, a.M2MClientSecret, a.SessionToken)
	}
}

func TestJWKS(t *testing.T) {
	t.Parallel()
	e := start(t)
	none := [2]string{}

	for path, id := range map[string]string{
		"/v1/b2b/sessions/jwks/": e.f.ProjectID, "/v1/sessions/jwks/": e.f.ConsumerProjectID,
	} {
		got := e.get(path+id, none)
		checkOK(t, got, 200)
		key := checkRequired(t, firstObject(t, got.body["keys"]), strings.Fields("kty use key_ops alg kid x5c x5tS256 n e"))
		if key["kty"] != "RSA" || key["alg"] != "RS256" || key["e"] != "AQAB" {
			t.Errorf("key %v", key)
		}
		checkError(t, e.get(path+"project-test-x", none), 404, "project_not_found", "")
	}
	checkError(t, e.get("/v1/sessions/jwks/"+e.f.ProjectID, none), 404, "project_not_found", "")
}
