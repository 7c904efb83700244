// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// creationMethod is of all Connected Apps here. Stytch documents no values.
const creationMethod = "manual"

// WithConnectedAppLimit refuses to create more Connected Apps in a project than n, those that it was seeded with
// included: for the error too_many_connected_apps. Stytch's limit is not documented.
func WithConnectedAppLimit(n int) Option {
	return func(s *Server) { s.connectedAppLimit = n }
}

// WithoutIDTokenTemplates leaves id_token_template_content out of all responses: Stytch's OpenAPI document does not have
// it, and its Go SDK does.
func WithoutIDTokenTemplates() Option {
	return func(s *Server) { s.noIDTokenTemplates = true }
}

// connectedAppFields are the fields of a Connected App that can be set. One that is left out or null is nil.
type connectedAppFields struct {
	ClientName                    *string  `json:"client_name"`
	ClientDescription             *string  `json:"client_description"`
	RedirectURLs                  []string `json:"redirect_urls"`
	PostLogoutRedirectURLs        []string `json:"post_logout_redirect_urls"`
	FullAccessAllowed             *bool    `json:"full_access_allowed"`
	BypassConsentForOfflineAccess *bool    `json:"bypass_consent_for_offline_access"`
	AccessTokenExpiryMinutes      *int32   `json:"access_token_expiry_minutes"`
	AccessTokenCustomAudience     *string  `json:"access_token_custom_audience"`
	AccessTokenTemplateContent    *string  `json:"access_token_template_content"`
	IDTokenTemplateContent        *string  `json:"id_token_template_content"`
	LogoURL                       *string  `json:"logo_url"`
}

// createConnectedApp serves POST /v1/connected_apps/clients (https://stytch.com/docs/b2b/api/create-connected-app). Names
// need not be unique. Whoever may grant the seeded apps may grant the new one, and the same scopes.
func (s *Server) createConnectedApp(c *call) (*response, error) {
	var in struct {
		connectedAppFields

		ClientType string `json:"client_type"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{FirstParty, FirstPartyPublic, ThirdParty, ThirdPartyPublic}, in.ClientType) {
		return nil, badRequest("invalid_connected_app_type", "%q is no client_type.", in.ClientType)
	}
	existing := 0
	for _, one := range c.project.clients {
		if one.clientType != m2m {
			existing++
		}
	}
	if s.connectedAppLimit > 0 && existing >= s.connectedAppLimit {
		return nil, badRequest("too_many_connected_apps", "The project has too many Connected Apps.")
	}
	added := newConnectedApp(in.ClientType)
	if err := s.setConnectedApp(added, in.connectedAppFields); err != nil {
		return nil, err
	}
	added.scopes = s.fixture.GrantableScopes
	c.project.addClient(added)
	s.allowConnectedApp(c.project, added)
	if added.public() {
		return connectedApps.respondWithSecret(s, added, "client_secret", "")
	}

	return connectedApps.respondWithSecret(s, added, "client_secret", added.secrets[0])
}

// updateConnectedApp serves PUT /v1/connected_apps/clients/{client_id}
// (https://stytch.com/docs/b2b/api/update-connected-app). The client_type cannot be updated.
func (s *Server) updateConnectedApp(c *call) (*response, error) {
	var in struct {
		connectedAppFields
		repeatedID
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	found, err := connectedApps.find(c)
	if err := cmp.Or(err, in.check(c)); err != nil {
		return nil, err
	}
	updated := *found
	if s.putReplaces {
		updated = *newConnectedApp(found.clientType)
		updated.number, updated.id, updated.secrets = found.number, found.id, found.secrets
		updated.scopes, updated.pkceRequired, updated.unlisted = found.scopes, found.pkceRequired, found.unlisted
	}
	if err := s.setConnectedApp(&updated, in.connectedAppFields); err != nil {
		return nil, err
	}
	// Tokens and codes refer to the client that was found.
	*found = updated

	return connectedApps.respond(s, found)
}

// setConnectedApp checks fields and sets them.
func (s *Server) setConnectedApp(app *client, fields connectedAppFields) error {
	set(&app.name, fields.ClientName)
	set(&app.description, fields.ClientDescription)
	setList(&app.redirectURIs, fields.RedirectURLs)
	setList(&app.postLogoutURIs, fields.PostLogoutRedirectURLs)
	set(&app.fullAccess, fields.FullAccessAllowed)
	set(&app.bypassConsent, fields.BypassConsentForOfflineAccess)
	set(&app.expiryMinutes, fields.AccessTokenExpiryMinutes)
	set(&app.customAudience, fields.AccessTokenCustomAudience)
	set(&app.accessTokenTemplate, fields.AccessTokenTemplateContent)
	set(&app.idTokenTemplate, fields.IDTokenTemplateContent)
	set(&app.logoURL, fields.LogoURL)
	app.accessTokenTemplate = cmp.Or(app.accessTokenTemplate, emptyTemplate)
	app.idTokenTemplate = cmp.Or(app.idTokenTemplate, emptyTemplate)

	// Whether Stytch accepts a false of a third-party client is not known. Here it does not, so that nobody relies on it.
	switch {
	case !app.firstParty() && fields.FullAccessAllowed != nil:
		return badRequest("third_party_clients_cannot_use_full_access", "A third-party client cannot have full access.")
	case !app.firstParty() && fields.BypassConsentForOfflineAccess != nil:
		return badRequest("third_party_clients_require_consent_for_offline_access",
			"A third-party client cannot do without consent.")
	case app.expiryMinutes < 1:
		return badRequest("idp_invalid_access_token_expiry_minutes", "%d minutes are too few.", app.expiryMinutes)
	}
	for _, template := range []string{app.accessTokenTemplate, app.idTokenTemplate} {
		// It is no JSON before it is rendered: {"role": {{ user.trusted_metadata.role }}} is a template.
		template = strings.TrimSpace(template)
		if !strings.HasPrefix(template, "{") || !strings.HasSuffix(template, "}") {
			return badRequest("idp_invalid_access_token_jwt_template", "The template is no JSON object.")
		}
	}
	for _, list := range [][]string{app.redirectURIs, app.postLogoutURIs} {
		for _, one := range list {
			if err := checkRedirectURL(one, app.public()); err != nil {
				return err
			}
		}
	}
	if s.normalizes {
		app.redirectURIs = normalizeURLs(app.redirectURIs)
		app.postLogoutURIs = normalizeURLs(app.postLogoutURIs)
		app.logoURL = normalizeURLs([]string{app.logoURL})[0]
	}

	return nil
}

// checkRedirectURL refuses what the names of Stytch's error types say. Only a public client, such as an app on a phone,
// may have a scheme of its own.
func checkRedirectURL(raw string, public bool) error {
	parsed, err := url.Parse(raw)
	switch {
	case err != nil || parsed.Fragment != "" || strings.ContainsAny(raw, " #"):
		return badRequest("connected_app_invalid_redirect_url", "%q is no redirect URL.", raw)
	case parsed.Scheme == "":
		return badRequest("connected_app_redirect_url_must_include_scheme", "%q has no scheme.", raw)
	case parsed.Scheme != "http" && parsed.Scheme != "https" && !public:
		return badRequest("connected_app_redirect_url_must_use_http_or_https_scheme",
			"%q must use http or https.", raw)
	case parsed.Scheme != "http" && parsed.Scheme != "https":
		return nil
	case parsed.Hostname() == "":
		return badRequest("connected_app_invalid_redirect_url", "%q has no host.", raw)
	case parsed.Scheme == "http" && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, parsed.Hostname()):
		return badRequest("connected_app_redirect_url_http_scheme_must_use_loopback",
			"%q must use https, or a loopback host.", raw)
	}

	return nil
}

// normalizeURLs returns URLs with a host in lower case and a path (RFC 3986, section 6.2).
func normalizeURLs(list []string) []string {
	normalized := make([]string, 0, len(list))
	for _, one := range list {
		if parsed, err := url.Parse(one); err == nil && parsed.Host != "" {
			parsed.Host = strings.ToLower(parsed.Host)
			parsed.Path = cmp.Or(parsed.Path, "/")
			one = parsed.String()
		}
		normalized = append(normalized, one)
	}

	return normalized
}

// connectedAppObject is the Connected App (https://stytch.com/docs/b2b/api/connected-app-object). What it lacks is null.
func (s *Server) connectedAppObject(app *client) object {
	shown := object{
		"client_id":                         app.id,
		"client_name":                       app.name,
		"client_description":                app.description,
		"client_type":                       app.clientType,
		"status":                            app.status(),
		"redirect_urls":                     s.sorted(app.redirectURIs),
		"post_logout_redirect_urls":         s.sorted(app.postLogoutURIs),
		"full_access_allowed":               app.fullAccess,
		"bypass_consent_for_offline_access": app.bypassConsent,
		"access_token_expiry_minutes":       app.expiryMinutes,
		"access_token_custom_audience":      nullIfEmpty(app.customAudience),
		"access_token_template_content":     s.template(app.accessTokenTemplate),
		"logo_url":                          nullIfEmpty(app.logoURL),
		"client_id_metadata_url":            nil,
		"creation_method":                   creationMethod,
	}
	if !s.noIDTokenTemplates {
		shown["id_token_template_content"] = s.template(app.idTokenTemplate)
	}
	app.addLastFour(shown)

	return shown
}

// template returns a template as a response has it.
func (s *Server) template(content string) string {
	if s.normalizes && content == emptyTemplate {
		return ""
	}

	return content
}

func nullIfEmpty(text string) any {
	if text == "" {
		return nil
	}

	return text
}
