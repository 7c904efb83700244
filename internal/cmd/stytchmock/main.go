// SPDX-License-Identifier: MPL-2.0

// Command stytchmock runs an emulator of Stytch's OAuth endpoints on a loopback
// address. Its -help explains what it serves and prints.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
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
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()

	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "stytchmock:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	s, err := parseSettings(arguments, stderr)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	mock := stytchmock.New(s.options()...)
	server := &http.Server{Handler: mock, ReadHeaderTimeout: readHeaderTimeout}

	serve, scheme, certificateFile := server.Serve, "http", ""
	if s.tls {
		secured, err := newCertificate(s.tlsCertOut)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
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

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return shutDown(ctx, server)
	}
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
