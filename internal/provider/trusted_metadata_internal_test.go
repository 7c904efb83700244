// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestSameMetadata(t *testing.T) {
	t.Parallel()

	for _, one := range []struct {
		a, b string
		same bool
	}{
		{`{}`, ` { } `, true},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
		{`{"a":1.0}`, `{"a":1}`, true},
		{`{"a":100}`, `{"a":1e2}`, true},
		{`{"a":0.1}`, `{"a":0.10}`, true},
		{`{"a":-0}`, `{"a":0}`, true},
		{`{"a":9007199254740993}`, `{"a":9007199254740992}`, false},
		{`{"a":"1"}`, `{"a":1}`, false},
		{`{"a":"<"}`, `{"a":"\u003c"}`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":[1,2]}`, `{"a":[1]}`, false},
		{`{"a":{"b":[true,null,1.0]}}`, `{"a":{"b":[true,null,1]}}`, true},
		{`{"a":null}`, `{"b":null}`, false},
		{`{"a":1}`, `{"a":1,"b":2}`, false},
		{`not JSON`, `not JSON`, true},
		{`not JSON`, `{}`, false},
	} {
		for _, order := range [][2]string{{one.a, one.b}, {one.b, one.a}} {
			if got := sameMetadata(types.StringValue(order[0]), types.StringValue(order[1])); got != one.same {
				t.Errorf("%s and %s are the same: %t", order[0], order[1], got)
			}
		}
	}

	if sameMetadata(types.StringUnknown(), types.StringValue("{}")) || sameMetadata(types.StringNull(), types.StringValue("{}")) {
		t.Error("an unknown or a null is the same as {}")
	}
}
