package fetch

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	secretKey   = regexp.MustCompile(`(?i)token|key|auth|pass|pwd|secret|sig|user|session|code|feed|hash|login`)
	feedFormat  = regexp.MustCompile(`(?i)^feed=(?:rss2?|rdf|atom|json)$`) // WordPress names formats by the key under which others keep tokens
	secretValue = regexp.MustCompile(`^[A-Za-z0-9+/_=.-]{20,}$`)
)

// Redact returns the address without credentials, for errors, logs and exports: user and password are left out, and so
// are values in the query that look like a token or belong to a key that names one.
func Redact(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "(an address that is no valid URL)"
	}
	return RedactURL(u)
}

// RedactURL returns an address without its secrets.
func RedactURL(u *url.URL) string {
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" {
		return u.String()
	}
	c := *u
	c.User, c.Fragment = nil, ""
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		if k, v, ok := strings.Cut(pair, "="); ok && IsSecretPair(pair, k, v) {
			pairs[i] = k + "=***"
		}
	}
	c.RawQuery = strings.Join(pairs, "&")
	return c.String()
}

// IsSecretPair reports whether a pair of a query, k=v, holds what looks like a token, or belongs to a key that names
// one.
func IsSecretPair(pair, k, v string) bool {
	return !feedFormat.MatchString(pair) && (secretKey.MatchString(k) || secretValue.MatchString(v))
}

// HasSecret reports whether the address holds what Redact would hide, or cannot be read.
func HasSecret(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return true
	}
	u.Fragment, u.RawFragment = "", ""
	return RedactURL(u) != u.String()
}
