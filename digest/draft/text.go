package draft

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/proof"
	"recap/digest/render"
)

// plainLink returns what an entry of a list shows, and its title: the words of its link, else what stands before the
// dash.
func plainLink(md string) (text, title string) {
	text, _ = render.Plain(md)
	text = spaced(text)
	if open := strings.IndexByte(md, '['); open == 0 {
		if i := strings.Index(md, "]("); i > 0 {
			title, _ = render.Plain(md[1:i])
			return text, spaced(title)
		}
	}
	title, _, _ = strings.Cut(text, " — ")
	return text, strings.TrimSpace(title)
}

// text decides about the text of a story, if it is not the one that the story has.
func (a *applying) text(x *item, s *section) {
	n := len(a.refused)
	out := a.passages(x, s)
	if len(a.refused) > n {
		return
	}
	if len(out) == 0 {
		a.refuse(s.line, "nothing is left below the heading %q; drop the story by taking out its heading, too, or leave something", s.title)
		return
	}
	for _, o := range a.now.stories {
		if o.id == x.id && reflect.DeepEqual(out, a.passages(x, o)) {
			return
		}
	}
	a.next.Text[x.id] = out
	a.change("line %d: the text of %q is yours", s.line, s.title)
}

// passages makes the passages of a section.
func (a *applying) passages(x *item, s *section) (out []edit.Passage) {
	for _, p := range s.pieces {
		switch {
		case p.kind == "facts":
		case p.kind == "quote":
			out = append(out, a.excerpt(x, p)...)
		case x.told != nil && p.text == shown(x.told.Facts): // without its comment
		default:
			out = append(out, a.words(x, p)...)
		}
	}
	return out
}

// words makes a passage of prose: of the model if it wrote it so, else of the editor.
func (a *applying) words(x *item, p piece) []edit.Passage {
	if len(p.links) > 0 {
		a.refuse(p.line, "a link in the text of a story: name the post that it leads to as <!-- p: ID -->, or write it into the introduction (%s)", p.links[0])
		return nil
	}
	var models []string
	if x.told != nil {
		for _, o := range x.told.Paragraphs {
			for _, s := range o.Sentences {
				if o.Writer == edit.Model {
					models = append(models, s.Text)
				}
				if o.Label != "" && len(p.posts) == 1 && len(s.Sources) == 1 && s.Sources[0] == p.posts[0] && strings.Contains(proof.Fold(p.text), proof.Fold(shown(s.Text))) {
					a.refuse(p.line, "these are the words of a post; they stand in a quotation, whose lines begin with >")
					return nil
				}
			}
		}
	}
	for _, id := range p.posts {
		if a.of[id] != x && (len(a.d.Sentences(id)) == 0 || a.of[id] != nil) {
			a.unknown(x, p.line, id)
			return nil
		}
	}
	return parted(p, models)
}

// parted returns a paragraph as passages: a model's sentences where they stand in it, and the editor's words between.
func parted(p piece, models []string) (out []edit.Passage) {
	own := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, edit.Passage{Writer: edit.Editor, Text: s, Sources: p.posts})
		}
	}
	left := p.text
	for left != "" {
		at, which := len(left), ""
		for _, m := range models {
			i := strings.Index(left, shown(m))
			if i >= 0 && shown(m) != "" && (i < at || i == at && len(m) > len(which)) && whole(left, i, len(shown(m))) {
				at, which = i, m
			}
		}
		own(left[:at])
		if which == "" {
			break
		}
		out = append(out, edit.Passage{Writer: edit.Model, Text: which})
		left = left[at+len(shown(which)):]
	}
	return out
}

// whole reports whether s[i:i+n] stands between spaces or ends of s.
func whole(s string, i, n int) bool {
	return (i == 0 || s[i-1] == ' ') && (i+n == len(s) || s[i+n] == ' ')
}

// unknown refuses a post that is not of a story.
func (a *applying) unknown(x *item, line int, id string) {
	if o := a.of[id]; o != nil {
		a.refuse(line, "the post %s is of %q, and cannot be told in %q", id, o.title, x.title)
		return
	}
	a.refuse(line, "there is no post %q in %q; its posts are %s", id, x.title, strings.Join(x.posts[:min(len(x.posts), 8)], ", "))
}

// excerpt makes passages of a quotation: one for each run of adjacent sentences.
func (a *applying) excerpt(x *item, p piece) []edit.Passage {
	switch {
	case len(p.posts) > 1:
		a.refuse(p.line, "an excerpt is from one post, and its comment names %d", len(p.posts))
		return nil
	case len(p.posts) == 0:
		id := a.speaker(x, p)
		if id == "" {
			a.refuse(p.line, "no comment says which post this excerpt is from, and its words stand in none of %q; put <!-- p: ID --> back behind it, "+
				"or take the > away if the words are yours", x.title)
			return nil
		}
		p.posts = []string{id}
	}
	id := p.posts[0]
	if o := a.of[id]; o != nil && o != x || len(a.d.Sentences(id)) == 0 {
		a.unknown(x, p.line, id)
		return nil
	}
	if !a.caption(x, &p) {
		return nil
	}
	all := a.d.Sentences(id)
	runs := runsOf(p.text, all)
	if len(runs) == 0 {
		a.refuse(p.line, "the words of an excerpt are its writer's: take whole sentences out of it or leave it, but do not change it; %s", difference(p.text, a.nearest(x, id, all, p.text)))
		return nil
	}
	var out []edit.Passage
	for _, run := range runs {
		q := edit.Passage{Post: id, Print: digest.Print(strings.Join(all[run[0]:run[len(run)-1]+1], " ")), Label: a.label(x, id)}
		q.Sentences = run
		out = append(out, q)
	}
	return out
}

// label returns what the excerpt of a post does in the draft.
func (a *applying) label(x *item, id string) string {
	for _, s := range a.d.Edition.Stories {
		for _, p := range s.Paragraphs {
			if _, post := excerptText(p); p.Label != "" && post == id {
				return p.Label
			}
		}
	}
	return ""
}

// speaker finds the post whose words a quotation without a comment holds.
func (a *applying) speaker(x *item, p piece) string {
	other := ""
	if x.told != nil {
		for _, o := range x.told.Paragraphs {
			_, id := excerptText(o)
			if o.Label == "" || len(a.fits(x, p, id)) == 0 {
				continue
			}
			words, whole := a.said(x, id)
			if p.said == "" || p.said == words || p.said == whole {
				return id
			}
			other = id
		}
	}
	if other != "" {
		return other
	}
	for _, id := range x.posts {
		if len(a.fits(x, p, id)) > 0 {
			return id
		}
	}
	return ""
}

func (a *applying) fits(x *item, p piece, id string) [][]int {
	text := p.text
	if said, _ := a.said(x, id); said != "" {
		text = strings.TrimSpace(strings.TrimSuffix(text, said))
	}
	return runsOf(text, a.d.Sentences(id))
}

// said is the line below an excerpt, without and with its addresses; "" where the draft prints none of the post.
func (a *applying) said(x *item, id string) (words, whole string) {
	if x.told == nil {
		return "", ""
	}
	w := &writer{e: a.d.Edition, phrases: language.PhrasesFor(a.d.Edition.Language)}
	for _, o := range x.told.Paragraphs {
		if _, post := excerptText(o); o.Label != "" && post == id {
			said, links := render.Plain(w.caption(o, id))
			return spaced(said), spaced(said + " " + strings.Join(links, " "))
		}
	}
	return "", ""
}

// caption takes the line that says who wrote an excerpt off its words, where a reflow has joined them, and refuses one
// that was changed.
func (a *applying) caption(x *item, p *piece) bool {
	said, whole := a.said(x, p.posts[0])
	if p.said == "" || said == "" || a.Stale {
		p.text = strings.TrimSpace(strings.TrimSuffix(p.text, said))
		return true
	}
	if p.said != said && p.said != whole {
		a.refuse(p.line, "who wrote an excerpt, and what it does, is made of the post and cannot be changed; the line reads: %s", said)
		return false
	}
	return true
}

// runsOf returns the sentences that a text consists of, whole and in order, as runs of adjacent ones; nil if it does
// not.
func runsOf(text string, all []string) [][]int {
	left := proof.Fold(text)
	if left == "" {
		return nil
	}
	for i := 1; i < len(all); i++ { // one run, wherever it begins
		run, rest := []int{}, left
		for j := i; j < len(all); j++ {
			s := proof.Fold(shown(all[j]))
			if s == "" || !strings.HasPrefix(rest, s) {
				break
			}
			if run, rest = append(run, j), rest[len(s):]; rest == "" {
				return [][]int{run}
			}
		}
	}
	var found []int
	for i, s := range all {
		if s = proof.Fold(shown(s)); i > 0 && s != "" && strings.HasPrefix(left, s) {
			found, left = append(found, i), left[len(s):]
		}
	}
	if left != "" {
		if len(all) > 0 && proof.Fold(shown(all[0])) == proof.Fold(text) {
			return [][]int{{0}}
		}
		return nil
	}
	var runs [][]int
	for i, n := range found {
		if i == 0 || n != found[i-1]+1 {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], n)
	}
	return runs
}

// nearest returns the words of a post that a changed excerpt was made of.
func (a *applying) nearest(x *item, id string, all []string, text string) string {
	if x.told != nil {
		for _, o := range x.told.Paragraphs {
			if t, post := excerptText(o); o.Label != "" && post == id {
				return t
			}
		}
	}
	first := strings.Fields(text)
	for i, s := range all {
		if f := strings.Fields(s); len(f) > 0 && len(first) > 0 && f[0] == first[0] {
			return strings.Join(all[i:], " ")
		}
	}
	return strings.Join(all[min(1, len(all)):], " ")
}

const around = 3 // words shown before and behind a difference

// difference says where two texts part.
func difference(file, post string) string {
	f, p := strings.Fields(file), strings.Fields(post)
	i := 0
	for i < len(f) && i < len(p) && f[i] == p[i] {
		i++
	}
	m, n := len(f), len(p)
	for m > i && n > i && f[m-1] == p[n-1] {
		m, n = m-1, n-1
	}
	return fmt.Sprintf("the post says “%s”, the file “%s”", cutOut(p, i, n), cutOut(f, i, m))
}

const most = 24 // words of a difference

func cutOut(words []string, from, to int) string {
	lo, hi := max(0, from-around), min(len(words), to+around)
	part := slices.Clone(words[lo:hi])
	if len(part) > most {
		part = append(part[:most], "…")
	} else if hi < len(words) {
		part = append(part, "…")
	}
	if lo > 0 {
		part = append([]string{"…"}, part...)
	}
	return strings.Join(part, " ")
}
