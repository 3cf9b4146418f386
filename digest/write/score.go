package write

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// A want says what kind of window is looked for.
type want struct {
	cue      language.Cue           // that its sentences should show
	reply    bool                   // an answer: agreement and news of what was done serve as well as cue
	opener   bool                   // it opens a story
	plain    bool                   // the words of the subject do not count: every sentence of an announcement has them
	question bool                   // it has to end in its question
	need     func(*prose.Unit) bool // what one of its sentences has to be
	all      bool                   // or each of them
	avoid    []Excerpt
	shown    bool // what it answers is printed right above, so that it may point back
	anywhere bool // it may point back wherever it stands in its post
	brief    bool // it may be short: a last word, a bare yes or no
	first    bool // it answers the opening, as who answers a question does in the first sentences
	must     bool // whatever it says beside what it needs: somebody objects, and that is heard
}

func has(cue language.Cue) func(*prose.Unit) bool {
	return func(u *prose.Unit) bool { return u.Cues.Has(cue) }
}

// dangles reports whether a sentence begins with a word that needs the one before.
func dangles(u *prose.Unit) bool {
	return u.Cues.Has(language.Dangles) && !u.Cues.Has(language.StandsAlone)
}

// unsaid reports whether a window is not to be printed, because its writer takes it back later, or only says again what
// stands elsewhere.
func (c *choice) unsaid(p *post.Post, win *prose.Window) bool {
	return c.revoked[p] || win.Index+len(win.Units) <= c.amendment(p) || c.repeats(p, win)
}

var amends = lazyregexp.New(`(?i)^[(*\[]*(?:edit|update|correction|erratum|korrektur|nachtrag)\b[ \d]*[*]*:`)

// amendment returns the index of the sentence in which a post takes back what stands before it: "Edit: this is wrong."; -1
// if it has none.
func (c *choice) amendment(p *post.Post) int {
	at, known := c.amended[p]
	if !known {
		at = slices.IndexFunc(p.Units(), func(u prose.Unit) bool {
			return amends.MatchString(u.Text) && slices.ContainsFunc(p.Language.Words(u.Text), func(w string) bool { return p.Language.Errs[w] })
		})
		c.amended[p] = at
	}
	return at
}

// revoke finds the answers that their writers take back in a later post: "please disregard my last mail".
func (c *choice) revoke() {
	c.revoked, c.amended = map[*post.Post]bool{}, map[*post.Post]int{}
	last := map[string]*post.Post{} // of each writer
	for _, q := range c.s.All {
		p := last[q.Ident]
		last[q.Ident] = q
		if up := c.s.Parent(q); up != nil && up.Ident == q.Ident {
			p = up
		}
		if p == nil || p == c.s.Opener || c.s.Mine(q) {
			continue
		}
		us := q.Units()
		if slices.ContainsFunc(us[:min(firstUnits, len(us))], func(u prose.Unit) bool { return u.Acts.Has(language.Withdraws) }) {
			c.revoked[p] = true
		}
	}
}

// repeats reports whether a window only says again, without a mark of quotation, what somebody else said, or what its
// writer said before, but in a new version of a change.
func (c *choice) repeats(p *post.Post, win *prose.Window) bool {
	for i := range win.Units {
		if first := c.wrote[win.Units[i].Text]; first != nil && first != p && (first.Ident != p.Ident || p != c.s.Opener && story.KindOf(p) != story.Patch) {
			return true
		}
	}
	return !c.s.Mine(p) && win.Words() >= 5 && strings.Contains(c.said, win.Units[0].Text)
}

// pointsBack reports whether a window begins with a word that needs what stands before it, and that is not printed.
func (w *want) pointsBack(win *prose.Window) bool {
	return dangles(&win.Units[0]) && !w.anywhere && !(w.shown && win.Index == 0)
}

const (
	leastReply  = -.6 // score below which a window says nothing
	leastBrief  = -2
	leastOpener = 0

	inSum     = 2   // what a window gains that its writer says is the sum of the post
	entire    = 1.2 // what a window gains that is all of its post
	leadWords = 5   // of a line, below which it only leads up to a paragraph that leans on it
)

// best returns the best window of p for what is wanted; nil if none is good enough.
func (c *choice) best(p *post.Post, w want) *prose.Window {
	ws := p.Windows(w.opener)
	var found *prose.Window
	top := math.Inf(-1)
	for i := range ws {
		if !c.fits(p, &ws[i], w) || w.pointsBack(&ws[i]) && c.answered(p, &ws[i]) == nil || c.unsaid(p, &ws[i]) {
			continue
		}
		v := c.score(p, &ws[i], w)
		if w.brief {
			v += 1.2*b2f(ws[i].Words() < 12) - .9*b2f(dangles(&ws[i].Units[0]))
		}
		if w.need != nil && !w.opener && w.need(&ws[i].Units[len(ws[i].Units)-1]) {
			v += .2
		}

		if v = math.Round(v*1000) / 1000; v > top {
			top, found = v, &ws[i]
		}
	}
	if found == nil || top <= w.least() {
		return nil
	}
	return found
}

// least is the score that a window has to exceed.
func (w want) least() float64 {
	switch {
	case w.must:
		return math.Inf(-1)
	case w.brief || w.opener && w.need != nil:
		return leastBrief
	case w.opener:
		return leastOpener
	}
	return leastReply
}

// fits reports whether a window may be taken at all.
func (c *choice) fits(p *post.Post, win *prose.Window, w want) bool {
	us := win.Units
	n := win.Words()
	if w.need != nil {
		met := 0
		for i := range us {
			met += int(b2f(w.need(&us[i])))
		}
		if met == 0 || w.all && met < len(us) {
			return false
		}
	}
	for _, e := range w.avoid {
		if overlap(e.Window, *win) {
			return false
		}
	}
	switch {
	case n < 2, n < 4 && !w.brief, us[0].Words < 4 && !w.brief && !(win.Index == 0 && w.shown) && !(len(us) > 1 && (win.Index == 0 || w.must)):
		return false
	case len(us) > 1 && us[0].Words < leadWords && us[1].Para != us[0].Para && dangles(&us[1]): // "There are differences." and below it "First, ..."
		return false
	case !w.must && len(us) < len(p.Units()) && strings.HasPrefix(us[0].Text, "("): // begins beside the matter
		return false
	case us[0].Item && len(us) == 1 && n < 8 && !w.brief:
		return false
	case w.question && !us[len(us)-1].Asks: // on to the question itself
		return false
	case w.opener && n < 10 && !endsWell(us[len(us)-1].Text): // the end of a list, a name, a label
		return false
	}
	empty := !w.opener && !w.brief && w.need == nil
	for i := range us {
		if us[i].Cues.Has(language.Furniture) && us[i].Words < 16 {
			return false
		}
		empty = empty && c.spare(p, win.Index+i)
	}
	if empty {
		return false
	}
	if w.opener && w.need == nil {
		for i := range us {
			if !us[i].Cues.Has(language.Meta) {
				return true
			}
		}
		return false
	}
	return true
}

// endsWell reports whether a sentence ends in a mark.
func endsWell(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?)…”\"。！？", r)
}

// codeWords counts the words of a text that are names of code: with dots, underscores or brackets inside.
func codeWords(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		w = strings.Trim(w, ".,;:!?\"'“”")
		if strings.Contains(w, "_") || strings.HasSuffix(w, "()") || strings.Contains(w, ".") {
			n++
		}
	}
	return n
}

// turns reports whether a sentence begins with a word that takes back the one before.
func turns(u *prose.Unit) bool { return u.Cues.Has(language.Reserves) && dangles(u) }

// score says how much a window tells of the matter. Its parts and their weights are those of the trial that was read
// aloud on many days: the words that it shares with the matter, its place in the post, the acts that are wanted;
// against it what points elsewhere, what is an aside, courtesy.
func (c *choice) score(p *post.Post, win *prose.Window, w want) float64 {
	us, text, n := win.Units, win.Text(), win.Words()
	terms := p.WindowTerms(win)
	topic := c.topic
	if w.plain {
		topic = nil
	}
	most, early := 2.4, .9
	switch {
	case w.opener:
		most, early = 1.8, 1.5
	case w.first:
		early = 1.6
	}
	v := min(most, c.lex.Overlap(terms, topic))
	title := 0.0
	for _, id := range terms {
		if topic[id] == 1 {
			title = max(title, c.lex.Weight(id))
		}
	}
	v += .7*title + early/(1+.35*float64(win.Index)) + inSum*b2f(us[0].Sums && us[0].First) - 1.2*b2f(us[0].Item) - .4*b2f(us[0].Item && w.opener)
	acts, meta, scene, asides := 0, 0, 0, 0
	for i := range us {
		if w.opener && us[i].Cues.Has(language.Scene) {
			scene++
			continue
		}
		if us[i].Cues.Has(w.cue) || w.reply && us[i].Cues.Any(language.Answers, language.Agrees, language.Updates) {
			acts++
		}
		meta += int(b2f(c.idle(p, win, i)))
		if i > 0 && us[i].Cues.Has(language.Aside) {
			asides = 1
		}
	}
	if w.opener && (acts == 0 || w.cue == language.About) && !slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Asks || u.Cues.Has(language.Proposes) }) {
		v -= .05 * float64(min(max(win.Index-5, 0), 25)) // the details
	}
	v += math.Sqrt(float64(acts))
	v += ofLength(n, w.opener)
	strict := .4
	if w.opener {
		strict = .8
	}
	v -= strict * b2f((len(us) == 1 || w.opener) && us[0].Cues.Has(language.Vague))
	v -= 2*b2f(us[0].Cues.Has(language.Aside)) + .5*float64(asides)
	points := false
	for i := range us {
		points = points || us[i].Cues.Has(language.Points)
	}
	v -= .6 * b2f(w.opener && (c.idle(p, win, 0) || us[0].Cues.Has(language.Thanks)))
	v -= .6*float64(scene) + .4*b2f(w.opener && us[0].Cues.Has(language.Scene))
	v -= 1.1*b2f(points) + .8*float64(meta) + .8*float64(strings.Count(text, prose.Link))
	v -= w.leaning(win, text)
	v -= .3 * math.Sqrt(float64(min(codeWords(text), 12)))
	v -= b2f(w.opener && us[len(us)-1].Cues.Has(language.Works))
	open := .5
	if w.opener {
		open = 1
	}
	v -= open*b2f(!endsWell(text)) + 1.2*b2f(us[len(us)-1].Leads || dumped(text))
	v += .25 * b2f(strings.ContainsAny(text, "0123456789"))
	return v + c.around(p, win, w)
}

// idle reports whether a sentence of a window greets, or is about the mail itself and says nothing of the matter: "sorry
// for the long mail", but not "sorry for the noise, but we look for somebody who ..." below a title that says so.
func (c *choice) idle(p *post.Post, win *prose.Window, i int) bool {
	const some = 2 // words of the title
	if u := &win.Units[i]; u.Cues.Has(language.Greets) || !u.Cues.Has(language.Meta) {
		return u.Cues.Has(language.Greets)
	}
	named := 0
	for _, id := range p.UnitTerms(win.Index + i) {
		named += int(b2f(c.topic[id] == 1))
	}
	return named < some
}

// ofLength is what the number of its words adds to a window: little for a few, most for a whole one.
func ofLength(words int, opener bool) float64 {
	switch {
	case words < 6:
		return -1.2
	case words < 8:
		return -.8
	case words < 12:
		return 0
	}
	per := .5
	if opener {
		per = .9
	}
	return .2 + per*float64(min(words, 45))/45
}

// leaning is what a window loses that begins in the middle of something.
func (w want) leaning(win *prose.Window, text string) float64 {
	first := &win.Units[0]
	dangling := 1.6
	switch {
	case first.To != "" || w.brief:
		dangling = .3
	case !w.pointsBack(win): // what it points at stands above, but a reader has to find it
		dangling = .9
	}
	letter, _ := utf8.DecodeRuneInString(text)
	lower := .8
	if w.opener {
		lower = .4
	}
	return dangling*b2f(dangles(first)) + lower*b2f(unicode.IsLower(letter)) + .7*b2f(first.Cues.Has(language.VagueSubject))
}

// around says how well a window is cut out of its post: what others take up of it counts for it, and against it what is
// cut off right before and behind.
func (c *choice) around(p *post.Post, win *prose.Window, w want) float64 {
	us, all := win.Units, p.Units()
	v := c.takenUp(p, win)
	v -= .6 * b2f(!w.brief && (hollow(&us[0]) || (w.opener || win.Index > 0) && c.spare(p, win.Index))) // else it may be all of an answer
	if last := win.Index + len(us) - 1; len(us) > 1 && w.need == nil && (w.opener || last < len(all)-1) && !dangles(&all[last]) {
		v -= .3 * b2f(c.spare(p, last))
	}
	v += .8 * b2f(!w.opener && c.answersShown(p, win))
	if !w.opener && win.Index > 0 && all[win.Index-1].Cues.Has(language.YesNo) && all[win.Index-1].Para == us[0].Para {
		v -= .6 // cuts off the answer itself
	}
	if len(us) > 1 && len(us) == len(all) && !c.spare(p, 0) {
		return v + entire // nothing is left out
	}
	if next := win.Index + len(us); next < len(all) && turns(&all[next]) && all[next].Para == us[len(us)-1].Para {
		v -= .5 // the writer goes on to take it back
	}
	return v
}
