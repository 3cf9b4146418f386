package alert

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// start is when the stories of these tests begin.
func start() time.Time { return time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC) }

// named returns findings of sources with these names.
func named(names ...string) []Finding {
	var all []Finding
	for _, n := range names {
		all = append(all, Finding{Failing, n, "source " + n + " fails", start()})
	}
	return all
}

// say tells all that is pending and returns it in short.
func say(s *State) string {
	var said []string
	for _, p := range s.pending("Moor") {
		said = append(said, p.State+" "+strings.Join(p.Subjects, ","))
		s.told(p)
	}
	return strings.Join(said, "; ")
}

func TestEachIsToldOnceAndOnceWhenItIsOver(t *testing.T) {
	s := &State{}
	for i, step := range []struct {
		found []Finding
		mute  bool // nobody can be told
		want  string
	}{
		{named("a"), false, "fires a"},
		{named("a"), false, ""},
		{named("a", "b"), false, "fires b"},
		{named("b"), false, "over a"},
		{named("b"), false, ""},
		{nil, true, ""},
		{named("b"), false, ""}, // nobody heard that it was over
		{nil, false, "over b"},
		{named("c"), true, ""},
		{nil, true, ""},
		{nil, false, "fires c"}, // though it is over
		{nil, false, "over c"},
		{nil, false, ""},
		{named("a"), false, "fires a"},
	} {
		s.Note(step.found, start().Add(time.Duration(i)*time.Hour))
		got := ""
		if !step.mute {
			got = say(s)
		}
		if got != step.want {
			t.Errorf("step %d tells %q, want %q", i, got, step.want)
		}
	}
}

// TestManyOfAKindAreOne has a thousand sources fail at once.
func TestManyOfAKindAreOne(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("s%03d", i))
	}
	s := &State{}
	s.Note(named(names...), start())
	all := s.pending("Moor")
	if len(all) != 1 || !slices.Equal(all[0].Subjects, names) || strings.Count(all[0].Text, "\n") != len(names)-1 {
		t.Fatalf("%d alerts, want one of %d lines", len(all), len(names))
	}
	s.told(all[0])
	s.Note(named(names[:995]...), start().Add(time.Hour))
	if all := s.pending("Moor"); len(all) != 5 {
		t.Errorf("%d alerts of five that are over, want five", len(all))
	}
}

// TestAnAlertStaysTheSame demands that what is told again is known again.
func TestAnAlertStaysTheSame(t *testing.T) {
	s := &State{}
	s.Note(named("a"), start())
	first, err := encode(s.pending("Moor")[0].Alert)
	if err != nil {
		t.Fatal(err)
	}
	s.Note(named("a"), start().Add(time.Hour))
	again, err := encode(s.pending("Moor")[0].Alert)
	if err != nil || string(again) != string(first) {
		t.Errorf("an alert that is told again is %s, %v, and was %s", again, err, first)
	}
	s.told(s.pending("Moor")[0])
	s.Note(nil, start().Add(2*time.Hour))
	over, err := encode(s.pending("Moor")[0].Alert)
	if id := `"id":"` + s.pending("Moor")[0].ID; err != nil || strings.Contains(string(first), id) {
		t.Errorf("that it is over is told as %s, %v, with the id of %s", over, err, first)
	}
}
