// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"strconv"
	"time"
)

// RetryAfterStyle is how a 429 says when to come back. Stytch documents no
// Retry-After; proxies and other services send either form (RFC 9110, section
// 10.2.3).
type RetryAfterStyle string

// The forms of Retry-After.
const (
	RetryAfterNone    RetryAfterStyle = "none"
	RetryAfterSeconds RetryAfterStyle = "seconds"
	RetryAfterDate    RetryAfterStyle = "date"
)

// rateLimiter counts requests in fixed windows that follow one another from the
// first request on.
type rateLimiter struct {
	limit      int
	window     time.Duration
	retryAfter RetryAfterStyle

	end   time.Time
	taken int
}

// take counts one request, and returns the 429 if it is one too many. A nil
// limiter lets everything pass.
func (l *rateLimiter) take(now time.Time) *answer {
	if l == nil || l.window <= 0 {
		return nil
	}
	if l.end.IsZero() {
		l.end = now.Add(l.window)
	}
	if late := now.Sub(l.end); late >= 0 {
		l.end = now.Add(l.window - late%l.window)
		l.taken = 0
	}
	l.taken++
	if l.taken <= l.limit {
		return nil
	}

	limited := tooManyRequests().answer("")
	switch wait := l.end.Sub(now); l.retryAfter {
	case RetryAfterSeconds:
		limited = limited.with("Retry-After", strconv.Itoa(wholeSeconds(wait)))
	case RetryAfterDate:
		// HTTP dates have no fractions: round up, so that no client is early.
		date := l.end.Add(time.Second - time.Nanosecond).Truncate(time.Second)
		limited = limited.with("Retry-After", date.UTC().Format(http.TimeFormat))
	case RetryAfterNone:
	}

	return &limited
}

// wholeSeconds rounds up.
func wholeSeconds(d time.Duration) int {
	return int((d + time.Second - time.Nanosecond) / time.Second)
}
