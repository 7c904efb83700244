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
	// invalid is what is wrong with the value. Configure reports it for a configured value. For one of the environment, the
	// types that use it do: an error of Configure makes Terraform ask for a provider block if there is none, and all
	// provider blocks share the environment, those without a use for the value too.
	invalid error
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

	found.check(model)

	var diags diag.Diagnostics

	for _, one := range []setting{
		found.projectID, found.secret, found.publicToken, found.baseURL, found.requestTimeout, found.maxRetries,
	} {
		if !one.fromVariable {
			diags.Append(one.diagnostics()...)
		}
	}

	if !diags.HasError() && !found.publicToken.fromVariable {
		diags.Append(found.checkTokenEnvironment()...)
	}

	return found, diags
}

// check checks every value that is known, and sets those that are parsed.
func (s *settings) check(model providerModel) {
	s.projectID.invalid = isProject.check(s.projectID.value)
	s.secret.invalid = idArgument{takes: "a project's API secret", syntax: checkCredential}.checkKind(s.secret.value)

	if s.publicToken.value != "" {
		s.publicToken.invalid = isPublicToken.check(s.publicToken.value)
	}

	if s.baseURL.value != "" {
		s.base, s.baseURL.invalid = parseBaseURL(s.baseURL.value)
	}

	if s.requestTimeout.value != "" {
		s.timeout, s.requestTimeout.invalid = parseTimeout(s.requestTimeout.value)
	}

	if isKnown(model.MaxRetries) {
		s.retries, s.maxRetries.invalid = parseRetries(model.MaxRetries.ValueBigFloat())
	}
}

// checkTokenEnvironment returns an error if the public token and the project are of different environments.
func (s *settings) checkTokenEnvironment() diag.Diagnostics {
	token := s.publicToken
	token.invalid = checkSameEnvironment(token.value, s.projectID.value)

	return token.diagnostics()
}

// diagnostics returns an error if the value is invalid, on the attribute unless Terraform would print a secret with it.
func (s setting) diagnostics() diag.Diagnostics {
	if s.invalid == nil {
		return nil
	}

	summary, where := "Invalid Provider Configuration", "`"+s.attribute+"`"
	if s.fromVariable {
		where = "the environment variable " + s.variable
	}

	detail := fmt.Sprintf("The value of %s %s.", where, s.invalid)

	if errors.Is(s.invalid, errLineBreak) && s.fromVariable {
		detail += fmt.Sprintf(" `export %s=\"$(cat FILE)\"` sets it without one.", s.variable)
	} else if errors.Is(s.invalid, errLineBreak) {
		detail += " " + adviceTrim
	}

	if s.fromVariable || s.mayHoldSecret() {
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary, detail)}
	}

	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(s.attribute), summary, detail)}
}

// mayHoldSecret reports whether the line of configuration with this value must not be printed. A URL may hold a
// password, whose @ may be encoded, or a key in its query. A project id may be followed by its secret, as in curl's -u.
func (s setting) mayHoldSecret() bool {
	if errors.Is(s.invalid, errAPISecret) || apiSecret.MatchString(s.value) {
		return true
	}

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

// parseBaseURL parses base_url.
func parseBaseURL(value string) (*url.URL, error) {
	if err := checkLineBreak(value); err != nil {
		return nil, err
	}

	return client.ParseBaseURL(value)
}

// parseTimeout parses request_timeout.
func parseTimeout(value string) (time.Duration, error) {
	timeout, err := time.ParseDuration(value)
	if err != nil {
		return 0, errors.New("must be a duration with its unit, such as 30s or 1m30s")
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
