// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()

	first, stop := launch(t, "-listen", "127.0.0.1:0", "-latency", "1ms", "-rate-limit", "2/1h", "-retry-after", "seconds")
	for name := range strings.FieldsSeq("base_url project_id secret public_token organization_id member_id client_id " +
		"redirect_uri consumer_project_id consumer_secret consumer_public_token user_id session_jwt") {
		text(t, first, name)
	}
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	for _, want := range []int{200, 200, 429} {
		got := whoami(t, client, first)
		// The hour is over an hour after the first call, which may be some seconds ago.
		seconds, err := strconv.Atoi(got.retryAfter)
		limited := err == nil && 3590 <= seconds && seconds <= 3600
		if got.status != want || (want == http.StatusTooManyRequests) != limited {
			t.Errorf("got %+v, want %d", got, want)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestStop(t *testing.T) {
	t.Parallel()

	first, ended, _ := launchWith(t, strings.NewReader(""))
	if status, body := call(t, first, http.MethodPost, "/mock/stop", ""); status != http.StatusNoContent {
		t.Errorf("got %d %s", status, body)
	}
	if err := ended(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestStopWithStdin(t *testing.T) {
	t.Parallel()

	stdin, parent := io.Pipe()
	first, ended, _ := launchWith(t, stdin, "-stop-with-stdin")
	t.Cleanup(func() { _ = stdin.Close() })
	answered := make(chan struct{})
	go func() {
		// What is written is read, and not taken for the end.
		_, _ = io.WriteString(parent, "not the end\n")
		<-answered
		_ = parent.Close()
	}()
	if status, body := call(t, first, http.MethodGet, "/mock/faults", ""); status != http.StatusOK {
		t.Errorf("got %d %s", status, body)
	}
	close(answered)
	if err := ended(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestLifetimes(t *testing.T) {
	t.Parallel()

	first, _ := launch(t, "-attach-token-lifetime", "1ns", "-code-lifetime", "1ns")
	for path, body := range map[string]map[string]any{
		"/v1/oauth/attach": {"provider": "google", "user_id": text(t, first, "user_id")},
		"/v1/idp/oauth/authorize": {
			"client_id": text(t, first, "consumer_client_id"), "redirect_uri": text(t, first, "consumer_redirect_uri"),
			"response_type": "code", "scopes": []string{}, "consent_granted": true, "user_id": text(t, first, "user_id"),
		},
	} {
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		status, answered := call(t, first, http.MethodPost, path, string(encoded),
			text(t, first, "consumer_project_id"), text(t, first, "consumer_secret"))
		if status != http.StatusOK {
			t.Fatalf("%s: got %d %s", path, status, answered)
		}
	}
	if _, codes := call(t, first, http.MethodGet, "/mock/codes", ""); strings.Count(codes, `"expired": true`) != 2 {
		t.Errorf("got %s", codes)
	}
}

func TestStdoutThatNobodyReads(t *testing.T) {
	t.Parallel()

	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = null.Close() })
	err = run(t.Context(), []string{"-listen", "127.0.0.1:0"}, strings.NewReader(""), null)
	if err == nil || !strings.Contains(err.Error(), "port") || exitStatus(err, io.Discard) != 1 {
		t.Errorf("error %v", err)
	}
	closed, writer := io.Pipe()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), nil, strings.NewReader(""), writer); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()

	var printed bytes.Buffer
	for _, asked := range []string{"-help", "-h", "--help"} {
		printed.Reset()
		if err := run(t.Context(), []string{asked}, strings.NewReader(""), &printed); err != nil {
			t.Errorf("%s: error %v", asked, err)
		}
		if printed.String() != usage {
			t.Errorf("%s prints %q", asked, printed.String())
		}
	}

	var s settings
	s.flags().VisitAll(func(f *flag.Flag) {
		if !strings.Contains(usage, "    -"+f.Name+" ") {
			t.Errorf("help does not explain -%s", f.Name)
		}
		// A duration or name that is not empty is what the flag is unless set.
		if f.DefValue != "" && f.DefValue != "false" && !strings.Contains(usage, "("+f.DefValue+")") {
			t.Errorf("help does not say that -%s is %s", f.Name, f.DefValue)
		}
	})
	for _, name := range []string{
		"GET    /mock/faults", "POST   /mock/stop", "base_url", "go build", "process group", "consent_granted", "HTTP/2",
		"-tls                        ", "Which wins",
	} {
		if !strings.Contains(usage, name) {
			t.Errorf("help does not mention %s", name)
		}
	}
}

// What -help names is what there is: the routes, in the form in which an order
// of a fault takes them, and what the emulator was seeded with.
func TestHelpIsComplete(t *testing.T) {
	t.Parallel()

	first, _ := launch(t)
	_, refused := call(t, first, http.MethodPost, "/mock/faults", `{"route":"?"}`)
	var answer struct {
		KnownRoutes []string `json:"known_routes"`
	}
	if err := json.Unmarshal([]byte(refused), &answer); err != nil || len(answer.KnownRoutes) == 0 {
		t.Fatalf("got %s (%v)", refused, err)
	}
	lines := map[string]bool{}
	for line := range strings.Lines(usage) {
		lines[strings.Join(strings.Fields(line), " ")] = true
	}
	for _, route := range answer.KnownRoutes {
		if !lines[route] {
			t.Errorf("help does not list %s", route)
		}
	}
	for _, name := range strings.FieldsFunc(usage, func(r rune) bool { return strings.ContainsRune(" \n,.;()", r) }) {
		if strings.HasSuffix(name, "_client_id") || strings.HasSuffix(name, "_member_id") || strings.HasSuffix(name, "_slug") {
			text(t, first, name)
		}
	}
}
