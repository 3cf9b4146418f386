package write

import (
	"slices"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// end returns the post of the story's last word and what it says: that of the post which made the state, else of the
// opener or who objected.
func (c *choice) end(taken []candidate) (*post.Post, *Excerpt) {
	s, o := c.s, c.s.Opener
	sides := map[string]bool{o.Ident: true}
	for _, x := range taken {
		if x.objects {
			sides[x.Post.Ident] = true
		}
	}
	var last *post.Post
	if s.Word != nil && s.Word.In && s.Word != o {
		last = s.Word
	} else if last = c.act(); last == nil && len(s.Answers) > 0 {
		for i := len(s.Posts) - 1; i >= 0 && last == nil; i-- {
			p := s.Posts[i]
			if p == o || !sides[p.Ident] || s.Twice[p] {
				continue
			}
			for _, q := range s.All {
				if q.Ident != p.Ident && q.Published.Before(p.Published) {
					last = p
					break
				}
			}
		}
	}
	if last == nil || !printable(last) {
		return nil, nil
	}
	w := c.ending(last, c.below(last, taken))
	if w == nil {
		return nil, nil
	}
	e := excerpt(last, *w)
	e.To, e.made = c.answered(last, w), last == s.Word
	return last, &e
}

// lastActs is how many posts from its end on a story is looked at for somebody who says what comes of it.
const lastActs = 5

// act returns the last post of the period in which somebody decides, grants or promises something; nil if none of the
// last ones does.
func (c *choice) act() *post.Post {
	s := c.s
	if s.State != story.InDebate && s.State != story.Open {
		return nil
	}
	for i := len(s.Posts) - 1; i >= max(1, len(s.Posts)-lastActs); i-- {
		p := s.Posts[i]
		if p == s.Opener || s.Twice[p] || !printable(p) {
			continue
		}
		us := p.Units()
		for k := range us {
			if us[k].OK && us[k].Acts.Any(language.Decides, language.Promises, language.Concedes, language.Done) {
				return p
			}
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
	mine := s.Mine(p)
	var cues []language.Cue
	if p == s.Word {
		cues = append(cues, deciding(s.State))
	}
	if mine {
		cues = append(cues, language.Works, language.Promises, language.Concedes)
	} else {
		cues = append(cues, language.Concedes, language.Promises, language.Decides, language.Done)
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
	if mine && s.State == story.Open {
		if w := c.best(p, want{need: func(u *prose.Unit) bool { return u.Asks }, anywhere: below, brief: true}); w != nil {
			return w
		}
	}
	w := c.best(p, want{reply: true, cue: language.Answers, anywhere: below && len(p.Units()) <= 3})
	if w == nil && p == s.Word && (s.State == story.Solved || s.State == story.Answered) {
		return c.best(p, want{reply: true, anywhere: true, brief: true})
	}
	if w != nil && (mine || c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopicTo) {
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
