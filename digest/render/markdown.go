package render

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest"
)

// maxMarkdown is the size in bytes of an edition's Markdown. What is too much is cut between entries of lists, the rest
// first, and said.
const maxMarkdown = 200 << 10

// Markdown writes the edition as Markdown that shows the same text in kramdown, goldmark and Discount: the title as
// a heading, and no front matter.
func Markdown(w io.Writer, e *digest.Edition) error {
	d := compose(e)
	return writeMarkdown(w, d, "# "+heading(d.Title)+"\n\n")
}

// Post writes the edition as a site's post: front matter, then the same Markdown without the title, which the site's
// layout prints.
func Post(w io.Writer, e *digest.Edition, f FrontMatter) error {
	d := compose(e)
	head, err := f.encode(e, d.Title)
	if err != nil {
		return err
	}
	return writeMarkdown(w, d, "---\n"+head+"---\n\n")
}

// writeMarkdown writes the head and as much of the document as has room.
func writeMarkdown(w io.Writer, d *document, head string) error {
	body := ""
	d.fit(func(d *document) bool {
		body = markdownBody(d)
		return len(head)+len(body) <= maxMarkdown
	})
	_, err := io.WriteString(w, head+body)
	return err
}

// fit takes entries off the end of the rest, and then stories off the end, until fits says that they fit. What is
// missing is said in the rest.
func (d *document) fit(fits func(*document) bool) {
	if fits(d) {
		return
	}
	whole := *d
	total := 0
	if d.Rest != nil {
		total = len(d.Rest.Items)
	}
	stories := whole.stories()
	try := func(keep int) bool { // of the stories and the entries behind them
		cut := whole
		cut.Parts = whole.firstStories(keep)
		cut.Rest = &rest{Title: whole.words.Rest, words: whole.words}
		if whole.Rest != nil {
			*cut.Rest = *whole.Rest
		}
		cut.Rest.Items = cut.Rest.Items[:max(0, keep-len(stories))]
		cut.Rest.missing += len(stories) + total - keep
		*d = cut
		return fits(d)
	}
	low, high := 0, len(stories)+total // low may not fit, high does not
	for high-low > 1 {
		if middle := (low + high) / 2; try(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	try(low)
}

// firstStories returns the parts with their first n stories.
func (d *document) firstStories(n int) []part {
	var kept []part
	for _, p := range d.Parts {
		p.Stories = p.Stories[:min(n, len(p.Stories))]
		if n -= len(p.Stories); len(p.Stories) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// markdownBody returns everything but the title.
func markdownBody(d *document) string {
	var blocks []string
	add := func(s string) { blocks = append(blocks, s) }
	lines := func(list []paragraph) {
		for _, p := range list {
			add(markdown(p))
		}
	}
	items := func(list []paragraph) {
		if len(list) > 0 {
			add(markdownList(list))
		}
	}
	top, level := "### ", "### " // of headings between stories, and of those
	if d.Sections() {
		top = "## "
	}
	for _, b := range d.Note {
		if items(b.Items); len(b.Text) > 0 {
			add(markdown(b.Text))
		}
	}
	if len(d.Brief) > 0 {
		add(top + heading(d.InShort))
		var list []paragraph
		for _, b := range d.Brief {
			list = append(list, paragraph{{Text: b.Text()}})
		}
		items(list)
	}
	if len(d.Lede) > 0 {
		add(markdown(d.Lede))
	}
	lines(d.Lines)
	for _, p := range d.Parts {
		level = "### "
		if p.Title != "" {
			add(top + heading(p.Title))
		} else {
			level = top
		}
		for _, s := range p.Stories {
			add(level + heading(s.Title))
			blocks = append(blocks, markdownStory(s)...)
		}
	}
	for _, r := range d.Lists() {
		add(top + heading(r.Title))
		items(r.Items)
		if cut := r.Cut(); cut != "" {
			add(markdown(paragraph{{Text: cut}}))
		}
	}
	lines(d.After)
	if d.Next != nil {
		add(top + heading(d.Next.Title))
		items(d.Next.Items)
		if len(d.Next.Closing) > 0 {
			add(markdown(d.Next.Closing))
		}
	}
	lines(d.Notes)
	return strings.Join(blocks, "\n\n") + "\n"
}

// markdownStory returns the blocks of a story below its heading. Excerpts that follow each other are the items of one
// list.
func markdownStory(s *story) []string {
	var blocks []string
	if s.Facts != "" {
		blocks = append(blocks, markdown(paragraph{{Text: s.Facts, Em: true}}))
	}
	var list []paragraph
	flush := func() {
		if len(list) > 0 {
			blocks, list = append(blocks, markdownList(list)), nil
		}
	}
	for _, b := range s.Blocks {
		if b.Excerpt == nil {
			flush()
			blocks = append(blocks, markdown(b.Prose))
			continue
		}
		list = append(list, b.Excerpt.line())
	}
	flush()
	if len(s.Voices) > 0 {
		blocks = append(blocks, markdown(s.Voices))
	}
	return blocks
}

// line returns the excerpt as one line.
func (x *excerpt) line() paragraph {
	p := append(x.Caption(), span{Text: ": "})
	if x.To != "" {
		p = append(p, span{Text: "(" + x.To + ") "})
	}
	return append(p, x.Quoted()...)
}

func markdownList(list []paragraph) string {
	items := make([]string, len(list))
	for i, p := range list {
		items[i] = "- " + markdown(p)
	}
	return strings.Join(items, "\n")
}

// markdown returns p on one line. The words of a paragraph can be anything; the brackets of its links and the marks of
// emphasis are the only markup.
func markdown(p paragraph) string {
	var b strings.Builder
	whole := p.plain()
	at := 0
	for _, s := range p {
		mark := ""
		if stressable(whole, at, at+len(s.Text)) {
			mark = map[[2]bool]string{{true, false}: "*", {false, true}: "**", {true, true}: "***"}[[2]bool{s.Em, s.Strong}]
		}
		if s.URL != "" && s.Text == s.URL {
			b.WriteString("<" + s.URL + ">")
			at += len(s.Text)
			continue
		}
		b.WriteString(mark)
		if s.URL != "" {
			b.WriteByte('[')
		}
		escapePiece(&b, whole, at, at+len(s.Text))
		at += len(s.Text)
		if s.URL != "" {
			b.WriteString("](" + s.URL + ")")
		}
		b.WriteString(mark)
	}
	return b.String()
}

// stressable reports whether marks of emphasis around l[from:to] are read as such by every dialect: they stand between
// a space, or nothing, and a letter or digit.
func stressable(l string, from, to int) bool {
	first, _ := utf8.DecodeRuneInString(l[from:to])
	last, _ := utf8.DecodeLastRuneInString(l[from:to])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	apart := (from == 0 || l[from-1] == ' ') && (to == len(l) || strings.IndexByte(" .,;:!?", l[to]) >= 0)
	return apart && word(first) && (word(last) || last == ')' && to == len(l))
}

// heading escapes a title.
func heading(title string) string {
	var b strings.Builder
	escapeLine(&b, title)
	return b.String()
}
