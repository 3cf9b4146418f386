package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// item returns the n-th item of a feed as a source of this name gives it.
func item(source string, n int) store.Post {
	return with(Mail(n), func(p *store.Post) { p.Scope, p.Kind = source, "feed" })
}

// testRenamedSources has the posts of a feed stay what they are under another name, and those of another feed that
// takes the old name beside them.
func testRenamedSources(t *testing.T, e Engine) {
	db := e.open(t)
	set := func(infos ...store.SourceInfo) []store.Rename {
		t.Helper()
		renames, err := db.FollowRenames(t.Context(), infos)
		if err != nil {
			t.Fatalf("FollowRenames() = %v", err)
		}
		if err := db.SetSources(t.Context(), infos); err != nil {
			t.Fatalf("SetSources() = %v", err)
		}
		return renames
	}
	feed := func(name, address string) store.SourceInfo {
		return store.SourceInfo{Name: name, Kind: "feed", Publish: "full", Address: address}
	}
	set(feed("tide", "1"), feed("other", "2"))
	Commit(t, db, "tide", item("tide", 1), item("tide", 2))
	gone := item("tide", 1)
	if _, err := db.Remove(t.Context(), store.Removal{Posts: []string{gone.ID()}}); err != nil {
		t.Fatalf("Remove() = %v", err)
	}
	if diff := cmp.Diff([]store.Rename{{Old: "tide", New: "basin"}}, set(feed("other", "2"), feed("basin", "1"))); diff != "" {
		t.Errorf("FollowRenames() differs (-want +got):\n%s", diff)
	}
	if got, want := Commit(t, db, "basin", item("basin", 1), item("basin", 2),
		item("basin", 3)), (store.Added{New: 1, Merged: 1, Refused: 1}); got != want {
		t.Errorf("Commit() under the new name = %+v, want %+v", got, want)
	}
	second := item("basin", 2)
	if known, err := db.Known(t.Context(), "basin",
		[]store.Copy{{Scope: second.Scope, Key: second.Key, Sum: second.Sum}}); err != nil || !slices.Equal(known, []bool{true}) {
		t.Errorf("Known() under the new name = %v, %v, want true", known, err)
	}
	if renames := set(feed("other", "2"), feed("basin", "1"), feed("tide", "3")); len(renames) > 0 {
		t.Errorf("FollowRenames() of a new feed with an old name = %v, want none", renames)
	}
	if got, want := Commit(t, db, "tide", item("tide", 2)), (store.Added{New: 1}); got != want {
		t.Errorf("Commit() of another feed with the old name = %+v, want %+v", got, want)
	}
	if err := db.RenameSource(t.Context(), store.Rename{Old: "tide", New: "basin"}); err == nil {
		t.Error("RenameSource() to the name of a source with posts = nil, want an error")
	}
	if err := db.RenameSource(t.Context(), store.Rename{Old: "nobody", New: "x"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("RenameSource() of nothing = %v, want ErrNotFound", err)
	}
	if err := db.RenameSource(t.Context(), store.Rename{Old: "tide", New: "other"}); err != nil {
		t.Errorf("RenameSource() to a source without posts = %v", err)
	}
	states, err := db.Sources(t.Context())
	if err != nil || len(states) != 2 || states[0].Name != "basin" || states[1].Name != "other" || states[1].Posts != 1 {
		t.Errorf("Sources() = %+v, %v, want basin and other", states, err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// testRemovedWordsStayOut sends what was taken out under another key, and quotes it without a word about what it
// answers.
func testRemovedWordsStayOut(t *testing.T, e Engine) {
	db := e.open(t)
	secret := "The neighbour of the basin has been ill since the night in which the pumps stopped."
	gone := with(Mail(1), func(p *store.Post) { p.Author, p.Text = runa(), secret })
	pasted := with(Mail(2), func(p *store.Post) {
		p.Author, p.Text, p.Quoted = sanna(), "Did you hear that?",
			"Runa says that the neighbour of the basin\nhas been ill since the night in which\nthe pumps stopped, and more."
		p.Cuts = []store.Cut{{At: 0, From: 0, To: 10}}
	})
	aside := with(Mail(3), func(p *store.Post) {
		p.Author, p.Text, p.Quoted = sanna(), "It does.", "Does the basin hold what it held in the years before the pumps?"
	})
	Commit(t, db, "list", gone, pasted, aside)
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{gone.ID()}})
	if want := (store.Removed{Posts: 1, Quotes: 1}); err != nil || !cmp.Equal(done, want) {
		t.Errorf("Remove() = %+v, %v, want %+v", done, err, want)
	}
	again := with(Mail(4), func(p *store.Post) {
		p.Author, p.Text = store.Author{Name: "R. V.",
			Address: runa().Address}, "the neighbour of the basin has been ill\nsince the night in which the pumps stopped"
	})
	same := with(Mail(5), func(p *store.Post) { p.Author, p.Text = sanna(), secret }) // somebody else says so
	thanks := with(Mail(6), func(p *store.Post) { p.Author, p.Text = runa(), "Thank you all." })
	if got, want := Commit(t, db, "list", again, same, thanks), (store.Added{New: 2, Refused: 1}); got != want {
		t.Errorf("Commit() = %+v, want %+v", got, want)
	}
	for _, p := range All(t, db) {
		if p.Key == pasted.Key && p.Quoted != "" || p.Key == aside.Key && p.Quoted != aside.Quoted {
			t.Errorf("%s quotes %q", p.Key, p.Quoted)
		}
	}
	storedCuts(t, db, pasted.ID())
}
