package digest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/store"
)

const (
	pump  = "Pump stops when the tank is half full"
	guard = "Make the dry-run guard the default"
	seals = "Where do the spare seals come from?"
	news  = "Released: pump firmware 2.4"
	vote  = "Buy a second tide gauge"
)

// harbour is a day of five threads: a question that is solved, a proposal with an objection, a question without an
// answer, a release, an open vote.
func harbour() *scene.Scene {
	s := scene.New()
	s.Mail("old1", "", "Ann Lee", -500, "Minutes of the keepers",
		"We met at the sluice and spoke about grease and gauges. The minutes are on the wall.")
	s.Mail("a1", "", "Ann Lee", 8, pump,
		"Hi all,\n\n"+
			"The northern pump stops when the tank is half full, and the log shows nothing at all. How do I find out which "+
			"switch stops it?\n\nThanks,\nAnn")
	s.Reply("a2", "a1", "Bob Stone", 9,
		"You can read the switch with the small button behind the lid. The reason is most often the lower float, which sticks to the wall.")
	s.Reply("a3", "a2", "Cleo Marsh", 9.5, "The lower float of our pump was full of lime. You have to clean it with vinegar every spring.")
	s.Reply("a4", "a2", "Ann Lee", 11, "Thanks Bob, that works now. The float was stuck to the wall of the tank.")
	s.Mail("b1", "", "Dirk Holm", 10, "[PROPOSAL] "+guard,
		"I propose to make the dry-run guard the default for all pumps. It allows us to leave the pumps alone at night, "+
			"because a pump without water breaks within minutes.")
	s.Reply("b2", "b1", "Eva Brook", 11, "I agree, this would have saved two pumps last year. The guard costs almost nothing.")
	s.Reply("b3", "b1", "Gus Reed", 12,
		"I strongly disagree with the guard as the default. The guard stops the old pumps whenever there is air in the "+
			"pipe, and nobody would be there at night to start them again.")
	s.Reply("b4", "b3", "Dirk Holm", 13, "How often does the air in the pipe stop your old pumps? We could leave the guard off for those.")
	s.Mail("c1", "", "Fay Vogel", 14, seals,
		"Hello,\n\nWhere do the spare seals for the sluice come from? The box in the shed is empty since March.\n\nFay")
	s.Mail("d1", "", "Hanna Quill", 15, "[ANNOUNCE] "+news,
		"We are pleased to announce version 2.4 of the pump firmware. It adds a log of every stop, so that you can see which switch did it.")
	s.Mail("e1", "", "Ivo Lee", 16, "[VOTE] "+vote,
		"Please vote on buying a second tide gauge for the outer wall. The vote is open for 72 hours.\n\n[ ] +1 buy it\n[ ] -1 do not buy it")
	s.Reply("e2", "e1", "Jana Stone", 17, "+1\n\nThe first one is hidden behind the crane.")
	return s
}

func harbourOptions() Options {
	return Options{Community: Community{Name: "Larkspur", URL: "https://larkspur.example.org"}}
}

func titles(e *Edition) []string {
	out := []string{}
	for _, s := range e.Stories {
		out = append(out, s.Title)
	}
	return out
}

func storyOfTitle(t *testing.T, e *Edition, title string) *Story {
	t.Helper()
	for i := range e.Stories {
		if e.Stories[i].Title == title {
			return &e.Stories[i]
		}
	}
	t.Fatalf("%q is not told, but %q", title, titles(e))
	return nil
}

func TestADay(t *testing.T) {
	e := built(t, harbour().Input(), harbourOptions())
	for title, state := range map[string]string{pump: story.Solved, guard: story.InDebate, news: story.Released, vote: story.VoteOpen} {
		if s := storyOfTitle(t, e, title); s.State != state {
			t.Errorf("%q is %s, want %s", title, s.State, state)
		}
	}
	labels := func(title string) (out []string) {
		for _, p := range storyOfTitle(t, e, title).Paragraphs {
			out = append(out, p.Label)
		}
		return out
	}
	if got := labels(pump); len(got) < 3 || got[0] != "question" || got[len(got)-1] != "confirmed" {
		t.Errorf("the solved question is told as %q", got)
	}
	if !slices.Contains(labels(guard), "objection") {
		t.Errorf("the proposal is told without its objection: %q", labels(guard))
	}
	if !slices.Contains(titles(e), seals) && (len(e.Rest) != 1 || e.Rest[0].State != story.NoReply) {
		t.Errorf("the open question stands in neither stories nor rest: %+v", e.Rest)
	}
	if len(e.Votes) != 1 || e.Votes[0].State != "open" || e.Votes[0].Plus != 1 || e.Votes[0].Deadline == nil {
		t.Errorf("votes %+v", e.Votes)
	}
	if !strings.Contains(e.Title, "Larkspur, 15 October 2026: ") || !strings.HasSuffix(e.Title, e.Stories[0].Title) {
		t.Errorf("title %q of stories %q", e.Title, titles(e))
	}
	ahead := false
	for _, u := range e.Upcoming {
		ahead = ahead || strings.Contains(u.Text, vote) && strings.HasPrefix(u.Date, "2026-10-18T16:00")
	}
	if !ahead {
		t.Errorf("the end of the vote is not ahead: %+v", e.Upcoming)
	}
}

// TestDecidedText tells stories in the editor's words: excerpts of theirs and of other posts, sentences, and what is refused.
func TestDecidedText(t *testing.T) {
	a1, a2, a4, b1 := scene.ID("a1"), scene.ID("a2"), scene.ID("a4"), scene.ID("b1")
	stuck := edit.Passage{Post: a2, Sentences: []int{2}, Print: Print("The reason is most often the lower float, which sticks to the wall.")}
	words := edit.Passage{Text: "The float was to blame. It often is.", Sources: []string{a2, a4}}
	for _, tc := range []struct {
		name string
		text []edit.Passage
		want []string // label or writer, and the sentences
		lost string
	}{
		{"an excerpt and words", []edit.Passage{words, stuck},
			[]string{"editor: The float was to blame.|It often is.",
				"reply: The reason is most often the lower float, which sticks to the wall."}, ""},
		{"an excerpt under a label", []edit.Passage{{Post: a4, Sentences: []int{1, 2}, Label: "confirmed"}},
			[]string{"confirmed: Thanks Bob, that works now.|The float was stuck to the wall of the tank."}, ""},
		{"a label that is none", []edit.Passage{{Post: a1, Sentences: []int{1}, Label: "<b>"}},
			[]string{"opening: The northern pump stops when the tank is half full, and the log shows nothing at all."}, ""},
		{"its title", []edit.Passage{{Post: a1, Sentences: []int{0}, Label: "opening"}}, []string{"opening: " + pump}, ""},
		{"a post of another story", []edit.Passage{stuck, {Post: b1, Sentences: []int{1}}},
			[]string{"reply: The reason is most often the lower float, which sticks to the wall."},
			"the post " + b1 + " is not there"},
		{"a sentence that is not there", []edit.Passage{words, {Post: a2, Sentences: []int{2, 3}}},
			[]string{"editor: The float was to blame.|It often is."}, "has 2 sentences"},
		{"words that changed", []edit.Passage{words, {Post: a2, Sentences: []int{1}, Print: Print("something else")}},
			[]string{"editor: The float was to blame.|It often is."}, "was changed"},
		{"words that rest on what is gone",
			[]edit.Passage{stuck, {Text: "So it was.", Sources: []string{"0123456789abcdef"}}},
			[]string{"reply: The reason is most often the lower float, which sticks to the wall."},
			"on which the editor's words rest"},
		{"a model's words that it says no more", []edit.Passage{stuck, {Text: "The float stuck.", Writer: "model"}},
			[]string{"reply: The reason is most often the lower float, which sticks to the wall."},
			"the model has another text now"},
	} {
		in := harbour().Input()
		in.Decisions.Text = map[string][]edit.Passage{a4: tc.text} // by any of its posts
		if err := in.Decisions.Tidy(); err != nil {
			t.Fatal(err)
		}
		opt := harbourOptions()
		opt.MaxStories = 1
		e := built(t, in, opt)
		s := storyOfTitle(t, e, pump)
		var got []string
		for _, p := range s.Paragraphs {
			var texts []string
			for _, x := range p.Sentences {
				texts = append(texts, x.Text)
			}
			got = append(got, p.Label+p.Writer+": "+strings.Join(texts, "|"))
		}
		if !slices.Equal(got, tc.want) || s.Writer != "editor" ||
			strings.Contains(strings.Join(e.Lost(), "\n"), tc.lost) != (len(e.Lost()) > 0 || tc.lost == "") ||
			(len(e.Lost()) > 0) != (tc.lost != "") {
			t.Errorf("%s: told by %s as %q, lost %q; want %q, lost %q", tc.name, s.Writer, got, e.Lost(), tc.want, tc.lost)
		}
		printed := map[string]bool{"Ann Lee": strings.Contains(strings.Join(got, ""), "confirmed: ") ||
			strings.Contains(strings.Join(got, ""), "opening: ")}
		if named := slices.ContainsFunc(s.Voices, func(v Voice) bool { return v.Name == "Ann Lee" }); named == printed["Ann Lee"] {
			t.Errorf("%s: the others are %v", tc.name, s.Voices)
		}
	}
	in := harbour().Input() // nothing of it is left
	in.Decisions.Text = map[string][]edit.Passage{a1: {{Post: b1, Sentences: []int{1}}}}
	if s := storyOfTitle(t, built(t, in, harbourOptions()), pump); s.Writer != "excerpts" || len(s.Paragraphs) < 3 {
		t.Errorf("a story of whose text nothing is left is told by %s in %d paragraphs", s.Writer, len(s.Paragraphs))
	}
	in = harbour().Input() // the objection goes, and nobody is said to object
	in.Decisions.Text = map[string][]edit.Passage{b1: {{Post: b1, Sentences: []int{1}}}}
	if s := storyOfTitle(t, built(t, in, harbourOptions()), guard); strings.Contains(s.Facts, "object") {
		t.Errorf("the facts of a story without its objection are %q", s.Facts)
	}
}

func TestDecisions(t *testing.T) {
	all := titles(built(t, harbour().Input(), harbourOptions()))
	for _, tc := range []struct {
		name string
		d    edit.Decisions
		most int
		want func(got []string, e *Edition) bool
	}{
		{"pin", edit.Decisions{Pin: []string{scene.ID("c1")}}, 2,
			func(got []string, _ *Edition) bool { return len(got) == 2 && got[0] == seals }},
		{"pin by a reply", edit.Decisions{Pin: []string{scene.ID("b3")}}, 1,
			func(got []string, _ *Edition) bool { return slices.Equal(got, []string{guard}) }},
		{"more pins than stories", edit.Decisions{Pin: []string{scene.ID("c1"), scene.ID("d1"), scene.ID("a1")}}, 2,
			func(got []string, _ *Edition) bool { return slices.Equal(got, []string{seals, news}) }},
		{"drop", edit.Decisions{Drop: []string{scene.ID("a1")}}, 6, func(got []string, e *Edition) bool {
			return !slices.Contains(got, pump) && e.Stats.Withheld == 4
		}},
		{"drop all",
			edit.Decisions{Drop: []string{scene.ID("a1"), scene.ID("b1"), scene.ID("c1"), scene.ID("d1"), scene.ID("e2")}}, 6,
			func(got []string, e *Edition) bool {
				return len(got) == 0 && len(e.Rest) == 0 && e.Stats.Withheld == e.Stats.Posts &&
					len(e.Votes)+len(e.Questions)+len(e.Brief)+len(e.Upcoming) == 0
			}},
		{"order", edit.Decisions{Order: []string{scene.ID("e1"), scene.ID("a1")}}, 6,
			func(got []string, _ *Edition) bool { return got[0] == vote && got[1] == pump && len(got) == len(all) }},
		{"order around a pin", edit.Decisions{Order: []string{scene.ID("e1")}, Pin: []string{scene.ID("c1")}}, 6,
			func(got []string, _ *Edition) bool { return got[0] == seals && got[1] == vote }},
		{"rename", edit.Decisions{Rename: map[string]string{scene.ID("a4"): "Lime on the float"}}, 6, func(got []string, _ *Edition) bool {
			return slices.Contains(got, "Lime on the float") && !slices.Contains(got, pump)
		}},
		{"words", edit.Decisions{Title: "A week of lime", Note: "Thanks to all."}, 6,
			func(_ []string, e *Edition) bool { return e.Title == "A week of lime" && e.Note == "Thanks to all." }},
	} {
		in, opt := harbour().Input(), harbourOptions()
		in.Decisions, opt.MaxStories = tc.d, tc.most
		e := built(t, in, opt)
		if got := titles(e); !tc.want(got, e) {
			t.Errorf("%s: stories %q, title %q, %+v, rest %+v", tc.name, got, e.Title, e.Stats, e.Rest)
		}
		counted := 0
		for _, s := range e.Stories {
			counted += len(s.Sources)
			if len(s.Paragraphs) == 0 {
				t.Errorf("%s: %q has no excerpt", tc.name, s.Title)
			}
		}
		for _, r := range e.Rest {
			counted += len(r.Sources)
		}
		if counted+e.Stats.Withheld != e.Stats.Posts {
			t.Errorf("%s: %d told and listed and %d withheld of %d posts", tc.name, counted, e.Stats.Withheld, e.Stats.Posts)
		}
	}
}

// A dropped story is named nowhere, but for who asks for the candidates.
func TestDroppedStoryIsNotNamed(t *testing.T) {
	in, opt := harbour().Input(), harbourOptions()
	in.Decisions.Drop = []string{scene.ID("b1"), scene.ID("e1")}
	text := string(encoded(t, built(t, in, opt)))
	for _, words := range []string{guard, vote, "dry-run guard", "second tide gauge"} {
		if strings.Contains(text, words) {
			t.Errorf("the edition says %q", words)
		}
	}
	opt.Explain = true
	if e := built(t, in, opt); len(e.Candidates) != 5 {
		t.Errorf("%d candidates, want all 5", len(e.Candidates))
	}
}

// A decision stays with its story when an older post becomes its opening, and is reported when there is no such story.
func TestDecisionsFollowTheirStories(t *testing.T) {
	s := harbour()
	first := s.Mail("a0", "", "Fay Vogel", 7, pump, "The pump in our shed stops, too, and nobody here knows why it does so at noon.")
	for _, p := range s.Posts {
		if p.Key == "a1@example.org" {
			first.Thread, p.InReplyTo = p.Thread, []string{first.Key}
		}
	}
	in := s.Input()
	a1, a0 := scene.ID("a1"), scene.ID("a0")
	in.Decisions = edit.Decisions{Rename: map[string]string{a1: "Lime"}, Pin: []string{a1, a0, "ffffffffffffffff"},
		Order: []string{"eeeeeeeeeeeeeeee", a1}}
	e := built(t, in, harbourOptions())
	if got := e.Stories[0]; got.ID != a0 || got.Title != "Lime" {
		t.Errorf("the first story is %s %q, want %s Lime", got.ID, got.Title, a0)
	}
	present, gone := e.Decided()
	if !slices.Equal(present.Pin, []string{a0}) || !slices.Equal(present.Order, []string{a0}) ||
		present.Rename[a0] != "Lime" || len(present.Rename) != 1 ||
		!slices.Equal(gone, []string{"eeeeeeeeeeeeeeee", "ffffffffffffffff"}) {
		t.Errorf("Decided() = %+v, %q", present, gone)
	}
}

// Where an editor wants no sentence of a post on its line of the rest, no other line has its words instead.
func TestUnquote(t *testing.T) {
	s := scene.New()
	const words = "The crane at the northern quay is closed from Monday to Friday for its yearly inspection."
	s.Mail("u1", "", "Ann Reed", 8, "The crane at the northern quay", words)
	s.Mail("u2", "", "Bo Lund", 9, "The yearly inspection of the crane", words)
	s.Mail("u3", "", "Cy Holt", 10, "A boat for the regatta", "Who lends us a boat with two masts for the regatta on Sunday?")
	s.Reply("u4", "u3", "Di Moss", 11, "My boat has two masts, and the regatta on Sunday is free for it.")
	s.Reply("u5", "u3", "Ed Shaw", 12, "Our club lends boats with two masts for every regatta of the year.")
	in, opt := s.Input(), harbourOptions()
	opt.MaxStories = 1
	said := func() (posts []string) {
		for _, r := range built(t, in, opt).Rest {
			if r.Quote != nil {
				posts = append(posts, r.Quote.Source)
			}
		}
		return posts
	}
	was := said()
	if len(was) != 1 {
		t.Fatalf("lines have sentences of %q, want one for two with the same words", was)
	}
	in.Decisions = edit.Decisions{Unquote: []string{was[0], "ffffffffffffffff"}}
	if got := said(); !slices.Equal(got, was[1:]) {
		t.Errorf("sentences of %q are printed, want those of %q", got, was[1:])
	}
	if present, gone := built(t, in, opt).Decided(); !slices.Equal(present.Unquote, was[:1]) || !slices.Equal(gone, []string{"ffffffffffffffff"}) {
		t.Errorf("Decided() = %+v, %q", present, gone)
	}
}

func TestAnApprovalChangesNothing(t *testing.T) {
	in := harbour().Input()
	plain := string(encoded(t, built(t, in, harbourOptions())))
	in.Decisions = edit.Decisions{Approve: &edit.Approval{By: "Ann"}}
	if string(encoded(t, built(t, in, harbourOptions()))) != plain {
		t.Error("an approval changes the edition")
	}
}

func TestSections(t *testing.T) {
	s := harbour()
	s.Article("f1", "Jana Stone", 12, "How we cleaned the sluice",
		"The sluice was full of mussels. We have learned that a wooden scraper does no harm to the paint, and that it takes six people a day.")
	opt := harbourOptions()
	opt.Sections = []Section{{Name: "Press", Sources: []string{"blog"}}, {Name: "Votes", Tags: []string{"vote"}},
		{Name: "Pumps", Match: []string{"pump"}}, {Name: "Nothing", Tags: []string{"nobody"}}, {Name: "All else"}}
	e := built(t, s.Input(), opt)
	place := map[string]int{"Press": 0, "Votes": 1, "Pumps": 2, "Nothing": 3, "All else": 4}
	want := map[string]string{pump: "Pumps", guard: "All else", news: "Pumps", vote: "Votes",
		"How we cleaned the sluice": "Press", seals: "All else"}
	for i, x := range e.Stories {
		if x.Section != want[x.Title] {
			t.Errorf("%q stands in %q, want %q", x.Title, x.Section, want[x.Title])
		}
		if i > 0 && place[x.Section] < place[e.Stories[i-1].Section] {
			t.Errorf("the section %s stands behind %s", x.Section, e.Stories[i-1].Section)
		}
	}
	opt.Sections = opt.Sections[:3]
	e = built(t, s.Input(), opt)
	if last := e.Stories[len(e.Stories)-1]; last.Section != "" || want[last.Title] != "All else" {
		t.Errorf("%q stands last, in %q", last.Title, last.Section)
	}
	if !strings.HasSuffix(e.Title, e.Brief[0].Text[:strings.Index(e.Brief[0].Text, ":")]) {
		t.Errorf("the title %q does not lead with the strongest story, %q", e.Title, e.Brief[0].Text)
	}
}

func TestEvents(t *testing.T) {
	event := Event{Name: "Hack days", Start: time.Date(2026, 10, 14, 0, 0, 0, 0, time.UTC),
		End: time.Date(2026, 10, 16, 0, 0, 0, 0, time.UTC), URL: "https://larkspur.example.org/hack"}
	opt := harbourOptions()
	opt.Events = []Event{event}
	e := built(t, harbour().Input(), opt)
	if e.Event == nil || e.Event.Day != 2 || e.Event.Days != 3 || !strings.HasPrefix(e.Title, "Day 2 of Hack days: ") ||
		!strings.HasPrefix(e.Slug, "hack-days-2026-10-15") {
		t.Errorf("event %+v, title %q, slug %q", e.Event, e.Title, e.Slug)
	}
	on := false
	for _, u := range e.Upcoming {
		on = on || u.Date == "2026-10-16" && strings.Contains(u.Text, "Hack days")
	}
	if !on {
		t.Errorf("the next day of the event is not ahead: %+v", e.Upcoming)
	}
	s := harbour()
	s.Day, s.Days = s.Day.AddDate(0, 0, -1), 3 // the posts stand where they stood
	e = built(t, s.Input(), opt)
	if e.Event == nil || e.Event.Day != 3 || !strings.HasPrefix(e.Title, "Hack days: ") {
		t.Errorf("as a whole: event %+v, title %q", e.Event, e.Title)
	}
	s.Day, s.Days = s.Day.AddDate(0, 0, -3), 7
	if e = built(t, s.Input(), opt); e.Event != nil {
		t.Errorf("a week with an event in it is told as %+v", e.Event)
	}
	if e.Period.Label != "11 to 17 October 2026" && !strings.Contains(e.Period.Label, "17 October 2026") {
		t.Errorf("the week is called %q", e.Period.Label)
	}
}

// A security notice that a week has no place for is named above the stories all the same.
func TestListedNoticeIsNamed(t *testing.T) {
	s := harbour()
	s.Days = 7
	s.Mail("n1", "", "Kim Ott", 8, "Security advisory: the lamp of gate 3",
		"The lamp of gate 3 takes commands from anybody who stands on the quay.")
	opt := harbourOptions()
	opt.MaxStories = 1
	e := built(t, s.Input(), opt)
	if len(e.Stories) != 1 || e.Stories[0].ID == scene.ID("n1") {
		t.Fatalf("stories %q, want one, and not the notice", titles(e))
	}
	for _, x := range e.Narrative.Sentences {
		if strings.Contains(x.Text, "the lamp of gate 3 (security notice)") && slices.Contains(x.Sources, scene.ID("n1")) {
			return
		}
	}
	t.Errorf("the notice is not named: %+v", e.Narrative.Sentences)
}

func TestTalks(t *testing.T) {
	day := scene.New().Day
	s := harbour()
	for i, who := range []string{"Ann Lee", "Bob Stone", "Cleo Marsh", "Dirk Holm"} {
		s.Status("t"+who[:1], who, 9.1+float64(i)/10,
			[]string{"Marta Kern shows that tide gauges of cork outlive those of tin #harbour",
				"Tide gauges have to be read at noon and at midnight, says Marta Kern #harbour",
				"Half of all tide gauges were lost in the storm of 1998 #harbour",
				"The tide gauges of Marta Kern are made by hand, each takes a week #harbour"}[i]).Tags = []string{"harbour"}
	}
	opt := harbourOptions()
	opt.Community.Hashtags = []string{"harbour"}
	opt.Events = []Event{{Name: "Hack days", Start: day, End: day.AddDate(0, 0, 1), Hashtags: []string{"harbour"}, Talks: []Talk{
		{Title: "Tide gauges by hand", Speakers: []string{"Marta Kern"}, Start: day.Add(9 * time.Hour), End: day.Add(10 * time.Hour)},
		{Title: "The next morning", Speakers: []string{"Nils Ott"}, Start: day.Add(33 * time.Hour)}}}}
	e := built(t, s.Input(), opt)
	if len(e.Talks) != 1 || e.Talks[0].Title != "Tide gauges by hand" || len(e.Talks[0].Sources) < 3 {
		t.Errorf("talks %+v", e.Talks)
	}
	next := false
	for _, u := range e.Upcoming {
		next = next || strings.Contains(u.Text, "The next morning") && strings.Contains(u.Text, "Nils Ott")
	}
	if !next {
		t.Errorf("the first talk of the next day is not ahead: %+v", e.Upcoming)
	}
	told := false
	for _, x := range e.Narrative.Sentences {
		told = told || strings.Contains(x.Text, "Marta Kern") && strings.Contains(x.Text, "“Tide gauges by hand”")
	}
	if !told {
		t.Errorf("the talk that opened the day is not told: %+v", e.Narrative.Sentences)
	}
}

// What was told before and has not moved leads no second time.
func TestToldBefore(t *testing.T) {
	s := harbour()
	s.Mail("g1", "", "Ann Lee", -20, "Paint for the crane",
		"I propose to paint the crane in a dark red. It would be seen from the other side of the water, also in fog.")
	s.Reply("g2", "g1", "Bob Stone", -19,
		"I agree with the dark red. The paint of the boats has that colour, too, and there are two buckets of it.")
	s.Reply("g3", "g1", "Eva Brook", 9, "The dark red is fine for me as well, and the buckets stand behind the shed.")
	in := s.Input()
	rank := func() (n int, r map[string]float64) {
		opt := harbourOptions()
		opt.Explain = true
		for _, c := range built(t, in, opt).Candidates {
			if c.Title == "Paint for the crane" {
				return c.Rank, c.Reasons
			}
		}
		t.Fatal("the thread is no candidate")
		return 0, nil
	}
	_, before := rank()
	in.Told = []store.Told{{Edition: "daily-2026-10-14", Thread: scene.ID("g1"), Posts: []string{scene.ID("g1")}}}
	_, after := rank()
	if before["told before"] != 0 || after["told before"] >= 0 {
		t.Errorf("reasons %v before, %v after it was told", before, after)
	}
}

func TestToldRows(t *testing.T) {
	e := built(t, harbour().Input(), harbourOptions())
	rows := e.Told()
	if len(rows) < len(e.Stories) {
		t.Fatalf("%d rows of %d stories", len(rows), len(e.Stories))
	}
	for _, r := range rows {
		if r.Edition != e.ID || r.Thread == "" || len(r.Posts) == 0 || r.Title == "" || r.Story == "" {
			t.Errorf("row %+v", r)
		}
	}
	if r := rows[0]; len(r.Prints) == 0 {
		t.Errorf("a story without prints of its sentences: %+v", r)
	}
}

func TestNewcomersAndReturning(t *testing.T) {
	s := harbour()
	s.First = s.Day.AddDate(-2, 0, 0)
	for i := range 4 {
		s.Mail("old"+string(rune('a'+i)), "", "Bob Stone", -24*300-float64(i), "Old log", "The level was high and the gate was shut for a week.")
	}
	for i, who := range []string{"Ann Lee", "Cleo Marsh", "Dirk Holm", "Eva Brook", "Gus Reed", "Hanna Quill", "Ivo Lee", "Jana Stone"} {
		s.Mail("new"+string(rune('a'+i)), "", who, -24*20-float64(i), "Log", "The level was low and the gate was open for a week.")
	}
	e := built(t, s.Input(), harbourOptions())
	if len(e.Newcomers) != 1 || e.Newcomers[0].Name != "Fay Vogel" || e.Newcomers[0].Source != scene.ID("c1") {
		t.Errorf("newcomers %+v, want Fay Vogel alone", e.Newcomers)
	}
	if len(e.Returning) != 1 || e.Returning[0].Name != "Bob Stone" || e.Returning[0].Source != scene.ID("a2") ||
		e.Returning[0].Last.After(s.Day.AddDate(0, 0, -299)) {
		t.Errorf("returning %+v, want Bob Stone", e.Returning)
	}
	var told []string
	for _, x := range e.Narrative.Sentences {
		told = append(told, x.Text)
	}
	if text := strings.Join(told, " "); !strings.Contains(text, "Fay Vogel") || !strings.Contains(text, "Bob Stone") {
		t.Errorf("the narrative names neither: %q", text)
	}
	in := s.Input()
	in.First = s.Day.AddDate(0, 0, -30)
	if e = built(t, in, harbourOptions()); len(e.Newcomers) != 0 {
		t.Errorf("in a young archive %+v are called new", e.Newcomers)
	}
}

func TestQuestionsAreCarried(t *testing.T) {
	s := harbour()
	s.Mail("q1", "", "Kim Ott", -30, "Which grease is for the winch?", "Which grease do you use for the winch? The old tin has no label.")
	s.Mail("q2", "", "Kim Ott", -24*20, "Which rope is for the winch?", "Which rope do you use for the winch? The old one has no label.")
	s.Mail("q3", "", "Lou Graf", -40, "Which lamp is for the gate?", "Which lamp do you use for the gate? The old one has no label.")
	s.Reply("q4", "q3", "Ann Lee", -39, "You can take any lamp of twelve volts.")
	s.Mail("q5", "", "Lou Graf", -30, "Which paint is for the gate?", "Which paint do you use for the gate? The old tin is empty.")
	s.Mail("q6", "", "Ann Lee", -28, "Re: Which paint is for the gate?", "The grey one from the shed holds for ten years.")
	s.Mail("q7", "", "Lou Graf", -20, "Who painted the old lighthouse?", "The museum shows pictures of it until the end of May.")
	e := built(t, s.Input(), harbourOptions())
	if len(e.Questions) != 1 || e.Questions[0].Title != "Which grease is for the winch?" ||
		e.Questions[0].By != "Kim Ott" || e.Questions[0].Source != scene.ID("q1") {
		t.Errorf("questions %+v, want the one about grease: that about rope is old, those about the lamp and the paint were answered, the one about the lighthouse asks nothing",
			e.Questions)
	}
}

func TestAnnouncedDays(t *testing.T) {
	s := harbour()
	s.Mail("m1", "", "Kim Ott", 9, "[ANNOUNCE] Spring cleaning",
		"The spring cleaning will be held on 7 November 2026 at the sluice. Bring gloves and a broom for the steps.")
	e := built(t, s.Input(), harbourOptions())
	found := false
	for _, u := range e.Upcoming {
		found = found ||
			u.Date == "2026-11-07" && strings.Contains(u.Text, "7 November 2026") && slices.Equal(u.Sources,
				[]string{scene.ID("m1")})
	}
	if !found {
		t.Errorf("upcoming %+v, want the day of the cleaning", e.Upcoming)
	}
}

func TestCoverageAndUsual(t *testing.T) {
	in := harbour().Input()
	end := in.Window.End
	state := func(name string, position int, complete time.Time, err, gap string) store.SourceState {
		return store.SourceState{SourceInfo: store.SourceInfo{Name: name, Kind: "mbox"}, Position: position,
			LastComplete: complete, LastError: err, Gap: gap}
	}
	in.Sources = []store.SourceState{state("list", 0, end, "", ""), state("silent", 1, end, "", ""),
		state("late", 2, end.Add(-time.Hour), "", ""), state("gone", 3, end.Add(-time.Hour), "410 gone", ""),
		state("holes", 4, end.Add(-time.Hour), "", "two pages are missing"), state("old", -1, end, "", "")}
	for i := range 3 {
		in.Usual = append(in.Usual, struct{ Posts, People int }{10 * (i + 1), i + 4})
	}
	e := built(t, in, harbourOptions())
	got := map[string]string{}
	for _, c := range e.Coverage {
		got[c.Source] = c.State
	}
	want := map[string]string{"list": "ok", "silent": "quiet", "late": "stale", "gone": "failed", "holes": "partial"}
	for name, state := range want {
		if got[name] != state {
			t.Errorf("%s is %q, want %s", name, got[name], state)
		}
	}
	if len(got) != len(want) {
		t.Errorf("coverage of %v", got)
	}
	if e.Stats.Usual != (Usual{20, 5}) {
		t.Errorf("usual %+v, want the medians 20 and 5", e.Stats.Usual)
	}
	in.Usual = in.Usual[:2]
	if e = built(t, in, harbourOptions()); e.Stats.Usual != (Usual{-1, -1}) {
		t.Errorf("usual of two days: %+v, want none", e.Stats.Usual)
	}
}

func TestDaysWithoutStories(t *testing.T) {
	s := scene.New()
	e := built(t, s.Input(), harbourOptions())
	if len(e.Stories)+len(e.Rest)+len(e.Brief)+e.Stats.Posts != 0 || !strings.Contains(e.Title, "nobody wrote") {
		t.Errorf("of nothing: %q, %+v", e.Title, e.Stats)
	}
	for i := range 3 {
		s.Mail("m"+string(rune('0'+i)), "", "build robot", float64(i), "Nightly build", "ok").Machine = "Auto-Submitted"
	}
	e = built(t, s.Input(), harbourOptions())
	if len(e.Stories)+len(e.Rest) != 0 || e.Stats.Machines != 3 || e.Stats.Posts != 3 || e.Stats.People != 0 {
		t.Errorf("of programs: %q, %+v", e.Title, e.Stats)
	}
}

// The parts of a stream are pinned, dropped and renamed as stories are.
func TestDecisionsOnAStream(t *testing.T) {
	s := scene.New()
	for i := range 18 {
		text := []string{"Marta Kern shows that tide gauges of cork outlive those of tin #harbour",
			"Half of all tide gauges were lost in the storm of 1998, says Marta Kern #harbour",
			"The tide gauges of Marta Kern are made by hand, each takes a week #harbour"}[i%3]
		if i >= 6 {
			text = []string{"The keepers of Norrvik open the sluice by a song that is older than the gate #harbour",
				"In Norrvik the sluice was rebuilt in 1911 with stones of the old tower #harbour",
				"The song of Norrvik has nine verses, one for each step of the sluice #harbour"}[i%3]
		}
		s.Status(string(rune('a'+i)),
			[]string{"Ann Lee", "Bob Stone", "Cleo Marsh", "Dirk Holm", "Eva Brook", "Fay Vogel"}[i%6],
			9+float64(i/6)*3+float64(i%6)/20, text+" "+strings.Repeat("!", i/6)).Tags = []string{"harbour"}
	}
	opt := harbourOptions()
	opt.Community.Hashtags = []string{"harbour"}
	in := s.Input()
	plain := built(t, in, opt)
	if len(plain.Stories) < 2 {
		t.Fatalf("stories %q: there is nothing to decide about", titles(plain))
	}
	first, last := plain.Stories[0], plain.Stories[len(plain.Stories)-1]
	in.Decisions = edit.Decisions{Drop: []string{first.Sources[len(first.Sources)-1]},
		Rename: map[string]string{last.ID: "A song opens the gate"}}
	e := built(t, in, opt)
	if got := titles(e); slices.Contains(got, first.Title) || !slices.Contains(got, "A song opens the gate") ||
		e.Stats.Withheld != len(first.Sources) {
		t.Errorf("stories %q, %d withheld; want none of %q and its %d posts withheld", got, e.Stats.Withheld, first.Title, len(first.Sources))
	}
	accounted(t, e, in)
	if _, gone := e.Decided(); len(gone) != 0 {
		t.Errorf("gone: %q", gone)
	}
	in.Decisions = edit.Decisions{Pin: []string{last.ID}}
	opt.MaxStories = 1
	if e = built(t, in, opt); len(e.Stories) != 1 || e.Stories[0].ID != last.ID {
		t.Errorf("stories %q, want the pinned %q", titles(e), last.Title)
	}
}

// TestReleaseAlone has a day of which nothing can be quoted: the release has no words but its title.
func TestReleaseAlone(t *testing.T) {
	s := scene.New()
	s.Article("r1", "Kim Ott", 9, "Pump firmware 2.4 released", "")
	e := built(t, s.Input(), harbourOptions())
	if len(e.Stories) != 0 || len(e.Rest) != 1 || !strings.HasSuffix(e.Title, ": "+e.Rest[0].Title) {
		t.Errorf("title %q of %d stories and the list %+v, want the release in it", e.Title, len(e.Stories), e.Rest)
	}
}
