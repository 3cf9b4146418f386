package digest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// closings are the ways in which the frames say where a story stands, by what must hold for them.
var (
	unanswered = regexp.MustCompile(`(?i)^(?:nobody (?:had answered|took it up)|the question was still waiting|it stood unanswered|an answer is still wanted|it drew no reply|the list stayed silent|replies are still to come|no review had come|reviewers had not answered|it was still waiting for a first review)\b`)
	tallied    = regexp.MustCompile(`(?i)^(?:the vote (?:passed|failed|was withdrawn) with|when the period closed the vote was open and stood at) (.+)$`)
	settled    = regexp.MustCompile(`^(?:That settled it for |With that )|(?:had the answer before the (?:day|period) was out|had what was needed)\.$`)
)

// closingObjection checks a sentence that says where the story stands against the story's posts. known is false if it is no such sentence.
func (b *builder) closingObjection(s *story, text string, cited []*post) (known bool, why string) {
	switch {
	case unanswered.MatchString(text):
		for _, p := range append(slices.Clone(s.threads[0].context), s.posts...) {
			if p.ident != s.opener().ident {
				return true, "says that nobody answered, but somebody did"
			}
		}
		return true, ""
	case tallied.MatchString(text):
		for _, v := range b.votes([]*story{s}) {
			if strings.HasSuffix(text, tallyText(v)+".") {
				return true, ""
			}
		}
		return true, "gives another tally than the posts"
	case settled.MatchString(text):
		if p := cited[0]; p.ident == s.opener().ident && contains(strings.ToLower(clip(p.Text, 500)), thanksCues) && strings.Contains(text, p.who) {
			return true, ""
		}
		return true, "says that it was settled, but nobody thanked for that"
	}
	return false, ""
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
		text = strings.Replace(strings.Replace(text, foldMarks(e.Event.Name), " ", 1), "Day "+strconv.Itoa(e.Event.Day), " ", 1)
		text = strings.Replace(strings.Replace(text, "Day 1 ", " ", 1), "Day "+strconv.Itoa(e.Event.Day), " ", 1)
	}
	for _, part := range []string{e.Community.Name, e.Period.Label} {
		text = strings.Replace(text, foldMarks(part), " ", 1)
	}
	want := []string{strconv.Itoa(e.Stats.Posts), strconv.Itoa(e.Stats.People), strconv.Itoa(e.Stats.Threads)}
	for _, t := range tokenize(text) {
		switch {
		case t.digit && (len(want) == 0 || t.text != want[0]):
			return "counts otherwise than the edition"
		case t.digit:
			want = want[1:]
		case t.upper && !t.starts:
			return "holds the name " + t.text
		}
	}
	if len(want) > 0 {
		return "does not say how much was written"
	}
	return ""
}
