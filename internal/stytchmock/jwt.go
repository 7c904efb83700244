// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"time"
)

// signingKey signs a project's JWTs, with RS256 (RFC 7518, section 3.3).
type signingKey struct {
	id      string
	private *rsa.PrivateKey
}

func newSigningKey() *signingKey {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		// crypto/rand does not fail, and the size is one that crypto/rsa accepts.
		panic(err)
	}

	return &signingKey{id: newID("jwk-test"), private: private}
}

// claims are what all JWTs of the project share.
func (p *project) claims(now, expires time.Time) object {
	return object{
		"iss": p.issuer,
		"aud": []string{p.id},
		"iat": now.Unix(),
		"nbf": now.Unix(),
		"exp": expires.Unix(),
	}
}

// subjectClaims are what all JWTs of a member or a user share.
func (p *project) subjectClaims(who *subject, now, expires time.Time) object {
	claims := p.claims(now, expires)
	claims["sub"] = who.id
	if o := who.organization; o != nil {
		claims["https://stytch.com/organization"] = object{"organization_id": o.ID, "slug": o.Slug}
	}

	return claims
}

// sign returns a JWT.
func (p *project) sign(claims object) string {
	key := p.signingKey()
	payload := encodeJWT(object{"alg": "RS256", "typ": "JWT", "kid": key.id}, claims)
	digest := sha256.Sum256([]byte(payload))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key.private, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}

	return payload + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// encodeJWT returns the header and claims of a JWT, which its signature covers.
func encodeJWT(header, claims object) string {
	parts := make([]string, 0, 2)
	for _, part := range []object{header, claims} {
		encoded, err := json.Marshal(part)
		if err != nil {
			panic(err)
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(encoded))
	}

	return strings.Join(parts, ".")
}

// verify returns the claims of a JWT that this project signed and that has not expired.
func (p *project) verify(token string, now time.Time) (object, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, errors.New("it is not a JWT")
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err == nil {
		err = rsa.VerifyPKCS1v15(&p.signingKey().private.PublicKey, crypto.SHA256, digest[:], signature)
	}
	if err != nil {
		return nil, errors.New("its signature does not match")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, err
	}
	var claims object
	if err := json.Unmarshal(payload, &claims); err != nil {
		return nil, err
	}
	if expires, ok := claims["exp"].(float64); !ok || now.Unix() >= int64(expires) {
		return nil, errors.New("it has expired")
	}

	return claims, nil
}

// jwks serves GET /v1/sessions/jwks/{project_id} and its B2B sibling (https://stytch.com/docs/api/jwks-get), which Stytch's
// SDKs fetch without credentials, and GET /v1/public/{project_id}/.well-known/jwks.json.
func (s *Server) jwks(c *call) (*response, error) {
	key := c.project.signingKey()
	public := key.private.PublicKey

	return newResponse(http.StatusOK, object{"keys": []object{{
		"kty":     "RSA",
		"use":     "sig",
		"key_ops": []string{"verify"},
		"alg":     "RS256",
		"kid":     key.id,
		"x5c":     []string{},
		"x5tS256": "",
		"n":       base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e":       base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}}), nil
}
