// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestBasicAuth(t *testing.T) {
	t.Parallel()
	e := start(t)

	tokens := tokensPath(e.f.OrganizationID, e.f.MemberID, "google")
	for name, test := range map[string]struct {
		method, path string
		credentials  [2]string
		status       int
		errorType    string
	}{
		"none":            {"GET", tokens, [2]string{}, 401, "unauthorized_credentials"},
		"wrong secret":    {"GET", tokens, [2]string{e.f.ProjectID, "secret-test-x"}, 401, "unauthorized_credentials"},
		"mixed projects":  {"GET", tokens, [2]string{e.f.ProjectID, e.f.ConsumerSecret}, 401, "unauthorized_credentials"},
		"Consumer at B2B": {"GET", tokens, e.consumer(), 400, "invalid_b2b_endpoint"},
		"B2B at Consumer": {"POST", attachPath, e.b2b(), 400, "invalid_consumer_endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkError(t, e.do(request{method: test.method, path: test.path, credentials: test.credentials}),
				test.status, test.errorType)
		})
	}
	for _, credentials := range [][2]string{e.b2b(), e.consumer()} {
		got := e.get(whoamiPath, credentials)
		checkOK(t, got, 200)
		checkFields(t, got.body, "name project_id request_id status_code")
		if got.text("project_id") != credentials[0] {
			t.Errorf("got %s", got.raw)
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, test := range map[string]struct {
		method, path string
		status       int
		errorType    string
		allow        string
	}{
		"unknown":         {"GET", "/v1/nothing", 404, "route_not_found", ""},
		"trailing slash":  {"POST", attachPath + "/", 404, "route_not_found", ""},
		"double slash":    {"POST", "/" + attachPath, 404, "route_not_found", ""},
		"empty parameter": {"GET", "/v1/b2b/public/oauth//start", 404, "route_not_found", ""},
		"GET of a POST":   {"GET", attachPath, 405, "method_not_allowed", "POST"},
		"POST of a GET":   {"POST", whoamiPath, 405, "method_not_allowed", "GET, HEAD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{method: test.method, path: test.path})
			checkError(t, got, test.status, test.errorType)
			if got.header.Get("Allow") != test.allow {
				t.Errorf("Allow %q, want %q", got.header.Get("Allow"), test.allow)
			}
		})
	}
	if got := e.do(request{method: http.MethodHead, path: whoamiPath, credentials: e.b2b()}); got.status != 200 || got.raw != "" {
		t.Errorf("HEAD: got %+v", got)
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now))

	e.get("/nowhere%2F?x=%20", [2]string{})
	e.attach()
	all := e.Requests()
	if len(all) != 2 {
		t.Fatalf("requests %+v", all)
	}
	nowhere, attach := all[0], all[1]
	if nowhere.Method != http.MethodGet || nowhere.Route != "" || nowhere.Path != "/nowhere%2F" || nowhere.RawQuery != "x=%20" ||
		nowhere.Status != 404 {
		t.Errorf("recorded %+v", nowhere)
	}
	user, _, _ := (&http.Request{Header: attach.Header}).BasicAuth()
	if attach.Route != stytchmock.RouteAttach || attach.Status != 200 || !strings.Contains(string(attach.Body), e.f.UserID) ||
		user != e.f.ConsumerProjectID || attach.Proto != "HTTP/1.1" || "http://"+attach.Host != e.url ||
		!attach.Received.Equal(turned.Now()) || attach.RemoteAddr == "" {
		t.Errorf("recorded %+v", attach)
	}
	if to := e.RequestsTo(stytchmock.RouteAttach); len(to) != 1 || to[0].Route != stytchmock.RouteAttach {
		t.Errorf("requests %+v", to)
	}
	e.ResetRequests()
	if left := e.Requests(); len(left) != 0 {
		t.Errorf("requests %+v", left)
	}
}

// net/http's client escapes what a path may not hold, so the request line is written by hand.
func TestPathsAsSent(t *testing.T) {
	t.Parallel()
	e := start(t)

	for organization, want := range map[string]int{
		"crm%7Cacme.1": 404, "..": 404, "%2E%2E": 404, "a%2Fb": 404, "crm|acme.1": 400, "a[b": 400, "ö": 400, "a#b": 400,
	} {
		path := strings.ReplaceAll(tokensPath("x", "member-test-x", "google"), "/x/", "/"+organization+"/")
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(e.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		authorization := &http.Request{Header: http.Header{}}
		authorization.SetBasicAuth(e.f.ProjectID, e.f.Secret)
		_, err = fmt.Fprintf(connection, "GET %s?a=b HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nConnection: close\r\n\r\n",
			path, authorization.Header.Get("Authorization"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(connection); err != nil {
			t.Fatal(err)
		}
		_ = connection.Close()
		all := e.Requests()
		if got := all[len(all)-1]; got.Path != path || got.RawQuery != "a=b" || got.Status != want ||
			got.Route != stytchmock.RouteMemberTokens {
			t.Errorf("%s: recorded %+v, want %d", path, got, want)
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()

	for style, want := range map[stytchmock.RetryAfterStyle]string{
		stytchmock.RetryAfterNone:    "",
		stytchmock.RetryAfterSeconds: "2",
		stytchmock.RetryAfterDate:    "Fri, 02 Jan 2026 03:04:08 GMT",
	} {
		t.Run(string(style), func(t *testing.T) {
			t.Parallel()

			turned := &clock{}
			turned.advance(500 * time.Millisecond)
			e := start(t, stytchmock.WithClock(turned.Now), stytchmock.WithRateLimit(2, 2*time.Second, style))
			e.Inject("", 1, stytchmock.Fault{Status: 503})
			if got := e.attach(); got.status != 503 {
				t.Errorf("got %+v", got)
			}
			checkOK(t, e.attach(), 200)
			turned.advance(time.Millisecond)
			got := e.attach()
			checkError(t, got, 429, "too_many_requests")
			if got.header.Get("Retry-After") != want {
				t.Errorf("Retry-After %q, want %q", got.header.Get("Retry-After"), want)
			}
			if len(e.AttachTokens()) != 1 {
				t.Error("a call over the limit was processed")
			}
			turned.advance(5 * time.Second)
			checkOK(t, e.attach(), 200)
			checkOK(t, e.attach(), 200)
			checkError(t, e.attach(), 429, "too_many_requests")
		})
	}
}
