// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// A failure is a warning, and so is in a log that leaves out how each request went.
func TestLevelsOfLog(t *testing.T) {
	t.Parallel()

	for failure, want := range map[client.Kind]string{
		"": "debug", client.KindAPI: "warn", client.KindTransport: "warn", client.KindCanceled: "warn",
	} {
		var written bytes.Buffer

		logAttempt(tflogtest.RootLogger(t.Context(), &written), client.Attempt{
			Method: "GET", Route: "/v1", Number: 1, Duration: time.Second, Failure: failure,
		})

		lines, err := tflogtest.MultilineJSONDecode(&written)
		if err != nil {
			t.Fatal(err)
		}

		if len(lines) != 1 || lines[0]["@level"] != want {
			t.Errorf("%q: logged %v, want one line at %s", failure, lines, want)
		}
	}
}
