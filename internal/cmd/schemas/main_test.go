// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
)

// What is written can be read again, and no kind of type is left out.
func TestWrite(t *testing.T) {
	t.Parallel()

	var written bytes.Buffer
	if err := write(t.Context(), &written); err != nil {
		t.Fatal(err)
	}

	var schemas tfjson.ProviderSchemas
	if err := json.Unmarshal(written.Bytes(), &schemas); err != nil {
		t.Fatal(err)
	}

	found := schemas.Schemas["stytchoauth"]

	app := found.ResourceSchemas["stytchoauth_member_connected_app"].Block.Attributes
	if secret := app["client_secret_wo"]; !secret.WriteOnly || !secret.Sensitive || secret.AttributeType.FriendlyName() != "string" {
		t.Errorf("client_secret_wo is %+v", secret)
	}

	nested := found.DataSourceSchemas["stytchoauth_jwks"].Block.Attributes["keys"].AttributeNestedType
	if nested.NestingMode != tfjson.SchemaNestingModeList || nested.Attributes["kid"] == nil {
		t.Errorf("keys is %+v", nested)
	}

	identity := found.ResourceIdentitySchemas["stytchoauth_connected_app"].Attributes
	if !identity["client_id"].RequiredForImport || !identity["project_id"].OptionalForImport {
		t.Errorf("the identity is %+v", identity)
	}

	if found.ListResourceSchemas["stytchoauth_m2m_client"].Block.Attributes["operator"] == nil ||
		found.ActionSchemas["stytchoauth_user_connected_app_revoke"].Block.Attributes["user_id"] == nil ||
		found.EphemeralResourceSchemas["stytchoauth_pkce"] == nil || len(found.Functions["jwt_claims"].Parameters) != 1 ||
		found.ConfigSchema.Block.Attributes["project_id"] == nil {
		t.Error("a type is left out")
	}
}
