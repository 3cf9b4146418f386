// Package render turns an edition into bytes: Markdown, an HTML page, plain text, a mail, JSON and Atom.
//
// Every renderer is pure: it reads the edition and its options, and no clock, network, locale or source of chance, so
// that the same edition always gives the same bytes. Markdown, HTML, text and mail are made from one document (see
// compose.go), never from each other, and say the same in the same order.
//
// The text of an edition comes from strangers. Each renderer escapes it for its own format, and takes out control
// characters even though ingest did that already.
package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"recap/digest"
)

// Formats are the names of the formats that Format knows.
var Formats = []string{"md", "html", "text", "json", "eml"}

// Format writes the edition in one of Formats with default options: Markdown without front matter, a page without
// neighbours, a mail whose sender and recipient are left to whoever sends it. Pages and mail have the look, nil for the
// program's own. An unknown name is an error.
func Format(w io.Writer, e *digest.Edition, name string, look *Look) error {
	switch name {
	case "md":
		return Markdown(w, e)
	case "html":
		return HTML(w, e, Page{Look: look})
	case "text":
		return Text(w, e)
	case "json":
		return JSON(w, e)
	case "eml":
		return Mail(w, e, Envelope{Look: look})
	}
	return fmt.Errorf("unknown format %q; give one of %s", name, strings.Join(Formats, ", "))
}

// Newest returns the editions without duplicates of one id (the highest revision stays), those whose period ended last
// first, ties by id. The argument is not changed.
func Newest(editions []*digest.Edition) []*digest.Edition {
	best := make(map[string]*digest.Edition)
	for _, e := range editions {
		if have := best[e.ID]; have == nil || have.Revision < e.Revision {
			best[e.ID] = e
		}
	}
	all := make([]*digest.Edition, 0, len(best))
	for _, e := range best {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *digest.Edition) int {
		if c := b.Period.End.Compare(a.Period.End); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

// LastDay returns a moment of the last day that the edition tells, in the offset of its end: the day that names its
// files. Twelve hours before the end are on that day even where the clocks were put forward or back at midnight.
func LastDay(e *digest.Edition) time.Time {
	return e.Period.End.Add(-12 * time.Hour)
}

// Updated returns when the edition counts as changed for readers of a feed: the end of its period, and a second more
// for each revision after the first, because an edition knows no clock.
func Updated(e *digest.Edition) time.Time {
	return e.Period.End.Add(time.Duration(max(e.Revision, 1)-1) * time.Second)
}

// local returns t in the offset that the period ends with, whatever zone t came in.
func local(e *digest.Edition, t time.Time) time.Time {
	_, offset := e.Period.End.Zone()
	return t.In(time.FixedZone("", offset))
}

// day prints an ISO 8601 date, or an RFC 3339 time with its hour, for people. What is neither is returned as it is.
func day(e *digest.Edition, iso string) string {
	w := phrases(e)
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return w.Date(t, w.Layouts.Day)
	}
	if t, err := time.Parse(time.RFC3339, iso); err == nil {
		return moment(e, t)
	}
	return line(iso)
}

// moment prints a time for people, with the offset from UTC instead of the zone's name, which would depend on where t
// came from.
func moment(e *digest.Edition, t time.Time) string {
	w := phrases(e)
	s := w.Date(t, w.Layouts.Moment)
	if _, offset := t.Zone(); offset == 0 {
		return s + "UTC"
	}
	return s + t.Format("UTC-07:00")
}
