// SPDX-License-Identifier: MPL-2.0

package client

import (
	"reflect"
	"strings"
	"testing"
)

func TestOpenIDConfiguration(t *testing.T) {
	t.Parallel()

	document := `{"request_id":"request-id-test-1","status_code":200,"issuer":"https://login.example.com",
		"authorization_endpoint":"https://app.example.com/authorize","jwks_uri":"https://login.example.com/jwks.json",
		"scopes_supported":["openid"],"extra":true}`

	inBubble(t, respond(200, document), func(t *testing.T, e *testEnv) {
		got, err := e.client.OpenIDConfiguration(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		request := e.only(t)
		if request.Target != "/v1/public/"+projectID+"/.well-known/openid-configuration" ||
			request.Header.Get("Authorization") != "" {
			t.Errorf("%s with the credentials %q", request.Target, request.Header.Get("Authorization"))
		}

		want := &OpenIDConfiguration{
			Envelope: Envelope{RequestID: new("request-id-test-1"), StatusCode: new(int64(200))},
			Issuer:   new("https://login.example.com"), AuthorizationEndpoint: new("https://app.example.com/authorize"),
			JWKSURI: new("https://login.example.com/jwks.json"), ScopesSupported: []string{"openid"},
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v", got)
		}
	})
}

func TestJWKS(t *testing.T) {
	t.Parallel()

	// What this client does not know of a key is in the document all the same.
	key := `{"kty":"RSA","kid":"jwk-test-1","use":"sig","alg":"RS256","n":"AQAB","e":"AQAB","x5t#S256":"thumb","new":1}`

	inBubble(t, respond(200, `{"request_id":"request-id-test-1","keys":[ `+key+` ],"status_code":200}`),
		func(t *testing.T, e *testEnv) {
			got, err := e.client.JWKS(t.Context())
			if err != nil {
				t.Fatal(err)
			}

			request := e.only(t)
			if request.Target != "/v1/public/"+projectID+"/.well-known/jwks.json" || request.Header.Get("Authorization") != "" {
				t.Errorf("%s with the credentials %q", request.Target, request.Header.Get("Authorization"))
			}

			if string(got.Document) != `{"keys":[`+key+`]}` {
				t.Errorf("the document is %s", got.Document)
			}

			want := []JSONWebKey{{
				KeyType: new("RSA"), KeyID: new("jwk-test-1"), Use: new("sig"), Algorithm: new("RS256"), N: new("AQAB"),
				E: new("AQAB"), X5THashS256: new("thumb"),
			}}
			if !reflect.DeepEqual(got.Keys, want) || *got.RequestID != "request-id-test-1" {
				t.Errorf("%+v", got)
			}
		})
}

func TestDiscoveryRequires(t *testing.T) {
	t.Parallel()

	for missing, body := range map[string]string{
		"issuer":      `{"jwks_uri":"https://login.example.com/jwks.json"}`,
		"jwks_uri":    `{"issuer":"https://login.example.com"}`,
		"keys":        `{}`,
		"keys[0].kid": `{"keys":[{"kty":"RSA"}]}`,
	} {
		inBubble(t, respond(200, body), func(t *testing.T, e *testEnv) {
			var err error
			if strings.HasPrefix(missing, "keys") {
				_, err = e.client.JWKS(t.Context())
			} else {
				_, err = e.client.OpenIDConfiguration(t.Context())
			}

			if failure := requireError(t, err, KindInvalidResponse); !strings.Contains(failure.Reason, missing) {
				t.Errorf("without %s: %v", missing, failure)
			}
		})
	}
}
