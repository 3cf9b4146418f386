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
	"recap/ingest/text"
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
}

// An mailArchiveWalk is one read.
type mailArchiveWalk struct {
	cursor mailArchiveCursor // as it will be when all is read
	seen   mailkind.NameSet
	listed []string // names of pages that feed or index list
	rest   []string // those that were not read yet
	gap    string
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
	n := min(len(w.rest), s.perPage)
	messages, err := s.messages(ctx, w, w.rest[:n], &page)
	if err != nil {
		return page, err
	}
	w.rest = w.rest[n:]
	if err := s.mail.Posts(ctx, messages, &page); err != nil {
		return page, err
	}
	next := w.cursor
	page.More = len(w.rest) > 0
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
		err := s.readIndex(ctx, w)
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
	slices.SortFunc(w.rest, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	w.rest = slices.Compact(w.rest)
}

// messages fetches pages. One that is gone was taken out; one without a message is reported once.
func (s *mailArchiveSource) messages(ctx context.Context, w *mailArchiveWalk, names []string,
	page *source.Page) ([]mailkind.Message, error) {
	var found []mailkind.Message
	for _, name := range names {
		address := w.cursor.Base + name
		resp, err := s.env.HTTP.Get(ctx, fetch.Request{URL: address, Origin: s.home, AllowPrivate: s.private, Limit: archiveLimit})
		var fault *fetch.Error
		switch {
		case errors.As(err, &fault) && (fault.Reason == fetch.NotFound || fault.Reason == fetch.Gone || fault.Reason == fetch.TooLarge):
			page.Skipped = append(page.Skipped, err)
			w.seen.Add(name)
			continue
		case err != nil:
			return nil, err
		}
		page.Read += int64(len(resp.Body))
		raw, err := pageMail(charset.UTF8(resp.Body, resp.Header.Get("Content-Type")))
		if errors.Is(err, errNoMessage) && len(found) == 0 && len(page.Skipped) == 0 {
			// the first page that is asked for: rather a wall before all of them than one bad page
			if title, _ := text.HTMLPage(resp.Body); strings.Contains(strings.ToLower(title), "not a bot") {
				return nil, fetch.WrongTypeError(resp, "a page of MHonArc")
			}
		}
		w.seen.Add(name)
		if err != nil {
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", fetch.Redact(address), err))
			continue
		}
		found = append(found, mailkind.Message{Message: box.Message{Raw: raw}, Item: fetch.Redact(address)})
	}
	return found, nil
}
