// SPDX-License-Identifier: MPL-2.0

// Package standin is what is left of a package that internal/tftest replaces, for tests that still name it.
package standin

import "github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"

// Provider is [tftest.FakeProvider].
type Provider = tftest.FakeProvider
