package feed

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/ingest/text"
)

// feedTitle returns a title as one line of plain text: markup off, then entities decoded once. A tag that has no end,
// or is none of HTML, is meant: "How to use <table>", "Option<T>".
func feedTitle(s string) string {
	s = text.Cut(s, 16*feedMaxTitle)
	if strings.Contains(s, "<") {
		s = untag(s)
	}
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return text.Cut(text.Line(s), feedMaxTitle)
}

// aTag is a tag of HTML, or a comment.
var aTag = text.Lazily(`(?i)<(/?)(` + markupNames + `)(?:\s[^<>]*)?/?>|<!--.*?-->`)

// alone are the tags without an end.
var alone = map[string]bool{"br": true, "img": true, "hr": true, "wbr": true}

// untag takes the tags out of a title that have an end, or need none.
func untag(s string) string {
	tags := aTag().FindAllStringSubmatchIndex(s, -1)
	drop := realTags(s, tags)
	var b strings.Builder
	done := 0
	for i, m := range tags {
		if !drop[i] {
			continue
		}
		b.WriteString(s[done:m[0]])
		if m[4] >= 0 && strings.EqualFold(s[m[4]:m[5]], "br") {
			b.WriteByte(' ')
		}
		done = m[1]
	}
	return b.String() + s[done:]
}

// realTags reports of each of the tags that were found in s whether it is one: a comment, an element that stands alone,
// or one of a pair that opens and closes.
func realTags(s string, tags [][]int) []bool {
	drop := make([]bool, len(tags))
	for i, m := range tags {
		if m[4] < 0 { // a comment
			drop[i] = true
			continue
		}
		name := strings.ToLower(s[m[4]:m[5]])
		if drop[i] = drop[i] || alone[name]; drop[i] || m[2] < m[3] {
			continue
		}
		for j := i + 1; j < len(tags) && j < i+50; j++ {
			if e := tags[j]; e[4] >= 0 && e[2] < e[3] && !drop[j] && strings.EqualFold(s[e[4]:e[5]], name) {
				drop[i], drop[j] = true, true
				break
			}
		}
	}
	return drop
}

// untitled are what programs write in place of a title, in lower case and without brackets.
var untitled = map[string]bool{
	"untitled": true, "no title": true, "no subject": true, "ohne titel": true, "kein titel": true, "kein betreff": true,
	"sans titre": true, "sin título": true, "sin titulo": true, "sem título": true,
	"senza titolo": true, "zonder titel": true, "geen titel": true, "bez tytułu": true, "bez názvu": true,
	"без названия": true, "без заголовка": true, "без назви": true, "utan titel": true,
	"uden titel": true, "uten tittel": true, "ei otsikkoa": true, "başlıksız": true, "無題": true, "タイトルなし": true,
	"无标题": true, "無標題": true, "제목 없음": true, "بدون عنوان": true,
}

// isUntitled reports whether a program wrote the title because there was none.
func isUntitled(title string) bool {
	return len(title) < 48 && untitled[strings.ToLower(strings.Trim(title, " ()[]<>{}（）【】.…-"))]
}

var (
	newNote  = text.Lazily(`^(?i:(?:new )?(?:note|status|toot|post|tweet|message|reply) (?:by|from) )`)
	cutMarks = []string{"...", "…", "[…]", "[...]", "(…)"}
)

// title returns what a title says beside the words of the item: nothing where a program made it up or took it from the
// words of a status, and the whole of the first sentence where the title is a part of that, cut off. The mark that a
// bridge puts before words of a status goes with them.
func ownTitle(title, words, author string, status bool) string {
	switch {
	case title == "", isUntitled(title):
		return ""
	case status && newNote().MatchString(title) && strings.HasSuffix(title, author):
		return ""
	}
	if n := min(len(title), len(words), 8); !status && title[:n] != words[:n] {
		return title
	}
	begins, cut := title, false
	for _, m := range cutMarks {
		if b, ok := strings.CutSuffix(begins, m); ok {
			begins, cut = strings.TrimRight(b, " "), true
		}
	}
	head := text.Line(text.Cut(words, len(title)+len(title)/4+16)) // with room for what Line takes out
	if mark, rest, ok := strings.Cut(begins, ": "); ok && status && len(mark) < 60 &&
		utf8.RuneCountInString(rest) >= 12 && strings.HasPrefix(head, rest) {
		return ""
	}
	if utf8.RuneCountInString(begins) < 12 || !strings.HasPrefix(head, begins) {
		return title
	}
	if status {
		return ""
	}
	if !cut {
		return title
	}
	return firstSentence(text.Line(text.Cut(words, 2*len(title)+2*maxSentence)), len(begins))
}

// maxSentence is how long the title of an item may be that has only words, in bytes.
const maxSentence = 240

// firstSentence returns the beginning of s up to the end of the sentence in which byte from lies, or, where that is
// long, of the word.
func firstSentence(s string, from int) string {
	for i, r := range s {
		n := i + utf8.RuneLen(r)
		switch {
		case i > maxSentence:
			end := strings.LastIndexFunc(s[:max(from, 1)], unicode.IsSpace)
			return strings.TrimRight(s[:max(end, 0)], " ,;:-–—") + "…"
		case i < from-1:
		case strings.ContainsRune("。！？", r), strings.ContainsRune(".!?", r) && (n == len(s) || s[n] == ' '):
			return strings.TrimSuffix(s[:n], ".")
		}
	}
	return s
}

// commentTitle is what blogs write before the title of what is commented on.
var commentTitle = text.Lazily(`^(?i:comment (?:on|by)|comments? (?:on|to|for)|kommentar (?:zu|von|til|till)|` +
	`commentaires? (?:sur|à)|comentarios? (?:en|de|sobre)|comentário (?:em|sobre)|commento (?:su|a)|reactie op|` +
	`komentarz do|комментарий к|re):?\s+`)

// commentedTitle returns the title of what a comment stands under, as a mail would give it; title itself where that
// does not show.
func commentedTitle(title, author string) string {
	mark := commentTitle().FindString(title)
	if mark == "" {
		return title
	}
	rest := title[len(mark):]
	if author != "" {
		if before, ok := strings.CutSuffix(rest, " "+author); ok {
			if i := strings.LastIndexByte(before, ' '); i > 0 {
				rest = before[:i] // "by", "von"
			}
		}
	}
	if rest = strings.Trim(rest, " \"“”„«»"); rest == "" {
		return title
	}
	return "Re: " + rest
}
