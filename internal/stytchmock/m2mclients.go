// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"strings"
)

// The limits of trusted_metadata (https://stytch.com/docs/api/metadata).
const (
	maxMetadataBytes = 4096
	maxMetadataKeys  = 20
)

// minSecretBytes and minSecretCharacters stand for what Stytch demands of a secret of one's own: eight characters or more,
// and an "entropy" that it does not define.
const (
	minSecretBytes      = 8
	minSecretCharacters = 5
)

// m2mClientFields are the fields of an M2M client that can be set. One that is left out or null is nil.
type m2mClientFields struct {
	ClientName        *string         `json:"client_name"`
	ClientDescription *string         `json:"client_description"`
	Scopes            []string        `json:"scopes"`
	TrustedMetadata   json.RawMessage `json:"trusted_metadata"`
}

// createM2MClient serves POST /v1/m2m/clients (https://stytch.com/docs/api/create-m2m-client). An id and a secret of
// one's own are accepted.
func (s *Server) createM2MClient(c *call) (*response, error) {
	var in struct {
		m2mClientFields

		ClientID     string `json:"client_id"`
		ClientSecret string `json:"client_secret"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if err := require("scopes", in.Scopes != nil); err != nil {
		return nil, err
	}
	switch {
	case strings.ContainsFunc(in.ClientID, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, badRequest("m2m_client_invalid_client_id", "The client_id has a character that it must not have.")
	case in.ClientID != "" && c.project.client(in.ClientID) != nil:
		return nil, badRequest("duplicate_m2m_client_id", "The project has a client with this client_id.")
	case in.ClientSecret != "" && insecure(in.ClientSecret):
		return nil, badRequest("insecure_m2m_client_secret", "The client_secret is too easy to guess.")
	}
	added := newM2MClient(in.ClientID, in.ClientSecret)
	if err := s.setM2MClient(added, in.m2mClientFields); err != nil {
		return nil, err
	}
	c.project.addClient(added)

	return m2mClients.respondWithSecret(s, added, "client_secret", added.secrets[0])
}

// insecure reports whether a secret is too short, or has too few characters that differ.
func insecure(secret string) bool {
	return len(secret) < minSecretBytes || len(unique(strings.Split(secret, ""))) < minSecretCharacters
}

// updateM2MClient serves PUT /v1/m2m/clients/{client_id} (https://stytch.com/docs/api/update-m2m-client).
func (s *Server) updateM2MClient(c *call) (*response, error) {
	var in struct {
		m2mClientFields
		repeatedID

		Status *string `json:"status"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	found, err := m2mClients.find(c)
	if err := cmp.Or(err, in.check(c)); err != nil {
		return nil, err
	}
	updated := *found
	if s.putReplaces {
		updated = *newM2MClient(found.id, "")
		updated.number, updated.secrets = found.number, found.secrets
	}
	if in.Status != nil {
		if *in.Status != "active" && *in.Status != "inactive" {
			return nil, badRequest("m2m_client_invalid_status", "The status must be active or inactive, not %q.", *in.Status)
		}
		updated.active = *in.Status == "active"
	}
	if err := s.setM2MClient(&updated, in.m2mClientFields); err != nil {
		return nil, err
	}
	// Tokens refer to the client that was found.
	*found = updated

	return m2mClients.respond(s, found)
}

// setM2MClient checks fields and sets them.
func (s *Server) setM2MClient(m *client, fields m2mClientFields) error {
	set(&m.name, fields.ClientName)
	set(&m.description, fields.ClientDescription)
	setList(&m.scopes, fields.Scopes)
	for _, scope := range m.scopes {
		if !validScope(scope) {
			return badRequest("invalid_m2m_client_scope", "%q is not one scope.", scope)
		}
	}
	merged, err := mergeMetadata(m.metadata, fields.TrustedMetadata)
	if err != nil {
		return err
	}
	if s.normalizes {
		normalizeNumbers(merged)
	}
	m.metadata = merged

	return nil
}

// mergeMetadata merges metadata at the top level: a key whose value is null is removed, any other one is replaced
// (https://stytch.com/docs/api/metadata).
func mergeMetadata(old map[string]json.RawMessage, change json.RawMessage) (map[string]json.RawMessage, error) {
	merged := maps.Clone(old)
	if merged == nil {
		merged = map[string]json.RawMessage{}
	}
	if len(change) > 0 {
		var changed map[string]json.RawMessage
		if err := json.Unmarshal(change, &changed); err != nil {
			return nil, badRequest("metadata_invalid_format", "The field \"trusted_metadata\" must be an object.")
		}
		maps.Copy(merged, changed)
	}
	maps.DeleteFunc(merged, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	encoded, err := json.Marshal(merged)
	switch {
	case err != nil:
		return nil, err
	case len(encoded) > maxMetadataBytes:
		return nil, badRequest("metadata_too_large", "The metadata has more than %d bytes.", maxMetadataBytes)
	case len(merged) > maxMetadataKeys:
		return nil, badRequest("metadata_too_many_keys", "The metadata has more than %d keys.", maxMetadataKeys)
	}

	return merged, nil
}

// normalizeNumbers writes the numbers of metadata as encoding/json does: 1 for 1.0.
func normalizeNumbers(metadata map[string]json.RawMessage) {
	for key, raw := range metadata {
		var value any
		if json.NewDecoder(bytes.NewReader(raw)).Decode(&value) == nil {
			metadata[key], _ = json.Marshal(value)
		}
	}
}

// m2mClientObject is the M2M client (https://stytch.com/docs/api/m2m-client).
func (s *Server) m2mClientObject(m *client) object {
	metadata := object{}
	for key, value := range m.metadata {
		metadata[key] = value
	}
	shown := object{
		"client_id":          m.id,
		"client_name":        m.name,
		"client_description": m.description,
		"status":             m.status(),
		"scopes":             s.sorted(m.scopes),
		"trusted_metadata":   metadata,
	}
	m.addLastFour(shown)

	return shown
}
