package render

import (
	"strings"
	"unicode/utf8"
)

// hidden reports whether r shows nothing by itself but changes what a terminal, a browser or a parser does with the text
// around it: control characters, line separators, zero-width and bidirectional controls, noncharacters, language tags.
func hidden(r rune) bool {
	switch {
	case r < 0x20, 0x7f <= r && r <= 0x9f:
		return true
	case r == 0x061c, 0x200b <= r && r <= 0x200f, 0x2028 <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f:
		return true
	case r == 0xfeff, 0xfdd0 <= r && r <= 0xfdef, r&0xfffe == 0xfffe, 0xfff9 <= r && r <= 0xfffb, 0xe0000 <= r && r <= 0xe007f:
		return true
	}
	return false
}

// line returns s on one line: valid UTF-8 without hidden characters, white space folded to single spaces and trimmed.
func line(s string) string {
	return strings.Trim(inline(s), " ")
}

// inline is line for a piece of a paragraph, which may begin or end with the space that parts it from the next.
func inline(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == ' ', r == '\n', r == '\t', r == '\r', r == 0x0b, r == 0x0c, r == 0x85, r == 0x2028, r == 0x2029:
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case hidden(r):
			continue
		}
		space = false
		b.WriteRune(r) // an invalid byte arrives here as U+FFFD
	}
	return b.String()
}

// shorten returns s cut at a space to at most limit runes, with an ellipsis if it was cut.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)[:limit-1]
	cut := string(runes)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.-") + "…"
}
