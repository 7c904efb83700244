// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestErrorBodies(t *testing.T) {
	t.Parallel()

	const none = "the answer is not Stytch's: it has content type application/json, and no JSON object in it"

	for name, test := range map[string]struct {
		answer http.Handler
		want   client.Error
	}{
		"Stytch's envelope": {
			reply(404, `{"status_code":404,"request_id":"request-id-test-1","error_type":"connected_app_not_found",
				"error_message":"The Connected App requested could not be found.","error_details":{"a":1},
				"error_url":"https://stytch.com/docs/api/errors/404#connected_app_not_found"}`),
			client.Error{
				StatusCode: 404, Type: "connected_app_not_found", RequestID: "request-id-test-1",
				Message: "The Connected App requested could not be found.",
				URL:     "https://stytch.com/docs/api/errors/404#connected_app_not_found",
				Details: `{"a":1}`,
			},
		},
		"details of no use": {
			reply(400, `{"error_type":"t","error_details":{}}`), client.Error{StatusCode: 400, Type: "t"},
		},
		"details of another type": {
			reply(400, `{"error_type":"t","error_details":["a"]}`), client.Error{StatusCode: 400, Type: "t"},
		},
		"OAuth 2.0's": {
			reply(400, `{"error":"invalid_client","error_description":"No such client.","error_uri":"https://a/b",
				"status_code":400,"request_id":"r"}`),
			client.Error{
				StatusCode: 400, Type: "invalid_client", Message: "No such client.", URL: "https://a/b", RequestID: "r",
			},
		},
		"both": {
			reply(400, `{"error":"o","error_description":"od","error_uri":"ou","error_type":"s","error_message":"sm",
				"error_url":"su"}`),
			client.Error{StatusCode: 400, Type: "s", Message: "sm", URL: "su"},
		},
		"a mixture": {
			reply(400, `{"error":"o","error_type":"","error_message":null,"error_description":"od"}`),
			client.Error{StatusCode: 400, Type: "o", Message: "od"},
		},
		"the status of HTTP counts": {
			reply(403, `{"status_code":200,"error_type":"t"}`), client.Error{StatusCode: 403, Type: "t"},
		},
		"odd types": {
			reply(400, `{"error_type":{"a":"b"},"error_message":["m"],"error_url":5,"request_id":true,"error":null}`),
			client.Error{StatusCode: 400},
		},
		"an object without any of it": {reply(401, `{}`), client.Error{StatusCode: 401}},
		"no status that is known":     {reply(599, `{"error_type":"t"}`), client.Error{StatusCode: 599, Type: "t"}},
		"null":                        {reply(400, `null`), client.Error{StatusCode: 400, Foreign: true, Reason: none}},
		"list":                        {reply(400, `[{"error_type":"t"}]`), client.Error{StatusCode: 400, Foreign: true, Reason: none}},
		"text":                        {reply(400, `"unauthorized"`), client.Error{StatusCode: 400, Foreign: true, Reason: none}},
		"malformed":                   {reply(400, `{"error_type":"t"`), client.Error{StatusCode: 400, Foreign: true, Reason: none}},
		"empty":                       {reply(400, ``), client.Error{StatusCode: 400, Foreign: true, Reason: none}},
		"a page": {
			http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(http.StatusForbidden)
			}),
			client.Error{
				StatusCode: 403, Foreign: true,
				Reason: "the answer is not Stytch's: it has content type text/html, and no JSON object in it",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, call := range everyCall() {
				c, record := serve(t, test.answer)

				_, err := call.send(t.Context(), c)

				got := failure(t, err, client.KindAPI)
				want := test.want
				want.Kind, want.Attempts = client.KindAPI, 1
				want.Method, want.Route, want.Host = got.Method, got.Route, record.only(t).Host
				want.MaybeDone = call.mints && want.StatusCode == 599

				if *got != want {
					t.Errorf("%s:\ngot  %+v\nwant %+v", call.name, *got, want)
				}
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()

	below := errors.New("below")

	for _, test := range []struct {
		err  client.Error
		want string
	}{
		{
			client.Error{
				Method: "GET", Route: "/v1/a/{b}", StatusCode: 404, Type: "t", Message: "m", Reason: "r",
				RequestID: "request-id-test-1", Cause: below, URL: "https://stytch.com",
			},
			"GET /v1/a/{b}: 404 Not Found: t: m: r (request_id request-id-test-1)",
		},
		{client.Error{Method: "GET", Route: "/v1/a", Reason: "r"}, "GET /v1/a: r"},
		{client.Error{Method: "GET", Route: "/v1/a", StatusCode: 599}, "GET /v1/a: 599"},
		{client.Error{Method: "POST", Route: "/v1/a", Kind: client.KindTimeout}, "POST /v1/a: timeout"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}

		if errors.Is(&test.err, below) != (test.err.Cause != nil) {
			t.Errorf("%q: its cause is not in its chain", test.want)
		}
	}
}

func TestForeignTextIsMadeFitToBeShown(t *testing.T) {
	t.Parallel()

	const sentence = "Zoë's ID »a|b« is 50% off — ok?"

	for name, text := range map[string]string{
		"terminal escapes": `\u001b[31m` + sentence + `\u001b]0;title\u0007`,
		"C1 controls":      `\u009b31m` + sentence,
		"NUL":              sentence + `\u0000`,
		"zero width":       `\u200b` + sentence + `\u2060\ufeff`,
		"right to left":    `\u202e` + sentence + `\u2066`,
		"lone surrogate":   `\ud800` + sentence,
		"not UTF-8":        "\xff\xfe" + sentence,
		"delete":           sentence + "\x7f",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, _ := serve(t, reply(400, `{"error_type":"`+text+`","error_message":"`+text+`","error_url":"`+text+
				`","request_id":"`+text+`"}`))
			got := failure(t, readTokens(t.Context(), c), client.KindAPI)

			for _, shown := range []string{got.Type, got.Message, got.URL, got.RequestID} {
				if !strings.Contains(shown, sentence) {
					t.Errorf("%q lost more than it had to", shown)
				}
			}

			fitToBeShown(t, got)
		})
	}
}

func TestForeignTextIsOneShortLine(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ text, want string }{
		"lines":       {`one\r\ntwo\n\n\u0085three\u2028four\ttabbed\u00a0 end `, "one two three four tabbed end"},
		"long":        {strings.Repeat("x", 5000), strings.Repeat("x", client.MaxForeignText) + "…"},
		"long, wide":  {strings.Repeat("日", 5000), strings.Repeat("日", client.MaxForeignText/3) + "…"},
		"not so long": {strings.Repeat("x", client.MaxForeignText), strings.Repeat("x", client.MaxForeignText)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, _ := serve(t, reply(400, `{"error_type":"t","error_message":"`+test.text+`"}`))

			if got := failure(t, readTokens(t.Context(), c), client.KindAPI); got.Message != test.want {
				t.Errorf("message %q, want %q", got.Message, test.want)
			}
		})
	}
}
