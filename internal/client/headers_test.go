// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestHeaders(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, call.answer))

			if _, err := call.send(t.Context(), c); err != nil {
				t.Fatal(err)
			}

			got := record.only(t)

			user, password, basic := (&http.Request{Header: got.Header}).BasicAuth()
			if basic != call.basic || basic && (user != projectID || password != secret) {
				t.Errorf("credentials %t %q %q, want %t", basic, user, password, call.basic)
			}

			if !call.basic && len(got.Header.Values("Authorization")) > 0 {
				t.Error("a call without credentials has an Authorization header")
			}

			want := map[string]string{
				"User-Agent": userAgent, "Accept": "application/json", "Accept-Encoding": "identity", "Content-Type": "",
			}
			if got.Method == http.MethodPost {
				want["Content-Type"] = "application/json"
			}

			for name, value := range want {
				if values := strings.Join(got.Header.Values(name), "|"); values != value {
					t.Errorf("%s %q, want %q", name, values, value)
				}
			}

			// And nothing else, which nobody asked for.
			known := []string{"Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "User-Agent"}
			for name, values := range got.Header {
				if !slices.Contains(known, name) {
					t.Errorf("%s %q, want none", name, values)
				}
			}
		})
	}
}

func TestNoCookieIsKept(t *testing.T) {
	t.Parallel()

	c, record := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		reply(200, googleTokens)(w, r)
	}))

	for range 2 {
		if err := readTokens(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}

	if cookies := record.all()[1].Header.Values("Cookie"); len(cookies) > 0 {
		t.Errorf("the second request has the cookies %q", cookies)
	}
}

func TestRepetitionsAreTheSameRequest(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		inBubble(t, inTurn(asking(429, "1"), asking(429, "1"), reply(200, call.answer)), func(t *testing.T, b *bubble) {
			if _, err := call.send(t.Context(), b.client); err != nil {
				t.Fatal(err)
			}

			first := asJSON(t, b.all()[0])
			for i, repetition := range b.all() {
				if got := asJSON(t, repetition); got != first {
					t.Errorf("%s: request %d is %s, want %s", call.name, i+1, got, first)
				}
			}
		})
	}
}

func TestValuesThatMayNotStandInAPath(t *testing.T) {
	t.Parallel()

	good := client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"}

	for name, value := range map[string]string{
		"empty":            "",
		"dot":              ".",
		"two dots":         "..",
		"space":            "organization test",
		"only a space":     " ",
		"trailing newline": "organization-test-1\n",
		"tab":              "a\tb",
		"NUL":              "a\x00b",
		"escape":           "a\x1bb",
		"delete":           "a\x7fb",
		"C1 control":       "a\u0085b",
		"no-break space":   "a\u00a0b",
		"zero width space": "a\u200bb",
		"byte order mark":  "\ufefforganization-test-1",
		"right to left":    "a\u202eb",
		"soft hyphen":      "a\u00adb",
		"not UTF-8":        "a\xffb",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, googleTokens), retries(3))

			for field, request := range map[string]client.MemberTokensRequest{
				"organization_id": {OrganizationID: value, MemberID: good.MemberID},
				"member_id":       {OrganizationID: good.OrganizationID, MemberID: value},
			} {
				_, err := c.MemberTokens(t.Context(), identityProvider(t, "google"), request)

				got := failure(t, err, client.KindInvalid)
				if !strings.HasPrefix(got.Reason, field+" must not ") || got.Attempts != 0 {
					t.Errorf("got %+v, want a refusal of %s", *got, field)
				}

				if strings.TrimSpace(value) != "" && value != "." && value != ".." && strings.Contains(got.Error(), value) {
					t.Errorf("%q repeats the value", got.Error())
				}
			}

			for _, flow := range []client.StartFlow{client.FlowMember, client.FlowDiscovery, client.FlowUser} {
				request := client.StartRequest{Flow: flow, Provider: value}

				_, err := c.StartURL(request)
				fails(t, err, client.KindInvalid)

				_, err = c.StartRedirect(t.Context(), request)
				fails(t, err, client.KindInvalid)
			}

			if record.count() > 0 {
				t.Errorf("%d requests were sent, want none", record.count())
			}
		})
	}
}
