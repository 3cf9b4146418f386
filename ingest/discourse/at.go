package discourse

import (
	"net/url"
	"slices"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. A category of Discourse stands below /c/, by its slug and that of the one that it is in,
// with its number at the end. A forum as a whole is recognised by what its host tends to be called.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	parts, _, _ := source.Split(u, "")
	c.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
	if len(parts) >= 3 && parts[0] == "c" && isNumber(parts[len(parts)-1]) {
		c.Category = strings.Join(parts[1:len(parts)-1], "/")
		return source.Likely
	}
	name, _, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	if !slices.Contains([]string{"discourse", "discuss", "forum", "forums", "community", "talk"}, name) {
		c.URL = l.Address
		return source.Possible
	}
	return source.Likely
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
