package write

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// What speaks against others is printed beside the excerpts of a story as far as there is room. A sentence does so by a
// measure (contrary) that finds the marked one first in four of ten posts, and among the first two in six of ten: so a
// post may have several windows, and where not all have room, shorter ones.
const (
	unheardContrary = -1  // how contrary a window has to be where none of the excerpts plainly is, else leastContrary
	fewDissent      = 2   // windows of one post,
	wordsEach       = 100 // and one more for so many words of it,
	mostDissent     = 5
	spareContrary   = -2  // how contrary a window has to be where room is left,
	spareCost       = 40  // what those are worth less,
	spareWords      = 6   // and how many words they have
	besideContrary  = .2  // share of what else a window tells that counts beside that
	asideCost       = .5  // what it costs that a window speaks beside the matter, or of the mail
	leastSaid       = 4   // words
	turnWorth       = 1   // what it is worth that one takes back what is printed right before it
	wordCost        = .01 // what each of its words costs
	tightCost       = .02 // and where room is short, beside that
)

// demand returns how contrary a window has to be to stand beside some excerpts.
func (c *choice) demand(shown []Excerpt) float64 {
	for _, e := range shown {
		for i := range e.Window.Units {
			if e.Post != c.s.Opener && c.contrary(e.Post, e.Window.Index+i) > plainlyContrary {
				return leastContrary
			}
		}
	}
	return unheardContrary
}

// An option is a window that may be printed for speaking against others.
type option struct {
	w       prose.Window
	against float64 // how much it does
	rest    float64 // what else it is worth
	clear   bool    // whether it is understood by itself
}

// dissent returns those of some options of p that speak most against others, beside what is told of it.
func (c *choice) dissent(p *post.Post, options []option, told []Excerpt) []Excerpt {
	most := min(mostDissent, fewDissent+p.Words()/wordsEach)
	return c.taking(p, options, told, nil, most, func(n int) float64 {
		switch {
		case n == 0:
			return c.least
		case n >= fewDissent:
			return clearlyContrary
		}
		return leastContrary
	})
}

// spares adds to what is taken of p those of its options that speak a little against others and are understood by
// themselves, to be printed where room is left: with what is told no more than mostDissent, or a post becomes a wall. Where
// words of it are printed, they speak of the matter.
func (c *choice) spares(p *post.Post, options []option, told, taken []Excerpt) []Excerpt {
	some := len(told)+len(taken) > 0
	options = slices.DeleteFunc(options, func(o option) bool {
		return !o.clear || some && o.against <= leastContrary && c.lex.Overlap(p.WindowTerms(&o.w), c.topic) <= onTopic && c.answered(p, &o.w) == nil
	})
	before := len(taken)
	taken = c.taking(p, options, told, taken, mostDissent-len(told), func(int) float64 { return spareContrary })
	for i := before; i < len(taken); i++ {
		taken[i].weight -= spareCost
	}
	return taken
}

// taking adds to what is taken of p, beside what is told of it, those of its options that speak most against others: so many
// at most, and the nth more than least(n).
func (c *choice) taking(p *post.Post, options []option, told, taken []Excerpt, most int, least func(n int) float64) []Excerpt {
	for n := len(taken); n < most; n++ {
		x, found := c.mostAgainst(p, least(n), options, append(slices.Clone(told), taken...))
		if !found {
			break
		}
		if c.merged(p, taken, &x) {
			continue
		}
		for i := range taken { // what takes it back is not printed without it
			if taken[i].leadsTo(&x.Window) && turns(&x.Window.Units[0]) {
				x.follows, taken[i].short = true, nil
			}
		}
		taken = append(taken, x)
	}
	return taken
}

// options returns the windows of p that may be printed for speaking against others.
func (c *choice) options(p *post.Post) (all []option) {
	for _, w := range slices.Concat(linesOf(p), shows(p)) { // the windows of a post are shared
		if c.unsaid(p, &w) || author(p, &w) != "" {
			continue
		}
		o := option{w: w, against: c.speaksAgainst(p, &w, false)}
		if o.against > spareContrary || turns(&w.Units[0]) {
			tells := c.score(p, &w, want{cue: language.Answers, reply: true, first: true})
			o.rest = besideContrary*tells + briefly*b2f(c.brief(p, &w)) - wordCost*float64(w.Words())
			o.clear = w.Words() >= spareWords && !w.Units[0].Shows && (!unclear(p, &w) || c.answered(p, &w) != nil || o.against > leastContrary && c.begins(p, &w)) || c.brief(p, &w)
			all = append(all, o)
		}
	}
	return all
}

// merged joins a window to one of those that are taken, where they are one; false if it stands alone.
func (c *choice) merged(p *post.Post, taken []Excerpt, x *Excerpt) bool {
	for i := range taken {
		both, ok := joined(p, &taken[i].Window, &x.Window)
		if !ok {
			continue
		}
		e, one := excerpt(p, both), taken[i].Window
		e.weight, e.Beside, e.short = taken[i].weight, true, cmp.Or(taken[i].short, &one)
		e.follows = taken[i].follows && both.Index == one.Index
		if unclear(p, &both) {
			e.To = c.answered(p, &both)
		}
		taken[i] = e
		return true
	}
	return false
}

// joined returns two windows of p as one, where one goes on where the other ends and both together are a window, too.
func joined(p *post.Post, a, b *prose.Window) (prose.Window, bool) {
	begin, n := min(a.Index, b.Index), len(a.Units)+len(b.Units)
	if a.Index+len(a.Units) != b.Index && b.Index+len(b.Units) != a.Index {
		return prose.Window{}, false
	}
	for _, w := range p.Windows(false) {
		if w.Index == begin && len(w.Units) == n {
			return w, true
		}
	}
	return prose.Window{}, false
}

// mostAgainst returns the window of p that speaks most against others, more than least, and stands apart from those that
// are printed; with it the shorter one that says as much of it.
func (c *choice) mostAgainst(p *post.Post, least float64, options []option, printed []Excerpt) (top Excerpt, found bool) {
	var best option
	value := func(o *option, cost float64) float64 { return o.against + o.rest - cost*float64(o.w.Words()) }
	for _, o := range options {
		more := least
		if goesOn(printed, &o.w) {
			o.against = c.speaksAgainst(p, &o.w, true)
		} else if c.least == leastContrary && least >= leastContrary && touches(printed, &o.w) {
			more = plainlyContrary // else it only says more of the same
		}
		if o.against <= more || slices.ContainsFunc(printed, func(e Excerpt) bool { return overlap(e.Window, o.w) }) {
			continue
		}
		if !found || value(&o, 0) > value(&best, 0) {
			best, found = o, true
		}
	}
	if !found {
		return top, false
	}
	top = excerpt(p, best.w)
	top.weight, top.Beside = againstWorth+best.against-unheardContrary, true
	if unclear(p, &best.w) {
		top.To = c.answered(p, &best.w)
	}
	small := best
	for _, o := range options {
		if covers(best.w, o.w) && o.against > c.least && value(&o, tightCost) > value(&small, tightCost) {
			small = o
		}
	}
	if small.w.Words() < best.w.Words() {
		top.short = &small.w
	}
	return top, true
}

// shows returns the sentences of p that lead to code or a list, each as a window: "This breaks the build:".
func shows(p *post.Post) (out []prose.Window) {
	us := p.Units()
	for i := range us {
		if us[i].Shows && us[i].Words <= prose.SingleWords {
			out = append(out, prose.Window{Units: us[i : i+1], Index: i})
		}
	}
	return out
}

// touches reports whether a window stands right before or behind an excerpt of its post.
func touches(printed []Excerpt, w *prose.Window) bool {
	return slices.ContainsFunc(printed, func(e Excerpt) bool {
		return !e.Beside && (e.Window.Index+len(e.Window.Units) == w.Index || w.Index+len(w.Units) == e.Window.Index)
	})
}

// goesOn reports whether a window stands right behind a printed one of its post and takes back what that grants: "I agree.
// However, ...".
func goesOn(printed []Excerpt, w *prose.Window) bool {
	return turns(&w.Units[0]) && slices.ContainsFunc(printed, func(e Excerpt) bool { return e.leadsTo(w) })
}

// leadsTo reports whether a window of its post stands right behind an excerpt.
func (e *Excerpt) leadsTo(w *prose.Window) bool {
	return !e.entire && e.Window.Index+len(e.Window.Units) == w.Index
}

// speaksAgainst says how much a window speaks against others, more where it turns what is printed before it; less than any
// if it is not understood beside what is printed.
func (c *choice) speaksAgainst(p *post.Post, w *prose.Window, turns bool) float64 {
	whole := c.brief(p, w)
	if !whole && !sayable(w) {
		return math.Inf(-1)
	}
	v := math.Inf(-1)
	for i := range w.Units {
		v = max(v, c.contrary(p, w.Index+i))
	}
	v += turnWorth * b2f(turns)
	if w.Units[0].Shows && p != c.s.Opener {
		if _, early := p.Language.Negates(w.Units[0].Text); v < plainlyContrary && !(early && v > leastContrary) {
			return math.Inf(-1)
		}
	}
	if slices.ContainsFunc(w.Units, func(u prose.Unit) bool { return u.Cues.Any(language.Meta, language.Aside) }) {
		v -= asideCost
	}
	if whole || turns || !unclear(p, w) || c.answered(p, w) != nil {
		return v
	}
	begins := c.begins(p, w)
	if !begins && w.Words() < plainAlone {
		return math.Inf(-1)
	}
	if begins && c.s.Parent(p) != nil { // whom it answers stands beside it, or right above
		return v - besideContrary
	}
	return v - leaningCost
}

// begins reports whether a window is what its post says first, but for thanks and greetings.
func (c *choice) begins(p *post.Post, w *prose.Window) bool {
	return !slices.ContainsFunc(p.Units()[:w.Index], func(u prose.Unit) bool { return !hollow(&u) })
}

// sayable reports whether a window has words enough, begins and ends like sentences, and holds none that say nothing.
func sayable(w *prose.Window) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(w.Units[0].Text, "`\"'“‘*_@.…"))
	last := w.Units[len(w.Units)-1]
	return prose.Count(prose.Own(w.Text())) >= leastSaid && (unicode.IsLetter(first) || unicode.IsDigit(first)) &&
		(endsWell(last.Text) || last.Shows) && !slices.ContainsFunc(w.Units, func(u prose.Unit) bool {
		return !u.OK && !u.Shows || hollow(&u) || u.Cues.Any(language.Greets, language.Furniture) && u.Words < longVoid
	})
}
