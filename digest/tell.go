package digest

import (
	"recap/digest/edit"
	"slices"
	"strings"
	"time"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/story"
	"recap/digest/write"
)

// story makes the edition's form of a story: its facts from metadata, and its excerpts as they stand.
func (b *builder) story(t *telling) Story {
	if t.Outcome == "objection" && !b.objects(t) {
		t.Outcome = "" // nobody is said to object whose words are not there
		if t.Kind == story.Question && t.Root {
			t.Outcome = "answers"
		}
	}
	s := Story{ID: t.ID(), Title: b.title(t.Story), Kind: t.Kind, URL: urlOf(t.Story), Sources: ids(t.Posts), People: []string{}, Score: t.Score, Reasons: t.Reasons,
		Outcome: b.outcome(t.Story), State: t.State, Since: t.Since.In(b.in.Window.Zone), Writer: "excerpts", Voices: []Voice{}, Paragraphs: []Paragraph{}}
	if i := t.Section; i < len(b.opt.Sections) {
		s.Section = b.opt.Sections[i].Name
	}
	printed := map[string]bool{}
	var beside []Voice
	turns := write.InTurn(t.Story, b.m.lex, t.excerpts, t.voices)
	for i, x := range turns {
		if x.Beside {
			beside = append(beside, b.beside(x, excerptsOf(turns[:i], x.Post), excerptsOf(turns[i+1:], x.Post) > 0)...)
			continue
		}
		if proof.Excerpt(x.Text, x.Post.Text) != "" && proof.Excerpt(x.Text, x.Post.Title) != "" {
			continue
		}
		printed[x.Post.Ident] = true
		s.Paragraphs = append(s.Paragraphs, b.excerpt(x))
	}
	seen := map[string]bool{}
	for _, p := range t.Posts {
		if p.Who == "" || seen[p.Ident] {
			continue
		}
		seen[p.Ident] = true
		s.People = append(s.People, p.Who)
		if !printed[p.Ident] {
			s.Voices = append(s.Voices, Voice{Name: p.Who, Source: p.ID})
		}
	}
	s.Voices = b.heard(beside, s.Voices)
	if t.Word != nil {
		b.words[s.ID] = t.Word.ID
	}
	s.Facts = b.facts(t.Story, s.Outcome)
	return s
}

// objects reports whether an objection is printed.
func (b *builder) objects(t *telling) bool {
	if text := b.e.decided.Text[t.ID()]; len(text) > 0 {
		return slices.ContainsFunc(text, func(p edit.Passage) bool { return p.Label == write.Objection })
	}
	return slices.ContainsFunc(t.excerpts, func(x write.Excerpt) bool { return x.Label == write.Objection })
}

// title is the heading of a story: never empty, and never cut.
func (b *builder) title(s *story.Story) string {
	if h := s.Heading(); h != "" {
		return h
	}
	return b.lang.Untitled
}

// excerpt makes the edition's form of an excerpt.
func (b *builder) excerpt(x write.Excerpt) Paragraph {
	at := x.Post.Published.In(b.in.Window.Zone)
	p := Paragraph{Label: x.Label, By: x.Post.Who, Organization: x.Post.Org, Date: &at, Relayed: x.Relayed, To: quoteOf(x.To)}
	for _, u := range x.Window.Units {
		p.Sentences = append(p.Sentences, Sentence{Text: u.Text, Sources: []string{x.Post.ID}, Quote: &Quote{Text: u.Text, By: x.Post.Who, Source: x.Post.ID}})
	}
	return p
}

// urlOf is where a story is read: its opening, else its first post of the period that has an address.
func urlOf(s *story.Story) string {
	if s.Opener.URL != "" {
		return s.Opener.URL
	}
	for _, p := range s.Posts {
		if p.URL != "" {
			return p.URL
		}
	}
	return ""
}

func ids(posts []*post.Post) []string {
	out := make([]string, len(posts))
	for i, p := range posts {
		out[i] = p.ID
	}
	return out
}

// size says how large a story is: "9 posts from 5 people".
func (b *builder) size(posts, people int) string { return sizeIn(&b.lang.Phrases, posts, people) }

// sizeIn is size in a language.
func sizeIn(l *language.Phrases, posts, people int) string {
	if posts <= 1 {
		return l.Count(posts, l.Post)
	}
	return language.Fill(l.Size, "posts", l.Count(posts, l.Post), "people", l.Count(people, l.Person))
}

// outcome says where a story stands, in a few words of the program's own.
func (b *builder) outcome(s *story.Story) string {
	l := b.lang
	text := l.States[s.State]
	if s.Outcome != "" && (s.Who != "" || !strings.Contains(l.Outcomes[s.Outcome], "{who}")) {
		n := 0
		for _, p := range s.Posts {
			n = max(n, p.Counts.Replies)
		}
		text = language.Fill(l.Outcomes[s.Outcome], "who", s.Who, "n", l.Count(n, l.Reply))
	}
	if v := s.Vote; v != nil && v.Plus+v.Zero+v.Minus > 0 {
		text += ", " + b.tally(v)
	}
	return text
}

func (b *builder) tally(v *story.Vote) string {
	l := b.lang
	t := language.Fill(l.Tally, "plus", l.Number(v.Plus), "minus", l.Number(v.Minus))
	if v.Zero > 0 {
		t += language.Fill(l.Neutral, "n", l.Number(v.Zero))
	}
	return t
}

// facts is the line below a heading: how large the story is, who opened it and when, where it stands.
func (b *builder) facts(s *story.Story, outcome string) string {
	parts := []string{b.size(len(s.Posts), len(s.People)), b.opened(s)}
	if outcome != "" && s.State != story.Published && !says(s.Title, outcome) {
		parts = append(parts, outcome)
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// opened says who opened a story, and when if that was before the period.
func (b *builder) opened(s *story.Story) string {
	l, o, start := b.lang, s.Opener, b.in.Window.Start
	who := o.Who
	if who != "" && o.Org != "" {
		who = language.Fill(l.WithOrganization, "who", who, "organization", o.Org)
	}
	text := ""
	switch {
	case who == "" || !s.Root && !o.In:
		text = language.Fill(l.SinceDay, "date", b.day(s.Since))
		if o.In {
			text = ""
		}
	case s.Kind == story.Link:
		text = language.Fill(l.LinkedBy, "who", who)
	case o.IsArticle():
		text = language.Fill(l.PublishedBy, "who", who)
	case o.IsStatus():
		text = language.Fill(l.PostedBy, "who", who)
	case !s.Root:
		text = language.Fill(l.BeginsReply, "who", who)
	case o.In && b.in.Window.Length() == 1:
		text = language.Fill(l.OpenedBy, "who", who)
	default:
		text = language.Fill(l.OpenedByOn, "who", who, "date", b.day(o.Published))
	}
	if s.Since.Before(start) && o.In && s.Root {
		text += " (" + language.Fill(l.FirstVersion, "date", b.day(s.Since)) + ")"
	}
	return text
}

// day writes a day, with its year where that is another one.
func (b *builder) day(t time.Time) string {
	t = t.In(b.in.Window.Zone)
	if t.Year() == b.in.Window.Start.In(b.in.Window.Zone).Year() {
		return b.lang.Date(t, b.lang.Layouts.Short)
	}
	return b.lang.Date(t, b.lang.Layouts.Day)
}

// sectionOf returns the index of the section that a story stands in: the first whose criteria it fits, else the first
// without any; sections and past them all if there is none.
func sectionOf(s *story.Story, sections []Section) int {
	open := len(sections)
	low := " " + strings.ToLower(s.Title) + " "
	for i, sec := range sections {
		if len(sec.Sources)+len(sec.Tags)+len(sec.Match) == 0 {
			open = min(open, i)
			continue
		}
		for _, p := range s.Posts {
			if slices.ContainsFunc(p.Sources, func(x string) bool { return slices.Contains(sec.Sources, x) }) {
				return i
			}
			if slices.ContainsFunc(tagsOf(p), func(x string) bool { return slices.Contains(sec.Tags, x) }) {
				return i
			}
		}
		if slices.ContainsFunc(sec.Match, func(x string) bool { return strings.Contains(low, strings.ToLower(x)) }) {
			return i
		}
	}
	return open
}

// excerptsOf counts the excerpts of a post among some turns.
func excerptsOf(turns []write.Excerpt, p *post.Post) (n int) {
	for i := range turns {
		if !turns[i].Beside && turns[i].Post == p {
			n++
		}
	}
	return n
}

// beside makes the edition's form of a sentence beside the excerpts, behind and perhaps before some of its post; none of one
// that the editor struck.
func (b *builder) beside(x write.Excerpt, behind int, before bool) []Voice {
	if proof.Excerpt(x.Text, x.Post.Text) != "" || slices.Contains(b.e.decided.Unquote, x.Post.ID) {
		return nil
	}
	return []Voice{{Name: x.Post.Who, Source: x.Post.ID, Text: x.Text, To: quoteOf(x.To), Before: before, Behind: behind}}
}

// heard returns those who have a sentence beside the excerpts of a story, and behind them who is only named.
func (b *builder) heard(beside, named []Voice) []Voice {
	heard := map[string]bool{}
	for _, v := range beside {
		heard[b.byID[v.Source].Ident] = true
	}
	return append(append([]Voice{}, beside...), slices.DeleteFunc(named, func(v Voice) bool { return heard[b.byID[v.Source].Ident] })...)
}

// quoteOf makes the edition's form of a line that is answered.
func quoteOf(to *write.Line) *Quote {
	if to == nil {
		return nil
	}
	return &Quote{Text: to.Text, By: to.Post.Who, Source: to.Post.ID}
}
