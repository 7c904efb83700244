// SPDX-License-Identifier: MPL-2.0

package standin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const (
	// Variable names the environment variable that tells providers where the ledger is.
	Variable = "STANDIN_LEDGER"
	// tellTimeout is for one receipt, on this machine.
	tellTimeout = 10 * time.Second
)

// Receipt is what a provider was given.
type Receipt struct {
	// Provider is its address.
	Provider string
	// Resource is the type that was created or updated; empty for the provider's own configuration.
	Resource string
	// Values are the strings, write-only ones too, that were known.
	Values map[string]string
}

// newReceipt keeps what is a string and known.
func newReceipt(address, resourceType string, given tftypes.Value) Receipt {
	receipt := Receipt{Provider: address, Resource: resourceType, Values: map[string]string{}}

	var fields map[string]tftypes.Value
	if given.As(&fields) != nil {
		return receipt
	}

	for name, field := range fields {
		var text *string
		if field.IsFullyKnown() && field.Type().Is(tftypes.String) && field.As(&text) == nil && text != nil {
			receipt.Values[name] = *text
		}
	}

	return receipt
}

// Ledger collects receipts.
type Ledger struct {
	// URL is where an open one is, for the environment variable.
	URL string

	server *http.Server
	ended  chan error

	mu       sync.Mutex
	receipts []Receipt
}

// Open opens a ledger for providers that run in other processes, until it is closed.
func Open(ctx context.Context) (*Ledger, error) {
	var config net.ListenConfig

	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the stand-ins' ledger cannot listen: %w", err)
	}

	ledger := &Ledger{URL: "http://" + listener.Addr().String(), ended: make(chan error, 1)}
	ledger.server = &http.Server{Handler: http.HandlerFunc(ledger.take), ReadHeaderTimeout: tellTimeout}

	go func() { ledger.ended <- ledger.server.Serve(listener) }()

	return ledger, nil
}

// Close closes it.
func (l *Ledger) Close() error {
	if err := l.server.Close(); err != nil {
		return err
	}

	if err := <-l.ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}

	return nil
}

// Receipts returns those of a provider, and of its resource type if one is named, in order.
func (l *Ledger) Receipts(address, resourceType string) []Receipt {
	l.mu.Lock()
	defer l.mu.Unlock()

	var found []Receipt

	for _, receipt := range l.receipts {
		if receipt.Provider == address && receipt.Resource == resourceType {
			found = append(found, receipt)
		}
	}

	return found
}

// take takes a receipt.
func (l *Ledger) take(w http.ResponseWriter, r *http.Request) {
	var receipt Receipt
	if err := json.NewDecoder(r.Body).Decode(&receipt); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	_ = l.add(r.Context(), receipt) // It cannot fail.
}

// add adds a receipt.
func (l *Ledger) add(_ context.Context, receipt Receipt) error {
	l.mu.Lock()
	defer l.mu.Unlock()

	l.receipts = append(l.receipts, receipt)

	return nil
}

// tellLedger returns what sends receipts to a ledger.
func tellLedger(url string) func(context.Context, Receipt) error {
	// Without a proxy: the ledger is on this machine.
	client := &http.Client{Transport: &http.Transport{}, Timeout: tellTimeout}

	return func(ctx context.Context, receipt Receipt) error {
		body, err := json.Marshal(receipt)
		if err != nil {
			return err
		}

		req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body)) //nolint:gosec // Its own ledger.
		if err != nil {
			return err
		}

		resp, err := client.Do(req) //nolint:gosec // Its own ledger.
		if err != nil {
			return err
		}

		defer func() { _ = resp.Body.Close() }()

		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("the ledger answered with status %d", resp.StatusCode)
		}

		return nil
	}
}
