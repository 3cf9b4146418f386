package feed

import (
	"path"
	"slices"
	"strings"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// At implements source.Addressed. A page names its feeds by relation and type; links to others are told by how their files
// are called.
func (f *Config) At(l source.Link) source.Likeness {
	f.URL = l.Address
	u := l.Web()
	if u == nil {
		if fetch.IsWebAddress(l.Address) {
			return source.Unlikely
		}
		return source.Possible // a file
	}
	if isFeedLink(map[string]string{"rel": strings.Join(l.Rel, " "), "type": l.Type}) {
		return source.Likely
	}
	name := strings.ToLower(path.Base(u.Path))
	if slices.Contains([]string{"atom.xml", "rss.xml", "feed.xml", "rss", "atom", "feed", "feed.json", "rss2.xml", "rss10.xml", "rss20.xml"}, name) ||
		strings.HasSuffix(name, ".atom") || strings.HasSuffix(name, ".rss") {
		return source.Likely
	}
	return source.Possible
}
