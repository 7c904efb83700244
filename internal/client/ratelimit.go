// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// MaxRateLimitWait is how long one call waits for a rate limit to pass.
const MaxRateLimitWait = 5 * time.Minute

// Stytch counts requests in fixed windows of a second, a minute, an hour or a day, and publishes no numbers
// (https://stytch.com/docs/resources/platform/rate-limits). So the rate is found by trial: it is raised when it has
// passed for a while, and lowered by as much when it was too high.
const (
	// firstPause is the mean pause after a 429 without Retry-After. As long as nothing succeeds, each pause is longer
	// than the one before, by pauseGrowth.
	firstPause  = 250 * time.Millisecond
	pauseGrowth = 1.6
	// unknownRate is where to start, in requests a second, if nothing succeeded before the first 429.
	unknownRate = 10
	// margin keeps the first rate below what succeeded in the second before the first 429.
	margin = 0.95
	// quickStep is the factor by which the rate is raised every quickTrial, until it was too high for the first time.
	// From then on, it is step every trial.
	quickStep, step   = 2, 1.2
	quickTrial, trial = time.Second, 10 * time.Second
	// unlimitedRate is the rate at which pacing ends.
	unlimitedRate = 500
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

	// rate is the number of requests a second, spaced evenly; 0 until the first 429. next is when the next one may be
	// sent.
	rate float64
	next time.Time
	// settled reports whether the rate was too high once, so that it is near the limit.
	settled bool
	// adjusted is when the rate was last changed, or a pause begun. The response to a request that was sent before says
	// nothing about that. proven reports whether a request succeeded after the last pause.
	adjusted time.Time
	proven   bool

	// hopeless reports whether a call has waited for [MaxRateLimitWait], and no call succeeded since it began to.
	hopeless    bool
	lastSuccess time.Time

	// second is a Unix time; current and previous count the successes in that second and in the one before.
	second            int64
	current, previous int
}

// newRateLimiter returns a limiter that does not limit yet.
func newRateLimiter() *rateLimiter {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier, pauses.MaxInterval = firstPause, pauseGrowth, maxWait

	return &rateLimiter{pauses: pauses}
}

// wait returns when a request may be sent. It fails when the context ends, and with errRateLimited if that takes too
// long. since is when the call began to wait, over all of its attempts; wait sets it if it is zero.
//
// A call does not wait if another one has waited for the whole time and nothing succeeded since: otherwise a plan of
// many reads would wait that long for each few of them.
func (l *rateLimiter) wait(ctx context.Context, since *time.Time) error {
	for {
		delay := l.delay()
		if delay <= 0 || ctx.Err() != nil {
			return context.Cause(ctx)
		}

		if since.IsZero() {
			*since = time.Now()
		}

		left := l.patience(*since)
		if err := sleep(ctx, min(delay, left)); err != nil {
			return err
		}

		if left < delay {
			l.giveUp(*since)

			return errRateLimited
		}
	}
}

// delay returns 0 if a request may be sent now, and else how long to wait before asking again.
func (l *rateLimiter) delay() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()

	now := time.Now()
	if wait := max(l.pausedUntil.Sub(now), l.next.Sub(now)); wait > 0 {
		return wait
	}

	if l.rate > 0 {
		l.next = now.Add(time.Duration(float64(time.Second) / l.rate))
	}

	return 0
}

// patience returns how much longer a call waits that has waited since then.
func (l *rateLimiter) patience(since time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()

	if l.hopeless {
		return 0
	}

	return max(0, MaxRateLimitWait-time.Since(since))
}

// giveUp records that a call has waited since then in vain. If others succeeded meanwhile, it was only unlucky.
func (l *rateLimiter) giveUp(since time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()

	l.hopeless = l.hopeless || !l.lastSuccess.After(since)
}

// record adjusts pause and rate to the result of a request that was sent at started. Any response but a 429 counts as a
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

// limited pauses all requests after a 429, and lowers the rate if it had worked until now: otherwise it was the pause
// before that was too short.
func (l *rateLimiter) limited(now, started time.Time, pause time.Duration) {
	if started.After(l.adjusted) {
		if pause == 0 {
			pause = l.pauses.NextBackOff()
		}

		switch {
		case l.rate == 0:
			l.rate = l.firstRate(now)
		case l.proven && l.settled:
			l.rate /= step
		case l.proven:
			l.rate /= quickStep
			l.settled = true
		}

		l.adjusted, l.proven = now, false
	}

	if until := now.Add(pause); until.After(l.pausedUntil) {
		l.pausedUntil = until
	}
}

// succeeded counts a success, and raises the rate from time to time.
func (l *rateLimiter) succeeded(now, started time.Time) {
	l.count(now)
	l.hopeless, l.lastSuccess = false, now

	if l.rate == 0 {
		return
	}

	if !started.After(l.adjusted) {
		if !l.proven && !l.settled { // It belongs to what succeeded before the first 429.
			l.rate = max(l.rate, l.firstRate(now))
		}

		return
	}

	l.proven = true
	l.pauses.Reset()

	switch held := now.Sub(l.adjusted); {
	case l.settled && held >= trial:
		l.rate, l.adjusted = step*l.rate, now
	case !l.settled && held >= quickTrial:
		l.rate, l.adjusted = quickStep*l.rate, now
	}

	if l.rate > unlimitedRate {
		l.rate, l.settled = 0, false
	}
}

// firstRate returns the rate after the first 429.
func (l *rateLimiter) firstRate(now time.Time) float64 {
	if l.second < now.Unix()-1 || l.current+l.previous == 0 {
		return unknownRate
	}

	return margin * float64(max(l.current, l.previous))
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
