// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// Request is a request as the emulator received it.
type Request struct {
	stytchmock.Request
}

// RequireJSON fails unless the body is exactly this JSON object. Numbers are float64, lists []any.
func (r Request) RequireJSON(tb testing.TB, want Object) {
	tb.Helper()

	if got := r.Header.Get("Content-Type"); got != "application/json" {
		tb.Errorf("Content-Type %q", got)
	}

	if got := r.json(tb); !reflect.DeepEqual(got, want) {
		tb.Errorf("body\n  %v\nwant\n  %v", got, want)
	}
}

// RequireField fails unless the body is a JSON object with this field.
func (r Request) RequireField(tb testing.TB, name string, want any) {
	tb.Helper()

	if got, ok := r.json(tb)[name]; !ok || !reflect.DeepEqual(got, want) {
		tb.Errorf("the field %s is %v (there: %t), want %v", name, got, ok, want)
	}
}

// json decodes the body, which has to be a JSON object.
func (r Request) json(tb testing.TB) Object {
	tb.Helper()

	var body Object
	if err := json.Unmarshal(r.Body, &body); err != nil {
		tb.Fatalf("the body is not a JSON object: %v", err)
	}

	return body
}

// RequireForm fails unless the body is exactly this form.
func (r Request) RequireForm(tb testing.TB, want map[string]string) {
	tb.Helper()

	if got := r.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
		tb.Errorf("Content-Type %q", got)
	}

	if got := r.Form(tb); !reflect.DeepEqual(got, want) {
		tb.Errorf("form\n  %v\nwant\n  %v", got, want)
	}
}

// Form returns the parameters of the body, each of which comes once.
func (r Request) Form(tb testing.TB) map[string]string {
	tb.Helper()

	return once(tb, string(r.Body))
}

// Query returns the parameters of the query, each of which comes once.
func (r Request) Query(tb testing.TB) map[string]string {
	tb.Helper()

	return once(tb, r.RawQuery)
}

// once decodes parameters, each of which comes once.
func once(tb testing.TB, encoded string) map[string]string {
	tb.Helper()

	values, err := url.ParseQuery(encoded)
	if err != nil {
		tb.Fatalf("parameters: %v", err)
	}

	found := make(map[string]string, len(values))

	for name, all := range values {
		if len(all) != 1 {
			tb.Errorf("the parameter %s comes %d times", name, len(all))
		}

		found[name] = all[0]
	}

	return found
}

// RequireBasic fails unless the request carries these credentials.
func (r Request) RequireBasic(tb testing.TB, user, password string) {
	tb.Helper()

	want := url.UserPassword(user, password)
	got := "none"

	request := http.Request{Header: r.Header}
	if gotUser, gotPassword, ok := request.BasicAuth(); ok {
		got = url.UserPassword(gotUser, gotPassword).String()
	}

	if got != want.String() {
		tb.Errorf("credentials %s, want %s", got, want)
	}
}

// RequireNoCredentials fails if the request carries credentials of the project, in any place.
func (r Request) RequireNoCredentials(tb testing.TB, secret string) {
	tb.Helper()

	if got := r.Header.Get("Authorization"); got != "" {
		tb.Errorf("Authorization %q, want none", got)
	}

	if Contains(r.Path+r.RawQuery+string(r.Body), secret) {
		tb.Error("the request carries the project's secret")
	}
}
