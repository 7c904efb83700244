// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"testing"
	"time"
)

// Complete responses about a client of each kind.
const (
	connectedAppResponse = `{"request_id":"request-id-test-1","status_code":200,"connected_app":{"client_id":"app-1",
		"client_name":"Web","client_description":"","client_type":"first_party","status":"active","redirect_urls":[],
		"post_logout_redirect_urls":[],"full_access_allowed":false,"bypass_consent_for_offline_access":false,
		"access_token_expiry_minutes":60,"access_token_template_content":"{}","creation_method":"manual",
		"client_secret":"the-secret","client_secret_last_four":"cret","next_client_secret":"the-next-one"}}`
	m2mClientResponse = `{"request_id":"request-id-test-1","status_code":200,"m2m_client":{"client_id":"app-1",
		"client_name":"","client_description":"","status":"active","scopes":[],"client_secret":"the-secret",
		"client_secret_last_four":"cret","next_client_secret":"the-next-one"}}`
)

// clientOperation is an operation on a client, of either kind.
type clientOperation struct {
	name, method, path string
	retry              retryPolicy
	awaited            bool
	response           string
	send               func(context.Context, *Client) error
}

func clientOperations() []clientOperation {
	return append(
		operationsOn("/v1/connected_apps/clients", connectedAppResponse, (*Client).ConnectedApps, ConnectedAppFields{}),
		operationsOn("/v1/m2m/clients", m2mClientResponse, (*Client).M2MClients, M2MClientFields{})...)
}

func operationsOn[T WithSecrets, F any](
	path, response string, of func(*Client) OAuthClients[T, F], fields F,
) []clientOperation {
	one := path + "/app%2F1"
	page := fmt.Sprintf(`{"request_id":"request-id-test-1","status_code":200,"results_metadata":{"total":0},"%ss":[]}`,
		of(&Client{}).noun)
	rotation := func(step func(OAuthClients[T, F], context.Context, string) (ClientSecrets, error)) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := step(of(c), ctx, "app/1")

			return err
		}
	}

	return []clientOperation{
		{path + " create", "POST", path, retryIfUnsent, true, response, func(ctx context.Context, c *Client) error {
			_, err := of(c).Create(ctx, fields)

			return err
		}},
		{path + " get", "GET", one, retryAlways, false, response, func(ctx context.Context, c *Client) error {
			_, _, err := of(c).Get(ctx, "app/1")

			return err
		}},
		{path + " update", "PUT", one, retryAlways, false, response, func(ctx context.Context, c *Client) error {
			_, err := of(c).Update(ctx, "app/1", fields)

			return err
		}},
		{path + " delete", "DELETE", one, retryAlways, false, response, func(ctx context.Context, c *Client) error {
			return of(c).Delete(ctx, "app/1")
		}},
		{path + " search", "POST", path + "/search", retryAlways, false, page, func(ctx context.Context, c *Client) error {
			for _, err := range of(c).Search(ctx, ClientQuery{}, MaxPageSize) {
				return err
			}

			return nil
		}},
		{
			path + " start", "POST", one + "/secrets/rotate/start", retryIfUnsent, true, response,
			rotation(OAuthClients[T, F].StartRotation),
		},
		{
			path + " cancel", "POST", one + "/secrets/rotate/cancel", retryIfUnsent, true, response,
			rotation(OAuthClients[T, F].CancelRotation),
		},
		{
			path + " finish", "POST", one + "/secrets/rotate", retryIfUnsent, true, response,
			rotation(OAuthClients[T, F].FinishRotation),
		},
	}
}

// What may run twice is sent again after a server error. What creates or rotates something is not, and says that it may
// have taken effect.
func TestClientOperations(t *testing.T) {
	t.Parallel()

	for _, operation := range clientOperations() {
		inBubble(t, inTurn(stytchError(503, "server_unavailable"), respond(200, operation.response)),
			func(t *testing.T, e *testEnv) {
				err := operation.send(t.Context(), e.client)

				want := 2
				if operation.retry != retryAlways {
					want = 1

					if failure := requireError(t, err, KindAPI); !failure.MayHaveTakenEffect {
						t.Errorf("%s: %+v", operation.name, *failure)
					}
				} else if err != nil {
					t.Errorf("%s: %v", operation.name, err)
				}

				first := e.received()[0]
				user, password, _ := (&http.Request{Header: first.Header}).BasicAuth()

				if e.count() != want || first.Method != operation.method || first.Target != operation.path ||
					user != projectID || password != secret {
					t.Errorf("%s: %d requests, the first one %+v", operation.name, e.count(), first)
				}
			}, maxRetries(1))
	}
}

// The response to a request that issues a secret is awaited even if the call is canceled meanwhile. Other requests end.
func TestIssuingIsAwaited(t *testing.T) {
	t.Parallel()

	for _, operation := range clientOperations() {
		slow := func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(5 * time.Second):
				respond(200, operation.response)(w, r)
			case <-r.Context().Done():
			}
		}

		inBubble(t, http.HandlerFunc(slow), func(t *testing.T, e *testEnv) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)

			if err := operation.send(ctx, e.client); (err == nil) != operation.awaited {
				t.Errorf("%s: after %s: %v", operation.name, e.elapsed(), err)
			}

			// What was not sent yet is not sent.
			if err := operation.send(ctx, e.client); err == nil || e.count() != 1 {
				t.Errorf("%s: %d requests: %v", operation.name, e.count(), err)
			}
		}, maxRetries(1))
	}
}

// A client that is not found when its deletion is sent again has been deleted. Nothing else that is not found has.
func TestDeleteSentAgain(t *testing.T) {
	t.Parallel()

	unavailable, gone := stytchError(503, "server_unavailable"), stytchError(404, "connected_app_not_found")

	for name, test := range map[string]struct {
		responses []http.Handler
		deleted   bool
		notFound  bool
	}{
		"sent again":            {[]http.Handler{unavailable, gone}, true, false},
		"sent once":             {[]http.Handler{gone}, false, true},
		"another project":       {[]http.Handler{unavailable, stytchError(404, "project_not_found")}, false, false},
		"not Stytch's":          {[]http.Handler{unavailable, respondAs("text/html", 404, "<html>")}, false, false},
		"without a type":        {[]http.Handler{respond(404, `{}`)}, false, false},
		"with another status":   {[]http.Handler{stytchError(400, "m2m_client_not_found")}, false, true},
		"lost and then refused": {[]http.Handler{unavailable, stytchError(401, "unauthorized_credentials")}, false, false},
	} {
		inBubble(t, inTurn(test.responses...), func(t *testing.T, e *testEnv) {
			err := e.client.ConnectedApps().Delete(t.Context(), "app-1")

			failure, _ := errors.AsType[*Error](err)
			if (err == nil) != test.deleted || err != nil && failure.NotFound() != test.notFound {
				t.Errorf("%s: %v", name, err)
			}
		}, maxRetries(1))
	}
}

// pages responds with pages of one client each, and with these cursors of the next page.
func pages(total string, cursors ...string) http.Handler {
	var responses []http.Handler

	for i, cursor := range cursors {
		responses = append(responses, respond(200, fmt.Sprintf(`{"request_id":"request-id-test-%d","status_code":200,
			"results_metadata":{"total":%s,"next_cursor":%s},"m2m_clients":[{"client_id":"client-%d","client_name":"",
			"client_description":"","status":"active","scopes":[],"client_secret_last_four":"abcd"}]}`, i, total, cursor, i)))
	}

	return inTurn(responses...)
}

func TestSearchPages(t *testing.T) {
	t.Parallel()

	inBubble(t, pages("3", `"a"`, `"b"`, "null"), func(t *testing.T, e *testEnv) {
		var ids []string

		query := ClientQuery{Operator: "OR", Operands: []ClientFilter{{"client_name", []string{"x"}}}}
		for page, err := range e.client.M2MClients().Search(t.Context(), query, 5000) {
			if err != nil {
				t.Fatal(err)
			}

			ids = append(ids, *page.Clients[0].ClientID)

			if *page.Total != 3 {
				t.Errorf("total %d", *page.Total)
			}
		}

		if !reflect.DeepEqual(ids, []string{"client-0", "client-1", "client-2"}) {
			t.Errorf("clients %v", ids)
		}

		for i, cursor := range []any{nil, "a", "b"} {
			want := map[string]any{"limit": 1000.0, "query": map[string]any{
				"operator": "OR", "operands": []any{map[string]any{"filter_name": "client_name", "filter_value": []any{"x"}}},
			}}
			if cursor != nil {
				want["cursor"] = cursor
			}

			var got map[string]any
			if err := json.Unmarshal([]byte(e.received()[i].Body), &got); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("body %v, want %v", got, want)
			}
		}
	})
}

// A page is requested when it is asked for, a total of -1 is none, and a search for all clients has no query.
func TestSearchFirstPage(t *testing.T) {
	t.Parallel()

	inBubble(t, pages("-1", `"a"`), func(t *testing.T, e *testEnv) {
		for page, err := range e.client.M2MClients().Search(t.Context(), ClientQuery{}, 0) {
			if err != nil || page.Total != nil {
				t.Errorf("%+v: %v", page, err)
			}

			break
		}

		if request := e.only(t); request.Body != `{"limit":1}` {
			t.Errorf("body %s", request.Body)
		}
	})
}

func TestSearchRepeatsCursor(t *testing.T) {
	t.Parallel()

	inBubble(t, pages("3", `"a"`, `"b"`, `"a"`), func(t *testing.T, e *testEnv) {
		var last error

		for _, err := range e.client.M2MClients().Search(t.Context(), ClientQuery{}, MaxPageSize) {
			last = err
		}

		failure := requireError(t, last, KindInvalidResponse)
		if failure.Reason != errRepeatedCursor.Error() || e.count() != 3 {
			t.Errorf("%d requests: %+v", e.count(), *failure)
		}
	})
}

// A secret that was issued and is not in the response is lost.
func TestStartWithoutSecret(t *testing.T) {
	t.Parallel()

	inBubble(t, respond(200, `{"request_id":"request-id-test-1","status_code":200,"m2m_client":{"client_id":"app-1"}}`),
		func(t *testing.T, e *testEnv) {
			_, err := e.client.M2MClients().StartRotation(t.Context(), "app-1")
			if failure := requireError(t, err, KindInvalidResponse); !failure.MayHaveTakenEffect {
				t.Errorf("%+v", *failure)
			}

			// The other steps, and a create, need none.
			for _, step := range []func(context.Context, string) (ClientSecrets, error){
				e.client.M2MClients().CancelRotation, e.client.M2MClients().FinishRotation,
			} {
				if _, err := step(t.Context(), "app-1"); err != nil {
					t.Error(err)
				}
			}

			if _, err := e.client.M2MClients().Create(t.Context(), M2MClientFields{}); err != nil {
				t.Error(err)
			}
		})
}

// A secret of one's own is in no error.
func TestCreateHidesSecret(t *testing.T) {
	t.Parallel()

	const chosen = "chosen-secret/of=the+client"

	inBubble(t, respond(400, `{"error_type":"insecure_m2m_client_secret","error_message":"`+chosen+` is insecure"}`),
		func(t *testing.T, e *testEnv) {
			_, err := e.client.M2MClients().Create(t.Context(), M2MClientFields{ClientSecret: chosen}, chosen)
			if failure := requireError(t, err, KindAPI); failure.Message != "(redacted) is insecure" {
				t.Errorf("message %q", failure.Message)
			}
		})
}
