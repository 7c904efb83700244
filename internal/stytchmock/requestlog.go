// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "unicode/utf8"

// requestLog is the answer of GET /mock/requests.
func (s *Server) requestLog() object {
	type loggedRequest struct {
		Request

		Body string `json:"body"`
		// BodyBase64 is a body that is no text, which JSON could not hold as it is.
		BodyBase64 []byte `json:"body_base64,omitempty"`
	}
	log := []loggedRequest{}
	for _, request := range s.Requests() {
		logged := loggedRequest{Request: request}
		if utf8.Valid(request.Body) {
			logged.Body = string(request.Body)
		} else {
			logged.BodyBase64 = request.Body
		}
		log = append(log, logged)
	}

	return object{"requests": log}
}
