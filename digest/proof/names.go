package proof

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A vocabulary is the words that names may be made of.
type vocabulary struct {
	words    map[string]bool // in lower case: tokens, their parts, and their parts run together
	initials string          // the first letters of all words one behind the other
	roots    map[string]bool
	foreign  bool // of a language in which names may have other endings
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: map[string]bool{}, roots: map[string]bool{}}
}

// add takes in the words of texts.
func (v *vocabulary) add(p *Prover, texts ...string) {
	var first strings.Builder
	for _, s := range texts {
		for _, t := range tokens(s) {
			v.words[strings.ToLower(t.text)] = true
			v.words[strings.ToLower(strings.Join(t.parts, ""))] = true
			for _, w := range t.parts {
				low := strings.ToLower(w)
				v.words[low], v.words[singular(low)] = true, true
				v.roots[p.root(low)] = true
				r, _ := utf8.DecodeRuneInString(low)
				first.WriteRune(r)
				for _, piece := range humps(w) {
					v.words[piece] = true
				}
			}
		}
		first.WriteByte(' ')
	}
	v.initials += first.String()
}

// humps cuts "getDumps" into "get" and "dumps".
func humps(w string) []string {
	var out []string
	start := 0
	for i, r := range w {
		if i > start && unicode.IsUpper(r) {
			if before, _ := utf8.DecodeLastRuneInString(w[:i]); unicode.IsLower(before) {
				out = append(out, strings.ToLower(w[start:i]))
				start = i
			}
		}
	}
	if start == 0 {
		return nil
	}
	return append(out, strings.ToLower(w[start:]))
}

// holds reports whether a word in lower case is known, whatever its ending.
func (v *vocabulary) holds(p *Prover, low string) bool {
	bare := singular(low)
	if v.foreign && len(low) > 5 {
		stem := low[:max(4, len(low)-3)]
		for w := range v.words {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return v.words[low] || v.words[bare] || v.words[bare+"s"] || v.roots[p.root(low)]
}

// vocabulary collects what a sentence may name: what the cited posts and those that they answer say, who wrote them
// and when, and what every sentence may hold.
func (p *Prover) vocabulary(c *claim) *vocabulary {
	v := newVocabulary()
	v.foreign = Foreign(c.evidence)
	v.add(p, p.people...)
	for _, e := range c.evidence {
		v.add(p, e.Text)
	}
	for _, post := range c.posts {
		v.add(p, post.Author, post.Title, post.Text)
		v.add(p, post.Names...)
		if up := post.Answers; up != nil {
			v.add(p, up.Author, up.Title, up.Text)
			v.add(p, up.Names...)
		}
		v.add(p, p.calendar(post)...)
	}
	return v
}

// calendar are the words for the day of a post.
func (p *Prover) calendar(post *Post) []string {
	if post.Date.IsZero() {
		return nil
	}
	months, days := p.lang.Months, p.lang.Weekdays
	if months[0] == "" {
		return nil
	}
	m := months[post.Date.Month()-1]
	return []string{m, days[post.Date.Weekday()]}
}

// names refuses a sentence with a name that its posts do not know.
func (p *Prover) names(c *claim) Refusal {
	for i := range c.tokens {
		t := &c.tokens[i]
		if digit(t.text) || versioned(t.text) {
			continue // a number
		}
		if whole := strings.ToLower(strings.Join(t.parts, "")); c.have.words[whole] || c.have.words[singular(whole)] {
			continue
		}
		code := coined(t)
		for k, w := range t.parts {
			low := strings.ToLower(w)
			switch {
			case !named(w) && !code, digit(w):
				continue
			case low == "s" && k > 0, c.have.holds(p, low), p.allowed[low], p.allowed[singular(low)], p.initials(w, c.have):
				continue
			case p.lang.Stop[low] || p.lang.Function[low] || p.lang.Proof.Reports[low] || p.ordinal(low) > 0:
				continue
			case t.opens && k == 0 && !code && !p.actsLikeName(c, i):
				continue
			case p.lang.Proof.CapitalNouns && !code && !shouts(w) && (k > 0 || !p.actsLikeName(c, i)):
				continue
			}
			return Refusal("the posts that it cites do not name " + w)
		}
	}
	return ""
}

// actsLikeName reports whether a token with a capital, where a capital says nothing, is used as a name: another one
// stands beside it, or it says something, or something is its.
func (p *Prover) actsLikeName(c *claim, i int) bool {
	t := &c.tokens[i]
	if shouts(t.text) {
		return true
	}
	if last := strings.ReplaceAll(strings.ToLower(t.text), "’", "'"); strings.HasSuffix(last, "'s") {
		return true
	}
	if i+1 < len(c.tokens) && t.after == "" {
		next := &c.tokens[i+1]
		low := strings.ToLower(next.text)
		if p.lang.Proof.Reports[low] && !p.lang.Stop[low] && strings.HasSuffix(low, "ed") || low == "said" || low == "wrote" {
			return true
		}
		if capital(next.text) && !c.have.holds(p, low) && !p.allowed[low] {
			return true
		}
	}
	if !p.lang.Proof.CapitalNouns || i == 0 {
		return false
	}
	last := &c.tokens[i-1]
	return capital(last.text) && last.after == "" && !p.lang.Stop[strings.ToLower(last.text)]
}

// shouts reports whether a word has a capital or a digit behind its first letter.
func shouts(w string) bool {
	for i, r := range w {
		if i > 0 && (unicode.IsUpper(r) || unicode.IsDigit(r)) {
			return true
		}
	}
	return false
}

// initials reports whether a word is made of the first letters of words that stand there: "PGP" of "Personal Genome
// Project".
func (p *Prover) initials(w string, v *vocabulary) bool {
	const least = 3
	w = strings.TrimSuffix(w, "s")
	if len(w) < least || strings.ToUpper(w) != w || strings.ContainsFunc(w, unicode.IsDigit) {
		return false
	}
	return strings.Contains(v.initials, strings.ToLower(w))
}

// versioned reports whether a token is a version with a letter before it: "v2.4", "-rc2".
func versioned(s string) bool {
	return len(s) > 1 && (s[0] == 'v' || s[0] == 'V') && digit(s[1:])
}

func (p *Prover) ordinal(low string) int { return p.lang.Proof.Ordinals[low] }

// mentions returns the places of the tokens at which one of the names begins, longest name first, and how many tokens
// it takes.
func mentions(tokens []token, name string) (at []int, length int) {
	var words []string
	for w := range Words(strings.ToLower(name)) {
		words = append(words, w)
	}
	if len(words) == 0 {
		return nil, 0
	}
	var flat []string
	var from []int
	for i := range tokens {
		for _, w := range tokens[i].parts {
			flat = append(flat, strings.ToLower(w))
			from = append(from, i)
		}
	}
	for i := 0; i+len(words) <= len(flat); i++ {
		if slices.Equal(flat[i:i+len(words)], words) {
			at = append(at, from[i])
			length = from[i+len(words)-1] - from[i] + 1
		}
	}
	return at, length
}
