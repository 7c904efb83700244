// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// operation describes a call in words, for its diagnostics.
type operation struct {
	// verb and noun make the summary, Unable to <verb> <noun>, unless there is another one.
	verb, noun, summary string
	// object is what the call is about, for instance a Member by id. It must not hold a secret.
	object string
	// advice is keyed by error type, and comes before the advice of advice.go.
	advice map[string]advice
	// adviceByStatus is the same by status.
	adviceByStatus map[int]advice
	// onlyAdvice is the advice for every error, if it is set.
	onlyAdvice string
}

// apiDiagnostic is the diagnostic for an error of the client. Its detail has a line for each of four things, without
// those that are not known.
type apiDiagnostic struct {
	severity diag.Severity
	summary  string
	// happened says what failed and for which object, said is what Stytch says about it, and support is what its support
	// asks for.
	happened, said, support string
	advice                  advice
}

var _ diag.Diagnostic = apiDiagnostic{}

// Severity returns the severity: an error, unless asWarnings changed it.
func (d apiDiagnostic) Severity() diag.Severity { return d.severity }

// Summary returns the summary.
func (d apiDiagnostic) Summary() string { return d.summary }

// Detail returns the lines.
func (d apiDiagnostic) Detail() string {
	lines := []string{d.happened, d.said, d.advice.text, d.support}

	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// Equal reports whether another diagnostic says the same.
func (d apiDiagnostic) Equal(other diag.Diagnostic) bool {
	_, ok := other.(apiDiagnostic)

	return ok && d.severity == other.Severity() && d.summary == other.Summary() && d.Detail() == other.Detail()
}

// diagnostics returns a diagnostic for an error of the client.
func (o operation) diagnostics(err error) diag.Diagnostics {
	summary := cmp.Or(o.summary, fmt.Sprintf("Unable to %s %s", o.verb, o.noun))

	var failure *client.Error
	if !errors.As(err, &failure) {
		// The client has no other errors. If it had one, its text could hold a secret.
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, "This is a bug of the provider: an unexpected error.")}
	}

	if failure.Kind == client.KindNotGrantable {
		summary = "Scopes Cannot Be Granted"
	}

	return diag.Diagnostics{apiDiagnostic{
		severity: diag.SeverityError, summary: summary,
		happened: o.happened(failure), said: said(failure), advice: o.adviceFor(failure), support: support(failure),
	}}
}

// happened returns the line on what failed, and for which object.
func (o operation) happened(failure *client.Error) string {
	request, about := "The request", ""
	if o.object != "" {
		about = " for " + hideTokens(o.object)
		request += about
	}

	var text string

	switch kind := failure.Kind; {
	case kind == client.KindInvalid, failure.RateLimited && failure.Attempts == 0:
		text = sentence(request + " was not sent: " + failure.Reason)
	case kind == client.KindNotGrantable:
		text = "These scopes cannot be granted" + about + ": " + failure.Reason + "."
	case kind == client.KindRefused:
		text = request + " was refused, although consent was granted."
	case kind == client.KindCanceled:
		text = sentence(request + " was " + failure.Reason + afterStatus(failure))
	case kind == client.KindTransport, kind == client.KindTimeout:
		text = sentence(request + noResponse(failure))
	case failure.StatusCode == 0:
		text = sentence(request + " failed: " + failure.Reason)
	case kind == client.KindAPI && failure.Type != "": // It is from Stytch, then.
		text = fmt.Sprintf("%s failed with %s.", request, failure.Status())
	default:
		text = fmt.Sprintf("%s failed: %s responded with %s.", request, failure.Host, failure.Status())
	}

	switch {
	case failure.RateLimited && failure.Waited < client.MaxRateLimitWait:
		text += " It did not wait for the rate limit to pass, because another request had waited " + rateLimitWait() + " already."
	case failure.RateLimited:
		text += " It was given up after it had waited " + rateLimitWait() + " for the rate limit to pass."
	}

	return text
}

// afterStatus names the response to an attempt after which a call was canceled.
func afterStatus(failure *client.Error) string {
	if failure.StatusCode == 0 {
		return ""
	}

	return ", after " + failure.Status()
}

// noResponse says that a response is missing or incomplete.
func noResponse(failure *client.Error) string {
	if failure.StatusCode == 0 {
		return fmt.Sprintf(" got no response from %s: %s", failure.Host, failure.Reason)
	}

	return fmt.Sprintf(" got no complete response from %s (%s): %s", failure.Host, failure.Status(), failure.Reason)
}

// rateLimitWait returns how long the client waits for a rate limit, in words.
func rateLimitWait() string {
	return fmt.Sprintf("%d minutes", client.MaxRateLimitWait/time.Minute)
}

// said returns the line with Stytch's own words, or else with what is wrong with the response.
func said(failure *client.Error) string {
	var text string

	switch {
	case failure.Type != "" && failure.Message != "":
		text = sentence("Stytch says " + failure.Type + ": " + failure.Message)
	case failure.Type != "":
		text = sentence("Stytch says " + failure.Type)
	case failure.Message != "":
		text = sentence("Stytch says: " + failure.Message)
	}

	// With other kinds of failure, or without a response, the reason is part of what happened.
	aboutResponse := []client.Kind{client.KindAPI, client.KindInvalidResponse, client.KindRedirected, client.KindNotConfigured}
	if slices.Contains(aboutResponse, failure.Kind) && failure.StatusCode != 0 && failure.Reason != "" {
		text += " " + sentence(capitalized(failure.Reason))
	}

	if failure.Details != "" {
		text += " Details: " + failure.Details
	}

	return strings.TrimSpace(text)
}

// sentence returns a text with one period at its end, unless it ends like a sentence already.
func sentence(text string) string {
	text = strings.TrimRight(text, ". ")
	if strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "…") {
		return text
	}

	return text + "."
}

// capitalized returns a text with a capital letter at its beginning.
func capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)

	return string(unicode.ToUpper(first)) + text[size:]
}

// support returns the line for support: the id of the request, and how often it was sent if that was more than once.
func support(failure *client.Error) string {
	var parts []string
	if failure.RequestID != "" {
		parts = append(parts, "request_id "+failure.RequestID)
	}

	if failure.Attempts > 1 {
		parts = append(parts, fmt.Sprintf("%d attempts", failure.Attempts))
	}

	if len(parts) == 0 {
		return ""
	}

	return "For support: " + strings.Join(parts, ", ")
}

// opaqueID matches a quoted id that could be a token.
var opaqueID = regexp.MustCompile(`"[A-Za-z0-9_=.-]{32,}"`)

// hideTokens replaces each quoted id in a text that looks like a token, which somebody has put in its place: one with small
// letters, capital letters and digits. Ids of Stytch, UUIDs and slugs have no capital letters.
func hideTokens(text string) string {
	return opaqueID.ReplaceAllStringFunc(text, func(id string) string {
		if strings.ContainsFunc(id, unicode.IsLower) && strings.ContainsFunc(id, unicode.IsUpper) &&
			strings.ContainsFunc(id, unicode.IsDigit) {
			return fmt.Sprintf("(%d characters, which look like a secret)", len(id)-2)
		}

		return id
	})
}

// adviceFor returns the most specific advice there is.
func (o operation) adviceFor(failure *client.Error) advice {
	if o.onlyAdvice != "" {
		return advise(o.onlyAdvice)
	}

	found := o.lookUp(failure)
	if failure.MayHaveTakenEffect {
		found.text += " " + adviceMayHaveRun
	}

	return found
}

// lookUp returns the advice without what is said of a request that may have taken effect.
func (o operation) lookUp(failure *client.Error) advice {
	if failure.Kind == client.KindCanceled {
		return adviceByKind[failure.Kind] // Whatever an attempt before it met.
	}

	if found, ok := o.advice[failure.Type]; ok {
		return found
	}

	if found, ok := adviceByType[failure.Type]; ok {
		return found
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
		return adviceForServerFault(failure.Transient)
	}

	if failure.NotFromStytch {
		return adviceByKind[client.KindInvalidResponse]
	}

	if found, ok := o.adviceByStatus[failure.StatusCode]; ok {
		return found
	}

	found, ok := adviceByStatus[failure.StatusCode]
	if !ok {
		found = adviceByKind[client.KindAPI]
	}

	// Stytch's page on the error says more than this.
	if failure.URL != "" {
		found.text += " See " + failure.URL
	}

	return found
}

// locate puts each error of the client on the argument that its advice is about. Terraform then shows that line of the
// configuration, so an argument that is a secret is left out.
func locate(ctx context.Context, diags *diag.Diagnostics, config tfsdk.Config) {
	for i, one := range *diags {
		failure, ok := one.(apiDiagnostic)
		if !ok {
			continue
		}

		if name := failure.advice.argument(ctx, config); name != "" {
			(*diags)[i] = diag.WithPath(path.Root(name), failure)
		}
	}
}

// argument returns the argument that an advice is about, or an empty string: if the type has none of them, or several are
// set, it is not clear which one is meant. An id that looks like a token counts as a secret.
func (a advice) argument(ctx context.Context, config tfsdk.Config) string {
	var found []string

	for _, name := range a.arguments {
		attribute, ok := config.Schema.GetAttributes()[name]
		if !ok || attribute.IsSensitive() || attribute.IsWriteOnly() || !attribute.IsRequired() && !attribute.IsOptional() {
			continue
		}

		var value attr.Value

		diags := config.GetAttribute(ctx, path.Root(name), &value)
		if !diags.HasError() && (a.toSet || !value.IsNull()) && hideTokens(value.String()) == value.String() {
			found = append(found, name)
		}
	}

	if len(found) != 1 {
		return ""
	}

	return found[0]
}

// withAdvice adds a sentence to what errors advise.
func withAdvice(diags diag.Diagnostics, text string) diag.Diagnostics {
	for i, one := range diags {
		if one.Severity() != diag.SeverityError {
			continue
		}

		if failure, ok := one.(apiDiagnostic); ok {
			failure.advice.text = strings.TrimSpace(failure.advice.text + " " + text)
			diags[i] = failure

			continue
		}

		diags[i] = diag.NewErrorDiagnostic(one.Summary(), one.Detail()+" "+text)
		if at, ok := one.(diag.DiagnosticWithPath); ok {
			diags[i] = diag.WithPath(at.Path(), diags[i])
		}
	}

	return diags
}

// asWarnings returns errors of the client as warnings with another sentence, for what must not taint a resource that was
// created.
func asWarnings(diags diag.Diagnostics, text string) diag.Diagnostics {
	for i, one := range withAdvice(diags, text) {
		if failure, ok := one.(apiDiagnostic); ok {
			failure.severity = diag.SeverityWarning
			diags[i] = failure

			continue
		}

		diags[i] = diag.NewWarningDiagnostic(one.Summary(), one.Detail())
	}

	return diags
}
