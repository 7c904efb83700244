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
const changesNothing = "Reports which scopes can be granted and whether consent is required, for `check` blocks and " +
	"conditions. It changes nothing."

// ownID is what both say of the id of whom they ask about.
const ownID = " The result is always Stytch's own id, even if you set an external id."

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
		description: "Checks whether a Member of a B2B project can authorize a Connected App. " +
			changesNothing,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"organization_id": argument("The `organization_id`, slug, or external id of the Organization.", isIdentifier),
				"member_id":       argument("The `member_id` or external id of the Member."+ownID, isIdentifier),
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
		description: "Checks whether a User of a Consumer project can authorize a Connected App. " +
			changesNothing,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"user_id": argument("The `user_id` or external id of the User."+ownID, isIdentifier),
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
