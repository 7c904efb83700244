// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// apiError is an error in Stytch's own envelope
// (https://stytch.com/docs/api/errors/400 and its siblings).
type apiError struct {
	status    int
	errorType string
	message   string
}

func newError(status int, errorType, format string, arguments ...any) *apiError {
	return &apiError{status: status, errorType: errorType, message: fmt.Sprintf(format, arguments...)}
}

func badRequest(errorType, format string, arguments ...any) *apiError {
	return newError(http.StatusBadRequest, errorType, format, arguments...)
}

func notFound(errorType, format string, arguments ...any) *apiError {
	return newError(http.StatusNotFound, errorType, format, arguments...)
}

func unauthorizedCredentials() *apiError {
	return newError(http.StatusUnauthorized, "unauthorized_credentials", "Unauthorized credentials.")
}

func tooManyRequests() *apiError {
	return newError(http.StatusTooManyRequests, "too_many_requests", "Too many requests have been made.")
}

func internalServerError(err error) *apiError {
	return newError(http.StatusInternalServerError, "internal_server_error",
		"Oops, something seems to have gone wrong in the emulator: %v.", err)
}

// injectedError is an error of which only the status was ordered. Its type is
// what Stytch calls such errors, or else what HTTP does.
func injectedError(status int) *apiError {
	switch status {
	case http.StatusUnauthorized:
		return unauthorizedCredentials()
	case http.StatusTooManyRequests:
		return tooManyRequests()
	}
	name := http.StatusText(status)
	switch status {
	case 499:
		name = "client closed request"
	case http.StatusServiceUnavailable:
		name = "server unavailable"
	}

	underscored := strings.NewReplacer(" ", "_", "'", "").Replace(strings.ToLower(cmp.Or(name, "unknown error")))

	return newError(status, underscored, "This is a fault that the emulator was told to answer with.")
}

// answer encodes the error. The product decides which half of the
// documentation error_url points at.
func (e *apiError) answer(product Product) answer {
	return newAnswer(e.status, object{
		"error_type":    e.errorType,
		"error_message": e.message,
		"error_url":     e.documentation(product),
	})
}

// documentation returns the error's page. Errors that every endpoint shares
// have no anchor in Stytch's examples; the others have.
func (e *apiError) documentation(product Product) string {
	switch e.status {
	case http.StatusTooManyRequests, http.StatusInternalServerError:
		return errorPage("", e.status)
	}
	if e.errorType == "unauthorized_credentials" {
		return errorPage("", e.status)
	}

	return errorPage(product, e.status) + "#" + e.errorType
}

func errorPage(product Product, status int) string {
	section := "api"
	if product == B2B {
		section = "b2b/api"
	}

	return "https://stytch.com/docs/" + section + "/errors/" + strconv.Itoa(status)
}

// oauthError is an error in OAuth 2.0's form (RFC 6749, section 5.2), to which
// Stytch adds its envelope.
type oauthError struct {
	code        string
	description string
}

func newOAuthError(code, format string, arguments ...any) *oauthError {
	return &oauthError{code: code, description: fmt.Sprintf(format, arguments...)}
}

// answer encodes the error. Every one is a 400, invalid_client too: that is
// what Stytch has been seen to answer, where RFC 6749 would allow a 401.
func (e *oauthError) answer() answer {
	return noStore(newAnswer(http.StatusBadRequest, object{
		"error":             e.code,
		"error_description": e.description,
		"error_uri":         errorPage("", http.StatusBadRequest) + "#" + e.code,
	}))
}

// noStore adds the headers that RFC 6749, section 5.1, demands of any answer
// that may carry a token.
func noStore(a answer) answer {
	return a.with("Cache-Control", "no-store").with("Pragma", "no-cache")
}
