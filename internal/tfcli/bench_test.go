// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// bench is what examples are tried on.
type bench struct {
	source, providerDir string

	cli *tfcli.CLI
}

// newBench builds the provider and finds a CLI.
func newBench(t *testing.T) *bench {
	t.Helper()

	b := &bench{providerDir: t.TempDir()}

	var err error
	if b.source, err = tfcli.ModuleDir(t.Context()); err != nil {
		t.Fatal(err)
	}

	if err = tfcli.Build(t.Context(), b.providerDir); err != nil {
		t.Fatal(err)
	}

	b.cli, err = tfcli.Find(t.Context(), tfcli.Options{Dir: t.TempDir(), Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}

	return b
}

// example is one of the examples, ready to run.
type example struct {
	mock    *stytchmock.Server
	fixture stytchmock.Fixture
	work    *tfcli.Workspace
	// ledger tells what other people's providers were given.
	ledger *standin.Ledger
	// botToken is the Member's Slack bot token.
	botToken string
	// keepsSecrets tells that there is a data source that has them kept in the state.
	keepsSecrets bool
}

// keepingTypes are the data sources that return secrets.
var keepingTypes = regexp.MustCompile(`data "stytchoauth_member_\w+_tokens"`)

// consumerTypes are those that need a Consumer project.
var consumerTypes = regexp.MustCompile(`"stytchoauth_(user_\w+|attach_token)"`)

// example prepares the example in a folder, with an emulator of its own.
func (b *bench) example(t *testing.T, dir string) *example {
	t.Helper()

	text, left := configuration(t, dir), b.leftOut(t, dir)

	e := &example{mock: stytchmock.New(), keepsSecrets: keepingTypes.MatchString(text)}
	e.botToken = "xoxb-" + e.mock.Fixture().MemberID
	furnish(e.mock, e.botToken)

	server := httptest.NewServer(e.mock)
	t.Cleanup(server.Close)

	e.fixture = e.mock.FixtureAt(server.URL)

	environment := map[string]string{
		"STYTCH_BASE_URL": server.URL, "STYTCH_PROJECT_ID": e.fixture.ProjectID, "STYTCH_SECRET": e.fixture.Secret,
		"STYTCH_PUBLIC_TOKEN": e.fixture.PublicToken,
	}
	if consumerTypes.MatchString(text) {
		environment["STYTCH_PROJECT_ID"] = e.fixture.ConsumerProjectID
		environment["STYTCH_SECRET"] = e.fixture.ConsumerSecret
		environment["STYTCH_PUBLIC_TOKEN"] = e.fixture.ConsumerPublicToken
	}

	others := used(text)

	served, ledger, stop, err := standin.Serve(t.Context(), others...)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(stop)

	e.ledger = ledger

	e.work, err = tfcli.NewWorkspace(t.TempDir(), tfcli.Settings{
		CLI: b.cli, ProviderDir: b.providerDir, Environ: os.Environ(), Set: environment, Reattach: served,
	})
	if err != nil {
		t.Fatal(err)
	}

	if err = e.work.Copy(dir, left...); err != nil {
		t.Fatal(err)
	}

	if !strings.Contains(text, "required_providers") {
		// A page of the documentation leaves out what every configuration begins with.
		if err = e.work.Write("required_providers.tf", requiredProviders(others)); err != nil {
			t.Fatal(err)
		}
	}

	if err = e.work.SetVariables(variables(text, e.fixture)); err != nil {
		t.Fatal(err)
	}

	return e
}

// leftOut are the files with write-only arguments, if the CLI has none. Without such a file, some examples are nothing.
func (b *bench) leftOut(t *testing.T, dir string) []string {
	t.Helper()

	if b.cli.WriteOnlyArguments() {
		return nil
	}

	var left []string

	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}

	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}

		if strings.Contains(string(text), "_wo") {
			left = append(left, filepath.Base(file))
		}
	}

	if len(left) == len(files) {
		t.Skipf("%s has no write-only arguments: they came with 1.11", b.cli)
	}

	return left
}

// written is all that Terraform wrote, by name.
func (e *example) written(t *testing.T) map[string][]byte {
	t.Helper()

	parts, err := e.work.SavedPlan()
	if err != nil {
		t.Fatal(err)
	}

	// There is no state where nothing was to be done.
	parts["terraform.tfstate"], err = e.work.State()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}

	return parts
}

// secrets are all that the emulator knows of.
func (e *example) secrets() []string {
	all := []string{
		e.fixture.Secret, e.fixture.ConsumerSecret, e.botToken, memberToken, refreshToken, workerSecret, googleIDToken,
	}

	for _, token := range e.mock.IssuedTokens() {
		all = append(all, token.Value)
	}

	for _, token := range e.mock.AttachTokens() {
		all = append(all, token.Value)
	}

	for _, code := range e.mock.Codes() {
		all = append(all, code.Value)
	}

	return all
}
