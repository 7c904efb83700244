// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// In a run with every type, no secret is in what the CLI writes or prints, nor in its log with everything that can be
// logged. What data sources read is in the state and the plan, as their pages say.
func TestSecretsInRun(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	variables := secretsOf(emulator)
	memberID, secrets := ephemeralMember(emulator)

	for _, provider := range client.MemberIdentityProviders() {
		giveTokens(t, emulator, provider)
	}

	workspace := tftest.NewWorkspace(t, emulator.Expand(everything()), tftest.FakeProvider{
		Address: "hashicorp/vault",
		Resources: map[string]map[string]schema.Attribute{"vault_secret": {
			"value":    schema.StringAttribute{Required: true, WriteOnly: true},
			"revision": schema.Int64Attribute{Required: true},
		}},
	})
	if !workspace.CLI.WriteOnlyArguments() {
		t.Skipf("%s has no write-only arguments", workspace.CLI)
	}

	if err := workspace.SetVariables(map[string]any{"secrets": variables, "member_id": memberID}); err != nil {
		t.Fatal(err)
	}

	logFile := filepath.Join(t.TempDir(), "terraform.log")
	trace := map[string]string{"TF_LOG": "TRACE", "TF_LOG_PATH": logFile}
	planOutput := mustRun(t, workspace, trace, "plan", "-no-color", "-input=false", "-out=saved.tfplan")
	applyOutput := mustRun(t, workspace, trace, "apply", "-no-color", "-input=false", "saved.tfplan")

	written, err := workspace.Written()
	if err != nil {
		t.Fatal(err)
	}

	for name, read := range map[string]func() ([]byte, error){
		"log":                     func() ([]byte, error) { return os.ReadFile(logFile) },
		"show -json of the state": func() ([]byte, error) { return workspace.ShowState(t.Context()) },
		"show -json of the plan":  func() ([]byte, error) { return workspace.ShowPlan(t.Context()) },
	} {
		if written[name], err = read(); err != nil {
			t.Fatal(err)
		}
	}

	written["output"] = []byte(planOutput + applyOutput)
	log := string(written["log"])

	// The secrets took part, and arrived where they were meant to go.
	var received []map[string]any

	calls := workspace.Recorder.Calls("hashicorp/vault", "vault_secret")
	if len(calls) != 1 || json.Unmarshal([]byte(calls[0].Values["value"]), &received) != nil {
		t.Fatalf("calls %v", calls)
	}

	requireEqual(t, received[len(received)-1]["sub"], any(emulator.Seed.MemberID))

	for _, product := range []stytchmock.Product{stytchmock.B2B, stytchmock.Consumer} {
		credentials := emulator.ProjectID(product) + ":" + emulator.Secret(product)
		secrets = append(secrets, base64.StdEncoding.EncodeToString([]byte(credentials)))
	}

	for _, value := range variables {
		text, _ := value.(string)
		secrets = append(secrets, text)
	}

	issued := map[string]bool{}

	for _, secret := range emulator.Secrets() {
		// The tokens of identity providers are in the state, but for those of the other Member.
		if secret.Issuer == "stytch" || secret.Issuer == "provider" {
			secrets = append(secrets, secret.Value)
			issued[secret.Name] = true
		}
	}

	for _, name := range []string{
		"authorization_code", "access_token", "refresh_token", "id_token", "oauth_attach_token", "code_verifier",
	} {
		if !issued[name] {
			t.Errorf("there is no %s", name)
		}
	}

	for name, text := range written {
		for _, secret := range secrets {
			if len(secret) < 16 || tftest.Contains(text, secret) {
				t.Errorf("%s holds the secret %.8s…, or that is too short to be looked for", name, secret)
			}
		}
	}

	// Each request has a line in the log, by which it can be followed.
	requests := 0

	for line := range strings.SplitSeq(log, "\n") {
		if !strings.Contains(line, "@module=stytchoauth.stytch") {
			continue
		}

		requests++

		for _, field := range []string{"method=", "path=/v1/", "status=", "duration_ms=", "request_id=request-id-test-"} {
			if !strings.Contains(line, " "+field) {
				t.Errorf("no %s in the line %s", field, line)
			}
		}
	}

	emulator.RequireCount(t, "", requests)

	// What a data source has read.
	result, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_member_google_tokens",
		memberArguments(emulator.Seed))
	diagnostics.RequireNone(t)

	kept, _ := result["access_token"].(string)
	if kept == "" || tftest.Contains(log, kept) || !tftest.Contains(written["terraform.tfstate"], kept) {
		t.Errorf("the token %q is in the log, or not in the state", kept)
	}
}

// mustRun runs a command, and returns what it prints.
func mustRun(t *testing.T, workspace *tftest.Workspace, variables map[string]string, arguments ...string) string {
	t.Helper()

	output, err := workspace.Run(variables, arguments...)
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	return output
}

// Go's HTTP client logs what a server sends beyond its response, with the log package's own logger, whose lines
// Terraform takes for the provider's.
func TestSecretsInSurplusAreNotLogged(t *testing.T) {
	t.Parallel()

	const (
		surplus  = `"refresh_token":"0p4qu3-r3fr3sh-t0k3n"}`
		response = `{"request_id":"request-id-test-1","status_code":200,"provider_type":"GitHub","registrations":[]}`
	)

	emulator := tftest.Start(t)
	emulator.Inject(stytchmock.RouteMemberTokens, -1, stytchmock.Fault{Respond: func(w http.ResponseWriter, _ *http.Request) {
		connection, stream, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}

		_, _ = fmt.Fprintf(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s",
			len(response), response, surplus)
		_ = stream.Flush()

		// Until the client has seen it, and hung up.
		_, _ = stream.ReadByte()
		_ = connection.Close()
	}})

	workspace := tftest.NewWorkspace(t, emulator.B2B(`
data "stytchoauth_member_github_tokens" "this" {
  count           = 4
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}
`))
	logFile := filepath.Join(t.TempDir(), "terraform.log")

	mustRun(t, workspace, map[string]string{"TF_LOG": "TRACE", "TF_LOG_PATH": logFile}, "plan", "-no-color")

	log, err := os.ReadFile(logFile)
	if err != nil {
		t.Fatal(err)
	}

	if text := string(log); !strings.Contains(text, "request_id=request-id-test-1") || strings.Contains(text, "0p4qu3") ||
		strings.Contains(text, "nsolicited") {
		t.Errorf("the log holds what was not asked for, or no request:\n%s", text)
	}
}

// repeatRequest responds with an error that repeats all that was sent, as a careless server might.
func repeatRequest(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)

		return
	}

	user, password, _ := r.BasicAuth()
	message := strings.Join([]string{r.Header.Get("Authorization"), user + ":" + password, password, string(body)}, " ")

	w.WriteHeader(http.StatusBadRequest)

	// A client that is gone is no concern of the test's.
	_ = json.NewEncoder(w).Encode(map[string]any{
		"request_id": message, "error_type": message, "error_message": message, "error_url": message,
	})
}

// Whatever an error repeats, the secrets of the request are not shown. In which encodings, is tested in
// internal/client.
func TestSecretsInErrors(t *testing.T) {
	t.Parallel()

	for name, call := range faultCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject("", -1, stytchmock.Fault{Respond: repeatRequest})

			seed := emulator.Seed
			credentials := emulator.ProjectID(call.product) + ":" + emulator.Secret(call.product)

			_, diagnostics := call.run(forProject(t, emulator, call.product), seed)
			diagnostics.RequireError(t, tftest.Fault{
				Says:  []string{"(redacted)", "400 Bad Request"},
				Hides: []string{emulator.Secret(call.product), credentials, seed.M2MClientSecret, verifier, "c0d3-0f-s0m3b0dy"},
			})
		})
	}

	// A revocation only warns.
	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
	emulator.Inject("", -1, stytchmock.Fault{Respond: repeatRequest})

	want := tftest.Fault{Says: []string{"(redacted)"}, Hides: []string{emulator.Seed.ConfidentialClientSecret}}
	for _, token := range emulator.IssuedTokens() {
		want.Hides = append(want.Hides, token.Value)
	}

	served.Close(opened).RequireWarning(t, want)
}
