// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// Stytch's ids show what they are of: a Member's begins with member-test- or member-live-. An argument that takes an id
// refuses those of another kind before any request. Slugs, external ids and client ids of the owner's choice remain
// allowed.

// idKind is a kind of id that Stytch makes.
type idKind struct {
	// prefix begins an id, before -test- or -live-.
	prefix string
	// name is what an id is called.
	name string
	// arguments are those that take such an id.
	arguments []string
	// elsewhere says where an id belongs if the type has no such argument.
	elsewhere string
}

const (
	elsewhereMember = "It belongs in a type with `member` in its name, which is for B2B projects."
	elsewhereUser   = "It belongs in a type with `user` in its name, which is for Consumer projects."
)

// idKinds are the kinds that somebody may have at hand.
var idKinds = []idKind{
	{"organization", "an Organization's id", []string{"organization_id"}, elsewhereMember},
	{"member", "a Member's id", []string{"member_id"}, elsewhereMember},
	{"user", "a User's id", []string{"user_id"}, elsewhereUser},
	{"connected-app", "a Connected App's id", []string{"client_id", "connected_app_id"}, ""},
	{"m2m-client", "an M2M client's id", nil, ""},
	{"project", "a project's id", nil, "It belongs in the provider block, as `project_id`."},
	{"public-token", "a public token", []string{"public_token"}, "It belongs in the provider block, as `public_token`."},
	{"session", "a session's id", nil, ""},
	{"member-session", "a session's id", nil, ""},
	{"request-id", "a request's id", nil, ""},
}

// idArgument is what an argument takes.
type idArgument struct {
	// takes says what that is: "a Member's id or external id".
	takes string
	// prefixes are those of its kinds.
	prefixes []string
	// syntax returns what else is wrong with a value.
	syntax func(string) error
	// chosen is set where the owner chooses the value, and cannot change it later. Such a value may begin like an id of
	// another kind, so only one that also ends like it is refused.
	chosen bool
}

// The validators of ids.
var (
	isOrganization = idArgument{
		takes: "an Organization's id, slug or external id", prefixes: []string{"organization"}, syntax: checkPathSegment,
	}.validator()
	isOrganizationID = idArgument{
		takes: "an Organization's id", prefixes: []string{"organization"}, syntax: checkToken,
	}.validator()
	isOrganizationSlug = idArgument{takes: "an Organization's slug", syntax: checkToken}.validator()
	isMember           = idArgument{
		takes: "a Member's id or external id", prefixes: []string{"member"}, syntax: checkPathSegment,
	}.validator()
	isUser = idArgument{
		takes: "a User's id or external id", prefixes: []string{"user"}, syntax: checkPathSegment,
	}.validator()
	isConnectedApp = idArgument{
		takes: "a Connected App's client id", prefixes: []string{"connected-app"}, syntax: checkPathSegment,
	}.validator()
	isM2MClient = idArgument{
		takes: "an M2M client's id", prefixes: []string{"m2m-client"}, syntax: checkPathSegment, chosen: true,
	}.validator()
	// isM2MClientID is for an id that is sent in a body: it may have spaces in it.
	isM2MClientID = idArgument{
		takes: "an M2M client's id", prefixes: []string{"m2m-client"}, syntax: checkClientCredential, chosen: true,
	}.validator()
	isClient = idArgument{
		takes: "the id of a Connected App or an M2M client", prefixes: []string{"connected-app", "m2m-client"},
		syntax: checkClientCredential, chosen: true,
	}.validator()
	isProject     = idArgument{takes: "a project's id", prefixes: []string{"project"}, syntax: checkProjectID}.validator()
	isPublicToken = idArgument{
		takes: "a project's public token", prefixes: []string{"public-token"}, syntax: checkPublicToken,
	}.validator()
)

// validator returns the validator of the argument.
func (a idArgument) validator() *stringValidator {
	return &stringValidator{check: a.check, description: "must be " + a.takes}
}

var (
	// stytchID matches an id that Stytch made, and takes its kind.
	stytchID = regexp.MustCompile(`^([a-z0-9-]+?)-(?:test|live)-`)
	// uuid matches the end of an id that Stytch made.
	uuid = regexp.MustCompile(`-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	// apiSecret matches the API secret of a project.
	apiSecret = regexp.MustCompile(`^secret-(test|live)-`)
)

// errAPISecret is reported on no attribute: Terraform would print the line with the secret.
var errAPISecret = errors.New("is the API secret of a project: it belongs in the provider's `secret`, and nowhere else")

// check refuses an API secret, what cannot be an id, and ids of another kind.
func (a idArgument) check(value string) error {
	if apiSecret.MatchString(value) {
		return errAPISecret
	}

	return a.checkKind(value)
}

// checkKind refuses what cannot be an id, and ids of another kind.
func (a idArgument) checkKind(value string) error {
	if err := a.syntax(value); err != nil {
		return err
	}

	match := stytchID.FindStringSubmatch(value)
	if match == nil || a.chosen && !uuid.MatchString(value) {
		return nil
	}

	i := slices.IndexFunc(idKinds, func(kind idKind) bool { return kind.prefix == match[1] })
	if i < 0 || slices.Contains(a.prefixes, match[1]) {
		return nil
	}

	return &otherKindError{takes: a.takes, prefix: match[0], found: idKinds[i]}
}

// otherKindError is an id of another kind than the argument takes.
type otherKindError struct {
	takes, prefix string
	found         idKind
}

// Error returns what is wrong, without the id itself.
func (e *otherKindError) Error() string {
	return fmt.Sprintf("must be %s, but begins with %s, as %s does", e.takes, e.prefix, e.found.name)
}

// advice says where the id belongs, for a type with some arguments.
func (e *otherKindError) advice(exists func(argument string) bool) string {
	if i := slices.IndexFunc(e.found.arguments, exists); i >= 0 {
		return fmt.Sprintf("Set it as `%s`.", e.found.arguments[i])
	}

	return e.found.elsewhere
}

func checkPathSegment(value string) error {
	if err := checkLineBreak(value); err != nil {
		return err
	}

	if value == "" {
		return errEmpty
	}

	return client.CheckPathSegment(value)
}

// checkPublicToken refuses a secret in place of a public token: it would be in a URL, and in the state.
func checkPublicToken(value string) error {
	if strings.HasPrefix(value, "secret-") {
		return errAPISecret
	}

	return checkToken(value)
}

// checkProjectID also refuses what HTTP Basic authentication cannot carry as a user name (RFC 7617 section 2).
func checkProjectID(value string) error {
	if strings.Contains(value, ":") {
		return errors.New("must not contain a colon: the secret is an argument of its own")
	}

	return checkCredential(value)
}

// checkSameEnvironment refuses a live public token with a test project, and the reverse. A token or a project id that
// does not show its environment is accepted.
func checkSameEnvironment(publicToken, projectID string) error {
	token, project := client.EnvironmentOf(publicToken), client.EnvironmentOf(projectID)
	if token == client.EnvironmentUnknown || project == client.EnvironmentUnknown || token == project {
		return nil
	}

	return fmt.Errorf("is a %s token, but the provider's `project_id` is of a %s project; take both from the same "+
		"environment of the Stytch dashboard", token, project)
}
