package pipermail

import (
	"net/url"

	"recap/ingest/source"
)

// At implements source.Addressed. Archives of Mailman 2 stand below /pipermail/, and the page of a list below
// /mailman/listinfo/ of the same server.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	at := func(path string) { c.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}).String() }
	if _, through, list := source.Split(u, "pipermail"); list != "" {
		at(through + list + "/")
		return source.Likely
	}
	if _, _, list := source.Split(u, "listinfo"); list != "" {
		at("/pipermail/" + list + "/")
		return source.Likely
	}
	c.URL = l.Address
	return source.Possible
}
