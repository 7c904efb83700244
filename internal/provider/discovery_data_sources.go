// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// openIDConfigurationModel is the model of stytchoauth_openid_configuration.
type openIDConfigurationModel struct {
	envelopeModel

	Issuer                            types.String `tfsdk:"issuer"`
	AuthorizationEndpoint             types.String `tfsdk:"authorization_endpoint"`
	TokenEndpoint                     types.String `tfsdk:"token_endpoint"`
	UserinfoEndpoint                  types.String `tfsdk:"userinfo_endpoint"`
	JWKSURI                           types.String `tfsdk:"jwks_uri"`
	ScopesSupported                   types.List   `tfsdk:"scopes_supported"`
	ResponseTypesSupported            types.List   `tfsdk:"response_types_supported"`
	GrantTypesSupported               types.List   `tfsdk:"grant_types_supported"`
	SubjectTypesSupported             types.List   `tfsdk:"subject_types_supported"`
	IDTokenSigningAlgValuesSupported  types.List   `tfsdk:"id_token_signing_alg_values_supported"`
	TokenEndpointAuthMethodsSupported types.List   `tfsdk:"token_endpoint_auth_methods_supported"`
}

// jwksModel is the model of stytchoauth_jwks.
type jwksModel struct {
	envelopeModel

	JWKS types.String      `tfsdk:"jwks"`
	Keys []jsonWebKeyModel `tfsdk:"keys"`
}

type jsonWebKeyModel struct {
	KeyType   types.String `tfsdk:"kty"`
	Use       types.String `tfsdk:"use"`
	KeyOps    types.List   `tfsdk:"key_ops"`
	Algorithm types.String `tfsdk:"alg"`
	KeyID     types.String `tfsdk:"kid"`
	X5C       types.List   `tfsdk:"x5c"`
	X5TS256   types.String `tfsdk:"x5t_s256"`
	N         types.String `tfsdk:"n"`
	E         types.String `tfsdk:"e"`
}

func newOpenIDConfigurationDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_openid_configuration",
		description: "Reads the OpenID Connect metadata of a Stytch project, with which a cloud's identity " +
			"federation or a gateway can trust its tokens.",
		attributes: func() attributes {
			return envelope().with(attributes{
				"issuer": computedString("The `iss` claim of the tokens. On Stytch's own hosts it has no scheme (`stytch.com/project-…`); on " +
					"a custom domain, the provider's `base_url`, it is a URL."),
				"authorization_endpoint":   computedString("The URL of your application's authorization page."),
				"token_endpoint":           computedString("The URL of the token endpoint."),
				"userinfo_endpoint":        computedString("The URL of the userinfo endpoint."),
				"jwks_uri":                 computedString("The URL of the keys, which `stytchoauth_jwks` reads."),
				"scopes_supported":         computedStrings("The scopes."),
				"response_types_supported": computedStrings("The response types, such as `code`."),
				"grant_types_supported":    computedStrings("The grant types."),
				"subject_types_supported":  computedStrings("The subject identifier types."),
				"id_token_signing_alg_values_supported": computedStrings("The algorithms that ID tokens are signed with, such as " +
					"`RS256`."),
				"token_endpoint_auth_methods_supported": computedStrings("The ways in which a client authenticates at the token " +
					"endpoint."),
			})
		},
		read: withModel(readOpenIDConfiguration),
	}
}

func newJWKSDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_jwks",
		description: "Reads the public keys with which a cloud, a gateway or your API can verify the tokens of a " +
			"Stytch project (RFC 7517).",
		attributes: func() attributes {
			return envelope().with(attributes{
				"jwks": computedString("The key set as JSON, for an argument that takes one: `{\"keys\":[…]}`."),
				"keys": schema.ListNestedAttribute{
					MarkdownDescription: "The keys, in Stytch's order.", Computed: true,
					NestedObject: schema.NestedAttributeObject{Attributes: attributes{
						"kty":      computedString("The key type, such as `RSA`."),
						"use":      computedString("The use, such as `sig`."),
						"key_ops":  computedStrings("The operations, such as `verify`."),
						"alg":      computedString("The algorithm, such as `RS256`."),
						"kid":      computedString("The key id, as it is in the header of a token."),
						"x5c":      computedStrings("The certificate chain, each certificate in base64."),
						"x5t_s256": computedString("The certificate's SHA-256 thumbprint, in base64url (`x5t#S256`)."),
						"n":        computedString("The modulus, in base64url."),
						"e":        computedString("The exponent, in base64url."),
					}},
				},
			})
		},
		read: withModel(readJWKS),
	}
}

// discoveryOperation describes a request for a document. The project is in the path, and no credentials are sent.
func discoveryOperation(thing string) operation {
	return operation{
		verb: "Read", noun: thing,
		advice:         map[string]advice{"project_not_found": adviceProjectID},
		adviceByStatus: map[int]advice{http.StatusNotFound: adviceProjectID},
	}
}

// readOpenIDConfiguration reads the metadata.
func readOpenIDConfiguration(
	ctx context.Context, data *providerData, model *openIDConfigurationModel,
) diag.Diagnostics {
	if diags := data.requireProject(); diags.HasError() {
		return diags
	}

	found, err := data.client.OpenIDConfiguration(ctx)
	if err != nil {
		return discoveryOperation("OpenID Configuration").diagnostics(err)
	}

	*model = openIDConfigurationModel{
		envelopeModel:                     newEnvelopeModel(found.Envelope),
		Issuer:                            types.StringPointerValue(found.Issuer),
		AuthorizationEndpoint:             types.StringPointerValue(found.AuthorizationEndpoint),
		TokenEndpoint:                     types.StringPointerValue(found.TokenEndpoint),
		UserinfoEndpoint:                  types.StringPointerValue(found.UserinfoEndpoint),
		JWKSURI:                           types.StringPointerValue(found.JWKSURI),
		ScopesSupported:                   stringList(found.ScopesSupported),
		ResponseTypesSupported:            stringList(found.ResponseTypesSupported),
		GrantTypesSupported:               stringList(found.GrantTypesSupported),
		SubjectTypesSupported:             stringList(found.SubjectTypesSupported),
		IDTokenSigningAlgValuesSupported:  stringList(found.IDTokenSigningAlgValuesSupported),
		TokenEndpointAuthMethodsSupported: stringList(found.TokenEndpointAuthMethodsSupported),
	}

	return nil
}

// readJWKS reads the keys.
func readJWKS(ctx context.Context, data *providerData, model *jwksModel) diag.Diagnostics {
	if diags := data.requireProject(); diags.HasError() {
		return diags
	}

	found, err := data.client.JWKS(ctx)
	if err != nil {
		return discoveryOperation("JSON Web Key Set").diagnostics(err)
	}

	model.envelopeModel, model.JWKS = newEnvelopeModel(found.Envelope), types.StringValue(string(found.Document))

	model.Keys = make([]jsonWebKeyModel, len(found.Keys))
	for i, key := range found.Keys {
		model.Keys[i] = jsonWebKeyModel{
			KeyType:   types.StringPointerValue(key.KeyType),
			Use:       types.StringPointerValue(key.Use),
			KeyOps:    stringList(key.KeyOps),
			Algorithm: types.StringPointerValue(key.Algorithm),
			KeyID:     types.StringPointerValue(key.KeyID),
			X5C:       stringList(key.X5C),
			X5TS256:   types.StringPointerValue(cmp.Or(key.X5TS256, key.X5THashS256)),
			N:         types.StringPointerValue(key.N),
			E:         types.StringPointerValue(key.E),
		}
	}

	return nil
}
