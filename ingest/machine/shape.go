package machine

import (
	"slices"
	"strings"

	"recap/ingest/text"
	"recap/store"
)

// shape returns the evidence in the shape of a post's text.
func shape(p *store.Post) string {
	switch {
	case p.Text == "":
		return ""
	case isReceipt(p.Title, p.Text):
		return "Subject: " + p.Title + " (tells what became of that mail)"
	case isChange(p.Text):
		return "the head of a commit"
	}
	if l := declares(p.Text); l != "" {
		return "says: " + l
	}
	return ""
}

// receiptLines is how many lines a receipt has at most.
const receiptLines = 16

// isReceipt reports whether a text only tells what became of another mail (RFC 8098 in words: it was read, could not be
// brought, is called back): the title has a mark before that mail's title, which the few lines of the text repeat as
// one of the fields that they copy, or, where there are one or two, in quotes.
func isReceipt(title, words string) bool {
	_, rest, ok := cutMark(title)
	if _, _, replies := text.CutReply(title); !ok || replies || len(rest) < 4 || len(words) > 4000 || !strings.Contains(words, rest) {
		return false
	}
	lines, sentences, field, within := 0, 0, false, false
	for l := range strings.SplitSeq(words, "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		lines++
		_, value, ok := cutMark(l)
		if _, after, more := strings.Cut(value, rest); ok && more && after == "" && len(value) <= len(rest)+12 {
			field = true
			continue
		}
		within = within || isQuoted(l, rest)
		if isProse(l) {
			sentences++
		}
	}
	return lines <= receiptLines && (field && sentences <= 3 && lines >= 3 || within && lines <= 2)
}

// isQuoted reports whether the words stand in quotes in l.
func isQuoted(l, words string) bool {
	before, after, ok := strings.Cut(l, words)
	if !ok {
		return false
	}
	for _, q := range [...]string{`"`, "“", "”", "„", "«", "»", "‘", "’", "'", "「", "『"} {
		if before = strings.TrimRight(before, " \u00a0"); strings.HasSuffix(before, q) {
			after = strings.TrimLeft(after, " \u00a0")
			return after != "" && !strings.HasPrefix(after, " ")
		}
	}
	return false
}

// headLines is how many lines the head of a commit has at most.
const headLines = 10

// namesCommit reports whether one of the first lines ends with the whole name of a commit, which next to no text has.
func namesCommit(words string) bool {
	for n := 0; n < headLines && words != ""; n++ {
		var l string
		l, words, _ = strings.Cut(words, "\n")
		l = strings.TrimSpace(l)
		if last := l[strings.LastIndexByte(l, ' ')+1:]; (len(last) == 40 || len(last) == 64) && isRevision40(last) {
			return true
		}
	}
	return false
}

// isChange reports whether a text begins as the mail of version control does: within its first lines, before any
// sentence, stand the whole name of a commit and two fields more.
func isChange(words string) bool {
	if !namesCommit(words) {
		return false
	}
	fields, commit := 0, false
	for n := 0; n < headLines && words != ""; n++ {
		var l string
		l, words, _ = strings.Cut(words, "\n")
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		first, last := l, l
		if i := strings.IndexByte(l, ' '); i >= 0 {
			first, last = l[:i], l[strings.LastIndexByte(l, ' ')+1:]
		}
		switch {
		case (len(last) == 40 || len(last) == 64) && isRevision40(last) && strings.Count(l, " ") <= 3:
			commit = true
			fields++
		case strings.HasSuffix(first, ":"):
			fields++
		default:
			if isProse(l) {
				return commit && fields >= 3
			}
		}
	}
	return commit && fields >= 3
}

// isRevision40 reports whether all of w is hexadecimal.
func isRevision40(w string) bool {
	for i := range len(w) {
		if c := w[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// declarations are how a post says of itself that a program sent it, in lower case. They hold in its first line and in
// its last ones.
var declarations = [...]string{
	"is an automated message", "is an automated e-mail", "is an automated email", "is an automatic message",
	"is an automatically generated", "is an auto-generated", "was generated automatically",
	"was automatically generated",
	"was sent automatically", "do not reply to this email", "do not reply to this e-mail",
	"do not reply to this message", "do not respond to this", "automatisch generierte", "automatisch erzeugte nachricht",
	"automatisch erstellt",
	"message automatique", "généré automatiquement", "ne pas répondre à ce", "mensaje automático",
	"generado automáticamente", "no responda a este", "mensagem automática", "gerado automaticamente",
	"não responda a est",
	"messaggio automatico", "generato automaticamente", "non rispondere a quest", "automatisch bericht",
	"automatisch gegenereerd", "automatiskt genererat", "automatisk genereret", "automatisk generert",
	"wiadomość została wygenerowana automatycznie",
	"автоматическое сообщение", "автоматически сгенерирован", "не отвечайте на это", "отправлено автоматически",
	"otomatik olarak", "自動送信", "自動配信", "自动发送", "自動發送", "请勿回复", "请勿直接回复", "자동으로 발송", "발신 전용",
}

// declares returns the line by which a text says that a program sent it, "" if none does.
func declares(words string) string {
	first, rest, _ := strings.Cut(words, "\n")
	if declared(first) {
		return first
	}
	for n := 0; n < 3 && rest != ""; n++ {
		i := strings.LastIndexByte(rest, '\n')
		if l := rest[i+1:]; declared(l) {
			return strings.TrimSpace(l)
		}
		rest = strings.TrimRight(rest[:max(i, 0)], "\n")
	}
	return ""
}

// declared reports whether a line holds a declaration.
func declared(l string) bool {
	if len(l) < 10 || len(l) > 300 || !mayDeclare(l) {
		return false
	}
	l = strings.ToLower(l)
	pairs := text.PairsOf(l)
	return slices.ContainsFunc(declarations[:], func(d string) bool { return pairs.MayHold(d) && strings.Contains(l, d) })
}

// mayDeclare reports whether a line can hold a declaration, which most lines show by a few letters.
func mayDeclare(l string) bool {
	for i := range len(l) {
		if l[i] >= 0xc3 && l[i] != 0xe2 {
			return true
		}
	}
	return strings.Contains(l, "utom") || strings.Contains(l, "generated") || strings.Contains(l, "not re") ||
		strings.Contains(l, "no res") || strings.Contains(l, "non ri")
}

// prose reports whether a text holds sentences: a few lines of words one after the other that are no table and no link.
func prose(s string) bool {
	lines := 0
	for l := range strings.SplitSeq(s, "\n") {
		if isProse(l) {
			if lines++; lines >= 2 {
				return true
			}
		}
	}
	return false
}

// isProse reports whether a line reads as part of a sentence: six words at least, mostly letters, without columns or a
// link.
func isProse(l string) bool {
	l = strings.TrimSpace(l)
	if strings.Count(l, " ") < 5 || strings.Contains(l, "   ") || strings.Contains(l, "://") || strings.ContainsAny(l, "|\t") {
		return false
	}
	letters := 0
	for i := 0; i < len(l); i++ {
		if c := l[i] | 0x20; 'a' <= c && c <= 'z' || l[i] >= 0x80 {
			letters++
		}
	}
	return letters*10 >= len(l)*7
}
