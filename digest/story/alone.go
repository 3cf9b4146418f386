package story

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// judgeAlone says where a story stands that nobody else has written in.
func (s *Story) judgeAlone() {
	o := s.Opener
	if n := replies(s); n > 0 {
		s.decide(InDebate, "replies elsewhere", nil)
		return
	}
	switch {
	case s.Kind == Article, s.Kind == Video, s.Kind == Podcast, s.Kind == Picture, s.Kind == Comment:
		s.decide(Published, "", nil)
	case s.Kind == Link:
		s.decide(Published, "linked", nil)
	case s.Kind == Status:
		s.decide(Published, "posted", nil)
	case !s.Root && !waits(o):
		s.decide(InDebate, "", nil)
	case s.Kind == Patch && slices.ContainsFunc(s.All, handedOn): // it is taken in elsewhere: nobody here has to answer
		s.decide(Published, "posted", nil)
	case s.Kind == Patch && !slices.ContainsFunc(s.All, tagged):
		s.decide(NoReply, "not reviewed", nil)
	case (s.Kind == Discussion || s.Kind == Question) && !s.proposal && !slices.ContainsFunc(own(s), wants):
		s.decide(Published, "posted", nil)
	case o.IsReply() && (s.Kind == Discussion || s.Kind == Question || s.Kind == Report) && !waits(o) && !seeks(o): // it leaves another thread
		s.decide(InDebate, "", nil)
	default:
		s.judgeUnanswered()
	}
}

// waits reports whether a post that answers somebody asks for an answer itself: at its end, or in so many words.
func waits(p *post.Post) bool {
	const last = 3 // units
	us := p.Units()
	for i := range us {
		if pleads(us[i]) && (i >= len(us)-last || us[i].Cues.Has(language.Seeks)) && asksMuch(p) {
			return true
		}
	}
	return false
}

// wants reports whether a post asks something, be it at its very end, or says that its writer wants help. What stands in
// the middle of a long text is asked by an essay, or by an article that somebody passes on.
func wants(p *post.Post) bool {
	const long, head = 40, 12 // units
	n := long
	if len(p.Units()) > long {
		n = head
	}
	return asksAround(p, n) || seeks(p) || !p.IsReply() && p.TitleCues().Has(language.Seeks)
}

// remarks reports whether an opening that is a question by its form wants no answer: it asks only to say something, or its
// title does.
func (s *Story) remarks() bool {
	const head = 12 // units
	o := s.Opener
	title := strings.TrimRight(o.Title, " )]!")
	switch {
	case s.Kind == Report, o.Form == store.FormQuestion, askBracket.MatchString(title[max(0, len(title)-3):]):
		return false
	case o.TitleCues().Any(language.TitleQuestion, language.TitleReport):
		return false
	case headActs(o.Units(), head, language.Problem):
		return false
	}
	us := o.Units()
	for i := range us[:min(head, len(us))] { // what asks without the mark of a question
		if us[i].Cues.Has(language.Seeks) && !us[i].Asks {
			return false
		}
	}
	return !slices.ContainsFunc(own(s), wants)
}

// discloses reports whether an opening tells of a fault about which something was done already, and asks nothing: what is
// said to that answers nobody.
func (s *Story) discloses() bool {
	us := s.Opener.Units()
	return s.Kind == Report && headCues(us, len(us)).Any(language.Updates, language.Done) && !slices.ContainsFunc(own(s), wants)
}

// asksAround reports whether a post asks in its first n or in its last units: what an essay asks in its middle it answers
// itself.
func asksAround(p *post.Post, n int) bool {
	const last = 5 // units
	us := p.Units()
	for i := range us {
		u := &us[i]
		open := u.Asks && (u.Cues.Has(language.Seeks) || !u.Cues.Any(language.Imagines, language.Rhetoric))
		if open && (i < n || i >= len(us)-last) && !(i+1 < len(us) && repliesTo(&us[i+1])) {
			return true
		}
	}
	return false
}

// judgeUnanswered says where a matter stands that nobody has answered, by what its writer said of it since.
func (s *Story) judgeUnanswered() {
	mine := own(s)
	last := mine[len(mine)-1]
	if w := latest(mine, language.Withdraws); w != nil && w != s.Opener {
		s.decide(Withdrawn, "", w)
		return
	}
	if w := latest(mine, language.Works); w != nil && w != s.Opener && (s.Kind == Question || s.Kind == Report) && confirms(w) == works {
		s.decide(Solved, "confirmed", w)
		return
	}
	if len(mine) > 1 && s.asks() && confirms(last) == grateful && last.Words() >= saidWords &&
		(thanksFirst(last) || last.Words() < shortWords) { // somebody told them elsewhere: a longer post only gives credit
		s.decide(Answered, "thanks", last)
		return
	}
	s.decide(NoReply, "", nil)
}

// repliesTo reports whether a sentence is a bare answer to the question before it, as who writes an essay gives
// themselves: "Can it be done? I believe it can."
func repliesTo(u *prose.Unit) bool {
	const few = 6 // words
	return !u.Asks && u.Words <= few && u.Acts.Any(language.YesNo, language.Answers)
}

// applauded reports whether an opening that asks and proposes nothing got nothing but thanks and praise.
func (s *Story) applauded() bool {
	return s.Root && s.Kind == Discussion && !s.proposal && !asksAround(s.Opener, 12) && !headActs(s.Opener.Units(), 12, language.Seeks) && len(s.Back) == 0 && !slices.ContainsFunc(s.Answers, func(p *post.Post) bool {
		return !applauds(p)
	})
}

// judgeWord says what an opening is that nobody has to answer: it announces what was done or is to come, or is a word to
// all.
func (s *Story) judgeWord() {
	us := s.Opener.Units()
	if headActs(us, 5, language.Announces) || headActs(us, 5, language.Updates) || headActs(us, 5, language.News) {
		s.decide(Announced, "", nil)
		return
	}
	s.decide(Published, "posted", nil)
}

// replies is how many replies the sources of the story count, where they say so; 0 if none does.
func replies(s *Story) int {
	n := 0
	for _, p := range s.Posts {
		n = max(n, p.Counts.Replies)
	}
	return n
}
