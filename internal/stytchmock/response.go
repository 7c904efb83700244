// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// object is a JSON object.
type object map[string]any

// response is a whole HTTP response, held in memory so that it can be recorded, delayed, cut or replaced before a byte of
// it is sent.
type response struct {
	status int
	header http.Header
	body   []byte
}

// newResponse encodes a payload with the envelope that every Stytch body has: request_id and status_code. A payload may
// set either itself.
func newResponse(status int, payload object) *response {
	body := object{"request_id": newID("request-id-test"), "status_code": status}
	maps.Copy(body, payload)
	encoded, err := encodeJSON(body)
	if err != nil {
		// The payloads are made in this package, of nothing that JSON does not have.
		panic(err)
	}

	return jsonResponse(status, encoded)
}

func jsonResponse(status int, body []byte) *response {
	return &response{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: body}
}

// encodeJSON is json.Marshal without the escapes for HTML, so that a URL in a body reads as it is.
func encodeJSON(value any) (json.RawMessage, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}

	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// with sets a header of the response.
func (res *response) with(name, value string) *response {
	res.header.Set(name, value)

	return res
}

// noStore sets the headers that RFC 6749, section 5.1, demands of any response that may carry a token.
func (res *response) noStore() *response {
	return res.with("Cache-Control", "no-store").with("Pragma", "no-cache")
}

// write sends the response.
func (res *response) write(w http.ResponseWriter) {
	res.writeBytes(w, len(res.body))
}

// writeHalf announces the whole body and sends the first half of it.
func (res *response) writeHalf(w http.ResponseWriter) {
	res.writeBytes(w, len(res.body)/2)
	_ = http.NewResponseController(w).Flush()
}

// writeBytes sends the header and the first n bytes of the body.
func (res *response) writeBytes(w http.ResponseWriter, n int) {
	maps.Copy(w.Header(), res.header)
	// Others may have no body (RFC 9110, section 6.4.1).
	if res.status != http.StatusNoContent && res.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(res.body)))
	}
	w.WriteHeader(res.status)
	// A write error means that the client is gone, which is no concern of the emulator's.
	_, _ = w.Write(res.body[:n]) //nolint:gosec // The body is JSON, or what a test wants it to be, and not for a browser.
}

// apiError is an error in Stytch's own envelope (https://stytch.com/docs/api/errors/400 and its siblings).
type apiError struct {
	status    int
	errorType string
	message   string
}

// Error returns the type and the message.
func (e *apiError) Error() string {
	return e.errorType + ": " + e.message
}

func newError(status int, errorType, format string, arguments ...any) error {
	return &apiError{status: status, errorType: errorType, message: fmt.Sprintf(format, arguments...)}
}

func badRequest(errorType, format string, arguments ...any) error {
	return newError(http.StatusBadRequest, errorType, format, arguments...)
}

func notFound(errorType, format string, arguments ...any) error {
	return newError(http.StatusNotFound, errorType, format, arguments...)
}

func routeNotFound() error {
	return notFound("route_not_found", "The requested route was not found.")
}

func unauthorizedCredentials() error {
	return newError(http.StatusUnauthorized, "unauthorized_credentials", "Unauthorized credentials.")
}

func tooManyRequests() error {
	return newError(http.StatusTooManyRequests, "too_many_requests", "Too many requests have been made.")
}

// oauthError is an error in OAuth 2.0's form (RFC 6749, section 5.2), to which Stytch adds its envelope.
type oauthError struct {
	code        string
	description string
}

// Error returns the code and the description.
func (e *oauthError) Error() string {
	return e.code + ": " + e.description
}

func newOAuthError(code, format string, arguments ...any) error {
	return &oauthError{code: code, description: fmt.Sprintf(format, arguments...)}
}

// errorResponse encodes an error of an endpoint. The path decides which half of the documentation error_url points at.
func errorResponse(err error, path string) *response {
	section := "api"
	if strings.HasPrefix(path, "/v1/b2b/") {
		section = "b2b/api"
	}
	page := func(status int, errorType string) string {
		return fmt.Sprintf("https://stytch.com/docs/%s/errors/%d#%s", section, status, errorType)
	}
	if e, ok := errors.AsType[*oauthError](err); ok {
		// All are 400, invalid_client too: that is what Stytch has been seen to respond with, where RFC 6749 would allow 401.
		return newResponse(http.StatusBadRequest, object{
			"error":             e.code,
			"error_description": e.description,
			"error_uri":         page(http.StatusBadRequest, e.code),
		}).noStore()
	}
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		e = &apiError{http.StatusInternalServerError, "internal_server_error", err.Error()}
	}

	return newResponse(e.status, object{
		"error_type": e.errorType, "error_message": e.message, "error_url": page(e.status, e.errorType),
	})
}
