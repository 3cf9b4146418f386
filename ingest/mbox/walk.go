package mbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// A mboxCursor is the cursor of an mbox source: a mark for each mailbox by its path.
type mboxCursor struct {
	Files map[string]box.Mark `json:"files"`
}

// decodeMboxCursor reads a cursor. One that cannot be read counts as none, so that everything is read again, which
// doubles nothing.
func decodeMboxCursor(cur store.Cursor) mboxCursor {
	var c mboxCursor
	if !source.DecodeCursor(cur, &c) || c.Files == nil {
		return mboxCursor{Files: make(map[string]box.Mark)}
	}
	return c
}

// encode returns the cursor as the store keeps it.
func (c mboxCursor) encode() (store.Cursor, error) { return json.Marshal(c) }

// A mboxWalk goes through the boxes of a source, page by page.
type mboxWalk struct {
	at      string // the cursor of the last page
	cursor  mboxCursor
	rest    []box.Box // those that were not begun
	total   int       // how many there are
	damaged []error
	box     box.Box // the one that is open
	open    *box.OpenBox
	read    int64                // bytes taken from disk or network for this page
	size    int64                // bytes on disk of all boxes that are to be read
	now     time.Time            // of reading
	known   func(store.Sum) bool // tells which messages were delivered before, where all is read from the beginning; else nil
}

// newMboxWalk begins a walk at the cursor. Mailboxes that look as they did when they were read to their end are left
// out, and marks of those that are gone are dropped.
func newMboxWalk(ctx context.Context, boxes []box.Box, cursor mboxCursor) *mboxWalk {
	w := &mboxWalk{cursor: mboxCursor{Files: make(map[string]box.Mark, len(boxes))}, total: len(boxes)}
	for _, b := range boxes {
		mark, marked := cursor.Files[b.Name]
		if marked {
			w.cursor.Files[b.Name] = mark
		}
		now, err := b.Look(ctx)
		switch {
		case err != nil:
			w.damaged = append(w.damaged, box.Named(b.Name, err))
		case mark.Done && now != (box.Mark{}) && mark.Same(now):
			w.note(b, mark)
		default:
			w.rest = append(w.rest, b)
			w.size += now.Size
		}
	}
	return w
}

// messages collects what one page holds. A damaged mailbox is noted and left.
func (w *mboxWalk) messages(ctx context.Context, page *source.Page) ([]mailkind.Message, error) {
	var found []mailkind.Message
	size, passed := 0, int64(0)
	w.read = 0
	for n := 0; len(found) < mailkind.PageMessages && size < fetch.PageBytes && passed < passedBytes; n++ {
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
		m, err := w.open.Next()
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if r, ok := w.open.Messages.(*box.Reader); ok {
				if doubt := r.TakeDoubt(); doubt != nil {
					page.Skipped = append(page.Skipped, box.Named(w.box.Name, doubt))
				}
			}
			w.end(err)
			continue
		}
		w.open.Mark.Last, w.open.Mark.Offset = m.Start, m.End
		if m.Bad != nil {
			page.Skipped = append(page.Skipped, fmt.Errorf("%s at byte %d: %w", w.box.Name, m.Start, m.Bad))
			continue
		}
		if m.Known {
			page.Known++
			passed += m.End - m.Start
			continue
		}
		if mtime := w.open.Mark.Mtime; mtime > 0 && m.Written.IsZero() {
			m.Written = time.Unix(0, mtime).UTC()
		}
		found = append(found, mailkind.Message{Message: m, Box: w.box.Name})
		size += len(m.Raw)
	}
	if w.open != nil {
		w.save()
	}
	page.Read, page.Total = w.read, w.size
	return found, nil
}

// begin opens the next box. One that cannot be opened is noted and left.
func (w *mboxWalk) begin(ctx context.Context) error {
	b := w.rest[0]
	w.rest = w.rest[1:]
	mark := w.cursor.Files[b.Name]
	open, err := b.Open(ctx, mark, func(n int) { w.read += int64(n) })
	switch {
	case ctx.Err() != nil:
		if open != nil {
			open.Close()
		}
		return ctx.Err()
	case err != nil:
		w.damaged = append(w.damaged, box.Named(b.Name, err))
	case open == nil:
		w.note(b, mark)
	default:
		w.box, w.open = b, open
		if r, ok := open.Messages.(*box.Reader); ok {
			r.Known = w.known
			r.Growing = open.Mark.Mtime > 0 && !mark.Settled(open.Mark, w.now)
		}
	}
	return nil
}

// note remembers the damage of a mailbox that is as it was.
func (w *mboxWalk) note(b box.Box, mark box.Mark) {
	if mark.Damage != "" {
		w.damaged = append(w.damaged, fmt.Errorf("%s: %s", b.Name, mark.Damage))
	}
}

// save writes the mark of the open box into the cursor.
func (w *mboxWalk) save() {
	mark := w.open.Mark
	if r, ok := w.open.Messages.(*box.Reader); ok {
		r.Sign(&mark)
	}
	w.cursor.Files[w.box.Name] = mark
}

// end closes the open box, which is read to its end, or to where it is damaged. What a network cut off is not called
// read, so that the next run tries again.
func (w *mboxWalk) end(err error) {
	var fault *fetch.Error
	passing := errors.As(err, &fault)
	w.open.Mark.Done = !passing
	if err == io.EOF {
		if r, ok := w.open.Messages.(*box.Reader); ok {
			w.open.Mark.Offset = r.Offset() // blank lines at the end included
		}
	} else {
		w.damaged = append(w.damaged, box.Named(w.box.Name, err))
		if !passing {
			w.open.Mark.Damage = err.Error()
		}
	}
	w.save()
	if mark := w.cursor.Files[w.box.Name]; mark.Half {
		mark.Done = false // the next run looks whether it was finished
		w.cursor.Files[w.box.Name] = mark
	}
	w.open.Close()
	w.open = nil
}

// verdict tells what the damaged mailboxes mean once all are read: nothing, a gap, or, where no mailbox is whole, an
// error. With posts still in hand the error waits for the next page, because a page with an error is not stored.
func (w *mboxWalk) verdict(posts bool) (gap string, err error) {
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
