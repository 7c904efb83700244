// SPDX-License-Identifier: MPL-2.0

//go:build unix

package tfcli_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// TestGoBuildStops stops a build in its middle: a compiler that does not end, and heeds no interrupt, tells by way of
// a pipe that it has begun. It has the pipe open as long as it runs.
func TestGoBuildStops(t *testing.T) {
	t.Parallel()

	dir, source := t.TempDir(), t.TempDir()
	pipe, compiler := filepath.Join(source, "pipe"), filepath.Join(source, "compiler")

	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}

	tftest.WriteScript(t, compiler, `#!/bin/sh
case "$*" in *-V=full*) exec "$@" ;; esac
exec 3>`+pipe+`
trap '' INT
echo "$*" >&3
exec sleep 600
`)

	for file, text := range map[string]string{
		"go.mod": "module example.com/endless\n", "main.go": "package main\n\nfunc main() {}\n",
	} {
		if err := os.WriteFile(filepath.Join(source, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()

	built := make(chan error, 1)

	go func() {
		built <- tfcli.GoBuild(ctx, source, filepath.Join(dir, "endless"), nil, "-a", "-p", "1", "-toolexec", compiler, ".")
	}()

	arguments, ended := listen(pipe)

	select {
	case line := <-arguments:
		if !strings.Contains(line, " "+dir+string(filepath.Separator)) {
			t.Errorf("it writes elsewhere: %s", line)
		}
	case err := <-built:
		t.Fatalf("it does not begin: %v", err)
	}

	stop()

	if err := <-built; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}

	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("the compiler runs on")
	}
}

// listen returns the first line that is written to a pipe, and tells when nobody has it open any more.
func listen(pipe string) (line chan string, ended chan struct{}) {
	line, ended = make(chan string, 1), make(chan struct{})

	go func() {
		defer close(ended)

		file, err := os.Open(pipe)
		if err != nil {
			return
		}

		defer func() { _ = file.Close() }()

		reader := bufio.NewReader(file)
		first, _ := reader.ReadString('\n')
		line <- first

		_, _ = io.Copy(io.Discard, reader)
	}()

	return line, ended
}
