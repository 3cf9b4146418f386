package digest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// wellDays are an event of the pump makers on 15 and 16 October 2026, with a programme.
func wellDays() Options {
	opt := pumpOptions()
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	at := func(hours int) time.Time { return day.Add(time.Duration(hours) * time.Hour) }
	opt.Events = []Event{{Name: "Well Days", Start: day, End: day.AddDate(0, 0, 1), Talks: []Talk{
		{Title: "Lime and other enemies", Speakers: []string{"Ingrid Sund"}, Start: at(10)},
		{Title: "Deep wells by hand", Speakers: []string{"Fay Gray", "Gus Hall"}, Start: at(14), Room: "Barn"},
		{Title: "Opening", Start: at(9)},
		{Title: "Pumps of the north", Speakers: []string{"Hal Ito"}, Start: at(34), URL: "https://wells.example.org/north"},
		{Title: "A valve at night", Start: at(33)},
		{Title: "Seals", Speakers: []string{"Ann Lee"}, Start: at(35)},
		{Title: "Closing round", Start: at(40)},
	}}}
	return opt
}

// storyWith returns the story that tells of the post.
func storyWith(t *testing.T, e *Edition, id string) *Story {
	t.Helper()
	for i := range e.Stories {
		if slices.Contains(e.Stories[i].Sources, id) {
			return &e.Stories[i]
		}
	}
	t.Fatalf("no story has the post %s", id)
	return nil
}

func textOf(s *Story) string {
	var all []string
	for _, p := range s.Paragraphs {
		for _, sent := range p.Sentences {
			all = append(all, sent.Text)
		}
	}
	return strings.Join(all, " ")
}

func TestStoryOfATalk(t *testing.T) {
	id := func(key string) string { return store.PostID("", key+"@example.org") }
	s := pumpDay()
	s.add("t1", "", "Gwil Parry", "Notes on Lime and other enemies", 11, "The room was full, and forty people stood at the back. The slides show a rod after one summer, and the lime on it is two millimetres thick.")
	p := s.add("t2", "", "Nia Rees", "", 12, "Ingrid Sund on lime: the enemies of a pump are small and white, and they do not hurry at all. #wells")
	p.Kind, p.Key = "mastodon", "https://social.example.org/@nia/2"
	nia := p.ID()
	s.add("t3", "", "Ola Berg", "The programme of both days", 8, "Lime and other enemies is at ten, and Deep wells by hand is at two. The barn is the red house behind the field, and dogs are welcome.")
	in := s.input()
	e, refused, err := BuildRefused(in, wellDays())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range refused {
		if strings.Contains(r, "session") {
			t.Errorf("the gate refused %s", r)
		}
	}
	story := storyWith(t, e, id("t1"))
	if !slices.Contains(story.Sources, nia) {
		t.Errorf("the story of the talk has the posts %q, want the status %s too", story.Sources, nia)
	}
	if slices.Contains(story.Sources, id("t3")) {
		t.Error("the story of the talk has the post on the whole programme")
	}
	if got := textOf(story); !strings.Contains(got, "The session was “Lime and other enemies” by Ingrid Sund.") {
		t.Errorf("the story of the talk says %q, want the session", got)
	}
	if e.Talks[1].Title != "Lime and other enemies" || !slices.Equal(e.Talks[1].Sources, []string{id("t1"), nia}) || len(e.Talks) != 3 || len(e.Talks[2].Sources) != 0 {
		t.Errorf("talks are %+v, want the three of the day, the second on two posts", e.Talks)
	}
}

// The gate lets the session pass only as the programme has it, on the posts that say so.
func TestGateOfASession(t *testing.T) {
	s := pumpDay()
	s.add("t1", "", "Gwil Parry", "Notes from the morning", 11, "Ingrid Sund spoke on Lime and other enemies, and forty people stood at the back of the room.")
	s.add("t2", "t1", "Nia Rees", "Re: Notes from the morning", 12, "The slides show a rod after one summer, and the lime on it is two millimetres thick.")
	c := NewChecker(s.input(), wellDays())
	t1, t2 := store.PostID("", "t1@example.org"), store.PostID("", "t2@example.org")
	for _, tc := range []struct {
		text string
		on   string
		pass bool
	}{
		{"The session was “Lime and other enemies” by Ingrid Sund.", t1, true},
		{"The session was “Lime and other enemies” by Ingrid Sund.", t2, false},
		{"The session was “Lime and other enemies” by Fay Gray.", t1, false},
		{"The session was “Deep wells by hand” by Fay Gray.", t1, false},
	} {
		if why := c.Story(t1, Sentence{Text: tc.text, Sources: []string{tc.on}}); (why == "") != tc.pass {
			t.Errorf("objection(%q) = %q, want pass %v", tc.text, why, tc.pass)
		}
	}
}

func TestNextTalks(t *testing.T) {
	e := mustBuild(t, pumpDay().input(), wellDays())
	var got []string
	for _, u := range e.Upcoming {
		if len(u.Sources) == 0 {
			got = append(got, u.Date+" "+u.Text+" "+u.URL)
		}
	}
	want := []string{"2026-10-16T09:00:00Z “A valve at night” ", "2026-10-16T10:00:00Z “Pumps of the north” by Hal Ito https://wells.example.org/north", "2026-10-16T11:00:00Z “Seals” by Ann Lee "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is next (-want +got):\n%s", diff)
	}
}

func TestWrapUp(t *testing.T) {
	s := pumpDay()
	in := s.input()
	in.Window.End = in.Window.End.AddDate(0, 0, 1)
	e := mustBuild(t, in, wellDays())
	if want := "From Day 1 to Day 2, the two days of Well Days brought the Pumpworks community "; !strings.HasPrefix(e.Lede.Sentences[0].Text, want) {
		t.Errorf("the lede says %q, want %q", e.Lede.Sentences[0].Text, want)
	}
	if !e.WrapUp() || len(e.Talks) != 7 || e.TalksNamed() != 7 {
		t.Errorf("WrapUp() = %v with %d talks, %d of them named, want all 7", e.WrapUp(), len(e.Talks), e.TalksNamed())
	}
	day := mustBuild(t, s.input(), wellDays())
	if day.WrapUp() || day.TalksNamed() != 3 {
		t.Errorf("a day of the event: WrapUp() = %v with %d talks named, want none and 3", day.WrapUp(), day.TalksNamed())
	}
	in.Window.Start = in.Window.Start.AddDate(0, 0, -2)
	if e := mustBuild(t, in, wellDays()); e.Event != nil || e.WrapUp() {
		t.Errorf("a week around the event is told as %+v, want as a week", e.Event)
	}
}
