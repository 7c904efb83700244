// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// The validators of strings; those of ids are in identifiers.go. The last ones are for sensitive arguments.
var (
	isNotEmpty     = &stringValidator{check: checkNotEmpty, description: "must not be empty"}
	isAbsoluteURI  = &stringValidator{check: checkAbsoluteURI, description: "must be an absolute URI"}
	isAbsoluteURL  = &stringValidator{check: checkAbsoluteURL, description: "must be an absolute URL"}
	isScope        = &stringValidator{check: checkScope, description: "must be one OAuth scope"}
	isChallenge    = &stringValidator{check: checkCodeChallenge, description: "must be an S256 code challenge"}
	isParamName    = &stringValidator{check: checkProviderParam, description: "must be a parameter's name"}
	isMetadata     = &stringValidator{check: checkMetadata, description: "must be a JSON object"}
	isProviderName = &stringValidator{check: checkIdentityProviderName, description: "must be an identity provider's name"}
	isDelay        = &stringValidator{check: checkNotEmptyDelay, description: "must not be empty"}
	isAnything     = &stringValidator{check: func(string) error { return nil }, description: "may be anything"}

	isSecretToken  = &stringValidator{check: checkToken, description: "must be a token", sensitive: true}
	isSessionToken = &stringValidator{check: checkSessionToken, description: "must be a session token", sensitive: true}
	isOwnSecret    = &stringValidator{check: checkOwnSecret, description: "must have 8 or more characters", sensitive: true}
	isVerifier     = &stringValidator{check: checkVerifier, description: "must be a code verifier", sensitive: true}
)

// stringValidator is a validator made of a check.
type stringValidator struct {
	// check returns what is wrong with a value, in words that follow the value's name and do not repeat it.
	check       func(string) error
	description string
	// sensitive makes the diagnostic point to no attribute: Terraform prints the line of configuration that a diagnostic
	// points to, value included.
	sensitive bool
	// optional is set for an argument that can be left out.
	optional bool
	// notNull is set for the elements of a list or map.
	notNull bool
}

var _ validator.String = &stringValidator{}

// Description returns what is accepted.
func (v *stringValidator) Description(context.Context) string {
	return v.description
}

// MarkdownDescription returns what is accepted.
func (v *stringValidator) MarkdownDescription(context.Context) string {
	return v.description
}

// ValidateString runs the check on a value that is known.
func (v *stringValidator) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	if v.notNull && req.ConfigValue.IsNull() {
		// The path is that of the list or map: Terraform finds no line for an element that is null.
		resp.Diagnostics.AddAttributeError(req.Path.ParentPath(), "Invalid Argument",
			fmt.Sprintf("The value of `%s` must not be null. Leave the element out.", req.Path))
	}

	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}

	err := v.refusal(req.ConfigValue.ValueString())
	if err == nil {
		return
	}

	detail := fmt.Sprintf("The value of `%s` %s.", req.Path, err)
	if advice := v.advice(err, req); advice != "" {
		detail += " " + advice
	}

	if v.sensitive || errors.Is(err, errAPISecret) {
		resp.Diagnostics.AddError("Invalid Argument", detail)
	} else {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Argument", detail)
	}
}

// refusal returns what is wrong with a value: an API secret is wrong wherever the value may be shown.
func (v *stringValidator) refusal(value string) error {
	if !v.sensitive && apiSecret.MatchString(value) {
		return errAPISecret
	}

	return v.check(value)
}

// advice says what to do about an error that does not say so itself.
func (v *stringValidator) advice(err error, req validator.StringRequest) string {
	var other *otherKindError

	switch {
	case errors.Is(err, errLineBreak):
		return adviceTrim
	case v.optional && errors.Is(err, errEmpty):
		return "Leave the argument out, or set it to null."
	case errors.As(err, &other):
		arguments, own := req.Config.Schema.GetAttributes(), req.Path.Steps()[0].String()

		return other.advice(own, func(name string) bool { return arguments[name] != nil })
	}

	return ""
}

// orLeftOut returns the validators for an argument that can be left out.
func orLeftOut(validators []validator.String) []validator.String {
	changed := slices.Clone(validators)
	for i, one := range changed {
		if check, ok := one.(*stringValidator); ok {
			optional := *check
			optional.optional = true
			changed[i] = &optional
		}
	}

	return changed
}

// isOneOf accepts one of some values. The library's own validator for that repeats what it refuses, which may be the
// value of a sensitive variable.
func isOneOf(values ...string) validator.String {
	description := "must be " + values[0]
	if len(values) > 1 {
		description = "must be one of " + strings.Join(values, ", ")
	}

	return &stringValidator{description: description, check: func(value string) error {
		if !slices.Contains(values, value) {
			return errors.New(description)
		}

		return nil
	}}
}

// exactlyOneOf is for the first of some arguments of which one has to be set.
func exactlyOneOf(names ...string) validator.String {
	paths := make([]path.Expression, len(names))
	for i, name := range names {
		paths[i] = path.MatchRoot(name)
	}

	return stringvalidator.ExactlyOneOf(paths...)
}

// element returns the validator for an element of a list or map.
func (v *stringValidator) element() *stringValidator {
	element := *v
	element.notNull = true

	return &element
}

// eachIs returns the validators of a list of strings.
func eachIs(check *stringValidator) []validator.List {
	return []validator.List{listvalidator.ValueStringsAre(check.element())}
}

// setOf accepts a set of strings of which each passes a check. The elements of a set have no line of their own, so the
// set is what it reports.
type setOf struct{ *stringValidator }

var _ validator.Set = setOf{}

// eachOfSetIs returns the validators of a set of strings.
func eachOfSetIs(check *stringValidator) []validator.Set {
	return []validator.Set{setOf{check}}
}

// ValidateSet runs the check on each element that is known.
func (v setOf) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() {
			continue
		}

		err := errNull
		if !text.IsNull() {
			err = v.refusal(text.ValueString())
		}

		if err == nil {
			continue
		}

		detail := fmt.Sprintf("An element of `%s` is not valid: it %s.", req.Path, err)
		if errors.Is(err, errAPISecret) {
			resp.Diagnostics.AddError("Invalid Argument", detail)
		} else {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid Argument", detail)
		}
	}
}

// isParamMap returns the validators of provider_params.
func isParamMap() []validator.Map {
	return []validator.Map{mapvalidator.KeysAre(isParamName), mapvalidator.ValueStringsAre(isAnything.element())}
}

// knownProvider warns about an identity provider that is not known here: Stytch adds some from time to time.
type knownProvider struct{}

var _ validator.String = knownProvider{}

// Description returns what is accepted without a warning.
func (knownProvider) Description(context.Context) string {
	return "should be one of " + strings.Join(client.UserIdentityProviders(), ", ")
}

// MarkdownDescription returns what is accepted without a warning.
func (v knownProvider) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString adds the warning. A name that cannot be one at all is refused by isProviderName.
func (v knownProvider) ValidateString(
	_ context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	value := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || checkIdentityProviderName(value) != nil ||
		slices.Contains(client.UserIdentityProviders(), value) {
		return
	}

	resp.Diagnostics.AddAttributeWarning(req.Path, "Unknown Identity Provider",
		fmt.Sprintf("This version of the provider does not know the identity provider in `%s`, and passes it on as it is. It knows "+
			"%s.", req.Path, strings.Join(client.UserIdentityProviders(), ", ")))
}

var (
	// scopeToken is RFC 6749 section 3.3.
	scopeToken = regexp.MustCompile(`^[\x21\x23-\x5B\x5D-\x7E]+$`)
	// codeChallenge is a SHA-256 digest in base64url without padding (RFC 7636 section 4.2).
	codeChallenge = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	// providerParam is what the name of a forwarded parameter is made of.
	providerParam = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	// hostAndPort is an address without its scheme, which [url.Parse] takes for a scheme.
	hostAndPort = regexp.MustCompile(`^[A-Za-z0-9.-]+:\d+(/|\?|$)`)
	// identityProviderName is the shape of Stytch's names for identity providers.
	identityProviderName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)
)

var (
	errEmpty = errors.New("must not be empty")
	errNull  = errors.New("must not be null; leave the element out")
	// errLineBreak is followed by how to take the line break off, which depends on where the value is from.
	errLineBreak = errors.New("ends with a line break, as text from a file often does")
)

// adviceTrim is for a configured value with a line break.
const adviceTrim = "trimspace() takes it off."

// checkNotEmpty refuses an empty value. In an argument that can be left out it is hardly ever meant.
func checkNotEmpty(value string) error {
	if value == "" {
		return errEmpty
	}

	return nil
}

// checkLineBreak refuses a line break at the end.
func checkLineBreak(value string) error {
	if strings.HasSuffix(value, "\n") || strings.HasSuffix(value, "\r") {
		return errLineBreak
	}

	return nil
}

// checkCredential refuses white space, such as the line break at the end of a file, and the quotes that belong to a file
// with variables.
func checkCredential(value string) error {
	if err := checkLineBreak(value); err != nil {
		return err
	}

	if strings.HasPrefix(value, `"`) || strings.HasPrefix(value, "'") {
		return errors.New("begins with a quotation mark; remove the quotes")
	}

	if strings.ContainsFunc(value, client.IsSpaceOrControl) {
		return errors.New("must not contain white space or control characters")
	}

	return nil
}

// checkSessionToken refuses a session JWT, which has an argument of its own.
func checkSessionToken(value string) error {
	if strings.HasPrefix(value, "eyJ") && strings.Count(value, ".") == 2 {
		return errors.New("must be a session token, but is a JWT; set it as `session_jwt`")
	}

	return checkToken(value)
}

// checkNotEmptyDelay refuses an empty open_after, which delays nothing.
func checkNotEmptyDelay(value string) error {
	if value == "" {
		return errors.New("must not be empty; set it to `timestamp()`")
	}

	return nil
}

// checkToken refuses what is no id, token, code or secret.
func checkToken(value string) error {
	if value == "" {
		return errEmpty
	}

	return checkCredential(value)
}

// checkClientCredential refuses what is no id or secret of an OAuth client. Those of an M2M client can be chosen
// freely, and may have spaces in them (RFC 6749 appendix A.1 and A.2).
func checkClientCredential(value string) error {
	if err := checkLineBreak(value); err != nil {
		return err
	}

	switch {
	case value == "":
		return errEmpty
	case strings.TrimSpace(value) != value:
		return errors.New("must not begin or end with white space")
	case strings.ContainsFunc(strings.ReplaceAll(value, " ", ""), client.IsSpaceOrControl):
		return errors.New("must not contain control characters, or white space other than a space")
	}

	return nil
}

// checkOwnSecret refuses a chosen client secret that Stytch would refuse for its length.
func checkOwnSecret(value string) error {
	if utf8.RuneCountInString(value) < 8 {
		return errors.New("must have 8 or more characters")
	}

	return checkClientCredential(value)
}

// checkAbsoluteURI refuses what is no redirect URI: RFC 6749 section 3.1.2 asks for an absolute URI without a
// fragment. An application may have a scheme of its own.
func checkAbsoluteURI(value string) error {
	if err := checkAbsoluteURL(value); err != nil {
		return err
	}

	if strings.Contains(value, "#") {
		return errors.New("must not have a fragment (RFC 6749 section 3.1.2)")
	}

	return nil
}

// checkAbsoluteURL refuses what is no absolute URL.
func checkAbsoluteURL(value string) error {
	if strings.ContainsFunc(value, client.IsSpaceOrControl) {
		return errors.New("must not contain white space or control characters; in a URI, a space is written %20")
	}

	parsed, err := url.Parse(value)

	switch {
	case err != nil:
		return errors.New("must be an absolute URI, such as https://app.example.com/callback")
	case parsed.Scheme == "" || len(value) <= len(parsed.Scheme)+1 || hostAndPort.MatchString(value):
		return errors.New("must be an absolute URI with its scheme, such as https://app.example.com/callback")
	case (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Hostname() == "":
		return errors.New("must be an absolute URI with its host, such as https://app.example.com/callback")
	}

	return nil
}

func checkScope(value string) error {
	if !scopeToken.MatchString(value) {
		return errors.New("must be one OAuth scope, without spaces or quotes (RFC 6749 section 3.3); write several " +
			"as several elements of the list")
	}

	return nil
}

func checkCodeChallenge(value string) error {
	if !codeChallenge.MatchString(value) {
		return errors.New("must be an S256 code challenge: 43 characters of A-Z, a-z, 0-9, - and _, without " +
			"padding (RFC 7636 section 4.2)")
	}

	return nil
}

func checkVerifier(value string) error {
	if _, err := pkce.Challenge(value); err != nil {
		return fmt.Errorf("is not valid: %w", err)
	}

	return nil
}

// checkProviderParam refuses a name that Stytch would not forward as it is meant.
func checkProviderParam(name string) error {
	switch {
	case strings.HasPrefix(name, "provider_"):
		return errors.New("must not begin with provider_, which is put before it anyway: write login_hint, not " +
			"provider_login_hint")
	case !providerParam.MatchString(name):
		return errors.New("must be made of A-Z, a-z, 0-9, _, . and -")
	}

	return nil
}

func checkIdentityProviderName(value string) error {
	if !identityProviderName.MatchString(value) {
		return errors.New("must be Stytch's name of an identity provider, in lower case, such as google")
	}

	return nil
}
