package language

import (
	"strconv"
	"strings"
	"time"
)

// ParseDay reads the first day that s names as the language writes it, or "2026-10-15", as a UTC day; without a year it
// is the next such day after ref, or one at most thirty days before it.
func (l *Language) ParseDay(s string, ref time.Time) (time.Time, bool) {
	m := l.DayText.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	part := map[string]string{}
	for i, name := range l.DayText.SubexpNames() {
		if name = strings.TrimRight(name, "23"); name != "" && m[i] != "" {
			part[name] = m[i]
		}
	}
	if iso := part["iso"]; iso != "" {
		t, err := time.Parse(time.DateOnly, iso)
		return t, err == nil
	}
	month := int(l.MonthNum[part["month"]])
	if n := part["number"]; n != "" {
		month, _ = strconv.Atoi(n) // of digits alone
	}
	year, given := part["year"], part["year"] != ""
	if !given {
		year = ref.Format("2006")
	}
	t, err := time.Parse("2006 1 2", year+" "+strconv.Itoa(month)+" "+strings.TrimLeft(part["day"], "0"))
	if err != nil {
		return time.Time{}, false
	}
	if !given && t.Before(ref.AddDate(0, 0, -30)) {
		t = t.AddDate(1, 0, 0)
	}
	return t, true
}

// Deadline reads until when a vote is open that was called at ref: "open for 72 hours", or a date; nil if the text
// names none.
func (l *Language) Deadline(text string, ref time.Time) *time.Time {
	if m := l.Hours.FindStringSubmatch(text); m != nil {
		if hours, err := strconv.Atoi(m[1]); err == nil {
			t := ref.Add(time.Duration(hours) * time.Hour)
			return &t
		}
	}
	m := l.Until.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	t, ok := l.ParseDay(m[1], ref)
	if !ok {
		return nil
	}
	rest := text[strings.Index(text, m[0])+len(m[0]):]
	if h := l.Clock.FindStringSubmatch(rest[:min(len(rest), 30)]); h != nil {
		if at, err := time.Parse("15:04", h[1]); err == nil {
			t = t.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
			return &t
		}
	}
	t = t.Add(24*time.Hour - time.Second) // to the end of that day
	return &t
}

// holdsMonth is a cheap look for one of the words, by three letters, that begin the names of months.
func holdsMonth(s, starts string) bool {
	for i := 0; i+3 <= len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' && strings.Contains(starts, s[i:i+3]) {
			return true
		}
	}
	return false
}

// holdsISODay is a cheap look for "2026-10-15".
func holdsISODay(s string) bool {
	for i := 4; i+3 < len(s); i++ {
		if s[i] == '-' && s[i+3] == '-' && s[i-4] == '2' {
			return true
		}
	}
	return false
}

// HoldsAny reports whether one of words stands in s.
func HoldsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
