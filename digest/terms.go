package digest

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
)

// A term is one stem with its weight in a text.
type term struct {
	id     int
	weight float64
}

// A vector is a text as weighted stems of length one, ordered by id, so that sums over it always run in the same order.
type vector []term

// A lexicon numbers stems and knows in how many posts each occurs.
type lexicon struct {
	lang  *language
	ids   map[string]int
	df    []int
	docs  int
	cache map[string]int  // word -> stem id, -1 for a stop word
	lower map[string]int  // how often a word stood in lower case
	upper map[string]int  // how often it began with a capital where no sentence began
	names map[string]bool // words that are names whatever people write
}

func newLexicon(lang *language) *lexicon {
	return &lexicon{lang: lang, names: map[string]bool{}, ids: map[string]int{}, cache: map[string]int{}, lower: map[string]int{}, upper: map[string]int{}}
}

// add counts the stems of one post.
func (l *lexicon) add(text string) {
	l.docs++
	seen := map[int]bool{}
	start := true
	eachWord(text, func(w string, at int) {
		if id := l.stem(w); id >= 0 && !seen[id] {
			seen[id] = true
			for len(l.df) <= id {
				l.df = append(l.df, 0)
			}
			l.df[id]++
		}
		r, _ := firstRune(w)
		switch {
		case unicode.IsLower(r):
			l.lower[w]++
		case unicode.IsUpper(r) && !start:
			l.upper[strings.ToLower(w)]++
		}
		end := at + len(w)
		start = end < len(text) && strings.ContainsRune(".!?\n:", rune(text[end]))
	})
}

// common reports whether a capitalised word is an ordinary word that only stands at the beginning of a sentence.
func (l *lexicon) common(word string) bool {
	w := strings.ToLower(word)
	if l.names[w] {
		return false
	}
	// a word that nobody here has used within a sentence: its ending tells
	unseen := l.lower[w] == 0 && l.upper[w] == 0 && len(w) > 5 && endsIn(w, l.lang.common)
	return l.lang.stop[w] || l.lower[w] > l.upper[w] || unseen
}

func endsIn(w string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// protect makes the words of a name keep their capitals.
func (l *lexicon) protect(name string) {
	eachWord(name, func(w string, _ int) {
		if w = strings.ToLower(w); !l.lang.stop[w] {
			l.names[w] = true
		}
	})
}

// stem returns the number of word's stem, or -1 for a stop word.
func (l *lexicon) stem(word string) int {
	w := strings.ToLower(word)
	if id, ok := l.cache[w]; ok {
		return id
	}
	id := -1
	if !l.lang.stop[w] && (len(w) > 1 || w[0] >= 0x80) {
		s := w
		if len(w) > 3 && len(w) < 40 {
			env := snowballstem.NewEnv(w)
			l.lang.stem(env)
			s = env.Current()
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

// documents returns in how many posts the stem occurs.
func (l *lexicon) documents(id int) int {
	if id < len(l.df) {
		return l.df[id]
	}
	return 0
}

func (l *lexicon) idf(id int) float64 {
	df := l.documents(id)
	return max(0, math.Log((float64(l.docs)+1)/(float64(df)+.5)))
}

// vector returns text as weighted stems, (1 + ln tf) · idf, of length one.
func (l *lexicon) vector(text string) vector {
	tf := map[int]int{}
	eachWord(text, func(w string, _ int) {
		if id := l.stem(w); id >= 0 {
			tf[id]++
		}
	})
	return l.weigh(tf)
}

func (l *lexicon) weigh(tf map[int]int) vector {
	v := make(vector, 0, len(tf))
	for id, n := range tf {
		if w := (1 + math.Log(float64(n))) * l.idf(id); w > 0 {
			v = append(v, term{id, w})
		}
	}
	sort.Slice(v, func(i, j int) bool { return v[i].id < v[j].id })
	return v.unit()
}

func (v vector) unit() vector {
	sum := 0.0
	for _, t := range v {
		sum += t.weight * t.weight
	}
	if sum == 0 {
		return v
	}
	norm := math.Sqrt(sum)
	for i := range v {
		v[i].weight /= norm
	}
	return v
}

// dot is the cosine of two vectors of length one.
func (v vector) dot(o vector) float64 {
	sum, i, j := 0.0, 0, 0
	for i < len(v) && j < len(o) {
		switch {
		case v[i].id < o[j].id:
			i++
		case v[i].id > o[j].id:
			j++
		default:
			sum += v[i].weight * o[j].weight
			i++
			j++
		}
	}
	return sum
}

// centroid returns the direction of the sum of vs.
func centroid(vs []vector) vector {
	sum := map[int]float64{}
	for _, v := range vs {
		for _, t := range v {
			sum[t.id] += t.weight
		}
	}
	c := make(vector, 0, len(sum))
	for id, w := range sum {
		c = append(c, term{id, w})
	}
	sort.Slice(c, func(i, j int) bool { return c[i].id < c[j].id })
	return c.unit()
}

// eachWord calls f for every word of text, with the byte offset where it begins. A word is a run of letters and digits, apostrophes, dots and
// hyphens inside it included ("don't", "v1.2.3", "twisted-web").
func eachWord(text string, f func(word string, at int)) {
	start := -1
	runes := []byte(text)
	flush := func(end int) {
		for end > start && strings.IndexByte("'.-", runes[end-1]) >= 0 {
			end--
		}
		if end > start {
			f(text[start:end], start)
		}
		start = -1
	}
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0 && r != '\'' && r != '.' && r != '-' && r != '’':
			flush(i)
		case !inside && start >= 0 && i+1 < len(text) && !isWordByte(text[i+1]) && r != '’':
			flush(i)
		}
	}
	if start >= 0 {
		flush(len(text))
	}
}

func isWordByte(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func firstRune(s string) (rune, int) {
	for _, r := range s {
		return r, len(string(r))
	}
	return 0, 0
}

// wordCount counts as a word processor does.
func wordCount(s string) int { return len(strings.Fields(s)) }
