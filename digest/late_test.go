package digest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/digest/load"
	"recap/store"
)

// cameLate returns the input of a scene in which these posts of the day before came too late for its edition.
func cameLate(s *scene.Scene, late ...*store.Post) *load.Input {
	in := s.Input()
	for _, p := range late {
		in.Late = append(in.Late, load.Late{ID: p.ID(), Edition: "daily-2026-10-14", Start: s.Day.AddDate(0, 0, -1), End: s.Day, Post: *p})
	}
	return in
}

func lateTitles(e *Edition) []string {
	out := []string{}
	for _, l := range e.Late {
		out = append(out, l.Title)
	}
	return out
}

// TestLateIsListed lists what came late and may be told, and leaves all else in the edition as it is.
func TestLateIsListed(t *testing.T) {
	s := harbour()
	s.Chatter(60)
	rail := s.Mail("l1", "", "Ann Lee", -9, "[dev] Re: A rail for the jetty",
		"The rail of the jetty came loose on the seaward side, and two bolts are missing.")
	tweet := s.Status("l2", "Bob Stone", -8, "The new crane lifts two boats at once, come and see it on Friday")
	bare := s.Mail("l3", "", "Cleo Marsh", -7, "", "A heron sits on the outer wall since Monday.")
	robot := s.Mail("l4", "", "CI Robot", -6, "Build 77 is broken", "The build is broken.")
	robot.Machine = "Auto-Submitted"
	bot := s.Mail("l5", "", "Tide Bot", -6, "Tide table", "High water at nine.")
	bot.Author.Bot = true
	share := s.Status("l6", "Eva Brook", -6, "The new crane lifts two boats at once")
	share.ShareOf = tweet.Key
	shy := s.Mail("l7", "", "Gus Reed", -6, "A shy word", "Do not quote me.")
	shy.Policy = store.PolicyLink
	quiet := s.Mail("l8", "", "Hanna Quill", -6, "A counted word", "I only count.")
	quiet.Sources = []string{"counted"}
	hidden := s.Mail("l9", "", "Ivo Lee", -6, "A hidden word", "I am in no number.")
	hidden.Sources = []string{"hidden"}
	spam := s.Mail("l10", "", "Mega Deals", -6, "Cheap designer watches",
		"Buy cheap designer watches today with a discount of 80%. Order now and get free shipping! Best price guaranteed at "+
			"https://watches.example.net/buy and https://deals.example.net/now")
	spam.Links = []string{"https://watches.example.net/buy", "https://deals.example.net/now"}
	report := strings.Repeat("The dredger came at noon and left with the mud of two winters. ", 4)
	s.Article("mud", "Fay Vogel", -30, "The dredger was here", report)
	copied := s.Article("copy", "Planet", -5, "The dredger was here", report)
	copied.Scope, copied.Sources, copied.URL = "planet", []string{"planet"}, "https://blog.example.org/mud"
	first := s.Article("tide", "Planet", -4, "Tides of October", strings.ReplaceAll(report, "dredger", "tide"))
	second := s.Article("tide2", "Fay Vogel", -4, "Tides of October", strings.ReplaceAll(report, "dredger", "tide"))
	first.Scope, first.URL = "planet", second.URL

	opt := harbourOptions()
	opt.Publish = map[string]string{"counted": "count", "hidden": "none"}
	in := cameLate(s, rail, tweet, bare, robot, bot, share, shy, quiet, hidden, spam, copied, first, second)
	e := built(t, in, opt)
	want := []string{"A rail for the jetty", "The new crane lifts two boats at once, come",
		"A heron sits on the outer wall since Monday", "Tides of October"}
	if got := lateTitles(e); !slices.Equal(got, want) {
		t.Errorf("late: %q, want %q", got, want)
	}
	if l := e.Late[0]; l.By != "Ann Lee" || l.URL != rail.URL || l.Edition != "daily-2026-10-14" ||
		l.Period != "Wednesday, 14 October 2026" || !l.Date.Equal(rail.Published) || e.Post(l.ID) == nil {
		t.Errorf("the first is %+v, and is cited as %+v", l, e.Post(l.ID))
	}
	accounted(t, e, in)
	without := built(t, s.Input(), opt)
	e.Late, e.Posts = nil, slices.DeleteFunc(e.Posts, func(p PostRef) bool { return without.Post(p.ID) == nil })
	if string(encoded(t, e)) != string(encoded(t, without)) {
		t.Error("what came late changes something else in the edition")
	}
}

// TestLateStandsOnce lists nothing late that the edition tells or lists elsewhere, and nothing of a thread that the
// editor dropped.
func TestLateStandsOnce(t *testing.T) {
	s := harbour()
	s.Chatter(20)
	opener := s.Mail("f1", "", "Ann Lee", -6, "Where is the long ladder?",
		"Who has taken the long ladder out of the shed? It is needed for the lamp on the outer wall.")
	s.Reply("f2", "f1", "Bob Stone", 8, "The long ladder is behind the crane. I used it for the lamp of the second gate on Monday.")
	s.Reply("f3", "f1", "Cleo Marsh", 9, "You can have the ladder of the yard, which is longer and has hooks.")
	s.Reply("f4", "f1", "Ann Lee", 10, "Thanks Bob, I found it behind the crane.")
	question := s.Mail("g1", "", "Fay Vogel", -8, "How deep is the inner basin?",
		"How deep is the inner basin at low water? I could not find it in the log.")
	aside := s.Mail("h1", "", "Gus Reed", -7, "Minutes of the yard", "The minutes of the yard are on the wall.")
	listed := s.Mail("k1", "", "Ivo Lee", -7, "Key of the boathouse", "The key of the boathouse hangs at the crane.")
	s.Reply("k2", "k1", "Jana Stone", 18, "Seen.")
	in := cameLate(s, question, aside, listed, opener)
	e := built(t, in, harbourOptions())
	cited := cites(&Edition{Stories: e.Stories, Questions: e.Questions})
	if !cited[opener.ID()] || !cited[question.ID()] {
		t.Fatalf("the opening of the ladder's thread is told: %t; the question is carried over: %t", cited[opener.ID()], cited[question.ID()])
	}
	if got := lateTitles(e); !slices.Equal(got, []string{"Minutes of the yard"}) {
		t.Errorf("late: %q", got)
	}
	in.Decisions = edit.Decisions{Rename: map[string]string{aside.ID(): "What the yard decided"}}
	if got := lateTitles(built(t, in, harbourOptions())); !slices.Equal(got, []string{"What the yard decided"}) {
		t.Errorf("late with a title by the editor: %q", got)
	}
	in.Decisions = edit.Decisions{Drop: []string{aside.ID()}}
	none := built(t, in, harbourOptions())
	if _, gone := none.Decided(); len(none.Late) != 0 || len(gone) != 0 || none.Stats != e.Stats {
		t.Errorf("late where the editor dropped it: %+v; decisions about nothing: %q", none.Late, gone)
	}
	i := slices.IndexFunc(e.Stories, func(s Story) bool { return s.Title == "Where is the long ladder?" })
	in.Decisions = edit.Decisions{Drop: []string{e.Stories[i].ID}}
	if got := lateTitles(built(t, in, harbourOptions())); !slices.Equal(got, []string{"Minutes of the yard"}) {
		t.Errorf("late where the thread is dropped: %q", got)
	}
}

// TestLateInGerman names the period in the language of the recap, and what came for one that was skipped has no edition.
func TestLateInGerman(t *testing.T) {
	s := scene.New()
	p := s.Mail("l1", "", "Ann Lee", -9, "Ein Geländer", "Das Geländer am Steg ist lose.")
	in := cameLate(s, p)
	in.Late[0].Edition = ""
	opt := harbourOptions()
	opt.Community.Language = "de"
	e := built(t, in, opt)
	if len(e.Late) != 1 || e.Late[0].Period != "Mittwoch, 14. Oktober 2026" || e.Late[0].Edition != "" || e.Stats.Posts != 0 {
		t.Errorf("late: %+v, %d posts", e.Late, e.Stats.Posts)
	}
	in.Late = nil
	if none := built(t, in, opt); none.Title == e.Title {
		t.Errorf("%q heads the edition of what came late, and the one of nothing", e.Title)
	}
}

// TestLateWithoutWords keeps a line with a count and a link where the words of a late post may not go out.
func TestLateWithoutWords(t *testing.T) {
	s := harbour()
	p, q := s.Mail("l1", "", "Zoe Marl", -9, "A rail", "The rail is loose."), s.Reply("l2", "l1", "Ann Lee", -8, "Which rail?")
	e := built(t, cameLate(s, p, q), harbourOptions())
	out := WithoutWords(e, map[string]bool{p.ID(): true})
	want := []Late{e.Late[0], e.Late[1]}
	want[0].Title, want[0].By, want[1].Title = "1 post", "", "1 post"
	if !reflect.DeepEqual(out.Late, want) {
		t.Errorf("late without words: %+v, want %+v", out.Late, want)
	}
	if text := fmt.Sprint(out); strings.Contains(text, "Zoe") || strings.Contains(text, "A rail") {
		t.Errorf("the words are still there: %s", text)
	}
}
