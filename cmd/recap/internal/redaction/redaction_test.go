package redaction

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/store"
	"recap/store/sqlite"
)

// TestFind names posts and people in the ways that people do, in a list where two are called Mira Oduya and one of them
// writes under two names.
func TestFind(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.SetSources(t.Context(), []store.SourceInfo{{Name: "dev", Kind: "mbox", Publish: "full"}}); err != nil {
		t.Fatal(err)
	}
	var posts []store.Post
	for i, who := range []store.Author{
		{Name: "Mira Oduya", Address: "mira@example.org"},
		{Name: "Mira O.", Address: "mira@example.org"},
		{Name: "Mira Oduya", Address: "mira@example.net"},
		{Name: "Henk Vaals", Address: "henk@example.org"},
	} {
		posts = append(posts, store.Post{Key: string(rune('a'+i)) + "@example.org", Kind: "mbox", Author: who, Title: "Pumps",
			Text: "The pump runs.", Published: time.Date(2026, 10, 1, 9, i, 0, 0, time.UTC)})
	}
	if _, err := db.Commit(t.Context(), "dev", posts, json.RawMessage(`1`)); err != nil {
		t.Fatal(err)
	}
	ids := func(of ...int) (list []string) {
		for _, i := range of {
			list = append(list, posts[i].ID())
		}
		slices.Sort(list)
		return list
	}
	for _, tt := range []struct {
		name    string
		all     bool
		posts   []string
		authors []string
	}{
		{"d@example.org", false, ids(3), nil},
		{posts[3].ID(), false, ids(3), nil},
		{"henk vaals", false, ids(3), []string{"henk vaals", "henk@example.org"}},
		{"<mira@example.org>", false, ids(0, 1), []string{"mira@example.org"}},
		{"Mira O.", false, ids(0, 1), nil}, // one address is one person
		{"Mira Oduya", true, ids(0, 1, 2), nil},
	} {
		got, err := Find(t.Context(), db, tt.name, tt.all)
		if err != nil {
			t.Errorf("Find(%q): %v", tt.name, err)
			continue
		}
		slices.Sort(got.Posts)
		if !slices.Equal(got.Posts, tt.posts) {
			t.Errorf("Find(%q) takes out %v, want %v", tt.name, got.Posts, tt.posts)
		}
		if tt.authors != nil && !slices.Equal(got.Authors, tt.authors) {
			t.Errorf("Find(%q) remembers %q, want %q", tt.name, got.Authors, tt.authors)
		}
	}
	var several *SeveralError
	if _, err := Find(t.Context(), db, "Mira Oduya", false); !errors.As(err, &several) || len(several.People) != 2 {
		t.Errorf("Find() of a name that two have: %v, want both listed", err)
	}
	other := posts[3]
	other.Author, other.Text = store.Author{Name: "Eel", Address: "eel@example.org"}, "Buy another pump from us, and be happy."
	if _, err := db.Commit(t.Context(), "dev", []store.Post{other}, json.RawMessage(`2`)); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(t.Context(), db, "<d@example.org>", false); !errors.As(err, &several) || len(several.Posts) != 2 || strings.Contains(err.Error(), "--all") {
		t.Errorf("Find() of a Message-ID that two mails came with: %v, want both listed, to be named by their ids", err)
	}
	var called *console.UsageError
	if _, err := Find(t.Context(), db, "Nobody", false); !errors.As(err, &called) {
		t.Errorf("Find() of nobody: %v", err)
	}
}
