package digest

import (
	"strings"
	"time"
)

// outcome says where a story stands at the end of the period: a few words for the data, and a closing sentence where there is something
// that the story itself has not said yet.
func (b *builder) outcome(s *story) (string, Sentence) {
	last := s.posts[len(s.posts)-1]
	open := s.opener()
	alone := true
	for _, p := range append(append([]*post(nil), s.threads[0].context...), s.posts...) {
		if p.ident != open.ident {
			alone = false
		}
	}
	l := b.lang
	end := func(texts []string) Sentence {
		return Sentence{Text: b.pickText(s, texts), Sources: []string{last.id}}
	}
	switch s.kind {
	case kindVote:
		if votes := b.votes([]*story{s}); len(votes) > 0 {
			tally := l.tallyText(votes[0])
			return l.ofState(l.voteOutcome, votes[0].State, tally), end([]string{l.ofState(l.voteClosing, votes[0].State, tally)})
		}
	case kindResult:
		return l.outcomes["decided"], Sentence{}
	case kindRelease:
		return l.outcomes["released"], Sentence{}
	case kindAnnouncement:
		return l.outcomes["announced"], Sentence{}
	case kindSecurity:
		return l.outcomes["disclosed"], Sentence{}
	case kindArticle:
		return l.outcomes["published"], Sentence{}
	case kindStatus:
		if n := b.passedOn(s); n > 0 {
			return Fill(l.outcomes["passed on"], "times", l.words(n, l.times)), Sentence{}
		}
		return l.outcomes["posted"], Sentence{}
	case kindPatch:
		for _, p := range s.posts {
			if p != open && contains(strings.ToLower(clip(p.Text, 400)), p.language().merged) {
				return l.outcomes["applied"], Sentence{}
			}
		}
		if alone {
			return l.outcomes["no review"], end(l.noReview)
		}
		return l.outcomes["under review"], Sentence{}
	}
	if alone && s.kind == kindQuestion {
		return l.outcomes["no reply"], end(l.noAnswer)
	}
	if alone {
		if len(s.posts) > 1 {
			return l.outcomes["no reply"], Sentence{}
		}
		return l.outcomes["no reply"], end(l.noReply)
	}
	for i := len(s.posts) - 1; i > 0; i-- {
		p := s.posts[i]
		if p.ident == open.ident && contains(strings.ToLower(clip(p.Text, 500)), p.language().thanks) && s.kind == kindQuestion {
			var texts []string
			for _, t := range l.settled {
				texts = append(texts, Fill(t, "who", p.who))
			}
			return l.outcomes["answered"], Sentence{Text: b.pickText(s, texts), Sources: []string{p.id}}
		}
	}
	if s.kind == kindQuestion {
		return l.outcomes["not settled"], Sentence{}
	}
	if last.Published.After(b.in.Window.End.Add(-4 * time.Hour)) {
		return l.outcomes["still discussed"], Sentence{}
	}
	return l.outcomes["discussed"], Sentence{}
}

// ofState fills the template of a vote's state; a vote whose state nobody knows counts as open.
func (l *language) ofState(templates map[string]string, state, tally string) string {
	template, ok := templates[state]
	if !ok {
		template = templates["open"]
	}
	return Fill(template, "tally", tally)
}

// tallyText is how a vote stands, in words.
func (l *language) tallyText(v Vote) string {
	template := l.tally
	if v.Minus == 0 {
		template = l.unanimous
	}
	t := Fill(template, "plus", l.words(v.Plus, l.voice), "minus", l.words(v.Minus, l.voice))
	if v.Zero > 0 {
		t += Fill(l.abstaining, "zero", l.words(v.Zero, l.abstention))
	}
	return t
}

func (b *builder) passedOn(s *story) int {
	n := 0
	for _, p := range s.posts {
		n += b.shares[p.Key]
	}
	return n
}

// pickText takes the wording that this edition has used least, the first by the story's id.
func (b *builder) pickText(s *story, texts []string) string {
	if b.in.Window.days() > 1 {
		longer := make([]string, len(texts))
		for i, t := range texts {
			longer[i] = b.lang.overDays.Replace(t)
		}
		texts = longer
	}
	best := int(s.opener().id[0]) % len(texts)
	for k := range texts {
		i := (int(s.opener().id[0]) + k) % len(texts)
		if b.verbs[texts[i]] < b.verbs[texts[best]] {
			best = i
		}
	}
	b.verbs[texts[best]]++
	return texts[best]
}
