// SPDX-License-Identifier: MPL-2.0

package client

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// maxIdleConnections is how many connections are kept alive between requests. Terraform runs ten reads at a time
// unless told otherwise; Go's own default of two would open a new connection for nearly each of them.
const maxIdleConnections = 64

// newHTTPClient returns a client that keeps connections alive, uses the system's proxies and certificates, and
// never follows a redirect: it would carry credentials or a start URL's parameters to a host that nobody chose.
func newHTTPClient() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}

	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           2 * maxIdleConnections,
			MaxIdleConnsPerHost:    maxIdleConnections,
			IdleConnTimeout:        90 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			ExpectContinueTimeout:  time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
