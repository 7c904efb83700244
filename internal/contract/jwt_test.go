// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"testing"
	"time"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/b2bstytchapi"
	b2bidp "github.com/stytchauth/stytch-go/v16/stytch/b2b/idp"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/idp"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/sessions"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/stytchapi"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The SDK checks JWTs itself, with the project's published keys: nothing in them may be missing.

func TestMemberJWTs(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	f := c.fixture
	sdk, err := b2bstytchapi.NewClient(f.ProjectID, f.Secret,
		b2bstytchapi.WithBaseURI(f.BaseURL), b2bstytchapi.WithInitializationContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}

	session, err := sdk.Sessions.AuthenticateJWTLocal(t.Context(), f.SessionJWT, time.Minute, nil)
	if err != nil {
		t.Fatal(err)
	}
	if session.MemberSessionID == "" || session.MemberID != f.MemberID || session.OrganizationID != f.OrganizationID ||
		session.OrganizationSlug != f.OrganizationSlug || len(session.Roles) != 1 || len(session.CustomClaims) > 0 {
		t.Errorf("the SDK reads %+v", session)
	}
	checkSession(t, session.StartedAt, session.LastAccessedAt, session.ExpiresAt, session.AuthenticationFactors, "ada@example.com")
	if _, err := sdk.Sessions.AuthenticateJWTLocal(t.Context(), f.ConsumerSessionJWT, time.Minute, nil); err == nil {
		t.Error("a User's session JWT is good for the B2B project")
	}

	token := c.accessToken(t, c.products()[0], f.ConfidentialClientSecret)
	remote, err := sdk.IDP.IntrospectTokenNetwork(t.Context(), &b2bidp.IntrospectTokenNetworkParams{
		Token: token, ClientID: f.ConfidentialClientID, ClientSecret: &f.ConfidentialClientSecret,
	})
	if err != nil || remote.Subject != f.MemberID || remote.Organization.Slug != f.OrganizationSlug {
		t.Errorf("introspection over the network: %v %+v", err, remote)
	}
	local, err := sdk.IDP.IntrospectTokenLocal(t.Context(), &b2bidp.IntrospectTokenLocalParams{Token: token})
	if err != nil || local.Subject != f.MemberID || local.ClientID != f.ConfidentialClientID || local.Scope != "openid read:documents" {
		t.Errorf("local introspection: %v %+v", err, local)
	}
}

func TestUserJWTs(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	f := c.fixture
	sdk, err := stytchapi.NewClient(f.ConsumerProjectID, f.ConsumerSecret,
		stytchapi.WithBaseURI(f.BaseURL), stytchapi.WithInitializationContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}

	session, err := sdk.Sessions.AuthenticateJWTLocal(f.ConsumerSessionJWT, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if session.SessionID == "" || session.UserID != f.UserID || session.Attributes == nil || len(session.CustomClaims) > 0 {
		t.Errorf("the SDK reads %+v", session)
	}
	checkSession(t, session.StartedAt, session.LastAccessedAt, session.ExpiresAt, session.AuthenticationFactors, "alan@example.com")

	remote, err := sdk.IDP.IntrospectTokenNetwork(t.Context(), &idp.IntrospectTokenNetworkParams{
		Token:    c.accessToken(t, c.products()[1], f.ConsumerConfidentialClientSecret),
		ClientID: f.ConsumerConfidentialClientID, ClientSecret: &f.ConsumerConfidentialClientSecret,
	})
	if err != nil || remote.Subject != f.UserID {
		t.Errorf("introspection over the network: %v %+v", err, remote)
	}
	if who, err := sdk.Debug.Whoami(t.Context(), nil); err != nil || who.ProjectID != f.ConsumerProjectID {
		t.Errorf("whoami: %v %+v", err, who)
	}
}

// accessToken goes through an authorization with our client, without a code challenge.
func (c *clients) accessToken(t *testing.T, p product, secret string) string {
	t.Helper()

	request := p.request
	request.CodeChallenge = ""
	authorization, err := p.client.Authorize(t.Context(), p.kind, request)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := p.client.ExchangeCode(t.Context(), client.CodeExchange{
		ClientCredentials: client.ClientCredentials{ClientID: request.ClientID, ClientSecret: secret},
		Code:              *authorization.AuthorizationCode, RedirectURI: request.RedirectURI,
	})
	if err != nil {
		t.Fatal(err)
	}

	return *tokens.AccessToken
}

// checkSession checks that a session began in this test, goes on, and began with a link in an email.
func checkSession(
	t *testing.T, started, accessed, expires *time.Time, factors []sessions.AuthenticationFactor, email string,
) {
	t.Helper()

	if time.Since(*started) > time.Minute || accessed.Before(*started) || accessed.After(time.Now()) || !expires.After(time.Now()) {
		t.Errorf("a session from %v, last used %v, to %v", started, accessed, expires)
	}
	if len(factors) != 1 || factors[0].Type != "magic_link" || factors[0].DeliveryMethod != "email" ||
		factors[0].LastAuthenticatedAt == nil || factors[0].EmailFactor == nil ||
		factors[0].EmailFactor.EmailAddress != email || factors[0].EmailFactor.EmailID == "" {
		t.Errorf("factors %+v", factors)
	}
}
