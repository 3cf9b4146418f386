package eval

import "strings"

// Stem returns the stem of a lower-case word by Porter's algorithm (Program 14(3), 1980) with the extensions of NLTK,
// which rouge_score uses: irregular forms, "-ies" and "-ied" of short words, "-fulli", "-logi" and "-alli" in step 2.
// Snowball's English stemmer (Porter2) gives other stems and other scores.
func Stem(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	if len(w) <= 2 {
		return w
	}
	w = plurals(w)
	w = pastAndGerund(w)
	if n := len(w); n > 2 && w[n-1] == 'y' && consonant(w, n-2) {
		w = w[:n-1] + "i"
	}
	if s, ok := strings.CutSuffix(w, "alli"); ok && measure(s) > 0 {
		w = s + "al"
	}
	w = replace(w, step2)
	w = replace(w, step3)
	w = drop(w)
	return ending(w)
}

var irregular = map[string]string{"skies": "sky", "sky": "sky", "dying": "die", "lying": "lie", "tying": "tie", "news": "news", "innings": "inning", "inning": "inning",
	"outings": "outing", "outing": "outing", "cannings": "canning", "canning": "canning", "howe": "howe", "proceed": "proceed", "exceed": "exceed", "succeed": "succeed"}

// plurals is step 1a.
func plurals(w string) string {
	switch {
	case len(w) == 4 && strings.HasSuffix(w, "ies"):
		return w[:3]
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ies"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// pastAndGerund is step 1b.
func pastAndGerund(w string) string {
	switch {
	case strings.HasSuffix(w, "ied"):
		if len(w) == 4 {
			return w[:3]
		}
		return w[:len(w)-2]
	case strings.HasSuffix(w, "eed"):
		if measure(w[:len(w)-3]) > 0 {
			return w[:len(w)-1]
		}
		return w
	}
	s, ok := strings.CutSuffix(w, "ed")
	if !ok || !hasVowel(s) {
		if s, ok = strings.CutSuffix(w, "ing"); !ok || !hasVowel(s) {
			return w
		}
	}
	switch {
	case strings.HasSuffix(s, "at"), strings.HasSuffix(s, "bl"), strings.HasSuffix(s, "iz"):
		return s + "e"
	case double(s):
		if strings.IndexByte("lsz", s[len(s)-1]) < 0 {
			return s[:len(s)-1]
		}
	case measure(s) == 1 && shortEnd(s):
		return s + "e"
	}
	return s
}

var (
	step2 = [][2]string{{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"}, {"alli", "al"}, {"entli", "ent"}, {"eli", "e"},
		{"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},
		{"iviti", "ive"}, {"biliti", "ble"}, {"fulli", "ful"}, {"logi", "log"}}
	step3 = [][2]string{{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}
	step4 = []string{"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"}
)

// replace is steps 2 and 3: the first suffix that fits decides, whether or not anything stands before it.
func replace(w string, table [][2]string) string {
	for _, rule := range table {
		s, ok := strings.CutSuffix(w, rule[0])
		if !ok {
			continue
		}
		before := s
		if rule[0] == "logi" {
			before = s + "l"
		}
		if measure(before) > 0 {
			return s + rule[1]
		}
		return w
	}
	return w
}

// drop is step 4.
func drop(w string) string {
	for _, suffix := range step4 {
		s, ok := strings.CutSuffix(w, suffix)
		if !ok {
			continue
		}
		if measure(s) > 1 && (suffix != "ion" || strings.HasSuffix(s, "s") || strings.HasSuffix(s, "t")) {
			return s
		}
		return w
	}
	return w
}

// ending is step 5.
func ending(w string) string {
	if s, ok := strings.CutSuffix(w, "e"); ok {
		if m := measure(s); m > 1 || m == 1 && !shortEnd(s) {
			w = s
		}
	}
	if strings.HasSuffix(w, "ll") && measure(w[:len(w)-1]) > 1 {
		w = w[:len(w)-1]
	}
	return w
}

// consonant reports whether w[i] is one; a y is one at the beginning and behind a vowel.
func consonant(w string, i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		run := 0 // of the letters y that end at i
		for i-run >= 0 && w[i-run] == 'y' {
			run++
		}
		first := i-run < 0 || strings.IndexByte("aeiou", w[i-run]) >= 0 // whether the first y of the run is a consonant
		return first == (run%2 == 1)
	}
	return true
}

// measure counts the pairs of vowels and consonants that follow each other.
func measure(w string) int {
	n, vowel := 0, false
	for i := range len(w) {
		c := consonant(w, i)
		if c && vowel {
			n++
		}
		vowel = !c
	}
	return n
}

func hasVowel(w string) bool {
	for i := range len(w) {
		if !consonant(w, i) {
			return true
		}
	}
	return false
}

func double(w string) bool {
	n := len(w)
	return n >= 2 && w[n-1] == w[n-2] && consonant(w, n-1)
}

// shortEnd reports whether w ends consonant, vowel, consonant, the last not w, x or y; of two letters, vowel and
// consonant do.
func shortEnd(w string) bool {
	n := len(w)
	if n >= 3 {
		return consonant(w, n-3) && !consonant(w, n-2) && consonant(w, n-1) && strings.IndexByte("wxy", w[n-1]) < 0
	}
	return n == 2 && !consonant(w, 0) && consonant(w, 1)
}
