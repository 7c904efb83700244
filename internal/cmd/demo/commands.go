// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// runCommands runs the CLI's commands one after another, and checks what comes of each.
func (d *demo) runCommands(ctx context.Context) error {
	if err := d.plan(ctx); err != nil {
		return err
	}

	if err := d.apply(ctx); err != nil {
		return err
	}

	d.checkSlack()

	if d.cli.WriteOnlyArguments() {
		if err := d.checkStore(); err != nil {
			return err
		}

		if err := d.checkClients(ctx); err != nil {
			return err
		}
	}

	if err := d.checkWritten(); err != nil {
		return err
	}

	d.checkRevoked()

	if d.keep {
		d.wait(ctx)

		return nil
	}

	if err := d.planAgain(ctx); err != nil {
		return err
	}

	if d.cli.WriteOnlyArguments() {
		if err := d.rotate(ctx); err != nil {
			return err
		}
	}

	d.step("terraform destroy")

	err := d.work.Destroy(ctx)
	d.requests()

	if err == nil && d.cli.WriteOnlyArguments() {
		d.checkDestroyed()
	}

	return err
}

// requests lists the requests since it was last called, in their order, and returns how many of them issued something.
func (d *demo) requests() (minted int) {
	all := d.emulator.Requests()

	d.say("Terraform's requests to Stytch:")

	for _, request := range all[d.listed:] {
		meaning, mints := d.describe(request)
		if mints {
			minted++
		}

		d.say("  %s  %s", d.paint(faint, fmt.Sprintf("%-6s %d", request.Method, request.Status)), meaning)
	}

	if len(all) == d.listed {
		d.say("  none")
	}

	d.listed = len(all)

	return minted
}

// describe says in words what a request did, and reports whether it issued something.
func (d *demo) describe(request stytchmock.Request) (meaning string, mints bool) {
	// The seeded Connected App gets the tokens of connected_app.tf, the agent those of a grant.
	app := "agent"
	if bytes.Contains(request.Body, []byte(d.emulator.Seed.ClientID)) {
		app = "Connected App"
	}

	switch request.Route {
	case stytchmock.RouteMemberTokens:
		return "read the Slack tokens that Stytch stores for Ada", false
	case stytchmock.RouteMemberStart:
		return "asked where the Slack login URL leads", false
	case stytchmock.RouteMemberPreflight:
		return "asked which scopes Ada may grant to the " + app, false
	case stytchmock.RouteMemberAuthorize:
		return "authorized the " + app + " for Ada, and got a code", true
	case stytchmock.RouteToken:
		if form, err := url.ParseQuery(string(request.Body)); err == nil && form.Get("grant_type") == "client_credentials" {
			return "got a token for the machine-to-machine (M2M) client", true
		}

		return "exchanged the code for the " + app + "'s tokens", true
	case stytchmock.RouteAttach:
		return "got an attach token, which ties the next login to Alan's User", true
	case stytchmock.RouteRevoke:
		return "revoked one of the Connected App's tokens", false
	}

	if meaning, mints = describeClientRequest(request); meaning != "" {
		return meaning, mints
	}

	return request.Path, false
}

// plan plans, which may issue nothing.
func (d *demo) plan(ctx context.Context) error {
	d.step("terraform plan")
	d.say("The configuration is examples/demo. Ada, a Member of an Organization, has logged in with Slack. A")
	d.say("Connected App, an application that acts for her, requests tokens. Alan, a User, gets a login URL.")

	if d.cli.WriteOnlyArguments() {
		d.say("Two clients are created: the reporter, an M2M client, and the agent, another Connected App.")
	}

	changes, err := d.work.Plan(ctx)
	minted := d.requests()

	if err != nil {
		return err
	}

	d.check(changes, "The plan has changes. It is saved to a file.")
	d.check(minted == 0, "Nothing was issued in plan, because of open_after = timestamp().")

	return nil
}

// apply applies the saved plan, which issues everything once.
func (d *demo) apply(ctx context.Context) error {
	d.step("terraform apply of the saved plan")

	err := d.work.ApplyPlan(ctx)
	minted := d.requests()

	if err != nil {
		return err
	}

	tokens := map[string]int{}

	for _, token := range d.emulator.IssuedTokens() {
		if token.Kind == stytchmock.AccessToken {
			tokens[token.ClientID]++
		}
	}

	seed := d.emulator.Seed
	d.check(len(d.emulator.AttachTokens()) == 1, "One attach token was issued.")
	d.check(tokens[seed.ClientID] == 1 && tokens[seed.M2MClientID] == 1,
		"The Connected App and the M2M client were issued one access token each.")

	// An attach token, a code, and two times tokens.
	expected := 4

	if d.cli.WriteOnlyArguments() {
		// A client secret, a code, and tokens.
		expected += 3

		d.check(len(d.emulator.AcceptedSecrets(d.clientID(reporterName))) == 1 && tokens[d.clientID(agentName)] == 1,
			"The reporter was issued one client secret, and the agent one access token.")
	}

	// Whoever has tokens got them for a code, except for the M2M client.
	d.check(len(d.emulator.Codes()) == len(tokens)-1, "One authorization code was issued for each Connected App.")
	d.check(minted == expected, "Nothing else was issued.")

	return nil
}

// issued returns the secrets that were issued for the secret store, by the store's id and by name.
func (d *demo) issued() map[string]map[string]string {
	holders := map[string]string{d.emulator.Seed.ClientID: "ada/cli", d.emulator.Seed.M2MClientID: "worker"}
	stored := map[string]map[string]string{"ada/slack": {}, "ada/cli": {}, "worker": {}, "alan": {}}

	for _, token := range d.emulator.IssuedTokens() {
		if holder := stored[holders[token.ClientID]]; holder != nil {
			holder[string(token.Kind)+"_token"] = token.Value
		}
	}

	for _, code := range d.emulator.Codes() {
		if holder := stored[holders[code.ClientID]]; holder != nil {
			holder["authorization_code"] = code.Value
		}
	}

	for _, secret := range d.emulator.Secrets() {
		switch {
		case secret.Issuer == "slack":
			stored["ada/slack"][secret.Name] = secret.Value
		case secret.Name == "id_token" && d.isForCLI(secret.Value):
			stored["ada/cli"][secret.Name] = secret.Value
		case secret.Name == "oauth_attach_token":
			stored["alan"][secret.Name] = secret.Value
		}
	}

	return stored
}

// isForCLI reports whether an ID token was issued for the Connected App of connected_app.tf, and not for the agent.
func (d *demo) isForCLI(token string) bool {
	claims, err := jwtclaims.Parse(token)
	audience, _ := claims["aud"].([]any)

	return err == nil && slices.Contains(audience, any(d.emulator.Seed.ClientID))
}

// checkSlack checks the token that the Slack provider was given.
func (d *demo) checkSlack() {
	d.step("The Slack bot's token, handed to the Slack provider")

	token := d.issued()["ada/slack"]["bot_access_token"]
	calls := d.work.Recorder.Calls("pablovarela/slack", "")

	d.say("Stytch stores %s.", short(token))
	d.check(len(calls) > 0, "The Slack provider was configured %d times.", len(calls))

	for _, call := range calls {
		d.check(call.Values["token"] == token, "It was given the same token, %s.", short(call.Values["token"]))
	}
}

// checkStore checks the secrets that the secret store was given.
func (d *demo) checkStore() error {
	d.step("The tokens, handed to a secret store")
	d.say("Each goes into a write-only argument, which Terraform keeps nowhere (%s).", storeFile)

	issued := d.issued()
	calls, count := 0, 0

	for _, id := range slices.Sorted(maps.Keys(issued)) {
		var given map[string]any

		for _, stored := range d.stored(id) {
			calls++

			if err := json.Unmarshal([]byte(stored), &given); err != nil {
				return fmt.Errorf("the secret %s is not a JSON object: %w", id, err)
			}
		}

		for _, name := range slices.Sorted(maps.Keys(issued[id])) {
			count++
			value, _ := given[name].(string)
			d.check(value == issued[id][name], "%-10s %-19s %s", id, name, short(value))
		}
	}

	d.check(calls == 4 && count == 8, "Each is the one that Stytch issued, and each was stored once.")

	return nil
}

// checkWritten searches what the CLI wrote for every secret.
func (d *demo) checkWritten() error {
	d.step("Searching the state and the saved plan for every secret: none may be found")

	written, err := d.work.Written()
	if err != nil {
		return err
	}

	for _, secret := range d.emulator.Secrets() {
		found := foundIn(written, secret.Value)
		d.check(found == nil, "%-9s%-25s%s%s", secret.Issuer, secret.Name, short(secret.Value), strings.Join(found, ","))
	}

	public := d.emulator.Seed.OrganizationID
	d.check(tftest.Contains(written["terraform.tfstate"], public) && tftest.Contains(written["tfplan"], public),
		"The search works: it finds the Organization's id, which is not a secret, in both.")

	return nil
}

// foundIn says in which files a secret is.
func foundIn(written map[string][]byte, secret string) []string {
	var found []string

	for _, name := range slices.Sorted(maps.Keys(written)) {
		if tftest.Contains(written[name], secret) {
			found = append(found, " is in "+name)
		}
	}

	return found
}

// checkRevoked checks that revoke_on_close revoked the Connected App's tokens.
func (d *demo) checkRevoked() {
	d.step("Are the Connected App's tokens still valid?")

	count := 0

	for _, token := range d.emulator.IssuedTokens() {
		if token.ClientID == d.emulator.Seed.ClientID {
			count++
			d.check(!token.Active, "The %s token %s is revoked, because of revoke_on_close = true.",
				token.Kind, short(token.Value))
		}
	}

	d.check(count == 2, "There are no others.")
}

// planAgain plans once more, with nothing to change.
func (d *demo) planAgain(ctx context.Context) error {
	d.step("terraform plan again, with nothing to change")

	changes, err := d.work.Plan(ctx)
	minted := d.requests()

	if err != nil {
		return err
	}

	if d.cli.PlansOpenings() {
		d.say("%s shows each opening as a change, so this plan has some; OpenTofu 1.12 does not.", d.cli)
	} else {
		d.check(!changes, "The plan has no changes.")
	}

	d.check(minted == 0, "Nothing was issued.")

	return nil
}

// wait keeps everything running until the demo is interrupted, and says how to go on by hand.
func (d *demo) wait(ctx context.Context) {
	d.step("Everything is kept running, so that you can go on by hand, in another terminal")

	export := "export %s='%s'"
	if runtime.GOOS == "windows" {
		export = "$env:%s = '%s'"
	}

	d.say("cd '%s'", d.work.Dir)

	for _, name := range slices.Sorted(maps.Keys(d.work.Variables)) {
		d.say(export, name, d.work.Variables[name])
	}

	fmt.Fprintln(d.out)
	d.say("%s plan", d.cli.Path)
	d.say(`curl "$STYTCH_BASE_URL/mock/requests"`)
	fmt.Fprintln(d.out)
	d.say("Press Ctrl-C here to end this and to remove everything.")

	<-ctx.Done()

	d.kept = true
}
