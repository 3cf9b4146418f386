package ingest

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/store"
)

// ParserVersion is the version of what turns received bytes into posts. Raise it by one with each change by which stored bytes give another post: databases of an
// older version then have their posts read again from the bytes that they keep, without a source being asked; see Reparse. Posts of files and feeds are read again
// from their source, because that costs nothing, or keeps what the database does not; see ReadAgain.
const ParserVersion = 4

// ReadAgain reports whether a source is read from its beginning when the parser changed: files, whose posts an older version may have missed, and feeds, of whose
// items no bytes are kept.
func (c *Config) ReadAgain() bool {
	switch {
	case c.Mbox != nil:
		return !fetch.IsWebAddress(c.Mbox.Path)
	case c.Twitter != nil:
		return c.Twitter.Path != ""
	}
	return c.Maildir != nil || c.Feed != nil
}

// Reparse returns what the bytes of a stored post from this source give now. It needs Kind, Raw, URL, Received and FirstSeen of the post, and returns no posts where the
// bytes alone do not say enough: for feeds and tweets, and for mails of whose charset only the pages of their archive tell.
func (c *Config) Reparse(p store.Post) store.Reading {
	list, archive, derived, ok := c.mailOptions()
	if len(p.Raw) == 0 {
		return store.Reading{}
	}
	if !ok {
		return c.reworded(p)
	}
	if c.Pipermail != nil && !utf8.Valid(p.Raw) && !bytes.Contains(bytes.ToLower(p.Raw), []byte("charset")) {
		return store.Reading{}
	}
	opt := mail.Options{List: list, Archive: archive, Envelope: p.Received, Now: p.FirstSeen}
	posts, err := mail.ParseAll(p.Raw, opt)
	if err != nil {
		return store.Reading{}
	}
	if posts[0].URL == "" && derived {
		posts[0].URL = p.URL
	}
	r := mailkind.Reader{Kind: p.Kind}
	r.Complete(&mailkind.Message{}, posts)
	return store.Reading{Posts: posts, Enclosed: mail.Enclosed(p.Raw, opt)}
}

// reworded returns what the bytes of a post that is no mail give now.
func (c *Config) reworded(p store.Post) store.Reading {
	var now store.Post
	ok := false
	switch {
	case c.Mastodon != nil && p.Kind == "mastodon":
		now, ok = c.Mastodon.Reworded(p)
	case c.Bluesky != nil && p.Kind == "bluesky":
		now, ok = c.Bluesky.Reworded(p)
	case c.HackerNews != nil && p.Kind == "hackernews":
		now, ok = c.HackerNews.Reworded(p)
	case c.Discourse != nil && p.Kind == "discourse":
		now, ok = c.Discourse.Reworded(p)
	}
	if !ok {
		return store.Reading{}
	}
	return store.Reading{Posts: []store.Post{now}, Words: true}
}

// mailOptions returns the list and the archive of a source of mail, and whether it derives the addresses of mails by itself; ok is false for other kinds.
func (c *Config) mailOptions() (list, archive string, derived, ok bool) {
	switch {
	case c.Mbox != nil:
		return c.Mbox.List, c.Mbox.Archive, false, true
	case c.Maildir != nil:
		return c.Maildir.List, c.Maildir.Archive, false, true
	case c.Pipermail != nil:
		return c.Pipermail.List, c.Pipermail.Archive, true, true
	case c.HyperKitty != nil:
		return c.HyperKitty.List, c.HyperKitty.Archive, true, true
	case c.PonyMail != nil:
		return c.PonyMail.List, c.PonyMail.Archive, true, true
	case c.PublicInbox != nil:
		return "", c.PublicInbox.Archive, true, true
	case c.NNTP != nil:
		return c.NNTP.Group, c.NNTP.Archive, false, true
	case c.IMAP != nil:
		if strings.Contains(c.IMAP.ListID, "@") {
			list = c.IMAP.ListID
		}
		return list, c.IMAP.Archive, false, true
	case c.MailArchive != nil:
		return c.MailArchive.List, "", true, true
	}
	return "", "", false, false
}
