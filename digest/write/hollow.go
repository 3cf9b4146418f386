package write

import (
	"slices"
	"strings"
	"unicode"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// How little a sentence may tell, measured by told, before it is void. They were read off the last words of 50 days of
// five communities.
const (
	little       = 1.7 // two words that few others use
	littleAsked  = .5  // a short question may be all that is open
	littleJest   = 2.4
	littleBeside = .9 // of a sentence that stands beside another one
	littleMeta   = 4  // about the mail, or a slip in it

	longVoid = 18 // words of a sentence that says something by its mere length
	numeral  = .6 // what a number tells
	nameCode = .4 // and beside its word a name of code
)

// hollow reports whether a sentence is mere courtesy: "Thanks for confirming."
func hollow(u *prose.Unit) bool {
	const few, greeting = 10, 4
	return (u.Cues.Any(language.Courtesy, language.Thanks) && u.Words < few || u.Cues.Has(language.Greets) && u.Words < greeting) &&
		!u.Acts.Any(language.Works, language.Done, language.Promises, language.Decides, language.Objects, language.Doubts)
}

// told is how much the i-th sentence of p tells whoever does not see its neighbours: the weights of its words that carry
// a topic, but for the names of who takes part, and its numbers and names of code.
func (c *choice) told(p *post.Post, i int) float64 {
	sum := 0.0
	for _, id := range p.UnitTerms(i) {
		if !c.names[id] {
			sum += c.lex.Weight(id)
		}
	}
	text := p.Units()[i].Text
	if strings.ContainsAny(text, "0123456789") {
		for w := range strings.FieldsSeq(text) {
			sum += numeral * b2f(strings.Trim(w, "0123456789.,:;%#()-$€") == "" && strings.ContainsAny(w, "0123456789"))
		}
	}
	return sum + nameCode*float64(codeWords(text))
}

// void reports whether the i-th sentence of p tells nothing by itself: it does nothing, answers no question, and all
// its words could be said of anything, or are about the mail.
func (c *choice) void(p *post.Post, i int) bool {
	u := &p.Units()[i]
	if hollow(u) || u.Leads || dumped(u.Text) {
		return true
	}
	if u.Words >= longVoid || acts(u) {
		return false
	}
	least := little
	switch {
	case u.Cues.Has(language.Meta):
		least = littleMeta
	case u.Asks:
		least = littleAsked
	case u.Cues.Has(language.Aside), jests(u.Text), onlyLinks(u.Text):
		least = littleJest
	}
	return c.told(p, i) < least
}

// tellsNothing reports whether all sentences of a window are void, or it only stands beside the matter of its post.
func (c *choice) tellsNothing(p *post.Post, w *prose.Window) bool {
	if strings.HasPrefix(w.Units[0].Text, "(") && len(w.Units) < len(p.Units()) {
		return true
	}
	for i := range w.Units {
		if !c.void(p, w.Index+i) {
			return false
		}
	}
	return true
}

// spare reports whether the i-th sentence of p is not missed beside another one that is printed.
func (c *choice) spare(p *post.Post, i int) bool {
	u := &p.Units()[i]
	least := littleBeside
	if u.Asks {
		least = littleAsked
	}
	return hollow(u) || u.Words < longVoid && !acts(u) && c.told(p, i) < least && !strings.Contains(u.Text, prose.Link) &&
		!slices.ContainsFunc(p.Language.Words(u.Text), func(w string) bool { return p.Language.Negations[w] })
}

// acts reports whether a sentence does something: grants, denies, promises.
func acts(u *prose.Unit) bool {
	return u.Cues.Any(language.YesNo, language.Thanks) || u.Acts.Any(language.Works, language.Done, language.Promises,
		language.Decides, language.Objects, language.Doubts, language.Concedes, language.Withdraws, language.Agrees,
		language.Reviews, language.Updates)
}

// jests reports whether a sentence ends like one that is not meant to tell: in a face, a cry, or dots.
func jests(s string) bool {
	return strings.HasSuffix(s, "!") || strings.HasSuffix(s, "..") || strings.HasSuffix(s, "…") || prose.Smiles(s)
}

// onlyLinks reports whether a sentence is a name before an address: "The recipe: [link]".
func onlyLinks(s string) bool {
	head, ok := strings.CutSuffix(strings.TrimRightFunc(s, unicode.IsPunct), strings.TrimRight(prose.Link, "]"))
	return ok && strings.HasSuffix(strings.TrimSpace(head), ":")
}

// dumped reports whether a window is a line of a log, a path or a list of versions: it ends like no sentence, and names
// an address of memory, or a third of its words are no words.
func dumped(text string) bool {
	const digits, share = 16, 3
	if endsWell(text) || !strings.ContainsAny(text, "0123456789/\\") {
		return false
	}
	all, odd := 0, 0
	for w := range strings.FieldsSeq(text) {
		hex := strings.TrimPrefix(w, "0x")
		if len(hex) < len(w) && hex != "" || len(w) == digits && strings.Trim(w, "0123456789abcdef") == "" {
			return true
		}
		all++
		odd += int(b2f(strings.ContainsAny(w, "0123456789/\\")))
	}
	return odd*share >= all
}
