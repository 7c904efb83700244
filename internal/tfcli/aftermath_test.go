// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// aftermath is what there is to see after some of the examples were applied.
var aftermath = map[string]func(*testing.T, *bench, *example){
	"slack-bot-to-provider":         checkSlackBot,
	"connected-app-to-secret-store": checkSecretStore,
}

// checkSlackBot makes sure that the Slack provider was given the bot's token, in plan and in apply, and that it is
// given it at destroy, too; that a workspace is found by either field; and that one that is not found is named.
func checkSlackBot(t *testing.T, _ *bench, e *example) {
	t.Helper()

	given := func() int {
		return len(slices.DeleteFunc(e.ledger.Receipts("pablovarela/slack", ""), func(r standin.Receipt) bool {
			return r.Values["token"] != e.botToken
		}))
	}

	before := given()
	if before < 2 {
		t.Errorf("the Slack provider was given the token %d times in plan and apply", before)
	}

	registration := map[string]any{
		"provider_subject": "1076", "provider_tenant_id": nil, "provider_tenant_ids": []string{"T0", slackTeamID},
		"access_token": memberToken, "scopes": []string{}, "bot_access_token": e.botToken, "bot_scopes": []string{},
	}
	answer := map[string]any{"provider_type": "Slack", "registrations": []any{registration}}
	e.mock.SetMemberTokens(organizationID, memberID, "slack", answer)

	before = given()

	if err := e.work.Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}

	if given() == before {
		t.Error("the Slack provider was not given the token at destroy")
	}

	registration["provider_tenant_ids"] = nil
	e.mock.SetMemberTokens(organizationID, memberID, "slack", answer)

	if _, err := e.work.Plan(t.Context()); err == nil ||
		!strings.Contains(err.Error(), "is not registered with the Slack workspace "+slackTeamID) {
		t.Errorf("without a registration: %v", err)
	}
}

// checkSecretStore makes sure that the secret store was given the tokens, that they are good, and that another apply
// without changes gives it nothing.
func checkSecretStore(t *testing.T, b *bench, e *example) {
	t.Helper()

	issued := e.mock.IssuedTokens()
	if len(issued) != 2 || !issued[0].Active || !issued[1].Active {
		t.Fatalf("Stytch issued %v", issued)
	}

	given := func() []map[string]any {
		var mine []map[string]any

		for _, receipt := range e.ledger.Receipts("hashicorp/aws", "aws_secretsmanager_secret_version") {
			var secret map[string]any
			if json.Unmarshal([]byte(receipt.Values["secret_string_wo"]), &secret) == nil &&
				secret["access_token"] == issued[0].Value {
				mine = append(mine, secret)
			}
		}

		return mine
	}

	stored := given()
	if len(stored) != 1 || stored[0]["refresh_token"] != issued[1].Value || stored[0]["expires_in"] != 3600.0 {
		t.Errorf("the secret store was given %v", stored)
	}

	e.mock.ResetRequests()

	changes, err := e.work.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	if changes && !b.cli.PlansOpenings() {
		t.Error("the plan has changes again")
	}

	if len(e.mock.RequestsTo(stytchmock.RouteToken)) > 0 {
		t.Error("a plan issued tokens")
	}

	if err := e.work.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}

	t.Logf("an apply without changes on %s issued %d tokens", b.cli, len(e.mock.IssuedTokens())-len(issued))

	if len(given()) != 1 {
		t.Error("an apply without changes wrote to the secret store")
	}
}
