package write

import (
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
				c.tellsNothing(p, &w) || c.unsaid(p, &w) {
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
