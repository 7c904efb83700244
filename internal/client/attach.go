// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
)

// AttachRequest asks for an attach token for a User and an identity provider. Exactly one of UserID, SessionToken and
// SessionJWT is set.
type AttachRequest struct {
	Provider     string `json:"provider"`
	UserID       string `json:"user_id,omitzero"`
	SessionToken string `json:"session_token,omitzero"`
	SessionJWT   string `json:"session_jwt,omitzero"`
}

// AttachToken is the response of [Client.Attach].
type AttachToken struct {
	Envelope

	// OAuthAttachToken is single-use, and only valid for the start URL of the same identity provider.
	OAuthAttachToken *string `json:"oauth_attach_token"`
}

// Attach creates a token that attaches an OAuth login to an existing User of a Consumer project. Each call creates
// another one, so a call that may have taken effect is not sent again (https://stytch.com/docs/api/oauth-attach).
func (c *Client) Attach(ctx context.Context, request AttachRequest) (*AttachToken, error) {
	token := &AttachToken{}

	err := c.do(ctx, call{
		method:    http.MethodPost,
		route:     "/v1/oauth/attach",
		json:      request,
		basicAuth: true,
		retry:     retryIfUnsent,
		secrets:   []string{request.SessionToken, request.SessionJWT},
		result:    token,
		required:  []string{"request_id", "status_code", "oauth_attach_token"},
	})
	if err != nil {
		return nil, err
	}

	return token, nil
}
