// SPDX-License-Identifier: MPL-2.0

// Package provider contains the provider, its types and its functions. They turn results of internal/client into values
// and its errors into diagnostics.
//
// Each data source and ephemeral resource is a value of dataSource or ephemeralResource in a file of its own: a schema,
// and a function that fills its model. What is the same for every one is in data_source.go and ephemeral_resource.go. Each
// managed resource is a Go type.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// typeName is the prefix of the names of all types.
const typeName = "stytchoauth"

// stytchOAuthProvider implements [provider.Provider].
type stytchOAuthProvider struct {
	// lifetime ends when the process is interrupted.
	lifetime context.Context //nolint:containedctx // It is the process's, not a call's.
	version  string
	getenv   func(string) string
}

var (
	_ provider.ProviderWithValidateConfig     = &stytchOAuthProvider{}
	_ provider.ProviderWithEphemeralResources = &stytchOAuthProvider{}
	_ provider.ProviderWithFunctions          = &stytchOAuthProvider{}
	_ provider.ProviderWithListResources      = &stytchOAuthProvider{}
	_ provider.ProviderWithActions            = &stytchOAuthProvider{}
)

// New returns a function that creates the provider. When the context ends, so do all requests to Stytch but those that
// revoke tokens. The environment is a parameter so that each test can have its own.
func New(ctx context.Context, version string, getenv func(string) string) func() provider.Provider {
	return func() provider.Provider {
		return &stytchOAuthProvider{lifetime: ctx, version: version, getenv: getenv}
	}
}

// NewServer returns a function that creates a server of the provider for protocol 6. Its parameters are those of [New].
func NewServer(
	ctx context.Context, version string, getenv func(string) string,
) func() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(New(ctx, version, getenv)())
}

// Metadata returns the provider's name and version.
func (p *stytchOAuthProvider) Metadata(
	_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse,
) {
	resp.TypeName, resp.Version = typeName, p.version
}

// Schema returns the schema of the provider's configuration.
func (p *stytchOAuthProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The OAuth side of [Stytch](https://stytch.com): the tokens that it stores when users log in, the URLs " +
			"at which logins start, and your OAuth clients (Connected Apps and machine-to-machine clients) with their secrets, " +
			"grants and tokens.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.StringAttribute{
				MarkdownDescription: "The id of the project: `project-test-…` or `project-live-…`. It also determines which " +
					"of Stytch's hosts is used. Environment variable: `STYTCH_PROJECT_ID`.",
				Optional: true,
			},
			"secret": schema.StringAttribute{
				MarkdownDescription: "The API secret of the project. Environment variable: `STYTCH_SECRET`.",
				Optional:            true, Sensitive: true,
			},
			"public_token": schema.StringAttribute{
				MarkdownDescription: "The public token of the project, used in start URLs that set none. Environment variable: " +
					"`STYTCH_PUBLIC_TOKEN`.",
				Optional: true,
			},
			"base_url": schema.StringAttribute{
				MarkdownDescription: "The URL of a custom domain of the project, or of an emulator: https, or http on a " +
					"loopback host. A path is kept as a prefix. Defaults to `https://api.stytch.com` for a live `project_id` (or, " +
					"without one, a live `public_token`), and to `https://test.stytch.com` otherwise. Environment variable: " +
					"`STYTCH_BASE_URL`.",
				Optional: true,
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "How long one attempt may take, including reading the response: a duration such as " +
					"`45s` or `1m30s`, from `1s` to `10m`. Defaults to `30s`.",
				Optional: true,
			},
			"max_retries": schema.NumberAttribute{
				MarkdownDescription: "How many times the provider repeats a failed request, if that is safe and may help: from 0 " +
					"to 20. Waiting for a rate limit does not count, but ends " + rateLimitWait() + " after the call's first 429. " +
					"Defaults to `4`.",
				Optional: true,
			},
		},
	}
}

// ValidateConfig checks the configuration alone.
func (p *stytchOAuthProvider) ValidateConfig(
	ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse,
) {
	var model providerModel

	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	_, diags := newSettings(model, func(string) string { return "" })
	resp.Diagnostics.Append(diags...)
}

// Configure creates the client. It sends nothing. Settings that are missing, or are invalid in the environment, are
// reported by the types that need them.
func (p *stytchOAuthProvider) Configure(
	ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse,
) {
	var model providerModel

	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	settings, diags := newSettings(model, p.getenv)
	resp.Diagnostics.Append(diags...)

	if resp.Diagnostics.HasError() {
		return
	}

	data := providerData{settings: settings, issued: newIssued(), client: client.New(client.Config{
		ProjectID: settings.projectID.value, Secret: settings.secret.value, PublicToken: settings.publicToken.value,
		BaseURL: settings.base, RequestTimeout: settings.timeout, MaxRetries: settings.retries,
		UserAgent: p.userAgent(req.TerraformVersion), Lifetime: p.lifetime, Observe: logAttempt,
	})}

	resp.ResourceData = data.withHints(hintManageLater, hintManageLater)
	resp.ListResourceData, resp.ActionData = resp.ResourceData, resp.ResourceData
	resp.DataSourceData = data.withHints(hintReadLater, hintReadLater)
	resp.EphemeralResourceData = data.withHints(hintOpenLater, hintBuildLater)
}

// DataSources returns the data sources.
func (p *stytchOAuthProvider) DataSources(context.Context) []func() datasource.DataSource {
	return append(memberTokensDataSources(),
		newMemberStartURLDataSource,
		newDiscoveryStartURLDataSource,
		newUserStartURLDataSource,
		newMemberAuthorizationPreflightDataSource,
		newUserAuthorizationPreflightDataSource,
		newConnectedAppDataSource,
		newConnectedAppsDataSource,
		newM2MClientDataSource,
		newM2MClientsDataSource,
		newMemberConnectedAppsDataSource,
		newUserConnectedAppsDataSource,
		newOrganizationConnectedAppsDataSource,
		newOpenIDConfigurationDataSource,
		newJWKSDataSource,
	)
}

// EphemeralResources returns the ephemeral resources.
func (p *stytchOAuthProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return append(memberTokensEphemeralResources(),
		newMemberStartURLEphemeralResource,
		newDiscoveryStartURLEphemeralResource,
		newUserStartURLEphemeralResource,
		newAttachTokenEphemeralResource,
		newMemberAuthorizationEphemeralResource,
		newUserAuthorizationEphemeralResource,
		newPKCEEphemeralResource,
		newConnectedAppTokensEphemeralResource,
		newM2MTokenEphemeralResource,
		newClientSecretEphemeralResource,
		newMemberConnectedAppTokensEphemeralResource,
		newUserConnectedAppTokensEphemeralResource,
	)
}

// Functions returns the functions.
func (p *stytchOAuthProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newPKCECodeChallengeFunction,
		newJWTClaimsFunction,
	}
}

// Resources returns the managed resources.
func (p *stytchOAuthProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		newConnectedAppResource,
		newM2MClientResource,
		newMemberConnectedAppResource,
		newUserConnectedAppResource,
	}
}

// ListResources returns the list resources.
func (p *stytchOAuthProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		newConnectedAppListResource,
		newM2MClientListResource,
	}
}

// Actions returns the actions.
func (p *stytchOAuthProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		newMemberConnectedAppRevokeAction,
		newUserConnectedAppRevokeAction,
	}
}
