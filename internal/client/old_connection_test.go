// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestMintOverAConnectionThatTheServerClosed(t *testing.T) {
	t.Parallel()

	// A connection that the server gave up while it was idle must neither lose a call nor send it twice.
	closing := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(attachAnswer)))
		reply(200, attachAnswer)(w, r)

		if controller := http.NewResponseController(w); controller.Flush() == nil {
			panic(http.ErrAbortHandler)
		}
	}

	inBubble(t, http.HandlerFunc(closing), func(t *testing.T, b *bubble) {
		for sent := 1; sent <= 3; sent++ {
			if err := mintToken(t.Context(), b.client); err != nil {
				t.Fatal(err)
			}

			synctest.Wait()

			if b.count() != sent || b.dialed() != sent {
				t.Fatalf("%d requests over %d connections for %d calls", b.count(), b.dialed(), sent)
			}
		}
	})
}

// Go's transport sends a read again that met a connection which the server had closed. It counts as an attempt.
func TestReadOverAConnectionThatIsCutWhileItIsUsed(t *testing.T) {
	t.Parallel()

	for retries, want := range map[int]int{0: 2, 1: 3, 2: 4, 4: 6} {
		inBubble(t, inTurn(reply(200, googleTokens), http.HandlerFunc(hangUp)), func(t *testing.T, b *bubble) {
			if err := readTokens(t.Context(), b.client); err != nil {
				t.Fatal(err)
			}

			got := failure(t, readTokens(t.Context(), b.client), client.KindTransport)
			if sent := b.count() - 1; sent != want || got.Attempts != want {
				t.Errorf("%d retries: sent %d times, want %d: %+v", retries, sent, want, *got)
			}
		}, func(config *client.Config) { config.MaxRetries = retries })
	}
}

// Connections that went stale take no retries away from what comes after them.
func TestStaleConnectionsCostNoRetry(t *testing.T) {
	t.Parallel()

	const warm = 6

	answers := []http.Handler{}
	for range warm {
		answers = append(answers, reply(200, googleTokens))
	}

	for range warm {
		answers = append(answers, http.HandlerFunc(hangUp))
	}

	answers = append(answers, stytchError(503, "server_unavailable"), reply(200, googleTokens))

	// As none is answered before the others are there, each read gets a connection of its own.
	next, count := inTurn(answers...), atomic.Int32{}
	held := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if count.Add(1) <= warm {
			time.Sleep(time.Second)
		}

		next.ServeHTTP(w, r)
	})

	inBubble(t, held, func(t *testing.T, b *bubble) {
		for _, err := range readAll(t, b.client, warm, warm) {
			t.Fatal(err)
		}

		if err := readTokens(t.Context(), b.client); err != nil {
			t.Error(err)
		}
	}, retries(2))
}

func TestMintOverAConnectionThatIsCutWhileItIsUsed(t *testing.T) {
	t.Parallel()

	// What a transport repeats by itself, on a connection that served before, it must not repeat for these.
	for _, call := range everyCall() {
		if !call.mints {
			continue
		}

		inBubble(t, inTurn(reply(200, call.answer), http.HandlerFunc(hangUp)), func(t *testing.T, b *bubble) {
			if _, err := call.send(t.Context(), b.client); err != nil {
				t.Fatal(err)
			}

			_, err := call.send(t.Context(), b.client)

			if got := failure(t, err, client.KindTransport); !got.MaybeDone || b.count() != 2 || b.dialed() != 1 {
				t.Errorf("%s: %d requests over %d connections: %+v", call.name, b.count(), b.dialed(), *got)
			}
		}, retries(4))
	}
}
