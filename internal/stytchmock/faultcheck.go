// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Whoever orders a fault waits for it: what could never be seen is refused.

func (o FaultOrder) checkCount() error {
	if o.Count != nil && *o.Count == 0 {
		return errors.New("a count of 0 spoils no call: leave it out for one call, and use -1 for all")
	}

	return nil
}

// checkAnswer checks the answer that replaces the real one.
func (o FaultOrder) checkAnswer() error {
	switch {
	case o.Status == nil && o.Body != nil:
		return errors.New("body needs a status that it is the body of")
	case o.Status == nil:
		return nil
	case *o.Status < http.StatusOK || *o.Status > 599:
		return fmt.Errorf("status must be from 200 to 599, not %d", *o.Status)
	case !bodyAllowed(*o.Status) && o.Body != nil && *o.Body != "":
		return fmt.Errorf("body: an answer with the status %d has none", *o.Status)
	}

	return nil
}

// breaks are the ways in which the answer is to be broken off.
func (o FaultOrder) breaks() []string {
	var names []string
	for _, way := range []struct {
		name   string
		chosen bool
	}{
		{"cut", o.Cut}, {"reset", o.Reset}, {"reset_during_body", o.ResetDuringBody}, {"endless", o.Endless},
	} {
		if way.chosen {
			names = append(names, way.name)
		}
	}

	return names
}

// checkBreak checks how the answer is to be broken off, and that there is
// something to break.
func (o FaultOrder) checkBreak() error {
	ways := o.breaks()
	switch {
	case len(ways) > 1:
		return fmt.Errorf("%s contradict each other: choose one", strings.Join(ways, " and "))
	case (o.Reset || o.Endless) && (o.Status != nil || o.Body != nil || len(o.Header) > 0):
		return fmt.Errorf("%s has no use for status, header and body", ways[0])
	case (o.Cut || o.ResetDuringBody) && o.Status != nil && o.bodiless():
		return fmt.Errorf("%s needs a body to break off: give one beside the status %d", ways[0], *o.Status)
	}

	return nil
}

// bodiless tells whether an ordered answer has no body.
func (o FaultOrder) bodiless() bool {
	if o.Body == nil {
		return *o.Status < http.StatusBadRequest
	}

	return *o.Body == ""
}

// header checks the headers: net/http drops what is malformed without a word,
// and sets those itself that tell where a body ends.
func (o FaultOrder) header() (http.Header, error) {
	header := http.Header{}
	for name, value := range o.Header {
		canonical := http.CanonicalHeaderKey(name)
		switch {
		case !validHeaderName(name):
			return nil, fmt.Errorf("header: %q is no name of a header", name)
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			return nil, fmt.Errorf("header: the value of %s has a control character", name)
		case canonical == "Content-Length" || canonical == "Transfer-Encoding":
			return nil, fmt.Errorf("header: %s is for the emulator to set; cut makes it wrong", canonical)
		case header.Values(name) != nil:
			return nil, fmt.Errorf("header: %s comes twice", canonical)
		}
		header.Set(name, value)
	}

	return header, nil
}

// validHeaderName tells whether a name is a token (RFC 9110, section 5.6.2).
func validHeaderName(name string) bool {
	const marks = "!#$%&'*+-.^_`|~"

	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune(marks, r)
	})
}
