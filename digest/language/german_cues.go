package language

import "maps"

// What was done to a change or to a fault, as participles: "habe ich eben eingespielt".
const (
	germanMerged = `übernommen|` + germanCommit
	germanCommit = `eingecheckt|eingepflegt|gemergt|gemerged|gemerget|committet|committed|commitet|gepusht|gepushed|applied|merged|pushed|queued`
	germanTaken  = `habe|haben ich|wir ... ` + germanMerged + `|eingespielt; ist|sind im|in ... ` + germanCommit + `; habe|haben es|ihn|sie|dies|beide|alle|jetzt|nun|eben|gerade|soeben ... ` + germanMerged + `|eingespielt` +
		`; habe|haben den|die|das|deinen|deine|ihren|ihre|euren|eure patch|patches|änderung|änderungen|serie|fix|commit|commits|pr|mr|korrektur|korrekturen|vorschlag ... ` + germanMerged +
		`; habe|haben|wurde|wurden ... ` + germanCommit + `; patch|patches|änderung|änderungen|serie|fix|pr|mr ist|sind|wurde|wurden .. ` + germanMerged + `|eingespielt|drin` +
		`; ^ .. ist|sind .. ` + germanMerged + `|eingespielt $|danke|und; ^ .. ist|sind .. drin $|danke; ^ ist|sind .. im|in master|main|trunk|head|git|svn|cvs|hauptzweig $|danke; patch|patches|änderung|änderungen|serie|fix|pr|mr ist|sind .. im|in master|main|trunk|head|git|svn|cvs|hauptzweig`
	germanFixed = `behoben|gefixt|gefixed|korrigiert|repariert|eingearbeitet|fixed`
	germanDone  = `veröffentlicht|freigegeben|hochgeladen|umgesetzt|implementiert|eingebaut|aktualisiert|angepasst|zurückgenommen|ergänzt|hinzugefügt|entfernt|umgestellt|deployt|released|uploaded`
)

// What somebody says they will do, as infinitives behind "ich werde", and as they stand in "ich schicke morgen eine
// neue Fassung".
const (
	germanWill = `schicken|senden|nachreichen|einreichen|einsenden|einbauen|ausbauen|umbauen|ändern|anpassen|korrigieren|beheben|fixen|reparieren|aktualisieren|ergänzen|hinzufügen|nachtragen|eintragen|entfernen|löschen|schreiben|überarbeiten|umschreiben|aufnehmen|öffnen|anlegen|eröffnen|aufmachen` +
		`|mergen|übernehmen|einspielen|committen|pushen|hochladen|einchecken|prüfen|testen|ausprobieren|probieren|anschauen|ansehen|nachsehen|nachschauen|untersuchen|dokumentieren|melden|veröffentlichen|freigeben|vorbereiten|umbenennen|verschieben|aufteilen|zurücknehmen|umstellen|umsetzen|implementieren` +
		`|machen|tun|erledigen|kümmern|starten|fragen|anfragen|nachfragen|besorgen|organisieren|mitbringen|weiterleiten|informieren|abklären|besprechen|übersetzen|aufsetzen|installieren|einrichten|bestellen|buchen|antworten|beantworten|berichten|zusammenfassen|sammeln|verlinken|aufräumen|abschalten|einladen|beantragen|ausrollen|deployen|rebasen|reverten|releasen|nachholen|bereitstellen|erstellen|bauen|versuchen|angehen|einpflegen|einstellen|verschicken|klären|nachliefern|rausnehmen|berücksichtigen`
	germanAct  = `schicke|sende|reiche|baue|ändere|passe|korrigiere|behebe|fixe|repariere|aktualisiere|ergänze|trage|nehme|lösche|entferne|schreibe|überarbeite|öffne|lege|mache|merge|übernehme|spiele|committe|pushe|lade|checke|prüfe|teste|probiere|schaue|gucke|untersuche|melde|veröffentliche|erstelle|stelle|setze|liefere|kläre|versuche|rolle|hänge`
	germanSoon = `morgen|gleich|nachher|heute|später|demnächst|bald|übermorgen|nächste|nächster|nächsten|kommende|kommenden|abend|wochenende|dann|bis|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag`
)

// germanCues is how German lists talk, with the English words that they use. The titles of German lists are often
// English, too.
func germanCues() CueTable {
	table := CueTable{}
	for _, part := range []CueTable{
		germanObjections(), germanDoubts(), germanDecisions(), germanVerdicts(), germanEndings(), germanMatters(), germanActs(),
		germanAsides(), germanLeaning(), germanFrames(), germanTitles(),
	} {
		maps.Copy(table, part)
	}
	for cue := lastOfSentences + 1; cue < lastCue; cue++ {
		table[cue] += "\n" + english.Table[cue]
	}
	return table
}

// germanDecisions are the cues of what is promised, decided and done.
func germanDecisions() CueTable {
	return CueTable{
		Promises: `
			ich|wir werde|werden ... .. ` + germanWill + `; werde|werden ich|wir ... ... ` + germanWill + `
			ich|wir werde|werden das|es|dies? so? machen|tun|versuchen; ich|wir ` + germanAct + ` .. ` + germanSoon + ` ...
			` + germanAct + ` ich|wir .. ` + germanSoon + `; das|dies|die|den ` + germanAct + ` ich dann|noch|mir? $
			ich|wir kann|könnte|können .. morgen|heute|wochenende|nachher|demnächst|nächste ... ` + germanWill + `
			wird|werden .. in der nächsten|kommenden version|release|fassung ... ` + germanFixed + `|enthalten|geändert|eingebaut|ergänzt
			wird|werden mit der|dem nächsten|kommenden version|release ... ` + germanFixed + `|ausgeliefert
			kommt|kommen in|mit die|der|das|dem nächste|nächsten|kommenden; ich füge ... hinzu; füge ich ... hinzu
			dann ` + germanAct + ` ich|wir; lade|laden .. .. bis|morgen|gleich|heute|noch ... hoch
			ich schicke|sende|baue|mache|erstelle dir|euch|ihnen; ich ` + germanAct + ` das|es|den|die|dies noch
			das|dies|den|die ` + germanAct + ` ich noch !; ich kläre das|dies|es; sage ich? .. bescheid; wir liefern ... nach
			bis ` + germanSoon + ` habe|haben ich|wir ... fertig
			wir schicken|senden|veröffentlichen|stellen|machen|bauen|prüfen|testen|liefern|schalten|spielen|rollen|bringen .. .. ` + germanSoon + `|am
			ich habe .. auf dem zettel|schirm; ich bereite ... vor; ich arbeite gerade|noch|schon|bereits? daran; ich bin dran
			ich setze mich ... dran|daran; reiche ... nach; liefere ... nach; schaue ich? mir|es|das|mal ... an; sehe ich? mir ... an
			gucke ich? mir ... an; schaue .. mal|heute|morgen nach; ich kümmere mich; kümmere ich mich; ich übernehme das|es|den|die|gern
			übernehme ich $; mache|erledige ich $|gern|gerne|danke|am|sofort|` + germanSoon + `; das|es wird gemacht|erledigt
			wird gemacht|erledigt $; steht|kommt|setze|habe .. auf|auf meiner|meine|der|die todo-liste|todo|liste|aufgabenliste|agenda
			auf meiner|meine liste|todo-liste
			v2|v3|v4|v5|v6 kommt|folgt|ist in arbeit; neue|neuer|überarbeitete|korrigierte fassung|version|patch|serie folgt|kommt
			folgt morgen|heute|gleich|demnächst|bald|später; ich gebe .. bescheid; gebe ich .. bescheid
			ich melde mich wieder|dann|wenn|sobald|morgen|nochmal; melde mich .. wieder|wenn|sobald|morgen; ich habe .. vor zu|das
			habe ich vor; ich nehme mir das|es|die|den .. vor; ich nehme das|es|den|die|dies .. auf|mit|raus|heraus
			ich plane das|es|den|die .. ein; nehme ich .. raus|heraus|auf|mit|rein; ich plane; baue ich .. ein|um|aus
			ändere|korrigiere|ergänze|behebe|fixe ich; ich bleibe dran; wir bleiben dran; ich versuche ... ` + germanWill + `
			ich versuche das|es|dies zu; komme ich ... dazu; lass|lasst mich .. schicken|senden|prüfen|nachsehen|testen
			ich will|möchte|muss das|den|die|es|mir .. morgen|heute|demnächst|bald ... ` + germanWill + `
			- ich|wir _ .. vielleicht|eventuell|womöglich|wahrscheinlich|irgendwann|vermutlich
			- vielleicht|eventuell|womöglich|irgendwann|vermutlich _ ich|wir
			- wenn|falls|sobald ich|wir ... zeit|lust|dazu|ruhe; - wenn|falls|sobald .. zeit bleibt|ist; - bei gelegenheit
			- bedeutet|heißt|folgt|hoffe|glaube|vermute|denke dass? wir ... werden|würden; - wir ... wo|soweit|wenn möglich|nötig
			- in meiner|dieser antwort|mail|nachricht|erklärung`,
		Decides: `
			wir haben|hatten|sind ... beschlossen|entschieden|geeinigt|festgelegt|verständigt|verabredet|übereingekommen
			haben wir ... beschlossen|entschieden|geeinigt|festgelegt|verständigt
			vorstand|gremium|team|projekt|gruppe hat|haben ... beschlossen|entschieden|geeinigt|festgelegt
			versammlung|mitgliederversammlung|rat|kommission|runde|kernteam hat|haben ... beschlossen|entschieden|geeinigt|festgelegt
			hat der|die|das vorstand|gremium|team|projekt|gruppe|versammlung|mitgliederversammlung|rat ... beschlossen|entschieden
			es|das|damit|hiermit wurde|ist|sei|haben gemeinsam|einstimmig|gestern|heute|damit|nun|jetzt|so? beschlossen|entschieden
			wurde|wurden .. beschlossen|entschieden !; konsens ist|war|scheint|besteht|herrscht|lautet
			besteht|herrscht|haben wir konsens|einigkeit; einigkeit besteht|herrscht
			die|unsere|meine entscheidung ist|lautet|fiel|steht|war; entscheidung .. gefallen|getroffen
			ich habe|bin mich|ich .. entschieden|entschlossen|beschlossen; habe ich mich .. entschieden|entschlossen
			antrag|abstimmung|vorschlag|satzung|entwurf ist|wurde|gilt|wird ... angenommen|abgelehnt|beschlossen
			ist|wurde|gilt damit|hiermit|somit .. angenommen|abgelehnt|beschlossen|entschieden
			wir gehen mit variante|option|vorschlag|lösung|version
			wir bleiben|nehmen|machen|verwenden also|nun|jetzt|daher|deshalb|deswegen
			wir bleiben vorerst|damit|erstmal? bei|beim|dabei; bleiben wir also|vorerst|damit|erstmal? bei|beim|dabei
			dann nehmen|machen|verwenden|belassen wir das|es|den|die|so|diese|diesen; dann bleiben wir
			machen wir das|es also|jetzt|nun? so; wir machen|halten|lassen das|es jetzt|nun|also|dann|erstmal? so
			damit|somit ist der|die|das .. angenommen|abgelehnt|beschlossen; also|dann bleibt es; ich habe mich ... entschieden
			^ .. abgemacht $; beschlossene sache; es bleibt bei|beim|dabei|also`,
		Updates: `
			^ erledigt; ^ ` + germanMerged + `; ^ eingespielt; ^ ` + germanFixed + `; ^ ` + germanDone + `; ^ nachtrag
			^ anbei|angehängt ist? die|eine|der|ein neue|neuer|überarbeitete|überarbeiteter|aktualisierte|aktualisierter version|fassung|patch
			^ update; ^ edit; ^ ergänzung; ^ aktualisierung; ^ done; ^ committed
			ich|wir habe|haben ... .. ` + germanMerged + `|eingespielt|` + germanFixed + `|` + germanDone + `|gemeldet|angelegt|eröffnet|aufgemacht
			habe|haben ich|wir|es|das|den|die|jetzt|nun|eben|gerade|soeben ... .. ` + germanMerged + `|eingespielt|` + germanFixed + `|` + germanDone + `|gemeldet|angelegt|eröffnet|aufgemacht
			ist|sind|wurde|wurden jetzt|nun|inzwischen|mittlerweile|seit|heute|gestern|soeben|bereits|schon|damit ... ` + germanMerged + `|eingespielt|` + germanFixed + `|` + germanDone + `
			wurde|wurden ... ` + germanMerged + `|eingespielt|` + germanFixed + `|` + germanDone + `
			ist|sind jetzt|nun|ab|seit|wieder .. verfügbar|online|live|draußen|offen|erreichbar
			ticket|issue|bug|pr|fehlerbericht .. aufgemacht|eröffnet|angelegt|erstellt|gemeldet`,
		Done: `
			der|das fehler|problem war|ist schon|bereits|inzwischen? behoben !
			- falls|wenn|ob|dachte|denke|hoffte|hoffe|sagt der|das fehler|problem
			^ erledigt; ^ ` + germanFixed + ` $|danke|in|im|mit|und|jetzt|seit; ^ .. ` + germanFixed + ` danke
			habe|haben|wurde|wurden ... ` + germanFixed + `; habe|haben ich|wir ... zurückgenommen|revertiert
			hat|haben .. schon|bereits|längst|inzwischen ... ` + germanFixed + `
			sollte|sollten|müsste|dürfte jetzt|nun|damit|nunmehr .. ` + germanFixed + ` sein; ^ seit ... ` + germanFixed + `
			in version|release _ ist|sind|wurde .. ` + germanFixed + `
			^ .. ist|sind .. ` + germanFixed + ` $|danke|und
			ist|sind jetzt|nun|inzwischen|mittlerweile|soeben|seit|damit|gestern|heute|bereits|schon ... ` + germanFixed + `
			ist|sind im|in ... ` + germanFixed + `
			in|im|nach|auf master|main|trunk|head|git|svn|cvs|hauptzweig|repository ... ` + germanFixed + `
			ist in|im git|svn|cvs|trunk|master|main|head $|behoben`,
		Merged: `
			^ ` + germanMerged + `; ^ eingespielt; ^ danke .. ` + germanMerged + `|eingespielt
			^ serie|patch|patches|beide|alle ` + germanMerged + `|eingespielt; ^ .. ` + germanMerged + `|eingespielt danke
			` + germanTaken + `
			ist|sind jetzt|nun|inzwischen|mittlerweile|soeben|seit|damit|gestern|heute|bereits|schon ... ` + germanMerged + `|eingespielt
			in|im|nach|auf master|main|trunk|head|git|svn|cvs|hauptzweig|repository ... ` + germanMerged + `|eingespielt
			liegt|steckt|steht|ist jetzt|nun|schon in|im master|main|trunk|head|git|svn|cvs|hauptzweig`,
	}
}

// germanVerdicts are the cues of what reviews and results say.
func germanVerdicts() CueTable {
	return CueTable{
		Agrees: `
			^ +1
			^ .. da|damit|vielleicht|du|ihr|sie|vermutlich hast|habt|haben|könntest du|ihr|sie? vielleicht|wohl|vermutlich|durchaus? recht
			+1 $|von|für|dafür|aus; ein|klares|dickes|großes|meine +1; ich|wir|da|dem|hier stimme|stimmen ... zu
			stimme|stimmen ich|wir|dir|ihnen|euch|dem|da|voll|vollkommen ... zu; kann|muss|möchte .. zustimmen
			sehe|sehen|sieht ich|das|wir|es .. genauso|ähnlich|ebenso; sehe|sehen ich|das|wir|es .. auch so
			bin|wäre ich|auch|klar|sehr|unbedingt|ebenfalls? dafür $|dass|wenn|das|es|den|die|zu; bin|wäre .. dafür $
			spreche mich .. für|dafür
			klingt|hört|sieht|liest sich|das|für? .. gut|vernünftig|sinnvoll|prima|super|plausibel|schön|toll
			finde|fände ich|das|es|den|die|auch .. gut|super|prima|sinnvoll|toll|klasse|richtig|vernünftig|schön
			^ .. gute|guter|gutes|tolle|prima|super|schöne|nette|hervorragende idee|plan|vorschlag|punkt|gedanke|arbeit|argument
			ist|wäre eine|ein|wirklich|auch|sehr .. gute|guter|tolle|prima|super|schöne|sinnvolle idee|vorschlag|lösung|gedanke|ansatz
			gefällt mir $|gut|sehr|auch|besser; ^ genau $|das|richtig|deshalb|darum|meine|mein; ^ genau so sehe
			^ richtig $|das|der|die|ich|es|genau|und|aber|wir|so|man; ^ stimmt $|ja|da|der|die|hatte|habe|natürlich|ich|du|danke|schon
			^ einverstanden; ^ volle zustimmung; ^ absolut|definitiv $|richtig|einverstanden|dafür|ja|sinnvoll; ^ unbedingt; ^ dito
			^ jawohl; ^ ja .. bitte|gern|gerne|unbedingt; ^ full ack; lgtm; acked-by; ^ ack; schließe ich? mich .. an; ich unterstütze
			unterstütze ich; passt für mich; passt so; bin .. deiner|ihrer|derselben|gleicher|eurer|dieser meinung|ansicht
			hast|haben|habt du|ihr|sie? ja|da|wohl|völlig|natürlich|absolut|vollkommen? recht $|gehabt|und|aber|ich|da|das
			hast|haben|habt du|ihr|sie? ja|da|wohl|völlig|natürlich|absolut|vollkommen? recht es|mit|dass|der|die|damit|danke
			dem ist nichts hinzuzufügen; ^ dafür $; ^ .. bin dabei $; klingt .. guten plan|idee|lösung|kompromiss
			halte .. für sinnvoll|richtig|gut|vernünftig|angemessen; spricht .. nichts dagegen; meine stimme hast|habt|haben|dafür`,
		Reviews: `
			reviewed-by; acked-by; tested-by; lgtm; ship it; approved
			vorläufig|testweise|probeweise|probehalber|versuchsweise ` + germanMerged + `|eingespielt
			sieht für|mir|jetzt|alles|soweit|der|die|das|patch? .. gut|prima|richtig|korrekt|okay|ok|sauber aus
			habe|haben ich|mir|es|das|den|die|ihn|sie .. durchgesehen|angesehen|angeschaut|durchgelesen
			habe|haben ich|mir|es|das|den|die|ihn|sie .. reviewt|gereviewt|gereviewed|begutachtet
			habe|haben es|das|den|die|ihn|sie patch|patches|serie|änderung? .. getestet|geprüft
			von mir aus .. rein|gemergt|übernommen; kann so rein|gemergt|übernommen`,
		Passes: `
			angenommen; beschlossen; bestanden; bestätigt; einstimmig*; gewählt; erfolgreich*; zugestimmt; mehrheitlich
			pass|passes|passed; carried; approved; accepted; adopted; unanimous*`,
		Blames: `
			abgelehnt; gescheitert; nicht|nie .. angenommen|beschlossen|bestanden|erreicht|bestätigt; keine mehrheit; durchgefallen
			verfehlt; fail|fails|failed; reject*; did|does|has|is not pass|passed|passes|approved; not passed|approved|carried; vetoed`,
		Reserves: `
			aber; jedoch; allerdings; außer; obwohl; bis auf; solange; nur wenn|dass; fast; beinahe; teilweise; immer noch; noch immer`,
	}
}

// germanEndings are the cues of how a question ends, and does not.
func germanEndings() CueTable {
	return CueTable{
		Works: `
			es|das|alles|beide|beides läuft|laufen|funktioniert|funktionieren|geht|gehen jetzt|nun wieder !
			scheint|sieht jetzt|nun|wieder gut|ordentlich|ordnung|heil $; sieht jetzt|nun|wieder gut aus
			jetzt|nun|damit|so geht|funktioniert|klappt es|das|alles|er wieder|wunderbar|einwandfrei|prima|super $
			jetzt|nun|damit|so geht|funktioniert|klappt sie|auch|beides|tatsächlich wieder|wunderbar|einwandfrei|prima|super $
			jetzt|nun|damit|so läuft|tut|lief|ging es|das|alles|er|sie|auch|beides|tatsächlich wieder|wunderbar|einwandfrei|prima|super $
			jetzt|nun|damit|so geht|funktioniert|klappt es|das|alles|er|sie|auch|beides|tatsächlich tadellos|perfekt|endlich $
			jetzt|nun|damit|so läuft|tut|lief|ging es|das|alles|er|sie|auch|beides|tatsächlich tadellos|perfekt|endlich $
			jetzt|nun|damit|so geht|funktioniert|klappt es|das|alles|er|sie|auch|beides|tatsächlich bestens|problemlos|auch $
			jetzt|nun|damit|so läuft|tut|lief|ging es|das|alles|er|sie|auch|beides|tatsächlich bestens|problemlos|auch $
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft|ging es|das|alles|beides? wieder|wunderbar? danke|vielen
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft|ging es|das|alles|beides? einwandfrei|prima|super? danke|vielen
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft|ging es|das|alles|beides? tadellos|perfekt? danke|vielen
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft|ging es|das|alles|beides? endlich|bestens|problemlos? danke|vielen
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft es|das|alles|beides|wieder|wunderbar? $
			jetzt|nun|damit|so geht|funktioniert|klappt|läuft einwandfrei|prima|super|tadellos|perfekt|endlich|bestens? $
			damit funktioniert|klappt|geht|läuft es|das|alles|beides|auch|der|die !; ^ mein|meine .. läuft|funktioniert jetzt|nun|wieder !
			jetzt|nun funktioniert|klappt|läuft der|die|das|es|alles !; das war es|der|die $|danke|fehler|ursache|lösung
			es|das|alles geht|funktioniert|klappt|läuft|tut jetzt|nun|endlich|wieder|wunderbar|einwandfrei !
			es|das|alles geht|funktioniert|klappt|läuft|tut prima|super|tadellos|perfekt|bestens|problemlos !
			klappt|funktioniert|läuft|tut jetzt|nun|wunderbar|prima|einwandfrei|bestens|perfekt|tadellos|problemlos !
			klappt|funktioniert|läuft wie gewünscht|erwartet|gewollt|geschmiert|erhofft|geplant !
			läuft|geht|funktioniert|klappt seitdem|seither .. wieder|einwandfrei|problemlos|gut|prima|$
			läuft|geht wieder $|einwandfrei|danke; funktioniert|klappt|läuft wieder !; geht jetzt|nun $|wieder|auch|alles|danke|endlich
			das|dein|deine|euer|ihr|der|die tipp|hinweis|vorschlag|patch|änderung? hat|hatte jetzt|nun? .. geholfen|geklappt
			das|dein|deine|euer|ihr|der|die tipp|hinweis? hat|hatte tatsächlich|wunderbar|sofort? .. geholfen|geklappt
			das|dein|deine|euer|ihr|der|die vorschlag|patch|änderung? hat|hatte tatsächlich|wunderbar|sofort? .. geholfen|geklappt
			das|dein|deine|euer|ihr|der|die tipp|hinweis|vorschlag|patch|änderung? hat|hatte mir|sehr|super|schon|auf? .. geholfen|geklappt
			hat jetzt|nun|tatsächlich|wunderbar|sofort|prima|tadellos|einwandfrei funktioniert; hat .. geholfen $|danke|vielen
			daran|genau|tatsächlich daran? lag es|das|der; ^ .. es lag an|am|tatsächlich|daran
			mit ... geht|läuft|funktioniert|klappt es $; endlich läuft|geht|funktioniert|klappt es|das|alles|auch !
			seitdem|seither läuft|geht|funktioniert|klappt .. !; jetzt|nun startet|lädt|baut|bootet alles|es|er|sie|wieder !
			tipp|hinweis|vorschlag war goldrichtig|richtig|super|perfekt|gold; ist|herrscht ruhe $
			^ .. hat .. geklappt|geholfen $|danke|vielen|super; ursache war ein|eine|der|die|das
			jetzt|nun startet|lädt|baut|kompiliert|reagiert|bootet ... wieder; ^ .. fehler|ursache|lösung|problem gefunden
			problem|fehler|frage|sache|rätsel gelöst|behoben|geklärt|beseitigt $|danke|es|durch|mit|ich|der|die|das
			problem|fehler|sache|rätsel|spuk ist|wäre|hat sich|jetzt|nun|damit|seitdem|also|inzwischen|somit? .. gelöst|geklärt|erledigt|weg
			problem|fehler|sache|rätsel|spuk ist|wäre|hat sich|jetzt|nun|damit? .. verschwunden|beseitigt|behoben|vorbei
			problem|fehler|sache|rätsel|spuk ist|wäre|hat seitdem|also|inzwischen|somit? .. verschwunden|beseitigt|behoben|vorbei
			^ perfekt|super|wunderbar|spitze|genial|danke|ja|ah .. funktioniert|klappt|läuft|geht $|danke|jetzt|wieder|alles !
			^ ok|okay|prima|klasse|toll|hurra|juhu|cool .. funktioniert|klappt|läuft|geht $|danke|jetzt|wieder|alles !
			^ funktioniert|klappt $|danke|vielen|jetzt|super|prima|wunderbar|tadellos|perfekt|einwandfrei
			tritt|treten|trat .. .. nicht mehr auf; habe die|den|jetzt lösung|ursache|fehler .. gefunden
			war|ist der|das|die fehler|problem|spuk|absturz .. weg|verschwunden|gelöst
			bei mir funktioniert|läuft|geht|klappt es|das|alles jetzt|nun|auch|damit|wieder !; ^ .. das|es hat funktioniert|geklappt !
			mit ... läuft|funktioniert|klappt|geht es|alles|das jetzt|nun|wieder|auch|wunderbar|einwandfrei|prima !
			installieren|neustart|neustarten|update|löschen|aktualisieren hat|hatte .. geholfen; ^ gelöst
			hat sich ... geklärt|erledigt; habe|konnte ich|es|das|den ... hinbekommen|geschafft|gelöst|hingekriegt
			konnte .. problem .. lösen|beheben; genau das .. gesucht|gebraucht|wollte|brauchte; jetzt verstehe|sehe|kapiere ich
			jetzt ist .. klar; ich habe es gefunden|gelöst|geschafft; habe|bekomme|bekam es jetzt|nun|endlich|doch zum|gelöst|hinbekommen
			^ geht|läuft|klappt|funktioniert $|danke|wieder|jetzt|super|prima|wunderbar|einwandfrei !`,
		Thanks: `
			^ .. danke|merci|thx|thanks|dankeschön; ^ dank $|dir|euch|ihnen|und|auch
			vielen|herzlichen|besten|tausend|lieben|schönen dank; danke für|dir|euch|ihnen|sehr|schön|nochmal|allen; danke $
			ich|wir danke|danken dir|euch|ihnen|für|allen; ^ super; ^ perfekt; ^ prima; ^ klasse; ^ wunderbar; ^ großartig; ^ toll
			^ spitze; war|ist|sind|waren sehr|echt|super|wirklich|äußerst hilfreich|nützlich $|danke|vielen|und
			^ ah|aha|ach so|ja|verstehe; ^ alles klar; ^ cool; ^ hervorragend; dankbar`,
		Courtesy: `
			danke|dank ... bestätigung|bestätigen|meldung|hinweis|rückmeldung|testen|interesse|geduld|patch|melden|teilen
			danke|dank ... voraus|fragen|frage|durchsicht|durchsehen|angebot|mitmachen|teilnahme
			hoffe ... lösen|finden|beheben`,
		Undoes: `
			^ .. ich|wir mich|uns zu früh gefreut; ^ ich|wir habe|haben mich|uns zu früh gefreut
			zurückgenommen|zurückgesetzt|revertiert|rückgängig|zurückgerollt; wieder raus|heraus .. genommen
			wieder rausgenommen|herausgenommen|ausgebaut|entfernt
			hat|habe|haben|hatte ... nicht|nichts geholfen|behoben|gelöst|gebracht|gefixt|repariert|geändert; löst|behebt|ändert .. nicht|nichts
			immer noch|wieder kaputt|fehler|da|aufgetreten|abgestürzt|rot|derselbe|dasselbe; noch immer kaputt|fehler|da
			tritt|treten|trat ... immer|noch|wieder .. auf
			besteht|bestehen weiterhin|immer|noch|trotzdem; schlägt|schlagen ... immer|weiterhin|wieder ... fehl
			nach wie vor kaputt|fehler|da|das; wieder aufgemacht|geöffnet|eröffnet
			mein|meine nächstes|nächste|neues|neue|anderes|andere|einziges|einzige? problem|frage|schwierigkeit ist|bleibt`,
		Rhetoric: `
			wäre|ist es|das|dies dann? nicht .. besser|einfacher|sinnvoller|sauberer|sicherer|klarer|gefährlich|übertrieben
			warum dann? nicht .. einfach|gleich|stattdessen
			wozu|warum|wieso|weshalb dann? .. brauchen|braucht|sollte|sollten|bräuchte|will|wollen wir|man|jemand|das; was spricht gegen|dagegen
			was ist|wäre .. falsch|verkehrt|schlecht an|daran; welchen|welcher vorteil|sinn|nutzen|mehrwert|zweck
			was bringt|brächte|nützt|nutzt das|uns|es|der|die
			brauchen|braucht wir|man|das|es|jemand .. wirklich|tatsächlich|überhaupt
			ist das|es|dies wirklich|tatsächlich|denn .. nötig|notwendig|sinnvoll|nützlich|so
			bricht|brechen|stört|verwirrt|kollidiert das|dies|es|damit nicht
			würde|wird|kann|könnte das|dies|es nicht ... brechen|stören|verwirren|kosten|führen|heißen|bedeuten
			ist|sind dafür|das|dazu|genau nicht .. gedacht|da|schon`,
		Lacks: `habe .. nichts beizutragen|hinzuzufügen|vorzuschlagen
			keine ahnung|idee; weiß ich|es? auch nicht; ich weiß es? auch? nicht; dasselbe|gleiche|ähnliche|ähnliches|selbe problem|frage
			hier auch|ebenso $
			bin mir? nicht .. sicher .. ob|wie|was|welche; habe ... nicht|noch getestet|geprüft|ausprobiert|gelesen|nachgesehen
			keine antwort|rückmeldung; würde mich auch; interessiert mich auch; ich auch $; nicht gefunden|herausgefunden
			leider|sorry .. ich ... nicht|nichts .. helfen|weiterhelfen|sagen|testen|beantworten
			kann ich ... nicht|nichts .. helfen|weiterhelfen|sagen; da muss ich .. passen; schaue mir .. an
			zeige|schicke .. mal? code|log|traceback
			besser|richtig ... aufgehoben; passt besser|eher in|auf|zu; falsche|andere|anderen|passendere liste|forum|gruppe für
			bitte nicht auf ... antworten`,
		Trouble: `
			immer noch; noch immer; weiterhin; leider; nicht|nie|kein|keine|keinen|keiner; dieselbe|gleiche|andere|neue fehlermeldung
			derselbe|gleiche|anderer|neuer fehler; fehlgeschlagen; schlägt ... fehl; abstürz*|abgestürzt|absturz*; stürzt; hängt
			kaputt; bricht ... ab; trotzdem; bleibt bestehen; dennoch; weder; nach wie vor`,
	}
}

// germanMatters are the cues of what a post is about, and what answers.
func germanMatters() CueTable {
	return CueTable{
		Answers: `
			du|ihr|sie|man kannst|könnt|können|kann|musst|müsst|müssen|muss|solltest
			du|ihr|sie|man solltet|sollten|sollte|brauchst|braucht|brauchen|könntest|könnte|darfst
			kannst|könntest|musst|solltest|brauchst|darfst du; könnt|müsst|solltet|braucht ihr
			können|müssen|sollten|brauchen|könnten sie; kann|muss|sollte|könnte|braucht man
			^ nimm|nehmt|probier|probiere|probiert|versuche|versucht|schaue
			^ schaut|sieh|siehe|benutz|benutze|benutzt|nutze|verwende|verwendet
			^ setze|setzt|ruf|rufe|starte|startet|lösche|prüf|prüfe|prüft|stell|stelle|gib|trage|füge|ändere|lege|lade; hilft nur
			^ guck|guckt; ich habe das|es|dies ... gelöst; reicht ein|eine|es
			lösung|antwort|anleitung|beschreibung|erklärung|beispiel .. findest|findet|finden|steht; ^ setz|leg|lösch|nutz|trag
			noch? nicht unterstützt|vorgesehen|implementiert; ^ mache|macht das|es|mal|den|die|ein|eine|einen|doch|einfach
			^ installier*; ^ nehmen|probieren|versuchen|schauen|benutzen|nutzen|verwenden|setzen|prüfen|starten sie; weil
			der grund|weg|trick|richtige|einfachste|übliche|beste .. ist|liegt|war|lautet
			die ursache|lösung|antwort|einfachste .. ist|liegt|war|lautet; ^ .. das liegt
			das liegt an|am|daran|vermutlich|wahrscheinlich; liegt daran|an|am
			ist .. möglich|unmöglich|vorgesehen|beabsichtigt|dokumentiert|veraltet|nötig|erforderlich|gewollt|bekannt
			wird .. unterstützt; es gibt|gab; gibt es seit|dafür|ab; stattdessen; am einfachsten|besten
			ich würde|empfehle|vermute|schätze|nehme an?; würde ich
			wir|ich benutzen|nutzen|verwenden|verwende|nutze|benutze|mache|hatte; kommt darauf|drauf an; hängt davon|von
			deshalb|darum|deswegen|dafür|dazu ist|wird|muss|gibt|hilft`,
		About: `
			ich|wir möchte|möchten|will|wollen|würde|würden|wollte; möchte|würde|will ich; möchten|wollen wir
			schlage|schlagen ... vor; ich|wir versuche|versuchen|suche|suchen|arbeite|arbeiten|brauche|brauchen|baue|bauen|entwickle
			ich|wir entwickeln|plane|planen|habe|haben|bin|benutze|nutze|verwende|betreibe|schreibe
			dieser patch|beitrag|vorschlag|artikel|thread; diese serie|änderung|nachricht|version|ankündigung|patchserie
			das ziel|problem|anliegen|thema ist|war; die idee|frage|aufgabe|absicht ist|wäre|war|dahinter
			der plan|zweck|vorschlag|hintergrund|anlass ist|wäre|war; es geht um|darum; geht es um|darum; ^ hier ist|sind
			wir|man sollten|müssen|könnten|brauchen|sollte|müsste; mir ist .. aufgefallen
			habe ... festgestellt|gefunden|entdeckt|bemerkt|gebaut|geschrieben|entwickelt
			haben ... veröffentlicht|beschlossen|gebaut|entwickelt; in diesem beitrag|artikel|patch|thread; der|die|das nächste
			seit .. version|update|umstellung`,
		Problem: `
			funktioniert|geht|klappt|läuft|startet|lädt|kompiliert|baut|tut|findet|erscheint|reagiert|lässt .. nicht|nie|nichts|keine|keinen
			schlägt ... fehl; fehlschlag*|fehlgeschlag*; fehler*|error|exception|traceback; problem*; absturz*|abstürz*|abgestürzt
			stürzt; bricht ... ab; hängt|hängen; kaputt; defekt; falsch*; fehlt|fehlen; unmöglich; kann|konnte .. nicht|keine|keinen
			lässt sich .. nicht; bekomme|kriege|erhalte .. nicht|kein|keine|einen|eine|immer; brauche|benötige|suche; gibt es
			wie kann|könnte|muss|soll|bekomme|mache|lässt|geht|kriege; warum|wieso|weshalb; leck|speicherleck*; regression*
			unerwartet*; statt; stecke|bleibt|hänge .. fest|stehen|hängen; nicht weiter; meine frage|fragen; verloren; langsam*
			verschwindet|verschwunden`,
		News: `
			neu|neue|neuer|neues|neuen|neuerdings|neuerung*; jetzt|nun; ab sofort; fügt ... hinzu; hinzugefügt|hinzugekommen; ergänzt
			behebt|behoben; korrigiert; unterstützt|unterstützung|unterstützen; funktion|funktionen|feature|features; verbesser*
			änderung|änderungen|geändert|ändert; erst|erste|ersten|erstmals; enthält|enthalten; eingeführt|einführung
			entfernt|entfällt; verfügbar; bietet; erlaubt|ermöglicht; schneller; veröffentlich*|freigegeben|erschienen|erscheint
			startet|beginnt|öffnet; veraltet; sicherheitslücke*|schwachstelle*; release|version; umgestellt; überarbeitet`,
		Matters: `
			erlaubt|ermöglicht; damit; sodass|so dass; um .. zu; ohne; weil; empfohlen|empfehlen
			sollte|sollten aktualisier*|umsteigen|umgehend|dringend|bald; sicherheit*; wichtig*; inkompatib*; bricht
			aktualisier*|update|upgrade; betrifft|betroffen; nicht mehr; erfordert|benötigt|setzt; alle|aller nutzer*|anwender*; alle
			angreifer*; bedeutet dass; notwendig|erforderlich; vorausgesetzt`,
	}
}

// germanActs are the cues of what a post does: announce, propose, seek.
func germanActs() CueTable {
	return CueTable{
		VagueSubject: `das|dies|dieses könnte|kann|sollte|wäre|würde|ist|war|wird|scheint|hat`,
		Proposes: `
			schlage|schlagen ... vor; vorschlag*|vorschläge|vorgeschlagen; wie wäre es; wir|man sollten|sollte|könnten|könnte
			sollten|könnten wir; sollte|könnte man; was wäre wenn; was haltet|hältst|halten|meint ihr|du|sie|von
			lasst|lass|lassen uns; wäre .. schön|gut|toll|nett|hilfreich|sinnvoll|besser|praktisch; rfc; plädiere
			ich wäre für ein|eine|einen|den|die|das|mehr|weniger; bin dafür; würde ... vorschlagen|empfehlen; mein plan|idee
			idee|plan|ziel ist|wäre; möchte|möchten|würde gern|gerne`,
		Announces: `
			freue|freuen mich|uns ... .. ankündigen|anzukündigen|vorzustellen|vorstellen|mitteilen
			freue|freuen mich|uns ... .. mitzuteilen|bekannt*|präsentieren|bekanntzugeben|verkünden
			hiermit|heute|soeben|gerade haben|habe|hat .. ... veröffentlicht|freigegeben
			ich|wir habe|haben ... veröffentlicht|freigegeben; habe|haben ich|wir ... veröffentlicht|freigegeben
			ist|sind jetzt|nun|ab|heute|soeben|gestern|endlich .. erschienen|freigegeben|veröffentlicht|verfügbar
			wurde|wurden ... veröffentlicht|freigegeben; ist erschienen|veröffentlicht|freigegeben
			steht|stehen ab|jetzt|nun|zum ... download|verfügbar|bereit; möchte|möchten ... ankündigen|vorstellen|bekanntgeben
			gebe|geben .. bekannt; ^ ab sofort; steht|stehen .. .. zum download; heute|gestern|soeben ist ... erschienen; ist da $
			laden .. ein|herzlich; lade .. ein`,
		Seeks: `
			jemand|jemandem|jemanden|irgendwer|irgendjemand; irgendeine|irgendwelche idee|ideen|tipps; eine ahnung|idee $
			wie kann|könnte|muss|soll|sollte|bekomme|kriege|mache|lässt|schaffe ich|man|wir|sich; wie geht das
			wie bekommt|macht|kriegt man; komme|kommen .. nicht weiter; bitte um hilfe|rat; helft mir; hilf mir; brauche .. hilfe
			suche|suchen; ich frage mich; was ist|wäre .. beste|richtige|einfachste|übliche|empfohlene|sauberste; ich verstehe|weiß nicht
			verstehe|weiß ich nicht
			gibt es eine|einen|ein|irgend*|dafür|da|hier|schon|etwas|möglichkeiten; wäre|ist es möglich
			wer kann|weiß|hat|kennt|könnte; weiß|kennt|hat wer`,
		Imagines: `
			was wäre wenn; eine|meine idee; wäre .. schön|toll|cool|nett|super|praktisch|hübsch; man könnte|sollte; wir könnten
			könnte|sollte man; könnten wir; wie wäre es; warum nicht; ich wünsche|wünschte; wünsche ich; stelle|stellt euch|dir vor
			stellen wir uns; habe .. überlegt|nachgedacht; überlege .. ob; träume`,
		Cites: `
			sagt|sagte|schrieb|schreibt|schrieben|meint|meinte|zitiert|ergänzt|antwortete|erklärt|erklärte $; zitat $
			zitat von|aus .. $; laut _ .. $; um ... zitieren $; ^ am ... schrieb ...; ^ on ... wrote $; wrote|writes|said|says $
			heißt|steht es|dort|da $
			^ .. hier|folgend*|aus der|die|das|dem .. artikel|bericht|meldung|pressemitteilung|rede|gedicht|nachruf|handbuch|anleitung|dokumentation|lizenz $`,
	}
}
