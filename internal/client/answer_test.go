// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// typed answers 200 with a body of some type.
func typed(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{contentType}
		_, _ = io.WriteString(w, body)
	}
}

func TestAnswerThatIsNoneOfStytchs(t *testing.T) {
	t.Parallel()

	const json = "application/json"

	for name, test := range map[string]struct {
		answer http.Handler
		want   string
	}{
		"list":            {reply(200, `[]`), "the answer is a JSON array where an object is due: wrong type"},
		"text":            {reply(200, `"ok"`), "the answer is a JSON string where an object is due: wrong type"},
		"number":          {reply(200, `12345`), "the answer is a JSON number where an object is due: wrong type"},
		"true":            {reply(200, `true`), "the answer is a JSON bool where an object is due: wrong type"},
		"empty":           {typed(json, ``), "the answer is empty (content type application/json): not JSON"},
		"white space":     {typed(json, " \n"), "the answer is empty (content type application/json): not JSON"},
		"page":            {typed("text/html; charset=utf-8", `<html>`), "the answer is not JSON (content type text/html, 6 bytes): not JSON"},
		"page as JSON":    {typed(json, `<html>`), "the answer is not JSON (content type application/json, 6 bytes): not JSON"},
		"no type":         {typed("", `<html>`), "the answer is not JSON (no content type, 6 bytes): not JSON"},
		"strange type":    {typed("a/b/c;;", `<html>`), "the answer is not JSON (a malformed content type, 6 bytes): not JSON"},
		"malformed":       {typed(json, `{"a":}`), "the answer is not JSON (content type application/json, 6 bytes): not JSON"},
		"single quotes":   {typed(json, `{'a':1}`), "the answer is not JSON (content type application/json, 7 bytes): not JSON"},
		"two documents":   {typed(json, `{}{}`), "the answer is not JSON (content type application/json, 4 bytes): not JSON"},
		"byte order mark": {typed(json, "\ufeff{}"), "the answer is not JSON (content type application/json, 5 bytes): not JSON"},
		"NaN":             {typed(json, `{"a":NaN}`), "the answer is not JSON (content type application/json, 9 bytes): not JSON"},
		"cut short":       {typed(json, `{"a":[1,`), "the answer was cut short"},
		"cut in a text":   {typed(json, `{"a":"b`), "the answer was cut short"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, call := range everyCall() {
				if call.name == "start redirect" {
					continue
				}

				c, record := serve(t, test.answer)

				_, err := call.send(t.Context(), c)

				got := failure(t, err, client.KindAnswer)
				if got.Reason != test.want || got.StatusCode != http.StatusOK || got.MaybeDone != call.mints {
					t.Errorf("%s: got %+v, want the reason %q", call.name, *got, test.want)
				}

				record.only(t)
			}
		})
	}
}

func TestStatusesOfSuccess(t *testing.T) {
	t.Parallel()

	for status, succeeds := range map[int]bool{200: true, 201: true, 202: false, 203: false, 204: false, 206: false} {
		answer := reply(status, googleTokens)
		if status == 204 {
			answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
		}

		c, record := serve(t, answer, retries(3))
		if err := readTokens(t.Context(), c); (err == nil) != succeeds {
			t.Errorf("%d: %v", status, err)
		}

		record.only(t)
	}
}

func TestHugeAnswer(t *testing.T) {
	t.Parallel()

	// An answer of as many bytes as it is padded to.
	padded := func(size int) string {
		body := strings.TrimSuffix(googleTokens, "}") + `,"padding":""}`

		return strings.TrimSuffix(body, `"}`) + strings.Repeat("x", size-len(body)) + `"}`
	}

	c, _ := serve(t, reply(200, padded(client.MaxAnswer)))
	if err := readTokens(t.Context(), c); err != nil {
		t.Errorf("an answer of 1 MiB: %v", err)
	}

	for name, answer := range map[string]http.Handler{
		"a byte more": reply(200, padded(client.MaxAnswer+1)),
		"endless":     http.HandlerFunc(endless),
		"promising to be": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.FormatInt(1<<40, 10))
			endless(w, r)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, call := range everyCall() {
				c, record := serve(t, answer, retries(3))

				_, err := call.send(t.Context(), c)

				const want = "the answer is larger than 1 MiB, which no answer of Stytch's is"
				if got := failure(t, err, client.KindAnswer); got.Reason != want || got.MaybeDone != call.mints {
					t.Errorf("%s: got %+v, want the reason %q", call.name, *got, want)
				}

				record.only(t)
			}
		})
	}
}

// endless answers until the client has enough.
func endless(w http.ResponseWriter, _ *http.Request) {
	block := []byte(strings.Repeat(" ", 1<<15))

	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestEndlessAnswerThatTrickles(t *testing.T) {
	t.Parallel()

	inBubble(t, http.HandlerFunc(trickle), func(t *testing.T, b *bubble) {
		fails(t, readTokens(t.Context(), b.client), client.KindTimeout)

		if b.took() != client.DefaultRequestTimeout {
			t.Errorf("ended after %s, want %s", b.took(), client.DefaultRequestTimeout)
		}
	})
}
