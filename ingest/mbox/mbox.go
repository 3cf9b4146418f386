// Package mbox reads mailboxes from files, folders, packed archives and URLs. Package box splits them; here is what was
// read of which.
package mbox

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads mailboxes: mbox files in every variant, Pipermail's text form, gzip and zip files of them, folders of
// .eml files.
type Config struct {
	Path         string `yaml:"path" value:"place"`        // a file, a folder, a pattern such as archives/dev-*.txt.gz, or an http(s) URL
	List         string `yaml:"list" value:"list"`         // the list's address, for mail that names no list; default none
	Archive      string `yaml:"archive" value:"permalink"` // permalink for mail that carries none, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"`             // a URL may lead to a private address; default false
}

// passedBytes is how much mail that was delivered before is passed over in one page.
const passedBytes = 64 << 20

// About implements source.Kind.
func (m *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"path"},
		Where: m.Path, Local: !fetch.IsWebAddress(m.Path), Archive: true,
		Pace: source.Pace, Again: !fetch.IsWebAddress(m.Path),
	}
}

// Mail implements mailkind.Kind.
func (m *Config) Mail() mailkind.Options { return mailkind.Options{List: m.List, Archive: m.Archive} }

// Open implements source.Kind.
func (m *Config) Open(_ string, env source.Env) (source.Source, error) {
	path := strings.TrimSpace(m.Path)
	if path == "" {
		return nil, errors.New("mbox: has no path; set path to a file, a folder, a pattern or a URL")
	}
	if err := mailkind.Check("mbox", m.List, m.Archive); err != nil {
		return nil, err
	}
	s := &mboxSource{mail: mailkind.Reader{Kind: "mbox", List: m.List, Archive: m.Archive, Env: env}}
	s.boxes = func() ([]box.Box, error) { return box.Files(path) }
	if fetch.IsWebAddress(path) {
		if _, err := fetch.ParseURL(path); err != nil {
			return nil, fmt.Errorf("mbox: %w", err)
		}
		s.boxes = func() ([]box.Box, error) { return []box.Box{webBox(path, m, env.HTTP)}, nil }
	}
	return s, nil
}

// An mboxSource reads the mailboxes of one configuration. Between two pages it keeps the open mailbox, so that a packed
// one is not unpacked from its beginning for each page; a cursor that is not the one of the last page starts anew from
// what it says.
type mboxSource struct {
	mail  mailkind.Reader
	boxes func() ([]box.Box, error)
	walk  *mboxWalk
}

// Fetch implements Source. A page ends after 2,000 messages or 5 MiB. Mailboxes that look as they did when they were
// last read to their end are not opened.
func (s *mboxSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	if s.walk == nil || s.walk.at != string(cur) {
		s.stop()
		boxes, err := s.boxes()
		if err != nil {
			return source.Page{}, err
		}
		s.walk = newMboxWalk(ctx, boxes, decodeMboxCursor(cur))
		s.walk.now = s.mail.Env.Now()
		if len(cur) == 0 && s.mail.Env.Delivered != nil {
			if s.walk.known, err = s.mail.Env.Delivered(ctx); err != nil {
				return source.Page{}, err
			}
		}
	}
	w := s.walk
	var page source.Page
	messages, err := w.messages(ctx, &page)
	if err == nil {
		err = s.mail.Posts(ctx, messages, &page)
	}
	if err == nil {
		page.Next, err = w.cursor.encode()
	}
	if err == nil && len(w.rest) == 0 && w.open == nil {
		page.Gap, err = w.verdict(len(messages) > 0)
		page.More = err == nil && page.Gap == "" && len(w.damaged) > 0
	} else {
		page.More = true
	}
	if err != nil {
		s.stop()
		return source.Page{}, err
	}
	w.at = string(page.Next)
	if !page.More {
		s.stop()
	}
	return page, nil
}

// stop closes what is open.
func (s *mboxSource) stop() {
	if s.walk != nil && s.walk.open != nil {
		s.walk.open.Close()
	}
	s.walk = nil
}
