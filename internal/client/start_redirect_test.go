// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// redirect answers with a Location, and with a body where there is one.
func redirect(status int, location, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Location"] = []string{location}

		if body == "" {
			w.WriteHeader(status)

			return
		}

		reply(status, body)(w, r)
	}
}

// startGoogle is a request for where a start URL leads.
func startGoogle() client.StartRequest {
	return client.StartRequest{
		Flow: client.FlowUser, Provider: "google", PublicToken: "public-token-test-1",
		LoginRedirectURL: "https://app.example.com/login", OAuthAttachToken: "the-attach-token",
	}
}

const google = "https://accounts.google.com/o/oauth2/auth?client_id=1&state=fresh%2Fstate"

func TestStartRedirect(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		answer http.Handler
		want   string
	}{
		"301": {redirect(301, google, ""), `{"request_id":null,"status_code":301,"redirect_url":"` + google + `"}`},
		"302": {redirect(302, google, ""), `{"request_id":null,"status_code":302,"redirect_url":"` + google + `"}`},
		"303": {redirect(303, google, ""), `{"request_id":null,"status_code":303,"redirect_url":"` + google + `"}`},
		"307": {redirect(307, google, ""), `{"request_id":null,"status_code":307,"redirect_url":"` + google + `"}`},
		"308": {redirect(308, google, ""), `{"request_id":null,"status_code":308,"redirect_url":"` + google + `"}`},
		"307 with a page": {
			redirect(307, google, "<a href>"), `{"request_id":null,"status_code":307,"redirect_url":"` + google + `"}`,
		},
		"both, and the Location counts": {
			redirect(302, google, `{"request_id":"r","status_code":307,"redirect_url":"https://other.example.com"}`),
			`{"request_id":"r","status_code":302,"redirect_url":"` + google + `"}`,
		},
		"302 with the body alone": {
			reply(302, `{"request_id":"r","status_code":302,"redirect_url":"`+google+`"}`),
			`{"request_id":"r","status_code":302,"redirect_url":"` + google + `"}`,
		},
		"200 with the body alone": {
			reply(200, `{"request_id":"r","status_code":302,"redirect_url":"`+google+`"}`),
			`{"request_id":"r","status_code":302,"redirect_url":"` + google + `"}`,
		},
		"200 whose body has no status": {
			reply(200, `{"redirect_url":"`+google+`"}`),
			`{"request_id":null,"status_code":200,"redirect_url":"` + google + `"}`,
		},
		"path": {
			redirect(302, "/login?next=1", `{"redirect_url":"https://other.example.com"}`),
			`{"request_id":null,"status_code":302,"redirect_url":"BASE/login?next=1"}`,
		},
		"dots": {
			redirect(302, "../a", ""), `{"request_id":null,"status_code":302,"redirect_url":"BASE/v1/public/oauth/a"}`,
		},
		"no scheme": {
			redirect(302, "//accounts.google.com/o", ""),
			`{"request_id":null,"status_code":302,"redirect_url":"http://accounts.google.com/o"}`,
		},
		"another scheme": {
			redirect(302, "weird+scheme://host/path", ""),
			`{"request_id":null,"status_code":302,"redirect_url":"weird+scheme://host/path"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, test.answer)

			got, err := c.StartRedirect(t.Context(), startGoogle())
			if err != nil {
				t.Fatal(err)
			}

			want := strings.NewReplacer("&", `\u0026`, "BASE", "http://"+record.only(t).Host).Replace(test.want)
			if asJSON(t, got) != want {
				t.Errorf("got %s, want %s", asJSON(t, got), want)
			}

			const target = "/v1/public/oauth/google/start?public_token=public-token-test-1" +
				"&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin&oauth_attach_token=the-attach-token"
			if sent := record.only(t); sent.Method != http.MethodGet || sent.Target != target || sent.Body != "" {
				t.Errorf("sent %s %s", sent.Method, sent.Target)
			}
		})
	}
}

func TestStartRedirectAsksForTheStartURL(t *testing.T) {
	t.Parallel()

	for _, flow := range []client.StartFlow{client.FlowMember, client.FlowDiscovery, client.FlowUser} {
		c, record := serve(t, redirect(302, google, ""))
		request := client.StartRequest{
			Flow: flow, Provider: "google", PublicToken: "public-token-live-1", OrganizationSlug: "acme",
			ProviderParams: map[string]string{"prompt": "select account"},
		}

		address, err := c.StartURL(request)
		if err != nil {
			t.Fatal(err)
		}

		if _, err := c.StartRedirect(t.Context(), request); err != nil {
			t.Fatal(err)
		}

		if got := record.only(t); !strings.HasSuffix(address, got.Host+got.Target) {
			t.Errorf("asked %s%s, want the start URL %s", got.Host, got.Target, address)
		}
	}
}

func TestRedirectIsNeverFollowed(t *testing.T) {
	t.Parallel()

	var visits atomic.Int32

	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(target.Close)

	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, call := range everyCall() {
			c, record := serve(t, redirect(status, target.URL+"/path?token="+secret, ""), retries(3))

			_, err := call.send(t.Context(), c)
			if call.name == "start redirect" {
				if err != nil {
					t.Error(err)
				}
			} else {
				got := failure(t, err, client.KindRedirected)
				if want := "redirected to 127.0.0.1, which was not followed"; got.Reason != want || got.StatusCode != status {
					t.Errorf("%s: got %+v, want the reason %q", call.name, *got, want)
				}
			}

			record.only(t)
		}
	}

	if visits.Load() > 0 {
		t.Errorf("the target was visited %d times", visits.Load())
	}
}
