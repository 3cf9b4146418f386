package store

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Cut is a place in Post.Text where words of others were taken out of what the author wrote: what stands before it and what stands behind it were not next to each
// other, and what stands behind it usually answers the words that were taken out.
type Cut struct {
	At       int // byte offset in Text: the words stood before Text[At]
	From, To int // they are Quoted[From:To]; both 0 where they were not kept
}

// validCuts returns those of cuts that are places in a text with these quoted words: offsets on borders of characters, in ascending order.
func validCuts(cuts []Cut, text, quoted string) []Cut {
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

// encodeCuts returns cuts as the database keeps them: "at from to" in decimal, one a line.
func encodeCuts(cuts []Cut) string {
	var b []byte
	for i, c := range cuts {
		if i > 0 {
			b = append(b, '\n')
		}
		for j, n := range [...]int{c.At, c.From, c.To} {
			if j > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
	}
	return string(b)
}

// decodeCuts is the reverse of encodeCuts. A line that cannot be read ends the list.
func decodeCuts(s string) []Cut {
	var cuts []Cut
	for _, l := range lines(s) {
		var n [3]int
		for i, word := range strings.SplitN(l, " ", len(n)) {
			var err error
			if n[i], err = strconv.Atoi(word); err != nil {
				return cuts
			}
		}
		cuts = append(cuts, Cut{n[0], n[1], n[2]})
	}
	return cuts
}
