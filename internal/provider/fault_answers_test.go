// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strconv"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// answerFault is something that an emulator does instead of answering.
type answerFault struct {
	fault stytchmock.Fault
	// says are parts of what is said of it.
	says []string
}

const (
	serverFault = "https://status.stytch.com tells about outages."
	notStytch   = "check that it leads to Stytch, and that no proxy or login page answers in its place"
	network     = "Check that this machine reaches the host: its network, DNS, the proxy in HTTPS_PROXY and NO_PROXY"
)

// page is an HTML page in place of an answer.
func page(status int) stytchmock.Fault {
	return stytchmock.Fault{
		Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: "<html><h1>Sorry</h1></html>",
	}
}

// body is an answer with a body of its own.
func body(text string) stytchmock.Fault {
	return stytchmock.Fault{Status: http.StatusOK, Body: text}
}

// passingFaults may be over when a call is sent again, and may hit a call that has taken effect.
func passingFaults() map[string]answerFault {
	faults := map[string]answerFault{
		"502 with a page": {page(http.StatusBadGateway), []string{
			"answered with 502 Bad Gateway: the answer is not Stytch's: it has content type text/html, and no JSON object in it.",
			serverFault, "status: 502\n",
		}},
		"reset before an answer": {stytchmock.Fault{Reset: true}, []string{
			"There was no answer from 127.0.0.1:", ": the connection was reset.", network,
		}},
		"reset within an answer": {stytchmock.Fault{ResetDuringBody: true}, []string{
			"began to answer with status 200, and did not finish: the connection was reset.", network, "status: 200\n",
		}},
		"cut short": {stytchmock.Fault{Cut: true}, []string{
			"began to answer with status 200, and did not finish: the answer was cut short.", network, "status: 200\n",
		}},
		"whole by its length, cut short by its content": {body(`{"request_id":"r","status_co`), []string{
			"answered with 200 OK: the answer was cut short.", notStytch, "status: 200\n",
		}},
	}

	for status, text := range map[int]string{
		500: "500 Internal Server Error", 502: "502 Bad Gateway", 503: "503 Service Unavailable", 504: "504 Gateway Timeout",
	} {
		faults[strconv.Itoa(status)] = answerFault{
			stytchmock.Fault{Status: status, Body: `{"error_type":"a_type","error_message":"A message.","request_id":"request-id-test-1"}`},
			[]string{
				"answered with " + text + ": a_type: A message.", serverFault, "error_type: a_type\nrequest_id: request-id-test-1\n",
			},
		}
	}

	return faults
}

// lastingFaults are answers that come again if the call does.
func lastingFaults() map[string]answerFault {
	return map[string]answerFault{
		"page":           {page(http.StatusOK), []string{"the answer is not JSON (content type text/html, 27 bytes)", notStytch}},
		"malformed":      {body(`{"request_id":}`), []string{"the answer is not JSON (content type application/json, 15 bytes)", notStytch}},
		"wrong type":     {body(`{"request_id":5}`), []string{"the answer's field request_id is a JSON number, which is not what", notStytch}},
		"another status": {body(`{"status_code":"200"}`), []string{"the answer's field status_code is a JSON string", notStytch}},
		"no body":        {body(``), []string{"the answer is empty (content type application/json)", notStytch}},
		"null":           {body(`null`), []string{"the answer lacks what Stytch's API promises: ", notStytch}},
		"empty object":   {body(`{}`), []string{"the answer lacks what Stytch's API promises: ", notStytch}},
		"list":           {body(`[]`), []string{"the answer is a JSON array where an object is due", notStytch}},
		"endless":        {stytchmock.Fault{Endless: true}, []string{"the answer is larger than 1 MiB, which no answer of Stytch's is", notStytch}},
	}
}
