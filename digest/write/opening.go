package write

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// opening chooses what the opening says: of news what is new and why it matters, of a question the question, else what
// it is about.
func (c *choice) opening() []Excerpt {
	s, o := c.s, c.s.Opener
	if !s.Root && !o.In {
		return nil // the beginning is not known
	}
	var out []Excerpt
	if p := c.revival(); p != nil {
		if x, ok := c.reply(p, false, false, false); ok && x.objects {
			return []Excerpt{x.Excerpt}
		}
		if w := c.best(p, want{cue: language.About, opener: true}); w != nil {
			return []Excerpt{excerpt(p, *w)}
		}
	}
	if printable(o) {
		if w := c.whole(o); w != nil && (s.Root || o.In) {
			return []Excerpt{excerpt(o, *w)}
		}
		switch s.Kind {
		case story.Release, story.Announcement, story.Security, story.Article:
			out = c.news(o)
		case story.Question:
			out = c.asked(o)
		case story.Discussion:
			if w := c.best(o, want{cue: language.About, opener: s.Root, reply: !s.Root}); w != nil {
				out = []Excerpt{excerpt(o, *w)}
				out[0].To = c.answered(o, w) // of a thread whose beginning is not known
			}
		default:
			if w := c.best(o, want{cue: aboutOf(s.Kind), opener: true}); w != nil {
				out = []Excerpt{excerpt(o, *w)}
			}
		}
	}
	if len(out) == 0 && s.Kind == story.Patch { // a cover letter that is a list: the first part says it
		for _, p := range s.Posts {
			if p.Ident != o.Ident || p == o || !printable(p) {
				continue
			}
			if w := c.best(p, want{cue: language.About, opener: true}); w != nil {
				out = []Excerpt{excerpt(p, *w)}
				break
			}
		}
	}
	return out
}

const lull = 10 * 24 * time.Hour // after which a thread is taken up anew

// revival returns the post that takes up a thread in the period which had slept: what it is about by then stands there.
// nil if it goes on.
func (c *choice) revival() *post.Post {
	s := c.s
	n := len(s.Before)
	if n == 0 || s.Posts[0].Published.Sub(s.Before[n-1].Published) < lull || !printable(s.Posts[0]) || s.State == story.Solved && s.Word == s.Posts[0] {
		return nil
	}
	return s.Posts[0]
}

// whole is the window that has all of a short post; nil if none has, or it can be spared of its first or last sentence.
func (c *choice) whole(p *post.Post) *prose.Window {
	ws := p.Windows(true)
	for i := range ws {
		if n := len(ws[i].Units); n > 1 && (c.spare(p, 0) || c.spare(p, n-1)) {
			continue
		}
		if ws[i].Index == 0 && len(ws[i].Units) == len(p.Units()) && ws[i].Words() >= 4 && endsWell(ws[i].Units[len(ws[i].Units)-1].Text) && c.fits(p, &ws[i], want{brief: true}) {
			return &ws[i]
		}
	}
	return nil
}

func aboutOf(kind string) language.Cue {
	switch kind {
	case story.Report:
		return language.Problem
	case story.Proposal, story.Idea:
		return language.Proposes
	}
	return language.About
}

// news is what is new in an announcement, and why it matters.
func (c *choice) news(o *post.Post) []Excerpt {
	what := c.best(o, want{cue: language.News, opener: true, plain: true, need: has(language.News)})
	if what == nil {
		what = c.best(o, want{opener: true, cue: language.About})
	}
	if what == nil {
		what = c.first(o)
	}
	if what == nil {
		return nil
	}
	out := []Excerpt{excerpt(o, *what)}
	why := c.best(o, want{cue: language.Matters, opener: true, plain: true, need: has(language.Matters), avoid: out})
	if why == nil {
		return out
	}
	return c.two(out[0], excerpt(o, *why))
}

// first is the first window of a post that may be printed at all and does not begin in the air.
func (c *choice) first(o *post.Post) *prose.Window {
	ws := o.Windows(true)
	for i := range ws {
		if n := ws[i].Words(); n >= 6 && !dangles(&ws[i].Units[0]) && !ws[i].Units[0].Cues.Any(language.Furniture, language.Meta) {
			return &ws[i]
		}
	}
	return nil
}

// asked is the question that opens a story with what leads to it; where a window has only one of the two, both.
func (c *choice) asked(o *post.Post) []Excerpt {
	w := c.best(o, want{cue: language.Problem, opener: true})
	if w == nil {
		w = c.best(o, want{cue: language.About, opener: true})
	}
	q := c.best(o, want{opener: true, question: true, need: asksItself})
	if q == nil && w == nil {
		q = c.best(o, want{opener: true, question: true, need: func(u *prose.Unit) bool { return u.Asks }})
	}
	if q == nil || w == nil || slices.ContainsFunc(w.Units, func(u prose.Unit) bool { return asksItself(&u) }) {
		return excerpts(o, cmp.Or(w, q))
	}
	if c.specific(o, q) && c.rate(o, q)+.8 > c.rate(o, w) {
		if slices.ContainsFunc(q.Units, func(u prose.Unit) bool { return !u.Asks }) {
			return excerpts(o, q)
		}
		return c.two(excerpt(o, *q), excerpt(o, *w))
	}
	alone := c.best(o, want{opener: true, need: asksItself, all: true, anywhere: true})
	if alone == nil || prose.Count(prose.Own(alone.Text())) < plainAlone { // what it quotes is no word of its own
		return excerpts(o, w)
	}
	return c.two(excerpt(o, *w), excerpt(o, *alone))
}

// rate says how much a window tells of what its writer has trouble with.
func (c *choice) rate(o *post.Post, w *prose.Window) float64 {
	return c.score(o, w, want{cue: language.Problem, opener: true})
}

// specific reports whether what a window asks is about the matter.
func (c *choice) specific(o *post.Post, w *prose.Window) bool {
	const some = .25
	var asks post.Terms
	for i := range w.Units {
		if asksItself(&w.Units[i]) {
			asks = post.Union(asks, o.UnitTerms(w.Index+i))
		}
	}
	return c.lex.Overlap(asks, c.topic) > some
}

// asksItself reports whether a sentence asks something, and not only for an answer.
func asksItself(u *prose.Unit) bool { return u.Asks && !u.Cues.Has(language.Meta) }

// two are two excerpts of an opening in their order, where the second says something else and both are short enough; it
// goes first where there is no room.
func (c *choice) two(what, beside Excerpt) []Excerpt {
	const like = .35
	if overlap(what.Window, beside.Window) || what.Window.Words()+beside.Window.Words() > twoWords ||
		post.Alike(what.Post.WindowTerms(&what.Window), beside.Post.WindowTerms(&beside.Window)) >= like {
		return []Excerpt{what}
	}
	beside.weight = math.Inf(-1)
	if beside.Window.Index < what.Window.Index {
		return []Excerpt{beside, what}
	}
	return []Excerpt{what, beside}
}

func excerpts(o *post.Post, w *prose.Window) []Excerpt {
	if w == nil {
		return nil
	}
	return []Excerpt{excerpt(o, *w)}
}

// plainly is the first words of a post that can be printed, where nothing better can.
func (c *choice) plainly(p *post.Post) []Excerpt {
	ws := p.Windows(p == c.s.Opener)
	for _, strict := range []bool{true, false} {
		for i := range ws {
			u := &ws[i].Units[0]
			if ws[i].Words() < 4 || c.unsaid(p, &ws[i]) || u.Cues.Has(language.Furniture) || dangles(u) && (strict || p == c.s.Opener) || strict && u.Cues.Has(language.Meta) {
				continue
			}
			e := excerpt(p, ws[i])
			if e.To = c.answered(p, &ws[i]); !dangles(u) || e.To != nil || i == 0 && !c.bare(p, &ws[i]) {
				return []Excerpt{e}
			}
		}
	}
	return nil
}

// someone adds a second voice where the rules have found none: the first words of the longest post by another writer.
func (c *choice) someone(opening, rest []Excerpt) []Excerpt {
	heard := voices(append(slices.Clone(opening), rest...))
	var from []*post.Post
	for _, p := range c.s.Posts {
		if !heard[p.Ident] && p != c.s.Opener && !c.s.Twice[p] && printable(p) && !p.IsStatus() {
			from = append(from, p)
		}
	}
	sort.SliceStable(from, func(i, j int) bool { return from[i].Words() > from[j].Words() })
	for _, p := range from {
		if e := c.plainly(p); e != nil {
			rest = append(rest, e...)
			sort.SliceStable(rest, func(i, j int) bool { return post.Before(rest[i].Post, rest[j].Post) })
			break
		}
	}
	return rest
}
