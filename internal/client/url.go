// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode"
)

// The two hosts of Stytch's API.
const (
	LiveURL = "https://api.stytch.com"
	TestURL = "https://test.stytch.com"
)

// Environment is one of Stytch's two environments. They share nothing.
type Environment string

// The environments, as they are written in project ids and public tokens.
const (
	EnvironmentUnknown Environment = ""
	EnvironmentTest    Environment = "test"
	EnvironmentLive    Environment = "live"
)

// EnvironmentOf returns the environment of a project id (`project-test-…`) or a public token (`public-token-live-…`), and
// EnvironmentUnknown for any other value.
func EnvironmentOf(identifier string) Environment {
	for _, kind := range []string{"project-", "public-token-"} {
		rest, found := strings.CutPrefix(identifier, kind)
		if !found {
			continue
		}

		for _, environment := range []Environment{EnvironmentTest, EnvironmentLive} {
			if strings.HasPrefix(rest, string(environment)+"-") {
				return environment
			}
		}
	}

	return EnvironmentUnknown
}

// BaseURL returns the base URL of the environment's API. What is not known to be live counts as test, as in Stytch's own
// SDKs, so that a mistake never reaches production.
func (e Environment) BaseURL() *url.URL {
	if e == EnvironmentLive {
		return mustParse(LiveURL)
	}

	return mustParse(TestURL)
}

// ParseBaseURL parses the base URL of a custom domain or an emulator: https, or http on a loopback host. A path is kept
// as a prefix; userinfo, query and fragment are refused. The error never repeats the URL, which may hold a password.
func ParseBaseURL(address string) (*url.URL, error) {
	parsed, err := url.Parse(address)

	switch {
	case err != nil || strings.ContainsFunc(address, IsSpaceOrControl):
		return nil, errors.New("is not a URL")
	case parsed.User != nil, strings.Contains(parsed.Path, "@"):
		// A password with a slash in it leaves an @ in the path.
		return nil, errors.New("must not hold a user name or a password")
	case parsed.Opaque != "" || parsed.Hostname() == "":
		return nil, errors.New("is not an absolute URL with a host, such as https://login.example.com")
	case parsed.RawQuery != "" || parsed.ForceQuery:
		return nil, errors.New("must not have a query")
	case parsed.Fragment != "" || strings.Contains(address, "#"):
		return nil, errors.New("must not have a fragment")
	case parsed.Scheme == "https":
	case parsed.Scheme == "http" && isLoopback(parsed.Hostname()):
	case parsed.Scheme == "http":
		return nil, errors.New("must use https: plain http is accepted on a loopback host only, as it would " +
			"send the project's secret unencrypted")
	default:
		return nil, errors.New("must use https")
	}

	for segment := range strings.SplitSeq(parsed.EscapedPath(), "/") {
		if decoded, err := url.PathUnescape(segment); err != nil || decoded == "." || decoded == ".." {
			return nil, errors.New("must not have . or .. in its path")
		}
	}

	return parsed, nil
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}

	ip := net.ParseIP(host)

	return ip != nil && ip.IsLoopback()
}

// mustParse parses the URLs in this file.
func mustParse(address string) *url.URL {
	parsed, err := url.Parse(address)
	if err != nil {
		panic(err)
	}

	return parsed
}

// CheckPathSegment returns what is wrong with a value as a segment of a path, or nil. Stytch's ids, slugs and external
// ids consist of letters, digits and `._~|-`. The error does not repeat the value.
func CheckPathSegment(value string) error {
	switch {
	case value == "":
		return errors.New("must not be empty")
	case value == "." || value == "..":
		return errors.New("must not be . or .., which a web server takes for a step through its paths")
	case strings.ContainsFunc(value, IsSpaceOrControl):
		return errors.New("must not contain white space or control characters")
	}

	return nil
}

// joinURL returns the URL of a route below a base URL. Segments of the route such as {member_id} are replaced by the
// values, in order and percent-encoded.
func joinURL(base *url.URL, route string, values []string, query string) (*url.URL, error) {
	segments := strings.Split(route, "/")
	used := 0

	for i, segment := range segments {
		if !strings.HasPrefix(segment, "{") {
			continue
		}

		if used == len(values) {
			return nil, fmt.Errorf("no value for %s", segment)
		}

		if err := CheckPathSegment(values[used]); err != nil {
			return nil, fmt.Errorf("%s %w", strings.Trim(segment, "{}"), err)
		}

		segments[i] = url.PathEscape(values[used])
		used++
	}

	if used != len(values) {
		return nil, fmt.Errorf("%d values for %d parameters", len(values), used)
	}

	joined := *base
	joined.RawPath = strings.TrimSuffix(base.EscapedPath(), "/") + strings.Join(segments, "/")
	joined.RawQuery = query

	var err error
	if joined.Path, err = url.PathUnescape(joined.RawPath); err != nil {
		return nil, fmt.Errorf("path: %w", err)
	}

	return &joined, nil
}

// IsSpaceOrControl reports whether a character belongs in no identifier, token or URL. Unicode's format characters (zero
// width, bidirectional marks) are among them: they are invisible, and get there by pasting.
func IsSpaceOrControl(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}
