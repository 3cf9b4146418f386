package ingest

import (
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"

	"recap/ingest/text"
	"recap/store"
)

// author returns who wrote the item: its own author, else that of the feed a planet took it from, else that feed's title, else the
// feed's author, unless that is the planet.
func (r *itemReader) author(it *gofeed.Item, o original) store.Author {
	if len(it.Authors) > 0 {
		if a := person(it.Authors[0].Name, it.Authors[0].Email); a.Name != "" || a.Address != "" {
			if o.entry != nil && len(o.entry.Authors) > 0 {
				a.URL = webURL(r.base, o.entry.Authors[0].URI)
			}
			return a
		}
	}
	if o.json != nil && len(o.json.Authors) > 0 && o.json.Authors[0] != nil {
		return store.Author{URL: webURL(r.base, o.json.Authors[0].URL)}
	}
	if o.entry != nil && o.entry.Source != nil {
		for _, a := range o.entry.Source.Authors {
			if a := person(a.Name, a.Email); a.Name != "" {
				return a
			}
		}
		if name := feedTitle(o.entry.Source.Title); name != "" {
			return store.Author{Name: name}
		}
	}
	if o.item != nil && o.item.Source != nil {
		if name := feedTitle(o.item.Source.Title); name != "" {
			return store.Author{Name: name}
		}
	}
	if !r.planet && len(r.doc.Authors) > 0 && r.doc.Authors[0] != nil {
		return person(r.doc.Authors[0].Name, r.doc.Authors[0].Email)
	}
	return store.Author{}
}

// person returns an author by name and address, either of which may stand in the place of the other.
func person(name, address string) store.Author {
	name, address = feedTitle(name), strings.ToLower(text.Line(address))
	if address == "" && strings.Count(name, "@") == 1 && !strings.ContainsAny(name, " ()") && strings.Index(name, "@") > 0 {
		name, address = "", strings.ToLower(name)
	}
	return store.Author{Name: text.Cut(name, 200), Address: text.Cut(address, 254)}
}

var planetName = regexp.MustCompile(`(?i)\bplanet\b`)

// isPlanet reports whether the feed gathers the posts of others, so that its own author is none of theirs.
func isPlanet(doc *feedDocument) bool {
	if planetName.MatchString(doc.Title) || planetName.MatchString(doc.Generator) {
		return true
	}
	for _, o := range doc.originals {
		if o.entry != nil && o.entry.Source != nil || o.item != nil && o.item.Source != nil {
			return true
		}
	}
	return false
}
