// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestTokenRequestIsSentOnce(t *testing.T) {
	t.Parallel()

	for _, fault := range append(passingFaults(),
		fault{name: "429", answer: stytchError(429, "too_many_requests"), kind: client.KindAPI},
		fault{name: "400", answer: stytchError(400, "idp_auth_code_not_found"), kind: client.KindAPI},
	) {
		inBubble(t, fault.answer, func(t *testing.T, b *bubble) {
			_, err := exchangeCode(t.Context(), b.client)

			got := failure(t, err, fault.kind)

			maybe := fault.name != "429" && fault.name != "400"
			if b.count() != 1 || got.Attempts != 1 || got.MaybeDone != maybe {
				t.Errorf("%s: %d requests, want 1: %+v", fault.name, b.count(), *got)
			}
		}, retries(4))
	}
}

func TestTokenErrorsHoldNoSecret(t *testing.T) {
	t.Parallel()

	secrets := []string{clientSecret, theCode, theVerifier, secret}

	for _, value := range secrets {
		for _, repeated := range encodings(value) {
			c, _ := serve(t, reply(400, asJSON(t, map[string]string{
				"error": "invalid_client", "error_description": "Not with " + repeated + ".", "error_uri": repeated,
			})))

			_, err := exchangeCode(t.Context(), c)
			fitToBeShown(t, failure(t, err, client.KindAPI), secrets...)
		}
	}
}

func TestRevocationIsRepeatedLikeARead(t *testing.T) {
	t.Parallel()

	revoke := func(ctx context.Context, c *client.Client) error {
		return c.RevokeToken(ctx, client.ClientCredentials{ClientID: "c", ClientSecret: clientSecret}, "the-token", "access_token")
	}

	inBubble(t, inTurn(stytchError(503, "server_unavailable"), reply(200, ``)), func(t *testing.T, b *bubble) {
		if err := revoke(t.Context(), b.client); err != nil || b.count() != 2 {
			t.Errorf("%d requests, want 2: %v", b.count(), err)
		}
	}, retries(1))

	c, _ := serve(t, reply(401, `{"error":"invalid_client","error_description":"the-token of `+clientSecret+`"}`))
	fitToBeShown(t, failure(t, revoke(t.Context(), c), client.KindAPI), "the-token", clientSecret)
}

func TestTokenRequestWithoutAProject(t *testing.T) {
	t.Parallel()

	c, record := serve(t, reply(200, tokenAnswer), func(config *client.Config) { config.ProjectID = "" })

	_, err := exchangeCode(t.Context(), c)
	if got := failure(t, err, client.KindInvalid); got.Reason != "project_id must not be empty" || record.count() > 0 {
		t.Errorf("%d requests: %+v", record.count(), *got)
	}
}
