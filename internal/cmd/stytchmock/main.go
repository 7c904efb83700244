// SPDX-License-Identifier: MPL-2.0

// Command stytchmock runs an emulator of Stytch's OAuth endpoints on a loopback address. Its -help explains what it serves
// and prints.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	readHeaderTimeout = 10 * time.Second
	shutdownTimeout   = 2 * time.Second
)

// usage is what -help prints.
//
//go:embed usage.txt
var usage string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	os.Exit(exitStatus(err, os.Stderr))
}

// exitStatus returns the program's exit status, after it has printed the error.
func exitStatus(err error, stderr io.Writer) int {
	if err == nil {
		return 0
	}
	// The command has said itself what is wrong.
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) && ended.Exited() {
		return ended.ExitCode()
	}
	fmt.Fprintln(stderr, "stytchmock:", err)
	if errors.Is(err, errUsage) {
		return 2
	}

	return 1
}

// announcement is the first line on stdout.
type announcement struct {
	stytchmock.Fixture

	TLSCertificateFile string `json:"tls_certificate_file,omitempty"`
}

// run serves until ctx ends, or until it is stopped in one of the other ways.
func run(ctx context.Context, arguments []string, stdin io.Reader, stdout io.Writer) (err error) {
	s, err := parseSettings(arguments)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(stdout, usage)

		return err
	} else if err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	listener, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	options := s.options()
	if len(s.command) == 0 {
		options = append(options, stytchmock.WithStop(stop))
	}
	mock := stytchmock.New(options...)
	server := &http.Server{Handler: mock, ReadHeaderTimeout: readHeaderTimeout}
	announced := announcement{Fixture: mock.FixtureAt("http://" + listener.Addr().String())}
	serve := server.Serve
	if s.tls {
		server.TLSConfig, announced.TLSCertificateFile, err = newCertificate(s.tlsCertOut, listener.Addr())
		if err != nil {
			return err
		}
		if s.tlsCertOut == "" {
			defer func() { err = errors.Join(err, os.Remove(announced.TLSCertificateFile)) }()
		}
		announced.BaseURL = "https://" + listener.Addr().String()
		serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
	}

	served := make(chan error, 1)
	go func() { served <- serve(listener) }()
	if len(s.command) > 0 {
		variables, err := announced.environment(s.consumer)
		if err != nil {
			return err
		}

		return errors.Join(runCommand(ctx, s.command, variables, stdin, stdout), server.Close())
	}
	if err := json.NewEncoder(stdout).Encode(announced); err != nil {
		return errors.Join(err, server.Close())
	}
	if s.stopWithStdin {
		go func() {
			// An error ends stdin as well.
			_, _ = io.Copy(io.Discard, stdin)
			stop()
		}()
	}

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
		return shutDown(ctx, server)
	}
}

// listen opens a loopback address and refuses any other: the emulator hands its secrets to whoever asks.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen must be host:port: %w; %w", err, errUsage)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("-listen must be a loopback address such as 127.0.0.1:0, not %q; %w", address, errUsage)
	}

	return (&net.ListenConfig{}).Listen(ctx, "tcp", address)
}

// shutDown lets running requests end for a moment, then closes what is left: an injected fault may keep a request for
// ever.
func shutDown(ctx context.Context, server *http.Server) error {
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}

	return err
}
