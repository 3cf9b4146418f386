package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is what stands between white space, without the marks around it.
type token struct {
	text   string
	parts  []string // its runs of letters and digits
	opens  bool     // begins the text, or a sentence or quotation in it
	before string   // the marks right before it
	after  string   // and behind it
}

// tokens cuts a text at white space and long dashes.
func tokens(s string) []token {
	var out []token
	opens := true
	for f := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || r == '—' || r == '–' || r == '…' }) {
		head := strings.TrimLeftFunc(f, mark)
		bare := strings.TrimRightFunc(head, mark)
		t := token{text: bare, opens: opens, before: f[:len(f)-len(head)], after: head[len(bare):]}
		if bare == "" {
			if n := len(out); n > 0 {
				out[n-1].after += f
			}
			continue
		}
		if strings.ContainsAny(t.before, "“\"„«(") {
			t.opens = true
		}
		for w := range Words(bare) {
			t.parts = append(t.parts, w)
		}
		out = append(out, t)
		opens = strings.ContainsAny(t.after, ".!?:") && t.after != "" && !strings.HasPrefix(t.after, ",")
	}
	return out
}

// mark reports whether r stands around words and not in them.
func mark(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
}

// named reports whether a part of a token looks like a name: it has a capital or is of letters and digits.
func named(part string) bool {
	upper, letter, digit := false, false, false
	for _, r := range part {
		upper = upper || unicode.IsUpper(r)
		letter = letter || unicode.IsLetter(r)
		digit = digit || unicode.IsDigit(r)
	}
	return upper || letter && digit
}

// coined reports whether a token is one of a program rather than of a language: "twisted.web", "parse_it", "a->b".
func coined(t *token) bool {
	if strings.HasPrefix(t.after, "()") {
		return true
	}
	inner := strings.Trim(t.text, ".")
	for i, r := range inner {
		switch r {
		case '_', '\\', '=', '@', '$':
			return true
		case '.', ':':
			if next, _ := utf8.DecodeRuneInString(inner[i+1:]); i > 1 && unicode.IsLetter(next) && len(inner)-i > 3 {
				return true
			}
		case '>':
			return true
		}
	}
	return false
}

// capital reports whether s begins with one.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// digit reports whether s begins with one.
func digit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// singular takes the ending of a possessive or a plural off a name in lower case.
func singular(s string) string {
	s = strings.ReplaceAll(s, "’", "'")
	switch {
	case strings.HasSuffix(s, "'s"), strings.HasSuffix(s, "s'"):
		return s[:len(s)-2]
	case len(s) > 2 && strings.HasSuffix(s, "s"):
		return s[:len(s)-1]
	}
	return s
}
