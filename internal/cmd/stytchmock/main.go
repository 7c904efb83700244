// SPDX-License-Identifier: MPL-2.0

// Command stytchmock runs an emulator of Stytch's OAuth endpoints on a loopback
// address. Its -help explains what it serves and prints.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	readHeaderTimeout = 10 * time.Second
	shutdownTimeout   = 2 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	os.Exit(exitStatus(err, os.Stderr))
}

// run serves until ctx ends, or until it is told to stop in one of the other
// ways.
func run(ctx context.Context, arguments []string, stdin io.Reader, stdout io.Writer) (err error) {
	s, err := parseSettings(arguments)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(stdout, usage)

		return err
	} else if err != nil {
		return &usageError{err}
	}
	listener, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	if err := checkHeard(stdout, s.listen); err != nil {
		return errors.Join(err, listener.Close())
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	mock := stytchmock.New(append(s.options(), stytchmock.WithStop(stop))...)
	server := &http.Server{Handler: mock, ReadHeaderTimeout: readHeaderTimeout}

	serve, scheme, certificateFile := server.Serve, "http", ""
	if s.tls {
		secured, err := newCertificate(s.tlsCertOut, listener.Addr())
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		defer func() { err = errors.Join(err, secured.remove()) }()
		server.TLSConfig = secured.config
		scheme, certificateFile = "https", secured.file
		serve = secured.serve(server)
	}

	failed := make(chan error, 1)
	go func() { failed <- serve(listener) }()

	announced := announcement{
		Fixture:            mock.FixtureAt(scheme + "://" + listener.Addr().String()),
		TLSCertificateFile: certificateFile,
	}
	if err := json.NewEncoder(stdout).Encode(announced); err != nil {
		return errors.Join(err, server.Close())
	}
	if s.stopWithStdin {
		go stopAtEnd(stdin, stop)
	}

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return shutDown(ctx, server)
	}
}

// stopAtEnd calls stop when there is no more to read: whoever held the other
// end has closed it, or is gone.
func stopAtEnd(stdin io.Reader, stop func()) {
	// An error ends stdin as well as anything.
	_, _ = io.Copy(io.Discard, stdin)
	stop()
}

// announcement is the first line on stdout.
type announcement struct {
	stytchmock.Fixture

	TLSCertificateFile string `json:"tls_certificate_file,omitempty"`
}

// shutDown lets running requests end for a moment, then closes what is left: an
// injected fault may keep a request for ever.
func shutDown(ctx context.Context, server *http.Server) error {
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()

	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	} else if err != nil {
		return err
	}

	return nil
}
