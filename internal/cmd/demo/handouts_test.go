// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestHandouts(t *testing.T) {
	t.Parallel()

	answers := map[string]string{
		"/v1/b2b/organizations/o/members/m/oauth_providers/slack": `{"registrations": [
			{"access_token": "one", "bot_access_token": "two", "provider_subject": "no secret"}, {"access_token": null}]}`,
		"/v1/b2b/idp/oauth/authorize": `{"authorization_code": "three", "redirect_uri": "https://app.example.com/?code=three"}`,
		"/v1/idp/oauth/authorize":     `{"redirect_uri": "https://app.example.com/?code=four"}`,
		"/v1/public/p/oauth2/token":   `{"access_token": "five", "refresh_token": "six", "id_token": "seven", "scope": "a"}`,
		"/v1/oauth/attach":            `{"oauth_attach_token": "eight"}`,
		"/nothing":                    `not JSON, though it says "access_token": "nine"`,
	}

	heard := &handouts{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, answers[r.URL.Path])
	})}

	for path, answer := range answers {
		recorder := httptest.NewRecorder()
		heard.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))

		if recorder.Body.String() != answer {
			t.Errorf("%s answered %s", path, recorder.Body)
		}
	}

	var values []string
	for _, one := range heard.all() {
		values = append(values, one.value)

		if (one.issuer == "slack") != (one.value == "one" || one.value == "two") {
			t.Errorf("%s was issued by %s", one.value, one.issuer)
		}
	}

	slices.Sort(values)

	if got := slices.Compact(values); !slices.Equal(got, []string{
		"eight", "five", "four", "one", "seven", "six", "three", "two",
	}) {
		t.Errorf("heard of %v", got)
	}
}
