// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// firstBackoff is the mean wait before the first retry. The mean doubles with each retry.
	firstBackoff  = 500 * time.Millisecond
	backoffGrowth = 2
	// maxWait caps every wait, also one that a server asks for with Retry-After.
	maxWait = 30 * time.Second
)

// retryPolicy says when a call may be sent again.
type retryPolicy int

const (
	// retryAlways is for calls that change nothing or may safely run twice: sent again after 429, 500, 502, 503, 504
	// and transport failures.
	retryAlways retryPolicy = iota
	// retryIfUnsent is for calls that create something each time they run: sent again only if they certainly did not
	// run, that is after 429 and if the request was never sent.
	retryIfUnsent
	// retryNever is for calls that use something up, such as the exchange of a code.
	retryNever
)

// allows reports whether a call may be sent again after this result.
func (p retryPolicy) allows(last sendResult) bool {
	switch p {
	case retryAlways:
		return last.rateLimited || last.transient
	case retryIfUnsent:
		return last.rateLimited || last.transient && !last.mayHaveRun
	case retryNever:
	}

	return false
}

// call describes one request to Stytch.
type call struct {
	method string
	// route is the path with parameters in braces; values fills them in order.
	route  string
	values []string
	// query is the encoded query.
	query string
	// base is where to send the request; the project's API if nil.
	base *url.URL
	// json or form is the body. At most one is set.
	json any
	form url.Values
	// basicAuth sends the project's credentials.
	basicAuth bool
	retry     retryPolicy
	// awaited lets a request that was sent get its response although the call is being canceled: the response holds
	// what Stytch never shows again.
	awaited bool
	// removes reports whether the call deletes or revokes something: if it is sent again, what is not found is gone.
	removes bool
	// secrets are what the request carries and no error may show.
	secrets []string

	// result receives the response; its required fields must be present.
	result   result
	required []string
	// maxResponse is how large a response may be, in bytes; by default [maxResponse].
	maxResponse int64
	// accepts reports whether a response is a success; by default 200 and 201 are.
	accepts func(response) bool
	// read fills result in place of JSON decoding with required fields.
	read func(response) error
}

// result is a struct that embeds an [Envelope].
type result interface {
	requestID() string
}

// sendResult is the result of one attempt.
type sendResult struct {
	// response is what was received, whole or, if err is set, in part.
	response response
	err      error
	// connected reports whether there was a connection for the request, which then may have reached the server.
	connected bool
	// canceled and timedOut report whether the call's context or the attempt's time ended.
	canceled, timedOut bool

	// The rest is set by classify: whether the status was 429, whether another attempt may succeed, whether the
	// request may have taken effect, and how long the server asked to wait.
	rateLimited, transient, mayHaveRun bool
	retryAfter                         time.Duration
}

// do sends a call, again if its retry policy allows, and reads the response into the call's result. Attempts after a 429 do
// not count as retries: what ends them is [MaxRateLimitWait]. The error is an [*Error].
func (c *Client) do(ctx context.Context, call call) error {
	ctx, cancel := c.untilInterrupt(ctx)
	defer cancel()

	request, err := c.newRequest(call)
	if err != nil {
		return call.newError(nil, KindInvalid, err, err.Error())
	}

	var (
		redact       = c.redactorFor(call.secrets)
		retries      = c.config.MaxRetries
		waits        = newBackOff(firstBackoff, backoffGrowth)
		limitedSince time.Time // When the call began to wait for the rate limit, if it did.
		last         *Error    // What went wrong with the attempt before.
	)

	for attempt := 1; ; attempt++ {
		if err := c.limiter.wait(ctx, &limitedSince); err != nil {
			return call.stopped(err, request.URL, last, limitedSince)
		}

		started := time.Now()
		sent := c.send(call.sendContext(ctx), request, cmp.Or(call.maxResponse, maxResponse))
		failure := c.classify(call, request.URL, &sent, redact)
		c.limiter.record(started, sent)
		c.observe(ctx, call, attempt, sent.response.status, time.Since(started), failure, redact)

		if failure == nil {
			return nil
		}

		if attempt > 1 && call.removes && failure.NotFound() {
			return nil // An attempt before this one removed it.
		}

		failure.Attempts = attempt
		if !call.retry.allows(sent) {
			return failure
		}

		last = failure

		if sent.rateLimited {
			continue // The limiter waits, for all calls together. This costs no retry.
		}

		if retries <= 0 {
			return failure
		}

		retries--

		pause := waits.NextBackOff()
		if sent.retryAfter > 0 {
			pause = sent.retryAfter
		}

		if err := sleep(ctx, pause); err != nil {
			return call.stopped(err, request.URL, last, limitedSince)
		}
	}
}

// untilInterrupt returns a context that also ends when the process is interrupted.
func (c *Client) untilInterrupt(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if c.config.Lifetime == nil {
		return ctx, cancel
	}

	if c.config.Lifetime.Err() != nil {
		cancel() // AfterFunc would do so in a goroutine, too late for the first attempt.
	}

	stop := context.AfterFunc(c.config.Lifetime, cancel)

	return ctx, func() { stop(); cancel() }
}

// sendContext returns the context for an attempt.
func (call *call) sendContext(ctx context.Context) context.Context {
	if call.awaited {
		return context.WithoutCancel(ctx)
	}

	return ctx
}

// newBackOff returns waits whose mean grows from first by a factor. Each is chosen at random between half and one and a
// half of the mean, which ends where that reaches maxWait.
func newBackOff(first time.Duration, growth float64) *backoff.ExponentialBackOff {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.Multiplier, waits.RandomizationFactor = first, growth, 0.5
	waits.MaxInterval = maxWait * 2 / 3

	return waits
}

// sleep waits, and fails when the context ends.
func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()

	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// newRequest builds the request, which each attempt clones. Its body is set by send.
func (c *Client) newRequest(call call) (*http.Request, error) {
	base := call.base
	if base == nil {
		base = c.apiURL()
	}

	target, err := joinURL(base, call.route, call.values, call.query)
	if err != nil {
		return nil, err
	}

	header := http.Header{}
	header.Set("Accept", "application/json")
	// Responses are not decompressed, so they must not come compressed (RFC 9110 section 12.5.3).
	header.Set("Accept-Encoding", "identity")
	header.Set("User-Agent", c.config.UserAgent)

	request := &http.Request{Method: call.method, URL: target, Header: header, Host: target.Host}

	var body []byte

	switch {
	case call.json != nil:
		header.Set("Content-Type", "application/json")

		if body, err = json.Marshal(call.json); err != nil {
			return nil, err
		}
	case call.form != nil:
		header.Set("Content-Type", "application/x-www-form-urlencoded")

		body = []byte(call.form.Encode())
	}

	if body != nil {
		request.ContentLength = int64(len(body))
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}

	if call.basicAuth {
		request.SetBasicAuth(c.config.ProjectID, c.config.Secret)
	}

	return request, nil
}

// send sends the request once and reads the whole response, of at most limit bytes, within the request timeout.
func (c *Client) send(ctx context.Context, request *http.Request, limit int64) (sent sendResult) {
	attemptCtx, cancel := context.WithTimeout(ctx, c.config.RequestTimeout)
	defer cancel()

	var connected atomic.Bool // httptrace does not promise in which goroutine it calls a hook.

	defer func() {
		sent.connected, sent.canceled, sent.timedOut = connected.Load(), ctx.Err() != nil, attemptCtx.Err() != nil
	}()

	request = request.Clone(httptrace.WithClientTrace(attemptCtx, &httptrace.ClientTrace{
		// net/http asks for another connection only for a GET, or if it wrote nothing to the one before.
		GetConn: func(string) { connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}))
	if request.GetBody != nil {
		request.Body, sent.err = request.GetBody()
		if sent.err != nil {
			return sent
		}
	}

	received, err := c.transport.RoundTrip(request)
	if err != nil {
		return sendResult{err: err}
	}

	defer func() { _ = received.Body.Close() }() // The body was read, or is of no use.

	sent.response, sent.err = readResponse(received, limit)

	return sent
}

// stopped returns the error for a call that ends between two attempts, or before the first: its context ended, or it
// gave up waiting for the rate limit. last is the error of the attempt before, nil if there was none.
func (call *call) stopped(err error, target *url.URL, last *Error, limitedSince time.Time) *Error {
	if errors.Is(err, errRateLimited) {
		failure := last
		if failure == nil {
			failure = call.newError(target, KindAPI, err, "other requests of this run were rate limited (429) all the while")
		}

		failure.RateLimited, failure.Waited = true, time.Since(limitedSince)

		return failure
	}

	if last == nil {
		return call.newError(target, KindCanceled, err, "canceled before it was sent")
	}

	failure := call.newError(target, KindCanceled, err, "canceled while waiting to try again")
	failure.Attempts = last.Attempts
	failure.StatusCode, failure.Type, failure.RequestID = last.StatusCode, last.Type, last.RequestID

	return failure
}

// newError returns an error of this call.
func (call *call) newError(target *url.URL, kind Kind, cause error, reason string) *Error {
	failure := &Error{Kind: kind, Method: call.method, Route: call.route, Reason: reason, cause: cause}
	if target != nil {
		failure.Host = target.Host
	}

	return failure
}

// redactorFor returns a redactor that knows the project's secrets and those of a call. Calls without any share one: to make
// one takes longer than to use it, and each request's id is cleaned for the log.
func (c *Client) redactorFor(secrets []string) redactor {
	if strings.Join(secrets, "") == "" {
		return c.redact
	}

	return newRedactor(append(c.config.secrets(), secrets...)...)
}
