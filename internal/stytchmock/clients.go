// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// The client types of Connected Apps (https://stytch.com/docs/b2b/api/connected-app-object).
const (
	FirstParty       = "first_party"
	FirstPartyPublic = "first_party_public"
	ThirdParty       = "third_party"
	ThirdPartyPublic = "third_party_public"
)

const (
	// m2m is the client type of machine-to-machine clients, which are no Connected Apps.
	m2m = "m2m"
	// defaultExpiryMinutes is how long access tokens live: those of M2M clients always, those of Connected Apps by default.
	defaultExpiryMinutes = 60
	// emptyTemplate is the custom claims template that adds no claims, the default.
	emptyTemplate = "{}"
)

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

// M2MClient is a machine-to-machine client. An id and a secret that are left empty are made up.
type M2MClient struct {
	// Product is the project that the client belongs to; empty for B2B.
	Product  Product
	ClientID string
	Name     string
	Secret   string
	// Scopes are those that it may ask for.
	Scopes []string
}

// Client is an OAuth client as the emulator holds it, which no endpoint shows: with its secrets.
type Client struct {
	Product  Product `json:"product"`
	ClientID string  `json:"client_id"`
	Name     string  `json:"client_name"`
	// Type is the client_type of a Connected App, or m2m.
	Type string `json:"client_type"`
	// Active reports whether it gets tokens.
	Active bool `json:"active"`
	// AcceptedSecrets are those that the token endpoint accepts now: none of a public client, two during a rotation.
	AcceptedSecrets []string `json:"accepted_secrets"`
}

// client is an OAuth client of a project: a Connected App or an M2M client, which uses a part of the fields.
type client struct {
	// number counts the clients of a project, deleted ones too. The pages of a search go by it.
	number      int
	id          string
	name        string
	description string
	clientType  string
	// secrets are those that are accepted now: one, none for a public client, and while a secret is rotated the next one
	// after it.
	secrets []string
	// scopes are those that the client may be granted.
	scopes []string
	// active clients get tokens.
	active bool

	// The fields of a Connected App alone.
	logoURL             string
	redirectURIs        []string
	postLogoutURIs      []string
	fullAccess          bool
	bypassConsent       bool
	expiryMinutes       int32
	customAudience      string
	accessTokenTemplate string
	idTokenTemplate     string
	pkceRequired        bool
	// unlisted apps are missing in the lists of what was granted.
	unlisted bool

	// metadata is the trusted_metadata of an M2M client, undecoded, so that numbers stay as they were sent.
	metadata map[string]json.RawMessage
}

// AddConnectedApp adds a Connected App and returns its client_id. The seeded organization allows only the third-party apps
// that it lists: a B2B app is added to that list.
func (s *Server) AddConnectedApp(app ConnectedApp) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	p := s.project(app.Product)
	added := s.addConnectedApp(app)
	s.allowConnectedApp(p, added)

	return added.id
}

// allowConnectedApp adds a third-party app to those that the seeded organization allows.
func (s *Server) allowConnectedApp(p *project, app *client) {
	if p.product == B2B && !app.firstParty() {
		seeded := p.organization(s.fixture.OrganizationID)
		seeded.allowedThirdPartyApps = append(seeded.allowedThirdPartyApps, app.id)
	}
}

func (s *Server) addConnectedApp(app ConnectedApp) *client {
	added := newConnectedApp(cmp.Or(app.Type, ThirdPartyPublic))
	added.id = cmp.Or(app.ClientID, added.id)
	added.name = cmp.Or(app.Name, "Acme CLI")
	added.description = app.Description
	added.logoURL = app.LogoURL
	added.redirectURIs = app.RedirectURIs
	added.scopes = app.Scopes
	added.pkceRequired = app.PKCERequired
	s.project(app.Product).addClient(added)

	return added
}

// newConnectedApp returns a Connected App with an id, a secret if its type has one, and Stytch's defaults.
func newConnectedApp(clientType string) *client {
	app := &client{
		id: newID("connected-app-test"), clientType: clientType, active: true, expiryMinutes: defaultExpiryMinutes,
		accessTokenTemplate: emptyTemplate, idTokenTemplate: emptyTemplate,
	}
	if !app.public() {
		app.secrets = []string{newOpaqueToken()}
	}

	return app
}

// AddM2MClient adds an M2M client and returns its client_id.
func (s *Server) AddM2MClient(m M2MClient) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.addM2MClient(m).id
}

func (s *Server) addM2MClient(m M2MClient) *client {
	added := newM2MClient(m.ClientID, m.Secret)
	added.name, added.scopes = m.Name, m.Scopes
	s.project(m.Product).addClient(added)

	return added
}

// newM2MClient returns an M2M client. An empty id or secret is made up.
func newM2MClient(id, secret string) *client {
	return &client{
		id: cmp.Or(id, newID("m2m-client-test")), clientType: m2m, active: true, expiryMinutes: defaultExpiryMinutes,
		secrets: []string{cmp.Or(secret, newOpaqueToken())},
	}
}

func (p *project) addClient(c *client) {
	p.clientsAdded++
	c.number = p.clientsAdded
	p.clients = append(p.clients, c)
}

// Clients returns all clients in the order of their creation, the B2B project's first.
func (s *Server) Clients() []Client {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []Client{}
	for _, p := range s.projects() {
		for _, c := range p.clients {
			found = append(found, Client{
				Product: p.product, ClientID: c.id, Name: c.name, Type: c.clientType, Active: c.active,
				AcceptedSecrets: unique(c.secrets),
			})
		}
	}

	return found
}

// AcceptedSecrets returns the secrets of a client that the token endpoint accepts now, the current one first. There are
// none of a client that is public or does not exist.
func (s *Server) AcceptedSecrets(clientID string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, p := range s.projects() {
		if c := p.client(clientID); c != nil {
			return slices.Clone(c.secrets)
		}
	}

	return nil
}

// client finds a client of either kind, or returns nil.
func (p *project) client(clientID string) *client {
	for _, c := range p.clients {
		if c.id == clientID {
			return c
		}
	}

	return nil
}

// connectedApp finds a Connected App, or returns nil.
func (p *project) connectedApp(clientID string) *client {
	if c := p.client(clientID); c != nil && c.clientType != m2m {
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

// status is the status of a client of either kind.
func (c *client) status() string {
	if c.active {
		return "active"
	}

	return "inactive"
}

// publicObject is the public representation of a Connected App, which a consent screen shows.
func (c *client) publicObject() object {
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
