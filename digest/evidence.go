package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// evidence is what one post carries: every sentence that cites it is held against this.
type evidence struct {
	text  string          // own words and title in lower case, one space before and behind each word
	words map[string]bool // of its own words and title, as written
	low   map[string]bool // the same in lower case
	who   map[string]bool // of the writer's name and organisation
	stems map[int]bool
	pairs map[pair]bool // neighbours, in lower case
}

type pair struct{ a, b string }

// evidence returns what p carries, collected once.
func (b *builder) evidence(p *post) *evidence {
	if e := b.evident[p]; e != nil {
		return e
	}
	e := &evidence{words: map[string]bool{}, low: map[string]bool{}, who: map[string]bool{},
		stems: map[int]bool{}, pairs: map[pair]bool{}}
	var text strings.Builder
	last := ""
	eachPart(foldMarks(p.Text+"\n"+p.Title), func(w string, _ int) {
		low := strings.ToLower(w)
		e.words[w], e.low[low] = true, true
		if id := b.lex.stem(low); id >= 0 {
			e.stems[id] = true
		}
		e.pairs[pair{last, low}] = true
		last = low
		text.WriteString(" " + low)
	})
	e.text = text.String() + " "
	eachPart(foldMarks(p.who+" "+p.org), func(w string, _ int) { e.who[w], e.who[capitalise(w)] = true, true }) // a sentence may begin with it
	b.evident[p] = e
	return e
}

func (b *builder) evidences(cited []*post) []*evidence {
	out := make([]*evidence, len(cited))
	for i, p := range cited {
		out[i] = b.evidence(p)
	}
	return out
}

// isPerson reports whether tokens begin with the name of somebody who wrote in the period or in its threads, in full or by the family name.
func (b *builder) isPerson(tokens []token) bool {
	if b.names == nil {
		b.names = map[string]bool{}
		for _, p := range b.byID {
			if p.who != "" {
				b.names[strings.Join(parts(p.who), " ")] = true
				b.names[strings.Join(parts(capitalise(p.who)), " ")] = true
				b.names[familyName(p.who)] = true
			}
		}
		delete(b.names, "")
	}
	name := ""
	for i, t := range tokens {
		if i == 5 {
			break
		}
		name = strings.TrimPrefix(name+" "+t.text, " ")
		if b.names[name] {
			return true
		}
	}
	return false
}

// A token is a run of letters and digits of a sentence.
type token struct {
	text, low string
	upper     bool // begins with a capital
	digit     bool // holds a digit
	starts    bool // stands where a sentence or a part behind a colon begins
}

// tokenize cuts text, whose marks are folded, into tokens.
func tokenize(text string) []token {
	var out []token
	end := 0
	eachPart(text, func(w string, at int) {
		between := strings.TrimRight(text[end:at], " \"'([")
		starts := len(out) == 0 || between != "" && strings.ContainsAny(between[len(between)-1:], ".!?:;") && len(between) < len(text[end:at])
		out = append(out, token{w, strings.ToLower(w), isCapital(w), strings.ContainsAny(w, "0123456789"), starts})
		end = at + len(w)
	})
	return out
}

// eachPart calls f for every run of letters and digits of s, with the byte offset where it begins: "Ann's v1.2" is Ann, s, v1, 2.
func eachPart(s string, f func(w string, at int)) {
	start := -1
	for i, r := range s {
		inside := r < utf8.RuneSelf && isWordByte(byte(r)) || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			f(s[start:i], start)
			start = -1
		}
	}
	if start >= 0 {
		f(s[start:], start)
	}
}

func parts(s string) []string {
	var out []string
	eachPart(foldMarks(s), func(w string, _ int) { out = append(out, w) })
	return out
}

// nameAt returns where name begins among tokens, -1 if it is not there. A name in lower case may begin with a capital in the text.
func nameAt(tokens []token, name string) int {
	want := parts(name)
	if len(want) == 0 {
		return -1
	}
	for i := 0; i+len(want) <= len(tokens); i++ {
		if slices.EqualFunc(tokens[i:i+len(want)], want, func(t token, w string) bool { return t.text == w || t.text == capitalise(w) }) {
			return i
		}
	}
	return -1
}

// isCapital reports whether a word begins with a capital.
func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}
