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

// setting is one of the provider's settings after configuration and environment were looked at.
type setting struct {
	attribute string
	// variable is the environment variable that stands in for the attribute, empty where there is none.
	variable string
	value    string
	// fromVariable says that the value is the variable's.
	fromVariable bool
	// unknown says that the value will only be known in apply.
	unknown bool
}

// settings are all of them.
type settings struct {
	projectID, secret, publicToken, baseURL, requestTimeout, maxRetries setting

	timeout time.Duration
	retries int
	base    *url.URL
}

// resolve lets the configuration win over the environment, and counts an empty string as unset in both. What is
// unknown stays so: the environment is not asked in its place.
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

// newSettings resolves and checks a configuration.
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

// check looks at every string that is known, wherever it comes from.
func (s *settings) check() diag.Diagnostics {
	var diags diag.Diagnostics

	diags.Append(s.projectID.refuse(checkProjectID(s.projectID.value))...)
	diags.Append(s.secret.refuse(checkCredential(s.secret.value))...)
	diags.Append(s.publicToken.refuse(checkCredential(s.publicToken.value))...)

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

// tokenIsForOthers tells whether the public token may be meant for other provider blocks than this one: the environment
// is the same for all of them, and a block that names its own project need not have a use for the token.
func (s *settings) tokenIsForOthers() bool {
	return s.publicToken.fromVariable && !s.projectID.fromVariable
}

// checkTokenEnvironment refuses a public token of another environment than the project's.
func (s *settings) checkTokenEnvironment() diag.Diagnostics {
	return s.publicToken.refuse(checkSameEnvironment(s.publicToken.value, s.projectID.value))
}

// refuse turns what is wrong with a setting into a diagnostic, on the attribute unless Terraform would print a
// secret with it.
func (s setting) refuse(err error) diag.Diagnostics {
	if err == nil {
		return nil
	}

	summary, where := "Invalid Provider Configuration", "`"+s.attribute+"`"
	if s.fromVariable {
		where = "the environment variable " + s.variable
	}

	detail := fmt.Sprintf("The value of %s %s.", where, err)

	if s.fromVariable || s.mayHoldSecret() {
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, detail)}
	}

	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(s.attribute), summary, detail)}
}

// mayHoldSecret tells whether Terraform must not print the line of configuration that the value is on. An address
// may hold a password whatever else is wrong with it, and a project id its secret, as curl takes the two.
func (s setting) mayHoldSecret() bool {
	switch s.attribute {
	case "secret":
		return true
	case "project_id":
		return strings.Contains(s.value, ":")
	case "base_url":
		return strings.Contains(s.value, "@")
	}

	return false
}

// parseTimeout reads request_timeout.
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

// parseRetries reads max_retries.
func parseRetries(value *big.Float) (int, error) {
	whole, accuracy := value.Int64()
	if accuracy != big.Exact || whole < 0 || whole > maxRetries {
		return 0, fmt.Errorf("must be a whole number from 0 to %d", maxRetries)
	}

	return int(whole), nil
}
