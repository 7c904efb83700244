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

// operation describes a call in words, for its diagnostics.
type operation struct {
	// verb and noun make the summary: Unable to <verb> <noun>.
	verb, noun string
	// object is what the call is about, for instance a Member by id. It must not hold a secret.
	object string
	// advice is keyed by error type, and comes before the advice of advice.go.
	advice map[string]string
	// adviceByStatus is the same by status.
	adviceByStatus map[int]string
}

// diagnostics returns a diagnostic for an error of the client: what happened, for which object, what to do, and what
// Stytch's support asks for.
func (o operation) diagnostics(err error) diag.Diagnostics {
	summary := fmt.Sprintf("Unable to %s %s", o.verb, o.noun)

	var failure *client.Error
	if !errors.As(err, &failure) {
		// The client has no other errors. If it had one, its text could hold a secret.
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, "This is a bug of the provider: an unexpected error.")}
	}

	paragraphs := []string{whatHappened(failure)}
	if o.object != "" {
		paragraphs[0] += "\nThis was about " + o.object + "."
	}

	paragraphs = append(paragraphs, o.whatToDo(failure))
	paragraphs = append(paragraphs, forSupport(failure))

	return diag.Diagnostics{diag.NewErrorDiagnostic(summary, strings.Join(paragraphs, "\n\n"))}
}

// diagnosticsAt returns the same on an attribute, unless the path is empty. Terraform prints the line of that attribute,
// so it must not be a secret one.
func (o operation) diagnosticsAt(at path.Path, err error) diag.Diagnostics {
	diags := o.diagnostics(err)
	if at.Equal(path.Empty()) {
		return diags
	}

	for i, one := range diags {
		diags[i] = diag.WithPath(at, one)
	}

	return diags
}

// whatHappened returns the first paragraph.
func whatHappened(failure *client.Error) string {
	if failure.RateLimited && failure.Attempts == 0 {
		return sentence("The request was not sent: " + failure.Reason)
	}

	var text string

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

// sentence returns a text with one period at its end.
func sentence(text string) string {
	return strings.TrimRight(text, ". ") + "."
}

// oauthError returns an OAuth error with its description.
func oauthError(failure *client.Error) string {
	if failure.Message == "" {
		return failure.Type
	}

	return failure.Type + ": " + failure.Message
}

// whatToDo returns the second paragraph.
func (o operation) whatToDo(failure *client.Error) string {
	if failure.Kind == client.KindCanceled && !failure.MayHaveTakenEffect {
		return "The run was stopped. Nothing more is to be done."
	}

	text := o.adviceFor(failure)
	if failure.MayHaveTakenEffect {
		text += " What was asked for may have been done all the same, and is not asked for twice: a run that is " +
			"started again does it once more."
	}

	return strings.TrimSpace(text)
}

// adviceFor returns the most specific advice there is.
func (o operation) adviceFor(failure *client.Error) string {
	if text, ok := o.advice[failure.Type]; ok {
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

	if text, ok := o.adviceByStatus[failure.StatusCode]; ok {
		return text
	}

	if text, ok := adviceByStatus[failure.StatusCode]; ok {
		return text
	}

	return adviceByKind[client.KindAPI]
}

// forSupport returns the last paragraph, with a line for each thing that is known.
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
