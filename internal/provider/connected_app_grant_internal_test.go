// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// An interrupt before the tokens are revoked leaves the state as it is: they are still valid.
func TestGrantUpdateInterruptedBeforeRevocation(t *testing.T) {
	t.Parallel()

	emulator := stytchmock.New()
	seed := emulator.Fixture()

	server := httptest.NewServer(emulator)
	defer server.Close()

	base, err := client.ParseBaseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}

	lifetime, interrupt := context.WithCancel(t.Context())
	defer interrupt()

	r := &grantResource{newModel: func() grantingModel { return &memberConnectedAppModel{} }}
	r.data = &providerData{issued: newIssued(), client: client.New(client.Config{
		ProjectID: seed.ProjectID, Secret: seed.Secret, BaseURL: base, Lifetime: lifetime,
		Observe: func(context.Context, client.Attempt) { interrupt() }, // After the preflight.
	})}

	model := func(issuedAt types.Int64) *memberConnectedAppModel {
		return &memberConnectedAppModel{
			OrganizationID: types.StringValue(seed.OrganizationID), MemberID: types.StringValue(seed.MemberID),
			grantModel: grantModel{
				ClientID: types.StringValue(seed.ClientID), RedirectURI: types.StringValue(seed.RedirectURI),
				Scopes: stringSet([]string{"openid"}), TokensIssuedAt: issuedAt, ScopesGranted: stringSet([]string{"openid"}),
			},
		}
	}
	state, plan, kept := model(types.Int64Value(1)), model(types.Int64Unknown()), grantPrivate{Imported: true}

	reached, diags := r.issueAgain(t.Context(), state, plan, plan, &kept)

	_, lines := onlyError(t, diags)
	if !strings.Contains(lines[0], "canceled before it was sent") || strings.Contains(diags[0].Detail(), issuedAgainHelp) {
		t.Errorf("lines %q", lines)
	}

	if issuedAt := reached.grant().TokensIssuedAt; issuedAt.ValueInt64() != 1 || reached.grant().ScopesGranted.IsNull() || !kept.Imported {
		t.Errorf("tokens_issued_at %s, scopes_granted %s, kept %+v", issuedAt, reached.grant().ScopesGranted, kept)
	}

	if sent := emulator.Requests(); len(sent) != 1 {
		t.Errorf("requests %+v", sent)
	}
}
