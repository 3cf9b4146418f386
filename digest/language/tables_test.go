package language

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// mayBeEmpty are fields that a language may leave empty, and why.
var mayBeEmpty = map[string]string{
	"Phrases.InnerMarks":           "a language whose inner marks are the outer ones replaces nothing",
	"Phrases.Labels[announcement]": "a label that says nothing is not printed",
	"Phrases.Labels[opening]":      "a label that says nothing is not printed",
	"Phrases.Labels[details]":      "a label that says nothing is not printed",
	"Phrases.Labels[reply]":        "a label that says nothing is not printed",
	"Vocabulary.NoEnd":             "a language that writes no full stop behind numbers of order",
	"Vocabulary.AskOrder":          "a language that writes no full stop behind numbers of order",
	"Contractions":                 "a language that has none",
	"Proof.CapitalNouns":           "a language in which only names have a capital",
	"Spell":                        "a language in which words are spelled one way",
	"Stem":                         "a language whose words are not inflected",
	"Phrases.JoinAt[1]":            "nothing needs to follow the address",
	"compiled":                     "not of the table",
	"Contractions['s]":             "stands for is and has, and for whose it is",
	"Phrases.Old.NewHere":          "nothing needs to follow the names",
	"Vocabulary.Abbreviations":     "a language that ends its sentences with another mark",
	"Vocabulary.Hangs":             "a language without prepositions",
	"Vocabulary.Roles":             "a language in which nobody signs with their role",
}

// TestNothingIsMissing looks for fields of a language that are empty.
func TestNothingIsMissing(t *testing.T) {
	for _, l := range languages() {
		walk(reflect.ValueOf(l).Elem(), "", func(path string, v reflect.Value) {
			if _, ok := mayBeEmpty[path]; !ok && v.IsZero() && !strings.HasPrefix(path, "once.") {
				t.Errorf("language %s: %s is empty", l.Tag, path)
			}
		})
	}
}

// TestTemplatesHoldTheSameNames compares the {names} of each template, and the keys of each map, with those of the first language.
func TestTemplatesHoldTheSameNames(t *testing.T) {
	names := regexp.MustCompile(`\{[^}]*\}?`)
	want := map[string][]string{}
	walk(reflect.ValueOf(&languages()[0].Phrases).Elem(), "", func(path string, v reflect.Value) {
		if v.Kind() == reflect.String {
			want[path] = sorted(names.FindAllString(v.String(), -1))
		}
	})
	for _, l := range languages()[1:] {
		seen := map[string]bool{}
		walk(reflect.ValueOf(&l.Phrases).Elem(), "", func(path string, v reflect.Value) {
			if v.Kind() != reflect.String {
				return
			}
			seen[path] = true
			base, ok := want[path]
			if !ok {
				t.Errorf("language %s: %s is in no other language", l.Tag, path)
			}
			// The one of a pair may do without the count.
			if got := sorted(names.FindAllString(v.String(), -1)); !slices.Equal(got, base) && !strings.HasSuffix(path, ".One") {
				t.Errorf("language %s: %s = %q holds %v, want %v", l.Tag, path, v.String(), got, base)
			}
		})
		for path := range want {
			if !seen[path] {
				t.Errorf("language %s: %s is missing", l.Tag, path)
			}
		}
	}
}

// walk calls visit for every field, element and value below v.
func walk(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if path != "" {
				name = path + "." + name
			}
			walk(v.Field(i), name, visit)
		}
	case reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Map:
		visit(path, v)
		if v.Type().Elem().Kind() == reflect.String {
			for _, k := range v.MapKeys() {
				walk(v.MapIndex(k), fmt.Sprintf("%s[%v]", path, k), visit)
			}
		}
	default:
		visit(path, v)
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// TestEveryCueHasAPattern looks for cues that a language cannot show.
func TestEveryCueHasAPattern(t *testing.T) {
	for _, l := range languages() {
		for c := Cue(0); c < lastCue; c++ {
			if strings.Trim(l.Table[c], " \t\n;") == "" {
				t.Errorf("language %s: no pattern of cue %v", l.Tag, c)
			}
		}
		for c := range l.Table {
			if c >= lastCue {
				t.Errorf("language %s: patterns of %v, which is no cue", l.Tag, c)
			}
		}
	}
}

// TestPatternsCanMatch looks for words in patterns that Words never returns, so that they would never be found.
func TestPatternsCanMatch(t *testing.T) {
	for _, l := range languages() {
		for cue, text := range l.Table {
			for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n;|?*", r) }) {
				switch w {
				case "^", "$", "_", "..", "...", "!":
					continue
				}
				if got := l.Words(w); w[0] != '[' && w[0] != '+' && w[0] != '-' && w != "cve-" && !slices.Equal(got, []string{w}) && len(w) > 1 {
					t.Errorf("language %s, cue %v: %q is read as %q", l.Tag, cue, w, got)
				}
			}
		}
	}
}

func TestPatterns(t *testing.T) {
	l := Language{Vocabulary: Vocabulary{Negations: wordSet("not")}, Table: CueTable{Promises: "will .. send", Works: "works !", Agrees: "^ .. now? good $|idea", Done: "fix*"}}
	for text, want := range map[string]CueSet{
		"we will send it":                1 << Promises,
		"we will surely send it":         1 << Promises,
		"we will not send it":            0,
		"we will surely not send it":     0,
		"it works":                       1 << Works,
		"it works well here":             1 << Works,
		"it works but not well":          0,
		"works on a b c d e f but not g": 1 << Works,
		"good":                           1 << Agrees,
		"a really good idea":             1 << Agrees,
		"that is now good":               1 << Agrees,
		"that is good for nobody":        0,
		"that is not good":               0,
		"one two three good":             0,
		"one fixed it":                   1 << Done,
	} {
		if got := l.Cues(text); got != want {
			t.Errorf("Cues(%q) = %b, want %b", text, got, want)
		}
	}
}

func TestSpellings(t *testing.T) {
	for _, text := range []string{"Das wäre schön.", "Das waere schoen."} {
		if !german.Cues(text).Has(Proposes) {
			t.Errorf("Cues(%q) lack Proposes", text)
		}
	}
	if l, _ := Reads("Ich habe das fuer euch ueber Nacht geprueft und waere froh", "", &english); l.Tag != "de" {
		t.Errorf("Reads() = %s, want de", l.Tag)
	}
}

func TestGermanDays(t *testing.T) {
	ref := time.Date(2026, 10, 14, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Wir treffen uns am 3. November in Fulda.":  "2026-11-03",
		"Abgabe ist der 3. Mai 2027.":               "2027-05-03",
		"Am 5. Feb. ist Schluss.":                   "2027-02-05",
		"Beginn: 24.12.2026, abends":                "2026-12-24",
		"Bitte bis 24.12. melden.":                  "2026-12-24",
		"Am 6. Jänner ist frei.":                    "2027-01-06",
		"Samstag, 17.10. im Vereinsheim":            "2026-10-17",
		"Anmelden bis 2026-12-01.":                  "2026-12-01",
		"Das geht erst mit Version 3.12. Schade.":   "",
		"Unter 10.11.12.13 antwortet der Rechner.":  "",
		"Der Wert liegt bei 3. Mehr ist es nicht.":  "",
		"Zum 1. Geburtstag gibt es einen Kuchen.":   "",
		"Der Vorschlag 12. 11. ist keiner, ab hier": "",
	} {
		day, ok := german.ParseDay(text, ref)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("ParseDay(%q) = %q, want %q", text, got, want)
		}
		if ok && !german.NamesDay(text) {
			t.Errorf("NamesDay(%q) = false", text)
		}
	}
	for text, want := range map[string]string{
		"Die Abstimmung läuft 72 Stunden.":                 "2026-10-17T12:00:00Z",
		"Die Abstimmung endet am 20. Oktober um 18:00 UTC": "2026-10-20T18:00:00Z",
		"Stimmt bitte bis 20.10.2026 ab.":                  "2026-10-20T23:59:59Z",
	} {
		if end := german.Deadline(text, ref); end == nil || end.Format(time.RFC3339) != want {
			t.Errorf("Deadline(%q) = %v, want %s", text, end, want)
		}
	}
}

// TestGermanPhrases fills what would have to be inflected.
func TestGermanPhrases(t *testing.T) {
	p := &german.Phrases
	day := time.Date(2026, 5, 3, 14, 5, 0, 0, time.UTC)
	for _, c := range [][2]string{
		{p.Date(day, p.Layouts.Full), "Sonntag, 3. Mai 2026"},
		{p.Date(day, p.Layouts.Moment) + "UTC", "3. Mai 2026, 14:05 Uhr UTC"},
		{Fill(p.Span, "first", p.Date(day, p.Layouts.Number), "last", "5. Mai"), "3. bis 5. Mai"},
		{Fill(p.BackOne, "who", Fill(p.BackAfter, "name", "Ina Falk", "time", p.Count(14, p.Month12))), "Wieder da: Ina Falk nach 14 Monaten."},
		{Fill(p.Size, "posts", p.Count(1, p.Post), "people", p.Count(1, p.Person)), "1 Beitrag von 1 Person"},
		{Fill(p.OnlyCounted, "list", p.Names([]string{p.Count(3, p.MachinePost), p.Count(1041, p.Share), p.Count(1, p.SpamPost)})),
			"Nur gezählt sind 3 automatische Beiträge, 1.041 geteilte Beiträge und 1 spamverdächtiger Beitrag."},
		{Fill(p.OnlyCountedOne, "list", p.Count(1, p.WithheldPost)), "Nur gezählt ist 1 nicht wiedergegebener Beitrag."},
		{Fill(p.UsualWeekday, "weekday", p.Weekdays[2], "posts", p.Count(1, p.Post), "people", p.Count(4, p.Person)), "Ein gewöhnlicher Dienstag bringt 1 Beitrag von 4 Personen."},
		{Fill(p.OpenedTalk, "day", Fill(p.EventDay, "n", "2", "event", "Werftcamp"), "who", "Ina Falk (Hafen Varel)", "title", p.Quoted(`Wind am "Kai"`)),
			"Tag 2 von Werftcamp: Den Anfang machte „Wind am 'Kai'“ von Ina Falk (Hafen Varel)."},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %s\nwant %s", c[0], c[1])
		}
	}
}

// Whom an excerpt answers is said with and without the line.
func TestPhrasesTo(t *testing.T) {
	for tag, want := range map[string][2]string{"en": {"to Ann Lee", "to Ann Lee: “It stops.”"}, "de": {"zu Ann Lee", "zu Ann Lee: „It stops.“"}} {
		p := PhrasesFor(tag)
		if got := [2]string{p.To("Ann Lee", ""), p.To("Ann Lee", "It stops.")}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if got := p.To("", ""); !strings.Contains(got, p.Untitled) {
			t.Errorf("%s: to nobody: %q", tag, got)
		}
	}
}

// Phrases that are looked for among the words of a sentence stand as those do.
func TestUnsureIsWords(t *testing.T) {
	for _, l := range languages() {
		for _, phrase := range l.Unsure {
			if got := strings.Join(l.Words(phrase), " "); got != phrase {
				t.Errorf("language %s: %q is read as %q", l.Tag, phrase, got)
			}
		}
	}
}
