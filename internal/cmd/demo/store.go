// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

const (
	// storeFile is the file of examples/demo that needs write-only arguments.
	storeFile = "secret_store.tf"
	// storeResource is what stores a secret.
	storeResource = "aws_secretsmanager_secret_version"
)

// The ids of the secrets.
const (
	storedSlack  = "ada/slack"
	storedCLI    = "ada/cli"
	storedWorker = "worker"
	storedAlan   = "alan"
)

// fields are a JSON object's.
type fields map[string]any

// known leaves out what is null.
func (f fields) known() fields {
	found := maps.Clone(f)
	maps.DeleteFunc(found, func(_ string, value any) bool { return value == nil })

	return found
}

// storeProvider is as much of hashicorp/aws as examples/demo uses.
func storeProvider() standin.Provider {
	return standin.Provider{
		Address:       "hashicorp/aws",
		Configuration: map[string]providerschema.Attribute{"region": providerschema.StringAttribute{Optional: true}},
		Resources: map[string]map[string]schema.Attribute{storeResource: {
			"secret_id":                schema.StringAttribute{Required: true},
			"secret_string_wo":         schema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true},
			"secret_string_wo_version": schema.Int64Attribute{Optional: true},
		}},
	}
}

// stored is what the secret store was given, by the secrets' ids.
func (s *stage) stored() (map[string]fields, error) {
	found := map[string]fields{}

	for _, receipt := range s.ledger.Receipts(storeProvider().Address, storeResource) {
		id := receipt.Values["secret_id"]
		if _, again := found[id]; again {
			return nil, fmt.Errorf("the secret %s was stored twice", id)
		}

		var value fields
		if err := json.Unmarshal([]byte(receipt.Values["secret_string_wo"]), &value); err != nil {
			return nil, fmt.Errorf("the secret %s is no JSON object: %w", id, err)
		}

		found[id] = value.known()
	}

	return found, nil
}

// issued is what Stytch issued for the store, by the same ids.
func (s *stage) issued() map[string]fields {
	slack := fields{}

	for _, answer := range s.handouts.answers("/oauth_providers/slack") {
		if all, ok := answer["registrations"].([]any); ok && len(all) == 1 {
			slack, _ = all[0].(map[string]any)
			slack = slack.known()
		}
	}

	cli := s.tokensOf(s.fixture.MemberID)

	for _, answer := range s.handouts.answers("/idp/oauth/authorize") {
		if code, ok := answer["authorization_code"]; ok {
			cli["authorization_code"], cli["callback_uri"] = code, answer["redirect_uri"]
		}
	}

	alan := fields{}
	for _, answer := range s.handouts.answers("/oauth/attach") {
		alan["oauth_attach_token"] = answer["oauth_attach_token"]
	}

	return map[string]fields{
		storedSlack: slack, storedCLI: cli, storedWorker: s.tokensOf(s.fixture.M2MClientID), storedAlan: alan,
	}
}

// tokensOf is what the token endpoint answered for a subject.
func (s *stage) tokensOf(subject string) fields {
	found := fields{}

	for _, answer := range s.handouts.answers("/oauth2/token") {
		token, _ := answer["access_token"].(string)
		if claims, err := jwtclaims.Parse(token); err == nil && claims["sub"] == subject {
			found = answer.known()
		}
	}

	// What every answer has is not for the store.
	delete(found, "request_id")
	delete(found, "status_code")

	return found
}

// checkStore compares what the secret store was given with what Stytch issued.
func (s *stage) checkStore(told *report, given map[string]fields) {
	told.step("The tokens, handed to a secret store")
	told.say("Each goes into a write-only argument, which Terraform keeps nowhere (secret_store.tf). What the")
	told.say("stand-in for AWS was given must be what Stytch issued.")

	wanted := s.issued()

	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		var (
			others []string
			fault  error
		)

		names := maps.Clone(wanted[id])
		maps.Copy(names, given[id])

		for _, name := range slices.Sorted(maps.Keys(names)) {
			found, want := given[id][name], wanted[id][name]

			switch {
			case name == "url": // This is looked at by itself.
			case slices.Contains(secretNames(), name) || name == "callback_uri":
				told.check(equal(found, want), "%-10s %-19s %s", id, name, show(found))
			default:
				others = append(others, name)
				if err := equal(found, want); err != nil {
					fault = errors.Join(fault, fmt.Errorf("%s: %w", name, err))
				}
			}
		}

		if len(others) > 0 {
			told.check(fault, "%-10s %s", id, "and "+strings.Join(others, ", "))
		}
	}

	kinds := slices.Sorted(maps.Keys(given))
	told.check(equal(kinds, slices.Sorted(maps.Keys(wanted))), "Nothing else was stored.")
}

// equal is a fault unless both are equal. It shows no secret in full.
func equal(found, want any) error {
	if reflect.DeepEqual(found, want) {
		return nil
	}

	return fmt.Errorf("it is %s, but should be %s", show(found), show(want))
}

// show shows a value, which may be a secret.
func show(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		return short(value)
	default:
		return fmt.Sprint(value)
	}
}
