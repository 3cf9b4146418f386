package digest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/model"
	"recap/digest/prose"
	"recap/store"
)

// MayBeNamed reports whether the author of a post agreed to being named, so that also what stands beside the post may
// name it: the key of a status holds the name of its author.
func MayBeNamed(policy store.Policy) bool { return policy == store.PolicyQuote }

// WithoutWords returns e as it may go out where of some posts only id, address and our own counts may: what rests on
// one of them becomes a count and a link, and titles, names and quotes from them are left out. e itself stays as it is.
//
// It fails closed: it builds the edition anew, so that a key that it does not know does not go out.
func WithoutWords(e *Edition, restricted map[string]bool) *Edition {
	if !slices.ContainsFunc(e.Posts, func(p PostRef) bool { return restricted[p.ID] }) {
		return e
	}
	f := &filter{restricted: restricted, phrases: language.PhrasesFor(e.Language), open: map[string]bool{}, hidden: map[string]bool{}}
	for _, p := range e.Posts {
		if restricted[p.ID] {
			f.hidden[p.Author] = true
		} else {
			f.open[p.Author] = true
		}
	}
	out := &Edition{Schema: e.Schema, ID: e.ID, Revision: e.Revision, Digest: e.Digest, Slug: e.Slug, URL: e.URL, Language: e.Language, Community: e.Community, Period: e.Period, Event: e.Event,
		Stats: e.Stats, Coverage: e.Coverage, Note: e.Note, Model: e.Model, decided: e.decided, gone: e.gone, lost: e.lost}
	out.Title = f.headline(e)
	out.Lede, out.Narrative = f.paragraph(e.Lede), f.paragraph(e.Narrative)
	for i := range e.Stories {
		out.Stories = append(out.Stories, f.story(&e.Stories[i]))
	}
	f.lists(e, out)
	return out
}

// A filter is one call of WithoutWords.
type filter struct {
	restricted   map[string]bool // by id
	phrases      *language.Phrases
	open, hidden map[string]bool // names of who wrote posts that are not restricted, and of who wrote those that are
}

func (f *filter) any(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return f.restricted[id] })
}

func (f *filter) all(ids []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return !f.restricted[id] })
}

// named reports whether a text holds the name of somebody who is known from restricted posts alone.
func (f *filter) named(text string) bool {
	for name := range f.hidden {
		if name != "" && !f.open[name] && strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// count says how many posts stand in place of words.
func (f *filter) count(ids []string) string { return f.phrases.Count(len(ids), f.phrases.Post) }

// title returns the title of a story or a thread, or a count where it is made of words that are withheld. id is the
// post that opened it.
func (f *filter) title(title, id, kind string, sources []string) string {
	if f.restricted[id] || kind == "status" && f.any(sources) || f.all(sources) {
		return f.count(sources)
	}
	return title
}

func (f *filter) storyTitle(s *Story) string {
	if (s.Writer == model.Prose || s.Writer == model.Chosen || s.Writer == edit.Editor) && f.any(s.Sources) {
		return f.count(s.Sources) // a model or the editor made it of any of them
	}
	return f.title(s.Title, s.ID, s.Kind, s.Sources)
}

// headline returns the title of e without those of stories that are withheld.
func (f *filter) headline(e *Edition) string {
	title := e.Title
	for i := range e.Stories {
		s := &e.Stories[i]
		if t := f.storyTitle(s); t != s.Title && s.Title != "" {
			title = strings.ReplaceAll(title, s.Title, t)
		}
	}
	if !f.named(title) && !f.begins(title, e) && !f.written(title, e) {
		return title
	}
	lead := f.phrases.Count(e.Stats.Posts, f.phrases.Post)
	if e.Event != nil {
		return language.Fill(f.phrases.EventTitle, "day", e.Event.Name, "lead", lead)
	}
	return language.Fill(f.phrases.Title, "community", e.Community.Name, "day", e.Period.Label, "lead", lead)
}

// written reports whether a title is a model's, and of none of the stories: it may be made of words that are withheld.
func (f *filter) written(title string, e *Edition) bool {
	return e.Model != nil && !slices.ContainsFunc(e.Stories, func(s Story) bool {
		return s.Title != "" && strings.Contains(title, f.storyTitle(&s))
	})
}

const tellingWords = 3 // by so many of its first words a sentence is known

// begins reports whether a title holds the first words of a sentence that is withheld: a day of a stream is called by
// those of a status.
func (f *filter) begins(title string, e *Edition) bool {
	for i := range e.Stories {
		for _, p := range e.Stories[i].Paragraphs {
			for _, s := range p.Sentences {
				words := strings.Fields(strings.ReplaceAll(s.Text, prose.Link, ""))
				if len(words) > 0 && f.any(s.Sources) && strings.Contains(title, strings.Trim(strings.Join(words[:min(len(words), tellingWords)], " "), ".,;:–-! ")) {
					return true
				}
			}
		}
	}
	return false
}

// paragraph keeps the sentences of which nothing rests on restricted posts, and those that rest on none.
func (f *filter) paragraph(l Lede) Lede {
	out := Lede{}
	for _, s := range l.Sentences {
		if !f.any(s.Sources) && !f.named(s.Text) {
			out.Sentences = append(out.Sentences, s)
		}
	}
	return out
}

// story returns s with one sentence, a count and a link, in place of what rests on withheld words.
func (f *filter) story(s *Story) Story {
	out := Story{ID: s.ID, Title: f.storyTitle(s), Kind: s.Kind, URL: s.URL, Sources: s.Sources, Score: s.Score, Reasons: s.Reasons, State: s.State, Since: s.Since, Section: s.Section, Writer: s.Writer, Translated: s.Translated}
	out.Outcome, out.Facts = s.Outcome, s.Facts
	if f.any(s.Sources) || f.restricted[s.ID] {
		if f.named(s.Outcome) {
			out.Outcome = f.phrases.States[s.State]
		}
		if f.named(s.Facts) || f.restricted[s.ID] {
			out.Facts = f.count(s.Sources)
		}
	}
	out.People = slices.DeleteFunc(slices.Clone(s.People), func(name string) bool { return f.any(s.Sources) && !f.open[name] })
	out.Voices = slices.DeleteFunc(slices.Clone(s.Voices), func(v Voice) bool { return f.restricted[v.Source] })
	for i, v := range out.Voices {
		if v.To != nil && f.restricted[v.To.Source] {
			out.Voices[i].To = nil
		}
	}
	var cited []string
	for _, p := range s.Paragraphs {
		var kept []Sentence
		for _, x := range p.Sentences {
			if p.Writer == edit.Editor && len(x.Sources) == 0 && f.any(s.Sources) { // nobody knows which of the posts it rests on
				x.Sources = slices.DeleteFunc(slices.Clone(s.Sources), func(id string) bool { return !f.restricted[id] })
			}
			if !f.any(x.Sources) && !f.any(evidenceOf(x)) && (x.Quote == nil || !f.restricted[x.Quote.Source]) {
				kept = append(kept, x)
				continue
			}
			for _, id := range x.Sources {
				if !slices.Contains(cited, id) {
					cited = append(cited, id)
				}
			}
		}
		if len(kept) == 0 {
			continue
		}
		p.Sentences = kept
		if p.To != nil && f.restricted[p.To.Source] {
			p.To = nil
		}
		out.Paragraphs = append(out.Paragraphs, p)
	}
	if len(cited) > 0 {
		out.Paragraphs = append(out.Paragraphs, Paragraph{Sentences: []Sentence{{Text: f.count(cited) + ".", Sources: cited, Anchor: f.count(cited)}}})
	}
	return out
}

func evidenceOf(s Sentence) []string {
	var ids []string
	for _, e := range s.Evidence {
		ids = append(ids, e.Source)
	}
	return ids
}

// lists copies the lists of e to out without what is withheld.
func (f *filter) lists(e, out *Edition) {
	titles := map[string]*Story{}
	for i := range e.Stories {
		titles[e.Stories[i].ID] = &e.Stories[i]
	}
	for _, b := range e.Brief {
		if s := titles[b.Story]; s != nil && (f.storyTitle(s) != s.Title || f.named(b.Text)) {
			b.Text = language.Fill(f.phrases.BriefLine, "title", f.storyTitle(s), "outcome", f.phrases.States[s.State], "size", f.count(s.Sources))
		}
		out.Brief = append(out.Brief, b)
	}
	for _, r := range e.Rest {
		r.Title = f.title(r.Title, r.Sources[0], "", r.Sources)
		if f.any(r.Sources) && !f.open[r.By] {
			r.By = ""
		}
		if r.Quote != nil && f.restricted[r.Quote.Source] {
			r.Quote = nil
		}
		out.Rest = append(out.Rest, r)
	}
	for _, a := range e.Also {
		if f.any(a.Sources) {
			a.Title = f.count(a.Sources)
		}
		out.Also = append(out.Also, a)
	}
	drop := func(id string) bool { return f.restricted[id] }
	out.Newcomers = slices.DeleteFunc(slices.Clone(e.Newcomers), func(n Newcomer) bool { return drop(n.Source) })
	out.Returning = slices.DeleteFunc(slices.Clone(e.Returning), func(r Returner) bool { return drop(r.Source) })
	out.Questions = slices.DeleteFunc(slices.Clone(e.Questions), func(q Question) bool { return drop(q.Source) })
	out.Votes = slices.DeleteFunc(slices.Clone(e.Votes), func(v Vote) bool { return drop(v.Source) })
	out.Upcoming = slices.DeleteFunc(slices.Clone(e.Upcoming), func(u Upcoming) bool { return f.any(u.Sources) })
	out.Talks = slices.Clone(e.Talks) // of the configuration's programme, with ids alone
	hidden := func(name string) bool { return f.hidden[name] && !f.open[name] }
	out.People = slices.DeleteFunc(slices.Clone(e.People), func(p Person) bool { return hidden(p.Name) })
	for _, o := range e.Organizations {
		if o.People = slices.DeleteFunc(slices.Clone(o.People), hidden); len(o.People) > 0 {
			out.Organizations = append(out.Organizations, o)
		}
	}
	withheld := map[string]bool{} // subjects of restricted posts; an answer repeats that of what it answers
	for _, p := range e.Posts {
		if base := prose.Base(p.Title); f.restricted[p.ID] && base != "" {
			withheld[base] = true
		}
	}
	for _, p := range e.Posts {
		if f.restricted[p.ID] {
			p = PostRef{ID: p.ID, Source: p.Source, Key: p.Key, Kind: p.Kind, URL: p.URL, Date: p.Date, Thread: p.Thread}
		} else if withheld[prose.Base(p.Title)] {
			p.Title = ""
		}
		out.Posts = append(out.Posts, p)
	}
	for _, l := range e.Late {
		if f.restricted[l.ID] || withheld[prose.Base(l.Title)] {
			l.Title = f.count([]string{l.ID})
		}
		if f.restricted[l.ID] || f.named(l.By) {
			l.By = ""
		}
		out.Late = append(out.Late, l)
	}
	for _, c := range e.Candidates {
		if f.any(c.Posts) {
			c.Title = f.count(c.Posts)
		}
		out.Candidates = append(out.Candidates, c)
	}
}

// OfSections returns e for a reader who wants these sections alone, none standing for all; nil if it tells nothing of
// them. Stories of others are left out, and what stands at the head of the edition and in its lists about them; nothing
// is reworded. e itself stays as it is.
func OfSections(e *Edition, sections []string) *Edition {
	if len(sections) == 0 {
		return e
	}
	out := *e
	out.Stories = nil
	var dropped []Story
	for _, s := range e.Stories {
		if slices.Contains(sections, s.Section) {
			out.Stories = append(out.Stories, s)
		} else {
			dropped = append(dropped, s)
		}
	}
	switch {
	case len(out.Stories) == 0:
		return nil
	case len(dropped) == 0:
		return e
	}
	c := &cut{kept: out.Stories, dropped: dropped, posts: map[string]bool{}, phrases: language.PhrasesFor(e.Language)}
	c.find()
	out.Stats.Stories = len(out.Stories)
	out.Brief = c.brief(e)
	out.Title = c.headline(&out)
	if slices.ContainsFunc(e.Lede.Sentences, c.about) {
		out.Lede = Lede{} // a paragraph without one of its sentences would be another
	}
	out.Narrative.Sentences = slices.DeleteFunc(slices.Clone(e.Narrative.Sentences), func(s Sentence) bool { return c.names(s.Text) })
	out.Questions = slices.DeleteFunc(slices.Clone(e.Questions), func(q Question) bool { return c.posts[q.Source] })
	out.Votes = slices.DeleteFunc(slices.Clone(e.Votes), func(v Vote) bool { return c.posts[v.Source] })
	out.Upcoming = slices.DeleteFunc(slices.Clone(e.Upcoming), func(u Upcoming) bool { return c.any(u.Sources) })
	cited := cites(&out)
	out.Posts = slices.DeleteFunc(slices.Clone(e.Posts), func(p PostRef) bool { return !cited[p.ID] })
	return &out
}

// A cut is one call of OfSections.
type cut struct {
	kept, dropped []Story
	posts         map[string]bool // those of the dropped stories alone
	phrases       *language.Phrases
}

// find notes the posts of the dropped stories alone.
func (c *cut) find() {
	for _, s := range c.dropped {
		for _, id := range s.Sources {
			c.posts[id] = true
		}
	}
	for _, s := range c.kept {
		for _, id := range s.Sources {
			delete(c.posts, id)
		}
	}
}

func (c *cut) any(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return c.posts[id] })
}

// names reports whether a text holds the title of a dropped story.
func (c *cut) names(text string) bool { return holdsTitle(text, c.dropped) }

func holdsTitle(text string, stories []Story) bool {
	return slices.ContainsFunc(stories, func(s Story) bool { return s.Title != "" && strings.Contains(text, s.Title) })
}

// about reports whether a sentence is about a dropped story.
func (c *cut) about(s Sentence) bool {
	return c.any(s.Sources) || c.any(evidenceOf(s)) || c.names(s.Text)
}

// brief is "In short" of what is kept: the lines that are there already, and in place of the others the next stories.
func (c *cut) brief(e *Edition) []Brief {
	all := []Brief{}
	for _, b := range e.Brief {
		if slices.ContainsFunc(c.kept, func(s Story) bool { return s.ID == b.Story }) {
			all = append(all, b)
		}
	}
	for _, s := range strongest(&Edition{Stories: c.kept}) {
		if len(all) >= len(e.Brief) || slices.ContainsFunc(all, func(b Brief) bool { return b.Story == s.ID }) {
			continue
		}
		all = append(all, Brief{Text: briefLine(c.phrases, s), Story: s.ID})
	}
	return all
}

// headline is the title of the edition, if it speaks of what is kept or of none of the stories, else one of the same
// form.
func (c *cut) headline(e *Edition) string {
	if holdsTitle(e.Title, c.kept) || e.Model == nil && !c.names(e.Title) {
		return e.Title
	}
	for _, s := range strongest(e) {
		if utf8.RuneCountInString(s.Title) <= titleLongest {
			return titleOf(c.phrases, e, s.Title)
		}
	}
	return titleOf(c.phrases, e, "")
}
