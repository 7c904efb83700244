// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"sync"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// issued keeps what Stytch issued during one apply and never shows again, until an ephemeral resource hands it to a
// secret store in the same apply. It is in memory only: nothing of it reaches the state, a plan or a log. Configure makes
// one, and Terraform configures a provider once for each plan and each apply.
type issued struct {
	mu sync.Mutex
	// secrets are the newest client secrets, by client id.
	secrets map[string]issuedSecret
	// grants are what became of the grants of Connected Apps, by import id.
	grants map[string]issuedGrant
	// last is the newest time of what this run deleted.
	last int64
}

// issuedSecret is a client secret.
type issuedSecret struct {
	secret, lastFour *string
}

// complete returns the secret with its last four characters, which Stytch does not promise to return with it.
func (s issuedSecret) complete() issuedSecret {
	if s.lastFour == nil || *s.lastFour == "" {
		s.lastFour = new((*s.secret)[max(0, len(*s.secret)-4):])
	}

	return s
}

// newIssued returns an empty memory.
func newIssued() *issued {
	return &issued{secrets: map[string]issuedSecret{}, grants: map[string]issuedGrant{}}
}

// putSecret keeps the newest secret of a client.
func (i *issued) putSecret(clientID string, secret issuedSecret) {
	i.mu.Lock()
	defer i.mu.Unlock()

	i.secrets[clientID] = secret
}

// secret returns the newest secret of a client. Its fields are nil if this run issued none.
func (i *issued) secret(clientID string) issuedSecret {
	i.mu.Lock()
	defer i.mu.Unlock()

	return i.secrets[clientID]
}

// issuedGrant is what this run did, or is about to do, with a Connected App for one Member or User.
type issuedGrant struct {
	// tokens are what was issued, nil if nothing was.
	tokens *client.OAuthTokens
	// claimed reports whether a resource has begun to have tokens issued.
	claimed bool
	// revoked reports whether the app was revoked.
	revoked bool
}

// grant returns what this run did with a grant.
func (i *issued) grant(id string) issuedGrant {
	i.mu.Lock()
	defer i.mu.Unlock()

	return i.grants[id]
}

// setGrant changes what is kept of a grant.
func (i *issued) setGrant(id string, change func(*issuedGrant)) {
	i.mu.Lock()
	defer i.mu.Unlock()

	grant := i.grants[id]
	change(&grant)
	i.grants[id] = grant
}

// claimGrant reports whether no other resource has begun to have tokens issued for a grant in this run.
func (i *issued) claimGrant(id string) bool {
	claimed := false

	i.setGrant(id, func(grant *issuedGrant) { claimed, grant.claimed = !grant.claimed, true })

	return claimed
}

// now returns the time in Unix seconds, for the version of a secret or of tokens in a store. It is later than previous, the
// time of the secret before, and than those that seen was called with, even within one second. It is not made later than
// what else was issued in this run: with many clients, it would run ahead of the clock, and a client that is replaced soon
// after could have the same version again.
func (i *issued) now(previous int64) int64 {
	i.mu.Lock()
	defer i.mu.Unlock()

	return max(time.Now().Unix(), previous+1, i.last+1)
}

// seen makes now return later times than this one, which an earlier run returned.
func (i *issued) seen(issuedAt int64) {
	i.mu.Lock()
	defer i.mu.Unlock()

	i.last = max(i.last, issuedAt)
}
