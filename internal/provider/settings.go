// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The bounds of request_timeout and max_retries.
const (
	minRequestTimeout = time.Second
	maxRequestTimeout = 10 * time.Minute
	maxRetries        = 20
)

// providerModel is the provider's configuration as it is written.
type providerModel struct {
	ProjectID      types.String `tfsdk:"project_id"`
	Secret         types.String `tfsdk:"secret"`
	PublicToken    types.String `tfsdk:"public_token"`
	BaseURL        types.String `tfsdk:"base_url"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
	MaxRetries     types.Number `tfsdk:"max_retries"`
}

// setting is one of the provider's settings, from the configuration or the environment.
type setting struct {
	attribute string
	// variable is the environment variable for the attribute, empty if there is none.
	variable string
	value    string
	// fromVariable reports whether the value comes from the variable.
	fromVariable bool
	// unknown reports whether the value is only known in apply.
	unknown bool
}

// settings are all of the provider's settings, and the parsed values of those that are not used as strings.
type settings struct {
	projectID, secret, publicToken, baseURL, requestTimeout, maxRetries setting

	timeout time.Duration
	retries int
	base    *url.URL
}

// resolve returns the configured value, or else that of the environment. An empty string counts as unset in both. An
// unknown value stays unknown: the environment does not replace it.
func resolve(attribute, variable string, configured types.String, getenv func(string) string) setting {
	found := setting{attribute: attribute, variable: variable, unknown: configured.IsUnknown()}
	if found.unknown {
		return found
	}

	found.value = configured.ValueString()
	if found.value == "" && variable != "" {
		found.value = getenv(variable)
		found.fromVariable = found.value != ""
	}

	return found
}

// newSettings resolves and checks the provider's configuration.
func newSettings(model providerModel, getenv func(string) string) (settings, diag.Diagnostics) {
	found := settings{
		projectID:      resolve("project_id", "STYTCH_PROJECT_ID", model.ProjectID, getenv),
		secret:         resolve("secret", "STYTCH_SECRET", model.Secret, getenv),
		publicToken:    resolve("public_token", "STYTCH_PUBLIC_TOKEN", model.PublicToken, getenv),
		baseURL:        resolve("base_url", "STYTCH_BASE_URL", model.BaseURL, getenv),
		requestTimeout: resolve("request_timeout", "", model.RequestTimeout, getenv),
		maxRetries:     setting{attribute: "max_retries", unknown: model.MaxRetries.IsUnknown()},
		timeout:        client.DefaultRequestTimeout,
		retries:        client.DefaultMaxRetries,
	}

	diags := found.check()

	if number := model.MaxRetries.ValueBigFloat(); !model.MaxRetries.IsNull() && !model.MaxRetries.IsUnknown() {
		retries, err := parseRetries(number)
		diags.Append(found.maxRetries.refuse(err)...)

		found.retries = retries
	}

	return found, diags
}

// check checks every string that is known.
func (s *settings) check() diag.Diagnostics {
	var diags diag.Diagnostics

	diags.Append(s.projectID.refuse(checkProjectID(s.projectID.value))...)
	diags.Append(s.secret.refuse(checkCredential(s.secret.value))...)
	if s.publicToken.value != "" {
		diags.Append(s.publicToken.refuse(checkPublicToken(s.publicToken.value))...)
	}

	if !s.tokenIsForOthers() {
		diags.Append(s.checkTokenEnvironment()...)
	}

	if s.baseURL.value != "" {
		base, err := client.ParseBaseURL(s.baseURL.value)
		diags.Append(s.baseURL.refuse(err)...)

		s.base = base
	}

	if s.requestTimeout.value != "" {
		timeout, err := parseTimeout(s.requestTimeout.value)
		diags.Append(s.requestTimeout.refuse(err)...)

		s.timeout = timeout
	}

	return diags
}

// tokenIsForOthers reports whether the public token may be meant for other provider blocks: the environment is the same
// for all of them, and a block with a project of its own may not use the token.
func (s *settings) tokenIsForOthers() bool {
	return s.publicToken.fromVariable && !s.projectID.fromVariable
}

// checkTokenEnvironment returns an error if the public token and the project are of different environments.
func (s *settings) checkTokenEnvironment() diag.Diagnostics {
	return s.publicToken.refuse(checkSameEnvironment(s.publicToken.value, s.projectID.value))
}

// refuse returns a diagnostic for an error about a setting, on the attribute unless Terraform would print a secret with
// it.
func (s setting) refuse(err error) diag.Diagnostics {
	if err == nil {
		return nil
	}

	summary, where := "Invalid Provider Configuration", "`"+s.attribute+"`"
	if s.fromVariable {
		where = "the environment variable " + s.variable
	}

	detail := fmt.Sprintf("The value of %s %s.", where, err)

	if s.fromVariable || s.mayHoldSecret() || errors.Is(err, errAPISecret) {
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, detail)}
	}

	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(s.attribute), summary, detail)}
}

// mayHoldSecret reports whether the line of configuration with this value must not be printed. A URL may hold a
// password, whose @ may be encoded, or a key in its query. A project id may be followed by its secret, as in curl's -u.
func (s setting) mayHoldSecret() bool {
	switch s.attribute {
	case "secret":
		return true
	case "project_id":
		return strings.Contains(s.value, ":")
	case "base_url":
		return strings.ContainsAny(s.value, "@%?#")
	}

	return false
}

// parseTimeout parses request_timeout.
func parseTimeout(value string) (time.Duration, error) {
	timeout, err := time.ParseDuration(value)
	if err != nil {
		return 0, errors.New("must be a duration in Go's notation, such as 30s or 1m30s")
	}

	if timeout < minRequestTimeout || timeout > maxRequestTimeout {
		return 0, fmt.Errorf("must be from %s to 10m", minRequestTimeout)
	}

	return timeout, nil
}

// parseRetries parses max_retries.
func parseRetries(value *big.Float) (int, error) {
	whole, accuracy := value.Int64()
	if accuracy != big.Exact || whole < 0 || whole > maxRetries {
		return 0, fmt.Errorf("must be a whole number from 0 to %d", maxRetries)
	}

	return int(whole), nil
}
