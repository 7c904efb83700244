// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The limits of Stytch's metadata (https://stytch.com/docs/api/metadata).
const (
	maxMetadataKeys = 20
	maxMetadataSize = 4096
)

// noMetadata is the default of trusted_metadata.
const noMetadata = "{}"

// metadata is a JSON object of which only the top level is decoded. A nil value stands for null.
type metadata = map[string]json.RawMessage

// parseMetadata returns the object, or what is wrong with it.
func parseMetadata(text string) (metadata, error) {
	var object metadata
	if err := json.Unmarshal([]byte(text), &object); err != nil || object == nil {
		return nil, errors.New("must be a JSON object, as jsonencode() makes one")
	}

	// The size is that of the value: jsonencode() writes six characters for each of <, > and &.
	value, err := decodeNumbers(text)
	if err != nil {
		return nil, err
	}

	if size := len(encodeJSON(value)); size > maxMetadataSize {
		return nil, fmt.Errorf("must not be larger than %d bytes, and has %d", maxMetadataSize, size)
	}

	if len(object) > maxMetadataKeys {
		return nil, fmt.Errorf("must not have more than %d keys at its top level", maxMetadataKeys)
	}

	for _, value := range object {
		if value == nil || string(value) == "null" {
			return nil, errors.New("must not have a null at its top level, which stands for a key to remove; leave the key out")
		}
	}

	return object, nil
}

// checkMetadata refuses what is no metadata.
func checkMetadata(text string) error {
	_, err := parseMetadata(text)

	return err
}

// metadataText returns metadata that Stytch returned as JSON.
func metadataText(object metadata) types.String {
	if object == nil {
		return types.StringValue(noMetadata)
	}

	return types.StringValue(encodeJSON(object))
}

// encodeJSON encodes a value that was decoded from JSON.
func encodeJSON(value any) string {
	var text strings.Builder

	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)

	if err := encoder.Encode(value); err != nil {
		panic(err) // What was JSON can be again.
	}

	return strings.TrimSpace(text.String())
}

// metadataChange returns what makes Stytch's metadata the wanted one: Stytch merges at the top level, and removes keys
// that are null.
func metadataChange(found, wanted metadata) metadata {
	change := metadata{}
	for key := range found {
		change[key] = nil
	}

	maps.Copy(change, wanted)

	return change
}

// sameMetadata reports whether two texts are the same JSON: numbers by their value, whatever the order and the white
// space.
func sameMetadata(a, b types.String) bool {
	if a.IsNull() || a.IsUnknown() || b.IsNull() || b.IsUnknown() {
		return a.Equal(b)
	}

	first, err := decodeNumbers(a.ValueString())
	if err != nil {
		return a.Equal(b)
	}

	second, err := decodeNumbers(b.ValueString())

	return err == nil && equalJSON(first, second)
}

// decodeNumbers decodes JSON, with its numbers as they are written.
func decodeNumbers(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()

	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}

	return value, nil
}

// equalJSON compares two values of decodeNumbers.
func equalJSON(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}

		for key, value := range a {
			if other, ok := b[key]; !ok || !equalJSON(value, other) {
				return false
			}
		}

		return true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}

		for i, value := range a {
			if !equalJSON(value, b[i]) {
				return false
			}
		}

		return true
	case json.Number:
		b, ok := b.(json.Number)

		return ok && (a == b || equalNumbers(a.String(), b.String()))
	}

	return a == b
}

// equalNumbers compares two numbers by their value, to 500 bits.
func equalNumbers(a, b string) bool {
	const precision = 500

	first, _, err := big.ParseFloat(a, 10, precision, big.ToNearestEven)
	if err != nil {
		return false
	}

	second, _, err := big.ParseFloat(b, 10, precision, big.ToNearestEven)

	return err == nil && first.Cmp(second) == 0
}
