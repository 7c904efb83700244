// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// classify reads the response to an attempt into the call's result, or returns what is wrong with it. It also sets the
// fields of sent that decide on another attempt.
func (c *Client) classify(call call, target *url.URL, sent *sendResult, redact redactor) *Error {
	got := sent.response

	switch {
	// An error status says enough even if the body that explains it is incomplete.
	case sent.err != nil && (got.status < http.StatusBadRequest || sent.canceled):
		return c.transportError(call, target, sent, redact)
	case call.succeeded(got):
		return call.readResult(target, sent, redact)
	case got.status >= 300 && got.status < 400:
		failure := call.newError(target, KindRedirected, nil, redirectReason(got, redact))
		failure.StatusCode = got.status

		return failure
	}

	failure := call.newError(target, KindAPI, nil, "")
	got.apiError(failure, redact)

	if sent.err != nil {
		failure.NotFromStytch, failure.Reason = false, "the response was incomplete"
	}

	sent.rateLimited = got.status == http.StatusTooManyRequests
	sent.transient = isTransient(got.status)
	sent.retryAfter = retryAfter(got.header, time.Now())
	// A 2xx that Stytch does not use is a success all the same.
	sent.mayHaveRun = got.status < http.StatusMultipleChoices || mayHaveRun(got.status)
	failure.Transient = sent.transient && call.retry.allows(*sent)
	failure.MayHaveTakenEffect = sent.mayHaveRun && call.retry != retryAlways

	return failure
}

// readResult reads a successful response into the call's result.
func (call *call) readResult(target *url.URL, sent *sendResult, redact redactor) *Error {
	err := call.decode(sent.response)
	if err == nil {
		return nil
	}

	failure := call.newError(target, KindInvalidResponse, err, redact.clean(err.Error()))
	failure.StatusCode, failure.MayHaveTakenEffect = sent.response.status, call.retry != retryAlways

	// The response itself says what went wrong.
	if reported, ok := errors.AsType[*Error](err); ok {
		failure.Kind, failure.MayHaveTakenEffect, failure.cause = reported.Kind, false, nil
		failure.copyTexts(reported, redact)
	}

	if failure.RequestID == "" {
		failure.RequestID = redact.clean(call.result.requestID())
	}

	// Without a Content-Length, only the JSON shows that the body was cut off.
	sent.transient, sent.mayHaveRun = errors.Is(err, errIncomplete), true

	return failure
}

// succeeded reports whether the call accepts the response.
func (call *call) succeeded(got response) bool {
	if call.accepts != nil {
		return call.accepts(got)
	}

	return got.succeeded()
}

// decode fills the call's result.
func (call *call) decode(got response) error {
	if call.read != nil {
		return call.read(got)
	}

	return got.decode(call.result, call.required)
}

// transportError describes an attempt without a whole response.
func (c *Client) transportError(call call, target *url.URL, sent *sendResult, redact redactor) *Error {
	var (
		kind   = KindTransport
		reason string
	)

	switch {
	case errors.Is(sent.err, errTooLarge):
		kind, reason = KindInvalidResponse, sent.err.Error()
	case sent.canceled:
		kind, reason = KindCanceled, "canceled before there was a complete response"
	case sent.timedOut:
		kind, reason = KindTimeout, fmt.Sprintf("it took longer than %s", c.config.RequestTimeout)
		sent.transient = true
	default:
		reason, sent.transient = transportReason(sent.err)
		reason = redact.clean(reason)
	}

	sent.mayHaveRun = sent.connected

	failure := call.newError(target, kind, sent.err, reason)
	failure.StatusCode = sent.response.status
	failure.MayHaveTakenEffect = sent.connected && call.retry != retryAlways

	return failure
}

// redirectReason names the host of a redirect. The rest of its URL may repeat the request's secrets.
func redirectReason(got response, redact redactor) string {
	target := "nowhere"
	if location, err := url.Parse(got.header.Get("Location")); err == nil && location.Host != "" {
		target = redact.clean(location.Hostname())
	} else if err == nil && location.Path != "" {
		target = "another path of the same host"
	}

	return "it redirects to " + target
}

// isTransient reports whether a request may succeed after this status if it is sent again.
func isTransient(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}

	return false
}

// mayHaveRun reports whether a request may have taken effect although it got this status: after any server error but
// those that say that the server cannot do such a thing.
func mayHaveRun(status int) bool {
	return status >= http.StatusInternalServerError && status != http.StatusNotImplemented &&
		status != http.StatusHTTPVersionNotSupported
}

// retryAfter returns what the Retry-After header asks for, in seconds or as a date (RFC 9110 section 10.2.3), capped;
// 0 if it is missing, malformed or in the past.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")

	wait := time.Duration(0)
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		wait = time.Duration(min(max(seconds, 0), int64(maxWait/time.Second))) * time.Second
	} else if date, err := http.ParseTime(value); err == nil {
		wait = date.Sub(now)
	}

	return min(max(wait, 0), maxWait)
}
