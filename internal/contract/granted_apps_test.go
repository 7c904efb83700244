// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations/members"
	memberapps "github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations/members/connectedapps"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/users"
	"github.com/stytchauth/stytch-go/v16/stytch/stytcherror"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// grantedAppCalls are the SDK's calls about what the subject of a product has granted.
type grantedAppCalls struct {
	list   func(ctx context.Context) (any, error)
	revoke func(ctx context.Context, clientID string) (any, error)
}

// sdkGrantedApps returns them by the names of the products.
func (c *clients) sdkGrantedApps() map[string]grantedAppCalls {
	f := c.fixture

	return map[string]grantedAppCalls{
		"B2B": {
			func(ctx context.Context) (any, error) {
				return c.sdkB2B.Organizations.Members.GetConnectedApps(ctx, &members.GetConnectedAppsParams{
					OrganizationID: f.OrganizationExternalID, MemberID: f.MemberExternalID,
				})
			},
			func(ctx context.Context, clientID string) (any, error) {
				return c.sdkB2B.Organizations.Members.ConnectedApps.Revoke(ctx, &memberapps.RevokeParams{
					OrganizationID: f.OrganizationID, MemberID: f.MemberID, ConnectedAppID: clientID,
				})
			},
		},
		"Consumer": {
			func(ctx context.Context) (any, error) {
				return c.sdkConsumer.Users.ConnectedApps(ctx, &users.ConnectedAppsParams{UserID: f.UserExternalID})
			},
			func(ctx context.Context, clientID string) (any, error) {
				return c.sdkConsumer.Users.Revoke(ctx, &users.RevokeParams{UserID: f.UserID, ConnectedAppID: clientID})
			},
		},
	}
}

// assertSDK checks what the SDK understood of a response, but for its request_id.
func assertSDK(t *testing.T, name string, result any, err error, want map[string]any) {
	t.Helper()

	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	got := fields(t, result)
	delete(got, "request_id")
	want["status_code"] = float64(http.StatusOK)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %v\nwant %v", name, got, want)
	}
}

// assertSDKError checks an error that the SDK returned.
func assertSDKError(t *testing.T, name string, err error, status int, errorType string) {
	t.Helper()

	e, ok := errors.AsType[stytcherror.Error](err)
	if !ok || e.StatusCode != status || string(e.ErrorType) != errorType || e.RequestID == "" {
		t.Errorf("%s: got %v, want %d %s", name, err, status, errorType)
	}
}

func TestGrantedApps(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	calls := c.sdkGrantedApps()
	for _, p := range c.products() {
		sdk, clientID := calls[p.name], p.request.ClientID
		list, err := sdk.list(t.Context())
		assertSDK(t, p.name, list, err, map[string]any{})
		_, err = sdk.revoke(t.Context(), clientID)
		assertSDKError(t, p.name, err, http.StatusNotFound, "connected_app_not_found")

		if _, err := p.sdkAuthorize(t.Context(), p.request); err != nil {
			t.Fatal(err)
		}
		app := map[string]any{
			"connected_app_id": clientID, "name": "Acme Portal", "description": "Acme Portal of Acme",
			"client_type": "first_party", "logo_url": "https://app.example.com/logo.png",
			"scopes_granted": "openid read:documents",
		}
		list, err = sdk.list(t.Context())
		assertSDK(t, p.name, list, err, map[string]any{"connected_apps": []any{app}})
		if p.name == "B2B" {
			delete(app, "scopes_granted")
			c.assertOrganizationApp(t, app)
		}

		revoked, err := sdk.revoke(t.Context(), clientID)
		assertSDK(t, p.name, revoked, err, map[string]any{})
		list, err = sdk.list(t.Context())
		assertSDK(t, p.name, list, err, map[string]any{})
	}
}

// assertOrganizationApp checks that one app is installed in the seeded Organization, by the seeded Member alone.
func (c *clients) assertOrganizationApp(t *testing.T, app map[string]any) {
	t.Helper()

	id := c.fixture.OrganizationSlug
	list, err := c.sdkB2B.Organizations.ConnectedApps(t.Context(), &organizations.ConnectedAppsParams{OrganizationID: id})
	assertSDK(t, "organization", list, err, map[string]any{"connected_apps": []any{app}})

	clientID, _ := app["connected_app_id"].(string)
	one, err := c.sdkB2B.Organizations.GetConnectedApp(t.Context(), &organizations.GetConnectedAppParams{
		OrganizationID: id, ConnectedAppID: clientID,
	})
	app["active_members"] = []any{
		map[string]any{"member_id": c.fixture.MemberID, "granted_scopes": []any{"openid", "read:documents"}},
	}
	assertSDK(t, "app of the organization", one, err, app)
}

// Our client and the SDK ask for the same, and understand the same. The SDK repeats the ids of the path in the body.
func TestGrantedAppRequests(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	f, calls := c.fixture, c.sdkGrantedApps()
	grantors := map[string][2]client.Grantor{
		"B2B": {
			client.MemberGrantor(f.OrganizationExternalID, f.MemberExternalID),
			client.MemberGrantor(f.OrganizationID, f.MemberID),
		},
		"Consumer": {client.UserGrantor(f.UserExternalID), client.UserGrantor(f.UserID)},
	}
	repeated := map[string]map[string]any{
		"B2B":      {"organization_id": f.OrganizationID, "member_id": f.MemberID},
		"Consumer": {"user_id": f.UserID},
	}
	for _, p := range c.products() {
		authorize := func() {
			if _, err := p.sdkAuthorize(t.Context(), p.request); err != nil {
				t.Fatal(err)
			}
			c.emulator.ResetRequests()
		}

		authorize()
		ours, err := p.client.GrantedApps(t.Context(), grantors[p.name][0])
		if err != nil {
			t.Fatal(err)
		}
		sdk, err := calls[p.name].list(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		assertSameResult(t, p.name, ours, sdk, nil, nil)
		c.assertSameRequest(t, p.name, nil, nil)

		if p.name == "B2B" {
			c.assertSameOrganizationApps(t)
		}

		if err := p.client.RevokeApp(t.Context(), grantors[p.name][1], p.request.ClientID); err != nil {
			t.Fatal(err)
		}
		ourRevocation := c.emulator.Requests()[0]

		authorize()
		if _, err := calls[p.name].revoke(t.Context(), p.request.ClientID); err != nil {
			t.Fatal(err)
		}
		sdkRevocation := c.emulator.Requests()[0]
		if ourRevocation.Path != sdkRevocation.Path || ourRevocation.Method != sdkRevocation.Method {
			t.Errorf("%s: ours revokes at %s, the SDK at %s", p.name, ourRevocation.Path, sdkRevocation.Path)
		}
		sent := parameters(t, sdkRevocation)
		delete(sent, "connected_app_id")
		if len(parameters(t, ourRevocation)) != 0 || !reflect.DeepEqual(sent, repeated[p.name]) {
			t.Errorf("%s: ours sends %s, the SDK %s", p.name, ourRevocation.Body, sdkRevocation.Body)
		}
	}
}

// assertSameOrganizationApps compares the lists of the seeded Organization.
func (c *clients) assertSameOrganizationApps(t *testing.T) {
	t.Helper()

	id := c.fixture.OrganizationID
	ours, err := c.b2b.GrantedApps(t.Context(), client.OrganizationGrantor(id))
	if err != nil {
		t.Fatal(err)
	}
	sdk, err := c.sdkB2B.Organizations.ConnectedApps(t.Context(), &organizations.ConnectedAppsParams{OrganizationID: id})
	if err != nil {
		t.Fatal(err)
	}
	assertSameResult(t, "organization", ours, sdk, nil, nil)
	c.assertSameRequest(t, "organization", nil, nil)
}

func TestGrantedAppErrors(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	c.fixture.OrganizationID, c.fixture.OrganizationExternalID = "unknown", "unknown"
	c.fixture.UserID, c.fixture.UserExternalID = "unknown", "unknown"
	for name, errorType := range map[string]string{"B2B": "organization_not_found", "Consumer": "user_not_found"} {
		calls := c.sdkGrantedApps()[name]
		_, err := calls.list(t.Context())
		assertSDKError(t, name, err, http.StatusNotFound, errorType)
		_, err = calls.revoke(t.Context(), "unknown")
		assertSDKError(t, name, err, http.StatusNotFound, errorType)
	}
	_, err := c.sdkB2B.Organizations.ConnectedApps(t.Context(), &organizations.ConnectedAppsParams{OrganizationID: "unknown"})
	assertSDKError(t, "organization", err, http.StatusNotFound, "organization_not_found")
}
