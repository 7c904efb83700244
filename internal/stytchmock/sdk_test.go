// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/b2bstytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/idp"
	memberoauth "github.com/stytchauth/stytch-go/v16/stytch/b2b/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations/members/oauthproviders"
	useridp "github.com/stytchauth/stytch-go/v16/stytch/consumer/idp"
	useroauth "github.com/stytchauth/stytch-go/v16/stytch/consumer/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/stytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/stytcherror"
)

// Stytch's own SDK is a client that was not written for this emulator: it must
// find nothing odd.

func (e *emulator) b2bSDK(options ...b2bstytchapi.Option) *b2bstytchapi.API {
	e.t.Helper()

	options = append([]b2bstytchapi.Option{
		b2bstytchapi.WithHTTPClient(e.client), b2bstytchapi.WithBaseURI(e.url),
		b2bstytchapi.WithInitializationContext(e.t.Context()),
	}, options...)
	api, err := b2bstytchapi.NewClient(e.f.ProjectID, e.f.Secret, options...)
	if err != nil {
		e.t.Fatal(err)
	}

	return api
}

func (e *emulator) consumerSDK(options ...stytchapi.Option) *stytchapi.API {
	e.t.Helper()

	options = append([]stytchapi.Option{
		stytchapi.WithHTTPClient(e.client), stytchapi.WithBaseURI(e.url),
		stytchapi.WithInitializationContext(e.t.Context()),
	}, options...)
	api, err := stytchapi.NewClient(e.f.ConsumerProjectID, e.f.ConsumerSecret, options...)
	if err != nil {
		e.t.Fatal(err)
	}

	return api
}

func TestSDKMemberTokens(t *testing.T) {
	t.Parallel()
	e := start(t)
	providers := e.b2bSDK(b2bstytchapi.WithSkipJWKSInitialization()).Organizations.Members.OAuthProviders

	params := &oauthproviders.ProviderInformationParams{
		OrganizationID: e.f.OrganizationExternalID, MemberID: e.f.MemberExternalID, IncludeRefreshToken: true,
	}
	google, err := providers.Google(t.Context(), params)
	if err != nil || google.AccessToken == "" || google.AccessTokenExpiresIn != 3600 || google.IDToken == "" ||
		google.RefreshToken == "" || google.ProviderSubject == "" || len(google.Scopes) == 0 || google.StatusCode != http.StatusOK {
		t.Errorf("google: %v %+v", err, google)
	}
	microsoft, err := providers.Microsoft(t.Context(), params)
	if err != nil || microsoft.AccessToken == "" || microsoft.RefreshToken == "" || microsoft.ProviderType != "Microsoft" {
		t.Errorf("microsoft: %v %+v", err, microsoft)
	}
	slack, err := providers.Slack(t.Context(), &oauthproviders.SlackParams{
		OrganizationID: e.f.OrganizationID, MemberID: e.f.MemberID,
	})
	if err != nil || len(slack.Registrations) != 1 || slack.Registrations[0].BotAccessToken == "" ||
		slack.Registrations[0].ProviderTenantID == "" || len(slack.Registrations[0].BotScopes) == 0 {
		t.Errorf("slack: %v %+v", err, slack)
	}
	hubspot, err := providers.Hubspot(t.Context(), params)
	if err != nil || len(hubspot.Registrations) != 1 || hubspot.Registrations[0].RefreshToken == "" ||
		hubspot.Registrations[0].AccessTokenExpiresIn != 3600 {
		t.Errorf("hubspot: %v %+v", err, hubspot)
	}
	github, err := providers.Github(t.Context(), params)
	if err != nil || len(github.Registrations) != 1 || len(github.Registrations[0].ProviderTenantIds) != 2 {
		t.Errorf("github: %v %+v", err, github)
	}

	_, err = providers.Google(t.Context(), &oauthproviders.ProviderInformationParams{
		OrganizationID: e.f.OrganizationID, MemberID: e.f.MemberIDWithoutTokens,
	})
	var failure stytcherror.Error
	if !errors.As(err, &failure) || failure.StatusCode != http.StatusNotFound || failure.ErrorType != "member_oauth_token_not_found" {
		t.Errorf("error %v", err)
	}
}

func TestSDKMemberAuthorization(t *testing.T) {
	t.Parallel()
	e := start(t)
	// With the JWKS fetched, so that the SDK can check a signature below.
	api := e.b2bSDK()

	preflight, err := api.IDP.OAuth.AuthorizeStart(t.Context(), &memberoauth.AuthorizeStartParams{
		ClientID: e.f.ClientID, RedirectURI: e.f.RedirectURI, ResponseType: "code",
		Scopes: []string{"openid"}, SessionToken: e.f.SessionToken, Prompt: "consent",
	})
	if err != nil || preflight.Member.MemberID != e.f.MemberID || !preflight.ConsentRequired ||
		preflight.Organization.OrganizationSlug != e.f.OrganizationSlug || preflight.Client.ClientID != e.f.ClientID ||
		len(preflight.ScopeResults) != 1 || !preflight.ScopeResults[0].IsGrantable {
		t.Fatalf("preflight: %v %+v", err, preflight)
	}
	authorization, err := api.IDP.OAuth.Authorize(t.Context(), &memberoauth.AuthorizeParams{
		ConsentGranted: true, ClientID: e.f.ClientID, RedirectURI: e.f.RedirectURI, ResponseType: "code",
		Scopes: []string{"openid"}, OrganizationID: e.f.OrganizationID, MemberID: e.f.MemberID,
		State: "s", Nonce: "n", CodeChallenge: challenge(testVerifier),
	})
	if err != nil || authorization.AuthorizationCode == "" || authorization.RedirectURI == "" {
		t.Fatalf("authorize: %v %+v", err, authorization)
	}
	// The SDK leaves out a consent_granted of false, which is required.
	_, err = api.IDP.OAuth.Authorize(t.Context(), &memberoauth.AuthorizeParams{
		ClientID: e.f.ClientID, RedirectURI: e.f.RedirectURI, ResponseType: "code",
		Scopes: []string{"openid"}, OrganizationID: e.f.OrganizationID, MemberID: e.f.MemberID,
	})
	var failure stytcherror.Error
	if !errors.As(err, &failure) || failure.StatusCode != http.StatusBadRequest || failure.ErrorType != "invalid_argument" {
		t.Errorf("error %v", err)
	}

	tokens := e.form(e.oauthPath("token"), e.exchange(authorization.AuthorizationCode, nil))
	checkOK(t, tokens, 200)
	remote, err := api.IDP.IntrospectTokenNetwork(t.Context(), &idp.IntrospectTokenNetworkParams{
		Token: tokens.text("access_token"), ClientID: e.f.ClientID,
	})
	if err != nil || remote.Subject != e.f.MemberID || remote.Organization.Slug != e.f.OrganizationSlug {
		t.Errorf("introspect: %v %+v", err, remote)
	}
	local, err := api.IDP.IntrospectTokenLocal(t.Context(), &idp.IntrospectTokenLocalParams{
		Token: tokens.text("access_token"),
	})
	if err != nil || local.Subject != e.f.MemberID || local.ClientID != e.f.ClientID || local.Scope != "openid" {
		t.Errorf("introspect locally: %v %+v", err, local)
	}
}

func TestSDKUserAuthorization(t *testing.T) {
	t.Parallel()
	e := start(t)
	api := e.consumerSDK(stytchapi.WithSkipJWKSInitialization())

	preflight, err := api.IDP.OAuth.AuthorizeStart(t.Context(), &useroauth.AuthorizeStartParams{
		ClientID: e.f.ConsumerClientID, RedirectURI: e.f.ConsumerRedirectURI, ResponseType: "code",
		Scopes: []string{"openid"}, UserID: e.f.UserExternalID,
	})
	if err != nil || preflight.UserID != e.f.UserID || preflight.User.UserID != e.f.UserID || len(preflight.ScopeResults) != 1 {
		t.Fatalf("preflight: %v %+v", err, preflight)
	}
	authorization, err := api.IDP.OAuth.Authorize(t.Context(), &useroauth.AuthorizeParams{
		ConsentGranted: true, ClientID: e.f.ConsumerConfidentialClientID, RedirectURI: e.f.ConsumerRedirectURI,
		ResponseType: "code", Scopes: []string{"openid"}, SessionToken: e.f.ConsumerSessionToken,
	})
	if err != nil || authorization.AuthorizationCode == "" {
		t.Fatalf("authorize: %v %+v", err, authorization)
	}
	tokens := e.form("/v1/public/"+e.f.ConsumerProjectID+"/oauth2/token", map[string]string{
		"grant_type": "authorization_code", "code": authorization.AuthorizationCode,
		"redirect_uri": e.f.ConsumerRedirectURI, "client_id": e.f.ConsumerConfidentialClientID,
		"client_secret": e.f.ConsumerConfidentialClientSecret,
	})
	checkOK(t, tokens, 200)
	remote, err := api.IDP.IntrospectTokenNetwork(t.Context(), &useridp.IntrospectTokenNetworkParams{
		Token: tokens.text("access_token"), ClientID: e.f.ConsumerConfidentialClientID,
		ClientSecret: &e.f.ConsumerConfidentialClientSecret,
	})
	if err != nil || remote.Subject != e.f.UserID {
		t.Errorf("introspect: %v %+v", err, remote)
	}

	attached, err := api.OAuth.Attach(t.Context(), &oauth.AttachParams{Provider: "github", UserID: e.f.UserID})
	if err != nil || attached.OAuthAttachToken == "" {
		t.Errorf("attach: %v %+v", err, attached)
	}
	who, err := api.Debug.Whoami(t.Context(), nil)
	if err != nil || who.ProjectID != e.f.ConsumerProjectID {
		t.Errorf("whoami: %v %+v", err, who)
	}
}

func TestSDKM2M(t *testing.T) {
	t.Parallel()
	e := start(t)
	api := e.consumerSDK()

	issued, err := api.M2M.Token(t.Context(), &m2m.TokenParams{
		ClientID: e.f.ConsumerM2MClientID, ClientSecret: e.f.ConsumerM2MClientSecret, Scopes: []string{"read:users"},
	})
	if err != nil || issued.ExpiresIn != 3600 || issued.TokenType != "bearer" {
		t.Fatalf("token: %v %+v", err, issued)
	}
	checked, err := api.M2M.AuthenticateToken(t.Context(), &m2m.AuthenticateTokenParams{
		AccessToken: issued.AccessToken, RequiredScopes: []string{"read:users"},
	})
	if err != nil || checked.ClientID != e.f.ConsumerM2MClientID {
		t.Errorf("authenticate: %v %+v", err, checked)
	}

	_, err = e.b2bSDK(b2bstytchapi.WithSkipJWKSInitialization()).M2M.Token(t.Context(), &m2m.TokenParams{
		ClientID: e.f.M2MClientID, ClientSecret: "wrong",
	})
	var failure stytcherror.OAuth2Error
	if !errors.As(err, &failure) || failure.StatusCode != http.StatusBadRequest || failure.ErrorType != "invalid_client" {
		t.Errorf("error %v", err)
	}
}
