package render

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"recap/digest"
)

// columns is how wide plain text is at most.
type columns int

// mailColumns is the width of plain text in mail and files (RFC 3676 recommends at most 78).
const mailColumns columns = 72

// Text writes the edition as plain text of 72 columns; [1] behind words leads to the list of links at the end.
// A word longer than a line, such as a web address, stays whole.
func Text(w io.Writer, e *digest.Edition) error { return TextWide(w, e, int(mailColumns)) }

// TextWide is Text of so many columns, for a terminal. Fewer than 20 are taken as 20.
func TextWide(w io.Writer, e *digest.Edition, wide int) error {
	_, err := io.WriteString(w, plainText(compose(e), columns(max(wide, 20))))
	return err
}

// plainText returns d as plain text.
func plainText(d *document, c columns) string {
	var b strings.Builder
	f := footnotes{columns: c}
	b.WriteString(c.underlined(d.Title, "="))
	lines := func(list []paragraph) {
		for _, p := range list {
			b.WriteString("\n" + c.wrap(f.text(p), "", ""))
		}
	}
	items := func(list []paragraph) {
		if len(list) > 0 {
			b.WriteByte('\n')
		}
		for _, p := range list {
			b.WriteString(c.wrap(f.text(p), "* ", "  "))
		}
	}
	for _, n := range d.Note {
		if items(n.Items); len(n.Text) > 0 {
			lines([]paragraph{n.Text})
		}
	}
	if len(d.Brief) > 0 {
		b.WriteString("\n" + c.wrap(d.InShort, "", ""))
		for _, x := range d.Brief {
			b.WriteString(c.wrap(x.Text(), "* ", "  "))
		}
	}
	if len(d.Lede) > 0 {
		lines([]paragraph{d.Lede})
	}
	lines(d.Lines)
	for _, p := range d.Parts {
		if p.Title != "" {
			b.WriteString("\n\n" + c.underlined(p.Title, "="))
		}
		for _, s := range p.Stories {
			b.WriteString("\n\n" + c.underlined(s.Title, "-"))
			f.story(&b, s)
		}
	}
	for _, r := range d.Lists() {
		b.WriteString("\n\n" + c.underlined(r.Title, "-"))
		items(r.Items)
		if cut := r.Cut(); cut != "" {
			lines([]paragraph{{{Text: cut}}})
		}
	}
	if len(d.After) > 0 {
		b.WriteByte('\n')
	}
	lines(d.After)
	if d.Next != nil {
		b.WriteString("\n\n" + c.underlined(d.Next.Title, "-"))
		items(d.Next.Items)
		if len(d.Next.Closing) > 0 {
			lines([]paragraph{d.Next.Closing})
		}
	}
	lines(d.Notes)
	if len(f.urls) > 0 {
		b.WriteByte('\n')
	}
	for i, u := range f.urls {
		fmt.Fprintf(&b, "[%d] %s\n", i+1, u)
	}
	return b.String()
}

// story writes a story below its heading.
func (f *footnotes) story(b *strings.Builder, s *story) {
	if s.Facts != "" {
		b.WriteString(f.wrap(s.Facts, "", ""))
	}
	for _, p := range s.Blocks {
		b.WriteByte('\n')
		if p.Excerpt != nil {
			b.WriteString(f.wrap(f.text(p.Excerpt.line()), "* ", "  "))
		} else {
			b.WriteString(f.wrap(f.text(p.Prose), "", ""))
		}
	}
	if len(s.Voices) > 0 {
		b.WriteString("\n" + f.wrap(f.text(s.Voices), "", ""))
	}
}

// plainBlocks returns what a community says at the end, with a blank line behind it.
func plainBlocks(blocks []block) string {
	var b strings.Builder
	f := footnotes{columns: mailColumns}
	for _, one := range blocks {
		for _, p := range one.Items {
			b.WriteString(f.wrap(f.text(p), "* ", "  "))
		}
		if len(one.Text) > 0 {
			b.WriteString(f.wrap(f.text(one.Text), "", ""))
		}
	}
	for i, u := range f.urls {
		fmt.Fprintf(&b, "[%d] %s\n", i+1, u)
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// footnotes collects the links of a text, each address once.
type footnotes struct {
	columns
	urls    []string
	numbers map[string]int
}

// text returns p with the numbers of its links. An address that is its own text needs no number.
func (f *footnotes) text(p paragraph) string {
	var b strings.Builder
	for _, s := range p {
		if !s.Mark {
			b.WriteString(s.Text)
		}
		if s.URL == "" || s.Text == s.URL {
			continue
		}
		if f.numbers == nil {
			f.numbers = make(map[string]int)
		}
		if f.numbers[s.URL] == 0 {
			f.urls = append(f.urls, s.URL)
			f.numbers[s.URL] = len(f.urls)
		}
		fmt.Fprintf(&b, " [%d]", f.numbers[s.URL])
	}
	return b.String()
}

// underlined returns a title over a line of marks.
func (c columns) underlined(title, mark string) string {
	t := c.wrap(title, "", "")
	return t + strings.Repeat(mark, min(int(c), utf8.RuneCountInString(strings.TrimSuffix(t, "\n")))) + "\n"
}

// wrap breaks s at spaces into lines of at most c runes, the first after the prefix first and the others after rest.
func (c columns) wrap(s, first, rest string) string {
	var b strings.Builder
	b.WriteString(first)
	width := utf8.RuneCountInString(first)
	empty := true
	for _, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case empty:
		case width+1+n > int(c):
			b.WriteString("\n" + rest)
			width = utf8.RuneCountInString(rest)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
		empty = false
	}
	b.WriteByte('\n')
	return b.String()
}
