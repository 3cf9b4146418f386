package storetest

import (
	"bytes"
	"strings"
	"testing"

	"recap/store"
)

// testAnswers keeps what a model answered for as long as the posts that it rests on stay as they are.
func testAnswers(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	first, second, third := Mail(1), Mail(2, 1), Mail(3)
	Commit(t, db, "list", first, second, third)
	hash := func(n string) string { return strings.Repeat(n, 16) }
	keep := func(n string, posts ...string) {
		t.Helper()
		a := store.Answer{Hash: hash(n), Task: "story", Model: "tide", Body: []byte("answer " + n + " of harpsichord"), Posts: posts, At: clock()}
		if err := db.KeepAnswer(ctx, a); err != nil {
			t.Fatalf("KeepAnswer() = %v", err)
		}
	}
	kept := func() (all string) {
		t.Helper()
		got, err := db.KeptAnswers(ctx, []string{hash("a1"), hash("b2"), hash("c3"), hash("d4"), hash("a1")})
		if err != nil {
			t.Fatalf("KeptAnswers() = %v", err)
		}
		for _, n := range []string{"a1", "b2", "c3", "d4"} {
			if body, ok := got[hash(n)]; ok {
				all += n + " "
				if want := "answer " + n; !bytes.HasPrefix(body, []byte(want)) {
					t.Errorf("under %s stands %q", n, body)
				}
			}
		}
		return strings.TrimSpace(all)
	}
	if got := kept(); got != "" {
		t.Errorf("kept are %q, want none", got)
	}
	keep("a1", first.ID(), second.ID())
	keep("b2", second.ID())
	keep("c3", third.ID())
	keep("d4", third.ID(), store.PostID("", "nowhere"))
	if got := kept(); got != "a1 b2 c3" {
		t.Errorf("kept are %q, want those whose posts are stored", got)
	}
	other := store.Answer{Hash: hash("c3"), Body: []byte("another"), Posts: []string{third.ID()}, At: clock()}
	if err := db.KeepAnswer(ctx, other); err != nil {
		t.Errorf("KeepAnswer() under a hash that is known = %v", err)
	}
	Commit(t, db, "list", first, second, third) // the same again
	if got := kept(); got != "a1 b2 c3" {
		t.Errorf("kept are %q after the same posts came again", got)
	}
	if _, err := db.Remove(ctx, store.Removal{Posts: []string{first.ID()}}); err != nil {
		t.Fatalf("Remove() = %v", err)
	}
	if got := kept(); got != "b2 c3" {
		t.Errorf("kept are %q after a post was taken out, want what does not rest on it", got)
	}
	written, err := e.Written(db.dir)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(written, []byte("answer a1 of harpsichord")) {
		t.Error("an answer that rests on a post which was taken out can still be read")
	}
	if err := db.KeepAnswer(ctx, store.Answer{Hash: "no hash", At: clock()}); err == nil {
		t.Error("KeepAnswer() without a hash = nil")
	}
}

// testEditedAnswers drops the answers that rest on a post which gets other words.
func testEditedAnswers(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	status := func(text string) store.Post {
		return with(store.Post{Key: "https://social.example/@ann/1", Kind: "mastodon", Form: store.FormStatus,
			Author: store.Author{Handle: "ann@social.example"}, Published: Noon(), Claimed: Noon(), Text: text},
			func(*store.Post) {})
	}
	p := status("The gate opens at noon.")
	Commit(t, db, "tag", p)
	a := store.Answer{Hash: strings.Repeat("ab", 16), Body: []byte("{}"), Posts: []string{p.ID()}, At: clock()}
	if err := db.KeepAnswer(ctx, a); err != nil {
		t.Fatal(err)
	}
	p = status("The gate opens at night.")
	Commit(t, db, "tag", p)
	got, err := db.KeptAnswers(ctx, []string{a.Hash})
	if err != nil {
		t.Fatal(err)
	}
	if now, err := db.Post(ctx, p.ID()); err != nil || now.Text != p.Text {
		t.Fatalf("the post says %q, %v: it was not edited", now.Text, err)
	}
	if len(got) != 0 {
		t.Error("an answer is kept that rests on words which stand there no more")
	}
}
