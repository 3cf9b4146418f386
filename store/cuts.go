package store

import (
	"unicode/utf8"
)

// A Cut is a place in Post.Text where words of others were taken out of what the author wrote: what stands before it
// and what stands behind it were not next to each other, and what stands behind it usually answers the words that were
// taken out.
type Cut struct {
	At       int // byte offset in Text: the words stood before Text[At]
	From, To int // they are Quoted[From:To]; both 0 where they were not kept
}

// ValidCuts returns those of cuts that are places in a text with these quoted words: offsets on borders of characters,
// in ascending order.
func ValidCuts(cuts []Cut, text, quoted string) []Cut {
	var valid []Cut
	at := 0
	for _, c := range cuts {
		if c.At < at || !isBorder(text, c.At) {
			continue
		}
		if c.From < 0 || c.From >= c.To || !isBorder(quoted, c.From) || !isBorder(quoted, c.To) {
			c.From, c.To = 0, 0
		}
		valid, at = append(valid, c), c.At
	}
	return valid
}

// isBorder reports whether s can be cut before byte i without parting a character.
func isBorder(s string, i int) bool {
	return i >= 0 && (i == len(s) || i < len(s) && utf8.RuneStart(s[i]))
}
