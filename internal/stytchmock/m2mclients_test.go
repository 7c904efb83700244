// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestM2MClientFields(t *testing.T) {
	t.Parallel()
	e := start(t)

	const id, path, secret = "auth0|billing/1", m2mPath + "/auth0%7Cbilling%2F1", "chosen-secret-of-mine"
	created := e.managed("POST", m2mPath, `{"client_id": "`+id+`", "client_secret": "`+secret+`",
		"client_name": "Billing", "client_description": "Invoices", "scopes": ["b", "a"], "trusted_metadata": {"n": 1.0}}`)
	if created["client_id"] != id || created["client_secret"] != secret || created["client_secret_last_four"] != "mine" ||
		created["status"] != "active" || encode(t, created["scopes"]) != `["b","a"]` {
		t.Errorf("created %v", created)
	}
	// Both kinds of number stay as they were sent.
	if got := e.manage("GET", path, ""); !strings.Contains(got.raw, `{"n":1.0}`) {
		t.Errorf("got %s", got.raw)
	}
	updated := e.managed("PUT", path, `{"client_description": "", "scopes": ["c"], "status": "inactive"}`)
	if updated["client_name"] != "Billing" || updated["client_description"] != "" || updated["status"] != "inactive" ||
		encode(t, updated["scopes"]) != `["c"]` {
		t.Errorf("updated %v", updated)
	}
	checkOAuthError(t, e.m2mToken(id, secret), "invalid_client", "")
	e.managed("PUT", path, `{"status": "active"}`)
	token := e.m2mToken(id, secret)
	checkOK(t, token, 200)

	// A token outlives its client, and the id is free again.
	e.manage("DELETE", path, "")
	checkOAuthError(t, e.m2mToken(id, secret), "invalid_client", "")
	if issued := e.IssuedTokens(); !issued[0].Active {
		t.Errorf("issued %+v", issued)
	}
	e.managed("POST", m2mPath, `{"client_id": "`+id+`", "scopes": []}`)
	checkError(t, e.manage("POST", m2mPath, `{"client_id": "`+id+`", "scopes": []}`), 400, "duplicate_m2m_client_id")
}

func TestTrustedMetadata(t *testing.T) {
	t.Parallel()
	e, replacing := start(t), start(t, stytchmock.WithPutReplaces(), stytchmock.WithNormalization())

	create := `{"scopes": ["b", "a"], "trusted_metadata": {"keep": {"x": 1.0}, "nested": {"a": 1, "b": 2}, "none": null}}`
	change := `{"trusted_metadata": {"nested": {"a": 3}, "keep": null, "new": [null, 2.50]}}`
	for _, test := range []struct {
		emulator               *emulator
		created, kept, changed string
	}{
		{
			e, `{"keep":{"x":1},"nested":{"a":1,"b":2}}`, `{"keep":{"x":1},"nested":{"a":1,"b":2}}`,
			`{"nested":{"a":3},"new":[null,2.5]}`,
		},
		{replacing, `{"keep":{"x":1},"nested":{"a":1,"b":2}}`, `{}`, `{"nested":{"a":3},"new":[null,2.5]}`},
	} {
		created := test.emulator.managed("POST", m2mPath, create)
		id := text(t, created, "client_id")
		for _, step := range []struct {
			got  map[string]any
			want string
		}{
			{created, test.created},
			{test.emulator.managed("PUT", m2mPath+"/"+id, `{"client_name": "x"}`), test.kept},
			{test.emulator.managed("PUT", m2mPath+"/"+id, change), test.changed},
		} {
			if got := encode(t, step.got["trusted_metadata"]); got != step.want {
				t.Errorf("metadata %s, want %s", got, step.want)
			}
		}
	}

	got := replacing.manage("POST", m2mPath, `{"scopes": ["b", "a"], "trusted_metadata": {"n": 1.0}}`)
	if !strings.Contains(got.raw, `{"n":1}`) || !strings.Contains(got.raw, `["a","b"]`) {
		t.Errorf("normalized: %s", got.raw)
	}
}

func TestM2MClientErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	keys := []string{}
	for i := range 21 {
		keys = append(keys, fmt.Sprintf("%q: 1", fmt.Sprint("key ", i)))
	}
	for body, errorType := range map[string]string{
		`{}`:                                 "invalid_argument",
		`{"scopes": ["two scopes"]}`:         "invalid_m2m_client_scope",
		`{"scopes": [""]}`:                   "invalid_m2m_client_scope",
		`{"scopes": [], "client_id": "a b"}`: "m2m_client_invalid_client_id",
		`{"scopes": [], "client_secret": "ab3-5x7"}`:                                     "insecure_m2m_client_secret",
		`{"scopes": [], "client_secret": "aaaaaaaaaaaa"}`:                                "insecure_m2m_client_secret",
		`{"scopes": [], "trusted_metadata": []}`:                                         "metadata_invalid_format",
		`{"scopes": [], "trusted_metadata": {` + strings.Join(keys, ",") + `}}`:          "metadata_too_many_keys",
		`{"scopes": [], "trusted_metadata": {"k": "` + strings.Repeat("x", 4096) + `"}}`: "metadata_too_large",
		`{"scopes": [], "status": "inactive"}`:                                           "bad_request",
	} {
		checkError(t, e.manage("POST", m2mPath, body), 400, errorType)
	}
	for body, errorType := range map[string]string{
		`{"status": "paused"}`:      "m2m_client_invalid_status",
		`{"scopes": ["a b"]}`:       "invalid_m2m_client_scope",
		`{"trusted_metadata": "x"}`: "metadata_invalid_format",
		`{"client_secret": "x"}`:    "bad_request",
		`{"client_id": "x"}`:        "invalid_client_id",
	} {
		checkError(t, e.manage("PUT", m2mPath+"/"+e.f.M2MClientID, body), 400, errorType)
	}
}

func TestM2MClientFilters(t *testing.T) {
	t.Parallel()
	e := start(t)

	for id, name := range map[string]string{"one": "Billing", "two": "Billing", "three": "Search"} {
		e.managed("POST", m2mPath, fmt.Sprintf(`{"client_id": %q, "client_name": %q, "scopes": ["all", "only:%s"]}`,
			id, name, id))
	}
	billing := `{"filter_name": "client_name", "filter_value": ["Billing"]}`
	for query, want := range map[string][]string{
		`"operator": "AND", "operands": [` + billing + `]`:                                                               {"one", "two"},
		`"operator": "AND", "operands": [` + billing + `, {"filter_name": "scopes", "filter_value": ["only:two", "x"]}]`: {"two"},
		`"operator": "OR", "operands": [` + billing + `, {"filter_name": "client_id", "filter_value": ["three"]}]`:       {"one", "three", "two"},
		`"operator": "AND", "operands": [{"filter_name": "client_name", "filter_value": ["billing", "Bill"]}]`:           {},
		`"operator": "AND", "operands": [{"filter_name": "client_id", "filter_value": ["three", "one"]}]`:                {"one", "three"},
	} {
		got := e.manage("POST", m2mPath+"/search", `{"query": {`+query+`}}`)
		checkOK(t, got, 200)
		ids := []string{}
		found, _ := got.body["m2m_clients"].([]any)
		for _, one := range found {
			ids = append(ids, text(t, object(t, one), "client_id"))
		}
		slices.Sort(ids)
		if total := object(t, got.body["results_metadata"])["total"]; !slices.Equal(ids, want) || total != float64(len(want)) {
			t.Errorf("%s: got %v of %v, want %v", query, ids, total, want)
		}
	}
	for _, all := range []string{`{}`, `{"query": {}}`, `{"query": {"operator": "OR", "operands": []}}`} {
		if found, _ := e.manage("POST", m2mPath+"/search", all).body["m2m_clients"].([]any); len(found) != 5 {
			t.Errorf("%s: found %v", all, found)
		}
	}
	for operand, errorType := range map[string]string{
		`{"filter_value": ["x"]}`:                               "m2m_search_missing_filter_name",
		`{"filter_name": "status", "filter_value": ["active"]}`: "m2m_search_filter_name_not_recognized",
		`{"filter_name": "scopes"}`:                             "m2m_search_missing_filter_value",
		`{"filter_name": "scopes", "filter_value": "x"}`:        "m2m_search_expected_array_of_strings",
	} {
		body := `{"query": {"operator": "AND", "operands": [` + operand + `]}}`
		checkError(t, e.manage("POST", m2mPath+"/search", body), 400, errorType)
	}
	for _, operator := range []string{"", "NOT"} {
		body := `{"query": {"operator": "` + operator + `", "operands": [` + billing + `]}}`
		checkError(t, e.manage("POST", m2mPath+"/search", body), 400, "invalid_argument")
	}
}
