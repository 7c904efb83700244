// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// fields writes a result as JSON and reads it as fields. The SDK cannot tell what is absent from what is empty, so
// neither counts here.
func fields(t *testing.T, result any) map[string]any {
	t.Helper()

	encoded, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}

	var found map[string]any
	if err := json.Unmarshal(encoded, &found); err != nil {
		t.Fatal(err)
	}

	prune(found)

	return found
}

// prune takes out what is empty, all the way down.
func prune(value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, inner := range value {
			prune(inner)
		}

		maps.DeleteFunc(value, func(_ string, inner any) bool { return isEmpty(inner) })
	case []any:
		for _, inner := range value {
			prune(inner)
		}
	}
}

// isEmpty tells what the SDK leaves out when it writes JSON.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}

	return reflect.ValueOf(value).IsZero()
}

// sameAnswer compares what both understood, field by field. Fields of the SDK's that our client leaves alone on
// purpose are named; so are those that differ from call to call, which must be there in both.
func sameAnswer(t *testing.T, what string, ours, theirs any, leftAlone, fresh []string) {
	t.Helper()

	got, want := fields(t, ours), fields(t, theirs)

	for _, name := range append(fresh, "request_id") {
		if isEmpty(got[name]) || isEmpty(want[name]) {
			t.Errorf("%s: %s: ours %v, theirs %v, want it in both", what, name, got[name], want[name])
		}

		delete(got, name)
		delete(want, name)
	}

	for _, name := range leftAlone {
		if isEmpty(want[name]) {
			t.Errorf("%s: the SDK did not get a %s, which our client is said to leave alone", what, name)
		}

		delete(want, name)
	}

	for _, name := range slices.Sorted(maps.Keys(got)) {
		if !reflect.DeepEqual(got[name], want[name]) {
			t.Errorf("%s: %s: ours %v, theirs %v", what, name, got[name], want[name])
		}

		delete(want, name)
	}

	if len(want) > 0 {
		t.Errorf("%s: the SDK understood more: %v", what, want)
	}
}

// sameQuestion compares what the emulator was asked last, by our client and then by the SDK. Fields of the body that
// only one of them sends are given with the value that it sends.
func (p *parties) sameQuestion(t *testing.T, what string, onlyOurs, onlyTheirs map[string]any) {
	t.Helper()

	asked := p.emulator.Requests()
	if len(asked) != 2 {
		t.Fatalf("%s: the emulator was asked %d times, want twice", what, len(asked))
	}

	ours, theirs := asked[0], asked[1]
	if ours.Method != theirs.Method || ours.Path != theirs.Path ||
		ours.Header.Get("Authorization") != theirs.Header.Get("Authorization") {
		t.Errorf("%s: ours asked %s %s, theirs %s %s, or with other credentials",
			what, ours.Method, ours.Path, theirs.Method, theirs.Path)
	}

	got, want := question(t, ours), question(t, theirs)

	for name, value := range onlyOurs {
		if _, both := want[name]; both || !reflect.DeepEqual(got[name], value) {
			t.Errorf("%s: %s: ours %v, theirs %v, want %v from ours alone", what, name, got[name], want[name], value)
		}

		delete(got, name)
	}

	for name, value := range onlyTheirs {
		if _, both := got[name]; both || !reflect.DeepEqual(want[name], value) {
			t.Errorf("%s: %s: ours %v, theirs %v, want %v from theirs alone", what, name, got[name], want[name], value)
		}

		delete(want, name)
	}

	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: ours asked with %v, theirs with %v", what, got, want)
	}

	p.emulator.ResetRequests()
}

// question is all that a request says: the body's fields, or the parameters of a form or a query.
func question(t *testing.T, asked stytchmock.Request) map[string]any {
	t.Helper()

	said := map[string]any{}

	switch {
	case len(asked.Body) == 0:
		parameters(t, asked.RawQuery, said)
	case asked.Header.Get("Content-Type") == "application/x-www-form-urlencoded":
		parameters(t, string(asked.Body), said)
	default:
		if err := json.Unmarshal(asked.Body, &said); err != nil {
			t.Fatal(err)
		}
	}

	return said
}
