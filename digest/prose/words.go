package prose

import (
	"strings"
	"unicode"
)

// Count returns how many words s has: runs of letters and digits between white space, and half as many as there are characters of scripts
// without spaces between words.
func Count(s string) int {
	n, dense, inWord := 0, 0, false
	for _, r := range s {
		switch {
		case r >= 0x2E80 && Dense(r):
			dense++
			inWord = false
		case unicode.IsSpace(r):
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			inWord = true
		}
	}
	return n + (dense+1)/2
}

// Dense reports whether r belongs to a script that is written without spaces between words.
func Dense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func hasCJK(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x0E00 && Dense(r) })
}
