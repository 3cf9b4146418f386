package digest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/store"
)

// TestEveryLanguageIsWhole proves that one more language is one more file: whatever it leaves out is named here.
func TestEveryLanguageIsWhole(t *testing.T) {
	for _, l := range languages {
		missing(t, l.Tag, reflect.ValueOf(l).Elem())
		for name, pair := range map[string][2]map[string]string{
			"outcomes": {english.outcomes, l.outcomes}, "by": {english.by, l.by}, "voteOutcome": {english.voteOutcome, l.voteOutcome}, "voteClosing": {english.voteClosing, l.voteClosing},
		} {
			if want, got := keysOf(pair[0]), keysOf(pair[1]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, want %v", l.Tag, name, got, want)
			}
		}
		if want, got := keysOf(english.started), keysOf(l.started); !slices.Equal(got, want) {
			t.Errorf("%s: started has %v, want %v", l.Tag, got, want)
		}
	}
}

// missing names the fields of v that are empty.
func missing(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			missing(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			missing(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Map, reflect.Slice:
		if v.Len() == 0 {
			t.Errorf("%s is empty", path)
		}
	default:
		if v.IsZero() {
			t.Errorf("%s is not set", path)
		}
	}
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Templates of all languages name the same values, so that none is printed with a brace in it or lacks a number.
func TestTemplatesNameTheSameValues(t *testing.T) {
	for _, l := range languages[1:] {
		sameValues(t, l.Tag, reflect.ValueOf(english).Elem(), reflect.ValueOf(l).Elem())
	}
}

func sameValues(t *testing.T, path string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			sameValues(t, path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	case reflect.Map:
		if a.Type().Elem().Kind() != reflect.Bool {
			for _, k := range a.MapKeys() {
				if other := b.MapIndex(k); other.IsValid() {
					sameValues(t, path+"."+k.String(), a.MapIndex(k), other)
				}
			}
		}
	case reflect.String:
		if x, y := values(a.String()), values(b.String()); !slices.Equal(x, y) {
			t.Errorf("%s takes %v, want %v as in English", path, y, x)
		}
	}
}

// values returns the names in braces of a template, sorted.
func values(template string) []string {
	var out []string
	for _, part := range strings.Split(template, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestLanguageFor(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "de": "de", "de-AT": "de", "DE_ch": "de", "fi": "en", "": "en", "en-GB": "en"} {
		if got := languageFor(tag).Tag; got != want {
			t.Errorf("languageFor(%q) = %s, want %s", tag, got, want)
		}
	}
	for tag, want := range map[string]string{"de-AT": "de-AT", "fi": "en"} {
		if got := toldIn(tag); got != want {
			t.Errorf("toldIn(%q) = %s, want %s", tag, got, want)
		}
	}
}

func TestReadIn(t *testing.T) {
	for _, c := range []struct {
		text, stated string
		home         *language
		want         *language
		alien        bool
	}{
		{"The pump stops when the tank is half full, and the log names no reason.", "", english, english, false},
		{"Die Pumpe bleibt stehen, wenn der Tank halb voll ist, und das Protokoll nennt keinen Grund.", "", english, german, true},
		{"Die Pumpe bleibt stehen, wenn der Tank halb voll ist, und das Protokoll nennt keinen Grund.", "", german, german, false},
		{"The pump stops when the tank is half full, and the log names no reason.", "", german, english, true},
		{"Pumppu pysähtyy, kun säiliö on puolillaan, eikä loki kerro syytä.", "fi", english, english, true},
		{"Pumppu pysähtyy, kun säiliö on puolillaan, eikä loki kerro syytä.", "", english, english, false},
		{"make -j2 && ./run --all", "", english, english, false},
		{"", "de", english, german, true},
	} {
		if l, alien := readIn(c.text, c.stated, c.home); l != c.want || alien != c.alien {
			t.Errorf("readIn(%q, %q, %s) = %s, %v, want %s, %v", c.text, c.stated, c.home.Tag, l.Tag, alien, c.want.Tag, c.alien)
		}
	}
}

// A post in another language than the recap's is quoted or named, never turned by rules that are not its own.
func TestAlienPostsAreNotTurned(t *testing.T) {
	s := pumpDay()
	s.add("e1", "", "Greta Holm", "Neue Ventile", 10, "Ich habe die neuen Ventile eingebaut und sie sind seit einer Woche dicht. Die alten Ventile waren aus Messing und haben nach zwei Jahren getropft. Man sollte sie vor dem Winter tauschen.")
	s.add("e2", "e1", "Jussi Aho", "Re: Neue Ventile", 11, "Venttiilit pitää vaihtaa ennen talvea, muuten vesi jäätyy putkiin.").Language = "fi"
	e := mustBuild(t, s.input(), pumpOptions())
	for _, sent := range everySentence(e) {
		text := sent.Text
		if sent.Quote != nil {
			text = strings.Replace(text, sent.Quote.Text, "", 1)
		}
		for _, w := range []string{"eingebaut", "getropft", "Winter", "Venttiilit"} {
			if strings.Contains(text, w) {
				t.Errorf("%q tells %q, which is in another language, outside a quote", sent.Text, w)
			}
		}
	}
	if why := NewChecker(s.input(), pumpOptions()).b.byID[store.PostID("", "e1@example.org")].language(); why != german {
		t.Errorf("language() = %s, want de", why.Tag)
	}
}

func TestGermanReport(t *testing.T) {
	lex := newLexicon(german)
	for in, want := range map[string]string{
		"Die Pumpe bleibt stehen, wenn der Tank halb voll ist.":       "Die Pumpe bleibt stehen, wenn der Tank halb voll ist",
		"Und der Schwimmer klemmt bei Frost an der Wand.":             "Der Schwimmer klemmt bei Frost an der Wand",
		"Übrigens: die Dichtung hält seit vier Jahren.":               "Die Dichtung hält seit vier Jahren",
		"Wie kann ich den Messbereich umstellen?":                     "Wie kann man den Messbereich umstellen?",
		"Gibt es einen Schalter für den Schnellstart?":                "Gibt es einen Schalter für den Schnellstart?",
		"Das Handbuch nennt den Ring „Größe drei“ und kein Maß dazu.": "Das Handbuch nennt den Ring „Größe drei“ und kein Maß dazu",
	} {
		c, ok := german.report(in, lex)
		if !ok || c.text != want || c.form != formColon {
			t.Errorf("report(%q) = %+v, %v, want %q", in, c, ok, want)
		}
	}
	for _, s := range []string{
		"Ich habe die Pumpe im Herbst selbst zerlegt.",     // first person
		"Die Pumpe hat mir der Nachbar repariert.",         //
		"Können Sie den Schwimmer bitte einmal prüfen?",    // speaks to somebody
		"Prüft zuerst den Schwimmer und dann das Kabel.",   //
		"Kannst du den Schwimmer einmal von Hand anheben?", //
		"Viele kleine Verbesserungen am Handbuch.",         // no verb
		"Weil der Tank im Winter sonst schnell einfriert.", // half a sentence
		"Die Pumpe lief gestern noch ohne Fehler.",         // a day that the reader cannot place
		"Die Tabelle steht im Anhang dieser Mail.",
	} {
		if c, ok := german.report(s, lex); ok {
			t.Errorf("report(%q) = %+v, want it refused", s, c)
		}
	}
}

func TestGermanSentences(t *testing.T) {
	in := "Das Treffen ist am 28. November 2026 in Kassel. Es gibt z. B. Kaffee, d. h. viel Kaffee. Das dauert ca. zwei Stunden. Danach ist Schluss."
	got := german.splitSentences(in)
	if len(got) != 4 {
		t.Errorf("splitSentences(%q) = %q, want 4 sentences", in, got)
	}
}

func TestGermanDates(t *testing.T) {
	ref := time.Date(2026, 11, 11, 9, 0, 0, 0, time.UTC)
	for in, want := range map[string]string{
		"am 28. November 2026":    "2026-11-28",
		"am 5. März":              "2027-03-05",
		"am 3. Jänner 2027":       "2027-01-03",
		"bis 15.12.2026":          "2026-12-15",
		"bis zum 01. 12. 2026":    "2026-12-01",
		"2026-12-24":              "2026-12-24",
		"mit Version 1.2.3":       "",
		"nach 2.4. kommt die 2.5": "",
	} {
		got := ""
		if day, ok := german.parseDay(in, ref); ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("parseDay(%q) = %q, want %q", in, got, want)
		}
	}
	for text, want := range map[string]string{
		"Die Abstimmung bleibt 72 Stunden offen.":             "2026-11-14T09:00:00Z",
		"Die Abstimmung ist bis zum 18. November 2026 offen.": "2026-11-18T23:59:59Z",
		"Sie läuft bis 18. November 2026, um 18:00 Uhr UTC.":  "2026-11-18T18:00:00Z",
		"Stimmt bitte ab.": "",
	} {
		got := ""
		if d := deadline(&post{Post: &store.Post{Text: text, Published: ref}, home: german, lang: german}); d != nil {
			got = d.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("deadline(%q) = %q, want %q", text, got, want)
		}
	}
	first := time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]string{1: "Montag, 9. November 2026", 7: "9. bis 15. November 2026", 28: "9. November bis 6. Dezember 2026"} {
		if got := (Window{first, first.AddDate(0, 0, days), time.UTC}).label(german); got != want {
			t.Errorf("label() of %d days = %q, want %q", days, got, want)
		}
	}
}

func TestGermanNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 12: "12", 999: "999", 1234: "1.234", 1234567: "1.234.567"} {
		if got := german.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
	if got := german.tallyText(Vote{Plus: 2, Minus: 1, Zero: 13}); got != "zwei Stimmen dafür und eine Stimme dagegen, dazu 13 Enthaltungen" {
		t.Errorf("tallyText() = %q", got)
	}
}

func TestGermanKinds(t *testing.T) {
	for title, want := range map[string]string{
		"[VOTE] Schutz als Standard": kindVote, "Abstimmung: Schutz als Standard": kindVote, "[ERGEBNIS] Schutz als Standard": kindResult,
		"[ANN] Steuerung 2.4": kindRelease, "Steuerung 2.4 ist erschienen": kindRelease, "Einladung: Treffen in Kassel": kindAnnouncement,
		"Vorschlag: ein Winterplan": kindProposal, "Sicherheitslücke in der Steuerung": kindSecurity, "Wie liest man den Sensor aus?": kindQuestion, "Bericht vom Brunnen": kindDiscussion,
	} {
		p := newPost(&store.Post{Kind: "mbox", Title: title, Text: "Der Brunnen ist tief und das Wasser ist klar."}, true, german)
		if got := kindOf(p); got != want {
			t.Errorf("kindOf(%q) = %s, want %s", title, got, want)
		}
	}
}

// The gate of a German edition refuses what the English one refuses.
func TestGermanGate(t *testing.T) {
	s := newScene()
	s.add("a1", "", "Anna Schmidt", "Pumpe steht", 8, "Die Pumpe bleibt bei halbem Tank stehen, und das Protokoll nennt keinen Grund. Ich habe schon zwei Tanks und drei Kabel ohne Erfolg ausprobiert.")
	s.add("a2", "a1", "Bernd Stein", "Re: Pumpe steht", 9, "Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.")
	s.add("c1", "", "Eva Moor", "Woher kommen die Dichtungen?", 15, "Die Dichtungen der kleinen Pumpe halten nur zwei Sommer. Woher kommen die Dichtungen zurzeit?")
	opt := Options{Community: Community{Name: "Brunnenwerk", Language: "de"}}
	c := NewChecker(s.input(), opt)
	a1, a2, c1 := store.PostID("", "a1@example.org"), store.PostID("", "a2@example.org"), store.PostID("", "c1@example.org")
	tested := "Ich habe schon zwei Tanks und drei Kabel ohne Erfolg ausprobiert."
	for _, tc := range []struct {
		name, story, text string
		cites             []string
		quote             *Quote
		pass              bool
	}{
		{"told", a1, "Bernd Stein antwortete: Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, true},
		{"inverted", a1, "Darauf antwortete Stein: Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, true},
		{"dated", a1, "Am 15. Oktober schrieb Bernd Stein: Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, true},
		{"started", a1, "Anna Schmidt eröffnete den Thread „Pumpe steht“.", []string{a1}, nil, true},
		{"quoted", a1, "Schmidt sagte: „" + tested + "“", []string{a1}, &Quote{tested, "Anna Schmidt", a1}, true},
		{"unanswered", c1, "Bis zum Ende des Tages hatte niemand geantwortet.", []string{c1}, nil, true},
		{"another number", a1, "Bernd Stein antwortete: Die Fassung 2.9 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, false},
		{"another noun", a1, "Bernd Stein antwortete: Die Fassung 2.3 der Waschmaschine übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, false},
		{"another speaker", a1, "Anna Schmidt antwortete: Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, false},
		{"another day", a1, "Am 22. Oktober schrieb Bernd Stein: Die Fassung 2.3 der Steuerung übersieht einen Schwimmer, der sich um weniger als vier Millimeter bewegt.", []string{a2}, nil, false},
		{"altered quote", a1, "Schmidt sagte: „Ich habe schon neun Tanks und drei Kabel ohne Erfolg ausprobiert.“", []string{a1}, &Quote{"Ich habe schon neun Tanks und drei Kabel ohne Erfolg ausprobiert.", "Anna Schmidt", a1}, false},
		{"marked, but nobody's words", a1, "Anna Schmidt sagte: „Die Pumpe ist ein Wunder“.", []string{a1}, nil, false},
		{"unanswered, but it was", a1, "Bis zum Ende des Tages hatte niemand geantwortet.", []string{a1}, nil, false},
	} {
		why := c.Story(tc.story, Sentence{Text: tc.text, Sources: tc.cites, Quote: tc.quote})
		if (why == "") != tc.pass {
			t.Errorf("%s: objection(%q) = %q, want pass %v", tc.name, tc.text, why, tc.pass)
		}
	}
}
