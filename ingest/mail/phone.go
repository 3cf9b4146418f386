package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentFrom are the openings of the line that a phone or program adds, in lower case. Some languages say it at the end
// of the line.
var sentFrom = [...]string{
	"sent from ", "sent via ", "sent with ", "sent using ", "von meinem ", "gesendet von ", "gesendet mit ",
	"gesendet via ", "diese nachricht wurde von meinem ", "envoyé de ", "envoyé depuis ", "envoyé à partir ",
	"enviado desde ", "enviado do ", "enviado a partir ",
	"enviado por ", "enviado con ", "enviat des ", "enviat amb ", "inviato da ", "inviato con ", "verzonden met ",
	"verzonden van", "verstuurd van", "verstuurd met ", "skickat från ", "skickat med ", "skickades från ", "sendt fra ",
	"sendt med ", "sendt via ", "lähetetty ", "wysłano z ", "wysłane z ",
	"wysłano za ", "odesláno z ", "odoslané z ", "отправлено с ", "отправлено из ", "надіслано з ", "відправлено з ",
	"изпратено от ", "послато са ", "poslano s ", "poslano z ", "poslato sa ", "elküldve ", "trimis de pe ",
	"trimis din ", "στάλθηκε από ", "εστάλη από ", "saadetud ", "išsiųsta iš ",
	"nosūtīts no ", "dikirim dari ", "dihantar dari", "được gửi từ ", "gửi từ ", "נשלח מ", "أرسلت من ", "أُرسلت من ",
	"ارسال شده از ", "发自", "發自", "從我的", "ส่งจาก", "sendita el ",
}

// sentTo are how such a line ends where the verb stands last.
var sentTo = [...]string{"gönderildi", "から送信", "より送信", "에서 보냄", "에서 전송", "भेजा गया", "傳送", "发送", "-ról küldve", "-ről küldve"}

// products are names of the telephones and mail programs that add such lines, in lower case.
var products = [...]string{
	"iphone", "ipad", "android", "outlook", "k-9", "k9 mail", "samsung", "galaxy", "huawei", "xiaomi", "redmi",
	"blackberry", "pixel", "nokia", "motorola", "oneplus", "yahoo", "gmail", "thunderbird", "proton", "tutanota",
	"tuta mail", "fairemail", "mailspring", "aqua mail", "aquamail", "bluemail",
	"blue mail", "spark", "gmx", "web.de", "mail.ru", "yandex", "windows phone", "mail for windows", "airmail", "canary",
	"typeapp", "mymail", "aol", "hotmail", "ios",
}

// isSentFrom reports whether a line is the advertisement of a phone or of a mail program, or a note on small keys: a
// few words, no sentence.
func isSentFrom(l string) bool {
	t := strings.TrimSpace(l)
	t = strings.TrimFunc(cutLink(t), func(r rune) bool { return unicode.IsSpace(r) || r == '*' || r == '_' || r == '-' || r == '—' })
	if len(t) < 9 || len(t) > 140 {
		return false
	}
	lower := strings.ToLower(t)
	first, rest, more := strings.Cut(lower, ". ")
	if more && strings.Count(rest, " ") > 8 || strings.ContainsAny(first, ",;?!") || utf8.RuneCountInString(first) > 80 {
		return isSlogan(t)
	}
	words := strings.Count(first, " ") + 1
	for _, s := range sentFrom {
		if strings.HasPrefix(first, s) && len(first) > len(s) {
			return words <= 9 && (!more || namesProduct(first) || words <= 6) || words <= 12 && namesProduct(first)
		}
	}
	for _, s := range sentTo {
		if strings.HasSuffix(strings.TrimRight(first, "."), s) {
			return words <= 6 && namesProduct(first)
		}
	}
	return !more && isOffer(t, first) || isSlogan(t)
}

// cutLink cuts a web address in angle brackets off the end of a line.
func cutLink(t string) string {
	if !strings.HasSuffix(t, ">") {
		return t
	}
	if i := strings.LastIndexByte(t, '<'); i > 0 && strings.Contains(t[i:], "://") {
		return strings.TrimSpace(t[:i])
	}
	return t
}

// namesProduct reports whether a line in lower case names a phone or a mail program.
func namesProduct(lower string) bool {
	for _, name := range products {
		if strings.Contains(lower, name) {
			return true
		}
	}
	return false
}

// isOffer reports whether a line offers a mail program: "Get Outlook for iOS", in any language. It names the program
// and what it runs on, in three to six words without a mark at the end.
func isOffer(t, lower string) bool {
	words := strings.Fields(lower)
	if len(words) < 3 || len(words) > 6 || strings.ContainsAny(t[len(t)-1:], ".:)") || words[0] == "i" ||
		words[0] == "ich" || words[0] == "we" {
		return false
	}
	program, system := false, false
	for _, w := range words {
		switch w {
		case "ios", "android", "iphone", "windows", "mac", "mobile":
			system = true
		case "outlook", "k-9", "thunderbird", "bluemail", "spark", "fairemail", "mymail", "gmx", "proton", "edison",
			"typeapp", "mailspring", "yahoo", "aol":
			program = true
		}
	}
	return program && system
}

// isSlogan reports whether a line is the name of a mail program, a colon, and a few words that all begin with a
// capital: "Yahoo Mail: Search, Organize, Conquer".
func isSlogan(t string) bool {
	name, words, ok := strings.Cut(t, ": ")
	if !ok || strings.Count(name, " ") > 2 || strings.Count(words, " ") > 5 || !namesProduct(strings.ToLower(name)) {
		return false
	}
	for w := range strings.FieldsSeq(words) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return words != ""
}
