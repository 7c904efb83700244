// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"errors"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestMain(m *testing.M) {
	os.Exit(Main(m))
}

func TestValues(t *testing.T) {
	t.Parallel()

	valueType := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"text": tftypes.String, "truth": tftypes.Bool, "number": tftypes.Number, "absent": tftypes.String,
		"list": tftypes.List{ElementType: tftypes.String}, "set": tftypes.Set{ElementType: tftypes.Number},
		"map": tftypes.Map{ElementType: tftypes.String},
	}}

	got, err := decode(Value(t, valueType, Object{
		"text": Unknown, "truth": false, "number": 7, "list": []string{"a", "b"}, "set": []any{1.5},
		"map": map[string]string{"a": "b"},
	}))
	if err != nil {
		t.Fatal(err)
	}

	object, _ := got.(Object)
	if set, _ := object["set"].([]any); len(set) != 1 {
		t.Errorf("set %v", object["set"])
	}

	delete(object, "set") // A number that is not whole is a pointer.

	if want := (Object{
		"text": Unknown, "truth": false, "number": int64(7), "absent": nil, "list": []any{"a", "b"}, "map": Object{"a": "b"},
	}); !reflect.DeepEqual(object, want) {
		t.Errorf("got %v, want %v", object, want)
	}

	for name, from := range map[string]Object{
		"an unknown attribute": {"texts": "a"}, "a text for a number": {"number": "7"}, "a map for a list": {"list": Object{}},
	} {
		if got, err := encode(valueType, from); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestContains(t *testing.T) {
	t.Parallel()

	const secret = `s3cr/t "+<`

	for _, text := range []string{
		`a s3cr/t "+< b`, `s3cr%2Ft+%22%2B%3C`, `s3cr%2Ft%20%22+%3C`, `{"a":"s3cr/t \"+\u003c"}`, "czNjci90ICIrPA==",
		"YXMzY3IvdCAiKzxi", "733363722f7420222b3c",
	} {
		if !Contains(text, secret) {
			t.Errorf("it is not found in %s", text)
		}
	}

	if Contains("s3cr, and another text", secret) {
		t.Error("it is found where it is not")
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()

	got := Environment([]string{"HOME=/home/ada", "TF_LOG=trace", "STYTCH_SECRET=s", "=C:=C:\\dir"}, map[string]string{"TF_X": "1"})
	if want := map[string]string{"HOME": "/home/ada", "TF_X": "1", "CHECKPOINT_DISABLE": "1"}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestWorkspace hands a token from the emulator to a secret store, which fails first.
func TestWorkspace(t *testing.T) {
	t.Parallel()

	fails, store := true, FakeAWS()
	store.Fail = func(call Call) error {
		if call.Resource != "" && fails {
			return errors.New("the store is closed")
		}

		return nil
	}

	emulator := Start(t)

	w := NewWorkspace(t, emulator.B2B(`
ephemeral "stytchoauth_member_slack_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = "slack"
  secret_string_wo         = one(ephemeral.stytchoauth_member_slack_tokens.this.registrations).bot_access_token
  secret_string_wo_version = 1
}
`), store)
	if !w.CLI.WriteOnlyArguments() {
		t.Skipf("%s has no write-only arguments", w.CLI)
	}

	if !w.MustPlan() {
		t.Error("there are no changes")
	}

	if err := w.ApplyPlan(t.Context()); err == nil || !strings.Contains(err.Error(), "the store is closed") {
		t.Fatalf("the store does not fail: %v", err)
	}

	fails = false

	w.MustApply()

	calls := w.Recorder.Calls("hashicorp/aws", "aws_secretsmanager_secret_version")
	if len(calls) != 1 {
		t.Fatalf("calls %v", calls)
	}

	var token string

	for _, secret := range emulator.Secrets() {
		if secret.Issuer == "slack" && secret.Name == "bot_access_token" {
			token = secret.Value
		}
	}

	if want := map[string]string{
		"secret_id": "slack", "secret_string_wo": token, "secret_string_wo_version": "1",
	}; token == "" || !maps.Equal(calls[0].Values, want) {
		t.Errorf("the store was given %v, want %v", calls[0].Values, want)
	}

	written, err := w.Written()
	if err != nil {
		t.Fatal(err)
	}

	if Contains(written["terraform.tfstate"], token) || !Contains(written["terraform.tfstate"], "slack") {
		t.Errorf("the state is %s", written["terraform.tfstate"])
	}

	emulator.Last(t, stytchmock.RouteMemberTokens).RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)
	w.MustDestroy()

	// As with AWS, a secret that is null is refused in plan.
	w.Configure(`
resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = "slack"
  secret_string_wo_version = 1
}
`)

	if _, err := w.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "secret_string_wo") {
		t.Errorf("a null secret is not refused: %v", err)
	}
}
