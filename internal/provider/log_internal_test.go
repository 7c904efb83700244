// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// An attempt is one line with these fields and no others: debug if it succeeded, a warning if it failed.
func TestLogAttempt(t *testing.T) {
	t.Parallel()

	attempt := client.Attempt{
		Method: "GET", Route: "/v1/{id}", Number: 2, Duration: time.Second, StatusCode: 200, RequestID: "request-id-test-1",
	}
	fields := map[string]any{
		"@module": "provider.stytch", "@level": "debug", "method": "GET", "path": "/v1/{id}", "attempt": 2.0,
		"duration_ms": 1000.0, "status": 200.0, "request_id": "request-id-test-1",
	}

	for failure, level := range map[client.Kind]string{
		"": "debug", client.KindAPI: "warn", client.KindTransport: "warn", client.KindCanceled: "warn",
	} {
		var written bytes.Buffer

		attempt.Failure = failure
		logAttempt(tflogtest.RootLogger(t.Context(), &written), attempt)

		lines, err := tflogtest.MultilineJSONDecode(&written)
		if err != nil || len(lines) != 1 {
			t.Fatalf("logged %v, %v", lines, err)
		}

		fields["@level"] = level
		if failure != "" {
			fields["failure"] = string(failure)
		}

		delete(lines[0], "@message")

		if !reflect.DeepEqual(lines[0], fields) {
			t.Errorf("logged\n%v\nwant\n%v", lines[0], fields)
		}

		delete(fields, "failure")
	}
}
