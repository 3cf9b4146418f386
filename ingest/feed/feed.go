// Package feed reads a feed: it asks for it under conditions, parses it (package syndication), makes a post of each
// item, takes off what frames its words, and finds out who wrote it. What stood in the feed the last time is in the
// cursor.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// Config reads a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, or JSON Feed.
type Config struct {
	URL          string            `yaml:"url" value:"place"`    // address of the feed, or a file
	TZ           string            `yaml:"tz" value:"zone"`      // IANA zone of dates that state none; default UTC
	Headers      map[string]string `yaml:"headers" value:"text"` // further request headers, such as Authorization or User-Agent
	MaxItems     int               `yaml:"max_items"`            // most items read of the feed; default 5000
	AllowPrivate bool              `yaml:"allow_private"`        // the address, or a redirect, may lead into a private network
	Timeout      time.Duration     `yaml:"timeout"`              // longest wait for the answer to begin, at most 1m; default 20s
	HostPause    time.Duration     `yaml:"host_pause"`           // least pause between two requests to the host; default 1s, none on loopback
}

// Limits of one feed.
const (
	feedMaxText   = 1 << 20 // bytes of one text
	feedMaxTitle  = 1 << 10 // bytes of a title
	feedMaxKey    = 512     // bytes of a key; a longer one is hashed
	feedKeptItems = 200     // items that the cursor remembers
	feedHandful   = 5       // so many unknown items are needed to suspect a gap
	feedChurn     = 3       // so many known links under unknown ids show that the ids have changed
	feedMoves     = 3       // so many reads must lead to one address until that is asked itself

	// feedBacklog is how far undated items of a first read are put back. Nobody knows when they were written, but most
	// of them not today: they belong neither to the month that runs nor to the one before.
	feedBacklog = 62 * 24 * time.Hour
)

// feedParser names the way in which feeds are read. A new one makes a source read its feed again although it has not
// changed.
const feedParser = 4

// About implements source.Kind.
func (f *Config) About() source.About {
	return source.About{
		Form: store.FormArticle, Place: source.Blog, Needs: []string{"url"},
		Where: f.URL, Local: !fetch.IsWebAddress(f.URL),
		Pace: source.Pace, Again: true, Replies: true,
	}
}

// Open implements source.Kind.
func (f *Config) Open(name string, env source.Env) (source.Source, error) {
	s := &feedSource{config: *f, name: name, env: env, zone: time.UTC}
	s.config.MaxItems = cmp.Or(f.MaxItems, syndication.MaxItems)
	switch {
	case f.URL == "":
		return nil, errors.New("url: is missing; give the address of the feed, or a file")
	case f.MaxItems < 0:
		return nil, fmt.Errorf("max_items: %d is below 0", f.MaxItems)
	case f.Timeout < 0 || f.Timeout > fetch.RequestTimeout:
		return nil, fmt.Errorf("timeout: %s is not between 0s and %s, within which a whole answer must arrive", f.Timeout, fetch.RequestTimeout)
	}
	for k, v := range f.Headers {
		if textproto.TrimString(k) != k || k == "" || strings.ContainsAny(k, " :\r\n") || strings.ContainsAny(v, "\r\n") {
			return nil, fmt.Errorf("headers: %q is no header", k)
		}
	}
	if f.TZ != "" {
		zone, err := time.LoadLocation(f.TZ)
		if err != nil {
			return nil, fmt.Errorf("tz: %q is no IANA time zone such as Europe/London", f.TZ)
		}
		s.zone = zone
	}
	if path, ok := strings.CutPrefix(f.URL, "file://"); ok {
		s.path = path
	} else if scheme, _, ok := strings.Cut(f.URL, "://"); !ok {
		s.path = f.URL
	} else if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return nil, fmt.Errorf("url: scheme %q is not http, https or file", scheme)
	}
	return s, nil
}

// A feedSource is one feed. A feed is one page.
type feedSource struct {
	config Config
	name   string
	env    source.Env
	zone   *time.Location
	path   string // the file, where it is one
}

// A feedCursor notes what the feed was when it was read last. The validators are kept only after a good read.
type feedCursor struct {
	URL          string    `json:"url"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Sum          string    `json:"sum,omitempty"` // SHA-256 of the body
	Parser       int       `json:"parser"`
	TZ           string    `json:"tz,omitempty"`
	Wait         int64     `json:"wait,omitempty"`   // seconds that the feed itself wants between two reads
	Moved        string    `json:"moved,omitempty"`  // where permanent redirects lead to
	Moves        int       `json:"moves,omitempty"`  // so many reads in a row, up to feedMoves
	Walked       string    `json:"walked,omitempty"` // the day that older pages were read back to
	Walk         *feedWalk `json:"walk,omitempty"`   // older pages that are still to be read
	Shared       []string  `json:"shared,omitempty"` // hashes of ids that several items bear
	Items        feedItems `json:"-"`                // the last page, newest items first as the feed lists them
}

// feedItems is a JSON array of items. It stands at the end of a cursor and is decoded when it is needed, which it is
// not for a feed that has not changed: to decode it there, too, would cost several per cent of the CPU time of such a
// poll.
type feedItems []byte

// itemsMark begins the items in a cursor. In JSON a key cannot be mistaken for a part of a text, whose quotation marks
// are escaped.
const itemsMark = `,"items":`

// decode fills c from what encode wrote, and reports whether it is of this form. It knows also how that was written
// before the items stood at the end.
func (c *feedCursor) decode(cur store.Cursor) bool {
	head, items, found := bytes.Cut(cur, []byte(itemsMark))
	switch {
	case bytes.HasSuffix(items, []byte("]}")):
		head, c.Items = append(bytes.Clone(head), '}'), feedItems(items[:len(items)-1])
	case found:
		var old struct {
			Items json.RawMessage `json:"items"`
		}
		if json.Unmarshal(cur, &old) != nil {
			return false
		}
		head, c.Items = cur, feedItems(old.Items)
	}
	return json.Unmarshal(head, c) == nil && c.Parser > 0
}

// encode returns c as it is stored.
func (c *feedCursor) encode() (store.Cursor, error) {
	head, err := json.Marshal(c)
	if err != nil || len(c.Items) == 0 {
		return head, err
	}
	return slices.Concat[[]byte](head[:len(head)-1], []byte(itemsMark), c.Items, []byte("}")), nil
}

// len returns how many items there are.
func (f feedItems) len() int { return bytes.Count(f, []byte(`"k":`)) }

// list returns the items; none if they are no list of such.
func (f feedItems) list() []feedItem {
	var items []feedItem
	if len(f) == 0 || json.Unmarshal(f, &items) != nil {
		return nil
	}
	return items
}

// A feedItem is what the cursor remembers of an item: to find gaps, and to know it again under a new guid.
type feedItem struct {
	Key  string `json:"k"`
	Link string `json:"l,omitempty"` // hash of the canonical link
	Date int64  `json:"d,omitempty"` // when the feed says that it was written, in seconds since 1970
	ID   string `json:"i,omitempty"` // the key that the feed gives it now, where it is known by an older one
}

// Fetch implements Source. A feed is one page, which is empty if it has not changed, unless it is continued on older
// ones (RFC 5005).
func (s *feedSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	last := s.cursor(cur)
	if last.Walk != nil && last.Walk.URL != "" {
		return s.fetchOlder(ctx, last)
	}
	return s.fetchNewest(ctx, cur, last)
}

// cursor returns what cur says, or nothing if it was written for another feed or, without a parser, for another kind of
// source. What another zone or parser made of the feed does not count.
func (s *feedSource) cursor(cur store.Cursor) feedCursor {
	var c feedCursor
	if len(cur) == 0 || !c.decode(cur) || text.CanonicalLink(c.URL) != text.CanonicalLink(s.config.URL) {
		return feedCursor{}
	}
	if c.URL != s.config.URL { // the same feed at an address of another scheme
		return feedCursor{URL: s.config.URL, Items: c.Items, Shared: c.Shared}
	}
	if c.Parser != feedParser || c.TZ != s.config.TZ {
		return feedCursor{URL: c.URL, Items: c.Items, Shared: c.Shared, Moved: c.Moved, Moves: c.Moves}
	}
	return c
}

// fetchNewest reads the feed as it is now; cur is last as it is stored.
func (s *feedSource) fetchNewest(ctx context.Context, cur store.Cursor, last feedCursor) (source.Page, error) {
	now := s.env.Now().UTC()
	body, err := s.read(ctx, last)
	if err != nil {
		return source.Page{}, err
	}
	sum := sha256.Sum256(body.Body)
	next := feedCursor{
		URL: s.config.URL, ETag: body.Header.Get("ETag"), LastModified: body.Header.Get("Last-Modified"),
		Sum: hex.EncodeToString(sum[:]), Parser: feedParser, TZ: s.config.TZ, Items: last.Items,
		Shared: last.Shared, Wait: last.Wait, Walked: last.Walked,
	}
	page := source.Page{Read: int64(len(body.Body)), Total: int64(len(body.Body))}
	if body.NotModified {
		next.ETag, next.LastModified, next.Sum = last.ETag, last.LastModified, last.Sum
	}
	if next.Sum == last.Sum {
		page.Known = last.Items.len()
	} else if err := s.readDocument(ctx, body, now, last, &next, &page); err != nil {
		return source.Page{}, err
	}
	next.Moved, next.Moves = moves(last, body.Moved)
	if next.Moves >= feedMoves {
		page.Moved = next.Moved
	}
	page.Wait = longestWait(time.Duration(next.Wait)*time.Second, cacheWait(body.Header))
	if body.NotModified && last.Walk == nil && next.Moved == last.Moved && next.Moves == last.Moves {
		page.Next = cur
		return page, nil
	}
	return pageTo(page, next)
}

// readDocument puts into page what is new in body, which was asked for at now, and into next what to remember of it.
func (s *feedSource) readDocument(ctx context.Context, body *fetch.Response, now time.Time, last feedCursor,
	next *feedCursor, page *source.Page) error {
	doc, err := syndication.Parse(ctx, body, s.config.MaxItems)
	if err != nil {
		return err
	}
	doc.NewestFirst()
	if held := max(doc.Held, len(doc.Items)); held > s.config.MaxItems {
		doc.Items = doc.Items[:min(len(doc.Items), s.config.MaxItems)]
		page.Gap = fmt.Sprintf("the feed holds %d items; the newest %d were read", held, len(doc.Items))
	}
	items := last.Items.list()
	memory := feedMemory{items, last.Shared}
	posts := s.posts(doc, body.URL, now, &memory)
	next.Shared = memory.shared
	aliases := keepKeys(posts, items)
	if doc.Cut != nil {
		page.Gap = fmt.Sprintf("the feed is cut off or damaged (%v); %d items were read", doc.Cut, len(posts))
		next.ETag, next.LastModified, next.Sum = "", "", ""
	}
	scrolled := page.Gap == "" && scrolledPast(items, posts)
	if scrolled {
		page.Gap = fmt.Sprintf("none of the %d items was there at the last read; older ones may have been missed; a "+
			"shorter every helps", len(posts))
	}
	if len(posts) > 0 {
		if next.Items, err = json.Marshal(remembered(posts, aliases)); err != nil {
			return err
		}
	}
	next.Wait = int64(documentWait(doc) / time.Second)
	if err := s.fill(ctx, doc, posts, page); err != nil {
		return err
	}
	first := last.URL == "" && page.Known == 0
	if first {
		putBack(page.Posts, now)
	}
	s.beginWalk(feedWalk{URL: olderPage(doc, body.URL), First: first}, scrolled, posts, last, next, page)
	return nil
}

// fill puts into page those of the posts that the store does not hold as they are.
func (s *feedSource) fill(ctx context.Context, doc *syndication.Document, posts []store.Post, page *source.Page) error {
	for i := range posts {
		posts[i].Sum = feedSum(&posts[i])
	}
	var err error
	if page.Posts, err = s.news(ctx, posts); err != nil {
		return err
	}
	page.Known, page.Skipped = len(posts)-len(page.Posts), doc.Skipped
	return nil
}

// putBack takes posts of a first read, at now, whose time is only that of reading out of the present: a feed's old
// items are no news.
func putBack(posts []store.Post, now time.Time) {
	for i := range posts {
		if posts[i].Published.Equal(now) && !posts[i].Claimed.Equal(now) {
			posts[i].Published = now.Add(-feedBacklog)
		}
	}
}

// news returns the posts that the store does not hold as they are.
func (s *feedSource) news(ctx context.Context, posts []store.Post) ([]store.Post, error) {
	if s.env.Known == nil || len(posts) == 0 {
		return posts, nil
	}
	copies := make([]store.Copy, len(posts))
	for i := range posts {
		copies[i] = store.Copy{Scope: posts[i].Scope, Key: posts[i].Key, Sum: posts[i].Sum}
	}
	known, err := s.env.Known(ctx, copies)
	if err != nil || !slices.Contains(known, false) {
		return nil, err
	}
	news := make([]store.Post, 0, len(posts))
	for i := range posts {
		if !known[i] {
			news = append(news, posts[i])
		}
	}
	return news, nil
}
