// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

const (
	// revocationKey is where Open keeps a revocation for Close.
	revocationKey = "revocation"
	// revocationTimeout bounds all of a revocation: an apply that has succeeded should not wait long for it.
	revocationTimeout = 10 * time.Second
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
		return nil, diag.Diagnostics{found.warning(errors.New("what was kept for it cannot be read"))}
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revocationTimeout)
	defer cancel()

	var diags diag.Diagnostics

	credentials := client.ClientCredentials{ClientID: r.ClientID, ClientSecret: r.ClientSecret}

	for _, token := range []struct{ value, hint string }{
		{r.RefreshToken, "refresh_token"}, {r.AccessToken, "access_token"},
	} {
		if token.value == "" {
			continue
		}

		if err := data.client.RevokeToken(ctx, credentials, token.value, token.hint); err != nil {
			diags.Append(r.warning(err))
		}
	}

	return diags
}

// warning says that tokens are still good.
func (r *revocation) warning(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Tokens Not Revoked", fmt.Sprintf("The tokens of Connected App %q could not be "+
		"revoked, and stay good until they expire: %s.\n\nThe Connected App can be revoked for the Member or User in the "+
		"Stytch dashboard.", r.ClientID, err))
}
