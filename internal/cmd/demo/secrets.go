// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// collect adds every secret that was handed out, sent, or configured since it was last called.
func (s *stage) collect() {
	found := []handout{
		{"stytch", "secret (B2B)", s.fixture.Secret},
		{"stytch", "secret (Consumer)", s.fixture.ConsumerSecret},
		{"stytch", "client_secret (M2M)", s.fixture.M2MClientSecret},
	}
	found = append(append(found, s.handouts.all()...), s.verifiers()...)

	for _, one := range found {
		if !slices.ContainsFunc(s.secrets, func(known handout) bool { return known.value == one.value }) {
			s.secrets = append(s.secrets, one)
		}
	}
}

// secret returns the first one of a name, empty if there is none.
func (s *stage) secret(name string) string {
	for _, one := range s.secrets {
		if one.name == name {
			return one.value
		}
	}

	return ""
}

// verifiers are the PKCE code verifiers that the token endpoint was sent: the provider makes them, not Stytch.
func (s *stage) verifiers() []handout {
	var found []handout

	for _, request := range s.mock.RequestsTo(stytchmock.RouteToken) {
		form, err := url.ParseQuery(string(request.Body))
		if verifier := form.Get("code_verifier"); err == nil && verifier != "" {
			found = append(found, handout{"provider", "code_verifier", verifier})
		}
	}

	return found
}

// written is all that Terraform has written, by name.
func (s *stage) written() (map[string][]byte, error) {
	state, err := s.work.State()
	if err != nil {
		return nil, err
	}

	parts, err := s.work.SavedPlan()
	if err != nil {
		return nil, err
	}

	parts["terraform.tfstate"] = state

	return parts, nil
}

// traces is a fault if a secret is anywhere in what was written.
func traces(written map[string][]byte, secrets ...handout) error {
	var fault error

	for name, text := range written {
		for _, one := range secrets {
			if tfcli.Holds(text, one.value) {
				fault = errors.Join(fault, fmt.Errorf("the %s %s is in %s", one.name, short(one.value), name))
			}
		}
	}

	return fault
}
