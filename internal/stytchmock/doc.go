// SPDX-License-Identifier: MPL-2.0

// Package stytchmock emulates the OAuth side of Stytch's API, statefully and in memory, so that code can be developed
// and tested without an account.
//
// A Stytch project is either B2B or Consumer, so an emulator serves one of each, seeded with organizations, members, a
// user and OAuth clients. Ids and secrets are random, in Stytch's own formats.
//
// Every request passes a middleware that records it, counts it against the rate limit and applies injected faults,
// before it reaches an endpoint. The routes are in one table (routes.go). The state is behind one mutex, which is held
// while an endpoint runs, and never during a delay or while bytes are sent.
//
// # Control plane
//
// A few paths of the emulator's own are neither recorded nor rate limited, and take no credentials:
//
//   - GET /mock/fixture: ids, secrets and sessions to call the emulator with
//   - GET, DELETE /mock/requests: the requests received so far; forget them
//   - GET, POST, DELETE /mock/faults: the pending faults; inject one (see faultOrder for the body); forget them
//   - GET /mock/clients: Connected Apps and M2M clients, with the secrets that are accepted now
//   - GET /mock/tokens: access and refresh tokens issued, and which are revoked
//   - GET /mock/codes: authorization codes and attach tokens issued, and which are used
//   - POST /mock/stop: end the program (see [WithStop])
package stytchmock
