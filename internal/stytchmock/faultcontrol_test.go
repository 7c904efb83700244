// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// order orders a fault.
func (e *emulator) order(body string) response {
	e.t.Helper()

	return e.do(request{method: http.MethodPost, path: "/mock/faults", contentType: jsonType, body: body})
}

// pending is what GET /mock/faults lists.
func (e *emulator) pending() []any {
	e.t.Helper()

	list, ok := e.get("/mock/faults", [2]string{}).body["faults"].([]any)
	if !ok {
		e.t.Fatal("no list of faults")
	}

	return list
}

func TestFaultOrders(t *testing.T) {
	t.Parallel()
	e := start(t)

	if got := e.order(`{"route":"GET   /v1/debug/whoami","count":2,"status":503,"body":"no","header":{"x-a":"b"},"delay":"1ms"}`); got.status != 204 {
		t.Fatalf("got %+v", got)
	}
	for range 2 {
		if got := e.get("/v1/debug/whoami", e.b2b()); got.status != 503 || got.raw != "no" || got.header.Get("X-A") != "b" {
			t.Errorf("got %+v", got)
		}
	}
	checkOK(t, e.get("/v1/debug/whoami", e.b2b()), 200)

	for _, order := range []string{
		`{"count":-1,"cut":true}`, `{"status":500,"cut":true}`, `{"status":200,"body":"{}","reset_during_body":true}`,
		// net/http's client sends a GET once more that an old connection was reset for.
		`{"count":-1,"reset":true,"delay":"1ms","process":true}`,
	} {
		if got := e.order(order); got.status != 204 {
			t.Errorf("%s: %+v", order, got)
		}
		if _, err := e.try(request{method: http.MethodGet, path: "/v1/debug/whoami"}); err == nil {
			t.Errorf("%s did not break the answer", order)
		}
		if got := e.do(request{method: http.MethodDelete, path: "/mock/faults"}); got.status != 204 {
			t.Errorf("got %+v", got)
		}
	}
	for _, order := range []string{`{"delay":"1ms","status":null}`, `{"header":{"X-A":"b"}}`, `{"status":299,"body":"{}"}`, `{"status":204}`} {
		if got := e.order(order); got.status != 204 {
			t.Errorf("%s: %+v", order, got)
		}
	}
}

func TestFaultOrdersThatCouldNotFire(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct{ order, says string }{
		"empty":                   {``, `such as {"route": "POST /v1/oauth/attach"`},
		"no object":               {`[]`, "JSON object such as"},
		"null":                    {`null`, "JSON object such as"},
		"cut off":                 {`{`, "JSON object such as"},
		"trailing data":           {`{"status":500}{"status":502}`, "more after"},
		"twice":                   {`{"status":500,"status":502}`, "twice"},
		"not UTF-8":               {"{\"status\":500,\"body\":\"\xff\"}", "UTF-8"},
		"too large":               {`{"status":500,"body":"` + strings.Repeat("a", 1<<20) + `"}`, "too large"},
		"unknown field":           {`{"state":500}`, "route, count, status"},
		"nothing to do":           {`{}`, "spoils nothing"},
		"all null":                {`{"status":null,"header":null,"count":null}`, "spoils nothing"},
		"only the route":          {`{"route":"POST /v1/oauth/attach","count":3}`, "spoils nothing"},
		"only process":            {`{"process":true}`, "spoils nothing"},
		"no delay":                {`{"delay":"0s","header":{}}`, "spoils nothing"},
		"all false":               {`{"cut":false,"reset":false}`, "spoils nothing"},
		"count 0":                 {`{"count":0,"status":500}`, "count of 0"},
		"count of text":           {`{"count":"1","status":500}`, "count must be a whole number"},
		"half a call":             {`{"count":1.5,"status":500}`, "count must be a whole number"},
		"status of text":          {`{"status":"500"}`, "status must be a whole number"},
		"status 0":                {`{"status":0,"delay":"1s"}`, "200 to 599"},
		"interim status":          {`{"status":100}`, "200 to 599"},
		"status -1":               {`{"status":-1}`, "200 to 599"},
		"status 600":              {`{"status":600}`, "200 to 599"},
		"body alone":              {`{"body":"x"}`, "needs a status"},
		"body without status":     {`{"body":"x","cut":true}`, "needs a status"},
		"body of an object":       {`{"status":500,"body":{}}`, "body must be a string"},
		"body of a 204":           {`{"status":204,"body":"x"}`, "has none"},
		"delay without unit":      {`{"delay":"3"}`, `such as "3s"`},
		"delay of nothing":        {`{"delay":"","status":500}`, `such as "3s"`},
		"delay into the past":     {`{"delay":"-1s"}`, "negative"},
		"delay of a number":       {`{"delay":3}`, "delay must be a string"},
		"cut of no body":          {`{"status":200,"cut":true}`, "needs a body"},
		"cut of an empty body":    {`{"status":500,"body":"","cut":true}`, "needs a body"},
		"reset in no body":        {`{"status":302,"reset_during_body":true}`, "needs a body"},
		"two breaks":              {`{"cut":true,"reset":true}`, "cut and reset contradict"},
		"endless cut":             {`{"cut":true,"endless":true}`, "cut and endless contradict"},
		"reset with status":       {`{"reset":true,"status":500}`, "no use for"},
		"endless with header":     {`{"endless":true,"header":{"X-A":"b"}}`, "no use for"},
		"header of a number":      {`{"header":{"X-A":1}}`, "header must be an object of strings"},
		"header without name":     {`{"header":{"":"x"}}`, "no name"},
		"header with a space":     {`{"header":{"X A":"x"}}`, "no name"},
		"header with a line feed": {`{"header":{"X-A":"x\ny"}}`, "control character"},
		"header in two cases":     {`{"header":{"X-A":"x","x-a":"y"}}`, "twice"},
		"length":                  {`{"header":{"content-length":"1"},"status":500}`, "Content-Length"},
	}
	for name, test := range tests {
		got := e.order(test.order)
		said := got.text("error_message")
		if got.status != 400 || got.text("error_type") != "bad_request" || !strings.Contains(said, test.says) {
			t.Errorf("%s: got %+v, want it to say %q", name, got, test.says)
		}
		for _, word := range []string{"json:", "Go ", "struct", "FaultOrder", "EOF"} {
			if strings.Contains(said, word) {
				t.Errorf("%s: %q speaks of %q", name, said, word)
			}
		}
	}
	if left := e.pending(); len(left) > 0 {
		t.Errorf("pending %v", left)
	}
}

func TestFaultOrdersForUnknownRoutes(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, route := range []string{
		"POST /v1/oauth/atach", "/v1/oauth/attach", "GET /v1/oauth/attach", " ", "post /v1/oauth/attach", "GET /mock/faults",
	} {
		got := e.order(encode(t, map[string]any{"route": route, "status": 500}))
		known, _ := got.body["known_routes"].([]any)
		if got.status != 400 || len(known) != 18 || !slices.Contains(known, any(stytchmock.RouteAttach)) ||
			!strings.Contains(got.text("error_message"), route) {
			t.Errorf("%q: %+v", route, got)
		}
	}
	for _, route := range []string{stytchmock.RouteAttach, "POST\t /v1/oauth/attach ", ""} {
		if got := e.order(encode(t, map[string]any{"route": route, "status": 500})); got.status != 204 {
			t.Errorf("%q: %+v", route, got)
		}
	}
}

func TestFaultOrdersBehindOneForEver(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, order := range []struct {
		body   string
		status int
	}{
		{`{"route":"POST /v1/oauth/attach","status":503}`, 204},
		{`{"route":"POST /v1/oauth/attach","count":-1,"status":500}`, 204},
		{`{"route":"POST /v1/oauth/attach","status":502}`, 409},
		{`{"route":"GET /v1/debug/whoami","status":502}`, 204},
		{`{"count":-1,"status":502}`, 204},
		{`{"route":"GET /v1/debug/whoami","status":502}`, 409},
	} {
		if got := e.order(order.body); got.status != order.status {
			t.Errorf("%s: %+v", order.body, got)
		}
	}
	if pending := e.pending(); len(pending) != 4 {
		t.Errorf("pending %v", pending)
	}
}

func TestFaultOrdersAnswerAsStytchDoes(t *testing.T) {
	t.Parallel()
	e := start(t)

	for status, errorType := range map[int]string{
		400: "bad_request", 401: "unauthorized_credentials", 403: "forbidden", 418: "im_a_teapot",
		429: "too_many_requests", 499: "client_closed_request", 500: "internal_server_error",
		503: "server_unavailable", 504: "gateway_timeout", 599: "unknown_error",
	} {
		e.order(encode(t, map[string]any{"count": 2, "status": status}))
		first, second := e.get("/v1/debug/whoami", e.b2b()), e.get("/v1/debug/whoami", e.b2b())
		checkError(t, first, status, errorType, "")
		if first.text("request_id") == second.text("request_id") {
			t.Error("two answers have one request_id")
		}
	}
	e.order(`{"status":500,"body":""}`)
	if got := e.get("/v1/debug/whoami", e.b2b()); got.status != 500 || got.raw != "" {
		t.Errorf("got %+v", got)
	}
}

func TestPendingFaults(t *testing.T) {
	t.Parallel()
	e := start(t)

	if pending := e.pending(); len(pending) != 0 {
		t.Errorf("pending %v", pending)
	}
	orders := []string{
		`{"count":3,"delay":"1ms","route":"GET /v1/debug/whoami"}`,
		`{"body":"x","count":1,"header":{"Retry-After":"1"},"status":429}`,
		`{"count":1,"process":true,"status":500}`,
		`{"count":-1,"reset_during_body":true}`,
	}
	for _, order := range orders {
		e.order(order)
	}
	if got := encode(t, e.pending()); got != "["+strings.Join(orders, ",")+"]" {
		t.Errorf("pending %s", got)
	}
	e.get("/v1/debug/whoami", e.b2b())
	e.get("/v1/debug/nothing", e.b2b())
	if got := encode(t, e.pending()); got != "["+strings.Replace(orders[0], "3", "2", 1)+","+orders[2]+","+orders[3]+"]" {
		t.Errorf("pending %s", got)
	}
	e.ClearFaults()
	e.Inject("", 1, stytchmock.Fault{Delay: time.Minute, Header: http.Header{"X-A": {"a", "b"}}})
	if got := encode(t, e.pending()); got != `[{"count":1,"delay":"1m0s","header":{"X-A":"a, b"}}]` {
		t.Errorf("pending %s", got)
	}
}
