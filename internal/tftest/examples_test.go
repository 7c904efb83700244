// SPDX-License-Identifier: MPL-2.0

package tftest_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// root is the directory of the module.
var root = filepath.Join("..", "..")

// serveProvider serves the provider in process.
func serveProvider(t *testing.T) *tftest.Protocol {
	t.Helper()

	return tftest.Serve(t, providerserver.NewProtocol6(provider.New(t.Context(), "test", func(string) string { return "" })())())
}

// TestExamples plans and applies every configuration under examples/.
func TestExamples(t *testing.T) {
	t.Parallel()

	for dir, files := range exampleFiles(t) {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()

			kind, _, _ := strings.Cut(dir, "/")
			if kind == "actions" || kind == "list-resources" {
				if cli, _ := tftest.Shared(t); !cli.QueriesAndActions() {
					t.Skipf("%s has no list resources and no actions", cli)
				}
			}

			w, emulator := runExample(t, files)

			switch {
			case dir == "slack-bot-to-provider":
				checkSlackBot(t, w, emulator)
			case kind == "list-resources":
				if output, err := w.Run(nil, "query"); err != nil || !strings.Contains(output, "client_id=") {
					t.Errorf("query: %v\n%s", err, output)
				}
			}
		})
	}
}

// TestREADME checks that each configuration in README.md is part of an example, which TestExamples applies.
func TestREADME(t *testing.T) {
	t.Parallel()

	var examples []string
	for _, files := range exampleFiles(t) {
		examples = slices.AppendSeq(examples, maps.Values(files))
	}

	blocks := strings.Split(readText(t, "README.md"), "\n```terraform\n")[1:]
	if len(blocks) == 0 {
		t.Error("there is no configuration in README.md")
	}

	for _, block := range blocks {
		block, _, _ := strings.Cut(block, "\n```\n")

		if !slices.ContainsFunc(examples, func(example string) bool { return strings.Contains(example, block) }) {
			t.Errorf("no file under examples/ contains\n%s", block)
		}
	}
}

// exampleFiles returns the texts of all configuration files under examples/ by directory and name.
func exampleFiles(t *testing.T) map[string]map[string]string {
	t.Helper()

	examples := os.DirFS(filepath.Join(root, "examples"))
	found := map[string]map[string]string{}

	err := fs.WalkDir(examples, ".", func(file string, _ fs.DirEntry, err error) error {
		dir, name := path.Split(file)

		// An example of an import is for what exists already.
		if err != nil || path.Ext(name) != ".tf" && path.Ext(name) != ".hcl" || strings.HasPrefix(name, "import-by-") {
			return err
		}

		dir = path.Clean(dir)

		if found[dir] == nil {
			found[dir] = map[string]string{}
		}

		text, err := fs.ReadFile(examples, file)
		found[dir][name] = string(text)

		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	return found
}

var (
	// consumerTypes are the types that need a Consumer project.
	consumerTypes = regexp.MustCompile(`"stytchoauth_(user_\w+|attach_token)"`)
	// keepingTypes are the data sources that have secrets kept in the state.
	keepingTypes = regexp.MustCompile(`data "stytchoauth_member_\w+_tokens"`)
)

// minting are the routes that issue something at each request.
var minting = []string{
	stytchmock.RouteAttach, stytchmock.RouteMemberAuthorize, stytchmock.RouteUserAuthorize, stytchmock.RouteToken,
}

// runExample plans and applies an example. Neither may fail, the plan may not mint, `show -json` has to work on both
// the plan and the state, and neither may hold a secret.
func runExample(t *testing.T, files map[string]string) (*tftest.Workspace, *tftest.Emulator) {
	t.Helper()

	emulator := tftest.Start(t, stytchmock.WithIssuer("https://login.example.com"))
	w := exampleWorkspace(t, emulator, files)

	requireShown := func(show func() ([]byte, error)) {
		t.Helper()

		text, err := show()
		if err != nil {
			t.Fatal(err)
		}

		var shown struct {
			Checks []struct {
				Status string `json:"status"`
			} `json:"checks"`
		}
		if err := json.Unmarshal(text, &shown); err != nil {
			t.Fatal(err)
		}

		// A check block that fails is only a warning.
		for _, check := range shown.Checks {
			if check.Status == "fail" || check.Status == "error" {
				t.Errorf("a check has the status %s: %s", check.Status, text)
			}
		}
	}

	w.MustPlan()
	requireShown(func() ([]byte, error) { return w.ShowPlan(t.Context()) })

	for _, route := range minting {
		emulator.RequireCount(t, route, 0)
	}

	w.MustApplyPlan()
	requireShown(func() ([]byte, error) { return w.ShowState(t.Context()) })

	for _, request := range emulator.Requests() {
		if request.Status >= 400 {
			t.Errorf("%s %s has the response %d", request.Method, request.Path, request.Status)
		}
	}

	written, err := w.Written()
	if err != nil {
		t.Fatal(err)
	}

	if !keepingTypes.MatchString(strings.Join(slices.Collect(maps.Values(files)), "\n")) {
		for _, secret := range emulator.Secrets() {
			for name, text := range written {
				if tftest.Contains(text, secret.Value) {
					t.Errorf("%s holds the %s %s", name, secret.Issuer, secret.Name)
				}
			}
		}
	}

	return w, emulator
}

// exampleWorkspace makes a workspace for an example, in which the ids that the example names are the emulator's.
func exampleWorkspace(t *testing.T, emulator *tftest.Emulator, files map[string]string) *tftest.Workspace {
	t.Helper()

	cli, providerDir := tftest.Shared(t)

	if !cli.WriteOnlyArguments() {
		files = maps.Clone(files)
		maps.DeleteFunc(files, func(_, text string) bool { return strings.Contains(text, "_wo") })

		if len(files) == 0 {
			t.Skipf("%s has no write-only arguments", cli)
		}
	}

	seed := emulator.Seed
	text := strings.Join(slices.Collect(maps.Values(files)), "\n")
	variables := map[string]string{
		"STYTCH_BASE_URL": emulator.URL, "STYTCH_PROJECT_ID": seed.ProjectID, "STYTCH_SECRET": seed.Secret,
		"STYTCH_PUBLIC_TOKEN": seed.PublicToken,
	}

	if consumerTypes.MatchString(text) {
		variables["STYTCH_PROJECT_ID"] = seed.ConsumerProjectID
		variables["STYTCH_SECRET"] = seed.ConsumerSecret
		variables["STYTCH_PUBLIC_TOKEN"] = seed.ConsumerPublicToken
	}

	fakes := tftest.FakesFor(text)

	w, err := tftest.OpenWorkspace(t.Context(), t.TempDir(), tftest.Settings{
		TB: t, CLI: cli, ProviderDirs: map[string]string{tftest.Address: providerDir}, Fakes: fakes, Variables: variables,
	})
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(w.Close)

	if !strings.Contains(text, "required_providers") {
		// A page of the documentation leaves out what every configuration begins with.
		files = maps.Clone(files)
		files["required_providers.tf"] = requiredProviders(fakes)
	}

	ids := strings.NewReplacer(
		`"acme"`, `"`+seed.OrganizationSlug+`"`, "member-test-…", seed.MemberID,
		"organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931", seed.OrganizationID,
		"member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f", seed.MemberID,
		"user-test-5ccf82bc-485d-4919-9e11-40084b02dc28", seed.UserID,
		"connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1", seed.ClientID,
		"connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f", seed.ConsumerClientID,
		"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885", seed.M2MClientID,
	)

	for name, text := range files {
		if err := w.Write(name, ids.Replace(text)); err != nil {
			t.Fatal(err)
		}
	}

	values := emulator.ExampleVariables(text)
	if strings.Contains(text, `variable "slack_team_id"`) {
		values["slack_team_id"] = slackTeam(t, emulator)
	}

	if err := w.SetVariables(values); err != nil {
		t.Fatal(err)
	}

	return w
}

// requiredProviders returns the block that every configuration begins with.
func requiredProviders(fakes []tftest.FakeProvider) string {
	text := "terraform {\n  required_providers {\n    stytchoauth = { source = \"stytch-community/stytchoauth\" }\n"
	for _, fake := range fakes {
		text += "    " + path.Base(fake.Address) + " = { source = \"" + fake.Address + "\" }\n"
	}

	return text + "  }\n}\n"
}

// slackTeam returns the workspace that the seeded Member's Slack tokens are for.
func slackTeam(t *testing.T, emulator *tftest.Emulator) string {
	t.Helper()

	served := serveProvider(t)
	served.Configure(emulator.Settings(stytchmock.B2B)).RequireNone(t)

	result, diagnostics := served.Read("stytchoauth_member_slack_tokens", tftest.Object{
		"organization_id": emulator.Seed.OrganizationID, "member_id": emulator.Seed.MemberID,
	})
	diagnostics.RequireNone(t)
	emulator.ResetRequests()

	registrations, _ := result["registrations"].([]any)
	if len(registrations) != 1 {
		t.Fatalf("registrations %v", registrations)
	}

	registration, _ := registrations[0].(tftest.Object)
	team, _ := registration["provider_tenant_id"].(string)

	return team
}

// checkSlackBot checks that the Slack provider was configured with the bot's token in plan and in apply, and is at
// destroy, too; and that the example names a workspace that the Member is not registered with.
func checkSlackBot(t *testing.T, w *tftest.Workspace, emulator *tftest.Emulator) {
	t.Helper()

	const fake = "pablovarela/slack"

	applied := len(w.Recorder.Calls(fake, ""))

	w.MustDestroy()

	calls := w.Recorder.Calls(fake, "")
	if applied < 2 || len(calls) <= applied {
		t.Errorf("the Slack provider was configured %d times for plan and apply, %d times for destroy",
			applied, len(calls)-applied)
	}

	for _, call := range calls {
		if !slices.Contains(emulator.Secrets(), tftest.Secret{Issuer: "slack", Name: "bot_access_token", Value: call.Values["token"]}) {
			t.Errorf("the Slack provider was given %v", call.Values)
		}
	}

	if err := w.SetVariables(map[string]any{
		"organization_id": emulator.Seed.OrganizationID, "member_id": emulator.Seed.MemberID, "slack_team_id": "T1",
	}); err != nil {
		t.Fatal(err)
	}

	want := "is not registered with the Slack workspace T1"
	if w.CLI.PlansOpenings() {
		// Such a CLI reads no data source in plan that depends on an opening, so the URL in the message is unknown.
		want = "Resource postcondition failed"
	}

	if _, err := w.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("with another workspace: %v", err)
	}
}

// TestExamplesAreComplete checks that each type and function has an example and a page, and nothing else has an
// example. Where a description begins with a warning, so does the page.
func TestExamplesAreComplete(t *testing.T) {
	t.Parallel()

	schema := serveProvider(t).Schema
	descriptions := map[string]string{}

	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{
		"data-sources": schema.DataSourceSchemas, "ephemeral-resources": schema.EphemeralResourceSchemas,
		"resources": schema.ResourceSchemas, "list-resources": schema.ListResourceSchemas,
	} {
		for name, one := range schemas {
			descriptions[kind+"/"+name] = one.Block.Description
		}
	}

	for name, one := range schema.ActionSchemas {
		descriptions["actions/"+name] = one.Schema.Block.Description
	}

	for name, one := range schema.Functions {
		descriptions["functions/"+name] = one.Description
	}

	examples := exampleFiles(t)

	for dir, description := range descriptions {
		if examples[dir] == nil {
			t.Errorf("%s has no example", dir)
		}

		page, err := os.ReadFile(filepath.Join(root, "docs", strings.Replace(dir, "stytchoauth_", "", 1)+".md"))
		if err != nil {
			t.Error(err)
		}

		_, body, _ := strings.Cut(string(page), "\n# ")
		_, body, _ = strings.Cut(body, "\n\n")

		if strings.HasPrefix(description, "~> **") && !strings.HasPrefix(body, "~> **") {
			t.Errorf("the page of %s does not begin with its warning", dir)
		}
	}

	for dir := range examples {
		if kind, _, ok := strings.Cut(dir, "/"); ok {
			if _, known := descriptions[dir]; !known {
				t.Errorf("%s is an example of nothing among the %s", dir, kind)
			}
		}
	}
}
