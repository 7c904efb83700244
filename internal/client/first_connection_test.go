// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestFirstConnectionIsWaitedFor(t *testing.T) {
	t.Parallel()

	inBubble(t, reply(200, attachAnswer), func(t *testing.T, b *bubble) {
		var dials atomic.Int32

		client.SetDial(t, b.client, func(ctx context.Context, network, address string) (net.Conn, error) {
			if dials.Add(1) == 1 {
				<-time.After(5 * time.Second)
			}

			return b.dial(ctx, network, address)
		})

		done := make(chan error)
		for range 10 {
			go func() { done <- mintToken(t.Context(), b.client) }()
		}

		synctest.Wait()

		if dials.Load() != 1 {
			t.Errorf("%d connections were begun, want that of the first call", dials.Load())
		}

		// Who waits for another's connection can be called off.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()

		got := failure(t, mintToken(ctx, b.client), client.KindCanceled)
		if b.took() != time.Second || got.Attempts != 0 || got.MaybeDone {
			t.Errorf("after %s: %+v", b.took(), *got)
		}

		for range 10 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}

		if b.count() != 10 || b.took() != 5*time.Second {
			t.Errorf("%d requests after %s, want 10 after 5 s", b.count(), b.took())
		}
	})
}

func TestFirstConnectionThatFailsHoldsNobody(t *testing.T) {
	t.Parallel()

	inBubble(t, reply(200, attachAnswer), func(t *testing.T, b *bubble) {
		b.refuse(1)
		fails(t, mintToken(t.Context(), b.client), client.KindTransport)

		if err := mintToken(t.Context(), b.client); err != nil || b.took() > 0 {
			t.Errorf("after %s: %v", b.took(), err)
		}
	})
}

func TestFirstConnectionIsEnough(t *testing.T) {
	t.Parallel()

	// The others wait for the connection, not for what comes over it.
	inBubble(t, inTurn(http.HandlerFunc(hang), reply(200, attachAnswer)), func(t *testing.T, b *bubble) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)

		go func() { done <- mintToken(ctx, b.client) }()

		synctest.Wait()

		if err := mintToken(t.Context(), b.client); err != nil || b.took() > 0 {
			t.Errorf("after %s: %v", b.took(), err)
		}

		cancel()
		fails(t, <-done, client.KindCanceled)
	})
}
