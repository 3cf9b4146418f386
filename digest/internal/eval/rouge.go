package eval

import (
	"regexp"
	"sort"
	"strings"
)

// Rouge is the likeness of a text to a reference, each figure an F1 times 100 (Lin 2004): of words, of pairs of words,
// of the longest common subsequence, and of the union of those over sentences.
type Rouge struct{ R1, R2, L, Lsum float64 }

// Score compares two texts given as sentences. The figures equal those of Google's rouge_score with its stemmer
// (https://github.com/google-research/google-research/tree/master/rouge).
func Score(candidate, reference []string) Rouge {
	cs, rs := tokenized(candidate), tokenized(reference)
	var c, r []string
	for _, s := range cs {
		c = append(c, s...)
	}
	for _, s := range rs {
		r = append(r, s...)
	}
	common := 0
	if len(c) > 0 && len(r) > 0 {
		common = lcsTable(r, c)[len(r)][len(c)]
	}
	return Rouge{100 * rougeN(c, r, 1), 100 * rougeN(c, r, 2), 100 * f1(common, len(c), len(r)), 100 * unionLCS(cs, rs)}
}

var separator = regexp.MustCompile(`[^a-z0-9]+`)

// tokens are the words of a text in lower case, those over three letters stemmed. Letters outside ASCII separate words,
// as they do there.
func tokens(text string) []string {
	out := strings.Fields(separator.ReplaceAllString(strings.ToLower(text), " "))
	for i, w := range out {
		if len(w) > 3 {
			out[i] = Stem(w)
		}
	}
	return out
}

func tokenized(sentences []string) [][]string {
	out := make([][]string, len(sentences))
	for i, s := range sentences {
		out[i] = tokens(s)
	}
	return out
}

func f1(hits, candidate, reference int) float64 {
	if hits == 0 {
		return 0
	}
	return 2 * float64(hits) / float64(candidate+reference)
}

func rougeN(c, r []string, n int) float64 {
	a, b := ngrams(c, n), ngrams(r, n)
	hits, inC, inR := 0, 0, 0
	for g, k := range a {
		hits += min(k, b[g])
		inC += k
	}
	for _, k := range b {
		inR += k
	}
	return f1(hits, max(1, inC), max(1, inR))
}

func ngrams(words []string, n int) map[string]int {
	out := map[string]int{}
	for i := 0; i+n <= len(words); i++ {
		out[strings.Join(words[i:i+n], " ")]++
	}
	return out
}

// lcsTable holds at [i][j] the length of the longest common subsequence of a[:i] and b[:j].
func lcsTable(a, b []string) [][]int {
	rows := make([][]int, len(a)+1)
	rows[0] = make([]int, len(b)+1)
	for i, x := range a {
		last, row := rows[i], make([]int, len(b)+1)
		for j, y := range b {
			if x == y {
				row[j+1] = last[j] + 1
			} else {
				row[j+1] = max(row[j], last[j+1])
			}
		}
		rows[i+1] = row
	}
	return rows
}

// lcsPositions are the positions in a of the one longest common subsequence with b that rouge_score finds.
func lcsPositions(a, b []string) []int {
	t, i, j := lcsTable(a, b), len(a), len(b)
	var out []int
	for i > 0 && j > 0 {
		switch {
		case a[i-1] == b[j-1]:
			i, j = i-1, j-1
			out = append(out, i)
		case t[i][j-1] > t[i-1][j]:
			j--
		default:
			i--
		}
	}
	return out
}

// unionLCS counts for each sentence of the reference the words that any sentence of the candidate shares in order, no
// word more often than both texts have it.
func unionLCS(cs, rs [][]string) float64 {
	leftC, leftR, n, m := map[string]int{}, map[string]int{}, 0, 0
	for _, s := range cs {
		n += len(s)
		for _, w := range s {
			leftC[w]++
		}
	}
	for _, s := range rs {
		m += len(s)
		for _, w := range s {
			leftR[w]++
		}
	}
	hits := 0
	for _, r := range rs {
		union := map[int]bool{}
		for _, c := range cs {
			for _, i := range lcsPositions(r, c) {
				union[i] = true
			}
		}
		at := make([]int, 0, len(union))
		for i := range union {
			at = append(at, i)
		}
		sort.Ints(at)
		for _, i := range at {
			if w := r[i]; leftC[w] > 0 && leftR[w] > 0 {
				hits++
				leftC[w]--
				leftR[w]--
			}
		}
	}
	return f1(hits, n, m)
}

var (
	sentenceEnd   = regexp.MustCompile(`[.!?]+["')\]]*\s+`)
	sentenceStart = regexp.MustCompile(`^["'(\[]?[A-Z0-9]`)
	initial       = regexp.MustCompile(`^[a-z]$`)
)

// Sentences splits human text by one fixed simple rule, so that every measure splits alike: at [.!?], closing marks and
// white space before a capital or a digit, but not behind an abbreviation or an initial.
func Sentences(text string) []string {
	var out []string
	start := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		if !sentenceStart.MatchString(text[m[1]:]) {
			continue
		}
		if before := strings.Fields(text[start:m[0]]); len(before) > 0 {
			last := strings.ToLower(before[len(before)-1])
			if strings.Contains(" mr mrs ms dr prof e.g i.e etc vs cf fig no st jr inc ltd co al ", " "+last+" ") || initial.MatchString(last) {
				continue
			}
		}
		out = append(out, strings.TrimSpace(text[start:m[1]]))
		start = m[1]
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}
