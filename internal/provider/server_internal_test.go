// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"testing"
)

// carried is the key of what a context carries.
type carried struct{}

func TestLentContext(t *testing.T) {
	t.Parallel()

	owner, cancel := context.WithCancel(context.WithValue(t.Context(), carried{}, "something"))

	kept, err := lend(owner, func(ctx context.Context, argument string) (context.Context, error) {
		if ctx.Err() != nil || ctx.Value(carried{}) != "something" || argument != "argument" {
			t.Errorf("lent: %v, %v, %q", ctx.Err(), ctx.Value(carried{}), argument)
		}

		// As the framework's server does.
		child, cancelChild := context.WithCancel(ctx)
		t.Cleanup(cancelChild)

		cancel()
		<-child.Done()

		return child, child.Err()
	}, "argument")

	if !errors.Is(err, context.Canceled) {
		t.Errorf("the owner's end does not reach the call: %v", err)
	}

	if kept.Value(carried{}) != nil {
		t.Errorf("afterwards it still has %v", kept.Value(carried{}))
	}
}

func TestLentContextEndsWithTheCall(t *testing.T) {
	t.Parallel()

	kept, err := lend(t.Context(), func(ctx context.Context, _ struct{}) (context.Context, error) {
		return ctx, ctx.Err()
	}, struct{}{})
	if err != nil {
		t.Fatal(err)
	}

	<-kept.Done()

	if !errors.Is(kept.Err(), context.Canceled) {
		t.Errorf("error %v", kept.Err())
	}

	if _, ok := kept.Deadline(); ok {
		t.Error("it has a deadline")
	}
}
