// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"unicode/utf8"
)

// kind is the JSON type of a body field.
type kind int

const (
	text kind = iota
	flag
	texts
)

// field is a field that an endpoint's JSON body may have.
type field struct {
	name     string
	kind     kind
	required bool
}

// arguments are the fields of a JSON body. An optional field that is null or an
// empty string counts as left out.
type arguments struct {
	texts map[string]string
	flags map[string]bool
	lists map[string][]string
}

// parseArguments reads a JSON body strictly: one object, known fields, each at
// most once and of the right type, none of the required ones missing.
func parseArguments(r *http.Request, body []byte, fields []field) (*arguments, *apiError) {
	if contentType := r.Header.Get("Content-Type"); contentType != "" {
		if mediaType, _, err := mime.ParseMediaType(contentType); err != nil || mediaType != "application/json" {
			return nil, badRequest("bad_request", "The Content-Type must be application/json, not %q.", contentType)
		}
	}
	members, err := parseObject(body)
	if err != nil {
		return nil, badRequest("bad_request", "The request body is not valid JSON: %v.", err)
	}

	parsed := &arguments{texts: map[string]string{}, flags: map[string]bool{}, lists: map[string][]string{}}
	for _, member := range members {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == member.name })
		if i < 0 {
			return nil, badRequest("bad_request", "The request body has an unknown field: %q.", member.name)
		}
		if failure := parsed.set(fields[i], member.value); failure != nil {
			return nil, failure
		}
	}
	for _, f := range fields {
		if f.required && !parsed.has(f) {
			return nil, badRequest("invalid_argument", "The field %q is required.", f.name)
		}
	}

	return parsed, nil
}

func (a *arguments) set(f field, value json.RawMessage) *apiError {
	if string(value) == "null" {
		return nil
	}
	switch f.kind {
	case flag:
		var decoded bool
		if err := json.Unmarshal(value, &decoded); err != nil {
			return badRequest("invalid_request_value", "The field %q must be a boolean.", f.name)
		}
		a.flags[f.name] = decoded
	case texts:
		var decoded []*string
		if err := json.Unmarshal(value, &decoded); err != nil || slices.Contains(decoded, nil) {
			return badRequest("invalid_request_value", "The field %q must be an array of strings.", f.name)
		}
		list := make([]string, 0, len(decoded))
		for _, element := range decoded {
			list = append(list, *element)
		}
		a.lists[f.name] = list
	default:
		var decoded string
		if err := json.Unmarshal(value, &decoded); err != nil {
			return badRequest("invalid_request_value", "The field %q must be a string.", f.name)
		}
		if decoded != "" {
			a.texts[f.name] = decoded
		}
	}

	return nil
}

func (a *arguments) has(f field) bool {
	_, isText := a.texts[f.name]
	_, isFlag := a.flags[f.name]
	_, isList := a.lists[f.name]

	return isText || isFlag || isList
}

// jsonMember is a name and value of a JSON object.
type jsonMember struct {
	name  string
	value json.RawMessage
}

// parseObject splits a JSON object into its members, in order. Unlike
// json.Unmarshal it refuses a name that comes twice and text that is not UTF-8,
// and tells apart names that differ in case.
func parseObject(body []byte) ([]jsonMember, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("it is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("an object is expected")
	}
	var members []jsonMember
	for decoder.More() {
		token, err := decoder.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, errors.New("a name is expected")
		}
		if slices.ContainsFunc(members, func(m jsonMember) bool { return m.name == name }) {
			return nil, errors.New("the name " + name + " comes twice")
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, errors.New("the value of " + name + " is malformed")
		}
		members = append(members, jsonMember{name: name, value: value})
	}
	if _, err := decoder.Token(); err != nil {
		return nil, errors.New("the object does not end")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after the object")
	}

	return members, nil
}
