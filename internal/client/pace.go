// SPDX-License-Identifier: MPL-2.0

package client

import "time"

// How the gate paces. Stytch counts in fixed windows of a second, a minute, an hour or a day and publishes no
// numbers (https://stytch.com/docs/resources/platform/rate-limits), so the pace is learned.
const (
	// firstPause is how long the gate stays shut after a first 429 that does not say how long.
	firstPause = 250 * time.Millisecond
	// pauseGrowth is how much longer each further one of these pauses is than the one before.
	pauseGrowth = 1.6
	// paceMargin is how much slower than the pace that was seen to pass the next requests go.
	paceMargin = 1.02
	// paceStep is how much slower they go when even that was too fast.
	paceStep = 1.1
	// firstGuess is the interval where a limit is met before anything passed; it shrinks by guessStep with each
	// request that passes, down to lastGuess, or until a limit is met again.
	firstGuess = 100 * time.Millisecond
	guessStep  = 0.8
	lastGuess  = 10 * time.Millisecond
	// trial is how long the first pace must have passed before one twice as quick is tried. It was learned from what
	// passed at once, which may be less than what passes in a second.
	trial = time.Second
	// calm is how long no 429 must have come before the gate tries a quicker pace.
	calm = 10 * time.Second
	// fastest is the interval below which pacing is over.
	fastest = 2 * time.Millisecond
)

// limited takes note of a 429 for a request that left at `sent`. retryAfter is how long Stytch asked to wait; 0
// where it did not say.
func (g *gate) limited(sent time.Time, retryAfter time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()

	now := time.Now()
	news := sent.After(g.learned)

	// A pace under which nothing has passed yet is not too fast: the pause before it was too short.
	if news && (g.tried || g.interval == 0) {
		g.learn(now)
	}

	if news {
		g.learned = now
	}

	pause := retryAfter
	if pause == 0 && news {
		pause = g.pauses.NextBackOff()
	}

	if opens := now.Add(pause); opens.After(g.opens) {
		g.opens = opens
	}
}

// learn takes a new pace from what passed lately.
func (g *gate) learn(now time.Time) {
	seen := g.passed.lately(now)
	first := g.interval == 0
	g.guessed, g.tried = seen == 0 && g.proved == 0, false

	switch {
	case g.proved > 0:
		g.interval = g.proved
	case g.guessed:
		g.interval = firstGuess
	default:
		g.interval = min(max(pace(seen), time.Duration(paceStep*float64(g.interval))), time.Second)
	}

	g.provisional, g.raised, g.proved = first, time.Time{}, 0
}

// pace is the interval at which so many requests a second leave, with a margin.
func pace(passed int) time.Duration {
	return time.Duration(paceMargin * float64(time.Second) / float64(passed))
}

// through takes note of a request that left at `sent` and was not limited.
func (g *gate) through(sent time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()

	now := time.Now()
	g.passed.count(now)
	g.hopeless, g.passedAt = false, now

	switch {
	case g.interval == 0:
		return
	case !sent.After(g.learned):
		// It left before the 429 that the pace was learned from, and so it belongs to what passed then.
		g.guessed = false
		g.interval = min(g.interval, pace(g.passed.lately(now)))

		return
	case g.guessed:
		g.interval = max(time.Duration(guessStep*float64(g.interval)), lastGuess)
		g.guessed = g.interval > lastGuess
	case g.provisional && g.raised.IsZero():
		g.raised = now
	case g.provisional && now.Sub(g.raised) >= trial:
		g.raised, g.proved = now, g.interval
		g.interval /= 2
	case now.Sub(g.learned) >= calm:
		// Quicker by a fifth each second, until the next 429 or until pacing is over.
		g.learned = now.Add(time.Second - calm)
		g.interval = g.interval * 5 / 6
	}

	g.tried = true
	g.pauses.Reset()

	if g.interval < fastest {
		g.interval = 0
	}
}

// passes counts what passed, a second at a time.
type passes struct {
	since         time.Time
	current, last int
}

// count adds one.
func (p *passes) count(now time.Time) {
	p.roll(now)
	p.current++
}

// lately is how many passed in a second, of the last two.
func (p *passes) lately(now time.Time) int {
	p.roll(now)

	return max(p.current, p.last)
}

// roll begins a new second when the current one is over.
func (p *passes) roll(now time.Time) {
	switch age := now.Sub(p.since); {
	case age < time.Second:
	case age < 2*time.Second:
		p.since, p.last, p.current = p.since.Add(time.Second), p.current, 0
	default:
		p.since, p.last, p.current = now, 0, 0
	}
}
