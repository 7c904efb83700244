// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// listen opens a loopback address and refuses any other: the emulator hands its
// secrets to whoever asks.
func listen(ctx context.Context, address string) (net.Listener, error) {
	if err := checkAddress(address); err != nil {
		return nil, &usageError{err}
	}

	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	// localhost is whatever the machine resolves it to.
	if bound, ok := listener.Addr().(*net.TCPAddr); !ok || !bound.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("-listen: %q is not a loopback address", address), listener.Close())
	}

	return listener, nil
}

func checkAddress(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("-listen must be host:port: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-listen must be a loopback address such as 127.0.0.1:0, not %q", address)
	}

	return nil
}

// checkHeard fails where nobody could learn which port was picked. Go opens the
// null device in place of a stdout that is closed, so both look alike.
func checkHeard(stdout io.Writer, address string) error {
	file, ok := stdout.(*os.File)
	if _, port, err := net.SplitHostPort(address); !ok || err == nil && port != "0" {
		return nil
	}
	null, err := os.Stat(os.DevNull)
	if err != nil {
		return err
	}
	if opened, err := file.Stat(); err == nil && !os.SameFile(opened, null) {
		return nil
	}

	return errors.New("stdout is closed or thrown away, so nobody could learn the port: " +
		"redirect it to a file, or choose a port with -listen")
}
