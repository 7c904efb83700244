// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"syscall"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestFaultsReplaceResponses(t *testing.T) {
	t.Parallel()
	e := start(t)

	e.Inject(stytchmock.RouteAttach, 1, stytchmock.Fault{
		Status: 503, Body: "<html>", Header: http.Header{"content-type": {"text/html"}, "Retry-After": {"1"}},
	})
	e.Inject(stytchmock.RouteAttach, 1, stytchmock.Fault{Status: 502, Process: true})
	e.Inject("", 1, stytchmock.Fault{Header: http.Header{"X-Extra": {"1"}}})
	e.Inject("", 0, stytchmock.Fault{Status: 500})
	e.Inject(stytchmock.RouteToken, -1, stytchmock.Fault{Respond: func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(body)
	}})

	got := e.attach()
	if got.status != 503 || got.raw != "<html>" || got.header.Get("Content-Type") != "text/html" ||
		got.header.Get("Retry-After") != "1" || len(e.AttachTokens()) != 0 {
		t.Errorf("got %+v, %d tokens", got, len(e.AttachTokens()))
	}
	if got := e.attach(); got.status != 502 || got.raw != "" || len(e.AttachTokens()) != 1 {
		t.Errorf("got %+v, %d tokens", got, len(e.AttachTokens()))
	}
	got = e.attach()
	checkOK(t, got, 200)
	if got.header.Get("X-Extra") != "1" {
		t.Errorf("header %v", got.header)
	}
	checkOK(t, e.attach(), 200)
	for range 2 {
		if got := e.form(e.oauthPath("token"), map[string]string{"a": "b"}); got.status != 418 || got.raw != "a=b" {
			t.Errorf("got %+v", got)
		}
	}
	e.ClearFaults()
	checkOAuthError(t, e.form(e.oauthPath("token"), nil), "invalid_request", "")

	statuses := []int{}
	for _, r := range e.Requests() {
		statuses = append(statuses, r.Status)
	}
	if encode(t, statuses) != "[503,502,200,200,418,418,400]" {
		t.Errorf("statuses %v", statuses)
	}
}

func TestFaultsBreakConnections(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		fault  stytchmock.Fault
		want   error
		status int
	}{
		"cut":               {stytchmock.Fault{Cut: true}, io.ErrUnexpectedEOF, 200},
		"cut of a status":   {stytchmock.Fault{Cut: true, Status: 500, Body: "{}"}, io.ErrUnexpectedEOF, 500},
		"reset":             {stytchmock.Fault{Reset: true}, syscall.ECONNRESET, 0},
		"reset during body": {stytchmock.Fault{ResetDuringBody: true}, syscall.ECONNRESET, 200},
	} {
		for _, process := range []bool{false, true} {
			t.Run(name+" "+strconv.FormatBool(process), func(t *testing.T) {
				t.Parallel()

				e := start(t)
				fault := test.fault
				fault.Process = process
				e.Inject(stytchmock.RouteAttach, 1, fault)
				_, err := e.try(request{
					method: "POST", path: attachPath, credentials: e.consumer(), contentType: jsonType,
					body: `{"provider":"google","user_id":"` + e.f.UserID + `"}`,
				})
				if !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
				if issued := len(e.AttachTokens()); issued != 0 != process {
					t.Errorf("%d tokens issued", issued)
				}
				if got := e.Requests()[0].Status; got != test.status {
					t.Errorf("status %d recorded, want %d", got, test.status)
				}
			})
		}
	}
}
