package language

import (
	"strconv"
	"strings"
	"time"

	stemmer "github.com/blevesearch/snowballstem/german"

	"recap/digest/internal/lazyregexp"
)

// The words that go around names, dates and counts are chosen so that none of them has to be inflected: "Nur gezählt
// sind 3 Beiträge", not "3 Beiträgen"; and nobody's gender is known.
var german = Language{
	Phrases: Phrases{
		Tag:        "de",
		Number:     germanNumber,
		Months:     [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		Weekdays:   [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		Layouts:    Layouts{Full: "Monday, 2. January 2006", Day: "2. January 2006", Short: "2. January", Number: "2.", Month: "January 2006", Moment: "2. January 2006, 15:04 Uhr "},
		QuoteMarks: [2]string{"„", "“"},
		InnerMarks: strings.NewReplacer("\"", "'", "“", "'", "”", "'", "„", "'"), // “ opens or closes

		Post:         Noun{"Beitrag", "Beiträge"},
		Person:       Noun{"Person", "Personen"},
		Thread:       Noun{"Thread", "Threads"},
		Story:        Noun{"Geschichte", "Geschichten"},
		MachinePost:  Noun{"automatischer Beitrag", "automatische Beiträge"},
		Share:        Noun{"geteilter Beitrag", "geteilte Beiträge"},
		Month12:      Noun{"Monat", "Monaten"}, /* as BackAfter needs them */
		Reply:        Noun{"Antwort", "Antworten"},
		SpamPost:     Noun{"spamverdächtiger Beitrag", "spamverdächtige Beiträge"},
		WithheldPost: Noun{"nicht wiedergegebener Beitrag", "nicht wiedergegebene Beiträge"},

		Title: "{community}, {day}: {lead}", EventTitle: "{day}: {lead}", EventDay: "Tag {n} von {event}",
		TitleAlone:   "{community}, {day}: Es blieb ruhig",
		TitleNothing: "{community}, {day}: Niemand hat geschrieben",
		Span:         "{first} bis {last}",
		InShort:      "Das Wichtigste in Kürze",
		BriefLine:    "{title}: {outcome}, {size}",
		BriefSize:    "{title}: {size}",
		DayAlone:     "Tag {n}",
		AlsoItem:     "{title} ({outcome})",
		NoPosts:      "Von {community} liegen für diesen Zeitraum ({period}) keine Beiträge vor.",
		NothingTold:  "Es blieb ruhig; die Liste nennt alles, was kam.",
		OnlyCount:    "Geschrieben haben nur Programme; zu erzählen gibt es nichts.",
		Size:         "{posts} von {people}", Counts: "{posts} von {people} in {threads}.",
		OpenedBy:     "eröffnet von {who}",
		OpenedByOn:   "eröffnet von {who} am {date}",
		BeginsReply:  "beginnt mit einer Antwort von {who}",
		SinceDay:     "seit {date}",
		FirstVersion: "erste Fassung vom {date}",
		PublishedBy:  "veröffentlicht von {who}", LinkedBy: "verlinkt von {who}", PostedBy: "gepostet von {who}",
		And:              " und ",
		More:             "{n} weitere",
		Others:           "{name} und {n} weitere",
		AndOthers:        "{names} und {n} weitere",
		OthersWrote:      "Außerdem dabei: ",
		WithOrganization: "{who} ({organization})", Relaying: ", mit Worten von {who}", AnswerTo: "zu {who}: {text}", Answering: "zu {who}",
		MostShared: "Meistgeteilt",
		Announced:  "Angekündigt",
		DayParts:   [4]string{"nacht", "vormittag", "nachmittag", "abend"}, DayPart: "{weekday}{part}",
		Rest:       "Alles Weitere",
		RestFold:   "{n} weitere",
		Late:       "Verspätet eingetroffen",
		NewHere:    "{names} schreiben hier zum ersten Mal.",
		NewHereOne: "{names} schreibt hier zum ersten Mal.",
		BackAfter:  "{name} nach {time}",
		BackOne:    "Wieder da: {who}.", BackMany: "Wieder da: {who}.", CameFrom: "Vertreten waren {organizations}.",
		AlsoHappened: "Weiter unten: {list}.",
		OpenedTalk:   "{day}: Den Anfang machte {title} von {who}.",
		OpenedTalks:  "{day}: Den Anfang machte {title} von {who}, den Schluss {last} von {lastwho}.",
		TalkBy:       "{title} von {who}",
		Begins:       "Beginn von {event}",
		GoesOn:       "Fortsetzung von {event}",
		VoteCloses:   "Ende der Abstimmung: {title}",
		OnlyCounted:  "Nur gezählt sind {list}.", OnlyCountedOne: "Nur gezählt ist {list}.",
		Usual:        "Ein solcher Zeitraum bringt sonst {posts} von {people}.",
		UsualWeekday: "Ein gewöhnlicher {weekday} bringt {posts} von {people}.",
		States: map[string]string{
			"solved":     "gelöst",
			"answered":   "beantwortet",
			"promised":   "zugesagt",
			"merged":     "übernommen",
			"released":   "erschienen",
			"published":  "veröffentlicht",
			"announced":  "angekündigt",
			"reviewed":   "durchgesehen",
			"decided":    "entschieden",
			"passed":     "per Abstimmung angenommen",
			"failed":     "per Abstimmung abgelehnt",
			"withdrawn":  "zurückgezogen",
			"vote":       "Abstimmung läuft",
			"open":       "offene Frage",
			"no-reply":   "noch keine Antwort",
			"discussion": "in der Diskussion"},
		Outcomes: map[string]string{
			"fixed":             "behoben",
			"promised by":       "zugesagt von {who}",
			"reviewed by":       "durchgesehen von {who}",
			"not reviewed":      "noch nicht durchgesehen",
			"under review":      "in Durchsicht",
			"security":          "Sicherheitshinweis",
			"thanks":            "beantwortet, mit Dank quittiert",
			"confirmed":         "gelöst und bestätigt",
			"linked":            "verlinkt",
			"posted":            "gepostet",
			"objection":         "in der Diskussion, ein Einwand bleibt",
			"no answer":         "noch keine Antwort",
			"replies elsewhere": "{n} auf der Website",
			"merged by":         "übernommen von {who}",
			"asked again":       "offene Frage, erneut gestellt",
			"answers":           "Antworten da",
			"asked":             "Frage gestellt",
			"vote over":         "Abstimmung beendet"},
		Labels: map[string]string{
			"question":     "Frage",
			"announcement": "",
			"release":      "Release",
			"proposal":     "Vorschlag",
			"patch":        "Patch",
			"report":       "Meldung",
			"security":     "Sicherheit",
			"vote":         "Abstimmung",
			"result":       "Ergebnis",
			"idea":         "Idee",
			"opening":      "",
			"details":      "",
			"reply":        "",
			"objection":    "Einwand",
			"agreement":    "Zustimmung",
			"confirmed":    "Gelöst",
			"thanks":       "Dank",
			"update":       "Neuer Stand",
			"decision":     "Entscheidung"},
		Tally: "{plus} dafür, {minus} dagegen", Neutral: ", {n} neutral",
		Kinds: map[string]string{
			"video": "Video", "podcast": "Podcast", "picture": "Bild", "link": "Link", "issue": "Ticket", "comment": "Kommentar"},

		Untitled:    "Ohne Titel",
		Programme:   "Auf dem Programm: ",
		EditorsNote: "Anmerkung der Redaktion: ",
		Unanswered:  "Noch ohne Antwort: ",
		VoteOn:      "Abstimmung: ", OpenUntil: ", offen bis {moment}",
		Next:        "Ausblick",
		JoinIn:      "Mitmachen",
		JoinAt:      [2]string{"Zum Mitmachen geht es hier: ", "."},
		PostWith:    "Zum Mitmachen genügt ein Beitrag mit {tags}.",
		Or:          " oder ",
		Hashtag:     Noun{"Hashtag: ", "Hashtags: "},
		TextBy:      "Text von {model}; jeder Satz ist mit den Beiträgen verglichen, die er nennt.",
		ChosenBy:    "Auszüge ausgewählt von {model}.",
		ModelFailed: "Das Modell hat nicht alles geliefert; wo es fehlt, hat das Programm die Auszüge gewählt.",
		Translated:  "übersetzt",
		Failed:      "{source} war nicht lesbar",
		Partial:     "{source} wurde mit Lücken gelesen",
		NotYet:      "{source} wurde noch nicht gelesen",
		Stale:       "{source} wurde nur bis {moment} gelesen",
		AllRead:     Noun{"Die Quelle wurde vollständig gelesen.", "Alle {n} Quellen wurden vollständig gelesen."},
		BothRead:    "Beide Quellen wurden vollständig gelesen.",
		NoneRead:    "Nicht vollständig gelesen: {missed}",
		SomeRead:    "Vollständig gelesen: {read} von {all} Quellen; {missed}",
		Corrected:   "Dies ist eine berichtigte Ausgabe (Fassung {n}).", CorrectedMark: "[berichtigt] ",
		Reason:        "Dieser Rückblick kommt, weil Neues von {community} für diese Adresse oder für eine Liste, auf der sie steht, bestellt wurde.",
		ThisCommunity: "dieser Gemeinschaft",
		ReadAt:        "Im Netz lesen: {url}",
		TestMark:      "[Probe] ",
		Leave:         "Abbestellen",
		LeaveAt:       "Abbestellen: {url}",
		Choose:        "Auswählen, was kommt",
		ChooseAt:      "Auswählen, was kommt: {url}",
		ReadOnWeb:     "Im Netz lesen",
		LeftOut:       "Nicht alles passt in diese Mail: Weitere Geschichten ({n}) stehen im Netz und in der Textfassung.",
		Recaps:        "Rückblicke",
		AllRecaps:     "Alle Rückblicke",
		AllRecapsOf:   "{community}: alle Rückblicke",
		RecapsOf:      "{community}: Rückblicke",
		NoRecapYet:    "Es gibt noch keinen Rückblick.",
		OnlyNumbers:   "Zu erzählen gibt es nichts als die Zahlen.",
		NoRoom:        Noun{"{n} Eintrag mehr hat hier keinen Platz.", "{n} weitere haben hier keinen Platz."},
		MoreOnWeb:     "{n} weitere im Netz",
		SourceKinds:   map[string]string{"list": "Liste", "blog": "Blog", "forum": "Forum", "social": "Netzwerk", "news": "Link"},
		Earlier:       "Davor: {period}",
		Later:         "Danach: {period}",
		Subscribe:     "Abonnieren: ",
		Feed:          "Atom-Feed",
		PostsADay:     "Beiträge am Tag, {month}: insgesamt {total}, höchstens {most}",
		Old: OldPhrases{Also: "Außerdem besprochen: ", TakingPart: "Vertreten waren: ", WhoCame: "{people} schrieben mit, darunter ", Welcome: "Herzlich willkommen: ", NewHere: ", neu dabei.",
			BackAgain: "Nach langer Zeit wieder da: ", LastHeard: "{name} (zuletzt im {month})"},
	},
	Vocabulary: Vocabulary{
		Stop: union(englishStop(), spelled(wordSet(`ab aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus außerdem
			bei beim bereits bevor bin bis bist bitte bloß da dabei dadurch dafür dagegen daher damit danach dann
			daran darauf daraus darf darin darüber das dass daß davon dazu dein deine dem den denen denn der deren
			des deshalb dessen die dies diese diesem diesen dieser dieses dir doch dort du durch dürfen ein eine
			einem einen einer eines einfach einige einigen einmal er erst erste ersten es etwa etwas euch euer eure
			falls fast für ganz gar geht gegen genau gerade gern gibt habe haben hat hatte hatten hätte hier hin
			hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja je jede jedem jeden
			jeder jedes jemand jetzt kann kein keine keinem keinen keiner könnte können konnte man mehr mein meine
			meinem meinen meiner mich mir mit muss muß müssen nach nachdem neben nein nicht nichts niemand noch nun
			nur ob oder ohne oft per schon sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald
			solche soll sollen sollte sollten somit sondern sonst sowie statt über überhaupt um und uns unser unsere
			unserem unseren unter viel viele vielen vielleicht vom von vor wäre während wann war waren warum was weg
			wegen weil weiter welche welchem welchen welcher welches wenig wenn wer werde werden weshalb wie wieder
			will wir wird wo wohl wollen wurde wurden würde zu zum zur zwar zwischen hallo danke dank grüße gruß
			schrieb schreibt sagt sagte aw antw wg betreff frage fragen problem hilfe neu neue neuen gut gute
			bräuchte brauche möchte moin servus zusammen liste nochmal mal eben halt`))),
		Function: spelled(wordSet(`der die das den dem des ein eine einen einem einer eines und oder aber wenn als wie dass daß ob weil ist
			sind war waren wird werden wurde wurden hat haben hatte hatten habe kann können könnte soll sollen
			sollte muss muß müssen darf nicht kein keine keinen auch noch schon nur sehr mehr so zu zum zur im in am
			an auf aus bei beim mit nach von vom vor für über unter durch um ohne gegen seit bis es er sie wir ich
			man sich mir mich uns ihr du dir dich hier da dort wo was wer welche welcher mein dein sein ihre unser
			diese dieser dieses diesen diesem jetzt dann gibt`)),
		Unsure:    []string{"nicht sicher bei", "nicht sicher wie", "nicht sicher was"},
		Summaries: []string{"tl;dr", "tldr", "zusammenfassung", "kurzfassung", "zusammengefasst", "in aller kürze", "kurz gesagt"},
		Errs:      wordSet(`falsch irrtum geirrt missverstanden verlesen unsinn quatsch`),
		Drawbacks: wordSet(`nachteil nachteile haken kehrseite schattenseite wermutstropfen`),
		Merits:    wordSet(`vorteil vorteile möglichkeit alternative alternativ option variante weg`),
		Grants:    wordSet(`zugegeben zugegebenermaßen eingeräumt zugestanden einverstanden jep jo`),
		Reasons:   spelled(wordSet(`warum wieso weshalb grund gründe`)),
		Harms:     spelled(wordSet(`schadet schaden bricht stört zerstört beeinträchtigt`)),
		Costs:     wordSet(`kosten kostet preis aufwand`),
		Past:      wordSet(`hatte hatten war waren`),
		Pronouns:  wordSet(`es sie ihn ihm das dies ihnen uns mich dich`),
		Address:   wordSet(`du dir dich dein deine deinen deinem deiner ihr euch euer eure euren eurem eurer ihnen`),
		Proposals: spelled(wordSet(`vorschlag vorschläge vorschlags vorgeschlagen vorgeschlagene vorgeschlagenen anregung anregungen`)),
		Intends:   spelled(wordSet(`will wollen möchte möchten schlage schlagen beantrage beantragen plane planen`)),
		Thanking:  spelled(wordSet(`danke dank dankeschön bedanke dankbar merci`)),
		Tentative: wordSet(`vorläufig testweise probeweise probehalber versuchsweise vorübergehend provisorisch`),
		Negations: wordSet(`nicht nichts nie niemals kein keine keinen keinem keiner keines keins weder niemand kaum ohne nirgends`),
		Tags:      wordSet(`oder nicht nein ne gell richtig stimmt ja`),
		Hangs: spelled(wordSet(`in an für von der die das den dem des zu mit aus bei nach auf und oder ein eine einen einem einer ist
			sind unser unsere mein meine dein dies vs & + team vom zum zur über im am beim ins`)),
		Abbreviations: union(english.Abbreviations, wordSet(`z d u o s i m v z.b d.h u.a o.ä o.g s.o s.u i.d.r z.t u.u m.e m.w v.a i.a a.a.o bzw ca usw evtl ggf vgl
			inkl exkl zzgl bspw sog std mind max min einschl gem hr hrn fr abs abschn bd mio mrd dipl ing nr tel str
			zb dh feb mrz apr aug sept okt dez`)),
		AskOrder: wordSet(`am der dem den zum vom bis des im beim die das ab seit jeder jedem jeden unser unsere unserem unseren
			zur ins ihr ihre dieser diesem`),
		NoEnd:   germanMonthWords(),
		Roles:   []string{"entwickler", "ingenieur", "geschäftsführ", "leiter", "leitung", "student", "studierende", "vorstand", "berater", "referent", "vorsitz", "abteilung", "administrator", "professor"},
		WorksAt: lazyregexp.New(`\b[Ii]ch (?:arbeite(?: derzeit| zurzeit| jetzt)? (?:bei|für)|bin(?:\s[^.!?,;:]{0,40})?\s(?:angestellt|tätig|Entwickler(?:in)?|Ingenieur(?:in)?) bei)\s+(?:der\s+|dem\s+)?([A-ZÄÖÜ][\pL\d&.-]*(?:\s+[A-ZÄÖÜ][\pL\d&.-]*){0,3})`),
		Works:   []string{"ch arbeite", "angestellt bei", "tätig bei", "Entwickler bei", "Entwicklerin bei", "Ingenieur bei", "Ingenieurin bei"},
	},
	Dates: Dates{
		// A day without month word and year ("24.12.") is read only behind a word that dates follow: "Python 3.12." is
		// none.
		DayText: lazyregexp.New(`\b(?:(?P<iso>\d{4}-\d\d-\d\d)\b|(?P<day>\d{1,2})\.\s?(?P<month>` + germanMonths + `)\b\.?(?:\s(?P<year>\d{4})\b)?|(?P<day2>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year2>\d{4})\b` +
			`|(?:[Aa]m|[Bb]is|[Zz]um|[Vv]om|[Aa]b|[Dd]e[nmr]|[Mm]ontag,|[Dd]ienstag,|[Mm]ittwoch,|[Dd]onnerstag,|[Ff]reitag,|[Ss]amstag,|[Ss]onntag,)\s(?P<day3>\d{1,2})\.\s?(?P<number3>\d{1,2})\.)`),
		MonthNum: germanMonthNumbers(),
		NamesDay: func(s string) bool { return holdsMonth(s, germanMonthStarts) || holdsISODay(s) || holdsDottedDay(s) },
		Hours:    lazyregexp.New(`(?i)\b(?:abstimmung|offen|läuft|dauert|bleibt|endet|schließt|frist)\b[^.]{0,60}?\b(\d{2,3})\s*(?:stunden|std|h)\b`),
		Until:    lazyregexp.New(`(?i)(?:\bbis|endet|schließt|\bende|frist|schluss)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d|\d{1,2}\.\s?(?:` + germanMonths + `)\b\.?(?:\s\d{4})?|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})`),
		Clock:    lazyregexp.New(`^,?\s*(?:um\s+)?(\d{1,2}:\d\d)\s*(?:Uhr\s*)?\(?(?:UTC|GMT|Z)\b`),
	},
	Contractions: map[string]string{"'s": "es", "gehts": "geht es", "gibts": "gibt es", "obs": "ob es", "wars": "war es", "hats": "hat es", "ists": "ist es", "wirds": "wird es", "liegts": "liegt es", "habs": "habe es", "hab": "habe", "find": "finde", "glaub": "glaube", "denk": "denke",
		"würd":    "würde",
		"wär":     "wäre",
		"wärs":    "wäre es",
		"hätt":    "hätte",
		"werd":    "werde",
		"mach":    "mache",
		"schau":   "schaue",
		"schick":  "schicke",
		"bau":     "baue",
		"stimm":   "stimme",
		"versuch": "versuche",
		"daß":     "dass",
		"muß":     "muss",
		"müßte":   "müsste",
		"läßt":    "lässt",
		"wußte":   "wusste",
		"nen":     "einen",
		"ne":      "eine",
		"nich":    "nicht"},
	Stem:  stemmer.Stem,
	Proof: germanProof(),
	Spell: ascii,
	Table: germanCues(),
}

const (
	germanMonths      = `Jan(?:uar)?|Jänner|Jaenner|Feb(?:ruar)?|Feber|März?|Maerz|Mrz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?`
	germanMonthStarts = "Jan Jän Jae Feb Mär Mae Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez"
)

// germanMonthNumbers are the months, their short forms, and Austria's names.
func germanMonthNumbers() map[string]time.Month {
	m := map[string]time.Month{}
	for i, names := range strings.Fields(`Januar|Jan|Jänner|Jaenner Februar|Feb|Feber März|Mär|Maerz|Mrz April|Apr Mai Juni|Jun Juli|Jul August|Aug September|Sep|Sept Oktober|Okt November|Nov Dezember|Dez`) {
		for _, name := range strings.Split(names, "|") {
			m[name] = time.Month(i + 1)
		}
	}
	return m
}

// germanMonthWords are the months and other words that follow a number of order.
func germanMonthWords() map[string]bool {
	set := wordSet(`quartal jahrhundert auflage jahrestag geburtstag halbjahr`)
	for name := range germanMonthNumbers() {
		set[strings.ToLower(name)] = true
	}
	return set
}

// holdsDottedDay is a cheap look for "24.12." and "24. 12. 2026".
func holdsDottedDay(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if s[i] == '.' && isDigit(s[i-1]) && (isDigit(s[i+1]) || s[i+1] == ' ' && isDigit(s[i+2])) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// germanNumber parts thousands by dots: "1.234".
func germanNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// ascii spells German without its own letters, as many write it.
func ascii(s string) string {
	if !strings.ContainsAny(s, "äöüß") {
		return s
	}
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss").Replace(s)
}

// spelled adds to a set what its words are spelled like without umlauts.
func spelled(set map[string]bool) map[string]bool {
	all := union(set)
	for w := range set {
		all[ascii(w)] = true
	}
	return all
}
