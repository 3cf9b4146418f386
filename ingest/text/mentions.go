package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// mention is an account's name after "@" or full-width "＠", and the list of that account that may follow.
var mention = regexp.MustCompile(`[@＠]([A-Za-z0-9_]{1,20})(/[A-Za-z][A-Za-z0-9_-]{0,24})?`)

// afterRetweet is how people name whom they pass on: RT@name.
var afterRetweet = regexp.MustCompile(`(?i)(?:^|[^A-Za-z0-9_+~.-])rt:?$`)

// Mentions returns the accounts that a status names by "@name", in order, each once and as written, without "@". The
// rules are those of twitter-text (https://github.com/twitter/twitter-text, the extraction of mentions): not inside a
// word or a mail address, not before "://", and not a list (@name/list).
func Mentions(s string) []string {
	var names []string
	for _, m := range mention.FindAllStringSubmatchIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:m[0]])
		after, _ := utf8.DecodeRuneInString(s[m[1]:])
		name := s[m[2]:m[3]]
		switch {
		case m[0] > 0 && (isASCIIAlnum(before) || strings.ContainsRune("_!#$%&*@＠", before)) && !afterRetweet.MatchString(s[max(0, m[0]-8):m[0]]):
		case m[1] < len(s) && (after == '@' || after == '＠' || isLatinAccent(after)), strings.HasPrefix(s[m[1]:], "://"):
		case m[4] >= 0, slices.Contains(names, name):
		default:
			names = append(names, name)
		}
	}
	return names
}
