package write

import (
	"cmp"
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

// Beside the excerpts of a story stand windows of its posts, so that nobody who wrote is missing and nobody speaks
// uncontradicted.
const (
	mostVoices = 12 // windows that are printed beside the excerpts of a story
	moreVoices = 12 // and more of a debate of manyPosts posts

	againstWorth = 10 // what it is worth that a window speaks against others
	briefly      = 1  // what one gains that is all of its post
	heardLess    = 20 // what it is worth less whose writer is heard already, or whose post,
	heardElse    = 6  // and what speaks against others, whose writer does so in another post
	leastVoice   = .1 // what the first words of a post are worth, where none stand alone

	briefMost  = 45 // words of a short post
	firstUnits = 3  // sentences that are its first
	shortPost  = 30 // words of a post that is printed whole, whatever they are
	shortLines = 6  // lines of one: of more it is code
	thankful   = 12 // words below which one that thanks says no more
)

// Voices returns what stands beside the excerpts of a story, what is worth most first: of each other post the windows that
// speak against others, else that which says most; then those of whom nothing is told yet; and at the end, for where room is
// left, what else speaks a little against others, also in posts that are told. What says nothing that is understood there
// is left out.
func Voices(s *story.Story, lex *post.Lexicon, shown []Excerpt) []Excerpt {
	c := newChoice(s, lex)
	c.least = c.demand(shown)
	var out []Excerpt
	for _, p := range sample(s.Posts, c.kids) {
		for _, x := range c.besides(p, shown) {
			if !slices.ContainsFunc(append(slices.Clone(shown), out...), func(e Excerpt) bool { return alike(e, x) }) {
				out = append(out, x)
			}
		}
	}
	byWorth := func(x, y Excerpt) int { return cmp.Compare(y.weight, x.weight) }
	slices.SortStableFunc(out, byWorth)
	heard, against, windows := voices(shown), map[string]int{}, map[*post.Post]int{} // how often by whom, and from which post
	for i := range out {
		x, id := &out[i], out[i].Post.Ident
		if x.weight >= againstWorth {
			x.weight -= heardLess*float64(windows[x.Post]) + heardElse*float64(min(against[id], 1))
			against[id]++
			windows[x.Post]++
		} else if heard[id] {
			x.weight -= heardLess
		}
		heard[id] = true
	}
	slices.SortStableFunc(out, byWorth)
	most := mostVoices
	if len(s.Posts) >= manyPosts {
		most += moreVoices
	}
	return out[:min(len(out), most)]
}

// besides returns what stands of p beside the excerpts of its story.
func (c *choice) besides(p *post.Post, shown []Excerpt) []Excerpt {
	told := slices.DeleteFunc(slices.Clone(shown), func(e Excerpt) bool { return e.Post != p })
	if p == c.s.Opener && (len(told) > 0 || len(shown) == 0) || !printable(p) || c.s.Twice[p] || c.s.Mine(p) && story.KindOf(p) == story.Patch && !prose.IsReply(p.Title) {
		return nil
	}
	options := c.options(p)
	out := c.dissent(p, options, told)
	if c.revoked[p] || p == c.s.Opener {
		return out
	}
	if len(out) == 0 && len(told) == 0 {
		if x, found := c.beside(p); found && x.entire {
			return []Excerpt{x}
		} else if found {
			out = append(out, x)
		}
	}
	switch c.s.Kind {
	case story.Release, story.Security, story.Ballot, story.Result: // what is news is told briefly
		return out
	}
	return c.spares(p, options, told, out)
}

// beside returns what stands for p where it speaks against nobody: the window that says most, else its first words, else,
// of a short post, all of it.
func (c *choice) beside(p *post.Post) (x Excerpt, found bool) {
	for _, w := range linesOf(p) {
		v := c.voice(p, &w)
		if v <= x.weight || c.unsaid(p, &w) {
			continue
		}
		if e := excerpt(p, w); e.Relayed == "" {
			e.weight, e.Beside = v, true
			x, found = e, true
		}
	}
	if found {
		return x, true
	}
	if x, found = c.firstWords(p); found {
		return x, true
	}
	return entirely(p)
}

// linesOf returns the windows of p, and all of it where it is brief and one answer.
func linesOf(p *post.Post) []prose.Window {
	us, out := p.Units(), p.Windows(false)
	if all := (prose.Window{Units: us}); len(us) > 1 && all.Words() <= briefMost &&
		!slices.ContainsFunc(us[1:], func(u prose.Unit) bool { return u.Gap || u.To != "" }) {
		out = append(slices.Clip(out), all)
	}
	return out
}

// brief reports whether a window is all that a short post says, and says something: who reads the thread understands it
// as its writer meant it, whatever it leans on.
func (c *choice) brief(p *post.Post, w *prose.Window) bool {
	return len(w.Units) == len(p.Units()) && w.Words() <= briefMost && !c.tellsNothing(p, w) &&
		!slices.ContainsFunc(w.Units, func(u prose.Unit) bool { return !u.OK || u.Cues.Any(language.Greets, language.Furniture) })
}

// voice says how much a window is worth as all that is printed of its post; 0 if it is not understood.
func (c *choice) voice(p *post.Post, w *prose.Window) float64 {
	if c.brief(p, w) {
		return briefly + max(0, c.score(p, w, want{cue: language.Answers, reply: true}))
	}
	if !plain(p, w) || c.tellsNothing(p, w) && !w.Units[0].Acts.Any(language.Answers, language.Proposes) {
		return 0
	}
	return c.score(p, w, want{cue: language.Answers, reply: true, first: true}) + b2f(c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopic)
}

// firstWords returns what p begins with, where none of its sentences stands alone: below what it answers it is
// understood.
func (c *choice) firstWords(p *post.Post) (out Excerpt, found bool) {
	for _, w := range linesOf(p) {
		if w.Index >= firstUnits || w.Words() < gistLeast || c.tellsNothing(p, &w) || c.unsaid(p, &w) || trails(&w) ||
			!endsWell(w.Units[len(w.Units)-1].Text) || slices.ContainsFunc(w.Units, func(u prose.Unit) bool {
			return !u.OK || u.Leads || u.Item || hollow(&u) || u.Cues.Any(language.Greets, language.Furniture, language.Meta, language.Aside)
		}) {
			continue
		}
		x := excerpt(p, w)
		if x.Relayed != "" {
			continue
		}
		if !found || w.Index == out.Window.Index {
			x.weight, x.Beside, x.To = leastVoice, true, c.answered(p, &w)
			out, found = x, true
		}
	}
	return out, found
}

// entirely returns all that a short post says, where none of its sentences can be printed alone: a command, "It is."
func entirely(p *post.Post) (Excerpt, bool) {
	own := prose.Text{Own: p.Text, Language: p.Language, Writer: p.Who, Published: p.IsArticle()}
	if p.QuotesWithin() || !shorter(p.Text, shortLines) || prose.PassesOn(own) {
		return Excerpt{}, false
	}
	text := strings.Join(prose.Pieces(own), " ")
	u := prose.Unit{Text: text, Words: prose.Count(text), OK: true, Cues: p.Language.Cues(text)}
	x := excerpt(p, prose.Window{Units: []prose.Unit{u}})
	x.weight, x.Beside, x.entire = leastVoice, true, true
	return x, saysAlone(&u) && x.Relayed == ""
}

// phone is a number of a telephone.
var phone = lazyregexp.New(`\+?\d[\d ()/.-]{6,}\d`)

// saysAlone reports whether all that a post says is more than courtesy, and leads on to nothing.
func saysAlone(u *prose.Unit) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(u.Text, ".… "))
	switch {
	case u.Words < 2 || u.Words > shortPost || !unicode.IsLetter(first):
		return false
	case strings.HasSuffix(u.Text, ":"), strings.Contains(u.Text, "^^"), strings.Contains(u.Text, "-by: "), onlyLinks(u.Text):
		return false // to an address, with a mark below a line, a trailer of a change
	case strings.ContainsAny(u.Text, `"“”„«»`), phone.MatchString(u.Text), prose.Reaches(u.Text): // it may be somebody else's
		return false
	}
	polite := u.Words < thankful && u.Cues.Any(language.Thanks, language.Courtesy, language.Greets, language.Closes)
	return !polite && !u.Cues.Has(language.Furniture)
}

// shorter reports whether a text has at most n lines that are not blank.
func shorter(text string, n int) bool {
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) != "" {
			n--
		}
		if n < 0 {
			return false
		}
	}
	return true
}

// Heard keeps of the voices of several stories those that are worth most, at most words words together: where not all have
// room, those that are worth least are shortened first. Those of a story then stand by date.
func Heard(stories [][]Excerpt, words int) [][]Excerpt {
	type at struct{ story, voice int }
	var all []at
	out, total := make([][]Excerpt, len(stories)), 0
	for i, list := range stories {
		for k := range list {
			all, total = append(all, at{i, k}), total+list[k].Window.Words()
		}
		out[i] = slices.Clone(list)
	}
	slices.SortStableFunc(all, func(x, y at) int {
		return cmp.Compare(out[y.story][y.voice].weight, out[x.story][x.voice].weight)
	})
	for i := len(all) - 1; i >= 0 && total > words; i-- {
		if e := &out[all[i].story][all[i].voice]; e.short != nil {
			total -= e.Window.Words() - e.short.Words()
			e.Window, e.Text = *e.short, e.short.Text()
		}
	}
	kept := make([][]Excerpt, len(stories))
	for _, x := range all {
		e := out[x.story][x.voice]
		if e.Window.Words() > words {
			continue
		}
		words -= e.Window.Words()
		kept[x.story] = append(kept[x.story], e)
	}
	for i, list := range kept {
		list = slices.DeleteFunc(slices.Clone(list), func(e Excerpt) bool {
			return e.follows && !slices.ContainsFunc(list, func(o Excerpt) bool { return o.Post == e.Post && o.leadsTo(&e.Window) })
		})
		kept[i] = list
		slices.SortFunc(list, func(x, y Excerpt) int {
			return cmp.Or(x.Post.Published.Compare(y.Post.Published), cmp.Compare(x.Post.ID, y.Post.ID), cmp.Compare(x.Window.Index, y.Window.Index))
		})
	}
	return kept
}

// InTurn returns the excerpts of a story and the sentences beside them in the order in which they were written, each
// with what it answers where that does not stand right above it. The opening stays first.
func InTurn(s *story.Story, lex *post.Lexicon, excerpts, beside []Excerpt) []Excerpt {
	out, opening := slices.Clone(excerpts), 0
	for _, v := range beside {
		at := len(out)
		for (at > 1 || at == 1 && out[0].Post == v.Post && v.Post != s.Opener) && v.before(&out[at-1]) {
			at--
		}
		if v.Post == s.Opener && !slices.ContainsFunc(excerpts, func(e Excerpt) bool { return e.Post == s.Opener }) {
			at = opening // what opens the story, of which nothing else is told
			opening++
		}
		out = slices.Insert(out, at, v)
	}
	if len(beside) > 0 {
		c := newChoice(s, lex)
		for i := 1; i < len(out); i++ {
			if to := out[i].To; to != nil && to.Text == "" {
				out[i].To = nil
			}
			c.recall(out[:i], &out[i])
		}
	}
	quoted := map[Line]bool{}
	for i := range out {
		to := out[i].To
		if to == nil || to.Text == "" {
			continue
		}
		other, near := i > 0 && out[i-1].Post != out[i].Post, 1
		if prose.Count(to.Text) > plainAlone {
			near = 3 // what is long is not read twice on one screen
		}
		if quoted[*to] || other && to.stands(out[max(0, i-near):i]) { // it stands further up
			if out[i].To = nil; other {
				out[i].To = &Line{Post: to.Post}
			}
		}
		quoted[*to] = true
	}
	return out
}

// stands reports whether a line is among the words of some excerpts.
func (l *Line) stands(among []Excerpt) bool {
	return slices.ContainsFunc(among, func(e Excerpt) bool { return e.Post == l.Post && strings.Contains(e.Text, l.Text) })
}

// before reports whether e was written before x.
func (e *Excerpt) before(x *Excerpt) bool {
	return cmp.Or(e.Post.Published.Compare(x.Post.Published), cmp.Compare(e.Post.ID, x.Post.ID), cmp.Compare(e.Window.Index, x.Window.Index)) < 0
}
