// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"net/http"
	"sync"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// Secrets of which every character is changed by some encoding or other.
const (
	sessionToken = "session+token/with=all?that&is <encoded>=="
	sessionJWT   = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.c2lnbmF0dXJl"
	attachToken  = `attach"token\with|quotes`
)

// secretCalls are calls that carry secrets of their own, with those secrets.
func secretCalls() map[string]func(ctx context.Context, c *client.Client) error {
	withSession := client.PreflightRequest{
		Subject:  client.Subject{SessionToken: sessionToken, SessionJWT: sessionJWT},
		ClientID: "connected-app-test-1", RedirectURI: "https://app.example.com/callback", ResponseType: "code",
	}

	return map[string]func(ctx context.Context, c *client.Client) error{
		"attach": func(ctx context.Context, c *client.Client) error {
			_, err := c.Attach(ctx, client.AttachRequest{SessionToken: sessionToken, SessionJWT: sessionJWT})

			return err
		},
		"preflight": func(ctx context.Context, c *client.Client) error {
			_, err := c.Preflight(ctx, client.B2B, withSession)

			return err
		},
		"authorize": func(ctx context.Context, c *client.Client) error {
			_, err := c.Authorize(ctx, client.Consumer, client.AuthorizeRequest{PreflightRequest: withSession})

			return err
		},
		"start redirect": func(ctx context.Context, c *client.Client) error {
			_, err := c.StartRedirect(ctx, client.StartRequest{
				Flow: client.FlowUser, Provider: "google", OAuthAttachToken: attachToken,
			})

			return err
		},
		"tokens": readTokens,
	}
}

// spoken is a handler whose answer changes from one call to the next.
type spoken struct {
	mu     sync.Mutex
	answer http.Handler
}

// next sets the answer to what comes.
func (s *spoken) next(answer http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.answer = answer
}

// ServeHTTP answers.
func (s *spoken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()

	answer.ServeHTTP(w, r)
}

// carried are the secrets of a call.
func carried(name string) []string {
	project := []string{secret, projectID + ":" + secret}

	switch name {
	case "tokens":
		return project
	case "start redirect":
		return append(project, attachToken)
	}

	return append(project, sessionToken, sessionJWT)
}
