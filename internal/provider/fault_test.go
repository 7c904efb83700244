// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// effect is what a call does when it runs: it decides when the call may be sent again.
type effect int

const (
	// reading changes nothing.
	reading effect = iota
	// minting makes something new each time it runs.
	minting
	// spending uses something up by being sent.
	spending
)

// faultCall is a call that meets a fault.
type faultCall struct {
	use

	effect  effect
	route   string
	summary string
	// object is how the call's diagnostics name what it was about.
	object func(stytchmock.Fixture) string
}

// faultCalls are calls of every effect.
func faultCalls() map[string]faultCall {
	member := func(seed stytchmock.Fixture) string {
		return `Member "` + seed.MemberID + `" of Organization "` + seed.OrganizationID + `"`
	}
	user := func(seed stytchmock.Fixture) string { return `User "` + seed.UserID + `"` }

	return map[string]faultCall{
		"data source": {
			use: uses()["API data source"], effect: reading, route: stytchmock.RouteMemberTokens,
			summary: "Unable to Read Member's GitHub Tokens", object: member,
		},
		"ephemeral twin": {
			use: uses()["API ephemeral resource"], effect: reading, route: stytchmock.RouteMemberTokens,
			summary: "Unable to Read Member's GitHub Tokens", object: member,
		},
		"preflight": {
			use: uses()["preflight"], effect: reading, route: stytchmock.RouteUserPreflight,
			summary: "Unable to Check Authorization of Connected App", object: user,
		},
		"attach token": {
			use: uses()["attach token"], effect: minting, route: stytchmock.RouteAttach,
			summary: "Unable to Mint Attach Token", object: user,
		},
		"authorization": {
			use: use{
				name: "member_authorization", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
					return with(memberConsentArguments(seed), tftest.Object{"consent_granted": true, "skip_preflight": true})
				},
			},
			effect: minting, route: stytchmock.RouteMemberAuthorize,
			summary: "Unable to Authorize Connected App", object: member,
		},
		"code exchange": {
			use: use{
				name: "connected_app_tokens", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
					return tftest.Object{
						"client_id": seed.ClientID, "redirect_uri": seed.RedirectURI, "code": "c0d3-0f-s0m3b0dy",
						"code_verifier": verifier,
					}
				},
			},
			effect: spending, route: stytchmock.RouteToken, summary: "Unable to Exchange Authorization Code",
			object: func(seed stytchmock.Fixture) string { return `client "` + seed.ClientID + `"` },
		},
		"M2M token": {
			use: uses()["token endpoint"], effect: spending, route: stytchmock.RouteToken, summary: "Unable to Get M2M Token",
			object: func(seed stytchmock.Fixture) string { return `client "` + seed.M2MClientID + `"` },
		},
	}
}

// faulted is what came of a call that met a fault.
type faulted struct {
	faultCall

	// name says which call met which fault.
	name        string
	emulator    *tftest.Emulator
	result      tftest.Object
	diagnostics tftest.Diagnostics
}

// faulting makes calls all at once, each with an emulator and a provider of its own, and returns what came of them.
// They wait for their next attempts together: one after the other they would take minutes.
type faulting struct {
	t    *testing.T
	wait sync.WaitGroup
	mu   sync.Mutex
	done []*faulted
}

// start makes a call, with changed settings of the provider's. The emulator is set up first.
func (f *faulting) start(name string, call faultCall, settings tftest.Object, setUp func(*tftest.Emulator)) {
	f.t.Helper()

	emulator := tftest.Start(f.t)
	setUp(emulator)

	served := configured(f.t, with(emulator.Settings(call.product), settings))
	made := &faulted{faultCall: call, name: name, emulator: emulator}

	f.wait.Go(func() {
		made.result, made.diagnostics = call.run(served, emulator.Seed)

		f.mu.Lock()
		defer f.mu.Unlock()

		f.done = append(f.done, made)
	})
}

// all waits for all calls to end.
func (f *faulting) all() []*faulted {
	f.wait.Wait()

	return f.done
}

// requireSent fails unless the call was sent that many times, and nothing else was.
func (f *faulted) requireSent(t *testing.T, times int) {
	t.Helper()

	if got, all := f.emulator.Count(f.route), f.emulator.Count(""); got != times || all != times {
		t.Errorf("%s: sent %d times, and %d requests in all, want %d", f.name, got, all, times)
	}
}

// mayHaveHappened is what the diagnostic of a call says that may have taken effect all the same.
const mayHaveHappened = "What was asked for may have been done all the same, and is not asked for twice"

// requireFailed fails unless there is one diagnostic, which says these things, what the call was about, and whether it
// may have happened; and unless it shows no secret.
func (f *faulted) requireFailed(t *testing.T, maybe bool, says ...string) {
	t.Helper()

	if len(f.diagnostics) != 1 || len(f.diagnostics.Errors()) != 1 {
		t.Errorf("%s: want one diagnostic, an error:%s", f.name, f.diagnostics)

		return
	}

	got := f.diagnostics[0]
	if got.Summary != f.summary || tftest.At(got) != "" {
		t.Errorf("%s: summary %q, want %q:%s", f.name, got.Summary, f.summary, f.diagnostics)
	}

	method, path, _ := strings.Cut(f.route, " ")
	path = strings.Replace(path, "{provider}", "github", 1)

	for _, part := range append(says, f.object(f.emulator.Seed), "request: "+method+" "+path+"\n") {
		if !strings.Contains(got.Detail, part) {
			t.Errorf("%s: it does not say %q:%s", f.name, part, f.diagnostics)
		}
	}

	if strings.Contains(got.Detail, mayHaveHappened) != maybe {
		t.Errorf("%s: it says that it may have happened: %t, want %t:%s", f.name, !maybe, maybe, f.diagnostics)
	}

	seed := f.emulator.Seed
	for _, secret := range []string{
		seed.Secret, seed.ConsumerSecret, seed.M2MClientSecret, verifier, "c0d3-0f-s0m3b0dy",
	} {
		if tftest.Contains(f.diagnostics.String(), secret) {
			t.Errorf("%s: it shows a secret:%s", f.name, f.diagnostics)
		}
	}

	// What a framework returns beside an error is the arguments: nothing that was half understood.
	requireEqual(t, with(f.result), plain(f.arguments(seed)))
}

// requireHealed fails unless the call succeeded after so many requests.
func (f *faulted) requireHealed(t *testing.T, times int) {
	t.Helper()
	f.requireSent(t, times)

	if len(f.diagnostics) > 0 || f.result["request_id"] == nil {
		t.Errorf("%s: %v%s", f.name, f.result, f.diagnostics)
	}
}
