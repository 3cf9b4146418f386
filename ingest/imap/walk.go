package imap

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"

	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/wire"
)

// Limits of one command.
const (
	imapChunk     = 100       // messages whose size and date are asked for at a time
	imapLooks     = 5000      // messages that are looked at for one page, so that one ends where few are wanted
	maxListHeader = 256 << 10 // bytes of the fields that name a message's list
)

// An imapWalk goes through the folders of a source, page by page.
type imapWalk struct {
	*imapSession
	at      string // the cursor of the last page
	used    time.Time
	cursor  imapCursor
	fresh   bool // no cursor was given: Env.Since holds
	listed  bool
	folders []string   // those that were not begun
	rest    []imap.UID // messages of the open folder that were not looked at
	heads   []imapHead // messages that were looked at and not fetched
	last    imap.UID   // the highest message of the open folder that is read or not wanted
	read    int64      // bytes of all messages so far, for progress
	count   int64      // how many these are
}

// An imapHead is what is known of a message before it is fetched.
type imapHead struct {
	uid     imap.UID
	size    int64 // as the server says, which may be wrong
	arrived time.Time
	wanted  bool
}

// done reports whether nothing is left.
func (w *imapWalk) done() bool {
	return w.listed && len(w.folders) == 0 && len(w.rest) == 0 && len(w.heads) == 0
}

// messages collects what one page holds and moves the cursor past it.
func (w *imapWalk) messages(page *source.Page) ([]mailkind.Message, error) {
	if !w.listed {
		folders, err := w.list()
		if err != nil {
			return nil, err
		}
		w.folders, w.listed = folders, true
	}
	var found []mailkind.Message
	for looked := 0; !w.done() && len(found) < w.perPage && page.Read < fetch.PageBytes &&
		(looked < w.perLook || len(w.heads) > 0); {
		var err error
		switch {
		case len(w.heads) > 0:
			found, err = w.fetch(found, page)
		case len(w.rest) > 0:
			looked += min(imapChunk, len(w.rest))
			err = w.look()
		default:
			w.folder, w.folders = w.folders[0], w.folders[1:]
			err = w.examine()
		}
		if err != nil {
			return nil, err
		}
	}
	if w.count > 0 {
		page.Total = w.read + w.read/w.count*int64(len(w.rest)+len(w.heads))
	}
	return found, nil
}

// list returns the folders to read: the configured one, or the slices that its pattern stands for, in the order of
// their numbers.
func (w *imapWalk) list() ([]string, error) {
	base, pattern := strings.CutSuffix(w.mailbox, ".*")
	if !pattern {
		return []string{w.mailbox}, nil
	}
	w.wire.Allow(wire.Answer)
	found, err := w.client.List("", w.mailbox, nil).Collect()
	if err != nil {
		return nil, w.failure(err, "check mailbox")
	}
	var numbers []int
	for _, f := range found {
		// public-inbox lists inbox.dev.0 as INBOX.dev.0
		if len(f.Mailbox) <= len(base) || !strings.EqualFold(f.Mailbox[:len(base)], base) || slices.Contains(f.Attrs, imap.MailboxAttrNoSelect) {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(f.Mailbox[len(base):], ".")); err == nil && n >= 0 {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return nil, w.remote.Failed(fetch.NotFound, fmt.Errorf("there is no folder %s.0", base), "check mailbox")
	}
	slices.Sort(numbers)
	var folders []string
	for _, n := range slices.Compact(numbers) {
		folders = append(folders, base+"."+strconv.Itoa(n))
	}
	return folders, nil
}

// examine opens the folder read-only and finds what is new in it.
func (w *imapWalk) examine() error {
	w.wire.Allow(wire.Answer)
	box, err := w.client.Select(w.folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	var refused *imap.Error
	if errors.As(err, &refused) && refused.Code == "" {
		refused.Code = imap.ResponseCodeNonExistent // what servers mean that give no reason
	}
	if err != nil {
		return w.failure(err, "check mailbox")
	}
	mark, known := w.cursor.Folders[w.folder]
	if mark.Validity != box.UIDValidity {
		mark, known = imapMark{Validity: box.UIDValidity}, false // the numbers mean other messages now
	}
	w.last = imap.UID(mark.Last)
	if !known && w.fresh && !w.env.Since.IsZero() && box.NumMessages > 0 {
		if err := w.skipTo(box); err != nil {
			return err
		}
	}
	w.mark(box.UIDValidity)
	// some servers answer BAD to a search in an empty folder, and "n:*" names the last message where n is past the end
	if box.NumMessages == 0 || w.last == math.MaxUint32 || box.UIDNext != 0 && box.UIDNext <= w.last+1 {
		return nil
	}
	w.rest, err = w.after(w.last, box.NumMessages)
	return err
}

// mark writes into the cursor how far the open folder is read.
func (w *imapWalk) mark(validity uint32) {
	w.cursor.Folders[w.folder] = imapMark{Validity: validity, Last: uint32(w.last)}
}

// pass notes that the open folder is read up to uid.
func (w *imapWalk) pass(uid imap.UID) {
	w.last = uid
	w.mark(w.cursor.Folders[w.folder].Validity)
}

// skipTo passes over what arrived before Env.Since. Servers compare days and know no zone, so it goes back a day
// further. Where a server cannot say, all is read.
func (w *imapWalk) skipTo(box *imap.SelectData) error {
	w.wire.Allow(wire.Answer + 12*int64(box.NumMessages))
	found, err := w.client.UIDSearch(&imap.SearchCriteria{Since: w.env.Since.UTC().AddDate(0, 0, -1)}, nil).Wait()
	var refused *imap.Error
	switch {
	case errors.As(err, &refused):
		return nil
	case err != nil:
		return w.failure(err, "")
	}
	switch set, _ := found.All.(imap.UIDSet); {
	case len(set) > 0 && set[0].Start > 0:
		w.last = set[0].Start - 1
	case len(set) == 0 && box.UIDNext > 0:
		w.last = box.UIDNext - 1
	}
	return nil
}

// after returns the numbers of the messages behind last, in order, in a folder of so many messages. The search has one
// criterion and no option, because that is what all servers understand; one that refuses even this is asked for the
// numbers themselves.
func (w *imapWalk) after(last imap.UID, exists uint32) ([]imap.UID, error) {
	behind := imap.UIDSet{{Start: last + 1}}
	w.wire.Allow(wire.Answer + 12*int64(exists))
	found, err := w.client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{behind}}, nil).Wait()
	set := imap.UIDSet{}
	var refused *imap.Error
	switch {
	case err == nil:
		set, _ = found.All.(imap.UIDSet)
	case errors.As(err, &refused):
		w.wire.Allow(wire.Answer + 64*int64(exists))
		all, err := w.client.Fetch(behind, &imap.FetchOptions{UID: true}).Collect()
		if err != nil {
			return nil, w.failure(err, "")
		}
		for _, m := range all {
			set.AddNum(m.UID)
		}
	default:
		return nil, w.failure(err, "")
	}
	var uids []imap.UID
	for _, r := range set {
		if r.Stop < r.Start || uint64(r.Stop-r.Start)+uint64(len(uids)) > 2*uint64(exists)+10000 {
			return nil, w.remote.Failed(fetch.Damaged, fmt.Errorf("folder %s holds %d messages, and the server numbers more", w.folder, exists), "")
		}
		for uid := uint64(r.Start); uid <= uint64(r.Stop); uid++ {
			if imap.UID(uid) > last {
				uids = append(uids, imap.UID(uid))
			}
		}
	}
	return uids, nil
}

// look asks for size, date and list of the next messages. Those that are gone meanwhile are left out.
func (w *imapWalk) look() error {
	chunk := w.rest[:min(imapChunk, len(w.rest))]
	w.rest = w.rest[len(chunk):]
	options := &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: !w.noDates}
	if w.listID != "" {
		options.BodySection = []*imap.FetchItemBodySection{{Specifier: imap.PartSpecifierHeader, Peek: true,
			HeaderFields: []string{"List-Id", "List-Post", "X-Mailing-List", "X-BeenThere", "X-Loop", "Mailing-List", "Delivered-To"}}}
	}
	answers, err := w.ask(chunk, options, maxListHeader*int64(len(chunk)))
	if err != nil {
		return err
	}
	for _, uid := range chunk {
		if a, ok := answers[uid]; ok {
			w.heads = append(w.heads, imapHead{uid, a.size, a.arrived, w.listID == "" || w.ofList(a.body)})
		}
	}
	if len(w.heads) == 0 {
		w.pass(chunk[len(chunk)-1])
	}
	return nil
}

// ofList reports whether a header names the configured list.
func (w *imapWalk) ofList(header []byte) bool {
	p, err := mail.Parse(header, mail.Options{})
	return err == nil && slices.ContainsFunc(p.Lists, func(id string) bool {
		return strings.ReplaceAll(id, "@", ".") == strings.ReplaceAll(w.listID, "@", ".")
	})
}
