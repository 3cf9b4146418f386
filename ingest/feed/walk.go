package feed

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// How many older pages are read at most.
const (
	walkFirst = 20  // at the first read
	walkGap   = 10  // to find items that came and went between two reads
	walkSince = 500 // back to a day that was asked for
)

// A feedWalk is the way through the older pages of a feed: archives (RFC 5005 section 4) or further pages (section 3,
// and next_url of JSON Feed). After its last page, where URL is empty, the feed itself is read once more, and begins no
// other walk.
type feedWalk struct {
	URL   string   `json:"url"`
	Left  int      `json:"left,omitempty"`  // pages that may still be read
	First bool     `json:"first,omitempty"` // nothing was known of the feed before
	Gap   string   `json:"gap,omitempty"`   // what to say unless a known item is found
	Seen  []string `json:"seen,omitempty"`  // hashes of the pages that were read
}

// beginWalk notes in next that older pages follow, from w on, where the feed has such pages and there is a reason to
// read them.
func (s *feedSource) beginWalk(w feedWalk, gap bool, posts []store.Post, last feedCursor, next *feedCursor, page *source.Page) {
	asked := !s.env.Since.IsZero() && last.Walked != s.since()
	if w.URL == "" || s.path != "" || last.Walk != nil {
		return
	}
	switch {
	case asked && !s.reached(posts):
		w.Left = walkSince
	case gap:
		w.Left, w.Gap, page.Gap = walkGap, page.Gap, ""
	case w.First && s.env.Since.IsZero():
		w.Left = walkFirst
	default:
		return
	}
	next.Walk, page.More = &w, true
}

// since returns the day that was asked for as the cursor keeps it.
func (s *feedSource) since() string { return s.env.Since.UTC().Format(time.RFC3339) }

// reached reports whether all posts are of before the day that was asked for.
func (s *feedSource) reached(posts []store.Post) bool {
	return len(posts) > 0 && !slices.ContainsFunc(posts, func(p store.Post) bool { return !p.Published.Before(s.env.Since) })
}

// fetchOlder reads the next older page. One that cannot be read ends the walk, or else it would keep the feed itself
// from being read.
func (s *feedSource) fetchOlder(ctx context.Context, last feedCursor) (source.Page, error) {
	w := *last.Walk
	page := source.Page{More: true}
	end := func(gap string) (source.Page, error) {
		page.Gap = gap
		last.Walk, last.Walked = &feedWalk{}, ""
		if !s.env.Since.IsZero() {
			last.Walked = s.since()
		}
		return pageTo(page, last)
	}
	now := s.env.Now().UTC()
	doc, body, err := s.readOlder(ctx, w.URL)
	var fault *fetch.Error
	if err != nil && (!errors.As(err, &fault) || fault.Reason == fetch.RateLimited) {
		return source.Page{}, err
	} else if err != nil {
		return end(fmt.Sprintf("an older page of the feed cannot be read: %v", err))
	}
	page.Read, page.Total = int64(len(body.Body)), int64(len(body.Body))
	memory := feedMemory{last.Items.list(), last.Shared}
	posts := s.posts(doc, body.URL, now, &memory)
	last.Shared = memory.shared
	if err := s.fill(ctx, doc, posts, &page); err != nil {
		return source.Page{}, err
	}
	if w.First {
		putBack(page.Posts, now)
	}
	w.Seen = append(w.Seen, shortHash(w.URL))
	w.URL, w.Left = olderPage(doc, body.URL), w.Left-1
	switch {
	case w.Gap != "" && page.Known > 0:
		return end("")
	case w.URL == "", slices.Contains(w.Seen, shortHash(w.URL)), s.env.Since.IsZero() && page.Known == len(posts),
		!s.env.Since.IsZero() && s.reached(posts):
		return end(w.Gap)
	case w.Left <= 0 && !w.First:
		return end(fmt.Sprintf("the feed has more than %d older pages; the others were not read", len(w.Seen)))
	case w.Left <= 0:
		return end("")
	}
	last.Walk = &w
	return pageTo(page, last)
}

// readOlder returns one older page.
func (s *feedSource) readOlder(ctx context.Context, page string) (*syndication.Document, *fetch.Response, error) {
	body, err := s.env.HTTP.Get(ctx, s.request(page))
	if err != nil {
		return nil, nil, err
	}
	doc, err := syndication.Parse(ctx, body, s.config.MaxItems)
	if err != nil {
		return nil, nil, err
	}
	doc.NewestFirst()
	doc.Items = doc.Items[:min(len(doc.Items), s.config.MaxItems)]
	return doc, body, ctx.Err()
}

// olderPage returns the address of the page that continues doc with older items, "" if there is none. where is the
// address of doc.
func olderPage(doc *syndication.Document, where string) string {
	base, err := url.Parse(where)
	if err != nil || len(doc.Extensions["fh"]["complete"]) > 0 {
		return ""
	}
	found := map[string]string{}
	note := func(rel, href string) {
		if rel = strings.ToLower(strings.TrimSpace(rel)); found[rel] == "" {
			found[rel] = text.WebURL(base, href)
		}
	}
	switch f := doc.OriginalFeed().(type) {
	case *atom.Feed:
		for _, l := range f.Links {
			note(l.Rel, l.Href)
		}
	case *rss.Feed:
		for _, prefix := range []string{"atom", "atom10", "atom03"} {
			for _, l := range doc.Extensions[prefix]["link"] {
				note(l.Attrs["rel"], l.Attrs["href"])
			}
		}
	case *jsonfeed.Feed:
		note("next", f.NextURL)
	}
	for _, rel := range []string{"prev-archive", "next"} {
		older := found[rel]
		if older != "" && older != where && (base.Scheme != "https" || strings.HasPrefix(older, "https:")) {
			return older
		}
	}
	return ""
}
