package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// IsWebAddress reports whether a path is an http or https URL.
func IsWebAddress(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// ParseURL returns the parsed form of an http or https address, or an error that does not repeat what may be a secret.
func ParseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, &Error{URL: "the address", Reason: NotAllowed, Err: errors.New("is no valid URL; check it for spaces and brackets")}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{URL: Redact(raw), Reason: NotAllowed, Err: fmt.Errorf("scheme %q is not http or https", u.Scheme)}
	case u.Hostname() == "":
		return nil, &Error{URL: Redact(raw), Reason: NotAllowed, Err: errors.New("has no host")}
	}
	return u, nil
}
