// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	attribute "github.com/hashicorp/terraform-plugin-framework/path"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// FakesFor returns fakes of the providers that a configuration under examples/ uses, with as much of their schemas as
// the examples use.
func FakesFor(configuration string) []FakeProvider {
	var used []FakeProvider

	for _, fake := range []FakeProvider{FakeAWS(), fakeGitHub(), fakeGoogle(), fakeSlack(), fakeStytch()} {
		name := path.Base(fake.Address)

		for _, sign := range []string{`source = "` + fake.Address + `"`, `provider "` + name + `"`, `resource "` + name + `_`} {
			if strings.Contains(configuration, sign) {
				used = append(used, fake)

				break
			}
		}
	}

	return used
}

// ExampleVariables returns values of the variables that a configuration under examples/ declares, for an emulator.
func (e *Emulator) ExampleVariables(configuration string) map[string]any {
	seed := e.Seed
	values := map[string]any{
		"base_url": e.URL, "project_id": seed.ProjectID, "stytch_secret": seed.Secret, "consumer_secret": seed.ConsumerSecret,
		"m2m_client_secret": seed.M2MClientSecret, "organization_id": seed.OrganizationID, "member_id": seed.MemberID,
		"connected_app": map[string]any{"client_id": seed.ClientID, "redirect_uri": seed.RedirectURI},
		"portal": map[string]any{
			"client_id": seed.ConfidentialClientID, "client_secret": seed.ConfidentialClientSecret,
		},
		"code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", // RFC 7636, appendix B
		"m2m_client_id": seed.M2MClientID,
		"project_slug":  "acme", "environment_slug": "test",
		"b2b": map[string]any{
			"project_id": seed.ProjectID, "public_token": seed.PublicToken, "organization_id": seed.OrganizationID,
			"member_id": seed.MemberID, "client_id": seed.ClientID, "redirect_uri": seed.RedirectURI,
			"m2m_client_id": seed.M2MClientID,
		},
		"consumer": map[string]any{
			"project_id": seed.ConsumerProjectID, "public_token": seed.ConsumerPublicToken, "user_id": seed.UserID,
		},
		"secrets": map[string]any{
			"b2b": seed.Secret, "consumer": seed.ConsumerSecret, "m2m_client": seed.M2MClientSecret,
		},
	}

	maps.DeleteFunc(values, func(name string, _ any) bool {
		return !strings.Contains(configuration, `variable "`+name+`"`)
	})

	return values
}

// FakeAWS returns a secret store, and what of IAM the examples use. As with AWS, a write-only secret and its version need each other, and another version
// is a new object.
func FakeAWS() FakeProvider {
	secret, version := attribute.MatchRoot("secret_string_wo"), attribute.MatchRoot("secret_string_wo_version")

	return FakeProvider{
		Address:       "hashicorp/aws",
		Configuration: map[string]providerschema.Attribute{"region": providerschema.StringAttribute{Optional: true}},
		Resources: map[string]map[string]schema.Attribute{
			"aws_iam_openid_connect_provider": {
				"url":            schema.StringAttribute{Required: true},
				"client_id_list": schema.ListAttribute{Required: true, ElementType: types.StringType},
				"arn":            schema.StringAttribute{Computed: true},
			},
			"aws_iam_role": {
				"name":               schema.StringAttribute{Optional: true},
				"assume_role_policy": schema.StringAttribute{Required: true},
			},
			"aws_secretsmanager_secret": {"name": schema.StringAttribute{Optional: true}},
			"aws_secretsmanager_secret_version": {
				"secret_id": schema.StringAttribute{Required: true},
				"secret_string_wo": schema.StringAttribute{
					Optional: true, Sensitive: true, WriteOnly: true,
					Validators: []validator.String{stringvalidator.AlsoRequires(version)},
				},
				"secret_string_wo_version": schema.Int64Attribute{
					Optional: true, Validators: []validator.Int64{int64validator.AlsoRequires(secret)},
					PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				},
			},
		},
	}
}

func fakeGitHub() FakeProvider {
	return FakeProvider{Address: "integrations/github", Configuration: map[string]providerschema.Attribute{
		"owner": providerschema.StringAttribute{Optional: true},
		"token": providerschema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func fakeGoogle() FakeProvider {
	return FakeProvider{
		Address: "hashicorp/google",
		Configuration: map[string]providerschema.Attribute{
			"project":      providerschema.StringAttribute{Optional: true},
			"access_token": providerschema.StringAttribute{Optional: true, Sensitive: true},
		},
		Resources: map[string]map[string]schema.Attribute{"google_storage_bucket": {
			"name": schema.StringAttribute{Required: true}, "location": schema.StringAttribute{Required: true},
		}},
	}
}

func fakeSlack() FakeProvider {
	return FakeProvider{
		Address: "pablovarela/slack",
		Configuration: map[string]providerschema.Attribute{
			"token": providerschema.StringAttribute{Optional: true, Sensitive: true},
		},
		Resources: map[string]map[string]schema.Attribute{"slack_conversation": {
			"name": schema.StringAttribute{Required: true}, "topic": schema.StringAttribute{Optional: true},
			"is_private": schema.BoolAttribute{Required: true},
		}},
	}
}

// fakeStytch returns Stytch's own provider.
func fakeStytch() FakeProvider {
	return FakeProvider{
		Address: "stytchauth/stytch",
		Resources: map[string]map[string]schema.Attribute{"stytch_public_token": {
			"project_slug": schema.StringAttribute{Required: true}, "environment_slug": schema.StringAttribute{Required: true},
			"public_token": schema.StringAttribute{Computed: true},
		}},
	}
}
