// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
)

// document is the report as JSON.
type document struct {
	about

	Plans []planDocument `json:"plans"`
}

// planDocument is one case. Without a server it is about what Terraform itself needs.
type planDocument struct {
	Server         protocol `json:"server,omitempty"`
	LatencySeconds float64  `json:"latency_seconds"`
	Reads          int      `json:"reads"`
	WaitingSeconds float64  `json:"waiting_seconds"`
	// Providers has the figures of each by its name, and Ratio those of this provider divided by the peer's.
	Providers map[string]map[string]summary `json:"providers"`
	Ratio     map[string]summary            `json:"ratio,omitempty"`
}

// document gathers everything.
func (r *report) document() document {
	all := document{about: r.about, Plans: make([]planDocument, len(r.results))}

	for i, found := range r.results {
		plan := planDocument{
			Server: found.server, LatencySeconds: found.latency.Seconds(), Reads: found.reads,
			WaitingSeconds: found.waiting().Seconds(), Providers: map[string]map[string]summary{},
		}

		for _, one := range found.series {
			plan.Providers[one.contender] = map[string]summary{}
			for _, figure := range figures() {
				plan.Providers[one.contender][figure.key] = summarize(one.of(figure))
			}
		}

		if compared, ok := found.compare(); ok {
			plan.Ratio = compared
		}

		all.Plans[i] = plan
	}

	return all
}

// writeJSON writes it.
func (r *report) writeJSON(file string) error {
	text, err := json.MarshalIndent(r.document(), "", "  ")
	if err != nil {
		return err
	}

	return os.WriteFile(file, append(text, '\n'), 0o600)
}
