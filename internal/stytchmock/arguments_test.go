// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestJSONBodiesAreReadStrictly(t *testing.T) {
	t.Parallel()
	e := start(t)

	valid := encode(t, authorizationBody(e, map[string]any{"consent_granted": true, "code_challenge": challenge(testVerifier)}))
	replace := func(old, replacement string) string {
		replaced := strings.Replace(valid, old, replacement, 1)
		if replaced == valid {
			t.Fatalf("%s not found in %s", old, valid)
		}

		return replaced
	}
	tests := map[string]struct {
		contentType, body  string
		errorType, message string
	}{
		"valid":                {jsonType, valid, "", ""},
		"with a charset":       {"application/json; charset=utf-8", valid, "", ""},
		"without a type":       {"", valid, "", ""},
		"trailing space":       {jsonType, valid + "\n ", "", ""},
		"null is absent":       {jsonType, replace("{", `{"nonce":null,`), "", ""},
		"form":                 {formType, "client_id=x", "bad_request", "Content-Type"},
		"empty":                {jsonType, "", "bad_request", "JSON"},
		"malformed":            {jsonType, valid[:len(valid)-1], "bad_request", "JSON"},
		"no object":            {jsonType, "[]", "bad_request", "JSON"},
		"null":                 {jsonType, "null", "bad_request", "JSON"},
		"trailing data":        {jsonType, valid + "{}", "bad_request", "JSON"},
		"twice":                {jsonType, replace("{", `{"nonce":"a","nonce":"b",`), "bad_request", "nonce"},
		"no UTF-8":             {jsonType, replace("{", "{\"nonce\":\"\xff\","), "bad_request", "UTF-8"},
		"malformed value":      {jsonType, `{"client_id":tru}`, "bad_request", "client_id"},
		"too large":            {jsonType, `{"nonce":"` + strings.Repeat("a", 1<<20) + `"}`, "bad_request", "large"},
		"unknown":              {jsonType, replace("{", `{"resource":[],`), "bad_request", "resource"},
		"other case":           {jsonType, replace(`"scopes"`, `"Scopes"`), "bad_request", "Scopes"},
		"number for text":      {jsonType, replace("{", `{"nonce":1,`), "invalid_request_value", "nonce"},
		"text for flag":        {jsonType, replace(`"consent_granted":true`, `"consent_granted":"true"`), "invalid_request_value", "consent_granted"},
		"text for list":        {jsonType, replace(`["openid"]`, `"openid"`), "invalid_request_value", "scopes"},
		"numbers in list":      {jsonType, replace(`["openid"]`, `[1]`), "invalid_request_value", "scopes"},
		"null in list":         {jsonType, replace(`["openid"]`, `[null]`), "invalid_request_value", "scopes"},
		"null for required":    {jsonType, replace(`["openid"]`, `null`), "invalid_argument", "scopes"},
		"no consent_granted":   {jsonType, replace(`"consent_granted":true,`, ""), "invalid_argument", "consent_granted"},
		"null consent_granted": {jsonType, replace(`"consent_granted":true`, `"consent_granted":null`), "invalid_argument", "consent_granted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{
				method: http.MethodPost, path: memberAuthorizePath, credentials: e.b2b(),
				contentType: test.contentType, body: test.body,
			})
			if test.errorType == "" {
				checkOK(t, got, http.StatusOK)
			} else {
				checkError(t, got, http.StatusBadRequest, test.errorType, test.message)
			}
		})
	}
}
