// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
)

// OAuthClients manages one kind of OAuth client of a project: T is what Stytch returns of one, and F what is sent to
// create or to update it. Both products have the same endpoints.
type OAuthClients[T WithSecrets, F any] struct {
	client *Client
	// path is the path of the collection, and noun the name of one client in responses.
	path, noun string
	// required are the fields that Stytch promises of each.
	required []string
}

// ConnectedApps returns the operations on Connected Apps
// (https://stytch.com/docs/b2b/api/connected-app-object and its neighbours).
func (c *Client) ConnectedApps() OAuthClients[ConnectedApp, ConnectedAppFields] {
	return OAuthClients[ConnectedApp, ConnectedAppFields]{
		client: c, path: "/v1/connected_apps/clients", noun: "connected_app", required: []string{
			"client_id", "client_name", "client_description", "client_type", "status", "redirect_urls",
			"post_logout_redirect_urls", "full_access_allowed", "bypass_consent_for_offline_access",
			"access_token_expiry_minutes", "access_token_template_content", "creation_method",
		},
	}
}

// M2MClients returns the operations on machine-to-machine clients
// (https://stytch.com/docs/api/m2m-client and its neighbours).
func (c *Client) M2MClients() OAuthClients[M2MClient, M2MClientFields] {
	return OAuthClients[M2MClient, M2MClientFields]{
		client: c, path: "/v1/m2m/clients", noun: "m2m_client", required: []string{
			"client_id", "client_name", "client_description", "status", "scopes", "client_secret_last_four",
		},
	}
}

// ClientSecrets are the fields about the secrets of a client. Stytch returns a secret once, when it issues it, and later
// only its last four characters. While a rotation is under way, both secrets are accepted.
type ClientSecrets struct {
	ClientSecret             *string `json:"client_secret"`
	NextClientSecret         *string `json:"next_client_secret"`
	ClientSecretLastFour     *string `json:"client_secret_last_four"`
	NextClientSecretLastFour *string `json:"next_client_secret_last_four"`
}

// WithSecrets is a client of either kind.
type WithSecrets interface{ Secrets() ClientSecrets }

// Secrets returns the fields of a struct that embeds them.
func (s ClientSecrets) Secrets() ClientSecrets { return s }

// ConnectedApp is a Connected App as the project manages it. The responses that issue a secret lack CreationMethod.
type ConnectedApp struct {
	ClientSecrets

	ClientID                      *string  `json:"client_id"`
	ClientName                    *string  `json:"client_name"`
	ClientDescription             *string  `json:"client_description"`
	ClientType                    *string  `json:"client_type"`
	Status                        *string  `json:"status"`
	RedirectURLs                  []string `json:"redirect_urls"`
	PostLogoutRedirectURLs        []string `json:"post_logout_redirect_urls"`
	FullAccessAllowed             *bool    `json:"full_access_allowed"`
	BypassConsentForOfflineAccess *bool    `json:"bypass_consent_for_offline_access"`
	AccessTokenExpiryMinutes      *int64   `json:"access_token_expiry_minutes"`
	AccessTokenCustomAudience     *string  `json:"access_token_custom_audience"`
	AccessTokenTemplateContent    *string  `json:"access_token_template_content"`
	IDTokenTemplateContent        *string  `json:"id_token_template_content"`
	LogoURL                       *string  `json:"logo_url"`
	CreationMethod                *string  `json:"creation_method"`
	ClientIDMetadataURL           *string  `json:"client_id_metadata_url"`
}

// ConnectedAppFields are the fields of a Connected App that can be set. All but the pointers are always sent: an empty
// string or list clears the field.
type ConnectedAppFields struct {
	// ClientType is only sent to create a client: it cannot be changed.
	ClientType string `json:"client_type,omitzero"`

	ClientName                 string   `json:"client_name"`
	ClientDescription          string   `json:"client_description"`
	RedirectURLs               []string `json:"redirect_urls"`
	PostLogoutRedirectURLs     []string `json:"post_logout_redirect_urls"`
	AccessTokenExpiryMinutes   int64    `json:"access_token_expiry_minutes"`
	AccessTokenCustomAudience  string   `json:"access_token_custom_audience"`
	AccessTokenTemplateContent string   `json:"access_token_template_content"`
	LogoURL                    string   `json:"logo_url"`

	// Stytch refuses these two for third-party types.
	FullAccessAllowed             *bool `json:"full_access_allowed,omitzero"`
	BypassConsentForOfflineAccess *bool `json:"bypass_consent_for_offline_access,omitzero"`
	// IDTokenTemplateContent is missing in Stytch's OpenAPI, so it is only sent if it was asked for.
	IDTokenTemplateContent *string `json:"id_token_template_content,omitzero"`
}

// M2MClient is a machine-to-machine client.
type M2MClient struct {
	ClientSecrets

	ClientID          *string  `json:"client_id"`
	ClientName        *string  `json:"client_name"`
	ClientDescription *string  `json:"client_description"`
	Status            *string  `json:"status"`
	Scopes            []string `json:"scopes"`
	// TrustedMetadata is undecoded but for its top level, so that its numbers stay as they are.
	TrustedMetadata map[string]json.RawMessage `json:"trusted_metadata"`
}

// M2MClientFields are the fields of an M2M client that can be set.
type M2MClientFields struct {
	// ClientID and ClientSecret can be chosen, and only when the client is created.
	ClientID     string `json:"client_id,omitzero"`
	ClientSecret string `json:"client_secret,omitzero"`
	// Status is `active` or `inactive`. A new client is always active.
	Status string `json:"status,omitzero"`

	ClientName        string   `json:"client_name"`
	ClientDescription string   `json:"client_description"`
	Scopes            []string `json:"scopes"`
	// TrustedMetadata is merged with what there is, at the top level: a key whose value is nil is removed.
	TrustedMetadata map[string]json.RawMessage `json:"trusted_metadata,omitzero"`
}

// clientResponse is a response about one client. One of the two fields is set.
type clientResponse[T any] struct {
	Envelope

	ConnectedApp *T `json:"connected_app"`
	M2MClient    *T `json:"m2m_client"`
}

// Create creates a client. The response has its secret, if the type has one. Each call creates another client, so a
// call that may have taken effect is not sent again. Of the response only the id is required: a client whose id is lost
// could not be managed.
func (o OAuthClients[T, F]) Create(ctx context.Context, fields F, secrets ...string) (*T, error) {
	created, _, err := o.do(ctx, call{
		method: http.MethodPost, route: o.path, json: fields, retry: retryIfUnsent, awaited: true, secrets: secrets,
	}, "client_id")

	return created, err
}

// Get reads a client.
func (o OAuthClients[T, F]) Get(ctx context.Context, clientID string) (*T, Envelope, error) {
	return o.do(ctx, call{
		method: http.MethodGet, route: o.path + "/{client_id}", values: []string{clientID}, retry: retryAlways,
	}, o.required...)
}

// Update sets the fields of a client. Whether Stytch keeps a field that is left out is not documented, so callers send
// all of them. An update may run twice.
func (o OAuthClients[T, F]) Update(ctx context.Context, clientID string, fields F) (*T, error) {
	updated, _, err := o.do(ctx, call{
		method: http.MethodPut, route: o.path + "/{client_id}", values: []string{clientID}, json: fields,
		retry: retryAlways,
	}, "client_id")

	return updated, err
}

// Delete deletes a client. If the request was sent again, a client that is not found has been deleted.
func (o OAuthClients[T, F]) Delete(ctx context.Context, clientID string) error {
	return o.client.do(ctx, call{
		method: http.MethodDelete, route: o.path + "/{client_id}", values: []string{clientID}, basicAuth: true,
		retry: retryAlways, removes: true, result: &Envelope{}, required: []string{"request_id", "status_code"},
	})
}

// StartRotation has a next secret issued, which is in the response. Stytch accepts both secrets until the rotation is
// finished or canceled.
func (o OAuthClients[T, F]) StartRotation(ctx context.Context, clientID string) (ClientSecrets, error) {
	return o.rotate(ctx, clientID, "/secrets/rotate/start", "next_client_secret")
}

// CancelRotation revokes the next secret.
func (o OAuthClients[T, F]) CancelRotation(ctx context.Context, clientID string) (ClientSecrets, error) {
	return o.rotate(ctx, clientID, "/secrets/rotate/cancel")
}

// FinishRotation makes the next secret the current one. The old one is revoked.
func (o OAuthClients[T, F]) FinishRotation(ctx context.Context, clientID string) (ClientSecrets, error) {
	return o.rotate(ctx, clientID, "/secrets/rotate")
}

// rotate sends one step of a rotation. None can be repeated without a look at what it did.
func (o OAuthClients[T, F]) rotate(
	ctx context.Context, clientID, step string, required ...string,
) (ClientSecrets, error) {
	rotated, _, err := o.do(ctx, call{
		method: http.MethodPost, route: o.path + "/{client_id}" + step, values: []string{clientID}, json: struct{}{},
		retry: retryIfUnsent, awaited: true,
	}, append(required, "client_id")...)
	if err != nil {
		return ClientSecrets{}, err
	}

	return (*rotated).Secrets(), nil
}

// do sends a call about one client, of which the response must have these fields.
func (o OAuthClients[T, F]) do(ctx context.Context, call call, required ...string) (*T, Envelope, error) {
	got := &clientResponse[T]{}
	call.basicAuth, call.result, call.required = true, got, []string{"request_id", "status_code"}

	for _, field := range required {
		call.required = append(call.required, o.noun+"."+field)
	}

	if err := o.client.do(ctx, call); err != nil {
		return nil, Envelope{}, err
	}

	if got.ConnectedApp != nil {
		return got.ConnectedApp, got.Envelope, nil
	}

	return got.M2MClient, got.Envelope, nil
}

// ClientQuery selects clients. The zero value selects all.
type ClientQuery struct {
	// Operator is AND or OR.
	Operator string         `json:"operator"`
	Operands []ClientFilter `json:"operands"`
}

// ClientFilter selects clients by one field: FilterName is client_id, client_name (an exact match) or scopes.
type ClientFilter struct {
	FilterName  string   `json:"filter_name"`
	FilterValue []string `json:"filter_value"`
}

// ClientPage is a page of a search.
type ClientPage[T any] struct {
	Envelope

	Clients []T
	// Total is the number of clients that match; nil if Stytch does not count them.
	Total *int64
}

// MaxPageSize is the largest page that Stytch returns.
const MaxPageSize = 1000

// searchRequest is the body of a search. Stytch has filters for M2M clients only.
type searchRequest struct {
	Cursor string       `json:"cursor,omitzero"`
	Limit  int64        `json:"limit"`
	Query  *ClientQuery `json:"query,omitzero"`
}

// searchResponse is its response. One of the two lists is set.
type searchResponse[T any] struct {
	Envelope

	ConnectedApps []T `json:"connected_apps"`
	M2MClients    []T `json:"m2m_clients"`
	Metadata      *struct {
		Total      *int64  `json:"total"`
		NextCursor *string `json:"next_cursor"`
	} `json:"results_metadata"`
}

// errRepeatedCursor means that a search would never end.
var errRepeatedCursor = errors.New("the response has the cursor of a page that was read already")

// Search yields the pages of clients that match, of at most pageSize clients each. The next page is requested when the
// loop asks for it. It ends with the first error.
func (o OAuthClients[T, F]) Search(
	ctx context.Context, query ClientQuery, pageSize int64,
) iter.Seq2[*ClientPage[T], error] {
	request := searchRequest{Limit: min(max(pageSize, 1), MaxPageSize)}
	if len(query.Operands) > 0 {
		request.Query = &query
	}

	return func(yield func(*ClientPage[T], error) bool) {
		seen := map[string]bool{}

		for {
			page, next, err := o.searchPage(ctx, request)
			if err == nil && seen[next] {
				err = &Error{
					Kind: KindInvalidResponse, Method: http.MethodPost, Route: o.path + "/search",
					Host: o.client.apiURL().Host, Reason: errRepeatedCursor.Error(), cause: errRepeatedCursor,
				}
			}

			if err != nil {
				yield(nil, err)

				return
			}

			if !yield(page, nil) || next == "" {
				return
			}

			seen[next], request.Cursor = true, next
		}
	}
}

// searchPage requests one page, and returns it with the cursor of the next one.
func (o OAuthClients[T, F]) searchPage(ctx context.Context, request searchRequest) (*ClientPage[T], string, error) {
	got := &searchResponse[T]{}

	required := []string{"request_id", "status_code", "results_metadata", o.noun + "s"}
	for _, field := range o.required {
		required = append(required, o.noun+"s[]."+field)
	}

	err := o.client.do(ctx, call{
		method: http.MethodPost, route: o.path + "/search", json: request, basicAuth: true, retry: retryAlways,
		result: got, required: required, maxResponse: maxPage,
	})
	if err != nil {
		return nil, "", err
	}

	page := &ClientPage[T]{Envelope: got.Envelope, Clients: append(got.ConnectedApps, got.M2MClients...)}
	// Stytch reports -1 if it does not count.
	if total := got.Metadata.Total; total != nil && *total >= 0 {
		page.Total = total
	}

	return page, deref(got.Metadata.NextCursor), nil
}
