package write

import (
	"cmp"
	"slices"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// lastPosts is how many posts from its end on a story is looked at for its last word.
const lastPosts = 5

// end returns the last word of a story: of what is settled, the words that settle it; else the sentence of its last posts
// that most says how it ends. It is nil if there is none, or an objection that is taken is it.
func (c *choice) end(taken []candidate) *Excerpt {
	var top *Excerpt
	final := c.final()
	for _, p := range c.lasting() {
		us, made := p.Units(), p == c.s.Word
		for i := range us {
			v := c.concludes(p, i) - notFinal*b2f(p != final)
			if !us[i].OK || top != nil && v <= top.weight {
				continue
			}
			w := c.closing(p, &us[i])
			if w != nil && !made && (c.tellsNothing(p, w) || us[i].Cues.Has(language.Meta) && c.void(p, i)) {
				continue
			}
			below := c.below(p, taken)
			plain := made || below && us[i].Acts.Any(language.Works, language.Done, language.Promises, language.Concedes)
			if w == nil || !plain && c.bare(p, w) && c.answered(p, w) == nil {
				continue
			}
			if v -= leaning(w, below); top == nil || v > top.weight {
				e := excerpt(p, *w)
				e.weight, top = v, &e
			}
		}
	}
	if top == nil || top.Post != c.s.Word && objected(taken, top.Post) {
		return nil
	}
	top.To, top.weight = c.answered(top.Post, &top.Window), endWorth
	return top
}

// lasting returns the posts that may hold the last word, those that most may first.
func (c *choice) lasting() []*post.Post {
	var from []*post.Post
	if made := c.s.Word; c.ends(made) {
		if from = append(from, made); settled(c.s.State) {
			return from
		}
	}
	n := len(from)
	for i := len(c.s.Posts) - 1; i >= 0 && len(from) < n+lastPosts; i-- {
		if p := c.s.Posts[i]; p != c.s.Word && c.ends(p) {
			from = append(from, p)
		}
	}
	return from
}

// leaning is what a last word loses that leans on words that are not printed: more on those of its own post than on those
// of others, and nothing on theirs where it begins with saying that it works.
func leaning(w *prose.Window, below bool) float64 {
	switch {
	case !leans(w):
		return 0
	case w.Index > 0:
		return unled
	case below || w.Units[0].Acts.Any(language.Works):
		return 0
	}
	return inTheAir
}

// settled reports whether nothing is open in a state, so that what is said afterwards is another matter.
func settled(state string) bool {
	switch state {
	case story.Solved, story.Merged, story.Decided, story.Passed, story.Failed, story.Withdrawn:
		return true
	}
	return false
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

// below reports whether the post that p answers is printed above it, so that p's words may point at it.
func (c *choice) below(p *post.Post, taken []candidate) bool {
	up := c.s.Parent(p)
	return up != nil && (slices.ContainsFunc(c.shown, func(e Excerpt) bool { return e.Post == up }) ||
		slices.ContainsFunc(taken, func(x candidate) bool { return x.Post == up }))
}

// closing is the best window of p that holds a sentence; the sentence alone where that would lean on words before it.
func (c *choice) closing(p *post.Post, u *prose.Unit) *prose.Window {
	w := c.sentence(p, u, true)
	if w == nil || dangles(u) || !leans(w) {
		return w
	}
	is := func(x *prose.Unit) bool { return x.Para == u.Para && x.Text == u.Text }
	return cmp.Or(c.best(p, want{need: is, all: true, brief: true}), w)
}

// leans reports whether a window begins with words that need those before them.
func leans(w *prose.Window) bool {
	return dangles(&w.Units[0]) || w.Index == 0 && w.Units[0].Cues.Has(language.YesNo)
}

// objected reports whether what a post objects is taken.
func objected(taken []candidate, p *post.Post) bool {
	return slices.ContainsFunc(taken, func(x candidate) bool { return x.objects && x.Post == p })
}

// final returns the last post of the period that may hold the last word; nil if none does.
func (c *choice) final() *post.Post {
	for i := len(c.s.Posts) - 1; i >= 0; i-- {
		if p := c.s.Posts[i]; c.ends(p) {
			return p
		}
	}
	return nil
}

// ends reports whether a post may hold the last word: it is one of the period, and no mere vote for what is proposed.
func (c *choice) ends(p *post.Post) bool {
	if p == nil || !p.In || p == c.s.Opener || c.s.Twice[p] || !printable(p) || len(p.Units()) == 0 {
		return false
	}
	if vote, ok := c.casts(p); !ok || vote <= 0 {
		return true
	}
	return slices.ContainsFunc(c.s.All, func(q *post.Post) bool {
		vote, _ := c.casts(q)
		return vote < 0 && c.s.By(q) == c.s.By(p)
	})
}

// What of a sentence makes it a last word. The weights are those of a logistic regression (rounded) on the last posts of
// 240 threads of five communities, in which readers had marked the sentence that says how the thread ends: in three of
// four threads it stands in the last post.
const (
	notFinal = 3.1
	ofState  = 2.3 // it stands in the post that made the state
	stating  = 1.8 // and says so
	inTheAir = 1.5 // it leans on words of others that are not printed
	unled    = 3.5 // or of its own
)

// concludes says how much the i-th sentence of p says how a story ends: it says that something works or was done, is
// promised or granted; answers yes or no; is said in the first person; is the last of its post.
func (c *choice) concludes(p *post.Post, i int) float64 {
	us := p.Units()
	u := &us[i]
	v := .7*b2f(i == len(us)-1) - .65*b2f(u.Words < 9) - .75*b2f(u.Item)
	if p == c.s.Word {
		v += ofState + stating*b2f(u.Acts.Has(deciding(c.s.State)))
	}
	v += 1.4*b2f(u.Cues.Has(language.YesNo)) + 1.8*b2f(u.Acts.Any(language.Works, language.Done))
	v += .8*b2f(u.Acts.Any(language.Promises, language.Concedes)) + .6*b2f(ofSelf(p, u))
	return v - .9*b2f(u.Cues.Has(language.Aside)) - .7*b2f(prose.Asks(u.To)) - .7*b2f(!endsWell(u.Text))
}

// ofSelf reports whether a sentence of p begins to speak of who writes it.
func ofSelf(p *post.Post, u *prose.Unit) bool {
	const first = 3 // words
	words := p.Language.Words(u.Text)
	return slices.ContainsFunc(words[:min(first, len(words))], func(w string) bool { return p.Language.Proof.Person[w] })
}

// deciding is what the words say that bring a story to a state.
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
