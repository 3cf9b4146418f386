package imap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/wire"
)

// fetch takes messages off w.heads, as many as fit into one command, and adds those that are wanted to found.
func (w *imapWalk) fetch(found []mailkind.Message, page *source.Page) ([]mailkind.Message, error) {
	var size int64
	var batch []imapHead
	var uids []imap.UID
	for len(w.heads) > 0 && len(found)+len(uids) < w.perPage && (len(uids) == 0 || size+w.heads[0].size <= fetch.PageBytes) {
		h := w.heads[0]
		w.heads = w.heads[1:]
		batch = append(batch, h)
		switch {
		case !h.wanted:
		case h.size > w.largest || w.endless[w.item(h.uid)]:
			page.Skipped = append(page.Skipped, w.tooLarge(h.uid))
		default:
			size += h.size
			uids = append(uids, h.uid)
		}
	}
	bodies, err := w.bodies(uids, size, page)
	if err != nil {
		return nil, err
	}
	for _, h := range batch {
		raw, ok := bodies[h.uid]
		if !ok {
			continue
		}
		w.read += int64(len(raw))
		w.count++
		page.Read += int64(len(raw))
		// lines end as in every other archive, so that copies of one mail are equal
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		found = append(found, mailkind.Message{Message: box.Message{Raw: raw, Envelope: h.arrived}, Item: w.item(h.uid)})
	}
	w.pass(batch[len(batch)-1].uid)
	return found, nil
}

// item names a message in errors.
func (w *imapWalk) item(uid imap.UID) string { return fmt.Sprintf("folder %s, UID %d", w.folder, uid) }

func (w *imapWalk) tooLarge(uid imap.UID) error {
	return fmt.Errorf("%s: larger than %d MiB", w.item(uid), w.largest>>20)
}

// bodies fetches whole messages. One that the server refuses to give is skipped, if it gives others; one that is gone
// is left out.
func (w *imapWalk) bodies(uids []imap.UID, size int64, page *source.Page) (map[imap.UID][]byte, error) {
	bodies := make(map[imap.UID][]byte, len(uids))
	if len(uids) == 0 {
		return bodies, nil
	}
	// no partial fetch, which public-inbox answers with a wrong length and without the header
	whole := &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}}
	answers, err := w.ask(uids, whole, 2*size+2*w.largest)
	var refused *imap.Error
	if err != nil && !errors.As(err, &refused) {
		return nil, err
	}
	for uid, a := range answers {
		if a.body != nil {
			bodies[uid] = a.body
		}
	}
	if len(bodies) == len(uids) {
		return bodies, nil
	}
	// ask for each that did not come on its own, to tell what was expunged meanwhile from what is damaged
	for _, uid := range uids {
		if bodies[uid] != nil {
			continue
		}
		answers, err := w.ask([]imap.UID{uid}, whole, 2*w.largest)
		a, there := answers[uid]
		switch {
		case errors.As(err, &refused) && (refused.Code == imap.ResponseCodeUnavailable || len(bodies) == 0 && len(uids) > 1):
			return nil, w.imapSession.failure(err, "try again later")
		case errors.As(err, &refused):
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: the server does not give it: %s", w.item(uid), fetch.QuoteServer(refused.Text)))
		case err != nil:
			return nil, err
		case there && a.body == nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: the server does not give its text", w.item(uid)))
		case there:
			bodies[uid] = a.body
		}
	}
	return bodies, nil
}

// An imapAnswer is what a server says about one message.
type imapAnswer struct {
	size    int64
	arrived time.Time
	body    []byte // the section that was asked for; nil if the server gave none
}

// ask fetches items of messages, with at most limit bytes in all. What the server did not answer is missing from the
// result. A command that the server refuses gives an *imap.Error beside what it answered; every other error is ready to
// be reported.
func (w *imapWalk) ask(uids []imap.UID, options *imap.FetchOptions, limit int64) (map[imap.UID]imapAnswer, error) {
	w.wire.Allow(wire.Answer + limit)
	answers := make(map[imap.UID]imapAnswer, len(uids))
	cmd := w.client.Fetch(imap.UIDSetNum(uids...), options)
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		uid, a, err := collect(m, w.largest)
		switch {
		case errors.Is(err, errLiteral):
			w.endless[w.item(uid)] = true
			w.wire.Abort(w.remote.Failed(fetch.TooLarge, fmt.Errorf("%s: %w", w.item(uid), err), ""))
			cmd.Close()
			return nil, w.imapSession.failure(err, "")
		case err != nil:
			return nil, w.imapSession.failure(err, "") // without Close, which would read the rest of what has no rest
		}
		answers[uid] = a
	}
	err := cmd.Close()
	var refused *imap.Error
	if err == nil || errors.As(err, &refused) {
		return answers, err
	}
	return nil, w.imapSession.failure(err, "")
}

// errLiteral is the error of a message that is announced longer than what is read.
var errLiteral = errors.New("the server announces a message without end")

// collect reads the answer about one message. A section that is announced longer than limit is not read.
func collect(m *imapclient.FetchMessageData, limit int64) (uid imap.UID, a imapAnswer, err error) {
	for item := m.Next(); item != nil; item = m.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			uid = item.UID
		case imapclient.FetchItemDataRFC822Size:
			a.size = max(item.Size, 0)
		case imapclient.FetchItemDataInternalDate:
			a.arrived = item.Time.UTC()
		case imapclient.FetchItemDataBodySection:
			switch {
			case item.Literal == nil:
			case item.Literal.Size() > limit:
				return uid, a, errLiteral
			default:
				a.body, err = io.ReadAll(item.Literal)
				if err == nil && int64(len(a.body)) < item.Literal.Size() {
					err = io.ErrUnexpectedEOF // the library takes the end of the connection for the end of the text
				}
				if err != nil {
					return uid, a, err
				}
			}
		}
	}
	return uid, a, nil
}
