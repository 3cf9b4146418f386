package digest

import (
	"strings"
	"time"

	stemmer "github.com/blevesearch/snowballstem/german"

	"recap/digest/internal/lazyregexp"
)

var german = &language{
	Phrases: Phrases{
		Tag:      "de",
		Number:   germanNumber,
		Months:   [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		Weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		Layouts:  Layouts{Full: "Monday, 2. January 2006", Day: "2. January 2006", Short: "2. January", Number: "2.", Month: "January 2006", Moment: "2. January 2006, 15:04 Uhr "},

		Post: Noun{"Beitrag", "Beiträge"}, Person: Noun{"Person", "Personen"}, Thread: Noun{"Thread", "Threads"},
		MachinePost: Noun{"maschineller Beitrag", "maschinelle Beiträge"}, Share: Noun{"weitergegebener Beitrag", "weitergegebene Beiträge"},

		NoPosts: "Für {period} wurden keine Beiträge von {community} gelesen.", Untitled: "Ohne Titel", EditorsNote: "Anmerkung der Redaktion: ",
		And: " und ", More: "{n} weitere", Others: "{name} und {n} weitere",
		Also: "Außerdem besprochen: ", TakingPart: "Vertreten waren: ", Programme: "Auf dem Programm: ", WhoCame: "{people} schrieben mit, darunter ", Welcome: "Herzlich willkommen: ", NewHere: ", neu dabei.", Unanswered: "Noch ohne Antwort: ",
		BackAgain: "Nach langer Zeit wieder da: ", LastHeard: "{name} (zuletzt im {month})",
		VoteOn: "Abstimmung über ", Tally: ": {plus} dafür, {minus} dagegen", Neutral: ", {n} neutral", OpenUntil: ", offen bis {moment}",
		Next: "Ausblick", JoinIn: "Mitmachen", JoinAt: [2]string{"Zum Mitmachen geht es hier: ", "."}, PostWith: "Zum Mitmachen genügt ein Beitrag mit {tags}.", Or: " oder ",
		Hashtag:  Noun{"Hashtag: ", "Hashtags: "},
		UsualDay: "An einem gewöhnlichen Tag sind es {posts} von {people}.", UsualWeek: "In einer gewöhnlichen Woche sind es {posts} von {people}.", Usual: "Üblich sind in so einem Zeitraum {posts} von {people}.",
		MachinesOnly: Noun{"Ein maschineller Beitrag ist nur gezählt.", "{n} maschinelle Beiträge sind nur gezählt."},
		SharesOnly:   Noun{"Ein weitergegebener Beitrag ist nur gezählt.", "{n} weitergegebene Beiträge sind nur gezählt."}, BothOnly: "{machines} und {shares} sind nur gezählt.",
		Failed: "{source} war nicht lesbar", Partial: "{source} wurde mit Lücken gelesen", NotYet: "{source} wurde noch nicht gelesen", Stale: "{source} wurde nur bis {moment} gelesen",
		AllRead: Noun{"Die Quelle wurde vollständig gelesen.", "Alle {n} Quellen wurden vollständig gelesen."}, BothRead: "Beide Quellen wurden vollständig gelesen.", NoneRead: "Nicht vollständig gelesen: {missed}", SomeRead: "Vollständig gelesen: {read} von {all} Quellen; {missed}",
		Corrected: "Dies ist eine berichtigte Ausgabe (Fassung {n}).", CorrectedMark: "[berichtigt] ",
		Reason: "Dieser Rückblick kommt, weil Neues von {community} für diese Adresse oder für eine Liste, auf der sie steht, bestellt wurde.", ThisCommunity: "dieser Gemeinschaft",
		ReadAt: "Im Netz lesen: {url}", ReadOnWeb: "Im Netz lesen", LeftOut: "Nicht alles passt in diese Mail: Es fehlen Geschichten ({n}), die im Netz und in der Textfassung stehen.",
		Recaps: "Rückblicke", AllRecaps: "Alle Rückblicke", AllRecapsOf: "{community}: alle Rückblicke", RecapsOf: "{community}: Rückblicke", NoRecapYet: "Es gibt noch keinen Rückblick.",
	},
	vocabulary: vocabulary{
		stop: germanStop, function: germanFunction, finite: germanFinite, dangling: germanDangling,
		person: wordSet(`ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem unserer unseres`),
		stance: wordSet(`sollte sollten muss müssen besser schlechter problem probleme fehler dagegen einverstanden zustimmen vorschlag vorschlagen schlage beschließen beschlossen entscheidung entschieden bevorzuge
			brauchen braucht wollen will finde glaube denke würde statt empfehle release veröffentlicht plan geplant ja nein`),
		hangs:        wordSet(`in an für von der die das den dem zu mit aus bei und oder ein eine einen ist sind unser unsere mein dein dies vs & + team vom zum zur über im am auf`),
		endless:      wordSet(`der die das den dem des ein eine einen einem einer und oder wie für von zum zur im am vom als dass ob namens`),
		you:          wordSet(`du dich dir dein deine deinen deinem deiner ihr euch euer eure euren eurem eurer`),
		they:         wordSet(`sie ihre ihren ihrem ihrer ihnen`),
		relativeDays: wordSet(`heute gestern morgen vorgestern übermorgen heutige heutigen gestrige gestrigen`),
		praise:       inflected(`fantastisch großartig hervorragend wunderbar sensationell genial überragend spektakulär phänomenal einzigartig bahnbrechend revolutionär unglaublich atemberaubend beispiellos herausragend`),
		coarse:       wordSet(`scheiße scheiß scheisse verdammt verdammte kacke arschloch idiot idioten idiotisch depp deppen trottel fick ficken wichser fuck fucking shit bullshit`),
		connecting:   wordSet(`und aber oder denn also hi hallo danke ja nein moin`),
		frame:        germanFrame,
		days:         wordSet(`januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag am`),
		numerals:     strings.Fields("keine eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"),
		common:       []string{"lich", "weise", "dings", "falls"},
	},
	cues: cues{
		vote:         lazyregexp.New(`(?i)(?:^|\s)\[?(?:vote|abstimmung)\]?[\s:]|^(?:call for votes?|aufruf zur abstimmung)\b|\[(?:vote|abstimmung)\]`),
		result:       lazyregexp.New(`(?i)\[(?:results?|ergebnis)\]|\b(?:vote results?|abstimmungsergebnis|ergebnis der abstimmung)\b`),
		announcement: lazyregexp.New(`(?i)\[(?:ann(?:ounce(?:ment)?)?|ankündigung|einladung)\]|^(?:ann(?:ounce(?:ment)?)?|ankündigung|einladung)\s*:|\b(?:announc(?:e|ing|ement)|ankündigung|einladung)\b`),
		release:      lazyregexp.New(`(?i)\b(?:release[ds]?|veröffentlicht|freigegeben|erschienen|verfügbar|ist da|rc\d|available)\b`),
		proposal:     lazyregexp.New(`(?i)\[(?:discuss(?:ion)?|diskussion|proposal|vorschlag|rfc)\]|\b(?:vorschlag|proposal|rfc|idee)\b`),
		security:     lazyregexp.New(`(?i)\bcve-\d{4}-\d+\b|\[?(?:security|sicherheit)\]?\s*(?:notice|advisory|release|fix|announcement|:)|\bsicherheits(?:lücke|hinweis|meldung|update|warnung)|\bschwachstellen?\b`),
		asks:         lazyregexp.New(`(?i)^(?:wie|warum|wieso|weshalb|was|wo|woher|wohin|wann|wer|wen|wem|welche[rsnm]?|ist|sind|kann|könnte|soll|sollte|hat|haben|gibt|darf|muss|weiß|kennt|hilfe|problem|frage|suche|brauche)(?:[\s?,:!.]|$)`),
		test:         lazyregexp.New(`(?i)^(?:test(?:mail|nachricht)?|ping|ignorieren|(?:ab|an)meld(?:en|ung)|(?:un)?subscribe|hilfe|erster beitrag)\W*$|au(?:ß|ss)er haus|^auto(?:matische)?[ -]?(?:antwort|repl)|abwesenheit|out of (?:the )?office|urlaubsvertretung`),
		event:        lazyregexp.New(`(?i)(?:treffen|stammtisch|konferenz|tagung|workshop|hackathon|sprint|frist|schluss|anmeldung|veröffentlichung|release|freeze|abstimmung|wahl|vortrag|vorträge|sitzung|versammlung|schulung|termin|feier|fest|wochenende|erscheint|erscheinen|geplant|findet|statt|beginnt|startet|endet|call for|cfp|summit|meeting|meetup)\b`),
		worksAt:      lazyregexp.New(`\b(?:[Ii]ch arbeite (?:bei|für)|[Ii]ch bin bei|angestellt bei|tätig bei|Entwickler(?:in)? bei|Ingenieur(?:in)? bei)\s+(?:der\s+|dem\s+)?([A-ZÄÖÜ][\pL\d&.-]*(?:\s+[A-ZÄÖÜ][\pL\d&.-]*){0,3})`),
		greeting:     lazyregexp.New(`(?i)^(?:hi|hello|hey|hallo|moin|servus|grüezi|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|dear|all|leute|zusammen)\b[^.?]{0,38}$`),
		closing: lazyregexp.New(`(?i)^[ \t]*(?:(?:mit )?(?:viele[nr]?|beste[nr]?|liebe[nr]?|freundliche[nrm]?|schöne[nr]?|herzliche[nr]?)[ \t]+gr(?:ü|ue|u)(?:ß|ss)e?n?(?: .{0,20})?|gr(?:ü|ue|u)(?:ß|ss)e?(?: .{0,20})?|mfg|vg|lg|(?:vielen |besten |lieben )?dank(?:e)?(?: .{0,30})?` +
			`|schön(?:en|es) (?:tag|abend|wochenende)(?: .{0,20})?|bis (?:bald|dann|später)|tschüss|ciao|servus|cheers|thanks|(?:best |kind )?regards|hth)[ \t]*[,.!~-]*$`),
		leadIn:    lazyregexp.New(`^(?i:danke|vielen dank|hallo|hi|hey|moin|servus|liebe[rs]?|ja|nein|nee|klar|genau|stimmt|sorry|gute (?:idee|frage))(?:(?-i: \p{Lu}[\pL'-]+)|(?i: alle| zusammen| leute| liste| nochmal)){0,2}(?:[,!.:;]|\s+[-–—]+)\s+`),
		hailing:   lazyregexp.New(`^(?i:hi|hallo|hey|moin|ja|nein|ok|okay|danke|klar|servus)(?: (?:alle|zusammen|leute|liste|\p{Lu}\pL+)){0,2}[,!.:]\s+`),
		works:     []string{"arbeite bei", "arbeite für", "bin bei", "angestellt bei", "tätig bei", "Entwickler bei", "Entwicklerin bei", "Ingenieur bei", "Ingenieurin bei"},
		proposes:  []string{"ich schlage vor", "ich würde vorschlagen", "ich möchte vorschlagen", "mein vorschlag"},
		announces: []string{"wir freuen uns, ", "ankündigen", "steht ab sofort", "ist ab sofort", "ist jetzt verfügbar", "ist verfügbar", "ist erschienen", "wurde veröffentlicht", "laden wir", "wir laden", "lädt ein"},
		seeks: []string{"jemand eine idee", "hat jemand", "kann jemand", "weiß jemand", "kennt jemand", "bitte um hilfe", "ich verstehe nicht", "ich frage mich", "wie kann", "komme nicht weiter", "ich versuche",
			"ich suche"},
		thanks:    []string{"danke", "vielen dank", "funktioniert jetzt", "geht jetzt", "läuft jetzt", "klappt jetzt", "das war es", "das war's", "hat geholfen", "gelöst"},
		merged:    []string{"übernommen", "eingespielt", "gemergt", "gemerged", "committet", "eingecheckt", "applied", "merged"},
		agrees:    []string{"stimme zu", "sehe ich auch so", "einverstanden", "+1", "guter vorschlag", "gute idee", "klingt gut", "hast recht", "haben recht"},
		objects:   []string{"ich bin dagegen", "sehe ich anders", "stimme nicht zu", "nicht überzeugt", "schlechte idee", "-1", "glaube nicht", "halte ich für falsch", "geht so nicht", "das stimmt nicht"},
		problems:  []string{"problem", "fehler", "absturz", "stürzt ab", "geht nicht", "funktioniert nicht", "kaputt", "hängt", "traceback", "exception", "defekt", "bleibt stehen"},
		withdrawn: []string{"zurückgezogen", "abgebrochen", "withdrawn", "cancelled", "canceled"},
		failed:    []string{"abgelehnt", "nicht angenommen", "gescheitert", "keine mehrheit", "not passed", "has failed", "did not pass", "rejected"},
		passed:    []string{"angenommen", "beschlossen", "bestanden", "pass", "carried", "accepted", "approved"},
		openers: []string{"nun", "tja", "also", "naja", "na ja", "ja", "nein", "doch", "ok", "okay", "hm", "hmm", "übrigens", "klar", "stimmt", "genau", "richtig", "gut", "schön", "ach", "oh", "und", "aber", "denn", "sondern",
			"kurz", "nebenbei", "wie gesagt", "btw", "imho", "afaik", "ps", "nachtrag", "hinweis", "noch etwas", "zur info"},
		deictic: []string{"siehe unten", "siehe oben", "wie oben", "weiter unten", "anbei", "im anhang", "angehängt", "folgende", "wie folgt", "deine mail", "deiner mail", "ihre mail", "diese mail", "dieser mail", "meine letzte", "meiner letzten", "diesem thread",
			"dieser thread", "abbestellen", "hier klicken", "gestern abend", "heute morgen", "gerade eben", "alle rechte vorbehalten", "[...]", "snip", "zitiert", "weitergeleitet"},
		courtesies: []string{"danke", "vielen dank", "dankbar", "für jede hilfe", "für hinweise", "über hinweise", "über rückmeldung", "entschuldig", "sorry", "tut mir leid", "bescheid", "meldet euch", "melde dich", "freue mich", "freuen uns", "viel spaß", "viel erfolg",
			"schönes wochenende", "frohe weihnachten", "guten rutsch", "willkommen", "gern geschehen", "bin neu", "das hilft", "meint ihr", "denkt ihr", "haltet ihr", "ideen?", "jemand helfen", "mir jemand", "meine meinung", "glückwunsch", "gratulation"},
		relative: []string{"heute morgen", "heute abend", "gestern abend", "letzte nacht", "heute früh"},
		dull:     []string{"danke", "dank ", "bitte", "sorry", "bescheid", "meldet euch", "schreibt mir", "hier ist", "anbei", "ich verwende", "ich benutze", "ich versuche", "ich habe ein"},
		spam: []string{"viagra", "casino", "sofortkredit", "gewinnspiel", "jetzt kaufen", "sonderangebot", "rabattcode", "backlinks", "geld verdienen", "unverbindliches angebot", "unsere dienstleistungen", "lotto", "kostenlos testen", "nur für kurze zeit", "ihr unternehmen",
			"ihre firma", "suchmaschinenoptimierung", "seo services", "buy now", "limited offer", "dear friend"},
		roles: []string{"entwickler", "ingenieur", "geschäftsführ", "leiter", "student", "vorstand", "berater", "referent", "vorsitz", "abteilung"},
	},
	dates: dates{
		dayText: lazyregexp.New(`\b(?:(?P<iso>\d{4}-\d\d-\d\d)\b|(?P<day>\d{1,2})\.\s?(?P<month>Jänner|Feber|` + germanMonths + `)(?:\s(?P<year>\d{4}))?\b|(?P<day2>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year2>\d{4})\b)`),
		months:  germanMonthNumbers(),
		namesDay: func(s string) bool {
			return holdsAny(s, germanMonthList) || strings.Contains(s, ".20") || strings.Contains(s, ". 20") || holdsISODay(s)
		},
		hours: lazyregexp.New(`(?i)(?:abstimmung|offen|läuft|dauert|bleibt|endet|frist)\b[^.]{0,60}?\b(\d{2,3})\s*(?:stunden|std|h)\b`),
		until: lazyregexp.New(`(?i)(?:\bbis|endet|schließt|\bende|frist|schluss)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d|\d{1,2}\.\s?(?:` + germanMonths + `)(?:\s\d{4})?|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})`),
		clock: lazyregexp.New(`^,?\s*(?:um\s+)?(\d{1,2}:\d\d)\s*(?:Uhr\s*)?\(?(?:UTC|GMT|Z)\b`),
	},
	frames: frames{
		quoteMarks: [2]string{"„", "“"}, onlyMarks: strings.NewReplacer("\"", "'", "“", "'", "”", "'", "„", "'"),
		title: "Rückblick {community}, {day}", dayTitle: "Tag {n} von {event}", dayNumber: "Tag {n}", span: "{first} bis {last}",
		size:    "{posts} von {people} in {threads}",
		ledeDay: "{community} verzeichnete am {period}, insgesamt {size}.", ledeWeek: "{community} verzeichnete in der Woche vom {period} insgesamt {size}.", ledeSpan: "{community} verzeichnete im Zeitraum {period} insgesamt {size}.",
		ledeNothing: "{community} blieb am {period}, still: {size}.", ledeNothingSpan: "{community} blieb im Zeitraum {period} still: {size}.",
		eventDay: "{day} von {event} brachte {community} am {period}, insgesamt {size}.", eventOwnDay: "{day} von {event}, {period}, brachte {size}.",
		eventSpan:  "{event}, {first} bis {day}, brachte {community} insgesamt {size} ({period}).",
		eventWhole: "Von {first} bis {day} brachten die {days} von {event} der Gemeinschaft {community} insgesamt {size} ({period}).", eventDays: Noun{"Tag", "Tage"},
		session: "Der Vortrag war {title}.", sessionBy: "Der Vortrag war {title} von {who}.", talkBy: "{title} von {who}",
		allMachines: "Alles davon schrieben Maschinen; zu erzählen gibt es nichts.",
		mainStory:   "Im Mittelpunkt stand {title}, {by} {who}.", mainStatus: "Im Mittelpunkt stand {title}, zuerst von {who}.", mainAlone: "Im Mittelpunkt stand {title}.",
		passedMost: "Am häufigsten weitergegeben wurde, was {who} schrieb: {title}.",
		by: map[string]string{kindQuestion: "eine Frage von", kindAnnouncement: "angekündigt von", kindRelease: "angekündigt von", kindSecurity: "gemeldet von", kindResult: "bekannt gegeben von",
			kindProposal: "vorgeschlagen von", kindPatch: "geschickt von", kindArticle: "geschrieben von", kindVote: "zur Abstimmung gestellt von", kindStatus: "geschrieben von", kindDiscussion: "angestoßen von"},
		started: map[string]opening{
			startTag: {"schrieb", "unter {title}"}, startStream: {"schrieb", "unter dem Hashtag"}, startReply: {"antwortete", "im Thread {title}"},
			kindQuestion: {"fragte", "nach Rat zu {title}"}, kindRelease: {"kündigte", "{title} an"}, kindAnnouncement: {"kündigte", "{title} an"}, kindPatch: {"schickte", "einen Patch: {title}"},
			kindArticle: {"veröffentlichte", "den Artikel {title}"}, kindVote: {"rief", "zur Abstimmung über {title} auf"}, kindDiscussion: {"eröffnete", "den Thread {title}"}},
		quoteVerbs: []string{"formulierte es so", "schrieb", "sagte"}, addVerbs: []string{"formulierte es so", "ergänzte"},
		onDate: "Am {date}", inReply: "Darauf", hoursLater: "Stunden später", andLater: "und später",
		elsewhereTag: "Außerdem unter #{tag}", elsewhere: "Außerdem im Strom", untitled: "ohne Titel",
		begins: "{event} beginnt", goesOn: "{event} geht weiter", voteCloses: "die Abstimmung über {title} endet",
	},
	endings: endings{
		outcomes: map[string]string{"decided": "Abstimmung entschieden", "released": "veröffentlicht", "announced": "angekündigt", "disclosed": "offengelegt", "published": "erschienen", "passed on": "weitergegeben: {times}",
			"posted": "gepostet", "applied": "übernommen", "no review": "noch nicht durchgesehen", "under review": "in Durchsicht", "no reply": "noch keine Antwort", "answered": "beantwortet", "not settled": "Antworten, aber nicht geklärt",
			"still discussed": "noch in der Diskussion", "discussed": "in der Diskussion"},
		noReview:    []string{"Bis zum Ende des Tages hatte niemand den Patch durchgesehen.", "Eine erste Durchsicht stand noch aus."},
		noAnswer:    []string{"Bis zum Ende des Tages hatte niemand geantwortet.", "Die Frage wartete um Mitternacht noch auf eine Antwort.", "Eine Antwort steht noch aus."},
		noReply:     []string{"Eine Reaktion blieb an diesem Tag aus.", "Bis Mitternacht griff es niemand auf.", "Antworten stehen noch aus."},
		settled:     []string{"Damit war es für {who} geklärt.", "{who} hatte die Antwort noch vor dem Ende des Tages."},
		overDays:    strings.NewReplacer("Bis zum Ende des Tages", "Bis zum Ende des Zeitraums", "vor dem Ende des Tages", "vor dem Ende des Zeitraums", "um Mitternacht", "am Ende", "an diesem Tag", "in diesem Zeitraum", "Bis Mitternacht", "Bis zum Ende"),
		voteOutcome: map[string]string{"open": "Abstimmung offen, {tally}", "passed": "Abstimmung angenommen, {tally}", "failed": "Abstimmung abgelehnt, {tally}", "withdrawn": "Abstimmung zurückgezogen, {tally}"},
		voteClosing: map[string]string{"open": "Am Ende des Zeitraums war die Abstimmung offen, der Stand: {tally}.", "passed": "Die Abstimmung endete mit Annahme: {tally}.", "failed": "Die Abstimmung endete mit Ablehnung: {tally}.",
			"withdrawn": "Die Abstimmung wurde zurückgezogen, der Stand: {tally}."},
		voice: Noun{"Stimme", "Stimmen"}, abstention: Noun{"Enthaltung", "Enthaltungen"}, times: Noun{"Weitergabe", "Weitergaben"},
		tally: "{plus} dafür und {minus} dagegen", unanimous: "{plus} dafür und keine dagegen", abstaining: ", dazu {zero}",
	},
	grammar: grammar{
		stem: stemmer.Stem, fullStop: germanFullStop, hasVerb: germanHasVerb, oddLetters: germanOddLetters, bareOpener: germanBare, pointsBack: germanPointsBack, report: germanReport, tell: germanTell, join: germanJoin,
		firstPersonQuote: 1,
		firstPerson:      lazyregexp.New(`\b(?:[Ii]ch|[Mm]ich|[Mm]ir|[Mm]ein(?:e[nmrs]?)?|[Ww]ir|[Uu]ns(?:ere?[nmrs]?)?)\b`), undated: germanUndated, opener: func([]token) []token { return nil },
	},
}

const germanMonths = `Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember`

var germanMonthList = append(strings.Split(germanMonths, "|"), "Jänner", "Feber")

// germanMonthNumbers are the months with their Austrian names.
func germanMonthNumbers() map[string]time.Month {
	m := monthsByName(germanMonths)
	m["Jänner"], m["Feber"] = time.January, time.February
	return m
}
