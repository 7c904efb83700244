// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

func TestHolds(t *testing.T) {
	t.Parallel()

	const secret = `1//0a~b+c&d="e"/f<g>_-h`

	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}

	texts := map[string]string{
		"plain":   secret,
		"JSON":    string(quoted),
		"query":   url.QueryEscape(secret),
		"path":    url.PathEscape(secret),
		"hex":     hex.EncodeToString([]byte(secret)),
		"in json": `{"token": ` + string(quoted) + `}`,
	}
	for _, before := range []string{"", "a", "ab", "abc"} {
		for _, after := range []string{"", "z", "yz"} {
			texts["base64 between "+before+" and "+after] = base64.StdEncoding.EncodeToString([]byte(before + secret + after))
			texts["base64url between "+before+" and "+after] = base64.RawURLEncoding.EncodeToString(
				[]byte(before + secret + after))
		}
	}

	for name, text := range texts {
		if !tfcli.Holds([]byte("before "+text+" after"), secret) {
			t.Errorf("%s is not found in %s", name, text)
		}
	}

	for _, text := range []string{"", "1//0a", secret[:len(secret)-1], secret[1:], "another " + secret[3:]} {
		if tfcli.Holds([]byte(text), secret) {
			t.Errorf("it is found in %s", text)
		}
	}
}
