package render

import (
	"fmt"
	"strings"
)

// escapeLine writes a line as Markdown that kramdown, goldmark and Discount (with its typography) all show as it is, and that a site's template language
// leaves alone. Every ASCII punctuation mark becomes a numeric entity unless it is harmless where it stands.
func escapeLine(b *strings.Builder, l string) { escapePiece(b, l, 0, len(l)) }

// escapePiece escapes l[from:to], a piece of the line l. The pieces of a line are parted by nothing but the brackets of links.
func escapePiece(b *strings.Builder, l string, from, to int) {
	digits := len(l) - len(strings.TrimLeft(l, "0123456789")) // "12." would open a list
	for i := from; i < to; i++ {
		if c := l[i]; c >= 0x80 || c == ' ' || c == '\t' || alnum(c) || harmless(l, i, digits) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(b, "&#%d;", c)
		}
	}
}

// harmless reports whether the punctuation mark l[i] has no meaning in any dialect, where l begins with so many digits.
// What follows l is not known.
func harmless(l string, i, digits int) bool {
	at := func(i int) byte {
		if i < 0 || i >= len(l) {
			return ' '
		}
		return l[i]
	}
	prev, next := at(i-1), at(i+1)
	switch l[i] {
	case ',', ';', '?':
		return i > 0
	case '(':
		return true
	case ')': // not 1) a) (c) (r) (tm)
		return i != 1 && i != digits && !(letter(prev) && (at(i-2) == '(' || letter(at(i-2)) && at(i-3) == '('))
	case '-':
		return alnum(prev) && alnum(next)
	case '.': // not 1. a. ... www.
		return i > 1 && i != digits && (alnum(prev) || prev == ')' || prev >= 0x80) && next != '.' && !strings.HasSuffix(strings.ToLower(l[:i]), "www")
	case ':': // 10:30, but not the end of a scheme
		return alnum(prev) && next == ' ' || digit(prev) && digit(next)
	case '/': // not 1/2
		return letter(prev) && letter(next)
	case '+': // +1 as a vote, UTC+1
		return i > 0 && (prev == ' ' || alnum(prev)) && alnum(next)
	case '#': // a hashtag, not a heading
		return i > 0 && prev == ' ' && letter(next)
	case '%':
		return digit(prev) && next == ' '
	case '&':
		return i > 0 && prev == ' ' && next == ' ' && i+1 < len(l)
	case '!': // a mark before a link would make an image of it
		return i > 1 && alnum(prev) && next == ' ' && i+1 < len(l)
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
func alnum(c byte) bool  { return letter(c) || digit(c) }
