// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"time"
)

// Attempt is what may be known of one request: this and nothing else is for logs.
type Attempt struct {
	Method string
	// Route is the path's template, without the values in it.
	Route string
	// Number counts the attempts of one call, from 1.
	Number int
	// StatusCode is 0 where no answer came.
	StatusCode int
	Duration   time.Duration
	// RequestID is Stytch's, where its answer held one.
	RequestID string
	// Failure is the kind of failure, empty where there was none.
	Failure Kind
}

// observe tells who wants to know.
func (r *run) observe(ctx context.Context, status int, took time.Duration, failure *Error) {
	if r.client.config.Observe == nil {
		return
	}

	attempt := Attempt{
		Method: r.call.method, Route: r.call.route, Number: r.attempts, StatusCode: status, Duration: took,
	}

	if failure != nil {
		attempt.Failure, attempt.RequestID = failure.Kind, failure.RequestID
	} else {
		attempt.RequestID = r.redact.clean(r.call.result.requestID())
	}

	r.client.config.Observe(ctx, attempt)
}
