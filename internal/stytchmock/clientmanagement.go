// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
)

// clientKind is one of the two kinds of OAuth client that a project manages. What they share is in this file and in
// clientsearch.go, and what differs in connectedapps.go and m2mclients.go. Both products have the same endpoints.
type clientKind struct {
	// noun is the name of one client in responses, and what the types of its errors begin with.
	noun string
	// name is what the messages call one.
	name  string
	isM2M bool
	// object is what a response holds of a client, without secrets.
	object func(s *Server, c *client) object
}

var (
	connectedApps = clientKind{"connected_app", "Connected App", false, (*Server).connectedAppObject}
	m2mClients    = clientKind{"m2m_client", "M2M client", true, (*Server).m2mClientObject}
)

// WithPutReplaces makes a PUT of a client reset what it leaves out to its default. Otherwise it keeps that, which is what
// Stytch's Go SDK presumes. Stytch documents neither, so a client has to pass under both.
func WithPutReplaces() Option {
	return func(s *Server) { s.putReplaces = true }
}

// WithNormalization makes clients come back in another form than they were sent, of the same meaning: lists of URLs and
// scopes in another order, URLs with a lower-case host and a path, numbers of trusted_metadata without a fraction that is
// zero, and an empty template as an empty string. Stytch promises no form, so a client has to cope with others.
func WithNormalization() Option {
	return func(s *Server) { s.normalizes = true }
}

// find returns the client that the path names.
func (k clientKind) find(c *call) (*client, error) {
	found := c.project.client(c.path["client_id"])
	if found == nil || (found.clientType == m2m) != k.isM2M {
		return nil, notFound(k.noun+"_not_found", "The %s requested could not be found.", k.name)
	}

	return found, nil
}

func connectedAppNotFound() error {
	return notFound("connected_app_not_found", "The Connected App requested could not be found.")
}

// respond returns the response of most operations: the client without its secrets.
func (k clientKind) respond(s *Server, c *client) (*response, error) {
	return newResponse(http.StatusOK, object{k.noun: k.object(s, c)}), nil
}

// respondWithSecret returns the response of the operations that issue a secret, which no later response shows. Unlike all
// others it lacks the creation_method of a Connected App, as in Stytch's OpenAPI document. A public client has no secret.
func (k clientKind) respondWithSecret(s *Server, c *client, field, secret string) (*response, error) {
	shown := k.object(s, c)
	delete(shown, "creation_method")
	if secret != "" {
		shown[field] = secret
	}

	return newResponse(http.StatusOK, object{k.noun: shown}), nil
}

// get serves GET …/clients/{client_id} (https://stytch.com/docs/b2b/api/get-connected-app,
// https://stytch.com/docs/api/get-m2m-client).
func (k clientKind) get(s *Server, c *call) (*response, error) {
	found, err := k.find(c)
	if err != nil {
		return nil, err
	}

	return k.respond(s, found)
}

// delete serves DELETE …/clients/{client_id}. The id may be used again. The tokens of an M2M client stay good until they
// expire, as Stytch documents. Of those of a Connected App it says nothing; here they are revoked.
func (k clientKind) delete(_ *Server, c *call) (*response, error) {
	found, err := k.find(c)
	if err != nil {
		return nil, err
	}
	if !k.isM2M {
		c.project.uninstall(func(_ *subject, app *client) bool { return app == found })
	}
	c.project.clients = slices.DeleteFunc(c.project.clients, func(one *client) bool { return one == found })

	return newResponse(http.StatusOK, object{"client_id": found.id}), nil
}

// repeatedID is the client_id of the path, which Stytch's SDKs repeat in the body.
type repeatedID struct {
	ClientID string `json:"client_id"`
}

// check refuses another client_id than the path's.
func (id repeatedID) check(c *call) error {
	if id.ClientID == "" || id.ClientID == c.path["client_id"] {
		return nil
	}

	return badRequest("invalid_client_id", "The field \"client_id\" is not the one of the path.")
}

// rotating returns the client of a step of a rotation, which must be under way or must not be. The body has no fields.
func (k clientKind) rotating(c *call, underWay bool) (*client, error) {
	var in repeatedID
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if err := in.check(c); err != nil {
		return nil, err
	}
	found, err := k.find(c)
	switch {
	case err != nil:
		return nil, err
	case found.public():
		return nil, badRequest("public_connected_apps_do_not_have_secrets", "A public Connected App has no secret.")
	case len(found.secrets) == 1 && underWay:
		return nil, badRequest(k.noun+"_not_rotating_secret", "No rotation of the secret is under way.")
	case len(found.secrets) == 2 && !underWay:
		return nil, badRequest(k.noun+"_already_rotating_secret", "A rotation of the secret is under way.")
	}

	return found, nil
}

// startRotation serves POST …/secrets/rotate/start (https://stytch.com/docs/api/m2m-rotate-secret-start): the next
// secret is issued, and both are accepted.
func (k clientKind) startRotation(s *Server, c *call) (*response, error) {
	found, err := k.rotating(c, false)
	if err != nil {
		return nil, err
	}
	next := newOpaqueToken()
	found.secrets = append(found.secrets, next)

	return k.respondWithSecret(s, found, "next_client_secret", next)
}

// cancelRotation serves POST …/secrets/rotate/cancel (https://stytch.com/docs/api/m2m-rotate-secret-cancel): the next
// secret is refused from now on.
func (k clientKind) cancelRotation(s *Server, c *call) (*response, error) {
	found, err := k.rotating(c, true)
	if err != nil {
		return nil, err
	}
	found.secrets = found.secrets[:1]

	return k.respond(s, found)
}

// finishRotation serves POST …/secrets/rotate (https://stytch.com/docs/api/m2m-rotate-secret): the next secret becomes
// the current one, and the old one is refused from now on.
func (k clientKind) finishRotation(s *Server, c *call) (*response, error) {
	found, err := k.rotating(c, true)
	if err != nil {
		return nil, err
	}
	found.secrets = found.secrets[1:]

	return k.respond(s, found)
}

// addLastFour adds the last characters of a client's secrets to its object. There is null for a secret that it lacks.
func (c *client) addLastFour(to object) {
	to["client_secret_last_four"], to["next_client_secret_last_four"] = nil, nil
	for i, name := range []string{"client_secret_last_four", "next_client_secret_last_four"} {
		if i < len(c.secrets) {
			to[name] = c.secrets[i][len(c.secrets[i])-4:]
		}
	}
}

// set sets a field to a value that is not left out.
func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// setList sets a list to one that is not left out.
func setList(field *[]string, value []string) {
	if value != nil {
		*field = value
	}
}

// sorted returns a list in an order of its own, where the emulator normalizes.
func (s *Server) sorted(list []string) []string {
	list = unique(list)
	if s.normalizes {
		slices.Sort(list)
	}

	return list
}
