// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"io"
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
func (r *report) writeJSON(out io.Writer) error {
	text, err := json.MarshalIndent(r.document(), "", "  ")
	if err != nil {
		return err
	}

	_, err = out.Write(append(text, '\n'))

	return err
}

// jsonFile is the file for it. Without one, nothing is written.
type jsonFile struct {
	*os.File

	isNew bool
}

// openJSON opens the file before anything is measured, so that a wrong path costs nothing. An empty path is none.
func openJSON(path string) (*jsonFile, error) {
	if path == "" {
		return &jsonFile{}, nil
	}

	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return &jsonFile{file, true}, nil
	}

	// What is there stays, until there are new figures.
	if file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}

	return &jsonFile{File: file}, nil
}

// end writes the report, or after a failure leaves everything as it was.
func (f *jsonFile) end(told *report, failure error) error {
	switch {
	case f.File == nil:
		return failure
	case failure == nil:
		return errors.Join(f.replace(told), f.Close())
	case f.isNew:
		return errors.Join(failure, f.Close(), os.Remove(f.Name()))
	}

	return errors.Join(failure, f.Close())
}

// replace writes the report in place of what is there. A terminal or a pipe has nothing to replace.
func (f *jsonFile) replace(told *report) error {
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() {
		err = f.Truncate(0)
	}

	if err != nil {
		return err
	}

	return told.writeJSON(f)
}
