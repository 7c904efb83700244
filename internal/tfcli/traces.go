// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"
)

// maxPartBytes is far above any part of a plan that is made here.
const maxPartBytes = 64 << 20

// unzip returns the files of an archive.
func unzip(path string) (map[string][]byte, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}

	defer func() { _ = archive.Close() }()

	parts := map[string][]byte{}

	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			return nil, err
		}

		content, err := io.ReadAll(io.LimitReader(part, maxPartBytes+1))
		if err := errors.Join(err, part.Close()); err != nil {
			return nil, err
		}

		if len(content) > maxPartBytes {
			return nil, errors.New("the part " + file.Name + " of the plan is too large")
		}

		parts[file.Name] = content
	}

	return parts, nil
}

// Holds tells whether a text holds a value: as it is, or as JSON, a URL, base64 or hexadecimal digits would write it.
func Holds(text []byte, value string) bool {
	for _, form := range forms(value) {
		if bytes.Contains(text, []byte(form)) {
			return true
		}
	}

	return false
}

// forms are the ways in which a value may be written.
func forms(value string) []string {
	all := []string{
		value, url.QueryEscape(value), url.PathEscape(value), hex.EncodeToString([]byte(value)),
	}

	// Two characters at either end of an encoded value may depend on what stands beside it.
	for offset := range 3 {
		padded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + value))
		inner := padded[min(len(padded), (offset*8+5)/6):]
		inner = inner[:len(inner)-min(len(inner), 2)]

		if inner != "" {
			all = append(all, inner, strings.NewReplacer("+", "-", "/", "_").Replace(inner))
		}
	}

	if quoted, err := json.Marshal(value); err == nil {
		all = append(all, strings.Trim(string(quoted), `"`))
	}

	return all
}
