// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// providerLine is a line of the provider's process in Terraform's log: the provider's own loggers, of which there is
// the subsystem `stytch`, and those of the framework and of the protocol. Lines of Terraform itself are left out: what
// they show of the values that pass through Terraform is Terraform's to say, and differs with its version.
var providerLine = regexp.MustCompile(`(?m)^.*provider\.terraform-provider-stytchoauth.*$`)

// logged are the lines of the provider's process in a log.
func logged(t *testing.T, file string) []byte {
	t.Helper()

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	return bytes.Join(providerLine.FindAll(text, -1), []byte("\n"))
}

// With everything logged that can be, no line of the provider's holds a secret, whether requests go well or fail with
// answers that repeat what was sent. What helps to follow a request is there.
func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	handedIn := secretsOf(emulator)
	memberID, tokens := ephemeralMember(emulator)
	workspace := everythingIn(t, emulator, handedIn, memberID)
	log := filepath.Join(t.TempDir(), "terraform.log")
	set := map[string]string{"TF_LOG": "TRACE", "TF_LOG_PATH": log}

	output, err := workspace.Run(set, "apply", "-auto-approve", "-no-color")
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	secrets := secretsSoFar(t, emulator, handedIn)
	secrets["token of a data source"] = dataSourceToken(t, emulator)

	for _, token := range tokens {
		secrets[token] = token
	}

	requireWithout(t, "the output", []byte(output), secrets)
	requireWithout(t, "the log", logged(t, log), secrets)

	if bytes.Contains(logged(t, log), []byte("eyJ")) {
		t.Error("the log holds a JWT")
	}

	requireLogLines(t, emulator, logged(t, log))

	// Everything fails, first where it begins, then where it ends.
	for _, routes := range [][]string{{""}, {stytchmock.RouteToken, stytchmock.RouteRevoke}} {
		for _, route := range routes {
			emulator.Inject(route, -1, stytchmock.Fault{Respond: repeat})
		}

		failed, err := workspace.Run(set, "plan", "-no-color")
		if err == nil {
			t.Fatalf("it does not fail:\n%s", failed)
		}

		secrets := secretsSoFar(t, emulator, handedIn)
		requireWithout(t, "the output", []byte(failed), secrets)
		requireWithout(t, "the log", logged(t, log), secrets)

		if !strings.Contains(failed, "(redacted)") {
			t.Errorf("nothing was redacted:\n%s", failed)
		}

		emulator.ClearFaults()
	}

	if !bytes.Contains(logged(t, log), []byte("Request to Stytch failed")) {
		t.Error("no failure is logged")
	}
}

// requireLogLines fails unless each route has a line for a request that went well, with what there is to know of it.
func requireLogLines(t *testing.T, emulator *tftest.Emulator, log []byte) {
	t.Helper()

	var routes []string

	for line := range strings.SplitSeq(string(log), "\n") {
		if !strings.Contains(line, "Stytch answered") {
			continue
		}

		fields := map[string]string{}

		for field := range strings.FieldsSeq(line) {
			if name, value, ok := strings.Cut(field, "="); ok {
				fields[name] = value
			}
		}

		routes = append(routes, fields["method"]+" "+fields["path"])

		if !strings.Contains(line, "[DEBUG]") || fields["@module"] != "stytchoauth.stytch" || fields["attempt"] != "1" ||
			!regexp.MustCompile(`^(200|302|307)$`).MatchString(fields["status"]) || fields["duration_ms"] == "" ||
			!requestID.MatchString(fields["request_id"]) {
			t.Errorf("log line %s", line)
		}
	}

	for _, request := range emulator.Requests() {
		// The path's template, with each identity provider by its name.
		method, path, _ := strings.Cut(request.Route, " ")
		if request.Route == stytchmock.RouteMemberTokens {
			path = strings.Replace(path, "{provider}", request.Path[strings.LastIndex(request.Path, "/")+1:], 1)
		}

		if !slices.Contains(routes, method+" "+path) {
			t.Errorf("no line for %s %s", method, path)
		}
	}
}
