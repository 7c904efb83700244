// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
)

// again runs once more, with nothing to change.
func again(ctx context.Context, s *stage, told *report) error {
	told.step("terraform plan again, with nothing to change")
	told.say("Terraform's requests to Stytch:")

	changes, err := s.work.Plan(ctx)
	asked := s.requests(told)

	if err != nil {
		return err
	}

	if s.cli.PlansOpenings() {
		told.say("%s shows each opening as a change, so this plan has some; OpenTofu 1.12 does not.", s.cli)
	} else {
		told.check(holds(!changes, "it has changes"), "The plan has no changes, so there is no need to apply.")
	}

	told.check(same(asked.minted(), 0), "Nothing more was issued.")

	var fault error
	if codes := s.mock.Codes(); len(codes) != 1 {
		fault = errors.Join(fault, fmt.Errorf("%d authorization codes", len(codes)))
	}

	if tokens := s.mock.AttachTokens(); len(tokens) != 1 {
		fault = errors.Join(fault, fmt.Errorf("%d attach tokens", len(tokens)))
	}

	told.check(fault, "From start to finish, Stytch issued one authorization code and one attach token.")

	return applyAnyway(ctx, s, told)
}

// applyAnyway shows what an apply does that has nothing to change, which is not what many expect.
func applyAnyway(ctx context.Context, s *stage, told *report) error {
	told.step("terraform apply nevertheless")
	told.say("Terraform's requests to Stytch:")

	err := s.work.Apply(ctx)
	s.collect()
	asked := s.requests(told)

	if err != nil {
		return err
	}

	if asked.minted() > 0 {
		told.say("%s opens ephemeral resources in every apply, even if there is nothing to change.", s.cli.Product.Name)
		told.say("If that matters, plan first, and apply only plans that have changes (plan -detailed-exitcode).")
	}

	written, err := s.written()
	if err != nil {
		return err
	}

	told.check(traces(written, s.secrets...), "None of the %d secrets is in the state or the plan.", len(s.secrets))

	if s.cli.WriteOnlyArguments() {
		_, err = s.stored()
		told.check(err, "The secret store was given nothing more, because no secret_string_wo_version changed.")
	}

	var fault error

	for _, token := range s.mock.IssuedTokens() {
		if token.ClientID == s.fixture.ClientID && token.Active {
			fault = errors.Join(fault, fmt.Errorf("the %s token %s is valid", token.Kind, short(token.Value)))
		}
	}

	told.check(fault, "None of the Connected App's tokens is still valid.")

	return nil
}
