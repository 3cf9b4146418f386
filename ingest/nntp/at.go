package nntp

import (
	"net/url"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed: nntps://host/group and nntp://host/group (RFC 5538), and host/group.
func (c *Config) At(l source.Link) source.Likeness {
	if !strings.Contains(l.Address, "://") {
		host, group, _ := strings.Cut(l.Address, "/")
		if c.Addr, c.Group = host, group; host == "" || group == "" || strings.Contains(group, "/") {
			return source.Unlikely
		}
		return source.Possible
	}
	u, err := url.Parse(l.Address)
	if err != nil || u.Host == "" || u.Scheme != "nntp" && u.Scheme != "nntps" {
		return source.Unlikely
	}
	parts, _, _ := source.Split(u, "")
	if len(parts) != 1 {
		return source.Unlikely
	}
	if c.Addr, c.Group = u.Host, parts[0]; u.Scheme == "nntp" {
		c.TLS = "none"
	}
	return source.Likely
}
