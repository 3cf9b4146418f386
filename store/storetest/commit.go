package storetest

import (
	"errors"
	"recap/store"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testCommitAndRead(t *testing.T, e Engine) {
	db := e.open(t)
	if err := db.SetSources(t.Context(), []store.SourceInfo{{Name: "list", Kind: "mbox", Publish: "full"}}); err != nil {
		t.Fatalf("SetSources() = %v", err)
	}
	p := everyField()
	if got, want := Commit(t, db, "list", p), (store.Added{New: 1}); got != want {
		t.Errorf("Commit() = %+v, want %+v", got, want)
	}
	got, err := db.Post(t.Context(), p.ID())
	if err != nil {
		t.Fatalf("Post() = %v", err)
	}
	want := p
	want.Sources = []string{"list"}
	want.Thread = got.Thread
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Post() differs (-want +got):\n%s", diff)
	}
	for q, err := range db.Posts(t.Context(), Noon(), Noon().Add(time.Second)) {
		if err != nil {
			t.Fatalf("Posts() = %v", err)
		}
		want.Raw = nil
		if diff := cmp.Diff(want, q); diff != "" {
			t.Errorf("Posts() differs (-want +got):\n%s", diff)
		}
	}
	if got, want := Commit(t, db, "list", p), (store.Added{Merged: 1}); got != want {
		t.Errorf("Commit(the same) = %+v, want %+v", got, want)
	}
	if _, err := db.Post(t.Context(), "0123456789abcdef"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Post(unknown) = %v, want ErrNotFound", err)
	}
	if _, err := db.Post(t.Context(), "no id"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Post(no id) = %v, want ErrNotFound", err)
	}
	if _, err := db.Commit(t.Context(), "list", []store.Post{{Kind: "mbox"}}, nil); err == nil {
		t.Error("Commit(a post without key) = nil, want an error")
	}
	if _, err := db.Commit(t.Context(), "list", nil, store.Cursor("{")); err == nil {
		t.Error("Commit(a cursor that is no JSON) = nil, want an error")
	}
	cur, err := db.Cursor(t.Context(), "list")
	if err != nil || string(cur) != `{"page":1}` {
		t.Errorf("Cursor() = %s, %v, want that of the last commit that succeeded", cur, err)
	}
	if _, err := db.Commit(t.Context(), "list", nil, nil); err != nil {
		t.Errorf("Commit(no cursor) = %v", err)
	}
	if cur, err := db.Cursor(t.Context(), "list"); err != nil || cur != nil {
		t.Errorf("Cursor() = %q, %v, want nil", cur, err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// everyField returns a post that has all fields.
func everyField() store.Post {
	p := store.Post{
		Key:  "all@example.org",
		Kind: "mbox",
		Form: store.FormIssue,
		URL:  "https://lists.example.org/all",
		Author: store.Author{Name: "Ann Lee", Address: "ann@example.org", Handle: "ann@social.example",
			URL: "https://ann.example", Organization: "Lee Ltd", Bot: true, Relay: true},
		Title:     "Every field",
		Text:      "Own words\nin two lines, with a 🐍.",
		Quoted:    "Others' words",
		Cuts:      []store.Cut{{At: 0, From: 0, To: 7}, {At: 10, From: 8, To: 13}, {At: 35}},
		Signature: "Ann",
		InReplyTo: []string{"root@example.org", "parent@example.org"},
		ShareOf:   "shared@example.org",
		Published: Noon().Add(123456 * time.Microsecond),
		Claimed:   Noon().Add(time.Minute),
		Received:  Noon().Add(2 * time.Minute),
		FirstSeen: Noon().Add(3 * time.Minute),
		Edited:    Noon().Add(4 * time.Minute),
		Lists:     []string{"dev.lists.example.org", "user.lists.example.org"},
		Tags:      []string{"python", "sprint"},
		Links:     []string{"https://b.example/", "https://a.example/"},
		Language:  "en",
		Machine:   "Auto-Submitted: auto-generated",
		Policy:    store.PolicyLink,
		Counts:    store.Counts{Replies: 1, Shares: -1, Likes: 3},
		Damage:    2,
		Raw:       []byte(strings.Repeat("raw bytes\x00\xff ", 100)),
	}
	p.Sum = store.SumOf(p.Raw)
	return p
}
