// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func (e *emulator) attachBody() map[string]any {
	return map[string]any{"provider": "google", "user_id": e.f.UserID}
}

// tryAttach makes one attach call that may fail.
func (e *emulator) tryAttach() (response, error) {
	return e.try(request{
		method: http.MethodPost, path: attachPath, credentials: e.consumer(), contentType: jsonType,
		body: `{"provider":"google","user_id":"` + e.f.UserID + `"}`,
	})
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	e.get("/nowhere%2F?x=%20", [2]string{})
	e.post(attachPath, e.consumer(), e.attachBody())
	all := e.Requests()
	if len(all) != 2 {
		t.Fatalf("requests %+v", all)
	}
	first, second := all[0], all[1]
	if first.Method != http.MethodGet || first.Route != "" || first.Path != "/nowhere%2F" || first.RawQuery != "x=%20" || first.Status != 404 {
		t.Errorf("first %+v", first)
	}
	user, _, _ := (&http.Request{Header: second.Header}).BasicAuth()
	if second.Route != stytchmock.RouteAttach || second.Status != 200 || string(second.Body) != encode(t, e.attachBody()) ||
		user != e.f.ConsumerProjectID || second.Proto != "HTTP/1.1" || "http://"+second.Host != e.url ||
		!second.Received.Equal(turned.Now()) || second.RemoteAddr == "" {
		t.Errorf("second %+v", second)
	}
	if to := e.RequestsTo(stytchmock.RouteAttach); len(to) != 1 || to[0].Route != stytchmock.RouteAttach {
		t.Errorf("requests %+v", to)
	}
	second.Header.Set("X", "changed")
	second.Body[0] = 'x'
	if again := e.Requests()[1]; again.Header.Get("X") != "" || again.Body[0] == 'x' {
		t.Error("a caller can change the record")
	}
	e.ResetRequests()
	if left := e.Requests(); len(left) != 0 {
		t.Errorf("requests %+v", left)
	}
}

func TestRateLimitWindows(t *testing.T) {
	t.Parallel()

	for style, want := range map[stytchmock.RetryAfterStyle]string{
		stytchmock.RetryAfterNone:    "",
		stytchmock.RetryAfterSeconds: "2",
		stytchmock.RetryAfterDate:    "Fri, 02 Jan 2026 03:04:08 GMT",
	} {
		t.Run(string(style), func(t *testing.T) {
			t.Parallel()

			turned := newClock()
			turned.advance(500 * time.Millisecond)
			e := start(t, stytchmock.WithClock(turned.Now), stytchmock.WithRateLimit(2, 2*time.Second, style))
			attach := func() response { return e.post(attachPath, e.consumer(), e.attachBody()) }
			checkOK(t, attach(), 200)
			turned.advance(time.Second - time.Millisecond)
			checkOK(t, attach(), 200)
			turned.advance(-time.Second + 2*time.Millisecond)
			got := attach()
			checkError(t, got, 429, "too_many_requests", "Too many requests have been made.")
			if got.header.Get("Retry-After") != want {
				t.Errorf("Retry-After %q, want %q", got.header.Get("Retry-After"), want)
			}
			if got.text("error_url") != "https://stytch.com/docs/api/errors/429" {
				t.Errorf("error_url %q", got.text("error_url"))
			}
			if len(e.AttachTokens()) != 2 {
				t.Error("a call over the limit was processed")
			}
			turned.advance(2 * time.Second)
			checkOK(t, attach(), 200)
			turned.advance(5 * time.Second)
			checkOK(t, attach(), 200)
			checkOK(t, attach(), 200)
			checkError(t, attach(), 429, "too_many_requests", "")
		})
	}
}

func TestFaultsReplaceAnswers(t *testing.T) {
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

	got := e.post(attachPath, e.consumer(), e.attachBody())
	if got.status != 503 || got.raw != "<html>" || got.header.Get("Content-Type") != "text/html" || got.header.Get("Retry-After") != "1" {
		t.Errorf("got %+v", got)
	}
	if minted := len(e.AttachTokens()); minted != 0 {
		t.Errorf("%d tokens minted", minted)
	}
	if got := e.post(attachPath, e.consumer(), e.attachBody()); got.status != 502 || got.raw != "" {
		t.Errorf("got %+v", got)
	}
	if minted := len(e.AttachTokens()); minted != 1 {
		t.Errorf("%d tokens minted", minted)
	}
	got = e.post(attachPath, e.consumer(), e.attachBody())
	checkOK(t, got, 200)
	if got.header.Get("X-Extra") != "1" {
		t.Errorf("header %v", got.header)
	}
	checkOK(t, e.post(attachPath, e.consumer(), e.attachBody()), 200)
	for range 3 {
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
	if encode(t, statuses) != "[503,502,200,200,418,418,418,400]" {
		t.Errorf("statuses %v", statuses)
	}
}

func TestFaultsBreakConnections(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		fault  stytchmock.Fault
		want   error
		status int
	}{
		"cut":               {stytchmock.Fault{Cut: true}, io.ErrUnexpectedEOF, 200},
		"cut of a fault":    {stytchmock.Fault{Cut: true, Status: 500, Body: "{}"}, io.ErrUnexpectedEOF, 500},
		"reset":             {stytchmock.Fault{Reset: true}, syscall.ECONNRESET, 0},
		"reset in the body": {stytchmock.Fault{ResetDuringBody: true}, syscall.ECONNRESET, 200},
	}
	for name, test := range tests {
		for _, process := range []bool{false, true} {
			t.Run(name+" "+strconv.FormatBool(process), func(t *testing.T) {
				t.Parallel()

				e := start(t)
				fault := test.fault
				fault.Process = process
				e.Inject(stytchmock.RouteAttach, 1, fault)
				if _, err := e.tryAttach(); !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
				if minted := len(e.AttachTokens()); minted != 0 != process {
					t.Errorf("%d tokens minted", minted)
				}
				if got := e.Requests()[0].Status; got != test.status {
					t.Errorf("status %d recorded, want %d", got, test.status)
				}
			})
		}
	}
}

func TestEndlessBody(t *testing.T) {
	t.Parallel()
	e := start(t)

	e.Inject(stytchmock.RouteWhoami, 1, stytchmock.Fault{Endless: true})
	made, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.url+"/v1/debug/whoami", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := e.client.Do(made)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if n, err := io.CopyN(io.Discard, res.Body, 2<<20); err != nil || res.StatusCode != http.StatusOK || res.ContentLength != -1 {
		t.Errorf("read %d bytes of a %d with length %d: %v", n, res.StatusCode, res.ContentLength, err)
	}
}

func TestDelaysEndWithTheClient(t *testing.T) {
	t.Parallel()
	e := start(t, stytchmock.WithLatency(10*time.Millisecond))

	begun := time.Now()
	checkOK(t, e.post(attachPath, e.consumer(), e.attachBody()), 200)
	if took := time.Since(begun); took < 10*time.Millisecond {
		t.Errorf("answered after %v", took)
	}

	e.Inject(stytchmock.RouteAttach, -1, stytchmock.Fault{Delay: time.Hour})
	impatient := *e
	impatient.client = &http.Client{Transport: e.client.Transport, Timeout: 50 * time.Millisecond}
	_, err := impatient.tryAttach()
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("error %v", err)
	}
	// The emulator serves others meanwhile, and has not processed the call.
	checkOK(t, e.get("/v1/debug/whoami", e.b2b()), 200)
	if minted := len(e.AttachTokens()); minted != 1 {
		t.Errorf("%d tokens minted", minted)
	}
}

func TestParallelClients(t *testing.T) {
	t.Parallel()
	e := start(t)

	const clients = 64
	code := e.code(nil)
	exchanged := make([]int, clients)
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			if got, err := e.tryAttach(); err != nil || got.status != 200 {
				t.Errorf("attach: %v %s", err, got.raw)
			}
			got, err := e.try(request{
				method: http.MethodPost, path: e.oauthPath("token"), contentType: jsonType,
				body: encode(t, e.exchange(code, nil)),
			})
			if err != nil {
				t.Error(err)
			}
			exchanged[i] = got.status
			e.Requests()
			e.IssuedTokens()
		})
	}
	group.Wait()

	successes := 0
	for _, status := range exchanged {
		if status == 200 {
			successes++
		}
	}
	if successes != 1 {
		t.Errorf("a code was exchanged %d times", successes)
	}
	distinct := map[string]bool{}
	for _, minted := range e.AttachTokens() {
		distinct[minted.Value] = true
	}
	if len(distinct) != clients || len(e.Requests()) != 2*clients+1 {
		t.Errorf("%d tokens, %d requests", len(distinct), len(e.Requests()))
	}
}
