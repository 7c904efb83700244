// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"testing"
	"time"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b/b2bstytchapi"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/sessions"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/stytchapi"
)

// A session JWT is checked by the SDK alone, with the project's published keys: nothing in it may be missing.

func TestMemberSessionJWT(t *testing.T) {
	t.Parallel()

	p := meet(t)
	begun := time.Now().Add(-time.Minute)

	sdk, err := b2bstytchapi.NewClient(p.fixture.ProjectID, p.fixture.Secret,
		b2bstytchapi.WithBaseURI(p.fixture.BaseURL), b2bstytchapi.WithInitializationContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}

	read, err := sdk.Sessions.AuthenticateJWTLocal(t.Context(), p.fixture.SessionJWT, time.Minute, nil)
	if err != nil {
		t.Fatal(err)
	}

	if read.MemberSessionID == "" || read.MemberID != p.fixture.MemberID || read.OrganizationID != p.fixture.OrganizationID ||
		read.OrganizationSlug != p.fixture.OrganizationSlug || len(read.Roles) != 1 || len(read.CustomClaims) > 0 {
		t.Errorf("the SDK reads %+v", read)
	}

	wantTimes(t, begun, read.StartedAt, read.LastAccessedAt, read.ExpiresAt)
	wantFactor(t, read.AuthenticationFactors, "ada@example.com")

	if _, err := sdk.Sessions.AuthenticateJWTLocal(t.Context(), p.fixture.ConsumerSessionJWT, time.Minute, nil); err == nil {
		t.Error("a User's session JWT is good for the B2B project")
	}
}

func TestUserSessionJWT(t *testing.T) {
	t.Parallel()

	p := meet(t)
	begun := time.Now().Add(-time.Minute)

	sdk, err := stytchapi.NewClient(p.fixture.ConsumerProjectID, p.fixture.ConsumerSecret,
		stytchapi.WithBaseURI(p.fixture.BaseURL), stytchapi.WithInitializationContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}

	read, err := sdk.Sessions.AuthenticateJWTLocal(p.fixture.ConsumerSessionJWT, time.Minute)
	if err != nil {
		t.Fatal(err)
	}

	if read.SessionID == "" || read.UserID != p.fixture.UserID || read.Attributes == nil || len(read.CustomClaims) > 0 {
		t.Errorf("the SDK reads %+v", read)
	}

	wantTimes(t, begun, read.StartedAt, read.LastAccessedAt, read.ExpiresAt)
	wantFactor(t, read.AuthenticationFactors, "alan@example.com")
}

// wantTimes asserts that a session began in this test, was used since and goes on.
func wantTimes(t *testing.T, begun time.Time, started, accessed, expires *time.Time) {
	t.Helper()

	if started.Before(begun) || accessed.Before(*started) || accessed.After(time.Now()) || !expires.After(time.Now()) {
		t.Errorf("a session from %v, last used %v, to %v", started, accessed, expires)
	}
}

// wantFactor asserts that someone logged in by email.
func wantFactor(t *testing.T, factors []sessions.AuthenticationFactor, email string) {
	t.Helper()

	if len(factors) != 1 || factors[0].Type != "magic_link" || factors[0].DeliveryMethod != "email" ||
		factors[0].LastAuthenticatedAt == nil || factors[0].EmailFactor == nil ||
		factors[0].EmailFactor.EmailAddress != email || factors[0].EmailFactor.EmailID == "" {
		t.Errorf("factors %+v", factors)
	}
}
