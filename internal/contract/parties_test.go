// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/b2bstytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/stytchapi"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// parties are those who ask, and the one who answers.
type parties struct {
	emulator *stytchmock.Server
	fixture  stytchmock.Fixture

	// ours is this module's client, and theirs is Stytch's SDK, of the B2B project and of the Consumer project.
	oursB2B, oursConsumer *client.Client
	theirsB2B             *b2bstytchapi.API
	theirsConsumer        *stytchapi.API
}

// meet starts an emulator and introduces both clients to it.
func meet(t *testing.T) *parties {
	t.Helper()

	emulator := stytchmock.New()
	server := httptest.NewServer(emulator)
	t.Cleanup(server.Close)

	return introduce(t, emulator, emulator.FixtureAt(server.URL))
}

// spoiled is the same meeting, with clients that know something else than they should.
func (p *parties) spoiled(t *testing.T, spoil func(*stytchmock.Fixture)) *parties {
	t.Helper()

	fixture := p.fixture
	if spoil != nil {
		spoil(&fixture)
	}

	return introduce(t, p.emulator, fixture)
}

// introduce makes both clients.
func introduce(t *testing.T, emulator *stytchmock.Server, fixture stytchmock.Fixture) *parties {
	t.Helper()

	base, err := url.Parse(fixture.BaseURL)
	if err != nil {
		t.Fatal(err)
	}

	theirsB2B, err := b2bstytchapi.NewClient(fixture.ProjectID, fixture.Secret,
		b2bstytchapi.WithBaseURI(fixture.BaseURL), b2bstytchapi.WithSkipJWKSInitialization())
	if err != nil {
		t.Fatal(err)
	}

	theirsConsumer, err := stytchapi.NewClient(fixture.ConsumerProjectID, fixture.ConsumerSecret,
		stytchapi.WithBaseURI(fixture.BaseURL), stytchapi.WithSkipJWKSInitialization())
	if err != nil {
		t.Fatal(err)
	}

	return &parties{
		emulator: emulator, fixture: fixture,
		oursB2B: client.New(client.Config{
			ProjectID: fixture.ProjectID, Secret: fixture.Secret, BaseURL: base,
		}),
		oursConsumer: client.New(client.Config{
			ProjectID: fixture.ConsumerProjectID, Secret: fixture.ConsumerSecret, BaseURL: base,
		}),
		theirsB2B:      theirsB2B,
		theirsConsumer: theirsConsumer,
	}
}

// provider is what our client knows of an identity provider.
func provider(t *testing.T, name string) client.IdentityProvider {
	t.Helper()

	for _, one := range client.MemberIdentityProviders() {
		if one.Name == name {
			return one
		}
	}

	t.Fatalf("no identity provider %q", name)

	return client.IdentityProvider{}
}
