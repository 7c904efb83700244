// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"slices"
	"testing"
)

func TestBasicAuth(t *testing.T) {
	t.Parallel()
	e := start(t)

	const unauthorized = "https://stytch.com/docs/api/errors/401"
	b2bPath, consumerPath := tokensPath(e.f.OrganizationID, e.f.MemberID, "google"), "/v1/oauth/attach"
	tests := map[string]struct {
		method, path string
		credentials  [2]string
		status       int
		errorType    string
		errorURL     string
	}{
		"none": {"GET", b2bPath, [2]string{}, 401, "unauthorized_credentials", unauthorized},
		"wrong secret": {
			"GET", b2bPath, [2]string{e.f.ProjectID, "secret-test-x"}, 401, "unauthorized_credentials", unauthorized,
		},
		"wrong project": {
			"GET", b2bPath, [2]string{"project-test-x", e.f.Secret}, 401, "unauthorized_credentials", unauthorized,
		},
		"mixed projects": {
			"GET", b2bPath, [2]string{e.f.ProjectID, e.f.ConsumerSecret}, 401, "unauthorized_credentials", unauthorized,
		},
		"attach without": {"POST", consumerPath, [2]string{}, 401, "unauthorized_credentials", unauthorized},
		"B2B endpoint, consumer project": {
			"GET", b2bPath, e.consumer(), 400, "invalid_b2b_endpoint",
			"https://stytch.com/docs/api/errors/400#invalid_b2b_endpoint",
		},
		"consumer endpoint, B2B project": {
			"POST", consumerPath, e.b2b(), 400, "invalid_consumer_endpoint",
			"https://stytch.com/docs/b2b/api/errors/400#invalid_consumer_endpoint",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{method: test.method, path: test.path, credentials: test.credentials})
			checkError(t, got, test.status, test.errorType, "")
			if got.text("error_url") != test.errorURL {
				t.Errorf("error_url %q, want %q", got.text("error_url"), test.errorURL)
			}
			if test.status == 401 && got.text("error_message") != "Unauthorized credentials." {
				t.Errorf("error_message %q", got.text("error_message"))
			}
		})
	}
}

func TestWhoami(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, credentials := range [][2]string{e.b2b(), e.consumer()} {
		got := e.get("/v1/debug/whoami", credentials)
		checkOK(t, got, http.StatusOK)
		if want := []string{"name", "project_id", "request_id", "status_code"}; !slices.Equal(fields(got.body), want) {
			t.Errorf("fields %v, want %v", fields(got.body), want)
		}
		if got.text("project_id") != credentials[0] {
			t.Errorf("project_id %q", got.text("project_id"))
		}
	}
	checkError(t, e.get("/v1/debug/whoami", [2]string{}), http.StatusUnauthorized, "unauthorized_credentials", "")
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		method, path string
		status       int
		errorType    string
		allow        string
	}{
		"unknown":         {"GET", "/v1/nothing", 404, "route_not_found", ""},
		"root":            {"GET", "/", 404, "route_not_found", ""},
		"trailing slash":  {"POST", "/v1/oauth/attach/", 404, "route_not_found", ""},
		"double slash":    {"POST", "//v1/oauth/attach", 404, "route_not_found", ""},
		"empty parameter": {"GET", "/v1/b2b/public/oauth//start", 404, "route_not_found", ""},
		"wrong method":    {"GET", "/v1/oauth/attach", 405, "method_not_allowed", "POST"},
		"wrong method of a start endpoint": {
			"POST", "/v1/b2b/public/oauth/google/start", 405, "method_not_allowed", "GET, HEAD",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{method: test.method, path: test.path})
			checkError(t, got, test.status, test.errorType, "")
			if got.header.Get("Allow") != test.allow {
				t.Errorf("Allow %q, want %q", got.header.Get("Allow"), test.allow)
			}
		})
	}
}
