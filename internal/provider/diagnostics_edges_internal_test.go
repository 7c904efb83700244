// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// No kind of failure is without words.
func TestEveryKindHasAdvice(t *testing.T) {
	t.Parallel()

	for _, kind := range []client.Kind{
		client.KindInvalid, client.KindAPI, client.KindInvalidResponse, client.KindRedirected, client.KindNotGrantable,
		client.KindRefused, client.KindNotConfigured, client.KindTransport, client.KindTimeout, client.KindCanceled,
	} {
		if adviceByKind[kind] == "" {
			t.Errorf("no advice for %s", kind)
		}
	}

	if len(adviceByKind) != 10 {
		t.Errorf("advice for %d kinds", len(adviceByKind))
	}
}

// An error that is not the client's may hold anything, so nothing of it is shown.
func TestFailedWithForeignError(t *testing.T) {
	t.Parallel()

	_, paragraphs := told(t, reading().failed(errors.New("secret-test-1")))
	if strings.Contains(strings.Join(paragraphs, ""), "secret-test-1") {
		t.Errorf("it shows the error: %q", paragraphs)
	}
}

// A diagnostic goes on an attribute where one is to blame, and on none otherwise.
func TestFailedAt(t *testing.T) {
	t.Parallel()

	failure := &client.Error{Kind: client.KindNotGrantable, Reason: "admin"}

	with, ok := reading().failedAt(path.Root("scopes"), failure)[0].(diag.DiagnosticWithPath)
	if !ok || !with.Path().Equal(path.Root("scopes")) {
		t.Errorf("diagnostic %v", with)
	}

	if _, ok = reading().failedAt(path.Empty(), failure)[0].(diag.DiagnosticWithPath); ok {
		t.Error("it is on an attribute")
	}
}

func TestFailedWithoutObject(t *testing.T) {
	t.Parallel()

	_, paragraphs := told(t, task{verb: "Build", thing: "Start URL"}.failed(&client.Error{Kind: client.KindInvalid, Reason: "r"}))
	if paragraphs[0] != "The request was not sent: r." {
		t.Errorf("what happened %q", paragraphs[0])
	}
}
