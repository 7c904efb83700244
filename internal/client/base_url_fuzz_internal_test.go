// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzParseBaseURL reads an address: one that is accepted is safe to send a secret to, and stays what it is.
func FuzzParseBaseURL(f *testing.F) {
	for _, address := range []string{
		"https://login.example.com/stytch", "http://127.0.0.1:4010", "http://[::1]/", "https://user:pass@example.com",
		"https://example.com/%2e%2e/a", "http://127.0.0.1@example.com", "HTTPS://EXAMPLE.COM", "https://[::1%25eth0]",
		"https://example.com/\u202e", "http://localhost#@example.com", "https://example.com/a;b?c", "https://日本.example",
	} {
		f.Add(address)
	}

	f.Fuzz(func(t *testing.T, address string) {
		parsed, err := ParseBaseURL(address)
		if err != nil {
			checkShown(t, err.Error())

			return
		}

		again, err := ParseBaseURL(parsed.String())
		if err != nil || again.String() != parsed.String() {
			t.Fatalf("%q became %q, %v", address, parsed, err)
		}

		private := parsed.Scheme == "https" || parsed.Scheme == "http" && isLoopback(parsed.Hostname())
		if !private || parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.Hostname() == "" {
			t.Fatalf("%q is accepted", address)
		}

		below, err := at(parsed, "/v1/a%7Cb", "c=d")
		if err != nil {
			t.Fatal(err)
		}

		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, below.String(), http.NoBody)
		if err != nil {
			t.Fatal(err)
		}

		if request.URL.Hostname() != parsed.Hostname() || !strings.HasSuffix(request.URL.RequestURI(), "/v1/a%7Cb?c=d") {
			t.Errorf("%q leads to %s", address, request.URL)
		}
	})
}
