// Package hackernews reads stories and comments of Hacker News that hold some words, by the search that Algolia runs
// for it.
package hackernews

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/store"
)

// Config reads the stories, and if asked for the comments, that hold some words from the search that Algolia runs for
// Hacker News (https://hn.algolia.com/api). It needs no account.
type Config struct {
	Query        string        `yaml:"query" value:"text"`       // the words, all of which must be there; case does not matter
	Comments     bool          `yaml:"comments"`                 // also comments; default false
	URL          string        `yaml:"url" value:"server"`       // address of the search; default https://hn.algolia.com
	Quote        string        `yaml:"quote" value:"auto|never"` // auto (default): quote; never: only link
	AllowPrivate bool          `yaml:"allow_private"`            // the host's name may lead to a private address; default false
	HostPause    time.Duration `yaml:"host_pause"`               // least pause between two requests; default 1s, none on loopback
}

// defaultHN is where the search of Hacker News is.
const defaultHN = "https://hn.algolia.com"

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormLink, Place: source.News, Needs: []string{"query"},
		Where: cmp.Or(c.URL, defaultHN),
		Pace:  source.Pace, Replies: true,
	}
}

// Open also fills in the default address, by which sources of one host are told to be such.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	if c.URL == "" {
		c.URL = defaultHN
	}
	base, err := social.ServerURL("hackernews", "url", c.URL, defaultHN)
	if err != nil {
		return nil, err
	}
	s := &hackerNewsSource{cfg: c, env: env, base: base, words: hnWords(c.Query)}
	switch {
	case len(s.words) == 0:
		return nil, errors.New("hackernews: has no query; set query to the words to look for")
	case len(c.Query) > maxHNQuery:
		return nil, fmt.Errorf("hackernews: query is longer than %d bytes; make a second source", maxHNQuery)
	case c.Quote != "" && c.Quote != "auto" && c.Quote != "never":
		return nil, fmt.Errorf("hackernews: quote is %q; write auto or never", c.Quote)
	case c.HostPause < 0:
		return nil, fmt.Errorf("hackernews: host_pause %s is negative", c.HostPause)
	}
	return s, nil
}

// Limits of one read of the search.
const (
	maxHNQuery = 500     // bytes; Algolia takes 512
	hnRows     = 100     // items of one page
	hnPage     = 8 << 20 // bytes of one page
)

// hnLimits let each run look at the items of the last two days again, whose points and comments still grow.
var hnLimits = social.SearchLimits{Pages: 2, Overlap: 48 * time.Hour, Deep: 48 * time.Hour, History: 30 * 24 * time.Hour}

// hackerNewsSource is the source of kind hackernews.
type hackerNewsSource struct {
	cfg   *Config
	env   source.Env
	base  *url.URL
	words []string // of the query, folded
}

// Fetch reads one page of the search, the newest items first. A run reads at most two pages; what is older than those
// and not known yet is told as a gap, and read by the runs that follow.
func (s *hackerNewsSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	now := s.env.Now().UTC()
	c := social.OpenSearchCursor(cur, s.base.String(), s.query(), 1)
	c.Begin(1, s.env.Since, now, &hnLimits)
	answer, err := s.search(ctx, c.Walk())
	if err != nil {
		return source.Page{}, err
	}
	page := source.Page{Read: answer.size}
	for i, raw := range answer.hits {
		p, err := s.post(raw, now)
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("item %d of the page: %w", i+1, err))
		case p != nil && !p.Published.Before(c.Floor):
			page.Posts = append(page.Posts, *p)
		}
	}
	if page.More = c.Advance(&answer.SearchPage, now, &hnLimits); !page.More {
		page.Gap = c.Gap([]string{s.cfg.Query})
	}
	page.Next, err = json.Marshal(c)
	return page, err
}

// query returns what is asked for: the cursor of another query is of no use.
func (s *hackerNewsSource) query() string {
	return strings.Join(s.words, " ") + "?" + s.kinds()
}

// kinds returns the kinds of items that are asked for, as the search writes them.
func (s *hackerNewsSource) kinds() string {
	if s.cfg.Comments {
		return "(story,comment)"
	}
	return "story"
}

// A hnAnswer is one page of items.
type hnAnswer struct {
	social.SearchPage
	hits []json.RawMessage
	size int64 // bytes
}

// search asks for the page at which the walk w stands. The marks of the walk are numbers of pages, from 0.
func (s *hackerNewsSource) search(ctx context.Context, w *social.SearchWalk) (*hnAnswer, error) {
	limits := "created_at_i>=" + strconv.FormatInt(w.From.Unix(), 10)
	if !w.To.IsZero() {
		limits += ",created_at_i<=" + strconv.FormatInt(w.To.Unix(), 10)
	}
	q := url.Values{"query": {s.cfg.Query}, "tags": {s.kinds()}, "numericFilters": {limits}, "hitsPerPage": {strconv.Itoa(hnRows)}}
	if w.Cursor != "" {
		q.Set("page", w.Cursor)
	}
	resp, err := s.env.HTTP.Get(ctx, fetch.Request{
		URL: s.base.String() + "/api/v1/search_by_date?" + q.Encode(), Accept: "application/json", Limit: hnPage,
		AllowPrivate: s.cfg.AllowPrivate, Pause: s.cfg.HostPause,
	})
	if err != nil {
		return nil, err
	}
	return decodeHN(resp)
}

// decodeHN reads an answer with items. What is no item is a row too, so that it can be told.
func decodeHN(resp *fetch.Response) (*hnAnswer, error) {
	var answer struct {
		Hits  *[]json.RawMessage `json:"hits"`
		Page  int                `json:"page"`
		Pages int                `json:"nbPages"`
	}
	if title := strings.TrimSpace(string(resp.Body[:min(len(resp.Body), 100)])); title == "" || title[0] != '{' && title[0] != '[' {
		return nil, fetch.WrongTypeError(resp, "JSON")
	}
	err := json.Unmarshal(resp.Body, &answer)
	if err == nil && answer.Hits == nil {
		err = errors.New("it has no hits")
	}
	if err != nil {
		return nil, &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header,
			Err: fmt.Errorf("no answer of a search: %w", err)}
	}
	a := &hnAnswer{hits: *answer.Hits, size: int64(len(resp.Body))}
	a.Rows = len(a.hits)
	if answer.Page+1 < answer.Pages {
		a.Cursor = strconv.Itoa(answer.Page + 1)
	}
	for _, raw := range a.hits {
		var item hnItem
		_ = json.Unmarshal(raw, &item) // what cannot be read is told when its post is made
		if at := item.created(); !at.IsZero() {
			a.Times = append(a.Times, at)
		}
	}
	return a, nil
}
