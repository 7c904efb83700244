// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// Contains tells whether a text holds a secret in any form in which it may get there: as it is, percent-encoded, in
// JSON, or in base64.
func Contains(text, secret string) bool {
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}

	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}

	for _, form := range forms {
		if strings.Contains(text, form) {
			return true
		}
	}

	return false
}

// basic are the credentials of HTTP Basic.
func (r Request) basic() (user, password string, ok bool) {
	request := http.Request{Header: r.Header}

	return request.BasicAuth()
}
