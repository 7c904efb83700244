// SPDX-License-Identifier: MPL-2.0

// Package stytchmock emulates the OAuth side of Stytch's API, statefully and
// in memory, so that code can be developed and tested without an account.
//
// A Stytch project is either B2B or Consumer, so an emulator serves one of
// each, seeded with an organization, members, a user and Connected Apps. Ids
// and secrets are made afresh for each emulator, in Stytch's own formats.
//
// It serves the member OAuth provider tokens, the OAuth start URLs of both
// products, OAuth attach, the identity provider's preflight and authorize calls
// of both products, the token, revocation and introspection endpoints, the
// JWKS of both projects and the whoami call.
//
// Every request passes one layer that records it, counts it against the rate
// limit and applies injected faults, before it reaches an endpoint. The
// emulator's own state sits behind one mutex, which is never held over a delay
// or while bytes travel.
//
// # Control plane
//
// A few paths of the emulator's own are neither recorded nor rate limited, and
// take no credentials:
//
//   - GET /mock/fixture: ids, secrets and sessions to call the emulator with
//   - GET, DELETE /mock/requests: what was received so far; forget it
//   - GET, POST, DELETE /mock/faults: how it is going to misbehave; misbehave
//     (see [FaultOrder] for the body); stop misbehaving
//   - GET /mock/tokens: access and refresh tokens issued, and which are revoked
//   - GET /mock/codes: authorization codes and attach tokens minted, and which
//     are used
//   - POST /mock/stop: end the program (see [WithStop])
package stytchmock
