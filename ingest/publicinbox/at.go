package publicinbox

import (
	"net/url"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. A public-inbox has no shape of its own, but its servers tend to be called after what
// they are; lore.kernel.org is the largest of them. The list is the first part of the path.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	parts, _, _ := source.Split(u, "")
	host := strings.ToLower(u.Hostname())
	name, _, _ := strings.Cut(host, ".")
	if (name != "inbox" && name != "lore" && !strings.Contains(host, "public-inbox.")) || len(parts) == 0 || parts[0] == "all" || strings.Contains(parts[0], ".") {
		c.URL = l.Address
		return source.Possible
	}
	c.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/" + parts[0] + "/"}).String()
	return source.Likely
}
