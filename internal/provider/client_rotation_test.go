// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const (
	connectedApp = "stytchoauth_connected_app"
	m2mClient    = "stytchoauth_m2m_client"
)

// clientConfigs are the smallest configurations of both kinds of client.
func clientConfigs() map[string]tftest.Object {
	return map[string]tftest.Object{
		connectedApp: {"client_type": "first_party", "client_name": "Web"},
		m2mClient:    {"scopes": []string{"read:users"}},
	}
}

// deployment is a client and a secret store, applied as Terraform applies them: a plan and its apply have a provider
// process each. The store is like AWS's: its version is client_secret_issued_at, which it wants to be set, and its secret
// is coalesce(), so that it fails rather than keep an empty one.
type deployment struct {
	t        *testing.T
	emulator *tftest.Emulator
	name     string
	settings tftest.Object
	client   tftest.Managed
	// noRefresh is -refresh=false.
	noRefresh bool
	// beforeApply is called when the plan was made.
	beforeApply func()

	storedVersion, storedSecret any
}

func deploy(t *testing.T, name string, options ...stytchmock.Option) *deployment {
	t.Helper()

	emulator := tftest.Start(t, options...)

	return &deployment{
		t: t, emulator: emulator, name: name,
		settings: with(emulator.Settings(stytchmock.B2B), tftest.Object{"max_retries": 0}),
	}
}

// process starts a provider.
func (d *deployment) process() *tftest.Protocol {
	d.t.Helper()

	return configured(d.t, d.settings)
}

// versioned returns the client's smallest configuration with versions, of which 0 stands for null.
func (d *deployment) versioned(current, next int) tftest.Object {
	config := maps.Clone(clientConfigs()[d.name])
	for name, version := range map[string]int{"client_secret_version": current, "next_client_secret_version": next} {
		if version != 0 {
			config[name] = version
		}
	}

	return config
}

// clientID returns the client's id.
func (d *deployment) clientID() string {
	id, _ := d.client.State["client_id"].(string)

	return id
}

// issuedAt returns client_secret_issued_at, 0 for null.
func (d *deployment) issuedAt() int64 {
	issuedAt, _ := d.client.State["client_secret_issued_at"].(int64)

	return issuedAt
}

// plan refreshes and plans the client.
func (d *deployment) plan(config tftest.Object) (tftest.Planned, tftest.Diagnostics) {
	d.t.Helper()

	process := d.process()
	process.ValidateResource(d.name, config).RequireNone(d.t)

	var all tftest.Diagnostics

	if d.client.State != nil && !d.noRefresh {
		var diags tftest.Diagnostics

		d.client, diags = process.ReadResource(d.name, d.client)
		diags.Errors().RequireNone(d.t)
		all = append(all, diags...)
	}

	planned, diags := process.PlanResource(d.name, config, d.client)

	return planned, append(all, diags...)
}

// apply plans and applies, and reports whether all of it succeeded.
func (d *deployment) apply(config tftest.Object) (bool, tftest.Diagnostics) {
	d.t.Helper()

	planned, all := d.plan(config)
	if len(all.Errors()) > 0 || planned.State["client_secret_issued_at"] == nil {
		return false, all // The store refuses a null version in plan.
	}

	if d.beforeApply != nil {
		d.beforeApply()
	}

	process := d.process()

	if !reflect.DeepEqual(planned.State, d.client.State) {
		if d.client.State != nil && len(planned.Replaces) > 0 {
			d.t.Fatalf("the client is replaced for %v", planned.Replaces)
		}

		applied, diags := process.ApplyResource(d.name, planned)
		d.client = applied

		if all = append(all, diags...); len(diags.Errors()) > 0 {
			return false, all
		}

		requirePlanned(d.t, planned.State, applied.State)
	}

	version := d.client.State["client_secret_issued_at"]
	if version == d.storedVersion {
		return true, all
	}

	opened, diags := process.Open("stytchoauth_client_secret", tftest.Object{"client_id": d.clientID(), "open_after": "now"})
	diags.RequireNone(d.t)

	secret := opened.Result["client_secret"]
	if version == nil || secret == nil {
		return false, all
	}

	d.storedVersion, d.storedSecret = version, secret

	return true, all
}

// mustApply applies, and fails unless all of it succeeds without a warning.
func (d *deployment) mustApply(config tftest.Object) {
	d.t.Helper()

	succeeded, diags := d.apply(config)
	diags.RequireNone(d.t)

	if !succeeded {
		d.t.Fatalf("the store failed: %v", d.client.State)
	}

	d.requireAlive()
}

// requireAlive fails unless Stytch accepts the secret that the store holds.
func (d *deployment) requireAlive() {
	d.t.Helper()

	if !d.alive() {
		d.t.Errorf("Stytch does not accept the secret that the store holds: state %v", d.client.State)
	}
}

func (d *deployment) alive() bool {
	secret, _ := d.storedSecret.(string)

	return slices.Contains(d.emulator.AcceptedSecrets(d.clientID()), secret)
}

// requirePlanned fails unless a state is the planned one but for what was unknown.
func requirePlanned(t *testing.T, planned, applied tftest.Object) {
	t.Helper()

	for name, value := range planned {
		if value != tftest.Unknown && !reflect.DeepEqual(value, applied[name]) {
			t.Errorf("inconsistent result: %s was planned as %v and is %v", name, value, applied[name])
		}
	}
}

// move is a change of the versions, of which 0 stands for null.
type move struct {
	from, to [2]int
	// requests is how many requests it takes.
	requests int
	// accepted is how many secrets Stytch accepts afterwards.
	accepted int
	// issues reports whether a secret is issued.
	issues bool
}

// moves are the six moves, with what they may come from and go to.
var moves = map[string]move{
	"start":                    {[2]int{1, 0}, [2]int{1, 2}, 2, 2, true},
	"start, version added":     {[2]int{0, 0}, [2]int{1, 2}, 2, 2, true},
	"start, version removed":   {[2]int{1, 0}, [2]int{0, 2}, 2, 2, true},
	"start, no version":        {[2]int{0, 0}, [2]int{0, 1}, 2, 2, true},
	"replace at once":          {[2]int{1, 0}, [2]int{2, 0}, 3, 1, true},
	"version added":            {[2]int{0, 0}, [2]int{1, 0}, 1, 1, false},
	"version removed":          {[2]int{1, 0}, [2]int{0, 0}, 1, 1, false},
	"finish":                   {[2]int{1, 2}, [2]int{2, 0}, 2, 1, false},
	"finish, no version":       {[2]int{0, 1}, [2]int{1, 0}, 2, 1, false},
	"finish and start another": {[2]int{1, 2}, [2]int{2, 3}, 3, 2, true},
	"replace the next":         {[2]int{1, 2}, [2]int{1, 3}, 3, 2, true},
	"replace both at once":     {[2]int{1, 2}, [2]int{3, 0}, 4, 1, true},
}

// reach creates a client and applies versions.
func (d *deployment) reach(versions [2]int) {
	d.t.Helper()
	d.mustApply(d.versioned(versions[0], 0))

	if versions[1] != 0 {
		d.mustApply(d.versioned(versions[0], versions[1]))
	}
}

func TestRotationMoves(t *testing.T) {
	t.Parallel()

	for _, name := range []string{connectedApp, m2mClient} {
		for what, move := range moves {
			t.Run(name+"/"+what, func(t *testing.T) {
				t.Parallel()

				d := deploy(t, name)
				d.reach(move.from)

				before, issuedAt := d.storedSecret, d.issuedAt()
				config := d.versioned(move.to[0], move.to[1])

				planned, diags := d.plan(config)
				diags.RequireNone(t)

				if got := planned.State["client_secret_issued_at"] == tftest.Unknown; got != move.issues {
					t.Errorf("client_secret_issued_at is planned as unknown: %t, want %t", got, move.issues)
				}

				d.beforeApply = d.emulator.ResetRequests
				d.mustApply(config)
				requireEqual(t, d.emulator.Count(""), move.requests)

				if got := len(d.emulator.AcceptedSecrets(d.clientID())); got != move.accepted {
					t.Errorf("%d secrets are accepted, want %d", got, move.accepted)
				}

				if issued := before != d.storedSecret; issued != move.issues {
					t.Errorf("another secret is stored: %t, want %t", issued, move.issues)
				}

				if later := d.issuedAt() > issuedAt; later != move.issues {
					t.Errorf("client_secret_issued_at goes from %d to %d", issuedAt, d.issuedAt())
				}

				// Then there is nothing left to do.
				planned, diags = d.plan(config)
				diags.RequireNone(t)
				requireEqual(t, planned.State, d.client.State)
			})
		}
	}
}

// A pair of versions that is no move is a warning in plan, so that the client can still be destroyed, and an error in
// apply before anything is sent.
func TestInvalidRotationMoves(t *testing.T) {
	t.Parallel()

	for _, move := range []move{
		{from: [2]int{1, 0}, to: [2]int{2, 3}},
		{from: [2]int{1, 2}, to: [2]int{1, 0}},
		{from: [2]int{1, 2}, to: [2]int{0, 0}},
		{from: [2]int{1, 2}, to: [2]int{3, 2}},
		{from: [2]int{1, 2}, to: [2]int{3, 4}},
		{from: [2]int{1, 2}, to: [2]int{0, 2}},
		{from: [2]int{0, 1}, to: [2]int{0, 0}},
	} {
		t.Run(fmt.Sprint(move.from, move.to), func(t *testing.T) {
			t.Parallel()

			d := deploy(t, m2mClient)
			d.reach(move.from)
			state := d.client.State

			var requests int

			d.beforeApply = func() { requests = d.emulator.Count("") }

			succeeded, diags := d.apply(with(d.versioned(move.to[0], move.to[1]), tftest.Object{"client_name": "Renamed"}))
			if succeeded {
				t.Error("it succeeds")
			}

			fault := tftest.Fault{
				At: "client_secret_version", Summary: "Invalid Change of the Client Secret Versions", Says: []string{"finish"},
			}
			diags.Errors().RequireError(t, fault)
			diags.Warnings().RequireWarning(t, fault)
			requireEqual(t, d.emulator.Count(""), requests)
			requireEqual(t, d.client.State, state)
			d.requireAlive()
		})
	}
}

// faultModes are the ways in which a request fails: refused, lost before it ran, and lost after it ran.
var faultModes = map[string]stytchmock.Fault{
	"refused":       {Status: 400, StytchError: true},
	"not run":       {Reset: true},
	"response lost": {Reset: true, Process: true},
}

// Each request of each move fails in each way. Whatever is applied next, an apply never succeeds while the store holds a
// secret that Stytch does not accept, and there is a way back to a store that holds one which it accepts.
func TestRotationFaults(t *testing.T) {
	t.Parallel()

	for what, move := range moves {
		for mode := range faultModes {
			for request := range move.requests {
				for _, next := range []string{"again", "reverted", "without next"} {
					for _, noRefresh := range []bool{false, true} {
						t.Run(fmt.Sprintf("%s/%s/request %d/%s/%t", what, mode, request+1, next, noRefresh), func(t *testing.T) {
							t.Parallel()
							testRotationFault(t, move, faultModes[mode], request, next, noRefresh)
						})
					}
				}
			}
		}
	}
}

// testRotationFault lets the request with this number of a move fail. Then the configuration is applied again, or
// another one.
func testRotationFault(t *testing.T, move move, fault stytchmock.Fault, request int, next string, noRefresh bool) {
	t.Helper()

	d := deploy(t, m2mClient)
	d.reach(move.from)

	d.beforeApply = func() {
		d.emulator.ResetRequests()
		d.emulator.Inject("", request, stytchmock.Fault{})
		d.emulator.Inject("", 1, fault)
	}

	config := d.versioned(move.to[0], move.to[1])

	succeeded, _ := d.apply(config)
	d.beforeApply = nil
	d.emulator.ClearFaults()

	if sent := d.emulator.Count(""); succeeded || sent != request+1 {
		t.Fatalf("it succeeds: %t, after %d requests", succeeded, sent)
	}

	switch next {
	case "reverted":
		config = d.versioned(move.from[0], move.from[1])
	case "without next":
		config = d.versioned(move.from[0], 0)
	}

	d.noRefresh = noRefresh

	if succeeded, diags := d.apply(config); succeeded && !d.alive() {
		t.Fatalf("the apply succeeds, and the secret is revoked: %v%s", d.client.State, diags)
	}

	d.noRefresh = false

	// Versions that were not used before have a secret issued, whatever happened.
	if succeeded, diags := d.apply(d.versioned(9, 0)); !succeeded {
		t.Fatalf("there is no way back: %v%s", d.client.State, diags)
	}

	d.requireAlive()
}

// rotate rotates the client's secrets outside of Terraform.
func (d *deployment) rotate(steps ...string) {
	d.t.Helper()

	api := client.New(client.Config{
		ProjectID: d.emulator.Seed.ProjectID, Secret: d.emulator.Seed.Secret, BaseURL: mustParseURL(d.t, d.emulator.URL),
	}).M2MClients()

	for _, step := range steps {
		do := map[string]func(context.Context, string) (client.ClientSecrets, error){
			"start": api.StartRotation, "cancel": api.CancelRotation, "finish": api.FinishRotation,
		}[step]
		if _, err := do(d.t.Context(), d.clientID()); err != nil {
			d.t.Fatal(err)
		}
	}
}

func mustParseURL(t *testing.T, address string) *url.URL {
	t.Helper()

	parsed, err := client.ParseBaseURL(address)
	if err != nil {
		t.Fatal(err)
	}

	return parsed
}

// The next secret is canceled or replaced outside of Terraform: a refresh says so, and the store, which may hold it, fails
// until another one is issued.
func TestNextSecretLost(t *testing.T) {
	t.Parallel()

	for name, steps := range map[string][]string{
		"canceled": {"cancel"}, "replaced": {"cancel", "start"}, "all replaced": {"cancel", "start", "finish"},
	} {
		lost := func(t *testing.T) *deployment {
			t.Helper()

			d := deploy(t, m2mClient)
			d.reach([2]int{1, 2})
			d.rotate(steps...)

			return d
		}

		t.Run(name+"/same configuration", func(t *testing.T) {
			t.Parallel()

			d := lost(t)

			succeeded, diags := d.apply(d.versioned(1, 2))
			if !succeeded || !d.alive() || len(diags.Errors()) > 0 || d.client.State["next_client_secret_version"] != int64(2) {
				t.Errorf("%v%s", d.client.State, diags)
			}

			if !strings.Contains(diags.String(), "Next Client Secret Revoked Outside of Terraform") {
				t.Errorf("no warning:%s", diags)
			}
		})

		// The next secret cannot become the current one, and no other one is issued and made current in its place.
		t.Run(name+"/finish", func(t *testing.T) {
			t.Parallel()

			for _, noRefresh := range []bool{false, true} {
				d := lost(t)
				d.noRefresh = noRefresh
				accepted := d.emulator.AcceptedSecrets(d.clientID())

				for range 2 { // The second time, the state knows.
					succeeded, diags := d.apply(d.versioned(2, 0))
					if succeeded {
						t.Fatal("it succeeds")
					}

					if !strings.Contains(diags.String(), "`next_client_secret_version = 2` cannot become the current one") {
						t.Errorf("it does not say why:%s", diags)
					}
				}

				requireEqual(t, d.emulator.AcceptedSecrets(d.clientID()), accepted)
				requireEqual(t, d.client.State["client_secret_issued_at"], nil)
				requireEqual(t, d.client.State["next_client_secret_version"], nil)

				// Another number issues one.
				d.noRefresh = false

				if succeeded, diags := d.apply(d.versioned(3, 0)); !succeeded {
					t.Errorf("there is no way back:%s", diags)
				}

				d.requireAlive()
			}
		})

		t.Run(name+"/without next", func(t *testing.T) {
			t.Parallel()

			d := lost(t)
			if succeeded, _ := d.apply(d.versioned(1, 0)); succeeded {
				t.Error("the store keeps the secret")
			}
		})
	}
}

// A rotation that was finished outside of Terraform, or by a run whose response was lost, is not finished again.
func TestRotationFinishedOutside(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.reach([2]int{1, 2})
	d.rotate("finish")
	d.mustApply(d.versioned(2, 0))
	d.emulator.RequireCount(t, stytchmock.RouteM2MClientRotate, 1)
}

// A rotation that was started outside of Terraform is canceled, with a warning, before another one is started.
func TestRotationStartedOutside(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.reach([2]int{1, 0})
	d.rotate("start")

	succeeded, diags := d.apply(d.versioned(1, 2))
	if !succeeded {
		t.Error("it fails")
	}

	diags.RequireWarning(t, tftest.Fault{Summary: "Rotation Canceled"})
	d.requireAlive()
}

// A current secret that was replaced outside of Terraform is a warning.
func TestCurrentSecretReplacedOutside(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.reach([2]int{1, 0})
	d.rotate("start", "finish")

	_, diags := d.apply(d.versioned(1, 0))
	diags.RequireWarning(t, tftest.Fault{
		At: "client_secret_last_four", Summary: "Client Secret Changed Outside of Terraform",
	})
}

// A version that is known in apply alone, such as that of a time_rotating, is planned as if it issued a secret. If it
// turns out not to, client_secret_issued_at stays.
func TestVersionUnknownInPlan(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.reach([2]int{1, 0})

	unknown := with(d.versioned(1, 0), tftest.Object{"client_secret_version": tftest.Unknown})

	planned, diags := d.plan(unknown)
	diags.RequireNone(t)

	for _, name := range []string{"client_secret_issued_at", "client_secret_last_four", "next_client_secret_last_four"} {
		requireEqual(t, planned.State[name], any(tftest.Unknown))
	}

	d.mustApply(d.versioned(1, 0))
}
