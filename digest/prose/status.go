package prose

import (
	"strings"
	"unicode"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

var (
	deadLink  = lazyregexp.New(`(?i)\s*(?:https?://t\.co/\w*|pic\.twitter\.com/\w+|https?://(?:www\.)?(?:instagram\.com|swarmapp\.com|twitter\.com|instagr\.am|twitpic\.com)/\S*)…?`)
	statusTag = lazyregexp.New(`^[#＃][\pL\pN_]+[.,!?:…]*$`)
)

// Status returns a status as it is printed: without links that lead to nothing but itself, and without the tags that
// hang before and behind its words. What is left is a piece of it, letter for letter but for white space and Link in
// place of an address.
func Status(text string, l *language.Language) string {
	s := text
	if strings.Contains(s, "://") || strings.Contains(s, ".com/") {
		s = address.ReplaceAllString(deadLink.ReplaceAllString(s, " "), Link)
	}
	words := strings.Fields(s)
	first := 0
	if n := run(words, statusTag.MatchString); n > 1 { // a single one may be the subject
		first = n
	}
	last := len(words)
	for last > first {
		w := words[last-1]
		mark := strings.Trim(w, "-–—|:~/•·@") == ""
		if !mark && !statusTag.MatchString(w) {
			break
		}
		if !mark && last-1 > first && l.Hangs[strings.ToLower(strings.Trim(words[last-2], ".,"))] {
			break // the tag is a word of the sentence
		}
		last--
	}
	if last == first {
		return ""
	}
	return strings.Trim(strings.Join(words[first:last], " "), " -–|~")
}

func run(words []string, match func(string) bool) int {
	n := 0
	for n < len(words) && match(words[n]) {
		n++
	}
	return n
}

// StatusWords counts the words of a printed status that are no tags, names or links.
func StatusWords(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if w[0] != '#' && w[0] != '@' && w != Link {
			n += Count(w)
		}
	}
	return n
}

// Mentions returns the accounts that a status names, in lower case, each once.
func Mentions(text string) []string {
	var out []string
	for i := 0; i < len(text); i++ {
		if text[i] != '@' || i > 0 && wordByte(text[i-1]) {
			continue
		}
		j := i + 1
		for j < len(text) && (wordByte(text[j]) || (text[j] == '.' || text[j] == '@' || text[j] == '-') && j+1 < len(text) && wordByte(text[j+1])) {
			j++
		}
		if name := strings.ToLower(text[i+1 : j]); len(name) > 1 && !contains(out, name) {
			out = append(out, name)
		}
		i = j - 1
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// Relayed returns whose words a status passes on, and "" if it speaks for itself: ".@X: ..." and a quotation beside
// "@X" are X's.
func Relayed(text string) string {
	s := strings.TrimLeft(strings.TrimSpace(text), ".")
	if name, rest, ok := strings.Cut(s, ":"); ok && strings.HasPrefix(name, "@") && !strings.ContainsFunc(name[1:], unicode.IsSpace) && len(rest) > 10 && !strings.HasPrefix(rest, "//") {
		return name[1:]
	}
	for _, re := range []*lazyregexp.Regexp{quotedBy, saidBy} {
		if strings.ContainsAny(s, "\"“") {
			if m := re.FindStringSubmatch(s); m != nil {
				return m[1]
			}
		}
	}
	return ""
}

var (
	quotedBy = lazyregexp.New(`["“].{15,}["”]\s*(?:[-–—~(]+|via|by|says|said)?\s*@(\w+)`)
	saidBy   = lazyregexp.New(`@(\w+)\s*(?:says?|said|:|-)?\s*["“].{15,}["”]`)
)
