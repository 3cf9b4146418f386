package load_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/digest/edit"
	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
	"recap/store/sqlite"
)

// TestStrayDates has a week of posts, and one that claims to be seven years old: the archive is as young as without it.
func TestStrayDates(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	posts := []store.Post{{Key: "stray@example.org", Kind: "mbox", Title: "Pumps", Text: "Cheap pumps.", Published: day.AddDate(-7, 0, 0)}}
	for i := range 8 {
		at := day.AddDate(0, 0, -i)
		posts = append(posts, store.Post{Key: at.Format(time.DateOnly) + "@example.org", Kind: "mbox", Title: "Pumps", Text: "Pumps again.", Published: at})
	}
	if _, err := db.Commit(t.Context(), "list", posts, nil); err != nil {
		t.Fatal(err)
	}
	w, err := period.Days(day, day, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	in, err := load.Load(t.Context(), db, "daily", w)
	if err != nil || in.First.Before(day.AddDate(0, 0, -7)) || len(in.Usual) != 0 {
		t.Errorf("Load() found posts since %v, and %d weeks before, %v; want neither to go back seven years", in.First, len(in.Usual), err)
	}
}

// TestWithheldWords reads posts whose authors allow less and less: the builder sees no word that it may not tell, and counts everybody.
func TestWithheldWords(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	var posts []store.Post
	for _, hours := range []int{-30, 8} { // what came before is looked at, too
		for policy, name := range map[store.Policy]string{store.PolicyQuote: "Ann Lee", store.PolicyLink: "Bob Stone", store.PolicyCount: "Cleo Marsh"} {
			posts = append(posts, store.Post{
				Key: "https://social.example.org/" + name + "/" + time.Duration(hours).String(), Kind: "mastodon", Form: store.FormStatus, Policy: policy, Tags: []string{"pumps"},
				Author: store.Author{Name: name, Handle: strings.ReplaceAll(name, " ", "") + "@social.example.org"}, Title: "title by " + name, Text: "words by " + name,
				Quoted: "quoted by " + name, Signature: "signed by " + name, Links: []string{"https://example.org/" + name}, Published: day.Add(time.Duration(hours) * time.Hour),
			})
		}
	}
	if _, err := db.Commit(t.Context(), "tag", posts, nil); err != nil {
		t.Fatal(err)
	}
	w, err := period.Days(day, day, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if err := edit.Save(t.Context(), db, "daily", w, edit.Decisions{Title: "T"}); err != nil {
		t.Fatal(err)
	}
	in, err := load.Load(t.Context(), db, "daily", w)
	if err != nil || len(in.Posts) != 3 || len(in.Background) != 3 {
		t.Fatalf("Load() = %+v, %v, want three posts, and three of before", in, err)
	}
	if in.Decisions.Title != "T" || !in.First.Equal(day.Add(8*time.Hour)) || len(in.Histories) == 0 || len(in.Sightings) == 0 {
		t.Errorf("decisions %+v, first %v, %d histories", in.Decisions, in.First, len(in.Histories))
	}
	people := map[string]bool{}
	for _, p := range append(append(in.Posts, in.Background...), in.Context...) {
		people[p.Author.Identity()] = true
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		seen := strings.ReplaceAll(string(data), `"Key":"`+p.Key+`"`, "")
		if words := strings.Contains(seen, " by "); words != (p.Policy == store.PolicyQuote) {
			t.Errorf("the builder sees words of %s: %t, with policy %d", p.Key, words, p.Policy)
		}
		if named := strings.Contains(p.Key, p.Author.Name) && p.Author.Name != ""; named != (p.Policy != store.PolicyCount) {
			t.Errorf("the builder sees the name of who wrote %s: %t, with policy %d", p.Key, named, p.Policy)
		}
	}
	if len(people) != 3 {
		t.Errorf("the builder counts %d people, want 3", len(people))
	}
}
