// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "time"

// seededSessionLifetime is long, so that an emulator can be left running.
const seededSessionLifetime = 365 * 24 * time.Hour

// seed fills both projects and returns where to start from.
func (s *Server) seed() Fixture {
	f := Fixture{
		ProjectID:           s.b2b.id,
		Secret:              s.b2b.secret,
		PublicToken:         s.b2b.publicToken,
		ConsumerProjectID:   s.consumer.id,
		ConsumerSecret:      s.consumer.secret,
		ConsumerPublicToken: s.consumer.publicToken,

		OrganizationSlug:       "acme",
		OrganizationExternalID: "crm|acme.1",
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
	s.seedPeople(&f)
	s.seedClients(&f)
	s.seedRedirectURLs(&f)
	s.seedRefused(&f)

	return f
}

func (s *Server) seedPeople(f *Fixture) {
	f.OrganizationID = s.AddOrganization(Organization{
		Name: "Acme", Slug: f.OrganizationSlug, ExternalID: f.OrganizationExternalID,
		LogoURL: "https://app.example.com/acme.png", ThirdPartyApps: "RESTRICTED",
	})
	f.MemberID = s.AddMember(Member{
		OrganizationID: f.OrganizationID, ExternalID: f.MemberExternalID,
		Email: "ada@example.com", Name: "Ada Lovelace",
	})
	s.seedMemberTokens(f.OrganizationID, f.MemberID)
	f.MemberIDWithoutTokens = s.AddMember(Member{
		OrganizationID: f.OrganizationID, Email: "grace@example.com", Name: "Grace Hopper",
	})
	f.MemberIDOneTap = s.AddMember(Member{
		OrganizationID: f.OrganizationID, Email: "edsger@example.com", Name: "Edsger Dijkstra",
	})
	s.SetMemberTokens(f.OrganizationID, f.MemberIDOneTap, "google", seedOneTapTokens())
	f.UserID = s.AddUser(User{ExternalID: f.UserExternalID, Email: "alan@example.com"})

	f.SessionToken = s.addSession(Session{
		OrganizationID: f.OrganizationID, MemberID: f.MemberID, Lifetime: seededSessionLifetime,
	}).token
	f.ConsumerSessionToken = s.addSession(Session{UserID: f.UserID, Lifetime: seededSessionLifetime}).token
}

func (s *Server) seedMemberTokens(organizationID, memberID string) {
	for _, provider := range memberProviders() {
		s.SetMemberTokens(organizationID, memberID, provider.name, provider.seedTokens())
	}
}

func (s *Server) seedClients(f *Fixture) {
	app := func(product Product, name, kind, redirectURI string) string {
		return s.AddConnectedApp(seedApp(product, name, kind, redirectURI, f.GrantableScopes))
	}
	f.ClientID = app(B2B, "Acme CLI", ThirdPartyPublic, f.RedirectURI)
	f.ConfidentialClientID = app(B2B, "Acme Portal", FirstParty, f.RedirectURI)
	f.ConfidentialClientSecret = s.ClientSecret(f.ConfidentialClientID)
	f.ConsumerClientID = app(Consumer, "Acme CLI", ThirdPartyPublic, f.ConsumerRedirectURI)
	f.ConsumerConfidentialClientID = app(Consumer, "Acme Portal", FirstParty, f.ConsumerRedirectURI)
	f.ConsumerConfidentialClientSecret = s.ClientSecret(f.ConsumerConfidentialClientID)

	f.M2MClientID = s.AddM2MClient(M2MClient{Scopes: f.M2MScopes})
	f.M2MClientSecret = s.ClientSecret(f.M2MClientID)
	f.ConsumerM2MClientID = s.AddM2MClient(M2MClient{Product: Consumer, Scopes: f.M2MScopes})
	f.ConsumerM2MClientSecret = s.ClientSecret(f.ConsumerM2MClientID)
}

// seedApp is a Connected App as all seeded ones are.
func seedApp(product Product, name, kind, redirectURI string, scopes []string) ConnectedApp {
	return ConnectedApp{
		Product: product, Name: name, Description: name + " of Acme", Type: kind,
		LogoURL:      "https://app.example.com/logo.png",
		RedirectURIs: []string{redirectURI}, Scopes: scopes,
		ConsentRequired: kind == ThirdParty || kind == ThirdPartyPublic,
	}
}

// seedRedirectURLs also registers the Connected Apps' redirect URI, so that a
// client that knows no other URL can name it.
func (s *Server) seedRedirectURLs(f *Fixture) {
	for _, product := range []Product{B2B, Consumer} {
		s.AddRedirectURL(product, LoginRedirectURL, f.LoginRedirectURL)
		s.AddRedirectURL(product, SignupRedirectURL, f.SignupRedirectURL)
		s.AddRedirectURL(product, LoginRedirectURL, f.RedirectURI)
		s.AddRedirectURL(product, SignupRedirectURL, f.RedirectURI)
	}
	s.AddRedirectURL(B2B, DiscoveryRedirectURL, f.DiscoveryRedirectURL)
	s.AddRedirectURL(B2B, DiscoveryRedirectURL, f.RedirectURI)
}
