package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// testDueForRecheck lets a month go by: a post is due a day, a week and a month after it was written, and a few hours
// after a question without an answer.
func testDueForRecheck(t *testing.T, e Engine) {
	p, _ := status(0)
	now := p.Published.Add(time.Hour)
	db := e.openAt(t, func() time.Time { return now })
	plain := with(p, func(p *store.Post) { p.Key, p.Native = "nobody can be asked after it", "" })
	Commit(t, db, "stream", p, plain)
	ref := store.Ref{Key: p.Key, Native: p.Native, URL: p.URL}
	for _, step := range []struct {
		after  time.Duration // of the post
		due    bool
		answer bool
	}{
		{2 * time.Hour, false, false},
		{23 * time.Hour, false, false},
		{25 * time.Hour, true, true},
		{26 * time.Hour, false, false},
		{7*24*time.Hour + time.Hour, true, false}, // no answer
		{7*24*time.Hour + 2*time.Hour, false, false},
		{7*24*time.Hour + 8*time.Hour, true, true},
		{29 * 24 * time.Hour, false, false},
		{30*24*time.Hour + time.Hour, true, true},
		{400 * 24 * time.Hour, false, false},
	} {
		now = p.Published.Add(step.after)
		refs, err := db.DueForRecheck(t.Context(), "stream", now, 10)
		if err != nil || (len(refs) == 1) != step.due {
			t.Fatalf("DueForRecheck(after %v) = %v, %v, want due %t", step.after, refs, err, step.due)
		}
		if !step.due {
			continue
		}
		if diff := cmp.Diff([]store.Ref{ref}, refs); diff != "" {
			t.Errorf("DueForRecheck(after %v) (-want +got):\n%s", step.after, diff)
		}
		var changes []store.Change
		if step.answer {
			changes = []store.Change{{Ref: refs[0]}}
		}
		if done, err := db.Follow(t.Context(), "stream", refs, changes); err != nil || done != (store.Followed{}) {
			t.Errorf("Follow(a post as before) = %+v, %v, want nothing done", done, err)
		}
	}
	if refs, err := db.DueForRecheck(t.Context(), "other", now, 10); err != nil || len(refs) != 0 {
		t.Errorf("DueForRecheck(another source) = %v, %v, want none", refs, err)
	}
}

// testFollowGivesUp stops asking after a post that nobody ever says anything about.
func testFollowGivesUp(t *testing.T, e Engine) {
	p, _ := status(0)
	now := p.Published.Add(time.Hour)
	db := e.openAt(t, func() time.Time { return now })
	Commit(t, db, "stream", p)
	asked := 0
	for range 2 * 24 * 60 {
		now = now.Add(time.Hour)
		refs, err := db.DueForRecheck(t.Context(), "stream", now, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(refs) == 1 {
			asked++
			if _, err := db.Follow(t.Context(), "stream", refs, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if refs, err := db.DueForRecheck(t.Context(), "stream", now, 10); err != nil || len(refs) != 0 || asked < 10 {
		t.Errorf("after two months %v, %v is due and it was asked %d times, want none and at least ten", refs, err, asked)
	}
}

func testFollow(t *testing.T, e Engine) {
	db := e.open(t)
	var posts []store.Post
	var ids []string
	for n := range 4 {
		p, _ := status(n)
		posts = append(posts, p)
		ids = append(ids, p.ID())
	}
	Commit(t, db, "stream", posts...)
	Commit(t, db, "mirror", with(posts[0], func(p *store.Post) { p.Native = "m0" }))
	refs, err := db.Refs(t.Context(), append(ids, "0123456789abcdef"))
	if err != nil || len(refs["stream"]) != 4 || len(refs["mirror"]) != 1 || refs["mirror"][0].Native != "m0" {
		t.Fatalf("Refs() = %+v, %v, want four of the stream and m0 of the mirror", refs, err)
	}
	edited := with(posts[1], func(p *store.Post) {
		p.Text = "Other words."
		p.Raw = []byte(p.Text)
		p.Sum = store.SumOf(p.Raw)
		p.Policy = store.PolicyLink
	})
	done, err := db.Follow(t.Context(), "stream", refs["stream"],
		[]store.Change{{Ref: refs["stream"][0], Gone: true}, {Ref: refs["stream"][1], Post: &edited}, {Ref: refs["stream"][2]}})
	if want := (store.Followed{Gone: 1, Changed: 1}); err != nil || done != want {
		t.Errorf("Follow() = %+v, %v, want %+v", done, err, want)
	}
	left := map[string]store.Post{}
	for _, p := range All(t, db) {
		left[p.ID()] = p
	}
	if len(left) != 3 || left[ids[1]].Text != "Other words." || left[ids[1]].Policy != store.PolicyLink ||
		left[ids[2]].Text != posts[2].Text {
		t.Errorf("after Follow() the store holds %+v", left)
	}
	states, err := db.Sources(t.Context())
	if err != nil || states[0].Posts+states[1].Posts != 3 {
		t.Errorf("Sources() = %+v, %v, want three posts in all", states, err)
	}
	if got, want := Commit(t, db, "mirror", posts[0]), (store.Added{Refused: 1}); got != want {
		t.Errorf("Commit(a deleted post from another server) = %+v, want %+v", got, want)
	}
	if err := db.Fold(t.Context()); err != nil {
		t.Errorf("Fold() = %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// testFollowHearsay has servers drop their copies of a post that was written elsewhere: it stays until all have, and a
// server that has dropped it is not asked again unless it has it again.
func testFollowHearsay(t *testing.T, e Engine) {
	p, _ := status(1)
	now := p.Published.Add(time.Hour)
	db := e.openAt(t, func() time.Time { return now })
	other := with(p, func(p *store.Post) { p.Native = "m1" })
	Commit(t, db, "stream", p)
	Commit(t, db, "mirror", other)
	follow := func(source string, asked bool, want store.Followed) {
		t.Helper()
		refs, err := db.Refs(t.Context(), []string{p.ID()})
		if err != nil || (len(refs[source]) == 1) != asked {
			t.Errorf("Refs() = %+v, %v, want one of %s: %t", refs, err, source, asked)
		}
		due, err := db.DueForRecheck(t.Context(), source, now.AddDate(0, 0, 3), 10)
		if err != nil || (len(due) == 1) != asked {
			t.Errorf("DueForRecheck() = %+v, %v, want one: %t", due, err, asked)
		}
		ref := store.Ref{Scope: p.Scope, Key: p.Key, Native: "1"}
		if done, err := db.Follow(t.Context(), source, due, []store.Change{{Ref: ref, Gone: true, Hearsay: true}}); err != nil || done != want {
			t.Errorf("Follow(%s) = %+v, %v, want %+v", source, done, err, want)
		}
	}
	follow("stream", true, store.Followed{})
	follow("stream", false, store.Followed{})
	if got := Commit(t, db, "mirror", with(other, func(p *store.Post) { p.Raw = []byte("new"); p.Sum = store.SumOf(p.Raw) })); got.Refused > 0 || len(All(t, db)) != 1 {
		t.Errorf("Commit(from the other server) = %+v with %d posts, want the post to stay", got, len(All(t, db)))
	}
	Commit(t, db, "stream", p)
	follow("stream", true, store.Followed{})
	follow("mirror", true, store.Followed{Gone: 1})
	if err := db.Check(t.Context()); err != nil || len(All(t, db)) != 0 {
		t.Errorf("Check() = %v with %d posts, want none", err, len(All(t, db)))
	}
}

// testFollowRenamed demands that a post whose author has another name and account by now stays one post.
func testFollowRenamed(t *testing.T, e Engine) {
	db := e.open(t)
	p, _ := status(1)
	p.Author = store.Author{Name: "Ann Lee", Handle: "ann@social.example"}
	Commit(t, db, "stream", p)
	refs, err := db.Refs(t.Context(), []string{p.ID()})
	if err != nil {
		t.Fatal(err)
	}
	renamed := with(p, func(p *store.Post) { p.Author = store.Author{Name: "Dr. Lee Ann", Handle: "leeann@social.example"} })
	if _, err := db.Follow(t.Context(), "stream", refs["stream"], []store.Change{{Ref: refs["stream"][0], Post: &renamed}}); err != nil {
		t.Fatalf("Follow() = %v", err)
	}
	if posts := All(t, db); len(posts) != 1 || posts[0].Author != renamed.Author {
		t.Errorf("after Follow() the store holds %+v, want one post of %+v", posts, renamed.Author)
	}
}

func testRecordRecheck(t *testing.T, e Engine) {
	db := e.open(t)
	Commit(t, db, "stream")
	for _, why := range []string{"", "503", "503", ""} {
		if err := db.RecordRecheck(t.Context(), "stream", why); err != nil {
			t.Errorf("RecordRecheck(%q) = %v", why, err)
		}
		if states, err := db.Sources(t.Context()); err != nil || states[0].Unchecked != why {
			t.Errorf("Sources() = %+v, %v, want unchecked %q", states, err, why)
		}
	}
}

func testFind(t *testing.T, e Engine) {
	db := e.open(t)
	first, second := Mail(1), with(Mail(2), func(p *store.Post) {
		p.Author = store.Author{Name: "ann  lee",
			Handle: "Ann@social.example.org"}
	})
	via := with(Mail(3), func(p *store.Post) { p.Author = store.Author{Name: "Bob Ray", Address: "ann@example.org"} })
	Commit(t, db, "list", first, second, via)
	claimed := func(text string, a store.Author) store.Post {
		return with(Mail(4), func(p *store.Post) { p.Text, p.Author, p.URL, p.Raw, p.Sum = text, a, "", nil, store.Sum{} })
	}
	Commit(t, db, "list", claimed("The basin is full again, and the pumps may rest.", runa()), claimed("All pumps are for sale.", forger()),
		with(claimed("The basin was painted.", sanna()), func(p *store.Post) { p.Key, p.Within = "5@example.org", "digest@example.org" }))
	for name, want := range map[string]int{"4@example.org": 2, "<4@example.org>": 2, "5@example.org": 1, first.ID(): 1, first.Key: 1, "<" + first.Key + ">": 1, first.URL: 1, "": 0,
		"<>": 0, "Ann Lee": 0, "0000000000000000": 0} {
		if posts, err := db.FindPosts(t.Context(), name); err != nil || len(posts) != want {
			t.Errorf("FindPosts(%q) = %d posts, %v, want %d", name, len(posts), err, want)
		}
	}
	for name, want := range map[string]int{"ANN LEE": 2, "Ann": 0, "ann@example.org": 2, "<Ann@Example.org>": 2,
		"@ann@social.example.org": 1, "ann@social.example.org": 1,
		"@ann@example.org": 0, "<ann@social.example.org>": 0, "": 0, "@": 0, "<>": 0} {
		if writers, err := db.FindWriters(t.Context(), name); err != nil || len(writers) != want {
			t.Errorf("FindWriters(%q) = %+v, %v, want %d", name, writers, err, want)
		}
	}
	ids, err := db.PostsOf(t.Context(), []store.Author{{Name: "Bob Ray", Address: "ann@example.org"}, {Name: "nobody"}})
	if diff := cmp.Diff([]string{via.ID()}, ids); err != nil || diff != "" {
		t.Errorf("PostsOf() = %v, (-want +got):\n%s", err, diff)
	}
	if removed, err := db.Removed(t.Context(), first.Key); err != nil || removed {
		t.Errorf("Removed(%s) = %t, %v before Remove", first.Key, removed, err)
	}
	if _, err := db.Remove(t.Context(), store.Removal{Posts: []string{first.ID()},
		Authors: []string{"ann@example.org", "@ann@social.example.org", "ann lee"}}); err != nil {
		t.Fatalf("Remove() = %v", err)
	}
	for _, name := range []string{first.Key, "<" + first.Key + ">", first.ID(), "Ann@Example.org",
		"<ann@example.org>", "@ann@social.example.org", "ANN  LEE"} {
		if removed, err := db.Removed(t.Context(), name); err != nil || !removed {
			t.Errorf("Removed(%q) = %t, %v, want true", name, removed, err)
		}
	}
}

// testFollowConsent has an author who takes back a consent and leaves the words as they are: editions with the post are
// to be made again.
func testFollowConsent(t *testing.T, e Engine) {
	db := e.open(t)
	p, _ := status(0)
	Commit(t, db, "stream", p)
	ref := store.Ref{Key: p.Key, Native: p.Native}
	p.Policy, p.Raw = store.PolicyCount, []byte("with another profile")
	p.Sum = store.SumOf(p.Raw)
	for _, want := range []store.Followed{{Changed: 1}, {}} {
		if done, err := db.Follow(t.Context(), "stream", []store.Ref{ref},
			[]store.Change{{Ref: ref, Post: &p}}); err != nil || done != want {
			t.Errorf("Follow() = %+v, %v, want %+v", done, err, want)
		}
	}
}
