// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestErrorBody(t *testing.T) {
	t.Parallel()

	const foreign = "the response is not Stytch's: it has no JSON object in it (content type application/json)"

	for name, test := range map[string]struct {
		contentType, body string
		want              Error
	}{
		"Stytch": {
			body: `{"status_code":404,"request_id":"request-id-test-1","error_type":"connected_app_not_found",
				"error_message":"The Connected App requested could not be found.","error_details":{"a":1},
				"error_url":"https://stytch.com/docs/api/errors/404#connected_app_not_found"}`,
			want: Error{
				Type: "connected_app_not_found", Message: "The Connected App requested could not be found.",
				URL: "https://stytch.com/docs/api/errors/404#connected_app_not_found", RequestID: "request-id-test-1",
				Details: `{"a":1}`,
			},
		},
		"OAuth 2.0": {
			body: `{"error":"invalid_client","error_description":"No such client.","error_uri":"https://a/b","request_id":"r"}`,
			want: Error{Type: "invalid_client", Message: "No such client.", URL: "https://a/b", RequestID: "r"},
		},
		"both": {
			body: `{"error":"o","error_description":"od","error_uri":"ou","error_type":"s","error_message":"sm","error_url":"su"}`,
			want: Error{Type: "s", Message: "sm", URL: "su"},
		},
		"some of both": {
			body: `{"error":"o","error_type":"","error_message":null,"error_description":"od"}`,
			want: Error{Type: "o", Message: "od"},
		},
		"another status in the body": {body: `{"status_code":200,"error_type":"t"}`, want: Error{Type: "t"}},
		"empty details":              {body: `{"error_type":"t","error_details":{}}`, want: Error{Type: "t"}},
		"details of another type":    {body: `{"error_type":"t","error_details":["a"]}`, want: Error{Type: "t"}},
		"fields of other types": {
			body: `{"error_type":{"a":"b"},"error_message":["m"],"error_url":5,"request_id":true,"error":null}`,
		},
		"no fields": {body: `{}`},
		"null":      {body: `null`, want: Error{NotFromStytch: true, Reason: foreign}},
		"list":      {body: `[{"error_type":"t"}]`, want: Error{NotFromStytch: true, Reason: foreign}},
		"string":    {body: `"unauthorized"`, want: Error{NotFromStytch: true, Reason: foreign}},
		"malformed": {body: `{"error_type":"t"`, want: Error{NotFromStytch: true, Reason: foreign}},
		"empty":     {want: Error{NotFromStytch: true, Reason: foreign}},
		"page": {
			contentType: "text/html; charset=utf-8", body: "<html>",
			want: Error{NotFromStytch: true, Reason: strings.Replace(foreign, "application/json", "text/html", 1)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			contentType := test.contentType
			if contentType == "" {
				contentType = "application/json"
			}

			inBubble(t, respondAs(contentType, 403, test.body), func(t *testing.T, e *testEnv) {
				got := requireError(t, readTokens(t.Context(), e.client), KindAPI)

				want := test.want
				want.Kind, want.StatusCode, want.Attempts, want.Host = KindAPI, 403, 1, "localhost"
				want.Method, want.Route = got.Method, got.Route

				if *got != want {
					t.Errorf("got  %+v\nwant %+v", *got, want)
				}
			})
		})
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		err  Error
		want string
	}{
		{
			Error{
				Kind: KindAPI, Method: "GET", Route: "/v1/a/{b}", StatusCode: 404, Type: "t", Message: "m", Reason: "r",
				RequestID: "request-id-test-1", URL: "https://stytch.com", cause: errors.New("not shown"),
			},
			"GET /v1/a/{b}: API error: 404 Not Found: t: m: r (request_id request-id-test-1)",
		},
		{Error{Kind: KindInvalid, Method: "GET", Route: "/v1/a", Reason: "r"}, "GET /v1/a: invalid request: r"},
		{Error{Kind: KindAPI, Method: "GET", Route: "/v1/a", StatusCode: 599}, "GET /v1/a: API error: 599"},
		{Error{Method: "POST", Route: "/v1/a", Kind: KindTimeout}, "POST /v1/a: timeout"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}

	failure := &Error{cause: fmt.Errorf("wrapped: %w", context.Canceled)}
	if !errors.Is(failure, context.Canceled) || errors.Is(failure, context.DeadlineExceeded) || errors.Unwrap(failure) != nil {
		t.Error("the cause is to be found, but not to be had")
	}
}

// A body that is not what was promised is reported without repeating any of it.
func TestInvalidBody(t *testing.T) {
	t.Parallel()

	const (
		jsonType = "application/json"
		notJSON  = "the response is not JSON (content type application/json, %d bytes)"
	)

	for name, test := range map[string]struct{ contentType, body, want string }{
		"list":            {jsonType, `[]`, "the response is not what Stytch's API promises: it is a JSON array instead of an object"},
		"string":          {jsonType, `"ok"`, "the response is not what Stytch's API promises: it is a JSON string instead of an object"},
		"number":          {jsonType, `12345`, "the response is not what Stytch's API promises: it is a JSON number instead of an object"},
		"empty":           {jsonType, ``, "the response is not JSON: it is empty (content type application/json)"},
		"white space":     {jsonType, " \n", "the response is not JSON: it is empty (content type application/json)"},
		"malformed":       {jsonType, `{"a":}`, fmt.Sprintf(notJSON, 6)},
		"page as JSON":    {jsonType, `<html>`, fmt.Sprintf(notJSON, 6)},
		"two documents":   {jsonType, `{}{}`, fmt.Sprintf(notJSON, 4)},
		"byte order mark": {jsonType, "\ufeff{}", fmt.Sprintf(notJSON, 5)},
		"too deep":        {jsonType, strings.Repeat("[", 10_001), fmt.Sprintf(notJSON, 10_001)},
		"cut off":         {jsonType, `{"a":[1,`, "the response was cut off"},
		"no type":         {"", `<html>`, "the response is not JSON (no content type, 6 bytes)"},
		"malformed type":  {"a/b/c;;", `<html>`, "the response is not JSON (a malformed content type, 6 bytes)"},
		"long type":       {"text/" + strings.Repeat("x", 300), `<html>`, "the response is not JSON (a malformed content type, 6 bytes)"},
		"no fields": {
			jsonType, `{}`, "the response lacks what Stytch's API promises: request_id, status_code, provider_type, " +
				"provider_subject, id_token, scopes",
		},
		"null": {
			jsonType, `null`, "the response lacks what Stytch's API promises: request_id, status_code, provider_type, " +
				"provider_subject, id_token, scopes",
		},
		"a field given twice": {
			jsonType, `{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s","id_token":"i",
				"scopes":[],"SCOPES":null}`,
			"the response lacks what Stytch's API promises: scopes",
		},
		"a number that is too large": {
			jsonType, `{"access_token_expires_in":99999999999999999999}`,
			"the response is not what Stytch's API promises: the field access_token_expires_in is a JSON number",
		},
		"a fraction": {
			jsonType, `{"access_token_expires_in":1.5}`,
			"the response is not what Stytch's API promises: the field access_token_expires_in is a JSON number",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			inBubble(t, respondAs(test.contentType, 200, test.body), func(t *testing.T, e *testEnv) {
				failure := requireError(t, readTokens(t.Context(), e.client), KindInvalidResponse)
				if failure.Reason != test.want || failure.StatusCode != http.StatusOK {
					t.Errorf("%+v, want the reason %q", *failure, test.want)
				}
			})
		})
	}
}

// Of a list, one element is named: the response may have a hundred thousand of them.
func TestListWithoutPromisedFields(t *testing.T) {
	t.Parallel()

	body := `{"request_id":"r","status_code":200,"provider_type":"GitHub","registrations":[` +
		strings.Repeat("{},", 100) + `{}]}`

	inBubble(t, respond(200, body), func(t *testing.T, e *testEnv) {
		failure := requireError(t, sendTo(t.Context(), e.client, "github"), KindInvalidResponse)

		want := "the response lacks what Stytch's API promises: registrations[0].provider_subject, " +
			"registrations[0].provider_tenant_ids, registrations[0].access_token, registrations[0].scopes"
		if failure.Reason != want {
			t.Errorf("reason %q, want %q", failure.Reason, want)
		}
	})
}

func TestResponseSize(t *testing.T) {
	t.Parallel()

	// A response of this size, with what it lacks of it as the value of a field.
	padded := func(size int) string {
		body := strings.TrimSuffix(googleTokens, "}") + `,"padding":""}`

		return strings.TrimSuffix(body, `"}`) + strings.Repeat("x", size-len(body)) + `"}`
	}

	for size, kind := range map[int]Kind{1 << 20: "", 1<<20 + 1: KindInvalidResponse} {
		inBubble(t, respond(200, padded(size)), func(t *testing.T, e *testEnv) {
			err := readTokens(t.Context(), e.client)
			if kind == "" {
				if err != nil {
					t.Error(err)
				}

				return
			}

			if failure := requireError(t, err, kind); failure.Reason != "the response is too large: more than 1 MiB" {
				t.Errorf("reason %q", failure.Reason)
			}
		})
	}
}

// promise is what Stytch promises of a response. It repeats the client's own lists of required fields on purpose: they
// cannot change unnoticed.
type promise struct {
	// response has the promised fields and no other.
	response string
	// fields are its promised fields, as an error names them.
	fields string
}

// promises returns them by endpoint, and by identity provider for Members' tokens.
func promises() map[string]promise {
	const (
		preflight = `{"request_id":"r","status_code":200,"%s":"m","consent_required":false,"client":{"client_id":"c",
			"client_name":"","client_description":"","client_type":""},"scope_results":[
			{"scope":"a","description":"","is_grantable":true},{"scope":"b","description":"","is_grantable":true}]}`
		preflightFields = " client client.client_id client.client_name client.client_description client.client_type " +
			"consent_required scope_results scope_results[1].scope scope_results[0].description scope_results[1].is_grantable"
		envelope      = `{"request_id":"r","status_code":200,`
		registrations = envelope + `"provider_type":"","registrations":[{%[1]s},{%[1]s}]}`
	)

	return map[string]promise{
		"B2B preflight":      {fmt.Sprintf(preflight, "member_id"), "request_id status_code member_id" + preflightFields},
		"Consumer preflight": {fmt.Sprintf(preflight, "user_id"), "request_id status_code user_id" + preflightFields},
		"authorize":          {envelope + `"redirect_uri":"https://a/?code=c"}`, "request_id status_code redirect_uri"},
		"attach":             {attachResponse, "request_id status_code oauth_attach_token"},
		"token":              {`{"access_token":"a","token_type":"bearer"}`, "access_token token_type"},
		"google": {
			envelope + `"provider_type":"","provider_subject":"","id_token":"","scopes":[]}`,
			"request_id status_code provider_type provider_subject id_token scopes",
		},
		"microsoft": {
			envelope + `"provider_type":"","provider_subject":"","id_token":"","scopes":[],"access_token":"",
				"access_token_expires_in":0}`,
			"request_id status_code provider_type provider_subject access_token access_token_expires_in id_token scopes",
		},
		"slack": {
			fmt.Sprintf(registrations, `"provider_subject":"","access_token":"","scopes":[],"bot_access_token":"","bot_scopes":[]`),
			"request_id status_code provider_type registrations registrations[1].provider_subject " +
				"registrations[0].access_token registrations[1].scopes registrations[1].bot_access_token " +
				"registrations[0].bot_scopes",
		},
		"hubspot": {
			fmt.Sprintf(registrations, `"provider_subject":"","access_token":"","access_token_expires_in":0,"scopes":[]`),
			"request_id status_code provider_type registrations registrations[0].provider_subject " +
				"registrations[0].access_token registrations[0].access_token_expires_in registrations[1].scopes",
		},
		"github": {
			fmt.Sprintf(registrations, `"provider_subject":"","provider_tenant_ids":[],"access_token":"","scopes":[]`),
			"request_id status_code provider_type registrations registrations[0].provider_subject " +
				"registrations[1].provider_tenant_ids registrations[0].access_token registrations[0].scopes",
		},
	}
}

// sendTo makes the call for a response of [promises].
func sendTo(ctx context.Context, c *Client, endpoint string) error {
	var err error

	switch endpoint {
	case "attach":
		err = attach(ctx, c)
	case "B2B preflight":
		_, err = c.Preflight(ctx, B2B, PreflightRequest{})
	case "Consumer preflight":
		_, err = c.Preflight(ctx, Consumer, PreflightRequest{})
	case "authorize":
		_, err = c.Authorize(ctx, B2B, AuthorizeRequest{ConsentGranted: true})
	case "token":
		_, err = c.M2MToken(ctx, ClientCredentials{}, nil)
	default:
		err = fmt.Errorf("no identity provider %q", endpoint)

		for _, provider := range MemberIdentityProviders() {
			if provider.Name == endpoint {
				_, err = c.MemberTokens(ctx, provider, MemberTokensRequest{OrganizationID: "o", MemberID: "m"})
			}
		}
	}

	return err
}

func TestPromises(t *testing.T) {
	t.Parallel()

	for _, provider := range MemberIdentityProviders() {
		if _, ok := promises()[provider.Name]; !ok {
			t.Errorf("nothing is promised for %s", provider.Name)
		}
	}

	for endpoint, promise := range promises() {
		inBubble(t, respond(200, promise.response), func(t *testing.T, e *testEnv) {
			if err := sendTo(t.Context(), e.client, endpoint); err != nil {
				t.Errorf("%s with nothing but what is promised: %v", endpoint, err)
			}
		})

		for field := range strings.FieldsSeq(promise.fields) {
			t.Run(endpoint+"/"+field, func(t *testing.T) {
				t.Parallel()

				lacks := "the response lacks what Stytch's API promises: " + field
				// Go does not tell which element of a list it was.
				wrong := "the response is not what Stytch's API promises: the field " +
					strings.NewReplacer("[0]", "", "[1]", "").Replace(field) + " is a JSON number"

				for value, want := range map[string]string{"": lacks, "null": lacks, "47114711.25": wrong} {
					inBubble(t, respond(200, withField(t, promise.response, field, value)), func(t *testing.T, e *testEnv) {
						failure := requireError(t, sendTo(t.Context(), e.client, endpoint), KindInvalidResponse)
						if failure.Reason != want {
							t.Errorf("reason %q, want %q", failure.Reason, want)
						}
					})
				}
			})
		}
	}
}

// withField returns a JSON document with another value for a field, or without it if the value is empty. The field is
// named as in a client's error.
func withField(t *testing.T, document, field, value string) string {
	t.Helper()

	var root any
	if err := json.Unmarshal([]byte(document), &root); err != nil {
		t.Fatal(err)
	}

	object, _ := root.(map[string]any)
	steps := strings.Split(field, ".")

	for _, step := range steps[:len(steps)-1] {
		name, index, isElement := strings.Cut(strings.TrimSuffix(step, "]"), "[")

		next := object[name]
		if list, ok := next.([]any); ok && isElement {
			next = list[int(index[0]-'0')]
		}

		object, _ = next.(map[string]any)
	}

	last := steps[len(steps)-1]
	if object[last] == nil {
		t.Fatalf("no field %s in %s", field, document)
	}

	if object[last] = json.RawMessage(value); value == "" {
		delete(object, last)
	}

	return toJSON(t, root)
}

// FuzzDecode decodes responses: what is promised is there afterwards, or else an error repeats nothing of the response.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		`{"request_id":"r","status_code":200,"provider_type":"Slack","registrations":[{"provider_subject":"U1",
			"access_token":"a","scopes":["s"],"bot_access_token":"b","bot_scopes":[]}]}`,
		`{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s","id_token":"i",
			"scopes":[],"access_token_expires_in":1e3}`,
		`{"request_id":"r","REQUEST_ID":null,"status_code":"\u001b[31m"}`, `{"registrations":[null,{}]}`, `null`, `[]`,
		``, `{`, `{"scopes":{"a":"b"}}`, `<html>`, "\xff", `{"client":{"client_id":5},"scope_results":[{}]}`,
	} {
		f.Add([]byte(body))
	}

	f.Fuzz(func(t *testing.T, body []byte) {
		got := response{status: http.StatusOK, header: http.Header{}, body: body}

		for _, provider := range MemberIdentityProviders() {
			tokens := &MemberTokens{}

			if err := got.decode(tokens, provider.requiredFields()); err != nil {
				if !errors.Is(err, errMissing) && !errors.Is(err, errWrongType) && !errors.Is(err, errNotJSON) &&
					!errors.Is(err, errIncomplete) {
					t.Errorf("an error that is not the client's: %v", err)
				}

				continue
			}

			all := []Token{tokens.Token}
			if provider.Registrations {
				all = tokens.Registrations
			}

			for _, token := range all {
				if token.ProviderSubject == nil || token.Scopes == nil || tokens.RequestID == nil {
					t.Errorf("%s: %q became %+v", provider.Name, body, *tokens)
				}
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, provider := range MemberIdentityProviders() {
		b.Run(provider.Name, func(b *testing.B) {
			b.ReportAllocs()

			required := provider.requiredFields()
			got := response{status: http.StatusOK, header: http.Header{}, body: []byte(promises()[provider.Name].response)}

			for b.Loop() {
				if err := got.decode(&MemberTokens{}, required); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
