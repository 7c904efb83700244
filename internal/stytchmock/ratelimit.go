// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"strconv"
	"time"
)

// RetryAfterStyle is the form of the Retry-After header of a 429. Stytch documents none; proxies and other services send
// either form (RFC 9110, section 10.2.3).
type RetryAfterStyle string

// The forms of Retry-After.
const (
	RetryAfterNone    RetryAfterStyle = "none"
	RetryAfterSeconds RetryAfterStyle = "seconds"
	RetryAfterDate    RetryAfterStyle = "date"
)

// rateLimiter counts requests in fixed windows that follow one another from the first request on.
type rateLimiter struct {
	limit      int
	window     time.Duration
	retryAfter RetryAfterStyle

	end   time.Time
	taken int
}

// take counts one request, and returns the 429 if it is one too many. A nil limiter never does.
func (l *rateLimiter) take(now time.Time) *response {
	if l == nil {
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

	limited := errorResponse(tooManyRequests(), "")
	// Neither form has fractions of a second: round up, so that no client is early.
	const roundUp = time.Second - time.Nanosecond
	switch l.retryAfter {
	case RetryAfterSeconds:
		limited.with("Retry-After", strconv.Itoa(int((l.end.Sub(now)+roundUp)/time.Second)))
	case RetryAfterDate:
		limited.with("Retry-After", l.end.Add(roundUp).Truncate(time.Second).UTC().Format(http.TimeFormat))
	case RetryAfterNone:
	}

	return limited
}
