// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// checkOutputs looks at what is no secret.
func (s *stage) checkOutputs(ctx context.Context, told *report) error {
	told.step("The outputs, which Terraform keeps in the state: none of them is a secret")

	outputs, err := s.work.Outputs(ctx)
	if err != nil {
		return err
	}

	var (
		link, host, app string
		status          int
		consent         bool
		scopes          []string
	)

	for name, into := range map[string]any{
		"slack_login_url": &link, "slack_login_host": &host, "slack_login_status": &status,
		"connected_app": &app, "consent_required": &consent, "grantable_scopes": &scopes,
	} {
		if err = json.Unmarshal(outputs[name], into); err != nil {
			return fmt.Errorf("the output %s is not there, or of another type: %w", name, err)
		}
	}

	told.say("A login with Slack starts at")
	told.say("  %s", link)
	told.check(s.checkLink(link), "It contains the public token of the project and the id of the Organization.")
	told.check(same(host, "slack.com"), "From there, Stytch redirects the browser to %s.", host)
	told.check(holds(status == 302 || status == 307, "it is no redirect"), "The redirect has the status %d.", status)
	told.check(same(app, "Acme CLI"), "The Connected App that requests authorization is called %q.", app)
	told.check(holds(consent, "she need not be"), "Ada has to be asked for consent.")
	told.check(same(strings.Join(scopes, " "), strings.Join(demoScopes(), " ")),
		"She may grant %s.", strings.Join(scopes, ", "))

	return nil
}

// checkLink checks the start URL.
func (s *stage) checkLink(link string) error {
	want := s.fixture.BaseURL + "/v1/b2b/public/oauth/slack/start?" + url.Values{
		"organization_id": {s.fixture.OrganizationID}, "public_token": {s.fixture.PublicToken},
	}.Encode()

	got, err := url.Parse(link)
	if err != nil {
		return err
	}

	got.RawQuery = got.Query().Encode()

	return same(got.String(), want)
}

// checkTokens looks at whom and what the tokens are for, as the tokens themselves say.
func (s *stage) checkTokens(told *report) {
	subjects := map[string]string{
		s.fixture.MemberID: strings.Join(demoScopes(), " "), s.fixture.M2MClientID: "read:users",
	}

	for _, token := range s.mock.IssuedTokens() {
		if token.Kind != stytchmock.AccessToken {
			continue
		}

		claims, err := jwtclaims.Parse(token.Value)
		subject, _ := claims["sub"].(string)
		scope, _ := claims["scope"].(string)
		want, known := subjects[subject]

		told.check(errors.Join(err, holds(known, "nobody asked for it"), same(scope, want)),
			"An access token was issued for %s, with the scopes %s.", subject, scope)
	}
}

// demoScopes are those that examples/demo asks for.
func demoScopes() []string {
	return []string{"openid", "offline_access", "read:documents"}
}

// checkHandover looks at what the other provider was given.
func (s *stage) checkHandover(told *report) {
	told.step("The Slack bot's token, handed to the Slack provider")

	kept := s.secret("bot_access_token")
	given := s.ledger.Receipts("pablovarela/slack", "")

	told.say("Stytch stores          %s", short(kept))

	for _, receipt := range given {
		told.say("The Slack provider got %s", short(receipt.Values["token"]))
	}

	right := slices.IndexFunc(given, func(r standin.Receipt) bool { return r.Values["token"] != kept }) < 0
	told.check(holds(kept != "" && len(given) > 0 && right, "the tokens differ"), "It is the same token each time.")
	told.check(same(len(s.ledger.Receipts("pablovarela/slack", "slack_conversation")), 1),
		"With it, the Slack provider created a channel.")
}

// checkTraces searches what Terraform wrote for every secret there was.
func (s *stage) checkTraces(told *report) error {
	told.step("Searching the state and the saved plan for every secret: none may be found")

	written, err := s.written()
	if err != nil {
		return err
	}

	for _, one := range s.secrets {
		told.check(traces(written, one), "%-9s%-20s %s", one.issuer, one.name, short(one.value))
	}

	var missing error

	for _, name := range []string{
		"access_token", "refresh_token", "id_token", "bot_access_token", "oauth_attach_token", "authorization_code",
		"code_verifier",
	} {
		if s.secret(name) == "" {
			missing = errors.Join(missing, errors.New("there was no "+name))
		}
	}

	told.check(missing, "Every kind of secret was among them.")

	public := s.fixture.OrganizationID
	told.check(holds(tfcli.Holds(written["terraform.tfstate"], public) && tfcli.Holds(written["tfplan"], public),
		"the search does not find what is there"),
		"The search works: it finds the Organization's id, which is not a secret, in both.")

	return nil
}

// checkRevocation asks the emulator what became of the tokens.
func (s *stage) checkRevocation(told *report) {
	told.step("Are the Connected App's tokens still valid?")

	kinds := map[stytchmock.TokenKind]int{}

	for _, token := range s.mock.IssuedTokens() {
		if token.ClientID != s.fixture.ClientID {
			continue
		}

		kinds[token.Kind]++

		told.check(holds(token.Revoked && !token.Active, "it is still valid"),
			"The %s token %s is revoked, because of revoke_on_close = true.", token.Kind, short(token.Value))
	}

	told.check(holds(kinds[stytchmock.AccessToken] == 1 && kinds[stytchmock.RefreshToken] == 1, "there were %v", kinds),
		"There were no other tokens.")
}
