package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"recap/store"
)

// Mbox reads mailboxes: mbox files in every variant, Pipermail's text form, gzip and zip files of them, folders of .eml files.
type Mbox struct {
	Path         string `yaml:"path"`          // a file, a folder, a pattern such as archives/dev-*.txt.gz, or an http(s) URL
	List         string `yaml:"list"`          // the list's address, for mail that names no list; default none
	Archive      string `yaml:"archive"`       // permalink for mail that carries none, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"` // a URL may lead to a private address; default false
}

// Limits of one page, which is one transaction: whichever is reached first.
const (
	pageMessages = 2000
	pageBytes    = 5 << 20  // of raw mail
	passedBytes  = 64 << 20 // of mail that was delivered before
)

func (m *Mbox) Open(_ string, env Env) (Source, error) {
	path := strings.TrimSpace(m.Path)
	if path == "" {
		return nil, errors.New("mbox: has no path; set path to a file, a folder, a pattern or a URL")
	}
	if err := checkMail("mbox", m.List, m.Archive); err != nil {
		return nil, err
	}
	s := &mboxSource{mail: mailReader{kind: "mbox", list: m.List, archive: m.Archive, env: env}}
	s.boxes = func() ([]box, error) { return fileBoxes(path) }
	if isWebAddress(path) {
		if _, err := parseURL(path); err != nil {
			return nil, fmt.Errorf("mbox: %w", err)
		}
		s.boxes = func() ([]box, error) { return []box{webBox(path, m, env.HTTP)}, nil }
	}
	return s, nil
}

// isWebAddress reports whether a path is an http or https URL.
func isWebAddress(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// An mboxSource reads the mailboxes of one configuration. Between two pages it keeps the open mailbox, so that a packed one is not unpacked from its
// beginning for each page; a cursor that is not the one of the last page starts anew from what it says.
type mboxSource struct {
	mail  mailReader
	boxes func() ([]box, error)
	walk  *boxWalk
}

// Fetch implements Source. A page ends after 2,000 messages or 5 MiB. Mailboxes that look as they did when they were last read to their end are not opened.
func (s *mboxSource) Fetch(ctx context.Context, cur store.Cursor) (Page, error) {
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}
	if s.walk == nil || s.walk.at != string(cur) {
		s.stop()
		boxes, err := s.boxes()
		if err != nil {
			return Page{}, err
		}
		s.walk = newBoxWalk(ctx, boxes, decodeBoxCursor(cur))
		if len(cur) == 0 && s.mail.env.Delivered != nil {
			if s.walk.known, err = s.mail.env.Delivered(ctx); err != nil {
				return Page{}, err
			}
		}
	}
	w := s.walk
	var page Page
	messages, err := w.messages(ctx, &page)
	if err == nil {
		err = s.mail.posts(ctx, messages, &page)
	}
	if err == nil {
		page.Next, err = w.cursor.encode()
	}
	if err == nil && len(w.rest) == 0 && w.open == nil {
		page.Gap, err = w.verdict(len(messages) > 0)
		page.More = err == nil && page.Gap == "" && len(w.damaged) > 0
	} else {
		page.More = true
	}
	if err != nil {
		s.stop()
		return Page{}, err
	}
	w.at = string(page.Next)
	if !page.More {
		s.stop()
	}
	return page, nil
}

// stop closes what is open.
func (s *mboxSource) stop() {
	if s.walk != nil && s.walk.open != nil {
		s.walk.open.close()
	}
	s.walk = nil
}

// A boxWalk goes through the boxes of a source, page by page.
type boxWalk struct {
	at      string // the cursor of the last page
	cursor  boxCursor
	rest    []box // those that were not begun
	total   int   // how many there are
	damaged []error
	box     box // the one that is open
	open    *openBox
	read    int64                // bytes taken from disk or network for this page
	size    int64                // bytes on disk of all boxes that are to be read
	known   func(store.Sum) bool // tells which messages were delivered before, where all is read from the beginning; else nil
}

// newBoxWalk begins a walk at the cursor. Mailboxes that look as they did when they were read to their end are left out, and marks of those that are gone are
// dropped.
func newBoxWalk(ctx context.Context, boxes []box, cursor boxCursor) *boxWalk {
	w := &boxWalk{cursor: boxCursor{Files: make(map[string]boxMark, len(boxes))}, total: len(boxes)}
	for _, b := range boxes {
		mark, marked := cursor.Files[b.name]
		if marked {
			w.cursor.Files[b.name] = mark
		}
		now, err := b.look(ctx)
		switch {
		case err != nil:
			w.damaged = append(w.damaged, named(b.name, err))
		case mark.Done && now != (boxMark{}) && mark.same(now):
			w.note(b, mark)
		default:
			w.rest = append(w.rest, b)
			w.size += now.Size
		}
	}
	return w
}

// messages collects what one page holds. A damaged mailbox is noted and left.
func (w *boxWalk) messages(ctx context.Context, page *Page) ([]rawMessage, error) {
	var found []rawMessage
	size, passed := 0, int64(0)
	w.read = 0
	for n := 0; len(found) < pageMessages && size < pageBytes && passed < passedBytes; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if w.open == nil {
			if len(w.rest) == 0 {
				break
			}
			if err := w.begin(ctx); err != nil {
				return nil, err
			}
			continue
		}
		m, err := w.open.next()
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if r, ok := w.open.messageReader.(*boxReader); ok && r.doubtful() != nil {
				page.Skipped = append(page.Skipped, named(w.box.name, r.doubtful()))
			}
			w.end(err)
			continue
		}
		w.open.mark.Last, w.open.mark.Offset = m.start, m.end
		if m.bad != nil {
			page.Skipped = append(page.Skipped, fmt.Errorf("%s at byte %d: %w", w.box.name, m.start, m.bad))
			continue
		}
		if m.known {
			page.Known++
			passed += m.end - m.start
			continue
		}
		if mtime := w.open.mark.Mtime; mtime > 0 && m.written.IsZero() {
			m.written = time.Unix(0, mtime).UTC()
		}
		found = append(found, rawMessage{boxMessage: m, box: w.box.name})
		size += len(m.raw)
	}
	if w.open != nil {
		w.save()
	}
	page.Read, page.Total = w.read, w.size
	return found, nil
}

// begin opens the next box. One that cannot be opened is noted and left.
func (w *boxWalk) begin(ctx context.Context) error {
	b := w.rest[0]
	w.rest = w.rest[1:]
	mark := w.cursor.Files[b.name]
	open, err := b.open(ctx, mark, func(n int) { w.read += int64(n) })
	switch {
	case ctx.Err() != nil:
		if open != nil {
			open.close()
		}
		return ctx.Err()
	case err != nil:
		w.damaged = append(w.damaged, named(b.name, err))
	case open == nil:
		w.note(b, mark)
	default:
		w.box, w.open = b, open
		if r, ok := open.messageReader.(*boxReader); ok {
			r.known = w.known
		}
	}
	return nil
}

// note remembers the damage of a mailbox that is as it was.
func (w *boxWalk) note(b box, mark boxMark) {
	if mark.Damage != "" {
		w.damaged = append(w.damaged, fmt.Errorf("%s: %s", b.name, mark.Damage))
	}
}

// save writes the mark of the open box into the cursor.
func (w *boxWalk) save() {
	mark := w.open.mark
	if r, ok := w.open.messageReader.(*boxReader); ok {
		mark.Tail, mark.Before = sumTail(r.tail), len(r.tail)
	}
	w.cursor.Files[w.box.name] = mark
}

// end closes the open box, which is read to its end, or to where it is damaged. What a network cut off is not called read, so that the next run tries again.
func (w *boxWalk) end(err error) {
	var fault *FetchError
	passing := errors.As(err, &fault)
	w.open.mark.Done = !passing
	if err == io.EOF {
		if r, ok := w.open.messageReader.(*boxReader); ok {
			w.open.mark.Offset = r.base // blank lines at the end included
		}
	} else {
		w.damaged = append(w.damaged, named(w.box.name, err))
		if !passing {
			w.open.mark.Damage = err.Error()
		}
	}
	w.save()
	w.open.close()
	w.open = nil
}

// named returns err with the mailbox's name in front, unless it names it itself.
func named(name string, err error) error {
	if strings.Contains(err.Error(), name) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// verdict tells what the damaged mailboxes mean once all are read: nothing, a gap, or, where no mailbox is whole, an error. With posts still in hand the error waits for
// the next page, because a page with an error is not stored.
func (w *boxWalk) verdict(posts bool) (gap string, err error) {
	switch {
	case len(w.damaged) == 0:
		return "", nil
	case len(w.damaged) < w.total:
		return fmt.Sprintf("%d of %d mailboxes could not be read to the end: %v", len(w.damaged), w.total, w.damaged[0]), nil
	case posts:
		return "", nil
	}
	return "", errors.Join(w.damaged...)
}
