// Package imap reads a mailbox on a mail server: it logs in, looks at what is new in the folders, and fetches it
// without marking it as read.
package imap

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/wire"
	"recap/store"
)

// Config reads a mailbox on a mail server (RFC 3501, RFC 9051), for lists that only a subscriber can read, and the
// folders of public-inbox. It changes nothing there, not even which mail counts as read.
type Config struct {
	Host         string `yaml:"host" value:"host"`                  // name or address of the server
	Port         int    `yaml:"port" value:"1-65535"`               // default 993, or 143 unless tls is implicit
	User         string `yaml:"user" value:"text"`                  // account; default none, which logs in as anonymous
	Password     string `yaml:"password" value:"text"`              // better in password_file or ${VAR}; default none
	PasswordFile string `yaml:"password_file" value:"secret"`       // file with the password; default none
	TokenFile    string `yaml:"token_file" value:"secret"`          // file with an OAuth access token, in place of a password; default none
	TLS          string `yaml:"tls" value:"implicit|starttls|none"` // implicit (default), starttls, or none
	// default INBOX; "inbox.dev.*" stands for the slices inbox.dev.0, inbox.dev.1 and so on of public-inbox
	Mailbox string `yaml:"mailbox" value:"text"`
	// only mail of this list, by its List-Id or address; default all mail of the mailbox
	ListID       string `yaml:"list_id" value:"list"`
	Archive      string `yaml:"archive" value:"permalink"` // permalink for mail that carries none, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"`             // the host's name may lead to a private address; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"host"},
		Where: c.Host, Archive: true,
		Pace: source.Pace,
	}
}

// Mail implements mailkind.Kind.
func (c *Config) Mail() mailkind.Options {
	of := mailkind.Options{Archive: c.Archive}
	if strings.Contains(c.ListID, "@") {
		of.List = c.ListID
	}
	return of
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	host, mode := strings.Trim(strings.TrimSpace(c.Host), "[]"), cmp.Or(c.TLS, "implicit")
	switch {
	case host == "":
		return nil, errors.New("imap: has no host; set host to the mail server, such as imap.example.org")
	case strings.ContainsAny(host, "/@ ") || strings.Count(host, ":") == 1:
		return nil, fmt.Errorf("imap: host %q is no name of a server; write imap.example.org alone, and the port as port", fetch.Redact(c.Host))
	case c.Port < 0 || c.Port > math.MaxUint16:
		return nil, fmt.Errorf("imap: port %d is none; write 1 to 65535", c.Port)
	case mode != "implicit" && mode != "starttls" && mode != "none":
		return nil, fmt.Errorf("imap: tls is %q; write implicit, starttls or none", c.TLS)
	}
	if err := errors.Join(c.checkAccount(host, mode), mailkind.Check("imap", c.ListID, c.Archive)); err != nil {
		return nil, err
	}
	scheme, port := "imaps", 993
	if mode != "implicit" {
		scheme, port = "imap", 143
	}
	s := &imapSource{cfg: c, env: env, mode: mode, mailbox: cmp.Or(strings.TrimSpace(c.Mailbox), "INBOX"),
		listID:  strings.ToLower(strings.TrimSpace(c.ListID)),
		perPage: mailkind.PageMessages, perLook: imapLooks, largest: box.MaxMessage, endless: make(map[string]bool)}
	s.remote = wire.Remote{Scheme: scheme, Host: host, Port: strconv.Itoa(cmp.Or(c.Port, port)), Place: s.mailbox,
		AllowPrivate: c.AllowPrivate}
	s.mail = mailkind.Reader{Kind: "imap", Archive: c.Archive, Env: env}
	if strings.Contains(s.listID, "@") {
		s.mail.List = s.listID
	}
	return s, nil
}

// checkAccount returns all that is wrong with how c logs in to host.
func (c *Config) checkAccount(host, mode string) error {
	secret := c.Password != "" || c.PasswordFile != "" || c.TokenFile != ""
	var wrong []error
	if c.Password != "" && c.PasswordFile != "" {
		wrong = append(wrong, errors.New("imap: password stands beside password_file; keep one of the two"))
	}
	if c.TokenFile != "" && (c.Password != "" || c.PasswordFile != "") {
		wrong = append(wrong, errors.New("imap: token_file stands beside a password; keep one of the two"))
	}
	switch {
	case secret && c.User == "":
		wrong = append(wrong, errors.New("imap: has no user; set user to the account's name"))
	case !secret && c.User != "":
		wrong = append(wrong, errors.New("imap: user has no password; set password_file, or token_file for OAuth"))
	}
	if secret && mode == "none" && !fetch.IsPrivateLiteral(host) && !c.AllowPrivate {
		wrong = append(wrong, errors.New("imap: tls is none; a password must not travel in the clear: write implicit or starttls"))
	}
	return errors.Join(wrong...)
}

// An imapSource reads the folders of one mailbox. Between two pages it keeps the connection; a cursor that is not the
// one of the last page starts anew from what it says.
type imapSource struct {
	cfg     *Config
	env     source.Env
	remote  wire.Remote
	mode    string // of TLS
	mailbox string
	listID  string // in lower case
	mail    mailkind.Reader
	walk    *imapWalk
	perPage int             // messages of a page
	perLook int             // messages of a page that are looked at, wanted or not
	largest int64           // bytes of a message
	noDates bool            // the server's INTERNALDATE cannot be read and is not asked for
	endless map[string]bool // messages that are longer than the server said before, by their names; they are not asked for again
}

// An imapMark is how far one folder was read. UIDs grow, and are never given twice, as long as UIDVALIDITY stays the
// same (RFC 9051 section 2.3.1.1).
type imapMark struct {
	Validity uint32 `json:"validity"`
	Last     uint32 `json:"last"` // highest UID that was read
}

// An imapCursor is the cursor of an IMAP source. Marks of another account or of another choice of mail mean nothing.
type imapCursor struct {
	Account string              `json:"account"`
	Folders map[string]imapMark `json:"folders"`
}

// account names what the marks of a cursor belong to.
func (s *imapSource) account() string {
	return s.cfg.User + " " + s.remote.Host + ":" + s.remote.Port + " " + s.listID
}

// cursor reads a cursor. One that cannot be used counts as none, so that everything is read again, which doubles
// nothing.
func (s *imapSource) cursor(cur store.Cursor) imapCursor {
	c := imapCursor{Account: s.account(), Folders: make(map[string]imapMark)}
	var old imapCursor
	if source.DecodeCursor(cur, &old) && old.Account == c.Account {
		maps.Copy(c.Folders, old.Folders)
	}
	return c
}

// Fetch implements Source. A page ends after 2,000 messages or 5 MiB.
func (s *imapSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	page, err := s.fetch(ctx, cur)
	for range 5 {
		var failed *fetch.Error
		if !errors.As(err, &failed) || !s.learn(failed) {
			break
		}
		page, err = s.fetch(ctx, cur)
	}
	if ctx.Err() != nil {
		s.stop()
		return source.Page{}, ctx.Err()
	}
	return page, err
}

// learn reports whether another attempt may get past what the last one failed at: a date of arrival that the library
// cannot read ends the connection, and so does a message without end.
func (s *imapSource) learn(failed *fetch.Error) bool {
	switch {
	case errors.Is(failed, errLiteral):
		return true
	case failed.Reason == fetch.Damaged && !s.noDates:
		s.noDates = true
		return true
	}
	return false
}

// fetch reads one page and leaves the connection open if there is another.
func (s *imapSource) fetch(outer context.Context, cur store.Cursor) (source.Page, error) {
	ctx, cancel := context.WithTimeout(outer, wire.Page)
	defer cancel()
	if w := s.walk; w == nil || w.at != string(cur) || time.Since(w.used) > wire.MaxIdle {
		s.stop()
		session, err := s.connect(ctx)
		if err != nil {
			return source.Page{}, err
		}
		s.walk = &imapWalk{imapSession: session, cursor: s.cursor(cur), fresh: len(cur) == 0}
	}
	w := s.walk
	release := context.AfterFunc(ctx, func() { w.wire.Abort(context.DeadlineExceeded) })
	defer release()
	var page source.Page
	messages, err := w.messages(&page)
	if err == nil {
		err = s.mail.Posts(ctx, messages, &page)
	}
	if err == nil {
		page.Next, err = json.Marshal(w.cursor)
	}
	if err != nil {
		s.stop()
		return source.Page{}, err
	}
	page.More = !w.done()
	w.at, w.used = string(page.Next), time.Now()
	if !page.More {
		w.logout()
		s.stop()
	}
	return page, nil
}

// stop closes the connection.
func (s *imapSource) stop() {
	if s.walk != nil {
		s.walk.close()
	}
	s.walk = nil
}
