// SPDX-License-Identifier: MPL-2.0

// Package client calls Stytch's OAuth endpoints over HTTP.
//
// Every method takes a context first and returns either a typed result or an [Error]. Nothing here knows Terraform:
// internal/provider turns results into values and errors into diagnostics.
//
// There is one file for each area of the API (member_tokens.go, start_url.go, authorize.go, …), whose methods describe
// a [call]. http.go sends it: it waits for the rate limiter (ratelimit.go), sends the request (transport.go), reads the
// response (response.go), and decides whether to try again. redact.go removes secrets from errors.
package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Recommended values for a [Config].
const (
	DefaultRequestTimeout = 30 * time.Second
	DefaultMaxRetries     = 4
)

// Config configures a [Client]. No field is required here; the caller makes sure that what a call needs is set.
type Config struct {
	// ProjectID and Secret are the project's credentials (HTTP Basic).
	ProjectID string
	Secret    string

	// PublicToken only decides which of Stytch's hosts is used if there is no ProjectID.
	PublicToken string

	// BaseURL is a custom domain or an emulator, from [ParseBaseURL]. If nil, Stytch's own hosts are used.
	BaseURL *url.URL

	// RequestTimeout limits one attempt, including reading the response. Zero or less means [DefaultRequestTimeout].
	RequestTimeout time.Duration

	// MaxRetries is the number of attempts after the first; 0 means none. Waiting for a rate limit does not count.
	MaxRetries int

	// UserAgent is sent with every request.
	UserAgent string

	// Lifetime ends when the process is interrupted, and with it all calls but those of [Client.Uninterrupted]. Nil means never.
	Lifetime context.Context //nolint:containedctx // It is the process's, not a call's.

	// Observe, if set, is called after every attempt.
	Observe func(context.Context, Attempt)
}

// Client calls one Stytch project. It is safe for concurrent use, and meant to be shared: its calls share connections,
// and what they learn about a rate limit.
type Client struct {
	config    Config
	transport http.RoundTripper
	limiter   *rateLimiter
	// redact removes the project's own secrets.
	redact redactor
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	if config.RequestTimeout <= 0 {
		config.RequestTimeout = DefaultRequestTimeout
	}

	return &Client{
		config: config, transport: newTransport(), limiter: newRateLimiter(), redact: newRedactor(config.secrets()...),
	}
}

// Uninterrupted returns a client whose calls run although the process is being interrupted: for what must not be left
// undone, such as the revocation of a token that nobody has.
func (c *Client) Uninterrupted() *Client {
	uninterrupted := *c
	uninterrupted.config.Lifetime = nil

	return &uninterrupted
}

// Interrupted reports whether the process is being interrupted.
func (c *Client) Interrupted() bool {
	return c.config.Lifetime != nil && c.config.Lifetime.Err() != nil
}

// secrets returns the project's secret, alone and as HTTP Basic joins it with the project's id.
func (c Config) secrets() []string {
	if c.Secret == "" {
		return nil
	}

	return []string{c.Secret, c.ProjectID + ":" + c.Secret}
}

// apiURL returns the base URL of the project's API.
func (c *Client) apiURL() *url.URL {
	switch {
	case c.config.BaseURL != nil:
		return c.config.BaseURL
	case c.config.ProjectID != "":
		return EnvironmentOf(c.config.ProjectID).BaseURL()
	}

	return EnvironmentOf(c.config.PublicToken).BaseURL()
}

// startBaseURL returns the base URL of a start URL: the host of the public token's own environment.
func (c *Client) startBaseURL(publicToken string) *url.URL {
	environment := EnvironmentOf(publicToken)
	if c.config.BaseURL != nil || environment == EnvironmentUnknown {
		return c.apiURL()
	}

	return environment.BaseURL()
}

// Attempt describes one request. It holds no secret, so all of it can be logged.
type Attempt struct {
	Method string
	// Route is the path with its parameters in braces.
	Route string
	// Number counts the attempts of a call, from 1.
	Number int
	// StatusCode is 0 if there was no response.
	StatusCode int
	Duration   time.Duration
	// RequestID is Stytch's id of the request, if the response had one.
	RequestID string
	// Failure is the kind of failure, empty if there was none.
	Failure Kind
}

// observe calls the configured observer.
func (c *Client) observe(
	ctx context.Context, call call, number, status int, took time.Duration, failure *Error, redact redactor,
) {
	if c.config.Observe == nil {
		return
	}

	attempt := Attempt{Method: call.method, Route: call.route, Number: number, StatusCode: status, Duration: took}

	if failure != nil {
		attempt.Failure, attempt.RequestID = failure.Kind, failure.RequestID
	} else {
		attempt.RequestID = redact.clean(call.result.requestID())
	}

	c.config.Observe(ctx, attempt)
}
