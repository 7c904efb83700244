// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// echo answers with the member that it is asked for.
func echo(w http.ResponseWriter, r *http.Request) {
	id := strings.Split(r.URL.Path, "/")[6]

	reply(200, fmt.Sprintf(`{"request_id":"request-%[1]s","status_code":200,"provider_type":"Google",
		"provider_subject":%[1]q,"id_token":"id-%[1]s","scopes":[%[1]q]}`, id))(w, r)
}

// readEach reads the tokens of many members at once, and checks that each gets its own.
func readEach(t *testing.T, c *client.Client, members int) {
	t.Helper()

	var wait sync.WaitGroup

	for i := range members {
		wait.Go(func() {
			id := fmt.Sprintf("member-test-%d", i)

			got, err := c.MemberTokens(t.Context(), client.MemberIdentityProviders()[0],
				client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: id})
			if err != nil {
				t.Error(err)

				return
			}

			if *got.ProviderSubject != id || *got.RequestID != "request-"+id || got.Scopes[0] != id {
				t.Errorf("asked for %s, got %s", id, asJSON(t, got))
			}
		})
	}

	wait.Wait()
}

// counting starts a server that counts its connections.
func counting(t *testing.T, handler http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()

	connections := new(atomic.Int32)
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}

	t.Cleanup(server.Close)

	return server, connections
}

func TestParallelReads(t *testing.T) {
	t.Parallel()

	const members, rounds = 64, 5

	server, connections := counting(t, echo)
	server.Start()

	c := newClient(t, server.URL)

	for range rounds {
		readEach(t, c, members)
	}

	// A connection may be opened for a read that another connection then serves, but not for each.
	if got := int(connections.Load()); got > rounds*members/2 {
		t.Errorf("%d connections for %d times %d reads", got, rounds, members)
	}
}

// fewOf asserts that connections were kept and used again. On a machine that is busy, Go's transport gives one up now
// and then: it waits 50 ms for the news that a request has left.
func fewOf(t *testing.T, connections *atomic.Int32) {
	t.Helper()

	if got := connections.Load(); got > 5 {
		t.Errorf("%d connections, want 1 or a few more", got)
	}
}

func TestReadsOneAfterTheOtherShareAConnection(t *testing.T) {
	t.Parallel()

	server, connections := counting(t, echo)
	server.Start()

	c := newClient(t, server.URL)
	for range 100 {
		readEach(t, c, 1)
	}

	fewOf(t, connections)
}

func TestErrorsKeepTheConnection(t *testing.T) {
	t.Parallel()

	server, connections := counting(t, stytchError(404, "member_not_found"))
	server.Start()

	c := newClient(t, server.URL)
	for range 20 {
		fails(t, readTokens(t.Context(), c), client.KindAPI)
	}

	fewOf(t, connections)
}

func TestParallelReadsOverHTTP2ShareAConnection(t *testing.T) {
	t.Parallel()

	server, connections := counting(t, echo)
	server.EnableHTTP2 = true
	server.StartTLS()

	c := newClient(t, server.URL)
	client.Trust(t, c, server.Certificate())

	readEach(t, c, 64)

	if got := connections.Load(); got != 1 {
		t.Errorf("%d connections, want 1", got)
	}
}

func TestParallelCallsOfEveryKind(t *testing.T) {
	t.Parallel()

	var wait sync.WaitGroup

	calls := everyCall()

	// One server for all of them, which tells by the path what it is asked.
	answers := map[string]string{}
	for _, call := range calls {
		one, record := serve(t, reply(200, call.answer))
		if _, err := call.send(t.Context(), one); err != nil {
			t.Fatal(err)
		}

		target, _, _ := strings.Cut(record.only(t).Target, "?")
		answers[target] = call.answer
	}

	c, record := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply(200, answers[r.URL.Path])(w, r)
	}))

	for range 10 {
		for _, call := range calls {
			wait.Go(func() {
				if _, err := call.send(t.Context(), c); err != nil {
					t.Errorf("%s: %v", call.name, err)
				}
			})
		}
	}

	wait.Wait()

	if record.count() != 10*len(calls) {
		t.Errorf("%d requests for %d calls", record.count(), 10*len(calls))
	}
}
