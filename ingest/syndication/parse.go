// Package syndication reads feeds of any format, well formed or not: it decodes and mends the bytes, has gofeed parse
// them within bounds, and keeps what gofeed leaves out.
package syndication

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"recap/ingest/bounds"
	"recap/ingest/fetch"
	"recap/ingest/text"
)

// Accept is what a request for a feed accepts.
const Accept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, " +
	"text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"

// Limits of one feed.
const (
	MaxItems = 5000
	MaxBytes = fetch.DefaultLimit
)

// A Document is a feed as gofeed read it, and what had to be done to it before.
type Document struct {
	*gofeed.Feed
	Originals []Original // what each item was in its own format
	Cut       error      // why only a part could be read; nil if that is all
	Skipped   []error    // items that could not be read
	Held      int        // items that the feed holds, where that is more than were asked for; else 0
}

// An Original holds what gofeed's common item leaves out. At most one of entry, item and json is set.
type Original struct {
	Entry *atom.Entry
	Item  *rss.Item
	JSON  *jsonfeed.Item
	About string // rdf:about of an item of RSS 1.0, which is its identity there
	Lang  string // xml:lang of the item
}

// newDocument returns feed with the originals of its items; the slices of gofeed are parallel.
func newDocument(feed *gofeed.Feed) *Document {
	d := &Document{Feed: feed, Originals: make([]Original, len(feed.Items))}
	for i := range d.Originals {
		switch f := feed.OriginalFeed().(type) {
		case *atom.Feed:
			d.Originals[i].Entry = f.Entries[i]
		case *rss.Feed:
			d.Originals[i].Item = f.Items[i]
		case *jsonfeed.Feed:
			d.Originals[i].JSON = f.Items[i]
		}
	}
	return d
}

// add appends the items of feed.
func (d *Document) add(feed *gofeed.Feed) {
	more := newDocument(feed)
	if d.Feed == nil {
		d.Feed, d.Originals = more.Feed, more.Originals
		return
	}
	d.Items, d.Originals = append(d.Items, more.Items...), append(d.Originals, more.Originals...)
}

// NewestFirst puts the items of a feed that lists the oldest first into the order of all others.
func (d *Document) NewestFirst() {
	var first, last *time.Time
	rising, falling := 0, 0
	for _, it := range d.Items {
		at := itemDate(it)
		if at == nil {
			continue
		}
		if first == nil {
			first = at
		} else if at.After(*last) {
			rising++
		} else if at.Before(*last) {
			falling++
		}
		last = at
	}
	if first != nil && last.After(*first) && rising > falling {
		slices.Reverse(d.Items)
		slices.Reverse(d.Originals)
	}
}

var (
	feedItemTag  = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?(?:item|entry)(?:\s[^<>]*)?>`)
	feedItemEnd  = regexp.MustCompile(`(?i)</(?:[\w.-]+:)?(?:item|entry)\s*>`)
	feedOnlyEnds = regexp.MustCompile(`(?s)^(?:\s|</[\w.:-]*\s*>?|<!--.*?-->)*$`)
	xmlLang      = regexp.MustCompile(`\sxml:lang\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	rdfAbout     = regexp.MustCompile(`(?:rdf:)?about\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// Parse reads the feed in r, at most its first most items. A feed that is cut off or damaged in places is read as far
// as it can be, which cut and skipped tell. What is no feed at all is an error.
func Parse(ctx context.Context, r *fetch.Response, most int) (*Document, error) {
	doc, err := parseBody(ctx, r, most)
	var beyond *bounds.Error
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &beyond):
		return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.TooLarge, Err: beyond}
	}
	return doc, err
}

// parseBody is Parse, but for the errors of bounds and of ctx.
func parseBody(ctx context.Context, r *fetch.Response, most int) (*Document, error) {
	data, err := decodeFeed(r.Body, r.Header.Get("Content-Type"))
	if err != nil {
		return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.Damaged, Err: err}
	}
	trimmed := strings.TrimSpace(data)
	if strings.HasPrefix(trimmed, "{") {
		doc, err := parseJSONFeed(ctx, trimmed)
		if err != nil {
			return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.WrongType, Err: err}
		}
		return doc, nil
	}
	root, ok := findRoot(trimmed)
	if !ok {
		_, page := text.HTMLPage(r.Body)
		switch {
		case page, root.name == "", root.name == "html":
			return nil, fetch.WrongTypeError(r, "a feed")
		case root.name == "opml":
			return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.WrongType,
				Err: errors.New("an OPML list of feeds instead of a feed; make a source of each")}
		}
		return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.WrongType,
			Err: fmt.Errorf("XML with <%s> instead of a feed; check the address", root.name)}
	}
	doc, err := root.parse(ctx, most)
	if err != nil {
		return nil, &fetch.Error{URL: fetch.Redact(r.URL), Reason: fetch.Damaged, Err: err}
	}
	return doc, nil
}

// parse reads the document, or its first most items, whole; failing that, up to its last whole item; failing that, item
// by item.
func (r feedRoot) parse(ctx context.Context, most int) (*Document, error) {
	items, err := new(bounds.XML).Check(r.data, most)
	var beyond *bounds.Error
	if errors.As(err, &beyond) && beyond.Pieces {
		r.data = bounds.Join(r.data)
		items, err = new(bounds.XML).Check(r.data, most)
	}
	if err != nil {
		return nil, err
	}
	held := 0
	if items.N > most && items.End > 0 {
		held = items.N
		if data := r.lastItems(ctx, most); data != "" {
			r.data = data
			items, err = new(bounds.XML).Check(r.data, most)
		}
		if err != nil {
			return nil, err
		}
	}
	if items.N > most && items.End > 0 {
		r.data = r.data[:items.End] + r.closing(r.data[:items.End])
	}
	doc, err := r.parseChecked(ctx)
	if err == nil {
		doc.Held = held
	}
	return doc, err
}

// parseChecked is parse for a document within bounds.
func (r feedRoot) parseChecked(ctx context.Context) (*Document, error) {
	feed, whole := r.read(ctx)
	if whole == nil {
		return r.document(feed, r.data), nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	ends := feedItemEnd.FindAllStringIndex(r.data, -1)
	if len(ends) == 0 {
		return nil, whole
	}
	kept := r.data[:ends[len(ends)-1][1]]
	if feed, err := callGofeed(ctx, kept+r.closing(kept)); err == nil && len(feed.Items) > 0 {
		doc := r.document(feed, kept)
		if !feedOnlyEnds.MatchString(r.data[len(kept):]) { // more than the closing tags was lost
			doc.Cut = whole
		}
		return doc, nil
	}
	return r.parseItems(ctx, whole)
}

// lastItems returns the document without all but its last most items, if these are the newest: "" where the last item
// is no later than the first.
func (r feedRoot) lastItems(ctx context.Context, most int) string {
	starts := feedItemTag.FindAllStringIndex(r.data, -1)
	if len(starts) <= most || starts[0][0] > maxHead {
		return ""
	}
	head := r.data[:starts[0][0]]
	dates := [2]time.Time{}
	for i, at := range [...]int{starts[0][0], starts[len(starts)-1][0]} {
		item := r.data[at:]
		end := feedItemEnd.FindStringIndex(item)
		if end == nil {
			return ""
		}
		item = head + item[:end[1]] + r.closing(head)
		if _, err := new(bounds.XML).Check(item, 1); err != nil {
			return ""
		}
		feed, err := callGofeed(ctx, item)
		if err != nil || len(feed.Items) != 1 || itemDate(feed.Items[0]) == nil {
			return ""
		}
		dates[i] = *itemDate(feed.Items[0])
	}
	if !dates[1].After(dates[0]) {
		return ""
	}
	return head + r.data[starts[len(starts)-most][0]:]
}

// itemDate returns when an item was published, or else changed; nil if it does not say so as most do.
func itemDate(it *gofeed.Item) *time.Time {
	if it.PublishedParsed != nil {
		return it.PublishedParsed
	}
	return it.UpdatedParsed
}

// closing returns the end tags of what is open after the last item in kept.
func (r feedRoot) closing(kept string) string {
	lower := strings.ToLower(kept)
	if r.name != "feed" && strings.LastIndex(lower, "<channel") > strings.LastIndex(lower, "</channel") {
		return "</channel></" + r.full + ">"
	}
	return "</" + r.full + ">"
}

// maxHead bounds what is repeated before each item that is parsed by itself.
const maxHead = 16 << 10

// parseItems parses each item by itself, so that a damaged one costs no other.
func (r feedRoot) parseItems(ctx context.Context, whole error) (*Document, error) {
	starts := feedItemTag.FindAllStringIndex(r.data, MaxItems)
	if len(starts) == 0 {
		return nil, whole
	}
	head := r.data[:starts[0][0]]
	if len(head) > maxHead {
		head = r.data[:min(r.tag, maxHead)]
	}
	closing := r.closing(head)
	doc := &Document{Cut: whole}
	var seen bounds.XML
	for i, at := range starts {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		end := len(r.data)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		item := r.data[at[0]:end]
		if e := feedItemEnd.FindStringIndex(item); e != nil {
			item = item[:e[1]]
		}
		if _, err := seen.Check(r.data[:r.tag]+item, 0); err != nil {
			return nil, err
		}
		feed, err := callGofeed(ctx, head+item+closing)
		if err == nil && len(feed.Items) == 0 {
			err = errors.New("no item in it")
		}
		if err != nil {
			doc.Skipped = append(doc.Skipped, fmt.Errorf("item %d: %w", i+1, err))
			continue
		}
		doc.add(feed)
		if r.name == "rdf" {
			doc.Originals[len(doc.Originals)-1].About = aboutOf(r.data[at[0]:at[1]])
		}
	}
	if doc.Feed == nil {
		return nil, whole
	}
	return doc, nil
}

// document returns feed, which was read from data, with the identities that RSS 1.0 keeps in attributes, and with the
// languages of the items.
func (r feedRoot) document(feed *gofeed.Feed, data string) *Document {
	doc := newDocument(feed)
	if r.name != "rdf" && strings.Count(data, "xml:lang") < 2 {
		return doc
	}
	if tags := feedItemTag.FindAllString(data, -1); len(tags) == len(doc.Originals) {
		for i, tag := range tags {
			if r.name == "rdf" {
				doc.Originals[i].About = aboutOf(tag)
			}
			if m := xmlLang.FindStringSubmatch(tag); m != nil {
				doc.Originals[i].Lang = m[1] + m[2]
			}
		}
	}
	return doc
}

// aboutOf returns the rdf:about of a start tag.
func aboutOf(tag string) string {
	if m := rdfAbout.FindStringSubmatch(tag); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// callGofeed parses a feed in UTF-8 that is within bounds. A panic of the parser is an error of the feed, and so is the
// end of ctx.
func callGofeed(ctx context.Context, s string) (feed *gofeed.Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			feed, err = nil, fmt.Errorf("parser failed: %v", p)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	return p.Parse(&untilDone{ctx, strings.NewReader(s)})
}

// untilDone reads until its context ends, so that what parses meanwhile does, too.
type untilDone struct {
	ctx  context.Context
	from *strings.Reader
}

// Read implements io.Reader.
func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.from.Read(p)
}

// Extension returns the text of the first element of that name, also inside a group (media:group).
func Extension(x ext.Extensions, prefix, name string) string {
	if es := x[prefix][name]; len(es) > 0 {
		return strings.TrimSpace(es[0].Value)
	}
	for _, group := range x[prefix]["group"] {
		if es := group.Children[name]; len(es) > 0 {
			return strings.TrimSpace(es[0].Value)
		}
	}
	return ""
}
