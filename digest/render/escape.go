package render

import (
	"strings"
)

// escapeLine writes a line as Markdown that kramdown, goldmark and Discount (with their typography) all show as it is, and that a site's template
// language leaves alone. A mark that means something where it stands gets a backslash if all three know it, else an entity; all others stay, so
// that people can edit the file. The one thing that may be shown otherwise is an apostrophe between letters, which typography makes a curly one.
func escapeLine(b *strings.Builder, l string) { escapePiece(b, l, 0, len(l)) }

// escapePiece escapes l[from:to], a piece of the line l. The pieces of a line are parted by nothing but the brackets of links and the marks of
// emphasis; what follows the line is markup or nothing.
func escapePiece(b *strings.Builder, l string, from, to int) {
	digits := len(l) - len(strings.TrimLeft(l, "0123456789")) // "12." would open a list
	closers := len(strings.TrimRight(l, "#")) // what stands behind closes a heading
	for i := from; i < to; i++ {
		switch c := l[i]; {
		case c >= 0x80, c == ' ', c == '\t', alnum(c), harmless(l, i, digits):
			b.WriteByte(c)
		case c == '#' && i >= closers, c == '\\' && i+1 == to: // Discount sees it through a backslash
			b.WriteString(entities[c])
		case strings.IndexByte(backslashed, c) >= 0:
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteString(entities[c])
		}
	}
}

// backslashed are the marks that a backslash takes their meaning from in kramdown, CommonMark and Discount alike.
const backslashed = "\\`*_[]()#+-.!:|"

// entities are the marks for which a backslash would be shown by one of them, or that a template language would see behind it.
var entities = [128]string{'"': "&quot;", '&': "&amp;", '<': "&lt;", '>': "&gt;", '\'': "&#39;", '{': "&#123;", '}': "&#125;", '~': "&#126;", '^': "&#94;",
	'=': "&#61;", '$': "&#36;", '/': "&#47;", '%': "&#37;", '@': "&#64;", ',': "&#44;", ';': "&#59;", '?': "&#63;", '#': "&#35;", '\\': "&#92;"}

// linkMark stands for an address in an excerpt. Alone, its brackets mean nothing.
const linkMark = "[link]"

// harmless reports whether the punctuation mark l[i] has no meaning in any dialect, where l begins with so many digits.
func harmless(l string, i, digits int) bool {
	at := func(i int) byte {
		if i < 0 || i >= len(l) {
			return ' '
		}
		return l[i]
	}
	prev, next := at(i-1), at(i+1)
	switch l[i] {
	case ',', ';', '?', '@':
		return true
	case '(':
		return true
	case ')': // not 1) a) (c) (r) (tm)
		return i != 1 && i != digits && !(letter(prev) && (at(i-2) == '(' || letter(at(i-2)) && at(i-3) == '('))
	case '-':
		return alnum(prev) && alnum(next) || prev == ' ' && next == '>' && i > 0
	case '>': // neither a quotation nor the end of a tag nor a guillemet
		return i > 0 && prev != '>' && next != '>' && strings.IndexByte(l[:i], '<') < 0
	case '.': // not 1. a. ... www. dev@lists.
		return i > 1 && i != digits && (alnum(prev) || prev == ')' || prev >= 0x80) && next != '.' && !strings.HasSuffix(strings.ToLower(l[:i]), "www") && !hostBegins(l[:i])
	case ':': // 10:30, but neither the end of a scheme nor a definition
		return i > 0 && prev != ':' && prev != ']' && next == ' ' || digit(prev) && digit(next)
	case '/': // not 1/2
		return !((prev == '1' || prev == '3') && (next == '2' || next == '4'))
	case '+': // +1 as a vote, UTC+1
		return i > 0 && (prev == ' ' || alnum(prev)) && alnum(next)
	case '#': // a hashtag or C#, not a heading or the end of one
		return i > 0 && (prev == ' ' && letter(next) || alnum(prev) && next == ' ' && i+1 < len(l))
	case '%': // a template's tag holds braces
		return i > 0 && prev != '{' && next != '}'
	case '&': // not an entity
		run := len(l[i+1:]) - len(strings.TrimLeft(l[i+1:], "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return i > 0 && i+1 < len(l) && at(i+1+run) != ';'
	case '!': // a mark before a link would make an image of it
		return i > 1 && alnum(prev) && next == ' '
	case '\'': // station's
		return letter(prev) && letter(next)
	case '_': // snake_case
		return alnum(prev) && alnum(next)
	case '~': // ~40, ~/bin: nothing that could close a pair
		return (i == 0 || prev == ' ') && next != '~' && next != ' '
	case '=': // neither an underline nor a mark
		return i > 0 && prev != '=' && next != '='
	case '$': // not mathematics
		return prev != '$' && next != '$'
	case '[':
		return strings.HasPrefix(l[i:], linkMark) && loneMark(at(i-1), at(i+len(linkMark)))
	case ']':
		start := i + 1 - len(linkMark)
		return start >= 0 && l[start:i+1] == linkMark && loneMark(at(start-1), next)
	}
	return false
}

// loneMark reports whether brackets between these two are nothing to a dialect: no image, no reference, no definition.
func loneMark(prev, next byte) bool {
	return (prev == ' ' || prev == '(') && (next == ' ' || next == '.' || next == ',' || next == ')')
}

// hostBegins reports whether s ends in a name behind an "@", so that a dot after it would make a mail address of the two.
func hostBegins(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at >= 0 && !strings.ContainsFunc(s[at+1:], func(r rune) bool { return r != '-' && r != '_' && (r >= 0x80 || !alnum(byte(r))) })
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
func alnum(c byte) bool  { return letter(c) || digit(c) }
