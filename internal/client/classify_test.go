// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// fault is a way in which a request fails.
type fault struct {
	name    string
	handler http.Handler
	// refused reports whether there is no connection at all, so that nothing is sent.
	refused bool

	kind   Kind
	status int
	reason string
	// transient reports whether another attempt may succeed, and mayHaveRun whether the request may have taken effect.
	transient, mayHaveRun bool
	// takes is how long an attempt takes.
	takes time.Duration
	// inBody reports whether only the body is at fault.
	inBody bool
}

// faults returns every kind of failure but the rate limit, of which ratelimit_test.go is about.
func faults() []fault {
	const (
		incomplete = "the response was incomplete"
		cutOff     = "the response was cut off"
		timedOut   = "it took longer than 30s"
		foreign    = "the response is not Stytch's: it has no JSON object in it (content type text/html)"
	)

	all := []fault{
		{
			name: "502 from a proxy", handler: respondAs("text/html", 502, "<h1>Bad Gateway</h1>"), kind: KindAPI, status: 502,
			reason: foreign, transient: true, mayHaveRun: true,
		},
		{
			name: "503 whose body is cut off", handler: cutOffAt(503), kind: KindAPI, status: 503, reason: incomplete,
			transient: true, mayHaveRun: true,
		},
		{name: "401 whose body is cut off", handler: cutOffAt(401), kind: KindAPI, status: 401, reason: incomplete},
		{name: "connection refused", refused: true, kind: KindTransport, reason: "the connection was refused", transient: true},
		{
			name: "connection closed", handler: http.HandlerFunc(hangUp), kind: KindTransport,
			reason: "the connection was closed", transient: true, mayHaveRun: true,
		},
		{
			name: "body cut off", handler: cutOffAt(200), kind: KindTransport, status: 200, reason: cutOff,
			transient: true, mayHaveRun: true,
		},
		{
			name: "JSON cut off", handler: respond(200, `{"request_id":"request-id-te`), kind: KindInvalidResponse, status: 200,
			reason: cutOff, transient: true, mayHaveRun: true, inBody: true,
		},
		{
			name: "no response in time", handler: http.HandlerFunc(hang), kind: KindTimeout, reason: timedOut,
			transient: true, mayHaveRun: true, takes: DefaultRequestTimeout,
		},
		{
			name: "half a body in time", handler: http.HandlerFunc(hangInBody), kind: KindTimeout, status: 200, reason: timedOut,
			transient: true, mayHaveRun: true, takes: DefaultRequestTimeout,
		},
		{
			name: "a byte a second", handler: http.HandlerFunc(trickle), kind: KindTimeout, status: 200, reason: timedOut,
			transient: true, mayHaveRun: true, takes: DefaultRequestTimeout,
		},
		{
			name: "not HTTP", handler: raw("220 mail.example.com ESMTP\r\n"), kind: KindTransport,
			reason: "it did not respond as HTTP requires", transient: true, mayHaveRun: true,
		},
		{
			name: "switched protocol", handler: raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: Upgrade\r\n\r\n"),
			kind: KindTransport, status: 101, reason: "it switched to another protocol", transient: true, mayHaveRun: true,
		},
		{
			name: "endless body", handler: http.HandlerFunc(endless), kind: KindInvalidResponse, status: 200,
			reason: "the response is too large: more than 1 MiB", mayHaveRun: true,
		},
		{
			name: "page with status 200", handler: respondAs("text/html", 200, "<html>"), kind: KindInvalidResponse, status: 200,
			reason: "the response is not JSON (content type text/html, 6 bytes)", mayHaveRun: true, inBody: true,
		},
	}

	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 410, 422, 501, 505} {
		all = append(all, fault{handler: stytchError(status, "some_type"), kind: KindAPI, status: status})
	}

	for _, status := range []int{500, 502, 503, 504} {
		all = append(all, fault{
			handler: stytchError(status, "some_type"), kind: KindAPI, status: status, transient: true, mayHaveRun: true,
		})
	}

	// What is neither: an error that nothing is known of, and successes that Stytch does not use.
	for _, status := range []int{507, 599, 202, 206} {
		all = append(all, fault{handler: stytchError(status, "some_type"), kind: KindAPI, status: status, mayHaveRun: true})
	}

	for i := range all {
		if all[i].name == "" {
			all[i].name = fmt.Sprint(all[i].status)
		}
	}

	return all
}

// sent returns how often a call is sent with three retries, all of which fail in this way.
func (f fault) sent(policy retryPolicy) int {
	if f.transient && (policy == retryAlways || policy == retryIfUnsent && !f.mayHaveRun) {
		return 4
	}

	return 1
}

func TestFaults(t *testing.T) {
	t.Parallel()

	for _, fault := range faults() {
		for _, call := range calls() {
			if fault.inBody && call.ignoresBody {
				continue
			}

			t.Run(fault.name+"/"+call.name, func(t *testing.T) {
				t.Parallel()

				inBubble(t, fault.handler, func(t *testing.T, e *testEnv) {
					if fault.refused {
						e.refuse(1000)
					}

					_, err := call.send(t.Context(), e.client)
					failure := requireError(t, err, fault.kind)

					sent, want := e.count(), fault.sent(call.retry)
					if fault.refused {
						sent = e.dialed()
					}

					if sent != want || failure.Attempts != want {
						t.Errorf("%d requests, and %d in the error, want %d: %v", sent, failure.Attempts, want, failure)
					}

					if failure.StatusCode != fault.status || failure.Reason != fault.reason {
						t.Errorf("%+v, want status %d and reason %q", *failure, fault.status, fault.reason)
					}

					mayHaveTakenEffect := fault.mayHaveRun && call.retry != retryAlways
					if failure.MayHaveTakenEffect != mayHaveTakenEffect {
						t.Errorf("MayHaveTakenEffect is %t", failure.MayHaveTakenEffect)
					}

					// 0.5 s, 1 s and 2 s between the attempts, each by up to half more or less.
					waits := e.elapsed() - time.Duration(want)*fault.takes
					if want == 1 && waits != 0 || want == 4 && (waits < 1750*time.Millisecond || waits > 5250*time.Millisecond) {
						t.Errorf("the waits between %d attempts took %s", want, waits)
					}
				}, maxRetries(3))
			})
		}
	}
}

// A fault that passes is not noticed by a call that may be sent again.
func TestFaultOnce(t *testing.T) {
	t.Parallel()

	for _, fault := range faults() {
		for _, call := range calls() {
			if fault.sent(call.retry) == 1 || fault.inBody && call.ignoresBody {
				continue
			}

			handler := inTurn(fault.handler, respond(200, call.response))
			if fault.refused {
				handler = respond(200, call.response)
			}

			inBubble(t, handler, func(t *testing.T, e *testEnv) {
				if fault.refused {
					e.refuse(1)
				}

				if _, err := call.send(t.Context(), e.client); err != nil {
					t.Errorf("%s, %s: %v", fault.name, call.name, err)
				}
			}, maxRetries(1))
		}
	}
}

// cutOffAt returns a handler whose response ends too early.
func cutOffAt(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "18")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"error_type":"`)
		_ = http.NewResponseController(w).Flush()

		panic(http.ErrAbortHandler)
	}
}

func hangUp(http.ResponseWriter, *http.Request) {
	panic(http.ErrAbortHandler)
}

func hang(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
}

func hangInBody(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, `{"request_id":`)
	_ = http.NewResponseController(w).Flush()

	<-r.Context().Done()
}

// trickle sends a byte a second, for as long as the client waits.
func trickle(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()

		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
		}
	}
}

// endless sends bytes for as long as the client reads them.
func endless(w http.ResponseWriter, _ *http.Request) {
	block := []byte(strings.Repeat(" ", 1<<15))

	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// raw sends a text as it is and closes the connection.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}

		_, _ = io.WriteString(connection, text)
		_ = connection.Close()
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()

	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

	for value, want := range map[string]time.Duration{
		"":                               0,
		"0":                              0,
		"1":                              time.Second,
		"30":                             30 * time.Second,
		"31":                             30 * time.Second,
		"9223372036854775807":            30 * time.Second,
		"9223372036854775808":            0,
		"-1":                             0,
		"-9223372036854775808":           0,
		"1.5":                            0,
		"5s":                             0,
		"soon":                           0,
		"\x00":                           0,
		"Sun, 01 Mar 2026 12:00:10 GMT":  10 * time.Second,
		"Sun, 01 Mar 2026 13:00:00 GMT":  30 * time.Second,
		"Sun, 01 Mar 2026 11:59:50 GMT":  0,
		"Thu, 01 Jan 1970 00:00:00 GMT":  0,
		"Fri, 31 Dec 9999 23:59:59 GMT":  30 * time.Second,
		"Sunday, 01-Mar-26 12:00:07 GMT": 7 * time.Second,
		"Sun Mar  1 12:00:08 2026":       8 * time.Second,
		"Sun, 32 Mar 2026 12:00:10 GMT":  0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}

// redirect returns a handler that redirects, with a body if it is not empty.
func redirect(status int, location, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Location"] = []string{location}
		respond(status, body)(w, r)
	}
}

// A redirect would hand the credentials on.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()

	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, call := range calls() {
			if call.name == "start redirect" {
				continue // Its redirect is the result.
			}

			inBubble(t, redirect(status, "http://localhost/elsewhere?token="+secret, ""), func(t *testing.T, e *testEnv) {
				_, err := call.send(t.Context(), e.client)

				failure := requireError(t, err, KindRedirected)
				if failure.StatusCode != status || failure.Reason != "it redirects to localhost" ||
					failure.MayHaveTakenEffect {
					t.Errorf("%s: %+v", call.name, *failure)
				}

				e.only(t)
			}, maxRetries(3))
		}
	}
}

// Of a redirect's target only the host is shown: the rest may repeat what the request carried.
func TestRedirectReason(t *testing.T) {
	t.Parallel()

	for location, want := range map[string]string{
		"https://sso.example.com/login?token=x":   "sso.example.com",
		"https://user:pass@sso.example.com:8443/": "sso.example.com",
		"//sso.example.com/login":                 "sso.example.com",
		"/login?secret=x":                         "another path of the same host",
		"":                                        "nowhere",
		"http://[::1":                             "nowhere",
		"https://sso.example.com/%zz?secret=x":    "nowhere",
		"mailto:a@example.com?secret=x":           "nowhere",
		"https://secret-test-12345.example.com/":  "(redacted).example.com",
		"https://\u202eexample.com/":              "example.com",
	} {
		want = "it redirects to " + want

		got := redirectReason(response{header: http.Header{"Location": {location}}}, newRedactor())
		if got != want {
			t.Errorf("%q: %q, want %q", location, got, want)
		}
	}
}

func TestCreatedIsSuccess(t *testing.T) {
	t.Parallel()

	inBubble(t, respond(201, attachResponse), func(t *testing.T, e *testEnv) {
		if err := attach(t.Context(), e.client); err != nil {
			t.Error(err)
		}
	})
}
