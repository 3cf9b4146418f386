package machine

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/ingest/text"
	"recap/store"
)

// reportTitle is the title of a report that a program sends again and again.
var reportTitle = regexp.MustCompile(`(?i)\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|` +
	`quarterly)\b.*\b(?:summary|report|statistics|stats|digest|status|overview|posting)\b|\b(?:bug|ticket|issue|build|` +
	`test)\s+(?:summary|statistics)\b`)

// commitTitle is the title of what version control sends.
var commitTitle = regexp.MustCompile(`(?i)^(?:\[[^\]]*\]\s*)*(?:(?:svn|cvs|git|hg) (?:commit|push)\b|(?:svn|cvs): ` +
	`\S+/|r\d+ - |\[?svn:|build (?:failed|failure|success|successful|fixed|still failing)\b)`)

// opensCommit reports whether commitTitle may match, which most titles show by their first letters.
func opensCommit(title string) bool {
	if len(title) < 2 || title[0] >= utf8.RuneSelf {
		return false
	}
	for len(title) >= 2 {
		if title[0] >= utf8.RuneSelf || title[1] >= utf8.RuneSelf {
			return true // a letter that is another's other case
		}
		switch first, second := title[0]|' ', title[1]|' '; {
		case title[0] == '[' && second == 's':
			return true
		case title[0] == '[':
			_, rest, _ := strings.Cut(title, "]")
			title = strings.TrimLeft(rest, " \t\n\f\r")
			continue
		case first == 'r':
			return title[1] >= '0' && title[1] <= '9'
		case first == 's' || first == 'c':
			return second == 'v'
		case first == 'g':
			return second == 'i'
		case first == 'h':
			return second == 'g'
		default:
			return first == 'b' && second == 'u'
		}
	}
	return false
}

// title returns the evidence in the title of a post.
func title(p *store.Post) string {
	t := p.Title
	switch {
	case t == "":
		return ""
	case opensCommit(t) && commitTitle.MatchString(t), isVerdict(t), isAnswering(p),
		strings.HasPrefix(t, "Processed: ") && len(p.InReplyTo) > 0:
		return "Subject: " + t
	case (strings.Contains(t, "ly ") || strings.Contains(t, "ummary") || strings.Contains(t, "tatistics")) &&
		reportTitle.MatchString(t) && !prose(p.Text) && p.Quoted == "" && len(p.InReplyTo) == 0:
		return "Subject: " + t + " (no prose)"
	}
	return ""
}

// Words of the titles of build servers, in lower case.
var (
	verdicts = map[string]bool{
		"failed": true, "failure": true, "failing": true, "fails": true, "passed": true, "passing": true, "success": true,
		"succeeded": true, "successful": true, "fixed": true, "broken": true,
		"unstable": true, "errored": true, "canceled": true, "cancelled": true, "aborted": true,
	}
	works = map[string]bool{"build": true, "job": true, "pipeline": true, "run": true, "ci": true, "workflow": true,
		"check": true, "deploy": true, "deployment": true, "jenkins": true}
)

// isVerdict reports whether a title says how a build went: a verdict, and either what was run and which one it was
// ("Pipeline #17 has failed"), or the verdict first and the number of the run behind a colon ("Broken: oven#17 (main -
// 1a2b3c4)").
func isVerdict(t string) bool {
	if len(t) > 300 || !mayBeVerdict(t) {
		return false
	}
	verdict, work, number := false, false, false
	for i, w := range strings.FieldsFunc(t, func(r rune) bool { return r != '#' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		at := strings.LastIndexByte(w, '#')
		switch lower := strings.ToLower(w); {
		case verdicts[lower]:
			verdict = true
			work = work || i <= 1 && strings.Contains(t[:min(len(t), 24)], w+":")
		case works[lower]:
			work = true
		case at >= 0 && at+1 < len(w) && w[at+1] >= '0' && w[at+1] <= '9', isRevision(lower):
			number = true
		}
	}
	return verdict && work && number && !text.IsReply(t)
}

// mayBeVerdict reports whether a title can hold a verdict, which most titles show by a few letters.
func mayBeVerdict(t string) bool {
	pairs := text.PairsOf(t)
	for _, part := range [...]string{"ail", "ass", "ucce", "ixed", "roken", "nstab", "rrored", "ancel", "bort", "AIL",
		"ASS", "UCCE", "IXED", "ROKEN", "NSTAB"} {
		if pairs.MayHold(part) && strings.Contains(t, part) {
			return true
		}
	}
	return false
}

// isRevision reports whether a word is the shortened name of a commit: seven hexadecimal digits or more, of which some
// are digits and some letters.
func isRevision(w string) bool {
	if len(w) < 7 || len(w) > 40 {
		return false
	}
	digits := 0
	for i := range len(w) {
		switch c := w[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c < 'a' || c > 'f':
			return false
		}
	}
	return digits > 0 && digits < len(w)
}

// cutMark cuts the words before the first colon off a title; ok is false if there is none, or more of them than a
// program writes there.
func cutMark(t string) (mark, rest string, ok bool) {
	i, size := strings.IndexByte(t, ':'), 1
	if wide := strings.Index(t, "："); wide >= 0 && (i < 0 || wide < i) {
		i, size = wide, len("：")
	}
	if i <= 0 || i > 80 || i+size >= len(t) {
		return "", "", false
	}
	mark, rest = strings.TrimSpace(t[:i]), strings.TrimSpace(t[i+size:])
	return mark, rest, mark != "" && rest != "" && strings.Count(mark, " ") < 5 && !strings.ContainsAny(mark, "[]#")
}

// automatic are the stems of the words for "automatic", answers those for "answer", and absent what says that somebody
// is not there, in lower case.
var (
	automatic = [...]string{"auto", "автомат", "автоот", "otomatik", "αυτόματ", "自動", "自动", "자동", "אוטומט", "تلقائي",
		"خودکار", "स्वचालित", "อัตโนมัติ", "tự động"}
	answerWords = [...]string{
		"repl", "respon", "respu", "rispos", "réponse", "reponse", "antwo", "svar", "vasta", "odpow", "odpov", "odgovor",
		"ответ", "відпов", "отговор", "yanıt", "cevap", "απάντησ", "απαντ", "válasz", "răspuns", "応答", "返信", "答复", "答覆",
		"回复",
		"回覆", "회신", "응답", "답장", "תשובה", "رد ", "پاسخ", "उत्तर", "ตอบ", "trả lời", "balas",
	}
	absent = [...]string{
		"out of office", "out of the office", "out-of-office", "ooo", "away from", "vacation", "on leave", "annual leave",
		"abwesen", "nicht im büro", "nicht im haus", "außer haus", "ausser haus", "urlaub", "absen", "congés", "ausen", "ausên", "fuera de la oficina",
		"fora do escritório", "férias", "assen", "fuori ufficio", "fuori sede", "ferie", "afwezig", "frånvar", "fravær",
		"poissa", "nieobecn", "poza biurem", "nepřítomn", "mimo kancelář", "отсутств", "нет на месте", "в отпуске",
		"відсутн", "ofis dışı", "iş yerinde değil", "távol", "házon kívül", "απουσ", "εκτός γραφείου", "不在", "休暇", "외출", "부재",
	}
)

// isAnswering reports whether the title is that of an answer that a program gives in place of its owner: before the
// title of the mail that it answers stand the words for an automatic answer, or that somebody is away.
func isAnswering(p *store.Post) bool {
	mark, rest, ok := cutMark(p.Title)
	if _, _, replies := text.CutReply(p.Title); replies {
		return false
	}
	if !ok {
		mark = p.Title
	}
	mark = strings.ToLower(mark)
	tagged := ok && (rest[0] == '[' || text.IsReply(rest))
	answers := tagged || p.Quoted == "" && len(p.InReplyTo) > 0
	switch {
	case opens(mark, automatic[:]) && within(mark+" ", answerWords[:]) && strings.Count(mark, " ") < 4:
		return answers || p.Quoted == "" && opens(strings.ToLower(p.Text[:min(len(p.Text), 400)]), absent[:])
	case ok && opens(mark, absent[:]):
		return answers
	}
	// "Ben Frost is out of the office": no person says so of himself
	return p.Author.Name != "" && strings.Contains(p.Author.Name, " ") && strings.Contains(p.Title, p.Author.Name) &&
		opens(strings.ToLower(p.Title), absent[:])
}

// within reports whether one of the stems stands in s.
func within(s string, stems []string) bool {
	for _, stem := range stems {
		if strings.Contains(s, stem) {
			return true
		}
	}
	return false
}

// opens reports whether a word of s begins with one of the stems. Scripts that write without spaces have no beginnings
// of words.
func opens(s string, stems []string) bool {
	pairs := text.PairsOf(s)
	for _, stem := range stems {
		if !pairs.MayHold(stem) {
			continue
		}
		for pos := 0; ; {
			i := strings.Index(s[pos:], stem)
			if i < 0 {
				break
			}
			pos += i
			if r, _ := utf8.DecodeLastRuneInString(s[:pos]); pos == 0 || stem[0] >= 0xe3 || !unicode.IsLetter(r) {
				return true
			}
			pos += len(stem)
		}
	}
	return false
}
