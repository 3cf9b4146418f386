package text

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Page is a Document that comes from a page of the web, such as the item of a feed.
type Page struct {
	Document
	Anchors  []Anchor // the links in the own words, in order
	Pictures []string // what describes the pictures: their captions, and the words that stand for one that cannot be seen
}

// An Anchor is a link in the own words: Own[From:To] leads to URL, which is an http or https address. From equals To
// where it has no words.
type Anchor struct {
	From, To int
	URL      string
}

// ReadPage does what Read does for what a program took from a page. Addresses are resolved against base, which may be
// nil; captions are no words of the text; and what frames a text is left out: menus, buttons, tables of contents, what
// asks readers to subscribe or to pass it on. Where that would leave nothing, it is kept.
func ReadPage(markup string, base *url.URL) Page {
	p := readPage(markup, base, false)
	if p.Own == "" && p.Quoted == "" && len(p.Pictures) == 0 {
		p = readPage(markup, base, true)
	}
	return p
}

func readPage(markup string, base *url.URL, whole bool) Page {
	r := reader{z: html.NewTokenizer(strings.NewReader(Cut(markup, maxInput))), page: &pageReader{base: base, whole: whole}}
	r.own.room(len(markup))
	if base != nil {
		r.page.self, _, _ = strings.Cut(base.String(), "#")
	}
	d := r.read()
	p := Page{Document: d, Anchors: r.page.anchors}
	for i := range p.Anchors {
		a := &p.Anchors[i]
		words := a.To - a.From
		a.From = r.own.place(a.From, d.Own)
		a.To = min(a.From+words, len(d.Own))
	}
	for caption := range strings.SplitSeq(r.page.captions.String(), "\n\n") {
		if caption != "" {
			p.Pictures = append(p.Pictures, caption)
		}
	}
	p.Pictures = append(p.Pictures, r.page.pictures...)
	return p
}

// A pageReader notes what a reader meets on a page.
type pageReader struct {
	base     *url.URL
	self     string // base without its fragment
	whole    bool   // frames are kept
	captions writer
	pictures []string
	anchors  []Anchor
}

// maxPictures is how many pictures are described.
const maxPictures = 50

// picture notes what describes an image, unless it is only there to be counted or its description is the name of a
// file.
func (p *pageReader) picture(a *attributes) {
	alt := Line(Cut(a.alt, 2000))
	if a.width == "1" || len(p.pictures) == maxPictures || strings.IndexFunc(alt, unicode.IsLetter) < 0 || slices.Contains(p.pictures, alt) {
		return
	}
	if dot := strings.LastIndexByte(alt, '.'); dot >= 0 && len(alt)-dot <= 5 && !strings.Contains(alt[dot:], " ") && dot+1 < len(alt) {
		return
	}
	p.pictures = append(p.pictures, alt)
}

// anchor notes the link to address, whose words w holds from there on.
func (p *pageReader) anchor(address string, w *writer, from int) {
	if len(p.anchors) == maxLinks {
		return
	}
	for from = min(from, len(w.buf)); from < len(w.buf) && (w.buf[from] == ' ' || w.buf[from] == '\n'); {
		from++
	}
	p.anchors = append(p.anchors, Anchor{from, len(w.buf), address})
}

// resolve returns the address that href, which is not absolute, stands for; href itself where nobody knows.
func (p *pageReader) resolve(href string) string {
	if p.base == nil || href == "" || len(href) > maxURL {
		return href
	}
	u, err := p.base.Parse(href)
	if err != nil || u.User != nil {
		return href
	}
	return u.String()
}

// within reports whether address is a place on the page itself.
func (p *pageReader) within(address string) bool {
	if p == nil || p.base == nil {
		return false
	}
	page, _, found := strings.Cut(address, "#")
	return found && page == p.self
}

// frames reports whether an element of a page is no part of what its author wrote.
func (p *pageReader) frames(tag atom.Atom, a *attributes) bool {
	if p.whole {
		return false
	}
	switch tag {
	case atom.Nav, atom.Button, atom.Label:
		return true
	case atom.Div, atom.Section, atom.Aside, atom.Ul, atom.Ol, atom.P, atom.Span, atom.Form, atom.Footer, atom.Table:
		return a.class != "" && hasPart(a.class, isFrame)
	}
	return false
}

// isFrame reports whether a part of a class says that an element frames a text.
func isFrame(before, part string) bool {
	switch before {
	case "has", "no", "with", "is":
		return false
	}
	switch part {
	case "share", "sharing", "sharedaddy", "social", "subscribe", "subscription", "signup", "cookie", "cookies",
		"advert", "advertisement", "ad", "ads",
		"toc", "breadcrumb", "breadcrumbs", "pagination", "relatedposts", "sronly":
		return true
	case "only":
		return before == "sr"
	case "reader":
		return before == "screen"
	case "posts", "articles":
		return before == "related"
	case "time":
		return before == "reading" || before == "read"
	case "bio", "box":
		return before == "author" || before == "newsletter"
	}
	return false
}
