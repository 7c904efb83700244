// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// retryClass is when a call may be sent again. internal/client tests what each class does after each fault; here is
// which type is of which class, and that the provider's settings count.
type retryClass int

const (
	// A read changes nothing, and is sent again after any fault that may pass.
	classRead retryClass = iota
	// A mint makes something new, and is sent again only if it certainly had no effect.
	classMint
	// An exchange spends what it sends, and is sent once.
	classExchange
)

// faultCase is a call that meets a fault.
type faultCase struct {
	typeCase

	class   retryClass
	route   string
	summary string
	// object is how diagnostics name what the call was about.
	object func(stytchmock.Fixture) string
}

// faultCases returns calls of each class.
func faultCases() map[string]faultCase {
	const (
		readTokens = "Unable to Read Member's GitHub Tokens"
		check      = "Unable to Check Authorization of Connected App"
	)

	member := func(seed stytchmock.Fixture) string {
		return `Member "` + seed.MemberID + `" of Organization "` + seed.OrganizationID + `"`
	}
	user := func(seed stytchmock.Fixture) string { return `User "` + seed.UserID + `"` }
	app := func(seed stytchmock.Fixture) string { return `Connected App "` + seed.ClientID + `"` }
	m2m := func(seed stytchmock.Fixture) string { return `M2M client "` + seed.M2MClientID + `"` }

	all := typeCases()
	codeExchange := typeCase{
		name: "connected_app_tokens", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
			return tftest.Object{
				"client_id": seed.ClientID, "redirect_uri": seed.RedirectURI, "code": "c0d3-0f-s0m3b0dy", "code_verifier": verifier,
			}
		},
	}

	return map[string]faultCase{
		"tokens data source":        {all["tokens data source"], classRead, stytchmock.RouteMemberTokens, readTokens, member},
		"tokens ephemeral resource": {all["tokens ephemeral resource"], classRead, stytchmock.RouteMemberTokens, readTokens, member},
		"preflight":                 {all["preflight"], classRead, stytchmock.RouteUserPreflight, check, user},
		"attach token":              {all["attach token"], classMint, stytchmock.RouteAttach, "Unable to Issue Attach Token", user},
		"authorization":             {all["authorization"], classMint, stytchmock.RouteMemberAuthorize, "Unable to Authorize Connected App", member},
		"code exchange":             {codeExchange, classExchange, stytchmock.RouteToken, "Unable to Exchange Authorization Code", app},
		"M2M token":                 {all["M2M token"], classExchange, stytchmock.RouteToken, "Unable to Get M2M Token", m2m},
	}
}

// mayHaveHappened is part of what is said of a call that may have taken effect.
const mayHaveHappened = "may have taken effect all the same"

// faultTest is a fault that calls of each class meet.
type faultTest struct {
	retries int
	// settings are more of the provider's settings.
	settings tftest.Object
	fault    stytchmock.Fault
	// times is how many requests meet the fault; 0 is all of them.
	times int
	// attempts are how many requests a read, a mint and an exchange send. A call that sends more than times succeeds.
	attempts [3]int
	// maybe reports whether a call may have taken effect, if it is not a read.
	maybe bool
	says  []string
}

// faultRun is a call that has met a fault.
type faultRun struct {
	faultTest
	faultCase

	name        string
	emulator    *tftest.Emulator
	result      tftest.Object
	diagnostics tftest.Diagnostics
}

// check fails unless the call ended as it has to.
func (r *faultRun) check(t *testing.T) {
	t.Helper()

	attempts := r.attempts[r.class]
	if r.settings["base_url"] == nil {
		r.emulator.RequireCount(t, r.route, attempts)
	}

	for _, request := range r.emulator.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasPrefix(agent, "terraform-provider-stytchoauth/"+version) {
			t.Errorf("User-Agent %q", agent)
		}
	}

	if r.times > 0 && attempts > r.times {
		r.diagnostics.RequireNone(t)

		if r.result["request_id"] == nil {
			t.Errorf("result %v", r.result)
		}

		return
	}

	seed := r.emulator.Seed

	r.diagnostics.Warnings().RequireNone(t)
	r.diagnostics.RequireError(t, tftest.Fault{
		Summary: r.summary,
		Says:    append(r.says, r.object(seed)),
		Hides:   []string{seed.Secret, seed.ConsumerSecret, seed.M2MClientSecret, verifier, "c0d3-0f-s0m3b0dy"},
	})

	detail := r.diagnostics[0].Detail
	if sent := fmt.Sprintf("%d attempts", attempts); strings.HasSuffix(detail, sent) != (attempts > 1) ||
		strings.Count(detail, "\n") > 3 {
		t.Errorf("detail %q after %s", detail, sent)
	}

	want := r.maybe && r.class != classRead
	if got := strings.Contains(r.diagnostics.String(), mayHaveHappened); got != want {
		t.Errorf("it says that it may have happened: %t, want %t:%s", got, want, r.diagnostics)
	}

	// Beside an error, the framework returns the arguments.
	requireEqual(t, with(r.result), plain(r.arguments(seed)))
}

func TestFaults(t *testing.T) {
	t.Parallel()

	unavailable := stytchmock.Fault{
		Status: http.StatusServiceUnavailable, Body: `{"error_type":"a_type","error_message":"A message.","request_id":"r"}`,
	}
	limited := stytchmock.Fault{
		Status: http.StatusTooManyRequests, Body: "{}", Header: http.Header{"Retry-After": {"1"}},
	}
	elsewhere := tftest.Start(t)
	// Another name of the same machine, so that another host is named.
	redirect := stytchmock.Fault{Status: http.StatusTemporaryRedirect, Body: "{}", Header: http.Header{
		"Location": {strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1) + "/?a=b"},
	}}

	var (
		wait sync.WaitGroup
		runs []*faultRun
	)

	for name, test := range map[string]faultTest{
		"503 once": {
			retries: 1, fault: unavailable, times: 1, attempts: [3]int{2, 1, 1}, maybe: true,
			says: []string{" failed with 503 Service Unavailable.\nStytch says a_type: A message.\n", "request_id r"},
		},
		"503 always": {
			retries: 2, fault: unavailable, attempts: [3]int{3, 1, 1}, maybe: true,
			says: []string{"503 Service Unavailable", "a_type: A message."},
		},
		"503 without retries": {
			retries: 0, fault: unavailable, attempts: [3]int{1, 1, 1}, maybe: true,
			says: []string{"https://status.stytch.com"},
		},
		"429 without retries": {
			retries: 0, fault: limited, times: 1, attempts: [3]int{2, 2, 1},
			says: []string{"429 Too Many Requests", "Stytch limits how many requests a project may make"},
		},
		"connection reset": {
			retries: 1, fault: stytchmock.Fault{Reset: true}, attempts: [3]int{2, 1, 1}, maybe: true,
			says: []string{" got no response from 127.0.0.1:", "the connection was reset", "Check the network"},
		},
		// Nothing listens on this port. Another test may be given one that this test has just closed.
		"connection refused": {
			retries: 1, settings: tftest.Object{"base_url": "http://127.0.0.1:1"}, attempts: [3]int{2, 2, 1},
			says: []string{" got no response from 127.0.0.1:1: the connection was refused.", "Check the network"},
		},
		"no response in time": {
			retries: 1, settings: tftest.Object{"request_timeout": "1s"}, fault: stytchmock.Fault{Delay: time.Minute},
			attempts: [3]int{2, 1, 1}, maybe: true, says: []string{" from 127.0.0.1:", "it took longer than 1s", "`request_timeout`"},
		},
		"invalid response": {
			retries: 1, fault: stytchmock.Fault{Status: http.StatusOK, Body: "{}"}, attempts: [3]int{1, 1, 1}, maybe: true,
			says: []string{"promises: ", "not to a proxy or a login page"},
		},
		"redirect": {
			retries: 1, fault: redirect, attempts: [3]int{1, 1, 1},
			says: []string{"It redirects to localhost.", "Redirects are not followed"},
		},
	} {
		for who, call := range faultCases() {
			emulator := tftest.Start(t)
			emulator.Inject(call.route, cmp.Or(test.times, -1), test.fault)

			served := configured(t, with(emulator.Settings(call.product), tftest.Object{"max_retries": test.retries}, test.settings))
			run := &faultRun{faultTest: test, faultCase: call, name: name + ", " + who, emulator: emulator}
			runs = append(runs, run)

			// All at once: they wait for their next attempts.
			wait.Go(func() { run.result, run.diagnostics = call.run(served, emulator.Seed) })
		}
	}

	wait.Wait()

	for _, run := range runs {
		t.Run(run.name, func(t *testing.T) {
			t.Parallel()
			run.check(t)
		})
	}

	elsewhere.RequireCount(t, "", 0)
}

// A revocation is sent again after a fault that may pass.
func TestFaultsOfRevocation(t *testing.T) {
	t.Parallel()

	for _, status := range []int{http.StatusServiceUnavailable, http.StatusTooManyRequests} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"max_retries": 1}))
			opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
			emulator.Inject(stytchmock.RouteRevoke, 1, stytchmock.Fault{Status: status, Body: "{}"})

			served.Close(opened).RequireNone(t)
			requireRevoked(t, emulator, true)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 3)
		})
	}
}

// hang never responds.
func hang(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
}

// A stop cancels the calls in flight.
func TestStopProvider(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	arrived := make(chan struct{})

	emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{
		Respond: func(w http.ResponseWriter, r *http.Request) {
			close(arrived)
			hang(w, r)
		},
	})

	ended := make(chan tftest.Diagnostics)

	go func() {
		_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		ended <- diagnostics
	}()

	<-arrived

	if _, err := served.Server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Error(err)
	}

	(<-ended).RequireError(t, tftest.Fault{Says: []string{"canceled", "The run was stopped."}})
}

// In a diagnostic, text from a server is on one line, of limited length, without anything that a terminal obeys or that
// cannot be seen. In a result it is as it came.
func TestHostileText(t *testing.T) {
	t.Parallel()

	const hostile = "\x1b[2J\x00\u009b2J\u202e\u200bfine.\r\n\nError: Locked\n\nFor support: nothing\n%s ${secret}"

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	respond := func(status int, fields tftest.Object) tftest.Diagnostics {
		body, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}

		emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{Status: status, Body: string(body)})

		result, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		if status == http.StatusOK {
			requireEqual(t, []any{result["provider_type"], result["registrations"]}, []any{hostile, fields["registrations"]})
		}

		return diagnostics
	}

	respond(http.StatusOK, tftest.Object{
		"request_id": "request-id-test-1", "status_code": http.StatusOK, "provider_type": hostile,
		"registrations": []any{tftest.Object{
			"provider_subject": hostile, "provider_tenant_ids": []any{hostile}, "access_token": hostile, "scopes": []any{hostile},
		}},
	}).RequireNone(t)

	long := hostile + strings.Repeat("A long story. ", 8<<10)
	errors := respond(http.StatusBadRequest, tftest.Object{
		"request_id": long, "error_type": long, "error_message": long, "error_url": long,
	}).Errors()

	if len(errors) != 1 || len(errors[0].Detail) > 8<<10 || strings.Count(errors[0].Detail, "\nFor support: ") != 1 ||
		strings.Count(errors[0].Detail, "\n") != 3 ||
		strings.Contains(errors[0].Detail, "\nError:") || strings.ContainsFunc(errors[0].Detail, func(char rune) bool {
		return char != '\n' && (unicode.IsControl(char) || unicode.Is(unicode.Cf, char))
	}) {
		t.Errorf("%d errors: %.9000q", len(errors), errors.String())
	}
}
