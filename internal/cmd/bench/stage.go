// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// stage is everything that plans are measured with.
type stage struct {
	dir         string
	cli         *tfcli.CLI
	environ     []string
	trust       *certificate
	parallelism int

	ours, idle contender
	// peer has no program where there is none.
	peer contender
}

// newStage makes everything ready.
func newStage(ctx context.Context, wanted settings, environ []string) (made *stage, err error) {
	dir, err := tfcli.TempDir("", "stytchoauth-bench-")
	if err != nil {
		return nil, err
	}

	s := &stage{dir: dir, environ: environ, parallelism: wanted.parallelism}

	defer func() {
		if err != nil {
			err = errors.Join(err, s.strike())
		}
	}()

	if s.cli, err = tfcli.Find(ctx, tfcli.Options{Dir: dir, Environ: environ, Path: wanted.cli}); err != nil {
		return nil, err
	}

	if s.trust, err = newCertificate(dir); err != nil {
		return nil, err
	}

	if err = s.build(ctx, wanted); err != nil {
		return nil, err
	}

	return s, s.install()
}

// strike removes what was made.
func (s *stage) strike() error {
	return os.RemoveAll(s.dir)
}

// binary is where a program is built.
func (s *stage) binary(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}

	return filepath.Join(s.dir, "bin", name)
}

// build builds the provider as for a release, and what it is measured with.
func (s *stage) build(ctx context.Context, wanted settings) error {
	source, err := tfcli.ModuleDir(ctx)
	if err != nil {
		return err
	}

	err = tfcli.GoBuild(ctx, source, filepath.Join(s.dir, "bin")+string(filepath.Separator), []string{"CGO_ENABLED=0"},
		"-trimpath", "-ldflags", "-s -w", "-tags", wanted.tags,
		".", "./internal/cmd/bench/idle", "./internal/cmd/bench/launcher")
	if err != nil {
		return err
	}

	s.ours = oursContender.with(s.binary("terraform-provider-stytchoauth"))
	s.idle = idleContender.with(s.binary("idle"))

	if wanted.peer == "" {
		return nil
	}

	path, err := filepath.Abs(wanted.peer)
	s.peer = peerContender.with(path)

	return err
}

// contenders are those that there are.
func (s *stage) contenders() []contender {
	if s.peer.program == "" {
		return []contender{s.ours, s.idle}
	}

	return []contender{s.ours, s.peer, s.idle}
}

// install puts the launcher where the CLI looks for the providers, and tells it to look there.
func (s *stage) install() error {
	var overrides strings.Builder

	for _, one := range s.contenders() {
		dir := filepath.Join(s.dir, "providers", one.name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}

		launcher := s.binary("launcher")
		if err := os.Link(launcher, filepath.Join(dir, "terraform-provider-"+one.name+filepath.Ext(launcher))); err != nil {
			return err
		}

		for _, host := range tfcli.Hosts() {
			fmt.Fprintf(&overrides, "    %q = %q\n", host+"/"+one.source, filepath.ToSlash(dir))
		}
	}

	return os.WriteFile(s.cliConfig(), []byte("disable_checkpoint = true\n\nprovider_installation {\n  dev_overrides {\n"+
		overrides.String()+"  }\n}\n"), 0o600)
}

// cliConfig is the CLI's configuration file.
func (s *stage) cliConfig() string {
	return filepath.Join(s.dir, "cli.tfrc")
}
