// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// Request is a request as the emulator received it.
type Request struct {
	stytchmock.Request
}

// RequireJSON fails unless the body is this JSON object: no field more, none less. Numbers are float64, lists
// []any.
func (r Request) RequireJSON(t *testing.T, want Object) {
	t.Helper()

	if got := r.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}

	if got := r.json(t); !reflect.DeepEqual(got, want) {
		t.Errorf("body\n  %v\nwant\n  %v", got, want)
	}
}

// RequireField fails unless the body is a JSON object with this field.
func (r Request) RequireField(t *testing.T, name string, want any) {
	t.Helper()

	if got, ok := r.json(t)[name]; !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("the field %s is %v (there: %t), want %v", name, got, ok, want)
	}
}

// json is the body as a JSON object.
func (r Request) json(t *testing.T) Object {
	t.Helper()

	var body Object
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatalf("the body is no JSON object: %v", err)
	}

	return body
}

// RequireForm fails unless the body is this form: no parameter more, none less.
func (r Request) RequireForm(t *testing.T, want map[string]string) {
	t.Helper()

	if got := r.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
		t.Errorf("Content-Type %q", got)
	}

	if got := r.Form(t); !reflect.DeepEqual(got, want) {
		t.Errorf("form\n  %v\nwant\n  %v", got, want)
	}
}

// Form is the body as a form, each parameter of which comes once.
func (r Request) Form(t *testing.T) map[string]string {
	t.Helper()

	return once(t, string(r.Body))
}

// Query is the query, each parameter of which comes once.
func (r Request) Query(t *testing.T) map[string]string {
	t.Helper()

	return once(t, r.RawQuery)
}

// once reads parameters that come once each.
func once(t *testing.T, encoded string) map[string]string {
	t.Helper()

	values, err := url.ParseQuery(encoded)
	if err != nil {
		t.Fatalf("parameters: %v", err)
	}

	found := make(map[string]string, len(values))

	for name, all := range values {
		if len(all) != 1 {
			t.Errorf("the parameter %s comes %d times", name, len(all))
		}

		found[name] = all[0]
	}

	return found
}

// RequireBasic fails unless the request carries these credentials.
func (r Request) RequireBasic(t *testing.T, user, password string) {
	t.Helper()

	want := url.UserPassword(user, password)
	got := "none"

	if gotUser, gotPassword, ok := r.basic(); ok {
		got = url.UserPassword(gotUser, gotPassword).String()
	}

	if got != want.String() {
		t.Errorf("credentials %s, want %s", got, want)
	}
}

// RequireNoCredentials fails if the request carries credentials of the project, in any place.
func (r Request) RequireNoCredentials(t *testing.T, secret string) {
	t.Helper()

	if got := r.Header.Get("Authorization"); got != "" {
		t.Errorf("Authorization %q, want none", got)
	}

	if Contains(r.Path+r.RawQuery+string(r.Body), secret) {
		t.Error("the request carries the project's secret")
	}
}
