// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// What a Connected App's authorization and the preflight that checks it share.

// consentRequestModel is what a Connected App requests of a Member or User.
type consentRequestModel struct {
	ClientID     types.String `tfsdk:"client_id"`
	RedirectURI  types.String `tfsdk:"redirect_uri"`
	Scopes       types.List   `tfsdk:"scopes"`
	ResponseType types.String `tfsdk:"response_type"`
	Prompt       types.String `tfsdk:"prompt"`
}

func consentRequestAttributes() attributes {
	return attributes{
		"client_id":    requiredString("The client id of the Connected App.", isConnectedApp),
		"redirect_uri": requiredString("One of the app's redirect URLs, exactly.", isAbsoluteURI),
		"scopes":       requiredStrings("The scopes that the app requests.", isScope),
		"response_type": optionalComputedString("Defaults to `code`, the only one supported.",
			isOneOf("code")),
		"prompt": optionalString("`consent` asks again for consent that was given before.", isOneOf("consent")),
	}
}

// request returns the authorization request for a subject, and sets the default of response_type.
func (m *consentRequestModel) request(subject client.Subject) client.PreflightRequest {
	if m.ResponseType.ValueString() == "" {
		m.ResponseType = types.StringValue("code")
	}

	return client.PreflightRequest{
		Subject:      subject,
		ClientID:     m.ClientID.ValueString(),
		RedirectURI:  m.RedirectURI.ValueString(),
		ResponseType: m.ResponseType.ValueString(),
		Scopes:       stringsOf(m.Scopes),
		Prompt:       m.Prompt.ValueString(),
	}
}

// preflightOperation describes a preflight for its diagnostics.
func preflightOperation(request client.PreflightRequest) operation {
	return operation{
		verb: "Check", noun: "Authorization of Connected App",
		object: fmt.Sprintf("Connected App %q and %s", request.ClientID, describe(request.Subject)),
	}
}

// describe names a subject in a diagnostic.
func describe(subject client.Subject) string {
	switch {
	case subject.SessionToken != "" || subject.SessionJWT != "":
		return "the subject of a session"
	case subject.UserID != "":
		return fmt.Sprintf("User %q", subject.UserID)
	}

	return fmt.Sprintf("Member %q of Organization %q", subject.MemberID, subject.OrganizationID)
}
