package feed

import (
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// author returns who wrote the item: whom it names, else whom the feed names that a planet took it from, else that
// feed's title, else the feed's author, unless that is the planet. Where all of these name nobody, the feed speaks by
// its title, but not for the comments of others.
func (r *itemReader) author(it *gofeed.Item, o syndication.Original, form string) store.Author {
	a := r.person(r.credits(it, o)...)
	if uri := authorURI(o); uri != "" && !strings.Contains(a.Name, " & ") {
		profile := text.WebURL(r.base, uri)
		if u, err := url.Parse(profile); err == nil && a.Name == "" && a.Handle == "" {
			a.Handle = profileHandle(u)
		}
		a.URL = profile
	}
	if a.Name != "" || a.Handle != "" {
		return a
	}
	if o.Entry != nil && o.Entry.Source != nil {
		var names []string
		for _, a := range o.Entry.Source.Authors {
			names = append(names, a.Name)
		}
		if a := r.person(names...); a.Name != "" || a.Handle != "" {
			return a
		}
		if a := r.titled(o.Entry.Source.Title); a.Name != "" {
			return a
		}
	}
	if o.Item != nil && o.Item.Source != nil {
		if a := r.titled(o.Item.Source.Title); a.Name != "" {
			return a
		}
	}
	if form == store.FormComment {
		return a
	}
	if r.planet {
		if name, _ := planetTitle(it.Title, r.planetTitles); name != "" {
			return store.Author{Name: text.Cut(name, text.MaxName)}
		}
		return store.Author{Name: siteName(it.Link)}
	}
	if len(r.doc.Authors) > 0 && r.doc.Authors[0] != nil {
		if a := r.person(withAddress(r.doc.Authors[0].Name, r.doc.Authors[0].Email)); a.Name != "" || a.Handle != "" {
			return a
		}
	}
	return r.self
}

// person is credited, which it remembers: most feeds have few authors.
func (r *itemReader) person(raw ...string) store.Author {
	key := strings.Join(raw, "\x00")
	a, known := r.people[key]
	if !known {
		a = credited(raw...)
		r.people[key] = a
	}
	return a
}

// credits returns the fields in which an item says who wrote it; the first that names somebody counts.
func (r *itemReader) credits(it *gofeed.Item, o syndication.Original) []string {
	var names []string
	switch {
	case o.Entry != nil:
		for _, a := range o.Entry.Authors {
			names = append(names, withAddress(a.Name, a.Email))
		}
	case o.JSON != nil:
		for _, a := range o.JSON.Authors {
			if a != nil {
				names = append(names, a.Name)
			}
		}
	case o.Item != nil:
		for _, name := range []string{"creator", "author"} {
			for _, e := range it.Extensions["dc"][name] {
				names = append(names, e.Value)
			}
		}
		if a := r.person(names...); a.Name != "" || a.Handle != "" {
			return names
		}
		names = []string{o.Item.Author}
		if o.Item.Author == "" && o.Item.ITunesExt != nil {
			names = []string{o.Item.ITunesExt.Author}
		}
		if a := r.person(names...); a.Name != "" || a.Handle != "" {
			return names
		}
	}
	if len(names) == 0 || names[0] == "" {
		for _, a := range it.Authors {
			if a != nil {
				names = append(names, withAddress(a.Name, a.Email))
			}
		}
	}
	return names
}

// withAddress returns a name and an address as one field.
func withAddress(name, address string) string {
	if address == "" || strings.Contains(name, "@") {
		return name
	}
	return name + " <" + address + ">"
}

// authorURI returns the page of the one author that an item has, as it stands there.
func authorURI(o syndication.Original) string {
	switch {
	case o.Entry != nil && len(o.Entry.Authors) == 1:
		return o.Entry.Authors[0].URI
	case o.JSON != nil && len(o.JSON.Authors) == 1 && o.JSON.Authors[0] != nil:
		return o.JSON.Authors[0].URL
	}
	return ""
}

// titled returns the author that speaks by the title of a feed.
func (r *itemReader) titled(title string) store.Author {
	name, handle := accountTitle(feedTitle(title))
	if m := projectFeed().FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	if isNobody(name) {
		name = ""
	}
	return store.Author{Name: text.Cut(name, text.MaxName), Handle: handle}
}

// projectFeed is the title of the feed of a project on a forge, which says what of the project it holds.
var projectFeed = text.Lazily(`^(?:Release notes from|Tags from|Recent Commits to|Releases of|Activity for) (\S+?)(?::\S+)?$`)

// siteName returns the host of an address as a name.
func siteName(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return ""
	}
	return hostName(u)
}

// hostName returns the host of u as a name.
func hostName(u *url.URL) string {
	return text.Cut(text.Line(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")), text.MaxName)
}

var planetName = text.Lazily(`(?i)\bplanet\b`)

// isPlanet reports whether the feed gathers the posts of others, so that its own author is none of theirs.
func isPlanet(doc *syndication.Document) bool {
	if planetName().MatchString(doc.Title) || planetName().MatchString(doc.Generator) {
		return true
	}
	for _, o := range doc.Originals {
		if o.Entry != nil && o.Entry.Source != nil || o.Item != nil && o.Item.Source != nil {
			return true
		}
	}
	return false
}

// prefixed reports whether the titles of a planet begin with the names of the blogs, which RSS has no other place for:
// all of them, unless there are very few, have a colon.
func prefixed(doc *syndication.Document) bool {
	for _, it := range doc.Items {
		if name, rest, ok := strings.Cut(it.Title, ": "); !ok || name == "" || rest == "" || len(name) > 60 || len(it.Authors) > 0 {
			return false
		}
	}
	return len(doc.Items) > 1
}

// planetTitle parts the name of the blog from a title of a planet whose titles have such.
func planetTitle(title string, has bool) (name, rest string) {
	if !has {
		return "", title
	}
	name, rest, _ = strings.Cut(title, ": ")
	return feedTitle(name), rest
}
