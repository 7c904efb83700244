// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// readMembers adds Members, and reads their tokens with a number of workers. It fails unless each read gets the tokens of
// its own Member.
func readMembers(t *testing.T, served *tftest.Protocol, emulator *tftest.Emulator, members, workers int) {
	t.Helper()

	ids := make(chan string, members)

	for range members {
		id := emulator.AddMember(stytchmock.Member{})
		emulator.SetMemberTokens(emulator.Seed.OrganizationID, id, "github", registrations("GitHub", tftest.Object{
			"provider_subject": "subject-of-" + id, "access_token": "token-of-" + id, "scopes": []string{"read:" + id},
			"provider_tenant_ids": []string{"tenant-of-" + id},
		}))

		ids <- id
	}

	close(ids)

	var wait sync.WaitGroup

	for range workers {
		wait.Go(func() {
			for id := range ids {
				result, diagnostics := served.Read("stytchoauth_member_github_tokens",
					with(memberArguments(emulator.Seed), tftest.Object{"member_id": id}))
				if len(diagnostics) > 0 {
					t.Errorf("%s:%s", id, diagnostics)
				}

				requireEqual(t, result["member_id"], any(id))
				requireEqual(t, result["registrations"], any([]any{tftest.Object{
					"provider_subject": "subject-of-" + id, "access_token": "token-of-" + id, "scopes": []any{"read:" + id},
					"provider_tenant_ids": []any{"tenant-of-" + id},
				}}))
			}
		})
	}

	wait.Wait()
}

// Parallel reads through one provider get a response each, and later reads use the connections again.
func TestLoadParallel(t *testing.T) {
	t.Parallel()

	const parallel, rounds = 64, 4

	emulator := tftest.Start(t)
	readMembers(t, forProject(t, emulator, stytchmock.B2B), emulator, rounds*parallel, parallel)
	emulator.RequireCount(t, stytchmock.RouteMemberTokens, rounds*parallel)

	connections := map[string]bool{}
	for _, request := range emulator.Requests() {
		connections[request.RemoteAddr] = true
	}

	if len(connections) > parallel+parallel/2 {
		t.Errorf("%d connections for %d reads, of which %d at a time", len(connections), rounds*parallel, parallel)
	}
}

// Under a rate limit all reads succeed without a retry, with few responses of 429. The pace of larger numbers is tested
// in internal/client, where time is virtual.
func TestLoadUnderRateLimit(t *testing.T) {
	t.Parallel()

	const reads, limit, workers = 40, 20, 10

	emulator := tftest.Start(t, stytchmock.WithRateLimit(limit, time.Second, stytchmock.RetryAfterSeconds))
	readMembers(t, forProject(t, emulator, stytchmock.B2B), emulator, reads, workers)

	statuses := map[int]int{}
	for _, request := range emulator.Requests() {
		statuses[request.Status]++
	}

	t.Logf("responses by status: %v", statuses)

	// The reads that are under way when the limit is met first are limited, and few later ones.
	if limited := statuses[http.StatusTooManyRequests]; statuses[http.StatusOK] != reads || limited == 0 || limited > 2*workers {
		t.Errorf("responses by status: %v", statuses)
	}
}
