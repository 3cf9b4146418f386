// Package ponymail reads a list from Pony Mail or Foal: counts by month say where there is mail, and mailboxes of these
// months give it.
package ponymail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"recap/ingest/box"
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
// short without a word, so that the messages of each are counted; a window that comes too short is parted.
func (s *ponymailSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	c := ponymailCursor{List: s.permapage("list.html").String() + "?" + s.list}
	var old ponymailCursor
	if source.DecodeCursor(cur, &old) && old.List == c.List {
		c = old
	}
	if c.Today == "" {
		if err := s.plan(ctx, &c); err != nil {
			return source.Page{}, err
		}
	}
	var page source.Page
	if len(c.Todo) > 0 {
		if err := s.window(ctx, &c, &page); err != nil {
			return source.Page{}, err
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

// window reads the first window that is to do.
func (s *ponymailSource) window(ctx context.Context, c *ponymailCursor, page *source.Page) error {
	w := c.Todo[0]
	d, messages, skipped, end, err := s.read(ctx, c, w, page)
	if d == nil || err != nil {
		return err // or the site turned out to give only whole months, which now stand in Todo
	}
	total, err := s.count(ctx, w)
	if err != nil {
		return err
	}
	if end != nil || len(messages)+len(skipped) < total || lastIsCut(d.Data, messages) {
		if halves, ok := w.Halves(); ok && !c.Months {
			c.Todo = append(halves, c.Todo[1:]...)
			return s.mail.Posts(ctx, messages[:max(0, len(messages)-1)], page) // the last may be cut
		}
		before := d.Data
		if d, messages, skipped, end, err = s.read(ctx, c, w, page); err != nil {
			return err
		}
		if end != nil {
			return box.Named(d.Name, end)
		}
		if !bytes.Equal(d.Data, before) {
			return fmt.Errorf("%s: the answer is cut off each time, at another place: it holds %d of %d messages", d.Name, len(messages), total)
		}
		// no accident: the site counts messages that it does not give, or the last was never whole
		if len(d.Data) > 0 && !bytes.HasSuffix(d.Data, []byte("\n")) && len(messages) > 0 {
			messages = messages[:len(messages)-1]
		}
		if got := len(messages) + len(skipped); got < total {
			c.Gap = fmt.Sprintf("%s counts %d messages from %s up to %s and gives %d", s.base.Host, total, w.From, w.To, got)
		}
	}
	c.Todo = c.Todo[1:]
	page.Skipped = append(page.Skipped, skipped...)
	return s.mail.Posts(ctx, messages, page)
}

var partBoundary = regexp.MustCompile(`(?i)\nContent-Type:[ \t]*multipart/[^\n]*(?:\n[ \t][^\n]*)*?\bboundary="?([^"\s;]{1,70})`)

// lastIsCut reports whether an mbox does not end as one does that was sent to its end: with the end of a line, and with
// the end of its last message's parts.
func lastIsCut(data []byte, messages []mailkind.Message) bool {
	if len(messages) == 0 {
		return false
	}
	if !bytes.HasSuffix(data, []byte("\n")) {
		return true
	}
	last := messages[len(messages)-1].Raw
	head := last[:max(0, box.BodyStart(last))]
	m := partBoundary.FindSubmatch(append([]byte("\n"), head...))
	return m != nil && !bytes.Contains(last, slices.Concat([]byte("--"), m[1], []byte("--")))
}

// read gets the messages of a window, and what the answer is damaged by behind them. It returns no download where the
// site gives only whole months.
func (s *ponymailSource) read(ctx context.Context, c *ponymailCursor, w mailkind.DayWindow,
	page *source.Page) (d *mailkind.Download, messages []mailkind.Message, skipped []error, end, err error) {
	if d, err = s.export(ctx, c, w); d == nil || err != nil {
		return nil, nil, nil, nil, err
	}
	page.Read += int64(len(d.Data))
	messages, skipped, end = d.All(ctx)
	return d, messages, skipped, end, ctx.Err()
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
