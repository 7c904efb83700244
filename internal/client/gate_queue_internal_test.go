// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateServesInOrder(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.limited(time.Now(), 5*time.Second)

		departed := make(chan int, 10)

		for i := range 10 {
			go func() {
				if err := g.wait(t.Context(), patient); err != nil {
					t.Error(err)
				}

				departed <- i
			}()

			synctest.Wait()
		}

		var order []int
		for range 10 {
			order = append(order, <-departed)
		}

		if !slices.IsSorted(order) {
			t.Errorf("departed in the order %v", order)
		}
	})
}

func TestGatePatienceAndContext(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.limited(time.Now(), 30*time.Second)

		// One stands at the gate, the other behind it.
		for range 2 {
			go func() {
				begun := time.Now()

				err := g.wait(t.Context(), func() time.Time { return begun.Add(2 * time.Second) })
				if !errors.Is(err, errImpatient) || time.Since(begun) != 2*time.Second {
					t.Errorf("after %s: %v, want impatience after 2 s", time.Since(begun), err)
				}
			}()

			synctest.Wait()
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()

		if err := g.wait(ctx, patient); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the context's end", err)
		}

		time.Sleep(5 * time.Second)
		between(t, "those who left keep nobody", passAfter(t, g), 24*time.Second, 24*time.Second)
	})
}
