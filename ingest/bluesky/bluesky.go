// Package bluesky reads the posts with a hashtag on Bluesky: it logs in to the account's server, searches there page by
// page, and makes a post of each record.
package bluesky

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/store"
)

// Config reads the posts with a hashtag through the search of an account's own server
// (https://docs.bsky.app/docs/api/app-bsky-feed-search-posts), which answers only who is logged in. A plain "#word"
// that the author's program did not mark as a hashtag is none, and is not found.
type Config struct {
	// address of the account's server (PDS); default https://bsky.social, which serves all accounts of Bluesky itself
	Server string `yaml:"server" value:"server"`
	Tag    string `yaml:"tag" value:"tag"` // the hashtag to follow, with or without "#"
	// up to 3 hashtags that will do as well, each a search of its own; default none
	Any          []string      `yaml:"any" value:"tag"`
	All          []string      `yaml:"all" value:"tag"`              // hashtags that must be there too; default none
	None         []string      `yaml:"none" value:"tag"`             // hashtags that must not be there; default none
	Handle       string        `yaml:"handle" value:"text"`          // the account to log in with, such as recap.example.org
	Password     string        `yaml:"password" value:"text"`        // its app password; better in password_file or as ${NAME}
	PasswordFile string        `yaml:"password_file" value:"secret"` // file with an app password (https://bsky.app/settings/app-passwords)
	Quote        string        `yaml:"quote" value:"auto|never"`     // auto (default): quote who has not opted out; never: only link
	AllowPrivate bool          `yaml:"allow_private"`                // the server's name may lead to a private address; default false
	HostPause    time.Duration `yaml:"host_pause"`                   // least pause between two requests; default 1s, none on loopback
}

// defaultPDS is the server that takes requests for all accounts that Bluesky hosts
// (https://docs.bsky.app/docs/advanced-guides/entryway).
const defaultPDS = "https://bsky.social"

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormStatus, Place: source.Social, Needs: []string{"tag", "handle"},
		Where: cmp.Or(c.Server, defaultPDS),
		Pace:  source.Pace, Replies: true,
	}
}

// Open also fills in the default server, by which sources of one host are told to be such.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	if c.Server == "" {
		c.Server = defaultPDS
	}
	base, err := social.ServerURL("bluesky", "server", c.Server, defaultPDS)
	if err != nil {
		return nil, err
	}
	filter, err := social.NewTagFilter("bluesky", c.Tag, c.Any, c.All, c.None)
	if err != nil {
		return nil, err
	}
	handle := strings.TrimPrefix(strings.TrimSpace(c.Handle), "@")
	switch {
	case filter.Tag == "":
		return nil, errors.New("bluesky: has no tag; set tag to the hashtag to follow")
	case len(c.Any) > skyAny:
		return nil, fmt.Errorf("bluesky: any has more than %d hashtags, each of which is a search of its own; make a second source", skyAny)
	case c.Quote != "" && c.Quote != "auto" && c.Quote != "never":
		return nil, fmt.Errorf("bluesky: quote is %q; write auto or never", c.Quote)
	case c.HostPause < 0:
		return nil, fmt.Errorf("bluesky: host_pause %s is negative", c.HostPause)
	}
	if err := c.checkAccount(base, handle); err != nil {
		return nil, err
	}
	s := &blueskySource{cfg: c, env: env, base: base, handle: handle, TagFilter: filter}
	for _, t := range append([]string{c.Tag}, c.Any...) {
		s.tags = append(s.tags, social.BareTag(t))
		s.names = append(s.names, "#"+social.BareTag(t))
	}
	return s, nil
}

// checkAccount returns all that is wrong with how c logs in to the server at base.
func (c *Config) checkAccount(base *url.URL, handle string) error {
	var wrong []error
	switch {
	case handle == "":
		wrong = append(wrong, errors.New("bluesky: has no handle; set handle to the account to log in with, because the search answers nobody else"))
	case strings.ContainsAny(handle, " \t\r\n/") || !strings.ContainsAny(handle, ".:"):
		wrong = append(wrong, fmt.Errorf("bluesky: handle: %q is no handle; write it as name.bsky.social", c.Handle))
	}
	switch {
	case c.Password == "" && c.PasswordFile == "":
		wrong = append(wrong, errors.New("bluesky: has no password; make an app password at https://bsky.app/settings/app-passwords "+
			"and set password_file to a file with it"))
	case c.Password != "" && c.PasswordFile != "":
		wrong = append(wrong, errors.New("bluesky: has password and password_file; keep one"))
	}
	if base.Scheme != "https" && !fetch.IsPrivateLiteral(base.Hostname()) {
		wrong = append(wrong, fmt.Errorf("bluesky: server %s is not https; a password must not travel in the clear", base))
	}
	return errors.Join(wrong...)
}

// Limits of one read of the search.
const (
	skyAny  = 3       // hashtags beside the main one
	skyRows = 100     // posts of one page, the most that servers give
	skyPage = 8 << 20 // bytes of one page
)

var skyLimits = social.SearchLimits{Pages: 5, Overlap: 2 * time.Hour, Deep: 7 * 24 * time.Hour, History: 30 * 24 * time.Hour}

// blueskySource is the source of kind bluesky.
type blueskySource struct {
	cfg    *Config
	env    source.Env
	base   *url.URL
	handle string
	tags   []string // what is searched for, one after the other, without "#"
	names  []string // the same with it
	social.TagFilter

	login skyLogin
}

// Fetch reads one page of the search, the newest posts first. A run reads at most five pages of each hashtag; what is
// older than those and not known yet is told as a gap, and read by the runs that follow. A run begins two hours below
// the newest post that is known, and once a day seven days, because the search learns of some posts late; one that
// comes later than that is missed.
func (s *blueskySource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	now := s.env.Now().UTC()
	c := s.cursor(cur)
	c.Begin(len(s.tags), s.env.Since, now, &skyLimits)
	answer, err := s.search(ctx, c.At, c.Walk())
	if err != nil {
		return source.Page{}, err
	}
	page := source.Page{Read: answer.size}
	s.posts(&page, answer.posts, c.Floor, now)
	page.More = c.Advance(&answer.SearchPage, now, &skyLimits)
	switch {
	case page.More && answer.remaining == 0:
		page.More, c.Pages = false, 0
		page.Gap = fmt.Sprintf("%s allows no more requests for now; the rest is read later", s.base.Host)
	case !page.More:
		page.Gap = c.Gap(s.names)
	}
	page.Next, err = json.Marshal(c)
	return page, err
}

// cursor returns what cur says, or a new one if that was written for another search.
func (s *blueskySource) cursor(cur store.Cursor) social.SearchCursor {
	return social.OpenSearchCursor(cur, s.base.String(), s.TagFilter.Query(), len(s.tags))
}

// search asks for the page at which the walk w through search n stands. A mark of the server's that it does not know
// any more is given up for one of time.
func (s *blueskySource) search(ctx context.Context, n int, w *social.SearchWalk) (*skyAnswer, error) {
	q := url.Values{"q": {s.names[n]}, "tag": {s.tags[n]}, "sort": {"latest"}, "limit": {fmt.Sprint(skyRows)}, "since": {skyTime(w.From)}}
	if !w.To.IsZero() {
		q.Set("until", skyTime(w.To))
	}
	if w.Cursor != "" {
		q.Set("cursor", w.Cursor)
	}
	resp, err := s.call(ctx, "app.bsky.feed.searchPosts", q)
	if w.Cursor != "" && xrpcErrorOf(err) == "InvalidRequest" {
		w.Resume()
		return s.search(ctx, n, w)
	}
	if err != nil {
		return nil, err
	}
	return decodeSky(resp)
}

// skyTime returns t as the network writes it (https://atproto.com/specs/lexicon#datetime).
func skyTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
