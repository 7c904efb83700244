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

func TestM2MToken(t *testing.T) {
	t.Parallel()

	p := meet(t)
	id, secret := p.fixture.M2MClientID, p.fixture.M2MClientSecret

	for name, scopes := range map[string][]string{
		"all scopes": nil, "some": {"read:users"}, "several": {"write:users", "read:users"},
	} {
		ours, err := p.oursB2B.M2MToken(t.Context(), client.ClientCredentials{ClientID: id, ClientSecret: secret}, scopes)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}

		theirs, err := p.theirsB2B.M2M.Token(t.Context(), &m2m.TokenParams{
			ClientID: id, ClientSecret: secret, Scopes: scopes,
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}

		// The SDK has no envelope here.
		got := fields(t, ours)
		if got["request_id"] == nil || got["status_code"] != float64(http.StatusOK) {
			t.Errorf("%s: no envelope in %v", name, got)
		}

		want := fields(t, theirs)
		for _, field := range []string{"token_type", "expires_in"} {
			if got[field] == nil || got[field] != want[field] {
				t.Errorf("%s: %s: ours %v, theirs %v", name, field, got[field], want[field])
			}
		}

		p.sameQuestion(t, name, nil, nil)
		wantIssued(t, name, p, *ours.AccessToken, theirs.AccessToken)
	}
}

// wantIssued asserts that the last tokens that were issued are these, alike but for their values.
func wantIssued(t *testing.T, what string, p *parties, values ...string) {
	t.Helper()

	issued := p.emulator.IssuedTokens()
	issued = issued[max(0, len(issued)-len(values)):]

	for i, token := range issued {
		if token.Value != values[i] || !token.Active || !slices.Equal(token.Scopes, issued[0].Scopes) {
			t.Errorf("%s: token %d is %+v, the first one is %+v", what, i, token, issued[0])
		}
	}
}

func TestM2MTokenFailures(t *testing.T) {
	t.Parallel()

	met := meet(t)

	for name, test := range map[string]struct {
		spoil  func(*stytchmock.Fixture)
		scopes []string
		want   string
	}{
		"wrong secret":   {func(f *stytchmock.Fixture) { f.M2MClientSecret += "x" }, nil, "invalid_client"},
		"unknown client": {func(f *stytchmock.Fixture) { f.M2MClientID = "m2m-client-test-0" }, nil, "invalid_client"},
		"no M2M client": {
			func(f *stytchmock.Fixture) {
				f.M2MClientID, f.M2MClientSecret = f.ConfidentialClientID, f.ConfidentialClientSecret
			},
			nil, "unauthorized_client",
		},
		"scope that it has not": {func(*stytchmock.Fixture) {}, []string{"delete:users"}, "invalid_scope"},
	} {
		p := met.spoiled(t, test.spoil)
		id, secret := p.fixture.M2MClientID, p.fixture.M2MClientSecret

		_, ours := p.oursB2B.M2MToken(t.Context(), client.ClientCredentials{ClientID: id, ClientSecret: secret}, test.scopes)
		_, theirs := p.theirsB2B.M2M.Token(t.Context(), &m2m.TokenParams{
			ClientID: id, ClientSecret: secret, Scopes: test.scopes,
		})

		sameFailure(t, name, ours, theirs, http.StatusBadRequest, test.want)
		p.sameQuestion(t, name, nil, nil)
	}
}
