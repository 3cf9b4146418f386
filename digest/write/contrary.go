package write

import (
	"cmp"
	"slices"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// How contrary a sentence has to be to be printed for that. Of the threads in which readers saw a real objection nine in
// ten have a sentence above leastContrary, of the others half.
const (
	leastContrary   = -.5
	clearlyContrary = -.2 // for a second and a third one, and to stay where a story has to shrink
	plainlyContrary = .2  // to be printed even where it points back, which costs leaningCost, or beside the answer of the same post
	leaningCost     = .6
	againContrary   = 1 // for another one by the same person

	// rejoins is how much more contrary a sentence is in which who asked takes something back of an answer, or says that it did
	// not help. It is none of the regression, whose threads had too few.
	rejoins = .8

	maxSides = 3 // excerpts of a debate that are printed for being contrary
	twoSides = 2 // the same of a short thread
)

// contrary says how much the i-th sentence of p speaks against what another wrote. Who objects seldom says so in as many
// words, but the sentence shows it: it denies something early on, stands right below a statement that is quoted, is about
// what the answered post is about, and is answered itself. The weights are those of a logistic regression (rounded) on
// the sentences of 240 threads of five communities, in which readers had marked the objections. Fitted to one half of
// the threads it finds the objector first in four of five threads of the other half.
func (c *choice) contrary(p *post.Post, i int) float64 {
	all, known := c.opposed[p]
	if !known {
		all = make([]float64, len(p.Units()))
		for k := range all {
			all[k] = c.speaking(p, k)
		}
		c.opposed[p] = all
	}
	return all[i]
}

// speaking makes what contrary returns.
func (c *choice) speaking(p *post.Post, i int) float64 {
	s, us := c.s, p.Units()
	u := &us[i]
	v := .8*b2f(s.Disputes(p) || s.Mine(p)) - .6*b2f(s.Mine(p)) - .65*b2f(s.Inquires()) + .2*float64(min(len(c.kids[p.Key]), 3)) - 1.6
	v += 1.6*b2f(u.Acts.Has(language.Objects) || s.ObjectsIn(p, u)) + 1.2*b2f(u.Acts.Has(language.Doubts))
	v += .4*b2f(u.Cues.Has(language.Rhetoric)) + .5*b2f(u.Acts.Has(language.Trouble)) + .3*b2f(turns(u))
	if up := s.Parent(p); s.Mine(p) && s.Inquires() && up != nil && !s.Mine(up) && (u.Cues.Has(language.Reserves) || u.Acts.Any(language.Trouble, language.Undoes)) {
		v += rejoins
	}
	negates, early := p.Language.Negates(u.Text)
	v += .35*b2f(negates) + .4*b2f(early)
	for up := 0; up < 3 && up <= i; up++ {
		if to := us[i-up].To; to != "" {
			if v += .3 + .35*b2f(up == 0); prose.Asks(to) {
				v -= .2
			}
			break
		}
	}
	v += c.sharedWith(s.Parent(p), p.UnitTerms(i))
	v += .5*float64(min(u.Words, 40))/40 - 1.1*b2f(u.Words < 6) - .9*b2f(u.Item) - 1.5*float64(min(i, 20))/20
	v -= .4*b2f(u.Cues.Has(language.Thanks)) + .75*b2f(u.Cues.Has(language.Meta)) + .6*b2f(u.Cues.Has(language.YesNo))
	v -= .8*b2f(u.Cues.Has(language.Lacks) && !u.Acts.Has(language.Objects)) + .3*b2f(u.Cues.Has(language.Seeks)) + .35*b2f(u.Acts.Has(language.Updates)) + .2*b2f(u.Asks)
	return v
}

// sharedWith says how much of what a sentence speaks of another post speaks of, up to 1.1.
func (c *choice) sharedWith(up *post.Post, terms post.Terms) float64 {
	const much = 12
	if up == nil {
		return 0
	}
	shared, all, theirs := 0.0, 0.0, up.Terms()
	for _, id := range terms {
		w := c.lex.Weight(id)
		all += w
		if _, ok := slices.BinarySearch(theirs, id); ok {
			shared += w
		}
	}
	if all == 0 {
		return 0
	}
	return .75*shared/all + .35*min(shared, much)/much
}

// opposing returns the most contrary excerpt of each person, best first; of who is plainly against it in several posts,
// that of each.
func (c *choice) opposing(from []*post.Post, opening []Excerpt) []candidate {
	var out []candidate
	for _, p := range from {
		if !p.In || !printable(p) || c.s.Twice[p] || slices.ContainsFunc(opening, func(e Excerpt) bool { return e.Post == p }) {
			continue
		}
		if x, ok := c.mostContrary(p, leastContrary); ok {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.value, x.value), x.Post.Published.Compare(y.Post.Published), cmp.Compare(x.Post.ID, y.Post.ID))
	})
	heard := map[string]bool{}
	return slices.DeleteFunc(out, func(x candidate) bool {
		again := heard[x.Post.Ident]
		heard[x.Post.Ident] = true
		return again && (x.value < againContrary || dangles(&x.Window.Units[0]))
	})
}

// mostContrary returns the window of p that holds its most contrary sentence which can stand alone, if it is more
// contrary than least.
func (c *choice) mostContrary(p *post.Post, least float64) (top candidate, found bool) {
	us := p.Units()
	for i := range us {
		v := c.contrary(p, i)
		if !us[i].OK || v <= least {
			continue
		}
		w := c.sentence(p, &us[i], v >= plainlyContrary)
		if w == nil {
			continue
		}
		e := excerpt(p, *w)
		if e.To = c.answered(p, w); e.To == nil && c.bare(p, w) {
			continue
		} else if e.To == nil && dangles(&w.Units[0]) {
			v -= leaningCost
		}
		if v > least {
			least, top, found = v, candidate{Excerpt: e, value: v, denies: true, contrary: v}, true
		}
	}
	return top, found
}

// sentence returns the best window of p that holds a sentence: one that is understood alone, or where it must be said,
// any.
func (c *choice) sentence(p *post.Post, u *prose.Unit, must bool) *prose.Window {
	is := func(x *prose.Unit) bool { return x.Para == u.Para && x.Text == u.Text }
	w := c.best(p, want{need: is})
	if w == nil && must {
		w = c.best(p, want{need: is, anywhere: true, brief: true, must: true})
	}
	return w
}

// sharpened notes how contrary those are who speak, and gives to them, in a story that is no inquiry, the words of the
// same post that are.
func (c *choice) sharpened(all, against []candidate) []candidate {
	for i := range all {
		x := &all[i]
		k := slices.IndexFunc(against, func(y candidate) bool { return y.Post == x.Post })
		if k < 0 {
			continue
		}
		if x.contrary = against[k].contrary; x.contrary >= 0 && !c.s.Inquires() && !x.accepted && !x.objects {
			x.Excerpt, x.denies = against[k].Excerpt, true
		}
	}
	return all
}

// withSides adds to what is taken those who speak most against others, whether or not a cue says that they object. A
// post that is taken for other words gives them up, unless they answer the question of the opening.
func (c *choice) withSides(take, against []candidate) []candidate {
	most := twoSides
	if len(c.s.Posts) >= manyPosts {
		most = maxSides
	}
	for k, x := range against {
		if most == 0 || k > 0 && x.value < clearlyContrary {
			break
		}
		i := slices.IndexFunc(take, func(y candidate) bool { return y.Post == x.Post })
		switch {
		case i < 0:
			take = append(take, x)
		case overlap(take[i].Window, x.Window), take[i].objects:
			take[i].denies, take[i].contrary = true, x.contrary
		case (c.s.Inquires() || take[i].accepted) && x.contrary >= plainlyContrary:
			take = append(take, x)
		case c.s.Inquires() || take[i].accepted:
			continue
		default:
			take[i] = x
		}
		most--
	}
	return take
}

// rejoinders are what who asked says to the answers, where they do not serve.
func (c *choice) rejoinders() []*post.Post {
	return slices.DeleteFunc(slices.Clone(c.s.Back), func(p *post.Post) bool { return c.s.Disputes(p) })
}
