package write

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

const (
	gistLeast = 6   // words of a sentence that stands for a thread
	gistMost  = 28  // and at most: it is read at a glance
	gistScore = 1.6 // below which a sentence says too little to stand alone
)

// Gist returns the sentence that stands for a thread which is only listed: of what answers or ends it, else of its
// opening. It is about the title and understood below it alone; nil if none is.
func Gist(s *story.Story, lex *post.Lexicon) *Excerpt {
	c := newChoice(s, lex)
	var best *Excerpt
	top := gistScore
	all := c.excerpts(0)
	for i := range all {
		x := &all[i]
		if !x.Post.In || x.Relayed != "" {
			continue
		}
		for k := range x.Window.Units {
			w := prose.Window{Units: x.Window.Units[k : k+1], Index: x.Window.Index + k}
			u := &w.Units[0]
			if !c.alone(x.Post, &w) {
				continue
			}
			v := c.score(x.Post, &w, want{cue: language.Answers, reply: x.Post != s.Opener, opener: x.Post == s.Opener})
			v += answering*b2f(x.Post != s.Opener && !u.Asks) + b2f(x.Post == s.Opener && u.Asks && len(s.Answers) == 0)
			if v > top {
				e := excerpt(x.Post, w)
				best, top = &e, v
			}
		}
	}
	return best
}

const answering = 1.5 // what a sentence of somebody who answers gains

// alone reports whether a sentence is understood below the title of its thread, and is about that.
func (c *choice) alone(p *post.Post, w *prose.Window) bool {
	u := &w.Units[0]
	first, _ := utf8.DecodeRuneInString(u.Text)
	return prose.Count(prose.Own(u.Text)) >= gistLeast && u.Words <= gistMost && unicode.IsLetter(first) && !unicode.IsLower(first) &&
		endsWell(u.Text) && !strings.HasSuffix(u.Text, "..") && !strings.HasSuffix(u.Text, "…") && !dangles(u) && !hollow(u) &&
		!u.Item && !u.Cues.Any(language.VagueSubject, language.Vague, language.Points, language.Greets, language.Meta, language.Aside, language.YesNo) &&
		c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopic
}
