package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/ingest/text"
)

// blockKeys are the names that mail programs give the fields of an earlier mail when they copy them into a text, in
// lower case. The value says which field it is: f for the sender, d for the date, t for a receiver, s for the subject,
// o for another.
var blockKeys = map[string]byte{
	"from": 'f', "von": 'f', "de": 'f', "van": 'f', "från": 'f', "fra": 'f', "od": 'f', "от": 'f', "da": 'f',
	"lähettäjä": 'f', "expéditeur": 'f', "mittente": 'f', "remitente": 'f',
	"sent": 'd', "date": 'd', "gesendet": 'd', "datum": 'd', "envoyé": 'd', "enviado": 'd', "enviado el": 'd',
	"enviada em": 'd', "verzonden": 'd', "skickat": 'd', "sendt": 'd', "wysłano": 'd', "отправлено": 'd', "дата": 'd',
	"inviato": 'd', "data": 'd', "fecha": 'd', "lähetetty": 'd', "sent at": 'd', "dato": 'd',
	"to": 't', "an": 't', "à": 't', "para": 't', "aan": 't', "till": 't', "til": 't', "do": 't', "кому": 't', "a": 't', "vastaanottaja": 't',
	"cc": 'o', "kopie": 'o', "kopia": 'o', "копия": 'o', "reply-to": 'o', "message-id": 'o', "organization": 'o',
	"newsgroups": 'o', "bcc": 'o', "importance": 'o', "attachments": 'o', "on behalf of": 'o', "x-mailer": 'o',
	"sender":  'o',
	"subject": 's', "betreff": 's', "objet": 's', "asunto": 's', "onderwerp": 's', "ämne": 's', "emne": 's',
	"temat": 's', "тема": 's', "oggetto": 's', "assunto": 's', "aihe": 's',
	"差出人": 'f', "送信者": 'f', "送信日時": 'd', "日時": 'd', "日付": 'd', "宛先": 't', "件名": 's', "发件人": 'f', "寄件者": 'f', "发送时间": 'd',
	"寄件日期": 'd', "日期": 'd', "收件人": 't', "收件者": 't', "主题": 's', "主旨": 's', "抄送": 'o',
	"보낸 사람": 'f', "보낸 날짜": 'd', "받는 사람": 't', "제목": 's', "kimden": 'f', "gönderilme": 'd', "tarih": 'd', "kime": 't',
	"konu": 's', "feladó": 'f', "elküldve": 'd', "címzett": 't', "tárgy": 's',
	"odesláno": 'd', "komu": 't', "předmět": 's', "predmet": 's', "від": 'f', "надіслано": 'd', "enviado em": 'd',
	"enviada el": 'd', "gesendet am": 'd', "date d'envoi": 'd', "envoyé le": 'd',
}

// blockKey returns which field of an earlier mail the line holds, 0 if it holds none.
func blockKey(l string) byte {
	l = strings.TrimLeft(l, " \t*_")
	i := strings.IndexByte(l, ':')
	if wide := wideColon(l); wide > 0 && (i < 0 || wide < i) {
		i = wide
	}
	if i <= 0 || i > 24 {
		return 0
	}
	return blockKeys[strings.ToLower(strings.TrimRight(l[:i], " \u00a0*_"))]
}

// headerAt returns how many lines the header of an earlier mail has that begins at line i, 0 if none does. It takes two
// fields, of which one is the sender's and the other, or an address in them, makes it certain.
func (p *splitter) headerAt(i int) int {
	if n := p.stackedAt(i); n > 0 {
		return n
	}
	if l := p.lines[i]; strings.IndexByte(l[:min(len(l), 60)], ':') < 0 &&
		(!strings.Contains(l, "：") || wideColon(strings.TrimLeft(l, " \t*_")) < 0) {
		return 0
	}
	first := blockKey(p.lines[i])
	if first != 'f' && first != 'd' && first != 's' && first != 't' {
		if first == 0 {
			return p.shapeAt(i)
		}
		return 0
	}
	if n := p.knownAt(i); n > 0 {
		return n
	}
	return p.shapeAt(i)
}

// knownAt is headerAt for headers whose fields have names that are known here.
func (p *splitter) knownAt(i int) int {
	seen := make(map[byte]bool, 5)
	end, gap, address := i, 0, false
	for j := i; j < len(p.lines) && j < i+40 && p.kinds[j] == own; j++ {
		l := strings.TrimSpace(p.lines[j])
		if l == "" {
			break
		}
		key := blockKey(l)
		if key == 0 { // a long field goes on in the next lines
			if gap++; gap > 4 || len(seen) == 0 {
				break
			}
		} else {
			gap, seen[key], end = 0, true, j+1
		}
		address = address || strings.Contains(l, "@")
	}
	switch {
	case !seen['f'] && !(seen['d'] && seen['t'] && address):
		return 0
	case len(seen) >= 3 || len(seen) == 2 && address && (seen['d'] || seen['s']):
		for end < len(p.lines) && end < i+40 && p.kinds[end] == own && continues(p.lines[end]) {
			end++
		}
		return end - i
	}
	return 0
}

// continues reports whether a line goes on with the last field of a copied header, as a wrapped list of addresses does.
func continues(l string) bool {
	t := strings.TrimSpace(l)
	return t != "" && (l[0] == ' ' || l[0] == '\t') && (strings.Contains(t, "@") || strings.HasSuffix(t, ";"))
}

// shapeLines is how many fields and lines that go on with them the header of an earlier mail has at most, in a language
// of which the names are not known here.
const shapeLines = 14

// shapeAt returns how many lines the header of an earlier mail has that begins at line i, 0 if none does, in whatever
// language: three fields at least, of which one holds a date, and another the subject that this mail answers or passes
// on, or two of them addresses. What tells of an event has such fields, too; so a mail that begins a thread must have
// the sender's address first.
func (p *splitter) shapeAt(i int) int {
	if _, ok := shapeField(p.lines[i]); !ok ||
		i > 0 && p.kinds[i-1] == own && strings.TrimSpace(p.lines[i-1]) != "" && !isFenced(strings.TrimSpace(p.lines[i-1])) {
		return 0
	}
	fields, dated, addresses, first := 0, false, 0, false
	subject, marked := false, false // the subject of this mail, or one with the mark of a reply
	end := i
	for j, gap := i, 0; j < len(p.lines) && j < i+shapeLines && p.kinds[j] == own; j++ {
		value, ok := shapeField(p.lines[j])
		if !ok {
			t := strings.TrimSpace(p.lines[j])
			if gap++; t == "" || gap > 2 || !strings.Contains(t, "@") && !strings.HasSuffix(t, ";") {
				break
			}
			end = j + 1
			continue
		}
		gap = 0
		fields++
		end = j + 1
		switch st := stampOf(value); {
		case st.date:
			dated = dated || st.clock || !strings.Contains(value, "@")
		case strings.Contains(value, "@"):
			addresses++
			first = first || fields == 1 && bracketedAddress(value)
		case fields > 1 && !subject:
			if _, _, ok := text.CutReply(value); ok {
				marked = true
			}
			subject = marked || p.about.title != "" && strings.EqualFold(text.BaseSubject(value), p.about.subject())
		}
		if fields == 3 && !dated && addresses == 0 && !subject {
			return 0 // nothing of a mail so far
		}
	}
	if fields >= 3 && dated && (first || p.about.again()) && (addresses > 1 || subject && addresses > 0 || marked) {
		return end - i
	}
	return 0
}

// shapeField returns the value of a line that is a field: up to four words of letters, a colon, and something behind
// it.
func shapeField(l string) (value string, ok bool) {
	t := strings.TrimLeft(l, " \t*_")
	i := strings.IndexByte(t[:min(len(t), 60)], ':')
	if wide := wideColon(t); wide > 0 && (i < 0 || wide < i) {
		i = wide
	}
	if i <= 0 || i > 48 {
		return "", false
	}
	spaces := 0
	for _, r := range strings.TrimRight(t[:i], " \u00a0*_") {
		switch {
		case r == ' ' || r == '\u00a0':
			if spaces++; spaces > 3 {
				return "", false
			}
		case r < utf8.RuneSelf && (r|0x20 < 'a' || r|0x20 > 'z') && r != '-' && r != '\'':
			return "", false
		case r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r):
			return "", false
		}
	}
	_, size := utf8.DecodeRuneInString(t[i:])
	value = strings.Trim(t[i+size:], " \t*_\u00a0")
	return value, value != "" && !strings.HasPrefix(value, "//")
}

// headerBlock sorts an earlier mail that begins with a copied header at line i; a rule above it, at line rule, goes
// with it, and so do the few words that announce it. It returns i if there is none. A header that only names the writer
// of this mail is a part of what the writer says, and so are the unmarked words below one that an answer begins with. One
// that nothing shows to be copied from a mail is an example.
func (p *splitter) headerBlock(i, rule int) int {
	n := p.headerAt(i)
	if n == 0 || rule == i && !p.isCopied(i, i+n) {
		return i
	}
	p.mark(rule, i+n, dropped)
	p.announced(rule)
	next := p.skipBlank(i + n)
	if p.first < 0 && next < len(p.lines) && p.kinds[next] != quoted &&
		(p.names(i, i+n) || p.about.again() && !p.about.forward() && rule == i) {
		return i + n
	}
	return p.rest(i + n)
}

// isCopied reports whether the header in the lines [from, to) is rather one that a mail program copied than one that
// somebody wrote down: it says when that mail was sent, or has the subject of this one, or quoted lines follow it.
func (p *splitter) isCopied(from, to int) bool {
	if next := p.skipBlank(to); next < len(p.lines) && p.kinds[next] == quoted {
		return true
	}
	for _, l := range p.lines[from:to] {
		if blockKey(l) == 'd' || stampOf(l).date {
			return true
		}
		value, ok := shapeField(l)
		if ok && p.about.title != "" && strings.EqualFold(text.BaseSubject(value), p.about.subject()) {
			return true
		}
	}
	return false
}

// announced drops the line above line i that says that an earlier mail follows: a few words with a colon at their end,
// alone in their paragraph.
func (p *splitter) announced(i int) {
	k := i - 1
	for k >= 0 && p.kinds[k] == own && strings.TrimSpace(p.lines[k]) == "" {
		k--
	}
	if k < 0 || p.kinds[k] != own || i-k > 2 || k > 0 && p.kinds[k-1] == own && strings.TrimSpace(p.lines[k-1]) != "" {
		return
	}
	t := strings.TrimSpace(p.lines[k])
	if len(t) > 80 || !strings.HasSuffix(t, ":") && !strings.HasSuffix(t, "：") || strings.Count(t, " ") > 5 {
		return
	}
	p.kinds[k] = dropped
	if p.first == k {
		p.first = -1
	}
}

// names reports whether the writer of this mail stands in the lines [from, to), and nobody else before.
func (p *splitter) names(from, to int) bool {
	for _, l := range p.lines[from:to] {
		lower := strings.ToLower(l)
		if p.about.address != "" && strings.Contains(lower, p.about.address) ||
			p.about.name != "" && strings.Contains(lower, strings.ToLower(p.about.name)) {
			return true
		}
		if strings.Contains(l, "@") {
			return false
		}
	}
	return false
}

// wideColon returns where the colon of Chinese and Japanese writing stands in the first bytes of l, -1 if there is
// none.
func wideColon(l string) int {
	if l == "" || l[0] < 0x80 {
		return -1
	}
	return strings.Index(l[:min(len(l), 30)], "：")
}
