// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
)

// oauthRequest is a request to the token endpoint or one of its siblings, with
// its client authenticated.
type oauthRequest struct {
	project *project
	client  *client
	// parameters holds what is not empty: RFC 6749, section 3.2, has a parameter
	// without a value count as left out.
	parameters map[string]string
}

// parseOAuthRequest finds the project, reads the parameters and authenticates
// the client. Unknown parameters are ignored (RFC 6749, section 3.2).
func (s *Server) parseOAuthRequest(c *call, takesJSON bool) (*oauthRequest, *oauthError) {
	parameters, failure := parseParameters(c, takesJSON)
	if failure != nil {
		return nil, failure
	}
	request := &oauthRequest{parameters: parameters}
	clientID, secret, failure := request.credentials(c.request)
	if failure != nil {
		return nil, failure
	}
	request.project, failure = s.oauthProject(c.path["project_id"], clientID)
	if failure != nil {
		return nil, failure
	}

	if failure := request.authenticate(clientID, secret); failure != nil {
		return nil, failure
	}

	return request, nil
}

// oauthProject finds the project that the path names. On a domain of its own a
// project needs no name; the emulator, one host for two projects, goes by the
// client instead.
func (s *Server) oauthProject(projectID, clientID string) (*project, *oauthError) {
	for _, p := range s.projects() {
		if p.id == projectID || projectID == "" && p.clients[clientID] != nil {
			return p, nil
		}
	}
	if projectID == "" {
		return nil, invalidClient()
	}

	return nil, newOAuthError("invalid_client", "The project in the path could not be found.")
}

// credentials reads the client's credentials, which come in one of the two ways
// of RFC 6749, section 2.3.1.
func (r *oauthRequest) credentials(request *http.Request) (clientID, secret string, failure *oauthError) {
	clientID, secret = r.parameters["client_id"], r.parameters["client_secret"]
	if request.Header.Get("Authorization") != "" {
		basicID, basicSecret, ok := clientBasicAuth(request)
		switch {
		case !ok:
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

// authenticate checks the credentials, or takes a public client at its word. A
// project's API credentials are no client credentials.
func (r *oauthRequest) authenticate(clientID, secret string) *oauthError {
	found := r.project.clients[clientID]
	// Compared even where there is no such client, so that time tells nothing.
	expected := ""
	if found != nil {
		expected = found.Secret
	}
	if matches := equalSecrets(secret, expected); found == nil || !matches || found.inactive {
		return invalidClient()
	}
	r.client = found

	return nil
}

func invalidClient() *oauthError {
	return newOAuthError("invalid_client", "The client_id or client_secret is invalid.")
}

// clientBasicAuth reads client credentials from the Authorization header, where
// they are form-encoded first (RFC 6749, section 2.3.1).
func clientBasicAuth(request *http.Request) (clientID, secret string, ok bool) {
	clientID, secret, ok = request.BasicAuth()
	if decoded, err := url.QueryUnescape(clientID); err == nil {
		clientID = decoded
	}
	if decoded, err := url.QueryUnescape(secret); err == nil {
		secret = decoded
	}

	return clientID, secret, ok
}
