// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// settings are the flags.
type settings struct {
	listen        string
	tls           bool
	tlsCertOut    string
	stopWithStdin bool

	latency             time.Duration
	rateLimit           rateLimit
	retryAfter          stytchmock.RetryAfterStyle
	refresh             bool
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
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })

	return s, s.check(given)
}

// flags declares the flags. What they mean is in usage.txt.
func (s *settings) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("stytchmock", flag.ContinueOnError)
	// What goes wrong is an error, which the caller prints; help is the caller's.
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "")
	flags.BoolVar(&s.tls, "tls", false, "")
	flags.StringVar(&s.tlsCertOut, "tls-cert-out", "", "")
	flags.BoolVar(&s.stopWithStdin, "stop-with-stdin", false, "")
	flags.DurationVar(&s.latency, "latency", 0, "")
	flags.Var(&s.rateLimit, "rate-limit", "")
	flags.StringVar((*string)(&s.retryAfter), "retry-after", string(stytchmock.RetryAfterNone), "")
	flags.BoolVar(&s.refresh, "refresh", false, "")
	flags.DurationVar(&s.codeLifetime, "code-lifetime", stytchmock.DefaultCodeLifetime, "")
	flags.DurationVar(&s.attachTokenLifetime, "attach-token-lifetime", stytchmock.DefaultAttachTokenLifetime, "")

	return flags
}

// check refuses what makes no sense, and what would be without effect.
func (s *settings) check(given map[string]bool) error {
	styles := []stytchmock.RetryAfterStyle{
		stytchmock.RetryAfterNone, stytchmock.RetryAfterSeconds, stytchmock.RetryAfterDate,
	}
	switch {
	case given["tls-cert-out"] && !s.tls:
		return errors.New("-tls-cert-out needs -tls")
	case s.latency < 0:
		return fmt.Errorf("-latency must not be negative, as %v is", s.latency)
	case s.codeLifetime <= 0:
		return fmt.Errorf("-code-lifetime must be positive, not %v", s.codeLifetime)
	case s.attachTokenLifetime <= 0:
		return fmt.Errorf("-attach-token-lifetime must be positive, not %v", s.attachTokenLifetime)
	case !slices.Contains(styles, s.retryAfter):
		return fmt.Errorf("-retry-after must be none, seconds or date, not %q", s.retryAfter)
	case given["retry-after"] && !given["rate-limit"]:
		return errors.New("-retry-after needs -rate-limit")
	}

	return nil
}

// options are the emulator's options.
func (s settings) options() []stytchmock.Option {
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

	return options
}

// String is the limit as the flag takes it.
func (r *rateLimit) String() string {
	if r == nil || r.limit == 0 {
		return ""
	}

	return strconv.Itoa(r.limit) + "/" + r.window.String()
}

// Set parses the flag.
func (r *rateLimit) Set(value string) error {
	limit, window, ok := strings.Cut(value, "/")
	if !ok {
		return errors.New("it must have the form 20/1s")
	}
	var err error
	if r.limit, err = strconv.Atoi(limit); err != nil || r.limit < 1 {
		return errors.New("the limit must be a positive number")
	}
	if r.window, err = time.ParseDuration(window); err != nil || r.window <= 0 {
		return errors.New("the window must be a positive duration")
	}

	return nil
}
