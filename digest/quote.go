package digest

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

const worthQuoting = 2.3 // score below which a second quote is not taken

// A quotable is a sentence that could be quoted word for word.
type quotable struct {
	story int
	post  *post
	sentence
	score float64
}

// quotes finds up to n sentences worth quoting in the chosen stories, at most one a story and one a person. They are the writer's own
// words, whole sentences, printed as they stand in the post.
func (b *builder) quotes(chosen []*story, n, words int) []quotable {
	var all []quotable
	for i, s := range chosen {
		for _, p := range s.posts {
			if p.Damage > 0 || strings.Contains(p.Author.Name, "@") || strings.Contains(p.Author.Name, " at ") {
				continue // a damaged copy may differ from the others; an address is no name to credit
			}
			sents := p.sentences(b.lex)
			if p.isStatus() {
				text := p.statusText()
				sents = []sentence{{text: text, words: wordCount(text), vec: b.lex.vector(text)}}
			}
			for _, sent := range sents[:min(len(sents), 30)] {
				fits := p.language().quoteworthy(sent.text)
				if p.isStatus() {
					fits = p.language().quotableStatus(sent.text)
				}
				if !fits || !verbatim(sent.text, p.Text) {
					continue
				}
				q := quotable{story: i, post: p, sentence: sent}
				q.score = b.quoteScore(&q, s)
				all = append(all, q)
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].score != all[j].score {
			return all[i].score > all[j].score
		}
		return before(all[i].post, all[j].post)
	})
	var out []quotable
	stories, people := map[int]bool{}, map[string]bool{}
	for _, q := range all {
		if len(out) == n || len(out) > 0 && q.score < worthQuoting {
			break
		}
		if stories[q.story] || people[q.post.ident] || q.words > words {
			continue
		}
		stories[q.story], people[q.post.ident] = true, true
		words -= q.words
		out = append(out, q)
	}
	return out
}

func (b *builder) quoteScore(q *quotable, s *story) float64 {
	score := 1.0
	l, low := q.post.language(), strings.ToLower(q.text)
	if l.hasStance(q.text) {
		score += .6
	}
	score += .5 * math.Log(1+float64(b.shares[q.post.Key]))
	if l.hasPerson(q.text) {
		score += l.firstPersonQuote // the first person is what a quote is for
	}
	if q.words >= 12 && q.words <= 28 {
		score += .5
	}
	if q.post == s.opener() {
		score += .2
	}
	score += .4 * q.vec.dot(s.vec)
	score += .3 / (1 + float64(q.rank))
	first := strings.Trim(strings.SplitN(low, " ", 2)[0], ",")
	if l.dangling[first] {
		score -= .8
	}
	if strings.HasSuffix(q.text, "?") {
		score -= .3
	}
	if contains(low, l.dull) {
		score -= .7
	}
	if strings.ContainsAny(q.text, "()") {
		score -= .2
	}
	if q.post.alien && !q.post.isStatus() {
		score -= .5
	}
	if odd := l.oddLetters(q.text); odd > 0 && odd < 4 {
		score-- // a lone accent in an English sentence is where archives disagree about the bytes
	}
	// stories that rank high deserve the quote
	return score + .1*s.score/10
}

func nonASCII(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x80 && unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// quoteworthy reports whether s can stand between quotation marks: a whole sentence of 8 to 40 words without code, links or marks of its own.
func (l *language) quoteworthy(s string) bool {
	n := wordCount(s)
	if n < 9 || n > 40 || strings.ContainsAny(s, "\"“”*_`|<>[]{}#") || strings.Contains(s, "..") || !l.tellable(s, 40) {
		return false
	}
	switch s[len(s)-1] {
	case '.', '!', '?':
	default:
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) {
		return false
	}
	first := strings.ToLower(strings.Trim(strings.Fields(s)[0], ",.:;!"))
	if l.connecting[first] {
		return false
	}
	return l.hasVerb(s) && !greetingName.MatchString(s)
}

// quotableStatus is quoteworthy for a whole status, which may carry tags and end without a mark.
func (l *language) quotableStatus(s string) bool {
	n := wordCount(s)
	if n < 8 || n > 40 || strings.ContainsAny(s, "\"“”*_`|<>[]{}") || l.isRelative(s) || strings.HasSuffix(s, "…") || strings.Contains(s, "...") || strings.Count(s, "#")+strings.Count(s, "@") > 3 {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if l.coarse[strings.Trim(w, ".,!?")] {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// verbatim reports whether quote stands in text, white space folded.
func verbatim(quote, text string) bool {
	return strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(quote), " "))
}

// quoted is the sentence that prints q.
func (t *teller) quoted(q *quotable) Sentence {
	name := t.name(q.post)
	by := q.post.who
	l := t.b.lang
	verb := t.vary(q.post, l.quoteVerbs...)
	if t.prev != nil && t.prev.post.ident == q.post.ident {
		verb = t.vary(q.post, l.addVerbs...)
	}
	t.prev = &pick{post: q.post}
	t.floor = q.post.Published
	return Sentence{
		Text:    capitalise(name) + " " + verb + ": " + l.quoteMarks[0] + q.text + l.quoteMarks[1],
		Sources: []string{q.post.id},
		Quote:   &Quote{Text: q.text, By: by, Source: q.post.id},
		Anchor:  verb,
	}
}
