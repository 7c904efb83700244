// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"testing"
)

func TestTokenParametersThatComeMoreThanOnce(t *testing.T) {
	t.Parallel()
	e := start(t)

	credentials := `"grant_type":"client_credentials","client_id":"` + e.f.M2MClientID + `","client_secret":"` + e.f.M2MClientSecret + `"`
	form := "grant_type=client_credentials&client_id=" + e.f.M2MClientID + "&client_secret=" + e.f.M2MClientSecret
	tests := map[string]struct{ contentType, body, refusal string }{
		"resources in a form":    {formType, form + "&resource=a&resource=b", ""},
		"resources in JSON":      {jsonType, "{" + credentials + `,"resource":["a","b"]}`, ""},
		"one resource":           {jsonType, "{" + credentials + `,"resource":"a"}`, ""},
		"no resources":           {jsonType, "{" + credentials + `,"resource":[]}`, ""},
		"null":                   {jsonType, "{" + credentials + `,"resource":null}`, ""},
		"scopes in a form":       {formType, form + "&scope=a&scope=b", "scope is included more than once"},
		"scopes in JSON":         {jsonType, "{" + credentials + `,"scope":["read:users"]}`, "scope must be a string"},
		"resources of numbers":   {jsonType, "{" + credentials + `,"resource":[1]}`, "resource must be a string or a list"},
		"resources with a null":  {jsonType, "{" + credentials + `,"resource":["a",null]}`, "resource must be a string or a list"},
		"no UTF-8 in JSON":       {jsonType, "{" + credentials + ",\"resource\":\"\xff\"}", "not UTF-8"},
		"no UTF-8 in a form":     {formType, form + "&resource=\xff", "not UTF-8"},
		"no UTF-8, encoded":      {formType, form + "&resource=a&resource=%FF", "not UTF-8"},
		"no UTF-8, name of it":   {formType, form + "&%FF=a", "not UTF-8"},
		"UTF-8 is what it is":    {formType, form + "&resource=%C3%B6", ""},
		"UTF-8 is fine in JSON":  {jsonType, "{" + credentials + `,"resource":"ö"}`, ""},
		"a form of no resources": {formType, form, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.do(request{
				method: http.MethodPost, path: e.oauthPath("token"), contentType: test.contentType, body: test.body,
			})
			if test.refusal == "" {
				checkOK(t, got, http.StatusOK)
			} else {
				checkOAuthError(t, got, "invalid_request", test.refusal)
			}
		})
	}
}
