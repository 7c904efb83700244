// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/b2bstytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/stytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/stytcherror"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// clients are this module's client and Stytch's SDK, each for both projects of an emulator.
type clients struct {
	emulator *stytchmock.Server
	fixture  stytchmock.Fixture

	b2b, consumer *client.Client
	sdkB2B        *b2bstytchapi.API
	sdkConsumer   *stytchapi.API
}

// newClients starts an emulator and makes clients of it.
func newClients(t *testing.T) *clients {
	t.Helper()

	emulator := stytchmock.New()
	server := httptest.NewServer(emulator)
	t.Cleanup(server.Close)

	return (&clients{emulator: emulator, fixture: emulator.FixtureAt(server.URL)}).with(t, nil)
}

// with makes clients of the same emulator that are configured with a changed fixture.
func (c *clients) with(t *testing.T, change func(*stytchmock.Fixture)) *clients {
	t.Helper()

	f := c.fixture
	if change != nil {
		change(&f)
	}
	base, err := url.Parse(f.BaseURL)
	if err != nil {
		t.Fatal(err)
	}
	sdkB2B, err := b2bstytchapi.NewClient(f.ProjectID, f.Secret,
		b2bstytchapi.WithBaseURI(f.BaseURL), b2bstytchapi.WithSkipJWKSInitialization())
	if err != nil {
		t.Fatal(err)
	}
	sdkConsumer, err := stytchapi.NewClient(f.ConsumerProjectID, f.ConsumerSecret,
		stytchapi.WithBaseURI(f.BaseURL), stytchapi.WithSkipJWKSInitialization())
	if err != nil {
		t.Fatal(err)
	}

	return &clients{
		emulator: c.emulator, fixture: f, sdkB2B: sdkB2B, sdkConsumer: sdkConsumer,
		b2b:      client.New(client.Config{ProjectID: f.ProjectID, Secret: f.Secret, BaseURL: base}),
		consumer: client.New(client.Config{ProjectID: f.ConsumerProjectID, Secret: f.ConsumerSecret, BaseURL: base}),
	}
}

// fields returns the fields that a result has in JSON. The SDK cannot tell what is absent from what is empty, so neither
// is returned.
func fields(t *testing.T, result any) map[string]any {
	t.Helper()

	encoded, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	var found map[string]any
	if err := json.Unmarshal(encoded, &found); err != nil {
		t.Fatal(err)
	}
	removeEmpty(found)

	return found
}

// removeEmpty removes what is empty, on all levels.
func removeEmpty(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			removeEmpty(inner)
			if isEmpty(inner) {
				delete(value, name)
			}
		}
	case []any:
		for _, inner := range value {
			removeEmpty(inner)
		}
	}
}

// isEmpty reports whether the SDK omits a value when it writes JSON.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	default:
		return reflect.ValueOf(value).IsZero()
	}
}

// assertSameResult compares what both clients understood of a response, field by field. The fields in sdkOnly are those
// that our client ignores on purpose. Those in fresh differ from call to call, and must be there in both.
func assertSameResult(t *testing.T, name string, ours, sdk any, sdkOnly, fresh []string) {
	t.Helper()

	got, want := fields(t, ours), fields(t, sdk)
	for _, field := range append(fresh, "request_id") {
		if isEmpty(got[field]) || isEmpty(want[field]) {
			t.Errorf("%s: %s: ours %v, the SDK's %v, want it in both", name, field, got[field], want[field])
		}
		delete(got, field)
		delete(want, field)
	}
	for _, field := range sdkOnly {
		if isEmpty(want[field]) {
			t.Errorf("%s: the SDK has no %s, which our client is said to ignore", name, field)
		}
		delete(want, field)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\nours      %v\nthe SDK's %v", name, got, want)
	}
}

// assertSameRequest compares the two requests that the emulator has received, from our client and then from the SDK. The
// parameters that only one of them sends are given with their values.
func (c *clients) assertSameRequest(t *testing.T, name string, oursOnly, sdkOnly map[string]any) {
	t.Helper()

	requests := c.emulator.Requests()
	c.emulator.ResetRequests()
	if len(requests) != 2 {
		t.Fatalf("%s: the emulator received %d requests, want two", name, len(requests))
	}
	ours, sdk := requests[0], requests[1]
	if ours.Method != sdk.Method || ours.Path != sdk.Path || ours.Header.Get("Authorization") != sdk.Header.Get("Authorization") {
		t.Errorf("%s: ours is %s %s, the SDK's %s %s, or the credentials differ", name, ours.Method, ours.Path, sdk.Method, sdk.Path)
	}
	got, want := parameters(t, ours), parameters(t, sdk)
	for parameter, value := range oursOnly {
		if !reflect.DeepEqual(got[parameter], value) || want[parameter] != nil {
			t.Errorf("%s: %s: ours %v, the SDK's %v, want %v in ours alone", name, parameter, got[parameter], want[parameter], value)
		}
		delete(got, parameter)
	}
	for parameter, value := range sdkOnly {
		if !reflect.DeepEqual(want[parameter], value) || got[parameter] != nil {
			t.Errorf("%s: %s: ours %v, the SDK's %v, want %v in the SDK's alone", name, parameter, got[parameter], want[parameter], value)
		}
		delete(want, parameter)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: ours has %v, the SDK's %v", name, got, want)
	}
}

// parameters returns what a request says: the fields of a JSON body, or the parameters of a form or a query.
func parameters(t *testing.T, request stytchmock.Request) map[string]any {
	t.Helper()

	found := map[string]any{}
	encoded := request.RawQuery
	switch {
	case request.Header.Get("Content-Type") == "application/x-www-form-urlencoded":
		encoded = string(request.Body)
	case len(request.Body) > 0:
		if err := json.Unmarshal(request.Body, &found); err != nil {
			t.Fatal(err)
		}

		return found
	}
	values, err := url.ParseQuery(encoded)
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range values {
		if len(list) != 1 {
			t.Errorf("%s is given %d times", name, len(list))
		}
		found[name] = list[0]
	}

	return found
}

// failure is what both clients know of a failed call.
type failure struct {
	status                  int
	errorType, message, url string
	hasRequestID            bool
}

// assertSameError compares what both clients understood of an error, and checks its status and type.
func assertSameError(t *testing.T, name string, ours, sdk error, status int, errorType string) {
	t.Helper()

	ourError, ok := errors.AsType[*client.Error](ours)
	if !ok {
		t.Fatalf("%s: ours is a %T: %v", name, ours, ours)
	}
	got := failure{ourError.StatusCode, ourError.Type, ourError.Message, ourError.URL, ourError.RequestID != ""}
	var want failure
	if e, ok := errors.AsType[stytcherror.Error](sdk); ok {
		want = failure{e.StatusCode, string(e.ErrorType), string(e.ErrorMessage), string(e.ErrorURL), e.RequestID != ""}
	} else if e, ok := errors.AsType[stytcherror.OAuth2Error](sdk); ok {
		want = failure{e.StatusCode, string(e.ErrorType), string(e.ErrorMessage), string(e.ErrorURL), e.RequestID != ""}
	} else {
		t.Fatalf("%s: the SDK's is a %T: %v", name, sdk, sdk)
	}
	if got != want {
		t.Errorf("%s:\nours      %+v\nthe SDK's %+v", name, got, want)
	}
	if got.status != status || got.errorType != errorType || got.message == "" || !got.hasRequestID {
		t.Errorf("%s: got %+v, want %d %s", name, got, status, errorType)
	}
}

// assertSameFields compares the fields of two structs, by name and type.
func assertSameFields(t *testing.T, ours, sdk map[string]string, oursOnly, sdkOnly []string) {
	t.Helper()

	var gotOurs, gotSDK []string
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if sdk[name] == "" {
			gotOurs = append(gotOurs, name)
		} else if ours[name] != sdk[name] {
			t.Errorf("%s: ours is a %s, the SDK's a %s", name, ours[name], sdk[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sdk)) {
		if ours[name] == "" {
			gotSDK = append(gotSDK, name)
		}
	}
	if !slices.Equal(gotOurs, oursOnly) || !slices.Equal(gotSDK, sdkOnly) {
		t.Errorf("only we have %v, want %v; only the SDK has %v, want %v", gotOurs, oursOnly, gotSDK, sdkOnly)
	}
}
