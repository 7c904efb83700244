// SPDX-License-Identifier: MPL-2.0

// Package canned makes up what Stytch answers about identity providers, from the client's own table of them: tests
// that concern every identity provider take a new one in without a change.
//
// It stands apart from tftest, so that the client's tests can use it without Terraform.
package canned

import (
	"fmt"
	"maps"
	"reflect"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// seconds is the value of every field that is a number.
const seconds = 3600

// Tokens is an answer to a read of a Member's tokens, without the envelope's fields. It has every field that the
// identity provider's entry names, promised or not, and no other. Each of sets gives values to fields that it has; what
// no set names is made up. Where tokens come as a list, there is a registration for each set, and at least one.
func Tokens(provider client.IdentityProvider, sets ...map[string]any) map[string]any {
	if len(sets) == 0 {
		sets = []map[string]any{nil}
	}

	answer := map[string]any{"provider_type": provider.Title}

	if !provider.Registrations {
		maps.Copy(answer, token(provider, sets[0]))

		return answer
	}

	registrations := make([]any, len(sets))
	for i, set := range sets {
		registrations[i] = token(provider, set)
	}

	answer["registrations"] = registrations

	return answer
}

// token is one token of an identity provider.
func token(provider client.IdentityProvider, set map[string]any) map[string]any {
	values := map[string]any{}

	for _, field := range provider.Fields {
		value, ok := set[field.Name]
		if !ok {
			value = madeUp(provider.Name, field.Name)
		}

		values[field.Name] = value
	}

	return values
}

// madeUp is a value of the type that the client has for a field.
func madeUp(provider, name string) any {
	for field := range reflect.TypeFor[client.Token]().Fields() {
		if tag, _, _ := strings.Cut(field.Tag.Get("json"), ","); tag != name {
			continue
		}

		text := provider + "-" + name

		switch field.Type {
		case reflect.TypeFor[*string]():
			return text
		case reflect.TypeFor[[]string]():
			return []string{text}
		case reflect.TypeFor[*int64]():
			return seconds
		}
	}

	panic(fmt.Sprintf("client.Token has no field %s of a type that canned knows", name))
}
