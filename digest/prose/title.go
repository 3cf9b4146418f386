package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

// replyMarks are what mail programs put before the subject of a reply or a forward, in lower case, in the languages of
// the world.
const replyMarks = " re r aw sv antw antwort antwoord vs ref rv res odp ynt yan vá atb bls bsv bs tr wg fw fwd vl doorst enc rif i fs vb pd ilt továbbítás továbbítva" +
	" reply sk si ht yt ri nn отв ответ от пер відп απ σχετ πρθ הועבר תגובה رد إعادة 答复 回复 回覆 回信 转发 轉寄 返信 転送 답장 회신 전달 ตอบ trả "

// Title returns a subject for printing: without reply marks, list tags before it and "(was: ...)" behind it; white
// space folded. It is "" where nothing is left, or only the words of a program for an empty subject.
func Title(subject string) string {
	s := strings.Join(strings.Fields(subject), " ")
	if i := strings.LastIndexAny(s, "(["); i > 0 {
		s = withoutWas(s)
	}
	for {
		next := strings.TrimLeft(s, " ")
		next = strings.TrimSpace(next[replyMarkLength(next):])
		if tag := tagLength(next); tag > 0 && tag < len(next) {
			next = strings.TrimSpace(next[tag:])
		}
		if next == "" { // nothing but a reply mark
			return ""
		}
		if next == s {
			break
		}
		s = next
	}
	s = strings.Trim(strings.TrimLeft(s, " -:,;"), " -")
	s = strings.TrimSpace(strings.TrimSuffix(s, ":"))
	if cut := strings.TrimRight(s, " .…"); len(cut) < len(s)-1 { // "help request .."
		s = cut
	}
	bare := strings.ToLower(strings.Trim(s, "()[]<> "))
	if bare == "no subject" || bare == "none" || bare == "" || bare == "kein betreff" || bare == "sans objet" || bare == "(no subject)" {
		return ""
	}
	return s
}

// IsReply reports whether a subject begins, perhaps behind list tags, with a reply mark.
func IsReply(subject string) bool {
	s := strings.TrimSpace(subject)
	for {
		n := tagLength(s)
		if n == 0 {
			break
		}
		s = strings.TrimSpace(s[n:])
	}
	n := replyMarkLength(s)
	if n == 0 {
		return false
	}
	mark := strings.ToLower(strings.TrimRight(s[:n], ":： []0123456789^"))
	return mark != "fwd" && mark != "fw" && mark != "wg"
}

// replyMarkLength returns the length of the reply mark that s begins with, its colon included: a word of replyMarks,
// perhaps with a count ("Re[2]:", "RE^3:"), before a colon.
func replyMarkLength(s string) int {
	colon, size := -1, 1
	for i, r := range s {
		if r == ':' || r == '：' {
			colon, size = i, utf8.RuneLen(r)
			break
		}
		if i > 24 {
			return 0
		}
	}
	if colon < 1 {
		return 0
	}
	word := strings.TrimSpace(s[:colon])
	if i := strings.IndexAny(word, "[(^"); i > 0 && strings.Trim(word[i:], "[]()^0123456789 ") == "" && strings.ContainsAny(word[i:], "0123456789") {
		word = word[:i]
	}
	word = strings.TrimSpace(strings.ToLower(word))
	if word == "" || strings.ContainsAny(word, " \t") || !strings.Contains(replyMarks, " "+word+" ") {
		return 0
	}
	return colon + size
}

// tagLength returns the length of the tag in brackets that s begins with: "[list]", "[PATCH 2/3]".
func tagLength(s string) int {
	if !strings.HasPrefix(s, "[") {
		return 0
	}
	i := strings.IndexByte(s, ']')
	if i < 2 || i > 62 {
		return 0
	}
	return i + 1
}

var was = lazyregexp.New(`(?i)\s*[(\[]\s*(?:was|war|ex|était|era|fue|было|byl[oa]?|oli|bylo|eredetileg|voorheen|tidligere|tidigare|antes|wcześniej)\b[\s:].*$`)

// withoutWas takes "(was: ...)" off the end of a subject.
func withoutWas(s string) string {
	if cut := was.ReplaceAllString(s, ""); strings.TrimSpace(cut) != "" {
		return cut
	}
	return s
}

// Base folds a subject for comparing: the letters and digits of its Title in lower case (after RFC 5256, section 2.1).
func Base(subject string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToLower(Title(subject)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		} else {
			space = true
		}
	}
	return b.String()
}

// Tags returns what stands in brackets before a subject, in lower case: "patch v2 1/3".
func Tags(subject string) []string {
	var out []string
	s := strings.TrimSpace(subject)
	for {
		if n := replyMarkLength(s); n > 0 {
			s = strings.TrimSpace(s[n:])
		}
		n := tagLength(s)
		if n == 0 {
			return out
		}
		out = append(out, strings.ToLower(s[1:n-1]))
		s = strings.TrimSpace(s[n:])
	}
}
