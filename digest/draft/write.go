package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/render"
)

const help = `<!--
The draft of a recap. Change it and give it back with "recap draft --apply FILE":

- stories stand in the order of their headings; one whose heading is taken out with all below it is dropped
- a line of the list at the end becomes a story where it is made a heading (## Title) with its comment below;
  taken out, it is not named either, and neither is a line of what came late for an earlier day
- titles are yours, and the introduction, in Markdown
- excerpts ("> ...") lose whole sentences or go; their words are their writers'
- what others say between them ("- Name: ..."), or behind the title of a line of the list, stays as it is or goes
- write sentences of your own between them, or in their place; "p:" in a comment names the posts that they rest on

Comments say what is what: keep them with their lines. All else in the recap is counted anew from what is told.
-->`

const (
	introduction = `<!-- introduction: yours, in Markdown -->`
	lede         = `<!-- lede: the first paragraph; words that you change are yours, and without it there is none -->`
)

// ledeOf returns the first paragraph as a file shows it, "" for none.
func ledeOf(e *digest.Edition) string {
	var parts []string
	for _, s := range e.Lede.Sentences {
		parts = append(parts, render.Escape(spaced(s.Text)))
	}
	return spaced(strings.Join(parts, " "))
}

// Write writes the draft as the file that Apply reads.
func Write(d *Draft) []byte {
	e, w := d.Edition, &writer{phrases: language.PhrasesFor(d.Edition.Language), e: d.Edition}
	fmt.Fprintf(&w.b, "---\nedition: %s\ndigest: %s\ndate: %s\nsum: %s\n---\n", scalar(e.ID), scalar(e.Digest), scalar(d.Date), d.Sum)
	w.block(help)
	w.block("# " + heading(e.Title))
	w.block(introduction)
	if e.Note != "" {
		w.block(strings.ReplaceAll(e.Note, "<!--", "&lt;!--"))
	}
	if text := ledeOf(e); text != "" {
		w.block(lede + "\n" + text)
	}
	w.block("<!-- stories -->")
	all, _ := d.items()
	for _, x := range all {
		if x.told != nil {
			w.story(x)
		}
	}
	w.list(all, w.phrases.Rest, "rest", func(x *item) bool { return x.told == nil && x.late == nil && !x.dropped })
	w.list(all, w.phrases.Late, "late", func(x *item) bool { return x.late != nil })
	w.list(all, "Dropped", "dropped", func(x *item) bool { return x.dropped })
	f, _ := parse(append([]byte(nil), w.b.String()...))
	w.block(f.manifest(all))
	return []byte(w.b.String())
}

// scalar writes a value of the front matter.
func scalar(s string) string { return fmt.Sprintf("%q", s) }

func heading(title string) string { return cmp.Or(render.Escape(title), "-") }

// A writer puts a file together.
type writer struct {
	b       strings.Builder
	e       *digest.Edition
	phrases *language.Phrases
}

// block writes a block with an empty line before it.
func (w *writer) block(s string) { w.b.WriteString("\n" + s + "\n") }

func comment(kind string, ids ...string) string {
	if len(ids) == 0 {
		return "<!-- " + kind + " -->"
	}
	return "<!-- " + kind + ": " + strings.Join(ids, " ") + " -->"
}

func (w *writer) story(x *item) {
	s := x.told
	w.block("## " + heading(s.Title) + "\n" + comment("story", s.ID))
	if facts := render.Escape(s.Facts); facts != "" {
		w.block("*" + facts + "* " + comment("facts"))
	}
	for _, p := range w.e.Turns(s) {
		if p.Voice {
			w.voice(p.Paragraph)
		} else if p.Label != "" {
			w.excerpt(p.Paragraph)
		} else if prose := w.prose(p.Paragraph); prose != "" {
			w.block(prose)
		}
	}
}

// excerpt writes words of somebody as a quotation with who said them.
func (w *writer) excerpt(p digest.Paragraph) {
	text, post := excerptText(p)
	if text == "" {
		return
	}
	w.block("> " + render.Escape(text) + "\n>\n> " + w.caption(p, post) + " " + comment("p", post))
}

// excerptText returns the words of an excerpt and the post that they are from.
func excerptText(p digest.Paragraph) (text, post string) {
	var parts []string
	for _, s := range p.Sentences {
		parts = append(parts, s.Text)
		if post == "" && len(s.Sources) > 0 {
			post = s.Sources[0]
		}
	}
	return spaced(strings.Join(parts, " ")), post
}

// caption says who wrote an excerpt, and what it does.
func (w *writer) caption(p digest.Paragraph, post string) string {
	name := render.Escape(cmp.Or(p.By, w.phrases.Untitled))
	if ref := w.e.Post(post); ref != nil {
		if url := render.Link(ref.URL); url != "" {
			name = "[" + name + "](" + url + ")"
		}
	}
	parts := []string{"— " + name}
	if p.Organization != "" {
		parts[0] += " (" + render.Escape(p.Organization) + ")"
	}
	if p.Relayed != "" {
		parts[0] += render.Escape(language.Fill(w.phrases.Relaying, "who", p.Relayed))
	}
	if label := w.phrases.Labels[p.Label]; label != "" {
		parts = append(parts, render.Escape(label))
	}
	if p.To != nil {
		parts = append(parts, render.Escape(w.phrases.To(p.To.By, p.To.Text)))
	}
	return strings.Join(parts, " · ")
}

// prose writes a paragraph; behind each run of sentences that rest on the same posts these are named.
func (w *writer) prose(p digest.Paragraph) string {
	var parts []string
	for i, s := range p.Sentences {
		if spaced(s.Text) == "" {
			continue
		}
		parts = append(parts, render.Escape(spaced(s.Text)))
		last := i == len(p.Sentences)-1
		if len(s.Sources) > 0 && (last || p.Writer != edit.Editor || !slices.Equal(p.Sentences[i+1].Sources, s.Sources)) {
			parts = append(parts, comment("p", s.Sources...))
		}
	}
	return strings.Join(parts, " ")
}

// list writes items as a list below a heading.
func (w *writer) list(all []*item, title, kind string, is func(*item) bool) {
	var lines []string
	for _, x := range all {
		if !is(x) {
			continue
		}
		line, said := render.Escape(cmp.Or(spaced(x.title), w.phrases.Untitled)), ""
		for _, r := range w.e.Rest {
			if len(x.posts) > 0 && r.Sources[0] == x.posts[0] && !x.dropped {
				if url := render.Link(r.URL); url != "" {
					line = "[" + line + "](" + url + ")"
				}
				line += " — " + render.Escape(w.size(r))
				said = w.quote(&r)
			}
		}
		if x.late != nil {
			line = w.late(line, x.late)
		}
		lines = append(lines, "- "+line+" "+comment("story", x.id)+said)
	}
	if len(lines) > 0 {
		w.block("## " + heading(title) + "\n" + comment(kind))
		w.block(strings.Join(lines, "\n"))
	}
}

// late adds to the title of a late post where it is read, who wrote it and when.
func (w *writer) late(line string, l *digest.Late) string {
	if url := render.Link(l.URL); url != "" {
		line = "[" + line + "](" + url + ")"
	}
	facts := w.phrases.Date(l.Date, w.phrases.Layouts.Short)
	if l.By != "" {
		facts = l.By + ", " + facts
	}
	return line + " — " + render.Escape(facts)
}

// size says how large a listed thread is, and who wrote it.
func (w *writer) size(r digest.Rest) string {
	text := w.phrases.Count(len(r.Sources), w.phrases.Post)
	switch {
	case r.By != "" && r.People > 1:
		text += ", " + language.Fill(w.phrases.AndOthers, "names", r.By, "n", w.phrases.Number(r.People-1))
	case r.By != "":
		text += ", " + r.By
	}
	return text
}
