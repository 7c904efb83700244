// SPDX-License-Identifier: MPL-2.0

// Package client speaks to Stytch's OAuth endpoints over HTTP.
//
// Every method takes a context first, sends at most what its name says, and returns either a typed result or
// an [Error]. Nothing here knows Terraform: internal/provider turns results into values and errors into
// diagnostics.
//
// The layers, from the outside in: one file an area of the API (member_tokens.go, start_url.go, attach.go, …)
// describes a [call]; run.go sends it, attempt after attempt; retry.go says when there is another attempt; gate.go
// holds the whole process back while Stytch limits its rate, at the pace that pace.go learns; answer.go reads and
// checks what came.
package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// What is recommended for a [Config]. [New] falls back to the timeout, but not to the number of retries, of which zero
// is a valid one.
const (
	DefaultRequestTimeout = 30 * time.Second
	DefaultMaxRetries     = 4
)

// Config is what a [Client] needs to know. Nothing is required here; what a call needs, its caller must have set.
type Config struct {
	// ProjectID and Secret are the HTTP Basic credentials of the project.
	ProjectID string
	Secret    string

	// PublicToken only decides which of Stytch's hosts is meant where there is no ProjectID.
	PublicToken string

	// BaseURL is a custom domain or an emulator, as [ParseBaseURL] reads it. Without one, Stytch's own hosts are
	// used.
	BaseURL *url.URL

	// RequestTimeout bounds one attempt, reading its answer included. Zero or less means [DefaultRequestTimeout].
	RequestTimeout time.Duration

	// MaxRetries is the number of attempts after the first. Zero means none. Waiting for a rate limit does not count.
	MaxRetries int

	// UserAgent is sent with every request.
	UserAgent string

	// Observe, when set, is told of every attempt after it ended. What it is told holds no secret.
	Observe func(context.Context, Attempt)
}

// Client calls one Stytch project. It is safe for concurrent use, and made to be shared: what it learns of a
// rate limit and the connections that it keeps alive are worth something only to those who share them.
type Client struct {
	config    Config
	transport http.RoundTripper
	latch     *latch
	gate      *gate
	// redact knows the project's own secrets.
	redact redactor
}

// New returns a client. It sends nothing.
func New(config Config) *Client {
	if config.RequestTimeout <= 0 {
		config.RequestTimeout = DefaultRequestTimeout
	}

	return &Client{
		config: config, transport: newTransport(), latch: newLatch(), gate: newGate(),
		redact: newRedactor(config.secrets()...),
	}
}

// secrets are the project's own, as they are and as HTTP Basic joins them.
func (c Config) secrets() []string {
	return []string{c.Secret, c.ProjectID + ":" + c.Secret}
}

// apiURL is where the project's API is.
func (c *Client) apiURL() *url.URL {
	switch {
	case c.config.BaseURL != nil:
		return c.config.BaseURL
	case c.config.ProjectID != "":
		return EnvironmentOf(c.config.ProjectID).BaseURL()
	}

	return EnvironmentOf(c.config.PublicToken).BaseURL()
}

// startURL is where a start URL with that public token leads to: the host of the token's own environment.
func (c *Client) startURL(publicToken string) *url.URL {
	environment := EnvironmentOf(publicToken)
	if c.config.BaseURL != nil || environment == EnvironmentUnknown {
		return c.apiURL()
	}

	return environment.BaseURL()
}
