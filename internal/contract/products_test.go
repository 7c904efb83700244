// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"

	b2boauth "github.com/stytchauth/stytch-go/v16/stytch/b2b/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/idp/oauth"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// product is one of Stytch's two, as both clients ask it for authorizations.
type product struct {
	name string
	ours func(p *parties) (*client.Client, client.Product)
	// subject, session and sessionJWT name who is asked in three ways; app and redirectURI are for whom.
	subject     func(p *parties) client.Subject
	session     func(p *parties) client.Subject
	sessionJWT  func(p *parties) client.Subject
	app         func(p *parties) string
	redirectURI func(p *parties) string
	// leftAlone are fields of a preflight's answer that our client has no use for: the whole subject.
	leftAlone []string

	preflight func(ctx context.Context, p *parties, request client.PreflightRequest) (any, error)
	authorize func(ctx context.Context, p *parties, request client.AuthorizeRequest) (any, error)
}

// products are both.
func products() []product {
	return []product{
		{
			name: "B2B",
			ours: func(p *parties) (*client.Client, client.Product) { return p.oursB2B, client.B2B },
			subject: func(p *parties) client.Subject {
				return client.Subject{OrganizationID: p.fixture.OrganizationID, MemberID: p.fixture.MemberExternalID}
			},
			session: func(p *parties) client.Subject { return client.Subject{SessionToken: p.fixture.SessionToken} },
			sessionJWT: func(p *parties) client.Subject {
				return client.Subject{SessionJWT: p.fixture.SessionJWT}
			},
			app:         func(p *parties) string { return p.fixture.ConfidentialClientID },
			redirectURI: func(p *parties) string { return p.fixture.RedirectURI },
			leftAlone:   []string{"member", "organization"},
			preflight: func(ctx context.Context, p *parties, r client.PreflightRequest) (any, error) {
				return p.theirsB2B.IDP.OAuth.AuthorizeStart(ctx, &b2boauth.AuthorizeStartParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					OrganizationID: r.OrganizationID, MemberID: r.MemberID, SessionToken: r.SessionToken,
					SessionJWT: r.SessionJWT, Prompt: r.Prompt,
				})
			},
			authorize: func(ctx context.Context, p *parties, r client.AuthorizeRequest) (any, error) {
				return p.theirsB2B.IDP.OAuth.Authorize(ctx, &b2boauth.AuthorizeParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					OrganizationID: r.OrganizationID, MemberID: r.MemberID, SessionToken: r.SessionToken,
					SessionJWT: r.SessionJWT, Prompt: r.Prompt, ConsentGranted: r.ConsentGranted, State: r.State,
					Nonce: r.Nonce, CodeChallenge: r.CodeChallenge,
				})
			},
		},
		{
			name:    "Consumer",
			ours:    func(p *parties) (*client.Client, client.Product) { return p.oursConsumer, client.Consumer },
			subject: func(p *parties) client.Subject { return client.Subject{UserID: p.fixture.UserExternalID} },
			session: func(p *parties) client.Subject {
				return client.Subject{SessionToken: p.fixture.ConsumerSessionToken}
			},
			sessionJWT: func(p *parties) client.Subject {
				return client.Subject{SessionJWT: p.fixture.ConsumerSessionJWT}
			},
			app:         func(p *parties) string { return p.fixture.ConsumerConfidentialClientID },
			redirectURI: func(p *parties) string { return p.fixture.ConsumerRedirectURI },
			leftAlone:   []string{"user"},
			preflight: func(ctx context.Context, p *parties, r client.PreflightRequest) (any, error) {
				return p.theirsConsumer.IDP.OAuth.AuthorizeStart(ctx, &oauth.AuthorizeStartParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					UserID: r.UserID, SessionToken: r.SessionToken, SessionJWT: r.SessionJWT, Prompt: r.Prompt,
				})
			},
			authorize: func(ctx context.Context, p *parties, r client.AuthorizeRequest) (any, error) {
				return p.theirsConsumer.IDP.OAuth.Authorize(ctx, &oauth.AuthorizeParams{
					ClientID: r.ClientID, RedirectURI: r.RedirectURI, ResponseType: r.ResponseType, Scopes: r.Scopes,
					UserID: r.UserID, SessionToken: r.SessionToken, SessionJWT: r.SessionJWT, Prompt: r.Prompt,
					ConsentGranted: r.ConsentGranted, State: r.State, Nonce: r.Nonce, CodeChallenge: r.CodeChallenge,
				})
			},
		},
	}
}

// request is one that is granted.
func (one product) request(p *parties) client.AuthorizeRequest {
	return client.AuthorizeRequest{
		PreflightRequest: client.PreflightRequest{
			Subject: one.subject(p), ClientID: one.app(p), RedirectURI: one.redirectURI(p), ResponseType: "code",
			Scopes: []string{"openid", "read:documents"}, Prompt: "consent",
		},
		ConsentGranted: true, State: "state&more", Nonce: "nonce",
		CodeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
	}
}
