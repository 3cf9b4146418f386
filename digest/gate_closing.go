package digest

import (
	"slices"
	"strconv"
	"strings"
)

// closingObjection checks a sentence that says where the story stands against the story's posts. known is false if it is no such sentence.
func (b *builder) closingObjection(s *story, text string, cited []*post) (known bool, why string) {
	l := b.lang
	if b.isClosing(text, l.noReview) || b.isClosing(text, l.noAnswer) || b.isClosing(text, l.noReply) {
		for _, p := range append(slices.Clone(s.threads[0].context), s.posts...) {
			if p.ident != s.opener().ident {
				return true, "says that nobody answered, but somebody did"
			}
		}
		return true, ""
	}
	for _, v := range b.votes([]*story{s}) {
		if b.isClosing(text, []string{l.ofState(l.voteClosing, v.State, l.tallyText(v))}) {
			return true, ""
		}
	}
	var settled []string
	for _, t := range l.settled {
		settled = append(settled, Fill(t, "who", cited[0].who))
	}
	if b.isClosing(text, settled) {
		if p := cited[0]; p.ident == s.opener().ident && contains(strings.ToLower(clip(p.Text, 500)), p.language().thanks) {
			return true, ""
		}
		return true, "says that it was settled, but nobody thanked for that"
	}
	return false, ""
}

// isClosing reports whether text is one of texts, as it stands for a day or for a longer period.
func (b *builder) isClosing(text string, texts []string) bool {
	for _, t := range texts {
		if text == foldMarks(t) || text == foldMarks(b.lang.overDays.Replace(t)) {
			return true
		}
	}
	return false
}

// gateLede returns the sentences of the first paragraph that pass: its numbers are those of the edition, its story is the first.
func (b *builder) gateLede(e *Edition, told []*story) {
	out := e.Lede.Sentences[:0]
	for i := range e.Lede.Sentences {
		if why := b.ledeObjection(e, told, i, &e.Lede.Sentences[i]); why != "" {
			b.refused = append(b.refused, why+": "+e.Lede.Sentences[i].Text)
			continue
		}
		out = append(out, e.Lede.Sentences[i])
	}
	e.Lede.Sentences = out
}

// ledeObjection says why the i-th sentence of the first paragraph may not be told, "" if it may.
func (b *builder) ledeObjection(e *Edition, told []*story, i int, sent *Sentence) string {
	if i > 0 && len(sent.Sources) == 0 {
		if e.Stats.Machines != e.Stats.Posts || e.Stats.Posts == 0 {
			return "says that machines wrote it all"
		}
		return ""
	}
	if i > 0 {
		for _, s := range told {
			if len(e.Stories) > 0 && s.opener().id == e.Stories[0].ID {
				return b.objection(s, sent)
			}
		}
		return "tells of no story"
	}
	for _, id := range sent.Sources {
		if b.byID[id] == nil {
			return "cites an unknown post"
		}
	}
	text := foldMarks(sent.Text)
	for _, part := range []string{e.Community.Name, e.Period.Label} {
		if !strings.Contains(text, foldMarks(part)) {
			return "does not say " + part
		}
	}
	if e.Event != nil { // before the community's name, which may be a part of the event's
		first, day := Fill(b.lang.dayNumber, "n", "1"), Fill(b.lang.dayNumber, "n", strconv.Itoa(e.Event.Day))
		text = strings.Replace(strings.Replace(text, foldMarks(e.Event.Name), " ", 1), day, " ", 1)
		text = strings.Replace(strings.Replace(text, first+" ", " ", 1), day, " ", 1)
	}
	for _, part := range []string{e.Community.Name, e.Period.Label} {
		text = strings.Replace(text, foldMarks(part), " ", 1)
	}
	var want []string
	for _, n := range []int{e.Stats.Posts, e.Stats.People, e.Stats.Threads} {
		want = append(want, parts(b.lang.Number(n))...)
	}
	for _, t := range tokenize(text) {
		switch {
		case t.digit && (len(want) == 0 || t.text != want[0]):
			return "counts otherwise than the edition"
		case t.digit:
			want = want[1:]
		case t.upper && !t.starts && !b.lang.frame[t.text]:
			return "holds the name " + t.text
		}
	}
	if len(want) > 0 {
		return "does not say how much was written"
	}
	return ""
}
