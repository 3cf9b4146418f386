package render

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns text as it is shown on one line: white space folded, and without what nobody sees.
func Line(text string) string { return line(text) }

// Escape returns text on one line as Markdown that shows it as it is, see escapeLine.
func Escape(text string) string {
	var b strings.Builder
	escapeLine(&b, line(text))
	return b.String()
}

// escapeLine writes a line as Markdown that kramdown, goldmark and Discount (with their typography) all show as it is,
// and that a site's template language leaves alone. A mark that means something where it stands gets a backslash if all
// three know it, else an entity; all others stay, so that people can edit the file. The one thing that may be shown
// otherwise are straight quotation marks and apostrophes, which a site's typography makes curly ones.
func escapeLine(b *strings.Builder, l string) { escapePiece(b, l, 0, len(l)) }

// escapePiece escapes l[from:to], a piece of the line l. The pieces of a line are parted by nothing but the brackets of
// links and the marks of emphasis; what follows the line is markup or nothing.
func escapePiece(b *strings.Builder, l string, from, to int) {
	digits := len(l) - len(strings.TrimLeft(l, "0123456789")) // "12." would open a list
	closers := len(strings.TrimRight(l, "#"))                 // what stands behind closes a heading
	for i := from; i < to; i++ {
		switch c := l[i]; {
		case c >= 0x80, c == ' ', c == '\t', alnum(c), harmless(l, i, digits), c == '!' && i > 0 && (i+1 < to && l[i+1] != '[' || to == len(l)): // no image
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
var entities = [128]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\'': "&#39;", '{': "&#123;", '}': "&#125;", '~': "&#126;", '^': "&#94;",
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
	case ',', ';', '?', '@', '"':
		return true
	case '\'': // two are one quotation mark to some
		return prev != '\'' && next != '\'' && prev != '`' && next != '`'
	case '(':
		return true
	case ')': // not 1) a) (c) (r) (tm)
		return i != 1 && i != digits && !(letter(prev) && (at(i-2) == '(' || letter(at(i-2)) && at(i-3) == '('))
	case '-':
		return alnum(prev) && alnum(next) || (prev == ' ' || alnum(prev)) && next == '>' && i > 0
	case '>': // neither a quotation nor the end of a tag nor a guillemet
		return i > 0 && prev != '>' && next != '>' && strings.IndexByte(l[:i], '<') < 0
	case '.': // not 1. a. ... www. dev@lists.
		return i > 1 && i != digits && prev != ' ' && prev != '.' && next != '.' && !strings.HasSuffix(strings.ToLower(l[:i]), "www") && !hostBegins(l[:i])
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
	return (prev == ' ' || prev == '(' || prev >= 0x80) && (next == ' ' || next == '.' || next == ',' || next == ')' || next >= 0x80)
}

// hostBegins reports whether s ends in a name behind an "@", so that a dot after it would make a mail address of the two.
func hostBegins(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at >= 0 && !strings.ContainsFunc(s[at+1:], func(r rune) bool { return r != '-' && r != '_' && (r >= 0x80 || !alnum(byte(r))) })
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
func alnum(c byte) bool  { return letter(c) || digit(c) }

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
	for i, r := range s {
		switch {
		case r == ' ', r == '\n', r == '\t', r == '\r', r == 0x0b, r == 0x0c, r == 0x85, r == 0x2028, r == 0x2029:
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case hidden(r) && !joins(s, i, r):
			continue
		}
		space = false
		b.WriteRune(r) // an invalid byte arrives here as U+FFFD
	}
	return b.String()
}

// joins reports whether the rune at i is a joiner or a non-joiner between letters of a script that has them or between
// parts of an emoji, where it is part of the spelling (Unicode 16, section 23.2), and not a hidden character.
func joins(s string, i int, r rune) bool {
	if r != 0x200c && r != 0x200d {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	part := func(r rune) bool {
		return r >= 0x0600 && (unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)) && r != utf8.RuneError
	}
	return part(before) && part(after)
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

// Link returns raw as it may stand in a link of any format, or "" if it may not: only http, https and mailto are let
// through, hidden characters and invalid UTF-8 are refused, and every byte that a Markdown dialect could take for its own
// is percent-encoded (RFC 3986). Encoding never decodes, so a link compares equal with its source after decoding both.
func Link(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || strings.ToValidUTF8(raw, "") != raw || strings.ContainsFunc(raw, hidden) {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	var b strings.Builder
	for i := range len(raw) {
		c := raw[i]
		switch {
		case alnum(c), strings.IndexByte(":/?#@!$'+,=.%-_~&", c) >= 0:
		case c == ';' && !strings.Contains(raw[:i], "&"): // "&lt;" in a link would be read as "<"
		default:
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
