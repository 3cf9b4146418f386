package digest

import "strings"

const (
	sampleBytes = 600 // of a post, by which its language is told
	sampleHits  = 3   // function words that another language must show at least
	sparse      = 8   // words to each of the recap's function words, above which a text may be in the language that its source states
)

// language returns the language by whose rules p is read: the recap's, unless its words show another one that is known. What is in another
// language is alien: it is never turned by rules, only quoted or linked.
func (p *post) language() *language {
	if p.lang == nil {
		p.lang, p.alien = p.home, false
		if p.Machine == "" {
			p.lang, p.alien = readIn(p.Text, p.Language, p.home)
		}
	}
	return p.lang
}

// readIn tells the language of a text in a community whose language is home, by its function words; where there are none, by what its source
// states. A text in a language that is not known is read by the rules of home, but alien.
func readIn(text, stated string, home *language) (l *language, alien bool) {
	counts := make([]int, len(languages))
	own, words := 0, strings.Fields(text[:min(len(text), sampleBytes)])
	for _, w := range words {
		w = strings.ToLower(strings.Trim(w, `.,;:!?"()`))
		if home.function[w] {
			own++
		}
		for i, l := range languages {
			if l != home && l.function[w] {
				counts[i]++
			}
		}
	}
	best := -1
	for i, n := range counts {
		if n >= sampleHits && n > 2*own && (best < 0 || n > counts[best]) {
			best = i
		}
	}
	if best >= 0 {
		return languages[best], true
	}
	base, _, _ := strings.Cut(strings.ToLower(stated), "-")
	if own*sparse >= len(words) && own > 0 || base == "" || base == "und" || base == "zxx" || base == home.Tag {
		return home, false
	}
	if l := knownLanguage(base); l != nil {
		return l, true
	}
	return home, true
}
