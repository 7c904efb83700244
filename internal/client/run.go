// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// run is a call under way.
type run struct {
	client   *Client
	call     call
	redact   redactor
	address  *url.URL
	body     []byte
	attempts int
	// limitedSince is when the call first met a rate limit, and patience when it has waited for long enough.
	limitedSince, patience time.Time
	last                   *Error
}

// prepare builds what all attempts send.
func (r *run) prepare() error {
	path, err := expand(r.call.route, r.call.values...)
	if err != nil {
		return err
	}

	base := r.call.base
	if base == nil {
		base = r.client.apiURL()
	}

	r.address, err = at(base, path, r.call.query)
	if err != nil {
		return err
	}

	switch {
	case r.call.json != nil:
		r.body, err = json.Marshal(r.call.json)
	case r.call.form != nil:
		r.body = []byte(r.call.form.Encode())
	}

	return err
}

// request builds one request.
func (r *run) request(ctx context.Context) (*http.Request, error) {
	var body io.Reader
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}

	request, err := http.NewRequestWithContext(ctx, r.call.method, r.address.String(), body)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}

	request.Header.Set("Accept", "application/json")
	// An answer is not unpacked, so it must not come packed (RFC 9110 section 12.5.3).
	request.Header.Set("Accept-Encoding", "identity")
	request.Header.Set("User-Agent", r.client.config.UserAgent)

	switch {
	case r.call.json != nil:
		request.Header.Set("Content-Type", "application/json")
	case r.call.form != nil:
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}

	if r.call.basic {
		request.SetBasicAuth(r.client.config.ProjectID, r.client.config.Secret)
	}

	return request, nil
}

// attempt sends the call once, when it may leave, and judges what came of it.
func (r *run) attempt(ctx context.Context) (outcome, error) {
	if err := r.client.gate.wait(ctx, r.heldUntil); err != nil {
		return outcome{}, r.stopped(err)
	}

	if err := r.client.latch.pass(ctx); err != nil {
		return outcome{}, r.interrupted(err)
	}

	r.attempts++
	sent := time.Now()

	got, end := r.exchange(ctx)
	r.attempts += end.resent
	last, failure := r.judge(got, end)

	if last.limited {
		r.client.gate.limited(sent, last.retryAfter)
		r.heldUntil()
	} else if end.err == nil {
		r.client.gate.through(sent)
	}

	r.observe(ctx, got.status, time.Since(sent), failure)

	if failure == nil {
		return last, nil
	}

	r.last = failure

	return last, failure
}

// heldUntil is when the call's patience with a rate limit ends. It begins when the call first meets one, and there is
// none left where another call has lost it all, and nothing passed since: a plan of many reads would take all of it for
// each few of them.
func (r *run) heldUntil() time.Time {
	if r.patience.IsZero() {
		r.limitedSince = time.Now()
		r.patience = r.limitedSince

		if !r.client.gate.isHopeless() {
			r.patience = r.limitedSince.Add(RateLimitPatience)
		}
	}

	return r.patience
}
