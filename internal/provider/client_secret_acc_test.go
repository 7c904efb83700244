// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// secretStores are two secret stores. AWS's wants both arguments or none, and makes a new object for a new version.
// Google's write-only argument is not Sensitive. Both fail while failing is set.
func secretStores(failing *atomic.Bool) []tftest.FakeProvider {
	fail := func(call tftest.Call) error {
		if call.Resource != "" && failing.Load() {
			return errors.New("the store is down")
		}

		return nil
	}

	return []tftest.FakeProvider{
		{Address: "hashicorp/aws", Fail: fail, Resources: map[string]map[string]schema.Attribute{
			"aws_secretsmanager_secret_version": {
				"secret_string_wo": schema.StringAttribute{
					Optional: true, WriteOnly: true, Sensitive: true,
					Validators: []validator.String{requiredWith("secret_string_wo_version")},
				},
				"secret_string_wo_version": schema.Int64Attribute{
					Optional:      true,
					Validators:    []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("secret_string_wo"))},
					PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				},
			},
		}},
		{Address: "hashicorp/google", Fail: fail, Resources: map[string]map[string]schema.Attribute{
			"google_secret_manager_secret_version": {
				"secret_data_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
				"secret_data_wo_version": schema.Int64Attribute{Optional: true},
			},
		}},
	}
}

// requiredWith is RequiredWith of terraform-plugin-sdk, for which an unknown value is set.
type requiredWith string

// Description returns what is required.
func (r requiredWith) Description(context.Context) string {
	return "must be set together with " + string(r)
}

// MarkdownDescription returns what is required.
func (r requiredWith) MarkdownDescription(ctx context.Context) string {
	return r.Description(ctx)
}

// ValidateString returns an error if the other attribute is null.
func (r requiredWith) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var other types.Int64

	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(string(r)), &other)...)

	if !req.ConfigValue.IsNull() && other.IsNull() {
		resp.Diagnostics.AddAttributeError(req.Path, "Missing Argument", r.Description(ctx))
	}
}

// handOver is a configuration with a client of either kind and both stores. The arguments of the client are on top of
// those that it needs.
func handOver(name, arguments string) string {
	required := map[string]string{
		connectedApp: `client_name = "Web"`,
		m2mClient:    `scopes = ["read:users"]`,
	}[name]

	return fmt.Sprintf(`
resource %[1]q "it" {
  %[2]s
  %[3]s
}
ephemeral "stytchoauth_client_secret" "it" {
  client_id  = %[1]s.it.client_id
  open_after = timestamp()
}
resource "aws_secretsmanager_secret_version" "it" {
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.it.client_secret))
  secret_string_wo_version = %[1]s.it.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
resource "google_secret_manager_secret_version" "it" {
  secret_data_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.it.client_secret))
  secret_data_wo_version = %[1]s.it.client_secret_issued_at
}
`, name, required, arguments)
}

// handOverRun is a hand-over with a real CLI.
type handOverRun struct {
	*tftest.Workspace

	t        *testing.T
	emulator *tftest.Emulator
	name     string
	failing  *atomic.Bool
	log      string
}

func newHandOverRun(t *testing.T, name string) *handOverRun {
	t.Helper()

	run := &handOverRun{
		t: t, emulator: tftest.Start(t), name: name, failing: &atomic.Bool{}, log: filepath.Join(t.TempDir(), "log"),
	}
	run.Workspace = tftest.NewWorkspace(t, "", secretStores(run.failing)...)

	if !run.CLI.WriteOnlyArguments() {
		t.Skipf("%s has no write-only arguments", run.CLI)
	}

	return run
}

// configure sets the client's arguments.
func (r *handOverRun) configure(arguments string) {
	r.t.Helper()

	if r.name == connectedApp && !strings.Contains(arguments, "client_type") {
		arguments += "\n client_type = \"first_party\""
	}

	r.Configure(r.emulator.B2B(handOver(r.name, arguments)))
}

// run runs a command with everything logged.
func (r *handOverRun) run(arguments ...string) (string, error) {
	r.t.Helper()

	return r.Run(map[string]string{"TF_LOG": "TRACE", "TF_LOG_PATH": r.log}, append(arguments, "-no-color")...)
}

// apply plans, saves the plan and applies it. Then nothing is left to do, but on a CLI that shows the opening of an
// ephemeral resource as a change.
func (r *handOverRun) apply(options ...string) {
	r.t.Helper()

	if output, err := r.run(append([]string{"plan", "-out=saved.tfplan"}, options...)...); err != nil {
		r.t.Fatalf("plan: %v\n%s", err, output)
	}

	r.requireNoSecrets()

	if output, err := r.run("apply", "saved.tfplan"); err != nil {
		r.t.Fatalf("apply: %v\n%s", err, output)
	}

	r.requireNoSecrets()

	if output, err := r.run("plan", "-detailed-exitcode"); err != nil && !r.CLI.PlansOpenings() {
		r.t.Errorf("the plan afterwards: %v\n%s", err, output)
	}
}

// applyFails applies, which has to fail with these words.
func (r *handOverRun) applyFails(says string) {
	r.t.Helper()

	output, err := r.run("plan", "-out=saved.tfplan")
	if err == nil {
		output, err = r.run("apply", "saved.tfplan")
	}

	if err == nil || !strings.Contains(strings.Join(strings.Fields(output), " "), says) {
		r.t.Fatalf("apply: %v, want an error with %q\n%s", err, says, output)
	}

	r.requireNoSecrets()
}

// stored returns what each store was given, in order.
func (r *handOverRun) stored() (aws, google []string) {
	for _, call := range r.Recorder.Calls("hashicorp/aws", "aws_secretsmanager_secret_version") {
		aws = append(aws, call.Values["secret_string_wo"])
	}

	for _, call := range r.Recorder.Calls("hashicorp/google", "google_secret_manager_secret_version") {
		google = append(google, call.Values["secret_data_wo"])
	}

	return aws, google
}

// client returns the id and the secrets of the client.
func (r *handOverRun) client() (id string, accepted []string) {
	r.t.Helper()

	clients := r.emulator.Clients()
	last := clients[slices.IndexFunc(clients, func(c stytchmock.Client) bool { return c.Name == "Web" || c.Name == "Renamed" })]

	return last.ClientID, last.AcceptedSecrets
}

// requireStored fails unless both stores were given that many secrets, and the last one is accepted.
func (r *handOverRun) requireStored(count int, accepted []string) {
	r.t.Helper()

	aws, google := r.stored()
	if len(aws) != count || !slices.Equal(aws, google) || aws[count-1] != accepted[len(accepted)-1] {
		r.t.Fatalf("AWS's store was given %d secrets, and Google's %d, want %d, the last of which is accepted", len(aws),
			len(google), count)
	}
}

// requireNoSecrets fails if a secret is in the state, in the saved plan or in the provider's log.
func (r *handOverRun) requireNoSecrets() {
	r.t.Helper()

	written, err := r.Written()
	if err != nil {
		r.t.Fatal(err)
	}

	log, err := os.ReadFile(r.log)
	if err != nil {
		r.t.Fatal(err)
	}

	written["the log"] = log
	if !bytes.Contains(log, []byte("provider.terraform-provider-stytchoauth")) {
		r.t.Error("the provider logs nothing")
	}

	for _, secret := range r.emulator.Secrets() {
		// The provider block holds the project's, and so does a saved plan.
		if !strings.Contains(secret.Name, "client_secret") {
			continue
		}

		for _, name := range slices.Sorted(maps.Keys(written)) {
			if tftest.Contains(written[name], secret.Value) {
				r.t.Errorf("%s holds the %s", name, secret.Name)
			}
		}
	}
}

// TestHandOver is the life of a client whose secret is in two stores.
func TestHandOver(t *testing.T) {
	t.Parallel()

	run := newHandOverRun(t, connectedApp)

	run.configure("client_secret_version = 1")
	run.apply()

	id, accepted := run.client()
	run.requireStored(1, accepted)

	// An unrelated change stores nothing.
	run.configure("client_secret_version = 1\n client_description = \"Changed\"")
	run.apply()
	run.requireStored(1, accepted)

	// A rotation: both secrets are accepted, until it is finished.
	run.configure("client_secret_version = 1\n next_client_secret_version = 2")
	run.apply()

	_, accepted = run.client()
	requireEqual(t, len(accepted), 2)
	run.requireStored(2, accepted)

	run.configure("client_secret_version = 2")
	run.apply()

	_, finished := run.client()
	requireEqual(t, finished, accepted[1:])
	run.requireStored(2, finished)

	// A leak: the old secret stops at once.
	run.configure("client_secret_version = 3")
	run.apply()

	_, accepted = run.client()
	requireEqual(t, len(accepted), 1)
	run.requireStored(3, accepted)

	// A store that fails: the secret is lost, and no empty one is written in its place.
	run.configure("client_secret_version = 4")
	run.failing.Store(true)
	run.applyFails("the store is down")
	run.failing.Store(false)
	run.applyFails("coalesce")
	run.requireStored(3, run.lastStored())

	run.configure("client_secret_version = 5")
	run.apply()

	_, accepted = run.client()
	run.requireStored(4, accepted)

	// Replacement.
	run.apply("-replace=" + connectedApp + ".it")

	replaced, accepted := run.client()
	if replaced == id {
		t.Error("the client is not replaced")
	}

	run.requireStored(5, accepted)

	if output, err := run.run("taint", connectedApp+".it"); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	run.apply()

	_, accepted = run.client()
	run.requireStored(6, accepted)

	run.configure("client_secret_version = 5\n client_type = \"third_party\"")
	run.apply()

	replaced, accepted = run.client()
	run.requireStored(7, accepted)

	if output, err := run.run("destroy", "-auto-approve"); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	requireEqual(t, run.emulator.AcceptedSecrets(replaced), []string(nil))
}

// lastStored is the last secret that the stores were given.
func (r *handOverRun) lastStored() []string {
	aws, _ := r.stored()

	return aws[len(aws)-1:]
}

// An imported client has a secret issued for a store in one apply. Nothing is issued before.
func TestHandOverImport(t *testing.T) {
	t.Parallel()

	run := newHandOverRun(t, m2mClient)
	run.emulator.AddM2MClient(stytchmock.M2MClient{Name: "Web", Scopes: []string{"read:users"}})

	id, accepted := run.client()
	by := fmt.Sprintf("id = %q", id)

	if run.CLI.AtLeast(1, 12) {
		by = fmt.Sprintf("identity = { client_id = %q }", id)
	}

	block := fmt.Sprintf("\nimport {\n  to = %s.it\n  %s\n}\n", m2mClient, by)
	if err := run.Write("import.tf", block); err != nil {
		t.Fatal(err)
	}

	// Without a secret there is no version for the store.
	run.configure(`client_name = "Web"`)
	run.applyFails("must be set together with secret_string_wo_version")
	_, unchanged := run.client()
	requireEqual(t, unchanged, accepted)

	run.configure("client_name = \"Web\"\n next_client_secret_version = 1")
	run.apply()

	_, accepted = run.client()
	requireEqual(t, len(accepted), 2)
	run.requireStored(1, accepted)

	run.configure("client_name = \"Web\"\n client_secret_version = 1")
	run.apply()

	_, finished := run.client()
	requireEqual(t, finished, accepted[1:])
}

// The run is interrupted while Stytch issues a secret. The state knows that it was issued, nothing more is sent, and the
// next apply does not store an empty secret. Raising the version recovers.
func TestHandOverInterrupted(t *testing.T) {
	t.Parallel()

	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}

	run := newHandOverRun(t, m2mClient)
	run.configure("client_name = \"Web\"\n status = \"inactive\"\n client_secret_version = 1")
	run.emulator.Inject(stytchmock.RouteM2MClientCreate, 1, stytchmock.Fault{Process: true, Delay: 5 * time.Second})

	command := run.Command(t.Context(), nil, "apply", "-auto-approve", "-no-color")

	var output bytes.Buffer

	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}

	for run.emulator.Count(stytchmock.RouteM2MClientCreate) == 0 {
		time.Sleep(10 * time.Millisecond)
	}

	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}

	if err := command.Wait(); err == nil {
		t.Fatalf("it was not interrupted:\n%s", &output)
	}

	id, _ := run.client()
	if state, err := os.ReadFile(filepath.Join(run.Dir, "terraform.tfstate")); err != nil || !bytes.Contains(state, []byte(id)) {
		t.Fatalf("the client is not in the state: %v\n%s", err, &output)
	}

	aws, google := run.stored()
	requireEqual(t, len(aws)+len(google), 0)
	run.emulator.RequireCount(t, stytchmock.RouteM2MClientUpdate, 0)

	run.applyFails("coalesce")
	run.configure("client_name = \"Web\"\n client_secret_version = 2")
	run.apply()

	_, accepted := run.client()
	run.requireStored(1, accepted)
}
