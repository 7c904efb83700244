// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// carried is the key of what a context carries.
type carried struct{}

// load is what it carries: large enough not to be allocated together with others.
type load [64]byte

func TestServerForgetsContexts(t *testing.T) {
	t.Parallel()

	server := NewServer(t.Context(), "0.0.0-test", func(string) string { return "" })()

	described, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}

	const name = "stytchoauth_member_slack_tokens"

	kind := described.DataSourceSchemas[name].ValueType()

	config, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, nil))
	if err != nil {
		t.Fatal(err)
	}

	var loads []weak.Pointer[load]

	for range 10 {
		carriedLoad := new(load)
		loads = append(loads, weak.Make(carriedLoad))

		_, err = server.ValidateDataResourceConfig(context.WithValue(t.Context(), carried{}, carriedLoad),
			&tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: &config})
		if err != nil {
			t.Fatal(err)
		}
	}

	runtime.GC()

	for i, one := range loads {
		if one.Value() != nil {
			t.Errorf("the context of call %d is kept", i)
		}
	}

	runtime.KeepAlive(server)
}

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
