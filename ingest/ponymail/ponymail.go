// Package ponymail reads a list from Pony Mail or Foal: counts by month say where there is mail, and mailboxes of these
// months give it.
package ponymail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a list from Pony Mail, of both generations (the second is called Foal), such as lists.apache.org runs
// it. It takes the mbox export, which is the mail as it came; what the JSON shows is shortened.
type Config struct {
	URL          string `yaml:"url" value:"url"`           // address of the site, such as https://lists.example.org
	List         string `yaml:"list" value:"list"`         // the list's address, such as user@project.example.org
	Archive      string `yaml:"archive" value:"permalink"` // permalink instead of the site's own, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"`             // the server's name may lead to a private address; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"url", "list"},
		Where: c.URL, Archive: true,
		Pace: source.Pace,
	}
}

// Mail implements mailkind.Kind.
func (c *Config) Mail() mailkind.Options {
	return mailkind.Options{List: c.List, Archive: c.Archive, Derived: true}
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	base, err := mailkind.URL("ponymail", c.URL, "https://lists.example.org")
	if err != nil {
		return nil, err
	}
	list := strings.ToLower(strings.TrimSpace(c.List))
	local, domain, ok := strings.Cut(list, "@")
	switch err := mailkind.Check("ponymail", list, c.Archive); {
	case err != nil:
		return nil, err
	case list == "":
		return nil, errors.New("ponymail: has no list; set list to its address, such as user@project.example.org")
	case !ok || local == "" || domain == "":
		return nil, fmt.Errorf("ponymail: list %q is no address; write it as user@project.example.org", list)
	}
	s := &ponymailSource{cfg: c, env: env, base: base, list: list, local: local, domain: domain}
	s.mail = mailkind.Reader{Kind: "ponymail", List: list, Archive: c.Archive, Env: env, Link: s.permalink}
	return s, nil
}

// ponymailSource is the source of kind ponymail.
type ponymailSource struct {
	cfg           *Config
	env           source.Env
	base          *url.URL
	list          string
	local, domain string // of list
	mail          mailkind.Reader
	open          *ponymailWindow // between two pages of one window
}

// A ponymailCursor is how far a list was read. Pony Mail files mail by the date that its sender wrote, so a run reads
// the last week again.
type ponymailCursor struct {
	List   string               `json:"list"`             // the address of its page
	Floor  string               `json:"floor,omitempty"`  // first day that is wanted; "" for all
	Until  string               `json:"until,omitempty"`  // day of the last run that was through; "" before the first was
	Months bool                 `json:"months,omitempty"` // the site gives only whole months: it is of the first generation
	Today  string               `json:"today,omitempty"`  // day of the run whose windows Todo holds
	Todo   []mailkind.DayWindow `json:"todo,omitempty"`   // what this run has yet to read
	Gap    string               `json:"gap,omitempty"`    // why posts of this run's windows may be missing
}

// Fetch reads one window: a month in the first run, a week and a half after that. A site that is slow cuts its answers
// short without a word, so that the messages of each are counted; a window that comes too short is parted. A page ends
// after 2,000 messages or 5 MiB.
func (s *ponymailSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	page, err := s.page(ctx, cur)
	if err != nil {
		s.open = nil
		return source.Page{}, err
	}
	if s.open != nil {
		s.open.at = string(page.Next)
	}
	return page, nil
}

// page reads the page that follows cur.
func (s *ponymailSource) page(ctx context.Context, cur store.Cursor) (source.Page, error) {
	c := ponymailCursor{List: s.permapage("list.html").String() + "?" + s.list}
	var old ponymailCursor
	if source.DecodeCursor(cur, &old) && old.List == c.List {
		c = old
	}
	if s.open != nil && s.open.at != string(cur) {
		s.open = nil
	}
	var page source.Page
	if c.Today == "" {
		if err := s.plan(ctx, &c); err != nil {
			return page, err
		}
	}
	if s.open == nil && len(c.Todo) > 0 {
		if err := s.begin(ctx, &c, &page); err != nil {
			return page, err
		}
	}
	if s.open != nil {
		if err := s.give(ctx, &page); err != nil {
			return page, err
		}
		if s.open == nil {
			c.Todo = c.Todo[1:]
		}
	}
	if page.More = len(c.Todo) > 0; !page.More {
		page.Gap = c.Gap
		c.Until, c.Today, c.Gap = c.Today, "", ""
	}
	var err error
	page.Next, err = json.Marshal(c)
	return page, err
}

// permapage returns the address of one of the site's pages.
func (s *ponymailSource) permapage(path ...string) *url.URL {
	return mailkind.WithoutUser(s.base.JoinPath(path...))
}

// permalink returns the page of a message, which Pony Mail finds by Message-ID and List-Id.
func (s *ponymailSource) permalink(_ *mailkind.Message, p *store.Post) string {
	u := s.permapage("thread").String() + "/" + url.PathEscape("<"+p.Key+">")
	return u + "?" + url.QueryEscape("<"+s.local+"."+s.domain+">")
}
