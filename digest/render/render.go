// Package render turns an edition into bytes: Markdown, an HTML page, plain text, a mail, JSON and Atom.
//
// Every renderer is pure: it reads the edition and its options, and no clock, network, locale or source of chance, so that
// the same edition always gives the same bytes. Markdown, HTML, text and mail are made from one document (see
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

	"recap/digest"
)

// Formats are the names of the formats that Format knows.
var Formats = []string{"md", "html", "text", "json", "eml"}

// Format writes the edition in one of Formats with default options: Markdown without front matter, a page without
// neighbours, a mail whose sender and recipient are left to whoever sends it. An unknown name is an error.
func Format(w io.Writer, e *digest.Edition, name string) error {
	switch name {
	case "md":
		return Markdown(w, e)
	case "html":
		return HTML(w, e, Page{})
	case "text":
		return Text(w, e)
	case "json":
		return JSON(w, e)
	case "eml":
		return Mail(w, e, Envelope{})
	}
	return fmt.Errorf("unknown format %q; give one of %s", name, strings.Join(Formats, ", "))
}

// Newest returns the editions without duplicates of one id (the highest revision stays), those whose period ended last first,
// ties by id. The argument is not changed.
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
