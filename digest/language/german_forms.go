package language

// These are the cues by which a sentence is known for its form, as english_forms.go has them.

// germanAsides are the cues of what is beside the matter.
func germanAsides() CueTable {
	return CueTable{
		Aside: `
			^ übrigens; ^ nebenbei; ^ am rande; ^ btw; ^ ps|p.s; ^ off-topic|offtopic|ot; ^ fyi
			^ kleine|nur eine? anmerkung|kleinigkeit; ^ kleinigkeit; ^ ach; ^ oh; ^ im grunde; ^ mit anderen worten; ^ apropos
			^ der vollständigkeit halber; ^ interessehalber; ^ nur? aus neugier; ^ auch; ^ nebenbemerkung; ^ randbemerkung
			^ nur so nebenbei|am; ^ nit|nits|nitpick*; ^ kleinkram
			tippfehler|vertipper|schreibfehler|rechtschreib*|grammatik*|typo|typos; leerzeichen; einrückung*
			du meinst|meintest .. wohl|wahrscheinlich|sicher|vermutlich
			meinst|meintest|meinen|meinten du|sie .. wohl|wahrscheinlich|sicher|vermutlich; betreffzeile; top-post*|tofu|vollzitat*
			anhang .. vergessen; falsche liste|knopf|taste; falschen knopf; versehentlich .. abgeschickt|gesendet|geschickt
			auf|in cc gesetzt|genommen|gesetzt; cc-ed`,
		Meta: germanMeta,
		Points: `
			siehe|wie|s|von|weiter|hier|da oben|unten
			oben|unten genannte*|erwähnt*|beschrieben*|stehende*|verlinkt*|angegeben*|zitiert*; ^ oben|unten
			hängt|hänge|hängen .. an $; folgend*; wie folgt; anbei; angehängt*|angehangen*; anhang; beigefügt*
			hier ist|sind|mein|meine|der|die|das|ein|eine|noch; wie gesagt|erwähnt|geschrieben|beschrieben|besprochen; so $
			obige*|obenstehend*|untenstehend*|nachfolgend*|nachstehend*; ersterer|ersteres|letzterer|letzteres|letztere|erstere
			genannte*; hier $; vorige*|letzte|letzten|vorherige* mail|nachricht|beitrag
			deiner|deine|ihrer|ihre|meiner|meine letzten|letzte? mail|nachricht|beitrag; siehe meine|deine|oben|unten|anhang|auch
			diese|dieser mail|nachricht; der link; zitiert*; im betreff; screenshot*|bildschirmfoto*; links|rechts im bild`,
		Scene: `
			seit|vor|schon jahren|monaten|wochen|langem|längerem|langer|einiger|kurzem ..
			vor ein|einem|zwei|drei|einigen|paar paar? jahr|jahren|monaten|wochen|tagen
			ich bin neu|anfänger*|einsteiger*; als|zur|gegenüber|seit|in letzten|vorigen|v1|v2|v3|v4|v5
			wie einige|manche|viele|ihr|die ... wissen|wisst|vielleicht|meisten; wie versprochen; meine|mein erste|erster mail|beitrag|patch
			ich war neugierig; getestet auf|mit|unter`,
		Vague: `
			diese|dieses|dieser|diesen|diesem|solche|solches problem|probleme|fehler|verhalten|sache|ding|funktion|punkt|stelle
			so|das machen|tun; diese|dieser|diesem|diesen information|informationen|fall|situation; ^ ... somit|daher|deshalb|demnach|folglich
			^ ... ist|sind|war|waren|hat|haben|wird|werden|kann|könnte|sollte|darf auch|ebenfalls`,
	}
}

// germanLeaning are the cues of how sentences begin and end that need another one.
func germanLeaning() CueTable {
	return CueTable{
		Dangles: germanDangles + `
			^ wenn|falls|da|weil|obwohl|sobald|während|bis|nachdem es|sie|er
			^ ist|war|sind|wird|kann|könnte|würde|soll|sollte|geht|funktioniert|macht|hat es|sie|er|das
			^ schritt 1|2|3|4|5|eins|zwei|drei; ^ wie|warum|wieso|was|wo ist|war|macht|geht|funktioniert|wird|kann es|sie|das $|dann|noch
			^ ich|wir habe|haben|konnte|konnten|kann|können es|das|dies hier|bei|auf|in|auch|noch|nicht|nie
			^ ich habe es|das|sie|diese damit|so|mit|mittels|durch|gestern|heute|schon|jetzt|inzwischen`,
		StandsAlone: `
			^ wenn|falls|da|weil|ist|wird|kann|geht es um|keine|kein|einen|eine|ein|so|möglich|nötig|erlaubt|sinnvoll|üblich
			^ es ist|wäre|war|wird|kann nicht|auch|wohl|vermutlich|sehr|ziemlich? möglich|unmöglich|schwer|leicht|einfacher
			^ es ist|wäre|war|wird|kann oft|immer|meist|derzeit|nur|sein? möglich|unmöglich|schwer|leicht|einfacher
			^ es ist|wäre|war|wird|kann nicht|auch|wohl|vermutlich|sehr|ziemlich? einfach|schwierig|besser|wichtig|klar|unklar
			^ es ist|wäre|war|wird|kann oft|immer|meist|derzeit|nur|sein? einfach|schwierig|besser|wichtig|klar|unklar
			^ es ist|wäre|war|wird|kann nicht|auch|wohl|vermutlich|sehr|ziemlich? nützlich|üblich|nötig|sinnvoll|zeit
			^ es ist|wäre|war|wird|kann oft|immer|meist|derzeit|nur|sein? nützlich|üblich|nötig|sinnvoll|zeit
			^ es ist|wäre|war|wird|kann nicht|auch|wohl|vermutlich|sehr|ziemlich? wahr|schade|gut|schön|denkbar|wünschenswert
			^ es ist|wäre|war|wird|kann oft|immer|meist|derzeit|nur|sein? wahr|schade|gut|schön|denkbar|wünschenswert
			^ es gibt|gab|gäbe|fehlt|fehlen|scheint|sieht|lohnt|heißt|empfiehlt|stellt|geht ..; ^ es wurde|wurden|wird|werden
			^ dieser patch|beitrag|thread|vorschlag|artikel|monat|fehler|commit|sommer
			^ diese serie|version|mail|woche|änderung|nachricht|funktion|liste|ankündigung|abstimmung|patchserie
			^ dieses release|jahr|update|treffen|ticket|wochenende|mal|paket|modul
			^ diesen monat|sommer|freitag|samstag|sonntag|montag|dienstag|mittwoch|donnerstag
			^ in diesem jahr|monat|sommer|beitrag|artikel|release
			^ das|dies ist ein|eine|der|die|das .. release|vorschlag|patch|serie|aufruf|erinnerung|ankündigung|zusammenfassung
			^ das|dies ist ein|eine|der|die|das .. frage|entwurf|fehler|idee|abstimmung|version|erste|patchserie|einladung
			^ hier ist|sind ein|eine|der|die|das; ^ zum beispiel wenn|falls; ^ so wie; ^ auch wenn; ^ nicht alle|jeder|jede|nur
			^ weil der|die|das|ich|wir|es|man; ^ da der|die|das|ich|wir|es|man|einige|viele; ^ damit der|die|das|ich|wir|es|man
			^ noch immer; ^ der|die|das einzige weg|möglichkeit|grund|lösung; ^ das letzte mal; ^ gute nachricht|nachrichten
			^ auch der|die|das|in|auf|für; ^ sie können|sollten|müssen|könnten; ^ dort wo; ^ sonst noch; ^ sein|seine|ihre .. neue
			^ zunächst|zuerst .. danke|vielen; ^ oder habe; ^ so ein|eine; ^ so viele|viel`,
		Hypothesis: `
			^ wenn; ^ falls; ^ sofern; ^ ob; ^ obwohl; ^ solange; ^ sobald; ^ angenommen; ^ während; ^ vorausgesetzt; ^ gesetzt den
			^ bis; ^ im falle
			^ sollte|sollten|könnte|könntest|könnten|kann ich|du|er|sie|es|wir|ihr|man|das|jemand|der|die|dies|dein|deine|noch
			^ kannst|könnt|wird|ist|sind|hat ich|du|er|sie|es|wir|ihr|man|das|jemand|der|die|dies|dein|deine|noch
			^ hast|habt|haben|würde|würdest|wäre ich|du|er|sie|es|wir|ihr|man|das|jemand|der|die|dies|dein|deine|noch
			^ hätte|hättest|muss|darf|will|gibt ich|du|er|sie|es|wir|ihr|man|das|jemand|der|die|dies|dein|deine|noch`,
		YesNo: `
			^ ja|jo|jepp|jep|yep; ^ nein|nee|nö; ^ nicht wirklich; ^ noch nicht; ^ klar; ^ genau; ^ richtig; ^ stimmt; ^ doch
			^ natürlich; ^ sicher; ^ nie|niemals; ^ jein; ^ korrekt; ^ selbstverständlich; ^ leider nein|nicht; ^ gerne|gern
			^ wahrscheinlich|vermutlich|möglicherweise|vielleicht $; ^ wahrscheinlich|vermutlich nicht $`,
		Unfinished: `
			von|vom|der|die|den|dem|des|eine|einen|einem|einer|zum|zur|und|oder|für|im|in $
			als|beim|zwischen|dass|ob|weil|namens|mein|meine|dein|deine|unser|unsere|unseren|diesem|ins|ans|aufs $
			schrieb|schreibt|sagt|sagte|meint|meinte $; folgende|folgender|folgendes|folgenden|folgendem $
			folgende|folgenden|folgender|folgendes _ $; wie z.b $; z.b|d.h|bzw|beispielsweise|nämlich $`,
	}
}

// germanFrames are the cues of what stands around the words: greetings, adverts, notices.
func germanFrames() CueTable {
	return CueTable{
		Sells: germanSells,
		NowOn: `
			^ jetzt; ^ als nächstes|nächste|nächster; ^ gleich; ^ weiter geht|mit; ^ nun; ^ live; ^ auf der bühne
			spricht|redet|referiert über|gerade|jetzt|nun; hält .. vortrag; betritt die bühne; startet jetzt|gleich|gerade
			geht jetzt|gleich|es los; beginnt|beginnen gleich|jetzt|nun; steht .. bühne`,
		Notice: `
			nächstes jahr; kommendes jahr
			wird|werden ... aufgezeichnet|gestreamt|veröffentlicht|bereitgestellt|bekannt*|verlegt|verschoben
			aufzeichnung|aufzeichnungen|folien|video|videos|fotos|mitschnitt|mitschnitte ... online|verfügbar|hier|bereit
			frist|fristen|einsendeschluss|anmeldeschluss|bewerbungsschluss|abgabefrist|deadline; anmeldung|registrierung; anmelden
			call for; gewinner*|preis|preise|auszeichnung|auszeichnungen; livestream; stellenangebot*|stellenausschreibung*
			wir suchen; programm ist|steht; keynote; ankündig*; ausverkauft; raumänderung|raumwechsel`,
		Plans: `
			treffen; stammtisch*; konferenz*; tagung; workshop|workshops; hackathon; sprint; frist
			schluss|einsendeschluss|anmeldeschluss; anmeldung; veröffentlichung; release; freeze; abstimmung; wahl|wahlen
			vortrag|vorträge; sitzung; versammlung|mitgliederversammlung|jahresversammlung; schulung; termin|termine; feier; fest
			wochenende; erscheint; erscheinen; geplant; findet|finden ... statt; stattfinden; beginnt|startet|endet|schließt; call for
			cfp; summit|meeting|meetup; webinar; auf der tagesordnung; steht an; laden .. ein; bis zum|spätestens|ende; vorgesehen
			umzug; wartung|wartungsarbeiten|wartungsfenster`,
		Greets: `
			^ hi; ^ hello; ^ hey; ^ hallo; ^ moin; ^ servus; ^ grüezi; ^ guten tag|morgen|abend; ^ liebe|lieber|liebes .. .. $
			^ sehr geehrte|geehrter; ^ dear; ^ leute $; ^ zusammen $; ^ grüß gott|euch|dich; ^ tach; ^ nabend; ^ mahlzeit; ^ hoi
			^ salut; ^ ahoi; ^ huhu; ^ gude; ^ werte|werter .. $`,
		Closes: `
			^ mit? viele|vielen|beste|besten|liebe|lieben|freundliche|freundlichen grüße|grüßen|gruß|grüssen|grüsse|grusse
			^ mit? freundlichem|schöne|schönen|herzliche|herzlichen|sonnige|kollegialen|freundl grüße|grüßen|gruß|grüssen|grüsse|grusse
			^ grüße|grüsse|gruß .. $; ^ mfg; ^ vg; ^ lg; ^ bg; ^ viele liebe grüße; ^ hochachtungsvoll
			^ vielen|besten|lieben|herzlichen dank $; ^ vielen|besten|lieben|herzlichen dank im|und|schon|vorab ... $; ^ danke $
			^ danke schon|im|und|vorab|euch|dir ... $; ^ dank und gruß; ^ schönen|schönes tag|abend|wochenende|gruß ... $
			^ bis bald|dann|später|morgen|denne; ^ tschüss|tschüß|tschau|ciao; ^ servus $; ^ cheers $; ^ thanks $; ^ best|kind regards
			^ regards; ^ hth; ^ gern geschehen $; ^ viel erfolg|spaß|glück; ^ gute nacht; ^ frohe|frohes ... $
			^ schöne weihnachten|ostern|feiertage|woche ... $; ^ ps $; ^ euer|eure|dein|deine|ihr|ihre _ $; ^ ich freue mich auf ... $
			^ freue mich auf ... $; ^ nur meine meinung; ^ hoffe das hilft; ^ ich hoffe das hilft
			^ mit besten|lieben|freundlichen .. $`,
		Advert: `
			^ diese e-mail|mail|nachricht ... vertraulich*|automatisch*|ausschließlich|virenfrei|bestimmt; ^ gesendet|gesandt mit|von
			^ von meinem .. gesendet; ^ von meinem iphone|handy|mobiltelefon|ipad|smartphone; ^ vertraulich*; ^ virenfrei
			^ abbestellen; ^ zum abbestellen|abmelden; ^ sie erhalten|bekommen diese; ^ hier klicken|abmelden
			^ kostenlose|kostenloser|kostenloses e-mail|mail; ^ sent from my; ^ get your free; ^ geschäftsführer|geschäftsführung _
			^ amtsgericht; ^ sitz der; ^ registergericht|handelsregister; ^ ust-idnr|ust-id; ^ bitte denken sie; ^ bitte prüfen sie
			^ mailingliste|mailing-liste _ $; ^ der inhalt dieser; ^ um sich abzumelden|auszutragen; ^ verwalten sie ihr; ^ freemail
			^ jetzt kostenlos`,
		Furniture: `
			^ abonnieren|abonniert|folgt|folge|teilen|teile|teilt|gefällt; weiterlesen; weiter lesen; mehr lesen|erfahren|dazu
			erschien|erschienen zuerst; zuerst erschienen|erschien; ursprünglich erschienen|veröffentlicht; newsletter; cookie|cookies
			datenschutzerklärung|datenschutz; impressum; sponsor|sponsoren|gesponsert; anzeige|werbung $
			kommentar hinterlassen|schreiben; kommentare $; alle rechte vorbehalten; copyright; abgelegt|veröffentlicht unter
			verschlagwortet; schlagwörter; ähnliche|verwandte beiträge|artikel; unterstütze|unterstützt|unterstützen uns|mich|sie
			spenden|spende|spendet; patreon; hier klicken; hier herunterladen; shownotes|sendungsnotizen
			dieser beitrag|artikel ... gesponsert|erschien; zum inhalt; inhaltsverzeichnis; über den autor|die autorin; artikel teilen
			read more; continue reading; leave a comment; permalink; jetzt hören|ansehen; vg wort`,
	}
}

// germanTitles are the cues of what titles say.
func germanTitles() CueTable {
	return CueTable{
		TitleVote: `
			[abstimmung|[wahl; ^ abstimmung; abstimmung über|zu|zur|zum; aufruf zur abstimmung; ^ wahl|wahlen; [umfrage; meinungsbild`,
		TitleResult: `
			[ergebnis|[ergebnisse; abstimmungsergebnis|wahlergebnis|abstimmungsergebnisse
			ergebnis|ergebnisse|resultat der|des|von _? abstimmung|wahl|umfrage; ^ ergebnis|ergebnisse ... abstimmung|wahl
			[angenommen|[abgelehnt`,
		TitleSecurity: `[sicherheit; sicherheits*; schwachstelle*; kritische lücke; lücke in|im`,
		TitleRelease: `
			veröffentlicht; freigegeben; erschienen; ist da; ist draußen; verfügbar $; neue version; neues release
			jetzt|nun|ab verfügbar|erhältlich|sofort; steht bereit; [ankündigung`,
		TitleNoRelease: `
			releaseplan*|release-plan*|releaseplanung; release|version .. planung|termin|zeitplan|kandidat; nächstes release
			nächste version; vor dem release; nach dem release; fehler*; problem*; fahrplan; stand der|des|von; wann kommt|erscheint
			weg zu|zur; versionshinweise; kaputt; einfrieren`,
		TitleAnnouncement: `
			[ankündigung|[einladung|[termin|[veranstaltung|[erinnerung; ankündigung*; einladung*; treffen|stammtisch*; konferenz*
			tagung; workshop*; umfrage; erinnerung; vortrag|vorträge; anmeldung; protokoll; tagesordnung; programm steht|online|ist
			save the date; termin|termine; willkommen; aufruf zu|zur|zum|für; jahresversammlung|mitgliederversammlung; schulung
			rundbrief; stellenangebot*|stellenanzeige*|stellenausschreibung*|jobangebot*; stelle frei|zu; wir suchen`,
		TitleProposal: `[diskussion|[vorschlag|[idee|[entwurf; vorschlag*|vorschläge; entwurf; antrag; anregung; diskussionsgrundlage`,
		TitleQuestion: `
			frage|fragen; hilfe; rat|tipp|tipps gesucht; [frage|[hilfe
			wie kann|bekomme|geht|macht|mache|lässt|soll|man|finde|installier*|richte|verwende|nutze; ^ wie; warum|wieso|weshalb
			^ was ist|sind|bedeutet|macht; ^ wo; ^ woher; ^ wer; ^ welche|welcher|welches; gibt es; kann man|ich|jemand
			hat|kennt|weiß jemand; ^ suche; ^ brauche; problem mit|bei|beim; anfänger*; probleme mit|bei|beim; ratlos; empfehlung*
			rat; möglich $; unklar`,
		TitleReport: `
			fehler*; absturz|abstürze; stürzt; kaputt; problem*; geht nicht
			funktioniert|startet|läuft|lädt|baut|kompiliert|findet|erkennt .. nicht|keine|keinen|kein; fehlt|fehlen; falsch*; hängt
			speicherleck*; fehlgeschlagen; schlägt ... fehl; langsam; defekt; ausfall; gestört|störung; nicht gefunden|erreichbar
			bleibt stehen|hängen; vertippt|tippfehler; bricht ... ab; seit update`,
		TitleIdea: `
			idee|ideen; was wäre wenn; gedanke|gedanken; wunsch|wünsche; [idee|[wunsch; könnte|könnten wir|man; wäre schön|toll|nett
			funktionswunsch; anregung`,
		TitleRobot: `
			tägliche|täglicher|wöchentliche|wöchentlicher|monatliche|monatlicher .. zusammenfassung|bericht|statistik|übersicht|auswertung
			wochenstatistik|monatsstatistik|tagesstatistik; build fehlgeschlagen|erfolgreich|repariert`,
		TitleAway: `
			außer haus; abwesen*; urlaub; automatische antwort|rückmeldung|eingangsbestätigung; auto* antwort; nicht im büro|haus
			bin im urlaub; elternzeit; eingangsbestätigung`,
		TitleSolved:    `[gelöst|[erledigt|[solved|[resolved; ^ gelöst|erledigt|behoben; gelöst|erledigt|behoben $`,
		TitleWithdrawn: `[abgesagt|[zurückgezogen|[entfällt; zurückgezogen; abgesagt; entfällt; fällt aus; verschoben auf`,
	}
}

const germanMeta = `
	meinte natürlich; wollte natürlich|eigentlich schreiben|sagen; sollte|soll|muss|müsste natürlich heißen|lauten; neuling; anfänger
	newbie|noob; dumme|blöde|doofe|banale frage|fragen; anfängerfrage|anfängerfragen; entschuldig*; sorry
	tut mir leid; verzeih*; pardon; danke|dank im|schon|vorab|für; ^ vielen|besten|herzlichen dank; jede hilfe
	für hinweise|tipps|hilfe|anregungen|rückmeldung|rückmeldungen|feedback|jede|jeden|eure|ihre
	über hinweise|rückmeldung|rückmeldungen|feedback|tipps|hilfe|eine
	hat|weiß|kennt|kann|hätte|könnte|habt jemand|da|mir|dazu|hier|ihr .. idee|ideen|rat|tipp|tipps|helfen|hinweis
	jemand .. idee|tipp|ahnung|rat; irgendwelche ideen|vorschläge|tipps|hinweise; ideen $; bin .. neu hier|auf|in|dabei|bei
	neu hier|dabei|auf; hoffe das|dass|es|ihr; hoffentlich; viel spaß|erfolg|glück
	was meint|denkt|haltet|meinst|denkst|hältst ihr|du|davon; was meinen|denken|halten sie; meinungen $; übersehe ich
	ist das so? richtig|korrekt $; mache ich .. falsch; was läuft .. falsch; freue mich|freuen uns
	meldet|melde|melden euch|dich|sie; bescheid; korrigiert|korrigiere|korrigieren mich|sie; willkommen; im? anhang
	wollte nur|kurz; bitte .. cc; bin nicht .. liste|abonniert; mein deutsch; lange|langen mail|nachricht; frage mich ob jemand
	ich hätte mal|da; hätte ich mal|da|noch; kurze frage $; steht im betreff; betreff sagt|steht; wer kann .. helfen
	gern geschehen; schönes wochenende; frohe|guten weihnachten|ostern|rutsch; glückwunsch; gratulation; liebe leute|liste|alle
	hallo zusammen|liste; mein erster beitrag; vorweg`

const germanDangles = `
	^ dies|diese|dieser|dieses|diesen|diesem
	^ das|die|der|den|dem ist|sind|war|waren|wird|werden|wurde|wurden|würde|würden|wäre|hat|haben|hatte
	^ das|die|der|den|dem hätte|kann|können|könnte|soll|sollte|sollten|muss|müssen|müsste|darf|geht|ging|kommt
	^ das|die|der|den|dem macht|heißt|bedeutet|liegt|gilt|sieht|klingt|funktioniert|stimmt|gibt|scheint|sehe|finde|halte
	^ das|die|der|den|dem habe|denke|glaube|weiß|mache|werde|kenne|verstehe|läuft|klappt|hilft|half|betrifft|passiert
	^ das|die|der|den|dem hängt|reicht|lässt|ergibt|steht|brauche|braucht|geschieht|wollte|will|möchte|mag|tut|zeigt
	^ das|die|der|den|dem spricht|passt|dürfte|erklärt|löst|behebt|führt|schaue|nehme|übernehme|erledige|prüfe|ändere|sehen
	^ das|die|der|den|dem finden|glauben|denken|verstehen|brauchen|machen|meine|meint|überzeugt|gefällt|kenne|kennt|nutze|nehmen
	^ das|die|der|den|dem baue|hört|liest|entspricht|verhindert|erlaubt|spart|bringt|kostet|bricht|stört|hieße|ginge|ergäbe; ^ es
	^ er; ^ sie; ^ ihn|ihm|ihr|ihre|ihnen; ^ sein|seine|deren|dessen
	^ dabei|dadurch|damit|deshalb|deswegen|daher|dann|dafür|davon|dazu|darin
	^ darauf|darüber|danach|dagegen|daran|daraus|darum|somit|dort|da|demnach|folglich; ^ beide|beides; ^ solche|solcher|solches
	^ jene|jener|jenes; ^ außerdem|trotzdem|sonst|ebenso|genauso|stattdessen|allerdings|jedoch
	^ dennoch|zudem|ansonsten|andererseits|einerseits|hingegen|vielmehr|weiterhin|ferner
	^ schließlich|zuletzt|erstens|zweitens|drittens|zunächst|zuerst|letztlich
	^ immerhin|jedenfalls|wenigstens|zumindest|anschließend|überdies|insofern|ähnlich|andernfalls
	^ letzterer|letzteres|letztere|ersterer|ersteres; ^ also; ^ aber; ^ und; ^ oder; ^ denn; ^ doch; ^ sondern; ^ auch
	^ ja|nein|nee|nö|jein; ^ nicht; ^ weil; ^ so; ^ zum beispiel; ^ beispielsweise; ^ genau; ^ richtig; ^ stimmt; ^ klar
	^ okay|ok; ^ gut; ^ nun; ^ naja|na; ^ tja; ^ hm|hmm; ^ ach|oh|ah|aha; ^ eben; ^ einverstanden; ^ siehe; ^ hier
	^ noch ein|eine|einmal; ^ ein|eine weiterer|weitere|anderer|andere
	^ der|die|das andere|anderen|zweite|dritte|letzte|erste|obige|gleiche|einzige|selbe; ^ dasselbe|dieselbe|derselbe
	^ in dem|diesem|beiden|jedem fall|fällen|sinne; ^ ich stimme|widerspreche; ^ im gegenteil; ^ nochmal|nochmals
	^ welche|welcher|welches; ^ umgekehrt; ^ wobei; ^ soll heißen; ^ mit anderen worten; ^ schön|super|prima; ^ natürlich
	^ wie gesagt; ^ leider nein|nicht; ^ sehe ich; ^ stimme; ^ bis dahin; ^ seitdem; ^ deins|meins; ^ gern|gerne
	^ keins|keine|keiner von; ^ eins|eines|einer davon; ^ alles andere; ^ entweder; ^ weder; ^ bin`

// germanSells are offers to a reader, and not topics.
const germanSells = `
	sofortkredit*; kredit|kredite|darlehen .. ohne|sofort|angebot*|beantragen; jetzt kaufen|bestellen|zugreifen|sichern|anmelden|beantragen
	sonderangebot*; rabatt von|bis|auf|code; rabattcode*; gutscheincode*; gutschein sichern|einlösen
	backlink*; geld verdienen .. online|hause|schnell|einfach; unverbindlich* angebot|beratung
	unsere|unserer|unseren dienstleistungen|produkte|firma|agentur|experten; unser unternehmen|angebot|shop
	kostenlos testen; kostenlose beratung; nur für kurze zeit; ihr|ihrem|ihres unternehmen|unternehmens
	ihre|ihrer firma|website|webseite|internetseite; suchmaschinenoptimierung für|ihrer; seo agentur|optimierung
	sehr geehrte|geehrter kunde|kunden|kundin|interessent*
	sie haben .. gewonnen; klicken sie; hier klicken; versandkostenfrei; online|bestes casino; casino bonus
	viagra .. kaufen|bestellen; potenzmittel
	bitcoin|krypto* handel*|plattform; in bitcoin|krypto* investieren; garantierte rendite*|gewinn*
	günstig* preis*|angebot*; adressdaten; firmenadressen; whatsapp|telegram .. uns|mich; buy now; limited offer; dear friend; nebenverdienst
	streng|strikt|absolut vertraulich*; bitte .. um ihre hilfe|mitwirkung|zusammenarbeit; nächster angehöriger
	mein|meines|unser|unseres verstorbener|verstorbenen; überweisung|transfer der summe|des geldes|betrags; als begünstigter|begünstigten
	zum sonderpreis; führender anbieter; wir bieten|liefern ihnen; newsletter-marketing`
