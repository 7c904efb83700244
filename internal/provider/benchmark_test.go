// SPDX-License-Identifier: MPL-2.0

//go:build unix

package provider_test

import (
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// httpProvider is the environment variable with the path of a terraform-provider-http to compare with.
const httpProvider = "BENCH_HTTP_PROVIDER"

// subjects are the configurations that are measured, by the name of what reads: this provider and hashicorp/http read
// the same Member's tokens; offline is a data source of this provider that sends no request, and so the floor.
var subjects = map[string]func(seed stytchmock.Fixture, reads int) string{
	"stytchoauth": func(seed stytchmock.Fixture, reads int) string {
		return fmt.Sprintf(`
data "stytchoauth_member_slack_tokens" "this" {
  count           = %d
  organization_id = %q
  member_id       = %q
}
`, reads, seed.OrganizationID, seed.MemberID)
	},
	"http": func(seed stytchmock.Fixture, reads int) string {
		return fmt.Sprintf(`
data "http" "this" {
  count = %d
  url   = "%s/v1/b2b/organizations/%s/members/%s/oauth_providers/slack"

  request_headers = {
    Accept        = "application/json"
    Authorization = "Basic %s"
  }
}
`, reads, seed.BaseURL, seed.OrganizationID, seed.MemberID,
			base64.StdEncoding.EncodeToString([]byte(seed.ProjectID+":"+seed.Secret)))
	},
	"offline": func(seed stytchmock.Fixture, reads int) string {
		return fmt.Sprintf(`
data "stytchoauth_member_start_url" "this" {
  count           = %d
  oauth_provider  = "slack"
  organization_id = %q
}
`, reads, seed.OrganizationID)
	},
}

// BenchmarkPlan measures `terraform plan` with a number of reads over TLS. Beside the time it reports the requests and
// connections, and the CPU time and peak memory of the provider's processes. Compare with benchstat:
//
//	go test ./internal/provider -run '^$' -bench Plan -benchtime 1x -count 6 | tee new.txt
//	go tool -modfile=tools/go.mod benchstat -col /provider new.txt
func BenchmarkPlan(b *testing.B) {
	dirs := rusageDirs(b)

	for _, subject := range []string{"offline", "stytchoauth", "http"} {
		for _, latency := range []time.Duration{0, 20 * time.Millisecond} {
			if subject == "offline" && latency > 0 {
				continue
			}

			for _, reads := range []int{1, 100, 1000} {
				b.Run(fmt.Sprintf("provider=%s/latency=%s/reads=%d", subject, latency, reads), func(b *testing.B) {
					benchmarkPlan(b, dirs, subject, latency, reads)
				})
			}
		}
	}
}

func benchmarkPlan(b *testing.B, dirs map[string]string, subject string, latency time.Duration, reads int) {
	b.Helper()

	cli, providerDir := tftest.Shared(b)
	program := filepath.Join(providerDir, "terraform-provider-stytchoauth")

	if subject == "http" {
		if program = os.Getenv(httpProvider); program == "" {
			b.Skip(httpProvider + " does not name a terraform-provider-http")
		}
	}

	mock := stytchmock.New(stytchmock.WithLatency(latency))
	server := httptest.NewTLSServer(mock)
	b.Cleanup(server.Close)

	seed := mock.FixtureAt(server.URL)
	dir := b.TempDir()
	certificate, usage := filepath.Join(dir, "certificate.pem"), filepath.Join(dir, "usage")

	if err := os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{
		Type: "CERTIFICATE", Bytes: server.Certificate().Raw,
	}), 0o600); err != nil {
		b.Fatal(err)
	}

	workspace, err := tftest.OpenWorkspace(b.Context(), b.TempDir(), tftest.Settings{
		TB: b, CLI: cli, ProviderDirs: dirs,
		Variables: map[string]string{
			"STYTCH_BASE_URL": server.URL, "STYTCH_PROJECT_ID": seed.ProjectID, "STYTCH_SECRET": seed.Secret,
			"STYTCH_PUBLIC_TOKEN": seed.PublicToken, "SSL_CERT_FILE": certificate,
			"RUSAGE_PROGRAM": program, "RUSAGE_FILE": usage,
		},
	})
	if err != nil {
		b.Fatal(err)
	}

	b.Cleanup(workspace.Close)
	workspace.Configure(subjects[subject](seed, reads))

	var (
		requests, connections int
		cpu, memory           float64
	)

	for b.Loop() {
		if output, err := workspace.Run(nil, "plan", "-input=false", "-no-color", "-lock=false"); err != nil {
			b.Fatal(err, output)
		}

		b.StopTimer()

		clients := map[string]bool{}
		for _, request := range mock.Requests() {
			clients[request.RemoteAddr] = true
			requests++
		}

		connections += len(clients)

		mock.ResetRequests()

		seconds, peak := readUsage(b, usage)
		cpu, memory = cpu+seconds, max(memory, peak)

		b.StartTimer()
	}

	runs := float64(b.N)
	b.ReportMetric(float64(requests)/runs, "requests/op")
	b.ReportMetric(float64(connections)/runs, "connections/op")
	b.ReportMetric(cpu/runs, "provider-cpu-sec/op")
	b.ReportMetric(memory/1e6, "provider-peak-MB")
}

// rusageDirs puts rusage where a CLI looks for either provider.
func rusageDirs(b *testing.B) map[string]string {
	b.Helper()

	dir := b.TempDir()
	if err := tftest.Build(b.Context(), dir, "internal/tftest/rusage"); err != nil {
		b.Fatal(err)
	}

	for _, name := range []string{"stytchoauth", "http"} {
		if err := os.Link(filepath.Join(dir, "rusage"), filepath.Join(dir, "terraform-provider-"+name)); err != nil {
			b.Fatal(err)
		}
	}

	return map[string]string{tftest.Address: dir, "hashicorp/http": dir}
}

// readUsage returns the CPU time of the provider's processes in seconds and the peak memory of one in bytes, and forgets
// them. Terraform starts several processes for a plan, and waits for each to end.
func readUsage(b *testing.B, file string) (cpu, memory float64) {
	b.Helper()

	text, err := os.ReadFile(file)
	if err := errors.Join(err, os.Remove(file)); err != nil {
		b.Fatal(err)
	}

	for line := range strings.Lines(string(text)) {
		var seconds, peak float64
		if _, err := fmt.Sscan(line, &seconds, &peak); err != nil {
			b.Fatal(err)
		}

		cpu, memory = cpu+seconds, max(memory, peak)
	}

	if cpu == 0 {
		b.Fatal("the provider did not run")
	}

	return cpu, memory
}
