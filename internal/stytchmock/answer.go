// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
)

// object is a JSON object.
type object map[string]any

// answer is a whole HTTP answer, held in memory so that it can be recorded,
// delayed, cut or replaced before a byte of it is sent.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// newAnswer encodes a payload with the envelope that every Stytch body has:
// request_id and status_code. A payload may set either itself.
func newAnswer(status int, payload object) answer {
	body := object{"request_id": newRequestID(), "status_code": status}
	maps.Copy(body, payload)
	encoded, err := encode(body)
	if err != nil {
		return internalServerError(err).answer("")
	}

	return jsonAnswer(status, encoded)
}

// encode is json.Marshal without the escapes for HTML, so that a URL in a body
// reads as what it is.
func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}

	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

func jsonAnswer(status int, body []byte) answer {
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"application/json"}},
		body:   body,
	}
}

// with returns the answer with one more header.
func (a answer) with(name, value string) answer {
	a.header.Set(name, value)

	return a
}

// write sends the answer. A write error means that the client is gone, which is
// no concern of the emulator's.
func (a answer) write(w http.ResponseWriter) {
	a.writeHeader(w)
	_, _ = w.Write(a.body)
}

func (a answer) writeHeader(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	if bodyAllowed(a.status) {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
}

// bodyAllowed tells whether an answer with this status may carry a body (RFC
// 9110, section 6.4.1).
func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
