// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/consumer/oauth"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestAttach(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, request := range map[string]client.AttachRequest{
		"user":          {Provider: "google", UserID: c.fixture.UserID},
		"external id":   {Provider: "github", UserID: c.fixture.UserExternalID},
		"session token": {Provider: "slack", SessionToken: c.fixture.ConsumerSessionToken},
		"session JWT":   {Provider: "twitter", SessionJWT: c.fixture.ConsumerSessionJWT},
	} {
		ours, err := c.consumer.Attach(t.Context(), request)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		params := oauth.AttachParams(request)
		sdk, err := c.sdkConsumer.OAuth.Attach(t.Context(), &params)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		assertSameResult(t, name, ours, sdk, nil, []string{"oauth_attach_token"})
		c.assertSameRequest(t, name, nil, nil)
	}
	issued := c.emulator.AttachTokens()
	if len(issued) != 8 {
		t.Errorf("%d tokens were issued for 8 calls", len(issued))
	}
	for _, token := range issued {
		if token.UserID != c.fixture.UserID {
			t.Errorf("a token for %s, want one for %s", token.UserID, c.fixture.UserID)
		}
	}
}

func TestAttachErrors(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, test := range map[string]struct {
		change  func(*stytchmock.Fixture)
		request client.AttachRequest
		status  int
		want    string
	}{
		"wrong secret": {
			func(f *stytchmock.Fixture) { f.ConsumerSecret = "secret-test-wrong" },
			client.AttachRequest{Provider: "google", UserID: "user-test-0"},
			http.StatusUnauthorized, "unauthorized_credentials",
		},
		"B2B project": {
			func(f *stytchmock.Fixture) { f.ConsumerProjectID, f.ConsumerSecret = f.ProjectID, f.Secret },
			client.AttachRequest{Provider: "google", UserID: "user-test-0"},
			http.StatusBadRequest, "invalid_consumer_endpoint",
		},
		"nobody": {
			nil,
			client.AttachRequest{Provider: "google"},
			http.StatusBadRequest, "no_user_selection_arguments",
		},
		"two": {
			nil,
			client.AttachRequest{Provider: "google", UserID: "user-test-0", SessionToken: "session-token-unknown"},
			http.StatusBadRequest, "too_many_user_selection_arguments",
		},
		"unknown user": {
			nil,
			client.AttachRequest{Provider: "google", UserID: "user-test-0"},
			http.StatusNotFound, "user_not_found",
		},
		"unknown identity provider": {
			nil,
			client.AttachRequest{Provider: "myspace", UserID: "user-test-0"},
			http.StatusBadRequest, "invalid_oauth_provider",
		},
	} {
		changed := c.with(t, test.change)
		_, ours := changed.consumer.Attach(t.Context(), test.request)
		params := oauth.AttachParams(test.request)
		_, sdk := changed.sdkConsumer.OAuth.Attach(t.Context(), &params)
		assertSameError(t, name, ours, sdk, test.status, test.want)
		c.assertSameRequest(t, name, nil, nil)
	}
	if issued := c.emulator.AttachTokens(); len(issued) > 0 {
		t.Errorf("%d tokens were issued", len(issued))
	}
}
