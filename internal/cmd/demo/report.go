// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"time"
)

// report is what is printed, and counts what was checked.
type report struct {
	out io.Writer

	steps, checked, wrong int
}

// begin says what is going to be seen.
func (r *report) begin() {
	fmt.Fprint(r.out, `Stytch is a service that applications use to log their users in. This demo runs Terraform
with the provider stytchoauth, which gets OAuth tokens and login URLs from Stytch, and
shows that no secret ends up in Terraform's state or plan. An emulator stands in for Stytch.
`)
}

// step begins a new one.
func (r *report) step(title string) {
	r.steps++
	fmt.Fprintf(r.out, "\n%d. %s\n\n", r.steps, title)
}

// say tells something.
func (r *report) say(format string, values ...any) {
	fmt.Fprintf(r.out, "   "+format+"\n", values...)
}

// check tells whether something is as it should be: fault says what is wrong with it, and is nil if nothing is.
func (r *report) check(fault error, format string, values ...any) {
	r.checked++

	mark := "  ok   "
	if fault != nil {
		r.wrong++

		mark = "  WRONG"
	}

	fmt.Fprintf(r.out, mark+" "+format+"\n", values...)

	if fault != nil {
		fmt.Fprintf(r.out, "         %v\n", fault)
	}
}

// end says how it went.
func (r *report) end(took time.Duration) {
	fmt.Fprintf(r.out, "\nAll %d checks passed in %.1f s. Everything that was created for this run has been removed.\n"+
		"The configuration is in examples/demo. To write your own, see docs/index.md.\n",
		r.checked, took.Seconds())
}

// same is a fault unless both are equal.
func same[T comparable](got, want T) error {
	if got == want {
		return nil
	}

	return fmt.Errorf("it is %v, but should be %v", got, want)
}

// holds is a fault unless a condition holds.
func holds(condition bool, fault string, values ...any) error {
	if condition {
		return nil
	}

	return fmt.Errorf(fault, values...)
}

// short shows enough of a secret to tell it from others.
func short(secret string) string {
	const shown = 6

	if len(secret) <= 4*shown {
		return fmt.Sprintf("(%d characters)", len(secret))
	}

	return fmt.Sprintf("%s… (%d characters)", secret[:shown], len(secret))
}
