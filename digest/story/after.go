package story

import (
	"slices"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// withdrawal returns the post near the end in which who opened the story takes it back, and after which they said no
// more than thanks; nil if there is none.
func (s *Story) withdrawal() *post.Post {
	mine := own(s)
	for i := len(mine) - 1; i >= 0; i-- {
		p := mine[i]
		if p == s.Opener || isSeries(p) || !nearEnd(s, p) {
			break
		}
		w := said(p, language.Withdraws, nearby)
		if w == nil && confirms(p) == grateful {
			continue
		}
		another := w != nil && w.Cues.Has(language.Points) && len(mine) > 2 // "never mind my previous message", which is not the opening
		if w == nil || another || confirms(p) == works || confirms(p) == grateful && s.inquiry || said(p, language.Promises, nearby) != nil {
			break
		}
		return p
	}
	return nil
}

// reopened reports whether somebody who wrote nothing before a post asks something of their own after it, and has not
// said that the answers help.
func (s *Story) reopened(at *post.Post) bool {
	asked, known := "", map[string]bool{}
	for _, p := range s.All {
		who := s.By(p)
		switch {
		case !p.Published.After(at.Published):
			known[who] = true
		case s.Mine(p):
		case !known[who] && waits(p) && slices.ContainsFunc(p.Units(), func(u prose.Unit) bool { return u.Asks && u.Cues.Has(language.Seeks) }):
			asked = who
		case who == asked && confirms(p) > nothing:
			asked = ""
		}
		known[who] = true
	}
	return asked != ""
}

// outgrew reports whether the debate behind a post is a larger matter than what came before it: it has more posts, or
// who opened it speaks again, or an objection stands.
func (s *Story) outgrew(at *post.Post) bool {
	if nearEnd(s, at) {
		return false
	}
	i := slices.Index(s.All, at)
	return len(s.All)-1-i > 2*(i+1) || s.stands() != "" || slices.ContainsFunc(s.All[i+1:], s.Mine)
}

// undone reports whether somebody says later that what a post did is undone or did not help.
func (s *Story) undone(at *post.Post) bool {
	for _, p := range s.All {
		if p.Published.After(at.Published) && said(p, language.Undoes, nearby) != nil {
			return true
		}
	}
	return false
}

// recalls reports whether who sent a change takes it back after what a post did with it.
func (s *Story) recalls(at *post.Post) bool {
	return slices.ContainsFunc(s.Back, func(p *post.Post) bool {
		return p.Published.After(at.Published) && said(p, language.Withdraws, nearby) != nil
	})
}

// asksAfter reports whether a post asks behind one of its sentences: "That was fixed in 2.0. Which version have you?"
func asksAfter(p *post.Post, at *prose.Unit) bool {
	us := p.Units()
	for i := len(us) - 1; i >= 0 && &us[i] != at; i-- {
		if us[i].Asks {
			return true
		}
	}
	return false
}

func troubleAfter(posts []*post.Post, at *post.Post) bool {
	for _, p := range posts {
		if p.Published.After(at.Published) && trouble(p) {
			return true
		}
	}
	return false
}
