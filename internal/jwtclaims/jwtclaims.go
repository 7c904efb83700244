// SPDX-License-Identifier: MPL-2.0

// Package jwtclaims reads the claims of a JSON Web Token (RFC 7519) without checking its signature.
package jwtclaims

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth is how deeply claims may be nested. Those of real tokens are two or three levels deep, and each level
// costs Terraform more than the one before.
const maxDepth = 100

// The errors of [Parse]. None of them repeats the token.
var (
	ErrSegments  = errors.New("not a signed JWT: it must have three segments, with dots between them (RFC 7515 section 7.1)")
	ErrEncrypted = errors.New("an encrypted JWT, whose claims cannot be read (RFC 7516 section 7.1)")
	ErrEncoding  = errors.New("not a JWT: a segment is not base64url without padding (RFC 7515 section 2)")
	ErrHeader    = errors.New("not a JWT: its header is not a JSON object (RFC 7519 section 7.2)")
	ErrDepth     = fmt.Errorf("not a JWT that can be shown: its claims are nested more than %d levels deep", maxDepth)
	ErrClaims    = errors.New("not a JWT: its claims are not a JSON object (RFC 7519 section 7.2)")
)

// Parse returns the claims. Numbers are [json.Number], so that none loses a digit.
func Parse(token string) (map[string]any, error) {
	segments := strings.Split(token, ".")

	switch len(segments) {
	case 3:
	case 5:
		return nil, ErrEncrypted
	default:
		return nil, ErrSegments
	}

	decoded := make([][]byte, len(segments))

	for i, segment := range segments {
		bytes, err := base64.RawURLEncoding.Strict().DecodeString(segment)
		if err != nil || strings.ContainsAny(segment, "\r\n") {
			return nil, ErrEncoding
		}

		decoded[i] = bytes
	}

	if _, err := object(decoded[0]); err != nil {
		return nil, ErrHeader
	}

	claims, err := object(decoded[1])
	if err != nil {
		return nil, ErrClaims
	}

	if deeper(claims, maxDepth) {
		return nil, ErrDepth
	}

	return claims, nil
}

// deeper reports whether a document has more than a number of levels of objects and arrays.
func deeper(document any, levels int) bool {
	switch value := document.(type) {
	case map[string]any:
		for _, member := range value {
			if levels == 0 || deeper(member, levels-1) {
				return true
			}
		}
	case []any:
		for _, element := range value {
			if levels == 0 || deeper(element, levels-1) {
				return true
			}
		}
	}

	return false
}

var errNotObject = errors.New("not a JSON object")

// object decodes a text that is one JSON object and nothing else.
func object(text []byte) (map[string]any, error) {
	var values map[string]any

	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()

	if err := decoder.Decode(&values); err != nil {
		return nil, errNotObject
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || values == nil {
		return nil, errNotObject
	}

	return values, nil
}
