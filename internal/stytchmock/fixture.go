// SPDX-License-Identifier: MPL-2.0

package stytchmock

// Fixture names what is seeded, for a client to start from.
type Fixture struct {
	// BaseURL is where the emulator listens. The emulator does not know: the
	// caller fills it in.
	BaseURL string `json:"base_url"`

	// ProjectID is the B2B project's id.
	ProjectID string `json:"project_id"`
	// Secret is the B2B project's API secret.
	Secret string `json:"secret"`
	// PublicToken is the B2B project's public token.
	PublicToken string `json:"public_token"`
	// OrganizationID is the organization.
	OrganizationID string `json:"organization_id"`
	// MemberID is a member with tokens of all providers.
	MemberID string `json:"member_id"`
	// ClientID is a public Connected App.
	ClientID string `json:"client_id"`
	// RedirectURI is registered on the Connected Apps.
	RedirectURI string `json:"redirect_uri"`

	// ConsumerProjectID is the Consumer project's id.
	ConsumerProjectID string `json:"consumer_project_id"`
	// ConsumerSecret is the Consumer project's API secret.
	ConsumerSecret string `json:"consumer_secret"`
	// ConsumerPublicToken is the Consumer project's public token.
	ConsumerPublicToken string `json:"consumer_public_token"`
	// UserID is the one user.
	UserID string `json:"user_id"`

	// OrganizationSlug is the organization's slug.
	OrganizationSlug string `json:"organization_slug"`
	// OrganizationExternalID is the organization's external id.
	OrganizationExternalID string `json:"organization_external_id"`
	// MemberExternalID is the member's external id, which holds a vertical bar.
	MemberExternalID string `json:"member_external_id"`
	// MemberIDWithoutTokens is a member without provider tokens.
	MemberIDWithoutTokens string `json:"member_id_without_tokens"`
	// MemberIDOneTap is a member who only used Google One Tap.
	MemberIDOneTap string `json:"member_id_one_tap"`
	// UserExternalID is the user's external id, which holds a vertical bar.
	UserExternalID string `json:"user_external_id"`

	// LoginRedirectURL is registered with both projects, and their default.
	LoginRedirectURL string `json:"login_redirect_url"`
	// SignupRedirectURL is registered with both projects, and their default.
	SignupRedirectURL string `json:"signup_redirect_url"`
	// DiscoveryRedirectURL is registered with the B2B project, as its default.
	DiscoveryRedirectURL string `json:"discovery_redirect_url"`

	// GrantableScopes are those that can be granted to the Connected Apps.
	GrantableScopes []string `json:"grantable_scopes"`
	// ConfidentialClientID is a Connected App with a secret.
	ConfidentialClientID string `json:"confidential_client_id"`
	// ConfidentialClientSecret is that secret.
	ConfidentialClientSecret string `json:"confidential_client_secret"`
	// M2MClientID is a machine-to-machine client of the B2B project.
	M2MClientID string `json:"m2m_client_id"`
	// M2MClientSecret is its secret.
	M2MClientSecret string `json:"m2m_client_secret"`
	// M2MScopes are its scopes.
	M2MScopes []string `json:"m2m_scopes"`

	// ConsumerClientID is a public Connected App.
	ConsumerClientID string `json:"consumer_client_id"`
	// ConsumerRedirectURI is registered on the Consumer Connected Apps.
	ConsumerRedirectURI string `json:"consumer_redirect_uri"`
	// ConsumerConfidentialClientID is a Connected App with a secret.
	ConsumerConfidentialClientID string `json:"consumer_confidential_client_id"`
	// ConsumerConfidentialClientSecret is that secret.
	ConsumerConfidentialClientSecret string `json:"consumer_confidential_client_secret"`
	// ConsumerM2MClientID is a machine-to-machine client.
	ConsumerM2MClientID string `json:"consumer_m2m_client_id"`
	// ConsumerM2MClientSecret is its secret.
	ConsumerM2MClientSecret string `json:"consumer_m2m_client_secret"`

	// SessionToken is a session of the member.
	SessionToken string `json:"session_token"`
	// SessionJWT is a JWT of it. It lives for five minutes, so it is left empty
	// by [Server.Fixture]: see [Server.SessionJWT].
	SessionJWT string `json:"session_jwt,omitempty"`
	// ConsumerSessionToken is a session of the user.
	ConsumerSessionToken string `json:"consumer_session_token"`
	// ConsumerSessionJWT is a JWT of it, left empty like SessionJWT.
	ConsumerSessionJWT string `json:"consumer_session_jwt,omitempty"`

	// What is refused, for a client to see how.
	FixtureRefused
}

// FixtureRefused names what is seeded to be refused.
type FixtureRefused struct {
	// PKCEClientID is a public Connected App that insists on a code challenge.
	PKCEClientID string `json:"pkce_client_id"`
	// DisallowedClientID is a public Connected App that the organization does not
	// allow, and the other organization does.
	DisallowedClientID string `json:"disallowed_client_id"`
	// InactiveM2MClientID is a machine-to-machine client that gets no tokens.
	InactiveM2MClientID string `json:"inactive_m2m_client_id"`
	// InactiveM2MClientSecret is its secret.
	InactiveM2MClientSecret string `json:"inactive_m2m_client_secret"`

	// OtherOrganizationID is a second organization, of which the first one's
	// members are no members.
	OtherOrganizationID string `json:"other_organization_id"`
	// OtherOrganizationSlug is its slug.
	OtherOrganizationSlug string `json:"other_organization_slug"`
	// OtherMemberID is its member, with tokens of all providers.
	OtherMemberID string `json:"other_member_id"`

	// ConsumerPKCEClientID is a public Connected App like PKCEClientID.
	ConsumerPKCEClientID string `json:"consumer_pkce_client_id"`
	// ConsumerInactiveM2MClientID is a client like InactiveM2MClientID.
	ConsumerInactiveM2MClientID string `json:"consumer_inactive_m2m_client_id"`
	// ConsumerInactiveM2MClientSecret is its secret.
	ConsumerInactiveM2MClientSecret string `json:"consumer_inactive_m2m_client_secret"`
}

// Fixture returns what is seeded.
func (s *Server) Fixture() Fixture {
	f := s.fixture
	f.GrantableScopes = append([]string{}, f.GrantableScopes...)
	f.M2MScopes = append([]string{}, f.M2MScopes...)

	return f
}

// FixtureAt returns what is seeded, with the address that the caller knows and
// fresh session JWTs: what the program prints and GET /mock/fixture answers.
func (s *Server) FixtureAt(baseURL string) Fixture {
	f := s.Fixture()
	f.BaseURL = baseURL
	f.SessionJWT = s.SessionJWT(f.SessionToken)
	f.ConsumerSessionJWT = s.SessionJWT(f.ConsumerSessionToken)

	return f
}
