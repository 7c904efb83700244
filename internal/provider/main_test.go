// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestMain(m *testing.M) {
	os.Exit(tftest.Main(m))
}
