package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a name of a person or group.
const (
	maxNameRunes  = 80
	maxNameWords  = 7 // outside parentheses, as in "Maria da Conceição dos Santos e Silva"
	maxPlainWords = 5 // of a name in lower case throughout
	maxLowerWords = 3 // words of a name in lower case that are no particles, as in "Kettle security response team"
)

// particles are words of names that are written small.
var particles = map[string]bool{
	"van": true, "der": true, "den": true, "de": true, "het": true, "ter": true, "ten": true, "von": true, "zu": true,
	"zum": true, "zur": true, "und": true, "af": true, "av": true,
	"la": true, "le": true, "les": true, "du": true, "des": true, "del": true, "della": true, "di": true, "da": true,
	"dos": true, "das": true, "do": true, "e": true, "y": true, "i": true,
	"bin": true, "bint": true, "ibn": true, "al": true, "el": true, "ap": true, "and": true, "of": true, "the": true,
	"for": true, "at": true, "et": true, "och": true, "og": true, "jr": true, "sr": true,
}

// IsName reports whether a display name has the shape of one, so that it can stand in place of its bearer without
// saying anything else: it is short, no sentence and no address, and has a letter or digit that can be seen. Anybody
// can give any name to an account or a mail.
func IsName(name string) bool {
	if !hasVisible(name) || utf8.RuneCountInString(name) > maxNameRunes {
		return false
	}
	words, lower, capital, plain := 0, 0, false, true
	depth := 0
	for word := range strings.FieldsSeq(name) {
		if isAddressWord(word) {
			return false
		}
		inside := depth > 0
		depth += strings.Count(word, "(") - strings.Count(word, ")")
		if inside || word[0] == '(' {
			continue
		}
		if words++; words > maxNameWords || endsSentence(word) && words > 1 && len(word) < len(name)-strings.Index(name, word) {
			return false
		}
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		first, _ := utf8.DecodeRuneInString(bare)
		switch {
		case unicode.IsUpper(first) || unicode.IsTitle(first):
			capital, plain = true, false
		case !unicode.IsLower(first):
			plain = plain && bare == ""
		case !particles[bare]:
			lower++
		}
	}
	switch {
	case words == 0:
		return depth == 0 // all of it stands in parentheses
	case capital && lower > maxLowerWords, plain && words > maxPlainWords:
		return false
	}
	return !strings.ContainsAny(name, "¡¿。！？；\n") && !strings.Contains(name+" ", "! ") && !strings.Contains(name+" ", "? ")
}

// hasVisible reports whether a letter or digit of s can be seen.
func hasVisible(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isBlankLetter(r) }) >= 0
}

// isBlankLetter reports whether r counts as a letter and shows nothing (Hangul fillers).
func isBlankLetter(r rune) bool { return r == 'ᅟ' || r == 'ᅠ' || r == 'ㅤ' || r == 'ﾠ' }

// isAddressWord reports whether a word is a web or mail address, or a host with a path.
func isAddressWord(word string) bool {
	if strings.IndexByte(word, '.') < 0 && !strings.Contains(word, "://") {
		return false // as most are
	}
	word = strings.ToLower(strings.Trim(word, "<>()[]\"'.,;"))
	host, _, path := strings.Cut(word, "/")
	switch {
	case strings.Contains(word, "://") || strings.HasPrefix(word, "www."):
		return true
	case path && strings.Contains(host, ".") && !strings.HasPrefix(host, "."):
		return true
	}
	if _, domain, ok := strings.Cut(word, "@"); ok && strings.Contains(domain, ".") {
		return true
	}
	labels := strings.Split(host, ".")
	for _, l := range labels {
		if utf8.RuneCountInString(l) < 2 {
			return false
		}
	}
	return len(labels) > 2
}

// endsSentence reports whether a word ends a sentence, and is no title or initial ("Dr.", "J.").
func endsSentence(word string) bool {
	word = strings.TrimRight(word, `"')`)
	return strings.HasSuffix(word, ".") && !strings.Contains(word[:len(word)-1], ".") &&
		utf8.RuneCountInString(word) > 5 || strings.HasSuffix(word, ":") || strings.HasSuffix(word, ";")
}
