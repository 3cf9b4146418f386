package write

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// GistMost is how many words stand at most for a thread that is only listed: they are read at a glance.
const GistMost = 28

const (
	gistLeast  = 6   // words of a sentence that stands for a thread or a person
	gistDeep   = 10  // sentences of a post among which it is looked for: further down are the details, or a page that is passed on
	gistScore  = 1.6 // below which a sentence says too little to stand for a thread
	plainScore = .3  // the same where none of it says more
	answering  = 1.5 // what a sentence of somebody who answers gains

	briefMost      = 45 // words of a short post
	briefly        = 1  // what it gains that a short post is whole
	besideContrary = .2 // share of what else it tells that counts beside that it speaks against others
	againstWorth   = 10 // what it is worth that a sentence speaks against others
	mostVoices     = 6  // sentences of a story that are printed beside its excerpts
	moreVoices     = 6  // and more of a debate of manyPosts posts
	leastVoice     = .1 // what the first words of a post are worth, where none stand alone
	firstUnits     = 3  // sentences that are its first
	shortPost      = 30 // words of a post that is printed whole, whatever they are
	shortLines     = 6  // lines of one: of more it is code
	thankful       = 12 // words below which one that thanks says no more
	heardLess      = 5  // what one is worth less whose writer is told already
)

// Gist returns the sentence that stands for a thread which is only listed: of what answers or ends it, else of its
// opening. It is about the title and understood below it alone; where there is none such, the one that says most. It
// returns nil if no sentence can stand alone.
func Gist(s *story.Story, lex *post.Lexicon) *Excerpt {
	c := newChoice(s, lex)
	told := c.excerpts(0)
	var best *Excerpt
	top := gistScore
	for i := range told {
		x := &told[i]
		if !x.Post.In || x.Relayed != "" {
			continue
		}
		for k := range x.Window.Units {
			w := prose.Window{Units: x.Window.Units[k : k+1], Index: x.Window.Index + k}
			if v := c.gist(x.Post, &w); v > top && w.Index < gistDeep && c.alone(x.Post, &w) {
				e := excerpt(x.Post, w)
				best, top = &e, v
			}
		}
	}
	if best != nil {
		return best
	}
	top = plainScore
	for _, p := range sample(s.Posts, c.kids) {
		if !printable(p) || s.Twice[p] {
			continue
		}
		for _, w := range p.Windows(p == s.Opener) {
			if w.Words() > GistMost || w.Index >= gistDeep || !plain(p, &w) && !c.brief(p, &w) ||
				c.tellsNothing(p, &w) || c.repeats(p, &w) {
				continue
			}
			if v := c.gist(p, &w); v > top {
				if e := excerpt(p, w); e.Relayed == "" {
					best, top = &e, v
				}
			}
		}
	}
	return best
}

// gist says how much a window tells of its thread.
func (c *choice) gist(p *post.Post, w *prose.Window) float64 {
	opens := p == c.s.Opener
	v := c.score(p, w, want{cue: language.Answers, reply: !opens, opener: opens})
	return v + answering*b2f(!opens && !lastAsks(w)) + b2f(opens && lastAsks(w) && len(c.s.Answers) == 0)
}

// alone reports whether a sentence is understood below the title of its thread, and is about that.
func (c *choice) alone(p *post.Post, w *prose.Window) bool {
	u := &w.Units[0]
	first, _ := utf8.DecodeRuneInString(u.Text)
	return plain(p, w) && u.Words <= GistMost && !unicode.IsLower(first) && !u.Item && !u.Cues.Any(language.Vague, language.YesNo) &&
		c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopic
}

// plain reports whether a window of p is understood where nothing else of its post is printed.
func plain(p *post.Post, w *prose.Window) bool { return complete(w) && !unclear(p, w) && !trails(w) }

// trails reports whether a window ends in dots.
func trails(w *prose.Window) bool {
	last := w.Units[len(w.Units)-1].Text
	return strings.HasSuffix(last, "..") || strings.HasSuffix(last, "…")
}

// unclear reports whether a window of p begins with a word of which nobody knows what it means: "that", "it", "yes".
func unclear(p *post.Post, w *prose.Window) bool {
	const head = 5 // words, behind which "that" goes back to one of the sentence itself
	words := strings.Fields(w.Units[0].Text)
	return leans(w) || w.Units[0].Cues.Has(language.VagueSubject) &&
		p.Language.Cues(strings.Join(words[:min(len(words), head)], " ")).Has(language.VagueSubject)
}

// complete reports whether a window has sentences that end, begin, and say something.
func complete(w *prose.Window) bool {
	first, _ := utf8.DecodeRuneInString(w.Units[0].Text)
	last := w.Units[len(w.Units)-1].Text
	return prose.Count(prose.Own(w.Text())) >= gistLeast && unicode.IsLetter(first) && endsWell(last) &&
		!slices.ContainsFunc(w.Units, func(u prose.Unit) bool {
			return !u.OK || hollow(&u) || u.Cues.Any(language.Points, language.Greets, language.Meta, language.Aside, language.Furniture)
		})
}

// Voices returns a sentence of each post of a story that is not among its excerpts, and of who is, if that speaks
// against others and what is told of its post does not. Those that speak against others come first, then those of whom
// nothing is told yet, then those that say most of the matter. What says nothing that is understood there is left out.
func Voices(s *story.Story, lex *post.Lexicon, shown []Excerpt) []Excerpt {
	c := newChoice(s, lex)
	heard := voices(shown)
	var out, short []Excerpt
	for _, p := range sample(s.Posts, c.kids) {
		if p == s.Opener || !printable(p) || s.Twice[p] || c.heardAgainst(p, shown) || s.Mine(p) && story.KindOf(p) == story.Patch {
			continue
		}
		told := slices.ContainsFunc(shown, func(e Excerpt) bool { return e.Post == p })
		var best Excerpt
		for _, w := range linesOf(p) {
			v := c.voice(p, &w)
			if v <= best.weight || c.repeats(p, &w) || told && (v < againstWorth+plainlyContrary ||
				slices.ContainsFunc(shown, func(e Excerpt) bool { return e.Post == p && overlap(e.Window, w) })) {
				continue
			}
			if x := excerpt(p, w); x.Relayed == "" {
				x.weight, x.Beside = v, true
				best = x
			}
		}
		if best.Post == nil && !told {
			best = c.firstWords(p)
		}
		if best.Post != nil && slices.ContainsFunc(append(slices.Clone(shown), out...), func(e Excerpt) bool { return alike(e, best) }) {
			continue
		}
		if best.Post == nil && !told {
			if best = c.entirely(p); best.Post != nil {
				short = append(short, best)
			}
		} else if best.Post != nil {
			out = append(out, best)
		}
	}
	out = append(out, short...)
	slices.SortStableFunc(out, func(x, y Excerpt) int { return cmp.Compare(y.weight, x.weight) })
	for i := range out {
		if id := out[i].Post.Ident; heard[id] && out[i].weight < againstWorth {
			out[i].weight -= heardLess
		} else {
			heard[id] = true
		}
	}
	slices.SortStableFunc(out, func(x, y Excerpt) int { return cmp.Compare(y.weight, x.weight) })
	most := mostVoices
	if len(s.Posts) >= manyPosts {
		most += moreVoices
	}
	return out[:min(len(out), most)]
}

// firstWords returns what p begins with, where none of its sentences stands alone: below what it answers it is
// understood.
func (c *choice) firstWords(p *post.Post) (out Excerpt) {
	for _, w := range linesOf(p) {
		if w.Index >= firstUnits || w.Words() < gistLeast || c.tellsNothing(p, &w) || c.repeats(p, &w) || trails(&w) ||
			!endsWell(w.Units[len(w.Units)-1].Text) || slices.ContainsFunc(w.Units, func(u prose.Unit) bool {
			return !u.OK || u.Leads || u.Item || hollow(&u) || u.Cues.Any(language.Greets, language.Furniture, language.Meta, language.Aside)
		}) {
			continue
		}
		x := excerpt(p, w)
		if x.Relayed != "" {
			continue
		}
		if out.Post == nil || w.Index == out.Window.Index {
			x.weight, x.Beside, x.To = leastVoice, true, c.answered(p, &w)
			out = x
		}
	}
	return out
}

// entirely returns all that a short post says, where none of its sentences can be printed alone: a command, "It is."
func (c *choice) entirely(p *post.Post) Excerpt {
	text := strings.Join(prose.Pieces(prose.Text{Own: p.Text, Language: p.Language, Writer: p.Who, Published: p.IsArticle()}), " ")
	u := prose.Unit{Text: text, Words: prose.Count(text), OK: true, Cues: p.Language.Cues(text)}
	first, _ := utf8.DecodeRuneInString(text)
	if u.Words < 2 || p.QuotesWithin() || u.Words > shortPost || !unicode.IsLetter(first) || lines(p.Text) > shortLines ||
		strings.HasSuffix(text, ":") || strings.Contains(text, "^^") || strings.Contains(text, "-by: ") || onlyLinks(text) || u.Cues.Has(language.Furniture) ||
		u.Words < thankful && u.Cues.Any(language.Thanks, language.Courtesy, language.Greets, language.Closes) {
		return Excerpt{}
	}
	x := excerpt(p, prose.Window{Units: []prose.Unit{u}})
	if x.Relayed != "" {
		return Excerpt{}
	}
	x.weight, x.Beside = leastVoice, true
	return x
}

// lines counts the lines of a text that are not blank.
func lines(text string) (n int) {
	for l := range strings.Lines(text) {
		n += int(b2f(strings.TrimSpace(l) != ""))
	}
	return n
}

// heardAgainst reports whether what is told of a post speaks against others.
func (c *choice) heardAgainst(p *post.Post, shown []Excerpt) bool {
	return slices.ContainsFunc(shown, func(e Excerpt) bool {
		if e.Post != p {
			return false
		}
		for i := range e.Window.Units {
			if c.contrary(p, e.Window.Index+i) > leastContrary {
				return true
			}
		}
		return false
	})
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
	n := w.Words()
	if c.brief(p, w) {
		v := c.contrary(p, 0)
		for i := range w.Units {
			v = max(v, c.contrary(p, i))
		}
		if v <= leastContrary {
			return briefly + max(0, c.score(p, w, want{cue: language.Answers, reply: true}))
		}
		return briefly + againstWorth + v
	}
	if !complete(w) || unclear(p, w) && n < plainAlone {
		return 0
	}
	against := leastContrary
	for i := range w.Units {
		against = max(against, c.contrary(p, w.Index+i))
	}
	v := c.score(p, w, want{cue: language.Answers, reply: true, first: true}) + b2f(c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopic)
	if against -= leaningCost * b2f(unclear(p, w)); against > leastContrary {
		return againstWorth + against + besideContrary*v
	}
	if !plain(p, w) || c.tellsNothing(p, w) && !w.Units[0].Acts.Any(language.Answers, language.Proposes) {
		return 0
	}
	return v
}

// Heard keeps of the voices of several stories those that are worth most, at most words words together. Those of a story
// then stand by date.
func Heard(stories [][]Excerpt, words int) [][]Excerpt {
	type at struct{ story, voice int }
	var all []at
	for i, list := range stories {
		for k := range list {
			all = append(all, at{i, k})
		}
	}
	slices.SortStableFunc(all, func(x, y at) int {
		return cmp.Compare(stories[y.story][y.voice].weight, stories[x.story][x.voice].weight)
	})
	out := make([][]Excerpt, len(stories))
	for _, x := range all {
		e := stories[x.story][x.voice]
		if e.Window.Words() > words {
			continue
		}
		words -= e.Window.Words()
		out[x.story] = append(out[x.story], e)
	}
	for _, list := range out {
		slices.SortFunc(list, func(x, y Excerpt) int {
			return cmp.Or(x.Post.Published.Compare(y.Post.Published), cmp.Compare(x.Post.ID, y.Post.ID))
		})
	}
	return out
}
