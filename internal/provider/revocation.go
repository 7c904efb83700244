// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

const (
	// revocationKey is where Open keeps a revocation for Close.
	revocationKey = "revocation"
	// revocationTimeout bounds the revocation of one token: an apply that has succeeded should not wait long for it, and
	// a token that cannot be revoked takes no time away from the other.
	revocationTimeout = 5 * time.Second
)

// revocation is what Close needs to revoke tokens. Terraform keeps it in memory until then; it is in neither state
// nor plan.
type revocation struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret,omitzero"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitzero"`
}

// privateData is the part of a request's or response's Private that is used here.
type privateData interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// newRevocation takes what is to be revoked from an opened model.
func newRevocation(model connectedAppTokensModel) *revocation {
	return &revocation{
		ClientID: model.ClientID.ValueString(), ClientSecret: model.ClientSecret.ValueString(),
		AccessToken: model.AccessToken.ValueString(), RefreshToken: model.RefreshToken.ValueString(),
	}
}

// keptRevocation reads what keep wrote; nil where it wrote nothing.
func keptRevocation(ctx context.Context, private privateData) (*revocation, diag.Diagnostics) {
	kept, diags := private.GetKey(ctx, revocationKey)
	if diags.HasError() || len(kept) == 0 {
		return nil, diags
	}

	found := &revocation{}
	if err := json.Unmarshal(kept, found); err != nil {
		return nil, diag.Diagnostics{found.warning("tokens", errors.New("what was kept for it cannot be read"))}
	}

	return found, nil
}

// keep hands the revocation to Terraform, which hands it to Close.
func (r *revocation) keep(ctx context.Context, private privateData) diag.Diagnostics {
	kept, err := json.Marshal(r)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Prepare Revocation",
			"This is a bug of the provider: the tokens cannot be kept for their revocation.")}
	}

	return private.SetKey(ctx, revocationKey, kept)
}

// run revokes both tokens, the refresh token first: no new access token can come of it then. It only warns, for
// the work that the tokens were needed for is done. An interrupt does not end it, as tokens that nobody needs any more
// must not stay good for it; its own time does.
func (r *revocation) run(ctx context.Context, data *providerData) diag.Diagnostics {
	refresh := r.revoke(ctx, data, r.RefreshToken, "refresh_token")
	access := r.revoke(ctx, data, r.AccessToken, "access_token")
	// Stytch revokes the access token with its refresh token, and need not find it any more.
	gone := r.RefreshToken != "" && refresh == nil

	switch {
	case access == nil && refresh == nil, gone && isNotFound(access):
		return nil
	case access == nil:
		return diag.Diagnostics{r.warning("refresh token", refresh)}
	case refresh == nil:
		return diag.Diagnostics{r.warning("access token", access)}
	}

	return diag.Diagnostics{r.warning("refresh token and access token", refresh)}
}

// isNotFound tells an answer of 404.
func isNotFound(err error) bool {
	var failure *client.Error

	return errors.As(err, &failure) && failure.Kind == client.KindAPI && failure.StatusCode == http.StatusNotFound
}

// revoke revokes one token, if there is one.
func (r *revocation) revoke(ctx context.Context, data *providerData, token, hint string) error {
	if token == "" {
		return nil
	}

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revocationTimeout)
	defer cancel()

	err := data.client.RevokeToken(ctx, client.ClientCredentials{ClientID: r.ClientID, ClientSecret: r.ClientSecret},
		token, hint)

	var failure *client.Error
	if ctx.Err() == nil || !errors.As(err, &failure) {
		return err
	}

	if failure.StatusCode == 0 {
		return fmt.Errorf("there was no answer from %s within %s", failure.Host, revocationTimeout)
	}

	return fmt.Errorf("%s did not do it within %s, and last answered with %d %s", failure.Host, revocationTimeout,
		failure.StatusCode, http.StatusText(failure.StatusCode))
}

// warning says which tokens are still good.
func (r *revocation) warning(left string, why error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Tokens Not Revoked", fmt.Sprintf("The %s of Connected App %q could not be revoked, and "+
		"may be good until they expire: %s.\n\nTo end all of the Connected App's tokens for the Member or User, revoke the "+
		"Connected App for them with Stytch's API: POST "+
		"/v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps/{connected_app_id}/revoke or POST "+
		"/v1/users/{user_id}/connected_apps/{connected_app_id}/revoke.", left, r.ClientID, why))
}
