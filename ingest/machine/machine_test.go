package machine

import (
	"testing"

	"recap/store"
)

// oven is the mail that the others answer.
const oven = "[bakery] The oven is cold"

// TestPrograms has posts that programs wrote, in many languages, none of which says so in a header.
func TestPrograms(t *testing.T) {
	answer := []string{"oven@example.org"}
	for name, p := range map[string]store.Post{
		"an answer in English":  {Title: "Auto-reply: " + oven, Text: "I am travelling this week.", InReplyTo: answer},
		"an answer in Polish":   {Title: "Odpowiedź automatyczna: " + oven, Text: "Wracam w poniedziałek.", InReplyTo: answer},
		"an answer in Finnish":  {Title: "Automaattinen vastaus: " + oven, Text: "Palaan maanantaina.", InReplyTo: answer},
		"an answer in Japanese": {Title: "自動応答: " + oven, Text: "月曜日まで休みます。", InReplyTo: answer},
		"an answer in Chinese":  {Title: "自动回复：" + oven, Text: "我下周一回来。"},
		"an answer in Turkish":  {Title: "Otomatik yanıt: " + oven, Text: "Pazartesi döneceğim."},
		"an answer in Russian":  {Title: "Автоматический ответ: " + oven, Text: "Вернусь в понедельник."},
		"absence in Swedish":    {Title: "Frånvarande: " + oven, Text: "Jag är tillbaka på måndag.", InReplyTo: answer},
		"absence in Spanish":    {Title: "Fuera de la oficina: Re: " + oven, Text: "Vuelvo el lunes."},
		"absence in Czech":      {Title: "Nepřítomnost: " + oven, Text: "Vrátím se v pondělí.", InReplyTo: answer},
		"absence in the third person": {Author: store.Author{Name: "Ben Frost"},
			Title: "Ben Frost/Vienna is out of the office.", Text: "I am back on Monday."},
		"absence under a name in another form": {Author: store.Author{Name: "bfrost at bakery.example"},
			Title: "[bakery] Ben Frost/Vienna is out of the office.",
			Text:  "I will be out of the office starting 10/02/2026 and will not return until\n10/09/2026."},
		"absence in German under an address": {Author: store.Author{Address: "bfrost@bakery.example"},
			Title: "[bakery] Ben Frost/Wien ist außer Haus.", Text: "Ich werde ab 02.10.2026 nicht im B?ro sein.\nIch werde Ihre Nachricht danach beantworten."},
		"absence that only the text tells": {Title: "Re: " + oven, InReplyTo: answer,
			Text: "Hello,\n\nI am out of the office until Monday. I will answer your message when I return."},
		"absence in German that only the text tells": {Title: "AW: " + oven, InReplyTo: answer,
			Text: "Ich bin bis Montag nicht im Büro. In dringenden Fällen wenden Sie sich bitte an Eva Kern."},
		"a receipt": {Title: "Gelesen: " + oven,
			Text: "Ihre Nachricht\n\n   An: bakery\n   Betreff: " + oven +
				"\n   Gesendet: Freitag, 2. Oktober 2026 09:00\n\nwurde am Freitag, 2. Oktober 2026 09:10 gelesen."},
		"a receipt in French": {Title: "Lu : " + oven,
			Text: "Votre message\n  À : bakery\n  Objet : " + oven + "\n  Envoyé : 02/10/2026 09:00\na été lu le 02/10/2026 09:10."},
		"a mail called back": {Title: "Zurückrufen: " + oven, Text: "Ben Frost möchte die Nachricht „" + oven + "“ zurückrufen."},
		"a build":            {Title: "[bakery] Run failed: nightly - main (1a2b3c4)", Text: "See the log."},
		"a pipeline":         {Title: "bakery | Pipeline #4711 has failed for main", Text: "Stage: test"},
		"a build in short":   {Title: "Still broken: bakery/oven#17 (main - 4d5e6f7)", Text: "The build was broken."},
		"a commit": {Title: "[bakery] Warm the oven",
			Text: "Branch: refs/heads/main\nCommit: 0123456789abcdef0123456789abcdef01234567\nAuthor: Ben Frost\nDate: 2026-10-02\n\nWarm the oven before the bread."},
		"a log": {Title: "bakery",
			Text: "commit 0123456789abcdef0123456789abcdef01234567\nAuthor: Ben Frost <ben@example.org>\nDate:   Fri Oct 2 09:00:00 2026\n\n    Warm the oven."},
		"a notice": {Title: "Backup of the bakery",
			Text: "The backup took 17 minutes.\n\nThis is an automatically generated notice."},
		"a notice in German": {Title: "Sicherung",
			Text: "Die Sicherung ist fertig.\nDies ist eine automatisch erzeugte Nachricht."},
		"an account":             {Author: store.Author{Name: "bakery-renovate[bot]"}, Title: "Update flour to 2.1"},
		"an account in one word": {Author: store.Author{Name: "FlourBot"}, Title: "Flour 2.1"},
		"a tracker": {Author: store.Author{Name: "Bakery Issue Tracker",
			Address: "issues@example.org"}, Title: "Oven is cold"},
		"a review server": {Author: store.Author{Name: "Ben Frost (Code Review)",
			Address: "review@example.org"}, Title: "Change in oven[main]: warm it"},
		"an account that says it of itself": {Author: store.Author{Name: "Oven", Bot: true}, Title: "Hot"},
		"the software of the list":          {Author: store.Author{Address: "mailman-owner@lists.example.org"}, Title: "your memberships"},
	} {
		if Evidence(&p) == "" {
			t.Errorf("%s: Evidence(%+v) is empty, want what shows the program", name, p)
		}
	}
}

// TestPeople has posts that look like those and that people wrote.
func TestPeople(t *testing.T) {
	for name, p := range map[string]store.Post{
		"people with such names": {Author: store.Author{Name: "Nora Talbot", Address: "nora@example.org"}},
		"a bot's last letters":   {Author: store.Author{Name: "Abbot"}},
		"a question about it": {Title: "Automatic replies: how do we stop them?",
			Text: "Each mail to the list is answered by somebody who is not there."},
		"a reply about it": {Title: "Re: Automatic replies: how do we stop them?",
			Text: "We drop what has the field.", InReplyTo: []string{"x@example.org"}},
		"a summary": {Title: "Summary: oven",
			Text: "We talked about the oven. It is cold, and nobody knows why. Ben looks at it on Friday, and we bake on Saturday."},
		"a word for a journey": {Title: "Passenger: [bakery] seats to the fair", Text: "Two seats are left."},
		"a build that failed":  {Title: "Build fails on the new oven", Text: "Does anyone else see this?"},
		"a reply on a build":   {Title: "Re: Build #17 failed", Text: "That was the flour.", InReplyTo: []string{"x@example.org"}},
		"a release that fixed": {Title: "Oven 2.1 fixed the thermometer", Text: "It is out."},
		"a commit in the words": {Title: "Cold oven",
			Text: "I looked for the change that broke the oven for us all:\n\ncommit 0123456789abcdef0123456789abcdef01234567\nAuthor: Ben\nDate: Friday\n\nCan we take it back?"},
		"words on automation": {Title: "Reports",
			Text: "The list of ovens is automatically generated from the shop's data.\nI think that is fine."},
		"somebody who is away and speaks of the matter": {Title: "Re: oven", InReplyTo: []string{"x@example.org"},
			Text: "I am out of the office until Monday, so let us warm the oven on Tuesday."},
		"somebody who tells of another": {Title: "Ben Frost is out of the office", Text: "He is back on Monday, so nobody looks at the oven."},
		"an oven that is away":          {Title: "The oven is away from the window", Text: "I moved it for the painters."},
		"a holiday":                     {Title: "Urlaub: wer backt im August?", Text: "Ich nicht."},
		"a word before a quote": {Title: "Correction: bread",
			Text: "In my last mail I wrote \"bread\", and I meant cake.\nSorry for that.\nThe recipe is the same."},
	} {
		if got := Evidence(&p); got != "" {
			t.Errorf("%s: Evidence(%+v) = %q, want none", name, p, got)
		}
	}
}

func TestCommitTitles(t *testing.T) {
	for title, want := range map[string]bool{
		"svn commit: r12 - trunk/x.c":         true,
		"SVN commit 12":                       true,
		"[project] [web] git push: main":      true,
		"r123 - trunk/docs":                   true,
		"R5 - branches":                       true,
		"[svn:trunk] r5":                      true,
		"svn: trunk":                          true,
		"cvs commit: src x.c":                 true,
		"hg push to main":                     true,
		"Build failed in Jenkins: project #5": true,
		"build success":                       true,
		"Re: svn commit: r12 - trunk/x.c":     false,
		"r123 of the trunk":                   false,
		"Building failed for me":              false,
		"github or not":                       false,
		"[project] a question":                false,
		"reading":                             false,
		"r":                                   false,
		"":                                    false,
	} {
		p := store.Post{Author: store.Author{Name: "Ann Lee", Address: "ann@example.org"}, Title: title}
		if got := Evidence(&p); (got != "") != want {
			t.Errorf("Evidence() of %q = %q, want evidence: %t", title, got, want)
		}
	}
}
