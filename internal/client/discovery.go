// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"net/http"
)

// OpenIDConfiguration is a project's OpenID Provider Metadata
// (OpenID Connect Discovery 1.0 section 3, https://stytch.com/docs/b2b/api/connected-app-openid-configuration).
type OpenIDConfiguration struct {
	Envelope

	Issuer                            *string  `json:"issuer"`
	AuthorizationEndpoint             *string  `json:"authorization_endpoint"`
	TokenEndpoint                     *string  `json:"token_endpoint"`
	UserinfoEndpoint                  *string  `json:"userinfo_endpoint"`
	JWKSURI                           *string  `json:"jwks_uri"`
	ScopesSupported                   []string `json:"scopes_supported"`
	ResponseTypesSupported            []string `json:"response_types_supported"`
	GrantTypesSupported               []string `json:"grant_types_supported"`
	SubjectTypesSupported             []string `json:"subject_types_supported"`
	IDTokenSigningAlgValuesSupported  []string `json:"id_token_signing_alg_values_supported"`
	TokenEndpointAuthMethodsSupported []string `json:"token_endpoint_auth_methods_supported"`
}

// OpenIDConfiguration reads the document. It needs no credentials.
func (c *Client) OpenIDConfiguration(ctx context.Context) (*OpenIDConfiguration, error) {
	document := &OpenIDConfiguration{}

	err := c.do(ctx, call{
		method: http.MethodGet, route: "/v1/public/{project_id}/.well-known/openid-configuration",
		values: []string{c.config.ProjectID}, retry: retryAlways, result: document,
		required: []string{"issuer", "jwks_uri"},
	})
	if err != nil {
		return nil, err
	}

	return document, nil
}

// JSONWebKey is a public key (RFC 7517).
type JSONWebKey struct {
	KeyType   *string  `json:"kty"`
	Use       *string  `json:"use"`
	KeyOps    []string `json:"key_ops"`
	Algorithm *string  `json:"alg"`
	KeyID     *string  `json:"kid"`
	X5C       []string `json:"x5c"`
	// Stytch documents the certificate's thumbprint as x5tS256, and the RFC as x5t#S256.
	X5TS256     *string `json:"x5tS256"`
	X5THashS256 *string `json:"x5t#S256"`
	N           *string `json:"n"`
	E           *string `json:"e"`
}

// JSONWebKeySet is the set of the keys that a project signs its tokens with.
type JSONWebKeySet struct {
	Envelope

	Keys []JSONWebKey `json:"keys"`
	// Document is the set with all that was received of each key, without the envelope.
	Document json.RawMessage `json:"-"`
}

// JWKS reads the keys (RFC 7517). It needs no credentials. Stytch replaces keys about every six months, and publishes old
// and new ones together for a month.
func (c *Client) JWKS(ctx context.Context) (*JSONWebKeySet, error) {
	set := &JSONWebKeySet{}

	err := c.do(ctx, call{
		method: http.MethodGet, route: "/v1/public/{project_id}/.well-known/jwks.json",
		values: []string{c.config.ProjectID}, retry: retryAlways, result: set,
		read: func(got response) error {
			if err := got.decode(set, []string{"keys", "keys[].kty", "keys[].kid"}); err != nil {
				return err
			}

			var document struct {
				Keys json.RawMessage `json:"keys"`
			}

			if err := json.Unmarshal(got.body, &document); err != nil {
				return err
			}

			var err error
			set.Document, err = json.Marshal(document)

			return err
		},
	})
	if err != nil {
		return nil, err
	}

	return set, nil
}
