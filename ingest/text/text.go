// Package text turns what people and programs send into plain text that is safe to store: UTF-8 without control
// characters, invisible characters or markup. It also finds the links and hashtags in such text. Every function is
// total, takes time linear in its input and never recurses, because its input is foreign.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean returns s as valid UTF-8 without what a reader cannot see: C0 and C1 controls (but newline and tab), zero-width
// and bidirectional format characters, soft hyphens and noncharacters. CR LF, CR, U+2028 and U+2029 become newlines.
// Bytes that are no UTF-8 become U+FFFD. The joiners U+200C and U+200D stay where a script or an emoji needs them, and
// tags where they make a flag.
func Clean(s string) string {
	if isClean(s) || strings.IndexFunc(s, changes) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var prev rune
	tags := 0 // where the tags end that stand behind a black flag
	for i, r := range s {
		switch {
		case i < tags:
		case r == blackFlag:
			tags = i + flagTags(s[i:])
		case r == '\n' || r == '\t':
		case r == '\r':
			if strings.HasPrefix(s[i+1:], "\n") {
				continue
			}
			r = '\n'
		case r == '\u2028' || r == '\u2029':
			r = '\n'
		case r == '\u200c' || r == '\u200d':
			if !joins(prev) {
				continue
			}
		case invisible(r):
			continue
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}

// blackFlag begins the flags of regions: their letters follow as tags, and a tag that ends them (UTS 51, annex B).
const blackFlag = '\U0001f3f4'

// flagTags returns the length of the flag that s begins with, its tags included; that of the black flag alone where
// they do not end as they should.
func flagTags(s string) int {
	const least, most = 3, 6 // letters and digits of a region
	n, size := 0, len(string(blackFlag))
	for _, r := range s[size:] {
		switch {
		case r == '\U000e007f' && n >= least:
			return size + (n+1)*len("\U000e007f")
		case (r < '\U000e0030' || r > '\U000e0039') && (r < '\U000e0061' || r > '\U000e007a') || n == most:
			return size
		}
		n++
	}
	return size
}

// changes reports whether Clean may do something about r.
func changes(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case '\u200c', '\u200d', '\u2028', '\u2029', utf8.RuneError:
		return true
	}
	return invisible(r)
}

// Line returns s cleaned and on one line: every run of white space is one space, and there is none at the ends.
func Line(s string) string {
	s = Clean(s)
	if isLine(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isLine reports whether s is ASCII without white space but single spaces between words, which most lines are.
func isLine(s string) bool {
	space := true // also before the first word
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ' && space, c < ' ', c >= 0x7f:
			return false
		default:
			space = c == ' '
		}
	}
	return !space || s == ""
}

// Cut returns at most limit bytes of s and never ends inside a character.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// isClean reports whether s is printable ASCII, newlines and tabs, which most text is.
func isClean[S string | []byte](s S) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// hidden are characters without a glyph, beside the controls and noncharacters: soft hyphen, Mongolian vowel separator,
// zero-width and bidirectional format characters, interlinear annotation and tags.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
		{Lo: 0x061c, Hi: 0x061c, Stride: 1},
		{Lo: 0x180e, Hi: 0x180e, Stride: 1},
		{Lo: 0x200b, Hi: 0x200b, Stride: 1},
		{Lo: 0x200e, Hi: 0x200f, Stride: 1},
		{Lo: 0x202a, Hi: 0x202e, Stride: 1},
		{Lo: 0x2060, Hi: 0x206f, Stride: 1},
		{Lo: 0xfdd0, Hi: 0xfdef, Stride: 1},
		{Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
		{Lo: 0xfff9, Hi: 0xfffb, Stride: 1},
	},
	R32:         []unicode.Range32{{Lo: 0xe0000, Hi: 0xe007f, Stride: 1}},
	LatinOffset: 1,
}

// invisible reports whether r is a control, a noncharacter or a character without a glyph.
func invisible(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r&0xfffe == 0xfffe || r >= 0xad && unicode.Is(hidden, r)
}

// joining are the scripts in which U+200C and U+200D change the shape of a word.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
	unicode.Tibetan,
}

// joins reports whether a joiner may follow r: a letter or mark of a joining script, or an emoji.
func joins(r rune) bool {
	return r == '\ufe0f' || r >= 0x2190 && unicode.In(r, unicode.So, unicode.Sk) || r >= 0x600 && unicode.In(r, joining...)
}
