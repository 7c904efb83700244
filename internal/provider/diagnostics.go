// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

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

// failedAt is failed with the attribute that is to blame. It must not be a secret one.
func (t task) failedAt(at path.Path, err error) diag.Diagnostics {
	var diags diag.Diagnostics

	for _, one := range t.failed(err) {
		diags.Append(diag.WithPath(at, one))
	}

	return diags
}

// whatHappened is the first paragraph.
func whatHappened(failure *client.Error) string {
	request := fmt.Sprintf("%s %s", failure.Method, failure.Route)

	var text string

	switch failure.Kind {
	case client.KindInvalid:
		return fmt.Sprintf("The request was not sent: %s.", failure.Reason)
	case client.KindAPI:
		text = fmt.Sprintf("%s answered %s with status %s.", failure.Host, request, failure.What())
	case client.KindAnswer, client.KindRedirected, client.KindNotConfigured:
		text = fmt.Sprintf("%s answered %s with status %s.", failure.Host, request, failure.What())
	case client.KindNotGrantable:
		return fmt.Sprintf("Stytch's preflight says that these scopes cannot be granted: %s. Nothing was minted.",
			failure.Reason)
	case client.KindRefused:
		text = fmt.Sprintf("Stytch refused the authorization with the OAuth error %s.", oauthError(failure))
	case client.KindTransport, client.KindTimeout:
		text = fmt.Sprintf("%s got no answer from %s: %s.", request, failure.Host, failure.Reason)
		if failure.StatusCode != 0 {
			text = fmt.Sprintf("%s got no whole answer from %s: %s, after the status %d.", request, failure.Host,
				failure.Reason, failure.StatusCode)
		}
	case client.KindCanceled:
		text = fmt.Sprintf("%s to %s was %s.", request, failure.Host, failure.Reason)
	}

	if failure.Attempts > 1 {
		text += fmt.Sprintf(" This was attempt %d, and the last.", failure.Attempts)
	}

	return text
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
	if failure.Kind == client.KindCanceled && !failure.MaybeDone {
		return "The run was stopped. Nothing more is to be done."
	}

	text := t.adviceFor(failure)
	if failure.MaybeDone {
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

	if failure.RateLimited || failure.StatusCode == http.StatusTooManyRequests {
		return adviceRateLimit
	}

	if failure.Kind == client.KindAPI {
		if text, ok := t.byStatus[failure.StatusCode]; ok {
			return text
		}

		if text, ok := adviceByStatus[failure.StatusCode]; ok {
			return text
		}

		if failure.StatusCode >= http.StatusInternalServerError {
			return adviceServerFault
		}
	}

	return adviceByKind[failure.Kind]
}

// forSupport is the last paragraph.
func forSupport(failure *client.Error) string {
	var lines []string

	for _, line := range []struct{ name, value string }{
		{"error_type", failure.Type}, {"request_id", failure.RequestID}, {"error_url", failure.URL},
	} {
		if line.value != "" {
			lines = append(lines, line.name+": "+line.value)
		}
	}

	if failure.StatusCode != 0 {
		lines = append(lines, fmt.Sprintf("status: %d", failure.StatusCode))
	}

	return strings.Join(append(lines, fmt.Sprintf("attempts: %d", failure.Attempts)), "\n")
}
