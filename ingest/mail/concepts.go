package mail

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A concept is something that texts speak of which are about the mail that they stand in, and not about what it says.
type concept uint32

const (
	aboutMail    concept = 1 << iota // the mail
	thisMail                         // the mail, as "this mail": a word that points before it
	sender                           // who sent it
	outside                          // that the sender is none of the house
	link                             // links
	attachment                       // attachments
	opening                          // clicking and opening
	caution                          // caution
	confidential                     // that it is confidential, and other marks of secrecy
	recipient                        // whom it is meant for
	deleting                         // that it is to be deleted
	mistake                          // that it came by mistake
	forbidden                        // what may not be done with it
	virus                            // viruses
	printing                         // whether to print it
	leave                            // leaving the list
	preferences                      // settings of what one gets
	receiving                        // why one gets it
	browser                          // showing it in a browser
	rights                           // copyright
	firstPerson                      // no such thing: a person says "I"
	pointing                         // a word that points: "this"
)

// stems are how words begin by which a text speaks of a concept, in lower case and in the languages of common mail
// programs; a "|" parts them. The scripts that write without spaces have them anywhere.
var stems = map[concept]string{
	aboutMail: "email|e-mail|mail|mails|message|messages|mensaje|mensagem|messaggio|nachricht|bericht|berichten|" +
		"meddelande|besked|melding|viesti|sähköposti|wiadomoś|zpráv|správ|e-posta|eposta|mesaj|ileti|сообщени|письм|письмо|" +
		"повідомлен|лист|üzenet|levél|poruk|sporočil|" +
		"μήνυμα|μηνύματο|courriel|correo|correu|missatge|mesajul|laišk|vēstul|kiri|kirja|pesan|surel|thư|הודע|رسال|ایمیل|" +
		"پیام|邮件|郵件|メール|メッセージ|메일|이메일|메시지|อีเมล|ईमेल|संदेश",
	sender: "sender|originat|absender|expéditeur|émetteur|remitent|remetent|mittent|afzender|avsändar|afsender|avsender|" +
		"lähettäj|nadawc|odesílatel|odesilatel|odosielateľ|отправител|відправник|feladó|küldő|gönderen|gönderici|αποστολ|" +
		"pošiljatel|expeditor|siuntėj|" +
		"sūtītāj|saatja|pengirim|שולח|المرسل|فرستنده|发件人|寄件者|寄件人|發件人|送信者|差出人|발신자|보낸",
	outside: "outside|external|extern|extérieur|externe|externo|esterno|esterna|ekstern|eksternt|ulkopuol|zewnętrz|" +
		"externí|mimo|вне|внешн|зовнішн|külső|dış|harici|dışından|εξωτερικ|εκτός|vanjsk|zunanj|išorin|ārēj|väljast|" +
		"eksternal|luar|חיצוני|خارج|外部|外部の|외부|社外|組織外",
	link: "link|links|lien|liens|enlace|enlaces|vínculo|collegament|länk|länkar|lenk|lenker|linkki|linkkej|łącz|" +
		"odkaz|ссылк|посилан|hivatkozás|bağlantı|σύνδεσμ|povezn|povezav|nuorod|tautan|קישור|روابط|پیوند|链接|連結|リンク|링크",
	attachment: "attach|anhang|anhäng|anlage|jointe|jointes|adjunt|anexo|anexos|allegat|bijlage|bilag|bifoga|vedlegg|" +
		"liite|liittei|załącz|příloh|príloh|вложен|вкладен|csatolm|mellékl|ekler|ekleri|eklenti|συνημμ|privit|prilog|prigu|" +
		"ataşam|prieda|pielikum|lampiran|" +
		"צרופ|المرفق|ضمیمه|附件|添付|첨부",
	opening: "click|klick|cliqu|clique|klik|klikk|kliknij|clic|cliccar|haga|abra|abrir|ouvr|öffne|openen|apri|aprire|" +
		"åpn|åbn|öppna|avaa|otwier|otevír|otvár|открыва|нажима|переход|відкрива|kattint|nyiss|tıkla|açma|ανοίγ|κλικ|otvara|" +
		"odpira|deschid|atver|klõps|לחצ|تنقر|کلیک|" +
		"点击|點擊|点選|クリック|開か|클릭|열지",
	caution: "caution|warning|beware|achtung|vorsicht|warnung|attention|avertissement|prudence|atención|precaución|" +
		"cuidado|advertencia|atenção|aviso|attenzione|avviso|waarschuwing|opgelet|varning|advarsel|varoitus|huomio|uwaga|" +
		"ostrzeżeni|pozor|upozorn|varov|внимани|осторожно|" +
		"предупрежд|увага|figyel|figyelmeztet|dikkat|uyarı|προσοχή|oprez|upozoren|atenți|dėmesio|uzmanību|ettevaatust|" +
		"perhatian|peringatan|זהירות|אזהרה|تنبيه|تحذير|هشدار|注意|警告|警示|小心|주의|경고",
	confidential: "confidential|confidenti|privileg|classif|restricted|vertraul|geheim|internal|interne|interner|" +
		"internes|interno|interna|confiden|riservat|vertrouwelijk|konfidenti|fortrolig|luottamuks|poufn|důvěrn|dôvern|" +
		"конфиденц|конфіденц|bizalmas|titkos|gizli|εμπιστευτ|povjerljiv|zaupn|konfidenc|slapt|rahasia|" +
		"סודי|سري|سرية|محرمانه|机密|保密|機密|秘密|社外秘|대외비|기밀|official|secret|sensitiv|tlp|служебн|proprietary",
	recipient: "recipient|addressee|intended|empfänger|adressat|destinatair|destinatari|destinatár|geadresseerd|" +
		"ontvanger|bestemd|mottagar|modtager|mottaker|vastaanottaj|adresat|odbiorc|příjemc|adresát|príjemc|получател|" +
		"адресат|одержувач|címzett|alıcı|παραλήπτ|primatelj|" +
		"prejemnik|destinat|gavėj|adresāt|saaja|penerima|נמען|المستلم|المرسل|گیرنده|收件人|收件者|受信者|宛先|수신자|수신인",
	deleting: "delete|destroy|lösch|vernicht|supprim|détrui|elimin|borr|destru|apagu|apagar|cancell|distrug|verwijder|" +
		"vernietig|radera|förstör|slett|slet|tilintetgør|poista|tuhoa|hävit|usun|usuń|zniszcz|smaž|smaz|znič|vymaž|удал|" +
		"уничтож|видал|знищ|töröl|semmisít|sil|siliniz|imha|" +
		"διαγρά|obriš|izbriš|uništ|șterge|ištrin|dzēs|kustuta|hapus|למחוק|מחק|حذف|پاک|删除|刪除|銷毀|销毁|削除|破棄|삭제|폐기",
	mistake: "error|mistake|irrtüm|versehentlich|fälschlich|erreur|error|engano|erro|errore|vergissing|abusievelijk|" +
		"onterecht|misstag|felaktig|fejl|feil|virhe|erehdy|błęd|omyłk|pomyłk|omyl|chyb|ошиб|помилк|téved|yanlış|hata|λάθος|" +
		"σφάλμα|pogrešk|greškom|pomot|eroare|klaid|kļūd|" +
		"eksi|kesalahan|בטעות|خطأ|الخطأ|اشتباه|误|誤|錯誤|错误|잘못|오류",
	forbidden: "prohibit|unauthori|disclos|disclaimer|disseminat|liable|liability|untersagt|verboten|unbefugt|gestattet|" +
		"unzulässig|haftung|interdit|divulgation|prohib|divulga|proibid|vietat|divulgazion|verboden|openbaarmaking|förbjud|" +
		"otillåt|forbudt|kielletty|luvaton|" +
		"zabronion|zakazan|ujawni|zakázán|neoprávněn|запрещ|разглаш|заборон|tilos|jogosulatlan|yasak|izinsiz|απαγορ|" +
		"zabranjen|prepovedan|interzis|draudžiam|aizliegt|keelatud|dilarang|אסור|محظور|ممنوع|禁止|严禁|嚴禁|不得|금지|禁じ",
	virus: "virus|viren|antivir|virusfree|malware|вирус|вірус|wirus|vírus|zararlı|病毒|ウイルス|바이러스|vir|viry",
	printing: "print|printing|ausdruck|drucken|imprim|imprimer|imprimir|stampare|afdrukken|printen|skriver|tulost|" +
		"drukow|tisk|vytlač|печат|распечат|друку|nyomtat|yazdır|εκτυπ|environment|umwelt|environnement|ambiente|milieu|" +
		"miljö|miljø|środowisk|prostřed|природ|környezet|çevre|περιβάλ|打印|印刷|環境|环境|인쇄",
	leave: "unsubscrib|abmelde|abmelden|abbestell|austrag|désabonn|désinscri|desinscri|darse|cancelar|baja|" +
		"disiscri|cancella|uitschrijv|afmeld|avregistrer|avprenumer|avslut|frameld|afmelde|meld|peruuta|wypis|rezygn|" +
		"odhlás|отписа|відписа|leiratkoz|abonelik|διαγραφ|odjav|dezabon|退订|退訂|取消订阅|購読解除|配信停止|退会|수신거부|구독",
	preferences: "preferenc|settings|einstellung|préférenc|paramètre|preferènc|preferên|preferenz|impostazion|" +
		"instelling|voorkeur|inställning|indstilling|innstilling|asetuks|ustawieni|preferencj|nastaven|настройк|налаштув|" +
		"beállítás|tercih|ayar|ρυθμίσ|postavk|nastavit|设置|設定|偏好|설정",
	receiving: "receiving|received|subscribed|erhalten|erhältst|bekommen|recevez|reçu|abonné|recibes|recibe|recibiste|" +
		"suscrit|recebeu|recebe|inscrito|ricevi|riceve|iscritt|ontvangt|geabonneerd|prenumer|modtager|mottar|abonner|saat|" +
		"tilaa|otrzymuj|subskryb|dostáv|odebír|получа|подписан|отримуєт|kapja|feliratk|alıyorsunuz|aldınız|λαμβάνετε|primate|订阅|收到|訂閱|購読|受信|수신",
	browser: "browser|navegador|navigateur|webbrowser|webversion|webläsar|nettleser|selain|selaim|przegląd|" +
		"prohlížeč|prehliadač|браузер|böngésző|tarayıcı|φυλλομετρ|pregledn|浏览器|瀏覽器|ブラウザ|브라우저|display|anzeigen|darstell|online",
	rights: "copyright|©|rights|rechte|droits|derechos|direitos|diritti|rechten|rättighet|rettigheder|prawa|práva|" +
		"права|jogok|hakları|δικαίωμ|版权|版權|無断|저작권|impressum",
	firstPerson: "my|me|ich|mein|mir|mich|je|j|mon|moi|yo|mi|io|mio|eu|meu|ik|mijn|jag|jeg|minä|mój|mně|můj|я|мне|мой|" +
		"мені|benim|εγώ|jsem|jestem|мой|私|我|저는|僕",
	pointing: "this|these|diese|dieser|dieses|diesem|dies|ce|cet|cette|ces|este|esta|estos|esse|essa|questo|questa|" +
		"presente|dit|deze|detta|denna|dette|denne|tämä|tämän|tę|tato|tento|tuto|toto|эт|это|данн|насто|це|цей|ez|ezt|bu|" +
		"işbu|αυτό|το|ova|ovaj|acest|šis|šī|ini|本|此|这|這|この|当|이|본|هذا|هذه|این|זה|זו",
}

// lexicon finds the concepts of words: by the first bytes of those that are written with spaces, and anywhere in a text
// for the others.
type lexicon struct {
	begins map[string][]stem
	within []stem
	ascii  [32][32][]stem // those in begins that are ASCII, by the low bits of their first two letters
}

// A stem is how a word of a concept begins. A short one is all of it but for an ending.
type stem struct {
	text  string
	is    concept
	exact bool // what follows it has at most more bytes
	more  int
}

// knownWords is the lexicon of stems, put together when it is first asked.
var knownWords = sync.OnceValue(func() *lexicon {
	l := &lexicon{begins: make(map[string][]stem, 512)}
	for is, all := range stems {
		for s := range strings.SplitSeq(all, "|") {
			if r, _ := utf8.DecodeRuneInString(s); isUnspaced(r) {
				l.within = append(l.within, stem{text: s, is: is})
				continue
			}
			head, letters := firstLetters(s), utf8.RuneCountInString(s)
			one := stem{text: s, is: is, exact: letters <= 4}
			if letters > 2 {
				one.more = 2
			}
			l.begins[head] = append(l.begins[head], one)
			if c, d := s[0]&31, s[min(1, len(s)-1)]&31; len(head) == letters || len(head) == 2 {
				if letters == 1 {
					d = 0
				}
				l.ascii[c][d] = append(l.ascii[c][d], one)
			}
		}
	}
	return l
})

// isUnspaced reports whether r is of a script that writes words without spaces: Chinese, Japanese, Korean with its
// endings, Thai.
func isUnspaced(r rune) bool { return r >= 0x0e00 && r < 0x0e80 || r >= 0x2e80 && r < 0xd7b0 }

// firstLetters returns the first two letters of a word.
func firstLetters(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	_, m := utf8.DecodeRuneInString(w[n:])
	return w[:n+m]
}

// A talk is what some lines speak of.
type talk struct {
	of    concept // all concepts
	words int     // how many words there are; a run of text without spaces counts a word for two characters
	hits  int     // how many of them are of a concept
}

// isSilent reports whether so many words spoke of so little that the rest will not.
func (t *talk) isSilent() bool {
	return t.words >= silent && t.hits == 0 || t.words >= 2*silent && t.hits < 2
}

// speak notes a concept. points is for how many words more a word before it points; the result is that from here on.
func (t *talk) speak(of concept, points int) int {
	if of == pointing {
		return 3
	}
	if of == aboutMail && points > 0 {
		of |= thisMail
	}
	t.of |= of
	t.hits++
	return points
}

// begins reports whether a word of ASCII letters begins with the stem, in either case.
func (s *stem) begins(w string) bool {
	if len(w) < len(s.text) || s.exact && len(w) > len(s.text)+s.more {
		return false
	}
	for i := range len(s.text) {
		if c := w[i]; c != s.text[i] && c|0x20 != s.text[i] {
			return false
		}
	}
	return true
}

// plainWord returns how many letters the word has that s begins with, 0 if they are not all ASCII.
func plainWord(s string) int {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return 0
		case (c|0x20 < 'a' || c|0x20 > 'z') && c != '-':
			return i
		}
	}
	return len(s)
}

// count returns how many of the given concepts the lines speak of.
func (t talk) count(of concept) int {
	n := 0
	for c := t.of & of; c != 0; c &= c - 1 {
		n++
	}
	return n
}

// has reports whether the lines speak of one of the given concepts at least.
func (t talk) has(of concept) bool { return t.of&of != 0 }

// silent is after how many words without any of a concept, or after twice as many with one, lines are taken to speak of
// none.
const silent = 8

// talkOf returns what lines speak of. Those that do not begin with it are not read to their end.
func talkOf(lines []string) talk {
	var t talk
	l := knownWords()
	points := 0 // for how many words more one points
	for _, line := range lines {
		if t.isSilent() {
			break
		}
		unspaced := false
		for i := 0; i < len(line); {
			c := line[i]
			if c < utf8.RuneSelf && (c|0x20 < 'a' || c|0x20 > 'z') {
				i++
				continue
			}
			if t.isSilent() && !unspaced {
				break
			}
			if c < utf8.RuneSelf {
				if n := plainWord(line[i:]); n > 0 {
					second := byte(0)
					if n > 1 {
						second = line[i+1] & 31
					}
					t.words++
					points--
					for k := range l.ascii[c&31][second] {
						if s := &l.ascii[c&31][second][k]; s.begins(line[i : i+n]) {
							points = t.speak(s.is, points)
						}
					}
					if n == 1 && c == 'I' { // in lower case it is a small word of other languages
						t.of |= firstPerson
					}
					i += n
					continue
				}
			}
			r, size := utf8.DecodeRuneInString(line[i:])
			if !unicode.IsLetter(r) && r != '©' {
				i += size
				continue
			}
			from := i
			for i < len(line) && (unicode.IsLetter(r) || unicode.IsMark(r) || r == '©' || r == '-' && i > from) {
				unspaced = unspaced || isUnspaced(r)
				i += size
				r, size = utf8.DecodeRuneInString(line[i:])
			}
			t.words++
			points--
			w := strings.ToLower(line[from:i])
			for _, s := range l.begins[firstLetters(w)] {
				if strings.HasPrefix(w, s.text) && (!s.exact || len(w) <= len(s.text)+s.more) {
					points = t.speak(s.is, points)
				}
			}
		}
		if unspaced {
			t.words += utf8.RuneCountInString(line) / 2
			line = strings.ToLower(line)
			for _, s := range l.within {
				if strings.Contains(line, s.text) {
					t.of |= s.is
					t.hits++
				}
			}
			if t.has(pointing) && t.has(aboutMail) {
				t.of |= thisMail
			}
		}
	}
	t.of &^= pointing
	return t
}
