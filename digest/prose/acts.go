package prose

import (
	"strings"
	"unicode/utf8"

	"recap/digest/language"
)

// acts are the cues of what a sentence says itself.
func acts(s string, all language.CueSet, asks bool, l *language.Language) language.CueSet {
	if asks && !tagged(s, l) {
		if s = stated(s); s == "" {
			return 0
		}
		all = l.Cues(s)
	}
	if all.Has(language.Hypothesis) {
		return 0
	}
	if own := Own(s); own != s {
		all = l.Cues(own)
	}
	if all.Any(language.Courtesy, language.Aside) { // "hope that makes sense" agrees to nothing, and "by the way" objects to nothing
		all &^= 1<<language.Agrees | 1<<language.Decides | 1<<language.Objects | 1<<language.Doubts
	}
	if all.Has(language.Courtesy) {
		all &^= 1 << language.Concedes
	}
	return all
}

// stated returns what a question states before a dash or a semicolon, behind which it only asks: "I don't think that
// works -- why would it wait?"; "" if it states nothing.
func stated(s string) string {
	const few = 4 // words of a statement
	for _, mark := range []string{" -- ", " — ", " – ", "—", " - ", "; "} {
		if i := strings.LastIndex(s, mark); i > 0 && Count(s[:i]) >= few && !strings.ContainsAny(s[:i], "?(\"“„«") {
			return s[:i]
		}
	}
	return ""
}

// tagged reports whether a question is a statement that only asks for assent: "this costs us a copy, no?"
func tagged(s string, l *language.Language) bool {
	const most = 3 // words of "isn't it"
	i := strings.LastIndexByte(s, ',')
	if i < 0 || len(s)-i > 30 {
		return false
	}
	words := l.Words(s[i+1:])
	return len(words) > 0 && len(words) <= most && l.Tags[words[0]]
}

// Own returns a sentence without what stands in brackets or between quotation marks: asides and others' words are no
// evidence of an act.
func Own(s string) string {
	if !strings.ContainsAny(s, "([\"“„«") {
		return s
	}
	var b strings.Builder
	closing := rune(0)
	for _, r := range s {
		switch {
		case closing != 0:
			if r == closing {
				closing = 0
			}
			continue
		case r == '(':
			closing = ')'
		case r == '[':
			closing = ']'
		case r == '"':
			closing = '"'
		case r == '“':
			closing = '”'
		case r == '„':
			closing = '“'
		case r == '«':
			closing = '»'
		default:
			b.WriteRune(r)
			continue
		}
		if r != '(' && r != '[' {
			b.WriteString(placeholder)
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// placeholder stands for a quotation, so that the words around it do not become neighbours. It is no word of any
// language.
const placeholder = " xqx "

// Asks reports whether a sentence ends in a question mark, whatever closes it; one that only hands over somebody's
// question does not ask.
func Asks(s string) bool {
	if last, size := utf8.DecodeLastRuneInString(s); strings.ContainsRune(`"”»`, last) {
		if open := strings.LastIndexAny(s[:len(s)-size], `"“„«`); open > 0 && Count(s[:open]) > 1 {
			return false
		}
	}
	s = strings.TrimRight(s, ")\"”’'* :;-(]»")
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '?' || r == '？' || r == '؟'
}
