package render

import (
	"cmp"
	"strings"

	"recap/digest"
)

// A document is an edition laid out for people: what Markdown, HTML, text and mail print, in this order.
type document struct {
	Title    string
	Label    string // the period
	Language string
	Lede     paragraph
	Note     paragraph // the editor's
	Stories  []section
	Lines    []paragraph // also discussed, who took part, newcomers, open questions
	Next     *next       // dates, votes and how to join; nil if there is nothing to say
	Notes    []paragraph // what was read, and how much there usually is
}

// A section is one story.
type section struct {
	Title      string
	Paragraphs []paragraph
}

// A next is the closing part.
type next struct {
	Title   string
	Items   []paragraph
	Closing paragraph
}

// A paragraph is a line of text in pieces.
type paragraph []span

// A span is text on one line, and where it links to, if anywhere.
type span struct {
	Text string
	URL  string // already passed through Link
}

// plain returns the paragraph's text.
func (p paragraph) plain() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.Text)
	}
	return b.String()
}

// compose lays out e.
func compose(e *digest.Edition) *document {
	d := &document{
		Title:    cmp.Or(line(e.Title), line(e.Community.Name+": "+e.Period.Label)),
		Label:    line(e.Period.Label),
		Language: cmp.Or(language(e.Language), digest.PhrasesFor("").Tag),
		Lede:     sentences(e, e.Lede.Sentences),
	}
	if len(d.Lede) == 0 {
		d.Lede = paragraph{{Text: line(digest.Fill(phrases(e).NoPosts, "community", e.Community.Name, "period", e.Period.Label))}}
	}
	d.Note = note(e)
	for _, s := range e.Stories {
		sec := section{Title: cmp.Or(line(s.Title), phrases(e).Untitled)}
		for _, p := range s.Paragraphs {
			if p := sentences(e, p.Sentences); len(p) > 0 {
				sec.Paragraphs = append(sec.Paragraphs, p)
			}
		}
		if len(sec.Paragraphs) > 0 {
			d.Stories = append(d.Stories, sec)
		}
	}
	for _, p := range []paragraph{programme(e), also(e), whoCame(e), takingPart(e), newcomers(e), returning(e), questions(e)} {
		if len(p) > 0 {
			d.Lines = append(d.Lines, p)
		}
	}
	d.Next = whatsNext(e)
	d.Notes = notes(e)
	return d
}

// phrases are the words that stand around the edition.
func phrases(e *digest.Edition) *digest.Phrases { return digest.PhrasesFor(e.Language) }

// sentences joins sentences to a paragraph in which each anchor carries the link to its sentence's first post.
func sentences(e *digest.Edition, list []digest.Sentence) paragraph {
	var p paragraph
	for _, s := range list {
		text := line(s.Text)
		if text == "" {
			continue
		}
		if len(p) > 0 {
			p = append(p, span{Text: " "})
		}
		p = append(p, anchored(text, line(s.Anchor), firstURL(e, s.Sources))...)
	}
	return p
}

// anchored returns text with a link on the first occurrence of anchor in it, or without a link if there is none.
func anchored(text, anchor, url string) paragraph {
	url = Link(url)
	before, after, found := strings.Cut(text, anchor)
	if anchor == "" || url == "" || !found {
		return paragraph{{Text: text}}
	}
	var p paragraph
	for _, s := range []span{{Text: before}, {Text: anchor, URL: url}, {Text: after}} {
		if s.Text != "" {
			p = append(p, s)
		}
	}
	return p
}

// firstURL returns the address of the first post of ids, or "" if nobody knows it.
func firstURL(e *digest.Edition, ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	if p := e.Post(ids[0]); p != nil {
		return p.URL
	}
	return ""
}

// language returns tag if it looks like a BCP 47 language tag, else "".
func language(tag string) string {
	for i := range len(tag) {
		if !alnum(tag[i]) && tag[i] != '-' {
			return ""
		}
	}
	if len(tag) > 35 {
		return ""
	}
	return tag
}
