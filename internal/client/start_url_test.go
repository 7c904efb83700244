// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestStartURL(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		request client.StartRequest
		want    string
	}{
		"member, by id": {
			request: client.StartRequest{
				Flow: client.FlowMember, Provider: "microsoft", PublicToken: "public-token-test-1",
				OrganizationID:   "organization-test-1",
				LoginRedirectURL: "https://app.example.com/login?next=/a&b=c", SignupRedirectURL: "https://app.example.com/signup",
				CustomScopes:   []string{"User.Read", "offline_access"},
				ProviderParams: map[string]string{"prompt": "consent", "login_hint": "ada+test@example.com"},
				CodeChallenge:  "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
			},
			want: "https://test.stytch.com/v1/b2b/public/oauth/microsoft/start?public_token=public-token-test-1" +
				"&organization_id=organization-test-1" +
				"&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin%3Fnext%3D%2Fa%26b%3Dc" +
				"&signup_redirect_url=https%3A%2F%2Fapp.example.com%2Fsignup" +
				"&custom_scopes=User.Read%20offline_access" +
				"&provider_login_hint=ada%2Btest%40example.com&provider_prompt=consent" +
				"&pkce_code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
		},
		"member, by slug": {
			request: client.StartRequest{
				Flow: client.FlowMember, Provider: "google", PublicToken: "public-token-test-1",
				OrganizationSlug: "acme~inc._-",
			},
			want: "https://test.stytch.com/v1/b2b/public/oauth/google/start?public_token=public-token-test-1" +
				"&organization_slug=acme~inc._-&slug=acme~inc._-",
		},
		"discovery, in the live environment": {
			request: client.StartRequest{
				Flow: client.FlowDiscovery, Provider: "hubspot", PublicToken: "public-token-live-1",
				DiscoveryRedirectURL: "https://app.example.com/discovery", CustomScopes: []string{"oauth"},
				ProviderParams: map[string]string{"a": "1", "B": "2", "ä": "ö"}, CodeChallenge: "cc",
			},
			want: "https://api.stytch.com/v1/b2b/public/oauth/hubspot/discovery/start?public_token=public-token-live-1" +
				"&discovery_redirect_url=https%3A%2F%2Fapp.example.com%2Fdiscovery&custom_scopes=oauth" +
				"&provider_B=2&provider_a=1&provider_%C3%A4=%C3%B6&pkce_code_challenge=cc",
		},
		"user": {
			request: client.StartRequest{
				Flow: client.FlowUser, Provider: "github", PublicToken: "public-token-test-1",
				LoginRedirectURL: "myapp://login", SignupRedirectURL: "http://localhost:3000/a b",
				CustomScopes: []string{"user:email"}, ProviderParams: map[string]string{"allow_signup": "false"},
				CodeChallenge: "cc", OAuthAttachToken: "attach/token+=",
			},
			want: "https://test.stytch.com/v1/public/oauth/github/start?public_token=public-token-test-1" +
				"&login_redirect_url=myapp%3A%2F%2Flogin&signup_redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fa%20b" +
				"&custom_scopes=user%3Aemail&provider_allow_signup=false&code_challenge=cc" +
				"&oauth_attach_token=attach%2Ftoken%2B%3D",
		},
		"nothing but the identity provider": {
			request: client.StartRequest{Flow: client.FlowUser, Provider: "yahoo"},
			want:    "https://test.stytch.com/v1/public/oauth/yahoo/start",
		},
		"what is empty is left out": {
			request: client.StartRequest{
				Flow: client.FlowUser, Provider: "yahoo", PublicToken: "p", CustomScopes: []string{},
				ProviderParams: map[string]string{"prompt": ""},
			},
			want: "https://test.stytch.com/v1/public/oauth/yahoo/start?public_token=p",
		},
		"an identity provider that is not known yet": {
			request: client.StartRequest{Flow: client.FlowUser, Provider: "new/one|", PublicToken: "p"},
			want:    "https://test.stytch.com/v1/public/oauth/new%2Fone%7C/start?public_token=p",
		},
		"all that is reserved": {
			request: client.StartRequest{Flow: client.FlowUser, Provider: "apple", PublicToken: " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
			want: "https://test.stytch.com/v1/public/oauth/apple/start?public_token=%20%21%22%23%24%25%26%27%28%29%2A%2B" +
				"%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c := client.New(client.Config{})

			// Parameters of a map stay in order, too.
			for range 20 {
				if got, err := c.StartURL(test.request); err != nil || got != test.want {
					t.Fatalf("got  %s, %v\nwant %s", got, err, test.want)
				}
			}
		})
	}
}

func TestStartURLBelowABaseURL(t *testing.T) {
	t.Parallel()

	for base, want := range map[string]string{
		"https://login.example.com":           "https://login.example.com/v1/public/oauth/google/start?public_token=public-token-live-1",
		"https://login.example.com/":          "https://login.example.com/v1/public/oauth/google/start?public_token=public-token-live-1",
		"http://127.0.0.1:4010/stytch":        "http://127.0.0.1:4010/stytch/v1/public/oauth/google/start?public_token=public-token-live-1",
		"http://127.0.0.1:4010/a%2Fb/stytch/": "http://127.0.0.1:4010/a%2Fb/stytch/v1/public/oauth/google/start?public_token=public-token-live-1",
	} {
		got, err := newClient(t, base).StartURL(client.StartRequest{
			Flow: client.FlowUser, Provider: "google", PublicToken: "public-token-live-1",
		})
		if err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", base, got, err, want)
		}
	}
}

func TestUserIdentityProvidersHaveStartURLs(t *testing.T) {
	t.Parallel()

	c := client.New(client.Config{})
	seen := map[string]bool{}

	for _, provider := range client.UserIdentityProviders() {
		got, err := c.StartURL(client.StartRequest{Flow: client.FlowUser, Provider: provider})
		if err != nil || got != "https://test.stytch.com/v1/public/oauth/"+provider+"/start" {
			t.Errorf("%s: %s, %v", provider, got, err)
		}

		seen[provider] = true
	}

	if len(seen) != 19 {
		t.Errorf("%d identity providers, want Stytch's 19", len(seen))
	}
}
