// Package mailkind has what the kinds of sources share that read mail: a Reader turns messages into the posts of a
// page; a Download is a mailbox from an archive's web server; and addresses, names and days of archives are read here.
package mailkind

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/source"
	"recap/store"
)

// A Message is a message and where it is from.
type Message struct {
	box.Message
	Box  string // the mailbox, where start is a place in one
	Item string // else the message's own name, such as a file or a number
}

// name tells a person which message m is.
func (m *Message) name() string {
	if m.Item != "" {
		return m.Item
	}
	return fmt.Sprintf("%s at byte %d", m.Box, m.Start)
}

// A Kind is a kind of source that reads mail.
type Kind interface {
	source.Kind
	// Mail returns what the configuration says of the mail.
	Mail() Options
}

// Options are what a configuration says of the mail that it reads.
type Options struct {
	List    string // the list's address, for mail that names no list
	Archive string // permalink of mail that carries none, with {message_id}; "" for none
	Derived bool   // the source finds out the pages of mails by itself
	// ListCharset says that mail which names no charset is in that of the archive's pages, so that its bytes alone do
	// not say what it reads.
	ListCharset bool
}

// A Reader turns messages into posts for one source. All kinds that read mail share it, so that a mail becomes the same
// post whichever way it came.
type Reader struct {
	Kind    string
	List    string // the list's address, for mail that names no list
	Archive string // permalink of mail that carries none, with {message_id}; "" for none
	Charset string // of texts that name none and are no UTF-8; "" means windows-1252
	Env     source.Env
	// link returns the permalink that the kind can derive, for posts that have none; nil for none.
	Link func(m *Message, p *store.Post) string
}

// PageMessages is how many messages one page holds at most.
const PageMessages = 2000

// parsers is how many messages of a page are parsed at a time.
const parsers = 2

// Posts parses the messages that are not known byte for byte and adds them to the page, in order.
func (r *Reader) Posts(ctx context.Context, messages []Message, page *source.Page) error {
	if r.Env.Mail != nil {
		for i := range messages {
			r.Env.Mail(messages[i].Raw)
		}
		return ctx.Err()
	}
	known, err := r.known(ctx, messages)
	if err != nil {
		return err
	}
	now := time.Now()
	if r.Env.Now != nil {
		now = r.Env.Now()
	}
	parsed := make([][]store.Post, len(messages))
	failed := make([]error, len(messages))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range parsers {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(messages); i = int(next.Add(1)) - 1 {
				if known[i] || ctx.Err() != nil {
					continue
				}
				m := &messages[i]
				parsed[i], failed[i] = mail.ParseAll(m.Raw, mail.Options{List: r.List, Archive: r.Archive, Charset: r.Charset,
					Envelope: m.Envelope, Written: m.Written, Now: now, Sum: m.Sum})
				r.Complete(m, parsed[i])
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range messages {
		switch {
		case known[i]:
			page.Known++
		case failed[i] != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", messages[i].name(), failed[i]))
		default:
			page.Posts = append(page.Posts, parsed[i]...)
		}
	}
	return nil
}

// Complete sets what the kind knows of the posts of one message: the first is the message, the others are mails that it
// encloses, which have its page where they have none of their own.
func (r *Reader) Complete(m *Message, posts []store.Post) {
	for i := range posts {
		p := &posts[i]
		p.Kind, p.Form = r.Kind, store.FormMail
		switch {
		case p.URL != "":
		case i > 0:
			p.URL = posts[0].URL
		case r.Link != nil:
			p.URL = r.Link(m, p)
		}
	}
}

// known tells which messages this source delivered before, byte for byte.
func (r *Reader) known(ctx context.Context, messages []Message) ([]bool, error) {
	known := make([]bool, len(messages))
	if r.Env.Known == nil {
		return known, nil
	}
	var copies []store.Copy
	var at []int
	for i := range messages {
		if m := &messages[i]; m.Sum.IsZero() { // else it was looked up by its fingerprint alone
			m.Sum = store.SumOf(m.Raw)
			copies, at = append(copies, store.Copy{Key: mail.Key(m.Raw), Sum: m.Sum}), append(at, i)
		}
	}
	if len(copies) == 0 {
		return known, nil
	}
	found, err := r.Env.Known(ctx, copies)
	if err != nil {
		return nil, err
	}
	for i, k := range found {
		known[at[i]] = k
	}
	return known, nil
}

// Check returns what is wrong with the keys list and archive, which all kinds that read mail share.
func Check(kind, list, archive string) error {
	switch {
	case archive != "" && !strings.Contains(archive, "{message_id}"):
		return fmt.Errorf("%s: archive %q lacks {message_id}; write a template such as https://lists.example.org/{message_id}", kind, archive)
	case archive != "" && !fetch.IsWebAddress(archive):
		return fmt.Errorf("%s: archive %q is no web address; it must begin with https://", kind, archive)
	case strings.ContainsAny(list, " <>"):
		return fmt.Errorf("%s: list %q is no address; write it as dev@lists.example.org", kind, list)
	}
	return nil
}
