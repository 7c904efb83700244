// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	appsPath   = "/v1/connected_apps/clients"
	m2mPath    = "/v1/m2m/clients"
	startPath  = "/secrets/rotate/start"
	cancelPath = "/secrets/rotate/cancel"
	finishPath = "/secrets/rotate"
)

// manage makes a call for the B2B project.
func (e *emulator) manage(method, path, body string) response {
	e.t.Helper()

	return e.do(request{method: method, path: path, credentials: e.b2b(), contentType: jsonType, body: body})
}

// managed makes a call that must succeed, and returns the client of its response.
func (e *emulator) managed(method, path, body string) map[string]any {
	e.t.Helper()

	got := e.manage(method, path, body)
	checkOK(e.t, got, 200)
	noun := "m2m_client"
	if strings.HasPrefix(path, appsPath) {
		noun = "connected_app"
	}
	checkFields(e.t, got.body, noun+" request_id status_code")

	return object(e.t, got.body[noun])
}

// text returns a field that must be a string.
func text(t *testing.T, fields map[string]any, name string) string {
	t.Helper()

	value, ok := fields[name].(string)
	if !ok {
		t.Fatalf("no string %s in %v", name, fields)
	}

	return value
}

func (e *emulator) m2mToken(clientID, secret string) response {
	e.t.Helper()

	return e.form(e.oauthPath("token"), map[string]string{
		"grant_type": "client_credentials", "client_id": clientID, "client_secret": secret,
	})
}

// clientKinds are both kinds of client: how one with a secret is created, what its responses that issue a secret hold, and
// a client of the other kind.
var clientKinds = map[string]struct {
	path    string
	create  string
	fields  string
	otherID func(f stytchmock.Fixture) string
}{
	"connected_app": {
		appsPath, `{"client_type": "first_party"}`,
		"client_id client_name client_description client_type status redirect_urls post_logout_redirect_urls " +
			"full_access_allowed bypass_consent_for_offline_access access_token_expiry_minutes " +
			"access_token_custom_audience access_token_template_content id_token_template_content logo_url " +
			"client_id_metadata_url client_secret_last_four next_client_secret_last_four",
		func(f stytchmock.Fixture) string { return f.M2MClientID },
	},
	"m2m_client": {
		m2mPath, `{"scopes": ["read:users"]}`,
		"client_id client_name client_description status scopes trusted_metadata client_secret_last_four " +
			"next_client_secret_last_four",
		func(f stytchmock.Fixture) string { return f.ConfidentialClientID },
	},
}

func TestClientSecretRotation(t *testing.T) {
	t.Parallel()

	for name, kind := range clientKinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := start(t)

			created := e.managed("POST", kind.path, kind.create)
			checkFields(t, created, kind.fields+" client_secret")
			id, first := text(t, created, "client_id"), text(t, created, "client_secret")
			check := func(step string, shown map[string]any, accepted ...string) {
				t.Helper()
				lastFour := []any{nil, nil}
				for i, secret := range accepted {
					lastFour[i] = secret[len(secret)-4:]
				}
				if shown["client_secret_last_four"] != lastFour[0] || shown["next_client_secret_last_four"] != lastFour[1] {
					t.Errorf("%s: got %v, want %v", step, shown, lastFour)
				}
				if got := e.AcceptedSecrets(id); !slices.Equal(got, accepted) {
					t.Errorf("%s: accepted %v, want %v", step, got, accepted)
				}
				if name == "connected_app" {
					return
				}
				for _, secret := range accepted {
					checkOK(t, e.m2mToken(id, secret), 200)
				}
			}
			check("created", created, first)

			started := e.managed("POST", kind.path+"/"+id+startPath, "{}")
			checkFields(t, started, kind.fields+" next_client_secret")
			lost := text(t, started, "next_client_secret")
			check("started", started, first, lost)
			checkError(t, e.manage("POST", kind.path+"/"+id+startPath, "{}"), 400, name+"_already_rotating_secret")
			check("canceled", e.managed("POST", kind.path+"/"+id+cancelPath, "{}"), first)
			checkOAuthError(t, e.m2mToken(id, lost), "invalid_client", "")

			next := text(t, e.managed("POST", kind.path+"/"+id+startPath, `{"client_id": "`+id+`"}`), "next_client_secret")
			check("finished", e.managed("POST", kind.path+"/"+id+finishPath, "{}"), next)
			checkOAuthError(t, e.m2mToken(id, first), "invalid_client", "")
			shown := e.managed("GET", kind.path+"/"+id, "")
			check("read", shown, next)
			for _, field := range []string{"client_secret", "next_client_secret"} {
				if shown[field] != nil {
					t.Errorf("the secret is shown again: %v", shown)
				}
			}

			for _, step := range []string{cancelPath, finishPath} {
				checkError(t, e.manage("POST", kind.path+"/"+id+step, "{}"), 400, name+"_not_rotating_secret")
			}
			checkError(t, e.manage("POST", kind.path+"/"+id+startPath, ""), 400, "bad_request")
			checkError(t, e.manage("POST", kind.path+"/"+id+startPath, `{"client_secret": "chosen"}`), 400, "bad_request")
			checkError(t, e.manage("POST", kind.path+"/"+id+startPath, `{"client_id": "other"}`), 400, "invalid_client_id")
		})
	}
}

func TestClientNotFound(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, kind := range clientKinds {
		deleted := text(t, e.managed("POST", kind.path, kind.create), "client_id")
		got := e.manage("DELETE", kind.path+"/"+deleted, "")
		checkOK(t, got, 200)
		checkFields(t, got.body, "client_id request_id status_code")
		if got.text("client_id") != deleted {
			t.Errorf("%s: deleted %s", name, got.raw)
		}
		for _, id := range []string{deleted, "unknown", kind.otherID(e.f)} {
			path := kind.path + "/" + id
			for _, method := range []string{"GET", "PUT", "DELETE"} {
				checkError(t, e.manage(method, path, "{}"), 404, name+"_not_found")
			}
			for _, step := range []string{startPath, cancelPath, finishPath} {
				checkError(t, e.manage("POST", path+step, "{}"), 404, name+"_not_found")
			}
		}
	}
	if e.AcceptedSecrets("unknown") != nil {
		t.Error("a client that does not exist has secrets")
	}
}

func TestClientsBelongToAProject(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post("/v1/connected_apps/clients", e.consumer(), map[string]any{"client_type": "third_party_public"})
	checkOK(t, got, 200)
	id := text(t, object(t, got.body["connected_app"]), "client_id")
	checkOK(t, e.get("/v1/connected_apps/clients/"+id, e.consumer()), 200)
	checkError(t, e.get("/v1/connected_apps/clients/"+id, e.b2b()), 404, "connected_app_not_found")
	checkError(t, e.get("/v1/connected_apps/clients/"+id, [2]string{}), 401, "unauthorized_credentials")
	all := e.Clients()
	if last := all[len(all)-1]; last.ClientID != id || last.Product != stytchmock.Consumer || !last.Active ||
		last.Type != stytchmock.ThirdPartyPublic || len(last.AcceptedSecrets) > 0 {
		t.Errorf("clients %+v", last)
	}
	shown, _ := e.get("/mock/clients", [2]string{}).body["clients"].([]any)
	if len(shown) != len(all) {
		t.Errorf("%d clients, want %d", len(shown), len(all))
	}
}

func TestSearchPages(t *testing.T) {
	t.Parallel()
	e := start(t)

	seeded := len(e.Clients())
	for i := range 1100 {
		e.AddM2MClient(stytchmock.M2MClient{Name: fmt.Sprint("client ", i)})
	}
	if got := len(e.Clients()); got != seeded+1100 {
		t.Fatalf("%d clients", got)
	}
	// Of the seeded M2M clients of the project, one is active and one is not.
	for limit, want := range map[string][]int{
		``: {100}, `"limit": 0`: {100}, `"limit": 1000`: {1000, 102}, `"limit": 551`: {551, 551}, `"limit": 734`: {734, 368},
	} {
		sizes, ids, cursor := []int{}, []string{}, ""
		for len(sizes) < len(want) {
			fields := []string{`"cursor": "` + cursor + `"`}
			if limit != "" {
				fields = append(fields, limit)
			}
			got := e.manage("POST", m2mPath+"/search", "{"+strings.Join(fields, ",")+"}")
			checkOK(t, got, 200)
			checkFields(t, got.body, "m2m_clients request_id results_metadata status_code")
			found, _ := got.body["m2m_clients"].([]any)
			sizes = append(sizes, len(found))
			for _, one := range found {
				ids = append(ids, text(t, object(t, one), "client_id"))
			}
			metadata := object(t, got.body["results_metadata"])
			if metadata["total"] != 1102.0 {
				t.Errorf("total %v", metadata)
			}
			cursor, _ = metadata["next_cursor"].(string)
			if more := len(want) == 1 || len(sizes) < len(want); more != (metadata["next_cursor"] != nil) {
				t.Errorf("%s: page %d: next_cursor %v", limit, len(sizes), metadata["next_cursor"])
			}
		}
		slices.Sort(ids)
		if !slices.Equal(sizes, want) || len(slices.Compact(ids)) != len(ids) {
			t.Errorf("%s: pages of %v, want %v", limit, sizes, want)
		}
	}
	// The next page is the same, whether clients of this one are deleted meanwhile or not.
	page := e.manage("POST", m2mPath+"/search", `{"limit": 1}`)
	e.manage("DELETE", m2mPath+"/"+text(t, first(t, page.body["m2m_clients"]), "client_id"), "")
	cursor := text(t, object(t, page.body["results_metadata"]), "next_cursor")
	page = e.manage("POST", m2mPath+"/search", `{"limit": 1, "cursor": "`+cursor+`"}`)
	if got := first(t, page.body["m2m_clients"])["client_id"]; got != e.f.InactiveM2MClientID {
		t.Errorf("the second client is %v", got)
	}
	for _, body := range []string{`{"limit": 1001}`, `{"limit": -1}`, `{"cursor": "?"}`, `{"cursor": "eA"}`} {
		checkError(t, e.manage("POST", m2mPath+"/search", body), 400, "invalid_argument")
	}
	checkError(t, e.manage("POST", appsPath+"/search", `{"query": {}}`), 400, "bad_request")

	got := start(t, stytchmock.WithoutTotals()).manage("POST", appsPath+"/search", "{}")
	checkOK(t, got, 200)
	if object(t, got.body["results_metadata"])["total"] != -1.0 {
		t.Errorf("got %s", got.raw)
	}
	shown := first(t, got.body["connected_apps"])
	if text(t, shown, "creation_method") == "" || shown["client_secret"] != nil {
		t.Errorf("got %v", shown)
	}
}
