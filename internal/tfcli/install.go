// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"context"
	"time"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// installTimeout is for a download of some 30 MB.
const installTimeout = 3 * time.Minute

// InstallTerraform downloads the newest Terraform from HashiCorp into a directory, and checks its signature.
func InstallTerraform(ctx context.Context, dir string) (string, error) {
	return install.NewInstaller().Install(ctx, []src.Installable{
		&releases.LatestVersion{Product: product.Terraform, InstallDir: dir, Timeout: installTimeout},
	})
}
