// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

const (
	// maxResponse is how much of a response is read, in bytes, and maxPage how much of a page of [MaxPageSize] objects.
	maxResponse = 1 << 20
	maxPage     = 32 << 20
	// maxMediaType is how long the name of a media type may be, in bytes (RFC 6838 section 4.2).
	maxMediaType = 127 + len("/") + 127
)

// Envelope is in every response of Stytch's.
type Envelope struct {
	RequestID  *string `json:"request_id"`
	StatusCode *int64  `json:"status_code"`
}

// requestID returns the request's id, empty if the response had none.
func (e *Envelope) requestID() string {
	return deref(e.RequestID)
}

// What can be wrong with a response.
var (
	errTooLarge         = errors.New("the response is too large")
	errIncomplete       = errors.New("the response was cut off")
	errSwitchedProtocol = errors.New("it switched to another protocol")
	errNotJSON          = errors.New("the response is not JSON")
	errWrongType        = errors.New("the response is not what Stytch's API promises")
	errMissing          = errors.New("the response lacks what Stytch's API promises")
)

// response is a response that was read.
type response struct {
	status int
	header http.Header
	body   []byte
}

// readResponse reads a response of at most limit bytes to its end. If that fails, what was read is returned with the
// error.
func readResponse(received *http.Response, limit int64) (response, error) {
	got := response{status: received.StatusCode, header: received.Header}
	if got.status == http.StatusSwitchingProtocols {
		return got, errSwitchedProtocol // The body would be the connection, which no context ends.
	}

	var err error

	got.body, err = io.ReadAll(io.LimitReader(received.Body, limit+1))
	if err == nil && int64(len(got.body)) > limit {
		err = fmt.Errorf("%w: more than %d MiB", errTooLarge, limit>>20)
	}

	return got, err
}

// succeeded reports whether the status is one that Stytch's own SDKs accept.
func (r response) succeeded() bool {
	return r.status == http.StatusOK || r.status == http.StatusCreated
}

// contentType returns the media type for a message, without its parameters.
func (r response) contentType() string {
	header := r.header.Get("Content-Type")
	if header == "" {
		return "no content type"
	}

	mediaType, _, err := mime.ParseMediaType(header)
	if err != nil || len(mediaType) > maxMediaType {
		return "a malformed content type"
	}

	return "content type " + mediaType
}

// decode reads the body into a struct of pointers and checks that the required fields are there. Fields are named as
// by [missingFields]. Errors never repeat the body.
func (r response) decode(into any, required []string) error {
	if err := json.Unmarshal(r.body, into); err != nil {
		return r.decodeError(err)
	}

	missing := missingFields(into, required)
	if len(missing) == 0 {
		return nil
	}

	return fmt.Errorf("%w: %s", errMissing, strings.Join(missing, ", "))
}

// decodeError rewords an error of encoding/json: it is to help, and to repeat nothing of the body.
func (r response) decodeError(err error) error {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		found, _, _ := strings.Cut(mismatch.Value, " ")
		if mismatch.Field == "" {
			return fmt.Errorf("%w: it is a JSON %s instead of an object", errWrongType, found)
		}

		return fmt.Errorf("%w: the field %s is a JSON %s", errWrongType, jsonPath(mismatch.Field), found)
	}

	trimmed := bytes.TrimSpace(r.body)

	switch {
	case len(trimmed) == 0:
		return fmt.Errorf("%w: it is empty (%s)", errNotJSON, r.contentType())
	case strings.Contains(err.Error(), "unexpected end") && (trimmed[0] == '{' || trimmed[0] == '['):
		return errIncomplete
	}

	return fmt.Errorf("%w (%s, %d bytes)", errNotJSON, r.contentType(), len(r.body))
}

// jsonPath removes the names of embedded structs from a field's path. Stytch's names are in lower case.
func jsonPath(path string) string {
	steps := slices.DeleteFunc(strings.Split(path, "."), func(step string) bool {
		return step != strings.ToLower(step)
	})

	return strings.Join(steps, ".")
}

// apiError fills in what an error response says.
func (r response) apiError(failure *Error, redact redactor) {
	failure.StatusCode = r.status

	if apiErr, ok := r.errorBody(); ok {
		failure.copyTexts(&apiErr, redact)

		return
	}

	failure.NotFromStytch = true
	failure.Reason = fmt.Sprintf("the response is not Stytch's: it has no JSON object in it (%s)",
		redact.clean(r.contentType()))
}

// bodyErrorOr returns the error that the body holds, or one with this reason.
func (r response) bodyErrorOr(reason string) error {
	if apiErr, ok := r.errorBody(); ok && apiErr.Type != "" {
		apiErr.Kind = KindAPI

		return &apiErr
	}

	return errors.New(reason)
}

// errorBody reads Stytch's error body (https://stytch.com/docs/api/errors) or that of OAuth 2.0 (RFC 6749 section 5.2),
// as it came. It reports whether the body is a JSON object.
func (r response) errorBody() (apiErr Error, ok bool) {
	var body map[string]any
	if json.Unmarshal(r.body, &body) != nil || body == nil {
		return Error{}, false
	}

	return Error{
		Type:    firstString(body, "error_type", "error"),
		Message: firstString(body, "error_message", "error_description"),
		URL:     firstString(body, "error_url", "error_uri"), RequestID: firstString(body, "request_id"),
		Details: errorDetails(body["error_details"]),
	}, true
}

// firstString returns the first of some fields that holds a string.
func firstString(body map[string]any, names ...string) string {
	for _, name := range names {
		if text, _ := body[name].(string); text != "" {
			return text
		}
	}

	return ""
}

// errorDetails returns an object as one line of JSON, or nothing if it is empty.
func errorDetails(details any) string {
	if object, _ := details.(map[string]any); len(object) == 0 {
		return ""
	}

	line, err := json.Marshal(details)
	if err != nil {
		return ""
	}

	return string(line)
}

// missingFields returns the required fields that a decoded response lacks: those whose pointer or slice stayed nil,
// because the field was left out or null. A field is named by its path: `client.client_id`, or
// `registrations[].access_token` for one of each element of a list, of which the first that lacks it is named.
//
// It looks at what was decoded, not at what was sent: encoding/json takes `CLIENT_ID` for client_id, and the last of
// two. So nothing that is required is nil afterwards.
func missingFields(decoded any, required []string) []string {
	var missing []string

	for _, field := range required {
		missing = append(missing, missingAt(reflect.ValueOf(decoded), "", strings.Split(field, "."))...)
	}

	// If an object is missing, so is each of its fields.
	return slices.Compact(missing)
}

// missingAt follows the rest of a path from a value, whose own path is at.
func missingAt(value reflect.Value, at string, steps []string) []string {
	if len(steps) == 0 {
		return nil
	}

	name, isList := strings.CutSuffix(steps[0], "[]")
	at = strings.TrimPrefix(at+"."+name, ".")

	value = fieldByJSONName(value, name)
	if !value.IsValid() || value.IsNil() {
		return []string{at}
	}

	if !isList {
		return missingAt(value, at, steps[1:])
	}

	for i := range value.Len() {
		if missing := missingAt(value.Index(i), fmt.Sprintf("%s[%d]", at, i), steps[1:]); missing != nil {
			return missing
		}
	}

	return nil
}

// fieldByJSONName returns the field of a struct, or of one that it embeds, that has this name in JSON.
func fieldByJSONName(value reflect.Value, name string) reflect.Value {
	value = reflect.Indirect(value)

	for i := range value.NumField() {
		field := value.Type().Field(i)
		if field.Anonymous {
			if found := fieldByJSONName(value.Field(i), name); found.IsValid() {
				return found
			}
		} else if field.Tag.Get("json") == name {
			return value.Field(i)
		}
	}

	return reflect.Value{}
}

// deref returns the string behind a pointer, empty if it is nil.
func deref(text *string) string {
	if text == nil {
		return ""
	}

	return *text
}
