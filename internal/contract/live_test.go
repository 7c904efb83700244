// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// TestLiveB2B and TestLiveConsumer ask a real Stytch project what Stytch does not document, and print what it responds as
// a table. CONTRIBUTING.md says which environment variables they need; without them they are skipped. This file asks and
// prints. The questions are in live_clients_test.go and live_oauth_test.go. TestLiveSuite runs all of it against the
// emulator.

func TestLiveB2B(t *testing.T) {
	t.Parallel()

	p := newLiveProject(t, "B2B", "STYTCH_LIVE_")
	p.ask(t, slices.Concat(p.appQuestions(), p.m2mQuestions(), p.memberQuestions(), p.projectQuestions()))
}

func TestLiveConsumer(t *testing.T) {
	t.Parallel()

	p := newLiveProject(t, "Consumer", "STYTCH_LIVE_CONSUMER_")
	p.ask(t, slices.Concat(p.appQuestions(), p.m2mQuestions(), p.userQuestions(), p.projectQuestions()))
}

const (
	// liveUndoTime is how long it may take to undo one thing.
	liveUndoTime = 30 * time.Second
	// liveReserve is how long before the deadline of `go test`, which undoes nothing, the questions end.
	liveReserve = 3 * liveUndoTime
)

// liveProject is the project that is asked.
type liveProject struct {
	title, prefix string

	ctx    context.Context //nolint:containedctx // It ends before the test's deadline.
	client *client.Client
	base   *url.URL

	// run begins the names of all clients that this run creates, and created counts the names.
	run     string
	created int
	// request is the last request, and status that of its response.
	request string
	status  int
	// retryAfter describes that header of the last 429 that send received, empty if it received none.
	retryAfter string
}

// newLiveProject skips the test unless there are credentials, and fails it unless the project takes them.
func newLiveProject(t *testing.T, title, prefix string) *liveProject {
	t.Helper()

	p := &liveProject{title: title, prefix: prefix}
	if missing := p.missing("PROJECT_ID", "SECRET"); len(missing) > 0 {
		t.Skipf("to ask a real %s project, set %s: see CONTRIBUTING.md", title, strings.Join(missing, " and "))
	}
	const allow = "STYTCH_LIVE_ALLOW_LIVE_ENVIRONMENT" // For both projects.
	for _, name := range []string{"PROJECT_ID", "PUBLIC_TOKEN"} {
		value := p.value(name)
		if value != "" && client.EnvironmentOf(value) != client.EnvironmentTest && os.Getenv(allow) != "yes" {
			t.Fatalf("%s is not of a test environment. This test creates and deletes clients of the project, so it asks other "+
				"environments only if %s is \"yes\".", prefix+name, allow)
		}
	}

	p.base = client.EnvironmentOf(p.value("PROJECT_ID")).BaseURL()
	if address := p.value("BASE_URL"); address != "" {
		var err error
		if p.base, err = client.ParseBaseURL(address); err != nil {
			t.Fatalf("%s %v", prefix+"BASE_URL", err)
		}
	}
	p.client = client.New(client.Config{
		ProjectID: p.value("PROJECT_ID"), Secret: p.value("SECRET"), PublicToken: p.value("PUBLIC_TOKEN"), BaseURL: p.base,
		MaxRetries: 2, UserAgent: "terraform-provider-stytchoauth/live-test",
		Observe: func(_ context.Context, attempt client.Attempt) {
			p.request, p.status = attempt.Method+" "+attempt.Route, attempt.StatusCode
		},
	})
	id := make([]byte, 4)
	_, _ = rand.Read(id) // It never fails.
	p.run = "stytchoauth-live-" + hex.EncodeToString(id)
	p.ctx = t.Context()
	if deadline, ok := t.Deadline(); ok {
		ctx, cancel := context.WithDeadline(p.ctx, deadline.Add(-liveReserve))
		t.Cleanup(cancel)
		p.ctx = ctx
	}

	for _, err := range p.client.ConnectedApps().Search(p.ctx, client.ClientQuery{}, 1) {
		// What the client does not understand is for the questions to find out.
		if failure, ok := errors.AsType[*client.Error](err); ok && failure.Kind != client.KindInvalidResponse {
			t.Fatalf("nothing was asked: the first request, with %s and %s, failed: %s",
				prefix+"PROJECT_ID", prefix+"SECRET", p.outcome(err))
		}

		break
	}
	t.Cleanup(func() { p.liveApps().sweep(t, p) })
	t.Cleanup(func() { p.liveM2M().sweep(t, p) })

	return p
}

// value returns the value of a variable.
func (p *liveProject) value(name string) string {
	return os.Getenv(p.prefix + name)
}

// missing returns the full names of the variables that are not set.
func (p *liveProject) missing(names ...string) []string {
	var missing []string
	for _, name := range names {
		if p.value(name) == "" {
			missing = append(missing, p.prefix+name)
		}
	}

	return missing
}

// question is a row of the table.
type question struct {
	text string
	// assumes is the answer that this provider, or else its emulator, assumes.
	assumes string
	// relies is what the provider depends on: all that it assumes, a part of that, or nothing. The test fails if the answer
	// is another or lacks that part, or if a request fails without which there is no answer.
	relies string
	// needs are the variables without which the question is not asked.
	needs []string
	// ask returns the answer, which is fit to be published.
	ask func(*asking) string
}

// liveRow is a question with what became of it.
type liveRow struct {
	question

	answer, request, verdict string
}

// asking is a question while it is asked.
type asking struct {
	*testing.T
	*liveProject

	row *liveRow
}

// ask asks the questions one after the other, and prints the table.
func (p *liveProject) ask(t *testing.T, questions []question) {
	t.Helper()

	rows := make([]liveRow, len(questions))
	for i, question := range questions {
		rows[i].question = question
		p.askOne(t, &rows[i])
	}
	// Not with t.Log, which would indent it: Markdown takes that for code.
	fmt.Fprint(os.Stdout, p.table(rows))
}

// askOne asks one question, in a subtest whose cleanup undoes what it did.
func (p *liveProject) askOne(t *testing.T, row *liveRow) {
	t.Helper()

	if missing := p.missing(row.needs...); len(missing) > 0 {
		row.verdict = "not asked: set " + strings.Join(missing, ", ")

		return
	}
	if p.ctx.Err() != nil {
		row.verdict = "not asked: the time was up, see -timeout of go test"

		return
	}

	row.verdict = "no answer"
	p.request = ""
	t.Run(row.text, func(t *testing.T) {
		a := &asking{T: t, liveProject: p, row: row}
		defer func() { row.request = p.request }()
		row.answer = row.ask(a)
		switch {
		case row.answer == row.assumes:
			row.verdict = "same"
		case row.relies == row.assumes, !strings.Contains(row.answer, row.relies):
			row.verdict = "**differs, and the provider relies on it**"
			t.Errorf("%s\n%s\nthe answer is %q, and the provider relies on %q", row.text, p.request, row.answer, row.relies)
		default:
			row.verdict = "differs"
		}
	})
}

// notAsked ends a question that cannot be asked of this project.
func (a *asking) notAsked(why string) {
	a.Helper()
	a.row.verdict = "not asked: " + why
	a.Skip(why)
}

// noAnswer ends a question for what came of a request that it depends on.
func (a *asking) noAnswer(why string) {
	a.Helper()
	a.row.answer = why
	if a.row.relies != "" {
		a.Fatalf("%s\n%s\nno answer: %s", a.row.text, a.request, why)
	}
	a.Skip("no answer: " + why)
}

// require ends the question if a call of the client failed that it depends on.
func (a *asking) require(err error) {
	a.Helper()

	if err != nil {
		a.noAnswer(a.outcome(err))
	}
}

// table returns the rows in Markdown.
func (p *liveProject) table(rows []liveRow) string {
	var table strings.Builder
	fmt.Fprintf(&table, "\n### A %s project, %s\n\nThe provider relies on what is marked (*). The other assumptions are "+
		"those of its emulator.\n\n| Question | Last request | The project's answer | Assumed | |\n| --- | --- | --- | --- | --- |\n",
		p.title, time.Now().UTC().Format(time.DateOnly))
	for _, row := range rows {
		if row.relies != "" {
			row.text += " (*)"
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", row.text, row.request, row.answer, row.assumes, row.verdict)
	}

	return table.String()
}

// outcome is the status and the error type of a call of the client, or why there are none. It repeats nothing else of a
// response: the other texts of an error may be about a person.
func (p *liveProject) outcome(err error) string {
	if err == nil {
		return strconv.Itoa(p.status)
	}
	failure, ok := errors.AsType[*client.Error](err)
	switch {
	case !ok:
		return fmt.Sprintf("an error of the type %T", err)
	case failure.NotFromStytch:
		return fmt.Sprintf("%d, without Stytch's error body", failure.StatusCode)
	case failure.Type != "":
		return fmt.Sprintf("%d %s", failure.StatusCode, word(failure.Type))
	case failure.StatusCode == 0:
		return fmt.Sprintf("no response (%s: %s)", failure.Kind, failure.Reason)
	}

	return fmt.Sprintf("%d, %s: %s", failure.StatusCode, failure.Kind, failure.Reason)
}

// identifier is what error types and the values of enumerations look like.
var identifier = regexp.MustCompile(`^([A-Za-z_]{1,80}|[a-z][a-z0-9_]{0,79})$`)

// word returns a text from a response if it is an identifier. Anything else might say more than it should.
func word(text string) string {
	if identifier.MatchString(text) {
		return text
	}

	return fmt.Sprintf("(a text of %d characters)", len(text))
}

// send sends a request that the client would not send, and returns the status and the error type if there is one. It
// follows no redirect, and sends the request again while the project limits the rate. Public routes get no credentials.
func (a *asking) send(method, route, target, body string) string {
	a.Helper()

	a.request = method + " " + route
	request, err := http.NewRequestWithContext(a.ctx, method, target, strings.NewReader(body))
	if err != nil {
		a.Fatal("the URL of " + a.request + " is none")
	}
	request.Header.Set("Content-Type", "application/json")
	if !strings.Contains(route, "/public/") {
		request.SetBasicAuth(a.value("PROJECT_ID"), a.value("SECRET"))
	}
	sender := http.Client{
		Timeout:       client.DefaultRequestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := sender.Do(request)
	if err != nil {
		// Errors of net/http may repeat what a server sent, so this one is not shown.
		a.noAnswer("no response")
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusTooManyRequests {
		a.retryAfter = "absent"
		seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
		if err != nil {
			seconds = 10
		}
		if response.Header.Get("Retry-After") != "" {
			a.retryAfter = "present"
		}
		a.wait(time.Duration(seconds) * time.Second)

		return a.send(method, route, target, body)
	}

	var failure struct {
		Type string `json:"error_type"`
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil || json.Unmarshal(content, &failure) != nil || failure.Type == "" {
		return strconv.Itoa(response.StatusCode)
	}

	return fmt.Sprintf("%d %s", response.StatusCode, word(failure.Type))
}

// wait waits, at most until the questions end.
func (a *asking) wait(duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-a.ctx.Done():
	}
}

// newName returns the name, or the id, of a client that this run creates.
func (p *liveProject) newName() string {
	p.created++

	return fmt.Sprintf("%s-%d", p.run, p.created)
}

// unknownID returns an id that looks like one of Stytch's and that nothing has.
func (p *liveProject) unknownID(kind string) string {
	return fmt.Sprintf("%s-%s-00000000-0000-4000-8000-%s0000",
		kind, client.EnvironmentOf(p.value("PROJECT_ID")), p.run[len(p.run)-8:])
}

// undo undoes something that this run did, in a time of its own. If it is gone already, that is no failure.
func (p *liveProject) undo(t *testing.T, undo func(ctx context.Context) error) {
	t.Helper()

	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), liveUndoTime)
	defer cancel()
	err := undo(ctx)
	failure, failed := errors.AsType[*client.Error](err)
	if failed && !failure.NotFound() && failure.StatusCode != http.StatusNotFound {
		t.Errorf("a client of this run may be left over, or what it was granted. Its name begins with %s. %s %s: %s",
			p.run, failure.Method, failure.Route, p.outcome(err))
	}
}

// sweep deletes the clients of this run whose id was never received, such as that of a creation without a response. They
// are told apart by their name, which no other run uses.
func (k liveKind[T, F]) sweep(t *testing.T, p *liveProject) {
	t.Helper()

	ids := []string{}
	p.undo(t, func(ctx context.Context) error {
		for page, err := range k.api.Search(ctx, client.ClientQuery{}, client.MaxPageSize) {
			if err != nil {
				return err
			}
			for _, one := range page.Clients {
				if name, _ := objectOf(one)["client_name"].(string); strings.HasPrefix(name, p.run+"-") {
					ids = append(ids, idOf(one))
				}
			}
		}

		return nil
	})
	for _, id := range ids {
		p.undo(t, func(ctx context.Context) error { return k.api.Delete(ctx, id) })
	}
}
