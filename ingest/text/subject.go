package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replyMarks are what mail programs put before the colon in front of the subject of a reply (true) or of a mail that is
// passed on (false), in lower case and in the languages that are known to have marks of their own.
var replyMarks = map[string]bool{
	"re": true, "r": true, "ri": true, "rif": true, "ref": true, "res": true, "resp": true, "rsp": true, "rép": true,
	"réf": true, "aw": true, "antw": true, "antwort": true, "antwoord": true, "sv": true, "svar": true, "vs": true,
	"vast": true, "vastaus": true, "odp": true, "odpověď": true, "odpoveď": true, "odpowiedź": true, "odg": true,
	"ynt": true, "yan": true, "yanıt": true, "cevap": true, "atb": true, "ats": true, "vá": true, "vál": true,
	"válasz": true, "απ": true,
	"απάντηση": true, "σχετ": true, "hal": true, "bls": true, "balas": true, "tl": true, "trả lời": true, "răsp": true,
	"răspuns": true, "respuesta": true, "resposta": true, "risposta": true, "réponse": true, "отв": true, "ответ": true,
	"на":   true,
	"відп": true, "відповідь": true, "отг": true, "отговор": true, "პასუხი": true, "תגובה": true, "השב": true,
	"רד": true, "رد": true, "پاسخ": true, "回复": true, "回覆": true, "答复": true, "答覆": true, "回信": true, "返信": true,
	"回答": true, "답장": true, "회신": true, "ตอบ": true,
	"ตอบกลับ": true, "उत्तर": true,
	"fw": false, "fwd": false, "wg": false, "tr": false, "rv": false, "vl": false, "vb": false, "doorst": false,
	"enc": false, "i": false, "fs": false, "pd": false, "ilt": false, "trs": false, "ct": false, "tov": false,
	"továbbítás": false, "πρθ": false, "προώθηση": false,
	"wtr": false, "weitergeleitet": false, "transf": false, "reenv": false, "переслано": false, "пересл": false,
	"fwrd": false, "הועבר": false, "إعادة توجيه": false, "转发": false, "轉寄": false, "轉發": false, "転送": false, "전달": false,
	"ส่งต่อ": false,
}

// CutReply cuts one mark of a reply or of a mail that is passed on off the head of a subject: "Re:", "AW[2]:", "Svar
// :", "回复：". reply tells which; ok is false, and rest the subject, where there is none.
func CutReply(subject string) (rest string, reply, ok bool) {
	s := strings.TrimLeft(subject, " \t")
	if head := s[:min(len(s), 60)]; strings.IndexByte(head, ':') < 0 && !strings.Contains(head, "：") {
		return subject, false, false
	}
	end := 0
	for end < len(s) && end < 40 {
		if c := s[end] | 0x20; c >= 'a' && c <= 'z' {
			end++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[end:])
		if r == ' ' {
			if next, _ := utf8.DecodeRuneInString(s[end+1:]); !unicode.IsLetter(next) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		end += n
	}
	if end == 0 {
		return subject, false, false
	}
	after := strings.TrimPrefix(s[end:], ".")
	after = strings.TrimLeft(strings.TrimLeft(cutCount(after), " "), "\u00a0")
	switch {
	case strings.HasPrefix(after, ":"):
		after = after[1:]
	case strings.HasPrefix(after, "："):
		after = after[len("："):]
	default:
		return subject, false, false
	}
	mark := s[:end]
	if len(mark) > 3 || mark[0] >= utf8.RuneSelf {
		mark = strings.ToLower(mark)
	} else {
		var room [4]byte
		lower := room[:0]
		for i := range len(mark) {
			c := mark[i]
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			lower = append(lower, c)
		}
		reply, ok = replyMarks[string(lower)]
		if !ok {
			return subject, false, false
		}
		return strings.TrimLeft(after, " \t"), reply, true
	}
	if reply, ok = replyMarks[mark]; !ok {
		return subject, false, false
	}
	return strings.TrimLeft(after, " \t"), reply, true
}

// cutCount cuts how many replies a mark counts off s: "[2]", "(2)", "^2".
func cutCount(s string) string {
	if s == "" || s[0] != '[' && s[0] != '(' && s[0] != '^' {
		return s
	}
	end := 1
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end == 1 {
		return s
	}
	if s[0] != '^' {
		if end == len(s) || s[end] != ']' && s[end] != ')' {
			return s
		}
		end++
	}
	return s[end:]
}

// IsReply reports whether a subject begins with the mark of a reply, perhaps behind the tag of a list.
func IsReply(subject string) bool { return hasMark(subject, true) }

// IsForward reports whether a subject begins with the mark of a mail that is passed on, perhaps behind the tag of a
// list.
func IsForward(subject string) bool { return hasMark(subject, false) }

// hasMark reports whether the first mark of a subject is that of a reply, or that of a mail that is passed on.
func hasMark(subject string, reply bool) bool {
	for range 10 {
		_, is, ok := CutReply(subject)
		if ok {
			return is == reply
		}
		if subject, ok = cutTag(subject); !ok {
			return false
		}
	}
	return false
}

// cutTag cuts the tag of a list, "[dev]", off the head of a subject; ok is false where there is none or nothing behind
// it.
func cutTag(s string) (rest string, ok bool) {
	s = strings.TrimLeft(s, " \t")
	if s == "" || s[0] != '[' {
		return s, false
	}
	end := strings.IndexAny(s[1:], "[]") + 1
	if end < 2 || s[end] != ']' || utf8.RuneCountInString(s[1:end]) > 40 {
		return s, false
	}
	rest = strings.TrimLeft(s[end+1:], " \t")
	return rest, rest != ""
}

// wasMarks are the words before the subject that a thread had before, in lower case.
var wasMarks = map[string]bool{
	"was": true, "war": true, "vorher": true, "ehemals": true, "était": true, "anciennement": true, "era": true,
	"antes": true, "anterior": true, "prima": true, "ex": true, "former": true, "formerly": true, "prev": true,
	"previously": true,
	"voorheen":   true, "var": true, "förut": true, "tidligere": true, "oli": true, "było": true, "bylo": true,
	"bolo": true, "dříve": true, "было": true, "раньше": true, "ранее": true, "було": true, "volt": true, "eski": true,
	"önceki": true, "ήταν": true,
	"原": true, "旧": true, "元": true, "以前": true, "原题": true,
}

// CutWas parts the subject that a thread had before, "(was: ...)" in any of some twenty languages, from the end of a
// subject; was is "" where there is none.
func CutWas(subject string) (rest, was string) {
	s := strings.TrimRight(subject, " \t")
	if open, ok := strings.CutSuffix(s, "）"); ok && strings.Contains(open, "（") {
		at := strings.LastIndex(open, "（")
		s = s[:at] + "(" + open[at+len("（"):] + ")"
	}
	if s == "" || s[len(s)-1] != ')' && s[len(s)-1] != ']' {
		return subject, ""
	}
	for i := strings.IndexAny(s, "(["); i >= 0; {
		inner := s[i+1 : len(s)-1]
		end := strings.IndexAny(inner, ": ：")
		if wide := strings.Index(inner, "："); wide >= 0 && (end < 0 || wide < end) {
			end = wide
		}
		if end > 0 && i > 0 && wasMarks[strings.ToLower(inner[:end])] && strings.ContainsAny(inner[end:min(len(inner), end+4)], ":：") {
			return strings.TrimRight(s[:i], " \t"), strings.TrimLeft(inner[end:], " :：")
		}
		next := strings.IndexAny(s[i+1:], "([")
		if next < 0 {
			break
		}
		i += next + 1
	}
	return subject, ""
}

// BaseSubject returns a subject without the marks of replies and lists before it and the former subject behind it (RFC
// 5256 section 2.1), which are what the mails of one thread differ in.
func BaseSubject(subject string) string {
	s, _ := CutWas(subject)
	for range 50 {
		rest, _, ok := CutReply(s)
		if !ok {
			rest, ok = cutTag(s)
		}
		if !ok || rest == "" {
			break
		}
		s = rest
	}
	return strings.TrimSpace(s)
}
