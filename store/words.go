package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Copies of one mail have most words in common, however an archive wrapped the lines, wrote the quotation marks or
// repaired the charset.
const (
	wordsInCommon = 9 // of ten words of the shorter copy
	maxFolded     = 20000
)

// hiddenAt are forms in which archives hide the "@" of an address from machines.
var hiddenAt = strings.NewReplacer("(a)", "@", "(at)", "@", "[a]", "@", "[at]", "@")

// sameWords reports whether 90 % of the words of the shorter of two texts stand in the other. A word that was damaged
// on the way may be any.
func sameWords(a, b string) bool {
	if a == b {
		return true
	}
	x, y := FoldedWords(a), FoldedWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	count := make(map[string]int, len(y))
	damaged := 0
	for _, w := range y {
		if isDamaged(w) {
			damaged++
		} else {
			count[w]++
		}
	}
	common := 0
	for _, w := range x {
		switch {
		case isDamaged(w):
			common++
		case count[w] > 0:
			count[w]--
			common++
		case damaged > 0:
			damaged--
			common++
		}
	}
	return common*10 >= len(x)*wordsInCommon
}

// FoldedWords returns the words of a text, at most maxFolded of them, in lower case and without punctuation around
// them. A character of a script that writes no spaces between words is a word. Web addresses and paths are none,
// because archives write them anew, and neither is the "at" that many write for an "@".
func FoldedWords(s string) []string {
	var words []string
	for _, field := range strings.Fields(hiddenAt.Replace(strings.ToLower(s))) {
		field = strings.TrimFunc(field, isMark)
		if field == "at" || strings.HasPrefix(field, "/") || strings.Contains(field, "://") {
			continue
		}
		for part := range strings.SplitSeq(field, "@") {
			if bare := strings.TrimRight(part, "?"); bare != "" {
				part = bare // the end of a question
			}
			words = appendWords(words, part)
		}
		if len(words) >= maxFolded {
			return words[:maxFolded]
		}
	}
	return words
}

// appendWords appends a word, or its characters where its script has no spaces.
func appendWords(words []string, word string) []string {
	start := 0
	for i, r := range word {
		if r >= 0x2e80 && unicode.IsLetter(r) {
			if start < i {
				words = append(words, word[start:i])
			}
			start = i + utf8.RuneLen(r)
			words = append(words, word[i:start])
		}
	}
	if start < len(word) {
		words = append(words, word[start:])
	}
	return words
}

// isMark reports whether r is punctuation around a word. Signs of numbers and what stands for a damaged character are
// not.
func isMark(r rune) bool {
	return unicode.IsPunct(r) && r != '-' && r != '?' && r != '/' || r == '<' || r == '>' || r == '`' || r == '|'
}

// isDamaged reports whether characters of a word were lost on the way.
func isDamaged(w string) bool {
	return strings.Contains(w, "\ufffd") || strings.Contains(w, "?")
}
