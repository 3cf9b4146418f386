// Package v1 reads the search of a server that speaks Twitter's API v1.1, such as Friendica.
package v1

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
	"recap/store"
)

// Open returns the source that reads the server at base_url.
func Open(c *api.Config, filter social.TagFilter, env source.Env) (source.Source, error) {
	base, err := c.Endpoint("base_url", c.BaseURL)
	switch {
	case err != nil:
		return nil, err
	case (c.User == "") != (c.PasswordFile == ""):
		return nil, errors.New("twitter: user and password_file belong together; set both, or none")
	case c.User != "" && (c.BearerToken != "" || c.BearerTokenFile != ""):
		return nil, errors.New("twitter: user stands beside a bearer token; keep one of the two")
	}
	return &tweetSearch{TagFilter: filter, cfg: c, env: env, base: base}, nil
}

// Limits of one read of a server.
const (
	tweetSearchRows = 100                 // the most that servers give
	tweetPages      = 100                 // pages of one run
	tweetHistory    = 30 * 24 * time.Hour // how far the first run goes back unless told otherwise
)

// tweetSearch is the source of kind twitter for servers that speak API v1.1.
type tweetSearch struct {
	social.TagFilter
	cfg  *api.Config
	env  source.Env
	base *url.URL
}

// Fetch reads one page of the search for one hashtag, newest status first. Where a walk ends, the next hashtag follows.
// The newest status of a walk's first page is where the next run ends.
func (s *tweetSearch) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	now := s.env.Now().UTC()
	c := tweetSearchCursor{Server: s.base.String(), Query: s.query()}
	var old tweetSearchCursor
	if source.DecodeCursor(cur, &old) && old.Server == c.Server && old.Query == c.Query {
		c = old
	}
	names := s.names()
	if c.Walk == nil {
		c.begin(c.Next, now, s.env.Since)
	}
	answer, err := s.page(ctx, names[c.Walk.Name], c.Walk)
	if err != nil {
		return source.Page{}, err
	}
	page := source.Page{Read: answer.size, Skipped: answer.skipped}
	s.posts(&page, answer, c.Walk, now)
	page.More, page.Gap = c.advance(answer, now)
	if c.Walk == nil {
		page.More = c.Next < len(names)
		c.Next %= len(names)
	}
	if page.More && answer.remaining == 0 {
		page.More = false
		page.Gap = fmt.Sprintf("%s allows no more requests for now; the rest is read later", s.base.Host)
	}
	page.Next, err = json.Marshal(c)
	return page, err
}

// query returns what is asked for: the cursor of another query is of no use.
func (s *tweetSearch) query() string {
	q := s.TagFilter.Query()
	if s.cfg.User != "" || s.cfg.BearerToken != "" || s.cfg.BearerTokenFile != "" {
		q += "&login=yes" // a server may show more to who is logged in
	}
	return q
}

// names returns the hashtags to search for. Servers look for no more than one at a time.
func (s *tweetSearch) names() []string {
	names := []string{social.BareTag(s.cfg.Tag)}
	for _, t := range s.cfg.Any {
		names = append(names, social.BareTag(t))
	}
	return names
}

// posts puts the wanted posts among the rows of answer into page.
func (s *tweetSearch) posts(page *source.Page, answer *tweetAnswer, w *tweetWalk, now time.Time) {
	n := s.normaliser(now)
	places := make([]status.Place, len(answer.rows))
	for i, row := range answer.rows {
		_ = json.Unmarshal(row.raw, &places[i]) // what could not be read of it is missing
		n.Known[row.id] = places[i].Key(s.base, row.id)
	}
	for i, row := range answer.rows {
		if places[i].IsPrivate() {
			continue
		}
		p, err := n.Post(row.raw)
		p.Native = row.id
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("status %s: %w", row.id, err))
		case p.Published.Before(w.Floor):
		case s.Wants(p.Tags):
			page.Posts = append(page.Posts, p)
		}
	}
}

// Normaliser returns what makes posts of the server's statuses; it knows no other statuses yet.
func (s *tweetSearch) normaliser(now time.Time) status.Normaliser {
	return status.Normaliser{Home: s.base, Known: make(map[string]string), QuoteNever: s.cfg.Quote == "never", Now: now}
}

// authorization returns the header that proves who reads, or nil if nobody is configured.
func (s *tweetSearch) authorization() (map[string]string, error) {
	if s.cfg.User == "" {
		return s.cfg.Bearer()
	}
	data, err := os.ReadFile(s.cfg.PasswordFile)
	if err != nil {
		return nil, fmt.Errorf("twitter: password_file: %w", err)
	}
	password := strings.TrimRight(string(data), "\r\n")
	if password == "" || len(password) > 4096 || strings.ContainsAny(password, "\r\n\x00") {
		return nil, fmt.Errorf("twitter: password_file %s must hold the password and nothing else", s.cfg.PasswordFile)
	}
	return map[string]string{"Authorization": basicAuth(s.cfg.User, password)}, nil
}
