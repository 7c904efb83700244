// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// firstRetry is the mean wait before the first repetition; each further one is twice as long, up to
	// maxRetryAfter, and each is drawn from half to one and a half of that.
	firstRetry = 500 * time.Millisecond
	// maxRetryAfter caps what a server may ask for with Retry-After.
	maxRetryAfter = 30 * time.Second
	// RateLimitPatience is how long one call waits for a rate limit, from when it first meets it.
	RateLimitPatience = 5 * time.Minute
)

// repeat says when a call may be sent again.
type repeat int

const (
	// repeatRead is for what changes nothing: sent again after 429, 500, 502, 503, 504 and a failed transport.
	repeatRead repeat = iota
	// repeatMint is for what makes something new each time it runs: sent again only where it surely did not run,
	// which is after 429 and where the request never left.
	repeatMint
	// repeatNever is for what spends something by being sent, as the exchange of a code does.
	repeatNever
)

// outcome is what an attempt says about a next one.
type outcome struct {
	limited    bool          // 429
	transient  bool          // the next attempt may go better
	maybeDone  bool          // the request may have taken effect
	retryAfter time.Duration // what the server asked for; 0 when it did not
}

// may tells whether the call is sent again, patience and number of attempts aside.
func (r repeat) may(last outcome) bool {
	switch r {
	case repeatRead:
		return last.limited || last.transient
	case repeatMint:
		return last.limited || last.transient && !last.maybeDone
	case repeatNever:
	}

	return false
}

// transientStatus tells the statuses after which a read is sent again.
func transientStatus(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}

	return false
}

// schedule is the waits of one call. It implements [backoff.BackOff].
type schedule struct {
	repeat      repeat
	retries     int
	exponential *backoff.ExponentialBackOff
	last        outcome
}

// newSchedule is asked once a call.
func newSchedule(repeat repeat, retries int) *schedule {
	exponential := backoff.NewExponentialBackOff()
	exponential.InitialInterval, exponential.Multiplier, exponential.MaxInterval = firstRetry, 2, maxRetryAfter

	return &schedule{repeat: repeat, retries: retries, exponential: exponential}
}

// NextBackOff says how long to wait after the last attempt, or to stop. A rate limit costs no retry, and its wait
// is the gate's, where all calls of the process wait together.
func (s *schedule) NextBackOff() time.Duration {
	switch {
	case !s.repeat.may(s.last):
		return backoff.Stop
	case s.last.limited:
		return 0
	case s.retries <= 0:
		return backoff.Stop
	}

	s.retries--

	if s.last.retryAfter > 0 {
		return s.last.retryAfter
	}

	return s.exponential.NextBackOff()
}

// Reset is part of [backoff.BackOff].
func (s *schedule) Reset() {
	s.exponential.Reset()
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110 section 10.2.3), capped. What is neither,
// or is over, counts as absent.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")

	wait := time.Duration(0)
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		wait = time.Duration(min(max(seconds, 0), int64(maxRetryAfter/time.Second))) * time.Second
	} else if date, err := http.ParseTime(value); err == nil {
		wait = date.Sub(now)
	}

	return min(max(wait, 0), maxRetryAfter)
}

// retry runs attempts until one succeeds, none is left, or the context ends.
func (s *schedule) retry(ctx context.Context, attempt func() error) error {
	_, err := backoff.Retry(ctx, func() (struct{}, error) { return struct{}{}, attempt() },
		backoff.WithBackOff(s), backoff.WithMaxElapsedTime(0))

	return err
}
