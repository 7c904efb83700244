// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// unresolved is a host that no resolver is asked for, and that a proxy can be asked for.
const unresolved = "no..such.host"

// refusing is a proxy that refuses, and tells what it was asked for.
func refusing(t *testing.T) (address string, asked chan string) {
	t.Helper()

	asked = make(chan string, 1)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI

		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(proxy.Close)

	return proxy.URL, asked
}

// TestMain is the tests, or the program that one of them starts.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "ask" {
		ask()
		os.Exit(0)
	}

	os.Exit(m.Run())
}

// ask makes a call, and prints what came of it.
func ask() {
	c := client.New(client.Config{BaseURL: &url.URL{Scheme: "https", Host: unresolved}})

	_, _ = fmt.Fprint(os.Stdout, readTokens(context.Background(), c))
}

// The proxy of the environment is used. Go reads the environment once in a process, so there is one for this.
func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()

	proxy, asked := refusing(t)

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	program := exec.CommandContext(t.Context(), self, "ask")
	program.Env = []string{"HTTPS_PROXY=" + proxy}

	output, err := program.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "proxy") {
		t.Fatalf("not told that it was the proxy: %v\n%s", err, output)
	}

	if got, want := <-asked, "CONNECT "+unresolved+":443"; got != want {
		t.Errorf("the proxy was asked for %s, want %s", got, want)
	}
}

// A header has a limit as a body has: a server cannot make the client read for ever, or hold as much as it likes.
func TestHeaderThatIsTooLong(t *testing.T) {
	t.Parallel()

	for size, want := range map[int]bool{32 << 10: true, 128 << 10: false} {
		c, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", size))
			reply(200, googleTokens)(w, r)
		}))

		err := readTokens(t.Context(), c)
		if (err == nil) != want {
			t.Errorf("%d bytes: %v", size, err)
		}

		if err != nil {
			fails(t, err, client.KindTransport)
		}
	}
}
