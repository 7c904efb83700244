// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Go's HTTP client logs what a server sends beyond its answer, with the log package's own logger, whose lines Terraform
// takes for the provider's.
func TestSecretsInSurplusAreNotLogged(t *testing.T) {
	t.Parallel()

	const surplus = `"refresh_token":"0p4qu3-r3fr3sh-t0k3n"}`

	answer := `{"request_id":"request-id-test-1","status_code":200,"provider_type":"GitHub","registrations":[]}`

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		connection, stream, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}

		_, _ = fmt.Fprintf(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s",
			len(answer), answer, surplus)
		_ = stream.Flush()

		// Until the client has seen it, and hung up.
		_, _ = stream.ReadByte()
		_ = connection.Close()
	}))
	t.Cleanup(server.Close)

	workspace := tftest.NewWorkspace(t, fmt.Sprintf(`
provider "stytchoauth" {
  project_id = "project-test-1"
  secret     = "secret-test-1"
  base_url   = %q
}

data "stytchoauth_member_github_tokens" "this" {
  count           = 4
  organization_id = "organization-1"
  member_id       = "member-1"
}
`, server.URL))
	log := filepath.Join(t.TempDir(), "terraform.log")

	output, err := workspace.Run(map[string]string{"TF_LOG": "TRACE", "TF_LOG_PATH": log}, "plan", "-no-color")
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	lines := logged(t, log)
	if !bytes.Contains(lines, []byte("Stytch answered")) {
		t.Fatal("no request is logged")
	}

	for _, part := range []string{"0p4qu3", "nsolicited"} {
		if bytes.Contains(lines, []byte(part)) {
			t.Errorf("the log holds %q", part)
		}
	}
}
