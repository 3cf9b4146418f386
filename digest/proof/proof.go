// Package proof holds sentences against the posts that they rest on. It knows no writer: what the builder, a model or
// an editor wrote is held in the same way.
package proof

import (
	"strings"
	"unicode"

	"recap/digest/prose"
)

// A Refusal says why a sentence is not printed.
type Refusal string

// Excerpt holds an excerpt against a post's own words: its sentences stand there one after the other, letter for letter
// but for white space, footnote marks and addresses, for which prose.Link stands. It returns "" for one that does.
func Excerpt(text, own string) Refusal {
	body, at := Fold(own), 0
	for i, piece := range strings.Split(text, prose.Link) {
		piece = Fold(piece)
		if strings.Trim(piece, " .,;:()") == "" {
			continue
		}
		found := strings.Index(body[at:], piece)
		if found < 0 || i > 0 && found > longestAddress {
			return Refusal("these words do not stand in the post: " + piece)
		}
		at += found + len(piece)
	}
	return ""
}

const longestAddress = 2000 // bytes that Link may stand for

// Fold returns the letters, digits and marks of a text without what layout changes: white space, marks of quotation and
// emphasis, footnote marks, the addresses behind the words of Markdown's links.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, line := range strings.Split(s, "\n") {
		line = prose.WithoutMarks(line)
		for _, r := range line {
			switch {
			case unicode.IsSpace(r), strings.ContainsRune("*_`>", r):
			case r == '’' || r == '‘':
				b.WriteByte('\'')
			case r == '“' || r == '”' || r == '„':
				b.WriteByte('"')
			default:
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// Facts holds a sentence of the program's own against what it rests on: every name and every number of it occurs in evidence or among the words that
// are allowed everywhere. It returns "" for one that does.
func Facts(text string, evidence []string, allowed map[string]bool) Refusal {
	have := map[string]bool{}
	for _, e := range evidence {
		for _, w := range Words(e) {
			have[strings.ToLower(w)] = true
		}
	}
	for i, w := range Words(text) {
		first := []rune(w)[0]
		low := strings.ToLower(w)
		named := unicode.IsUpper(first) && i > 0
		if (named || unicode.IsDigit(first)) && !have[low] && !allowed[low] {
			return Refusal("nothing that it cites holds " + w)
		}
	}
	return ""
}

// Words are the runs of letters and digits of a text.
func Words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}
