// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// readSlackTokens is the operation that fails in these tests.
func readSlackTokens() operation {
	return operation{verb: "Read", noun: "Member's Slack Tokens", object: `Member "ada" of Organization "acme"`}
}

// onlyError returns the summary and the lines of the only diagnostic, an error.
func onlyError(t *testing.T, diags diag.Diagnostics) (summary string, lines []string) {
	t.Helper()

	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError {
		t.Fatalf("diagnostics %v", diags)
	}

	return diags[0].Summary(), strings.Split(diags[0].Detail(), "\n")
}

// requireLines fails unless the lines are these.
func requireLines(t *testing.T, got []string, want ...string) {
	t.Helper()

	if !slices.Equal(got, want) {
		t.Errorf("lines\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A diagnostic says what happened to what, what Stytch says, what to do, and what support asks for.
func TestDiagnosticInFull(t *testing.T) {
	t.Parallel()

	failure := &client.Error{
		Kind: client.KindAPI, Method: "GET", Route: "/v1/b2b/organizations/{organization_id}", Host: "test.stytch.com",
		StatusCode: 404, Type: "organization_not_found", Message: "The Organization could not be found.",
		Details: `{"a":"b"}`, URL: "https://stytch.com/docs/b2b/api/errors/404#organization_not_found",
		RequestID: "request-id-test-1", Attempts: 2,
	}

	summary, lines := onlyError(t, readSlackTokens().diagnostics(fmt.Errorf("wrapped: %w", failure)))
	if summary != "Unable to Read Member's Slack Tokens" {
		t.Errorf("summary %q", summary)
	}

	requireLines(t, lines,
		`The request for Member "ada" of Organization "acme" failed with 404 Not Found.`,
		`Stytch says organization_not_found: The Organization could not be found. Details: {"a":"b"}`,
		adviceOrganization.text,
		"For support: request_id request-id-test-1, 2 attempts",
	)
}

// mayHaveHappened is part of what is said of a call that may have taken effect.
const mayHaveHappened = "may have taken effect all the same"

// kindCase is a failure, and what is said of it: what happened, for an object that is left out, and what Stytch says.
type kindCase struct {
	failure        client.Error
	happened, said string
	todo           advice
}

// kindCases returns failures of each kind, without a type that has an advice of its own.
func kindCases() map[string]kindCase {
	byKind := func(kind client.Kind) advice { return adviceByKind[kind] }

	return map[string]kindCase{
		"invalid": {
			client.Error{Kind: client.KindInvalid, Reason: "member_id must not be empty"},
			"The request was not sent: member_id must not be empty.", "", byKind(client.KindInvalid),
		},
		"API": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Type: "new", Message: "No!"},
			"The request failed with 418 I'm a teapot.", "Stytch says new: No!", byKind(client.KindAPI),
		},
		"API with a type alone": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Type: "new"},
			"The request failed with 418 I'm a teapot.", "Stytch says new.", byKind(client.KindAPI),
		},
		"API with a message alone": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Message: "No."},
			"The request failed: h responded with 418 I'm a teapot.", "Stytch says: No.", byKind(client.KindAPI),
		},
		"API without a body": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Reason: "it is not Stytch's", NotFromStytch: true},
			"The request failed: h responded with 418 I'm a teapot.", "It is not Stytch's.", byKind(client.KindInvalidResponse),
		},
		"invalid response": {
			client.Error{Kind: client.KindInvalidResponse, StatusCode: 200, Reason: "the response is empty"},
			"The request failed: h responded with 200 OK.", "The response is empty.", byKind(client.KindInvalidResponse),
		},
		"invalid responses": {
			client.Error{Kind: client.KindInvalidResponse, Reason: "the same page came twice"},
			"The request failed: the same page came twice.", "", byKind(client.KindInvalidResponse),
		},
		"redirected": {
			client.Error{Kind: client.KindRedirected, StatusCode: 302, Reason: "it redirects to login.example.com"},
			"The request failed: h responded with 302 Found.", "It redirects to login.example.com.", byKind(client.KindRedirected),
		},
		"not grantable": {
			client.Error{Kind: client.KindNotGrantable, StatusCode: 200, Reason: "admin, write"},
			"These scopes cannot be granted: admin, write.", "", byKind(client.KindNotGrantable),
		},
		"refused": {
			client.Error{Kind: client.KindRefused, StatusCode: 200, Type: "server_error", Message: "Later."},
			"The request was refused, although consent was granted.", "Stytch says server_error: Later.", byKind(client.KindRefused),
		},
		"not configured": {
			client.Error{Kind: client.KindNotConfigured, StatusCode: 302, Reason: "Stytch sends the browser to an error page"},
			"The request failed: h responded with 302 Found.", "Stytch sends the browser to an error page.",
			byKind(client.KindNotConfigured),
		},
		"transport": {
			client.Error{Kind: client.KindTransport, Reason: "the connection was refused"},
			"The request got no response from h: the connection was refused.", "", byKind(client.KindTransport),
		},
		"transport within the body": {
			client.Error{Kind: client.KindTransport, StatusCode: 200, Reason: "the response was cut off"},
			"The request got no complete response from h (200 OK): the response was cut off.", "", byKind(client.KindTransport),
		},
		"timeout": {
			client.Error{Kind: client.KindTimeout, Reason: "it took longer than 30s"},
			"The request got no response from h: it took longer than 30s.", "", byKind(client.KindTimeout),
		},
		"timeout within the body": {
			client.Error{Kind: client.KindTimeout, StatusCode: 200, Reason: "it took longer than 30s"},
			"The request got no complete response from h (200 OK): it took longer than 30s.", "", byKind(client.KindTimeout),
		},
		"canceled": {
			client.Error{Kind: client.KindCanceled, Reason: "canceled before it was sent"},
			"The request was canceled before it was sent.", "", byKind(client.KindCanceled),
		},
		"canceled between attempts": {
			client.Error{
				Kind: client.KindCanceled, StatusCode: 429, Type: "too_many_requests", Reason: "canceled while waiting to try again",
			},
			"The request was canceled while waiting to try again, after 429 Too Many Requests.", "Stytch says too_many_requests.",
			byKind(client.KindCanceled),
		},
		"rate limited before it was sent": {
			client.Error{
				Kind: client.KindAPI, RateLimited: true, Reason: "other requests were rate limited", Waited: client.MaxRateLimitWait,
			},
			"The request was not sent: other requests were rate limited. It was given up after it had waited 5 minutes for the rate " +
				"limit to pass.", "", adviceRateLimit,
		},
		"rate limited after another failure": {
			client.Error{
				Kind: client.KindTransport, Reason: "the connection was reset", RateLimited: true, Waited: client.MaxRateLimitWait,
			},
			"The request got no response from h: the connection was reset. It was given up after it had waited 5 minutes for the rate " +
				"limit to pass.", "", adviceRateLimit,
		},
		"rate limited all the while": {
			client.Error{Kind: client.KindAPI, StatusCode: 429, RateLimited: true, Waited: client.MaxRateLimitWait},
			"The request failed: h responded with 429 Too Many Requests. It was given up after it had waited 5 minutes for the rate " +
				"limit to pass.", "", adviceRateLimit,
		},
		"rate limited while another waited": {
			client.Error{Kind: client.KindAPI, StatusCode: 429, RateLimited: true, Waited: time.Second},
			"The request failed: h responded with 429 Too Many Requests. It did not wait for the rate limit to pass, because another " +
				"request had waited 5 minutes already.", "", adviceRateLimit,
		},
	}
}

// Each kind of failure has its words, and advice for where nothing more particular is known.
func TestDiagnosticByKind(t *testing.T) {
	t.Parallel()

	kinds := map[client.Kind]bool{}

	for name, test := range kindCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			failure := test.failure
			failure.Host, failure.Method, failure.Route = "h", "POST", "/v1/r"
			want := []string{test.happened, test.said, test.todo.text}

			// What was not sent is nothing to ask support about.
			if !strings.Contains(test.happened, "not sent") && !strings.Contains(test.happened, "before it was sent") {
				failure.RequestID, failure.Attempts = "request-id-test-1", 1
				want = append(want, "For support: request_id request-id-test-1")
			}

			want = slices.DeleteFunc(want, func(line string) bool { return line == "" })

			_, lines := onlyError(t, operation{verb: "Do", noun: "It"}.diagnostics(&failure))
			requireLines(t, lines, want...)

			// The advice and the sentence on what may have happened are one line.
			failure.MayHaveTakenEffect = true
			want[slices.Index(want, test.todo.text)] += " " + adviceMayHaveRun

			_, lines = onlyError(t, operation{verb: "Do", noun: "It"}.diagnostics(&failure))
			requireLines(t, lines, want...)
		})

		kinds[test.failure.Kind] = true
	}

	for kind, advice := range adviceByKind {
		if !kinds[kind] || advice.text == "" {
			t.Errorf("no case, or no advice, for the kind %s", kind)
		}
	}
}

// operations returns operations that differ in their advice.
func operations() map[string]operation {
	id := types.StringValue("an-id")
	key := memberGrant(id, id, id)

	tokens := memberTokens{client.IdentityProvider{Name: "slack", Title: "Slack"}}
	app := appTokensModel{oauthTokenModel: oauthTokenModel{
		ClientID: types.StringValue("connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"),
	}}
	m2m := types.StringValue("m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885")
	appResource, _ := newConnectedAppResource().(*connectedAppResource)
	m2mResource, _ := newM2MClientResource().(*m2mClientResource)

	return map[string]operation{
		"read":   readSlackTokens(),
		"tokens": tokens.operation(client.MemberTokensRequest{}),
		"exchange": (&connectedAppTokensModel{
			appTokensModel: app, CodeVerifier: types.StringValue("v"), ClientSecret: types.StringValue("s"),
		}).operation(),
		"exchange, code alone": (&connectedAppTokensModel{appTokensModel: app}).operation(),
		"M2M token":            m2mTokenOperation(m2m),
		"grant":                key.operation("List", "Connected Apps"),
		"app":                  appResource.operation("Read", id),
		"M2M client":           m2mResource.operation("Read", id),
		"discovery":            discoveryOperation("JSON Web Key Set"),
		"start by id":          startOperation(client.StartRequest{OrganizationID: "an-id"}),
		"start by slug":        startOperation(client.StartRequest{OrganizationSlug: "a-slug"}),
	}
}

// Whatever fails, a diagnostic has at most four lines, none of them empty, and names the status once.
func TestDiagnosticIsShort(t *testing.T) {
	t.Parallel()

	types := append(slices.Collect(maps.Keys(adviceByType)), "", "something_new", "invalid_b2b_endpoint")
	checked := 0

	check := func(o operation, failure client.Error) {
		checked++

		_, lines := onlyError(t, o.diagnostics(&failure))
		text := strings.Join(lines, "\n")

		if len(lines) > 4 || slices.ContainsFunc(lines, func(line string) bool { return line == "" || line != strings.TrimSpace(line) }) ||
			failure.StatusCode != 0 && strings.Count(text, failure.Status()) > 1 || strings.Contains(text, "  ") ||
			strings.Contains(text, "..") || strings.Contains(text, "1 attempts") ||
			strings.Contains(text, mayHaveHappened) != failure.MayHaveTakenEffect {
			t.Errorf("%+v:\n%s", failure, text)
		}
	}

	for _, o := range operations() {
		for _, one := range kindCases() {
			for _, errorType := range types {
				failure := one.failure
				failure.Type, failure.Message, failure.Details, failure.URL = errorType, "A message.", `{"a":1}`, "https://stytch.com"
				failure.Host, failure.Method, failure.Route, failure.RequestID = "h", "GET", "/v1/r", "request-id-test-1"

				for failure.Attempts = range 3 {
					failure.MayHaveTakenEffect = failure.Attempts > 0
					check(o, failure)
				}
			}
		}
	}

	if checked < 1000 {
		t.Errorf("%d diagnostics", checked)
	}
}

// Advice goes by the error type first, then by the status.
func TestDiagnosticAdvice(t *testing.T) {
	t.Parallel()

	const (
		b2b      = "/v1/b2b/organizations/{organization_id}"
		consumer = "/v1/oauth/attach"
	)

	all := operations()
	contains := func(text string) advice { return advise(text) }

	for _, test := range []struct {
		operation string
		failure   client.Error
		want      advice
	}{
		{"read", client.Error{StatusCode: 400, Type: "invalid_authorization_header"}, adviceCredentials},
		{"read", client.Error{StatusCode: 401, Type: "something_new"}, adviceCredentials},
		{"read", client.Error{StatusCode: 401}, adviceCredentials},
		{"read", client.Error{StatusCode: 400, Type: "live_id_used_in_test_environment"}, adviceEnvironment},
		{"read", client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: b2b}, contains("Members are in B2B projects")},
		{"read", client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: b2b}, contains("Members are in B2B projects")},
		{"read", client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: consumer}, contains("Users are in Consumer projects")},
		{"read", client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: consumer}, contains("Users are in Consumer projects")},
		{"read", client.Error{StatusCode: 400, Type: "no_match_for_provided_oauth_url"}, adviceRegisterURL},
		// A type wins over the status.
		{"read", client.Error{StatusCode: 401, Type: "connected_app_consent_revoked"}, contains("has to give it again")},
		{"read", client.Error{StatusCode: 401, Type: "connected_app_supplied_redirect_url_not_found_in_client"}, adviceRedirectURI},
		{"read", client.Error{StatusCode: 400, Type: "something_new"}, contains("Check the arguments against what Stytch says")},
		{"read", client.Error{StatusCode: 403, Type: "something_new"}, contains("RBAC policy")},
		{"read", client.Error{StatusCode: 404, Type: "route_not_found"}, contains("`base_url`")},
		{"read", client.Error{StatusCode: 429, Type: "too_many_requests"}, adviceRateLimit},
		{"read", client.Error{StatusCode: 429}, adviceRateLimit},
		{"read", client.Error{StatusCode: 500, Transient: true}, contains("`max_retries`")},
		{"read", client.Error{StatusCode: 599}, adviceForServerFault(false)},
		{"read", client.Error{StatusCode: 502, NotFromStytch: true}, adviceForServerFault(false)},

		// The token endpoint is not sent the project's credentials, so they are never to blame there.
		{"exchange", client.Error{StatusCode: 401}, adviceAppSecret},
		{"exchange", client.Error{StatusCode: 401, Type: "unauthorized_credentials"}, adviceAppSecret},
		{"exchange", client.Error{StatusCode: 401, Type: "something_new"}, adviceAppSecret},
		{"exchange", client.Error{StatusCode: 400, Type: "invalid_client"}, adviceAppSecret},
		{"exchange", client.Error{StatusCode: 400, Type: "unauthorized_client"}, adviceAppSecret},
		{"exchange", client.Error{StatusCode: 400, Type: "invalid_grant"}, adviceCode},
		{"exchange", client.Error{StatusCode: 404, Type: "idp_auth_code_not_found"}, adviceCode},
		{"exchange", client.Error{StatusCode: 400, Type: "invalid_scope"}, adviceScopes},
		{"exchange", client.Error{StatusCode: 404, Type: "project_not_found"}, adviceProjectID},
		{"exchange", client.Error{StatusCode: 503}, adviceForServerFault(false)},
		{"exchange, code alone", client.Error{StatusCode: 400, Type: "invalid_client"}, adviceNoSecret},
		{"exchange, code alone", client.Error{StatusCode: 400, Type: "invalid_grant"}, adviceNoVerifier},
		{"M2M token", client.Error{StatusCode: 400, Type: "invalid_client"}, adviceM2MSecret},
		{"M2M token", client.Error{StatusCode: 401}, adviceM2MSecret},
		{"M2M token", client.Error{StatusCode: 400, Type: "invalid_scope"}, adviceM2MScopes},
		{"M2M token", client.Error{StatusCode: 404, Type: "m2m_client_not_found"}, adviceM2MClientID},
		{"discovery", client.Error{StatusCode: 404, Type: "project_not_found"}, adviceProjectID},

		{"start by id", client.Error{StatusCode: 404, Type: "organization_not_found"}, adviceStartOrganization},
		{"start by slug", client.Error{StatusCode: 404, Type: "organization_not_found"}, adviceStartSlug},
		{"start by slug", client.Error{StatusCode: 401}, advicePublicToken},

		{"tokens", client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, contains("log in with Slack first")},
		{"tokens", client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, contains("stytchoauth_member_start_url")},
		{"tokens", client.Error{StatusCode: 400, Type: "unable_to_refresh_oauth_token"}, contains("log in with Slack again")},
		{"tokens", client.Error{StatusCode: 404, Type: "member_not_found"}, adviceMember},

		// For a resource, what is gone was there before.
		{"app", client.Error{StatusCode: 404, Type: "connected_app_not_found"}, adviceClientGone},
		{"M2M client", client.Error{StatusCode: 404, Type: "m2m_client_not_found"}, adviceClientGone},
		{"read", client.Error{StatusCode: 404, Type: "m2m_client_not_found"}, adviceM2MClientID},
		{"grant", client.Error{StatusCode: 404, Type: "connected_app_not_found"}, adviceClientID},
		{"grant", client.Error{StatusCode: 400, Type: "invalid_client"}, adviceGrantSecret},
	} {
		failure := test.failure
		failure.Kind = client.KindAPI

		got := all[test.operation].adviceFor(&failure)
		if !strings.Contains(got.text, test.want.text) || test.want.arguments != nil && !slices.Equal(got.arguments, test.want.arguments) {
			t.Errorf("%s, %d %q: advice %+v, want %+v", test.operation, failure.StatusCode, failure.Type, got, test.want)
		}

		if !failure.Transient && strings.Contains(got.text, "`max_retries`") {
			t.Errorf("%d %q: it advises more retries: %q", failure.StatusCode, failure.Type, got.text)
		}
	}
}

// Each argument that an advice is about is one of some type, and each advice ends as a sentence.
func TestAdviceArguments(t *testing.T) {
	t.Parallel()

	schemas, err := NewServer(t.Context(), "test", func(string) string { return "" })().
		GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}

	known := map[string]bool{"connected_app_id": true} // Of actions.

	for _, kind := range []map[string]*tfprotov6.Schema{
		schemas.DataSourceSchemas, schemas.EphemeralResourceSchemas, schemas.ResourceSchemas,
	} {
		for _, schema := range kind {
			for _, attribute := range schema.Block.Attributes {
				known[attribute.Name] = known[attribute.Name] || attribute.Required || attribute.Optional
			}
		}
	}

	all := slices.Concat(slices.Collect(maps.Values(adviceByType)), slices.Collect(maps.Values(adviceByKind)),
		slices.Collect(maps.Values(adviceByStatus)))
	for _, o := range operations() {
		all = append(all, slices.Collect(maps.Values(o.advice))...)
	}

	for _, one := range all {
		if !strings.HasSuffix(one.text, ".") {
			t.Errorf("no sentence: %q", one.text)
		}

		for _, name := range one.arguments {
			if !known[name] {
				t.Errorf("no type has the argument %q: %q", name, one.text)
			}
		}
	}
}

// An error is on the argument that its advice is about, unless Terraform would print a secret with it.
func TestLocate(t *testing.T) {
	t.Parallel()

	attributes := map[string]schema.Attribute{
		"client_id":  schema.StringAttribute{Required: true},
		"scopes":     schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"secret":     schema.StringAttribute{Optional: true, Sensitive: true},
		"write_only": schema.StringAttribute{Optional: true, WriteOnly: true},
		"computed":   schema.StringAttribute{Computed: true},
		"token":      schema.StringAttribute{Optional: true},
		"null":       schema.StringAttribute{Optional: true},
		"unknown":    schema.StringAttribute{Optional: true},
	}
	scopes := tftypes.Set{ElementType: tftypes.String}
	values := map[string]tftypes.Value{
		"scopes":  tftypes.NewValue(scopes, []tftypes.Value{tftypes.NewValue(tftypes.String, "openid")}),
		"token":   tftypes.NewValue(tftypes.String, "mZAYn5aLEqKUlZ_Ad9U_fWr38GaAQ1oFAhT8ds245v7Q"),
		"null":    tftypes.NewValue(tftypes.String, nil),
		"unknown": tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
	}
	shape := map[string]tftypes.Type{}

	for name := range attributes {
		if _, ok := values[name]; !ok {
			values[name] = tftypes.NewValue(tftypes.String, "a value")
		}

		shape[name] = values[name].Type()
	}

	config := tfsdk.Config{
		Schema: schema.Schema{Attributes: attributes}, Raw: tftypes.NewValue(tftypes.Object{AttributeTypes: shape}, values),
	}

	for name, test := range map[string]struct {
		about advice
		want  string
	}{
		"set":                  {advise("Do.", "client_id"), "client_id"},
		"a collection":         {advise("Do.", "scopes"), "scopes"},
		"not known yet":        {advise("Do.", "unknown"), "unknown"},
		"the one there is":     {advise("Do.", "organization_id", "client_id"), "client_id"},
		"the one that is set":  {advise("Do.", "null", "client_id"), "client_id"},
		"to be set":            {advice{text: "Do.", arguments: []string{"null"}, toSet: true}, "null"},
		"two":                  {advise("Do.", "client_id", "scopes"), ""},
		"null":                 {advise("Do.", "null"), ""},
		"sensitive":            {advise("Do.", "secret"), ""},
		"sensitive, to be set": {advice{text: "Do.", arguments: []string{"secret"}, toSet: true}, ""},
		"beside a secret":      {advise("Do.", "secret", "client_id"), "client_id"},
		"write-only":           {advise("Do.", "write_only"), ""},
		"a token as an id":     {advise("Do.", "token"), ""},
		"computed":             {advise("Do.", "computed"), ""},
		"of another type":      {advise("Do.", "organization_id"), ""},
		"none":                 {advise("Do."), ""},
	} {
		diags := diag.Diagnostics{
			diag.NewWarningDiagnostic("Another", "One."),
			apiDiagnostic{severity: diag.SeverityError, summary: "S", happened: "It failed.", advice: test.about},
		}
		locate(t.Context(), &diags, config)

		got := path.Empty()
		if located, ok := diags[1].(diag.DiagnosticWithPath); ok {
			got = located.Path()
		}

		want := path.Empty()
		if test.want != "" {
			want = path.Root(test.want)
		}

		if _, moved := diags[0].(diag.DiagnosticWithPath); moved || !got.Equal(want) || diags[1].Detail() != "It failed.\nDo." {
			t.Errorf("%s: it is on %q, want %q: %v", name, got, want, diags)
		}
	}
}

// A token in place of an id is not shown, and neither Stytch's ids nor UUIDs and slugs are taken for one.
func TestDiagnosticHidesTokens(t *testing.T) {
	t.Parallel()

	const token = "mZAYn5aLEqKUlZ_Ad9U_fWr38GaAQ1oFAhT8ds245v7Q"

	for _, test := range []struct{ id, want string }{
		{token, "(44 characters, which look like a secret)"},
		{"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl", "(52 characters, which look like a secret)"},
		{"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885", `"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"`},
		{"5ccf82bc-485d-4919-9e11-40084b02dc28", `"5ccf82bc-485d-4919-9e11-40084b02dc28"`},
		{"Acme-International-Holdings-and-Partners", `"Acme-International-Holdings-and-Partners"`},
	} {
		request := operation{verb: "Read", noun: "User", object: describe(client.Subject{UserID: test.id})}
		_, lines := onlyError(t, request.diagnostics(&client.Error{Kind: client.KindAPI, Host: "h", StatusCode: 404}))

		if want := "The request for User " + test.want + " failed: h responded with 404 Not Found."; lines[0] != want {
			t.Errorf("%q, want %q", lines[0], want)
		}
	}
}

// In a token request, an id that is not Stytch's may be the secret, if the two are swapped: it is not shown, and neither is its
// line.
func TestDiagnosticHidesSwappedSecret(t *testing.T) {
	t.Parallel()

	failure := &client.Error{Kind: client.KindAPI, Host: "h", StatusCode: 400, Type: "invalid_client"}
	exchangeBy := func(id string) operation {
		model := &connectedAppTokensModel{}
		model.ClientID = types.StringValue(id)

		return model.operation()
	}

	for _, test := range []struct {
		request operation
		want    string
		located bool
	}{
		{m2mTokenOperation(types.StringValue("hunter2!!")), "for the M2M client failed", false},
		{m2mTokenOperation(types.StringValue("m2m-client-test-1")), `for M2M client "m2m-client-test-1" failed`, true},
		{exchangeBy("hunter2!!"), "for the Connected App failed", false},
		{
			exchangeBy("https://app.example.com/client.json"),
			`for Connected App "https://app.example.com/client.json" failed`, true,
		},
	} {
		_, lines := onlyError(t, test.request.diagnostics(failure))
		if located := len(test.request.advice["invalid_client"].arguments) > 0; located != test.located ||
			!strings.Contains(lines[0], test.want) {
			t.Errorf("%q, want %s; on client_id: %t, want %t", lines[0], test.want, located, test.located)
		}
	}
}

// For an error type without advice of its own, the advice leads to Stytch's page on it.
func TestAdviceForUnknownType(t *testing.T) {
	t.Parallel()

	_, lines := onlyError(t, readSlackTokens().diagnostics(&client.Error{
		Kind: client.KindAPI, Host: "h", StatusCode: 400, Type: "new_type", Message: "No.", URL: "https://stytch.com/new_type",
	}))
	requireLines(t, lines,
		`The request for Member "ada" of Organization "acme" failed with 400 Bad Request.`,
		"Stytch says new_type: No.",
		adviceByStatus[http.StatusBadRequest].text+" See https://stytch.com/new_type",
	)
}

// A sentence that is added to a diagnostic is part of its advice, and a warning says the same as the error.
func TestWithAdvice(t *testing.T) {
	t.Parallel()

	failure := &client.Error{Kind: client.KindAPI, Method: "GET", Route: "/r", Host: "h", StatusCode: 403, Attempts: 2}
	want := []string{
		`The request for Member "ada" of Organization "acme" failed: h responded with 403 Forbidden.`,
		adviceByStatus[http.StatusForbidden].text + " More.", "For support: 2 attempts",
	}

	_, lines := onlyError(t, withAdvice(readSlackTokens().diagnostics(failure), "More."))
	requireLines(t, lines, want...)

	warnings := asWarnings(readSlackTokens().diagnostics(failure), "More.")
	requireLines(t, strings.Split(warnings[0].Detail(), "\n"), want...)

	if warnings[0].Severity() != diag.SeverityWarning {
		t.Errorf("severity %s", warnings[0].Severity())
	}

	diags := withAdvice(diag.Diagnostics{
		diag.NewWarningDiagnostic("A Warning", "Mind."), diag.NewAttributeErrorDiagnostic(path.Root("a"), "An Error", "Wrong."),
	}, "More.")
	if at, ok := diags[1].(diag.DiagnosticWithPath); !ok || !at.Path().Equal(path.Root("a")) || diags[1].Detail() != "Wrong. More." ||
		diags[0].Detail() != "Mind." {
		t.Errorf("diagnostics %v", diags)
	}
}

// An error that is not the client's may hold anything, so nothing of it is shown.
func TestDiagnosticOfUnknownError(t *testing.T) {
	t.Parallel()

	diags := readSlackTokens().diagnostics(errors.New("secret-test-1"))
	if _, lines := onlyError(t, diags); strings.Contains(diags[0].Detail(), "secret-test-1") || lines[0] == "" {
		t.Errorf("lines %q", lines)
	}
}
