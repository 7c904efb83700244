// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "net/http"

// withBasicAuth lets a call through to an endpoint of a product if it carries
// the project_id and secret of a project of that product. The zero Product
// takes either.
func (s *Server) withBasicAuth(product Product, next handler) handler {
	return func(c *call) answer {
		p := s.authenticate(c.request)
		switch {
		case p == nil:
			return unauthorizedCredentials().answer(product)
		case product != "" && p.product != product:
			return wrongProduct(product).answer(p.product)
		}
		c.project = p

		return next(c)
	}
}

// authenticate returns the project whose credentials the request carries, or
// nil. Both projects are always compared.
func (s *Server) authenticate(r *http.Request) *project {
	projectID, secret, _ := r.BasicAuth()
	var found *project
	for _, p := range s.projects() {
		if p.accepts(projectID, secret) {
			found = p
		}
	}

	return found
}

// wrongProduct is the error of an endpoint of a product that was called with a
// project of the other one.
func wrongProduct(endpoint Product) *apiError {
	if endpoint == B2B {
		return badRequest("invalid_b2b_endpoint",
			"This is a B2B endpoint, and the project is a Consumer project.")
	}

	return badRequest("invalid_consumer_endpoint",
		"This is a Consumer endpoint, and the project is a B2B project.")
}

// whoami answers GET /v1/debug/whoami.
func (s *Server) whoami(c *call) answer {
	return newAnswer(http.StatusOK, object{"project_id": c.project.id, "name": c.project.name})
}
