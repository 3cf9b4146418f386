package ingest

import (
	"bytes"
	"unicode/utf8"

	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// ParserVersion is the version of what turns received bytes into posts. Raise it by one with each change by which
// stored bytes give another post: databases of an older version then have their posts read again from the bytes that
// they keep, without a source being asked; see Reparse. Posts of files and feeds are read again from their source,
// because that costs nothing, or keeps what the database does not; see ReadAgain.
const ParserVersion = 8

// ReadAgain reports whether a source is read from its beginning when the parser changed: files, whose posts an older
// version may have missed, and feeds, of whose items no bytes are kept.
func (c *Config) ReadAgain() bool { return c.About().Again }

// Reparse returns what the bytes of a stored post from this source give now. It needs Kind, Raw, URL, Received and
// FirstSeen of the post, and returns no posts where the bytes alone do not say enough: for feeds and tweets, and for
// mails of whose charset only the pages of their archive tell.
func (c *Config) Reparse(p store.Post) store.Reading {
	found, err := c.one()
	if err != nil || len(p.Raw) == 0 {
		return store.Reading{}
	}
	switch kind := found.kind.(type) {
	case mailkind.Kind:
		return mailAgain(kind.Mail(), p)
	case source.Reworder:
		if now, ok := kind.Reworded(p); ok && p.Kind == found.key {
			return store.Reading{Posts: []store.Post{now}, Words: true}
		}
	}
	return store.Reading{}
}

// mailAgain returns what the bytes of a mail give now.
func mailAgain(of mailkind.Options, p store.Post) store.Reading {
	if of.ListCharset && !utf8.Valid(p.Raw) && !bytes.Contains(bytes.ToLower(p.Raw), []byte("charset")) {
		return store.Reading{}
	}
	opt := mail.Options{List: of.List, Archive: of.Archive, Envelope: p.Received, Now: p.FirstSeen}
	posts, err := mail.ParseAll(p.Raw, opt)
	if err != nil {
		return store.Reading{}
	}
	if posts[0].URL == "" && of.Derived {
		posts[0].URL = p.URL
	}
	r := mailkind.Reader{Kind: p.Kind}
	r.Complete(&mailkind.Message{}, posts)
	return store.Reading{Posts: posts, Enclosed: mail.Enclosed(p.Raw, opt)}
}
