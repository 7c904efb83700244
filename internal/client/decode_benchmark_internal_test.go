// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"
)

func BenchmarkDecode(b *testing.B) {
	for name, test := range map[string]struct {
		provider int
		body     string
	}{
		"flat": {0, `{"request_id":"request-id-test-1","status_code":200,"provider_type":"Google","provider_subject":"10769",
			"access_token":"ya29.access","access_token_expires_in":3599,"id_token":"id","scopes":["openid","email"]}`},
		"list": {2, `{"request_id":"request-id-test-1","status_code":200,"provider_type":"Slack","registrations":[
			{"provider_subject":"U1","provider_tenant_id":"T1","access_token":"xoxp-1","scopes":["users:read"],
			"bot_access_token":"xoxb-1","bot_scopes":["chat:write"]},{"provider_subject":"U2","access_token":"xoxp-2",
			"scopes":[],"bot_access_token":"xoxb-2","bot_scopes":[]}]}`},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()

			required := MemberIdentityProviders()[test.provider].required()
			got := answer{status: http.StatusOK, header: http.Header{}, body: []byte(test.body)}

			for b.Loop() {
				if err := got.decode(&MemberTokens{}, required); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
