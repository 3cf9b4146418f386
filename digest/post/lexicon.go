package post

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"

	"recap/digest/language"
	"recap/digest/prose"
)

// A Lexicon numbers stems and knows in how many posts each occurs.
type Lexicon struct {
	lang  *language.Language
	ids   map[string]int
	df    []int
	docs  int
	cache map[string]int // word -> stem id, -1 for a stop word
	env   *snowballstem.Env
}

// NewLexicon returns an empty lexicon of a community whose language is lang.
func NewLexicon(lang *language.Language) *Lexicon {
	return &Lexicon{lang: lang, ids: map[string]int{}, cache: map[string]int{}, env: snowballstem.NewEnv("")}
}

// A Terms is a set of stems, ascending.
type Terms []int

// Add counts the stems of one post.
func (l *Lexicon) Add(t Terms) {
	l.docs++
	for _, id := range t {
		for len(l.df) <= id {
			l.df = append(l.df, 0)
		}
		l.df[id]++
	}
}

// Terms returns the stems of a text that carry a topic: no stop words, no numbers alone.
func (l *Lexicon) Terms(text string) Terms {
	seen := make(map[int]struct{}, len(text)/12)
	EachWord(text, func(w string) {
		if id := l.Stem(w); id >= 0 {
			seen[id] = struct{}{}
		}
	})
	out := make(Terms, 0, len(seen))
	for id := range seen {
		out = append(out, id)
	}
	sort.Ints(out)
	return out
}

// Stem returns the number of word's stem, or -1 for a word that carries no topic.
func (l *Lexicon) Stem(word string) int {
	w := strings.ToLower(word)
	if id, ok := l.cache[w]; ok {
		return id
	}
	id := -1
	plain := strings.ReplaceAll(w, "’", "'")
	if !l.lang.Stop[plain] && (len(w) > 2 || w[0] >= 0x80) && strings.ContainsFunc(w, unicode.IsLetter) {
		s := strings.TrimSuffix(plain, "'s")
		if len(s) > 3 && len(s) < 40 && l.lang.Stem != nil {
			l.env.SetCurrent(s)
			l.lang.Stem(l.env)
			s = l.env.Current()
		}
		var ok bool
		if id, ok = l.ids[s]; !ok {
			id = len(l.ids)
			l.ids[s] = id
		}
	}
	l.cache[w] = id
	return id
}

// Posts returns how many posts were counted.
func (l *Lexicon) Posts() int { return l.docs }

// Frequency returns in how many posts the stem occurs.
func (l *Lexicon) Frequency(id int) int {
	if id < len(l.df) {
		return l.df[id]
	}
	return 0
}

// Weight is how much a stem says, from 1 for one that nobody uses down to 0.
func (l *Lexicon) Weight(id int) float64 {
	n := float64(max(1, l.docs))
	return math.Log(1+n/(1+float64(l.Frequency(id)))) / math.Log(1+n)
}

// A Topic is what a thread is about: stems and how much each belongs to it, up to 1.
type Topic map[int]float64

// Overlap sums the weights of the stems that terms share with a topic.
func (l *Lexicon) Overlap(terms Terms, topic Topic) float64 {
	sum := 0.0
	for _, id := range terms {
		if w, ok := topic[id]; ok {
			sum += l.Weight(id) * w
		}
	}
	return sum
}

// Alike returns the share of what two sets have in common among all that they have, from 0 to 1.
func Alike(a, b Terms) float64 {
	both := Common(a, b)
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// Common returns how many stems two sets share.
func Common(a, b Terms) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// EachWord calls f for every word of text: a run of letters and digits, apostrophes, dots, underscores and hyphens
// inside it included ("don't", "v1.2.3", "twisted-web"). Of scripts without spaces every two characters that follow
// each other are a word.
func EachWord(text string, f func(word string)) {
	start, inner := -1, 0
	flush := func() {
		if start >= 0 {
			f(text[start:inner])
		}
		start = -1
	}
	var before rune
	at := 0
	for i, r := range text {
		if r >= 0x0E00 && prose.Dense(r) {
			flush()
			if before != 0 {
				f(text[at : i+len(string(r))])
			}
			before, at = r, i
			continue
		}
		before = 0
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
			inner = i + len(string(r))
		case start >= 0 && inner == i && (r == '\'' || r == '’' || r == '.' || r == '-' || r == '_'):
		default:
			flush()
		}
	}
	flush()
}
