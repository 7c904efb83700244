// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

const grantedAppsResponse = `{"request_id":"request-id-test-1","status_code":200,"connected_apps":[
	{"connected_app_id":"connected-app-test-1","name":"Acme CLI","description":"","client_type":"first_party",
	"logo_url":null,"scopes_granted":"openid offline_access"}]}`

func TestGrantedApps(t *testing.T) {
	t.Parallel()

	for path, grantor := range map[string]Grantor{
		"/v1/b2b/organizations/acme-inc/members/a%2Fb/connected_apps": MemberGrantor("acme-inc", "a/b"),
		"/v1/users/user-test-1/connected_apps":                        UserGrantor("user-test-1"),
		"/v1/b2b/organizations/acme-inc/connected_apps":               OrganizationGrantor("acme-inc"),
	} {
		inBubble(t, inTurn(stytchError(503, "server_unavailable"), respond(200, grantedAppsResponse)),
			func(t *testing.T, e *testEnv) {
				got, err := e.client.GrantedApps(t.Context(), grantor)
				if err != nil {
					t.Fatal(err)
				}

				if request := e.received()[1]; request.Method != http.MethodGet || request.Target != path || request.Body != "" {
					t.Errorf("%s %s %q", request.Method, request.Target, request.Body)
				}

				want := []GrantedApp{{
					ConnectedAppID: new("connected-app-test-1"), Name: new("Acme CLI"), Description: new(""),
					ClientType: new("first_party"), ScopesGranted: new("openid offline_access"),
				}}
				if !reflect.DeepEqual(got.ConnectedApps, want) || *got.RequestID != "request-id-test-1" {
					t.Errorf("%+v", got)
				}
			}, maxRetries(1))
	}
}

// The list of an Organization has no scopes; those of Members and Users have to have them.
func TestGrantedAppsWithoutScopes(t *testing.T) {
	t.Parallel()

	response := strings.Replace(grantedAppsResponse, `,"scopes_granted":"openid offline_access"`, "", 1)

	inBubble(t, respond(200, response), func(t *testing.T, e *testEnv) {
		if _, err := e.client.GrantedApps(t.Context(), OrganizationGrantor("acme-inc")); err != nil {
			t.Error(err)
		}

		_, err := e.client.GrantedApps(t.Context(), UserGrantor("user-test-1"))

		failure := requireError(t, err, KindInvalidResponse)
		if !strings.Contains(failure.Reason, "connected_apps[0].scopes_granted") {
			t.Error(failure)
		}
	})
}

func TestRevokeApp(t *testing.T) {
	t.Parallel()

	gone, unavailable := stytchError(404, "connected_app_not_found"), stytchError(503, "server_unavailable")
	done := respond(200, `{"request_id":"request-id-test-1","status_code":200}`)

	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    Kind
	}{
		"done":            {handler: done},
		"at the second":   {handler: inTurn(unavailable, done)},
		"by the first":    {handler: inTurn(unavailable, gone)},
		"not there":       {handler: gone, want: KindAPI},
		"not by Stytch":   {handler: inTurn(unavailable, respond(404, "not here")), want: KindAPI},
		"not understood":  {handler: respond(200, `{}`), want: KindInvalidResponse},
		"not the project": {handler: inTurn(unavailable, stytchError(404, "project_not_found")), want: KindAPI},
	} {
		inBubble(t, test.handler, func(t *testing.T, e *testEnv) {
			err := e.client.RevokeApp(t.Context(), MemberGrantor("acme-inc", "member-test-1"), "connected-app-test-1")
			if test.want != "" {
				_ = requireError(t, err, test.want)
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
			}

			const path = "/v1/b2b/organizations/acme-inc/members/member-test-1/connected_apps/connected-app-test-1/revoke"
			if request := e.received()[0]; request.Method != http.MethodPost || request.Target != path || request.Body != "{}" {
				t.Errorf("%s: %s %s %q", name, request.Method, request.Target, request.Body)
			}
		}, maxRetries(1))
	}
}

// An interrupt does not stop what is awaited once it was sent, and nothing of an uninterrupted client.
func TestInterruptSparesGrants(t *testing.T) {
	t.Parallel()

	issue := map[string]func(context.Context, *Client, bool) error{
		authorizeResponse: func(ctx context.Context, c *Client, awaited bool) error {
			_, err := c.Authorize(ctx, B2B, AuthorizeRequest{ConsentGranted: true, Awaited: awaited})

			return err
		},
		tokenResponse: func(ctx context.Context, c *Client, awaited bool) error {
			_, err := c.ExchangeCode(ctx, CodeExchange{Awaited: awaited})

			return err
		},
	}

	for body, send := range issue {
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(2 * time.Second)
			respond(200, body)(w, r)
		}

		for _, awaited := range []bool{true, false} {
			inBubble(t, http.HandlerFunc(slow), func(t *testing.T, e *testEnv) {
				lifetime, interrupt := context.WithTimeout(t.Context(), time.Second)
				defer interrupt()

				e.client.config.Lifetime = lifetime //nolint:fatcontext // It is the process's, not a call's.

				if err := send(t.Context(), e.client, awaited); (err == nil) != awaited {
					t.Errorf("awaited: %t: %v", awaited, err)
				}

				time.Sleep(time.Second)

				// What was not sent yet is not sent, but for what must not be left undone.
				_ = requireError(t, send(t.Context(), e.client, awaited), KindCanceled)

				if err := send(t.Context(), e.client.Uninterrupted(), awaited); err != nil {
					t.Error(err)
				}

				if e.count() != 2 {
					t.Errorf("%d requests, want 2", e.count())
				}
			})
		}
	}
}
