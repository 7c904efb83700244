// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// changesNothing is what the pages of both preflights say.
const changesNothing = "It changes nothing, and says which scopes can be granted and whether consent is needed: for " +
	"`check` blocks and preconditions."

// memberPreflightModel is the model of stytchoauth_member_authorization_preflight.
type memberPreflightModel struct {
	preflightModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

// newMemberAuthorizationPreflightDataSource returns the data source.
func newMemberAuthorizationPreflightDataSource() datasource.DataSource {
	return &dataSource{
		name: "member_authorization_preflight",
		description: "Checks a Connected App's request for authorization by a Member of a B2B project. " +
			changesNothing,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"organization_id": argument("The Member's Organization: its `organization_id`, slug, or external id.",
					isIdentifier),
				"member_id": argument("The Member: their `member_id` or external id. The result is Stytch's own id of them.",
					isIdentifier),
			})
		},
		read: readWith(func(ctx context.Context, data *providerData, model *memberPreflightModel) diag.Diagnostics {
			subject := client.Subject{
				OrganizationID: model.OrganizationID.ValueString(), MemberID: model.MemberID.ValueString(),
			}

			answer, diags := model.read(ctx, data, client.B2B, subject, memberText(subject))
			if !diags.HasError() {
				model.MemberID = types.StringPointerValue(answer.MemberID)
			}

			return diags
		}),
	}
}

// userPreflightModel is the model of stytchoauth_user_authorization_preflight.
type userPreflightModel struct {
	preflightModel

	UserID types.String `tfsdk:"user_id"`
}

// newUserAuthorizationPreflightDataSource returns the data source.
func newUserAuthorizationPreflightDataSource() datasource.DataSource {
	return &dataSource{
		name: "user_authorization_preflight",
		description: "Checks a Connected App's request for authorization by a User of a Consumer project. " +
			changesNothing,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"user_id": argument("The User: their `user_id` or external id. The result is Stytch's own id of them.",
					isIdentifier),
			})
		},
		read: readWith(func(ctx context.Context, data *providerData, model *userPreflightModel) diag.Diagnostics {
			subject := client.Subject{UserID: model.UserID.ValueString()}

			answer, diags := model.read(ctx, data, client.Consumer, subject, userText(subject))
			if !diags.HasError() {
				model.UserID = types.StringPointerValue(answer.UserID)
			}

			return diags
		}),
	}
}

// memberText and userText name a subject in a message.
func memberText(subject client.Subject) string {
	return fmt.Sprintf("Member %q of Organization %q", subject.MemberID, subject.OrganizationID)
}

func userText(subject client.Subject) string {
	return fmt.Sprintf("User %q", subject.UserID)
}
