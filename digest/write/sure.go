package write

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// What is printed is chosen by what it may do, and labelled by what it does for certain: words under a wrong label are
// read wrongly, words without one are read.

const (
	headWords = 6  // of a sentence, in which it says what it is about to do
	nearWords = 10 // within which a second negation turns the first one round
)

// opposes reports whether one of the printed sentences speaks plainly against what somebody else says.
func (c *choice) opposes(e *Excerpt) bool {
	if !c.s.Disputes(e.Post) || c.explains(e.Post) {
		return false
	}
	us, begin := e.Post.Units(), e.Window.Index
	end := begin + len(e.Window.Units)
	if e.To == nil && c.bare(e.Post, &e.Window) {
		begin++
	}
	for i := begin; i < end; i++ {
		if c.s.ObjectsIn(e.Post, &us[i]) && !mild(e.Post, i) {
			return true
		}
	}
	return false
}

// explains reports whether a post of the opener's answers one that asks, wants nothing of anybody, and has nothing against what
// they do.
func (c *choice) explains(p *post.Post) bool {
	up := c.s.Parent(p)
	if !c.s.Mine(p) || up == nil || c.s.Mine(up) {
		return false
	}
	asks := false
	for _, u := range up.Units() {
		if u.Acts.Any(language.Objects, language.Doubts, language.Proposes) || u.Cues.Any(language.Proposes, language.Rhetoric) || c.s.ObjectsIn(up, &u) ||
			u.Asks && says(up, u.Text, up.Language.Address) { // "will you move it there?"
			return false
		}
		asks = asks || u.Asks
	}
	return asks
}

// mild reports whether the i-th sentence of p has words that object, and may still be against nobody.
func mild(p *post.Post, i int) bool {
	u := &p.Units()[i]
	return u.Asks && !u.Acts.Any(language.Objects, language.Doubts) ||
		grants(p, i) || ofOwn(p, i) || reassures(p, u) || recounts(p, u) || onlyWeighs(p, u)
}

// grants reports whether the i-th sentence of p, or the one before it, grants what another says, and it takes nothing of
// that back: "very true, there is no point in it", "I admit that it was a bad idea".
func grants(p *post.Post, i int) bool {
	us := p.Units()
	u := &us[i]
	if yields(p, u) {
		return !p.Language.Cues(afterTurn(p, u)).Any(language.Objects, language.Doubts)
	}
	if u.First || i == 0 || turns(u) {
		return false
	}
	before := &us[i-1]
	return before.First && before.Acts.Any(language.Agrees, language.Concedes, language.Withdraws) || dangles(u) && yields(p, before) || endsGranting(p, before)
}

// yields reports whether a sentence begins with words that grant something, and deny nothing before them.
func yields(p *post.Post, u *prose.Unit) bool {
	words := p.Language.Words(u.Text)
	for k, w := range words[:min(headWords/2, len(words))] {
		if p.Language.Denies(w) {
			return false
		}
		if p.Language.Grants[w] {
			return !p.Language.Proof.Hedges[words[max(0, k-1)]]
		}
	}
	return false
}

// endsGranting reports whether a sentence ends with such a word, and is not that word alone: "your conclusion is right".
func endsGranting(p *post.Post, u *prose.Unit) bool {
	words := p.Language.Words(u.Text)
	n := len(words)
	return n > headWords/3 && !u.Asks && p.Language.Grants[words[n-1]] && !slices.ContainsFunc(words[max(0, n-headWords):], p.Language.Denies)
}

// afterTurn returns the words of a sentence behind the first that takes something back: behind its "but".
func afterTurn(p *post.Post, u *prose.Unit) string {
	words := p.Language.Words(prose.Own(u.Text))
	i := slices.IndexFunc(words, func(w string) bool { return p.Language.Cues(w).Has(language.Reserves) })
	if i < 0 {
		return ""
	}
	return strings.Join(words[i+1:], " ")
}

// ofOwn reports whether the i-th sentence of p is about its writer's own words before it: the answer to a question that
// they put themselves, what they say of a point of their list, the drawback of what they have in mind.
func ofOwn(p *post.Post, i int) bool {
	us := p.Units()
	u := &us[i]
	if i == 0 || u.To != "" {
		return false
	}
	before := &us[i-1]
	if before.Para == u.Para && (listed(us, u) || before.Asks && u.Words < plainAlone && len(p.Language.Address) > 0 && !says(p, before.Text, p.Language.Address)) {
		return true
	}
	return says(p, head(u.Text), p.Language.Drawbacks) && !says(p, u.Text, p.Language.Address)
}

// listed reports whether a sentence stands in a list: in a point of it, or in a paragraph between two points that goes on
// with the first.
func listed(us []prose.Unit, u *prose.Unit) bool {
	begin := slices.IndexFunc(us, func(x prose.Unit) bool { return x.Para == u.Para })
	end := begin
	for end < len(us) && us[end].Para == u.Para {
		end++
	}
	return us[begin].To == "" && (u.Item || begin > 0 && end < len(us) && us[begin-1].Item && us[end].Item)
}

// reassures reports whether what a sentence does not believe is bad: "I don't think that it will break", "I see no
// reason why it should not".
func reassures(p *post.Post, u *prose.Unit) bool {
	l, words := p.Language, p.Language.Words(prose.Own(u.Text))
	i := slices.IndexFunc(words, func(w string) bool { return l.Negations[w] })
	if i < 0 {
		return false
	}
	rest := words[i+1 : min(len(words), i+1+nearWords)]
	for k, w := range rest {
		switch {
		case l.Negations[w]:
			return slices.ContainsFunc(rest[max(0, k-headWords):k], func(w string) bool { return l.Reasons[w] })
		case k > 0 && l.Harms[w] && !u.Acts.Has(language.Objects):
			return l.Proof.Future[rest[k-1]] || l.Proof.Possible[rest[k-1]]
		}
	}
	return false
}

// recounts reports whether a sentence begins to tell what happened to its writer, or what they meant: "one problem I had",
// "sorry, I was not clear".
func recounts(p *post.Post, u *prose.Unit) bool {
	words := p.Language.Words(u.Text)
	if says(p, u.Text, p.Language.Address) {
		return false
	}
	for k := range min(headWords, len(words)-1) {
		if p.Language.Proof.Person[words[k]] && p.Language.Past[words[k+1]] {
			return true
		}
	}
	return false
}

// onlyWeighs reports whether all that a sentence has against a thing is what it costs, that something could happen, or
// that its writer does not know.
func onlyWeighs(p *post.Post, u *prose.Unit) bool {
	l := p.Language
	words := l.Words(prose.Own(u.Text))
	all := strings.Join(words, " ")
	left := strings.Join(slices.DeleteFunc(words, func(w string) bool { return l.Costs[w] || l.Proof.Open[w] }), " ")
	for _, unsure := range l.Unsure {
		left, _, _ = strings.Cut(left, unsure) // behind it stands what they do not know
	}
	return left != all && !u.Asks && !l.Cues(left).Any(language.Objects, language.Doubts)
}

// offers reports whether a sentence says what its writer proposes, and does not only speak of proposals.
func offers(p *post.Post, u *prose.Unit) bool {
	l, words := p.Language, p.Language.Words(prose.Own(u.Text))
	named := func(w string) bool { return l.Proposals[w] }
	for k := range words[:max(0, len(words)-1)] {
		if !l.Proof.Person[words[k]] {
			continue
		}
		near := 1 + headWords/3 // "my proposal", "I have proposed"
		if l.Proof.Possible[words[k+1]] {
			near = 1 + headWords // "I would like to make a proposal"
		}
		rest := words[k+1 : min(len(words), k+near)]
		if l.Intends[rest[0]] || slices.ContainsFunc(rest, named) && !slices.ContainsFunc(rest, l.Denies) {
			return true
		}
	}
	return l.Cues(strings.Join(slices.DeleteFunc(words, named), " ")).Has(language.Proposes)
}

// wonders reports whether a sentence of an excerpt asks something that its writer wants to know. In a talk a question that
// speaks to nobody, and behind which its writer goes on, but not to speak of themselves, is one that they answer or that
// mocks.
func (c *choice) wonders(e *Excerpt, k int) bool {
	u := &e.Window.Units[k]
	if !u.Asks || leadsTo(u) {
		return false
	}
	if c.s.Kind == story.Question && !turns(u) {
		return true
	}
	l, us, i := e.Post.Language, e.Post.Units(), e.Window.Index+k
	last := i+1 >= len(us) || us[i+1].Asks || ofSelf(e.Post, &us[i+1]) || us[i+1].Para != u.Para && k+1 == len(e.Window.Units)
	return last || u.Cues.Has(language.Seeks) ||
		says(e.Post, u.Text, l.Address) || says(e.Post, u.Text, l.Proof.Person)
}

// leadsTo reports whether a sentence says at length what its question is about, as who tells what they asked themselves: "so
// we take the price of each: is it the lowest?", but not "my question is: is it the lowest?"
func leadsTo(u *prose.Unit) bool {
	lead, _, ok := strings.Cut(u.Text, ": ")
	return ok && prose.Count(lead) > nearWords && !u.Cues.Has(language.Seeks)
}

// thanks reports whether the printed words of an excerpt have a word of thanks, as far as its language names them: "fine, I
// just wanted to know" is said by who is answered, and is none.
func thanks(e *Excerpt) bool {
	words := e.Post.Language.Thanking
	return len(words) == 0 || says(e.Post, e.Window.Text(), words)
}

// says reports whether a text has one of a set of words.
func says(p *post.Post, text string, set map[string]bool) bool {
	return slices.ContainsFunc(p.Language.Words(text), func(w string) bool { return set[w] })
}

// head returns the first words of a text.
func head(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(headWords, len(words))], " ")
}
