package render

import (
	"io"
	"strings"

	"recap/digest"
)

// Markdown writes the edition as Markdown that shows the same text in kramdown, goldmark and Discount: the title as
// a heading, and no front matter.
func Markdown(w io.Writer, e *digest.Edition) error {
	d := compose(e)
	var b strings.Builder
	b.WriteString("# " + heading(d.Title) + "\n\n")
	writeBody(&b, d)
	_, err := io.WriteString(w, b.String())
	return err
}

// Post writes the edition as a site's post: front matter, then the same Markdown without the title, which the site's layout prints.
func Post(w io.Writer, e *digest.Edition, f FrontMatter) error {
	d := compose(e)
	head, err := f.encode(e, d.Title)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("---\n" + head + "---\n\n")
	writeBody(&b, d)
	_, err = io.WriteString(w, b.String())
	return err
}

// writeBody writes everything but the title.
func writeBody(b *strings.Builder, d *document) {
	blocks := []string{markdown(d.Lede)}
	if len(d.Note) > 0 {
		blocks = append(blocks, markdown(d.Note))
	}
	for _, s := range d.Stories {
		blocks = append(blocks, "### "+heading(s.Title))
		for _, p := range s.Paragraphs {
			blocks = append(blocks, markdown(p))
		}
	}
	for _, p := range d.Lines {
		blocks = append(blocks, markdown(p))
	}
	if d.Next != nil {
		blocks = append(blocks, "### "+heading(d.Next.Title))
		var items []string
		for _, p := range d.Next.Items {
			items = append(items, " * "+markdown(p))
		}
		if len(items) > 0 {
			blocks = append(blocks, strings.Join(items, "\n"))
		}
		if len(d.Next.Closing) > 0 {
			blocks = append(blocks, markdown(d.Next.Closing))
		}
	}
	for _, p := range d.Notes {
		blocks = append(blocks, markdown(p))
	}
	b.WriteString(strings.Join(blocks, "\n\n"))
	b.WriteByte('\n')
}

// markdown returns p on one line. The words of a paragraph can be anything; the brackets of its links are the only markup.
func markdown(p paragraph) string {
	var b strings.Builder
	whole := p.plain()
	at := 0
	for _, s := range p {
		if s.URL != "" {
			b.WriteByte('[')
		}
		escapePiece(&b, whole, at, at+len(s.Text))
		at += len(s.Text)
		if s.URL != "" {
			b.WriteString("](" + s.URL + ")")
		}
	}
	return b.String()
}

// heading escapes a title.
func heading(title string) string {
	var b strings.Builder
	escapeLine(&b, title)
	return b.String()
}
