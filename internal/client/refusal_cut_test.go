// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// cutShort answers with a status, and breaks off what was to explain it.
func cutShort(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(status)

		_, _ = w.Write([]byte(`{"error_type":"`)) // The connection may be gone.
	}
}

// A status says what matters even where the body that explains it did not come whole.
func TestStatusCountsWhereItsExplanationIsCutShort(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name                       string
		status                     int
		reads, mints               int
		readSucceeds, mintSucceeds bool
		maybe                      bool
	}{
		{"a refusal is final", 401, 1, 1, false, false, false},
		{"a rate limit costs no retry", 429, 2, 2, true, true, false},
		{"a server's fault may have done it", 503, 2, 1, true, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			answers := func(whole string) http.Handler { return inTurn(cutShort(test.status), reply(200, whole)) }

			c, record := serve(t, answers(googleTokens), retries(1))
			if err := readTokens(t.Context(), c); (err == nil) != test.readSucceeds {
				t.Errorf("read: %v", err)
			}

			if record.count() != test.reads {
				t.Errorf("%d reads were sent, want %d", record.count(), test.reads)
			}

			c, record = serve(t, answers(`{"request_id":"r","status_code":200,"oauth_attach_token":"t"}`), retries(1))

			err := mintToken(t.Context(), c)
			if (err == nil) != test.mintSucceeds {
				t.Errorf("mint: %v", err)
			}

			if record.count() != test.mints {
				t.Errorf("%d mints were sent, want %d", record.count(), test.mints)
			}

			if err == nil {
				return
			}

			if got := failure(t, err, client.KindAPI); got.StatusCode != test.status || got.MaybeDone != test.maybe ||
				got.Reason != "the rest of the answer did not come" || got.Foreign {
				t.Errorf("got %+v", *got)
			}
		})
	}
}
