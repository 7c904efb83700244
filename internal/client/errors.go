// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kind says at which point a call failed.
type Kind string

// The kinds of failure.
const (
	// KindInvalid is a request that was refused before anything was sent.
	KindInvalid Kind = "invalid request"
	// KindAPI is an error response from Stytch, or from another server in its place.
	KindAPI Kind = "API error"
	// KindInvalidResponse is a response that reports success and is not what Stytch's API promises.
	KindInvalidResponse Kind = "invalid response"
	// KindRedirected is a redirect that was not expected. It was not followed.
	KindRedirected Kind = "redirected"
	// KindNotGrantable is a preflight that names scopes which cannot be granted.
	KindNotGrantable Kind = "scopes not grantable"
	// KindRefused is an OAuth error in the callback URI of an authorization (RFC 6749 section 4.1.2.1).
	KindRefused Kind = "refused"
	// KindNotConfigured is a start URL that leads to Stytch's own error page.
	KindNotConfigured Kind = "identity provider not configured"
	// KindTransport is a request that got no complete response.
	KindTransport Kind = "transport"
	// KindTimeout is an attempt that took longer than the request timeout.
	KindTimeout Kind = "timeout"
	// KindCanceled is a call whose context ended.
	KindCanceled Kind = "canceled"
)

// Error is the error of every method of [Client]. Control characters and the secrets of the call are removed from its
// texts, so that all of it can be shown.
type Error struct {
	Kind   Kind
	Method string
	// Route is the path with its parameters in braces, without their values.
	Route string
	// Host is where the request went, or would have gone.
	Host string

	// StatusCode is the HTTP status of the last response; 0 if there was none.
	StatusCode int
	// Type, Message and URL are Stytch's error_type, error_message and error_url, or error, error_description and
	// error_uri of an OAuth error body (https://stytch.com/docs/api/errors, RFC 6749 section 5.2).
	Type    string
	Message string
	URL     string
	// Details is Stytch's error_details, an object as JSON; empty if there is none.
	Details string
	// RequestID is Stytch's id of the request, which its support asks for.
	RequestID string

	// Reason says what is wrong in this package's words, if the response did not say so.
	Reason string
	// NotFromStytch reports whether the error response was none of Stytch's: it had no JSON object in it.
	NotFromStytch bool
	// Attempts is how often the request was sent. What net/http repeats by itself does not count: a GET for which the
	// server closed the connection.
	Attempts int
	// MayHaveTakenEffect reports whether a call that must not run twice may have run although it failed.
	MayHaveTakenEffect bool
	// Transient reports whether this status makes the client send the call again, so that a higher MaxRetries may help.
	Transient bool
	// RateLimited reports whether the call gave up waiting for a rate limit, after Waited: [MaxRateLimitWait], or less if
	// another call had waited for that long.
	RateLimited bool
	Waited      time.Duration

	// cause is the error that this one describes. Nobody has checked its text, so only errors.Is sees it.
	cause error
}

// Error describes the failure in one line.
func (e *Error) Error() string {
	parts := []string{e.Method + " " + e.Route, string(e.Kind), e.Status(), e.Type, e.Message, e.Reason}
	text := strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ": ")

	if e.RequestID != "" {
		text += " (request_id " + e.RequestID + ")"
	}

	return text
}

// Status returns the HTTP status of the last response with its name, such as "404 Not Found"; empty if there was none.
func (e *Error) Status() string {
	if e.StatusCode == 0 {
		return ""
	}

	return statusText(e.StatusCode)
}

// Is reports whether the error was caused by target, such as [context.Canceled].
func (e *Error) Is(target error) bool {
	return e.cause != nil && errors.Is(e.cause, target)
}

// NotFound reports whether Stytch said that the object of the call does not exist. A 404 that is not Stytch's, or is about
// the project or the path, says nothing of the object.
func (e *Error) NotFound() bool {
	switch e.Type {
	case "connected_app_not_found", "m2m_client_not_found", "member_not_found", "organization_not_found", "user_not_found":
		return e.Kind == KindAPI
	}

	return false
}

// copyTexts copies what a response said, without secrets.
func (e *Error) copyTexts(from *Error, redact redactor) {
	e.Type, e.Message, e.Reason = redact.clean(from.Type), redact.clean(from.Message), redact.clean(from.Reason)
	e.URL, e.RequestID, e.Details = redact.clean(from.URL), redact.clean(from.RequestID), redact.clean(from.Details)
}

// statusText returns a status with its name, if it has one.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
