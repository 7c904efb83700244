// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"fmt"
	"path"
	"slices"
	"strings"

	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest/canned"
)

// What the examples name, so that they can be read without looking anything up.
const (
	organizationID   = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
	memberID         = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
	userID           = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
	clientID         = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
	consumerClientID = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
	m2mClientID      = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
	redirectURI      = "https://app.example.com/oauth/callback"
	slackTeamID      = "T0123456789"
	memberToken      = "access-token-of-the-member"
	refreshToken     = "refresh-token-of-the-member"
	workerSecret     = "secret-of-the-worker"
)

// used are the providers of other people that a configuration names.
func used(text string) []standin.Provider {
	return slices.DeleteFunc(foreignProviders(), func(one standin.Provider) bool {
		name := path.Base(one.Address)

		return !strings.Contains(text, `provider "`+name+`"`) && !strings.Contains(text, `resource "`+name+`_`)
	})
}

// requiredProviders is what a configuration begins with.
func requiredProviders(others []standin.Provider) string {
	var all strings.Builder

	for _, one := range append(others, standin.Provider{Address: "stytch-community/stytchoauth"}) {
		fmt.Fprintf(&all, "    %s = { source = %q }\n", path.Base(one.Address), one.Address)
	}

	return "terraform {\n  required_providers {\n" + all.String() + "  }\n}\n"
}

// furnish gives an emulator what the examples name.
func furnish(mock *stytchmock.Server, botToken string) {
	mock.AddOrganization(stytchmock.Organization{ID: organizationID, Name: "Acme"})
	mock.AddMember(stytchmock.Member{OrganizationID: organizationID, ID: memberID, Name: "Ada Lovelace"})
	mock.AddUser(stytchmock.User{ID: userID})
	mock.AddM2MClient(stytchmock.M2MClient{
		ClientID: m2mClientID, Secret: workerSecret, Scopes: []string{"read:users", "write:users"},
	})

	for product, id := range map[stytchmock.Product]string{
		stytchmock.B2B: clientID, stytchmock.Consumer: consumerClientID,
	} {
		mock.AddConnectedApp(stytchmock.ConnectedApp{
			Product: product, ClientID: id, RedirectURIs: []string{redirectURI},
			Scopes: []string{"openid", "offline_access", "read:documents"},
		})
	}

	for _, provider := range client.MemberIdentityProviders() {
		mock.SetMemberTokens(organizationID, memberID, provider.Name, canned.Tokens(provider, map[string]any{
			"access_token": memberToken, "refresh_token": refreshToken, "id_token": googleIDToken,
			"provider_tenant_id": slackTeamID, "bot_access_token": botToken,
		}))
	}
}

// googleIDToken is {"alg":"RS256"} and {"iss":"https://accounts.google.com"}, and no signature to speak of.
const googleIDToken = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmdvb2dsZS5jb20ifQ.AAAA"

// variables are values for the variables that a configuration declares.
func variables(text string, fixture stytchmock.Fixture) map[string]any {
	values := map[string]any{
		"aws_region": "eu-central-1", "consumer_secret": fixture.ConsumerSecret, "m2m_client_secret": workerSecret,
		"organization_id": organizationID, "member_id": memberID, "slack_team_id": slackTeamID,
		"connected_app": map[string]any{"client_id": clientID, "redirect_uri": redirectURI},
		"rotation":      1,
		"base_url":      fixture.BaseURL,
		"project_id":    fixture.ProjectID, "stytch_secret": fixture.Secret,
		"project_slug": "acme", "environment_slug": "test",
		"b2b": map[string]any{
			"project_id": fixture.ProjectID, "public_token": fixture.PublicToken, "organization_id": organizationID,
			"member_id": memberID, "client_id": clientID, "redirect_uri": redirectURI, "m2m_client_id": m2mClientID,
		},
		"consumer": map[string]any{
			"project_id": fixture.ConsumerProjectID, "public_token": fixture.ConsumerPublicToken, "user_id": userID,
		},
		"secrets": map[string]any{
			"b2b": fixture.Secret, "consumer": fixture.ConsumerSecret, "m2m_client": workerSecret,
		},
	}

	for name := range values {
		if !strings.Contains(text, `variable "`+name+`"`) {
			delete(values, name)
		}
	}

	return values
}

// foreignProviders are as much of other people's providers as the examples use.
func foreignProviders() []standin.Provider {
	type arguments = map[string]providerschema.Attribute

	type resources = map[string]map[string]schema.Attribute

	option, secret := providerschema.StringAttribute{Optional: true}, providerschema.StringAttribute{Optional: true, Sensitive: true}

	return []standin.Provider{
		{
			Address: "stytchauth/stytch", Configuration: arguments{},
			Resources: resources{"stytch_public_token": {
				"project_slug": schema.StringAttribute{Required: true}, "environment_slug": schema.StringAttribute{Required: true},
				"public_token": schema.StringAttribute{Computed: true},
			}},
		},
		{
			Address: "hashicorp/google", Configuration: arguments{"project": option, "access_token": secret},
			Resources: resources{"google_storage_bucket": {
				"name": schema.StringAttribute{Required: true}, "location": schema.StringAttribute{Required: true},
			}},
		},
		{Address: "integrations/github", Configuration: arguments{"owner": option, "token": secret}},
		{
			Address: "pablovarela/slack", Configuration: arguments{"token": secret},
			Resources: resources{"slack_conversation": {
				"name": schema.StringAttribute{Required: true}, "topic": schema.StringAttribute{Optional: true},
				"is_private": schema.BoolAttribute{Required: true},
			}},
		},
		{
			Address: "hashicorp/aws", Configuration: arguments{"region": option},
			Resources: resources{
				"aws_secretsmanager_secret": {"name": schema.StringAttribute{Optional: true}},
				"aws_secretsmanager_secret_version": {
					"secret_id":                schema.StringAttribute{Required: true},
					"secret_string_wo":         schema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true},
					"secret_string_wo_version": schema.Int64Attribute{Optional: true},
				},
			},
		},
	}
}
