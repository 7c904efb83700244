// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"maps"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

func TestEnvironment(t *testing.T) {
	t.Parallel()

	here, err := filepath.Abs("tmp")
	if err != nil {
		t.Fatal(err)
	}

	got := tfcli.Environment([]string{
		"HOME=/home/ada", "PATH=/bin", "EMPTY=", "EQUALS=a=b", "no entry", "=C:=C:\\dir", "HTTPS_PROXY=http://proxy",
		"STYTCH_SECRET=x", "TF_VAR_x=x", "TF_CLI_ARGS_plan=x", "TF_CLI_CONFIG_FILE=x", "TF_LOG=trace", "TF_WORKSPACE=x",
		"TF_REATTACH_PROVIDERS=x", "TF_APPEND_USER_AGENT=x", "TERRAFORM_CONFIG=x", "TOFU_X=x", "PLUGIN_MIN_PORT=1",
		"CHECKPOINT_DISABLE=", "TFENV_ROOT=/opt", "TMPDIR=tmp", "TMP=" + here, "TEMP=",
	}, map[string]string{"STYTCH_BASE_URL": "http://127.0.0.1"}, nil)

	want := map[string]string{
		"HOME": "/home/ada", "PATH": "/bin", "EMPTY": "", "EQUALS": "a=b", "HTTPS_PROXY": "http://proxy",
		"CHECKPOINT_DISABLE": "1", "STYTCH_BASE_URL": "http://127.0.0.1", "TFENV_ROOT": "/opt", "TMPDIR": here, "TMP": here,
		"TEMP": "",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}

	if refused := tfexec.ProhibitedEnv(got); len(refused) > 0 {
		t.Errorf("terraform-exec refuses %v", refused)
	}
}
