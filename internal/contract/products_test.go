// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"

	b2boauth "github.com/stytchauth/stytch-go/v16/stytch/b2b/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/idp/oauth"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// product is B2B or Consumer, as the calls for authorizations differ by it.
type product struct {
	name   string
	client *client.Client
	kind   client.Product
	// request is granted. bySession and byJWT name its subject in other ways.
	request          client.AuthorizeRequest
	bySession, byJWT client.Subject
	// sdkOnly are fields of a preflight that our client ignores: the whole subject.
	sdkOnly []string

	// sdkPreflight and sdkAuthorize make the SDK's calls.
	sdkPreflight func(ctx context.Context, r client.PreflightRequest) (any, error)
	sdkAuthorize func(ctx context.Context, r client.AuthorizeRequest) (any, error)
}

// products returns both.
func (c *clients) products() []product {
	request := func(subject client.Subject, clientID, redirectURI string) client.AuthorizeRequest {
		return client.AuthorizeRequest{
			PreflightRequest: client.PreflightRequest{
				Subject: subject, ClientID: clientID, RedirectURI: redirectURI, ResponseType: "code",
				Scopes: []string{"openid", "read:documents"}, Prompt: "consent",
			},
			ConsentGranted: true, State: "state&more", Nonce: "nonce",
			CodeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
		}
	}
	f := c.fixture
	member := client.Subject{OrganizationID: f.OrganizationID, MemberID: f.MemberExternalID}
	user := client.Subject{UserID: f.UserExternalID}

	return []product{
		{
			name: "B2B", client: c.b2b, kind: client.B2B,
			request:   request(member, f.ConfidentialClientID, f.RedirectURI),
			bySession: client.Subject{SessionToken: f.SessionToken},
			byJWT:     client.Subject{SessionJWT: f.SessionJWT},
			sdkOnly:   []string{"member", "organization"},
			sdkPreflight: func(ctx context.Context, r client.PreflightRequest) (any, error) {
				return c.sdkB2B.IDP.OAuth.AuthorizeStart(ctx, &b2boauth.AuthorizeStartParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					OrganizationID: r.OrganizationID, MemberID: r.MemberID, SessionToken: r.SessionToken,
					SessionJWT: r.SessionJWT, Prompt: r.Prompt,
				})
			},
			sdkAuthorize: func(ctx context.Context, r client.AuthorizeRequest) (any, error) {
				return c.sdkB2B.IDP.OAuth.Authorize(ctx, &b2boauth.AuthorizeParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					OrganizationID: r.OrganizationID, MemberID: r.MemberID, SessionToken: r.SessionToken,
					SessionJWT: r.SessionJWT, Prompt: r.Prompt, ConsentGranted: r.ConsentGranted, State: r.State,
					Nonce: r.Nonce, CodeChallenge: r.CodeChallenge,
				})
			},
		},
		{
			name: "Consumer", client: c.consumer, kind: client.Consumer,
			request:   request(user, f.ConsumerConfidentialClientID, f.ConsumerRedirectURI),
			bySession: client.Subject{SessionToken: f.ConsumerSessionToken},
			byJWT:     client.Subject{SessionJWT: f.ConsumerSessionJWT},
			sdkOnly:   []string{"user"},
			sdkPreflight: func(ctx context.Context, r client.PreflightRequest) (any, error) {
				return c.sdkConsumer.IDP.OAuth.AuthorizeStart(ctx, &oauth.AuthorizeStartParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					UserID: r.UserID, SessionToken: r.SessionToken, SessionJWT: r.SessionJWT, Prompt: r.Prompt,
				})
			},
			sdkAuthorize: func(ctx context.Context, r client.AuthorizeRequest) (any, error) {
				return c.sdkConsumer.IDP.OAuth.Authorize(ctx, &oauth.AuthorizeParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					UserID: r.UserID, SessionToken: r.SessionToken, SessionJWT: r.SessionJWT, Prompt: r.Prompt,
					ConsentGranted: r.ConsentGranted, State: r.State, Nonce: r.Nonce, CodeChallenge: r.CodeChallenge,
				})
			},
		},
	}
}
