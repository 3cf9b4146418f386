package language

// germanObjections are the cues of how somebody says no.
func germanObjections() CueTable {
	return CueTable{
		Objects: `
			ich bin strikt|ganz|klar|entschieden|eher|auch? dagegen
			bin|wäre ich strikt|ganz|klar|entschieden|eher|auch|daher|deshalb? dagegen; ich bin|wäre gegen; ich stimme dagegen
			spreche mich .. gegen|dagegen; spricht etwas|einiges|vieles|alles? dagegen dass; ich widerspreche
			widerspreche ich|dir|ihnen; ich muss|möchte|will .. widersprechen; muss|möchte ich .. widersprechen
			^ -1 $|von|für|weil|da|bis|aus|auf|der|die|das|ich; -1 von mir; klare|klares|meine|eine -1; ^ nak|nack; nak|nack von; veto
			^ einspruch; erhebe|lege|einen|mein|meinen einspruch; so geht|ginge|funktioniert|klappt das|es .. nicht
			das geht|funktioniert|klappt so nicht
			das|es|dies|so wird|kann|würde so|dann|auch|aber|doch|das|niemals|nie? nicht|nie|niemals .. funktionieren|gehen|klappen
			das|dies|so wird|kann|würde niemals|nie .. funktionieren|gehen|klappen; schlechte|dumme|blöde|miese idee
			keine gute|besonders|sonderlich|tolle|sinnvolle|saubere gute? idee|lösung|wahl|ansatz
			nicht der|die|das beste|richtige|passende|geeignete idee|lösung|weg|ansatz|ort|wahl; der falsche|verkehrte weg|ansatz
			den falschen weg|ansatz; ^ .. das|es|dies ist|wäre|war einfach|schlicht|leider|aber|doch? falsch|unsinn|quatsch|blödsinn
			^ .. das|es|dies ist|wäre|war einfach|schlicht|leider|aber|doch? unfug|verkehrt|irreführend|nonsens
			^ .. das|es|dies ist|wäre|war so|völlig|ganz|meines|schlichtweg? falsch|unsinn|quatsch|blödsinn
			du|sie|ihr missverstehst|missverstehen|missversteht; genau|gerade|eher andersherum|umgekehrt; ^ ganz? sicher|bestimmt nicht $
			^ dein|deine|ihr|ihre|euer|eure _ irrt|irren|liegt|liegen|täuscht|täuschen falsch|daneben|sich
			^ .. das|es|dies ist|wäre|war so|völlig|ganz|meines|schlichtweg? unfug|verkehrt|irreführend|nonsens
			das|dies stimmt so|aber|doch|einfach|leider? nicht; stimmt so nicht; trifft so|aber? nicht zu
			halte ich|das .. für falsch|verkehrt|unsinn|übertrieben|gefährlich|unnötig|überflüssig|bedenklich|problematisch
			halte .. für falsch|verkehrt|verfehlt|ungeeignet|keine|unsinn|übertrieben|gefährlich|bedenklich|problematisch
			halte|halten ich|wir .. nichts|wenig; ergibt|macht|ergäbe|hat|hätte .. .. keinen sinn; macht das keinen sinn; inakzeptabel
			nicht akzeptabel|hinnehmbar; nicht in frage; ^ .. auf keinen fall $
			auf keinen fall ... ändern|mergen|übernehmen|umbenennen|entfernen|aufnehmen|einbauen|veröffentlichen
			^ bitte nicht $|so|schon; das|so|es kann|darf so nicht bleiben; dagegen spricht|sprechen
			^ .. das|dies|es ist leider|so|aber|doch|einfach|ganz? nicht richtig|korrekt|wahr $|dass|weil|denn|da
			finde|fände|finden ich|das|es|wir .. schlecht|doof|blöd|unglücklich|furchtbar|schrecklich
			finde|fände ich? .. nicht gut|schön|richtig|sinnvoll|glücklich|ok|okay; lasst|lass das|es bleiben|sein; das verstößt gegen
			no-go; ^ .. das|dies ist|wäre keine lösung|option|alternative; wird das|es nichts $; klares nein; stimme mit nein
			denkfehler|trugschluss|zirkelschluss|scheinargument; führt|führen in die irre
			ich sehe|erkenne wirklich|beim? besten? willen? nicht|keinen
			schwaches|schlechtes|falsches|unpassendes argument|beispiel|vergleich; am|völlig ziel|thema|problem vorbei; verfehlt den zweck|sinn
			falsche|falscher|falschen ort|stelle|ebene|werkzeug|schicht dafür|für|hierfür; nicht abwärtskompatibel|rückwärtskompatibel
			das|dies|es leidet .. unter|an; fragwürdig|verfehlt|kontraproduktiv|kurzsichtig; reicht so|aber|mir? nicht aus|$
			glaube|denke ich? nicht dass das|es|dies|so stimmt|richtig; das|dies überzeugt mich nicht; ohne mich $
			nachteil|problem|schwäche|schwachpunkt|haken|mangel ... diesem|dieser|dieses|deinem|deiner|ihrem|eurem ansatz|vorschlag|idee|entwurf|plan
			so bitte nicht; ^ .. so nicht $; habe|hätte ich? .. einwand|einwände; darf|dürfen nicht in|rein
			- sag|sagt|gib|gebt|gebe|melde|meldet .. bescheid|euch|dich wenn|falls|ob
			bitte nicht .. ändern|entfernen|mergen|übernehmen|einbauen|umbenennen|committen; ich|wir lehne|lehnen ... ab !
			lehne ich ... ab; sehe ich|das|es ich|etwas|ganz|völlig|ein|leider? anders|wenig; sehe|sehen ich|das|wir das? nicht so
			anderer meinung|ansicht; stimme|stimmen .. nicht zu; nicht zustimmen; nicht einverstanden; da|hier bin ich nicht bei
			sollte|sollten|darf|dürfen|dürfte .. nicht ... übernommen|gemergt|gemerged|aufgenommen werden
			sollte|sollten|darf|dürfen|dürfte .. nicht ... entfernt|geändert|veröffentlicht|eingebaut|freigegeben werden
			sollten wir .. lassen|bleiben $; ich würde|möchte das|es|lieber lieber? nicht ändern|haben|einbauen|tun|machen
			das|dies|es ist aber|doch|leider|eigentlich? keine echte|richtige|saubere? lösung|behebung
			das|dies|es ist aber|doch|leider? keine zutreffende|richtige|faire einschätzung|darstellung|beschreibung|zusammenfassung`,
	}
}

// germanDoubts are the cues of how somebody doubts, gives in or takes back.
func germanDoubts() CueTable {
	return CueTable{
		Doubts: `
			ist|sind|wäre|wären|scheint|klingt|wirkt mir? ziemlich|recht|etwas|viel? zu? sinnlos|nutzlos|unpraktikabel|angreifbar|verschwenderisch
			- nicht .. eine sackgasse
			glaube|denke|finde|meine ich|das|auch|eigentlich|jedoch|aber|das|nicht? nicht|kaum
			ich glaube|denke|finde|meine das|auch|eigentlich|jedoch|aber? nicht|kaum
			bin mir|da|noch|davon|ich|damit? da|noch|aber|ganz? nicht .. sicher|überzeugt|begeistert|glücklich|angetan
			nicht .. überzeugt|begeistert; überzeugt mich .. nicht|wenig|kaum; mich überzeugt ... nicht
			sehe ich|da|darin|hier|noch|auch? da|darin|hier|noch|aber? keinen|nicht|wenig|kaum .. grund|sinn|nutzen|vorteil|mehrwert|bedarf
			sehe ich|da|darin|hier|noch|auch? da|darin|hier|noch|aber? keinen|nicht|wenig|kaum .. warum|wieso|weshalb|wozu|wie|dass
			deinem|deiner|ihrem|ihrer|eurem|eurer ... fehlt|fehlen; dein|deine|ihr|ihre|euer|eure ... übersieht|ignoriert|vernachlässigt|unterschlägt
			problem|nachteil|haken|schwierigkeit|schwierigkeiten daran|dabei|damit|hierbei
			problem|nachteil bei|an diesem|dieser|deinem|deiner|ihrem|eurem|der sache|ansatz|vorschlag|lösung|idee|variante
			problem bei|an der sache; nachteil|nachteile|haken ist|wäre|sind dass|das|die|der
			ich sehe|verstehe nicht was|warum|wieso|wozu; mir ist|erschließt .. nicht .. warum|wozu|wieso|was
			wozu der|dieser|das aufwand|ganze; gar|eigentlich|wirklich nicht nötig|notwendig|erforderlich
			habe|hätte|haben|hätten|gibt ... bedenken|zweifel|sorge|sorgen|bauchschmerzen|bauchweh; bezweifle
			befürchte|befürchten|fürchte; skeptisch
			ist|wäre|scheint|wirkt|finde|fände|erscheint .. unnötig|überflüssig|übertrieben|umständlich
			warum dann? nicht .. einfach|gleich|stattdessen; lohnt sich|das|den .. nicht|kaum; das ist nicht nötig|notwendig|sinnvoll
			nicht wirklich|besonders|sonderlich nötig|sinnvoll|hilfreich|schön|glücklich
			würde ich|das|es|lieber|eher .. lieber|eher|vorziehen|bevorzugen; ich würde lieber|eher; wäre mir .. .. lieber
			mir wäre .. .. lieber; sehe den|die|das|da .. sinn|nutzen|vorteil|bedarf|mehrwert .. nicht
			lohnt|lohnen sich|das|der .. überhaupt|wirklich; stört mich !; gefällt mir ... nicht; mir gefällt ... nicht; nicht gefällt
			bringt|macht .. mehr probleme|ärger; ich mag .. nicht; eher nicht $; ich weiß nicht ob; weiß ich nicht ob; fraglich ob
			fragwürdig; muss das wirklich|denn? sein; wäre mir|es lieber; handeln|handelt .. damit|uns probleme|nachteile
			zu|sehr|recht teuer|aufwendig|aufwändig|komplex|kompliziert|riskant|zerbrechlich|ungenau|missverständlich
			schwerer|schlechter|langsamer|umständlicher zu|als|für; auf kosten von|der|des; kostet|kosten uns|dich|alle|zu|die
			keine option; ist grundsätzlich|im grundlegend|prinzipiell kaputt|falsch|verkehrt; zweischneidig*
			schützt|löst|verhindert|skaliert|hilft|garantiert .. nicht; schade|bedauerlich dass; setzt .. aufs spiel
			könnte|kann|wird|würde ... brechen|stören|verwirren|ausbremsen; bricht|kollidiert bestehende|mit|alle|jede
			meine|die|eine größte|einzige|andere? sorge|befürchtung|bedenken ist|wäre|sind
			was passiert|geschieht wenn ... ausfällt|stirbt|abstürzt|abbricht
			fehler|warnung|absturz in|mit|bei deinem|diesem|dem|der|deiner|dieser patch|änderung|serie|version|fassung
			baut|kompiliert|übersetzt .. nicht
			muss|müsste|müssen|sollte|sollten noch .. geändert|angepasst|entfernt|aufgeteilt|umbenannt; bringt .. probleme|nachteile mit
			hat .. nachteile|haken|schwächen|tücken`,
		Concedes: `
			habe|hatte ich? .. missverstanden|falsch verstanden|gelesen
			meine sorge|sorgen|bedenken|befürchtung|befürchtungen|einwand|einwände ... unbegründet|hinfällig|erledigt
			bin|wäre damit|auch|jetzt|dann|ja|ich|nun|also einverstanden; damit|dann bin ich auch|jetzt? einverstanden
			^ einverstanden; jetzt|nun verstehe|sehe|kapiere ich; jetzt|nun ist .. klar; das erklärt es|das|einiges|alles|warum
			hast|haben|hattest|habt du|ihr|sie? ja|da|wohl|völlig? recht $|gehabt|und|aber|ich|da|das|es|mit|dass|der|die|damit|danke
			hast|haben|hattest|habt du|ihr|sie? natürlich|absolut|damit|vollkommen|durchaus? recht $|gehabt|und|aber|ich|da|das
			hast|haben|hattest|habt du|ihr|sie? natürlich|absolut|damit|vollkommen|durchaus? recht es|mit|dass|der|die|damit|danke
			recht hast|haben du|sie; guter|berechtigter|valider punkt|einwand|hinweis; gutes argument
			^ stimmt $|ja|da|der|die|hatte|habe|natürlich|ich|du|danke|schon; ^ .. stimmt $; mein fehler|irrtum
			mich .. geirrt|vertan|getäuscht|verlesen|verguckt; kann man so machen|lassen; lag ich? .. falsch|daneben; mea culpa
			mir ist .. beides|egal|recht; mir|ist .. beides recht; ist|wäre mir auch? recht|egal; soll|sollte mir recht
			kann|könnte ich|damit .. leben; damit kann|könnte ich; von mir aus; meinetwegen
			für mich ... ok|okay|passt|gut|erledigt|ordnung; ^ überzeugt; ^ verstanden; asche auf mein
			keine weiteren|weitere|mehr|grundsätzlichen? einwände|bedenken|einwand; nichts dagegen|einzuwenden
			ziehe ich? .. einwand|einwände|bedenken|veto .. zurück; jetzt verstehe|sehe|kapiere ich; ich verstehe|sehe jetzt|nun
			jetzt ist .. klar|klarer; hast|haben|habt mich überzeugt; bin jetzt|nun? überzeugt; überzeugt mich $; ^ na gut; ^ also gut
			ok|okay|gut dann; ^ .. ok|okay $; dann machen wir|ich .. so; dann lassen wir .. so; machen wir .. so; dann nehmen wir
			^ ach|ah|oh|ja|ok|okay|na .. natürlich|klar|logisch $; ^ .. klar|logisch $
			so mache|machen|werde ich|wir es|das dann? $|so|machen|jetzt|nun; dann mache|nehme ich es|das|die|den so|dann? $|so
			genau so mache ich es|das
			das|es wusste|ahnte ich nicht; wusste ich .. nicht; habe|hatte ich? .. übersehen|überlesen|verwechselt|vergessen|vertippt $
			mir war|ist .. nicht|nie bewusst|klar $|dass; das klärt|beantwortet es|das|alles|meine|die
			das war|ist mein eigener? fehler|irrtum|versehen; das reicht mir $
			leuchtet mir|ein ein?; ergibt|macht so|jetzt|dann|auch|absolut|völlig|für|natürlich mich? sinn; passt so $|danke
			passt für mich|uns; funktioniert für mich; fair enough; punkt für dich|sie; ^ .. das stimmt natürlich|allerdings|wohl|$
			hatte|habe|hattest .. unrecht; mit beidem; kein|keine einwand|einwände; da ist .. was|etwas dran; hast gewonnen`,
		Withdraws: `
			hat|hatte|haben sich|mein|meine|die|das|damit|die .. erledigt; hat sich ... erledigt
			vergiss|vergesst es|das|sie|die|den|meine|meinen|meine; vergessen sie es|das|meine|den; bitte ... ignorieren
			bitte ignoriert|ignoriere|ignorieren; ^ ignoriert|ignoriere|ignorier bitte|meine|einfach; nicht beachten $
			wir können|sollten ... thread|faden|ticket|fehler|thema schließen; kann|können geschlossen werden
			entschuldigt|entschuldigung|sorry für|wegen die|der? verschwendete|verschwendeten bandbreite; bitte nicht beachten; ziehe ich? ... zurück; nehme ich? ... zurück; ^ .. zurückgezogen
			antrag|vorschlag|patch|frage|serie|meldung|ticket|abstimmung|habe|hiermit .. zurückgezogen; fehlalarm; falscher alarm
			kommando zurück; never mind|nevermind; nevermind; für den|die|das lärm|rauschen|störung; abgesagt|abgeblasen|storniert
			treffen|termin|sitzung|stammtisch|vortrag|workshop|abstimmung ... fällt|entfällt|ausfallen|entfallen
			brauche|benötige ich? das|es|sie|die|den ich|inzwischen|jetzt|nun|doch? nicht mehr|länger|nimmer`,
	}
}
