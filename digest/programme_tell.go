package digest

import (
	"slices"
	"strings"
	"time"
)

const maxNextTalks = 3 // talks of the next day that are named

// withSession adds to a story about a talk the sentence that says which talk it is, behind its opening. It rests on a post that holds the
// title word for word, and on one that names the speaker; without such a post there is no sentence, or no speaker in it.
func (b *builder) withSession(s *story, body []Sentence) []Sentence {
	talk := s.talk()
	if talk == nil || len(body) == 0 || strings.ContainsAny(talk.Title, "\"“”„") {
		return body
	}
	for i := range body {
		if strings.Contains(spaced(body[i].Text), spaced(talk.Title)) {
			return body
		}
	}
	session, ok := b.session(s, talk, b.oldest(body[0]))
	if !ok {
		return body
	}
	at := 1
	for at < len(body) && !b.oldest(body[at]).After(b.oldest(session)) {
		at++
	}
	return slices.Insert(body, at, session)
}

// session writes that sentence on posts that are not older than from, so that the story stays in the order of time.
func (b *builder) session(s *story, talk *Talk, from time.Time) (Sentence, bool) {
	var titled, named *post
	who := b.lang.names(talk.Speakers)
	for _, p := range s.posts {
		if p.Published.Before(from) {
			continue
		}
		if titled == nil && holdsTitle(p, talk.Title) {
			titled = p
		}
		if named == nil && who != "" && !slices.ContainsFunc(talk.Speakers, func(who string) bool { return !b.namesPerson(p, who) }) {
			named = p
		}
	}
	if titled == nil {
		return Sentence{}, false
	}
	out := Sentence{Text: Fill(b.lang.session, "title", b.lang.inQuotes(talk.Title)), Sources: []string{titled.id}}
	if named != nil {
		out.Text = Fill(b.lang.sessionBy, "title", b.lang.inQuotes(talk.Title), "who", who)
		if named != titled {
			out.Sources = append(out.Sources, named.id)
		}
	}
	return out, true
}

// holdsTitle reports whether p holds a title with all its marks, in whatever case.
func holdsTitle(p *post, title string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(foldMarks(s)), " ")) }
	return strings.Contains(fold(p.Text), fold(title)) || strings.Contains(fold(p.Title), fold(title))
}

// namesPerson reports whether p names somebody in full, or is by that person.
func (b *builder) namesPerson(p *post, who string) bool {
	return spaced(p.who) == spaced(who) || strings.Contains(b.evidence(p).text, spaced(who))
}

// isSession reports whether a sentence of s is the one that session writes on these very posts.
func (b *builder) isSession(s *story, sent *Sentence, cited []*post) bool {
	talk := s.talk()
	if talk == nil || sent.Quote != nil {
		return false
	}
	for _, from := range cited {
		if want, ok := b.session(s, talk, from.Published); ok && want.Text == sent.Text && slices.Equal(want.Sources, sent.Sources) {
			return true
		}
	}
	return false
}

// nextTalks names the talks of the day after the period, which say more than that the event goes on.
func (b *builder) nextTalks(out []Upcoming) []Upcoming {
	w := b.in.Window
	talks := b.talksIn(w.End, nextDay(w.End.In(w.Zone)))
	if len(talks) == 0 {
		return out
	}
	for _, e := range b.opt.Events {
		goesOn := Fill(b.lang.goesOn, "event", e.Name)
		out = slices.DeleteFunc(out, func(u Upcoming) bool { return u.Text == goesOn })
	}
	room := maxNextTalks
	for _, u := range out {
		if len(u.Sources) == 0 && room > 1 { // an event; votes have lines of their own
			room--
		}
	}
	for _, t := range talks[:min(len(talks), room)] {
		text := b.lang.inQuotes(t.Title)
		if len(t.Speakers) > 0 {
			text = Fill(b.lang.talkBy, "title", text, "who", b.lang.names(t.Speakers))
		}
		out = append(out, Upcoming{Text: text, Date: t.Start.In(w.Zone).Format(time.RFC3339), URL: t.URL, Sources: []string{}})
	}
	return out
}

// programme lists the talks of the period with the posts that are about them.
func (b *builder) programme(all []*story) []ProgrammeTalk {
	var list []ProgrammeTalk
	for _, t := range b.talksIn(b.in.Window.Start, b.in.Window.End) {
		one := ProgrammeTalk{t.Title, append([]string{}, t.Speakers...), t.Start.In(b.in.Window.Zone), t.End, t.Room, t.URL, []string{}}
		if !t.End.IsZero() {
			one.End = t.End.In(b.in.Window.Zone)
		}
		names := b.namesOf(t)
		for _, s := range all {
			if s.talk() != t {
				continue
			}
			for _, p := range s.posts {
				if names.in(b.evidence(p)) {
					one.Sources = append(one.Sources, p.id)
					b.cite(p)
				}
			}
		}
		list = append(list, one)
	}
	return list
}

// wholeEvent reports whether the period is all days of an event of several.
func (b *builder) wholeEvent() bool {
	w := b.in.Window
	for _, e := range b.opt.Events {
		if midnight(e.Start, w.Zone).Equal(w.Start) && midnight(e.End, w.Zone).Equal(w.lastDay()) {
			return w.days() > 1
		}
	}
	return false
}

// names lists people: "Ann Lee, Bob Stone and Cleo Marsh".
func (l *language) names(who []string) string {
	if n := len(who); n > 1 {
		return strings.Join(who[:n-1], ", ") + l.And + who[n-1]
	}
	return strings.Join(who, "")
}

// WrapUp reports whether the edition tells an event of several days as a whole.
func (e *Edition) WrapUp() bool {
	return e.Event != nil && e.Event.Days > 1 && e.Event.Day == e.Event.Days && e.Period.End.Sub(e.Period.Start) > 36*time.Hour
}

// TalksNamed is how many talks of its programme an edition names in words: those of one day, or of a whole event.
func (e *Edition) TalksNamed() int {
	most := 4
	if e.WrapUp() {
		most = 8
	}
	return min(len(e.Talks), most)
}

// talkWords estimates the words of the line that names the talks.
func talkWords(e *Edition) int {
	n := 0
	for _, t := range e.Talks[:e.TalksNamed()] {
		n += 2 + wordCount(t.Title) + wordCount(strings.Join(t.Speakers, " "))
	}
	return n
}
