// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestRotationBetween compares all pairs of versions with the table of moves in the page of the resources.
func TestRotationBetween(t *testing.T) {
	t.Parallel()

	type moves struct {
		name  string
		is    func(from, to secretVersions) bool
		takes rotation
	}

	var (
		set       = func(version types.Int64) bool { return !version.IsNull() }
		unchanged = func(from, to secretVersions) bool { return to.current.Equal(from.current) }
		// addedOrRemoved reports whether the current version comes from or goes to null.
		addedOrRemoved = func(from, to secretVersions) bool { return set(from.current) != set(to.current) }
	)

	table := []moves{
		{"nothing", func(from, to secretVersions) bool { return from == to }, rotation{}},
		{"start", func(from, to secretVersions) bool {
			return !set(from.next) && set(to.next) && to.next != to.current && (unchanged(from, to) || addedOrRemoved(from, to))
		}, rotation{start: true}},
		{"replace at once", func(from, to secretVersions) bool {
			return !set(from.next) && !set(to.next) && set(from.current) && set(to.current) && !unchanged(from, to)
		}, rotation{start: true, finish: true}},
		{"record", func(from, to secretVersions) bool {
			return !set(from.next) && !set(to.next) && addedOrRemoved(from, to)
		}, rotation{}},
		{"finish", func(from, to secretVersions) bool {
			return set(from.next) && to.current == from.next && !set(to.next)
		}, rotation{finishNext: true}},
		{"finish and start another", func(from, to secretVersions) bool {
			return set(from.next) && to.current == from.next && set(to.next) && to.next != to.current
		}, rotation{finishNext: true, start: true}},
		{"replace the next", func(from, to secretVersions) bool {
			return set(from.next) && set(to.next) && to.next != from.next && to.next != to.current && unchanged(from, to)
		}, rotation{cancelNext: true, start: true}},
		{"replace both at once", func(from, to secretVersions) bool {
			return set(from.next) && !set(to.next) && set(to.current) && to.current != from.next && !unchanged(from, to)
		}, rotation{cancelNext: true, start: true, finish: true}},
	}

	numbers := []types.Int64{types.Int64Null(), types.Int64Value(1), types.Int64Value(2), types.Int64Value(3)}

	var all []secretVersions

	for _, current := range numbers {
		for _, next := range numbers {
			all = append(all, secretVersions{current, next})
		}
	}

	for _, from := range all {
		if set(from.next) && from.next == from.current {
			continue // No state is like this.
		}

		for _, to := range all {
			var fits []moves

			for _, one := range table {
				if one.is(from, to) {
					fits = append(fits, one)
				}
			}

			got, ok := rotationBetween(from, to)

			switch {
			case len(fits) > 1:
				t.Errorf("from %s to %s: the table has both %s and %s", from, to, fits[0].name, fits[1].name)
			case ok != (len(fits) == 1):
				t.Errorf("from %s to %s: accepted: %t, want %t", from, to, ok, !ok)
			case ok && got != fits[0].takes:
				t.Errorf("from %s to %s: %+v, want %s: %+v", from, to, got, fits[0].name, fits[0].takes)
			}
		}
	}
}
