// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"maps"
	"slices"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// counts are numbers of requests by route.
type counts map[string]int

// minting are the routes that issue something new at each call.
func minting() []string {
	return []string{stytchmock.RouteAttach, stytchmock.RouteMemberAuthorize, stytchmock.RouteToken}
}

// meaning says in words what a route is for.
func meaning(route string) string {
	switch route {
	case stytchmock.RouteMemberTokens:
		return "read the Slack tokens that Stytch stores for Ada"
	case stytchmock.RouteMemberStart:
		return "asked where the Slack login URL leads"
	case stytchmock.RouteMemberPreflight:
		return "asked which scopes Ada may grant to the Connected App"
	case stytchmock.RouteMemberAuthorize:
		return "authorized the Connected App for Ada, and got a code"
	case stytchmock.RouteToken:
		return "got tokens: once for the code, once for a machine-to-machine (M2M) client"
	case stytchmock.RouteAttach:
		return "got an attach token, which ties the next login to Alan's User"
	case stytchmock.RouteRevoke:
		return "revoked tokens"
	default:
		return "sent a request that this demo does not know"
	}
}

// requests returns what was requested since the emulator was asked to forget, and has it forget again.
func (s *stage) requests(told *report) counts {
	found := counts{}

	for _, request := range s.mock.Requests() {
		found[request.Route]++

		if request.Status >= 400 {
			told.say("Stytch answered %d to %s.", request.Status, request.Route)
		}
	}

	s.mock.ResetRequests()

	for _, route := range slices.Sorted(maps.Keys(found)) {
		told.say("  %d x %s", found[route], meaning(route))
	}

	return found
}

// minted is how many requests there were that issue something.
func (c counts) minted() int {
	all := 0
	for _, route := range minting() {
		all += c[route]
	}

	return all
}

// play is the demo itself.
func play(ctx context.Context, s *stage, told *report) error {
	plan, err := planned(ctx, s, told)
	if err != nil {
		return err
	}

	if err := applied(ctx, s, told, plan); err != nil {
		return err
	}

	if err := s.checkOutputs(ctx, told); err != nil {
		return err
	}

	s.checkHandover(told)

	if s.cli.WriteOnlyArguments() {
		given, err := s.stored()
		if err != nil {
			return err
		}

		s.checkStore(told, given)

		if err := s.checkLogin(ctx, told, given); err != nil {
			return err
		}
	}

	if err := s.checkTraces(told); err != nil {
		return err
	}

	s.checkRevocation(told)

	return again(ctx, s, told)
}

// planned plans, in which nothing may be issued.
func planned(ctx context.Context, s *stage, told *report) (counts, error) {
	told.step("terraform plan")
	told.say("The configuration is examples/demo. Ada, a Member of an Organization, has logged in with Slack. A")
	told.say("Connected App, an application that acts for her, requests tokens. Alan, a User, gets a login URL.")
	told.say("Terraform's requests to Stytch:")

	changes, err := s.work.Plan(ctx)
	asked := s.requests(told)

	if err != nil {
		return nil, err
	}

	told.check(holds(changes, "it has none"), "The plan has changes. It is saved to a file.")
	told.check(same(asked.minted(), 0), "Nothing was issued in plan, because of open_after = timestamp().")

	return asked, nil
}

// applied applies the plan, in which everything is issued once.
func applied(ctx context.Context, s *stage, told *report, plan counts) error {
	told.step("terraform apply of the saved plan")
	told.say("Terraform's requests to Stytch:")

	err := s.work.ApplyPlan(ctx)
	s.collect()
	asked := s.requests(told)

	if err != nil {
		return err
	}

	told.check(same(asked[stytchmock.RouteAttach], 1), "One attach token was issued.")
	told.check(same(asked[stytchmock.RouteMemberAuthorize], 1), "One authorization code was issued.")
	told.check(same(asked[stytchmock.RouteToken], 2), "The code was exchanged once, and the M2M client got one token.")
	told.check(holds(plan[stytchmock.RouteMemberTokens] > 0 && asked[stytchmock.RouteMemberTokens] > 0,
		"%d in plan, %d in apply", plan[stytchmock.RouteMemberTokens], asked[stytchmock.RouteMemberTokens]),
		"The Slack tokens, which are only read, were read in plan and in apply.")

	s.checkTokens(told)
	told.say("Preconditions in the configuration checked the same, and that Alan's URL contains the attach token.")

	return nil
}
