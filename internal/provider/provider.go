// SPDX-License-Identifier: MPL-2.0

// Package provider is everything Terraform: the provider, its types and functions, and how results and errors of
// internal/client show in them.
//
// A type is a value of dataSource or ephemeralResource in a file of its own, made of a schema and a function that
// fills its model. What Terraform asks of every type is written once, in data_source.go and ephemeral_resource.go.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// typeName is the prefix of every type.
const typeName = "stytchoauth"

// stytchOAuthProvider is the provider.
type stytchOAuthProvider struct {
	version string
	getenv  func(string) string
}

var (
	_ provider.ProviderWithValidateConfig     = &stytchOAuthProvider{}
	_ provider.ProviderWithEphemeralResources = &stytchOAuthProvider{}
	_ provider.ProviderWithFunctions          = &stytchOAuthProvider{}
)

// New returns a function that makes the provider. The environment is a parameter, so that tests have one each.
func New(version string, getenv func(string) string) func() provider.Provider {
	return func() provider.Provider {
		return &stytchOAuthProvider{version: version, getenv: getenv}
	}
}

// NewServer returns a function that serves the provider over protocol 6. When the context ends, so do all calls to
// Stytch, but for those that take tokens back.
func NewServer(
	ctx context.Context, version string, getenv func(string) string,
) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		served := &server{ProviderServer: providerserver.NewProtocol6(New(version, getenv)())(), lifetime: ctx}
		served.begin()

		return served
	}
}

// Metadata names the provider.
func (p *stytchOAuthProvider) Metadata(
	_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse,
) {
	resp.TypeName, resp.Version = typeName, p.version
}

// Schema describes the provider's configuration.
func (p *stytchOAuthProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The OAuth side of [Stytch](https://stytch.com): the OAuth tokens that it stores for Members, " +
			"the URLs at which logins start, attach tokens, the authorization and tokens of Connected Apps, and M2M tokens.",
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
				MarkdownDescription: "The public token of the project, the default for start URLs. Environment variable: " +
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
				MarkdownDescription: "How long one attempt at a request may take, including reading the answer: a duration " +
					"such as `45s` or `1m30s`, from `1s` to `10m`. Defaults to `30s`.",
				Optional: true,
			},
			"max_retries": schema.NumberAttribute{
				MarkdownDescription: "How many times a request that failed is repeated where that is safe and may help, from " +
					"0 to 20. Waiting for a rate limit does not count, but ends " + patience() + " after the call first met it. Defaults " +
					"to `4`.",
				Optional: true,
			},
		},
	}
}

// ValidateConfig refuses what is wrong in the configuration itself; Configure looks at the environment, too.
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

// Configure makes the client. It sends nothing: what is missing is only missed by the types that need it.
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

	data := providerData{settings: settings, client: client.New(client.Config{
		ProjectID: settings.projectID.value, Secret: settings.secret.value, PublicToken: settings.publicToken.value,
		BaseURL: settings.base, RequestTimeout: settings.timeout, MaxRetries: settings.retries,
		UserAgent: p.userAgent(req.TerraformVersion), Observe: logAttempt,
	})}

	resp.DataSourceData = data.forKind(readLater, readLater)
	resp.EphemeralResourceData = data.forKind(openLater, buildLater)
}

// DataSources lists the data sources.
func (p *stytchOAuthProvider) DataSources(context.Context) []func() datasource.DataSource {
	return append(memberTokensDataSources(),
		newMemberStartURLDataSource,
		newDiscoveryStartURLDataSource,
		newUserStartURLDataSource,
		newMemberAuthorizationPreflightDataSource,
		newUserAuthorizationPreflightDataSource,
	)
}

// EphemeralResources lists the ephemeral resources.
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
	)
}

// Functions lists the functions.
func (p *stytchOAuthProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newPKCECodeChallengeFunction,
		newJWTClaimsFunction,
	}
}

// Resources lists none: nothing here is created and kept.
func (p *stytchOAuthProvider) Resources(context.Context) []func() resource.Resource {
	return nil
}
