// SPDX-License-Identifier: MPL-2.0

package standin

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// That a CLI takes them for providers is tested with the examples, in the package above.

func TestLedger(t *testing.T) {
	t.Parallel()

	ledger, err := Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	kinds := map[string]tftypes.Type{
		"known": tftypes.String, "unknown": tftypes.String, "null": tftypes.String, "number": tftypes.Number,
	}
	given := tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, map[string]tftypes.Value{
		"known":   tftypes.NewValue(tftypes.String, "value"),
		"unknown": tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
		"null":    tftypes.NewValue(tftypes.String, nil),
		"number":  tftypes.NewValue(tftypes.Number, 1),
	})

	tell := tellLedger(ledger.URL)
	for _, receipt := range []Receipt{
		newReceipt("a/one", "", given), newReceipt("a/one", "one_thing", given), newReceipt("a/two", "", given),
	} {
		if err := tell(t.Context(), receipt); err != nil {
			t.Error(err)
		}
	}

	found := ledger.Receipts("a/one", "one_thing")
	if len(found) != 1 || len(found[0].Values) != 1 || found[0].Values["known"] != "value" {
		t.Errorf("receipts %v", found)
	}

	if err := ledger.Close(); err != nil {
		t.Error(err)
	}

	if err := tell(t.Context(), Receipt{}); err == nil {
		t.Error("a closed ledger takes receipts")
	}
}

func TestLedgerRefuses(t *testing.T) {
	t.Parallel()

	recorder := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("nothing"))
	(&Ledger{}).take(recorder, request)

	if recorder.Code != http.StatusBadRequest {
		t.Errorf("status %d", recorder.Code)
	}
}

func TestInstall(t *testing.T) {
	t.Parallel()

	dirs, err := Install(t.TempDir(), Provider{Address: "a/one"}, Provider{Address: "b/two"})
	if err != nil {
		t.Fatal(err)
	}

	suffix := ""
	if runtime.GOOS == "windows" {
		suffix = ".exe"
	}

	for address, name := range map[string]string{"a/one": "terraform-provider-one", "b/two": "terraform-provider-two"} {
		if info, err := os.Stat(filepath.Join(dirs[address], name+suffix)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestMainElsewhere(t *testing.T) {
	t.Parallel()

	if served, err := Main(Provider{Address: "a/one"}); served || err != nil {
		t.Errorf("a test is taken for a provider: %v", err)
	}
}

func TestServe(t *testing.T) {
	t.Parallel()

	served, ledger, stop, err := Serve(t.Context(), Provider{Address: "a/one"}, Provider{Address: "a/two"})
	if err != nil {
		t.Fatal(err)
	}

	for _, address := range []string{"a/one", "a/two"} {
		if config := served[address]; config.Protocol != "grpc" || config.ProtocolVersion != 6 || config.Addr.String == "" {
			t.Errorf("%s is served at %v", address, config)
		}
	}

	if receipts := ledger.Receipts("a/one", ""); len(receipts) > 0 {
		t.Errorf("there are receipts: %v", receipts)
	}

	stopped := make(chan struct{})

	go func() {
		stop()
		close(stopped)
	}()

	select {
	case <-stopped:
	case <-time.After(10 * time.Second):
		t.Error("it does not stop")
	}
}
