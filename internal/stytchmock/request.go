// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// decode reads a JSON body into a struct. It refuses unknown fields, so that a client that sends more than Stytch
// documents is found out.
func (c *call) decode(into any) error {
	if contentType := mediaType(c.request); contentType != "" && contentType != "application/json" {
		return badRequest("bad_request", "The Content-Type must be application/json, not %q.", contentType)
	}
	err := decodeStrictly(c.body, into)
	wrongType, isWrongType := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case err == nil:
		return nil
	case isWrongType && wrongType.Field == "":
		return badRequest("bad_request", "The request body must be a JSON object, not a JSON %s.", wrongType.Value)
	case isWrongType:
		// The names of embedded structs come before the field's.
		name := wrongType.Field[strings.LastIndex(wrongType.Field, ".")+1:]

		return badRequest("invalid_request_value", "The field %q must not be a JSON %s.", name, wrongType.Value)
	default:
		return badRequest("bad_request", "The request body was refused: %v.", err)
	}
}

// require returns an error for a field that is missing.
func require(name string, present bool) error {
	if present {
		return nil
	}

	return badRequest("invalid_argument", "The field %q is required.", name)
}

// decodeStrictly reads one JSON value without unknown fields.
func decodeStrictly(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the JSON value")
	}

	return nil
}

// mediaType returns the request's Content-Type without parameters.
func mediaType(r *http.Request) string {
	header := r.Header.Get("Content-Type")
	if parsed, _, err := mime.ParseMediaType(header); err == nil {
		return parsed
	}

	return header
}

// bodyTypes are the types of body that an OAuth endpoint takes.
type bodyTypes int

const (
	formOnly bodyTypes = iota
	formOrJSON
)

// resourceParameter may come more than once (RFC 8707, section 2). The emulator does not use it.
const resourceParameter = "resource"

// parseParameters reads the parameters of the token endpoint and its siblings from the body; the query is no place for
// them. An empty value counts as left out, and a parameter must not come twice (RFC 6749, section 3.2).
func parseParameters(c *call, bodies bodyTypes) (map[string]string, error) {
	parameters := map[string]string{}
	switch contentType := mediaType(c.request); {
	case contentType == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(c.body))
		if err != nil {
			return nil, newOAuthError("invalid_request", "The request body is not a valid form.")
		}
		for name, values := range form {
			if len(values) > 1 && name != resourceParameter {
				return nil, newOAuthError("invalid_request", "The parameter %s is included more than once.", name)
			}
			parameters[name] = values[0]
		}
	case contentType == "application/json" && bodies == formOrJSON:
		var fields map[string]any
		if err := json.Unmarshal(c.body, &fields); err != nil {
			return nil, newOAuthError("invalid_request", "The request body is not valid JSON: %v.", err)
		}
		for name, value := range fields {
			text, isText := value.(string)
			if !isText && name != resourceParameter {
				return nil, newOAuthError("invalid_request", "The parameter %s must be a string.", name)
			}
			parameters[name] = text
		}
	case bodies == formOrJSON:
		return nil, newOAuthError("invalid_request",
			"The Content-Type must be application/x-www-form-urlencoded or application/json.")
	default:
		return nil, newOAuthError("invalid_request", "The Content-Type must be application/x-www-form-urlencoded.")
	}

	return parameters, nil
}

// parameter returns a required parameter of an OAuth call.
func (c *call) parameter(name string) (string, error) {
	if c.parameters[name] == "" {
		return "", newOAuthError("invalid_request", "The parameter %s is required.", name)
	}

	return c.parameters[name], nil
}
