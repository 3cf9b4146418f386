package mailarchive

import (
	"net/url"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. mail-archive.com has the folder of a list below its address. Other archives that
// MHonArc made do not name their list, and are not recognised.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	parts, _, _ := source.Split(u, "")
	if len(parts) == 0 || !strings.Contains(parts[0], "@") || strings.HasPrefix(parts[0], "@") {
		return source.Unlikely
	}
	c.URL, c.List = (&url.URL{Scheme: u.Scheme, Host: u.Host}).String(), parts[0]
	if host := strings.ToLower(u.Hostname()); host != "mail-archive.com" && !strings.HasSuffix(host, ".mail-archive.com") {
		return source.Possible
	}
	return source.Likely
}
