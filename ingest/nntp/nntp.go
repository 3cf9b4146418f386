// Package nntp reads a newsgroup, article by article, by the numbers that the server gives them.
package nntp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
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

// Config reads a newsgroup (RFC 3977): lists that gmane, nntp.perl.org or public-inbox carry as groups, and groups of
// their own.
type Config struct {
	Addr         string `yaml:"addr" value:"host"`            // host or host:port; the port is 563 unless given, or 119 with tls: none
	Group        string `yaml:"group" value:"text"`           // the group, such as gmane.comp.python.twisted
	TLS          string `yaml:"tls" value:"implicit|none"`    // implicit (default, RFC 8143) or none
	User         string `yaml:"user" value:"text"`            // for servers that want a login, which goes over TLS only; default none
	PasswordFile string `yaml:"password_file" value:"secret"` // file with the password; default none
	Archive      string `yaml:"archive" value:"permalink"`    // permalink for mail that carries none, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"`                // the host's name may lead to a private address; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"addr", "group"},
		Where: c.Addr, Archive: true,
		Pace: source.Pace,
	}
}

// Mail implements mailkind.Kind.
func (c *Config) Mail() mailkind.Options { return mailkind.Options{List: c.Group, Archive: c.Archive} }

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	mode := cmp.Or(c.TLS, "implicit")
	scheme, standard := "nntps", "563"
	if mode == "none" {
		scheme, standard = "nntp", "119"
	}
	addr := strings.TrimSpace(c.Addr)
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		host, port = strings.Trim(addr, "[]"), standard
	}
	number, err := strconv.ParseUint(port, 10, 16)
	switch {
	case addr == "":
		return nil, errors.New("nntp: has no addr; set addr to the server, such as news.example.org:563")
	case err != nil || number == 0 || host == "" || strings.ContainsAny(host, "/@ ") || strings.Count(host, ":") == 1:
		return nil, fmt.Errorf("nntp: addr %q is no address of a server; write it as news.example.org:563", fetch.Redact(c.Addr))
	case c.Group == "":
		return nil, errors.New("nntp: has no group; set group to the newsgroup, such as gmane.comp.python.twisted")
	case strings.ContainsFunc(c.Group, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`*,!?[]\`, r) }):
		return nil, fmt.Errorf("nntp: group %q is no name of a newsgroup; write one, such as gmane.comp.python.twisted", c.Group)
	case mode != "implicit" && mode != "none":
		return nil, fmt.Errorf("nntp: tls is %q; write implicit or none", c.TLS)
	}
	if err := errors.Join(c.checkAccount(mode), mailkind.Check("nntp", "", c.Archive)); err != nil {
		return nil, err
	}
	s := &nntpSource{cfg: c, env: env, perPage: mailkind.PageMessages, largest: box.MaxMessage}
	s.remote = wire.Remote{Scheme: scheme, Host: host, Port: port, Place: c.Group, AllowPrivate: c.AllowPrivate}
	s.mail = mailkind.Reader{Kind: "nntp", List: c.Group, Archive: c.Archive, Env: env}
	return s, nil
}

// checkAccount returns all that is wrong with how c logs in.
func (c *Config) checkAccount(mode string) error {
	var wrong []error
	if (c.User == "") != (c.PasswordFile == "") {
		wrong = append(wrong, errors.New("nntp: user and password_file belong together; set both, or none"))
	}
	if c.User != "" && mode == "none" {
		wrong = append(wrong, errors.New("nntp: tls is none; a password must not travel in the clear: write implicit"))
	}
	if strings.ContainsAny(c.User, " \r\n") {
		wrong = append(wrong, errors.New("nntp: user holds a space; the protocol has no way to send it"))
	}
	return errors.Join(wrong...)
}

// An nntpSource reads one group of one server. Between two pages it keeps the connection.
type nntpSource struct {
	cfg     *Config
	env     source.Env
	remote  wire.Remote
	mail    mailkind.Reader
	perPage int   // articles of a page
	largest int64 // bytes of an article
	walk    *nntpWalk
}

// An nntpCursor is how far a group was read. Numbers grow as articles arrive, and belong to one server.
type nntpCursor struct {
	Server string `json:"server"`
	Group  string `json:"group"`
	Last   int64  `json:"last"`         // the highest number that was read
	ID     string `json:"id,omitempty"` // Message-ID of the last article that was there, by which the numbers are recognised
	Number int64  `json:"number"`       // and its number
}

// cursor reads a cursor. One that cannot be used counts as none, so that everything is read again, which doubles
// nothing.
func (s *nntpSource) cursor(cur store.Cursor) nntpCursor {
	fresh := nntpCursor{Server: s.remote.Host + ":" + s.remote.Port, Group: s.cfg.Group}
	var c nntpCursor
	if source.DecodeCursor(cur, &c) && c.Server == fresh.Server && c.Group == fresh.Group && c.Last >= 0 {
		return c
	}
	return fresh
}

// Fetch implements Source. A page ends after 2,000 articles or 5 MiB, or 20,000 numbers that no article has.
func (s *nntpSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	page, err := s.fetch(ctx, cur)
	if err != nil {
		s.stop()
		return source.Page{}, cmp.Or(ctx.Err(), err)
	}
	if !page.More {
		s.stop()
	}
	return page, nil
}

// fetch reads one page and leaves the connection open.
func (s *nntpSource) fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, wire.Page)
	defer cancel()
	if w := s.walk; w == nil || w.at != string(cur) || time.Since(w.used) > wire.MaxIdle {
		s.stop()
		session, err := s.connect(ctx)
		if err != nil {
			return source.Page{}, err
		}
		s.walk = &nntpWalk{nntpSession: session, cursor: s.cursor(cur)}
	}
	w := s.walk
	release := context.AfterFunc(ctx, func() { w.wire.Abort(context.DeadlineExceeded) })
	defer release()
	var page source.Page
	if w.at == "" {
		if err := w.begin(len(cur) == 0, &page); err != nil {
			return source.Page{}, err
		}
	}
	articles, err := w.articles(&page)
	if err == nil {
		err = s.mail.Posts(ctx, articles, &page)
	}
	if err == nil {
		page.Next, err = json.Marshal(w.cursor)
	}
	page.More = w.cursor.Last < w.high
	w.at, w.used = string(page.Next), time.Now()
	return page, err
}

// stop closes the connection.
func (s *nntpSource) stop() {
	if s.walk != nil {
		s.walk.wire.Close()
	}
	s.walk = nil
}
