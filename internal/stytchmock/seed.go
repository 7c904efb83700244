// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"slices"
	"time"
)

// seededSessionLifetime is long, so that an emulator can be left running.
const seededSessionLifetime = 365 * 24 * time.Hour

// Fixture names what an emulator is seeded with, for a client to start from. Its JSON is what the program prints and what
// GET /mock/fixture returns.
type Fixture struct {
	// BaseURL is where the emulator listens. The caller fills it in.
	BaseURL string `json:"base_url"`

	// The B2B project: an organization, a member with tokens of all providers, and a public Connected App.
	ProjectID      string `json:"project_id"`
	Secret         string `json:"secret"`
	PublicToken    string `json:"public_token"`
	OrganizationID string `json:"organization_id"`
	MemberID       string `json:"member_id"`
	ClientID       string `json:"client_id"`
	RedirectURI    string `json:"redirect_uri"`

	// The Consumer project: a user.
	ConsumerProjectID   string `json:"consumer_project_id"`
	ConsumerSecret      string `json:"consumer_secret"`
	ConsumerPublicToken string `json:"consumer_public_token"`
	UserID              string `json:"user_id"`

	// Other names of the organization, the member and the user, some of which hold a vertical bar; a member without
	// provider tokens, and one who only used Google One Tap.
	OrganizationSlug       string `json:"organization_slug"`
	OrganizationExternalID string `json:"organization_external_id"`
	MemberExternalID       string `json:"member_external_id"`
	MemberIDWithoutTokens  string `json:"member_id_without_tokens"`
	MemberIDOneTap         string `json:"member_id_one_tap"`
	UserExternalID         string `json:"user_external_id"`

	// The redirect URLs that are registered for start endpoints.
	LoginRedirectURL     string `json:"login_redirect_url"`
	SignupRedirectURL    string `json:"signup_redirect_url"`
	DiscoveryRedirectURL string `json:"discovery_redirect_url"`

	// Clients of the B2B project: a confidential Connected App and an M2M client. GrantableScopes are those of all seeded
	// Connected Apps, M2MScopes those of all seeded M2M clients.
	GrantableScopes          []string `json:"grantable_scopes"`
	ConfidentialClientID     string   `json:"confidential_client_id"`
	ConfidentialClientSecret string   `json:"confidential_client_secret"`
	M2MClientID              string   `json:"m2m_client_id"`
	M2MClientSecret          string   `json:"m2m_client_secret"`
	M2MScopes                []string `json:"m2m_scopes"`

	// Clients of the Consumer project: a public and a confidential Connected App, and an M2M client.
	ConsumerClientID                 string `json:"consumer_client_id"`
	ConsumerRedirectURI              string `json:"consumer_redirect_uri"`
	ConsumerConfidentialClientID     string `json:"consumer_confidential_client_id"`
	ConsumerConfidentialClientSecret string `json:"consumer_confidential_client_secret"`
	ConsumerM2MClientID              string `json:"consumer_m2m_client_id"`
	ConsumerM2MClientSecret          string `json:"consumer_m2m_client_secret"`

	// Sessions of the member and the user. A JWT lives for five minutes, so [Server.Fixture] leaves both empty: see
	// [Server.SessionJWT].
	SessionToken         string `json:"session_token"`
	SessionJWT           string `json:"session_jwt,omitempty"`
	ConsumerSessionToken string `json:"consumer_session_token"`
	ConsumerSessionJWT   string `json:"consumer_session_jwt,omitempty"`

	// What is refused: a Connected App that insists on a code challenge, one that the organization does not allow, an M2M
	// client that is not active, and a second organization with a member who is not one of the first organization's.
	PKCEClientID                    string `json:"pkce_client_id"`
	DisallowedClientID              string `json:"disallowed_client_id"`
	InactiveM2MClientID             string `json:"inactive_m2m_client_id"`
	InactiveM2MClientSecret         string `json:"inactive_m2m_client_secret"`
	OtherOrganizationID             string `json:"other_organization_id"`
	OtherOrganizationSlug           string `json:"other_organization_slug"`
	OtherMemberID                   string `json:"other_member_id"`
	ConsumerPKCEClientID            string `json:"consumer_pkce_client_id"`
	ConsumerInactiveM2MClientID     string `json:"consumer_inactive_m2m_client_id"`
	ConsumerInactiveM2MClientSecret string `json:"consumer_inactive_m2m_client_secret"`
}

// Fixture returns what is seeded.
func (s *Server) Fixture() Fixture {
	f := s.fixture
	f.GrantableScopes = slices.Clone(f.GrantableScopes)
	f.M2MScopes = slices.Clone(f.M2MScopes)

	return f
}

// FixtureAt returns what is seeded, with the address that the caller knows and fresh session JWTs.
func (s *Server) FixtureAt(baseURL string) Fixture {
	f := s.Fixture()
	f.BaseURL = baseURL
	f.SessionJWT = s.SessionJWT(f.SessionToken)
	f.ConsumerSessionJWT = s.SessionJWT(f.ConsumerSessionToken)

	return f
}

// seed fills both projects, and the fixture.
func (s *Server) seed() {
	s.fixture = Fixture{
		ProjectID:           s.b2b.id,
		Secret:              s.b2b.secret,
		PublicToken:         s.b2b.publicToken,
		ConsumerProjectID:   s.consumer.id,
		ConsumerSecret:      s.consumer.secret,
		ConsumerPublicToken: s.consumer.publicToken,

		OrganizationSlug:       "acme",
		OrganizationExternalID: "crm|acme.1",
		OtherOrganizationSlug:  "globex",
		MemberExternalID:       "okta|ada.lovelace",
		UserExternalID:         "legacy|alan.turing",

		RedirectURI:          "https://app.example.com/oauth/callback",
		ConsumerRedirectURI:  "https://app.example.com/oauth/callback",
		LoginRedirectURL:     "https://app.example.com/login",
		SignupRedirectURL:    "https://app.example.com/signup",
		DiscoveryRedirectURL: "https://app.example.com/discovery",

		GrantableScopes: []string{
			"openid", "profile", "email", "phone", "offline_access", "read:documents", "write:documents",
		},
		M2MScopes: []string{"read:users", "write:users"},
	}
	s.seedSubjects()
	s.seedClients()

	// The Connected Apps' redirect URI is registered too, so that a client that knows no other URL can name it.
	for _, p := range s.projects() {
		p.redirectURLs["login"] = []string{s.fixture.LoginRedirectURL, s.fixture.RedirectURI}
		p.redirectURLs["signup"] = []string{s.fixture.SignupRedirectURL, s.fixture.RedirectURI}
	}
	s.b2b.redirectURLs["discovery"] = []string{s.fixture.DiscoveryRedirectURL, s.fixture.RedirectURI}
}

func (s *Server) seedSubjects() {
	f := &s.fixture
	f.OrganizationID = s.AddOrganization(Organization{
		Slug: f.OrganizationSlug, ExternalID: f.OrganizationExternalID, ThirdPartyApps: "RESTRICTED",
	})
	f.OtherOrganizationID = s.AddOrganization(Organization{Name: "Globex", Slug: f.OtherOrganizationSlug})
	f.MemberID = s.AddMember(Member{ExternalID: f.MemberExternalID, Email: "ada@example.com", Name: "Ada Lovelace"})
	f.MemberIDWithoutTokens = s.AddMember(Member{Email: "grace@example.com", Name: "Grace Hopper"})
	f.MemberIDOneTap = s.AddMember(Member{Email: "edsger@example.com", Name: "Edsger Dijkstra"})
	f.OtherMemberID = s.AddMember(Member{
		OrganizationID: f.OtherOrganizationID, Email: "barbara@example.com", Name: "Barbara Liskov",
	})
	f.UserID = s.AddUser(User{ExternalID: f.UserExternalID, Email: "alan@example.com"})

	for _, provider := range memberProviders() {
		s.SetMemberTokens(f.OrganizationID, f.MemberID, provider.name, provider.seedTokens())
		s.SetMemberTokens(f.OtherOrganizationID, f.OtherMemberID, provider.name, provider.seedTokens())
	}
	s.SetMemberTokens(f.OrganizationID, f.MemberIDOneTap, "google", seedOneTapTokens())

	f.SessionToken = s.addSession(s.b2b, f.MemberID)
	f.ConsumerSessionToken = s.addSession(s.consumer, f.UserID)
}

func (s *Server) seedClients() {
	f := &s.fixture
	app := func(product Product, name, clientType string) ConnectedApp {
		return ConnectedApp{
			Product: product, Name: name, Description: name + " of Acme", Type: clientType,
			LogoURL: "https://app.example.com/logo.png", RedirectURIs: []string{f.RedirectURI}, Scopes: f.GrantableScopes,
		}
	}
	confidential := func(product Product) (id, secret string) {
		added := s.addConnectedApp(app(product, "Acme Portal", FirstParty))

		return added.id, added.secrets[0]
	}
	machine := func(product Product, active bool) (id, secret string) {
		added := s.addM2MClient(M2MClient{Product: product, Scopes: f.M2MScopes})
		added.active = active

		return added.id, added.secrets[0]
	}
	strict := func(product Product) string {
		strict := app(product, "Acme Strict", ThirdPartyPublic)
		strict.PKCERequired = true

		return s.AddConnectedApp(strict)
	}

	f.ClientID = s.AddConnectedApp(app(B2B, "Acme CLI", ThirdPartyPublic))
	f.ConfidentialClientID, f.ConfidentialClientSecret = confidential(B2B)
	f.M2MClientID, f.M2MClientSecret = machine(B2B, true)
	f.ConsumerClientID = s.AddConnectedApp(app(Consumer, "Acme CLI", ThirdPartyPublic))
	f.ConsumerConfidentialClientID, f.ConsumerConfidentialClientSecret = confidential(Consumer)
	f.ConsumerM2MClientID, f.ConsumerM2MClientSecret = machine(Consumer, true)

	f.PKCEClientID = strict(B2B)
	f.DisallowedClientID = s.addConnectedApp(app(B2B, "Acme Stranger", ThirdPartyPublic)).id
	f.InactiveM2MClientID, f.InactiveM2MClientSecret = machine(B2B, false)
	f.ConsumerPKCEClientID = strict(Consumer)
	f.ConsumerInactiveM2MClientID, f.ConsumerInactiveM2MClientSecret = machine(Consumer, false)
}
