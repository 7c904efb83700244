// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// ending is how an attempt ended, its answer aside.
type ending struct {
	err      error
	left     bool // the request may have reached the server
	canceled bool // the call's context ended
	expired  bool // the attempt took longer than the request timeout
	resent   int  // how many times more the request was sent
	refused  bool // the server refused it each time
}

// judge says what came of an attempt: nothing (it succeeded), or an error and what it means for a next attempt.
func (r *run) judge(got answer, end ending) (outcome, *Error) {
	switch {
	case end.err != nil && (got.status < http.StatusBadRequest || end.canceled):
		return r.judgeTransport(got, end)
	case r.accepts(got):
		return r.judgeAnswer(got)
	case got.status >= 300 && got.status < 400:
		return outcome{}, r.redirected(got)
	}

	return r.judgeRefusal(got, end)
}

// judgeRefusal is judge for a status that is not of success. It says all that matters, even where the body that
// explains it did not come whole.
func (r *run) judgeRefusal(got answer, end ending) (outcome, *Error) {
	failure := r.fail(KindAPI, nil, "")
	got.apiError(failure, r.redact)

	if end.err != nil {
		failure.Foreign, failure.Reason = false, "the rest of the answer did not come"
	}

	last := outcome{
		limited:    got.status == http.StatusTooManyRequests,
		transient:  transientStatus(got.status),
		retryAfter: retryAfter(got.header, time.Now()),
	}
	// Another status of success than those that Stytch is known to use is one, all the same.
	last.maybeDone = got.status < http.StatusMultipleChoices || mayHaveRun(got.status)
	failure.Transient = last.transient && r.call.repeat.may(last)
	failure.MaybeDone = last.maybeDone && r.call.repeat != repeatRead

	return last, failure
}

// mayHaveRun tells the statuses of a fault on the server's side, but for those that say that it cannot do such a thing.
func mayHaveRun(status int) bool {
	return status >= http.StatusInternalServerError && status != http.StatusNotImplemented &&
		status != http.StatusHTTPVersionNotSupported
}

// judgeAnswer is judge for a whole answer that says it succeeded.
func (r *run) judgeAnswer(got answer) (outcome, *Error) {
	err := r.read(got)
	if err == nil {
		return outcome{}, nil
	}

	reason := r.redact.clean(err.Error())
	failure := r.fail(KindAnswer, &cause{text: reason, below: err}, reason)
	failure.StatusCode, failure.MaybeDone = got.status, r.call.repeat != repeatRead

	// What the answer itself says went wrong is told better by whoever read it.
	if said, ok := errors.AsType[*Error](err); ok {
		failure.Kind, failure.MaybeDone, failure.Cause = said.Kind, false, nil
		failure.take(said, r.redact)
	}

	if failure.RequestID == "" {
		failure.RequestID = r.redact.clean(r.call.result.requestID())
	}

	// A body without a length that ends too early is only noticed by what it holds.
	return outcome{transient: errors.Is(err, errCutShort), maybeDone: true}, failure
}

// accepts tells an answer that the call's own read function is for.
func (r *run) accepts(got answer) bool {
	if r.call.accepts != nil {
		return r.call.accepts(got)
	}

	return got.succeeded()
}

// read fills the call's result.
func (r *run) read(got answer) error {
	if r.call.read != nil {
		return r.call.read(got)
	}

	return got.decode(r.call.result, r.call.required)
}

// judgeTransport is judge for an attempt that got no whole answer.
func (r *run) judgeTransport(got answer, end ending) (outcome, *Error) {
	kind, reason, transient := r.transportFault(end)
	failure := r.fail(kind, &cause{text: reason, below: end.err}, reason)
	failure.StatusCode = got.status
	failure.MaybeDone = end.left && r.call.repeat != repeatRead

	return outcome{transient: transient, maybeDone: end.left}, failure
}

// transportFault says what went wrong, and whether another attempt may go better.
func (r *run) transportFault(end ending) (kind Kind, reason string, transient bool) {
	switch {
	case errors.Is(end.err, errTooLarge):
		return KindAnswer, end.err.Error(), false
	case end.canceled:
		return KindCanceled, "canceled before there was a whole answer", false
	case end.refused:
		return KindTransport, r.address.Hostname() + " refused the request each time that it was sent", true
	case end.expired:
		return KindTimeout, fmt.Sprintf("no whole answer within %s", r.client.config.RequestTimeout), true
	}

	reason, transient = transportReason(end.err, r.address.Hostname())

	return KindTransport, r.redact.clean(reason), transient
}

// redirected is the error for a redirect where an answer was due. Of where it leads only the host is told: the
// rest may repeat the request's secrets.
func (r *run) redirected(got answer) *Error {
	target := "nowhere"
	if location, err := url.Parse(got.header.Get("Location")); err == nil && location.Host != "" {
		target = r.redact.clean(location.Hostname())
	} else if err == nil && location.Path != "" {
		target = "another path of the same host"
	}

	failure := r.fail(KindRedirected, nil, fmt.Sprintf("redirected to %s, which was not followed", target))
	failure.StatusCode = got.status

	return failure
}

// fail makes an error of this call.
func (r *run) fail(kind Kind, cause error, reason string) *Error {
	failure := &Error{
		Kind: kind, Method: r.call.method, Route: r.call.route, Reason: reason, Attempts: r.attempts, Cause: cause,
	}

	if r.address != nil {
		failure.Host = r.address.Host
	}

	return failure
}

// stopped is the error for a call that the gate did not let out.
func (r *run) stopped(err error) *Error {
	if !errors.Is(err, errImpatient) {
		return r.interrupted(err)
	}

	r.client.gate.giveUp(r.limitedSince)

	failure := r.last
	if failure == nil {
		failure = r.fail(KindAPI, err, "other requests of this run were rate limited (429) all the while")
	}

	failure.RateLimited, failure.Waited = true, time.Since(r.limitedSince)
	failure.Attempts = r.attempts

	return failure
}

// interrupted is the error for a call whose context ended between two attempts. What the last attempt met is
// kept, for it says why there was a wait.
func (r *run) interrupted(err error) *Error {
	reason := "canceled while waiting to try again"
	if r.attempts == 0 {
		reason = "canceled before it was sent"
	}

	failure := r.fail(KindCanceled, err, reason)
	if r.last != nil {
		failure.StatusCode, failure.Type, failure.RequestID = r.last.StatusCode, r.last.Type, r.last.RequestID
	}

	r.last = failure

	return failure
}
