// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"strings"
	"time"
)

// The client types of Connected Apps
// (https://stytch.com/docs/b2b/api/connected-app-object).
const (
	FirstParty       = "first_party"
	FirstPartyPublic = "first_party_public"
	ThirdParty       = "third_party"
	ThirdPartyPublic = "third_party_public"
)

// m2m marks a machine-to-machine client, which is no Connected App.
const m2m = "m2m"

// ConnectedApp is an OAuth client of the identity provider. What is left empty
// is made up, or takes the default that is named.
type ConnectedApp struct {
	// Product is the project that the app belongs to; empty for B2B.
	Product Product
	// ClientID is the client_id.
	ClientID string
	// Secret is the client_secret; the public types have none.
	Secret string
	// Name is the client_name.
	Name string
	// Description is the client_description.
	Description string
	// Type is the client_type; empty for third_party_public.
	Type string
	// LogoURL is the logo_url; an empty one is left out.
	LogoURL string
	// RedirectURIs are the registered redirect URIs.
	RedirectURIs []string
	// Scopes are those that a member or user can grant the app.
	Scopes []string
	// PKCERequired refuses an authorization without a code challenge, as Stytch
	// does for some clients.
	PKCERequired bool
	// ConsentRequired makes the preflight ask for consent without a prompt, until
	// it has been given.
	ConsentRequired bool
	// Disallowed keeps the app off the list of those that the seeded organization
	// allows, which any other third-party app is put on.
	Disallowed bool
	// AccessTokenExpiryMinutes is the life of its access tokens; 0 for 60.
	AccessTokenExpiryMinutes int
}

// M2MClient is a machine-to-machine client.
type M2MClient struct {
	// Product is the project that the client belongs to; empty for B2B.
	Product Product
	// ClientID is the client_id, made up if empty.
	ClientID string
	// Secret is the client_secret, made up if empty.
	Secret string
	// Scopes are those that it may ask for.
	Scopes []string
	// Inactive clients get no tokens.
	Inactive bool
}

// client is what Connected Apps and M2M clients have in common; an M2M client
// uses only a part of it.
type client struct {
	ConnectedApp

	inactive bool
}

// AddConnectedApp adds a Connected App and returns its client_id.
func (s *Server) AddConnectedApp(app ConnectedApp) string {
	app.Type = cmp.Or(app.Type, ThirdPartyPublic)
	if app.ClientID == "" {
		app.ClientID = newID("connected-app-test")
	}
	app.Name = cmp.Or(app.Name, "Acme CLI")

	return s.addClient(&client{ConnectedApp: app})
}

// AddM2MClient adds an M2M client and returns its client_id.
func (s *Server) AddM2MClient(m M2MClient) string {
	if m.ClientID == "" {
		m.ClientID = newID("m2m-client-test")
	}

	return s.addClient(&client{
		ConnectedApp: ConnectedApp{
			Product: m.Product, ClientID: m.ClientID, Secret: m.Secret, Type: m2m, Scopes: m.Scopes,
		},
		inactive: m.Inactive,
	})
}

// ClientSecret returns the secret of a confidential Connected App or an M2M
// client, for those that had theirs made up.
func (s *Server) ClientSecret(clientID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, p := range s.projects() {
		if c := p.clients[clientID]; c != nil {
			return c.Secret
		}
	}

	return ""
}

func (s *Server) addClient(c *client) string {
	switch {
	case c.public():
		c.Secret = ""
	case c.Secret == "":
		c.Secret = newOpaqueToken()
	}
	if c.AccessTokenExpiryMinutes == 0 {
		c.AccessTokenExpiryMinutes = 60
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	p := s.project(c.Product)
	p.clients[c.ClientID] = c
	p.allowApp(c)

	return c.ClientID
}

// connectedApp finds a Connected App, or returns nil.
func (p *project) connectedApp(clientID string) *client {
	if c := p.clients[clientID]; c != nil && c.Type != m2m {
		return c
	}

	return nil
}

// public tells whether the client has no secret (RFC 6749, section 2.1).
func (c *client) public() bool {
	return strings.HasSuffix(c.Type, "_public")
}

func (c *client) firstParty() bool {
	return strings.HasPrefix(c.Type, FirstParty)
}

// accessTokenLifetime is the app's own setting.
func (c *client) accessTokenLifetime() time.Duration {
	return time.Duration(c.AccessTokenExpiryMinutes) * time.Minute
}

// object is the public representation that a consent screen shows.
func (c *client) object() object {
	body := object{
		"client_id":          c.ClientID,
		"client_name":        c.Name,
		"client_description": c.Description,
		"client_type":        c.Type,
	}
	if c.LogoURL != "" {
		body["logo_url"] = c.LogoURL
	}

	return body
}
