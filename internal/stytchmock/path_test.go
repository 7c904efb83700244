// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// sendRaw sends a request line that net/http's client would mend, with the B2B
// project's credentials.
func (e *emulator) sendRaw(method, target string) response {
	e.t.Helper()

	host := strings.TrimPrefix(e.url, "http://")
	connection, err := (&net.Dialer{}).DialContext(e.t.Context(), "tcp", host)
	if err != nil {
		e.t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	credentials := &http.Request{Header: http.Header{}}
	credentials.SetBasicAuth(e.f.ProjectID, e.f.Secret)
	if _, err := fmt.Fprintf(connection, "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nConnection: close\r\n\r\n",
		method, target, host, credentials.Header.Get("Authorization")); err != nil {
		e.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		e.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	got := response{status: res.StatusCode, header: res.Header, raw: string(raw)}
	if strings.HasPrefix(got.raw, "{") {
		if err := json.Unmarshal(raw, &got.body); err != nil {
			e.t.Fatal(err)
		}
	}

	return got
}

func TestPathsAreRecordedAsTheyWereSent(t *testing.T) {
	t.Parallel()
	e := start(t)

	const before, after = "/v1/b2b/organizations/", "/oauth_providers/google"
	tests := map[string]struct {
		path    string
		status  int
		message string
	}{
		"encoded":            {"crm%7Cacme.1/members/okta%7cada.lovelace", 200, ""},
		"needlessly encoded": {"crm%7C%61cme.1/members/okta%7Cada.lovelace", 200, ""},
		"marks":              {"!$&'()*+,;=:@-._~/members/x", 404, ""},
		"raw vertical bar":   {"crm|acme.1/members/okta%7Cada.lovelace", 400, "%7C"},
		"raw quote":          {`"/members/x`, 400, "%22"},
		"raw brace":          {"{organization_id}/members/x", 400, "%7B"},
		"raw bracket":        {"[/members/x", 400, "%5B"},
		"raw caret":          {"x/members/^", 400, "%5E"},
		"raw number sign":    {"x#/members/x", 400, "%23"},
		"raw UTF-8":          {"ö/members/x", 400, "%C3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			e := start(t)
			path := before + test.path + after
			got := e.sendRaw(http.MethodGet, path+"?include_refresh_token=true")
			switch test.status {
			case 200:
				checkOK(t, got, 200)
			case 400:
				checkError(t, got, 400, "bad_request", test.message)
			default:
				checkError(t, got, test.status, "organization_not_found", test.message)
			}
			record := e.Requests()[0]
			if record.Path != path || record.RawQuery != "include_refresh_token=true" || record.Status != test.status ||
				record.Route != stytchmock.RouteMemberTokens {
				t.Errorf("recorded %+v", record)
			}
		})
	}

	checkOK(t, e.sendRaw(http.MethodGet, e.url+"/v1/debug/whoami?a=b"), 200)
	if record := e.Requests()[0]; record.Path != "/v1/debug/whoami" || record.RawQuery != "a=b" {
		t.Errorf("the absolute form is recorded as %+v", record)
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	t.Parallel()
	e := start(t)

	get, head := e.sendRaw(http.MethodGet, "/v1/debug/whoami"), e.sendRaw(http.MethodHead, "/v1/debug/whoami")
	if head.status != 200 || head.raw != "" || head.header.Get("Content-Length") != get.header.Get("Content-Length") {
		t.Errorf("got %+v, want %+v without a body", head, get)
	}
	if record := e.Requests()[1]; record.Method != http.MethodHead || record.Route != stytchmock.RouteWhoami {
		t.Errorf("recorded %+v", record)
	}
	if got := e.sendRaw(http.MethodHead, attachPath); got.status != 405 || got.header.Get("Allow") != "POST" {
		t.Errorf("got %+v", got)
	}
	got := e.sendRaw(http.MethodDelete, "/v1/debug/whoami")
	checkError(t, got, 405, "method_not_allowed", "DELETE")
	if got.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow %q", got.header.Get("Allow"))
	}
}

func TestHeadKeepsAnAttachToken(t *testing.T) {
	t.Parallel()
	e := start(t)

	token := e.post(attachPath, e.consumer(), e.attachBody()).text("oauth_attach_token")
	login := func(method, token string) response {
		return e.do(request{method: method, path: "/v1/public/oauth/google/start" +
			query("public_token", e.f.ConsumerPublicToken, "oauth_attach_token", token)})
	}
	for range 2 {
		if got := login(http.MethodHead, token); got.status != 302 || got.header.Get("Location") == "" {
			t.Errorf("got %+v", got)
		}
	}
	if got := login(http.MethodHead, "unknown"); got.status != 400 {
		t.Errorf("got %+v", got)
	}
	if minted := e.AttachTokens(); minted[0].Used {
		t.Error("HEAD took the token")
	}
	location(t, login(http.MethodGet, token), 302)
	if got := login(http.MethodHead, token); got.status != 400 || !e.AttachTokens()[0].Used {
		t.Errorf("got %+v", got)
	}
}
