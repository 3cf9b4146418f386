package mail

import "strings"

// blockKeys are the names that mail programs give the fields of an earlier mail when they copy them into a text, in lower case. The value says which field it is:
// f for the sender, d for the date, t for a receiver, s for the subject, o for another.
var blockKeys = map[string]byte{
	"from": 'f', "von": 'f', "de": 'f', "van": 'f', "från": 'f', "fra": 'f', "od": 'f', "от": 'f', "da": 'f', "lähettäjä": 'f', "expéditeur": 'f', "mittente": 'f', "remitente": 'f',
	"sent": 'd', "date": 'd', "gesendet": 'd', "datum": 'd', "envoyé": 'd', "enviado": 'd', "enviado el": 'd', "enviada em": 'd', "verzonden": 'd', "skickat": 'd', "sendt": 'd', "wysłano": 'd', "отправлено": 'd', "дата": 'd',
	"inviato": 'd', "data": 'd', "fecha": 'd', "lähetetty": 'd', "sent at": 'd', "dato": 'd',
	"to": 't', "an": 't', "à": 't', "para": 't', "aan": 't', "till": 't', "til": 't', "do": 't', "кому": 't', "a": 't', "vastaanottaja": 't',
	"cc": 'o', "kopie": 'o', "kopia": 'o', "копия": 'o', "reply-to": 'o', "message-id": 'o', "organization": 'o', "newsgroups": 'o', "bcc": 'o', "importance": 'o', "attachments": 'o', "on behalf of": 'o', "x-mailer": 'o', "sender": 'o',
	"subject": 's', "betreff": 's', "objet": 's', "asunto": 's', "onderwerp": 's', "ämne": 's', "emne": 's', "temat": 's', "тема": 's', "oggetto": 's', "assunto": 's', "aihe": 's',
	"差出人": 'f', "送信者": 'f', "送信日時": 'd', "日時": 'd', "日付": 'd', "宛先": 't', "件名": 's', "发件人": 'f', "寄件者": 'f', "发送时间": 'd', "寄件日期": 'd', "日期": 'd', "收件人": 't', "收件者": 't', "主题": 's', "主旨": 's', "抄送": 'o',
	"보낸 사람": 'f', "보낸 날짜": 'd', "받는 사람": 't', "제목": 's', "kimden": 'f', "gönderilme": 'd', "tarih": 'd', "kime": 't', "konu": 's', "feladó": 'f', "elküldve": 'd', "címzett": 't', "tárgy": 's',
	"odesláno": 'd', "komu": 't', "předmět": 's', "predmet": 's', "від": 'f', "надіслано": 'd', "enviado em": 'd', "enviada el": 'd', "gesendet am": 'd', "date d'envoi": 'd', "envoyé le": 'd',
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

// headerAt returns how many lines the header of an earlier mail has that begins at line i, 0 if none does. It takes two fields, of which one is the sender's and
// the other, or an address in them, makes it certain.
func (p *splitter) headerAt(i int) int {
	first := blockKey(p.lines[i])
	if first != 'f' && first != 'd' && first != 's' && first != 't' {
		return 0
	}
	seen := make(map[byte]bool, 5)
	end, gap, address := i, 0, false
	for j := i; j < len(p.lines) && j < i+40 && p.kinds[j] == own; j++ {
		l := strings.TrimSpace(p.lines[j])
		if l == "" {
			break
		}
		key := blockKey(l)
		if key == 0 {
			// a long field goes on in the next lines
			if gap++; gap > 4 || len(seen) == 0 {
				break
			}
			address = address || strings.Contains(l, "@")
			continue
		}
		gap = 0
		seen[key] = true
		address = address || strings.Contains(l, "@")
		end = j + 1
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

// headerBlock sorts an earlier mail that begins with a copied header at line i; a rule above it, at line rule, goes with it. It returns i if there is none.
func (p *splitter) headerBlock(i, rule int) int {
	n := p.headerAt(i)
	if n == 0 {
		return i
	}
	p.mark(rule, i+n, dropped)
	next := p.skipBlank(i + n)
	if !p.words && next < len(p.lines) && p.kinds[next] != quoted {
		// nothing was said before it: the header is a part of what the writer says
		return i + n
	}
	return p.rest(i + n)
}

// wideColon returns where the colon of Chinese and Japanese writing stands in the first bytes of l, -1 if there is none.
func wideColon(l string) int {
	if l == "" || l[0] < 0x80 {
		return -1
	}
	return strings.Index(l[:min(len(l), 30)], "：")
}
