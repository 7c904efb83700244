// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"iter"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Listed is a result of a list resource.
type Listed struct {
	DisplayName string
	Identity    Object
	// Resource is nil unless it was asked for.
	Resource Object
}

// lists returns the server as one that has list resources, which not every server has.
func (p *Protocol) lists() tfprotov6.ProviderServerWithListResource { //nolint:staticcheck // It is to become a part of ProviderServer.
	p.tb.Helper()

	server, ok := p.Server.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // As above.
	if !ok {
		p.tb.Fatal("the server has no list resources")
	}

	return server
}

// actions returns the server as one that has actions.
func (p *Protocol) actions() tfprotov6.ProviderServerWithActions { //nolint:staticcheck // It is to become a part of ProviderServer.
	p.tb.Helper()

	server, ok := p.Server.(tfprotov6.ProviderServerWithActions) //nolint:staticcheck // As above.
	if !ok {
		p.tb.Fatal("the server has no actions")
	}

	return server
}

// List yields what a list resource finds. A result that is an error has diagnostics alone.
func (p *Protocol) List(name string, config Object, limit int64, include bool) iter.Seq2[Listed, Diagnostics] {
	p.tb.Helper()

	resp, err := p.lists().ListResource(p.ctx(), &tfprotov6.ListResourceRequest{
		TypeName: name, Config: p.pack(p.find(p.Schema.ListResourceSchemas, name), config), Limit: limit,
		IncludeResource: include,
	})
	p.must(err)

	return func(yield func(Listed, Diagnostics) bool) {
		for result := range resp.Results {
			found := p.managed(name, result.Resource, result.Identity, nil)
			if !yield(Listed{result.DisplayName, found.Identity, found.State}, result.Diagnostics) {
				return
			}
		}
	}
}

// ValidateList validates the arguments of a list resource.
func (p *Protocol) ValidateList(name string, config Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.lists().ValidateListResourceConfig(p.ctx(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: name, Config: p.pack(p.find(p.Schema.ListResourceSchemas, name), config),
	})
	p.must(err)

	return resp.Diagnostics
}

// ValidateAction validates the arguments of an action.
func (p *Protocol) ValidateAction(name string, config Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.actions().ValidateActionConfig(p.ctx(), &tfprotov6.ValidateActionConfigRequest{
		ActionType: name, Config: p.pack(p.action(name).Schema, config),
	})
	p.must(err)

	return resp.Diagnostics
}

// action returns the schema of an action.
func (p *Protocol) action(name string) *tfprotov6.ActionSchema {
	p.tb.Helper()

	action, ok := p.Schema.ActionSchemas[name]
	if !ok {
		p.tb.Fatalf("there is no %s", name)
	}

	return action
}

// Invoke validates, plans and invokes an action, and returns its progress messages.
func (p *Protocol) Invoke(name string, config Object) ([]string, Diagnostics) {
	p.tb.Helper()

	if invalid := p.ValidateAction(name, config); len(invalid) > 0 {
		return nil, invalid
	}

	packed := p.pack(p.action(name).Schema, config)

	planned, err := p.actions().PlanAction(p.ctx(), &tfprotov6.PlanActionRequest{ActionType: name, Config: packed})
	p.must(err)

	if len(planned.Diagnostics) > 0 {
		return nil, planned.Diagnostics
	}

	invoked, err := p.actions().InvokeAction(p.ctx(), &tfprotov6.InvokeActionRequest{ActionType: name, Config: packed})
	p.must(err)

	var messages []string

	for event := range invoked.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			messages = append(messages, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			return messages, event.Diagnostics
		}
	}

	return messages, nil
}
