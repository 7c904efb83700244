// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// AuthorizeRequest is a request for authorization with the subject's answer to it.
type AuthorizeRequest struct {
	PreflightRequest

	// ConsentGranted is always sent: false is an answer, too.
	ConsentGranted bool   `json:"consent_granted"`
	State          string `json:"state,omitzero"`
	Nonce          string `json:"nonce,omitzero"`
	// CodeChallenge is the S256 challenge of RFC 7636; Stytch knows no other method.
	CodeChallenge string `json:"code_challenge,omitzero"`
	// Resources are those of RFC 8707. Nil sends none, an empty list is sent as such.
	Resources []string `json:"resources,omitzero"`
}

// Authorization is the answer to [Client.Authorize].
type Authorization struct {
	Envelope

	// CallbackURI is where the subject's browser would go to hand the answer to the Connected App.
	CallbackURI *string `json:"redirect_uri"`
	// AuthorizationCode is single-use. It is nil where there is none.
	AuthorizationCode *string `json:"authorization_code"`

	// OAuthError and OAuthErrorDescription are the callback URI's `error` and `error_description`, nil where
	// there are none.
	OAuthError            *string `json:"-"`
	OAuthErrorDescription *string `json:"-"`
}

// Authorize answers a request for authorization, and mints a code if consent is granted. Each call mints another
// one, so a call that may have taken effect is not sent again. A refusal is no failure of the call, unless
// consent was granted: then it is an [Error] of [KindRefused]
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize).
func (c *Client) Authorize(
	ctx context.Context, product Product, request AuthorizeRequest,
) (*Authorization, error) {
	authorization := &Authorization{}
	request.PreflightRequest = request.withScopes()

	err := c.do(ctx, call{
		method:  http.MethodPost,
		route:   product.authorize,
		json:    request,
		basic:   true,
		repeat:  repeatMint,
		secrets: request.secrets(),
		result:  authorization,
		read:    func(got answer) error { return authorization.read(got, request.ConsentGranted) },
	})
	if err != nil {
		return nil, err
	}

	return authorization, nil
}

// read takes the answer, and what its callback URI says. The texts of an error are cleaned by who judges it.
func (a *Authorization) read(got answer, consent bool) error {
	if err := got.decode(a, []string{"request_id", "status_code", "redirect_uri"}); err != nil {
		return err
	}

	if err := a.readCallback(); err != nil {
		return err
	}

	switch {
	case !consent:
		return nil
	case a.OAuthError != nil:
		return &Error{Kind: KindRefused, Type: *a.OAuthError, Message: deref(a.OAuthErrorDescription)}
	case a.AuthorizationCode == nil:
		return errors.New("the answer grants consent without an authorization_code")
	}

	return nil
}

// readCallback takes code, error and error_description from the callback URI (RFC 6749 sections 4.1.2 and
// 4.1.2.1). A code in the field of its own wins.
func (a *Authorization) readCallback() error {
	callback, err := url.Parse(*a.CallbackURI)
	if err != nil || callback.Scheme == "" {
		return errors.New("the answer's redirect_uri is not an absolute URI")
	}

	if a.OAuthError, err = callbackParameter(callback.RawQuery, "error"); err != nil {
		return err
	}

	if a.OAuthErrorDescription, err = callbackParameter(callback.RawQuery, "error_description"); err != nil {
		return err
	}

	if deref(a.AuthorizationCode) == "" {
		a.AuthorizationCode, err = callbackParameter(callback.RawQuery, "code")
	}

	return err
}

// callbackParameter is one parameter of a query, nil where it is missing or empty. The others are not looked at: a
// Connected App's redirect URI may have parameters of its own, in a form that Go would refuse the whole query for.
func callbackParameter(query, name string) (*string, error) {
	for query != "" {
		var pair string

		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")

		if key, err := url.QueryUnescape(key); err != nil || key != name {
			continue
		}

		value, err := url.QueryUnescape(value)

		switch {
		case err != nil || !utf8.ValidString(value):
			return nil, fmt.Errorf("the parameter %s of the answer's redirect_uri is malformed", name)
		case value == "":
			return nil, nil //nolint:nilnil // As if it were not there.
		}

		return &value, nil
	}

	return nil, nil //nolint:nilnil // That there is none is no error.
}

// deref is the string behind a pointer, empty where there is none.
func deref(text *string) string {
	if text == nil {
		return ""
	}

	return *text
}
