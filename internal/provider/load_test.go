// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// manyReads is a configuration of so many reads.
func manyReads(count int) string {
	return fmt.Sprintf(`
data "stytchoauth_member_github_tokens" "this" {
  count           = %d
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}
`, count)
}

// loadMembers adds Members with a token each, and returns their ids. A Member's token is told by tokenOf.
func loadMembers(t *testing.T, emulator *tftest.Emulator, count int) []string {
	t.Helper()

	ids := make([]string, count)

	for i := range ids {
		ids[i] = emulator.AddMember(stytchmock.Member{})

		if !emulator.SetMemberTokens(emulator.Seed.OrganizationID, ids[i], "github", registrations("GitHub", tftest.Object{
			"provider_subject": "subject-of-" + ids[i], "access_token": tokenOf(ids[i]), "scopes": []string{"read:" + ids[i]},
			"provider_tenant_ids": []string{"tenant-of-" + ids[i]},
		})) {
			t.Fatalf("no Member %s", ids[i])
		}
	}

	return ids
}

// tokenOf is the token of one of the loadMembers.
func tokenOf(memberID string) string {
	return "token-of-" + memberID
}

// readAll reads the tokens of Members, so many at a time as there are workers, and fails unless each gets its own.
func readAll(t *testing.T, served *tftest.Protocol, emulator *tftest.Emulator, ids []string, workers int) {
	t.Helper()

	var wait sync.WaitGroup

	work := make(chan string, len(ids))
	for _, id := range ids {
		work <- id
	}

	close(work)

	for range workers {
		wait.Go(func() {
			for id := range work {
				result, diagnostics := served.Read("stytchoauth_member_github_tokens",
					with(memberArguments(emulator.Seed), tftest.Object{"member_id": id}))
				if len(diagnostics) > 0 {
					t.Errorf("%s:%s", id, diagnostics)
				}

				requireEqual(t, result["member_id"], any(id))
				requireEqual(t, result["registrations"], any([]any{tftest.Object{
					"provider_subject": "subject-of-" + id, "access_token": tokenOf(id), "scopes": []any{"read:" + id},
					"provider_tenant_ids": []any{"tenant-of-" + id},
				}}))
			}
		})
	}

	wait.Wait()
}

// limitedLoad is what an emulator with a rate limit saw.
type limitedLoad struct {
	passed, limited int
	// early are the requests that came while a Retry-After ran, beside those that were on their way when it began.
	early int
	took  time.Duration
}

// onTheWay is how long a request may take, or a 429, on a machine that is busy.
const onTheWay = 250 * time.Millisecond

// seen reads the requests of an emulator. The Retry-After is the one that a window of a second makes it send.
func seen(t *testing.T, emulator *tftest.Emulator, retryAfter stytchmock.RetryAfterStyle) limitedLoad {
	t.Helper()

	var (
		load  limitedLoad
		until time.Time
		since time.Time
	)

	requests := emulator.Requests()

	for _, request := range requests {
		if request.Received.Before(until) && request.Received.After(since.Add(onTheWay)) {
			load.early++
		}

		switch request.Status {
		case 200:
			load.passed++
		case 429:
			load.limited++

			if retryAfter == stytchmock.RetryAfterSeconds && request.Received.After(until) {
				since, until = request.Received, request.Received.Add(time.Second)
			}
		default:
			t.Errorf("status %d", request.Status)
		}
	}

	load.took = requests[len(requests)-1].Received.Sub(requests[0].Received)
	t.Logf("Retry-After %s: %d passed and %d times 429, %d early, in %s", retryAfter, load.passed, load.limited, load.early,
		load.took.Round(time.Millisecond))

	return load
}

// A plan of 200 reads against 20 a second, with as many at a time as Terraform runs: each read gets its answer, without
// one retry, and in little more than the time that the limit makes it take. The pace is learned, so that few requests
// are limited, and hardly any is sent while Stytch has asked for silence.
func TestLoadUnderRateLimit(t *testing.T) {
	t.Parallel()

	const reads, limit = 200, 20

	var wait sync.WaitGroup

	emulators := map[stytchmock.RetryAfterStyle]*tftest.Emulator{}

	for _, retryAfter := range []stytchmock.RetryAfterStyle{stytchmock.RetryAfterSeconds, stytchmock.RetryAfterNone} {
		emulator := tftest.Start(t, stytchmock.WithRateLimit(limit, time.Second, retryAfter))
		served, ids := forProject(t, emulator, stytchmock.B2B), loadMembers(t, emulator, reads)
		emulators[retryAfter] = emulator

		wait.Go(func() { readAll(t, served, emulator, ids, 10) })
	}

	wait.Wait()

	for retryAfter, emulator := range emulators {
		load := seen(t, emulator, retryAfter)
		requireBounded(t, load, reads, limit)

		if load.limited == 0 {
			t.Error("the limit was never met")
		}
	}
}

// requireBounded fails unless all reads passed, once each, with few 429, and without a storm.
func requireBounded(t *testing.T, load limitedLoad, reads, limit int) {
	t.Helper()

	if load.passed != reads {
		t.Errorf("%d answers for %d reads", load.passed, reads)
	}

	// Each window that is met too early costs a 429 for each read that is under way then.
	if load.limited > 3*reads/10 {
		t.Errorf("%d times 429, want at most %d", load.limited, 3*reads/10)
	}

	if load.early > reads/20 {
		t.Errorf("%d requests while a Retry-After ran", load.early)
	}

	// No more than a bound: how busy the machine is decides how much longer it takes.
	if least := time.Duration(reads/limit-1) * time.Second; load.took < least || load.took > least+time.Minute {
		t.Errorf("it took %s, and cannot take less than %s", load.took, least)
	}
}

// The same with a real Terraform and the provider's own binary. On a busy machine that may be too slow to meet the limit.
func TestLoadUnderRateLimitInTerraform(t *testing.T) {
	t.Parallel()

	const reads, limit = 80, 20

	emulator := tftest.Start(t, stytchmock.WithRateLimit(limit, time.Second, stytchmock.RetryAfterSeconds))
	workspace := tftest.NewWorkspace(t, fmt.Sprintf(`
provider "stytchoauth" {
  project_id  = %q
  secret      = %q
  base_url    = %q
  max_retries = 0
}

data "stytchoauth_member_github_tokens" "this" {
  count           = %d
  organization_id = %q
  member_id       = %q
}

output "read" {
  value = length(data.stytchoauth_member_github_tokens.this[*].request_id)
}
`, emulator.Seed.ProjectID, emulator.Seed.Secret, emulator.URL, reads, emulator.Seed.OrganizationID,
		emulator.Seed.MemberID))

	output, err := workspace.Run(nil, "plan", "-no-color", "-input=false")
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	if want := `+ read = ` + strconv.Itoa(reads); !tftest.Contains(output, want) {
		t.Errorf("it does not plan %q:\n%s", want, output)
	}

	requireBounded(t, seen(t, emulator, stytchmock.RetryAfterSeconds), reads, limit)
}
