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
	"slices"
	"strings"
)

// maxAnswer bounds how much of an answer is read, in bytes.
const maxAnswer = 1 << 20

// longestMediaType is how long the name of a media type may be, in bytes (RFC 6838 section 4.2).
const longestMediaType = 127 + len("/") + 127

// Envelope is what stands in each of Stytch's answers beside what was asked for.
type Envelope struct {
	RequestID  *string `json:"request_id"`
	StatusCode *int64  `json:"status_code"`
}

// requestID is empty where the answer held none.
func (e *Envelope) requestID() string {
	return deref(e.RequestID)
}

// The faults of an answer that are told apart.
var (
	errTooLarge  = errors.New("the answer is larger than 1 MiB, which no answer of Stytch's is")
	errCutShort  = errors.New("the answer was cut short")
	errNotJSON   = errors.New("not JSON")
	errWrongType = errors.New("wrong type")
	errMissing   = errors.New("missing")
)

// answer is a whole answer, read.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// readAnswer reads an answer to its end.
func readAnswer(response *http.Response) (answer, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = errTooLarge
	}

	return answer{status: response.StatusCode, header: response.Header, body: body}, err
}

// succeeded tells the statuses that Stytch's own SDKs take for success.
func (a answer) succeeded() bool {
	return a.status == http.StatusOK || a.status == http.StatusCreated
}

// contentType names the media type for a message, without its parameters.
func (a answer) contentType() string {
	header := a.header.Get("Content-Type")
	if header == "" {
		return "no content type"
	}

	mediaType, _, err := mime.ParseMediaType(header)
	if err != nil || len(mediaType) > longestMediaType {
		return "a malformed content type"
	}

	return "content type " + mediaType
}

// decode reads the body into a struct of pointers and checks that the required fields are there. Fields are
// named as by [missingFields]. Errors never repeat what stands in the body.
func (a answer) decode(into any, required []string) error {
	if err := json.Unmarshal(a.body, into); err != nil {
		return a.decodeFault(err)
	}

	missing := missingFields(into, required)
	if len(missing) == 0 {
		return nil
	}

	return fmt.Errorf("the answer lacks what Stytch's API promises: %s: %w", strings.Join(missing, ", "), errMissing)
}

// decodeFault puts a parser's complaint into words that help, and that hold nothing of the body.
func (a answer) decodeFault(err error) error {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		found, _, _ := strings.Cut(mismatch.Value, " ")
		if mismatch.Field == "" {
			return fmt.Errorf("the answer is a JSON %s where an object is due: %w", found, errWrongType)
		}

		return fmt.Errorf("the answer's field %s is a JSON %s, which is not what Stytch's API promises: %w",
			fieldName(mismatch.Field), found, errWrongType)
	}

	trimmed := bytes.TrimSpace(a.body)

	switch {
	case len(trimmed) == 0:
		return fmt.Errorf("the answer is empty (%s): %w", a.contentType(), errNotJSON)
	case isJSONPrefix(err) && (trimmed[0] == '{' || trimmed[0] == '['):
		return errCutShort
	}

	return fmt.Errorf("the answer is not JSON (%s, %d bytes): %w", a.contentType(), len(a.body), errNotJSON)
}

// fieldName takes out of a field's path what Go put into it: the names of embedded structs. Stytch's begin small.
func fieldName(path string) string {
	steps := slices.DeleteFunc(strings.Split(path, "."), func(step string) bool {
		return step != strings.ToLower(step)
	})

	return strings.Join(steps, ".")
}

// isJSONPrefix tells a document that was good up to where it ended.
func isJSONPrefix(err error) bool {
	var syntax *json.SyntaxError

	return errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end")
}

// apiError fills an [Error] from an answer that is none of success.
func (a answer) apiError(failure *Error, redact redactor) {
	failure.StatusCode = a.status

	said, ok := a.errorBody()
	if !ok {
		failure.Foreign = true
		failure.Reason = fmt.Sprintf("the answer is not Stytch's: it has %s, and no JSON object in it",
			redact.clean(a.contentType()))

		return
	}

	failure.take(&said, redact)
}

// sayWhyNot is the error that the body tells of, or else one for a reason.
func (a answer) sayWhyNot(reason string) error {
	if said, ok := a.errorBody(); ok && said.Type != "" {
		said.Kind = KindAPI

		return &said
	}

	return errors.New(reason)
}

// errorBody reads what an answer says went wrong, as it came, if it is a JSON object. Stytch's envelope and the error
// body of OAuth 2.0 (RFC 6749 section 5.2) are both understood, and so is the lack of either.
func (a answer) errorBody() (said Error, ok bool) {
	var body map[string]any
	if json.Unmarshal(a.body, &body) != nil || body == nil {
		return Error{}, false
	}

	return Error{
		Type:    firstText(body, "error_type", "error"),
		Message: firstText(body, "error_message", "error_description"),
		URL:     firstText(body, "error_url", "error_uri"), RequestID: firstText(body, "request_id"),
		Details: errorDetails(body["error_details"]),
	}, true
}

// firstText is the first of some fields that holds a text.
func firstText(body map[string]any, names ...string) string {
	for _, name := range names {
		if text, _ := body[name].(string); text != "" {
			return text
		}
	}

	return ""
}

// errorDetails is an object on one line, empty where there is nothing in it.
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
