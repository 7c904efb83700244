// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/stytcherror"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// parameters reads a query or a form. None may be given twice.
func parameters(t *testing.T, query string, into map[string]any) {
	t.Helper()

	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}

	for name, list := range values {
		if len(list) != 1 {
			t.Errorf("%s is given %d times", name, len(list))
		}

		into[name] = list[0]
	}
}

// failed is what both can say of a failed call.
type failed struct {
	status                  int
	errorType, message, url string
	hasRequestID            bool
}

// sameFailure compares what both understood of an error, and checks it against what is expected.
func sameFailure(t *testing.T, what string, ours, theirs error, status int, errorType string) {
	t.Helper()

	ourError, ok := errors.AsType[*client.Error](ours)
	if !ok {
		t.Fatalf("%s: ours is a %T: %v", what, ours, ours)
	}

	got := failed{
		ourError.StatusCode, ourError.Type, ourError.Message, ourError.URL, ourError.RequestID != "",
	}

	var want failed

	if their, ok := errors.AsType[stytcherror.Error](theirs); ok {
		want = failed{
			their.StatusCode, string(their.ErrorType), string(their.ErrorMessage), string(their.ErrorURL),
			their.RequestID != "",
		}
	} else if their, ok := errors.AsType[stytcherror.OAuth2Error](theirs); ok {
		want = failed{
			their.StatusCode, string(their.ErrorType), string(their.ErrorMessage), string(their.ErrorURL),
			their.RequestID != "",
		}
	} else {
		t.Fatalf("%s: theirs is a %T: %v", what, theirs, theirs)
	}

	if got != want {
		t.Errorf("%s:\nours   %+v\ntheirs %+v", what, got, want)
	}

	if got.status != status || got.errorType != errorType || got.message == "" || !got.hasRequestID {
		t.Errorf("%s: got %+v, want %d %s", what, got, status, errorType)
	}
}
