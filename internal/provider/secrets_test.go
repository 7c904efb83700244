// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// everythingIn is a workspace for everything.
func everythingIn(t *testing.T, emulator *tftest.Emulator, secrets map[string]any, memberID string) *tftest.Workspace {
	t.Helper()

	// The tokens that data sources read.
	for _, provider := range client.MemberIdentityProviders() {
		giveTokens(t, emulator, provider)
	}

	workspace := tftest.NewWorkspace(t, emulator.Expand(everything()), standin.Provider{
		Address: "hashicorp/vault",
		Resources: map[string]map[string]schema.Attribute{"vault_secret": {
			"value":    schema.StringAttribute{Required: true, WriteOnly: true},
			"revision": schema.Int64Attribute{Required: true},
		}},
	})
	if !workspace.CLI.WriteOnlyArguments() {
		t.Skipf("%s has no write-only arguments", workspace.CLI)
	}

	if err := workspace.SetVariables(map[string]any{"secrets": secrets, "member_id": memberID}); err != nil {
		t.Fatal(err)
	}

	return workspace
}

// secretsSoFar are all secrets that took part: what was handed in, what Stytch made, and what the provider made.
func secretsSoFar(t *testing.T, emulator *tftest.Emulator, handedIn map[string]any) map[string]string {
	t.Helper()

	secrets := map[string]string{}

	add := func(what, value string) {
		if len(value) < 16 {
			t.Fatalf("%s is too short to be looked for: %q", what, value)
		}

		secrets[what+" "+value[:8]] = value
	}

	for name, value := range handedIn {
		text, _ := value.(string)
		add(name, text)
	}

	for _, product := range []stytchmock.Product{stytchmock.B2B, stytchmock.Consumer} {
		credentials := emulator.ProjectID(product) + ":" + emulator.Secret(product)
		add("Basic credentials", base64.StdEncoding.EncodeToString([]byte(credentials)))
	}

	for _, code := range emulator.Codes() {
		add("code", code.Value)
	}

	for _, token := range emulator.IssuedTokens() {
		add(string(token.Kind)+" token", token.Value)
	}

	for _, token := range emulator.AttachTokens() {
		add("attach token", token.Value)
	}

	for _, received := range emulator.RequestsTo(stytchmock.RouteToken) {
		if verifier := (tftest.Request{Request: received}).Form(t)["code_verifier"]; verifier != "" {
			add("code verifier", verifier)
		}
	}

	for _, kind := range []string{"code", "access token", "refresh token", "attach token", "code verifier"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(secrets)), func(what string) bool {
			return strings.HasPrefix(what, kind)
		}) {
			t.Fatalf("there is no %s", kind)
		}
	}

	return secrets
}

// requireWithout fails if a text holds one of the secrets, in any form.
func requireWithout(t *testing.T, what string, text []byte, secrets map[string]string) {
	t.Helper()

	for name, secret := range secrets {
		if tfcli.Holds(text, secret) {
			t.Errorf("%s holds the %s…", what, name)
		}
	}
}

// Neither the state nor a saved plan holds an ephemeral value.
func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	handedIn := secretsOf(emulator)
	memberID, tokens := ephemeralMember(emulator)
	workspace := everythingIn(t, emulator, handedIn, memberID)

	workspace.MustPlan()
	workspace.MustApplyPlan()

	secrets := secretsSoFar(t, emulator, handedIn)
	for _, token := range tokens {
		secrets[token] = token
	}

	// The secrets arrived where they were meant to go, ID tokens among them, of which the emulator keeps no list.
	receipts := workspace.Ledger.Receipts("hashicorp/vault", "vault_secret")
	if len(receipts) != 1 {
		t.Fatalf("%d receipts", len(receipts))
	}

	var received []map[string]any
	if err := json.Unmarshal([]byte(receipts[0].Values["value"]), &received); err != nil {
		t.Fatal(err)
	}

	for _, i := range []int{0, 1} {
		secrets["ID token"+strconv.Itoa(i)], _ = received[i]["id_token"].(string)
	}

	requireEqual(t, received[len(received)-1]["sub"], any(emulator.Seed.MemberID))

	parts, err := workspace.SavedPlan()
	if err != nil {
		t.Fatal(err)
	}

	parts["terraform.tfstate"], err = workspace.State()
	if err != nil {
		t.Fatal(err)
	}

	for name, part := range parts {
		requireWithout(t, name, part, secrets)
	}

	// What a data source reads is kept, as its page says: this test finds what there is.
	kept := dataSourceToken(t, emulator)
	for _, name := range []string{"tfstate", "terraform.tfstate"} {
		if !tfcli.Holds(parts[name], kept) {
			t.Errorf("%s does not hold the token of a data source", name)
		}
	}
}

// dataSourceToken is a token that the data sources of everything read.
func dataSourceToken(t *testing.T, emulator *tftest.Emulator) string {
	t.Helper()

	result, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_member_google_tokens",
		memberArguments(emulator.Seed))
	diagnostics.RequireNone(t)

	token, _ := result["access_token"].(string)
	if token == "" {
		t.Fatal("there is no access token")
	}

	return token
}
