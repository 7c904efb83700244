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
// refuses those of another kind before any request, and external ids that begin like one: Stytch's own id takes their place.

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
	// otherProduct is such an argument of the types for Stytch's other product, of which forOtherProduct speaks.
	otherProduct    string
	forOtherProduct string
}

const (
	forMembers = "For Members of B2B projects, there are types with `member` in their names."
	forUsers   = "For Users of Consumer projects, there are types with `user` in their names."
)

// idKinds are the kinds that somebody may have at hand.
var idKinds = []idKind{
	{
		prefix: "organization", name: "an Organization's id", arguments: []string{"organization_id"},
		otherProduct: "user_id", forOtherProduct: forMembers,
	},
	{
		prefix: "member", name: "a Member's id", arguments: []string{"member_id"},
		otherProduct: "user_id", forOtherProduct: forMembers,
	},
	{
		prefix: "user", name: "a User's id", arguments: []string{"user_id"},
		otherProduct: "organization_id", forOtherProduct: forUsers,
	},
	{prefix: "connected-app", name: "a Connected App's id", arguments: []string{"client_id", "connected_app_id"}},
	{prefix: "m2m-client", name: "an M2M client's id", arguments: []string{"client_id"}},
	{prefix: "project", name: "a project's id", elsewhere: "It belongs in the provider block, as `project_id`."},
	{
		prefix: "public-token", name: "a public token", arguments: []string{"public_token"},
		elsewhere: "It belongs in the provider block, as `public_token`.",
	},
	{prefix: "session", name: "a session's id"},
	{prefix: "member-session", name: "a session's id"},
	{prefix: "request-id", name: "a request's id"},
}

// idArgument is what an argument takes.
type idArgument struct {
	// takes says what that is: "a Member's id or external id".
	takes string
	// prefixes are those of its kinds.
	prefixes []string
	// syntax returns what else is wrong with a value.
	syntax func(string) error
	// chosen is set where the owner chooses the value, and there is no other: a slug, an M2M client's id or a secret. It may
	// begin like an id of another kind, so only one that also ends like it is refused.
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
	isOrganizationSlug = idArgument{takes: "an Organization's slug", syntax: checkToken, chosen: true}.validator()
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
	// isClientSecret is no id, but is confused with one: the id would then be sent as a secret, and the secret shown as an id.
	isClientSecret = idArgument{takes: "a client's secret", syntax: checkClientCredential, chosen: true}.sensitiveValidator()
)

// validator returns the validator of the argument.
func (a idArgument) validator() *stringValidator {
	return &stringValidator{check: a.check, description: "must be " + a.takes}
}

// sensitiveValidator returns the validator of an argument whose value is a secret.
func (a idArgument) sensitiveValidator() *stringValidator {
	check := a.validator()
	check.sensitive = true

	return check
}

var (
	// stytchID matches an id that Stytch made, and takes its kind.
	stytchID = regexp.MustCompile(`^([a-z0-9-]+?)-(?:test|live)-`)
	// uuid matches the end of an id that Stytch made.
	uuid = regexp.MustCompile(`-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	// apiSecret matches the API secret of a project, in quotes or after a space, too.
	apiSecret = regexp.MustCompile(`^\W*secret-(test|live)-`)
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

// advice says where the id belongs instead of in an argument, for a type that may have others.
func (e *otherKindError) advice(instead string, exists func(argument string) bool) string {
	for _, name := range e.found.arguments {
		if name != instead && exists(name) {
			return fmt.Sprintf("Set it as `%s`.", name)
		}
	}

	if exists(e.found.otherProduct) {
		return e.found.forOtherProduct
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
