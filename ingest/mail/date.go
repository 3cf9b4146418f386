package mail

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"recap/ingest/charset"
	"recap/ingest/text"
	"recap/ingest/when"
)

// ParseDate reads the date of a mail as RFC 5322 section 3.3 writes it, with the obsolete forms of section 4.3 and what
// mail really holds: ctime, RFC 3339 and ISO 8601, named zones, months in many languages and weekdays in any, numbers
// in other scripts, dots in the time, no zone (taken as UTC). It reports whether it could; a zone or a number out of
// range makes a date unreadable, and so does one of two numbers that may both be the month, because a wrong guess is
// worse than none.
func ParseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(stripComments(s))
	if len(s) > 120 {
		return time.Time{}, false
	}
	if !charset.IsASCII([]byte(s)) {
		s = plainDate(s)
	}
	if len(s) >= 15 && s[8] == 'T' {
		if _, ok := number(s[:8]); ok {
			s = s[:4] + "-" + s[4:6] + "-" + s[6:11] + ":" + s[11:13] + ":" + s[13:]
		}
	}
	if len(s) >= 19 && s[4] == '-' && (s[10] == 'T' || s[10] == ' ') {
		if t, ok := parseISO(s); ok {
			return t, true
		}
	}
	d := dateParts{day: -1, month: -1, year: -1, hour: -1}
	for s != "" {
		i := strings.IndexAny(s, " \t,")
		token := s
		if i >= 0 {
			token, s = s[:i], s[i+1:]
		} else {
			s = ""
		}
		if token != "" && !d.add(token) {
			return time.Time{}, false
		}
	}
	if d.half != 0 && d.hour >= 0 {
		d.hour = d.hour%12 + d.half - 1
	}
	if d.day < 1 || d.day > 31 || d.month < 1 || d.month > 12 || d.year < 0 || d.hour > 23 || d.minute > 59 || d.second > 60 {
		return time.Time{}, false
	}
	if d.hour < 0 {
		d.hour = 0
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, min(d.second, 59), 0, time.UTC)
	if t.Day() != d.day {
		return time.Time{}, false
	}
	return t.Add(-d.offset), true
}

// dateSigns are what Chinese, Japanese and Korean write into dates.
var dateSigns = strings.NewReplacer("年", "-", "月", "-", "日", " ", "号", " ", "년 ", "-", "월 ", "-", "년", "-", "월", "-",
	"일", " ", "時", ":", "时", ":", "點", ":", "点", ":", "시 ", ":", "시", ":", "分", ":", "분 ", ":", "분", ":", "秒", " ", "초", " ",
	"午前", " am ", "上午", " am ", "오전", " am ", "午後", " pm ", "下午", " pm ", "오후", " pm ", "：", ":", "\u00a0", " ")

// plainDate returns a date with ASCII digits and without those signs.
func plainDate(s string) string {
	return strings.ReplaceAll(dateSigns.Replace(strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			if d := digit(r); d >= 0 {
				return rune('0' + d)
			}
		}
		return r
	}, s)), ": ", " ")
}

// parseISO reads RFC 3339 and its looser relatives.
func parseISO(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700",
		"2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Truncate(time.Second), true
		}
	}
	return time.Time{}, false
}

// dateParts is a date while its tokens are read; -1 is unknown.
type dateParts struct {
	day, month, year     int
	hour, minute, second int
	offset               time.Duration
	half                 int  // 1 before noon, 13 after it, 0 for the whole clock
	early                bool // the month was the first token, which may have been a weekday: "mar" is both
}

// add takes one token and reports whether the date can still be read.
func (d *dateParts) add(token string) bool {
	if token == "" { // "1--26"
		return false
	}
	c := token[0]
	switch {
	case (c == '+' || c == '-') && d.hour >= 0:
		return d.setOffset(token)
	case c < '0' || c > '9':
		return d.addName(token)
	case isNumeric(token):
		return d.setNumeric(token)
	case d.hour < 0 && strings.ContainsAny(token, ":.") && len(token) > 3:
		return d.setTime(token)
	}
	if strings.Count(token, "-") == 2 {
		parts := strings.Split(token, "-")
		return d.add(parts[0]) && d.add(parts[1]) && d.add(parts[2])
	}
	token = strings.TrimRight(token, ".")
	n, ok := number(token)
	switch {
	case !ok:
		return false
	case len(token) <= 2 && d.day < 0:
		d.day = n
	case d.year >= 0:
		return false
	case len(token) <= 2 && n < 50:
		d.year = 2000 + n
	case len(token) <= 2:
		d.year = 1900 + n
	case len(token) == 4:
		d.year = n
	default:
		return false
	}
	return true
}

// isNumeric reports whether a token is a date of three numbers, of which one is a year of four digits: 14.10.2026,
// 2026-10-14.
func isNumeric(token string) bool {
	if len(token) < 8 || len(token) > 11 {
		return false
	}
	marks, run, year := 0, 0, false
	for i := range len(token) {
		switch c := token[i]; {
		case c >= '0' && c <= '9':
			run++
			year = year || run == 4
		case c == '.' || c == '/' || c == '-':
			if marks++; run == 0 {
				return false
			}
			run = 0
		default:
			return false
		}
	}
	return year && (marks == 2 || marks == 3 && run == 0)
}

// setNumeric reads such a date: year, month, day, or day, month, year. With strokes, the month may stand before the
// day: then one of the two must be too large for a month.
func (d *dateParts) setNumeric(token string) bool {
	if d.day >= 0 || d.month >= 0 || d.year >= 0 {
		return false
	}
	parts := strings.FieldsFunc(token, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 3 {
		return false
	}
	a, _ := number(parts[0])
	b, _ := number(parts[1])
	c, _ := number(parts[2])
	switch {
	case len(parts[0]) == 4 && len(parts[1]) <= 2 && len(parts[2]) <= 2:
		d.year, d.month, d.day = a, b, c
	case len(parts[2]) != 4:
		return false
	case strings.IndexByte(token, '/') < 0 || a > 12:
		d.day, d.month, d.year = a, b, c
	case b > 12 || a == b:
		d.month, d.day, d.year = a, b, c
	default:
		return false
	}
	return d.month >= 1 && d.month <= 12
}

// addName takes a token that is no number: a month, a zone, AM or PM. A weekday, in any language, says nothing new, and
// neither do the small words around a date.
func (d *dateParts) addName(token string) bool {
	lower := strings.ToLower(token)
	if m := monthOf(lower); m > 0 && (d.month < 0 || d.early) {
		d.early = d.month < 0 && d.day < 0
		d.month = m
		return true
	}
	switch lower {
	case "pm", "p.m.", "μμ", "μ.μ.":
		d.half = 13
		return true
	case "am", "a.m.", "πμ", "π.μ.":
		d.half = 1
		return true
	}
	if d.hour < 0 {
		return d.day < 0 || d.month < 0 || d.year < 0 && len(lower) <= 6 || lower == "at" || len(lower) <= 3
	}
	if i := strings.IndexAny(token, "+-"); i > 0 {
		return d.setOffset(token[i:])
	}
	switch lower {
	case "dst":
		d.offset += time.Hour
	default:
		if hours, ok := zones[strings.ToUpper(lower)]; ok {
			d.offset = time.Duration(hours) * time.Hour
		}
	}
	return true
}

// setTime reads hh:mm[:ss[.fraction]], with dots for colons and perhaps an offset right behind it.
func (d *dateParts) setTime(token string) bool {
	if i := strings.IndexAny(token, "+-"); i > 0 {
		d.hour = 0
		if !d.setOffset(token[i:]) {
			return false
		}
		token = token[:i]
	}
	token = strings.TrimRight(token, "Z")
	parts := strings.FieldsFunc(token, func(r rune) bool { return r == ':' || r == '.' })
	if len(parts) < 2 || len(parts) > 4 {
		return false
	}
	var v [4]int
	for i, p := range parts {
		n, ok := number(p)
		if !ok {
			return false
		}
		v[i] = n
	}
	d.hour, d.minute, d.second = v[0], v[1], v[2]
	return true
}

// setOffset reads +hhmm, +hh:mm or +hh.
func (d *dateParts) setOffset(token string) bool {
	sign := time.Duration(1)
	if token[0] == '-' {
		sign = -1
	}
	digits := strings.Replace(token[1:], ":", "", 1)
	n, ok := number(digits)
	if !ok || len(digits) > 4 {
		return false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	if n/100 > 14 || n%100 > 59 {
		return false
	}
	d.offset = sign * (time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute)
	return true
}

// number reads a short decimal number.
func number(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// monthOf returns the month of a name in lower case: a whole or shortened name in one of many languages; 0 if it is
// none.
func monthOf(name string) int {
	if len(name) < 3 {
		return 0
	}
	const english = "janfebmaraprmayjunjulaugsepoctnovdec"
	if i := strings.Index(english, name[:3]); i >= 0 && i%3 == 0 {
		if m := time.Month(i/3 + 1); len(name) == 3 || strings.HasPrefix(m.String()[1:], name[1:]) {
			return int(m)
		}
	}
	return int(text.Month(strings.TrimRight(name, ".॰")))
}

// zones are the hours east of UTC of zone names: those of RFC 5322 section 4.3 and others that mail holds and that mean
// one thing only. Any other name is taken as UTC, as the RFC asks.
var zones = map[string]int{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3,
	"BST": 1, "WEST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "MSD": 4,
	"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// stripComments takes RFC 5322 comments, nested ones included, out of a value.
func stripComments(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	var out strings.Builder
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// received returns the date of the oldest Received field that has a plausible one, which is when the first server had
// the mail; zero if there is none. Each server puts its field above the others, so the last one is the oldest.
func received(h header, now time.Time) time.Time {
	for i := len(h) - 1; i >= 0; i-- {
		if len(h[i].name) != len("received") || !equalFold(h[i].name, "received") {
			continue
		}
		value := h[i].value
		at := bytes.LastIndexByte(value, ';')
		if at < 0 {
			continue
		}
		if t, ok := ParseDate(unfold(value[at+1:])); ok && when.Plausible(t, now) {
			return t
		}
	}
	return time.Time{}
}
