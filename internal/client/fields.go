// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// missingFields lists the required fields that a decoded answer lacks: those whose pointer or slice stayed nil,
// because the field was left out or null. A field is named by its path: `client.client_id`, or
// `registrations[].access_token` for one of each element of a list.
//
// What was understood is looked at, not what was sent: to Go, `CLIENT_ID` is a field `client_id`, and the last of two
// wins. So nothing that is required is nil afterwards.
func missingFields(answer any, required []string) []string {
	var missing []string

	for _, field := range required {
		missing = append(missing, missingAt(reflect.ValueOf(answer), "", strings.Split(field, "."))...)
	}

	// Several fields of one object are all missed where the object is.
	return slices.Compact(missing)
}

// missingAt follows one path from a place in the answer. `at` is how that place is called in a message.
func missingAt(place reflect.Value, at string, steps []string) []string {
	if len(steps) == 0 {
		return nil
	}

	name, each := strings.CutSuffix(steps[0], "[]")
	here := strings.TrimPrefix(at+"."+name, ".")

	value := fieldNamed(place, name)
	if !value.IsValid() || value.IsNil() {
		return []string{here}
	}

	if !each {
		return missingAt(value, here, steps[1:])
	}

	var missing []string
	for i := range value.Len() {
		missing = append(missing, missingAt(value.Index(i), fmt.Sprintf("%s[%d]", here, i), steps[1:])...)
	}

	return missing
}

// fieldNamed finds the field of a struct, or of one that it embeds, by its name in JSON.
func fieldNamed(place reflect.Value, name string) reflect.Value {
	place = reflect.Indirect(place)

	for i := range place.NumField() {
		field := place.Type().Field(i)
		if field.Anonymous {
			if found := fieldNamed(place.Field(i), name); found.IsValid() {
				return found
			}
		} else if field.Tag.Get("json") == name {
			return place.Field(i)
		}
	}

	return reflect.Value{}
}
