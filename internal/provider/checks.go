// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// The checks below say what is wrong with a value, in words that follow its name, and never repeat it: the caller
// knows whether it may be shown.

var (
	// scopeToken is RFC 6749 section 3.3.
	scopeToken = regexp.MustCompile(`^[\x21\x23-\x5B\x5D-\x7E]+$`)
	// codeChallenge is a SHA-256 digest in base64url without padding (RFC 7636 section 4.2).
	codeChallenge = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	// providerParam is what the name of a forwarded parameter is made of.
	providerParam = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	// hostAndPort is an address without its scheme, whose host would be taken for one.
	hostAndPort = regexp.MustCompile(`^[A-Za-z0-9.-]+:\d+(/|\?|$)`)
	// identityProviderName is the shape of Stytch's names for identity providers.
	identityProviderName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)
)

// checkCredential refuses what cannot be a token or a secret, such as the line break of a file.
func checkCredential(value string) error {
	if strings.ContainsFunc(value, client.IsSpaceOrControl) {
		return errors.New("must not contain white space or control characters; a line break at its end is often " +
			"left over from a file, and taken off by trimspace()")
	}

	return nil
}

// checkToken refuses what is not a token, a code or a secret.
func checkToken(value string) error {
	if err := checkText(value); err != nil {
		return err
	}

	return checkCredential(value)
}

// checkClientCredential refuses what is not an OAuth client's id or secret. Those of an M2M client may be of anybody's
// choice, spaces within them included (RFC 6749 appendix A.1 and A.2).
func checkClientCredential(value string) error {
	if err := checkText(value); err != nil {
		return err
	}

	if strings.TrimSpace(value) != value {
		return errors.New("must not begin or end with white space; a line break at its end is often left over from a file, " +
			"and taken off by trimspace()")
	}

	if strings.ContainsFunc(strings.ReplaceAll(value, " ", ""), client.IsSpaceOrControl) {
		return errors.New("must not contain control characters, or white space other than a space")
	}

	return nil
}

// checkIdentifier refuses what cannot be an id of Stytch's or of its user's own choice.
func checkIdentifier(value string) error {
	if err := checkText(value); err != nil {
		return err
	}

	if strings.ContainsFunc(value, client.IsSpaceOrControl) {
		return errors.New("must not contain white space or control characters")
	}

	return nil
}

// checkProjectID refuses what HTTP Basic cannot carry as a user name, too (RFC 7617 section 2).
func checkProjectID(value string) error {
	if strings.Contains(value, ":") {
		return errors.New("must not contain a colon: the secret is an argument of its own")
	}

	return checkCredential(value)
}

// checkSameEnvironment refuses a live public token beside a test project, and the reverse. What does not show its
// environment is let through.
func checkSameEnvironment(publicToken, projectID string) error {
	token, project := client.EnvironmentOf(publicToken), client.EnvironmentOf(projectID)
	if token == client.EnvironmentUnknown || project == client.EnvironmentUnknown || token == project {
		return nil
	}

	return fmt.Errorf("is a %s token, but the provider's project_id is of a %s project; take both from the same "+
		"environment of the Stytch dashboard", token, project)
}

// checkAbsoluteURI refuses what a browser cannot be sent back to: RFC 6749 section 3.1.2 asks for an absolute URI
// without a fragment. Schemes of an application's own are fine.
func checkAbsoluteURI(value string) error {
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
	case strings.Contains(value, "#"):
		return errors.New("must not have a fragment (RFC 6749 section 3.1.2)")
	}

	return nil
}

// checkScope refuses what is not one OAuth scope.
func checkScope(value string) error {
	if !scopeToken.MatchString(value) {
		return errors.New("must be one OAuth scope, without spaces or quotes (RFC 6749 section 3.3); write several " +
			"as several elements of the list")
	}

	return nil
}

// checkCodeChallenge refuses what is not an S256 challenge.
func checkCodeChallenge(value string) error {
	if !codeChallenge.MatchString(value) {
		return errors.New("must be an S256 code challenge: 43 characters of A-Z, a-z, 0-9, - and _, without " +
			"padding (RFC 7636 section 4.2)")
	}

	return nil
}

// checkVerifier refuses what is not a PKCE code verifier.
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

// checkIdentityProviderName refuses what cannot be a name of Stytch's.
func checkIdentityProviderName(value string) error {
	if !identityProviderName.MatchString(value) {
		return errors.New("must be Stytch's name of an identity provider, in lower case, such as google")
	}

	return nil
}

// errEmpty says that a value is empty.
var errEmpty = errors.New("must not be empty")

// checkText refuses an empty value, for Stytch would take it for one.
func checkText(value string) error {
	if value == "" {
		return errEmpty
	}

	return nil
}
