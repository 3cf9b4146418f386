package digest

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

var (
	statusURL = lazyregexp.New(`(?i)\b(?:https?://|pic\.twitter\.com/)\S+`)
	statusTag = lazyregexp.New(`^[#＃][\pL\pN_]+[.,!?:…]*$`)
	statusAt  = lazyregexp.New(`^[.]?@[\w.@-]+[.,!?:…]*$`)
	leadRT    = lazyregexp.New(`^(?i:rt|mt|via)$`)
)

// statusText is a status as one would read it aloud: without links, and without the tags and names that stand before and behind its words. What
// is left is a piece of the status, letter for letter but for white space.
func (p *post) statusText() string {
	l := p.language()
	s := emoticon.ReplaceAllString(statusURL.ReplaceAllString(p.Text, " "), " ")
	words := strings.Fields(s)
	label := func(w string) bool { return statusTag.MatchString(w) || statusAt.MatchString(w) }
	mark := func(w string) bool { return strings.Trim(w, "-–—|:~/…•.,!·@") == "" }
	first := 0
	for first < len(words) && (statusAt.MatchString(words[first]) || leadRT.MatchString(words[first]) || mark(words[first])) {
		first++
	}
	if first > 0 && first < len(words) && statusAt.MatchString(words[first-1]) && l.finite[words[first]] {
		first-- // "@somebody is ...": the name is the subject
	}
	// "#a #b Words": a run of tags before the words; a single one may be their subject
	if n := run(words[first:], statusTag.MatchString); n > 1 {
		first += n
	}
	last := len(words)
	for last > first && (label(words[last-1]) || mark(words[last-1])) {
		if last-1 > first && label(words[last-1]) && l.hangs[strings.ToLower(words[last-2])] {
			break
		}
		last--
	}
	return strings.Trim(strings.Join(words[first:last], " "), " -–|~")
}

// run counts the words at the beginning that match.
func run(words []string, match func(string) bool) int {
	n := 0
	for n < len(words) && match(words[n]) {
		n++
	}
	return n
}

// spoken turns the words of a status into plain prose: tag signs off, runs of tags out, the first sentence only where there are several.
func (l *language) spoken(s string) string {
	words := strings.Fields(s)
	var out []string
	for i := 0; i < len(words); {
		n := run(words[i:], statusTag.MatchString)
		switch {
		case n > 1:
			i += n
		case n == 1:
			out = append(out, strings.TrimLeft(words[i], "#＃"))
			i++
		default:
			out = append(out, words[i])
			i++
		}
	}
	if len(out) > 2 && out[len(out)-2] == "@" { // "@ Place", as a photo service adds it
		out = out[:len(out)-2]
	}
	parts := l.splitSentences(strings.Join(out, " "))
	best := ""
	for _, p := range parts {
		if wordCount(p) >= 5 {
			best = p
			break
		}
	}
	if best == "" && len(parts) > 0 {
		best = strings.Join(parts, " ")
	}
	return strings.Join(strings.Fields(best), " ")
}

// statusPick turns a status into what the recap says of it: its words behind a colon, or as reported speech where they begin in the first
// person or ask.
func (b *builder) statusPick(p *post) (pick, bool) {
	l := p.language()
	s := l.spoken(p.statusText())
	n := wordCount(s)
	if n < 5 || n > 40 || strings.Count(s, `"`)%2 != 0 || strings.Count(s, "(") != strings.Count(s, ")") || utf8.RuneCountInString(s) < 15 || l.isRelative(s) || strings.ContainsRune(s, utf8.RuneError) {
		return pick{}, false
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
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if l.coarse[strings.Trim(w, ".,!?")] || l.hangs[w] && strings.HasSuffix(strings.ToLower(s), " "+w) {
			return pick{}, false
		}
	}
	sent := sentence{text: s, words: n, first: true, vec: b.lex.vector(s)}
	if c, ok := l.report(s, b.lex); ok && !p.alien && (c.verb != "" || c.form == formWhether) {
		return pick{post: p, sentence: sent, clause: c}, true
	}
	if l.hasPerson(s) || strings.ContainsAny(s, `"“*`) || strings.HasPrefix(s, "(") {
		return pick{}, false
	}
	text := decapitalise(strings.TrimRight(s, ".!,;:-–(& "), b.lex)
	if strings.Contains(text, "!!") {
		return pick{}, false
	}
	return pick{post: p, sentence: sent, clause: clause{form: formColon, text: text}}, true
}

// statusStoryTitle names a story made of statuses: the tag that they share, else the words of the one that was passed on most.
func (b *builder) statusStoryTitle(s *story) string {
	if len(s.joins) == 1 && s.joins[0] == joinStream {
		if b.streamTag != "" {
			return Fill(b.lang.elsewhereTag, "tag", b.streamTag)
		}
		return b.lang.elsewhere
	}
	counts := map[string]int{}
	for _, p := range s.posts {
		for _, t := range p.Tags {
			if !b.own[t] {
				counts[t]++
			}
		}
	}
	best := ""
	for t, n := range counts {
		if n*2 >= len(s.posts) && n > 1 && (best == "" || n > counts[best] || n == counts[best] && t < best) {
			best = t
		}
	}
	if best != "" {
		for _, p := range s.posts { // spelt as its writer spells it
			if i := strings.Index(strings.ToLower(p.Text), "#"+best); i >= 0 && i+1+len(best) <= len(p.Text) {
				return p.Text[i : i+1+len(best)]
			}
		}
		return "#" + best
	}
	posts := append([]*post(nil), s.posts...)
	sort.SliceStable(posts, func(i, j int) bool { return b.shares[posts[i].Key] > b.shares[posts[j].Key] })
	for _, p := range posts {
		if t := p.language().spoken(p.statusText()); wordCount(t) >= 4 {
			return clip(strings.TrimRight(t, ".!,;:- "), 70)
		}
	}
	return statusTitle(s.posts[0])
}
