package text

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// A turn is a place where a text passes from the writer's words to those of others or back.
type turn struct{ own, quoted int } // how much of each there was

// Marked returns the text of an HTML mail as a plain mail has it: every line of what Read calls quoted begins with "> "
// and stands where it stood among the writer's own words. What mail programs mark as the line that names whom they
// quote is left out.
func Marked(markup string) string {
	r := reader{z: html.NewTokenizer(strings.NewReader(Cut(markup, maxInput))), marked: true}
	r.last = &r.own
	for r.next() {
	}
	r.closeLink()
	if len(r.turns) == 0 {
		return r.own.String()
	}
	r.turns = append(r.turns, turn{len(r.own.buf), len(r.quoted.buf)})
	var out bytes.Buffer
	var from turn
	for _, to := range r.turns {
		// a link that was put in place of its text may have moved what follows
		to.own, to.quoted = min(to.own, len(r.own.buf)), min(to.quoted, len(r.quoted.buf))
		if own := bytes.Trim(r.own.buf[min(from.own, to.own):to.own], " \t\n"); len(own) > 0 {
			gapBefore(&out)
			out.Write(own)
		}
		if quoted := bytes.Trim(r.quoted.buf[min(from.quoted, to.quoted):to.quoted], " \t\n"); len(quoted) > 0 {
			gapBefore(&out)
			writeQuoted(&out, quoted)
		}
		from = to
	}
	return out.String()
}

// gapBefore begins a paragraph.
func gapBefore(out *bytes.Buffer) {
	if out.Len() > 0 {
		out.WriteString("\n\n")
	}
}

// turned notes that the text goes on in another writer than before.
func (r *reader) turned(to *writer) {
	for _, w := range [...]*writer{&r.own, &r.quoted} {
		if w.breaks > 0 {
			w.buf = bytes.TrimRight(w.buf, " \t\n") // as the next text would do
		}
	}
	r.turns = append(r.turns, turn{len(r.own.buf), len(r.quoted.buf)})
	r.last = to
}

// names reports whether the element holds the line, or the fields, by which a mail program names whom it quotes.
func (a attributes) names() bool {
	return a.class != "" && (hasClass(a.class, "gmail_attr") || hasClass(a.class, "moz-cite-prefix") ||
		hasClass(a.class, "quote-header") || hasClass(a.class, "outlookmessageheader")) ||
		strings.HasSuffix(a.id, "divRplyFwdMsg")
}

// writeQuoted writes each line behind a mark of its own.
func writeQuoted(out *bytes.Buffer, words []byte) {
	for l := range bytes.SplitSeq(words, []byte("\n")) {
		if out.Len() > 0 && out.Bytes()[out.Len()-1] != '\n' {
			out.WriteByte('\n')
		}
		out.WriteString("> ")
		out.Write(l)
	}
}
