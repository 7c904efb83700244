// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/consumer"
	apps "github.com/stytchauth/stytch-go/v16/stytch/consumer/connectedapps/clients"
	appsecrets "github.com/stytchauth/stytch-go/v16/stytch/consumer/connectedapps/clients/secrets"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m"
	m2mclients "github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m/clients"
	m2msecrets "github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m/clients/secrets"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// clientCalls are the calls that manage OAuth clients of one kind, by the names in lifecycle. They get the id of the
// client, which is empty until it is created.
type clientCalls map[string]func(ctx context.Context, id string) (any, error)

// lifecycle is the life of an OAuth client, which both clients walk through.
var lifecycle = []struct {
	call   string
	status int
	// errorType is without the kind of client in front.
	errorType string
}{
	{call: "create"},
	{call: "get"},
	{call: "update"},
	{call: "get"},
	{call: "search"},
	{call: "start rotation"},
	{"start rotation", 400, "_already_rotating_secret"},
	{call: "cancel rotation"},
	{"cancel rotation", 400, "_not_rotating_secret"},
	{call: "start rotation"},
	{call: "finish rotation"},
	{"finish rotation", 400, "_not_rotating_secret"},
	{call: "get"},
	{call: "delete"},
	{"get", 404, "_not_found"},
	{"update", 404, "_not_found"},
	{"delete", 404, "_not_found"},
	{"start rotation", 404, "_not_found"},
}

// ourClients is a [client.OAuthClients].
type ourClients[T, F any] interface {
	Create(ctx context.Context, fields F, secrets ...string) (*T, error)
	Get(ctx context.Context, id string) (*T, client.Envelope, error)
	Update(ctx context.Context, id string, fields F) (*T, error)
	Delete(ctx context.Context, id string) error
	StartRotation(ctx context.Context, id string) (client.ClientSecrets, error)
	CancelRotation(ctx context.Context, id string) (client.ClientSecrets, error)
	FinishRotation(ctx context.Context, id string) (client.ClientSecrets, error)
}

// ourCalls returns the calls of our client, but for the search.
func ourCalls[T, F any](o ourClients[T, F], create, update F) clientCalls {
	return clientCalls{
		"create": func(ctx context.Context, _ string) (any, error) { return o.Create(ctx, create) },
		"get": func(ctx context.Context, id string) (any, error) {
			got, _, err := o.Get(ctx, id)

			return got, err
		},
		"update":          func(ctx context.Context, id string) (any, error) { return o.Update(ctx, id, update) },
		"delete":          func(ctx context.Context, id string) (any, error) { return nil, o.Delete(ctx, id) },
		"start rotation":  func(ctx context.Context, id string) (any, error) { return o.StartRotation(ctx, id) },
		"cancel rotation": func(ctx context.Context, id string) (any, error) { return o.CancelRotation(ctx, id) },
		"finish rotation": func(ctx context.Context, id string) (any, error) { return o.FinishRotation(ctx, id) },
	}
}

// sdkCall returns a call of the SDK.
func sdkCall[P, R any](
	call func(context.Context, *P) (*R, error), parameters func(id string) P,
) func(context.Context, string) (any, error) {
	return func(ctx context.Context, id string) (any, error) {
		p := parameters(id)

		return call(ctx, &p)
	}
}

func connectedAppCalls(c *client.Client, sdk *consumer.ConnectedAppClient) (ours, theirs clientCalls) {
	yes := true
	update := client.ConnectedAppFields{
		ClientName: "Web", ClientDescription: "Shop", AccessTokenExpiryMinutes: 5, AccessTokenCustomAudience: "api",
		AccessTokenTemplateContent: `{"role": {{ user.role }}}`, LogoURL: "https://app.example.com/logo.png",
		FullAccessAllowed: &yes, BypassConsentForOfflineAccess: &yes,
		RedirectURLs:           []string{"https://app.example.com/in"},
		PostLogoutRedirectURLs: []string{"https://app.example.com/out"},
	}
	create := update
	create.ClientType = "first_party"
	ours = ourCalls(c.ConnectedApps(), create, update)
	ours["search"] = func(ctx context.Context, _ string) (any, error) {
		var all []client.ConnectedApp
		for page, err := range c.ConnectedApps().Search(ctx, client.ClientQuery{}, 2) {
			if err != nil {
				return nil, err
			}
			all = append(all, page.Clients...)
		}

		return map[string]any{"connected_apps": all}, nil
	}

	secrets := sdk.Clients.Secrets
	sdkUpdate := apps.UpdateParams{
		ClientName: "Web", ClientDescription: "Shop", AccessTokenExpiryMinutes: 5, AccessTokenCustomAudience: "api",
		AccessTokenTemplateContent: `{"role": {{ user.role }}}`, LogoURL: "https://app.example.com/logo.png",
		FullAccessAllowed: true, BypassConsentForOfflineAccess: true,
	}
	theirs = clientCalls{
		"create": sdkCall(sdk.Clients.Create, func(string) apps.CreateParams {
			return apps.CreateParams{
				ClientType: apps.CreateRequestClientTypeFirstParty,
				ClientName: "Web", ClientDescription: "Shop", AccessTokenExpiryMinutes: 5, AccessTokenCustomAudience: "api",
				AccessTokenTemplateContent: `{"role": {{ user.role }}}`, LogoURL: "https://app.example.com/logo.png",
				FullAccessAllowed: true, BypassConsentForOfflineAccess: true,
			}
		}),
		"get": sdkCall(sdk.Clients.Get, func(id string) apps.GetParams { return apps.GetParams{ClientID: id} }),
		"update": sdkCall(sdk.Clients.Update, func(id string) apps.UpdateParams {
			sdkUpdate.ClientID = id

			return sdkUpdate
		}),
		"delete": sdkCall(sdk.Clients.Delete, func(id string) apps.DeleteParams { return apps.DeleteParams{ClientID: id} }),
		"start rotation": sdkCall(secrets.RotateStart, func(id string) appsecrets.RotateStartParams {
			return appsecrets.RotateStartParams{ClientID: id}
		}),
		"cancel rotation": sdkCall(secrets.RotateCancel, func(id string) appsecrets.RotateCancelParams {
			return appsecrets.RotateCancelParams{ClientID: id}
		}),
		"finish rotation": sdkCall(secrets.Rotate, func(id string) appsecrets.RotateParams {
			return appsecrets.RotateParams{ClientID: id}
		}),
		"search": func(ctx context.Context, _ string) (any, error) {
			all, cursor := &apps.SearchResponse{}, ""
			for {
				page, err := sdk.Clients.Search(ctx, &apps.SearchParams{Cursor: cursor, Limit: 2})
				if err != nil {
					return nil, err
				}
				all.ConnectedApps = append(all.ConnectedApps, page.ConnectedApps...)
				if cursor = page.ResultsMetadata.NextCursor; cursor == "" {
					return all, nil
				}
			}
		},
	}

	return ours, theirs
}

func m2mClientCalls(c *client.Client, sdk *consumer.M2MClient) (ours, theirs clientCalls) {
	create := client.M2MClientFields{
		ClientID: "billing|1", ClientSecret: "a-secret-of-mine", ClientName: "Billing", ClientDescription: "Invoices",
		Scopes: []string{"read:users"}, TrustedMetadata: map[string]json.RawMessage{"team": json.RawMessage(`"a"`)},
	}
	update := client.M2MClientFields{
		Status: "inactive", ClientName: "Invoicing", ClientDescription: "Bills", Scopes: []string{"write:users"},
		TrustedMetadata: map[string]json.RawMessage{"team": json.RawMessage("null"), "size": json.RawMessage("2")},
	}
	ours = ourCalls(c.M2MClients(), create, update)
	ours["search"] = func(ctx context.Context, _ string) (any, error) {
		query := client.ClientQuery{Operator: "OR", Operands: []client.ClientFilter{
			{FilterName: "client_name", FilterValue: []string{"Invoicing"}},
			{FilterName: "scopes", FilterValue: []string{"read:users"}},
		}}
		var all []client.M2MClient
		for page, err := range c.M2MClients().Search(ctx, query, 2) {
			if err != nil {
				return nil, err
			}
			all = append(all, page.Clients...)
		}

		return map[string]any{"m2m_clients": all}, nil
	}

	secrets := sdk.Clients.Secrets
	inactive := m2mclients.UpdateRequestStatusInactive
	theirs = clientCalls{
		"create": sdkCall(sdk.Clients.Create, func(string) m2mclients.CreateParams {
			return m2mclients.CreateParams{
				ClientID: "billing|1", ClientSecret: "a-secret-of-mine", ClientName: "Billing", ClientDescription: "Invoices",
				Scopes: []string{"read:users"}, TrustedMetadata: map[string]any{"team": "a"},
			}
		}),
		"get": sdkCall(sdk.Clients.Get, func(id string) m2mclients.GetParams { return m2mclients.GetParams{ClientID: id} }),
		"update": sdkCall(sdk.Clients.Update, func(id string) m2mclients.UpdateParams {
			return m2mclients.UpdateParams{
				ClientID: id, Status: &inactive, ClientName: "Invoicing", ClientDescription: "Bills",
				Scopes: []string{"write:users"}, TrustedMetadata: map[string]any{"team": nil, "size": 2},
			}
		}),
		"delete": sdkCall(sdk.Clients.Delete, func(id string) m2mclients.DeleteParams {
			return m2mclients.DeleteParams{ClientID: id}
		}),
		"start rotation": sdkCall(secrets.RotateStart, func(id string) m2msecrets.RotateStartParams {
			return m2msecrets.RotateStartParams{ClientID: id}
		}),
		"cancel rotation": sdkCall(secrets.RotateCancel, func(id string) m2msecrets.RotateCancelParams {
			return m2msecrets.RotateCancelParams{ClientID: id}
		}),
		"finish rotation": sdkCall(secrets.Rotate, func(id string) m2msecrets.RotateParams {
			return m2msecrets.RotateParams{ClientID: id}
		}),
		"search": func(ctx context.Context, _ string) (any, error) {
			all, cursor := &m2mclients.SearchResponse{}, ""
			for {
				page, err := sdk.Clients.Search(ctx, &m2mclients.SearchParams{
					Cursor: cursor, Limit: 2, Query: &m2m.M2MSearchQuery{
						Operator: m2m.M2MSearchQueryOperatorOR, Operands: []map[string]any{
							{"filter_name": "client_name", "filter_value": []string{"Invoicing"}},
							{"filter_name": "scopes", "filter_value": []string{"read:users"}},
						},
					},
				})
				if err != nil {
					return nil, err
				}
				all.M2MClients = append(all.M2MClients, page.M2MClients...)
				if cursor = page.ResultsMetadata.NextCursor; cursor == "" {
					return all, nil
				}
			}
		},
	}

	return ours, theirs
}

func TestClientManagement(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	ourApps, sdkApps := connectedAppCalls(c.b2b, c.sdkB2B.ConnectedApp)
	ourUserApps, sdkUserApps := connectedAppCalls(c.consumer, c.sdkConsumer.ConnectedApp)
	ourM2M, sdkM2M := m2mClientCalls(c.b2b, c.sdkB2B.M2M)
	for name, test := range map[string]struct {
		kind      string
		ours, sdk clientCalls
	}{
		"B2B Connected Apps":      {"connected_app", ourApps, sdkApps},
		"Consumer Connected Apps": {"connected_app", ourUserApps, sdkUserApps},
		"M2M clients":             {"m2m_client", ourM2M, sdkM2M},
	} {
		c.emulator.ResetRequests()
		ours := walk(t, test.kind, test.ours)
		ourRequests := c.emulator.Requests()
		c.emulator.ResetRequests()
		sdk := walk(t, test.kind, test.sdk)
		sdkRequests := c.emulator.Requests()

		for i, step := range lifecycle {
			name := name + ": " + step.call
			switch {
			case step.errorType != "":
				assertSameError(t, name, ours[i].err, sdk[i].err, step.status, test.kind+step.errorType)
			case ours[i].err != nil || sdk[i].err != nil:
				t.Fatalf("%s: ours %v, the SDK's %v", name, ours[i].err, sdk[i].err)
			case step.call != "delete": // Our client returns nothing.
				assertSameClient(t, name, step.call, ours[i].fields, sdk[i].fields)
			}
		}
		if len(ourRequests) != len(sdkRequests) {
			t.Fatalf("%s: %d requests, the SDK's are %d", name, len(ourRequests), len(sdkRequests))
		}
		for i := range ourRequests {
			assertSameManagement(t, name, ourRequests[i], sdkRequests[i])
		}
	}
}

// walked is what a client understood of one response.
type walked struct {
	fields map[string]any
	err    error
}

// walk makes the calls of a lifecycle.
func walk(t *testing.T, kind string, calls clientCalls) []walked {
	t.Helper()

	var all []walked
	id := ""
	for _, step := range lifecycle {
		result, err := calls[step.call](t.Context(), id)
		understood := walked{err: err}
		if err == nil && result != nil {
			understood.fields = fields(t, result)
			// The SDK returns a whole response, and our client the OAuth client in it.
			if inner, ok := understood.fields[kind].(map[string]any); ok {
				understood.fields = inner
			}
			if step.call == "create" {
				id, _ = understood.fields["client_id"].(string)
			}
		}
		all = append(all, understood)
	}

	return all
}

// assertSameClient compares what both clients understood of an OAuth client, or of a list of them.
func assertSameClient(t *testing.T, name, call string, ours, sdk map[string]any) {
	t.Helper()

	if strings.HasSuffix(call, "rotation") {
		// Our client returns the secrets alone.
		maps.DeleteFunc(sdk, func(field string, _ any) bool { return !strings.Contains(field, "client_secret") })
	}
	for _, understood := range []map[string]any{ours, sdk} {
		removeUncommon(understood)
	}
	if len(ours) == 0 || !reflect.DeepEqual(ours, sdk) {
		t.Errorf("%s:\nours      %v\nthe SDK's %v", name, ours, sdk)
	}
}

// removeUncommon removes from a result what only our client knows, and marks what is new in each run. The SDK has
// redirect_url_s for redirect_urls, which no other source of Stytch's has, and so never sees the lists; it is older than
// the other fields.
func removeUncommon(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range []string{
			"redirect_urls", "post_logout_redirect_urls", "id_token_template_content", "creation_method",
		} {
			delete(value, name)
		}
		for name, inner := range value {
			if name == "client_id" || strings.Contains(name, "client_secret") {
				value[name] = "fresh"
			}
			removeUncommon(inner)
		}
	case []any:
		for _, inner := range value {
			removeUncommon(inner)
		}
	}
}

// assertSameManagement compares requests about clients with different ids.
func assertSameManagement(t *testing.T, name string, ours, sdk stytchmock.Request) {
	t.Helper()

	name += ": " + ours.Route
	got, want := parameters(t, ours), parameters(t, sdk)
	// The SDK cannot send the lists, see removeUncommon. It repeats the id of the path.
	delete(got, "redirect_urls")
	delete(got, "post_logout_redirect_urls")
	if strings.Contains(sdk.Route, "{client_id}") {
		delete(want, "client_id")
	}
	if ours.Route != sdk.Route || ours.Header.Get("Authorization") != sdk.Header.Get("Authorization") || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: ours has %v, the SDK's (%s) %v", name, got, sdk.Route, want)
	}
}
