package digest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/digest/stream"
	"recap/digest/write"
	"recap/store"
)

// Decided returns the editor's decisions as the edition has them: each story under the id that it has now. gone are the
// ids that belong to no story of the period any more; nothing is done about them. Only an edition that Build has made
// knows this.
func (e *Edition) Decided() (present edit.Decisions, gone []string) { return e.decided, e.gone }

// decide finds the stories, the parts of the stream and the late posts that the editor's decisions are about and marks them. It returns
// all stories.
func (b *builder) decide(all []*story.Story) []*story.Story {
	d, e := &b.in.Decisions, b.e
	e.decided = edit.Decisions{Title: d.Title, Note: d.Note, Lede: d.Lede, Rename: map[string]string{}, Approve: d.Approve}
	if !d.AboutStories() {
		return all
	}
	owner := storyOf(all)
	for _, x := range b.streamed.all() {
		for _, p := range x.posts {
			owner[p.ID] = x.id()
		}
	}
	for _, p := range b.m.late {
		owner[p.ID] = cmp.Or(owner[p.ID], p.ID)
	}
	here := func(ids []string) (list []string) {
		for _, id := range ids {
			switch present := owner[id]; {
			case present == "":
				e.gone = append(e.gone, id)
			case !slices.Contains(list, present):
				list = append(list, present)
			}
		}
		return list
	}
	e.decided.Pin, e.decided.Order, e.decided.Drop = here(d.Pin), here(d.Order), here(d.Drop)
	for _, id := range d.Unquote {
		if len(here([]string{id})) > 0 {
			e.decided.Unquote = append(e.decided.Unquote, id)
		}
	}
	renamed := make([]string, 0, len(d.Rename))
	for id := range d.Rename {
		renamed = append(renamed, id)
	}
	sort.Strings(renamed)
	for _, id := range renamed {
		for _, present := range here([]string{id}) {
			if _, ok := e.decided.Rename[present]; !ok || present == id {
				e.decided.Rename[present] = d.Rename[id]
			}
		}
	}
	e.decided.Text = map[string][]edit.Passage{}
	for _, id := range slices.Sorted(maps.Keys(d.Text)) {
		for _, present := range here([]string{id}) {
			if _, ok := e.decided.Text[present]; !ok || present == id {
				e.decided.Text[present] = d.Text[id]
			}
		}
	}
	sort.Strings(e.gone)
	e.gone = slices.Compact(e.gone)
	for _, s := range all { // where a pinned and a dropped story have become one, it stays
		id := s.ID()
		s.Named, s.Pinned = e.decided.Rename[id], slices.Contains(e.decided.Pin, id)
		s.Dropped = slices.Contains(e.decided.Drop, id) && !s.Pinned
		s.Worded = len(e.decided.Text[id]) > 0 && !s.Dropped
	}
	e.Stats.Withheld += b.streamed.decide(&e.decided)
	sort.SliceStable(all, func(i, j int) bool { return pinPlace(e, all[i]) < pinPlace(e, all[j]) })
	return all
}

// pinPlace is where a story stands among the pinned ones; all others share the last place.
func pinPlace(e *Edition, s *story.Story) int {
	if i := slices.Index(e.decided.Pin, s.ID()); i >= 0 {
		return i
	}
	return len(e.decided.Pin)
}

// storyOf maps the ids of posts to the id of the story that they belong to. The post that opens a story stands for that
// story, whatever else it is in.
func storyOf(all []*story.Story) map[string]string {
	owner := map[string]string{}
	for _, s := range all {
		for _, p := range s.All {
			if owner[p.ID] == "" {
				owner[p.ID] = s.ID()
			}
		}
	}
	for _, s := range all {
		owner[s.ID()] = s.ID()
	}
	return owner
}

// mostWords is how long an excerpt is that an editor puts together.
const mostWords = 60

// Sentences returns what may be printed of a post, sentence by sentence, as passages of the editor count them: the
// first is its title, "" where it has none. home is the language of the recap.
func Sentences(p *store.Post, home *language.Language) []string {
	return sentencesOf(post.New(p, true, home, nil))
}

func sentencesOf(p *post.Post) []string {
	if p.IsStatus() {
		return append([]string{""}, prose.Sentences(stream.Excerpt(p), p.Language)...)
	}
	list := []string{p.Name}
	for _, u := range p.Units() {
		list = append(list, u.Text)
	}
	return list
}

// Print names the words of an excerpt, whatever marks and cases stand around them, and holds none of them.
func Print(text string) string { return fingerprint(text) }

// Lost returns which passages of the editor's decisions are not printed, and why. Only an edition that Build has made
// knows this.
func (e *Edition) Lost() []string { return e.lost }

// reword puts the editor's text in place of what a story was made of.
func (b *builder) reword(s *Story) {
	list := b.e.decided.Text[s.ID]
	if len(list) == 0 {
		return
	}
	was := s.Paragraphs
	s.Paragraphs = []Paragraph{}
	for _, x := range list {
		p, why := b.passage(s, was, x)
		if why != "" {
			b.e.lost = append(b.e.lost, fmt.Sprintf("%q: %s", s.Title, why))
			continue
		}
		if n := len(s.Paragraphs); n > 0 && x.Writer == edit.Model && s.Paragraphs[n-1].Writer == edit.Model {
			s.Paragraphs[n-1].Sentences = append(s.Paragraphs[n-1].Sentences, p.Sentences...)
			continue
		}
		s.Paragraphs = append(s.Paragraphs, p)
	}
	if len(s.Paragraphs) == 0 { // nothing of it is left: the story is told as without the editor
		s.Paragraphs = was
		return
	}
	if !slices.ContainsFunc(s.Paragraphs, func(p Paragraph) bool { return p.Writer == edit.Model }) {
		s.Writer, s.Translated = edit.Editor, false
	}
	s.Voices = b.stillHeard(s, b.silent(s))
}

// rewordLede puts the editor's first paragraph in place of a model's. What of the model's stands in it rests on what it
// rested on; the rest is the editor's and rests on no post.
func (b *builder) rewordLede() {
	d := b.in.Decisions.Lede
	if d == nil {
		return
	}
	was, left := b.e.Lede.Sentences, *d
	b.e.Lede.Sentences = nil
	add := func(s Sentence) {
		if s.Text = strings.TrimSpace(s.Text); s.Text != "" {
			b.e.Lede.Sentences = append(b.e.Lede.Sentences, s)
		}
	}
	for _, s := range was {
		before, after, found := strings.Cut(left, s.Text)
		if !found {
			continue
		}
		add(Sentence{Text: before})
		add(s)
		left = after
	}
	add(Sentence{Text: left})
}

// rewritten reports whether nothing that a model would say of a story is printed.
func (b *builder) rewritten(id string) bool {
	list := b.e.decided.Text[id]
	return len(list) > 0 && !slices.ContainsFunc(list, func(p edit.Passage) bool { return p.Writer == edit.Model })
}

// silent returns who wrote in a story and is not printed. What is told of a stream names nobody beside.
func (b *builder) silent(s *Story) []Voice {
	voices := []Voice{}
	if len(s.Sources) > 0 && b.byID[s.Sources[0]] != nil && b.byID[s.Sources[0]].IsStatus() {
		return voices
	}
	seen := map[string]bool{}
	for _, p := range s.Paragraphs {
		for _, x := range p.Sentences {
			if x.Quote != nil && b.byID[x.Quote.Source] != nil {
				seen[b.byID[x.Quote.Source].Ident] = true
			}
		}
	}
	for _, id := range s.Sources {
		if p := b.byID[id]; p != nil && p.Who != "" && !seen[p.Ident] {
			seen[p.Ident] = true
			voices = append(voices, Voice{Name: p.Who, Source: p.ID})
		}
	}
	return voices
}

// stillHeard returns who wrote in a story whose text is another one now: those who had words beside it keep them unless
// these are told now, or prose tells of their post; the others are named.
func (b *builder) stillHeard(s *Story, silent []Voice) []Voice {
	told, heard := map[string][]string{}, map[string]bool{}
	for _, p := range s.Paragraphs {
		for _, x := range p.Sentences {
			for _, id := range x.Sources {
				if p.Label == "" {
					x.Text = "" // stands in all
				}
				told[id] = append(told[id], x.Text)
			}
		}
	}
	out := []Voice{}
	for _, v := range s.Voices {
		if v.Text != "" && !slices.ContainsFunc(told[v.Source], func(text string) bool { return strings.Contains(v.Text, text) || strings.Contains(text, v.Text) }) {
			heard[b.byID[v.Source].Ident] = true
			out = append(out, v)
		}
	}
	return append(out, slices.DeleteFunc(silent, func(v Voice) bool { return heard[b.byID[v.Source].Ident] })...)
}

// passage makes the edition's form of one passage, or says why there is none.
func (b *builder) passage(s *Story, was []Paragraph, x edit.Passage) (p Paragraph, why string) {
	switch {
	case x.Post != "":
		return b.excerptOf(s, was, x)
	case x.Writer == edit.Model:
		for _, p := range was {
			i := slices.IndexFunc(p.Sentences, func(o Sentence) bool { return p.Writer == edit.Model && o.Text == x.Text })
			if i >= 0 {
				p.Sentences = p.Sentences[i : i+1 : i+1]
				return p, ""
			}
		}
		return p, "the model has another text now, without: " + x.Text
	}
	for _, id := range x.Sources {
		if !b.tellsOf(s, id) {
			return p, fmt.Sprintf("the post %s, on which the editor's words rest, is not there", id)
		}
	}
	p.Writer = edit.Editor
	for _, text := range prose.Sentences(x.Text, b.lang) {
		p.Sentences = append(p.Sentences, Sentence{Text: text, Sources: append([]string{}, x.Sources...)})
	}
	return p, ""
}

// tellsOf reports whether a story may tell of a post: it is one of its own or of its thread's earlier ones, and its
// words may be shown.
func (b *builder) tellsOf(s *Story, id string) bool {
	p := b.byID[id]
	if p == nil || p.Policy != store.PolicyQuote || !published(p.Post, b.opt.Publish) {
		return false
	}
	if id == s.ID || slices.Contains(s.Sources, id) {
		return true
	}
	return slices.ContainsFunc(s.Sources, func(own string) bool {
		o := b.byID[own]
		return o != nil && o.Thread == p.Thread && o.Thread != 0
	})
}

// excerptOf makes an excerpt of the sentences that a passage names. What is known of it beside its words is that of the
// excerpt of the same post which was chosen, if there is one.
func (b *builder) excerptOf(s *Story, was []Paragraph, x edit.Passage) (p Paragraph, why string) {
	own := b.byID[x.Post]
	if !b.tellsOf(s, x.Post) || own.Who == "" {
		return p, fmt.Sprintf("the post %s is not there", x.Post)
	}
	all := sentencesOf(own)
	if last := x.Sentences[len(x.Sentences)-1]; last >= len(all) || all[x.Sentences[0]] == "" {
		return p, fmt.Sprintf("the post %s has %d sentences", x.Post, len(all)-1)
	}
	list := all[x.Sentences[0] : x.Sentences[len(x.Sentences)-1]+1]
	text := strings.Join(list, " ")
	switch {
	case x.Print != "" && x.Print != Print(text):
		return p, fmt.Sprintf("the post %s was changed", x.Post)
	case proof.Excerpt(text, own.Text) != "" && proof.Excerpt(text, own.Title) != "":
		return p, fmt.Sprintf("the sentences do not stand in the post %s", x.Post)
	case prose.Count(text) > mostWords && text != stream.Excerpt(own):
		return p, fmt.Sprintf("an excerpt has at most %d words, and that of the post %s has %d", mostWords, x.Post, prose.Count(text))
	}
	at := own.Published.In(b.in.Window.Zone)
	who, relayed := own.Who, ""
	if own.IsStatus() {
		who, relayed = b.streamed.Speaker(own)
	}
	p = Paragraph{Label: x.Label, By: who, Organization: own.Org, Date: &at, Relayed: relayed}
	for _, w := range was {
		if len(w.Sentences) == 0 || w.Sentences[0].Quote == nil || w.Sentences[0].Quote.Source != x.Post {
			continue
		}
		p.Relayed = w.Relayed
		if p.Label == "" {
			p.Label = w.Label
		}
		if strings.HasPrefix(w.Sentences[0].Text, list[0]) {
			p.To = w.To
		}
	}
	if _, known := b.lang.Labels[p.Label]; !known {
		p.Label = write.Reply
		if x.Post == s.ID {
			p.Label = write.Opening
		}
	}
	for _, text := range list {
		p.Sentences = append(p.Sentences, Sentence{Text: text, Sources: []string{x.Post}, Quote: &Quote{Text: text, By: who, Source: x.Post}})
	}
	return p, ""
}
