// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// The questions about start URLs, stored tokens, attach tokens, authorizations and the project itself.

// projectQuestions returns the questions that need no more than the project.
func (p *liveProject) projectQuestions() []question {
	return []question{
		{
			text: "Are the OpenID configuration and the keys where the client looks?", assumes: "200", relies: "200",
			ask: func(a *asking) string {
				_, err := a.client.OpenIDConfiguration(a.ctx)
				a.require(err)
				_, err = a.client.JWKS(a.ctx)

				return a.outcome(err)
			},
		},
		{
			text: "Is the revocation endpoint where the client looks?", assumes: "200", relies: "200",
			ask: func(a *asking) string {
				k := a.liveApps()
				app := k.create(a, k.first(a.newName()))

				return a.outcome(a.client.RevokeToken(a.ctx, credentials(app.ClientID, app.ClientSecret), "unknown", "access_token"))
			},
		},
		{
			text: "Is there a Retry-After header in a 429?", assumes: "absent",
			ask: func(a *asking) string {
				if a.retryAfter == "" {
					a.notAsked("no 429 was seen, and this test provokes none")
				}

				return a.retryAfter
			},
		},
	}
}

// memberQuestions returns the questions about a B2B project alone.
func (p *liveProject) memberQuestions() []question {
	organization, member := p.value("ORGANIZATION_ID"), p.value("MEMBER_ID")
	questions := []question{}
	names := []string{}
	for _, one := range client.MemberIdentityProviders() {
		names = append(names, one.Name)
		questions = append(questions, question{
			text: "Do the Member's tokens of " + one.Title + " have what is promised?", assumes: "200", relies: "200",
			needs: []string{"ORGANIZATION_ID", "MEMBER_ID"},
			ask: func(a *asking) string {
				err := a.memberTokens(one, organization, member)
				failure, ok := errors.AsType[*client.Error](err)
				if ok && slices.Contains([]string{
					"member_oauth_token_not_found", "oauth_config_not_found", "default_provider_not_allowed",
				}, failure.Type) {
					a.notAsked("the Member has no tokens of " + one.Title)
				}

				return a.outcome(err)
			},
		})
	}
	missing := func(what, errorType, organizationID, memberID string, needs ...string) question {
		return question{
			text: "Which error do Google tokens of " + what + " have?", assumes: "404 " + errorType, needs: needs,
			ask: func(a *asking) string {
				return a.outcome(a.memberTokens(client.MemberIdentityProviders()[0], organizationID, memberID))
			},
		}
	}
	start := client.StartRequest{Flow: client.FlowMember, PublicToken: p.value("PUBLIC_TOKEN"), OrganizationID: organization}
	discovery := client.StartRequest{Flow: client.FlowDiscovery, PublicToken: p.value("PUBLIC_TOKEN")}
	const statuses = "understood: 302 with a JSON body (google, microsoft); 307 with a JSON body (github, hubspot, slack)"
	grants := liveGrants{
		product: client.B2B, needs: []string{"ORGANIZATION_ID", "MEMBER_ID"},
		subject: client.Subject{OrganizationID: organization, MemberID: member},
		lists:   []client.Grantor{client.MemberGrantor(organization, member), client.OrganizationGrantor(organization)},
	}

	return append(
		questions,
		missing("a Member without any", "member_oauth_token_not_found", organization, p.value("MEMBER_ID_WITHOUT_TOKENS"),
			"ORGANIZATION_ID", "MEMBER_ID_WITHOUT_TOKENS"),
		missing("an unknown Member", "member_not_found", organization, p.unknownID("member"), "ORGANIZATION_ID"),
		missing("an unknown Organization", "organization_not_found", p.unknownID("organization"), p.unknownID("member")),
		startQuestion("start URLs", start, names, statuses, "PUBLIC_TOKEN", "ORGANIZATION_ID"),
		startQuestion("discovery start URLs", discovery, names, statuses, "PUBLIC_TOKEN"),
		slugQuestion(start),
		grants.question("first_party"),
		grants.question("third_party_public"),
	)
}

// userQuestions returns the questions about a Consumer project alone.
func (p *liveProject) userQuestions() []question {
	user := p.value("USER_ID")
	start := client.StartRequest{Flow: client.FlowUser, PublicToken: p.value("PUBLIC_TOKEN")}
	attach := client.AttachRequest{Provider: cmp.Or(p.value("OAUTH_PROVIDER"), "google"), UserID: user}
	names := client.UserIdentityProviders()
	wait, _ := time.ParseDuration(p.value("ATTACH_WAIT"))
	grants := liveGrants{
		product: client.Consumer, needs: []string{"USER_ID"},
		subject: client.Subject{UserID: user}, lists: []client.Grantor{client.UserGrantor(user)},
	}

	return []question{
		startQuestion("start URLs", start, names, "understood: 302 with a JSON body ("+strings.Join(names, ", ")+")", "PUBLIC_TOKEN"),
		{
			text: "Is an attach token issued?", assumes: "200", relies: "200", needs: []string{"USER_ID"},
			ask: func(a *asking) string {
				_, err := a.client.Attach(a.ctx, attach)

				return a.outcome(err)
			},
		},
		{
			text: "Is an attach token still accepted after a wait (" + wait.String() + ")?", assumes: "302",
			needs: []string{"PUBLIC_TOKEN", "USER_ID", "ATTACH_WAIT"},
			ask: func(a *asking) string {
				if wait <= 0 {
					a.notAsked(p.prefix + "ATTACH_WAIT is no duration such as 15m")
				}
				token, err := a.client.Attach(a.ctx, attach)
				a.require(err)
				a.wait(wait)
				request := start
				request.Provider, request.OAuthAttachToken = attach.Provider, text(token.OAuthAttachToken)
				_, err = a.client.StartRedirect(a.ctx, request)

				return a.outcome(err)
			},
		},
		grants.question("first_party"),
		grants.question("third_party_public"),
	}
}

// memberTokens reads a Member's tokens.
func (a *asking) memberTokens(provider client.IdentityProvider, organizationID, memberID string) error {
	_, err := a.client.MemberTokens(a.ctx, provider, client.MemberTokensRequest{OrganizationID: organizationID, MemberID: memberID})

	return err
}

// startQuestion groups identity providers by what the client finds at their start URLs. It understands errors of Stytch's,
// too.
func startQuestion(what string, request client.StartRequest, providers []string, assumes string, needs ...string) question {
	return question{
		text: "What do " + what + " respond, and does the client understand it?", assumes: assumes, relies: "understood: ",
		needs: needs,
		ask: func(a *asking) string {
			groups := map[string][]string{}
			for _, name := range slices.Sorted(slices.Values(providers)) {
				request.Provider = name
				redirect, err := a.client.StartRedirect(a.ctx, request)
				outcome := a.outcome(err)
				failure, failed := errors.AsType[*client.Error](err)
				if failed && failure.Kind != client.KindNotConfigured && (failure.Kind != client.KindAPI || failure.Type == "") {
					return "not by the client: " + name + ": " + outcome
				}
				if !failed && redirect.RequestID != nil {
					outcome += " with a JSON body"
				}
				groups[outcome] = append(groups[outcome], name)
			}

			return "understood: " + grouped(groups)
		},
	}
}

// slugQuestion compares what a start URL responds to the Organization's slug with what it responds to the id.
func slugQuestion(byID client.StartRequest) question {
	return question{
		text:    "Does a start URL accept organization_slug with slug, as the provider sends them, and alone?",
		assumes: "both as organization_id; alone as organization_id", relies: "both as organization_id",
		needs: []string{"PUBLIC_TOKEN", "ORGANIZATION_ID", "ORGANIZATION_SLUG"},
		ask: func(a *asking) string {
			byID.Provider = "google"
			bySlug := byID
			bySlug.OrganizationID, bySlug.OrganizationSlug = "", a.value("ORGANIZATION_SLUG")
			_, err := a.client.StartRedirect(a.ctx, byID)
			want := a.outcome(err)
			likeID := func(got string) string {
				if got == want {
					return "as organization_id"
				}

				return got + " instead of " + want
			}
			_, err = a.client.StartRedirect(a.ctx, bySlug)
			both := a.outcome(err)
			address, err := a.client.StartURL(bySlug)
			a.require(err)
			address = strings.Replace(address, "&slug="+url.QueryEscape(bySlug.OrganizationSlug), "", 1)
			alone := a.send(http.MethodGet, "/v1/b2b/public/oauth/{provider}/start", address, "")

			return "both " + likeID(both) + "; alone " + likeID(alone)
		},
	}
}

// liveGrants are the calls of a product for apps that a Member or User authorizes.
type liveGrants struct {
	product client.Product
	needs   []string
	subject client.Subject
	// lists have the apps that are authorized. The first is the subject's own.
	lists []client.Grantor
}

// question authorizes an app of a type, exchanges the code for tokens, and revokes the app.
func (g liveGrants) question(clientType string) question {
	return question{
		text:    "Does a " + clientType + " app get tokens, and is it listed as authorized until it is revoked?",
		assumes: "tokens; listed; then not listed", relies: "tokens; listed; then not listed", needs: g.needs,
		ask: func(a *asking) string {
			k := a.liveApps()
			fields := k.first(a.newName())
			fields.ClientType = clientType
			app := k.create(a, fields)
			g.tokens(a, app)
			for _, list := range g.lists {
				if !a.listed(list, app) {
					return "tokens; not listed (" + a.request + ")"
				}
			}
			a.require(a.client.RevokeApp(a.ctx, g.lists[0], *app.ClientID))
			if a.listed(g.lists[0], app) {
				return "tokens; listed; then still listed"
			}

			return "tokens; listed; then not listed"
		},
	}
}

// tokens authorizes an app with PKCE, after a preflight, and exchanges the code. If the question fails after that, the app
// is revoked.
func (g liveGrants) tokens(a *asking, app *client.ConnectedApp) {
	a.Helper()

	request := client.PreflightRequest{
		Subject: g.subject, ClientID: *app.ClientID, RedirectURI: liveRedirect, ResponseType: "code",
		Scopes: []string{"openid", "offline_access"},
	}
	_, err := a.client.RequireGrantable(a.ctx, g.product, request)
	if failure, ok := errors.AsType[*client.Error](err); ok && failure.Type == "connected_app_not_allowed_for_org" {
		a.notAsked("the Organization does not allow such apps")
	}
	a.require(err)
	verifier := pkce.NewVerifier()
	challenge, err := pkce.Challenge(verifier)
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() {
		if a.Failed() || a.Skipped() {
			a.undo(a.T, func(ctx context.Context) error { return a.client.RevokeApp(ctx, g.lists[0], *app.ClientID) })
		}
	})
	authorized, err := a.client.Authorize(a.ctx, g.product, client.AuthorizeRequest{
		PreflightRequest: request, ConsentGranted: true, CodeChallenge: challenge,
	})
	a.require(err)
	_, err = a.client.ExchangeCode(a.ctx, client.CodeExchange{
		ClientCredentials: credentials(app.ClientID, app.ClientSecret), Code: *authorized.AuthorizationCode,
		RedirectURI: liveRedirect, CodeVerifier: verifier,
	})
	a.require(err)
}

// listed reports whether an app is in a list of those that are authorized.
func (a *asking) listed(list client.Grantor, app *client.ConnectedApp) bool {
	a.Helper()

	apps, err := a.client.GrantedApps(a.ctx, list)
	a.require(err)

	return slices.ContainsFunc(apps.ConnectedApps, func(one client.GrantedApp) bool { return *one.ConnectedAppID == *app.ClientID })
}
