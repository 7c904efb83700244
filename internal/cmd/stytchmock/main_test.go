// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// program is a run of the program.
type program struct {
	first     map[string]any
	interrupt context.CancelFunc
	ended     chan error
}

// launch runs the program until it ends or the test does, and reads its first line.
func launch(t *testing.T, stdin io.Reader, arguments ...string) *program {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	p := &program{interrupt: cancel, ended: make(chan error, 1)}
	reader, writer := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := run(ctx, arguments, stdin, writer)
		p.ended <- err
		_ = writer.CloseWithError(err)
	}()
	t.Cleanup(func() { cancel(); <-done })
	line, err := bufio.NewReader(reader).ReadBytes('\n')
	if err != nil {
		t.Fatalf("no first line: %v", err)
	}
	if err := json.Unmarshal(line, &p.first); err != nil {
		t.Fatal(err)
	}

	return p
}

func (p *program) text(name string) string {
	value, _ := p.first[name].(string)

	return value
}

// call sends a request without a body, with the credentials of the B2B project.
func (p *program) call(t *testing.T, client *http.Client, method, path string) *http.Response {
	t.Helper()

	made, err := http.NewRequestWithContext(t.Context(), method, p.text("base_url")+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	made.SetBasicAuth(p.text("project_id"), p.text("secret"))
	res, err := client.Do(made)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()

	return res
}

func TestRun(t *testing.T) {
	t.Parallel()

	p := launch(t, nil, "-latency", "1ms", "-rate-limit", "2/1h", "-retry-after", "seconds", "-refresh")
	for name := range strings.FieldsSeq("base_url project_id secret public_token organization_id member_id client_id " +
		"redirect_uri consumer_project_id consumer_secret consumer_public_token user_id session_jwt") {
		if p.text(name) == "" {
			t.Errorf("no %s in the first line", name)
		}
	}
	for _, want := range []int{200, 200, 429} {
		res := p.call(t, http.DefaultClient, http.MethodGet, "/v1/debug/whoami")
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		if res.StatusCode != want || (seconds > 0) != (want == http.StatusTooManyRequests) {
			t.Errorf("got %d and Retry-After %d, want %d", res.StatusCode, seconds, want)
		}
	}
}

func TestWaysToStop(t *testing.T) {
	t.Parallel()

	stdin, parent := io.Pipe()
	for name, test := range map[string]struct {
		arguments []string
		stop      func(*testing.T, *program)
	}{
		"signal":  {nil, func(_ *testing.T, p *program) { p.interrupt() }},
		"request": {nil, func(t *testing.T, p *program) { p.call(t, http.DefaultClient, http.MethodPost, "/mock/stop") }},
		"stdin":   {[]string{"-stop-with-stdin"}, func(*testing.T, *program) { _ = parent.Close() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			p := launch(t, stdin, test.arguments...)
			p.call(t, http.DefaultClient, http.MethodGet, "/mock/fixture")
			test.stop(t, p)
			if err := <-p.ended; err != nil {
				t.Errorf("stopped with %v", err)
			}
		})
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()

	named := filepath.Join(t.TempDir(), "cert.pem")
	for _, arguments := range [][]string{{"-tls", "-listen", "localhost:0", "-tls-cert-out", named}, {"-tls"}} {
		p := launch(t, nil, arguments...)
		file := p.text("tls_certificate_file")
		pem, err := os.ReadFile(file)
		pool := x509.NewCertPool()
		if err != nil || !pool.AppendCertsFromPEM(pem) {
			t.Fatalf("no certificate in %s: %v", file, err)
		}
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
		}}
		if res := p.call(t, client, http.MethodGet, "/v1/debug/whoami"); res.StatusCode != http.StatusOK || res.Proto != "HTTP/2.0" {
			t.Errorf("got %d over %s", res.StatusCode, res.Proto)
		}
		client.CloseIdleConnections()
		p.interrupt()
		if err := <-p.ended; err != nil {
			t.Errorf("stopped with %v", err)
		}
		// A temporary file is removed, one that was named is kept.
		if _, err := os.Stat(file); os.IsNotExist(err) == (file == named) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// The arguments that make this test binary a command.
const (
	asCommand    = "print-the-environment-and-wait"
	asTerminable = "wait-for-a-signal"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		switch os.Args[1] {
		case asCommand:
			fmt.Println(strings.Join(os.Environ(), "\n") + "\n")
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(3)
		case asTerminable:
			terminated, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
			fmt.Println("ready")
			<-terminated.Done()
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// TestTerminatedCommand sends a SIGTERM to this process: it is passed on, and the exit status is the command's all the same.
func TestTerminatedCommand(t *testing.T) { //nolint:paralleltest // Other tests would pass the signal on, too.
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGTERM")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	stdout, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(t.Context(), []string{self, asTerminable}, nil, writer) }()

	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = process.Signal(syscall.SIGTERM)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

// TestCommand runs a command, with each of the projects. An interrupt is for the command: the emulator serves until that
// has ended.
func TestCommand(t *testing.T) {
	t.Parallel()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for project, arguments := range map[string][]string{"": {self, asCommand}, "consumer_": {"-consumer", self, asCommand}} {
		ctx, interrupt := context.WithCancel(t.Context())
		stdin, endStdin := io.Pipe()
		stdout, writer := io.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- run(ctx, arguments, stdin, writer) }()

		variables := map[string]string{}
		lines := bufio.NewScanner(stdout)
		for lines.Scan() && lines.Text() != "" {
			name, value, _ := strings.Cut(lines.Text(), "=")
			variables[name] = value
		}
		for variable, field := range map[string]string{
			"STYTCH_PROJECT_ID": "project_id", "STYTCH_SECRET": "secret", "STYTCH_PUBLIC_TOKEN": "public_token",
		} {
			if want := variables["TF_VAR_"+project+field]; want == "" || variables[variable] != want {
				t.Errorf("%v: %s is %q, want %q", arguments, variable, variables[variable], want)
			}
		}

		interrupt()
		p := &program{first: map[string]any{"base_url": variables["STYTCH_BASE_URL"]}}
		if res := p.call(t, http.DefaultClient, http.MethodGet, "/mock/fixture"); res.StatusCode != http.StatusOK {
			t.Errorf("after the interrupt: status %d", res.StatusCode)
		}
		_ = endStdin.Close()
		if status := exitStatus(<-ended, io.Discard); status != 3 {
			t.Errorf("exit status %d, want the command's", status)
		}
	}
}

// A command is not started after an interrupt, which it would not get.
func TestInterruptBeforeCommand(t *testing.T) {
	t.Parallel()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	var printed bytes.Buffer
	if err := runCommand(ctx, []string{self, asCommand}, nil, nil, &printed); err == nil || printed.Len() > 0 {
		t.Errorf("ended with %v after it printed %q", err, printed.String())
	}
}

func TestExitStatus(t *testing.T) {
	t.Parallel()

	for arguments, want := range map[string]struct {
		status int
		says   string
	}{
		"-listen 0.0.0.0:0":                {2, "loopback"},
		"-listen example.com:0":            {2, "loopback"},
		"-listen 127.0.0.1":                {2, "host:port"},
		"-rate-limit 20":                   {2, "20/1s"},
		"-rate-limit 0/1s":                 {2, "20/1s"},
		"-rate-limit 1/1s -retry-after x":  {2, "none, seconds or date"},
		"-retry-after seconds":             {2, "-rate-limit"},
		"-tls-cert-out x":                  {2, "-tls"},
		"-latency -5s":                     {2, "negative"},
		"-code-lifetime 0s":                {2, "positive"},
		"-nothing":                         {2, "nothing"},
		"no-such-command":                  {1, "no-such-command"},
		"-consumer":                        {2, "needs a command"},
		"-stop-with-stdin no-such-command": {2, "-stop-with-stdin"},
		"-tls -tls-cert-out /nowhere/x":    {1, "/nowhere/x"},
		"-help":                            {0, ""},
	} {
		var printed, said bytes.Buffer
		err := run(t.Context(), strings.Fields(arguments), nil, &printed)
		if status := exitStatus(err, &said); status != want.status || !strings.Contains(said.String(), want.says) {
			t.Errorf("%s: exit status %d after %q, want %d and %q", arguments, status, said.String(), want.status, want.says)
		}
		if help := arguments == "-help"; (printed.String() == usage) != help || !help && printed.Len() > 0 {
			t.Errorf("%s: printed %q", arguments, printed.String())
		}
	}
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	t.Parallel()

	var s settings
	s.flags().VisitAll(func(f *flag.Flag) {
		if !strings.Contains(usage, "    -"+f.Name+" ") {
			t.Errorf("help does not explain -%s", f.Name)
		}
		if f.DefValue != "" && f.DefValue != "false" && !strings.Contains(usage, "("+f.DefValue+")") {
			t.Errorf("help does not say that -%s is %s", f.Name, f.DefValue)
		}
	})
}
