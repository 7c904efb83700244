// SPDX-License-Identifier: MPL-2.0

package stytchmock

// seedRefused adds what a client meets when something is wrong.
func (s *Server) seedRefused(f *Fixture) {
	pkce := seedApp(B2B, "Acme Strict", ThirdPartyPublic, f.RedirectURI, f.GrantableScopes)
	pkce.PKCERequired = true
	f.PKCEClientID = s.AddConnectedApp(pkce)
	pkce.Product, pkce.RedirectURIs = Consumer, []string{f.ConsumerRedirectURI}
	f.ConsumerPKCEClientID = s.AddConnectedApp(pkce)

	disallowed := seedApp(B2B, "Acme Stranger", ThirdPartyPublic, f.RedirectURI, f.GrantableScopes)
	disallowed.Disallowed = true
	f.DisallowedClientID = s.AddConnectedApp(disallowed)

	f.InactiveM2MClientID = s.AddM2MClient(M2MClient{Scopes: f.M2MScopes, Inactive: true})
	f.InactiveM2MClientSecret = s.ClientSecret(f.InactiveM2MClientID)
	f.ConsumerInactiveM2MClientID = s.AddM2MClient(M2MClient{Product: Consumer, Scopes: f.M2MScopes, Inactive: true})
	f.ConsumerInactiveM2MClientSecret = s.ClientSecret(f.ConsumerInactiveM2MClientID)

	f.OtherOrganizationSlug = "globex"
	f.OtherOrganizationID = s.AddOrganization(Organization{Name: "Globex", Slug: f.OtherOrganizationSlug})
	f.OtherMemberID = s.AddMember(Member{
		OrganizationID: f.OtherOrganizationID, Email: "barbara@example.com", Name: "Barbara Liskov",
	})
	s.seedMemberTokens(f.OtherOrganizationID, f.OtherMemberID)
}
