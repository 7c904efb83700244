// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// A grant is a Connected App that a Member or User has authorized. This file has tokens issued for one, and revokes it;
// the resources that do so are in connected_app_grant_resource.go. Stytch revokes all tokens of a grant at once. No step
// leaves a refresh token valid that nobody has: what was issued is in the memory of this process, from which a store gets
// it, or it is revoked again.

// grantKey says which grant is meant: the Connected App, and who authorizes it.
type grantKey struct {
	product  client.Product
	subject  client.Subject
	grantor  client.Grantor
	clientID string
}

// memberGrant returns the grant of a Member.
func memberGrant(organizationID, memberID, clientID types.String) grantKey {
	organization, member := organizationID.ValueString(), memberID.ValueString()

	return grantKey{
		product: client.B2B, subject: client.Subject{OrganizationID: organization, MemberID: member},
		grantor: client.MemberGrantor(organization, member), clientID: clientID.ValueString(),
	}
}

// userGrant returns the grant of a User.
func userGrant(userID, clientID types.String) grantKey {
	return grantKey{
		product: client.Consumer, subject: client.Subject{UserID: userID.ValueString()},
		grantor: client.UserGrantor(userID.ValueString()), clientID: clientID.ValueString(),
	}
}

// importID returns the id for `terraform import`, which is also the grant's key in the memory of this run.
func (k grantKey) importID() string {
	if k.subject.UserID != "" {
		return k.subject.UserID + "," + k.clientID
	}

	return k.subject.OrganizationID + "," + k.subject.MemberID + "," + k.clientID
}

// String names the app and who authorizes it.
func (k grantKey) String() string {
	return fmt.Sprintf("Connected App %q and %s", k.clientID, describe(k.subject))
}

// operation describes a request about the grant.
func (k grantKey) operation(verb, noun string) operation {
	return operation{
		verb: verb, noun: noun, object: k.String(),
		advice: map[string]advice{
			"invalid_client":           adviceGrantSecret,
			"unauthorized_client":      adviceGrantSecret,
			"unauthorized_credentials": adviceGrantSecret,
			"invalid_grant":            adviceRunAgain,
			"idp_auth_code_not_found":  adviceRunAgain,
			"idp_auth_code_expired":    adviceRunAgain,
		},
	}
}

// find returns the app from the list of those that are authorized, nil if it is not in it.
func (k grantKey) find(ctx context.Context, api *client.Client) (*client.GrantedApp, error) {
	apps, err := api.GrantedApps(ctx, k.grantor)
	if err != nil {
		return nil, err
	}

	for _, app := range apps.ConnectedApps {
		if *app.ConnectedAppID == k.clientID {
			return &app, nil
		}
	}

	return nil, nil //nolint:nilnil // An app that is not authorized is no error.
}

// revoke revokes the app. What Stytch does not find is revoked already.
func (k grantKey) revoke(ctx context.Context, data *providerData, api *client.Client) error {
	err := api.RevokeApp(ctx, k.grantor, k.clientID)
	if isGone(err) {
		err = nil
	}

	if err == nil {
		data.issued.setGrant(k.importID(), func(grant *issuedGrant) { grant.revoked = true })
	}

	return err
}

// isGone reports whether Stytch responded that it does not find what a call was to revoke. How it responds if an app is
// not authorized is not documented, so any error type counts that is not about the request itself. All of Stytch's errors
// have a type and a request id; the 404 of a gateway, which may be JSON as well, has neither.
func isGone(err error) bool {
	failure, ok := errors.AsType[*client.Error](err)
	if !ok || failure.Kind != client.KindAPI || failure.StatusCode != http.StatusNotFound {
		return false
	}

	switch failure.Type {
	case "", "project_not_found", "route_not_found":
		return false
	}

	return failure.RequestID != ""
}

// issuance has the tokens of a grant issued.
type issuance struct {
	grantKey

	data        *providerData
	redirectURI string
	scopes      []string
	// secret is the client secret, empty for a public app.
	secret string
}

// request is what the app requests of the Member or User.
func (i *issuance) request() client.PreflightRequest {
	return client.PreflightRequest{
		Subject: i.subject, ClientID: i.clientID, RedirectURI: i.redirectURI, ResponseType: "code", Scopes: i.scopes,
	}
}

// check refuses what cannot succeed, before anything is changed.
func (i *issuance) check(ctx context.Context) diag.Diagnostics {
	changed := "Nothing was changed."
	if i.data.issued.grant(i.importID()).revoked { // By a replacement, which destroys first.
		changed = "The old tokens were revoked before."
	}

	preflight, err := i.data.client.RequireGrantable(ctx, i.product, i.request())
	if err != nil {
		return withAdvice(i.operation("Check", "Authorization of Connected App").diagnostics(err), changed)
	}

	// The errors are on an argument that is no secret: Terraform prints the line that they are on.
	at := path.Root("client_id")
	public := strings.HasSuffix(*preflight.Client.ClientType, "_public")

	switch {
	case *preflight.Client.ClientID != i.clientID:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Invalid Argument", fmt.Sprintf("The value of `client_id` "+
			"must be Stytch's own id of the Connected App: %q. %s", *preflight.Client.ClientID, changed))}
	case public && i.secret != "":
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Invalid Argument", fmt.Sprintf("The Connected App is a public "+
			"client (`%s`), which has no secret. Remove `client_secret_wo`. %s", *preflight.Client.ClientType, changed))}
	case !public && i.secret == "":
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Missing Client Secret", fmt.Sprintf("The Connected App is a "+
			"confidential client (`%s`), so it needs its secret to get tokens, and `client_secret_wo` is null. %s\n"+
			"Set `client_secret_wo`. A secret from `stytchoauth_client_secret` is only there in the apply that has it issued: raise "+
			"`next_client_secret_version` or `client_secret_version` of the app in the same apply.",
			*preflight.Client.ClientType, changed))}
	}

	return nil
}

// issue authorizes the app and exchanges the code, always with PKCE. The tokens are kept in memory. If anything fails
// after the authorization, the app is revoked again.
func (i *issuance) issue(ctx context.Context) (*client.OAuthTokens, diag.Diagnostics) {
	verifier := pkce.NewVerifier()

	challenge, err := pkce.Challenge(verifier)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Make Code Challenge",
			"This is a bug of the provider: its own code verifier is not valid.")}
	}

	authorization, err := i.data.client.Authorize(ctx, i.product, client.AuthorizeRequest{
		PreflightRequest: i.request(), ConsentGranted: true, CodeChallenge: challenge, Awaited: true,
	})
	if err != nil {
		diags := i.operation("Authorize", "Connected App").diagnostics(err)
		if mayHaveTakenEffect(err) {
			diags = i.takeBack(ctx, diags)
		}

		return nil, diags
	}

	tokens, err := i.data.client.ExchangeCode(ctx, client.CodeExchange{
		ClientCredentials: client.ClientCredentials{ClientID: i.clientID, ClientSecret: i.secret},
		Code:              *authorization.AuthorizationCode, RedirectURI: i.redirectURI, CodeVerifier: verifier, Awaited: true,
	})
	if err != nil {
		return nil, i.takeBack(ctx, i.operation("Exchange", "Authorization Code").diagnostics(err))
	}

	// A run that is interrupted stores nothing any more.
	if ctx.Err() != nil || i.data.client.Interrupted() {
		return nil, i.takeBack(ctx, diag.Diagnostics{diag.NewErrorDiagnostic("Interrupted",
			"The run was interrupted while tokens were issued, so nothing would have stored them.")})
	}

	i.data.issued.setGrant(i.importID(), func(grant *issuedGrant) { grant.tokens = tokens })

	return tokens, nil
}

// takeBack revokes the app after a failure, so that no token is valid that nobody has. An interrupt does not stop it.
// What became of it is added to the errors.
func (i *issuance) takeBack(ctx context.Context, diags diag.Diagnostics) diag.Diagnostics {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revocationTimeout)
	defer cancel()

	if err := i.revoke(ctx, i.data, i.data.client.Uninterrupted()); err != nil {
		request := i.operation("Revoke", "Connected App")
		request.onlyAdvice = fmt.Sprintf("The authorization could not be revoked within %s, so there may be tokens that nobody "+
			"has. %s", revocationTimeout, revokeByHand)

		return append(diags, request.diagnostics(err)...)
	}

	return withAdvice(diags, "The authorization was revoked, so there is no token that nobody has.")
}

// revokeByHand says how to end tokens that the provider could not revoke.
const revokeByHand = "To end all tokens of the app for this Member or User, use the action " +
	"`stytchoauth_member_connected_app_revoke` or `stytchoauth_user_connected_app_revoke` (Terraform 1.14), or Stytch's API (POST " +
	"…/connected_apps/{connected_app_id}/revoke)."

// grantExists refuses to have tokens issued for a grant that is there already, and may be in use.
func grantExists(key grantKey) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("client_id"), alreadyAuthorized, fmt.Sprintf(
		"Connected App %q is authorized by %s already. Nothing was changed.\nTo have new tokens issued for a resource that exists, "+
			"change `grant_version` instead of replacing it. Otherwise import the grant with the id %q, or revoke it first.",
		key.clientID, describe(key.subject), key.importID()))}
}

// claimedTwice refuses to have tokens issued for a grant with which another resource of this run has begun.
func claimedTwice(key grantKey) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("client_id"), alreadyAuthorized, fmt.Sprintf(
		"Another resource of this configuration is for %s, too. Only one can manage the grant, because Stytch "+
			"revokes all of its tokens at once. This one has changed nothing.\nRemove one of the two resources.", key))}
}

// alreadyAuthorized is the summary of both.
const alreadyAuthorized = "Connected App Already Authorized"
