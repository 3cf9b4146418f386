package prose

import (
	"strings"
	"unicode"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

const longestPiece = 400 // bytes of one piece that Pieces returns

// mailbox is an address of a person, with the brackets around it.
var mailbox = lazyregexp.New(`<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?`)

// Pieces returns all that a text says, piece by piece in order: its sentences, and also the code, lists and trailers
// that Units leaves out, for readers who need the whole of it. Greetings, sign-offs, marks and documents that the
// writer only passes on are left out; each piece is verbatim but for white space, footnote marks, and Link in place of
// each address. A piece is never longer than 400 bytes.
func Pieces(t Text) []string {
	r := reader{Text: t, first: firstName(t.Writer)}
	text := t.Own
	if len(text) > maxText {
		tail := len(text) - tailText
		tail += strings.IndexByte(text[tail:], '\n') + 1
		text = text[:strings.LastIndexByte(text[:maxText-tailText], '\n')+1] + "\n\n" + text[tail:]
	}
	lines := t.withoutDocuments(strings.Split(text, "\n"))
	lines = lines[:r.end(lines)]
	var out, cur []string
	flush := func() {
		if len(cur) > 0 {
			whole := trimGreeting(strings.Join(strings.Fields(strings.Join(cur, " ")), " "), t.Language)
			for _, s := range split(whole, t.Language) {
				out = appendPiece(out, s)
			}
		}
		cur = cur[:0]
	}
	for i, raw := range lines {
		line := strings.TrimSpace(raw)
		if m := bullet.FindString(line); m != "" {
			flush()
		}
		short := len(line) < 80 && len(cur) == 0 && i < greetLines
		switch {
		case line == "" || !speaks(line) && (len(cur) == 0 || strings.Trim(line, line[:1]) == ""):
			flush()
			continue
		case short && Count(line) <= 6 && t.Language.Cues(line).Has(language.Greets):
			continue
		}
		if strings.Contains(line, "@") {
			line = mailbox.ReplaceAllString(line, Link)
		}
		cur = append(cur, WithoutMarks(line))
	}
	flush()
	return out
}

const greetLines = 6 // of a text, in which a greeting may stand

// speaks reports whether a line is more than marks.
func speaks(line string) bool {
	return strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// appendPiece adds a sentence, cut at a space where it is too long to be one.
func appendPiece(out []string, s string) []string {
	if len(s) > longestPiece {
		cut := strings.LastIndexByte(s[:longestPiece], ' ')
		if cut <= 0 {
			return out
		}
		s = s[:cut]
	}
	if s = strings.TrimSpace(s); speaks(strings.ReplaceAll(s, Link, "")) {
		out = append(out, s)
	}
	return out
}

// Printable reports whether a sentence of a post may be printed as it stands: whole, and prose.
func Printable(s string, l *language.Language) bool {
	if s == "" || attributed(s, l) || header.MatchString(s) || mayBeNoise(s) && noise.MatchString(s) {
		return false
	}
	return printable(s, l.Cues(s)) && !(mayBeCode(s) && code.MatchString(s) && !speech.MatchString(s))
}
