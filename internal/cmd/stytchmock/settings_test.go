// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

func TestBadArguments(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		arguments []string
		says      string
	}{
		"any address":        {[]string{"-listen", ":0"}, "loopback"},
		"every address":      {[]string{"-listen", "0.0.0.0:0"}, "loopback"},
		"a name":             {[]string{"-listen", "example.com:0"}, "loopback"},
		"no port":            {[]string{"-listen", "127.0.0.1"}, "host:port"},
		"no window":          {[]string{"-rate-limit", "20"}, "20/1s"},
		"no limit":           {[]string{"-rate-limit", "0/1s"}, "positive"},
		"no duration":        {[]string{"-rate-limit", "1/s"}, "positive"},
		"unknown style":      {[]string{"-retry-after", "soon"}, "none, seconds or date"},
		"argument":           {[]string{"serve"}, "serve"},
		"certificate, plain": {[]string{"-tls-cert-out", "x"}, "-tls"},
		"negative latency":   {[]string{"-latency", "-5s"}, "negative"},
		"no latency":         {[]string{"-latency", "soon"}, "latency"},
		"no limit to retry":  {[]string{"-retry-after", "seconds"}, "-rate-limit"},
		"codes for no time":  {[]string{"-code-lifetime", "0s"}, "-code-lifetime must be positive"},
		"tokens of the past": {[]string{"-attach-token-lifetime", "-1s"}, "-attach-token-lifetime must be positive"},
		"unknown flag":       {[]string{"-nothing"}, "nothing"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var printed, said bytes.Buffer
			err := run(t.Context(), test.arguments, strings.NewReader(""), &printed)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v does not say %q", err, test.says)
			}
			if status := exitStatus(err, &said); status != 2 || !strings.Contains(said.String(), test.says) {
				t.Errorf("exit status %d after %q", status, said.String())
			}
			if printed.Len() > 0 {
				t.Errorf("printed %q", printed.String())
			}
		})
	}
}

func TestOtherFailures(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "no", "x")
	err := run(t.Context(), []string{"-tls", "-tls-cert-out", file}, strings.NewReader(""), io.Discard)
	if !errors.Is(err, fs.ErrNotExist) || exitStatus(err, io.Discard) != 1 {
		t.Errorf("error %v", err)
	}
	if status := exitStatus(nil, io.Discard); status != 0 {
		t.Errorf("exit status %d", status)
	}
}
