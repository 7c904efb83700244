// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"crypto/sha256"
	"crypto/subtle"
	"sync"
)

// Product is the kind of a Stytch project.
type Product string

// A project is either B2B (organizations and members) or Consumer (users).
const (
	B2B      Product = "b2b"
	Consumer Product = "consumer"
)

// RedirectURLType is the use for which a project registers a redirect URL.
type RedirectURLType string

// The redirect URL types that OAuth start endpoints check.
const (
	LoginRedirectURL     RedirectURLType = "login"
	SignupRedirectURL    RedirectURLType = "signup"
	DiscoveryRedirectURL RedirectURLType = "discovery"
)

// project is the state of one Stytch project.
type project struct {
	product     Product
	name        string
	id          string
	secret      string
	publicToken string
	callbackID  string

	organizations []*organization
	users         []*User
	clients       map[string]*client
	sessions      []*session
	codes         []*code
	attachTokens  []*attachToken
	tokens        []*issuedToken
	// consents holds the scopes that were granted.
	consents map[consentKey][]string

	// redirectURLs holds the registered URLs by type; the first is the default.
	redirectURLs map[RedirectURLType][]string
	// unconfigured holds the OAuth providers without an OAuth app.
	unconfigured map[string]bool

	// signingKey makes the project's key when it is first needed: making an RSA
	// key takes longer than most tests.
	signingKey func() (*signingKey, error)
}

func newProject(product Product, name string) *project {
	return &project{
		product:      product,
		name:         name,
		id:           newID("project-test"),
		secret:       newSecret(),
		publicToken:  newID("public-token-test"),
		callbackID:   newID("oauth-callback-test"),
		clients:      map[string]*client{},
		consents:     map[consentKey][]string{},
		redirectURLs: map[RedirectURLType][]string{},
		unconfigured: map[string]bool{},
		signingKey:   sync.OnceValues(newSigningKey),
	}
}

// accepts tells whether the pair is the project's API credential, in a time
// that does not depend on where the two differ.
func (p *project) accepts(projectID, secret string) bool {
	return equalSecrets(projectID, p.id) && equalSecrets(secret, p.secret)
}

// issuer is the iss claim of the project's tokens when they are fetched from
// Stytch's own hosts (https://stytch.com/docs/connected-apps/resources/custom-domains).
func (p *project) issuer() string {
	return "stytch.com/" + p.id
}

// equalSecrets compares digests, since subtle.ConstantTimeCompare returns at
// once where lengths differ.
func equalSecrets(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))

	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// AddRedirectURL registers a redirect URL with a project. The first of its type
// is the default that a start endpoint uses when it is given none.
func (s *Server) AddRedirectURL(product Product, kind RedirectURLType, redirectURL string) {
	s.mu.Lock()
	defer s.mu.Unlock()

	p := s.project(product)
	p.redirectURLs[kind] = append(p.redirectURLs[kind], redirectURL)
}

// ClearRedirectURLs removes every redirect URL of a type from a project.
func (s *Server) ClearRedirectURLs(product Product, kind RedirectURLType) {
	s.mu.Lock()
	defer s.mu.Unlock()

	delete(s.project(product).redirectURLs, kind)
}

// SetOAuthProviderConfigured tells whether a project has an OAuth app for a
// provider. Every provider is configured at first. The start endpoint of one
// that is not redirects to https://stytch.com/redirect-error.
func (s *Server) SetOAuthProviderConfigured(product Product, provider string, configured bool) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.project(product).unconfigured[provider] = !configured
}
