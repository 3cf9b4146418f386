package language

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// held are the cues that TestSentences holds to be exact: what a story's state and its excerpts hang on.
var held = []Cue{Objects, Doubts, Promises, Concedes, Withdraws, Decides, Agrees, Done, Merged, Works, Thanks, Answers, Proposes, Aside, Meta, Points, Dangles, StandsAlone}

// TestPhrasings reads testdata/TAG.txt: on each line a cue, a tab, and a sentence or title that shows it; behind an exclamation mark, one that
// does not.
func TestPhrasings(t *testing.T) {
	cues := map[string]Cue{}
	for c := range lastCue {
		cues[c.String()] = c
	}
	for _, l := range languages() {
		text, err := os.ReadFile(filepath.Join("testdata", l.Tag+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			name, sentence, _ := strings.Cut(strings.TrimSpace(line), "\t")
			name, not := strings.CutPrefix(name, "!")
			cue, ok := cues[name]
			if !ok || sentence == "" {
				t.Fatalf("%s.txt: no cue in %q", l.Tag, line)
			}
			if got := l.Cues(sentence).Has(cue); got == not {
				t.Errorf("%s: Cues(%q).Has(%v) = %t, want %t; words %q", l.Tag, sentence, cue, got, !not, l.Words(sentence))
			}
		}
	}
}

func TestCueNames(t *testing.T) {
	for c, want := range map[Cue]string{Objects: "Objects", Merged: "Merged", Furniture: "Furniture", TitleVote: "TitleVote", TitleWithdrawn: "TitleWithdrawn"} {
		if c.String() != want {
			t.Errorf("Cue(%d).String() = %s, want %s", uint8(c), c, want)
		}
	}
	if got := len(strings.Fields(cueNames)); got != int(lastCue) {
		t.Errorf("%d names of %d cues", got, lastCue)
	}
}

// TestSentences holds sentences as they are written on technical lists against the exact set of cues, of those held, that they show.
func TestSentences(t *testing.T) {
	for _, l := range []struct {
		language *Language
		text     string
	}{{&english, englishSentences}, {&german, germanSentences}} {
		for _, line := range strings.Split(strings.TrimSpace(l.text), "\n") {
			sentence, names, _ := strings.Cut(strings.TrimSpace(line), " =")
			set := l.language.Cues(sentence)
			var got []string
			for _, cue := range held {
				if set.Has(cue) {
					got = append(got, cue.String())
				}
			}
			slices.Sort(got)
			if want := sorted(strings.Fields(names)); !slices.Equal(got, want) {
				t.Errorf("%s: %q shows %v, want %v", l.language.Tag, sentence, got, want)
			}
		}
	}
}

// A line is a sentence and, behind " =", its cues.
const englishSentences = `
	I object to renaming the option this late in the cycle. = Objects
	NAK, the lock has to be taken before the list is walked. = Objects
	That will not work on big-endian machines. = Dangles Objects
	Storing the key in the environment is a really bad idea. = Objects
	This is simply wrong. = Objects Dangles
	Your two friends are wrong. = Objects
	You misunderstand what the lock is for. = Objects
	Definitely not. = Objects
	It is the other way around. = Dangles Objects
	I am unsure that we need the second index. = Doubts
	The patch makes no sense without the header change. = Objects
	I strongly disagree with the second paragraph. = Objects
	I would rather not carry two copies of the parser. = Objects
	The mount will not work until the daemon has started. =
	The function returns -1 when the socket is closed. =
	There is no way to tell whether the buffer was flushed. = Answers Dangles StandsAlone
	Please do not reply to this address. =
	I don't think the extra lock buys us anything. = Doubts
	I don't see why the kernel should care. = Doubts
	I really doubt that, to be frank. = Doubts
	The problem with this approach is the second copy. = Doubts Objects
	I am not convinced that users will notice. = Doubts
	I am worried about the size of the index. = Doubts
	I'm having trouble with the second interface. =
	I am not sure how to start the server. =
	I'll resend the series with the fix folded in. = Promises
	We will publish the new schedule on Friday. = Promises
	Will do. = Promises
	I'll look into it tomorrow. = Promises
	I am going to file a ticket for the leak. = Promises
	I will not change the interface again. =
	This patch will fix the leak in the cache. = Dangles StandsAlone
	If it fails, the server will send the page again. = Dangles
	Fair enough, the shorter name is better. = Concedes
	You're right, the test was racy. = Agrees Concedes
	Good catch, the counter overflows. = Agrees Concedes Dangles
	I have no objections to the second version. = Concedes
	That makes sense now. = Agrees Concedes Works Dangles
	Never mind, I had the wrong branch checked out. = Withdraws
	Please ignore my previous mail. = Points Withdraws
	The talk on Thursday has been cancelled. = Withdraws
	We have decided to drop support for the old format. = Decides
	The consensus is that version 3 stays frozen. = Decides
	The motion passed with nine votes. = Decides
	The committee has not decided anything. =
	+1 for the shorter name. = Agrees
	Looks good to me. = Agrees
	I fully agree with Dora. = Agrees
	Applied to the main branch, thanks. = Done Merged Thanks
	Thanks, queued for the next window. = Done Merged Thanks
	I've committed the fix. = Done Merged
	It's fixed in trunk. = Dangles Done
	The filter is applied to all requests. =
	The changes have not been merged. =
	Thanks, that did the trick! = Thanks Works
	Yes, it works now. = Dangles Works
	Great, everything works as expected with the new key. = Dangles Thanks Works
	The crash is gone after the upgrade. = Works
	I found out how it works. =
	It works by hashing the header. = Answers Dangles
	It does not work any more. = Dangles
	You need to call flush before the handle is closed. = Answers
	Try the other port. = Answers
	The reason is the missing semicolon in the second line. = Answers
	We should move the tests to their own folder. = Proposes
	I suggest that we drop the second argument. = Answers Proposes
	By the way, the title has a typo. = Aside
	The log is attached. = Points
	Any ideas are welcome. = Meta
	I'm new here, so sorry for the long mail. = Meta
	This patch adds a cache to the resolver. = Dangles StandsAlone
	It seems that the timer fires twice. = Dangles StandsAlone
	But the second call never returns. = Dangles
	The scheduler wakes the worker twice per second. =
	Our mirror in Oslo serves about forty requests a second. =`

const germanSentences = `
	Ich bin klar dagegen, die Option so spät umzubenennen. = Objects
	Das wird so nicht funktionieren. = Dangles Objects
	So geht das leider nicht. = Dangles Objects
	Den Schlüssel in der Umgebung abzulegen ist keine gute Idee. = Objects
	Ihre Hafenmeister irren sich. = Dangles Objects
	Es ist genau umgekehrt. = Dangles Objects
	Ganz sicher nicht. = Objects
	Das sehe ich anders. = Dangles Objects
	Da muss ich dir widersprechen, der Zähler läuft über. = Dangles Objects
	Das halte ich für falsch. = Dangles Objects
	Ohne die Änderung am Header ergibt der Patch keinen Sinn. = Objects
	Der Rückgabewert ist -1, wenn die Verbindung zu ist. =
	Der Server funktioniert nach dem Update nicht mehr. =
	Ich habe keine Idee, woran das liegen könnte. =
	Ich glaube nicht, dass die zweite Sperre nötig ist. = Doubts
	Ich sehe da keinen Vorteil für die Anwender. = Doubts
	Das Problem daran ist die zweite Kopie. = Doubts
	Ich habe Bedenken wegen der Größe des Index. = Doubts
	Ich würde lieber erst die Tests umziehen. = Answers Doubts
	Ich schicke morgen eine neue Fassung. = Promises
	Die korrigierte Serie reiche ich heute Abend nach. = Promises
	Ich werde das am Wochenende einbauen. = Promises
	Das schaue ich mir nachher an. = Dangles Promises
	Mach ich. = Promises
	Ich kümmere mich darum. = Promises
	Ich werde die Schnittstelle nicht noch einmal ändern. =
	Der Patch behebt das Leck im Zwischenspeicher. =
	Wir schreiben die Daten dann auf die Platte. =
	Du hast recht, der Test war falsch. = Agrees Concedes
	Guter Punkt, daran hatte ich nicht gedacht. = Agrees Concedes
	Damit kann ich leben. = Concedes Dangles
	Von mir aus gern, ich habe keine Einwände. = Concedes
	Damit bin ich nicht einverstanden. = Dangles Objects
	Das hat sich erledigt, ich war im falschen Zweig. = Dangles Withdraws Works
	Bitte ignoriert meine letzte Mail. = Points Withdraws
	Das Treffen am Donnerstag fällt aus. = Withdraws
	Wir haben uns auf den kürzeren Namen geeinigt. = Decides
	Der Vorstand hat gestern beschlossen, die Server umzuziehen. = Decides
	Der Antrag wurde mit neun Stimmen angenommen. = Decides
	Darüber haben wir noch nicht entschieden. = Dangles
	Also bleiben wir beim alten Format. = Dangles Decides
	+1 für den kürzeren Namen. = Agrees
	Das sehe ich genauso. = Agrees Dangles
	Dem stimme ich voll zu. = Agrees
	Ich stimme dem nicht zu. = Dangles Objects
	Klingt gut. = Agrees
	Habe ich gerade eingespielt, danke. = Done Merged Thanks
	Den Patch habe ich eben in den Hauptzweig übernommen. = Done Merged
	Danke, eingecheckt. = Done Merged Thanks
	Der Fehler ist im Trunk behoben. = Done Works
	Die Änderungen wurden noch nicht übernommen. =
	Ich habe die Einstellungen vom alten Rechner kopiert. =
	Jetzt läuft es wieder, vielen Dank! = Thanks Works
	Danke, das hat geholfen. = Thanks Works
	Problem gelöst. = Works
	Damit funktioniert's. = Dangles Works
	Jetzt geht es gar nicht mehr. =
	Nun geht es um die Frage, wer die Schlüssel verwaltet. = Dangles
	Du musst vorher den Cache leeren. = Answers
	Probier mal den anderen Port. = Answers
	Das liegt am fehlenden Semikolon in der zweiten Zeile. = Answers Dangles
	Sie können den Dienst auch ohne Neustart laden. = Answers Dangles StandsAlone
	Ich schlage vor, die Tests in einen eigenen Ordner zu legen. = Proposes
	Wir sollten das zweite Argument streichen. = Proposes
	Wie wäre es mit einem kürzeren Namen. = Proposes
	Übrigens steht im Titel ein Tippfehler. = Aside
	Das Protokoll findet ihr im Anhang. = Meta Points
	Für Hinweise bin ich dankbar. = Meta Thanks
	Hat jemand eine Idee, woran das liegt. = Meta
	Dieser Patch beschleunigt die Suche. = Dangles StandsAlone
	Es gibt zwei Wege zum Ziel. = Answers Dangles StandsAlone
	Aber der zweite Aufruf kehrt nie zurück. = Dangles
	Der Planer weckt den Prozess zweimal pro Sekunde. =
	Unser Spiegel in Oslo bedient etwa vierzig Anfragen pro Sekunde. =
	Wir haben die neue Version heute auf allen drei Rechnern installiert. =`
