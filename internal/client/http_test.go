// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()

	inDate := func(status int, wait time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			withRetryAfter(status, time.Now().Add(wait).UTC().Format(http.TimeFormat))(w, r)
		}
	}

	// The mean of the client's own wait, for each status.
	for status, mean := range map[int]time.Duration{429: firstPause, 503: firstBackoff} {
		for name, test := range map[string]struct {
			handler http.Handler
			// want is 0 for the client's own wait.
			want time.Duration
		}{
			"seconds":   {withRetryAfter(status, "7"), 7 * time.Second},
			"a date":    {inDate(status, 9*time.Second), 9 * time.Second},
			"an hour":   {withRetryAfter(status, "3600"), 30 * time.Second},
			"malformed": {withRetryAfter(status, "soon"), 0},
			"none":      {stytchError(status, "some_type"), 0},
		} {
			inBubble(t, inTurn(test.handler, respond(200, googleTokens)), func(t *testing.T, e *testEnv) {
				if err := readTokens(t.Context(), e.client); err != nil {
					t.Fatal(err)
				}

				from, to := test.want, test.want
				if test.want == 0 {
					from, to = mean/2, mean*3/2
				}

				if took := e.elapsed(); took < from || took > to {
					t.Errorf("%d with %s: sent again after %s, want %s to %s", status, name, took, from, to)
				}
			}, maxRetries(1))
		}
	}
}

// Calls that fail together must not come back together.
func TestBackOff(t *testing.T) {
	t.Parallel()

	early := 0

	for range 128 {
		waits, mean := newBackOff(firstBackoff, backoffGrowth), firstBackoff

		for retry := range 20 {
			got := waits.NextBackOff()
			if got < mean/2 || got > mean*3/2 || got > maxWait {
				t.Fatalf("retry %d after %s, want %s, by up to half more or less", retry, got, mean)
			}

			if retry == 0 && got < mean {
				early++
			}

			mean = min(2*mean, maxWait*2/3)
		}
	}

	// All on one side by chance, in one of 10^38 runs.
	if early == 0 || early == 128 {
		t.Errorf("%d of 128 waits were shorter than the mean, want about half", early)
	}
}

func TestRequestTimeoutIsForOneAttempt(t *testing.T) {
	t.Parallel()

	inBubble(t, inTurn(http.HandlerFunc(hang), respond(200, googleTokens)), func(t *testing.T, e *testEnv) {
		if err := readTokens(t.Context(), e.client); err != nil {
			t.Fatal(err)
		}

		if took := e.elapsed(); took < 5*time.Second || took > 6*time.Second {
			t.Errorf("took %s, want 5 s and the wait before the second attempt", took)
		}
	}, maxRetries(1), func(config *Config) { config.RequestTimeout = 5 * time.Second })
}

// setLifetime makes a client's lifetime end with a context, and returns a context for calls that does not.
func setLifetime(lifetime context.Context, t *testing.T, c *Client) context.Context {
	t.Helper()

	c.config.Lifetime = lifetime //nolint:fatcontext // It is set once.

	return t.Context()
}

// A call ends at once when its context ends, or when the process is interrupted.
func TestCancel(t *testing.T) {
	t.Parallel()

	const after = 3 * time.Second

	for name, test := range map[string]struct {
		handler http.Handler
		status  int
		reason  string
		// mayHaveRun reports whether the request may have taken effect, and waits which calls wait at all.
		mayHaveRun bool
		waits      func(retryPolicy) bool
	}{
		"without a response": {
			handler: http.HandlerFunc(hang), mayHaveRun: true, reason: "canceled before there was a complete response",
		},
		"in a response": {
			handler: http.HandlerFunc(hangInBody), status: 200, mayHaveRun: true,
			reason: "canceled before there was a complete response",
		},
		"in a wait for the rate limit": {
			handler: withRetryAfter(429, "20"), status: 429, reason: "canceled while waiting to try again",
			waits: func(policy retryPolicy) bool { return policy != retryNever },
		},
		"in a wait after an error": {
			handler: withRetryAfter(503, "20"), status: 503, reason: "canceled while waiting to try again",
			waits: func(policy retryPolicy) bool { return policy == retryAlways },
		},
	} {
		for _, call := range calls() {
			if test.waits != nil && !test.waits(call.retry) {
				continue
			}

			for _, interrupted := range []bool{false, true} {
				if interrupted && call.name == "revoke" {
					continue // See TestInterruptSparesRevocations.
				}

				inBubble(t, test.handler, func(t *testing.T, e *testEnv) {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(after, cancel)

					if interrupted {
						ctx = setLifetime(ctx, t, e.client)
					}

					_, err := call.send(ctx, e.client)

					failure := requireError(t, err, KindCanceled)
					if e.elapsed() != after || e.count() != 1 || failure.Attempts != 1 || !errors.Is(err, context.Canceled) {
						t.Errorf("%s, %s: %d requests in %s: %+v", call.name, name, e.count(), e.elapsed(), *failure)
					}

					if failure.StatusCode != test.status || failure.Reason != test.reason ||
						failure.MayHaveTakenEffect != (test.mayHaveRun && call.retry != retryAlways) {
						t.Errorf("%s, %s: %+v", call.name, name, *failure)
					}
				}, maxRetries(4))
			}
		}
	}
}

func TestCanceledBeforeItBegan(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		for _, interrupted := range []bool{false, true} {
			if interrupted && call.name == "revoke" {
				continue
			}

			inBubble(t, respond(200, call.response), func(t *testing.T, e *testEnv) {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()

				if interrupted {
					ctx = setLifetime(ctx, t, e.client)
				}

				_, err := call.send(ctx, e.client)

				failure := requireError(t, err, KindCanceled)
				if e.dialed() != 0 || failure.MayHaveTakenEffect || failure.Reason != "canceled before it was sent" {
					t.Errorf("%s: %d connections: %+v", call.name, e.dialed(), *failure)
				}
			}, maxRetries(4))
		}
	}
}

// Tokens that nobody needs are revoked even as the process ends.
func TestInterruptSparesRevocations(t *testing.T) {
	t.Parallel()

	revoke := calls()[3]

	inBubble(t, inTurn(stytchError(503, "server_unavailable"), respond(200, revoke.response)),
		func(t *testing.T, e *testEnv) {
			lifetime, cancel := context.WithCancel(t.Context())
			cancel()

			if _, err := revoke.send(setLifetime(lifetime, t, e.client), e.client); err != nil || e.count() != 2 {
				t.Errorf("%d requests, want 2: %v", e.count(), err)
			}
		}, maxRetries(1))
}

func TestDeadlineOfTheContext(t *testing.T) {
	t.Parallel()

	inBubble(t, http.HandlerFunc(hang), func(t *testing.T, e *testEnv) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()

		failure := requireError(t, readTokens(ctx, e.client), KindCanceled)
		if !errors.Is(failure, context.DeadlineExceeded) || e.elapsed() != 2*time.Second {
			t.Errorf("after %s: %v", e.elapsed(), failure)
		}
	})
}

func TestHeaders(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		// Every attempt sends the same, and a cookie is not kept.
		limited := func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
			stytchError(429, "too_many_requests")(w, r)
		}

		inBubble(t, inTurn(http.HandlerFunc(limited), respond(200, call.response)), func(t *testing.T, e *testEnv) {
			if _, err := call.send(t.Context(), e.client); (err != nil) != (call.retry == retryNever) {
				t.Fatalf("%s: %v", call.name, err)
			}

			first := e.received()[0]
			for _, again := range e.received() {
				if !reflect.DeepEqual(again, first) {
					t.Errorf("%s: sent %+v, and then %+v", call.name, first, again)
				}
			}

			user, password, ok := (&http.Request{Header: first.Header}).BasicAuth()
			if ok != call.basicAuth || ok && (user != projectID || password != secret) {
				t.Errorf("%s: credentials %q and %q", call.name, user, password)
			}

			header := first.Header.Clone()
			if call.basicAuth {
				header.Del("Authorization")
			}

			header.Del("Content-Length")
			header.Del("Content-Type") // Of each call's own tests.

			if want := (http.Header{
				"User-Agent": {userAgent}, "Accept": {"application/json"}, "Accept-Encoding": {"identity"},
			}); !reflect.DeepEqual(header, want) {
				t.Errorf("%s: header %v, want %v", call.name, header, want)
			}
		})
	}
}

func TestObserve(t *testing.T) {
	t.Parallel()

	slow := func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		respond(200, googleTokens)(w, r)
	}
	handler := inTurn(stytchError(429, "too_many_requests"), http.HandlerFunc(hang), cutOffAt(200),
		stytchError(503, "server_unavailable"), http.HandlerFunc(slow))

	inBubble(t, handler, func(t *testing.T, e *testEnv) {
		var got []Attempt

		e.client.config.Observe = func(_ context.Context, attempt Attempt) { got = append(got, attempt) }

		// Nothing is sent.
		_, err := e.client.MemberTokens(t.Context(), MemberIdentityProviders()[0], MemberTokensRequest{})
		_ = requireError(t, err, KindInvalid)

		if err := readTokens(t.Context(), e.client); err != nil {
			t.Fatal(err)
		}

		want := []Attempt{
			{Number: 1, StatusCode: 429, RequestID: "request-id-test-e", Failure: KindAPI},
			{Number: 2, Failure: KindTimeout, Duration: DefaultRequestTimeout},
			{Number: 3, StatusCode: 200, Failure: KindTransport},
			{Number: 4, StatusCode: 503, RequestID: "request-id-test-e", Failure: KindAPI},
			{Number: 5, StatusCode: 200, RequestID: "request-id-test-1", Duration: time.Second},
		}
		for i := range want {
			want[i].Method = http.MethodGet
			want[i].Route = "/v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/google"
		}

		if !slices.Equal(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}, maxRetries(4))
}

// All of an Attempt is logged.
func TestAttemptHasNoSecrets(t *testing.T) {
	t.Parallel()

	var fields []string
	for field := range reflect.TypeFor[Attempt]().Fields() {
		fields = append(fields, field.Name)
	}

	want := []string{"Method", "Route", "Number", "StatusCode", "Duration", "RequestID", "Failure"}
	if !slices.Equal(fields, want) {
		t.Errorf("fields %v, want %v: check that a new one can hold no secret", fields, want)
	}
}

// Parallel calls share nothing but connections: each gets its own response.
func TestParallelCalls(t *testing.T) {
	t.Parallel()

	echo := func(w http.ResponseWriter, r *http.Request) {
		id := strings.Split(r.URL.Path, "/")[6]

		time.Sleep(time.Second)
		respond(200, fmt.Sprintf(`{"request_id":"request-%[1]s","status_code":200,"provider_type":"Google",
			"provider_subject":%[1]q,"id_token":"id-%[1]s","scopes":[%[1]q]}`, id))(w, r)
	}

	inBubble(t, http.HandlerFunc(echo), func(t *testing.T, e *testEnv) {
		var wait sync.WaitGroup

		for i := range 64 {
			wait.Go(func() {
				id := fmt.Sprintf("member-test-%d", i)

				for range 5 {
					got, err := e.client.MemberTokens(t.Context(), MemberIdentityProviders()[0],
						MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: id})
					if err != nil {
						t.Error(err)
					} else if *got.ProviderSubject != id || *got.RequestID != "request-"+id || got.Scopes[0] != id {
						t.Errorf("asked for %s, got %s", id, toJSON(t, got))
					}
				}
			})
		}

		wait.Wait()

		// A connection may be opened for a call that another connection then serves, but not for each.
		if e.count() != 320 || e.dialed() > 160 {
			t.Errorf("%d requests over %d connections", e.count(), e.dialed())
		}
	})
}
