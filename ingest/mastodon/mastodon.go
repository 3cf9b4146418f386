// Package mastodon reads the timeline of a hashtag from a server with Mastodon's API: it walks down to what is known,
// then up from there, and asks later what became of the statuses.
package mastodon

import (
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

// Config reads the public statuses with a hashtag from one server that speaks Mastodon's API: Mastodon, GoToSocial,
// Pleroma, Akkoma (https://docs.joinmastodon.org/methods/timelines/#tag). A server shows what it has seen; several
// servers for one tag are several sources, and a status that both have is one post.
type Config struct {
	Server string   `yaml:"server" value:"server"` // address of the server, such as https://fosstodon.org
	Tag    string   `yaml:"tag" value:"tag"`       // the hashtag to follow, with or without "#"
	Any    []string `yaml:"any" value:"tag"`       // up to 3 hashtags that will do as well; default none
	All    []string `yaml:"all" value:"tag"`       // up to 4 hashtags that must be there too; default none
	None   []string `yaml:"none" value:"tag"`      // up to 4 hashtags that must not be there; default none
	Local  bool     `yaml:"local"`                 // only statuses written on that server; default false
	// file with an access token (scope read:statuses), for servers that want one; default none
	TokenFile    string        `yaml:"token_file" value:"secret"`
	Quote        string        `yaml:"quote" value:"auto|never"` // auto (default): quote who has not opted out; never: only link
	AllowPrivate bool          `yaml:"allow_private"`            // the server's name may lead to a private address; default false
	HostPause    time.Duration `yaml:"host_pause"`               // least pause between two requests; default 1s, none on loopback
}

// perMode is how many hashtags a server takes in any, all and none (TagFeed::LIMIT_PER_MODE); the main one is among
// those of any.
const perMode = 4

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormStatus, Place: source.Social, Needs: []string{"server", "tag"},
		Where: c.Server,
		Pace:  source.Pace, Replies: true,
	}
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	filter, err := social.NewTagFilter("mastodon", c.Tag, c.Any, c.All, c.None)
	switch {
	case social.FoldTag(c.Tag) == "":
		return nil, errors.New("mastodon: has no tag; set tag to the hashtag to follow")
	case err != nil:
		return nil, err
	case len(c.Any) > perMode-1 || len(c.All) > perMode || len(c.None) > perMode:
		return nil, fmt.Errorf("mastodon: too many hashtags; servers take %d in any, %d in all and %d in none: make a second source",
			perMode-1, perMode, perMode)
	case c.Quote != "" && c.Quote != "auto" && c.Quote != "never":
		return nil, fmt.Errorf("mastodon: quote is %q; write auto or never", c.Quote)
	case c.HostPause < 0:
		return nil, fmt.Errorf("mastodon: host_pause %s is negative", c.HostPause)
	case c.TokenFile != "" && base.Scheme != "https" && !fetch.IsPrivateLiteral(base.Hostname()):
		return nil, fmt.Errorf("mastodon: server %s is not https; a token must not travel in the clear", base)
	}
	return &mastodonSource{cfg: c, env: env, base: base, TagFilter: filter}, nil
}

// base returns the address of the server without a path.
func (c *Config) base() (*url.URL, error) {
	server := strings.TrimRight(strings.TrimSpace(c.Server), "/")
	if server == "" {
		return nil, errors.New("mastodon: has no server; set server to an address such as https://fosstodon.org")
	}
	if !strings.Contains(server, "://") {
		server = "https://" + server
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Path != "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("mastodon: server %q is no address of a server; write it as https://fosstodon.org", fetch.Redact(c.Server))
	}
	return u, nil
}

// Limits of one read of a timeline.
const (
	tootsPerPage = 40                  // the most that servers give
	walkPages    = 100                 // pages of one walk in one run
	maxTootPage  = 8 << 20             // bytes of one page
	tootHistory  = 30 * 24 * time.Hour // how far the first run goes back unless told otherwise
)

// mastodonSource is the source of kind mastodon.
type mastodonSource struct {
	cfg  *Config
	env  source.Env
	base *url.URL
	social.TagFilter
}

// Fetch reads one page of the timeline. The first run walks down from the newest status to where env.Since says; every
// later one walks up from where the timeline ended about a day before, because statuses from other servers arrive late
// and are sorted in by their own date.
func (s *mastodonSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	now := s.env.Now().UTC()
	c := mastodonCursor{Server: s.base.String(), Query: s.query()}
	var old mastodonCursor
	if source.DecodeCursor(cur, &old) && old.Server == c.Server && old.Query == c.Query {
		c = old
	}
	if c.Walk == nil {
		c.begin(now, s.env.Since)
	}
	answer, err := s.page(ctx, &c)
	if err != nil {
		return source.Page{}, err
	}
	var page source.Page
	s.posts(&page, answer.rows, c.Walk, now)
	page.Read = answer.size
	page.More, page.Gap = c.advance(answer, now)
	switch {
	case page.More && answer.remaining == 0:
		page.More = false
		page.Gap = fmt.Sprintf("%s allows no more requests for now; the rest is read later", s.base.Host)
	case page.Gap == "" && c.LocalOnly:
		page.Gap = fmt.Sprintf("%s shows only its own statuses to who is not logged in; set token_file to read all", s.base.Host)
	}
	page.Next, err = json.Marshal(c)
	return page, err
}

// query returns what is asked for, apart from the place in the timeline: the cursor of another query is of no use.
func (s *mastodonSource) query() string {
	q := s.TagFilter.Query()
	if s.cfg.Local {
		q += "&local=true"
	}
	if s.cfg.TokenFile != "" {
		q += "&token=yes" // a server may show more to who is logged in
	}
	return q
}
