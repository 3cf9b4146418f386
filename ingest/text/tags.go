package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pathAddress is a web address, also one without its scheme, as far as it has a path.
var pathAddress = regexp.MustCompile(`(?i)https?://[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/[^\s<>"]*`)

// Tags returns the hashtags in plain text, in order, each once, in lower case and without "#". The rules are those of
// twitter-text (https://github.com/twitter/twitter-text, the extraction of hashtags): "#" or full-width "＃" after
// something that is no letter, digit or "&"; then letters, marks, digits and underscores with at least one letter; not
// followed by another "#" or "://"; and not inside a web address.
func Tags(s string) []string {
	var tags []string
	seen := make(map[string]bool)
	addresses := pathAddress.FindAllStringIndex(s, -1)
	prev := rune(' ')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		for len(addresses) > 0 && i >= addresses[0][1] {
			addresses = addresses[1:]
		}
		inside := len(addresses) > 0 && i >= addresses[0][0]
		if r != '#' && r != '＃' || prev == '&' || isTagRune(prev) || inside {
			prev = r
			i += n
			continue
		}
		i += n
		tag := tagAt(s[i:])
		prev = r
		if tag == "" {
			continue
		}
		if tag = strings.ToLower(tag); !seen[tag] {
			seen[tag] = true
			tags = append(tags, tag)
		}
	}
	return tags
}

// tagAt returns the hashtag at the beginning of s, which follows a "#", or "".
func tagAt(s string) string {
	end, letter := len(s), false
	for i, r := range s {
		if !isTagRune(r) {
			end = i
			break
		}
		letter = letter || unicode.In(r, unicode.L, unicode.M)
	}
	rest := s[end:]
	switch {
	case !letter, strings.HasPrefix(s, "\ufe0f"), strings.HasPrefix(s, "\u20e3"): // the last two make a key-cap emoji of "#"
		return ""
	case strings.HasPrefix(rest, "#"), strings.HasPrefix(rest, "＃"), strings.HasPrefix(rest, "://"):
		return ""
	}
	return s[:end]
}

// tagSpecials are the characters that twitter-text allows in a hashtag beside letters, marks, digits and the
// underscore.
const tagSpecials = "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"

// isTagRune reports whether r may stand in a hashtag.
func isTagRune(r rune) bool {
	if r == '\ufe0e' || r == '\ufe0f' { // marks, but they belong to the emoji before them
		return false
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd) || strings.ContainsRune(tagSpecials, r)
}

// OnlyTags reports whether s has nothing to read but hashtags: at least one, and no other word.
func OnlyTags(s string) bool {
	found := false
	for w := range strings.FieldsSeq(s) {
		switch tag, ok := strings.CutPrefix(w, "#"); {
		case ok && tag != "" && tag[0] != '#':
			found = true
		case strings.HasPrefix(w, "＃") && len(w) > len("＃"):
			found = true
		case strings.IndexFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0:
			return false
		}
	}
	return found
}
