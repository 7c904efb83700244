// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"slices"
	"strings"
)

// missingFields lists the required fields that a decoded JSON document lacks or holds as null. A field is named
// by its path: `client.client_id`, or `registrations[].access_token` for one of each element of a list.
func missingFields(document any, required []string) []string {
	var missing []string

	for _, field := range required {
		missing = append(missing, missingAt(document, "", strings.Split(field, "."))...)
	}

	// Several fields of one object are all missed where the object is.
	return slices.Compact(missing)
}

// missingAt follows one path from a place in the document. `at` is how that place is called in a message.
func missingAt(document any, at string, steps []string) []string {
	if len(steps) == 0 {
		return nil
	}

	name, each := strings.CutSuffix(steps[0], "[]")
	here := strings.TrimPrefix(at+"."+name, ".")

	object, _ := document.(map[string]any)

	value := object[name]
	if value == nil {
		return []string{here}
	}

	if !each {
		return missingAt(value, here, steps[1:])
	}

	var missing []string

	elements, _ := value.([]any)
	for i, element := range elements {
		missing = append(missing, missingAt(element, fmt.Sprintf("%s[%d]", here, i), steps[1:])...)
	}

	return missing
}
