package social

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"recap/ingest/fetch"
)

// ServerURL reads the address of a server, which has no path; key names it in the configuration of that kind.
func ServerURL(kind, key, address, example string) (*url.URL, error) {
	server := strings.TrimRight(strings.TrimSpace(address), "/")
	if !strings.Contains(server, "://") {
		server = "https://" + server
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Path != "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%s: %s: %q is no address of a server; write it as %s", kind, key, fetch.Redact(address), example)
	}
	return u, nil
}

// ReadToken returns the token that a file holds; key names the file in the configuration of that kind.
func ReadToken(kind, key, path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s: %s: %w", kind, key, err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" || len(token) > 4096 || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s: %s %s must hold the access token and nothing else", kind, key, path)
	}
	return token, nil
}
