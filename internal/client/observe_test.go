// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// observer keeps what a client tells of its attempts.
type observer struct {
	mu       sync.Mutex
	attempts []client.Attempt
}

// observe sets a client's observer.
func (o *observer) observe(config *client.Config) {
	config.Observe = func(_ context.Context, attempt client.Attempt) {
		o.mu.Lock()
		defer o.mu.Unlock()

		o.attempts = append(o.attempts, attempt)
	}
}

// all returns what was told so far.
func (o *observer) all() []client.Attempt {
	o.mu.Lock()
	defer o.mu.Unlock()

	return slices.Clone(o.attempts)
}

func TestObserveIsToldOfEveryAttempt(t *testing.T) {
	t.Parallel()

	slow := func(answer http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			<-time.After(time.Second)
			answer.ServeHTTP(w, r)
		}
	}

	answer := inTurn(stytchError(429, "too_many_requests"), http.HandlerFunc(cutBody),
		slow(stytchError(503, "server_unavailable")), slow(reply(200, googleTokens)))

	var seen observer

	inBubble(t, answer, func(t *testing.T, b *bubble) {
		if err := readTokens(t.Context(), b.client); err != nil {
			t.Fatal(err)
		}

		const route = "/v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/google"

		want := []client.Attempt{
			{Number: 1, StatusCode: 429, RequestID: "request-id-test-e", Failure: client.KindAPI},
			{Number: 2, StatusCode: 200, Failure: client.KindTransport},
			{
				Number: 3, StatusCode: 503, RequestID: "request-id-test-e", Failure: client.KindAPI,
				Duration: time.Second,
			},
			{Number: 4, StatusCode: 200, RequestID: "request-id-test-1", Duration: time.Second},
		}
		for i := range want {
			want[i].Method, want[i].Route = "GET", route
		}

		if got := seen.all(); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}, retries(4), seen.observe)
}

func TestObserveIsToldOfWhatGotNoAnswer(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		var seen observer

		inBubble(t, http.HandlerFunc(hang), func(t *testing.T, b *bubble) {
			_, err := call.send(t.Context(), b.client)
			fails(t, err, client.KindTimeout)

			got := seen.all()
			if len(got) != 1 || got[0].StatusCode != 0 || got[0].Failure != client.KindTimeout ||
				got[0].Duration != client.DefaultRequestTimeout || got[0].RequestID != "" {
				t.Errorf("%s: %+v", call.name, got)
			}
		}, seen.observe)
	}
}

func TestObserveIsNotToldOfWhatWasNotSent(t *testing.T) {
	t.Parallel()

	var seen observer

	c, _ := serve(t, reply(200, googleTokens), seen.observe)

	_, err := c.MemberTokens(t.Context(), identityProvider(t, "google"), client.MemberTokensRequest{})
	fails(t, err, client.KindInvalid)

	if _, err := c.StartURL(startGoogle()); err != nil {
		t.Fatal(err)
	}

	if got := seen.all(); len(got) > 0 {
		t.Errorf("told of %+v", got)
	}
}

func TestObserveIsToldNoSecret(t *testing.T) {
	t.Parallel()

	for name, send := range secretCalls() {
		for status, body := range map[int]string{
			200: `{"request_id":"r-` + secret + `\u001b[31m","status_code":200,"oauth_attach_token":"the-answer",
				"redirect_uri":"https://a/?code=the-answer","redirect_url":"https://a/the-answer",
				"authorization_code":"the-answer"}`,
			400: `{"request_id":"r-` + secret + `\u001b[31m","error_message":"the-answer","error_type":"the-answer"}`,
		} {
			var seen observer

			c, _ := serve(t, reply(status, body), seen.observe)

			// Whether the call fails does not matter here.
			_ = send(t.Context(), c)

			got := seen.all()
			if len(got) != 1 {
				t.Fatalf("%s: told of %d attempts, want 1", name, len(got))
			}

			text := fmt.Sprintf("%+v", got[0])
			for _, hidden := range append(carried(name), "the-answer", "organization-test-1", "member-test-1", "\x1b") {
				if strings.Contains(text, hidden) {
					t.Errorf("%s, %d: %q tells %q", name, status, text, hidden)
				}
			}
		}
	}
}

func TestAttemptHasOnlyWhatMayBeLogged(t *testing.T) {
	t.Parallel()

	want := []string{"Method", "Route", "Number", "StatusCode", "Duration", "RequestID", "Failure"}

	var got []string
	for field := range reflect.TypeFor[client.Attempt]().Fields() {
		got = append(got, field.Name)
	}

	if !slices.Equal(got, want) {
		t.Errorf("an attempt tells %v, want %v: what is new must be looked at for secrets", got, want)
	}
}
