package hyperkitty

import (
	"net/url"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. HyperKitty has the page of a list below list/, named by its address; Postorius, which
// stands beside it, has one below lists/, named by the list's id, in which a dot stands for the @.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	at := func(path string) { c.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}).String() }
	if _, through, list := source.Split(u, "list"); strings.Contains(list, "@") {
		at(through + list + "/")
		return source.Likely
	}
	parts, _, id := source.Split(u, "lists")
	name, domain, _ := strings.Cut(id, ".")
	if len(parts) < 3 || !strings.Contains(domain, ".") || name == "" {
		return source.Unlikely
	}
	switch parts[0] {
	case "mailman3":
		at("/archives/list/" + name + "@" + domain + "/")
	case "postorius":
		at("/hyperkitty/list/" + name + "@" + domain + "/")
	default:
		return source.Unlikely
	}
	return source.Likely
}
