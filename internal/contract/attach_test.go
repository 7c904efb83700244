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

	p := meet(t)

	for name, request := range map[string]client.AttachRequest{
		"user":          {Provider: "google", UserID: p.fixture.UserID},
		"external id":   {Provider: "github", UserID: p.fixture.UserExternalID},
		"session token": {Provider: "slack", SessionToken: p.fixture.ConsumerSessionToken},
		"session JWT":   {Provider: "twitter", SessionJWT: p.fixture.ConsumerSessionJWT},
	} {
		ours, err := p.oursConsumer.Attach(t.Context(), request)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}

		parameters := oauth.AttachParams(request)

		theirs, err := p.theirsConsumer.OAuth.Attach(t.Context(), &parameters)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}

		sameAnswer(t, name, ours, theirs, nil, []string{"oauth_attach_token"})
		p.sameQuestion(t, name, nil, nil)
	}

	minted := p.emulator.AttachTokens()
	if len(minted) != 8 {
		t.Errorf("%d tokens were minted for 8 calls", len(minted))
	}

	for _, token := range minted {
		if token.UserID != p.fixture.UserID {
			t.Errorf("a token for %s, want one for %s", token.UserID, p.fixture.UserID)
		}
	}
}

func TestAttachFailures(t *testing.T) {
	t.Parallel()

	met := meet(t)

	for name, test := range map[string]struct {
		spoil   func(*stytchmock.Fixture)
		request client.AttachRequest
		status  int
		want    string
	}{
		"wrong secret": {
			spoil:   func(f *stytchmock.Fixture) { f.ConsumerSecret = "secret-test-wrong" },
			request: client.AttachRequest{Provider: "google", UserID: "user-test-0"},
			status:  http.StatusUnauthorized, want: "unauthorized_credentials",
		},
		"nobody": {
			request: client.AttachRequest{Provider: "google"},
			status:  http.StatusBadRequest, want: "no_user_selection_arguments",
		},
		"two": {
			request: client.AttachRequest{Provider: "google", UserID: "user-test-0", SessionToken: "session-token-unknown"},
			status:  http.StatusBadRequest, want: "too_many_user_selection_arguments",
		},
		"unknown user": {
			request: client.AttachRequest{Provider: "google", UserID: "user-test-0"},
			status:  http.StatusNotFound, want: "user_not_found",
		},
		"unknown identity provider": {
			request: client.AttachRequest{Provider: "myspace", UserID: "user-test-0"},
			status:  http.StatusBadRequest, want: "invalid_oauth_provider",
		},
	} {
		p := met.spoiled(t, test.spoil)

		_, ours := p.oursConsumer.Attach(t.Context(), test.request)

		parameters := oauth.AttachParams(test.request)
		_, theirs := p.theirsConsumer.OAuth.Attach(t.Context(), &parameters)

		sameFailure(t, name, ours, theirs, test.status, test.want)
		p.sameQuestion(t, name, nil, nil)
	}

	if minted := met.emulator.AttachTokens(); len(minted) > 0 {
		t.Errorf("%d tokens were minted", len(minted))
	}
}
