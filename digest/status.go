package digest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	statusURL  = regexp.MustCompile(`(?i)\bhttps?://\S+`)
	leadNoise  = regexp.MustCompile(`^(?:(?:[.RT]{1,3}\s+)?@[\w.@-]+:?\s+|[#＃][\pL\pN_]+\s+)+`)
	tailNoise  = regexp.MustCompile(`(?:\s*(?:[#＃@][\pL\pN_.@-]+|[-–|:@~/…•]|pic\.twitter\.com/\S+|via|cc)[.,!]?)+\s*$`)
	hashInside = regexp.MustCompile(`[#＃]([\pL\pN_]+)`)
)

// statusText is a status as one would read it aloud: without links, and without the tags and names that stand before and after its words.
func statusText(text string) string {
	s := statusURL.ReplaceAllString(text, "")
	s = strings.Join(strings.Fields(s), " ")
	s = emoticon.ReplaceAllString(s, "")
	s = leadNoise.ReplaceAllString(s, "")
	s = tailNoise.ReplaceAllString(s, "")
	s = strings.TrimSpace(strings.Trim(s, " -–|~"))
	return s
}

// statusPick turns a status into what the recap says of it: its words behind a colon, the tag signs taken off.
func (b *builder) statusPick(p *post) (pick, bool) {
	s := statusText(p.Text)
	s = hashInside.ReplaceAllString(s, "$1")
	n := wordCount(s)
	if n < 4 || n > 45 || strings.Count(s, `"`)%2 != 0 || strings.Count(s, "(") != strings.Count(s, ")") || utf8.RuneCountInString(s) < 15 {
		return pick{}, false
	}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if coarse[strings.Trim(w, ".,!?")] {
			return pick{}, false
		}
	}
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters*2 < utf8.RuneCountInString(s) {
		return pick{}, false
	}
	sent := sentence{text: s, words: n, first: true, vec: b.lex.vector(s)}
	if c, ok := report(s, b.lex); ok && c.form != formTo && !relative(s) {
		return pick{post: p, sentence: sent, clause: c}, true
	}
	if hasPerson(s) || relative(s) || strings.ContainsAny(s, `"“`) {
		return pick{}, false
	}
	return pick{post: p, sentence: sent, clause: clause{form: formColon, text: decapitalise(strings.TrimRight(s, ".! "), b.lex)}}, true
}

// relative reports whether s speaks of days that a later reader cannot place.
func relative(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if relativeDays[strings.Trim(w, ".,!?")] {
			return true
		}
	}
	return false
}
