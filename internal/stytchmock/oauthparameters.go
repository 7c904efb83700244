// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"mime"
	"net/url"
	"slices"
	"unicode/utf8"
)

// resourceParameter may come more than once (RFC 8707, section 2): as several
// parameters of a form, or as a list in JSON.
const resourceParameter = "resource"

// parseParameters reads a body as a form or, where the endpoint takes it, as
// JSON. The query is no place for them.
func parseParameters(c *call, takesJSON bool) (map[string]string, *oauthError) {
	mediaType, _, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	switch {
	case err == nil && mediaType == "application/x-www-form-urlencoded":
		return parseForm(c.body)
	case err == nil && mediaType == "application/json" && takesJSON:
		return parseFlatJSON(c.body)
	case takesJSON:
		return nil, newOAuthError("invalid_request",
			"The Content-Type must be application/x-www-form-urlencoded or application/json.")
	default:
		return nil, newOAuthError("invalid_request", "The Content-Type must be application/x-www-form-urlencoded.")
	}
}

// parseForm refuses a parameter that comes twice (RFC 6749, section 3.2).
func parseForm(body []byte) (map[string]string, *oauthError) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, newOAuthError("invalid_request", "The request body is not a valid form.")
	}
	parameters := map[string]string{}
	for name, values := range form {
		if !utf8.ValidString(name) || slices.ContainsFunc(values, func(v string) bool { return !utf8.ValidString(v) }) {
			return nil, newOAuthError("invalid_request", "The request body is not UTF-8.")
		}
		if len(values) > 1 && name != resourceParameter {
			return nil, newOAuthError("invalid_request", "The parameter %s is included more than once.", name)
		}
		if values[0] != "" {
			parameters[name] = values[0]
		}
	}

	return parameters, nil
}

func parseFlatJSON(body []byte) (map[string]string, *oauthError) {
	members, err := parseObject(body)
	if err != nil {
		return nil, newOAuthError("invalid_request", "The request body is not valid JSON: %v.", err)
	}
	parameters := map[string]string{}
	for _, m := range members {
		value, failure := parseJSONParameter(m)
		if failure != nil {
			return nil, failure
		}
		if value != "" {
			parameters[m.name] = value
		}
	}

	return parameters, nil
}

// parseJSONParameter reads a string, or the first of several where there may be
// several. null is an empty one.
func parseJSONParameter(m jsonMember) (string, *oauthError) {
	var value *string
	var several []*string
	switch {
	case json.Unmarshal(m.value, &value) == nil:
		if value == nil {
			return "", nil
		}

		return *value, nil
	case m.name != resourceParameter:
		return "", newOAuthError("invalid_request", "The parameter %s must be a string.", m.name)
	case json.Unmarshal(m.value, &several) != nil || slices.Contains(several, nil):
		return "", newOAuthError("invalid_request", "The parameter %s must be a string or a list of strings.", m.name)
	case len(several) == 0:
		return "", nil
	default:
		return *several[0], nil
	}
}
