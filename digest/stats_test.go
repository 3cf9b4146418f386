package digest

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/store"
)

// TestReturning welcomes back who wrote before and was silent for a year, and nobody else.
func TestReturning(t *testing.T) {
	s := newScene()
	for _, name := range []string{"Ann Lee", "Ben Moor", "Cid Ford", "Dee Hall", "Eve"} {
		s.add("k"+name, "", name, "The pump of "+name, 9, "The pump has stopped again and nobody knows the reason for it, so it was taken apart.")
	}
	long := s.day.AddDate(-3, 0, 0)
	in := s.input()
	in.First = s.day.AddDate(-5, 0, 0)
	in.Histories = map[string]store.History{
		"ann lee":         {Posts: 12, First: long.AddDate(-1, 0, 0), Last: long},
		"ben moor":        {Posts: 12, First: long, Last: s.day.AddDate(0, -2, 0)}, // not silent
		"cid ford":        {Posts: 1, First: long, Last: long},                     // never one of them
		"eve@example.net": {Posts: 12, First: long, Last: long},                    // no full name
	}
	e := mustBuild(t, in, pumpOptions())
	want := []Returner{{Name: "Ann Lee", Last: long, Source: store.PostID("", "kAnn Lee@example.org")}}
	if diff := gocmp.Diff(want, e.Returning, gocmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
		t.Errorf("Returning (-want +got):\n%s", diff)
	}
	if want := []Newcomer{{"Dee Hall", store.PostID("", "kDee Hall@example.org")}}; gocmp.Diff(want, e.Newcomers) != "" {
		t.Errorf("Newcomers = %v, want %v", e.Newcomers, want)
	}
}
