// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"slices"
	"sync"
	"time"
)

// Product is the kind of a Stytch project.
type Product string

// A project is either B2B (organizations and members) or Consumer (users).
const (
	B2B      Product = "b2b"
	Consumer Product = "consumer"
)

// project is the state of one Stytch project. The emulator's mutex guards it.
type project struct {
	product     Product
	name        string
	id          string
	secret      string
	publicToken string
	callbackID  string
	// issuer is the iss of all JWTs.
	issuer string

	organizations []*organization
	// subjects are the members of a B2B project, or the users of a Consumer project.
	subjects []*subject
	sessions []*session
	// clients holds the Connected Apps and M2M clients in the order of their creation.
	clients      []*client
	clientsAdded int
	installs     []*install
	codes        []*code
	tokens       []*issuedToken
	attachTokens []*attachToken

	// redirectURLs holds the registered redirect URLs of start endpoints by their type: login, signup or discovery.
	redirectURLs map[string][]string

	// signingKey makes the project's key when it is first needed: making an RSA key takes longer than most tests.
	signingKey func() *signingKey
}

func newProject(product Product, name string) *project {
	id := newID("project-test")

	return &project{
		product:      product,
		name:         name,
		id:           id,
		issuer:       "stytch.com/" + id,
		secret:       newSecret(),
		publicToken:  newID("public-token-test"),
		callbackID:   newID("oauth-callback-test"),
		redirectURLs: map[string][]string{},
		signingKey:   sync.OnceValue(newSigningKey),
	}
}

// project returns the project of a product; the zero Product means B2B.
func (s *Server) project(product Product) *project {
	if product == Consumer {
		return s.consumer
	}

	return s.b2b
}

// projects returns both projects.
func (s *Server) projects() []*project {
	return []*project{s.b2b, s.consumer}
}

// timestamp formats a time as Stytch does: RFC 3339, in UTC.
func timestamp(t time.Time) string {
	return t.UTC().Format(time.RFC3339)
}

// unique drops repetitions and keeps the order. The result is not nil, so that JSON has an empty list.
func unique(list []string) []string {
	kept := []string{}
	for _, element := range list {
		if !slices.Contains(kept, element) {
			kept = append(kept, element)
		}
	}

	return kept
}

func containsAll(all, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(one string) bool { return !slices.Contains(all, one) })
}
