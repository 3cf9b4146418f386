package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"strings"
	"time"

	"recap/store"
)

// Feed reads a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, or JSON Feed.
type Feed struct {
	URL          string            `yaml:"url"`           // address of the feed, or a file
	TZ           string            `yaml:"tz"`            // IANA zone of dates that state none; default UTC
	Headers      map[string]string `yaml:"headers"`       // further request headers, such as Authorization or User-Agent
	MaxItems     int               `yaml:"max_items"`     // most items read of the feed; default 5000
	AllowPrivate bool              `yaml:"allow_private"` // the address, or a redirect, may lead into a private network
	HostPause    time.Duration     `yaml:"host_pause"`    // least pause between two requests to the host; default 1s, none on loopback
}

// Limits of one feed.
const (
	feedMaxItems  = 5000
	feedMaxBytes  = defaultLimit
	feedMaxText   = 1 << 20 // bytes of one text
	feedMaxTitle  = 1 << 10 // bytes of a title
	feedMaxKey    = 512     // bytes of a key; a longer one is hashed
	feedKeptItems = 200     // items that the cursor remembers
	feedHandful   = 5       // so many unknown items are needed to suspect a gap
	feedChurn     = 3       // so many known links under unknown ids show that the ids have changed
)

// feedParser names the way in which feeds are read. A new one makes a source read its feed again although it has not changed.
const feedParser = 1

const feedAccept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"

func (f *Feed) open(name string, env Env) (Source, error) {
	s := &feedSource{config: *f, name: name, env: env, zone: time.UTC}
	s.config.MaxItems = cmp.Or(f.MaxItems, feedMaxItems)
	switch {
	case f.URL == "":
		return nil, errors.New("url: is missing; give the address of the feed, or a file")
	case f.MaxItems < 0:
		return nil, fmt.Errorf("max_items: %d is below 0", f.MaxItems)
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
	config Feed
	name   string
	env    Env
	zone   *time.Location
	path   string // the file, where it is one
}

// A feedCursor notes what the feed was when it was read last. The validators are kept only after a good read.
type feedCursor struct {
	URL          string     `json:"url"`
	ETag         string     `json:"etag,omitempty"`
	LastModified string     `json:"last_modified,omitempty"`
	Sum          string     `json:"sum,omitempty"` // SHA-256 of the body
	Parser       int        `json:"parser"`
	TZ           string     `json:"tz,omitempty"`
	Items        []feedItem `json:"items,omitempty"` // the last page, newest items first as the feed lists them
}

// A feedItem is what the cursor remembers of an item: to find gaps, and to know it again under a new guid.
type feedItem struct {
	Key  string `json:"k"`
	Link string `json:"l,omitempty"` // hash of the canonical link
	ID   string `json:"i,omitempty"` // the key that the feed gives it now, where it is known by an older one
}

// Fetch implements Source. A feed that has not changed gives an empty page.
func (s *feedSource) Fetch(ctx context.Context, cur store.Cursor) (Page, error) {
	last := s.cursor(cur)
	body, err := s.read(ctx, last)
	if err != nil {
		return Page{}, err
	}
	page := Page{Read: int64(len(body.Body)), Total: int64(len(body.Body))}
	sum := sha256.Sum256(body.Body)
	next := feedCursor{
		URL: s.config.URL, ETag: body.Header.Get("ETag"), LastModified: body.Header.Get("Last-Modified"),
		Sum: hex.EncodeToString(sum[:]), Parser: feedParser, TZ: s.config.TZ, Items: last.Items,
	}
	if body.NotModified || next.Sum == last.Sum {
		if body.NotModified {
			next = last
		}
		page.Known = len(last.Items)
		page.Next, err = json.Marshal(next)
		return page, err
	}
	doc, err := parseFeed(body)
	if err != nil {
		return Page{}, err
	}
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}
	if len(doc.Items) > s.config.MaxItems {
		page.Gap = fmt.Sprintf("the feed holds %d items; the first %d were read", len(doc.Items), s.config.MaxItems)
		doc.Items = doc.Items[:s.config.MaxItems]
	}
	posts := s.posts(doc, body.URL)
	aliases := keepKeys(posts, last.Items)
	for i := range posts {
		posts[i].Sum = feedSum(&posts[i])
	}
	page.Skipped = doc.skipped
	if doc.cut != nil {
		page.Gap = fmt.Sprintf("the feed is cut off or damaged (%v); %d items were read", doc.cut, len(posts))
		next.ETag, next.LastModified, next.Sum = "", "", ""
	}
	if page.Gap == "" && scrolledPast(last.Items, posts) {
		page.Gap = fmt.Sprintf("none of the %d items was there at the last read; older ones may have been missed; a shorter every helps", len(posts))
	}
	if len(posts) > 0 {
		next.Items = remembered(posts, aliases)
	}
	if page.Posts, err = s.news(ctx, posts); err != nil {
		return Page{}, err
	}
	page.Known = len(posts) - len(page.Posts)
	page.Next, err = json.Marshal(next)
	return page, err
}

// cursor returns what cur says, or nothing if it was written for another feed, zone or parser.
func (s *feedSource) cursor(cur store.Cursor) feedCursor {
	var c feedCursor
	if len(cur) == 0 || s.env.Reread || json.Unmarshal(cur, &c) != nil || c.URL != s.config.URL {
		return feedCursor{}
	}
	if c.Parser != feedParser || c.TZ != s.config.TZ {
		return feedCursor{Items: c.Items}
	}
	return c
}

// read returns the feed as it is now. A file that has not changed is read all the same, it is cheap.
func (s *feedSource) read(ctx context.Context, last feedCursor) (*Response, error) {
	if s.path == "" {
		return s.env.HTTP.Get(ctx, Request{
			URL: s.config.URL, Header: s.config.Headers, Accept: feedAccept, ETag: last.ETag, LastModified: last.LastModified,
			Limit: feedMaxBytes, AllowPrivate: s.config.AllowPrivate, Pause: s.config.HostPause,
		})
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(s.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, feedMaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(body) > feedMaxBytes {
		return nil, tooLarge(s.path, feedMaxBytes)
	}
	return &Response{URL: s.path, Body: body}, nil
}

// news returns the posts that the store does not hold as they are.
func (s *feedSource) news(ctx context.Context, posts []store.Post) ([]store.Post, error) {
	if s.env.Known == nil || len(posts) == 0 {
		return posts, nil
	}
	copies := make([]store.Copy, len(posts))
	for i, p := range posts {
		copies[i] = store.Copy{Scope: p.Scope, Key: p.Key, Sum: p.Sum}
	}
	known, err := s.env.Known(ctx, copies)
	if err != nil {
		return nil, err
	}
	var news []store.Post
	for i, p := range posts {
		if !known[i] {
			news = append(news, p)
		}
	}
	return news, nil
}
