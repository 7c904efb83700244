// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

const readHeaderTimeout = 10 * time.Second

// hooks are for tests. Each may be nil.
type hooks struct {
	// build takes the place of [tfcli.Build].
	build func(ctx context.Context, dir string) error
	// emulate wraps the emulator, and so changes what is issued.
	emulate func(http.Handler) http.Handler
	// deliver wraps that, and so changes what Terraform gets of it.
	deliver func(http.Handler) http.Handler
}

// stage is everything that the demo is played with.
type stage struct {
	mock     *stytchmock.Server
	fixture  stytchmock.Fixture
	handouts *handouts
	cli      *tfcli.CLI
	work     *tfcli.Workspace
	// ledger tells what the stand-ins for other providers were given.
	ledger *standin.Ledger
	// secrets are those that may be found nowhere.
	secrets []handout

	hooks
	// strikes undo what prepare did.
	strikes []func() error
}

// strike undoes it in reverse order.
func (s *stage) strike() error {
	var err error

	for _, one := range slices.Backward(s.strikes) {
		err = errors.Join(err, one())
	}

	s.strikes = nil

	return err
}

// prepare makes everything ready.
func (s *stage) prepare(ctx context.Context, options tfcli.Options, told *report) error {
	told.step("Getting ready")

	err := s.listen(ctx)
	if err != nil {
		return err
	}

	told.say("An emulator of Stytch's API is listening on %s.", s.fixture.BaseURL)

	options.Installing = func() { told.say("There is no suitable Terraform or OpenTofu on the PATH. Downloading Terraform.") }

	if s.cli, err = tfcli.Find(ctx, options); err != nil {
		return err
	}

	told.say("Using %s.", s.cli)

	providerDir, started := filepath.Join(options.Dir, "provider"), time.Now()

	build := tfcli.Build
	if s.build != nil {
		build = s.build
	}

	if err := build(ctx, providerDir); err != nil {
		return err
	}

	told.say("The provider was built in %.1f s.", time.Since(started).Seconds())

	others, err := standin.Install(options.Dir, otherProviders()...)
	if err != nil {
		return err
	}

	if s.ledger, err = standin.Open(ctx); err != nil {
		return err
	}

	s.strikes = append(s.strikes, s.ledger.Close)

	told.say("Stand-ins for the providers pablovarela/slack and hashicorp/aws record what they are given.")

	s.work, err = tfcli.NewWorkspace(options.Dir, tfcli.Settings{
		CLI: s.cli, ProviderDir: providerDir, Environ: options.Environ, Others: others,
		Set: map[string]string{standin.Variable: s.ledger.URL},
	})
	if err != nil {
		return err
	}

	return s.furnish(ctx, told)
}

// otherProviders are those that are stood in for.
func otherProviders() []standin.Provider {
	return []standin.Provider{slackProvider(), storeProvider()}
}

// slackProvider is as much of pablovarela/slack as examples/demo uses.
func slackProvider() standin.Provider {
	return standin.Provider{
		Address: "pablovarela/slack",
		Configuration: map[string]providerschema.Attribute{
			"token": providerschema.StringAttribute{Optional: true, Sensitive: true},
		},
		Resources: map[string]map[string]schema.Attribute{"slack_conversation": {
			"name":       schema.StringAttribute{Required: true},
			"topic":      schema.StringAttribute{Optional: true},
			"is_private": schema.BoolAttribute{Required: true},
		}},
	}
}

// listen starts the emulator.
func (s *stage) listen(ctx context.Context) error {
	var config net.ListenConfig

	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("the emulator cannot listen: %w", err)
	}

	s.mock = stytchmock.New()
	s.handouts = &handouts{Handler: s.mock}

	if s.emulate != nil {
		s.handouts.Handler = s.emulate(s.mock)
	}

	var handler http.Handler = s.handouts
	if s.deliver != nil {
		handler = s.deliver(s.handouts)
	}

	s.fixture = s.mock.FixtureAt("http://" + listener.Addr().String())

	server := &http.Server{Handler: handler, ReadHeaderTimeout: readHeaderTimeout}

	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()

	s.strikes = append(s.strikes, func() error {
		if err := server.Close(); err != nil {
			return err
		}

		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			return err
		}

		return nil
	})

	return nil
}

// furnish copies the configuration and gives it its values.
func (s *stage) furnish(ctx context.Context, told *report) error {
	source, err := tfcli.ModuleDir(ctx)
	if err != nil {
		return err
	}

	var left []string

	if !s.cli.WriteOnlyArguments() {
		left = append(left, storeFile)

		told.say("%s has no write-only arguments (1.11 has), so %s and its checks are left out.", s.cli, storeFile)
	}

	if err := s.work.Copy(filepath.Join(source, "examples", "demo"), left...); err != nil {
		return err
	}

	return s.work.SetVariables(variables(s.fixture))
}

// variables are those of examples/demo.
func variables(from stytchmock.Fixture) map[string]any {
	return map[string]any{
		"base_url": from.BaseURL,
		"b2b": map[string]string{
			"project_id": from.ProjectID, "public_token": from.PublicToken,
			"organization_id": from.OrganizationID, "member_id": from.MemberID,
			"client_id": from.ClientID, "redirect_uri": from.RedirectURI, "m2m_client_id": from.M2MClientID,
		},
		"consumer": map[string]string{
			"project_id": from.ConsumerProjectID, "public_token": from.ConsumerPublicToken, "user_id": from.UserID,
		},
		"secrets": map[string]string{
			"b2b": from.Secret, "consumer": from.ConsumerSecret, "m2m_client": from.M2MClientSecret,
		},
	}
}
