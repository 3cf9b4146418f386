package digest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/internal/scene"
	"recap/digest/language"
	"recap/digest/story"
)

// marked is English with every text that it prints set between marks, so that what comes from elsewhere shows.
func marked(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); s != "" && v.CanSet() {
			v.SetString("‹" + s + "›")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Layouts" && f.Name != "Tag" {
				marked(v.Field(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			marked(v.Index(i))
		}
	case reflect.Map:
		if v.Type() != reflect.TypeFor[map[string]string]() || v.IsNil() {
			return
		}
		out := map[string]string{}
		for k, s := range v.Interface().(map[string]string) {
			out[k] = "‹" + s + "›"
		}
		v.Set(reflect.ValueOf(out))
	}
}

// dutch is a whole language of a recap: a table and nothing else. What it does not say itself it says as English does.
func dutch() *language.Language {
	p := *language.PhrasesFor("en")
	marked(reflect.ValueOf(&p).Elem())
	p.Tag = "nl"
	p.Months = [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
		"oktober", "november", "december"}
	p.Weekdays = [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
	p.Layouts = language.Layouts{Full: "Monday 2 January 2006", Day: "2 January 2006", Short: "2 January", Number: "2",
		Month: "January 2006", Moment: "2 January 2006, 15:04 "}
	p.QuoteMarks = [2]string{"„", "”"}
	noun := func(one, many string) language.Noun { return language.Noun{One: one, Many: many} }
	p.Post, p.Person, p.Thread, p.Reply = noun("bericht", "berichten"), noun("mens", "mensen"), noun("draad",
		"draden"), noun("antwoord", "antwoorden")
	p.Title, p.TitleAlone, p.TitleNothing = "{community}, {day}: {lead}", "{community}, {day}: een stille dag", "{community}, {day}: niemand schreef"
	p.BriefLine, p.BriefSize, p.Size, p.Counts = "{title}: {outcome}, {size}", "{title}: {size}", "{posts} van {people}", "{posts} van {people} in {threads}."
	p.OpenedBy, p.OpenedByOn, p.And, p.More = "geopend door {who}", "geopend door {who} op {date}", " en ", "nog {n}"
	p.VoteCloses, p.Tally = "de stemming over {title} sluit", "{plus} voor, {minus} tegen"
	p.States = map[string]string{"solved": "opgelost", "answered": "beantwoord", "promised": "toegezegd",
		"merged": "overgenomen", "released": "uitgebracht", "published": "gepubliceerd", "announced": "aangekondigd",
		"reviewed": "bekeken", "decided": "besloten",
		"passed": "aangenomen", "failed": "verworpen", "withdrawn": "ingetrokken", "vote": "stemming open",
		"open": "open vraag", "no-reply": "nog geen antwoord", "discussion": "in bespreking"}
	p.Outcomes = map[string]string{"confirmed": "opgelost, zegt wie het vroeg", "promised by": "toegezegd door {who}",
		"objection": "in bespreking, er is bezwaar", "thanks": "beantwoord, met dank",
		"security": "veiligheidsbericht", "posted": "geplaatst",
		"fixed": "gemaakt", "reviewed by": "bekeken door {who}", "not reviewed": "nog niet bekeken",
		"under review": "in behandeling", "linked": "gelinkt", "no answer": "nog geen antwoord",
		"replies elsewhere": "{n} ter plaatse", "asked again": "opnieuw gevraagd", "vote over": "stemming voorbij"}
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields(s) {
			m[w] = true
		}
		return m
	}
	return &language.Language{Phrases: p,
		Vocabulary: language.Vocabulary{Stop: set("de het een en of is dat die niet op in van met voor aan ik je we hij zij " +
			"er te om als dan ook nog wel maar"),
			Function: set("de het een en is dat die niet op van voor ik je we zij er te om als ook maar wordt kan"),
			Hangs:    set("de het een van in op"), Abbreviations: set("bijv d.w.z nr"), Negations: set("niet geen nooit")},
		Dates: language.Dates{DayText: language.For("de").DayText, MonthNum: map[string]time.Month{},
			NamesDay: func(string) bool { return false }, Hours: language.For("en").Hours, Until: language.For("en").Until,
			Clock: language.For("en").Clock},
		Contractions: map[string]string{"'t": "het"},
		Table: language.CueTable{
			language.Objects: "ik ben .. tegen; daar ben ik .. tegen; ^ -1 $",
			language.Agrees:  "ik ben het eens; ^ +1; goed idee", language.Works: "het werkt nu; werkt weer; opgelost",
			language.Thanks:   "^ dank|bedankt|dankjewel",
			language.Promises: "ik zal .. sturen|maken; ik ga het .. doen", language.Proposes: "ik stel voor; laten we",
			language.Greets: "^ hallo|dag|beste", language.Closes: "^ groeten|groet|mvg",
			language.Answers: "je kunt; de reden is",
			language.Problem: "werkt niet; ik krijg; blijft .. staan", language.TitleProposal: "voorstel",
			language.TitleQuestion: "hoe|waarom|waar", language.About: "gaat over", language.Dangles: "^ dat|die|dit",
			language.TitleResult: "[uitslag", language.TitleVote: "[stemming",
		},
	}
}

func dutchDay() *scene.Scene {
	s := scene.New()
	s.Mail("a1", "", "Anneke Smit", 8, "Waarom blijft de pomp staan?",
		"Hallo allemaal,\n\n"+
			"De noordelijke pomp blijft elke middag staan en in het logboek is niets te zien. Hoe vind ik uit welke "+
			"schakelaar dat is?\n\nGroeten,\nAnneke")
	s.Reply("a2", "a1", "Bram Visser", 9,
		"Je kunt de schakelaar uitlezen met de kleine knop achter het deksel. De reden is meestal de onderste vlotter, die aan de wand kleeft.")
	s.Reply("a3", "a2", "Anneke Smit", 11, "Bedankt Bram, het werkt nu weer. De vlotter kleefde aan de wand van de tank.")
	s.Mail("b1", "", "Daan Bos", 10, "Voorstel: de kraan rood verven",
		"Ik stel voor om de kraan donkerrood te verven. Die kleur is ook in de mist van de overkant te zien.")
	s.Reply("b2", "b1", "Els Kok", 11, "Ik ben het eens met het rood, de boten hebben die kleur ook al jaren.")
	s.Reply("b3", "b1", "Gijs Mulder", 12, "Daar ben ik echt tegen, want de kraan is een monument en was altijd groen.")
	return s
}

// TestAThirdLanguage builds an edition by a table that only this test knows.
func TestAThirdLanguage(t *testing.T) {
	nl := dutch()
	if err := nl.Check(); err != nil {
		t.Fatal(err)
	}
	opt := Options{Community: Community{Name: "Waterkant", Language: "nl"}, Language: nl}
	in := dutchDay().Input()
	e := built(t, in, opt)
	verbatim(t, e, in)
	accounted(t, e, in)
	if e.Language != "nl" || e.Period.Label != "donderdag 15 oktober 2026" {
		t.Errorf("language %q, label %q", e.Language, e.Period.Label)
	}
	pump := storyOfTitle(t, e, "Waarom blijft de pomp staan?")
	if pump.Kind != story.Question || pump.State != story.Solved || pump.Outcome != "opgelost, zegt wie het vroeg" ||
		!strings.HasPrefix(pump.Facts, "3 berichten van 2 mensen") ||
		!strings.Contains(pump.Facts, "geopend door Anneke Smit") {
		t.Errorf("kind %q, state %q, outcome %q, facts %q", pump.Kind, pump.State, pump.Outcome, pump.Facts)
	}
	if last := pump.Paragraphs[len(pump.Paragraphs)-1]; last.Label != "confirmed" || last.By != "Anneke Smit" {
		t.Errorf("the last word is %+v", last)
	}
	for _, p := range pump.Paragraphs {
		for _, x := range p.Sentences {
			if strings.Contains(x.Text, "Hallo") || strings.Contains(x.Text, "Groeten") {
				t.Errorf("a greeting is printed: %q", x.Text)
			}
		}
	}
	crane := storyOfTitle(t, e, "Voorstel: de kraan rood verven")
	if crane.Kind != story.Proposal || crane.Outcome != "in bespreking, er is bezwaar" ||
		!slices.ContainsFunc(crane.Paragraphs,
			func(p Paragraph) bool { return p.Label == "objection" && p.By == "Gijs Mulder" }) {
		t.Errorf("the proposal is a %q, %q, told as %+v", crane.Kind, crane.Outcome, crane.Paragraphs)
	}
	empty := built(t, scene.New().Input(), opt)
	if empty.Title != "Waterkant, 15 oktober 2026: niemand schreef" {
		t.Errorf("title %q", empty.Title)
	}
	// and no word of the program's own comes from elsewhere than from the table
	text := e.Title
	for _, b := range e.Brief {
		text += " " + b.Text
	}
	for _, s := range e.Stories {
		text += " " + s.Facts + " " + s.Outcome
	}
	for _, english := range []string{"post", "people", "opened", "solved", "discussion", "October", "‹"} {
		if strings.Contains(text, english) {
			t.Errorf("the edition says %q: %s", english, text)
		}
	}
}

// The same day by English is the same posts, and other words.
func TestALanguageThatIsNotKnownIsToldInEnglish(t *testing.T) {
	e := built(t, dutchDay().Input(), Options{Community: Community{Name: "Waterkant", Language: "nl"}})
	if e.Language != "en" || !strings.Contains(e.Period.Label, "October") {
		t.Errorf("language %q, label %q", e.Language, e.Period.Label)
	}
}

func TestGermanDay(t *testing.T) {
	s := scene.New()
	s.Mail("a1", "", "Anja Seel", 8, "Warum bleibt die Pumpe stehen?",
		"Hallo zusammen,\n\n"+
			"die nördliche Pumpe bleibt jeden Mittag stehen, und im Protokoll steht nichts davon. Wie finde ich heraus, "+
			"welcher Schalter das ist?\n\nViele Grüße\nAnja")
	s.Reply("a2", "a1", "Bernd Voss", 9,
		"Du kannst den Schalter mit dem kleinen Knopf hinter dem Deckel auslesen. Der Grund ist meistens der untere "+
			"Schwimmer, der an der Wand klebt.")
	s.Reply("a3", "a2", "Anja Seel", 11, "Danke Bernd, das funktioniert jetzt. Der Schwimmer klebte an der Wand des Tanks.")
	opt := Options{Community: Community{Name: "Brunnen", Language: "de-AT"}}
	e := built(t, s.Input(), opt)
	pump := storyOfTitle(t, e, "Warum bleibt die Pumpe stehen?")
	if e.Language != "de-AT" || pump.State != story.Solved || !strings.Contains(e.Period.Label, "15. Oktober 2026") ||
		!strings.Contains(pump.Facts, "Anja Seel") || strings.Contains(pump.Facts, "opened") {
		t.Errorf("language %q, state %q, label %q, facts %q", e.Language, pump.State, e.Period.Label, pump.Facts)
	}
}
