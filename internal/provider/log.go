// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// logSubsystem is the name under which requests are logged.
const logSubsystem = "stytch"

// logAttempt logs one request. The fields are an allow-list: of what was sent and received, only Stytch's request id is
// logged. The subsystem is created here because the context of Configure does not reach a Read.
func logAttempt(ctx context.Context, attempt client.Attempt) {
	ctx = tflog.NewSubsystem(ctx, logSubsystem)

	fields := map[string]any{
		"method":      attempt.Method,
		"path":        attempt.Route,
		"attempt":     attempt.Number,
		"duration_ms": attempt.Duration.Milliseconds(),
	}

	if attempt.StatusCode != 0 {
		fields["status"] = attempt.StatusCode
	}

	if attempt.RequestID != "" {
		fields["request_id"] = attempt.RequestID
	}

	if attempt.Failure == "" {
		tflog.SubsystemDebug(ctx, logSubsystem, "Response from Stytch", fields)

		return
	}

	fields["failure"] = string(attempt.Failure)
	tflog.SubsystemWarn(ctx, logSubsystem, "Request to Stytch failed", fields)
}
