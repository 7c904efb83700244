// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// errImpatient says that a turn did not come in time.
var errImpatient = errors.New("rate limited for too long")

// gate holds all requests of a process back while Stytch limits their rate: a 429 that one call meets concerns
// every other. Without a 429 nobody waits and nobody is counted but by two integers.
type gate struct {
	// turn is the queue: who holds its one token waits for the next departure, the others wait for the token,
	// first come, first served. Nobody holds it while a request is under way.
	turn chan struct{}

	mu sync.Mutex
	// opens is when the gate opens again; next is when the next request may leave under the current pace.
	opens, next time.Time
	// interval is the time between two departures; 0 as long as no limit was met.
	interval time.Duration
	// learned is when the last 429 was taken into account. One for a request that left earlier teaches nothing.
	learned time.Time
	// guessed says that the pace was not learned from what passed.
	guessed bool
	// provisional says that the pace goes back to the very first 429; raised is when the first request passed under it,
	// or under what it was raised to, and proved is the interval before that.
	provisional bool
	raised      time.Time
	proved      time.Duration
	// tried says that something passed under the current pace.
	tried bool
	// hopeless says that a call gave up waiting, that nothing passed while it waited, and nothing since; passedAt is when
	// something did.
	hopeless bool
	passedAt time.Time
	// pauses grows the pause from one unexplained 429 to the next.
	pauses *backoff.ExponentialBackOff
	passed passes
}

// newGate returns an open gate.
func newGate() *gate {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier, pauses.MaxInterval = firstPause, pauseGrowth, maxRetryAfter

	return &gate{turn: make(chan struct{}, 1), pauses: pauses}
}

// wait returns when a request may leave, or fails when the context ends or the patience is over. `held` is called
// once before the first wait, and says when the patience ends.
func (g *gate) wait(ctx context.Context, held func() time.Time) error {
	if g.depart(time.Now()) <= 0 {
		return nil
	}

	patience := time.NewTimer(time.Until(held()))
	defer patience.Stop()

	select {
	case g.turn <- struct{}{}:
	case <-patience.C:
		return errImpatient
	case <-ctx.Done():
		return context.Cause(ctx)
	}

	defer func() { <-g.turn }()

	for {
		pause := g.depart(time.Now())
		if pause <= 0 {
			return nil
		}

		select {
		case <-time.After(pause):
		case <-patience.C:
			return errImpatient
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// giveUp takes note of a call that lost its patience. Where others passed meanwhile, it was that call's own bad luck.
func (g *gate) giveUp(waitedSince time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()

	g.hopeless = g.hopeless || !g.passedAt.After(waitedSince)
}

// isHopeless tells whether there is nothing to wait for.
func (g *gate) isHopeless() bool {
	g.mu.Lock()
	defer g.mu.Unlock()

	return g.hopeless
}

// depart takes the next departure if it is due, and otherwise says how long it is until then.
func (g *gate) depart(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()

	due := g.opens
	if g.next.After(due) {
		due = g.next
	}

	if pause := due.Sub(now); pause > 0 {
		return pause
	}

	g.next = now.Add(g.interval)

	return 0
}
