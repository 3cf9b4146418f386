package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// attributions are what mail programs write above a quote, by language. A "|" parts two lines.
var attributions = map[string][]string{
	"English": {
		"On Sun, 1 Nov 2026 09:00:00 +0100, Bob Stone <bob@example.org> wrote:",
		"On 1 Nov 2026, at 09:00, Bob Stone wrote:", "Bob Stone <bob@example.org> writes:",
		"On 11/1/26 9:00 AM, Bob Stone via dev wrote:",
		"* Bob Stone <bob@example.org> [2026-11-01 09:00]:", "At 09:00 on 1 November 2026, Bob Stone said:",
		"Quoting Bob Stone <bob@example.org>:",
		"On Sunday, November 1, 2026 at 9:00:00 AM UTC+1, Bob Stone with a long name|<bob@example.org> wrote:",
	},
	"German": {
		"Am So., 1. Nov. 2026 um 09:00 Uhr schrieb Bob Stone <bob@example.org>:",
		"Am 01.11.2026 um 09:00 schrieb Bob Stone:", "Bob Stone schrieb am 01.11.26 um 09:00:",
		"Bob Stone <bob@example.org> schrieb:",
	},
	"French": {
		"Le dim. 1 nov. 2026 à 09:00, Bob Stone <bob@example.org> a écrit :",
		"Le 01/11/2026 à 09:00, Bob Stone a écrit\u00a0:", "Le 1 nov. 2026 à 09:00, Bob Stone|<bob@example.org> a écrit :",
	},
	"Spanish": {
		"El dom, 1 nov 2026 a las 9:00, Bob Stone (<bob@example.org>) escribió:",
		"El 01/11/2026 a las 9:00, Bob Stone escribió:", "Bob Stone <bob@example.org> escribió:",
	},
	"Italian": {
		"Il giorno dom 1 nov 2026 alle ore 09:00 Bob Stone <bob@example.org> ha scritto:",
		"Il 01/11/2026 09:00, Bob Stone ha scritto:", "Il giorno 1 novembre 2026, Bob Stone|<bob@example.org> ha scritto:",
	},
	"Portuguese": {
		"Em dom., 1 de nov. de 2026 às 09:00, Bob Stone <bob@example.org> escreveu:",
		"Em 01/11/2026 09:00, Bob Stone escreveu:",
		"Em 1 de novembro de 2026 às 09:00, Bob Stone|<bob@example.org> escreveu:",
	},
	"Dutch": {
		"Op zo 1 nov. 2026 om 09:00 schreef Bob Stone <bob@example.org>:", "Op 01-11-2026 om 09:00 schreef Bob Stone:",
		"Op 1 november 2026 heeft Bob Stone <bob@example.org> geschreven:",
	},
	"Swedish": {"Den sön 1 nov. 2026 kl 09:00 skrev Bob Stone <bob@example.org>:",
		"Den 2026-11-01 kl. 09:00, skrev Bob Stone:", "Bob Stone skrev:"},
	"Danish":  {"Den søn. 1. nov. 2026 kl. 09.00 skrev Bob Stone <bob@example.org>:", "Den 01.11.2026 kl. 09.00 skrev Bob Stone:"},
	"Finnish": {"su 1. marrask. 2026 klo 9.00 Bob Stone (bob@example.org) kirjoitti:", "Bob Stone kirjoitti 1.11.2026 klo 9.00:"},
	"Polish": {
		"niedz., 1 lis 2026 o 09:00 Bob Stone <bob@example.org> napisał(a):", "W dniu 01.11.2026 o 09:00, Bob Stone pisze:",
		"W dniu 1 listopada 2026 09:00 użytkownik Bob Stone <bob@example.org>|napisał:",
	},
	"Czech": {"ne 1. 11. 2026 v 9:00 odesílatel Bob Stone <bob@example.org> napsal:", "Dne 01.11.2026 v 9:00 Bob Stone napsal(a):"},
	"Russian": {
		"вс, 1 нояб. 2026 г. в 09:00, Bob Stone <bob@example.org>:",
		"1 ноября 2026 г., 9:00 пользователь Bob Stone <bob@example.org> написал:", "01.11.2026 09:00, Bob Stone пишет:",
		"Bob Stone <bob@example.org> писал(а):",
	},
	"Japanese": {"2026年11月1日(日) 9:00 Bob Stone <bob@example.org>:", "Bob Stone さんは書きました:",
		"2026年11月1日 9:00、Bob Stone <bob@example.org>のメール:", "2026/11/01 9:00、Bob Stone さんは書きました："},
	"Chinese": {"Bob Stone <bob@example.org> 于2026年11月1日周日 09:00写道：", "在 2026年11月1日，09:00，Bob Stone <bob@example.org> 写道："},
	"Korean":  {"2026년 11월 1일 (일) 오전 9:00, Bob Stone <bob@example.org>님이 작성:"},
	"Turkish": {"Bob Stone <bob@example.org>, 1 Kas 2026 Paz, 09:00 tarihinde şunu yazdı:"},
	"Hungarian": {
		"Bob Stone <bob@example.org> ezt írta (időpont: 2026. nov. 1., V, 9:00):",
	},
	// these have no verb that is known here
	"Vietnamese": {"Vào CN, 1 thg 11, 2026 vào lúc 09:00 Bob Stone|<bob@example.org> đã viết:", "Vào 09:00 1/11/2026, Bob Stone đã viết:"},
	"Persian":    {"در تاریخ یکشنبه ۱ نوامبر ۲۰۲۶، ۰۹:۰۰ Bob Stone|<bob@example.org> نوشت:"},
	"Arabic":     {"في الأحد، ١ نوفمبر ٢٠٢٦ في ٩:٠٠ ص تمت كتابة ما يلي بواسطة Bob Stone|<bob@example.org>:"},
	"Hindi":      {"रवि, 1 नव॰ 2026 को 9:00 am बजे को Bob Stone|<bob@example.org> ने लिखा:"},
	"Thai":       {"เมื่อ อา. 1 พ.ย. 2569 เวลา 09:00 Bob Stone|<bob@example.org> เขียนว่า:"},
	"Greek":      {"Στις Κυρ 1 Νοε 2026 στις 9:00 π.μ., ο χρήστης Bob Stone|<bob@example.org> απάντησε κάτι:"},
	"Croatian":   {"ned, 1. stu 2026. u 09:00 Bob Stone|<bob@example.org> je napisao:", "Dana 01.11.2026. u 09:00 Bob Stone je napisao/la:"},
	"Lithuanian": {"2026-11-01, sk, 09:00 Bob Stone|<bob@example.org> rašė:"},
	"Estonian":   {"Kuupäev P, 1. november 2026 kell 09:00 kirjutas Bob Stone|<bob@example.org>:"},
	"Indonesian": {"Pada tanggal Min, 1 Nov 2026 pukul 09.00 Bob Stone|<bob@example.org> menulis:"},
	"Hebrew":     {"\u202bבתאריך יום א׳, 1 בנוב׳ 2026 ב-9:00 מאת \u202aBob Stone\u202c\u200f|<\u202abob@example.org\u202c\u200f>:\u202c"},
	"Basque":     {"Bob Stone <bob@example.org> erabiltzaileak hau idatzi du (2026 aza. 1, ig. (09:00)):"},
	"Catalan":    {"Missatge de Bob Stone <bob@example.org> del dia dg., 1 de nov. 2026 a les 9:00:"},
	"Icelandic":  {"sun., 1. nóv. 2026 kl. 09:00 skrifaði Bob Stone|<bob@example.org>:"},
}

func TestAttributions(t *testing.T) {
	for language, all := range attributions {
		for _, a := range all {
			a = strings.ReplaceAll(a, "|", "\n")
			for _, test := range []struct{ name, text string }{
				{"above the quote", a + "\n> old words\n\nnew words\n"},
				{"with a blank line", a + "\n\n> old words\n\nnew words\n"},
				{"below the answer", "new words\n\n" + a + "\n> old words\n"},
			} {
				if got := Split(clean(test.text)); got.Own != "new words" || got.Quoted != "old words" {
					t.Errorf("%s, %s: Split(%q) = own %q, quoted %q, want new words and old words", language, test.name, test.text, got.Own, got.Quoted)
				}
			}
		}
	}
}

// TestNoAttribution has sentences that look like an attribution and are the writer's own.
func TestNoAttribution(t *testing.T) {
	for _, own := range []string{
		"Here is what the manual says:", "On 3.5 you need this patch, too:", "Am Montag ist die Sitzung, und zwar um:",
		"We met on 1 Nov 2026 and agreed:", "See section 4.2 for what I mean:",
		"Le plan est simple :", "Op deze manier:", "Bob wrote a test for it, which says:",
		"The text in section 14.23 of the plan of 2016 says :", "Write to Bob Stone <bob@example.org> for one of these:",
		"The next dates are 1. 11. 2026 and 8. 11. 2026:", "2026-11-01 09:00, in the large room:",
	} {
		text := own + "\n\n  - first\n  - second\n"
		if got := Split(text); got.Own != strings.TrimSpace(text) {
			t.Errorf("Split(%q) = own %q, quoted %q, want all of it", text, got.Own, got.Quoted)
		}
	}
}

func TestOutlookBlocks(t *testing.T) {
	for language, block := range map[string]string{
		"English": "From: Bob Stone <bob@example.org>\nSent: Sunday, November 1, 2026 9:00 AM\nTo: dev@lists.example.org\nSubject: RE: oven\n",
		"German": "Von: Bob Stone <bob@example.org>\nGesendet: Sonntag, 1. November 2026 09:00\n" +
			"An: dev@lists.example.org\nBetreff: AW: oven\n",
		"French": "De : Bob Stone <bob@example.org>\nEnvoyé : dimanche 1 novembre 2026 09:00\nÀ : dev@lists.example.org\nObjet : RE: oven\n",
		"Spanish": "De: Bob Stone <bob@example.org>\nEnviado el: domingo, 1 de noviembre de 2026 9:00\n" +
			"Para: dev@lists.example.org\nAsunto: RE: oven\n",
		"Italian": "Da: Bob Stone <bob@example.org>\nInviato: domenica 1 novembre 2026 09:00\nA: dev@lists.example.org\nOggetto: R: oven\n",
		"Portuguese": "De: Bob Stone <bob@example.org>\nEnviada em: domingo, 1 de novembro de 2026 09:00\n" +
			"Para: dev@lists.example.org\nAssunto: RES: oven\n",
		"Dutch": "Van: Bob Stone <bob@example.org>\nVerzonden: zondag 1 november 2026 09:00\nAan: dev@lists.example.org\n" +
			"Onderwerp: RE: oven\n",
		"Swedish":  "Från: Bob Stone <bob@example.org>\nSkickat: den 1 november 2026 09:00\nTill: dev@lists.example.org\nÄmne: SV: oven\n",
		"Polish":   "Od: Bob Stone <bob@example.org>\nWysłano: niedziela, 1 listopada 2026 09:00\nDo: dev@lists.example.org\nTemat: ODP: oven\n",
		"Russian":  "От: Bob Stone <bob@example.org>\nОтправлено: 1 ноября 2026 г. 9:00\nКому: dev@lists.example.org\nТема: RE: oven\n",
		"Japanese": "差出人: Bob Stone <bob@example.org>\n送信日時: 2026年11月1日 9:00\n宛先: dev@lists.example.org\n件名: RE: oven\n",
		"Chinese":  "发件人: Bob Stone <bob@example.org>\n发送时间: 2026年11月1日 9:00\n收件人: dev@lists.example.org\n主题: RE: oven\n",
	} {
		for _, rule := range []string{"", "________________________________\n", "-----Original Message-----\n"} {
			text := "new words\n\n" + rule + block + "\nold words\n"
			if got := Split(text); got.Own != "new words" || got.Quoted != "old words" {
				t.Errorf("%s: Split(%q) = own %q, quoted %q, want new words and old words", language, text, got.Own, got.Quoted)
			}
		}
	}
}

// TestAttributionWithoutMarks has quotes that only the attribution above them tells from the writer's words.
func TestAttributionWithoutMarks(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want Words
	}{
		"below, in a language without a known verb": {"new words\n\nned, 1. stu 2026. u 09:00 Bob Stone\n" +
			"<bob@example.org> je napisao:\n\nold words\n\nmore of them\n",
			Words{Own: "new words", Quoted: "old words\n\nmore of them"}},
		"set in": {"Bob Stone wrote:\n\n   old words\n\n   more of them\n\nnew words\n",
			Words{Own: "new words", Quoted: "old words\n\nmore of them"}},
		"set in, with an address": {"Zitat von Bob Stone <bob@example.org> (1.11.2026 9:00):\n\told words\nnew words\n",
			Words{Own: "new words", Quoted: "old words"}},
		"set in, but no name above": {"The readme says:\n\n   make\n\nand that fails\n",
			Words{Own: "The readme says:\n\n   make\n\nand that fails"}},
		"one without a colon": {"new words\n\nBob Stone <bob@example.org> 1 Nov 2026 09:00\n> old words\n",
			Words{Own: "new words", Quoted: "old words"}},
		"an address, half of which wrapped": {"no\n\n" +
			"> See <https://example.org/a/long/path/to/the/log/of/the/oven/in/the/large/room/0123456789ab\n" +
			"cdef0123456789#warm>.\n> \n> Bob\n",
			Words{Own: "no",
				Quoted: "See <https://example.org/a/long/path/to/the/log/of/the/oven/in/the/large/room/0123456789ab\ncdef0123456789#warm>.\n\nBob"}},
		"an address, half of which wrapped at the end": {"no\n\n" +
			"> https://example.org/a/long/path/to/the/log/of/the/oven/in/the/large/room/0123456789ab\ncdef0123456789.html\n",
			Words{Own: "no",
				Quoted: "https://example.org/a/long/path/to/the/log/of/the/oven/in/the/large/room/0123456789ab\ncdef0123456789.html"}},
		"a line of a helpdesk above": {"##- Please type your reply above this line -##\n\nnew words\n",
			Words{Own: "new words"}},
		"a line of a helpdesk below": {"new words\n\n--- Bitte antworten Sie oberhalb dieser Zeile ---\n\nold words\n",
			Words{Own: "new words", Quoted: "old words"}},
		"a name alone": {"Bob Stone:\n> old words\nnew words\n", Words{Own: "new words", Quoted: "old words"}},
		"a shout": {"BAD NEWS:\n> old words\nnew words\n",
			Words{Own: "BAD NEWS:\n\nnew words", Quoted: "old words"}},
		"a call": {"In Oven.render():\n> old words\nnew words\n",
			Words{Own: "In Oven.render():\n\nnew words", Quoted: "old words"}},
		"an article": {"In article <1@example.org>, bob@example.org says...\n> old words\nnew words\n",
			Words{Own: "new words", Quoted: "old words"}},
		"an answer below an address": {"> https://example.org/log\nyes\n> and\nno\n",
			Words{Own: "yes\n\nno", Quoted: "https://example.org/log\nand"}},
		"lines that are wrapped throughout": {"> The oven in the large room was warmed on Friday by Ben, who came back " +
			"from\nthe fair\n> with new flour and a plan for all the bread that we shall need in this week\nof winter\n" +
			"> and the next one.\n\nGood.\n",
			Words{Own: "Good.",
				Quoted: "The oven in the large room was warmed on Friday by Ben, who came back from\nthe fair\n" +
					"with new flour and a plan for all the bread that we shall need in this week\nof winter\nand the next one."}},
	} {
		got := Split(test.text)
		got.Cuts = nil
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: Split(%q) (-want +got):\n%s", name, test.text, diff)
		}
	}
}

// TestHeadersByShape has the headers of earlier mails in languages of which the names of fields are not known.
func TestHeadersByShape(t *testing.T) {
	answer := &about{title: "Re: oven", name: "Ann Lee", address: "ann@example.org"}
	passed := &about{title: "Fwd: oven", name: "Ann Lee", address: "ann@example.org"}
	for language, block := range map[string]string{
		"Greek": "Από: Bob Stone <bob@example.org>\nΣτάλθηκε: Κυριακή, 1 Νοεμβρίου 2026 9:00 πμ\n" +
			"Προς: dev@lists.example.org\nΘέμα: RE: oven\n",
		"Vietnamese": "Từ: Bob Stone <bob@example.org>\nĐã gửi: Chủ nhật, 01 Tháng Mười Một 2026 09:00\n" +
			"Đến: dev@lists.example.org\nChủ đề: oven\n",
		"Croatian": "Šalje: Bob Stone <bob@example.org>\nPoslano: nedjelja, 1. studenoga 2026. 09:00\n" +
			"Prima: dev@lists.example.org\nPredmet: RE: oven\n",
		"Estonian":  "Saatja: Bob Stone\nSaadetud: pühapäev, 1. november 2026 09:00\nAdressaat: dev@lists.example.org\nTeema: oven\n",
		"Thai":      "จาก: Bob Stone <bob@example.org>\nส่ง: 1 พฤศจิกายน 2569 9:00\nถึง: dev@lists.example.org\nเรื่อง: oven\n",
		"Bulgarian": "Подател: Bob Stone <bob@example.org>\nИзпратено: 1 ноември 2026 г. 9:00\nДо: dev@lists.example.org\nОтносно: Re: oven\n",
		"Latvian": "*No:* Bob Stone <bob@example.org>\n*Nosūtīts:* svētdiena, 2026. gada 1. novembris 9:00\n" +
			"*Kam:* dev@lists.example.org\n*Tēma:* oven\n",
		"Welsh": "Oddi wrth: Bob Stone [mailto:bob@example.org]\nAnfonwyd: 01/11/2026 09:00\n" +
			"At: dev@lists.example.org; user@lists.example.org;\n\tann@example.org\nPwnc: oven\n",
		"Lithuanian": "Nuo: Bob Stone <bob@example.org>\nIšsiųsta: 2026-11-01 09:00\nKam: dev@lists.example.org\nTema: RE: oven\n",
		"Hebrew":     "מאת: Bob Stone <bob@example.org>\nנשלח: יום ראשון, 1 בנובמבר 2026 9:00\nאל: dev@lists.example.org\nנושא: oven\n",
		"Hungarian": "Küldő: Bob Stone <bob@example.org>\nKüldve: 2026. november 1., vasárnap 9:00\n" +
			"Címzettek: dev@lists.example.org\nTárgy: oven\n",
	} {
		for _, rule := range []string{"", "________________________________\n", "-------- Pranešimas --------\n\n", "Išorinis laiškas:\n\n"} {
			text := "new words\n\n" + rule + block + "\nold words\n"
			if got := split(text, answer); got.Own != "new words" || got.Quoted != "old words" {
				t.Errorf("%s: split(%q) = own %q, quoted %q, want new words and old words", language, text, got.Own, got.Quoted)
			}
			text = rule + block + "\nold words\n"
			if got := split(text, passed); got.Own != "" || got.Quoted != "old words" {
				t.Errorf("%s, passed on without a word: split(%q) = own %q, quoted %q, want no own words", language, text, got.Own, got.Quoted)
			}
		}
	}
	for _, own := range []string{
		"Thema: oven\nWann: 1. November 2026, 9:00\nWo: Wien\nKontakt: ann@example.org\n\nWir backen.",
		"Date: 1 November 2026, 9:00\nPlace: Vienna\nPrice: none\n\nWe bake.",
		"Version: 2.1\nBuilt: 2026-11-01 09:00\nHost: oven.example.org\n\nIt stops.",
	} {
		for _, of := range []*about{{title: "oven"}, nil} {
			if got := split(own, of); got.Own != own {
				t.Errorf("split(%q) = own %q, quoted %q, want all of it", own, got.Own, got.Quoted)
			}
		}
	}
	own := "From: Ann Lee <ann@example.org>\nDate: 1 Nov 2026 09:00\nSubject: oven\n\nwords that I sent before"
	if got := split(own, answer); got.Own != "words that I sent before" {
		t.Errorf("split(%q) = own %q, want the words of the writer's own earlier mail", own, got.Own)
	}
}
