package ponymail

import (
	"net/url"
	"path"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. Pony Mail has the page of a list at list.html, with the list's address behind the
// question mark; what else may follow that begins with a colon.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	list, _, _ := strings.Cut(u.RawQuery, ":")
	list, err := url.QueryUnescape(list)
	dir, page := path.Split(u.Path)
	if err != nil || page != "list.html" && page != "list" || !strings.Contains(list, "@") || strings.ContainsAny(list, "=&/ ") {
		return source.Unlikely
	}
	c.URL, c.List = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimSuffix(dir, "/")}).String(), list
	return source.Likely
}
