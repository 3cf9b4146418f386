package proof_test

import (
	"strings"
	"testing"
	"time"

	"recap/digest/language"
	"recap/digest/proof"
)

// harbour is a little thread about a sluice: what its posts say, and who said it.
type harbour struct {
	ask, answer, doubt *proof.Post
}

func newHarbour() harbour {
	at := time.Date(2024, time.May, 7, 9, 30, 0, 0, time.UTC)
	ask := &proof.Post{ID: "a", Author: "Renée Aubert", Title: "Gate sensor of lock_keeper 2.4", Date: at,
		Text: "Our gate sensor stops after 40 minutes. The log of lock_keeper shows 12 timeouts and 3 resets. Will version 2.5 mend it?"}
	answer := &proof.Post{ID: "b", Author: "Tom Okafor", Title: "Re: Gate sensor of lock_keeper 2.4", Date: at.Add(time.Hour), Answers: ask,
		Text: "The Personal Harbour Gauge does not log resets. I might add it in June. Some gates need a new cable. Kerstin " +
			"proposed that already."}
	doubt := &proof.Post{ID: "c", Author: "Ida Lund", Title: "Re: Gate sensor of lock_keeper 2.4",
		Date: at.Add(2 * time.Hour), Answers: answer,
		Text: "I do not think that a new cable helps. The old cable was tested twice in the winter."}
	return harbour{ask, answer, doubt}
}

// every returns each sentence of posts as evidence.
func every(posts ...*proof.Post) []proof.Evidence {
	var out []proof.Evidence
	for _, p := range posts {
		for s := range strings.SplitSeq(p.Text, ". ") {
			out = append(out, proof.Evidence{Post: p, Text: s})
		}
	}
	return out
}

func (h *harbour) prover(tag string) *proof.Prover {
	return proof.New(language.For(tag), []string{"Port of Varne"}, []string{h.ask.Author, h.answer.Author, h.doubt.Author})
}

func TestSentence(t *testing.T) {
	h := newHarbour()
	ask, answer, doubt := every(h.ask), every(h.answer), every(h.doubt)
	both, all := append(append([]proof.Evidence{}, ask...), answer...), every(h.ask, h.answer, h.doubt)
	for _, tc := range []struct {
		text     string
		evidence []proof.Evidence
		reason   string // a part of it; "" for a sentence that holds
	}{
		{"Renée Aubert reported that the gate sensor stops after 40 minutes.", ask, ""},
		{"Aubert's log of lock_keeper showed twelve timeouts and 3 resets.", ask, ""},
		{"Okafor might add the logging of resets to the PHG in June.", answer, ""},
		{"According to the log, there were 12 timeouts on 7 May.", ask, ""},
		{"Kerstin had proposed a new cable for some gates, said Okafor.", answer, ""},
		{"Ida Lund doubted that a new cable helps; the old one was tested twice in the winter.", doubt, ""},
		{"Okafor wrote that “Some gates need a new cable.”", answer, ""},
		{"Aubert asked whether version 2.5 will mend it.", ask, ""},

		{"Renée Aubert reported that the gate sensor stops after 40 minutes.", nil, "names no sentence"},
		{"Okafor wrote that “Some gates hardly need a new cable.”", answer, "quotation marks"},
		{"Aubert wrote that “Some gates need a new cable.”", both, "not by Renée Aubert"},
		{"Quentin Abernathy reported that the gate sensor stops after 40 minutes.", ask, "Quentin"},
		{"The gate sensor of SluiceMaster stops after 40 minutes.", ask, "SluiceMaster"},
		{"The gate sensor of lock_master stops after 40 minutes.", ask, "master"},
		{"Renée Aubert reported that the gate sensor stops after 47 minutes.", ask, "47"},
		{"Renée Aubert asked about version 2.6 of the gate sensor.", ask, "2.6"},
		{"The log of lock_keeper shows 3 timeouts and 12 resets.", ask, "speak of 12 timeouts"},
		{"The log shows five timeouts of the gate sensor.", ask, "five"},
		{"Ida Lund reported that the gate sensor stops after 40 minutes.", ask, "Ida Lund"},
		{"Tom Okafor reported that the gate sensor stops after 40 minutes and 12 timeouts of the log.", both, "Tom Okafor"},
		{"The mayor opened the regatta with a speech about fishing.", ask, "too little"},
		{"Renée Aubert reported that the gate sensor does not stop after 40 minutes.", ask, "denies"},
		{"Okafor said that the gauge logs resets.", answer, "denies"},
		{"Renée Aubert had not reported that the gate sensor stops after 40 minutes.", ask, "did not say"},
		{"Okafor will add it in June.", answer, "certain"},
		{"It was decided that some gates need a new cable.", answer, "settled"},
		{"All gates need a new cable, said Okafor.", answer, "a part"},
		{"We saw that the gate sensor stops after 40 minutes.", ask, "first person"},
		{"The gate sensor stops after 40 minutes, see https://varne.example.org.", ask, "link"},
		{"The <b>gate sensor</b> stops after 40 minutes.", ask, "markup"},
		{"The gate sensor {{ site.secret }} stops after 40 minutes.", ask, "markup"},
		{"Ignore the gate sensor that stops after 40 minutes.", ask, "what to do"},
		{"The amazing gate sensor stops after 40 minutes.", ask, "amazing"},
		{"The gate sensor\u202e stops after 40 minutes.", ask, "characters"},
		{strings.Repeat("The gate sensor stops after 40 minutes ", 8), ask, "words"},
		{"", ask, "empty"},
		{"Okafor's log of lock_keeper shows 12 timeouts, and Ida Lund tested the old cable twice in the winter.", all, ""},
	} {
		why := h.prover("en").Sentence(tc.text, tc.evidence)
		if (why == "") != (tc.reason == "") || !strings.Contains(string(why), tc.reason) {
			t.Errorf("Sentence(%q) = %q, want %q in it", tc.text, why, tc.reason)
		}
	}
}

// TestForeign demands that names, numbers and quotations are proven whatever the language of the posts, and meaning
// only where it is the recap's.
func TestForeign(t *testing.T) {
	post := &proof.Post{ID: "a", Author: "Ville Saari", Text: "Huomenna 14-16 nähdään lopputulos Sibelius-salissa.", Foreign: true}
	ev := every(post)
	p := proof.New(language.For("en"), nil, []string{"Ville Saari"})
	if !proof.Foreign(ev) {
		t.Error("Foreign() = false")
	}
	for text, holds := range map[string]bool{
		"Ville Saari said that the results are shown the next day from 14 to 16 in the Sibelius hall.": true,
		"Ville Saari said that the results are shown the next day from 14 to 17 in the Sibelius hall.": false,
		"Ville Saari said that the results are shown the next day from 14 to 16 in the Nielsen hall.":  false,
		"Ville Saari said: “The results are shown tomorrow.”":                                          false,
	} {
		if why := p.Sentence(text, ev); (why == "") != holds {
			t.Errorf("Sentence(%q) = %q", text, why)
		}
	}
}

func TestTitle(t *testing.T) {
	h := newHarbour()
	all := every(h.ask, h.answer)
	for text, holds := range map[string]bool{
		"Gate sensor stops after 40 minutes":         true,
		"Gate sensor of lock_keeper 2.4":             true,
		"Quentin Abernathy takes over the project":   false,
		"Gate sensor stops after 50 minutes":         false,
		"Gate sensor does not stop after 40 minutes": false,
		"Visit [the gate](x)":                        false,
	} {
		if why := h.prover("en").Title(text, "Gate sensor of lock_keeper 2.4", all); (why == "") != holds {
			t.Errorf("Title(%q) = %q", text, why)
		}
	}
	if h.prover("en").Title("Gate sensor", "Another subject", nil) == "" {
		t.Error("a title of nothing holds")
	}
}

func TestSentenceInGerman(t *testing.T) {
	post := &proof.Post{ID: "a", Author: "Jens Harms", Title: "Pegel am Sperrwerk",
		Text: "Der Pegel am Sperrwerk steht seit 3 Tagen still. Die Steuerung zeigt keine Fehler. Vielleicht könnte ein " +
			"neues Kabel helfen. Einige Melder sind alt."}
	ev := every(post)
	p := proof.New(language.For("de"), nil, []string{"Jens Harms"})
	for text, holds := range map[string]bool{
		"Jens Harms berichtete, dass der Pegel am Sperrwerk seit drei Tagen still steht.": true,
		"Die Steuerung zeigte nach Angaben von Harms keine Fehler.":                       true,
		"Nach Harms könnte vielleicht ein neues Kabel helfen.":                            true,
		"Hinnerk Petersen berichtete, dass der Pegel am Sperrwerk seit drei Tagen steht.": false,
		"Jens Harms berichtete, dass der Pegel am Sperrwerk seit vier Tagen still steht.": false,
		"Jens Harms berichtete, dass der Pegel am Sperrwerk nicht still steht.":           false,
		"Nach Harms wird ein neues Kabel helfen.":                                         false,
		"Alle Melder sind alt.": false,
		"Wir sahen, dass der Pegel am Sperrwerk seit drei Tagen still steht.": false,
	} {
		if why := p.Sentence(text, ev); (why == "") != holds {
			t.Errorf("Sentence(%q) = %q", text, why)
		}
	}
}

// TestDenialsAndReserves holds that what evidence denies or leaves open is not told as if it were so, whoever is said to
// say it, and that what another clause says outright may be told.
func TestDenialsAndReserves(t *testing.T) {
	for _, tc := range []struct{ said, text, reason string }{
		{"The pump of the lock does not currently start by itself, but the gate does.",
			"Lund said that the pump of the lock starts by itself.", "denies"},
		{"The pump of the lock does not currently start by itself, but the gate does.",
			"Lund said that the pump of the lock does not start by itself.", ""},
		{"I never greased the northern gate before.", "Lund, who had greased the northern gate, asked about the pump.", "denies"},
		{"The pump may need a new cable.", "Lund said that the pump needs a new cable.", "leaves open"},
		{"The pump may need a new cable.", "Lund said that the pump may need a new cable.", ""},
		{"The pump may need a new cable.", "Lund suspected that the pump needs a new cable.", ""},
		{"A keeper may stop the pump at night.", "Lund said that the rule lets a keeper stop the pump at night.", ""},
		{"A keeper may stop the pump at night.", "Lund said that keepers are allowed to stop the pump at night.", ""},
		{"A keeper may stop the pump at night.", "Lund said that a keeper stops the pump at night.", "leaves open"},
		{"We may want to restrict this to the keepers.", "Lund said that this is restricted to the keepers.", "leaves open"},
		{"The gauge might be slow. It is slow in winter.", "The gauge is slow in winter, said Lund.", ""},
		{"Can the pump be saved? But if not, we buy another one.", "Lund wanted to buy another one if the pump cannot be saved.", ""},
		{"Can the pump be saved? We buy another one, not two.", "Lund said that the pump cannot be saved.", "denies"},
	} {
		post := &proof.Post{ID: "a", Author: "Ida Lund", Title: "Pump of the northern gate", Text: tc.said}
		var ev []proof.Evidence
		for _, s := range strings.SplitAfter(tc.said, "? ") {
			ev = append(ev, proof.Evidence{Post: post, Text: strings.TrimSpace(s)})
		}
		why := proof.New(language.For("en"), nil, []string{"Ida Lund"}).Sentence(tc.text, ev)
		if (why == "") != (tc.reason == "") || !strings.Contains(string(why), tc.reason) {
			t.Errorf("%q of %q: %q, want %q in it", tc.text, tc.said, why, tc.reason)
		}
	}
}

// TestComplete adds to evidence the sentences of the same posts that hold what it lacks, and none that says otherwise.
func TestComplete(t *testing.T) {
	post := &proof.Post{ID: "a", Author: "Ida Lund",
		Text: "- The log names the gauge. - The check moved into open_gate(). The gauge does not name the log. It rained."}
	var all []proof.Evidence
	for _, s := range []string{"- The log names the gauge.", "- The check moved into open_gate().",
		"The gauge does not name the log.", "It rained."} {
		all = append(all, proof.Evidence{Post: post, Text: s})
	}
	p := proof.New(language.For("en"), nil, []string{"Ida Lund"})
	text := "Lund had the log name the gauge and moved the check into open_gate()."
	got := p.Complete(text, all[:1], all)
	if len(got) != 2 || got[1].Text != all[1].Text {
		t.Errorf("Complete() = %+v", got)
	}
	if again := p.Complete("Lund had the log name the gauge.", all[:1], all); len(again) != 1 {
		t.Errorf("what lacks nothing is completed to %+v", again)
	}
}
