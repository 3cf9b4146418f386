package mail

import (
	"strings"
	"testing"
	"time"
)

// parseText returns the own words of a mail of Ben Frost with this text.
func parseText(t *testing.T, kind, text string) string {
	t.Helper()
	p, err := Parse([]byte("From: Ben Frost <ben@example.org>\nSubject: The oven\nDate: Fri, 2 Oct 2026 09:00:00 +0000\nContent-Type: text/"+
		kind+"; charset=utf-8\n\n"+text), Options{Now: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return p.Text
}

const ovenWords = "The oven is warm since nine.\n\nWho brings the flour?"

func TestBanners(t *testing.T) {
	for name, banner := range map[string]string{
		"English":              "WARNING: This message came from an external sender. Be careful with links and attachments.",
		"English, in brackets": "[EXTERNAL EMAIL] Do not click on links or open attachments that you did not expect.",
		"German": "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf " +
			"Links und öffnen Sie keine Anhänge,\nwenn Sie den Absender nicht kennen.",
		"French": "ATTENTION : ce courriel provient de l'extérieur de l'établissement. Ne cliquez pas " +
			"sur les liens et n'ouvrez pas les pièces jointes.",
		"Spanish":    "PRECAUCIÓN: este correo viene de un remitente externo. No haga clic en enlaces ni abra adjuntos.",
		"Italian":    "*** Attenzione: messaggio da un mittente esterno. Non aprire gli allegati e non cliccare sui link. ***",
		"Portuguese": "CUIDADO: Este email tem origem externa. Não clique em links nem abra anexos.",
		"Dutch":      "LET OP: deze e-mail komt van een externe afzender. Klik niet op links en open geen bijlagen.",
		"Polish":     "UWAGA! Wiadomość od zewnętrznego nadawcy. Nie otwieraj załączników i nie klikaj w łącza.",
		"Czech":      "POZOR: Tato zpráva přišla od externího odesílatele. Neotvírejte přílohy a neklikejte na odkazy.",
		"Russian":    "Внимание! Это письмо от внешнего отправителя. Не открывайте вложения и не переходите по ссылкам.",
		"Japanese":   "【注意】このメールは社外から送信されました。リンクや添付ファイルを開かないでください。",
		"Chinese":    "警告：此邮件来自外部发件人，请勿点击链接或打开附件。",
		"Korean":     "[주의] 이 메일은 외부에서 발송되었습니다. 링크나 첨부 파일을 열지 마십시오.",
		"Turkish":    "DİKKAT: Bu e-posta kurum dışından bir göndericiden geldi. Bağlantılara tıklamayın ve ekleri açmayın.",
		"Swedish": "VARNING: Detta meddelande kommer från en extern avsändare. Klicka inte på länkar " +
			"och öppna inte bilagor.",
		"a rare sender": "Some people who received this message don't often get email from ben@example.org.\n" +
			"Learn why<https://aka.example.org/why>",
		"a rare sender, in German": "Sie erhalten nicht oft eine E-Mail von ben@example.org. Warum das wichtig " +
			"ist<https://aka.example.org/warum>",
		"a label":                      "[Bakery - Internal - Confidential]",
		"a label of the traffic light": "TLP:AMBER restricted",
		"a newsletter's":               "Mail looks wrong? View it in your browser: https://news.example.org/17",
		"a newsletter's, in French":    "Voir ce message dans votre navigateur",
		"a word":                       "[EXTERNAL]", "two words": "EXTERNAL SENDER", "a class": "Classification: Internal",
		"a long label":     "[Mill Lane Bakery Restricted Circulation - All Rooms]",
		"a filter's frame": "XyzBannerStart\nThis Message Is From an External Sender\nXyzBannerEnd",
	} {
		if got := parseText(t, "plain", banner+"\n\n"+ovenWords+"\n"); got != ovenWords {
			t.Errorf("%s: own words are %q, want %q", name, got, ovenWords)
		}
	}
	label := "[Bakery – vertraulich]\n\nACHTUNG: Diese Nachricht kommt von außerhalb, der Absender ist extern.\n\n"
	if got := parseText(t, "plain", label+ovenWords); got != ovenWords {
		t.Errorf("two banners: own words are %q, want %q", got, ovenWords)
	}
	if got := parseText(t, "plain", "WARNING: External email. Do not open attachments.\n"+ovenWords); got != ovenWords {
		t.Errorf("a banner without a blank line: own words are %q, want %q", got, ovenWords)
	}
	for _, own := range []string{
		"Warning: the new filter drops mail with links and attachments from external senders.\nI turned it off.\n\nMore tomorrow.",
		"[Sorry for sending this twice]\n\nThe oven is warm.", "Attention, bakers!\n\nThe oven is warm.",
		"This mail is about the oven.\n\nIt is warm.",
		"The page looks odd in my browser.\n\nDoes yours show it?",
		"My address is ben@example.org from now on.\n\nThe old one is gone.", "[1] is what I mean\n\n[1] https://example.org/oven",
	} {
		if got := parseText(t, "plain", own); got != own {
			t.Errorf("own words are %q, want %q", got, own)
		}
	}
}

func TestDisclaimers(t *testing.T) {
	for name, end := range map[string]string{
		"English": "This e-mail and its attachments are confidential and meant for the addressee alone. If " +
			"you received it in error, tell the sender and delete it.\n\nBakery Ltd, registered in Dover, number 1234567.",
		"English, under a rule": "________________________________\nDISCLAIMER:\n" +
			"The contents of this email are privileged. Any disclosure to others than the intended recipient is prohibited.",
		"German": "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt. Haben Sie sie " +
			"irrtümlich erhalten, so löschen Sie sie bitte und verständigen Sie den Absender.\n\n" +
			"Bäckerei GmbH, Sitz Wien, Geschäftsführer: Cleo Dane",
		"French": "Ce message et ses pièces jointes sont confidentiels et réservés à leur destinataire. Si " +
			"vous l'avez reçu par erreur, merci de le supprimer et d'en avertir l'expéditeur.",
		"Spanish": "Este mensaje es confidencial y se dirige solo a su destinatario. Si lo ha recibido por " +
			"error, elimínelo y avise al remitente; su divulgación está prohibida.",
		"Italian": "Il presente messaggio è riservato al destinatario. Chi lo avesse ricevuto per errore è " +
			"pregato di cancellarlo e di avvisare il mittente. La divulgazione è vietata.",
		"Portuguese": "Esta mensagem é confidencial e destina-se apenas ao seu destinatário. Se a recebeu por " +
			"engano, apague-a e avise o remetente.",
		"Dutch": "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde. Hebt u het " +
			"abusievelijk ontvangen, verwijder het dan en waarschuw de afzender.",
		"Swedish": "Detta meddelande är konfidentiellt och avsett för mottagaren. Om du har fått det av " +
			"misstag, radera det och meddela avsändaren.",
		"Polish": "Ta wiadomość jest poufna i przeznaczona wyłącznie dla adresata. Jeśli otrzymali ją Państwo " +
			"omyłkowo, proszę ją usunąć i powiadomić nadawcę.",
		"Czech": "Tato zpráva je důvěrná a určená pouze příjemci. Pokud jste ji obdrželi omylem, smažte ji a " +
			"informujte odesílatele.",
		"Russian": "Данное сообщение конфиденциально и предназначено только адресату. Если вы получили его по " +
			"ошибке, удалите его и сообщите отправителю.",
		"Japanese": "このメールは機密情報を含み、宛先の受信者のみを対象としています。誤って受信された場合は、送信者に連絡のうえ削除してください。",
		"Chinese":  "本邮件含有保密信息，仅供收件人使用。如果您误收到本邮件，请立即删除并通知发件人，禁止披露。",
		"Turkish": "Bu e-posta gizlidir ve yalnızca alıcısı içindir. Yanlışlıkla aldıysanız lütfen silin ve " +
			"göndereni bilgilendirin.",
		"Finnish": "Tämä viesti on luottamuksellinen ja tarkoitettu vain vastaanottajalle. Jos sait sen " +
			"erehdyksessä, poista se ja ilmoita lähettäjälle.",
		"Greek": "Το μήνυμα αυτό είναι εμπιστευτικό και προορίζεται για τον παραλήπτη. Αν το λάβατε κατά " +
			"λάθος, διαγράψτε το και ενημερώστε τον αποστολέα.",
		"Hungarian": "Ez az üzenet bizalmas, és csak a címzettnek szól. Ha tévedésből kapta meg, kérjük, " +
			"törölje, és értesítse a feladót.",
		"a scanner":            "---\nThis message was checked for viruses by Norton.\nhttps://norton.example.org",
		"a scanner, in German": "--- \nDiese E-Mail wurde von AVG auf Viren geprüft.\nwww.avg.example.org",
		"a scanner, in short":  "Virus-free. www.avast.example.org",
		"paper":                "Please consider the environment before printing this e-mail.",
		"two rules of secrecy": "Questo messaggio contiene notizie riservate, e la loro diffusione è vietata a chi non lo ha ricevuto.",
		"a scanner in parts": "__________ Information from ESET Security, version 1234 __________\n\n" +
			"The message was checked by ESET for viruses.\n\nhttps://www.eset.example.org",
		"a class":          "Classification: Confidential",
		"a tree":           "Save a tree: do not print this mail unless you must.",
		"paper, in French": "Pensez à l'environnement avant d'imprimer ce courriel.",
	} {
		if got := parseText(t, "plain", ovenWords+"\n\n"+end+"\n"); got != ovenWords {
			t.Errorf("%s: own words are %q, want %q", name, got, ovenWords)
		}
	}
	for _, own := range []string{
		"The server is slow.\n\nA message is deleted when its recipient marks it, and the sender gets an error. Attachments " +
			"are kept. I think that is wrong.",
		"Hello,\n\nwe should say in the manual that mail with viruses is deleted, and where the attachments go.",
		"We bake on Friday.\n\n(the official opening of the new shop is in spring...)",
		"Hello,\n\nthe disclaimer below my mails is added by our gateway, sorry.",
		"Hello,\n\nplease print this mail for Cleo, she has no computer and asked me.",
		"Is this confidential? If so, please delete my message from the list's archive, I sent it by mistake.",
	} {
		if got := parseText(t, "plain", own); got != own {
			t.Errorf("own words are %q, want %q", got, own)
		}
	}
}

func TestNewsletters(t *testing.T) {
	for name, text := range map[string]string{
		"table": "<table><tr><td>View this message in your browser</td></tr><tr><td><p>The oven is warm since " +
			"nine.</p><p>Who brings the flour?</p></td></tr><tr><td>© 2026 Bakery, all rights reserved<br>You receive this " +
			"email because you subscribed to it.<br><br>" +
			"Bakery<br>17 Mill Lane<br>Dover<br><br><a href=\"x\">Preferences</a> | <a href=\"y\">Unsubscribe</a> from these " +
			"emails</td></tr></table>",
		"German": "<p>The oven is warm since nine.</p><p>Who brings the flour?</p><p>Sie erhalten diese Nachricht, weil Sie " +
			"sich angemeldet haben.<br>Einstellungen ändern oder abmelden: https://news.example.org/ab</p><p>Impressum: " +
			"Bäckerei, Mühlgasse 17, Wien</p>",
	} {
		if got := parseText(t, "html", text); got != ovenWords {
			t.Errorf("%s: own words are %q, want %q", name, got, ovenWords)
		}
	}
	for _, own := range []string{
		"Hi all,\n\nI tried to unsubscribe from this list by https://lists.example.org/leave, and I still receive the messages.",
		"Hi,\n\nhow do I change my settings here? I want to unsubscribe from one list.",
		"Copyright law is odd.\n\nAll rights are reserved by the baker, and I received this message from him.",
	} {
		if got := parseText(t, "plain", own); got != own {
			t.Errorf("own words are %q, want %q", got, own)
		}
	}
}

func TestPhoneLines(t *testing.T) {
	for _, l := range []string{
		"Sent from my Galaxy", "Get BlueMail for Android<https://bluemail.example.org>", "Outlook für iOS beziehen",
		"Télécharger Outlook pour Android", "Von meinem Handy gesendet", "Gesendet mit der GMX Mail App", "Enviado do meu iPhone",
		"Enviado desde mi Huawei", "Inviato da iPhone", "Skickat från min iPad", "Sendt fra min Samsung",
		"Lähetetty iPhonesta", "Wysłane z telefonu Xiaomi", "Odesláno z iPhonu", "Отправлено с iPhone", "Надіслано з Android", "iPhoneから送信",
		"发自我的iPhone", "從我的 iPhone 傳送", "나의 iPhone에서 보냄", "iPhone'umdan gönderildi", "Elküldve az iPhone-omról",
		"Στάλθηκε από το iPhone μου", "Trimis de pe iPhone-ul meu", "Poslano z mojega iPhonea", "נשלח מה-iPhone שלי",
		"Được gửi từ iPhone của tôi",
		"Sent with Proton Mail secure email.", "Sent from my tablet. Please excuse typos.", "Yahoo Mail: Stay Organized",
		"Envoyé de mon appareil mobile", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
	} {
		if got := parseText(t, "plain", ovenWords+"\n\n"+l+"\n"); got != ovenWords {
			t.Errorf("%q: own words are %q, want %q", l, got, ovenWords)
		}
	}
	for _, l := range []string{
		"It works on my iPhone", "I use Outlook for Android", "Sent from the server, the mail looks right.",
		"Sent with love and flour to everybody who helped us to build the large oven on Friday.",
		"Outlook: it is broken again", "The Android app is slow.",
		"Enviado el martes, como dije.",
	} {
		if got, want := parseText(t, "plain", ovenWords+"\n\n"+l+"\n"), ovenWords+"\n\n"+l; got != want {
			t.Errorf("%q: own words are %q, want %q", l, got, want)
		}
	}
}

func TestReports(t *testing.T) {
	got := parseText(t, "plain",
		"Package: oven\nVersion: 2.1-1\nSeverity: normal\n\nDear baker,\n\n   * What did you do, and what\n"+
			"     did you expect?\n   * What happened in place of it?\n\nThe oven stays cold when the door is open.\n\n"+
			"-- System Information:\nRelease: 13\nArchitecture: oven64\n\nKernel: 6.12\n")
	if want := "Dear baker,\n\nThe oven stays cold when the door is open."; got != want {
		t.Errorf("own words are %q, want %q", got, want)
	}
	own := "Package: one for each.\nI wrote to all.\n\n  * Who comes?\n  * Who bakes?\n\nTell me."
	if got := parseText(t, "plain", own); got != own {
		t.Errorf("own words are %q, want %q", got, own)
	}
}

func TestFootBelowMark(t *testing.T) {
	foot := "-- \nThis mail came through a relay.\nTo answer it, log in.\n" +
		"To unsubscribe, e-mail: oven-leave@example.org\n\nQuestions on the relay go to:\nhelp@example.org\n\n"
	if got := parseText(t, "plain", ovenWords+"\n\n"+foot); got != ovenWords {
		t.Errorf("own words are %q, want %q", got, ovenWords)
	}
	if got := parseText(t, "plain", ovenWords+"\n\n"+foot+"On 1 Oct 2026, Cleo wrote:\n> Is it?\n\nIt is.\n"); got != ovenWords+"\n\nIt is." {
		t.Errorf("own words are %q, want those behind the quote, too", got)
	}
}

func TestStubs(t *testing.T) {
	alternative := func(plain, html string) string {
		p, err := Parse([]byte("From: ben@example.org\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"+
			"Content-Type: text/plain; charset=utf-8\n\n"+
			plain+"\n--b\nContent-Type: text/html; charset=utf-8\n\n"+html+"\n--b--\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(p.Text, "\n\n", " ")
	}
	const html = "<p>The oven is warm since nine in the morning.</p><p>Who brings the flour, and who the salt?</p>"
	const words = "The oven is warm since nine in the morning. Who brings the flour, and who the salt?"
	for _, placeholder := range []string{"This is an HTML mail, which your program does not show.",
		"Ihr Programm kann diese HTML-Nachricht nicht anzeigen.", "Read online: https://news.example.org/17", "您的邮件程序不支持HTML格式"} {
		if got := alternative(placeholder, html); got != words {
			t.Errorf("%q: own words are %q, want %q", placeholder, got, words)
		}
	}
	for _, plain := range []string{"The oven is warm since nine, see https://example.org/oven. Who brings the flour?",
		"Warm!", "HTML mail is bad."} {
		if got := alternative(plain, "<p>"+plain+"</p>"); got != plain {
			t.Errorf("own words are %q, want %q", got, plain)
		}
	}
}

func TestDashEscapes(t *testing.T) {
	got := parseText(t, "plain",
		"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThree are here:\n\n- - the oven\n- - the flour\n"+
			"- From here on we bake.\n- ----- a rule -----\n\n- -- \nBen\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n"+
			"-----END PGP SIGNATURE-----\n\n- not escaped\n")
	if want := "Three are here:\n\n- the oven\n- the flour\nFrom here on we bake.\n----- a rule -----\n\n- not escaped"; got != want {
		t.Errorf("own words are %q, want %q", got, want)
	}
}
