// SPDX-License-Identifier: MPL-2.0

package tftest

// Receipts is [Recorder.Calls] under its former name.
func (r *Recorder) Receipts(address, resourceType string) []Call {
	return r.Calls(address, resourceType)
}
