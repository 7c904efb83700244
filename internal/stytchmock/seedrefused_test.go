// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestSeededAppsThatInsistOnPKCE(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, authorize := range []func(changes map[string]any) response{
		func(changes map[string]any) response {
			return e.post(memberAuthorizePath, e.b2b(),
				with(granting(e, map[string]any{"client_id": e.f.PKCEClientID}), changes))
		},
		func(changes map[string]any) response {
			return e.post(userAuthorizePath, e.consumer(), with(userAuthorizationBody(e, map[string]any{
				"client_id": e.f.ConsumerPKCEClientID, "consent_granted": true, "code_challenge": challenge(testVerifier),
			}), changes))
		},
	} {
		checkOK(t, authorize(nil), 200)
		checkError(t, authorize(map[string]any{"code_challenge": nil}), 400, "pkce_required_for_idp_authorization_flow", "")
	}
}

func TestSeededAppThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	e := start(t)

	disallowed := map[string]any{"client_id": e.f.DisallowedClientID}
	got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, disallowed))
	checkError(t, got, 403, "connected_app_not_allowed_for_org", "")
	checkError(t, e.post(memberAuthorizePath, e.b2b(), granting(e, disallowed)), 403, "connected_app_not_allowed_for_org", "")

	got = e.post(memberPreflightPath, e.b2b(), authorizationBody(e, nil))
	checkOK(t, got, 200)
	organization, _ := got.body["organization"].(map[string]any)
	allowed, _ := organization["allowed_third_party_connected_apps"].([]any)
	if organization["third_party_connected_apps_allowed_type"] != "RESTRICTED" ||
		!slices.Contains(allowed, any(e.f.ClientID)) || slices.Contains(allowed, any(e.f.DisallowedClientID)) ||
		slices.Contains(allowed, any(e.f.ConfidentialClientID)) || slices.Contains(allowed, any(e.f.M2MClientID)) {
		t.Errorf("organization %v", organization)
	}
	elsewhere := map[string]any{"organization_id": e.f.OtherOrganizationSlug, "member_id": e.f.OtherMemberID}
	checkOK(t, e.post(memberPreflightPath, e.b2b(), authorizationBody(e, with(disallowed, elsewhere))), 200)
}

func TestSeededInactiveM2MClients(t *testing.T) {
	t.Parallel()
	e := start(t)

	for projectID, client := range map[string][2]string{
		e.f.ProjectID:         {e.f.InactiveM2MClientID, e.f.InactiveM2MClientSecret},
		e.f.ConsumerProjectID: {e.f.ConsumerInactiveM2MClientID, e.f.ConsumerInactiveM2MClientSecret},
	} {
		if client[0] == "" || client[1] == "" {
			t.Errorf("client %v", client)
		}
		checkOAuthError(t, e.form("/v1/public/"+projectID+"/oauth2/token", map[string]string{
			"grant_type": "client_credentials", "client_id": client[0], "client_secret": client[1],
		}), "invalid_client", "")
	}
}

func TestSeededOtherOrganization(t *testing.T) {
	t.Parallel()
	e := start(t)

	tokens := func(organization, member string) response {
		return e.get("/v1/b2b/organizations/"+organization+"/members/"+member+"/oauth_providers/google", e.b2b())
	}
	here, there := tokens(e.f.OrganizationID, e.f.MemberID), tokens(e.f.OtherOrganizationID, e.f.OtherMemberID)
	checkOK(t, there, 200)
	if here.text("access_token") == there.text("access_token") {
		t.Error("two members have one token")
	}
	checkOK(t, tokens(e.f.OtherOrganizationSlug, e.f.OtherMemberID), 200)
	checkError(t, tokens(e.f.OrganizationID, e.f.OtherMemberID), 404, "member_not_found", "")
	checkError(t, tokens(e.f.OtherOrganizationID, e.f.MemberID), 404, "member_not_found", "")
}

func TestLifetimes(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now),
		stytchmock.WithCodeLifetime(time.Second), stytchmock.WithAttachTokenLifetime(3*time.Second))

	code := e.code(nil)
	token := e.post(attachPath, e.consumer(), e.attachBody()).text("oauth_attach_token")
	turned.advance(time.Second)
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), "invalid_grant", "expired")
	login := query("public_token", e.f.ConsumerPublicToken, "oauth_attach_token", token)
	if got := e.AttachTokens(); got[0].Expired || !e.Codes()[0].Expired {
		t.Errorf("attach tokens %+v, codes %+v", got, e.Codes())
	}
	turned.advance(2 * time.Second)
	checkError(t, e.get("/v1/public/oauth/google/start"+login, [2]string{}), 400, "invalid_oauth_attach_token", "")
}
