package mailarchive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"recap/ingest/charset"
	"recap/ingest/fetch"
	"recap/ingest/mail"
)

const (
	archiveMarks  = 3  // pages by which it is seen that an archive was numbered anew
	archiveDoubts = 10 // pages in a row without any comment of MHonArc, which are rather a wall than bad pages
)

// A pageMark is which mail the page of a name showed when it was read.
type pageMark struct {
	Name string `json:"name"`
	ID   string `json:"id"` // Message-ID
}

// compareNames orders the names of pages by their numbers.
func compareNames(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// mark notes that the page of a name showed a mail. The last pages are kept: wherever an archive was cut, its numbers
// behind that place are other ones.
func (w *mailArchiveWalk) mark(name string, raw []byte) {
	id := mail.MessageID(raw)
	if id == "" {
		return
	}
	if w.renumbered && slices.ContainsFunc(w.old, func(m pageMark) bool { return m.ID == id }) {
		w.old = nil
	}
	marks := slices.DeleteFunc(slices.Clone(w.cursor.Marks), func(m pageMark) bool { return m.Name == name })
	marks = append(marks, pageMark{name, id})
	slices.SortFunc(marks, func(a, b pageMark) int { return compareNames(b.Name, a.Name) })
	w.cursor.Marks = marks[:min(len(marks), archiveMarks)]
}

// verify asks for the last page that was read. Where it shows another mail now, as after an archive was made anew
// without some mails, or where none of the marks is there any more, the names say nothing about what was read: they are
// forgotten, and all that is listed is read again.
func (s *mailArchiveSource) verify(ctx context.Context, w *mailArchiveWalk, marks []pageMark) error {
	w.cursor.Marks = marks
	for i, m := range marks {
		resp, err := s.env.HTTP.Get(ctx, s.request(w.cursor.Base+m.Name))
		if isGone(err) {
			continue
		}
		if err != nil {
			return err
		}
		raw, err := pageMail(charset.UTF8(resp.Body, resp.Header.Get("Content-Type")))
		if err != nil {
			return nil // no page that tells anything; when it is read its own fault is told
		}
		if mail.MessageID(raw) == m.ID {
			w.cursor.Marks = marks[i:]
			return nil
		}
		break
	}
	if len(marks) > 0 {
		clear(w.seen)
		w.renumbered, w.old, w.cursor.Marks = true, marks, nil
	}
	return nil
}

// request returns the request for a page of the archive.
func (s *mailArchiveSource) request(address string) fetch.Request {
	return fetch.Request{URL: address, Origin: s.home, AllowPrivate: s.private, Limit: archiveLimit}
}

// isGone reports whether err says that a page was taken out, or is one that nobody can read.
func isGone(err error) bool {
	var fault *fetch.Error
	return errors.As(err, &fault) && (fault.Reason == fetch.NotFound || fault.Reason == fetch.Gone || fault.Reason == fetch.TooLarge)
}

// renumberedGap returns what to say after all was read again that a feed lists, "" if what was known before is among it.
func (w *mailArchiveWalk) renumberedGap(base string) string {
	if !w.renumbered || w.whole || w.old == nil {
		return ""
	}
	return fmt.Sprintf("the pages at %s have other numbers than at the last read; the %d that it lists were read, some before "+
		"them may have been missed", fetch.Redact(base), len(w.listed))
}

// isArchived reports whether a page has any comment of MHonArc, or a body as MHonArc marks it.
func isArchived(page string) bool { return strings.Contains(page, "<!--X-") }
