// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"sync"
	"time"
)

// Server is the emulator: an [http.Handler] that serves one B2B and one
// Consumer project. It is safe for concurrent use.
type Server struct {
	now     func() time.Time
	latency time.Duration
	limiter *rateLimiter
	stop    func()
	routes  []route

	refreshOnRead       bool
	codeLifetime        time.Duration
	attachTokenLifetime time.Duration

	mu       sync.Mutex
	b2b      *project
	consumer *project
	fixture  Fixture
	// given holds the providers that tokens were set of.
	given    map[string]bool
	requests []*Request
	faults   []*injection
}

// New returns an emulator with one B2B and one Consumer project, with fresh
// random ids and secrets in Stytch's formats.
func New(options ...Option) *Server {
	s := &Server{
		now:                 time.Now,
		codeLifetime:        DefaultCodeLifetime,
		attachTokenLifetime: DefaultAttachTokenLifetime,
		b2b:                 newProject(B2B, "Acme B2B"),
		consumer:            newProject(Consumer, "Acme Consumer"),
		given:               map[string]bool{},
	}
	for _, option := range options {
		option(s)
	}
	s.routes = s.endpoints()
	s.fixture = s.seed()

	return s
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

// ServeHTTP answers a control plane request itself and passes every other one
// through the layer that records, limits and spoils it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if control := s.control(r); control != nil {
		control(w, r)

		return
	}
	s.front(w, r)
}
