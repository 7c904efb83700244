// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"bufio"
	"fmt"
	"net"
	"testing"
)

// AnswerAlways gives one answer to whatever is asked on a loopback port, and returns its address. It makes no garbage
// of its own, as a server of net/http's would, so that the allocations are those of who asks.
func AnswerAlways(b *testing.B, body string) string {
	b.Helper()

	var config net.ListenConfig

	listener, err := config.Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}

	b.Cleanup(func() { _ = listener.Close() })

	answer := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len(body), body)

	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}

			go answerOn(connection, answer)
		}
	}()

	return "http://" + listener.Addr().String()
}

// answerOn answers each request on a connection when its headers end.
func answerOn(connection net.Conn, answer []byte) {
	defer func() { _ = connection.Close() }()

	for lines := bufio.NewReader(connection); ; {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			return
		}

		if len(line) > len("\r\n") {
			continue
		}

		if _, err = connection.Write(answer); err != nil {
			return
		}
	}
}
