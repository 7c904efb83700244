// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Kind says at which point a call failed.
type Kind string

// The kinds of failure.
const (
	// KindInvalid is a request that was refused before anything was sent.
	KindInvalid Kind = "invalid request"
	// KindAPI is an error that Stytch answered with, or another server in its place.
	KindAPI Kind = "API error"
	// KindAnswer is an answer that says it succeeded and is not what the contract promises.
	KindAnswer Kind = "invalid answer"
	// KindRedirected is a redirect where an answer was due. It was not followed.
	KindRedirected Kind = "redirected"
	// KindNotGrantable is a preflight that names scopes which cannot be granted.
	KindNotGrantable Kind = "scopes not grantable"
	// KindRefused is an OAuth error in the callback URI of an authorization (RFC 6749 section 4.1.2.1).
	KindRefused Kind = "refused"
	// KindNotConfigured is a start URL that leads to Stytch's own error page.
	KindNotConfigured Kind = "identity provider not configured"
	// KindTransport is a request that got no whole answer.
	KindTransport Kind = "transport"
	// KindTimeout is an attempt that took longer than the request timeout.
	KindTimeout Kind = "timeout"
	// KindCanceled is a call whose context ended.
	KindCanceled Kind = "canceled"
)

// Error is what every method of [Client] fails with. Its texts come from outside only after control characters
// and the secrets of the call were taken out, so that all of it can be shown.
type Error struct {
	Kind   Kind
	Method string
	// Route is the path's template, without the values in it.
	Route string
	// Host is where the request went, or would have gone.
	Host string

	// StatusCode is the HTTP status of the last answer; 0 where there was none.
	StatusCode int
	// Type, Message and URL are Stytch's error_type, error_message and error_url, or error, error_description
	// and error_uri of an OAuth error body (https://stytch.com/docs/api/errors, RFC 6749 section 5.2).
	Type    string
	Message string
	URL     string
	// Details is Stytch's error_details, an object as JSON; empty where there is none.
	Details string
	// RequestID is Stytch's own id of the request, which its support asks for.
	RequestID string

	// Reason says in this package's words what is wrong, where it was not Stytch who said so.
	Reason string
	// Foreign says that it was not Stytch who answered: an error without a JSON object in it.
	Foreign bool
	// Attempts is the number of requests that were sent.
	Attempts int
	// MaybeDone says that a call which must not run twice may have taken effect all the same.
	MaybeDone bool
	// Transient says that such an answer is one to try again after, as was done as often as retries were left.
	Transient bool
	// RateLimited says that the wait for a rate limit was given up, after Waited: [RateLimitPatience], or less where
	// another call has waited for that long.
	RateLimited bool
	Waited      time.Duration

	// Cause is the error below this one, if any. It is not part of Error's text, for nobody checked what is in it.
	Cause error
}

// Error says what happened in one line.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s: %s", e.Method, e.Route, e.What())
	if e.RequestID != "" {
		text += " (request_id " + e.RequestID + ")"
	}

	return text
}

// What says what happened, without saying to which request.
func (e *Error) What() string {
	parts := make([]string, 0, 3)
	if e.StatusCode != 0 {
		parts = append(parts, statusText(e.StatusCode))
	}

	for _, part := range []string{e.Type, e.Message, e.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}

	if len(parts) == 0 {
		return string(e.Kind)
	}

	return strings.Join(parts, ": ")
}

// take takes over what a server said, cleaned.
func (e *Error) take(said *Error, redact redactor) {
	e.Type, e.Message, e.Reason = redact.clean(said.Type), redact.clean(said.Message), redact.clean(said.Reason)
	e.URL, e.RequestID, e.Details = redact.clean(said.URL), redact.clean(said.RequestID), redact.clean(said.Details)
}

// statusText is a status with its name, if it has one.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Unwrap gives the error below, so that errors.Is finds a context's end.
func (e *Error) Unwrap() error {
	return e.Cause
}
