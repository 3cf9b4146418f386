package mastodon

import (
	"net/url"
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. A server has the page of a hashtag below /tags/. A link with rel=me leads to an account of
// the community's own, which says on which server it is at home: there the first hashtag of who asks is followed.
func (c *Config) At(l source.Link) source.Likeness {
	u := l.Web()
	if u == nil {
		return source.Unlikely
	}
	parts, _, tag := source.Split(u, "tags")
	c.Server = (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
	switch {
	case tag != "" && len(parts) == 2 && !strings.Contains(tag, "."): // some weblogs have pages of tags there, too
		c.Tag = tag
		return source.Likely
	case len(l.Tags) == 0 || len(parts) == 0:
		return source.Unlikely
	}
	c.Tag = l.Tags[0]
	if account := strings.HasPrefix(parts[0], "@") && len(parts) == 1 || parts[0] == "users" && len(parts) == 2; account && l.Has("me") {
		return source.Likely
	}
	return source.Possible
}
