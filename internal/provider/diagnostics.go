// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// rateLimitWait returns how long the client waits for a rate limit, in words.
func rateLimitWait() string {
	return fmt.Sprintf("%d minutes", client.MaxRateLimitWait/time.Minute)
}

// task says in words what a call is for, so that its failure can be told.
type task struct {
	// verb and thing make the summary: Unable to <verb> <thing>.
	verb, thing string
	// object is what it was about, for instance a Member by id. It must not hold a secret.
	object string
	// advice is what to do about an error type, where that is more than advice.go has to say.
	advice map[string]string
	// byStatus is the same about a status.
	byStatus map[int]string
}

// failed turns an error of the client's into a diagnostic: what happened, about what, what to do, and what
// Stytch's support would ask for.
func (t task) failed(err error) diag.Diagnostics {
	summary := fmt.Sprintf("Unable to %s %s", t.verb, t.thing)

	var failure *client.Error
	if !errors.As(err, &failure) {
		// The client has no other errors; should it ever have one, nobody checked that its text may be shown.
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, "This is a bug of the provider: an unexpected error.")}
	}

	paragraphs := []string{whatHappened(failure)}
	if t.object != "" {
		paragraphs[0] += "\nThis was about " + t.object + "."
	}

	paragraphs = append(paragraphs, t.whatToDo(failure))
	paragraphs = append(paragraphs, forSupport(failure))

	return diag.Diagnostics{diag.NewErrorDiagnostic(summary, strings.Join(paragraphs, "\n\n"))}
}

// failedAt is failed with the attribute that is to blame, if there is one. It must not be a secret one.
func (t task) failedAt(at path.Path, err error) diag.Diagnostics {
	diags := t.failed(err)
	if at.Equal(path.Empty()) {
		return diags
	}

	for i, one := range diags {
		diags[i] = diag.WithPath(at, one)
	}

	return diags
}

// whatHappened is the first paragraph.
func whatHappened(failure *client.Error) string {
	var text string

	if failure.RateLimited && failure.StatusCode == 0 {
		return sentence("The request was not sent: " + failure.Reason)
	}

	switch failure.Kind {
	case client.KindInvalid:
		text = sentence("The request was not sent: " + failure.Reason)
	case client.KindNotGrantable:
		text = sentence("Stytch's preflight says that these scopes cannot be granted: "+failure.Reason) +
			" Nothing was minted."
	case client.KindRefused:
		text = sentence("Stytch refused the authorization with the OAuth error " + oauthError(failure))
	case client.KindCanceled:
		text = sentence("The request was " + failure.Reason)
	case client.KindTransport, client.KindTimeout:
		text = noResponse(failure)
	case client.KindAPI, client.KindInvalidResponse, client.KindRedirected, client.KindNotConfigured:
		text = sentence(fmt.Sprintf("%s responded with %s", failure.Host, failure.Summary()))
	}

	switch {
	case failure.RateLimited && failure.Waited < client.MaxRateLimitWait:
		text += " Another request has waited " + rateLimitWait() + " for the rate limit to pass, so this one did not wait as long."
	case failure.RateLimited:
		text += " The wait for the rate limit to pass was given up after " + rateLimitWait() + "."
	}

	return text
}

// noResponse describes a request without a complete response.
func noResponse(failure *client.Error) string {
	if failure.StatusCode == 0 {
		return sentence(fmt.Sprintf("There was no response from %s: %s", failure.Host, failure.Reason))
	}

	return sentence(fmt.Sprintf("%s began to respond with status %d, and did not finish: %s", failure.Host,
		failure.StatusCode, failure.Reason))
}

// sentence ends a text with one period.
func sentence(text string) string {
	return strings.TrimRight(text, ". ") + "."
}

// oauthError is an OAuth error with its description.
func oauthError(failure *client.Error) string {
	if failure.Message == "" {
		return failure.Type
	}

	return failure.Type + ": " + failure.Message
}

// whatToDo is the second paragraph.
func (t task) whatToDo(failure *client.Error) string {
	if failure.Kind == client.KindCanceled && !failure.MayHaveTakenEffect {
		return "The run was stopped. Nothing more is to be done."
	}

	text := t.adviceFor(failure)
	if failure.MayHaveTakenEffect {
		text += " What was asked for may have been done all the same, and is not asked for twice: a run that is " +
			"started again does it once more."
	}

	return strings.TrimSpace(text)
}

// adviceFor goes from what is most particular to what is least.
func (t task) adviceFor(failure *client.Error) string {
	if text, ok := t.advice[failure.Type]; ok {
		return text
	}

	if text, ok := adviceByType[failure.Type]; ok {
		return text
	}

	if failure.Type == "invalid_b2b_endpoint" || failure.Type == "invalid_consumer_endpoint" {
		return adviceForProduct(failure.Route)
	}

	if failure.RateLimited || failure.StatusCode == http.StatusTooManyRequests {
		return adviceRateLimit
	}

	if failure.Kind != client.KindAPI {
		return adviceByKind[failure.Kind]
	}

	if failure.StatusCode >= http.StatusInternalServerError {
		if failure.Transient {
			return adviceServerFault + adviceMoreRetries
		}

		return adviceServerFault
	}

	if failure.NotFromStytch {
		return adviceByKind[client.KindInvalidResponse]
	}

	if text, ok := t.byStatus[failure.StatusCode]; ok {
		return text
	}

	if text, ok := adviceByStatus[failure.StatusCode]; ok {
		return text
	}

	return adviceByKind[client.KindAPI]
}

// forSupport is the last paragraph: a line each for what is known.
func forSupport(failure *client.Error) string {
	status := ""
	if failure.StatusCode != 0 {
		status = strconv.Itoa(failure.StatusCode)
	}

	var lines []string

	for _, line := range []struct{ name, value string }{
		{"request", strings.TrimSpace(failure.Method + " " + failure.Route)},
		{"status", status},
		{"error_type", failure.Type},
		{"error_details", failure.Details},
		{"error_url", failure.URL},
		{"request_id", failure.RequestID},
		{"attempts", strconv.Itoa(failure.Attempts)},
	} {
		if line.value != "" {
			lines = append(lines, line.name+": "+line.value)
		}
	}

	return strings.Join(lines, "\n")
}
