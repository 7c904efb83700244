// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"maps"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The tests in this file run TestLiveB2B and TestLiveConsumer in a process of its own, with an emulator as the project.

// runLive runs them with the variables for an emulator and with these changes, of which an empty value unsets a variable.
// It fails the test if they print something personal or leave something behind.
func runLive(t *testing.T, emulator *tftest.Emulator, changes map[string]string) (output string, err error) {
	t.Helper()

	f := emulator.Seed
	variables := map[string]string{
		"STYTCH_LIVE_BASE_URL":                 emulator.URL,
		"STYTCH_LIVE_PROJECT_ID":               f.ProjectID,
		"STYTCH_LIVE_SECRET":                   f.Secret,
		"STYTCH_LIVE_PUBLIC_TOKEN":             f.PublicToken,
		"STYTCH_LIVE_ORGANIZATION_ID":          f.OrganizationID,
		"STYTCH_LIVE_ORGANIZATION_SLUG":        f.OrganizationSlug,
		"STYTCH_LIVE_MEMBER_ID":                f.MemberID,
		"STYTCH_LIVE_MEMBER_ID_WITHOUT_TOKENS": f.MemberIDWithoutTokens,

		"STYTCH_LIVE_CONSUMER_BASE_URL":     emulator.URL,
		"STYTCH_LIVE_CONSUMER_PROJECT_ID":   f.ConsumerProjectID,
		"STYTCH_LIVE_CONSUMER_SECRET":       f.ConsumerSecret,
		"STYTCH_LIVE_CONSUMER_PUBLIC_TOKEN": f.ConsumerPublicToken,
		"STYTCH_LIVE_CONSUMER_USER_ID":      f.UserID,
		"STYTCH_LIVE_CONSUMER_ATTACH_WAIT":  "1ms",
	}
	maps.Copy(variables, changes)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, "-test.run=^TestLive(B2B|Consumer)$", "-test.v", "-test.timeout=5m")
	command.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "STYTCH_LIVE_") })
	for name, value := range variables {
		command.Env = append(command.Env, name+"="+value)
	}
	before := emulator.Clients()
	printed, err := command.CombinedOutput()
	output = string(printed)

	if after := emulator.Clients(); !reflect.DeepEqual(after, before) {
		t.Errorf("clients were added, changed or removed:\n%v\n%v", before, after)
	}
	// The deletion of an app would take back what it was granted, too: at the emulator, and perhaps not at Stytch.
	for _, code := range emulator.Codes() {
		if code.ClientID != "" && !slices.ContainsFunc(emulator.Requests(), func(request stytchmock.Request) bool {
			return strings.HasSuffix(request.Path, "/connected_apps/"+code.ClientID+"/revoke")
		}) {
			t.Error("an app was authorized and not revoked")
		}
	}
	for _, secret := range emulator.Secrets() {
		if tftest.Contains(output, secret.Value) {
			t.Errorf("the output holds a %s", secret.Name)
		}
	}
	for name, value := range objectOf(f) {
		if value, ok := value.(string); ok && name != "organization_slug" && tftest.Contains(output, value) {
			t.Errorf("the output holds the %s", name)
		}
	}
	for _, value := range []string{"ada@example.com", "Lovelace", "request-id-", "connected-app-test-", "m2m-client-test-"} {
		if tftest.Contains(output, value) {
			t.Errorf("the output holds %s", value)
		}
	}

	return output, err
}

// liveTableRows returns the rows of the tables, without their heads.
func liveTableRows(output string) []string {
	return slices.DeleteFunc(strings.Split(output, "\n"), func(line string) bool {
		return !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| Question") || strings.HasPrefix(line, "| ---")
	})
}

// The emulator responds as the provider assumes.
func TestLiveSuite(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	output, err := runLive(t, emulator, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	rows := liveTableRows(output)
	t.Log("\n" + strings.Join(rows, "\n"))
	if len(rows) < 75 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		if !strings.HasSuffix(row, "| same |") && !strings.Contains(row, "no 429 was seen") {
			t.Errorf("not the same: %s", row)
		}
	}
}

func TestLiveSuiteVariables(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		changes map[string]string
		failed  bool
		want    []string
	}{
		"none": {
			map[string]string{"STYTCH_LIVE_PROJECT_ID": "", "STYTCH_LIVE_SECRET": "", "STYTCH_LIVE_CONSUMER_SECRET": ""},
			false,
			[]string{
				"--- SKIP: TestLiveB2B", "set STYTCH_LIVE_PROJECT_ID and STYTCH_LIVE_SECRET: see CONTRIBUTING.md",
				"--- SKIP: TestLiveConsumer", "set STYTCH_LIVE_CONSUMER_SECRET: see CONTRIBUTING.md",
			},
		},
		"some": {
			map[string]string{
				"STYTCH_LIVE_PUBLIC_TOKEN": "", "STYTCH_LIVE_ORGANIZATION_ID": "", "STYTCH_LIVE_MEMBER_ID": "",
				"STYTCH_LIVE_CONSUMER_USER_ID": "",
			},
			false,
			[]string{
				"| not asked: set STYTCH_LIVE_PUBLIC_TOKEN, STYTCH_LIVE_ORGANIZATION_ID |",
				"| not asked: set STYTCH_LIVE_ORGANIZATION_ID, STYTCH_LIVE_MEMBER_ID |",
				"| not asked: set STYTCH_LIVE_CONSUMER_USER_ID |",
			},
		},
		"wrong secret": {
			map[string]string{"STYTCH_LIVE_SECRET": "secret-test-wrong-wrong-wrong-wrong", "STYTCH_LIVE_CONSUMER_SECRET": ""},
			true,
			[]string{
				"the first request, with STYTCH_LIVE_PROJECT_ID and STYTCH_LIVE_SECRET, failed: 401 unauthorized_credentials",
			},
		},
		"live environment": {
			map[string]string{
				"STYTCH_LIVE_PROJECT_ID":      "project-live-00000000-0000-4000-8000-000000000000",
				"STYTCH_LIVE_CONSUMER_SECRET": "",
			},
			true,
			[]string{"STYTCH_LIVE_PROJECT_ID is not of a test environment"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			output, err := runLive(t, emulator, test.changes)
			if (err != nil) != test.failed || test.failed && strings.Count(output, "--- FAIL") != 1 {
				t.Errorf("%v, want one failure: %t\n%s", err, test.failed, output)
			}
			for _, want := range test.want {
				if !strings.Contains(output, want) {
					t.Errorf("no %q in:\n%s", want, output)
				}
			}
			if strings.Contains(output, "wrong-wrong") {
				t.Error("the output holds a wrong secret")
			}
			if test.failed {
				emulator.RequireCount(t, stytchmock.RouteConnectedAppCreate, 0)
			}
		})
	}
}

// A different answer is shown, and fails the test only if the provider relies on it. The other questions are asked all the
// same, and what they created is deleted.
func TestLiveSuiteReportsDifferences(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t, stytchmock.WithPutReplaces())
	// One creation takes effect, and has no response.
	emulator.Inject(stytchmock.RouteM2MClientCreate, 1, stytchmock.Fault{Reset: true, Process: true})
	emulator.Inject(stytchmock.RouteConnectedAppRotate, -1, stytchmock.Fault{
		Status: 409, Body: `{"status_code":409,"request_id":"request-id-test-0","error_type":"ada@example.com","error_message":"Lovelace"}`,
	})
	emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{Status: 200, Body: `{"provider_type":"Ada Lovelace"}`})
	// The first two updates are the client's, which repeats what is limited. The third is sent past it.
	emulator.Inject(stytchmock.RouteM2MClientUpdate, 2, stytchmock.Fault{Header: http.Header{"X-Unlimited": {"yes"}}})
	emulator.Inject(stytchmock.RouteM2MClientUpdate, 1, stytchmock.Fault{
		Status: 429, StytchError: true, Header: http.Header{"Retry-After": {"0"}},
	})
	// No app that was authorized gets tokens.
	emulator.Inject(stytchmock.RouteToken, -1, stytchmock.Fault{Status: 400, Body: `{"error":"invalid_request"}`})
	output, err := runLive(t, emulator, map[string]string{"STYTCH_LIVE_CONSUMER_SECRET": ""})
	if failures := strings.Count(output, "    --- FAIL"); err == nil || failures != 7 {
		t.Errorf("%v, %d failures, want 7:\n%s", err, failures, output)
	}
	rows := liveTableRows(output)
	for question, want := range map[string]string{
		"Is there a Retry-After header in a 429?":                                                                             "| present | absent | differs |",
		"What does a GET return right after the creation and right after the deletion? (M2M client)":                          "after the deletion | no answer |",
		"Which error does a rotation have that is started twice, or finished twice as after a lost response? (Connected App)": "| no answer |",
		"Which fields does a PUT of the name alone change? (M2M client)":                                                      "| none | differs |",
		"Which fields does a PUT of the name alone change? (Connected App)":                                                   "| none | differs |",
		"Do the Member's tokens of Google have what is promised?":                                                             "| 200 | **differs, and the provider relies on it** |",
		"Do the Member's tokens of Slack have what is promised?":                                                              "| 200 | same |",
	} {
		i := slices.IndexFunc(rows, func(row string) bool { return strings.Contains(row, question) })
		if i < 0 || !strings.HasSuffix(rows[i], want) {
			t.Errorf("%s: want %s in:\n%s", question, want, strings.Join(rows, "\n"))
		}
	}
}
