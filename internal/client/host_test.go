// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestEnvironmentOf(t *testing.T) {
	t.Parallel()

	for identifier, want := range map[string]client.Environment{
		"project-test-1":        client.EnvironmentTest,
		"project-live-1":        client.EnvironmentLive,
		"public-token-test-1":   client.EnvironmentTest,
		"public-token-live-1":   client.EnvironmentLive,
		"project-test-":         client.EnvironmentTest,
		"":                      client.EnvironmentUnknown,
		"project-test":          client.EnvironmentUnknown,
		"project-live":          client.EnvironmentUnknown,
		"project-livestock-1":   client.EnvironmentUnknown,
		"Project-Live-1":        client.EnvironmentUnknown,
		"x-project-live-1":      client.EnvironmentUnknown,
		"secret-live-1":         client.EnvironmentUnknown,
		"project-x-live-1":      client.EnvironmentUnknown,
		"public-token-project-": client.EnvironmentUnknown,
	} {
		if got := client.EnvironmentOf(identifier); got != want {
			t.Errorf("%q: %q, want %q", identifier, got, want)
		}
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()

	base, err := client.ParseBaseURL("https://login.example.com:8443/stytch")
	if err != nil {
		t.Fatal(err)
	}

	for name, test := range map[string]struct {
		config client.Config
		// token is the public token of the start URL.
		token                string
		api, apiDial, starts string
	}{
		"test project": {
			client.Config{ProjectID: "project-test-1"},
			"public-token-test-1", "test.stytch.com", "test.stytch.com:443", "https://test.stytch.com/",
		},
		"live project": {
			client.Config{ProjectID: "project-live-1"},
			"public-token-live-1", "api.stytch.com", "api.stytch.com:443", "https://api.stytch.com/",
		},
		"a live token in a test project": {
			client.Config{ProjectID: "project-test-1"},
			"public-token-live-1", "test.stytch.com", "test.stytch.com:443", "https://api.stytch.com/",
		},
		"a test token in a live project": {
			client.Config{ProjectID: "project-live-1"},
			"public-token-test-1", "api.stytch.com", "api.stytch.com:443", "https://test.stytch.com/",
		},
		"a token of no known environment in a live project": {
			client.Config{ProjectID: "project-live-1"},
			"public-token-1", "api.stytch.com", "api.stytch.com:443", "https://api.stytch.com/",
		},
		"no project but a live token": {
			client.Config{PublicToken: "public-token-live-1"},
			"", "api.stytch.com", "api.stytch.com:443", "https://api.stytch.com/",
		},
		"nothing at all": {
			client.Config{}, "", "test.stytch.com", "test.stytch.com:443", "https://test.stytch.com/",
		},
		"a project of no known environment": {
			client.Config{ProjectID: "project-1", PublicToken: "public-token-live-1"},
			"", "test.stytch.com", "test.stytch.com:443", "https://test.stytch.com/",
		},
		"base URL before everything": {
			client.Config{ProjectID: "project-live-1", BaseURL: base},
			"public-token-test-1", "login.example.com:8443", "login.example.com:8443",
			"https://login.example.com:8443/stytch/",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c := client.New(test.config)

			var dialed string

			client.SetDial(t, c, func(_ context.Context, _, address string) (net.Conn, error) {
				dialed = address

				return nil, errors.New("no network in this test")
			})

			got := failure(t, readTokens(t.Context(), c), client.KindTransport)
			if got.Host != test.api || dialed != test.apiDial {
				t.Errorf("went to %s and named %s, want %s and %s", dialed, got.Host, test.apiDial, test.api)
			}

			address, err := c.StartURL(client.StartRequest{
				Flow: client.FlowUser, Provider: "google", PublicToken: test.token,
			})
			if err != nil || !strings.HasPrefix(address, test.starts+"v1/public/oauth/google/start") {
				t.Errorf("start URL %s, %v, want it to begin with %s", address, err, test.starts)
			}
		})
	}
}
