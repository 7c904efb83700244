// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "slices"

// consentKey is who gave consent, and to whom.
type consentKey struct {
	subjectID string
	clientID  string
}

// recordConsent keeps what a subject granted an app, as every granted
// authorization does. To refuse takes nothing of it back.
func (p *project) recordConsent(r *authorizationRequest) {
	key := r.consentKey()
	p.consents[key] = unique(append(slices.Clone(p.consents[key]), r.scopes...))
}

// consentRequired tells whether the subject has to be asked: by an app that
// needs consent, for what has not been granted to it before, and by anyone who
// asks to have the subject asked.
func (p *project) consentRequired(r *authorizationRequest) bool {
	granted, before := p.consents[r.consentKey()]
	remembered := before && containsAll(granted, r.scopes)

	return r.client.ConsentRequired && !remembered || slices.Contains(r.prompt, "consent")
}

func (r *authorizationRequest) consentKey() consentKey {
	return consentKey{subjectID: r.subject.id(), clientID: r.client.ClientID}
}
