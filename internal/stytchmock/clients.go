// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The client types of Connected Apps (https://stytch.com/docs/b2b/api/connected-app-object).
const (
	FirstParty       = "first_party"
	FirstPartyPublic = "first_party_public"
	ThirdParty       = "third_party"
	ThirdPartyPublic = "third_party_public"
)

// m2m is the client type of machine-to-machine clients, which are no Connected Apps.
const m2m = "m2m"

// ConnectedApp is an OAuth client of the identity provider. What is left empty is made up, or takes the default that is
// named.
type ConnectedApp struct {
	// Product is the project that the app belongs to; empty for B2B.
	Product     Product
	ClientID    string
	Name        string
	Description string
	// Type is the client_type; empty for third_party_public. The public types have no secret.
	Type string
	// LogoURL is left out where it is empty.
	LogoURL      string
	RedirectURIs []string
	// Scopes are those that a member or user can grant the app.
	Scopes []string
	// PKCERequired refuses an authorization without a code challenge, as Stytch does for some clients.
	PKCERequired bool
}

// M2MClient is a machine-to-machine client. What is left empty is made up.
type M2MClient struct {
	// Product is the project that the client belongs to; empty for B2B.
	Product  Product
	ClientID string
	Secret   string
	// Scopes are those that it may ask for.
	Scopes []string
}

// client is an OAuth client of a project: a Connected App or an M2M client, which uses a part of the fields.
type client struct {
	id          string
	name        string
	description string
	clientType  string
	logoURL     string
	// secrets are those that are accepted now: one, none for a public client, and two while a secret is rotated.
	secrets      []string
	redirectURIs []string
	// scopes are those that the client may be granted.
	scopes              []string
	accessTokenLifetime time.Duration
	pkceRequired        bool
	// active clients get tokens.
	active bool
}

// AddConnectedApp adds a Connected App and returns its client_id. The seeded organization allows only the third-party apps
// that it lists: a B2B app is added to that list.
func (s *Server) AddConnectedApp(app ConnectedApp) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	added := s.addConnectedApp(app)
	if app.Product != Consumer && !added.firstParty() {
		seeded := s.b2b.organization(s.fixture.OrganizationID)
		seeded.allowedThirdPartyApps = append(seeded.allowedThirdPartyApps, added.id)
	}

	return added.id
}

func (s *Server) addConnectedApp(app ConnectedApp) *client {
	added := &client{
		id:                  cmp.Or(app.ClientID, newID("connected-app-test")),
		name:                cmp.Or(app.Name, "Acme CLI"),
		description:         app.Description,
		clientType:          cmp.Or(app.Type, ThirdPartyPublic),
		logoURL:             app.LogoURL,
		redirectURIs:        app.RedirectURIs,
		scopes:              app.Scopes,
		accessTokenLifetime: time.Hour,
		pkceRequired:        app.PKCERequired,
		active:              true,
	}
	if !added.public() {
		added.secrets = []string{newOpaqueToken()}
	}
	s.project(app.Product).clients[added.id] = added

	return added
}

// AddM2MClient adds an M2M client and returns its client_id.
func (s *Server) AddM2MClient(m M2MClient) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.addM2MClient(m).id
}

func (s *Server) addM2MClient(m M2MClient) *client {
	added := &client{
		id: cmp.Or(m.ClientID, newID("m2m-client-test")), clientType: m2m, scopes: m.Scopes, active: true,
		secrets: []string{cmp.Or(m.Secret, newOpaqueToken())},
		// Stytch's, for all M2M clients.
		accessTokenLifetime: time.Hour,
	}
	s.project(m.Product).clients[added.id] = added

	return added
}

// connectedApp finds a Connected App, or returns nil.
func (p *project) connectedApp(clientID string) *client {
	if c := p.clients[clientID]; c != nil && c.clientType != m2m {
		return c
	}

	return nil
}

// public reports whether the client has no secret (RFC 6749, section 2.1).
func (c *client) public() bool {
	return strings.HasSuffix(c.clientType, "_public")
}

func (c *client) firstParty() bool {
	return strings.HasPrefix(c.clientType, FirstParty)
}

// accepts reports whether a secret, which is empty where none was sent, is the client's.
func (c *client) accepts(secret string) bool {
	if c.public() {
		return secret == ""
	}

	return slices.Contains(c.secrets, secret)
}

// object is the public representation of a Connected App, which a consent screen shows.
func (c *client) object() object {
	body := object{
		"client_id":          c.id,
		"client_name":        c.name,
		"client_description": c.description,
		"client_type":        c.clientType,
	}
	if c.logoURL != "" {
		body["logo_url"] = c.logoURL
	}

	return body
}
