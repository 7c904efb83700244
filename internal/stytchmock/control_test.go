// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestControlPlane(t *testing.T) {
	t.Parallel()
	stopped := 0
	e := start(t, stytchmock.WithRateLimit(100, time.Hour, stytchmock.RetryAfterNone), stytchmock.WithStop(func() { stopped++ }))
	none := [2]string{}

	fixture := e.get("/mock/fixture", none)
	if fixture.text("base_url") != e.url || fixture.text("client_id") != e.f.ClientID || fixture.text("session_jwt") == "" {
		t.Errorf("fixture %s", fixture.raw)
	}
	e.login(e.f.ClientID, "")
	tokens := e.get("/mock/tokens", none)
	if token := first(t, tokens.body["tokens"]); token["kind"] != "access" || token["active"] != true || token["revoked"] != false {
		t.Errorf("tokens %s", tokens.raw)
	}
	e.attach()
	codes := e.get("/mock/codes", none)
	if first(t, codes.body["authorization_codes"])["used"] != true || first(t, codes.body["attach_tokens"])["used"] != false {
		t.Errorf("codes %s", codes.raw)
	}
	e.do(request{method: "POST", path: "/nowhere", body: "\xff\x00"})
	requests, _ := e.get("/mock/requests", none).body["requests"].([]any)
	if len(requests) != 4 {
		t.Fatalf("requests %v", requests)
	}
	authorize, binary := object(t, requests[0]), object(t, requests[3])
	body, _ := authorize["body"].(string)
	if authorize["route"] != stytchmock.RouteMemberAuthorize || authorize["status"] != 200.0 ||
		!strings.Contains(body, "client_id") || binary["body"] != "" || binary["body_base64"] != "/wA=" {
		t.Errorf("requests %v", requests)
	}
	if got := e.do(request{method: "DELETE", path: "/mock/requests"}); got.status != 204 || len(e.Requests()) != 0 {
		t.Errorf("got %+v", got)
	}
	for path, status := range map[string]int{"/mock/nothing": 404, "/mock/fixture": 405} {
		if got := e.do(request{method: "POST", path: path}); got.status != status {
			t.Errorf("%s: got %+v", path, got)
		}
	}
	if got := e.do(request{method: "POST", path: "/mock/stop"}); got.status != 204 || stopped != 1 {
		t.Errorf("got %+v, stopped %d times", got, stopped)
	}
	if got := start(t).do(request{method: "POST", path: "/mock/stop"}); got.status != 404 {
		t.Errorf("without a program to stop: got %+v", got)
	}
}

// order posts a fault.
func (e *emulator) order(body string) response {
	e.t.Helper()

	return e.do(request{method: "POST", path: "/mock/faults", contentType: jsonType, body: body})
}

func TestFaultOrders(t *testing.T) {
	t.Parallel()
	e := start(t)

	orders := []string{
		`{"route":"GET /v1/debug/whoami","count":2,"status":429,"header":{"Retry-After":"1"},"body":"no"}`,
		`{"route":"GET /v1/debug/whoami","count":1,"status":503,"delay":"1ms"}`,
		`{"count":1,"status":400,"process":true}`,
		`{"count":-1,"cut":true}`,
	}
	for _, order := range orders {
		if got := e.order(strings.Replace(order, "GET ", "GET   ", 1)); got.status != 204 {
			t.Fatalf("%s: got %+v", order, got)
		}
	}
	pending := func() string {
		return strings.Join(strings.Fields(e.get("/mock/faults", [2]string{}).raw), "")
	}
	if want := `{"faults":[` + strings.Join(orders, ",") + `]}`; pending() != strings.ReplaceAll(want, " ", "") {
		t.Errorf("pending %s", pending())
	}
	for range 2 {
		if got := e.get(whoamiPath, e.b2b()); got.status != 429 || got.raw != "no" || got.header.Get("Retry-After") != "1" {
			t.Errorf("got %+v", got)
		}
	}
	checkError(t, e.get(whoamiPath, e.b2b()), 503, "server_unavailable")
	checkError(t, e.attach(), 400, "bad_request")
	if len(e.AttachTokens()) != 1 {
		t.Error("the call was not processed")
	}
	if want := `{"faults":[` + orders[3] + `]}`; pending() != want {
		t.Errorf("pending %s", pending())
	}
	if _, err := e.try(request{method: "GET", path: whoamiPath}); err == nil {
		t.Error("the response was not cut")
	}
	if got := e.do(request{method: "DELETE", path: "/mock/faults"}); got.status != 204 || pending() != `{"faults":[]}` {
		t.Errorf("got %+v, pending %s", got, pending())
	}
}

func TestFaultOrdersAreChecked(t *testing.T) {
	t.Parallel()
	e := start(t)

	for order, says := range map[string]string{
		``:                                      "",
		`[]`:                                    "",
		`{"state":500}`:                         "state",
		`{"status":500}{}`:                      "more after",
		`{"status":"500"}`:                      "status",
		`{"status":600}`:                        "200 to 599",
		`{"status":100}`:                        "200 to 599",
		`{"count":0,"status":500}`:              "count of 0",
		`{"delay":"3"}`:                         "delay",
		`{"delay":"-1s"}`:                       "delay",
		`{"body":"x"}`:                          "needs a status",
		`{"cut":true,"reset":true}`:             "contradict",
		`{"reset":true,"status":500}`:           "no use",
		`{"endless":true,"header":{"X-A":"b"}}`: "no use",
		`{}`:                                    "does nothing",
		`{"route":"GET /v1/debug/whoami"}`:      "does nothing",
		`{"process":true}`:                      "does nothing",
		`{"route":"GET /mock/x","status":500}`:  "route",
		`{"route":"/v1/oauth/attach","count":-1}`: "route",
	} {
		got := e.order(order)
		if got.status != 400 || got.text("error_type") != "bad_request" || !strings.Contains(got.text("error_message"), says) {
			t.Errorf("%s: got %+v", order, got)
		}
		known, _ := got.body["known_routes"].([]any)
		if unknown := says == "route"; slices.Contains(known, any(stytchmock.RouteAttach)) != unknown {
			t.Errorf("%s: known routes %v", order, known)
		}
	}
}
