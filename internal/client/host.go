// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// The two hosts of Stytch's API.
const (
	LiveURL = "https://api.stytch.com"
	TestURL = "https://test.stytch.com"
)

// Environment is one of the two worlds of Stytch. Nothing is shared between them.
type Environment string

// The environments, as they stand in project ids and public tokens.
const (
	EnvironmentUnknown Environment = ""
	EnvironmentTest    Environment = "test"
	EnvironmentLive    Environment = "live"
)

// EnvironmentOf reads the environment off a project id (`project-test-…`) or a public token
// (`public-token-live-…`). A value of another shape is of no known environment.
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

// BaseURL is the address of the environment's API. What is not known to be live is taken for test, as Stytch's
// own SDKs do, so that a slip never reaches production.
func (e Environment) BaseURL() *url.URL {
	if e == EnvironmentLive {
		return mustParse(LiveURL)
	}

	return mustParse(TestURL)
}

// ParseBaseURL reads the address of a custom domain or an emulator: https, or http on a loopback host. A path is
// kept as a prefix; userinfo, query and fragment are refused. The error never repeats the address, for it may
// hold a password.
func ParseBaseURL(address string) (*url.URL, error) {
	parsed, err := url.Parse(address)

	switch {
	case err != nil || strings.ContainsFunc(address, IsSpaceOrControl):
		return nil, errors.New("is not a URL")
	case parsed.User != nil, strings.Contains(parsed.Path, "@"):
		// An @ in the path is behind a password with a slash in it.
		return nil, ErrBaseURLUserinfo
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

// ErrBaseURLUserinfo says that an address holds credentials of its own. It is told apart because whoever reports
// it must not show the address.
var ErrBaseURLUserinfo = errors.New("must not hold a user name or a password")

// isLoopback tells hosts that cannot leave this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}

	ip := net.ParseIP(host)

	return ip != nil && ip.IsLoopback()
}

// mustParse is for the addresses in this file.
func mustParse(address string) *url.URL {
	parsed, err := url.Parse(address)
	if err != nil {
		panic(err)
	}

	return parsed
}
