package text

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of what is read of one HTML text. What lies beyond them is left out.
const (
	maxInput  = 8 << 20 // bytes of markup
	maxOutput = 1 << 20 // bytes of text, each for own and quoted words
	maxDepth  = 256     // open elements whose nesting is followed
	maxLinks  = 500     // links kept
)

// A Document is the text of an HTML page or fragment.
type Document struct {
	Own    string      // the words of who wrote it, a blank line between paragraphs
	Quoted string      // the words in block quotes and in what mail programs mark as an earlier mail
	Links  []string    // http(s) addresses that the own words link to or contain, in order, each once
	Cuts   []Quotation // where quoted words stood between the own ones, in order
}

// A Quotation is a place in Document.Own at which quoted words stood: those of Quoted[From:To], before Own[At].
type Quotation struct {
	At, From, To int
}

// FromHTML returns the plain text of an HTML page or fragment, the writer's own words apart from quoted ones. See Read.
func FromHTML(markup string) (own, quoted string) {
	d := Read(markup)
	return d.Own, d.Quoted
}

// Read turns an HTML page or fragment into plain text. Blocks become paragraphs, <br> a newline, list items lines that
// begin with "- ", and <pre> keeps its white space. Scripts, styles, the head, what a browser would hide and what is
// struck out are dropped, and so are polls, and images but for emoji. The cards that a forum makes of links, and what
// it folds away of an earlier mail, are words of others. A link is its text, or its address where the text is a
// shortened address. Nesting is followed to 256 elements.
func Read(markup string) Document {
	r := reader{z: html.NewTokenizer(strings.NewReader(Cut(markup, maxInput)))}
	r.own.room(len(markup))
	return r.read()
}

// read reads all tokens.
func (r *reader) read() Document {
	for r.next() {
	}
	r.closeLink()
	d := Document{Own: r.own.String(), Quoted: r.quoted.String()}
	d.Cuts = r.placeCuts(d.Own, d.Quoted)
	seen := make(map[string]bool)
	for _, l := range append(r.links, Links(d.Own)...) {
		if !seen[l] && len(d.Links) < maxLinks {
			seen[l] = true
			d.Links = append(d.Links, l)
		}
	}
	return d
}

// An element is one open element and what it means for the text in it.
type element struct {
	tag     atom.Atom
	name    string // for tags that are no atoms
	hidden  bool
	quoted  bool
	pre     bool
	caption bool // describes a picture
	wraps   bool // holds a quoted mail in a <blockquote> of its own, after which the writer may go on
}

// A reader turns tokens into text. It keeps the open elements on a stack of bounded depth.
type reader struct {
	z           *html.Tokenizer
	open        []element
	raw         string // the element whose raw text is being dropped
	rest        bool   // an Outlook divider was seen: all that follows is an earlier mail
	own, quoted writer
	links       []string
	cuts        []Quotation // in what is written so far, without To

	href string // target of the open link, if any
	from int    // where its text begins
	into *writer

	marked bool // see Marked: turns are noted
	last   *writer
	turns  []turn

	page *pageReader // nil unless the text is a page; see ReadPage
}

// next reads one token and reports whether there was one.
func (r *reader) next() bool {
	switch r.z.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		r.text(r.z.Text())
	case html.StartTagToken, html.SelfClosingTagToken:
		r.start()
	case html.EndTagToken:
		name, _ := r.z.TagName()
		if r.raw != "" {
			if r.raw == string(name) {
				r.raw = ""
			}
			break
		}
		r.end(string(name))
	}
	return true
}

func (r *reader) top() element {
	if len(r.open) == 0 {
		return element{}
	}
	return r.open[len(r.open)-1]
}

// out returns where text goes now.
func (r *reader) out() *writer {
	w := &r.own
	switch e := r.top(); {
	case r.rest || e.quoted:
		w = &r.quoted
	case e.caption:
		return &r.page.captions
	}
	if r.marked && w != r.last {
		r.turned(w)
	}
	return w
}

func (r *reader) text(b []byte) {
	if r.raw != "" || r.top().hidden {
		return
	}
	r.out().text(b, r.top().pre)
}

// start handles a start tag. Void and raw-text elements are not put on the stack.
func (r *reader) start() {
	var rawTag []byte
	if raw := r.z.Raw(); bytes.IndexByte(raw, '@') >= 0 || bytes.Contains(raw, []byte("://")) {
		rawTag = bytes.Clone(raw) // TagName writes over it
	}
	b, more := r.z.TagName()
	tag := atom.Lookup(b)
	if tag == 0 && bytes.ContainsAny(b, "@:") && (bytes.ContainsRune(b, '@') || bytes.Contains(rawTag, []byte("://"))) {
		r.text(rawTag) // <ann@example.org> or <https://example.org> in text that somebody forgot to escape
		return
	}
	e := element{tag: tag}
	if tag == 0 {
		e.name = string(b)
	}
	if r.raw != "" {
		return
	}
	if rawText[tag] {
		r.raw = tag.String()
		return
	}
	a := r.attributes(more)
	r.implied(tag)
	parent := r.top()
	e.hidden = parent.hidden || dropped[tag] || a.hidden() ||
		parent.quoted && parent.tag == atom.Aside && hasClass(a.class, "title") || r.page != nil && r.page.frames(tag, &a)
	e.pre = parent.pre || tag == atom.Pre || tag == atom.Xmp || tag == atom.Listing
	quote, wraps, rest := quotes(tag, a)
	e.caption = parent.caption || r.page != nil && tag == atom.Figcaption
	e.quoted, e.wraps = parent.quoted || quote, wraps
	if rest && !e.hidden && !r.own.empty() {
		r.rest = true
		r.cut()
	}
	if e.hidden || r.marked && a.names() {
		e.hidden = true
		if !void[tag] {
			r.push(e)
		}
		return
	}
	if e.quoted != parent.quoted {
		r.cut()
		r.own.block(2)
		r.quoted.block(2)
	}
	if e.caption && !parent.caption {
		r.page.captions.block(2)
	}
	w := r.out()
	switch tag {
	case atom.Br:
		w.newline()
	case atom.Img:
		if a.emoji() {
			w.text([]byte(a.alt), false)
		} else if r.page != nil {
			r.page.picture(&a)
		}
	case atom.Td, atom.Th:
		w.text([]byte(" "), false)
	case atom.A:
		r.closeLink()
	default:
		w.block(gap[tag])
	}
	if void[tag] {
		return
	}
	r.push(e)
	switch tag {
	case atom.Li:
		r.item()
	case atom.Pre:
		r.out().dropNewline = true
	case atom.A:
		r.openLink(a.href)
	}
}

// openLink begins a link, if its address leads to the web.
func (r *reader) openLink(href string) {
	web := isWeb(href)
	if !web && r.page != nil {
		href = r.page.resolve(href)
		web = isWeb(href)
	}
	if web {
		r.into = r.out()
		r.href, r.from = href, r.into.mark()
	}
}

// item starts a list item, indented by the lists around it.
func (r *reader) item() {
	depth := -1
	for _, e := range r.open {
		if e.tag == atom.Ul || e.tag == atom.Ol {
			depth++
		}
	}
	r.out().bullet(strings.Repeat("  ", min(max(depth, 0), 8)) + "- ")
}

// push opens e. Elements beyond maxDepth are not followed: their text is kept, their meaning is not.
func (r *reader) push(e element) {
	if len(r.open) < maxDepth {
		r.open = append(r.open, e)
	}
}

// implied closes the elements that the start of tag closes in HTML, so that unclosed paragraphs and items do not pile
// up.
func (r *reader) implied(tag atom.Atom) {
	if gap[tag] > 0 && r.top().tag == atom.P {
		r.end("p")
	}
	closes, inside := tag, atom.Atom(0)
	switch tag {
	case atom.Li:
		inside = atom.Ul
	case atom.Dt, atom.Dd:
		inside = atom.Dl
	case atom.Tr, atom.Td, atom.Th:
		inside = atom.Table
	case atom.Body:
		closes = atom.Head
	default:
		return
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		switch t := r.open[i].tag; {
		case t == closes:
			r.end(t.String())
			return
		case t == inside, t == atom.Ol, t == atom.Table, t == atom.Blockquote:
			return
		}
	}
}

// end handles an end tag: it closes the innermost open element of that name and those within; without one it means
// nothing.
func (r *reader) end(name string) {
	tag := atom.Lookup([]byte(name))
	i := len(r.open) - 1
	for i >= 0 && (r.open[i].tag != tag || tag == 0 && r.open[i].name != name) {
		i--
	}
	if i < 0 {
		if tag == atom.P || tag == atom.Br {
			r.out().block(1)
		}
		return
	}
	e := r.open[i]
	if tag == atom.A {
		r.closeLink()
	}
	w := r.out()
	r.open = r.open[:i]
	if e.hidden {
		return
	}
	w.block(gap[tag])
	if tag == atom.Blockquote {
		r.resume()
	}
	if e.quoted != r.top().quoted {
		r.closeLink()
		r.own.block(2)
		r.quoted.block(2)
	}
}

// resume gives the rest of a mail program's wrapper back to the writer once its <blockquote> has ended.
func (r *reader) resume() {
	if n := len(r.open); n > 0 && r.open[n-1].wraps && (n == 1 || !r.open[n-2].quoted) {
		r.open[n-1].quoted, r.open[n-1].wraps = false, false
	}
}

// closeLink ends the open link. Its target is noted and replaces a text that is only a part of it.
func (r *reader) closeLink() {
	if r.href == "" {
		return
	}
	href, w := r.href, r.into
	r.href, r.into = "", nil
	if shortened(w.since(r.from)) {
		w.replace(r.from, href)
	}
	if r.page != nil && w == &r.own {
		r.page.anchor(href, w, r.from)
	}
	if w == &r.own && len(r.links) < maxLinks && !r.page.within(href) {
		if l := Links(href); len(l) == 1 {
			r.links = append(r.links, l[0])
		}
	}
}

// maxCuts is how many places of quotations are noted.
const maxCuts = 1000

// cut notes that quoted words begin here.
func (r *reader) cut() {
	if len(r.cuts) < maxCuts {
		r.cuts = append(r.cuts, Quotation{At: r.own.mark(), From: r.quoted.mark()})
	}
}

// placeCuts returns the places of the quotations in the texts that were made of what was written. Those that nothing of
// the author's own stands between are one.
func (r *reader) placeCuts(own, quoted string) []Quotation {
	var placed []Quotation
	for i, c := range r.cuts {
		c.To = r.quoted.mark()
		if i+1 < len(r.cuts) {
			c.To = r.cuts[i+1].From
		}
		c.At = r.own.place(c.At, own)
		c.From, c.To = r.quoted.place(c.From, quoted), r.quoted.place(c.To, quoted)
		for c.To > c.From && (quoted[c.To-1] == ' ' || quoted[c.To-1] == '\n' || quoted[c.To-1] == '\t') {
			c.To--
		}
		switch last := len(placed) - 1; {
		case c.From == c.To:
		case last >= 0 && placed[last].At == c.At:
			placed[last].To = c.To
		default:
			placed = append(placed, c)
		}
	}
	return placed
}
