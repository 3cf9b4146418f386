package digest

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// titles are those of the stories told, in order.
func titles(e *Edition) []string {
	var out []string
	for _, s := range e.Stories {
		out = append(out, s.Title)
	}
	return out
}

// everything is all that the edition says, as JSON without what only explains.
func everything(t *testing.T, e *Edition) string {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const (
	pump  = "Pump stops when the tank is half full"
	guard = "Make the dry-run guard the default"
	seals = "Where do the spare seals come from?"
	news  = "Firmware 2.4.0"
)

func TestDecisions(t *testing.T) {
	id := func(key string) string { return store.PostID("", key+"@example.org") }
	for _, tc := range []struct {
		name string
		d    Decisions
		most int // stories
		want []string
	}{
		{"none", Decisions{}, 6, []string{pump, guard, seals, news}},
		{"none of two", Decisions{}, 2, []string{pump, guard}},
		{"pin", Decisions{Pin: []string{id("d1")}}, 2, []string{news, guard}}, // the pump's thread is on the firmware, too
		{"pin by a reply", Decisions{Pin: []string{id("b3")}}, 2, []string{guard, pump}},
		{"more pins than stories", Decisions{Pin: []string{id("d1"), id("c1"), id("b1")}}, 2, []string{news, seals, guard}},
		{"drop", Decisions{Drop: []string{id("a1"), id("c1")}}, 6, []string{guard, news}},
		{"drop all", Decisions{Drop: []string{id("a1"), id("b1"), id("c1"), id("d1")}}, 6, nil},
		{"order", Decisions{Order: []string{id("c1"), id("b1")}}, 6, []string{seals, guard, pump, news}},
		{"order around a pin", Decisions{Order: []string{id("c1"), id("b1")}, Pin: []string{id("d1")}}, 6, []string{news, seals, guard, pump}},
		{"order with a pin", Decisions{Order: []string{id("c1"), id("d1")}, Pin: []string{id("d1")}}, 6, []string{seals, news, pump, guard}},
		{"rename", Decisions{Rename: map[string]string{id("a1"): "Lime on the rod"}}, 6, []string{"Lime on the rod", guard, seals, news}},
	} {
		in, opt := pumpDay().input(), pumpOptions()
		in.Decisions, opt.MaxStories = tc.d, tc.most
		e, refused, err := BuildRefused(in, opt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, titles(e)); diff != "" {
			t.Errorf("%s: stories (-want +got):\n%s", tc.name, diff)
		}
		for _, r := range refused {
			t.Errorf("%s: the gate refused %s", tc.name, r)
		}
		if got, again := everything(t, e), everything(t, mustBuild(t, in, opt)); got != again {
			t.Errorf("%s: a second build differs", tc.name)
		}
		for _, s := range e.Stories {
			if len(s.Paragraphs) == 0 {
				t.Errorf("%s: %q has no sentence", tc.name, s.Title)
			}
		}
	}
}

func TestDroppedStoryIsNotNamed(t *testing.T) {
	in, opt := pumpDay().input(), pumpOptions()
	if e := mustBuild(t, in, opt); len(e.Questions) == 0 || len(e.Votes) == 0 || len(e.Upcoming) == 0 {
		t.Fatalf("the edition has %d questions, %d votes and %d dates, want some of each", len(e.Questions), len(e.Votes), len(e.Upcoming))
	}
	for _, key := range []string{"b1", "c1", "d1"} {
		in.Decisions.Drop = append(in.Decisions.Drop, store.PostID("", key+"@example.org"))
	}
	opt.MaxStories = 1
	e := mustBuild(t, in, opt)
	if len(e.Questions)+len(e.Votes)+len(e.Upcoming)+len(e.Also) != 0 {
		t.Errorf("dropped stories are in %+v %+v %+v %+v", e.Questions, e.Votes, e.Upcoming, e.Also)
	}
	if e.Stats.Posts != len(in.Posts) {
		t.Errorf("stats count %d posts, want all %d", e.Stats.Posts, len(in.Posts))
	}
	opt.Explain = true
	if e = mustBuild(t, in, opt); len(e.Candidates) != 4 {
		t.Errorf("%d candidates, want all 4, the dropped ones too", len(e.Candidates))
	}
}

func TestEditorsWords(t *testing.T) {
	in, opt := pumpDay().input(), pumpOptions()
	a1 := store.PostID("", "a1@example.org")
	in.Decisions = Decisions{Title: "A week of lime", Note: "Thanks to all.", Rename: map[string]string{a1: "Nobody expects lime 99"}}
	e := mustBuild(t, in, opt)
	if e.Title != "A week of lime" || e.Note != "Thanks to all." {
		t.Errorf("title %q and note %q, want the editor's", e.Title, e.Note)
	}
	var lede strings.Builder
	for _, s := range e.Lede.Sentences {
		lede.WriteString(s.Text + " ")
	}
	if !strings.Contains(lede.String(), "“Nobody expects lime 99”") {
		t.Errorf("the lede says %q, want the editor's title of the main story in it", lede.String())
	}
	for _, p := range e.Stories[0].Paragraphs {
		for _, s := range p.Sentences {
			if strings.Contains(s.Text, "Nobody expects") {
				t.Errorf("%q puts the editor's words into the mouth of a writer", s.Text)
			}
		}
	}
	in.Decisions = Decisions{Approve: &Approval{By: "Ann"}}
	approved := everything(t, mustBuild(t, in, opt))
	in.Decisions = Decisions{}
	if approved != everything(t, mustBuild(t, in, opt)) {
		t.Error("an approval changes the edition")
	}
}

// A decision stays with its story when an older post becomes its opening, and is reported when there is no such story.
func TestDecisionsFollowTheirStories(t *testing.T) {
	s := pumpDay()
	first := s.add("a0", "", "Fay Gray", pump, 7, "The pump in our shed stops, too, and nobody here knows why it does so at noon.")
	first.Thread = s.nums["a1"]
	in := s.input()
	a1, a0 := store.PostID("", "a1@example.org"), store.PostID("", "a0@example.org")
	in.Decisions = Decisions{Rename: map[string]string{a1: "Lime"}, Pin: []string{a1, a0, "ffffffffffffffff"}, Order: []string{"eeeeeeeeeeeeeeee", a1}}
	e := mustBuild(t, in, pumpOptions())
	if got := e.Stories[0]; got.ID != a0 || got.Title != "Lime" {
		t.Errorf("the first story is %s %q, want %s %q", got.ID, got.Title, a0, "Lime")
	}
	present, gone := e.Decided()
	want := Decisions{Rename: map[string]string{a0: "Lime"}, Pin: []string{a0}, Order: []string{a0}}
	if diff := cmp.Diff(want, present); diff != "" {
		t.Errorf("Decided() (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"eeeeeeeeeeeeeeee", "ffffffffffffffff"}, gone); diff != "" {
		t.Errorf("Decided() gone (-want +got):\n%s", diff)
	}
}

func TestTidy(t *testing.T) {
	d := Decisions{Title: " two\n words ", Pin: []string{"a", " a ", "", "b"}, Rename: map[string]string{"a": " x  y"}}
	if err := d.Tidy(); err != nil {
		t.Fatal(err)
	}
	want := Decisions{Title: "two words", Pin: []string{"a", "b"}, Drop: []string{}, Order: []string{}, Rename: map[string]string{"a": "x y"}}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("Tidy() (-want +got):\n%s", diff)
	}
	many := make([]string, maxDecided+1)
	for i := range many {
		many[i] = strings.Repeat("a", i+1)
	}
	for _, tc := range []struct {
		d    Decisions
		want string
	}{
		{Decisions{Pin: []string{"a"}, Drop: []string{"a"}}, "a is dropped and told at once"},
		{Decisions{Order: []string{"a"}, Drop: []string{"a"}}, "a is dropped and told at once"},
		{Decisions{Rename: map[string]string{"a": "  "}}, "the title of a is empty"},
		{Decisions{Title: "a\x1b[2Jb"}, "the title holds control characters"},
		{Decisions{Note: "a\u202eb"}, "the note holds control characters"},
		{Decisions{Note: "\xff"}, "the note is not valid UTF-8"},
		{Decisions{Note: strings.Repeat("é", maxNote+1)}, "the note has 2001 characters, more than 2000"},
		{Decisions{Approve: &Approval{By: "\x00"}}, "the name of who approves holds control characters"},
		{Decisions{Pin: many}, "501 stories are decided about, more than 500"},
	} {
		if err := tc.d.Tidy(); err == nil || err.Error() != tc.want {
			t.Errorf("Tidy() = %v, want %s", err, tc.want)
		}
	}
}

func TestDecisionsAreKept(t *testing.T) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := pumpDay().input().Window
	want := Decisions{Title: "T", Note: "N", Pin: []string{"a"}, Rename: map[string]string{"a": "b"}, Approve: &Approval{By: "Ann", At: w.Start, Sum: "s"}}
	if err := SaveDecisions(ctx, db, "daily", w, want); err != nil {
		t.Fatal(err)
	}
	got, err := LoadDecisions(ctx, db, "daily", w)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("LoadDecisions() = %v (-want +got):\n%s", err, diff)
	}
	in, err := Load(ctx, db, w, pumpOptions())
	if err != nil || in.Decisions.Title != "T" {
		t.Errorf("Load() = decisions %+v, %v, want those that were kept", in.Decisions, err)
	}
	for _, other := range []struct {
		digest string
		w      Window
	}{{"weekly", w}, {"daily", w.Next("day")}} {
		if got, err := LoadDecisions(ctx, db, other.digest, other.w); err != nil || !got.Empty() || got.Approve != nil {
			t.Errorf("LoadDecisions(%s, %v) = %+v, %v, want none", other.digest, other.w.Start, got, err)
		}
	}
	if got := want.Stories(); !slices.Equal(got, []string{"a"}) || want.Empty() {
		t.Errorf("Stories() = %q, Empty() = %v, want the one story", got, want.Empty())
	}
}
