// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/url"
	"strings"
)

// call is one request to Stytch, before it has an address and a body.
type call struct {
	method string
	// route is the path with its values as `{name}`, and values are what stands there, in order.
	route  string
	values []string
	// query is encoded already.
	query string
	// base is where to send it; the project's API unless set.
	base *url.URL
	// json is sent as the body; form is too, the other way. At most one is set.
	json any
	form url.Values
	// basic sends the project's credentials.
	basic bool
	// repeat says when to send again.
	repeat repeat
	// secrets are what the call carries and no text may repeat.
	secrets []string
	// result is filled from a JSON answer, which must hold the required fields.
	result   result
	required []string
	// accepts tells the answers that result is for; by default those of success.
	accepts func(answer) bool
	// read fills result in another way than from JSON with required fields.
	read func(answer) error
}

// result is what an answer is read into: a struct that embeds an [Envelope].
type result interface {
	requestID() string
}

// do sends a call, again where that may help, and reads its answer. The error is an [*Error].
func (c *Client) do(ctx context.Context, call call) error {
	run := &run{client: c, call: call, redact: c.redactor(call.secrets)}

	if err := run.prepare(); err != nil {
		return run.fail(KindInvalid, err, err.Error())
	}

	plan := newSchedule(call.repeat, c.config.MaxRetries)

	err := plan.retry(ctx, func() (err error) {
		plan.last, err = run.attempt(ctx)

		return err
	})

	var failure *Error

	switch {
	case err == nil, errors.As(err, &failure):
		return err
	case run.last != nil && !plan.repeat.may(plan.last):
		// The context ended, but there would not have been another attempt.
		return run.last
	}

	return run.interrupted(err)
}

// redactor knows the secrets of a call and the project's own. A call without any shares the client's.
func (c *Client) redactor(secrets []string) redactor {
	if strings.Join(secrets, "") == "" {
		return c.redact
	}

	return newRedactor(append(c.config.secrets(), secrets...)...)
}
