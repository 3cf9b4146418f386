// Package x reads the recent search of X by API v2, within what a month may cost.
package x

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
	"recap/store"
)

// Address is the address of X API v2.
const Address = "https://api.x.com"

// Limits of what is read from X, and paid for, unless the configuration says otherwise.
const (
	xReadsMonth   = 2000
	xPostsRun     = 500
	xLeastPosts   = 10                 // the fewest that one page of a search can be asked for
	xMostPosts    = 100                // the most
	xReadsPost    = 2                  // reads that one post may cost: itself and its author
	xReach        = 7 * 24 * time.Hour // how far back recent search goes
	xLongestQuery = 512                // characters of a query
	xPages        = 100                // pages of one run
)

// Open returns the source that reads X.
func Open(c *api.Config, filter social.TagFilter, env source.Env) (source.Source, error) {
	if c.BearerToken == "" && c.BearerTokenFile == "" {
		return nil, errors.New("twitter: is off without a token: X sells its posts; set bearer_token_file to a file with a " +
			"bearer token of X API v2, " +
			"or path to a file of statuses, or base_url to a server with API v1.1, or follow the tag with a mastodon source")
	}
	base, err := c.Endpoint("api", cmp.Or(c.API, Address))
	if err != nil {
		return nil, err
	}
	s := &Search{
		TagFilter: filter, cfg: c, env: env, base: base, fields: cmp.Or(c.Fields, "tweet"),
		reads: cmp.Or(c.MaxReadsPerMonth, xReadsMonth), posts: cmp.Or(c.MaxPostsPerRun, xPostsRun),
	}
	switch {
	case s.fields != "tweet" && s.fields != "post":
		return nil, fmt.Errorf("twitter: fields is %q; write tweet or post", c.Fields)
	case s.reads < xLeastPosts*xReadsPost:
		return nil, fmt.Errorf("twitter: max_reads_per_month %d is too little for one page; set it to at least %d", s.reads,
			xLeastPosts*xReadsPost)
	case s.posts < xLeastPosts:
		return nil, fmt.Errorf("twitter: max_posts_per_run %d is less than one page; set it to at least %d", s.posts, xLeastPosts)
	}
	if n := len([]rune(s.terms())); n > xLongestQuery {
		return nil, fmt.Errorf("twitter: makes a query of %d characters, and X takes no more than %d; put some of the "+
			"hashtags into a second source", n, xLongestQuery)
	}
	return s, nil
}

// Search is the source of kind twitter for X itself: recent search of API v2
// (https://docs.x.com/x-api/posts/search-recent-posts). Authors are asked for, because a recap names people; posts that
// others refer to are not, because each costs as much again.
type Search struct {
	social.TagFilter
	cfg    *api.Config
	env    source.Env
	base   *url.URL
	fields string // what names of parameters begin with
	reads  int    // budget of a month
	posts  int    // most posts of a run
}

// Fetch reads one page of the search, newest post first, if the budget allows. A walk that the budget or the limit of a
// run stops is gone on with where it stood, so that nothing between is lost.
func (s *Search) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	now := s.env.Now().UTC()
	c := xCursor{API: s.base.String(), Query: s.terms()}
	var old xCursor
	if source.DecodeCursor(cur, &old) && old.API == c.API && old.Query == c.Query {
		c = old
	}
	c.begin(now, s.env.Since)
	var page source.Page
	bill, err := s.reserve(ctx, min(xMostPosts, max(xLeastPosts, s.posts-c.Pending.Run)), now)
	switch {
	case err != nil:
		return source.Page{}, err
	case bill.posts == 0:
		c.Pending.rest()
		page.Gap = fmt.Sprintf("max_reads_per_month: %d of %d reads of this month are used; posts since %s are not read "+
			"before %s, or a larger budget",
			bill.used, s.reads, c.from().Format(time.RFC3339), nextMonth(now).Format(time.DateOnly))
	default:
		answer, err := s.search(ctx, c.Pending, bill)
		var refused *fetch.Error
		if errors.As(err, &refused) && refused.Status == http.StatusBadRequest && c.Pending.Token != "" {
			page.Gap = c.again()
			break
		}
		if err != nil {
			return source.Page{}, err
		}
		page.Read, page.Skipped = answer.size, answer.skipped
		s.take(&page, answer, now)
		page.More, page.Gap = c.advance(answer, s.posts, now)
	}
	if page.Gap == "" && c.Lost != nil && now.Sub(c.Lost.Found) < tellLost {
		page.Gap = c.Lost.String()
	}
	page.Next, err = json.Marshal(c)
	return page, err
}

// terms returns the query: https://docs.x.com/x-api/posts/search/integrate/build-a-query. Retweets are left out,
// because each costs as much as a post.
func (s *Search) terms() string {
	var any, rest []string
	for _, t := range append([]string{s.cfg.Tag}, s.cfg.Any...) {
		any = append(any, "#"+social.BareTag(t))
	}
	for _, t := range s.cfg.All {
		rest = append(rest, "#"+social.BareTag(t))
	}
	for _, t := range s.cfg.None {
		rest = append(rest, "-#"+social.BareTag(t))
	}
	return strings.Join(append([]string{"(" + strings.Join(any, " OR ") + ")"}, append(rest, "-is:retweet")...), " ")
}

// take puts the wanted posts of answer into page.
func (s *Search) take(page *source.Page, answer *xAnswer, now time.Time) {
	n := status.Normaliser{QuoteNever: s.cfg.Quote == "never", Now: now}
	for i, raw := range answer.Data {
		p, err := answer.post(&n, raw)
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("post %d of the page: %w", i+1, err))
		case s.Wants(p.Tags):
			page.Posts = append(page.Posts, p)
		}
	}
}

// nextMonth returns the beginning of the month of UTC after t.
func nextMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}
