package write

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// A source is the sentence that stood quoted above another one.
type source struct {
	post  *post.Post
	unit  int  // its index
	whole bool // it was quoted to its end
}

// A citer is somebody who quoted a sentence of another's post and wrote below it. Who answers a mail point by point
// says so what its points are.
type citer struct {
	unit     int // index of the sentence
	by       *post.Post
	from, to int // indexes of the sentences that they wrote below it, without the last
}

const (
	citedPosts  = 200 // posts of a story that are looked at for what they quote
	citedBefore = 12  // posts before another one in which its quotations are looked for, beside the post that it answers and the opening
	tailWords   = 4   // words of a quoted line by which its sentence is found
	answerUnits = 4   // sentences below a quotation that answer it
	ownWords    = 6   // words of a sentence that nobody else writes by chance
)

// cite finds which sentences of which posts are quoted above which, and who wrote a sentence first.
func (c *choice) cite() {
	c.cited, c.above, c.wrote = map[*post.Post][]citer{}, map[*post.Post]map[int]source{}, map[string]*post.Post{}
	all := c.s.All
	from := max(0, len(all)-citedPosts)
	for i, p := range slices.Concat([]*post.Post{c.s.Opener}, all[from:]) {
		us := p.Units()
		for k := range us {
			if c.wrote[us[k].Text] == nil && us[k].Words >= ownWords {
				c.wrote[us[k].Text] = p
			}
			if us[k].To == "" || i == 0 {
				continue
			}
			src, ok := c.quotedIn(p, &us[k], all[max(0, from+i-1-citedBefore):from+i-1])
			if !ok {
				continue
			}
			to := k + 1
			for to < len(us) && to < k+answerUnits && us[to].To == "" {
				to++
			}
			if c.above[p] == nil {
				c.above[p] = map[int]source{}
			}
			c.above[p][k] = src
			c.cited[src.post] = append(c.cited[src.post], citer{src.unit, p, k, to})
		}
	}
}

// quotedIn finds the sentence that stood quoted above a sentence of p: in the post that p answers, in the opening, else
// in one of those before it.
func (c *choice) quotedIn(p *post.Post, u *prose.Unit, before []*post.Post) (source, bool) {
	f := strings.Fields(u.To)
	if len(f) < tailWords {
		return source{}, false
	}
	tail := strings.Join(f[max(0, len(f)-6):], " ")
	for i := -2; i < len(before); i++ {
		var q *post.Post
		switch i {
		case -2:
			q = c.s.Parent(p)
		case -1:
			q = c.s.Opener
		default:
			q = before[len(before)-1-i]
		}
		if q == nil || q.Ident == p.Ident {
			continue
		}
		us := q.Units()
		for k := range us {
			if strings.Contains(us[k].Text, tail) {
				return source{q, k, strings.HasSuffix(us[k].Text, tail)}, true
			}
		}
	}
	return source{}, false
}

// takenUp says how much of a window others take up: more where they answer it than where they ask on. The last sentence
// of a post does not count, for it stands above whatever is written below a mail that is quoted whole.
func (c *choice) takenUp(p *post.Post, win *prose.Window) float64 {
	var who []string
	v := 0.0
	for _, x := range c.cited[p] {
		if !holds(win, x.unit) || x.unit == len(p.Units())-1 || slices.Contains(who, x.by.Ident) {
			continue
		}
		who = append(who, x.by.Ident)
		v += .5
		if win.Units[x.unit-win.Index].Asks && !x.by.Units()[x.from].Asks {
			v += .4
		}
	}
	return min(v, 1.4)
}

// answersShown reports whether a window answers a sentence that is printed already.
func (c *choice) answersShown(p *post.Post, win *prose.Window) bool {
	for i := range c.shown {
		if c.answers(p, win, &c.shown[i]) {
			return true
		}
	}
	return false
}

// answers reports whether a window of p was written below a sentence of e.
func (c *choice) answers(p *post.Post, win *prose.Window, e *Excerpt) bool {
	for _, x := range c.cited[e.Post] {
		if x.by == p && holds(&e.Window, x.unit) && win.Index < x.to && x.from < win.Index+len(win.Units) {
			return true
		}
	}
	return false
}

// answered returns the line that a window answers, where it is not understood without.
func (c *choice) answered(p *post.Post, w *prose.Window) *Line {
	u, to := &w.Units[0], c.quotedAbove(p, w, 0)
	if to != nil && !dangles(u) && !u.Cues.Has(language.YesNo) && w.Words() >= plainAlone && !c.objects(p, w) &&
		!(prose.Asks(to.Text) && prose.Count(to.Text) <= plainAlone) {
		return nil
	}
	return to
}

// quotedAbove returns what the writer of a window quoted above it, at most back sentences further up, as it stands in
// the post that it is of; nil if that is not known, or cannot be printed.
func (c *choice) quotedAbove(p *post.Post, w *prose.Window, back int) *Line {
	at, own := w.Index, p.Units()
	for at > 0 && at > w.Index-back && own[at].To == "" {
		at--
	}
	src, ok := c.above[p][at]
	if !ok || !src.whole || !printable(src.post) || src.post.Published.After(p.Published) {
		return nil
	}
	us := src.post.Units()
	q := &us[src.unit]
	if !q.OK || q.Words < 3 || q.Words > longestLine {
		return nil
	}
	if src.unit == len(us)-1 && len(us) > answerUnits && (!q.Asks || q.Cues.Has(language.Meta)) { // what stands above words below a mail that is quoted whole
		return nil
	}
	return &Line{src.post, q.Text}
}

// holds reports whether the unit with this index is one of the window's.
func holds(w *prose.Window, unit int) bool { return unit >= w.Index && unit < w.Index+len(w.Units) }
