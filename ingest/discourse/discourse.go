// Package discourse reads a category of a Discourse forum: the list of its topics, then the posts of those in which
// something was written.
package discourse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a category of a forum that runs Discourse, or the whole forum, through its JSON pages
// (https://docs.discourse.org/). The first read goes back 30 days, or to Env.Since; a topic in which somebody wrote
// since then is read from its beginning.
type Config struct {
	URL string `yaml:"url" value:"url"` // address of the forum, such as https://forum.example.org
	// slug of the category, parent/child for one within another; default the whole forum
	Category     string `yaml:"category" value:"text"`
	APIKeyFile   string `yaml:"api_key_file" value:"secret"` // file with an API key, for what only members see; default none
	APIUser      string `yaml:"api_user" value:"text"`       // whose eyes the key reads with; default system
	AllowPrivate bool   `yaml:"allow_private"`               // the forum's name may lead into a private network; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormForum, Place: source.Forum, Needs: []string{"url"},
		Where: c.URL,
		Pace:  source.Pace, Replies: true,
	}
}

// Open implements source.Kind.
func (c *Config) Open(name string, env source.Env) (source.Source, error) {
	base, err := mailkind.ListURL("discourse", c.URL, "https://forum.example.org")
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("discourse: url: %w", err)
	}
	if c.APIKeyFile != "" && u.Scheme != "https" && !fetch.IsPrivateLiteral(u.Hostname()) {
		return nil, fmt.Errorf("discourse: url %s is not https; a key must not travel in the clear", fetch.Redact(base))
	}
	if c.APIUser != "" && c.APIKeyFile == "" {
		return nil, errors.New("discourse: api_user without api_key_file; set both or none")
	}
	s := &discourseSource{cfg: c, name: name, env: env, base: base, host: u.Hostname(), perPage: forumTopics}
	for part := range strings.SplitSeq(strings.Trim(c.Category, "/ "), "/") {
		if c.Category == "" {
			break
		}
		if part = strings.TrimSpace(part); part == "" || part == "." || part == ".." {
			return nil, fmt.Errorf("discourse: category %q is no slug; copy it from the category's address, which ends in "+
				"/c/SLUG/NUMBER", c.Category)
		}
		s.category += "/" + url.PathEscape(part)
	}
	return s, nil
}

// Limits of one read of a forum.
const (
	forumHistory = 30 * 24 * time.Hour // how far the first read goes back unless told otherwise
	forumOverlap = time.Hour           // how far before the last read a new one goes
	forumTopics  = 10                  // topics of one page of a read, each of which costs at least one request
	forumLists   = 2000                // pages of the list of topics in one read
	forumChunk   = 20                  // posts that are asked for at once
	forumPosts   = 20_000              // posts of one topic
	forumKept    = 5000                // topics that the cursor keeps
	forumBytes   = 16 << 20            // of one answer
)

// A discourseSource is the category of one configuration. Between two pages it keeps the topics that are still to be
// read.
type discourseSource struct {
	cfg      *Config
	name     string
	env      source.Env
	base     string // ends in "/"
	host     string
	category string // path of the category, "" for the whole forum
	perPage  int    // topics

	at   string // the cursor of the last page
	list *topicList
}

// A discourseCursor is how far a forum was read.
type discourseCursor struct {
	Base     string              `json:"base"`
	Category string              `json:"category,omitempty"`
	Until    int64               `json:"until,omitempty"` // when the last complete read began, milliseconds since 1970
	Topics   map[int64]topicMark `json:"topics,omitempty"`
	Walk     *discourseWalk      `json:"walk,omitempty"` // nil between two reads

	Refused map[int64]refusedTopic `json:"refused,omitempty"` // listed and not shown, to be asked for again
}

// A topicMark is how far a topic was read.
type topicMark struct {
	Post   int64 `json:"p"` // the highest id of its posts
	Bumped int64 `json:"b"` // when it was bumped last, milliseconds since 1970
}

// A discourseWalk is a way through the list of topics, the latest first.
type discourseWalk struct {
	Began int64 `json:"began"`
	Floor int64 `json:"floor"` // topics that were bumped before are left
	Page  int   `json:"page"`
}

// Fetch implements Source. A page ends after ten topics in which there is something new.
func (s *discourseSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	c := s.cursor(cur)
	if s.at != string(cur) {
		s.list = nil
	}
	var page source.Page
	more, err := s.page(ctx, &c, &page)
	if err == nil {
		page.Posts, err = s.news(ctx, &page)
	}
	if err == nil {
		page.Next, err = json.Marshal(c)
	}
	if err != nil {
		s.list = nil
		return source.Page{}, err
	}
	s.at, page.More = string(page.Next), more
	if !more {
		s.list = nil
	}
	return page, nil
}

// cursor returns what cur says, or the beginning of a read if it was written for another category.
func (s *discourseSource) cursor(cur store.Cursor) discourseCursor {
	c := discourseCursor{}
	if !source.DecodeCursor(cur, &c) || c.Base != s.base || c.Category != s.category {
		c = discourseCursor{Base: s.base, Category: s.category}
	}
	if c.Topics == nil {
		c.Topics = make(map[int64]topicMark)
	}
	if c.Walk == nil {
		now := s.env.Now()
		floor := now.Add(-forumHistory)
		if c.Until != 0 {
			floor = time.UnixMilli(c.Until).Add(-forumOverlap)
		}
		if since := s.env.Since; !since.IsZero() && (since.Before(floor) || c.Until == 0) {
			floor = since
		}
		c.Walk = &discourseWalk{Began: now.UnixMilli(), Floor: floor.UnixMilli()}
	}
	return c
}

// news returns the posts of the page that the store does not hold as they are, and counts the others.
func (s *discourseSource) news(ctx context.Context, page *source.Page) ([]store.Post, error) {
	if s.env.Known == nil || len(page.Posts) == 0 {
		return page.Posts, nil
	}
	copies := make([]store.Copy, len(page.Posts))
	for i, p := range page.Posts {
		copies[i] = store.Copy{Scope: p.Scope, Key: p.Key, Sum: p.Sum}
	}
	known, err := s.env.Known(ctx, copies)
	if err != nil {
		return nil, err
	}
	var news []store.Post
	for i, p := range page.Posts {
		if known[i] {
			page.Known++
		} else {
			news = append(news, p)
		}
	}
	return news, nil
}

// get asks the forum for a path below its address and decodes the answer.
func (s *discourseSource) get(ctx context.Context, path string, page *source.Page, answer any) error {
	header, err := s.key()
	if err != nil {
		return err
	}
	resp, err := s.env.HTTP.Get(ctx, fetch.Request{
		URL: s.base + path, Accept: "application/json", Header: header, Limit: forumBytes, AllowPrivate: s.cfg.AllowPrivate,
	})
	var fault *fetch.Error
	if errors.As(err, &fault) && fault.Status == http.StatusForbidden {
		e := *fault
		e.Err = errors.New("the forum shows this to members only; set api_key_file to a file with a key that may read it")
		return &e
	}
	if err != nil {
		return err
	}
	page.Read += int64(len(resp.Body))
	if err := json.Unmarshal(resp.Body, answer); err != nil {
		return fetch.WrongTypeError(resp, "JSON")
	}
	return nil
}

// key returns the headers that carry the API key, nil if none is configured.
func (s *discourseSource) key() (map[string]string, error) {
	if s.cfg.APIKeyFile == "" {
		return nil, nil
	}
	data, err := os.ReadFile(s.cfg.APIKeyFile)
	if err != nil {
		return nil, fmt.Errorf("discourse: api_key_file: %w", err)
	}
	key := strings.TrimSpace(string(data))
	if key == "" || len(key) > 1000 || strings.ContainsAny(key, " \t\r\n") {
		return nil, fmt.Errorf("discourse: api_key_file %s must hold the key and nothing else", s.cfg.APIKeyFile)
	}
	user := s.cfg.APIUser
	if user == "" {
		user = "system"
	}
	return map[string]string{"Api-Key": key, "Api-Username": user}, nil
}
