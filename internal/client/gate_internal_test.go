// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"
	"testing/synctest"
	"time"
)

// patient never gives up.
func patient() time.Time {
	return time.Now().Add(1000 * time.Hour)
}

// passAfter returns how long the gate holds the next request back.
func passAfter(t *testing.T, g *gate) time.Duration {
	t.Helper()

	begun := time.Now()

	if err := g.wait(t.Context(), patient); err != nil {
		t.Fatal(err)
	}

	return time.Since(begun)
}

// between asserts that a time is within its bounds.
func between(t *testing.T, what string, got, from, to time.Duration) {
	t.Helper()

	if got < from || got > to {
		t.Errorf("%s: %s, want %s to %s", what, got, from, to)
	}
}

func TestGateIsOpenWithoutALimit(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()

		for range 1000 {
			err := g.wait(t.Context(), func() time.Time {
				t.Error("a call that does not wait has its patience counted")

				return time.Time{}
			})
			if err != nil {
				t.Fatal(err)
			}

			g.through(time.Now())
		}
	})
}

func TestGateStaysShutForAsLongAsAsked(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()

		g.limited(time.Now(), 7*time.Second)
		between(t, "after a Retry-After", passAfter(t, g), 7*time.Second, 7*time.Second)

		// Two 429 to requests that left together: the longer pause counts.
		time.Sleep(time.Minute)

		left := time.Now()
		g.limited(left, 9*time.Second)
		g.limited(left, 4*time.Second)
		between(t, "after two of them", passAfter(t, g), 9*time.Second, 9*time.Second)
	})
}

func TestGatePausesGrowWithUnexplainedLimits(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		mean := firstPause

		for range 30 {
			time.Sleep(time.Minute)
			g.limited(time.Now(), 0)
			between(t, "pause", passAfter(t, g), mean/2, mean*3/2)

			mean = min(time.Duration(pauseGrowth*float64(mean)), maxRetryAfter)
		}

		g.through(time.Now())
		time.Sleep(time.Minute)
		g.limited(time.Now(), 0)
		between(t, "pause after one that passed", passAfter(t, g), firstPause/2, firstPause*3/2)
	})
}

func TestGateTakesAVolleyForOneLimit(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		left := time.Now()

		time.Sleep(20 * time.Millisecond)

		for range 50 {
			g.limited(left, 0)
		}

		between(t, "pause after 50 answers of 429", passAfter(t, g), firstPause/2, firstPause*3/2)

		time.Sleep(time.Minute)
		g.limited(time.Now(), 0)

		next := time.Duration(pauseGrowth * float64(firstPause))
		between(t, "the next pause", passAfter(t, g), next/2, next*3/2)
	})
}

func TestGateKeepsThePaceThatPassed(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()

		departures := func(count int) time.Duration {
			begun := time.Now()

			for range count {
				passAfter(t, g)
				g.through(time.Now())
			}

			return time.Since(begun)
		}

		departures(20)
		g.limited(time.Now(), time.Second)
		passAfter(t, g)

		// The first one after the pause may leave at once, the others follow at less than 20 a second.
		between(t, "the first pace", departures(20), 950*time.Millisecond, 1050*time.Millisecond)

		// It may be slower than it has to be, so one twice as quick is tried,
		departures(1)
		between(t, "the pace on trial", departures(20), 480*time.Millisecond, 550*time.Millisecond)

		// and if that is too quick, the first one is kept.
		g.limited(time.Now(), time.Second)
		passAfter(t, g)
		between(t, "the pace that was proved", departures(100), 5*time.Second, 6*time.Second)
	})
}
