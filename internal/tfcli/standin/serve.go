// SPDX-License-Identifier: MPL-2.0

package standin

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// startTimeout is for opening a local socket.
const startTimeout = 10 * time.Second

// Serve serves providers in this process until stop is called, for tests whose program cannot call [Main]. It returns
// where they are, by address, and what they are given. They are for one CLI at a time. This is not for a program that
// has to tidy up after itself: a Terraform that is interrupted while it uses one of them kills this process.
func Serve(
	ctx context.Context, providers ...Provider,
) (served map[string]tfexec.ReattachConfig, ledger *Ledger, stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)

	var closed []chan struct{}

	stop = func() {
		cancel()

		for _, one := range closed {
			<-one
		}
	}

	served, ledger = map[string]tfexec.ReattachConfig{}, &Ledger{}

	for _, one := range providers {
		config, done, err := serve(ctx, &server{Provider: one, tell: ledger.add})
		if err != nil {
			stop()

			return nil, nil, nil, fmt.Errorf("the stand-in for %s is not served: %w", one.Address, err)
		}

		served[one.Address], closed = config, append(closed, done)
	}

	return served, ledger, stop, nil
}

// serve serves one.
func serve(ctx context.Context, one *server) (tfexec.ReattachConfig, chan struct{}, error) {
	found, done, failed := make(chan *plugin.ReattachConfig, 1), make(chan struct{}), make(chan error, 1)

	go func() {
		failed <- tf6server.Serve(one.Address, func() tfprotov6.ProviderServer {
			return providerserver.NewProtocol6(one)()
		}, tf6server.WithDebug(ctx, found, done), tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
			tf6server.WithLoggingSink(silence{}))
	}()

	select {
	case config := <-found:
		return tfexec.ReattachConfig{
			Protocol: string(config.Protocol), ProtocolVersion: config.ProtocolVersion, Pid: config.Pid, Test: true,
			Addr: tfexec.ReattachConfigAddr{Network: config.Addr.Network(), String: config.Addr.String()},
		}, done, nil
	case err := <-failed:
		return tfexec.ReattachConfig{}, nil, errors.Join(errors.New("it ended at once"), err)
	case <-ctx.Done():
		return tfexec.ReattachConfig{}, nil, ctx.Err()
	case <-time.After(startTimeout):
		return tfexec.ReattachConfig{}, nil, errors.New("it takes too long")
	}
}

// silence has a server write no logs, unless TF_LOG asks for them. A server in another process writes them all to its
// standard error, for the CLI to choose from.
type silence struct {
	*testing.T
}

// Name is all that is asked of it.
func (silence) Name() string {
	return "standin"
}
