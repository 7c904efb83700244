// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// errUsage marks a mistake in the flags.
var errUsage = errors.New("-help explains the flags")

// settings are the flags. What they mean is in usage.txt.
type settings struct {
	listen        string
	tls           bool
	tlsCertOut    string
	stopWithStdin bool
	consumer      bool
	// command is the command to run, with its arguments.
	command []string

	latency             time.Duration
	rateLimit           rateLimit
	retryAfter          stytchmock.RetryAfterStyle
	refresh             bool
	putReplaces         bool
	codeLifetime        time.Duration
	attachTokenLifetime time.Duration
}

// rateLimit is a limit in the form 20/1s: requests in a window.
type rateLimit struct {
	limit  int
	window time.Duration
}

// parseSettings reads the flags. It returns flag.ErrHelp where help is asked for.
func parseSettings(arguments []string) (settings, error) {
	var s settings
	flags := s.flags()
	if err := flags.Parse(arguments); err != nil {
		return settings{}, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })

	s.command = flags.Args()

	switch {
	case s.stopWithStdin && len(s.command) > 0:
		return s, errors.New("-stop-with-stdin has no use with a command, which has the stdin")
	case s.consumer && len(s.command) == 0:
		return s, errors.New("-consumer needs a command, such as `stytchmock -consumer terraform plan`")
	case given["tls-cert-out"] && !s.tls:
		return s, errors.New("-tls-cert-out needs -tls")
	case s.latency < 0 || s.codeLifetime <= 0 || s.attachTokenLifetime <= 0:
		return s, errors.New("-latency must not be negative, -code-lifetime and -attach-token-lifetime must be positive")
	case given["retry-after"] && !given["rate-limit"]:
		return s, errors.New("-retry-after needs -rate-limit")
	}
	switch s.retryAfter {
	case stytchmock.RetryAfterNone, stytchmock.RetryAfterSeconds, stytchmock.RetryAfterDate:
		return s, nil
	default:
		return s, fmt.Errorf("-retry-after must be none, seconds or date, not %q", s.retryAfter)
	}
}

// flags declares the flags.
func (s *settings) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("stytchmock", flag.ContinueOnError)
	// Errors and help are printed by the caller.
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "")
	flags.BoolVar(&s.tls, "tls", false, "")
	flags.StringVar(&s.tlsCertOut, "tls-cert-out", "", "")
	flags.BoolVar(&s.stopWithStdin, "stop-with-stdin", false, "")
	flags.BoolVar(&s.consumer, "consumer", false, "")
	flags.DurationVar(&s.latency, "latency", 0, "")
	flags.Var(&s.rateLimit, "rate-limit", "")
	flags.StringVar((*string)(&s.retryAfter), "retry-after", string(stytchmock.RetryAfterNone), "")
	flags.BoolVar(&s.refresh, "refresh", false, "")
	flags.BoolVar(&s.putReplaces, "put-replaces", false, "")
	flags.DurationVar(&s.codeLifetime, "code-lifetime", stytchmock.DefaultCodeLifetime, "")
	flags.DurationVar(&s.attachTokenLifetime, "attach-token-lifetime", stytchmock.DefaultAttachTokenLifetime, "")

	return flags
}

// options returns the emulator's options.
func (s *settings) options() []stytchmock.Option {
	options := []stytchmock.Option{
		stytchmock.WithLatency(s.latency),
		stytchmock.WithCodeLifetime(s.codeLifetime),
		stytchmock.WithAttachTokenLifetime(s.attachTokenLifetime),
	}
	if s.rateLimit.limit > 0 {
		options = append(options, stytchmock.WithRateLimit(s.rateLimit.limit, s.rateLimit.window, s.retryAfter))
	}
	if s.refresh {
		options = append(options, stytchmock.WithTokenRefresh())
	}
	if s.putReplaces {
		options = append(options, stytchmock.WithPutReplaces())
	}

	return options
}

// String returns an empty text: there is no limit unless the flag is set.
func (*rateLimit) String() string {
	return ""
}

// Set parses the flag.
func (r *rateLimit) Set(value string) error {
	limit, window, _ := strings.Cut(value, "/")
	var errLimit, errWindow error
	r.limit, errLimit = strconv.Atoi(limit)
	r.window, errWindow = time.ParseDuration(window)
	if errLimit != nil || errWindow != nil || r.limit < 1 || r.window <= 0 {
		return errors.New("it must have the form 20/1s, both positive")
	}

	return nil
}
