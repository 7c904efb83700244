// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
	"slices"
)

// basicAuth authenticates a call by HTTP Basic with the project_id and secret of a project of the product; of either
// product if it is empty.
func basicAuth(product Product) func(*Server, *call) error {
	return func(s *Server, c *call) error {
		projectID, secret, _ := c.request.BasicAuth()
		for _, p := range s.projects() {
			if projectID == p.id && secret == p.secret {
				c.project = p
			}
		}
		switch {
		case c.project == nil:
			return unauthorizedCredentials()
		case product != "" && c.project.product != product:
			return wrongProduct(product)
		}

		return nil
	}
}

// publicToken authenticates a call by the public_token in its query.
func publicToken(product Product) func(*Server, *call) error {
	return func(s *Server, c *call) error {
		token := c.request.URL.Query().Get("public_token")
		for _, p := range s.projects() {
			if token == p.publicToken {
				c.project = p
			}
		}
		switch {
		case token == "":
			return badRequest("public_token_required", "The parameter \"public_token\" is required.")
		case c.project == nil:
			return notFound("public_token_not_found", "The public token could not be found.")
		case c.project.product != product:
			return wrongProduct(product)
		}

		return nil
	}
}

// projectInPath accepts a call without credentials for the project that its path names: of the product, or of either
// product if it is empty.
func projectInPath(product Product) func(*Server, *call) error {
	return func(s *Server, c *call) error {
		for _, p := range s.projects() {
			if c.path["project_id"] == p.id && (product == "" || product == p.product) {
				c.project = p

				return nil
			}
		}

		return notFound("project_not_found", "The Project could not be found.")
	}
}

// wrongProduct is the error of an endpoint of a product that is called with a project of the other one.
func wrongProduct(endpoint Product) error {
	if endpoint == B2B {
		return badRequest("invalid_b2b_endpoint", "This is a B2B endpoint, and the project is a Consumer project.")
	}

	return badRequest("invalid_consumer_endpoint", "This is a Consumer endpoint, and the project is a B2B project.")
}

// clientAuth reads the OAuth parameters of a call and authenticates its OAuth client, in one of the two ways of RFC
// 6749, section 2.3.1. A public client has only its client_id.
func clientAuth(bodies bodyTypes) func(*Server, *call) error {
	return func(s *Server, c *call) error {
		var err error
		if c.parameters, err = parseParameters(c, bodies); err != nil {
			return err
		}
		clientID, secret, err := clientCredentials(c)
		if err != nil {
			return err
		}

		// A path on a project's own domain names no project. The emulator, one host for two projects, goes by the client.
		projectID := c.path["project_id"]
		projects := s.projects()
		i := slices.IndexFunc(projects, func(p *project) bool {
			return p.id == projectID || projectID == "" && p.client(clientID) != nil
		})
		if i < 0 && projectID != "" {
			return newOAuthError("invalid_client", "The project in the path could not be found.")
		} else if i < 0 {
			return invalidClient()
		}
		c.project = projects[i]
		c.client = c.project.client(clientID)
		if c.client == nil || !c.client.active || !c.client.accepts(secret) {
			return invalidClient()
		}

		return nil
	}
}

func invalidClient() error {
	return newOAuthError("invalid_client", "The client_id or client_secret is invalid.")
}

// clientCredentials reads a client's credentials from the parameters or the Authorization header, where they are
// form-encoded first (RFC 6749, section 2.3.1).
func clientCredentials(c *call) (clientID, secret string, err error) {
	clientID, secret = c.parameters["client_id"], c.parameters["client_secret"]
	if c.request.Header.Get("Authorization") != "" {
		user, password, ok := c.request.BasicAuth()
		basicID, errID := url.QueryUnescape(user)
		basicSecret, errSecret := url.QueryUnescape(password)
		switch {
		case !ok || errID != nil || errSecret != nil:
			return "", "", newOAuthError("invalid_client", "The Authorization header is not HTTP Basic.")
		case secret != "" || clientID != "" && clientID != basicID:
			return "", "", newOAuthError("invalid_request", "The client must authenticate in one way only.")
		}
		clientID, secret = basicID, basicSecret
	}
	if clientID == "" {
		return "", "", newOAuthError("invalid_request", "The parameter client_id is required.")
	}

	return clientID, secret, nil
}

// whoami serves GET /v1/debug/whoami.
func (s *Server) whoami(c *call) (*response, error) {
	return newResponse(http.StatusOK, object{"project_id": c.project.id, "name": c.project.name}), nil
}
