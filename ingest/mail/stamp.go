package mail

import (
	"unicode"
	"unicode/utf8"
)

// A stamp is what a line shows of when something was, in whatever language and script it is written.
type stamp struct {
	date  bool // a whole date: year, month and day in some order
	clock bool // a time of day
	first int  // how many words stand before its first number
}

// maxNumbers is how many numbers of a line are looked at.
const maxNumbers = 12

// stampOf looks for a date and a time in s. It knows no names of months: a date is three numbers with marks, or the
// letters of Chinese, Japanese and Korean, between them, or a day near a year.
func stampOf(s string) stamp {
	if !mayHaveDigit(s) {
		return stamp{}
	}
	var n [maxNumbers]struct{ from, to, value, words int }
	count, words := 0, 0
	inWord := false
	for i := 0; i < len(s) && count < maxNumbers; {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		d := digit(r)
		if d < 0 {
			if r == ' ' || r == '\t' {
				inWord = false
			} else if !inWord {
				inWord = true
				words++
			}
			i += size
			continue
		}
		n[count].from, n[count].words = i, words
		inWord = true
		for v := 0; ; {
			v = min(v*10+d, 1<<20)
			i += size
			n[count].to, n[count].value = i, v
			if i >= len(s) {
				break
			}
			if r, size = rune(s[i]), 1; r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(s[i:])
			}
			if d = digit(r); d < 0 {
				break
			}
		}
		count++
	}
	st := stamp{}
	if count > 0 {
		st.first = n[0].words
	}
	digits := func(i int) int { return utf8.RuneCountInString(s[n[i].from:n[i].to]) }
	year := func(i int) bool { return digits(i) == 4 && isYear(n[i].value) }
	day := func(i int) bool { return digits(i) <= 2 && n[i].value >= 1 && n[i].value <= 31 }
	for i := range count {
		if i+1 < count && n[i].value < 24 && digits(i) <= 2 && n[i+1].value < 60 && digits(i+1) == 2 {
			switch s[n[i].to:n[i+1].from] {
			case ":", "h", ".", "時", "时", "點", "点", "시 ", "：":
				st.clock = true
			}
		}
		if i+2 < count && day(i+1) && isMark(s[n[i].to:n[i+1].from]) && isMark(s[n[i+1].to:n[i+2].from]) &&
			(year(i) && day(i+2) || day(i) && (year(i+2) || digits(i+2) == 2)) {
			st.date = true
		}
		if i+1 < count && (year(i) && day(i+1) || day(i) && year(i+1)) && isNear(s[n[i].to:n[i+1].from]) {
			st.date = true
		}
	}
	return st
}

// mayHaveDigit reports whether s has a digit, or a character that may be one in another script.
func mayHaveDigit(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' || c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// isYear reports whether a mail can be of that year, in the calendars that mail programs write: the common one, that of
// Iran and that of Thailand.
func isYear(y int) bool {
	return y >= 1980 && y < 2100 || y >= 1360 && y < 1480 || y >= 2523 && y < 2643
}

// digit returns the value of a decimal digit of any script, -1 for all else.
func digit(r rune) int {
	if r < utf8.RuneSelf {
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if r < 0x660 || !unicode.IsDigit(r) {
		return -1
	}
	d := 0
	for d < 9 && unicode.IsDigit(r-rune(d)-1) {
		d++
	}
	return d
}

// isMark reports whether what stands between two numbers of a date can be all that parts them.
func isMark(s string) bool {
	switch s {
	case "-", "/", ".", ". ", " ", "年", "月", "년 ", "월 ", "年 ", "月 ", ". 0":
		return true
	}
	return false
}

// isNear reports whether the words between the day and the year of a date are few and hold no time: the name of a
// month, and what a language puts beside it.
func isNear(s string) bool {
	if len(s) > 40 {
		return false
	}
	words, inWord := 0, false
	for _, r := range s {
		switch {
		case r == ':' || r == '@' || r == '<' || r == ';':
			return false
		case r == ' ':
			inWord = false
		case !inWord:
			inWord = true
			words++
		}
	}
	return words <= 4
}
