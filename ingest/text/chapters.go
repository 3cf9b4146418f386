package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// chapterMark is the time at which a chapter begins.
var chapterMark = Lazily(`(?:^|\s|[(\[])(\d{1,2}(?::\d{2}){1,2})(?:[)\]]|\s|$)`)

// IsChapters reports whether s is the marks of the chapters of a film: times that begin with zero and grow.
func IsChapters(s string) bool {
	if strings.Count(s, ":") < 2 || !strings.Contains(s, "0:00") {
		return false
	}
	last, n := -1, 0
	for _, m := range chapterMark().FindAllStringSubmatch(s, 200) {
		seconds := 0
		for part := range strings.SplitSeq(m[1], ":") {
			seconds = seconds*60 + number(part)
		}
		if n == 0 && seconds != 0 || seconds < last {
			return false
		}
		last = seconds
		n++
	}
	return n >= 2 && CountWords(s) <= 14*n
}

// CountWords returns about how many words s has; in scripts without spaces two characters are one.
func CountWords(s string) int {
	n, dense, in := 0, 0, false
	for _, r := range s {
		if r < utf8.RuneSelf {
			switch kind := wordByte[r]; {
			case kind == 'a' && !in:
				n++
				in = true
			case kind == 0:
				in = false
			}
			continue
		}
		switch {
		case r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana),
			r >= 0xe00 && unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			dense++
			in = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !in {
				n++
			}
			in = true
		case r != '’' && !unicode.IsMark(r):
			in = false
		}
	}
	return n + (dense+1)/2
}

// wordByte holds 'a' for what words are made of, and '-' for what may stand within them.
var wordByte = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		switch r := rune(c); {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			table[c] = 'a'
		case strings.ContainsRune("'.-_", r):
			table[c] = '-'
		}
	}
	return table
}()

// number returns the number that digits stand for, 0 for none.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
