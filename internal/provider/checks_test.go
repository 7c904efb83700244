// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// expect are the checks that a data source has these attributes in the state; nil is null. All have to be named.
func expect(address string, want tftest.Object) []statecheck.StateCheck {
	checks := make([]statecheck.StateCheck, 0, len(want))

	for _, name := range slices.Sorted(maps.Keys(want)) {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), known(want[name])))
	}

	return checks
}

// expectEcho is the check that an ephemeral resource had exactly these attributes, null ones too.
func expectEcho(name string, want tftest.Object) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo."+name, tfjsonpath.New("data"), known(want))
}

// known is a check for a value.
func known(want any) knownvalue.Check {
	switch want := want.(type) {
	case nil:
		return knownvalue.Null()
	case string:
		return knownvalue.StringExact(want)
	case int:
		return knownvalue.Int64Exact(int64(want))
	case bool:
		return knownvalue.Bool(want)
	case []string:
		list := make([]knownvalue.Check, len(want))
		for i, element := range want {
			list[i] = knownvalue.StringExact(element)
		}

		return knownvalue.ListExact(list)
	case []any:
		list := make([]knownvalue.Check, len(want))
		for i, element := range want {
			list[i] = known(element)
		}

		return knownvalue.ListExact(list)
	case tftest.Object:
		members := make(map[string]knownvalue.Check, len(want))
		for name, member := range want {
			members[name] = known(member)
		}

		return knownvalue.ObjectExact(members)
	case knownvalue.Check:
		return want
	}

	panic("no check for a " + reflect.TypeOf(want).String())
}

// anyRequestID is what a request_id has to look like.
func anyRequestID() knownvalue.Check {
	return knownvalue.StringRegexp(requestID)
}

// requireResult fails unless a result holds these values, and the envelope of a request that went well. What is not
// named has to be null.
func requireResult(t *testing.T, got, want tftest.Object) {
	t.Helper()

	got = requireRequestID(t, got)
	if status := got["status_code"]; status != int64(200) {
		t.Errorf("status_code %v", status)
	}

	requireEqual(t, with(got, tftest.Object{"status_code": nil}), with(want))
}

// requireEqual fails unless two values are the same.
func requireEqual(t *testing.T, got, want any) {
	t.Helper()

	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n  %v\nwant\n  %v", got, want)
	}
}
