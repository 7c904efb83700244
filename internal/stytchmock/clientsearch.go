// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

const (
	defaultPage = 100
	maxPage     = 1000
)

// WithoutTotals makes searches report a total of -1, as Stytch does for a workspace where totals are disabled.
func WithoutTotals() Option {
	return func(s *Server) { s.noTotals = true }
}

// searchRequest is the body of a search.
type searchRequest struct {
	Cursor string `json:"cursor"`
	// Limit is the size of a page. Stytch's Go SDK leaves out a 0, so that it means the default.
	Limit int `json:"limit"`
}

// searchConnectedApps serves POST /v1/connected_apps/clients/search
// (https://stytch.com/docs/b2b/api/search-connected-apps), which has no filters yet.
func (s *Server) searchConnectedApps(c *call) (*response, error) {
	var in searchRequest
	if err := c.decode(&in); err != nil {
		return nil, err
	}

	return connectedApps.search(s, c, in, func(*client) bool { return true })
}

// searchM2MClients serves POST /v1/m2m/clients/search (https://stytch.com/docs/api/search-m2m-clients).
func (s *Server) searchM2MClients(c *call) (*response, error) {
	var in struct {
		searchRequest

		Query struct {
			Operator string       `json:"operator"`
			Operands []m2mOperand `json:"operands"`
		} `json:"query"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	for i := range in.Query.Operands {
		if err := in.Query.Operands[i].check(); err != nil {
			return nil, err
		}
	}
	operands := in.Query.Operands
	matches := func(m *client) bool {
		return !slices.ContainsFunc(operands, func(o m2mOperand) bool { return !o.matches(m) })
	}
	switch {
	case len(operands) == 0 || in.Query.Operator == "AND":
	case in.Query.Operator == "OR":
		matches = func(m *client) bool {
			return slices.ContainsFunc(operands, func(o m2mOperand) bool { return o.matches(m) })
		}
	default:
		return nil, badRequest("invalid_argument", "The operator must be AND or OR, not %q.", in.Query.Operator)
	}

	return m2mClients.search(s, c, in.searchRequest, matches)
}

// m2mOperand is a filter of a search.
type m2mOperand struct {
	FilterName  string          `json:"filter_name"`
	FilterValue json.RawMessage `json:"filter_value"`

	values []string
}

// check checks a filter and decodes its values.
func (o *m2mOperand) check() error {
	switch {
	case o.FilterName == "":
		return badRequest("m2m_search_missing_filter_name", "A filter has no filter_name.")
	case !slices.Contains([]string{"client_id", "client_name", "scopes"}, o.FilterName):
		return badRequest("m2m_search_filter_name_not_recognized", "There is no filter %q.", o.FilterName)
	case len(o.FilterValue) == 0:
		return badRequest("m2m_search_missing_filter_value", "The filter %q has no filter_value.", o.FilterName)
	}
	if err := json.Unmarshal(o.FilterValue, &o.values); err != nil {
		return badRequest("m2m_search_expected_array_of_strings", "The filter %q must be a list of strings.", o.FilterName)
	}

	return nil
}

// matches reports whether a client has one of the filter's values.
func (o *m2mOperand) matches(m *client) bool {
	return slices.ContainsFunc(o.values, func(value string) bool {
		switch o.FilterName {
		case "client_id":
			return value == m.id
		case "client_name":
			return value == m.name
		default:
			return slices.Contains(m.scopes, value)
		}
	})
}

// search returns a page of the clients that match, in the order of their creation.
func (k clientKind) search(
	s *Server, c *call, in searchRequest, matches func(*client) bool,
) (*response, error) {
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	limit := in.Limit
	switch {
	case limit < 0 || limit > maxPage:
		return nil, badRequest("invalid_argument", "The limit must be from 0 to %d, not %d.", maxPage, limit)
	case limit == 0:
		limit = defaultPage
	}

	page, total := []object{}, 0
	var next any
	last := 0
	for _, one := range c.project.clients {
		if (one.clientType == m2m) != k.isM2M || !matches(one) {
			continue
		}
		total++
		switch {
		case one.number <= after:
		case len(page) < limit:
			page, last = append(page, k.object(s, one)), one.number
		default:
			next = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(last)))
		}
	}
	if s.noTotals {
		total = -1
	}

	return newResponse(http.StatusOK, object{
		k.noun + "s":       page,
		"results_metadata": object{"total": total, "next_cursor": next},
	}), nil
}

// parseCursor returns the number of the last client of the page before.
func parseCursor(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	decoded, err := base64.RawURLEncoding.DecodeString(cursor)
	after := 0
	if err == nil {
		after, err = strconv.Atoi(string(decoded))
	}
	if err != nil {
		return 0, badRequest("invalid_argument", "The cursor is none of this search.")
	}

	return after, nil
}
