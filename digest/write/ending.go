package write

import (
	"slices"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// lastActs is how many posts from its end on a story is looked at for somebody who says what comes of it.
const lastActs = 5

// end returns the last word of a story: that of the post which made its state; where that is not the end of the matter,
// what was done, decided, promised, granted or denied since; else the last of the opener or who objected.
func (c *choice) end(taken []candidate) *Excerpt {
	made, act := c.s.Word, c.act()
	if made != nil && (!made.In || made == c.s.Opener) {
		made = nil
	}
	from := []*post.Post{made, act, c.sidesLast(taken)}
	if made != nil && settled(c.s.State) {
		from = from[:1]
	} else if made != nil && act != nil && post.Before(made, act) {
		from[0], from[1] = act, made
	}
	for i, p := range from {
		if p == nil || !printable(p) || p != made && objected(taken, p) {
			continue // what it objects is its last word
		}
		if w := c.ending(p, c.below(p, taken)); w != nil {
			e := excerpt(p, *w)
			e.To, e.weight = c.answered(p, w), endWorth
			if i == len(from)-1 && p != made {
				if e.weight = lastWorth; c.objection(&e) {
					e.weight = sideWorth + 1
				}
			}
			return &e
		}
	}
	return nil
}

// settled reports whether nothing is open in a state, so that what is said afterwards is another matter.
func settled(state string) bool {
	switch state {
	case story.Solved, story.Merged, story.Decided, story.Passed, story.Failed, story.Withdrawn:
		return true
	}
	return false
}

// act returns the last post of the period in which somebody says what comes of the matter, or denies it: the opener, or
// who answers somebody else than the opener. It is nil if none of the last ones does.
func (c *choice) act() *post.Post {
	s := c.s
	sides := c.sides()
	for i := len(s.Posts) - 1; i >= max(1, len(s.Posts)-lastActs); i-- {
		p := s.Posts[i]
		up := s.Parent(p)
		if p == s.Opener || s.Twice[p] || !printable(p) || !s.Mine(p) && (up == nil || up == s.Opener) {
			continue
		}
		us := p.Units()
		for k := range us {
			if us[k].OK && c.decides(p, &us[k], sides[s.By(p)]) {
				return p
			}
		}
	}
	return nil
}

// decides reports whether a sentence of p says what comes of the matter: what is done, decided or promised; of a side
// also that it gives in or that the matter is over; of anybody an objection. In
// a vote only the sides do.
func (c *choice) decides(p *post.Post, u *prose.Unit, side bool) bool {
	switch {
	case u.Cues.Has(language.Courtesy), c.s.Vote != nil && !side:
		return false
	case u.Acts.Any(language.Done, language.Decides, language.Promises), side && u.Acts.Any(outcomes()...):
		return true
	}
	return u.Acts.Has(language.Objects) && c.s.Disputes(p) && c.s.ObjectsIn(p, u)
}

// outcomes are the acts that say what comes of a matter, those first after which least is open.
func outcomes() []language.Cue {
	return []language.Cue{language.Works, language.Done, language.Decides, language.Withdraws, language.Promises, language.Updates, language.Concedes}
}

// sides are who opened the story and who ever objected in it.
func (c *choice) sides() map[string]bool {
	s := c.s
	sides := map[string]bool{s.By(s.Opener): true}
	for _, p := range s.All[max(0, len(s.All)-citedPosts):] {
		if vote, _ := c.casts(p); vote < 0 || s.Disputes(p) && saysNo(p.Units()) {
			sides[s.By(p)] = true
		}
	}
	return sides
}

// saysNo reports whether one of some sentences says a plain no.
func saysNo(us []prose.Unit) bool {
	return slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Acts.Has(language.Objects) })
}

// casts returns the vote that a post of somebody else than the opener casts in a story that is one.
func (c *choice) casts(p *post.Post) (vote int, ok bool) {
	if c.s.Vote == nil || c.s.Mine(p) {
		return 0, false
	}
	return story.Cast(p)
}

// objected reports whether what a post objects is taken.
func objected(taken []candidate, p *post.Post) bool {
	return slices.ContainsFunc(taken, func(x candidate) bool { return x.objects && x.Post == p })
}

// sidesLast returns the last post of the opener or of somebody who objects, where it is an answer to others; nil if
// there is none.
func (c *choice) sidesLast(taken []candidate) *post.Post {
	s, sides := c.s, c.sides()
	for i := len(s.Posts) - 1; i >= 0; i-- {
		p := s.Posts[i]
		if p != s.Opener && sides[s.By(p)] && !s.Twice[p] && !objected(taken, p) &&
			slices.ContainsFunc(s.All, func(q *post.Post) bool { return s.By(q) != s.By(p) && q.Published.Before(p.Published) }) {
			return p
		}
	}
	return nil
}

// below reports whether the post that p answers is printed above it, so that p's words may point at it.
func (c *choice) below(p *post.Post, taken []candidate) bool {
	if len(p.InReplyTo) == 0 {
		return false
	}
	up := p.InReplyTo[len(p.InReplyTo)-1]
	return up == c.s.Opener.Key || slices.ContainsFunc(taken, func(x candidate) bool { return x.Post.Key == up })
}

// ending is the window of a last word: the sentence that decides, short as it may be; else what the post says of the
// matter.
func (c *choice) ending(p *post.Post, below bool) *prose.Window {
	s := c.s
	cues := outcomes()
	if p == s.Word {
		cues = append([]language.Cue{deciding(s.State)}, cues...)
	}
	for _, cue := range cues {
		need := func(u *prose.Unit) bool { return u.Acts.Has(cue) && !u.Cues.Has(language.Courtesy) }
		w := c.best(p, want{cue: cue, need: need, anywhere: below, brief: true})
		if w == nil && p == s.Word { // what made the state is printed even where it points back
			w = c.best(p, want{cue: cue, need: need, anywhere: true, brief: true})
		}
		if w != nil {
			return w
		}
	}
	if x, ok := c.reply(p, below, false, false); ok && x.objects {
		return &x.Window
	}
	mine := s.Mine(p)
	if mine && s.State == story.Open {
		if w := c.best(p, want{need: func(u *prose.Unit) bool { return u.Asks }, anywhere: below, brief: true}); w != nil {
			return w
		}
	}
	w := c.best(p, want{reply: true, cue: language.Answers, anywhere: below && len(p.Units()) <= 3})
	if w == nil && p == s.Word && (s.State == story.Solved || s.State == story.Answered) {
		return c.best(p, want{reply: true, anywhere: true, brief: true})
	}
	if _, cast := c.casts(p); w != nil && (mine || cast || c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopicTo) {
		return w
	}
	return nil
}

func deciding(state string) language.Cue {
	switch state {
	case story.Solved:
		return language.Works
	case story.Promised:
		return language.Promises
	case story.Merged:
		return language.Done
	case story.Withdrawn:
		return language.Withdraws
	case story.Decided, story.Passed, story.Failed:
		return language.Decides
	case story.Reviewed:
		return language.Reviews
	}
	return language.Thanks
}
