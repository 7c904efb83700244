// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What the clients of examples/demo are called, and where their secrets are stored.
const (
	reporterName  = "Reporter"
	reporterStore = "reporter/client-secret"
	agentName     = "Agent"
	agentStore    = "agent/refresh-token"
)

// stored returns the values that were stored under an id, in order.
func (d *demo) stored(id string) []string {
	var values []string

	for _, call := range d.work.Recorder.Calls("hashicorp/aws", "aws_secretsmanager_secret_version") {
		if call.Values["secret_id"] == id {
			values = append(values, call.Values["secret_string_wo"])
		}
	}

	return values
}

// clientID returns the id of the client with a name, or nothing.
func (d *demo) clientID(name string) string {
	for _, client := range d.emulator.Clients() {
		if client.Name == name {
			return client.ClientID
		}
	}

	return ""
}

// checkClients checks what the apply stored of the clients that it created.
func (d *demo) checkClients(ctx context.Context) error {
	d.step("The reporter's secret and the agent's refresh token, handed to the secret store")
	d.say("They were issued in the apply, and handed over in the same one (%s).", clientsFile)

	secret := strings.Join(d.stored(reporterStore), " ")

	right, err := d.getsToken(ctx, secret)
	if err != nil {
		return err
	}

	d.check(right, "The reporter gets a token with the client secret in the store, %s.", short(secret))
	d.checkGrant()

	return nil
}

// checkGrant checks that the only good refresh token of the agent is the one in the store.
func (d *demo) checkGrant() {
	tokens := d.stored(agentStore)
	live := d.emulator.LiveRefreshTokens(d.clientID(agentName), d.emulator.Seed.MemberID)

	d.check(len(tokens) == 1 && slices.Equal(tokens, live),
		"The agent has one valid refresh token, the one in the store, %s.", short(strings.Join(tokens, " ")))
}

// rotate rotates the reporter's client secret, which may not interrupt whoever uses the old one.
func (d *demo) rotate(ctx context.Context) error {
	d.step("terraform plan and apply, with next_client_secret_version = 2")

	if err := d.work.Write("rotation.auto.tfvars.json", `{"next_client_secret_version": 2}`); err != nil {
		return err
	}

	if _, err := d.work.Plan(ctx); err != nil {
		return err
	}

	err := d.work.ApplyPlan(ctx)
	d.requests()

	if err != nil {
		return err
	}

	d.say("Every apply opens the ephemeral resources again. A grant's tokens are issued once.")

	secrets := d.stored(reporterStore)
	d.check(len(secrets) == 2 && secrets[0] != secrets[1], "The store was given another client secret, %s.",
		short(strings.Join(secrets[min(len(secrets), 1):], " ")))

	for _, secret := range secrets {
		right, err := d.getsToken(ctx, secret)
		if err != nil {
			return err
		}

		d.check(right, "The reporter gets a token with %s.", short(secret))
	}

	d.check(slices.Equal(d.emulator.AcceptedSecrets(d.clientID(reporterName)), secrets),
		"Stytch accepts both, and no other, until the rotation is finished.")
	d.checkGrant()

	written, err := d.work.Written()
	if err != nil {
		return err
	}

	all := d.emulator.Secrets()
	kept := slices.ContainsFunc(all, func(secret tftest.Secret) bool { return foundIn(written, secret.Value) != nil })
	d.check(!kept, "None of the secrets, %d by now, is in the state or in the saved plan.", len(all))

	return nil
}

// checkDestroyed checks that nothing that was stored of the clients is of use any more.
func (d *demo) checkDestroyed() {
	live := slices.ContainsFunc(d.emulator.IssuedTokens(), func(token stytchmock.IssuedToken) bool {
		return token.Active && slices.Contains(d.stored(agentStore), token.Value)
	})

	d.check(!live, "The agent's refresh token in the store is no longer valid.")
	d.check(d.clientID(reporterName) == "", "The reporter is deleted, and its secrets with it.")
}

// getsToken reports whether Stytch issues the reporter a token for a client secret.
func (d *demo) getsToken(ctx context.Context, secret string) (bool, error) {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {d.clientID(reporterName)}, "client_secret": {secret},
	}
	address := fmt.Sprintf("%s/v1/public/%s/oauth2/token", d.emulator.URL, d.emulator.Seed.ProjectID)

	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return false, err
	}

	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")

	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}

	// It is no request of Terraform's.
	d.listed = len(d.emulator.Requests())

	return response.StatusCode == http.StatusOK, response.Body.Close()
}

// describeClientRequest says in words what a request did that concerns the clients that Terraform manages, and reports
// whether it issued something. Of any other request it says nothing.
func describeClientRequest(request stytchmock.Request) (meaning string, mints bool) {
	switch request.Route {
	case stytchmock.RouteM2MClientCreate:
		return "created the reporter, an M2M client, and got its secret", true
	case stytchmock.RouteM2MClientGet:
		return "read the reporter", false
	case stytchmock.RouteM2MClientUpdate:
		return "updated the reporter", false
	case stytchmock.RouteM2MClientRotateStart:
		return "started a rotation, and got the reporter's next secret", true
	case stytchmock.RouteM2MClientDelete:
		return "deleted the reporter", false
	case stytchmock.RouteConnectedAppCreate:
		return "created the agent, another Connected App", false
	case stytchmock.RouteConnectedAppGet:
		return "read the agent", false
	case stytchmock.RouteConnectedAppDelete:
		return "deleted the agent", false
	case stytchmock.RouteMemberConnectedApps:
		return "asked which Connected Apps Ada has authorized", false
	case stytchmock.RouteMemberConnectedAppRevoke:
		return "revoked what Ada granted to the agent, tokens included", false
	}

	return "", false
}
