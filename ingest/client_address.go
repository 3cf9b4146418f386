package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// isWebAddress reports whether a path is an http or https URL.
func isWebAddress(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// parseURL returns the parsed form of an http or https address, or an error that does not repeat what may be a secret.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, &FetchError{URL: "the address", Reason: NotAllowed, Err: errors.New("is no valid URL; check it for spaces and brackets")}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &FetchError{URL: Redact(raw), Reason: NotAllowed, Err: fmt.Errorf("scheme %q is not http or https", u.Scheme)}
	case u.Hostname() == "":
		return nil, &FetchError{URL: Redact(raw), Reason: NotAllowed, Err: errors.New("has no host")}
	}
	return u, nil
}
