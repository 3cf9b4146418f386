package render

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"time"

	"recap/digest"
	"recap/digest/language"
)

// maxEntries is how many editions a feed holds; readers poll it, and it should stay small.
const maxEntries = 20

// A Feed says where a feed is published and whose it is.
type Feed struct {
	URL   string // of the feed itself; its host is part of the entries' ids
	Title string // default: the community's name
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr,omitempty"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

// Atom writes a feed (RFC 4287) of the newest 20 of the editions, each with its whole text. An entry's id is a tag URI
// (RFC 4151) made of the feed's host, the last day told and the edition's id, so that neither a revision nor another
// address of the page makes a new entry; `updated` grows with the revision.
func Atom(w io.Writer, all []*digest.Edition, f Feed) error {
	all = Newest(all)
	all = all[:min(len(all), maxEntries)]
	host := "recap.invalid"
	if u, err := url.Parse(f.URL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	feed := atomFeed{ID: cmp.Or(Link(f.URL), "tag:"+host+",2026:recap"), Title: cmp.Or(line(f.Title), language.PhrasesFor("").Recaps), Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: atomAuthor{Name: "recap"}}
	if link := Link(f.URL); link != "" {
		feed.Links = append(feed.Links, atomLink{"self", "application/atom+xml", link})
	}
	var latest time.Time
	for i, e := range all {
		d := compose(e)
		if i == 0 {
			feed.Lang = d.Language
			feed.describe(e, f)
		}
		if t := Updated(e); t.After(latest) {
			latest = t
			feed.Updated = t.Format(time.RFC3339)
		}
		entry, err := newAtomEntry(e, d, host)
		if err != nil {
			return fmt.Errorf("edition %s: %w", e.ID, err)
		}
		feed.Entries = append(feed.Entries, entry)
	}
	out, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(out)+"\n")
	return err
}

// describe names the feed after the community of its newest edition.
func (feed *atomFeed) describe(e *digest.Edition, f Feed) {
	name := line(e.Community.Name)
	if name == "" {
		return
	}
	feed.Author = atomAuthor{name, Link(e.Community.URL)}
	feed.Title = cmp.Or(line(f.Title), language.Fill(phrases(e).RecapsOf, "community", name))
	if home := Link(e.Community.URL); home != "" {
		feed.Links = append(feed.Links, atomLink{"alternate", "text/html", home})
	}
}

func newAtomEntry(e *digest.Edition, d *document, host string) (atomEntry, error) {
	body, err := fragment(d)
	if err != nil {
		return atomEntry{}, err
	}
	entry := atomEntry{
		ID:        fmt.Sprintf("tag:%s,%s:recap/%s", host, LastDay(e).Format(time.DateOnly), url.PathEscape(e.ID)),
		Title:     d.Title,
		Published: e.Period.End.Format(time.RFC3339),
		Updated:   Updated(e).Format(time.RFC3339),
		Summary:   d.summary(),
		Content:   atomContent{"html", body},
	}
	if link := Link(e.URL); link != "" {
		entry.Links = []atomLink{{"alternate", "text/html", link}}
	}
	if name := line(e.Digest); name != "" {
		entry.Categories = append(entry.Categories, atomCategory{name})
	}
	if e.Event != nil {
		entry.Categories = append(entry.Categories, atomCategory{line(e.Event.Name)})
	}
	return entry, nil
}
