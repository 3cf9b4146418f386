package digest

import (
	"strconv"
	"strings"
	"unicode"
)

// germanStop carry no topic. The words of a trade are English in German lists, too, so that English ones are among them.
var germanStop = union(englishStop, wordSet(`ab aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus außerdem bei beim bereits bevor bin bis bist bitte bloß da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darüber das dass davon
	dazu dein deine dem den denen denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses dir doch dort du durch dürfen ein eine einem einen einer eines einfach einige einigen einmal er erst erste ersten es etwa etwas euch euer eure falls fast für ganz gar geht gegen genau gerade gern gibt
	habe haben hat hatte hatten hätte hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja je jede jedem jeden jeder jedes jemand jetzt kann kein keine keinem keinen keiner könnte können konnte man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nachdem
	neben nein nicht nichts niemand noch nun nur ob oder ohne oft per schon sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald solche soll sollen sollte sollten somit sondern sonst sowie statt über überhaupt um und uns unser unsere unserem unseren unter viel viele vielen vielleicht vom von vor
	wäre während wann war waren warum was weg wegen weil weiter welche welchem welchen welcher welches wenig wenn wer werde werden weshalb wie wieder will wir wird wo wohl wollen wurde wurden würde zu zum zur zwar zwischen hallo danke dank grüße gruß schrieb schreibt sagt sagte aw antw wg betreff`))

// germanFunction are those of which every real sentence has one.
var germanFunction = wordSet(`der die das den dem des ein eine einen einem einer eines und oder aber wenn als wie dass ob weil ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können könnte soll sollen sollte muss müssen darf nicht kein keine keinen auch
	noch schon nur sehr mehr so zu zum zur im in am an auf aus bei beim mit nach von vom vor für über unter durch um ohne gegen seit bis es er sie wir ich man sich mir mich uns ihr du dir dich hier da dort wo was wer welche welcher mein dein sein ihre unser diese dieser dieses diesen diesem jetzt dann gibt`)

// germanFinite show that a sentence is one.
var germanFinite = wordSet(`ist sind war waren bin bist seid wird werden wurde wurden würde würden hat haben hatte hatten hätte hätten habe kann können konnte konnten könnte könnten soll sollen sollte sollten muss müssen musste mussten müsste müssten darf dürfen durfte dürfte will wollen wollte wollten mag
	möchte gibt gab gäbe geht ging kommt kam steht stand läuft lief liegt lag bleibt blieb hält hielt macht machte nimmt nahm liest las schreibt schrieb zeigt zeigte braucht fehlt scheint schien heißt bringt brachte lässt ließ findet fand beginnt begann endet endete erscheint erschien funktioniert startet
	stoppt wäre wären gehört gilt gelingt gewinnt weiß kennt hilft sieht sah spricht sprach trifft traf bekommt bekam kostet reicht dauert heilt tut tat`)

// germanNoVerbs end as verbs do.
var germanNoVerbs = wordSet(`nicht jetzt fast erst selbst leicht schlecht weit laut statt oft meist zuerst zuletzt sonst seit acht direkt bereit echt recht dort damit somit womit insgesamt gesamt zumeist längst möglichst überhaupt exakt perfekt defekt kompakt korrekt bekannt gut rot alt kalt hart breit
	heute letzte alte harte rote gute erste zweite dritte beste nächste meiste letzten alten harten roten guten ersten zweiten dritten besten nächsten meisten unten hinten mitten selten konstant interessant relevant wichtigste größte kleinste nebst samt bitte`)

// germanDangling words point back, where they begin a sentence.
var germanDangling = wordSet(`es er sie dies diese dieser dieses diesen diesem dort dabei dadurch damit deshalb deswegen daher dann dafür davon dazu darin darauf darüber danach dagegen beides beide solche jene jener jenes außerdem trotzdem sonst ebenso genauso letzterer letzteres ersteres`)

// germanImperatives tell the reader to do something.
var germanImperatives = wordSet(`nehmt nimm schau schaut schick schickt lies lest probier probiere probiert öffne öffnet prüf prüfe prüft versuch versuche versucht stell stelle stellt setz setze setzt mach mache macht benutz benutze nutze nutzt verwende verwendet installiere installiert lade ladet
	starte startet schreib schreibe schreibt sag sage sagt gib gebt denk denke denkt beachte beachtet vergiss vergesst lass lasst sieh seht melde meldet komm kommt bring bringt hol holt bestell bestellt tausch tausche tauscht reinige reinigt dreh dreht zieh zieht miss messt`)

// germanSubordinate words begin what is no sentence without another part.
var germanSubordinate = wordSet(`dass weil obwohl damit ob sodass sobald falls wobei indem nachdem bevor während sowie sondern welche welcher welches`)

// germanPlural are verbs behind "Sie" and "ihr" that speak to the reader.
var germanPlural = wordSet(`können müssen sollten sollen dürfen wollen haben brauchen finden habt seid könnt wollt solltet müsst dürft werdet braucht kennt wisst nutzt benutzt sollt`)

// germanModals have one form for the first and the third person.
var germanModals = wordSet(`kann könnte soll sollte muss müsste darf dürfte`)

// germanFrame is what the frames put around what people wrote.
var germanFrame = bothCases(`am im in um von vom zu zur zum über mit und oder der die das den dem des ein eine einen einem einer es man auf an aus hin so später danach darauf außerdem auch noch damit bis für war was wurde
	schrieb berichtete meldete erklärte antwortete entgegnete ergänzte fügte hinzu wies merkte kündigte gab bekannt fragte wollte wissen schlug vor widersprach stimmte teilte sagte formulierte eröffnete veröffentlichte schickte rief stand hatte
	Thread Threads Artikel Patch Hashtag Abstimmung Rat Stunden unter nach eröffnet Mittelpunkt Frage angekündigt gemeldet gegeben vorgeschlagen geschickt geschrieben gestellt angestoßen zuerst häufigsten weitergegeben
	Vortrag Gemeinschaft Tage Beitrag Beiträge Person Personen Woche Zeitraum Tag insgesamt verzeichnete brachte blieb still geklärt Antwort niemand`)

// inflected makes a set of adjectives with their endings.
func inflected(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		for _, end := range []string{"", "e", "en", "er", "es", "em"} {
			set[w+end] = true
		}
	}
	return set
}

// bothCases makes a set of words as they are written, and in lower case.
func bothCases(s string) map[string]bool { return union(wordSet(s), wordSet(strings.ToLower(s))) }

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		for w := range set {
			all[w] = true
		}
	}
	return all
}

// germanNumber parts thousands by dots: "1.234".
func germanNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// germanOddLetters counts the letters that are neither ASCII nor German.
func germanOddLetters(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x80 && unicode.IsLetter(r) && !strings.ContainsRune("äöüßÄÖÜẞ", r) {
			n++
		}
	}
	return n
}
