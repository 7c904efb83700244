// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"
)

// MaxRateLimitWait is how long one call waits for a rate limit to pass.
const MaxRateLimitWait = 5 * time.Minute

// Stytch counts requests in fixed windows of a second, a minute, an hour or a day, and publishes no numbers
// (https://stytch.com/docs/resources/platform/rate-limits). So the rate is found by additive increase and multiplicative
// decrease, as TCP finds its own.
const (
	// firstPause is the mean pause after a 429 without Retry-After. As long as nothing succeeds, each pause is longer
	// than the one before, by pauseGrowth.
	firstPause  = 250 * time.Millisecond
	pauseGrowth = 1.6
	// decrease is the factor by which the rate is lowered when it was too high.
	decrease = 0.8
	// minFirstRate is the lowest rate to start with, in requests a second.
	minFirstRate rate.Limit = 10
	// increase is what each success adds to the rate.
	increase rate.Limit = 0.05
	// maxRate is the rate above which requests are no longer spaced.
	maxRate rate.Limit = 200
)

// errRateLimited means that a call has waited for long enough.
var errRateLimited = errors.New("rate limited for too long")

// rateLimiter makes all calls of a client wait together while Stytch limits the rate of its requests: a 429 for one
// call concerns them all. Until the first 429 it never waits.
type rateLimiter struct {
	mu sync.Mutex
	// pausedUntil is when requests may be sent again; pauses are those after a 429 without Retry-After.
	pausedUntil time.Time
	pauses      *backoff.ExponentialBackOff

	// pace spaces requests evenly. Its limit is infinite until the first 429.
	pace *rate.Limiter
	// adjusted is when a 429 last changed the pace or the length of the pauses. A response to a request that was sent before
	// says nothing about the pace and pauses since.
	adjusted time.Time
	// proven reports whether a request that was sent since then succeeded.
	proven bool
	// blockedSince is when the first 429 after the last success came; zero after a success, or if no request was sent for
	// a while.
	blockedSince time.Time

	// second is the Unix time of the last success; current and previous count the successes in that second and in the one
	// before.
	second            int64
	current, previous int
}

// newRateLimiter returns a limiter that does not limit yet.
func newRateLimiter() *rateLimiter {
	return &rateLimiter{pauses: newBackOff(firstPause, pauseGrowth), pace: rate.NewLimiter(rate.Inf, 1)}
}

// wait returns when a request may be sent. It fails when the context ends, and with errRateLimited at the call's
// deadline. since is when the call began to wait, over all of its attempts; wait sets it if it is zero.
func (l *rateLimiter) wait(ctx context.Context, since *time.Time) error {
	for {
		delay, reserved := l.reserve()
		if delay <= 0 || ctx.Err() != nil {
			return context.Cause(ctx)
		}

		if since.IsZero() {
			*since = time.Now()
		}

		left := time.Until(l.deadline(*since))
		if err := sleep(ctx, min(delay, left)); err != nil {
			return err
		}

		if left < delay {
			return errRateLimited
		}

		if reserved && !l.paused() {
			return nil
		}
	}
}

// reserve returns how long to wait, and whether a request may be sent then unless a pause has begun. During a pause
// nothing is reserved.
func (l *rateLimiter) reserve() (delay time.Duration, reserved bool) {
	l.mu.Lock()
	defer l.mu.Unlock()

	pause := time.Until(l.pausedUntil)
	if pause > 0 {
		return pause, false
	}

	if pause < -maxWait {
		l.blockedSince = time.Time{} // No request has tested the limit for a while: it may have passed.
	}

	return l.pace.Reserve().Delay(), true
}

// paused reports whether requests are paused.
func (l *rateLimiter) paused() bool {
	l.mu.Lock()
	defer l.mu.Unlock()

	return time.Now().Before(l.pausedUntil)
}

// deadline returns when a call that has waited since then gives up. That is now if nothing succeeded for the whole time
// that a call may wait: otherwise a plan of many reads would wait that long for each few of them.
func (l *rateLimiter) deadline(since time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()

	if !l.blockedSince.IsZero() && time.Since(l.blockedSince) >= MaxRateLimitWait {
		return time.Now()
	}

	return since.Add(MaxRateLimitWait)
}

// record adjusts pause and pace to the result of a request that was sent at started. Any response but a 429 counts as a
// success: the request was not limited.
func (l *rateLimiter) record(started time.Time, sent sendResult) {
	l.mu.Lock()
	defer l.mu.Unlock()

	now := time.Now()

	switch {
	case sent.rateLimited:
		l.limited(now, started, sent.retryAfter)
	case sent.err == nil:
		l.succeeded(now, started)
	}
}

// limited pauses all requests after a 429. It lowers the rate if requests had succeeded at it. If not, the pause before
// was too short, and the next one is longer.
func (l *rateLimiter) limited(now, started time.Time, pause time.Duration) {
	if l.blockedSince.IsZero() {
		l.blockedSince = now
	}

	if started.After(l.adjusted) {
		if pause == 0 {
			pause = l.pauses.NextBackOff()
		}

		switch {
		case l.pace.Limit() == rate.Inf:
			l.pace.SetLimit(l.firstRate(now))
		case l.proven:
			l.pace.SetLimit(decrease * l.pace.Limit())
		}

		l.adjusted, l.proven = now, false
	}

	if until := now.Add(pause); until.After(l.pausedUntil) {
		l.pausedUntil = until
	}
}

// succeeded counts a success, and raises the rate a little.
func (l *rateLimiter) succeeded(now, started time.Time) {
	l.blockedSince = time.Time{}
	l.count(now)

	if l.pace.Limit() == rate.Inf || !started.After(l.adjusted) {
		return
	}

	l.proven = true
	l.pauses.Reset()

	if raised := l.pace.Limit() + increase; raised <= maxRate {
		l.pace.SetLimit(raised)
	} else {
		l.pace.SetLimit(rate.Inf)
	}
}

// firstRate returns the rate after the first 429: a little less than what succeeded in a second just before.
func (l *rateLimiter) firstRate(now time.Time) rate.Limit {
	if l.second < now.Unix()-1 {
		return minFirstRate
	}

	return max(minFirstRate, decrease*rate.Limit(max(l.current, l.previous)))
}

// count counts a success in its second.
func (l *rateLimiter) count(now time.Time) {
	switch second := now.Unix(); second {
	case l.second:
		l.current++
	case l.second + 1:
		l.second, l.previous, l.current = second, l.current, 1
	default:
		l.second, l.previous, l.current = second, 0, 1
	}
}
