// Package publicinbox reads a list from a public-inbox: the whole archive as one mailbox, then what a search by time of
// receipt finds.
package publicinbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads one list of a public-inbox over HTTP, such as those of lore.kernel.org (https://public-inbox.org/). The
// first run takes the whole archive, or what arrived since Env.Since; later ones search for what arrived since. Search
// lags behind, so the newest messages that the site shows are compared, too.
type Config struct {
	URL string `yaml:"url" value:"url"` // address of the list, such as https://inbox.example.org/dev/
	// permalink for mail that carries none, with {message_id}; default the message's page below url
	Archive      string `yaml:"archive" value:"permalink"`
	AllowPrivate bool   `yaml:"allow_private"` // the address's name may lead into a private network; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"url"},
		Where: c.URL, Archive: true,
		Pace: source.Pace,
	}
}

// Mail implements mailkind.Kind.
func (c *Config) Mail() mailkind.Options { return mailkind.Options{Archive: c.Archive, Derived: true} }

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	base, err := mailkind.ListURL("publicinbox", c.URL, "https://inbox.example.org/dev/")
	if err != nil {
		return nil, err
	}
	if err := mailkind.Check("publicinbox", "", c.Archive); err != nil {
		return nil, err
	}
	s := &publicInboxSource{base: base, private: c.AllowPrivate, perPage: mailkind.PageMessages, env: env}
	s.mail = mailkind.Reader{Kind: "publicinbox", Archive: c.Archive, Env: env, Link: s.link}
	return s, nil
}

// Limits of a public-inbox.
const (
	inboxOverlap = 48 * time.Hour      // how far before the newest known receipt a search begins, because search shows mail late
	inboxWindow  = 31 * 24 * time.Hour // of receipt, that one search of a walk through the past asks for
	inboxWindows = 32                  // so many of these at once where the archive is empty
	inboxCuts    = 3                   // of the stream in one run, after which the run ends
	inboxIDs     = 200                 // ids of the newest messages that the cursor keeps
)

// inboxEpoch is before the first mail of any public-inbox.
var inboxEpoch = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// An publicInboxSource is the list of one configuration. Between two pages it keeps the stream that it reads and the
// newest messages' ids.
type publicInboxSource struct {
	base    string // ends in "/"
	private bool
	perPage int // messages
	env     source.Env
	mail    mailkind.Reader

	at     string   // the cursor of the last page
	newest []string // ids of the messages that new.atom lists; nil between two runs
	stream *box.OpenBox
	cuts   int
}

// An publicInboxCursor is how far a list was read.
type publicInboxCursor struct {
	URL   string          `json:"url"`
	Seen  int64           `json:"seen,omitempty"`  // the newest time of receipt that a complete read showed, Unix seconds
	Known []string        `json:"known,omitempty"` // ids of the newest messages that were delivered
	Job   *publicInboxJob `json:"job,omitempty"`   // what is being read; nil between two runs
}

// An publicInboxJob is one stream of messages, and how far it was read.
type publicInboxJob struct {
	Kind string   `json:"kind"`           // all, window or newest
	From int64    `json:"from,omitempty"` // the first second of a window
	To   int64    `json:"to,omitempty"`   // its last second; 0 is open
	Step int64    `json:"step,omitempty"` // length of the following windows in seconds
	Seen int64    `json:"seen,omitempty"` // the newest receipt so far
	Mark box.Mark `json:"mark"`
}

// Fetch implements Source. A page ends after 2,000 messages or 5 MiB.
func (s *publicInboxSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	c := publicInboxCursor{URL: s.base}
	var old publicInboxCursor
	if source.DecodeCursor(cur, &old) && old.URL == s.base {
		c = old
	}
	page, err := s.page(ctx, cur, &c)
	if err == nil {
		page.Next, err = json.Marshal(c)
	}
	if err != nil {
		s.stop()
		return source.Page{}, err
	}
	if page.More = c.Job != nil; !page.More {
		s.stop()
	}
	s.at = string(page.Next)
	return page, nil
}

// stop closes what is open and forgets what was only meant for one run.
func (s *publicInboxSource) stop() {
	s.close()
	s.newest, s.at, s.cuts = nil, "", 0
}

// close closes the stream.
func (s *publicInboxSource) close() {
	if s.stream != nil {
		s.stream.Close()
		s.stream = nil
	}
}

// page reads the page that follows c and moves c behind it.
func (s *publicInboxSource) page(ctx context.Context, cur store.Cursor, c *publicInboxCursor) (source.Page, error) {
	var page source.Page
	if s.newest == nil || s.at != string(cur) {
		s.stop()
		newest, err := s.newestIDs(ctx)
		if err != nil {
			return page, err
		}
		s.newest = newest
	}
	now := s.env.Now()
	if c.Job == nil {
		c.Job = c.begin(s.env.Since)
	}
	job := c.Job
	var messages []mailkind.Message
	var done bool
	var err error
	if job.Kind == "newest" {
		messages, err = s.missing(ctx, c, &page)
		done = true
	} else {
		messages, done, err = s.messages(ctx, c, &page)
	}
	if err != nil {
		return page, err
	}
	s.note(c, messages, now)
	if err := s.mail.Posts(ctx, messages, &page); err != nil {
		return page, err
	}
	if done && c.Job == job {
		c.Job = c.follow(job, s.newest, now)
	}
	return page, nil
}

// begin returns what a run reads first.
func (c *publicInboxCursor) begin(since time.Time) *publicInboxJob {
	step := int64(inboxWindow / time.Second)
	switch {
	case !since.IsZero():
		return &publicInboxJob{Kind: "window", From: since.Unix(), To: since.Unix() + step, Step: step}
	case c.Seen == 0:
		return &publicInboxJob{Kind: "all"}
	}
	return &publicInboxJob{Kind: "window", From: c.Seen - int64(inboxOverlap/time.Second)}
}

// follow returns what is read after job was read to its end: windows up to the present, then the newest messages, then
// nothing.
func (c *publicInboxCursor) follow(job *publicInboxJob, newest []string, now time.Time) *publicInboxJob {
	switch {
	case job.Kind == "newest":
		c.Known = newest
		return nil
	case job.Kind == "window" && job.To != 0:
		next := *job
		if next.Mark = (box.Mark{}); job.Mark.Offset == 0 {
			next.Step = min(2*job.Step, int64(inboxWindows*inboxWindow/time.Second))
		} else {
			next.Step = int64(inboxWindow / time.Second)
		}
		next.From, next.To = job.To, job.To+next.Step
		if next.To > now.Unix() {
			next.To = 0
		}
		return &next
	}
	c.Seen = max(c.Seen, job.Seen)
	return &publicInboxJob{Kind: "newest"}
}

// note remembers of messages what later runs need: the newest receipt, unless they came one by one, and which of the
// newest messages these are.
func (s *publicInboxSource) note(c *publicInboxCursor, messages []mailkind.Message, now time.Time) {
	for _, m := range messages {
		head := m.Raw[:max(0, box.BodyStart(m.Raw))]
		if p, err := mail.Parse(head, mail.Options{Now: now}); err == nil && c.Job.Kind != "newest" {
			at := p.Received
			if at.IsZero() {
				at = p.Claimed
			}
			if at.After(inboxEpoch) && !at.After(now) {
				c.Job.Seen = max(c.Job.Seen, at.Unix())
			}
		}
		for _, id := range headerIDs(m.Raw) {
			if slices.Contains(s.newest, id) && !slices.Contains(c.Known, id) {
				c.Known = append(c.Known, id)
			}
		}
	}
	c.Known = c.Known[max(0, len(c.Known)-inboxIDs):]
}

// messages collects what one page of the job's stream holds, and reports whether the stream ended. A stream that breaks
// is opened again where it broke.
func (s *publicInboxSource) messages(ctx context.Context, c *publicInboxCursor,
	page *source.Page) (found []mailkind.Message, done bool, err error) {
	job := c.Job
	if s.stream == nil {
		err := s.openJob(ctx, c, page)
		if err != nil || s.stream == nil {
			return nil, err == nil, err
		}
	}
	for size := 0; len(found) < s.perPage && size < fetch.PageBytes; {
		m, err := s.stream.Next()
		switch {
		case ctx.Err() != nil:
			return nil, false, ctx.Err()
		case err == io.EOF:
			s.close()
			return found, true, nil
		case err != nil:
			s.close()
			if s.cuts++; s.cuts == inboxCuts {
				return nil, false, box.Named(fetch.Redact(s.base), err)
			}
			return found, false, nil
		case m.Bad != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", fetch.Redact(s.base), m.Bad))
		default:
			found = append(found, mailkind.Message{Message: m, Box: fetch.Redact(s.base)})
			size += len(m.Raw)
		}
		page.Read += m.End - m.Start
		job.Mark.Last, job.Mark.Offset = m.Start, m.End
		if r, ok := s.stream.Messages.(*box.Reader); ok {
			r.Sign(&job.Mark)
		}
	}
	return found, false, nil
}

// link returns the page of a message in the archive. A message without an id of its own is found by the one that the
// archive gave it.
func (s *publicInboxSource) link(m *mailkind.Message, p *store.Post) string {
	id := p.Key
	if ids := headerIDs(m.Raw); len(ids) > 0 && !slices.Contains(ids, id) {
		id = ids[0]
	}
	return s.base + url.PathEscape(id) + "/"
}

// headerIDs returns what stands in angle brackets in the Message-ID fields of a mail, which is more than one where an
// archive added its own.
func headerIDs(raw []byte) []string {
	var ids []string
	for len(raw) > 0 && raw[0] != '\n' && raw[0] != '\r' {
		end := fieldEnd(raw)
		if name, value, ok := strings.Cut(string(raw[:min(end, maxFieldID)]), ":"); ok && strings.EqualFold(name, "message-id") {
			if _, id, ok := strings.Cut(value, "<"); ok {
				if id, _, ok := strings.Cut(id, ">"); ok {
					ids = append(ids, id)
				}
			}
		}
		raw = raw[end:]
	}
	return ids
}

// maxFieldID bounds the part of a header field in which an id is looked for.
const maxFieldID = 2000

// fieldEnd returns where the header field ends that raw begins with, folded lines included.
func fieldEnd(raw []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(raw[at:], '\n')
		if i < 0 {
			return len(raw)
		}
		if at += i + 1; at == len(raw) || raw[at] != ' ' && raw[at] != '\t' {
			return at
		}
	}
}
