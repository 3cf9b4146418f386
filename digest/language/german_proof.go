package language

// germanProof are the words by which German sentences are proven.
func germanProof() ProofWords {
	return ProofWords{
		Future:   spelled(wordSet(`wird werden wirst werdet`)),
		FutureTo: []string{"steht an", "kommt demnächst"},
		Possible: spelled(wordSet(`kann können könne könnte könnten soll sollen solle sollte sollten darf dürfen
			dürfte dürften mag möge möchte möchten muss müssen müsste`)),
		Open:    spelled(wordSet(`könnte könnten dürfte dürften mag`)),
		Permits: spelled(wordSet(`lässt lassen ließ ließen erlaubt erlauben erlaubte erlaubten gestattet gestatten gestattete`)),
		Hedges: union(spelled(wordSet(`ob wenn falls sofern könnte könnten sollte sollten dürfte dürften würde
			würden möchte möchten vielleicht möglicherweise eventuell
			vermutlich wahrscheinlich wohl womöglich offenbar anscheinend scheint schien schlug vorschlag plant
			plante planen will wollte wollten
			hofft hoffte erwartet erwartete überlegt überlegte erwägt erwog denkt dachte glaubt glaubte meint
			meinte vermutet vermutete
			fragt fragte bat bittet bot empfahl empfiehlt riet rät wünscht wünschte versucht versuchte
			bezweifelte zweifelte warnte warnt
			möglich unsicher idee frage kündigte versprach verspricht kann können soll sollen`))),
		Asks: spelled(wordSet(`ob fragt fragte fragten wollte bezweifelte zweifelte`)),
		Against: spelled(wordSet(`dagegen gegen widersprach widersprechen ablehnte ablehnen lehnte abgelehnt zweifel nur kaum wenig
			wenige bevor ehe bis außer obwohl trotz statt anstatt schwierig schwer problem probleme`)),
		Manner:  "erweise",
		Decided: wordSet(`beschlossen beschloss entschieden entschied`),
		Settles: spelled(wordSet(`beschl entsch einig wird werden geeinigt festgelegt abgestimmt`)),
		Lacks: spelled(wordSet(`fehlt fehlte fehlen fehlten fehlend fehlende misslang scheitert scheiterte
			gescheitert unmöglich verweigert verweigerte abgelehnt lehnt lehnte
			ablehnung mangels mangel falsch vermeidet vermeiden verhindert verhindern bestreitet bestritt kaputt
			versagt stoppt gestoppt selten statt anstatt
			vergaß vergessen ausgeschlossen außer`)),
		LackPairs: []string{"statt dessen", "nicht mehr", "anstelle von"},
		Weak:      spelled(wordSet(`ohne kaum`)),
		LackStart: []string{"un"},
		LackNot:   spelledList(`und unter uns unix unit uni union universal universität`),
		LackEnd:   []string{"los", "lose", "losen", "frei"},
		Wholes: spelled(wordSet(`alle alles allen aller jede jeder jedes jeden immer stets vollständig völlig
			sämtliche niemand nie keiner einstimmig`)),
		Parts: spelled(wordSet(`einige einiges manche mancher manches viele vieles mehrere meisten meist
			meistens oft manchmal teilweise teils wenige jemand`)),
		Reports: spelled(wordSet(`sagt sagte sagten gesagt fragt fragte gefragt schrieb schreibt schrieben
			geschrieben berichtet berichtete berichteten antwortet antwortete antworteten
			meint meinte meinten findet fand fanden schlug schlägt vorgeschlagen erklärt erklärte erwähnt
			erwähnte kündigte angekündigt stellte stellt nannte nennt
			bat bittet riet rät empfahl empfiehlt wollte will wollten dachte denkt glaubt glaubte hofft hoffte
			widersprach widerspricht bestätigt bestätigte
			dankt dankte ergänzte ergänzt wies weist verwies warnte warnt plante plant zeigte zeigt gab gibt
			machte macht nahm nimmt nutzt nutzte
			außerdem ferner zuvor zunächst später dann auch noch bereits heute weiter liste mail nachricht
			beitrag thema frage leute person personen`)),
		Says: spelled(wordSet(`gesagt gefragt geschrieben berichtet geantwortet vorgeschlagen erklärt
			erwähnt angekündigt bestätigt empfohlen`)),
		Person: spelled(wordSet(`ich mich mir mein meine meinen meinem meiner wir uns unser unsere unseren
			unserem unserer`)),
		Praise: spelled(wordSet(`beste besten großartig fantastisch wunderbar hervorragend brillant
			sensationell beeindruckend spannend revolutionär perfekt legendär atemberaubend einzigartig`)),
		Commands: spelled(wordSet(`ignoriere ignorieren klick klicke klicken besuche besuchen abonniere
			abonnieren kaufe kaufen vergiss vergesst`)),
		Joins: spelled(wordSet(`und aber während wohingegen dass wie als nachdem bevor weil da sodass obwohl
			wenn wo wer der die das denn seit bis sobald ob oder`)),
		Copula:    "sein",
		Agents:    wordSet(`von durch`),
		Vocatives: spelled(wordSet(`hallo hi moin servus danke liebe lieber grüße gruß`)),
		Numbers: merged(counted(2, `zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
			fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig`),
			map[string]int{"dreißig": 30, "vierzig": 40, "fünfzig": 50, "hundert": 100, "tausend": 1000}),
		Ordinals: merged(counted(2, `zweite dritte vierte fünfte sechste siebte achte neunte zehnte`),
			counted(2, `zweiten dritten vierten fünften sechsten siebten achten neunten zehnten`)),
		Irregular:    forms(germanIrregular),
		CapitalNouns: true,
	}
}

// spelledList is a list of words with their other spellings.
func spelledList(words string) []string {
	var out []string
	for w := range spelled(wordSet(words)) {
		out = append(out, w)
	}
	return out
}

// germanIrregular are a word and its forms a line.
const germanIrregular = `
	sein ist sind war waren gewesen bin
	haben hat hatte hatten gehabt
	finden fand fanden gefunden
	schreiben schrieb schrieben geschrieben
	gehen geht ging gingen gegangen
	laufen läuft lief liefen gelaufen
	geben gibt gab gaben gegeben
	nehmen nimmt nahm genommen
	kommen kommt kam kamen gekommen
	sehen sieht sah sahen gesehen
	brechen bricht brach gebrochen
	bringen brachte gebracht
	schließen schließt schloss geschlossen
	öffnen geöffnet öffnet öffnete
	bauen gebaut baut baute
	testen getestet testet testete
	prüfen geprüft prüft prüfte
	ändern geändert ändert änderte
	melden gemeldet meldet meldete
	laden lädt lud geladen
	lesen liest las gelesen
	werfen wirft warf geworfen
	fallen fällt fiel gefallen
	halten hält hielt gehalten
	stehen steht stand gestanden
	verlieren verliert verlor verloren
	beginnen beginnt begann begonnen
	verschieben verschob verschoben verschiebt
	treffen trifft traf getroffen`
