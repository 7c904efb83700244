// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"encoding/json"
	"testing"
)

// asJSON writes a value for a message, pointers followed.
func asJSON(t *testing.T, value any) string {
	t.Helper()

	written, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}

	return string(written)
}

// without takes a field out of a JSON object, or gives it another value. A step of the path is the name of a field
// or the index of an element.
func without(t *testing.T, document string, replacement any, path ...any) string {
	t.Helper()

	var parsed any
	if err := json.Unmarshal([]byte(document), &parsed); err != nil {
		t.Fatal(err)
	}

	at := parsed

	for _, step := range path[:len(path)-1] {
		switch step := step.(type) {
		case string:
			at = member(t, at, step)
		case int:
			list, ok := at.([]any)
			if !ok {
				t.Fatalf("no list at %v of %v", step, path)
			}

			at = list[step]
		}
	}

	object, isObject := at.(map[string]any)
	name, isName := path[len(path)-1].(string)

	if !isObject || !isName {
		t.Fatalf("no field at %v", path)
	}

	if object[name] = replacement; replacement == absent {
		delete(object, name)
	}

	return asJSON(t, parsed)
}

// absent stands for no field at all.
var absent = struct{ absent bool }{true}

// member is the field of an object.
func member(t *testing.T, value any, name string) any {
	t.Helper()

	object, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("no object with a field %s", name)
	}

	return object[name]
}
