// Package hyperkitty reads a list from the archive of Mailman 3: its API says which days have new mail, and its export
// gives the mail of these days.
package hyperkitty

import (
	"context"
	"crypto/sha1"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a list from the archive of Mailman 3: its API tells what is new, its mbox export gives the messages. The
// export is made anew for each request and not the original: it has In-Reply-To but no References, and HTML stands in
// an attachment.
type Config struct {
	// where HyperKitty is mounted, such as https://lists.example.org/hyperkitty/ or .../archives/
	URL string `yaml:"url" value:"url"`
	// the list's address; default the one in a url that ends in /list/dev@lists.example.org/
	List    string `yaml:"list" value:"list"`
	Archive string `yaml:"archive" value:"permalink"` // permalink instead of HyperKitty's own, with {message_id}; default none
	// file with the Cookie header of a login, for private lists: "sessionid=..."; default none
	CookieFile   string `yaml:"cookie_file" value:"secret"`
	AllowPrivate bool   `yaml:"allow_private"` // the server's name may lead to a private address; default false
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
func (c *Config) Mail() mailkind.Options {
	return mailkind.Options{List: c.List, Archive: c.Archive, Derived: true}
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	base, err := mailkind.URL("hyperkitty", c.URL, "https://lists.example.org/hyperkitty/")
	if err != nil {
		return nil, err
	}
	list := strings.ToLower(strings.TrimSpace(c.List))
	if before, after, ok := strings.Cut(base.Path, "/list/"); ok {
		named, _, _ := strings.Cut(after, "/")
		if list == "" {
			list = strings.ToLower(named)
		}
		base.Path, base.RawPath = before+"/", ""
	}
	switch err := mailkind.Check("hyperkitty", list, c.Archive); {
	case err != nil:
		return nil, err
	case list == "":
		return nil, errors.New("hyperkitty: has no list; set list to its address, such as dev@lists.example.org")
	case !strings.Contains(list, "@") || strings.ContainsAny(list, "/?#"):
		return nil, fmt.Errorf("hyperkitty: list %q is no address; write it as dev@lists.example.org", list)
	case c.CookieFile != "" && base.Scheme != "https" && !fetch.IsPrivateLiteral(base.Hostname()):
		return nil, fmt.Errorf("hyperkitty: url %s is not https; a cookie must not travel in the clear", fetch.Redact(base.String()))
	}
	s := &hyperkittySource{cfg: c, env: env, base: base, list: list}
	s.mail = mailkind.Reader{Kind: "hyperkitty", List: list, Archive: c.Archive, Env: env, Link: s.permalink}
	return s, nil
}

// hyperkittySource is the source of kind hyperkitty. Between two pages it keeps the open export; a cursor that is not
// the one of the last page starts anew from what it says.
type hyperkittySource struct {
	cfg  *Config
	env  source.Env
	base *url.URL
	list string
	mail mailkind.Reader

	at     string // the cursor of the last page
	window *mailkind.Download
	failed error // why the export that was open breaks off
}

// A hyperkittyCursor is how far a list was read. What the API shows at its top is in the order of arrival, but for
// imported mail, which stands where it was once received; that some was imported shows in the number of messages.
type hyperkittyCursor struct {
	List  string               `json:"list"`            // the address of its pages
	Floor string               `json:"floor,omitempty"` // first day that is wanted; "" for all
	Head  *hyperkittyHead      `json:"head,omitempty"`  // what is read; nil before the first run is through
	Todo  []mailkind.DayWindow `json:"todo,omitempty"`  // what is to be exported in this run
	Next  *hyperkittyHead      `json:"next,omitempty"`  // becomes Head when that is done
	Lost  []mailkind.DayWindow `json:"lost,omitempty"`  // days that the site could not export; every run tries again
	Want  []string             `json:"want,omitempty"`  // Message-IDs that the API named and that the exports have not shown yet
}

// A hyperkittyHead is the top of a list at some time.
type hyperkittyHead struct {
	Count  int      `json:"count"`  // of all messages
	Hashes []string `json:"hashes"` // of the newest, newest first
}

// Fetch reads one export, of a month at most, or the next 2,000 messages or 5 MiB of it. The first run, and one that
// finds that messages were imported, goes through all months; every other one reads the days of those messages that are
// new at the top of the API.
func (s *hyperkittySource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	c := hyperkittyCursor{List: s.page("list", s.list, "/").String()}
	var old hyperkittyCursor
	if source.DecodeCursor(cur, &old) && old.List == c.List {
		c = old
	}
	if s.at != string(cur) {
		s.window, s.failed = nil, nil
	}
	if err := s.failed; err != nil {
		s.window, s.failed = nil, nil
		return source.Page{}, err
	}
	var page source.Page
	if c.Next == nil {
		if err := s.plan(ctx, &c); err != nil {
			return source.Page{}, err
		}
	}
	if len(c.Todo) > 0 {
		if err := s.export(ctx, &c, &page); err != nil {
			return source.Page{}, err
		}
	}
	page.More = len(c.Todo) > 0
	if !page.More {
		page.Gap = c.finish()
	}
	var err error
	page.Next, err = json.Marshal(c)
	s.at = string(page.Next)
	return page, err
}

// finish ends a run. What the API named and no export held is not called read, so that the next run asks again.
func (c *hyperkittyCursor) finish() (gap string) {
	c.Head = c.Next
	if len(c.Lost) > 0 {
		gap = fmt.Sprintf("the site cannot export %d days, such as %s; the next run asks again", len(c.Lost), c.Lost[0].From)
	}
	if len(c.Want) > 0 {
		gap = fmt.Sprintf("the archive names %d messages that its export lacks, such as %s; the next run asks again", len(c.Want), c.Want[0])
		c.Head.Hashes = slices.DeleteFunc(c.Head.Hashes, func(h string) bool {
			return slices.ContainsFunc(c.Want, func(id string) bool { return hyperkittyHash(id) == h })
		})
	}
	c.Next, c.Want = nil, nil
	return gap
}

// export reads the next messages of the first window that is to do.
func (s *hyperkittySource) export(ctx context.Context, c *hyperkittyCursor, page *source.Page) error {
	w := c.Todo[0]
	if s.window == nil {
		d, err := s.openExport(ctx, w)
		if err != nil {
			return s.shrink(ctx, c, err)
		}
		s.window = d
		page.Read = int64(len(d.Data))
	}
	messages, end := s.window.Messages(ctx, page)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	seen := make(map[string]bool, len(messages))
	for i := range messages {
		messages[i].Raw = steadyExport(messages[i].Raw)
		seen[mail.MessageID(messages[i].Raw)] = true
	}
	c.Want = slices.DeleteFunc(c.Want, func(id string) bool { return seen[id] })
	if err := s.mail.Posts(ctx, messages, page); err != nil {
		return err
	}
	switch {
	case end == io.EOF:
		c.Todo = c.Todo[1:]
		s.window = nil
	case end != nil && len(page.Posts) == 0:
		s.window = nil
		return s.shrink(ctx, c, box.Named(s.exportURL(w), end))
	case end != nil:
		s.failed = box.Named(s.exportURL(w), end) // once what came before it is stored
	}
	return nil
}

// maxLost is how many days a site may fail to export before its export as a whole counts as broken.
const maxLost = 3

// shrink deals with a window that could not be exported. Where the site answers otherwise, it was too much for it: two
// shorter windows are tried in its place, and a single day is left for the next run, so that it does not keep all
// others from being read.
func (s *hyperkittySource) shrink(ctx context.Context, c *hyperkittyCursor, err error) error {
	var fault *fetch.Error
	if errors.As(err, &fault) && fault.Reason != fetch.Broken && fault.Reason != fetch.TimedOut && fault.Reason != fetch.CutOff {
		return err
	}
	if len(c.Lost) >= maxLost {
		return err
	}
	if _, _, dead := s.rows(ctx, "", 0); dead != nil {
		return err
	}
	w, rest := c.Todo[0], c.Todo[1:]
	if halves, ok := w.Halves(); ok {
		c.Todo = append(halves, rest...)
		return nil
	}
	c.Lost, c.Todo = append(c.Lost, w), rest
	return nil
}

// exportURL returns the address of the export of a window.
func (s *hyperkittySource) exportURL(w mailkind.DayWindow) string {
	u := s.page("list", s.list, "export", "recap.mbox.gz")
	u.RawQuery = url.Values{"start": {w.From}, "end": {w.To}}.Encode()
	return u.String()
}

// openExport asks for the export of a window.
func (s *hyperkittySource) openExport(ctx context.Context, w mailkind.DayWindow) (*mailkind.Download, error) {
	req, err := s.request(s.exportURL(w))
	if err != nil {
		return nil, err
	}
	d, err := mailkind.Get(ctx, s.env.HTTP, req, "a HyperKitty export")
	var fault *fetch.Error
	switch {
	case errors.As(err, &fault) && fault.Status == http.StatusBadRequest && strings.Contains(string(fault.Body), "disabled"):
		e := *fault
		e.Err = errors.New("the site has switched off its mbox export (HYPERKITTY_MBOX_EXPORT): ask its administrator, or " +
			"subscribe a mailbox and read that with kind imap")
		return nil, &e
	case err != nil:
		return nil, s.explain(ctx, err)
	case !box.IsGzip(d.Data):
		d.Response.Body = d.Data
		return nil, fetch.WrongTypeError(d.Response, "a gzip file with a HyperKitty export")
	}
	return d, d.Begin(box.Mark{})
}

// page returns the address of one of HyperKitty's pages.
func (s *hyperkittySource) page(path ...string) *url.URL {
	return mailkind.WithoutUser(s.base.JoinPath(path...))
}

// request returns the request for one of HyperKitty's pages.
func (s *hyperkittySource) request(address string) (fetch.Request, error) {
	req := fetch.Request{URL: address, Origin: s.base.String(), AllowPrivate: s.cfg.AllowPrivate}
	if s.cfg.CookieFile == "" {
		return req, nil
	}
	data, err := os.ReadFile(s.cfg.CookieFile)
	if err != nil {
		return req, fmt.Errorf("hyperkitty: cookie_file: %w", err)
	}
	cookie := strings.TrimSpace(string(data))
	if !strings.Contains(cookie, "=") || len(cookie) > 4096 || strings.ContainsAny(cookie, "\r\n") {
		return req, fmt.Errorf("hyperkitty: cookie_file %s must hold one line such as sessionid=0123456789abcdef", s.cfg.CookieFile)
	}
	req.Header = map[string]string{"Cookie": cookie}
	return req, nil
}

// permalink returns the page of a message, which can be computed from the id that the archive knows it by.
func (s *hyperkittySource) permalink(m *mailkind.Message, _ *store.Post) string {
	return s.page("list", s.list, "message", hyperkittyHash(mail.MessageID(m.Raw)), "/").String()
}

// hyperkittyHash returns the name of a message in HyperKitty's addresses: the SHA-1 of its Message-ID in base32
// (mailman.utilities.email, get_message_id_hash).
func hyperkittyHash(id string) string {
	sum := sha1.Sum([]byte(id))
	return base32.StdEncoding.EncodeToString(sum[:])
}
