// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestSecretsThatAServerRepeatsAreTakenOut(t *testing.T) {
	t.Parallel()

	for name, send := range secretCalls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var says spoken

			c, _ := serve(t, &says)

			for _, value := range carried(name) {
				for form, repeated := range encodings(value) {
					body, err := json.Marshal(map[string]string{
						"error_type": repeated, "error_message": "for " + repeated + ", or even " + repeated + repeated,
						"error_url": "https://stytch.com/docs?q=" + repeated, "request_id": "request-" + repeated,
					})
					if err != nil {
						t.Fatal(err)
					}

					says.next(reply(400, string(body)))

					got := failure(t, send(t.Context(), c), client.KindAPI)
					fitToBeShown(t, got, carried(name)...)

					if got.Type == "" || got.Message == "" {
						t.Errorf("%s: more than the secret was taken out of %+v", form, *got)
					}
				}
			}
		})
	}
}

// raw answers with a line of its own in the place of HTTP's.
func raw(line string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}

		_, _ = fmt.Fprintf(connection, "%s\r\nConnection: close\r\n\r\n", line)
		_ = connection.Close()
	}
}

// Go quotes what breaks the rules of HTTP, which may be the answer itself, with tokens that nobody knows yet.
func TestSecretsInWhatIsNoHTTP(t *testing.T) {
	t.Parallel()

	const token = "0p4qu3-t0k3n-0f-th3-4nsw3r"

	for name, send := range secretCalls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for what, line := range map[string]string{
				"status line": `{"access_token":"` + token + `"}`,
				"status":      "HTTP/1.1 " + token,
				"header":      "HTTP/1.1 200 OK\r\n" + `{"access_token": "` + token + `"}`,
				"length":      "HTTP/1.1 200 OK\r\nContent-Length: " + token,
				"encoding":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + token,
				"chunk":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + token,
			} {
				c, _ := serve(t, raw(line))

				got := failure(t, send(t.Context(), c), client.KindTransport)
				fitToBeShown(t, got, token)

				if got.Reason == "" {
					t.Errorf("%s: %+v", what, *got)
				}
			}
		})
	}
}

func TestSecretsInWhatIsNoErrorOfStytchs(t *testing.T) {
	t.Parallel()

	for name, send := range secretCalls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var says spoken

			c, _ := serve(t, &says)

			for _, value := range carried(name) {
				for form, repeated := range encodings(value) {
					for what, answer := range map[string]http.Handler{
						"status line": raw("HTTP/1.1 " + repeated),
						"protocol":    raw(repeated),
						"header":      raw("HTTP/1.1 400 Bad Request\r\n" + repeated),
						"location":    redirect(307, "http://[::1/"+repeated, ""),
						"error page":  redirect(302, "https://stytch.com/redirect-error/"+repeated, ""),
						"type":        typed("text/"+repeated, "<html>"),
						"field":       reply(200, asJSON(t, map[string]any{repeated: repeated, "request_id": 5})),
						"result":      reply(200, asJSON(t, map[string]any{"redirect_uri": repeated, "scopes": repeated})),
					} {
						says.next(answer)

						err := send(t.Context(), c)

						got, ok := errors.AsType[*client.Error](err)
						if !ok {
							t.Fatalf("%s, %s: %v", what, form, err)
						}

						fitToBeShown(t, got, carried(name)...)
					}
				}
			}
		})
	}
}

// A server that wants the search for its secrets to take for ever gets nothing shown at all.
func TestSearchForSecretsEnds(t *testing.T) {
	t.Parallel()

	const opaque = "0p4qu3/s3ss10n+t0k3n="

	for _, test := range []struct{ token, message string }{
		{strings.Repeat(">", 2000) + "a", strings.Repeat("%3E", 100_000)},
		{strings.Repeat("0", 4000) + "1", strings.Repeat("0", 1<<20-200)},
		// What is passed over within a secret goes on for ever, one escape after the other.
		{opaque, "0p4qu3" + strings.Repeat("%2520", 200_000) + "x"},
		{opaque, "0p4qu3" + strings.Repeat(`\x20`, 200_000) + "x"},
		{opaque, strings.Repeat(" ", 100_000) + opaque},
		// Where the text is cut, so may be a secret, or an escape in it.
		{strings.Repeat("k3y/", 1000), strings.Repeat("k3y%2F", 1000)},
		{strings.Repeat("k3y/", 4200), strings.Repeat("k3y%252F", 4200)},
	} {
		body, err := json.Marshal(map[string]string{"error_type": "t", "error_message": test.message})
		if err != nil {
			t.Fatal(err)
		}

		c, _ := serve(t, reply(400, string(body)))

		_, err = c.Attach(t.Context(), client.AttachRequest{Provider: "google", SessionToken: test.token})

		got := failure(t, err, client.KindAPI).Message
		for _, part := range []string{"%3E%3E", "0p4qu3", "k3y"} {
			if strings.Contains(got, part) || got == "" || len(got) > client.MaxForeignText+len("…") {
				t.Errorf("of %.20q and so on, it shows %q", test.message, got)
			}
		}
	}
}

func TestSecretsInWhatTheNetworkSays(t *testing.T) {
	t.Parallel()

	for name, send := range secretCalls() {
		for _, value := range carried(name) {
			c := newClient(t, "http://localhost")
			client.SetDial(t, c, func(context.Context, string, string) (net.Conn, error) {
				return nil, fmt.Errorf("proxy says: no access for %s", value)
			})

			fitToBeShown(t, failure(t, send(t.Context(), c), client.KindTransport), carried(name)...)
		}
	}
}

func TestSecretsThatTheCallDidNotKnow(t *testing.T) {
	t.Parallel()

	for _, unknown := range []string{
		sessionJWT,
		"secret-live-wQZjAsRqcO6z-ac1M5t3WfuRy9C_rcFXQ-Y=",
		"Basic " + base64.StdEncoding.EncodeToString([]byte("project-live-1:secret-of-another")),
		"Bearer rM_kw42CWBhsHLF62V75jELMbvJ87njMe3tFVj7Qupu7",
		"bearer\trM_kw42CWBhsHLF62V75jELMbvJ87njMe3tFVj7Qupu7",
		"https://user:password@proxy.example.com/path",
	} {
		c, _ := serve(t, reply(400, asJSON(t, map[string]string{"error_message": "Not with " + unknown + " here."})))

		got := failure(t, readTokens(t.Context(), c), client.KindAPI)
		fitToBeShown(t, got, unknown)

		if got.Message == "" {
			t.Errorf("nothing is left of the message that repeats %s", unknown)
		}
	}
}

func TestWordsThatOnlyLookLikeSecretsStay(t *testing.T) {
	t.Parallel()

	for _, message := range []string{
		"The secret is not valid.", "Basic auth is required.", "The eye of the beholder.", "secret-test-",
		"See https://stytch.com/docs/api/errors/401 or mailto:support@stytch.com.", "A bearer token is due.",
		"project-test-11111111-1111-4111-8111-111111111111 is not known.", "key: eyJ", "a (redacted) b",
	} {
		c, _ := serve(t, reply(400, asJSON(t, map[string]string{"error_message": message})))

		if got := failure(t, readTokens(t.Context(), c), client.KindAPI); got.Message != message {
			t.Errorf("%q became %q", message, got.Message)
		}
	}
}

func TestSecretThatBeginsWithAnother(t *testing.T) {
	t.Parallel()

	const rest = "-and-the-rest"

	c, _ := serve(t, reply(400, asJSON(t, map[string]string{"error_message": "Not " + secret + rest + ", nor " + secret + "."})))

	_, err := c.Attach(t.Context(), client.AttachRequest{SessionToken: secret + rest})

	if got := failure(t, err, client.KindAPI); got.Message != "Not (redacted), nor (redacted)." {
		t.Errorf("message %q", got.Message)
	}
}
