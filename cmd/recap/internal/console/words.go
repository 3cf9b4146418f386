package console

import (
	"fmt"
	"strings"
	"unicode"
)

// OneLine returns s with white space folded and without characters that steer a terminal.
func OneLine(s string) string { return Visible(strings.Join(strings.Fields(s), " ")) }

// Visible returns s without control characters, those of bidirectional text included.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// Count returns n with the noun in the right number.
func Count(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "s"):
		noun += "es"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// Times says how often.
func Times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// Nearest returns the candidate that word most likely stands for, or "" if none is near.
func Nearest(word string, candidates []string) string {
	best, distance := "", 1+max(1, len(word)/3)
	for _, c := range candidates {
		if n := editDistance(strings.ToLower(word), strings.ToLower(c)); n < distance && n < len(word) {
			best, distance = c, n
		}
	}
	return best
}

// editDistance returns how many bytes must be put in, taken out, replaced or swapped with their neighbour to make b of
// a (the optimal string alignment distance).
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// OneOf returns the remedy for a value that has to be one of choices.
func OneOf(value string, choices []string) string {
	list := strings.Join(choices, ", ")
	if n := Nearest(value, choices); n != "" {
		return fmt.Sprintf("did you mean %s? Choose from %s", n, list)
	}
	return "choose from " + list
}

// A UsageError is a mistake in how the program was called, and says what to do.
type UsageError struct{ err error }

func (e *UsageError) Error() string { return e.err.Error() }

func (e *UsageError) Unwrap() error { return e.err }

// Usage returns an error of how the program was called.
func Usage(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// FirstOf returns the first of list, "" if it is empty.
func FirstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
