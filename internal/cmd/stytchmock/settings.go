// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// settings are the flags.
type settings struct {
	listen     string
	latency    time.Duration
	tls        bool
	tlsCertOut string
	rateLimit  rateLimit
	retryAfter stytchmock.RetryAfterStyle
	refresh    bool
}

// rateLimit is a limit in the form 20/1s: requests in a window.
type rateLimit struct {
	limit  int
	window time.Duration
}

const usage = `Usage: stytchmock [flags]

stytchmock emulates the OAuth endpoints of Stytch, in memory: one B2B and one
Consumer project with fresh ids and secrets. Its first line on stdout is one
JSON object with its address (base_url) and everything that it was seeded with:

  project_id, secret, public_token, organization_id, member_id, client_id (a
  public Connected App) and redirect_uri of the B2B project, consumer_project_id,
  consumer_secret, consumer_public_token and user_id of the Consumer project;
  after these, external ids, redirect URLs, confidential and M2M clients with
  their secrets, scopes, and sessions.

It stops on SIGINT and SIGTERM.

Endpoints:

  GET  /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/{provider}
  GET  /v1/b2b/public/oauth/{provider}/start
  GET  /v1/b2b/public/oauth/{provider}/discovery/start
  GET  /v1/public/oauth/{provider}/start
  POST /v1/oauth/attach
  POST /v1/b2b/idp/oauth/authorize/start   POST /v1/idp/oauth/authorize/start
  POST /v1/b2b/idp/oauth/authorize         POST /v1/idp/oauth/authorize
  POST /v1/public/{project_id}/oauth2/token
  POST /v1/public/{project_id}/oauth2/revoke
  POST /v1/public/{project_id}/oauth2/introspect
  POST /v1/oauth2/token, /v1/oauth2/revoke, /v1/oauth2/introspect
  GET  /v1/b2b/sessions/jwks/{project_id}  GET /v1/sessions/jwks/{project_id}
  GET  /v1/debug/whoami

Control plane, without credentials, neither recorded nor rate limited:

  GET    /mock/fixture   the first line again, with fresh session JWTs
  GET    /mock/requests  what was received so far
  DELETE /mock/requests  forget it
  GET    /mock/tokens    access and refresh tokens issued, with "active" and "revoked"
  GET    /mock/codes     authorization codes and attach tokens, with "used" and "expired"
  POST   /mock/faults    misbehave; for instance
                         {"route": "POST /v1/oauth/attach", "count": 2, "status": 503}
                         route: as /mock/requests names it, any if left out
                         count: calls to spoil, 1 if left out, all if below 0
                         status, header, body: answer this
                         delay: a duration such as "3s" before the answer
                         cut: send half of the body, then close the connection
                         reset, reset_during_body: reset the connection
                         endless: answer a body that never ends
                         process: change state before the answer is spoiled
  DELETE /mock/faults    behave again

Flags:
`

// parseSettings reads the flags. It returns flag.ErrHelp after printing help.
func parseSettings(arguments []string, output io.Writer) (settings, error) {
	var s settings
	var retryAfter string
	flags := flag.NewFlagSet("stytchmock", flag.ContinueOnError)
	flags.SetOutput(output)
	flags.Usage = func() {
		fmt.Fprint(output, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 picks a free one")
	flags.DurationVar(&s.latency, "latency", 0, "`duration` that every answer waits, such as 20ms")
	flags.BoolVar(&s.tls, "tls", false, "serve HTTPS and HTTP/2 with a self-signed certificate")
	flags.StringVar(&s.tlsCertOut, "tls-cert-out", "",
		"with -tls, PEM `file` to write the certificate to, a temporary one by default;\nits path is tls_certificate_file in the first line")
	flags.Var(&s.rateLimit, "rate-limit", "`limit` such as 20/1s, in fixed windows; beyond it the answer is 429")
	flags.StringVar(&retryAfter, "retry-after", string(stytchmock.RetryAfterNone),
		"`style` of the Retry-After header of a 429: none, seconds or date")
	flags.BoolVar(&s.refresh, "refresh", false,
		"change the access token on each read of Google, Microsoft or HubSpot tokens")
	if err := flags.Parse(arguments); err != nil {
		return settings{}, err
	}
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if s.tlsCertOut != "" && !s.tls {
		return settings{}, errors.New("-tls-cert-out needs -tls")
	}

	switch style := stytchmock.RetryAfterStyle(retryAfter); style {
	case stytchmock.RetryAfterNone, stytchmock.RetryAfterSeconds, stytchmock.RetryAfterDate:
		s.retryAfter = style

		return s, nil
	default:
		return settings{}, fmt.Errorf("-retry-after must be none, seconds or date, not %q", retryAfter)
	}
}

// options are the emulator's options.
func (s settings) options() []stytchmock.Option {
	options := []stytchmock.Option{stytchmock.WithLatency(s.latency)}
	if s.rateLimit.limit > 0 {
		options = append(options, stytchmock.WithRateLimit(s.rateLimit.limit, s.rateLimit.window, s.retryAfter))
	}
	if s.refresh {
		options = append(options, stytchmock.WithTokenRefresh())
	}

	return options
}

// String is the limit as the flag takes it.
func (r *rateLimit) String() string {
	if r == nil || r.limit == 0 {
		return ""
	}

	return strconv.Itoa(r.limit) + "/" + r.window.String()
}

// Set parses the flag.
func (r *rateLimit) Set(value string) error {
	limit, window, ok := strings.Cut(value, "/")
	if !ok {
		return errors.New("it must have the form 20/1s")
	}
	var err error
	if r.limit, err = strconv.Atoi(limit); err != nil || r.limit < 1 {
		return errors.New("the limit must be a positive number")
	}
	if r.window, err = time.ParseDuration(window); err != nil || r.window <= 0 {
		return errors.New("the window must be a positive duration")
	}

	return nil
}
