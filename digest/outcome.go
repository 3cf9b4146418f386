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
	end := func(texts ...string) Sentence {
		return Sentence{Text: b.pickText(s, texts), Sources: []string{last.id}}
	}
	switch s.kind {
	case kindVote:
		if votes := b.votes([]*story{s}); len(votes) > 0 {
			v := votes[0]
			tally := tallyText(v)
			if v.State != "open" && v.State != "unknown" {
				return "vote " + v.State + ", " + tally, end("The vote " + stateText(v.State) + " with " + tally + ".")
			}
			return "vote open, " + tally, end("When the period closed the vote was open and stood at " + tally + ".")
		}
	case kindResult:
		return "vote decided", Sentence{}
	case kindRelease:
		return "released", Sentence{}
	case kindAnnouncement:
		return "announced", Sentence{}
	case kindSecurity:
		return "disclosed", Sentence{}
	case kindArticle:
		return "published", Sentence{}
	case kindStatus:
		if n := b.passedOn(s); n > 0 {
			return "passed on " + count(n, "time", "times"), Sentence{}
		}
		return "posted", Sentence{}
	case kindPatch:
		for _, p := range s.posts {
			if p != open && contains(strings.ToLower(clip(p.Text, 400)), mergedCues) {
				return "applied", Sentence{}
			}
		}
		if alone {
			return "no review yet", end("No review had come in by the end of the day.", "Reviewers had not answered when the day ended.", "It was still waiting for a first review.")
		}
		return "under review", Sentence{}
	}
	if alone && s.kind == kindQuestion {
		return "no reply yet", end("Nobody had answered by the end of the day.", "The question was still waiting for an answer at midnight.", "It stood unanswered when the day closed.", "An answer is still wanted.")
	}
	if alone {
		if len(s.posts) > 1 {
			return "no reply yet", Sentence{}
		}
		return "no reply yet", end("It drew no reply that day.", "Nobody took it up before midnight.", "The list stayed silent on it.", "Replies are still to come.")
	}
	for i := len(s.posts) - 1; i > 0; i-- {
		p := s.posts[i]
		if p.ident == open.ident && contains(strings.ToLower(clip(p.Text, 500)), thanksCues) && s.kind == kindQuestion {
			return "answered", Sentence{Text: b.pickText(s, []string{"That settled it for " + p.who + ".", p.who + " had the answer before the day was out.", "With that " + p.who + " had what was needed."}), Sources: []string{p.id}}
		}
	}
	if s.kind == kindQuestion {
		return "answers given, not settled", Sentence{}
	}
	if last.Published.After(b.in.Window.End.Add(-4 * time.Hour)) {
		return "still under discussion", Sentence{}
	}
	return "under discussion", Sentence{}
}

func stateText(state string) string {
	if state == "withdrawn" {
		return "was withdrawn"
	}
	return state
}

func tallyText(v Vote) string {
	t := count(v.Plus, "vote", "votes") + " in favour and " + count(v.Minus, "vote", "votes") + " against"
	if v.Minus == 0 {
		t = count(v.Plus, "vote", "votes") + " in favour and none against"
	}
	if v.Zero > 0 {
		t += ", with " + count(v.Zero, "abstention", "abstentions")
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
		for i, t := range texts {
			t = strings.NewReplacer("by the end of the day", "by the end of the period", "that day", "in the period", "when the day ended", "when the period ended", "when the day closed", "when the period closed",
				"at midnight", "at the end", "before midnight", "before the end", "before the day was out", "before the period was out").Replace(t)
			texts[i] = t
		}
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
