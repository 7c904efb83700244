// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The questions about Connected Apps and M2M clients.

// liveRedirect is registered on apps of this run alone. Nothing is sent there.
const liveRedirect = "https://app.example.com/oauth/callback"

// liveTemplate is a template of claims. Two blanks in it show whether it is returned byte for byte.
const liveTemplate = `{"custom_claim":  "static_value"}`

// liveClients is a [client.OAuthClients].
type liveClients[T, F any] interface {
	ourClients[T, F]
	Search(ctx context.Context, query client.ClientQuery, pageSize int64) iter.Seq2[*client.ClientPage[T], error]
}

// liveKind is one of the two kinds of client, with what differs between them.
type liveKind[T, F any] struct {
	title, noun, path string

	api liveClients[T, F]
	// first returns the fields that clients are created with, and second others to update them to.
	first, second func(name string) F
	// list is a list among the first fields, in an order of its own.
	list string
	// clearable are the fields that an update can empty.
	clearable []string
}

// liveApps returns the kind of Connected Apps. The first fields are those of a first-party app.
func (p *liveProject) liveApps() liveKind[client.ConnectedApp, client.ConnectedAppFields] {
	return liveKind[client.ConnectedApp, client.ConnectedAppFields]{
		title: "Connected App", noun: "connected_app", path: "/v1/connected_apps/clients",
		api: p.client.ConnectedApps(),
		first: func(name string) client.ConnectedAppFields {
			return client.ConnectedAppFields{
				ClientType: "first_party", ClientName: name, AccessTokenExpiryMinutes: 60, AccessTokenTemplateContent: "{}",
				RedirectURLs: []string{"https://z.example.com/", liveRedirect}, PostLogoutRedirectURLs: []string{},
			}
		},
		second: func(name string) client.ConnectedAppFields {
			yes := true

			return client.ConnectedAppFields{
				ClientName: name, ClientDescription: "Made by a test", LogoURL: "https://app.example.com/logo.png",
				AccessTokenCustomAudience: "https://api.example.com", AccessTokenExpiryMinutes: 10,
				AccessTokenTemplateContent: liveTemplate, RedirectURLs: []string{liveRedirect},
				PostLogoutRedirectURLs: []string{"https://app.example.com/logged-out"},
				FullAccessAllowed:      &yes, BypassConsentForOfflineAccess: &yes,
			}
		},
		list: "redirect_urls",
		clearable: []string{
			"access_token_custom_audience", "client_description", "logo_url", "post_logout_redirect_urls", "redirect_urls",
		},
	}
}

// liveM2M returns the kind of M2M clients.
func (p *liveProject) liveM2M() liveKind[client.M2MClient, client.M2MClientFields] {
	return liveKind[client.M2MClient, client.M2MClientFields]{
		title: "M2M client", noun: "m2m_client", path: "/v1/m2m/clients",
		api: p.client.M2MClients(),
		first: func(name string) client.M2MClientFields {
			return client.M2MClientFields{ClientName: name, Scopes: []string{"write:users", "read:users"}}
		},
		second: func(name string) client.M2MClientFields {
			return client.M2MClientFields{
				ClientName: name, ClientDescription: "Made by a test", Scopes: []string{"read:users"}, Status: "inactive",
				TrustedMetadata: map[string]json.RawMessage{"tier": json.RawMessage(`{"level": 1}`)},
			}
		},
		list:      "scopes",
		clearable: []string{"client_description", "scopes"},
	}
}

// tryCreate creates a client, which is deleted when the question ends.
func (k liveKind[T, F]) tryCreate(a *asking, fields F) (*T, error) {
	created, err := k.api.Create(a.ctx, fields)
	if err == nil {
		a.Cleanup(func() { a.undo(a.T, func(ctx context.Context) error { return k.api.Delete(ctx, idOf(created)) }) })
	}

	return created, err
}

// create is tryCreate for a question that depends on the client.
func (k liveKind[T, F]) create(a *asking, fields F) *T {
	a.Helper()

	created, err := k.tryCreate(a, fields)
	a.require(err)

	return created
}

// newID creates a client with the first fields, and returns its id.
func (k liveKind[T, F]) newID(a *asking) string {
	a.Helper()

	return idOf(k.create(a, k.first(a.newName())))
}

// updated creates a client, updates it to the second fields, and returns its id and those.
func (k liveKind[T, F]) updated(a *asking) (id string, fields F) {
	a.Helper()

	id, fields = k.newID(a), k.second(a.newName())
	_, err := k.api.Update(a.ctx, id, fields)
	a.require(err)

	return id, fields
}

// get reads a client.
func (k liveKind[T, F]) get(a *asking, id string) *T {
	a.Helper()

	found, _, err := k.api.Get(a.ctx, id)
	a.require(err)

	return found
}

// put sends any update, and returns the status and the error type if there is one.
func (k liveKind[T, F]) put(a *asking, id string, body map[string]any) string {
	a.Helper()

	encoded, err := json.Marshal(body)
	if err != nil {
		a.Fatal(err)
	}
	target := strings.TrimSuffix(a.base.String(), "/") + k.path + "/" + id

	return a.send(http.MethodPut, k.path+"/{client_id}", target, string(encoded))
}

// questions returns the questions about both kinds.
func (k liveKind[T, F]) questions() []question {
	each := "(" + strings.Join(k.clearable, ", ") + ")"
	questions := []question{
		{
			text:    "What does a GET return right after the creation and right after the deletion?",
			assumes: "200 after the creation; 404 " + k.noun + "_not_found after the deletion", relies: "200 after the creation",
			ask: func(a *asking) string {
				id := k.newID(a)
				_, _, err := k.api.Get(a.ctx, id)
				created := a.outcome(err)
				a.require(k.api.Delete(a.ctx, id))
				_, _, err = k.api.Get(a.ctx, id)

				return created + " after the creation; " + a.outcome(err) + " after the deletion"
			},
		},
		{
			text:    "Is a client created, updated, read and deleted? Which fields differ from what was sent?",
			assumes: "none", relies: "none",
			ask: func(a *asking) string {
				id, fields := k.updated(a)
				wrong := differences(k.get(a, id), fields)
				a.require(k.api.Delete(a.ctx, id))

				return wrong
			},
		},
		{
			text: "Which error does an unknown id have?", assumes: "404 " + k.noun + "_not_found", relies: k.noun + "_not_found",
			ask: func(a *asking) string {
				_, _, err := k.api.Get(a.ctx, a.unknownID(strings.ReplaceAll(k.noun, "_", "-")))

				return a.outcome(err)
			},
		},
		{
			text:    "Do the last four characters follow the secrets through a canceled and a finished rotation?",
			assumes: "they do", relies: "they do", ask: k.rotation,
		},
		{
			text:    "Which error does a rotation have that is started twice, or finished twice as after a lost response?",
			assumes: "400 " + k.noun + "_already_rotating_secret; 400 " + k.noun + "_not_rotating_secret",
			relies:  k.noun + "_not_rotating_secret",
			ask: func(a *asking) string {
				id := k.newID(a)
				_, err := k.api.StartRotation(a.ctx, id)
				a.require(err)
				_, err = k.api.StartRotation(a.ctx, id)
				started := a.outcome(err)
				_, err = k.api.FinishRotation(a.ctx, id)
				a.require(err)
				_, err = k.api.FinishRotation(a.ctx, id)

				return started + "; " + a.outcome(err)
			},
		},
		{
			text: "Which fields does a PUT of the name alone change?", assumes: "none",
			ask: func(a *asking) string {
				id, _ := k.updated(a)
				before := objectOf(k.get(a, id))
				if got := k.put(a, id, map[string]any{"client_name": before["client_name"]}); got != "200" {
					return got
				}

				return differences(k.get(a, id), before)
			},
		},
		{
			text: "What does a PUT with null do, field by field?", assumes: "kept " + each,
			ask: func(a *asking) string { return k.putEach(a, nil, nil) },
		},
		{
			text: `What does a PUT with "" or [] do, field by field?`, assumes: "cleared " + each, relies: "cleared " + each,
			ask: func(a *asking) string { return k.putEach(a, "", []string{}) },
		},
		{
			text: "In which order does a GET return " + k.list + "?", assumes: "as it was sent",
			ask: func(a *asking) string {
				sent := k.first(a.newName())
				found := k.get(a, idOf(k.create(a, sent)))
				if reflect.DeepEqual(objectOf(found)[k.list], objectOf(sent)[k.list]) {
					return "as it was sent"
				}

				return "in another"
			},
		},
		{
			text: "Does a search go on page by page?", assumes: "another client on each page", relies: "another client on each page",
			ask: k.search,
		},
	}
	for i := range questions {
		questions[i].text += " (" + k.title + ")"
	}

	return questions
}

// rotation cancels one rotation and finishes another.
func (k liveKind[T, F]) rotation(a *asking) string {
	id := k.newID(a)
	_, err := k.api.StartRotation(a.ctx, id)
	a.require(err)
	canceled, err := k.api.CancelRotation(a.ctx, id)
	a.require(err)
	started, err := k.api.StartRotation(a.ctx, id)
	a.require(err)
	finished, err := k.api.FinishRotation(a.ctx, id)
	a.require(err)

	next := text(started.NextClientSecret)
	last := next[max(len(next)-4, 0):]
	switch {
	case text(canceled.NextClientSecretLastFour) != "":
		return "a canceled next secret is still there"
	case text(started.NextClientSecretLastFour) != last:
		return "those of the next secret differ"
	case text(finished.ClientSecretLastFour) != last:
		return "those of the new secret differ"
	case text(finished.NextClientSecretLastFour) != "":
		return "after the rotation there is a next secret"
	}

	return "they do"
}

// putEach sends PUTs with all fields, of which one at a time has this text or list, and groups the fields by what became
// of them.
func (k liveKind[T, F]) putEach(a *asking, text, list any) string {
	id, fields := k.updated(a)
	full := objectOf(fields)
	groups := map[string][]string{}
	for _, name := range k.clearable {
		body := maps.Clone(full)
		body[name] = text
		if _, ok := full[name].([]any); ok {
			body[name] = list
		}
		outcome := k.put(a, id, body)
		if outcome == "200" {
			after := objectOf(k.get(a, id))[name]
			switch {
			case reflect.DeepEqual(after, full[name]):
				outcome = "kept"
			case isEmpty(after):
				outcome = "cleared"
			}
		}
		groups[outcome] = append(groups[outcome], name)
	}

	return grouped(groups)
}

// search creates two clients, and reads the first two pages of one client each: the project may have many more.
func (k liveKind[T, F]) search(a *asking) string {
	k.newID(a)
	k.newID(a)
	ids := []string{}
	for page, err := range k.api.Search(a.ctx, client.ClientQuery{}, 1) {
		a.require(err)
		if len(page.Clients) != 1 {
			return fmt.Sprintf("%d clients on a page", len(page.Clients))
		}
		if ids = append(ids, idOf(page.Clients[0])); len(ids) == 2 {
			break
		}
	}
	if len(ids) < 2 || ids[0] == ids[1] {
		return "no second client"
	}

	return "another client on each page"
}

// appQuestions returns the questions about Connected Apps.
func (p *liveProject) appQuestions() []question {
	k := p.liveApps()

	return append(
		k.questions(),
		question{
			text: `How are logo_url and access_token_custom_audience returned that were sent as ""?`, assumes: "null, null",
			ask: func(a *asking) string {
				app := objectOf(k.get(a, k.newID(a)))

				return shape(app, "logo_url") + ", " + shape(app, "access_token_custom_audience")
			},
		},
		question{
			text: "Which values do status and creation_method have among the project's apps?", assumes: "active and manual",
			ask: func(a *asking) string {
				k.newID(a)
				values := map[string]bool{}
				// A page is enough: the project may have many apps.
				for page, err := range k.api.Search(a.ctx, client.ClientQuery{}, 100) {
					a.require(err)
					for _, app := range page.Clients {
						values[word(text(app.Status))+" and "+word(text(app.CreationMethod))] = true
					}

					break
				}

				return strings.Join(slices.Sorted(maps.Keys(values)), ", ")
			},
		},
		question{
			text: `What is an access_token_template_content of ""?`, assumes: "{}",
			ask: func(a *asking) string {
				id, fields := k.updated(a)
				fields.AccessTokenTemplateContent = ""
				if _, err := k.api.Update(a.ctx, id, fields); err != nil {
					return a.outcome(err)
				}

				return cmp.Or(text(k.get(a, id).AccessTokenTemplateContent), `""`)
			},
		},
		question{
			text:    "For which types is id_token_template_content accepted and returned?",
			assumes: "returned (first_party, first_party_public, third_party, third_party_public)",
			ask: func(a *asking) string {
				template, groups := liveTemplate, map[string][]string{}
				for _, clientType := range []string{"first_party", "first_party_public", "third_party", "third_party_public"} {
					fields := k.first(a.newName())
					fields.ClientType, fields.IDTokenTemplateContent = clientType, &template
					created, err := k.tryCreate(a, fields)
					outcome := a.outcome(err)
					if err == nil && text(k.get(a, idOf(created)).IDTokenTemplateContent) == template {
						outcome = "returned"
					}
					groups[outcome] = append(groups[outcome], clientType)
				}

				return grouped(groups)
			},
		},
		question{
			text: "Is full_access_allowed = false accepted for a third-party app?", assumes: "400 third_party_clients_cannot_use_full_access",
			ask: func(a *asking) string {
				fields := k.first(a.newName())
				fields.ClientType, fields.FullAccessAllowed = "third_party", new(bool)
				_, err := k.tryCreate(a, fields)

				return a.outcome(err)
			},
		},
	)
}

// m2mQuestions returns the questions about M2M clients.
func (p *liveProject) m2mQuestions() []question {
	k := p.liveM2M()

	return append(
		k.questions(),
		question{
			text:    "How does a PUT of trusted_metadata merge with what there is?",
			assumes: "a new key is present, one that is null absent, one that is left out present",
			relies:  "a new key is present, one that is null absent",
			ask: func(a *asking) string {
				fields := k.first(a.newName())
				fields.TrustedMetadata = map[string]json.RawMessage{"kept": json.RawMessage("1"), "removed": json.RawMessage("2")}
				id := idOf(k.create(a, fields))
				fields.TrustedMetadata = map[string]json.RawMessage{"removed": nil, "added": json.RawMessage("3")}
				_, err := k.api.Update(a.ctx, id, fields)
				a.require(err)
				found, _ := objectOf(k.get(a, id))["trusted_metadata"].(map[string]any)

				return fmt.Sprintf("a new key is %s, one that is null %s, one that is left out %s",
					shape(found, "added"), shape(found, "removed"), shape(found, "kept"))
			},
		},
		question{
			text: "Can the id of a deleted client be used again? (M2M client)", assumes: "200",
			ask: func(a *asking) string {
				fields := k.first(a.newName())
				fields.ClientID = a.newName()
				created := k.create(a, fields)
				if text(created.ClientID) != fields.ClientID {
					return "no id can be chosen"
				}
				a.require(k.api.Delete(a.ctx, fields.ClientID))
				_, err := k.tryCreate(a, fields)

				return a.outcome(err)
			},
		},
		question{
			text: "Does a client get a token? (M2M client)", assumes: "200", relies: "200",
			ask: func(a *asking) string {
				created := k.create(a, k.first(a.newName()))
				_, err := a.client.M2MToken(a.ctx, credentials(created.ClientID, created.ClientSecret), nil)

				return a.outcome(err)
			},
		},
	)
}

// credentials returns those of a client that was created.
func credentials(id, secret *string) client.ClientCredentials {
	return client.ClientCredentials{ClientID: text(id), ClientSecret: text(secret)}
}

// text returns the string behind a pointer, empty if it is nil.
func text(pointer *string) string {
	if pointer == nil {
		return ""
	}

	return *pointer
}

// idOf returns the id of a client. The client requires it of every response.
func idOf(client any) string {
	id, _ := objectOf(client)["client_id"].(string)

	return id
}

// objectOf returns a struct as the object that it is in JSON.
func objectOf(value any) map[string]any {
	encoded, _ := json.Marshal(value)
	var object map[string]any
	_ = json.Unmarshal(encoded, &object)

	return object
}

// shape describes a field without its value.
func shape(object map[string]any, name string) string {
	value, there := object[name]
	switch {
	case !there:
		return "absent"
	case value == nil:
		return "null"
	case value == "":
		return `""`
	}

	return "present"
}

// differences names the fields of a client that are not as they were sent, or "none". Fields that were not sent do not
// count.
func differences(found, sent any) string {
	got, want := objectOf(found), objectOf(sent)
	wrong := []string{}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !reflect.DeepEqual(got[name], want[name]) {
			wrong = append(wrong, name)
		}
	}

	return cmp.Or(strings.Join(wrong, ", "), "none")
}

// grouped lists groups of names by what they have in common.
func grouped(groups map[string][]string) string {
	described := make([]string, 0, len(groups))
	for _, outcome := range slices.Sorted(maps.Keys(groups)) {
		described = append(described, fmt.Sprintf("%s (%s)", outcome, strings.Join(groups[outcome], ", ")))
	}

	return strings.Join(described, "; ")
}
