// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// m2mTokens asks for a token with both clients.
func (c *clients) m2mTokens(t *testing.T, scopes []string) (ours *client.OAuthTokens, sdk *m2m.TokenResponse, ourErr, sdkErr error) {
	t.Helper()

	id, secret := c.fixture.M2MClientID, c.fixture.M2MClientSecret
	ours, ourErr = c.b2b.M2MToken(t.Context(), client.ClientCredentials{ClientID: id, ClientSecret: secret}, scopes)
	sdk, sdkErr = c.sdkB2B.M2M.Token(t.Context(), &m2m.TokenParams{ClientID: id, ClientSecret: secret, Scopes: scopes})

	return ours, sdk, ourErr, sdkErr
}

func TestM2MToken(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, scopes := range map[string][]string{
		"all scopes": nil, "some": {"read:users"}, "several": {"write:users", "read:users"},
	} {
		ours, sdk, ourErr, sdkErr := c.m2mTokens(t, scopes)
		if ourErr != nil || sdkErr != nil {
			t.Fatalf("%s: ours %v, the SDK's %v", name, ourErr, sdkErr)
		}
		c.assertSameRequest(t, name, nil, nil)
		// The SDK has no envelope here.
		got, want := fields(t, ours), fields(t, sdk)
		if got["request_id"] == nil || got["status_code"] != float64(http.StatusOK) ||
			got["token_type"] != want["token_type"] || got["expires_in"] != want["expires_in"] {
			t.Errorf("%s: ours %v, the SDK's %v", name, got, want)
		}
		issued := c.emulator.IssuedTokens()
		issued = issued[len(issued)-2:]
		if issued[0].Value != *ours.AccessToken || issued[1].Value != sdk.AccessToken || !issued[0].Active || !issued[1].Active ||
			!slices.Equal(issued[0].Scopes, issued[1].Scopes) {
			t.Errorf("%s: the emulator issued %+v", name, issued)
		}
	}
}

func TestM2MTokenErrors(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, test := range map[string]struct {
		change func(*stytchmock.Fixture)
		scopes []string
		want   string
	}{
		"wrong secret":   {func(f *stytchmock.Fixture) { f.M2MClientSecret += "x" }, nil, "invalid_client"},
		"unknown client": {func(f *stytchmock.Fixture) { f.M2MClientID = "m2m-client-test-0" }, nil, "invalid_client"},
		"no M2M client": {func(f *stytchmock.Fixture) {
			f.M2MClientID, f.M2MClientSecret = f.ConfidentialClientID, f.ConfidentialClientSecret
		}, nil, "unauthorized_client"},
		"scope that it does not have": {nil, []string{"delete:users"}, "invalid_scope"},
	} {
		_, _, ours, sdk := c.with(t, test.change).m2mTokens(t, test.scopes)
		assertSameError(t, name, ours, sdk, http.StatusBadRequest, test.want)
		c.assertSameRequest(t, name, nil, nil)
	}
}
