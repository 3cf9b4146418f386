// Package mailarchive reads a list from the pages that MHonArc makes, such as those of mail-archive.com: a feed or an
// index names the pages, and each is turned back into a mail.
package mailarchive

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recap/ingest/box"
	"recap/ingest/charset"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a list at mail-archive.com, or any other archive of pages that MHonArc made (https://www.mhonarc.org/):
// the feed of the latest posts where there is one, else the index pages, and then each new message's page. A first read
// of a feed takes what the feed holds; with Env.Since it takes the whole index.
type Config struct {
	URL          string `yaml:"url" value:"url"`   // https://www.mail-archive.com, or the folder with maillist.html
	List         string `yaml:"list" value:"list"` // the list's address, which is its folder at mail-archive.com
	AllowPrivate bool   `yaml:"allow_private"`     // the address's name may lead into a private network; default false
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
func (c *Config) Mail() mailkind.Options { return mailkind.Options{List: c.List, Derived: true} }

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	base, err := mailkind.ListURL("mailarchive", c.URL, "https://www.mail-archive.com")
	if err != nil {
		return nil, err
	}
	if err := mailkind.Check("mailarchive", c.List, ""); err != nil {
		return nil, err
	}
	if !strings.Contains(c.List, "@") {
		return nil, fmt.Errorf("mailarchive: list %q is no address; write it as dev@lists.example.org", c.List)
	}
	s := &mailArchiveSource{home: base, list: c.List, private: c.AllowPrivate, perPage: archivePage, env: env}
	s.mail = mailkind.Reader{Kind: "mailarchive", List: c.List, Env: env,
		Link: func(m *mailkind.Message, _ *store.Post) string { return m.Item }}
	return s, nil
}

// Limits of an archive of pages.
const (
	archivePage    = 50      // messages of one page of a read: about a minute at the pause that a host is left
	archiveIndexes = 2000    // index pages of one read
	archiveLimit   = 8 << 20 // bytes of one HTML page
	archiveNames   = 5000    // names that the cursor keeps although nothing lists them any more
)

// An mailArchiveSource is the list of one configuration. Between two pages it keeps what is still to be read.
type mailArchiveSource struct {
	home    string // the configured address; ends in "/"
	list    string
	private bool
	perPage int
	env     source.Env
	mail    mailkind.Reader

	at   string // the cursor of the last page
	walk *mailArchiveWalk
}

// An mailArchiveCursor is how far an archive was read.
type mailArchiveCursor struct {
	Home         string `json:"home"`
	Base         string `json:"base,omitempty"` // where the pages are
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Seen         string `json:"seen,omitempty"` // names of the pages that were read, as a mailkind.NameSet

	Marks []pageMark `json:"marks,omitempty"` // the last pages that were read, the newest first
}

// An mailArchiveWalk is one read.
type mailArchiveWalk struct {
	cursor mailArchiveCursor // as it will be when all is read
	seen   mailkind.NameSet
	listed []string // names of pages that feed or index list
	rest   []string // those that were not read yet
	gap    string

	renumbered bool       // the pages have other numbers than at the last read
	whole      bool       // the index was read to its end
	old        []pageMark // marks of the last read that were not met again
}

// Fetch implements Source. A page ends after 50 messages.
func (s *mailArchiveSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	page, err := s.page(ctx, cur)
	if err != nil {
		s.walk = nil
		return source.Page{}, err
	}
	s.at = string(page.Next)
	if !page.More {
		s.walk = nil
	}
	return page, nil
}

// page reads the page that follows cur.
func (s *mailArchiveSource) page(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if s.walk == nil || s.at != string(cur) {
		s.walk = nil
		w, err := s.begin(ctx, cur)
		if err != nil {
			return source.Page{}, err
		}
		s.walk = w
	}
	w := s.walk
	page := source.Page{Gap: w.gap}
	messages, n, err := s.messages(ctx, w, w.rest[:min(len(w.rest), s.perPage)], &page)
	if err != nil {
		return page, err
	}
	w.rest = w.rest[n:]
	if err := s.mail.Posts(ctx, messages, &page); err != nil {
		return page, err
	}
	next := w.cursor
	if page.More = len(w.rest) > 0; !page.More {
		page.Gap = cmp.Or(page.Gap, w.renumberedGap(w.cursor.Base))
	}
	switch {
	case page.More:
		next.ETag, next.LastModified = "", "" // the rest is to be listed again if this run ends here
	case len(w.seen) > archiveNames && w.listed != nil:
		w.forget()
	}
	next.Seen = w.seen.Text()
	page.Next, err = json.Marshal(next)
	return page, err
}

// forget drops the pages that nothing lists any more.
func (w *mailArchiveWalk) forget() {
	kept := make(mailkind.NameSet, len(w.listed))
	for _, name := range w.listed {
		if w.seen.Has(name) {
			kept.Add(name)
		}
	}
	w.seen = kept
}

// begin lists what is new since cur.
func (s *mailArchiveSource) begin(ctx context.Context, cur store.Cursor) (*mailArchiveWalk, error) {
	var c mailArchiveCursor
	if !source.DecodeCursor(cur, &c) || c.Home != s.home {
		c = mailArchiveCursor{}
	}
	w := &mailArchiveWalk{cursor: mailArchiveCursor{Home: s.home}, seen: mailkind.ParseNameSet(c.Seen)}
	bases := []string{c.Base}
	if c.Base == "" {
		bases = []string{s.home + url.PathEscape(s.list) + "/", s.home}
		if strings.HasSuffix(s.home, "/"+s.list+"/") || strings.HasSuffix(s.home, "/"+url.PathEscape(s.list)+"/") {
			bases = bases[1:]
		}
	}
	for _, base := range bases {
		w.cursor.Base = base
		found, err := s.readFeed(ctx, w, c)
		if err != nil || found {
			return w, err
		}
	}
	var missing error
	for _, base := range bases {
		w.cursor.Base = base
		err := s.verify(ctx, w, c.Marks)
		if err == nil {
			err = s.readIndex(ctx, w)
		}
		if err == nil {
			w.plan()
			return w, nil
		}
		if !isMissing(err) {
			return nil, err
		}
		missing = cmp.Or(missing, err)
	}
	return nil, fmt.Errorf("neither maillist.xml nor maillist.html is there: %w", missing)
}

// isMissing reports whether err says that there is no such page.
func isMissing(err error) bool {
	var fault *fetch.Error
	return errors.As(err, &fault) && fault.Status == http.StatusNotFound
}

// plan puts what was not read in order, the oldest first.
func (w *mailArchiveWalk) plan() {
	w.rest = nil
	for _, name := range w.listed {
		if !w.seen.Has(name) {
			w.rest = append(w.rest, name)
		}
	}
	slices.SortFunc(w.rest, compareNames)
	w.rest = slices.Compact(w.rest)
}

// messages fetches pages and returns how many it is done with. One that is gone was taken out; one without a message is
// reported once. Pages that are none of MHonArc are left for the next time until one that is follows: they may be a wall
// that began here. They are an error where nothing was read before them.
func (s *mailArchiveSource) messages(ctx context.Context, w *mailArchiveWalk, names []string,
	page *source.Page) (found []mailkind.Message, done int, err error) {
	var doubts []error
	var wall error
	for i, name := range names {
		address := w.cursor.Base + name
		resp, err := s.env.HTTP.Get(ctx, s.request(address))
		if isGone(err) {
			if doubts = append(doubts, err); wall == nil {
				w.pass(names[:i+1], &done, &doubts, page)
			}
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		page.Read += int64(len(resp.Body))
		shown := charset.UTF8(resp.Body, resp.Header.Get("Content-Type"))
		raw, err := pageMail(shown)
		if err != nil {
			doubts = append(doubts, fmt.Errorf("%s: %w", fetch.Redact(address), err))
		}
		if err != nil && !isArchived(shown) {
			if wall = fetch.WrongTypeError(resp, "a page of MHonArc"); len(doubts) < archiveDoubts {
				continue
			}
			break
		}
		wall = nil
		w.pass(names[:i+1], &done, &doubts, page)
		if err == nil {
			w.mark(name, raw)
			found = append(found, mailkind.Message{Message: box.Message{Raw: raw}, Item: fetch.Redact(address)})
		}
	}
	if done == 0 && wall != nil {
		return nil, 0, wall
	}
	return found, done, nil
}

// pass notes that all of names are done with, and reports what is wrong with those of which that was in doubt.
func (w *mailArchiveWalk) pass(names []string, done *int, doubts *[]error, page *source.Page) {
	for _, name := range names[*done:] {
		w.seen.Add(name)
	}
	page.Skipped = append(page.Skipped, *doubts...)
	*done, *doubts = len(names), nil
}
