package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// reparseBetter is a parser that reads the posts of these tests better than the one that stored them: it knows words in
// capitals for another's, finds a reference that stands in the words, and gives what has "wrong id" in it another key.
func reparseBetter(p store.Post, _ string) store.Reading {
	raw := string(p.Raw)
	better := store.Post{Key: "fixed@example.org", Kind: p.Kind, Author: runa(), Title: "read again", Raw: p.Raw,
		Sum: store.SumOf(p.Raw), Published: Noon(), Claimed: Noon(), URL: p.URL}
	fmt.Sscanf(raw, "key %s ", &better.Key)
	for word := range strings.FieldsSeq(raw) {
		switch {
		case strings.HasPrefix(word, "re:"):
			better.InReplyTo = append(better.InReplyTo, word[len("re:"):])
		case strings.ToUpper(word) == word:
			better.Quoted += word
		default:
			better.Text += word + " "
		}
	}
	if strings.Contains(raw, "wrong id") {
		better.Key = "fixed@example.org"
	}
	return store.Reading{Posts: []store.Post{better}}
}

// worse returns a post as an older parser stored it.
func worse(key, raw string, refs ...string) store.Post {
	raw = "key " + key + " " + raw
	return store.Post{Key: key, Kind: "mbox", Author: runa(), Title: "old", Text: raw, Raw: []byte(raw),
		Sum: store.SumOf([]byte(raw)), InReplyTo: refs, Published: Noon(), Claimed: Noon()}
}

// testReparse reads the posts of an older parser again, in steps between which the database is closed.
func testReparse(t *testing.T, e Engine) {
	dir := t.TempDir()
	open := func() store.DB {
		db, err := e.Open(t.Context(), dir, clock)
		if err != nil {
			t.Fatalf("Open() = %v", err)
		}
		return db
	}
	db := open()
	defer func() { db.Close() }()
	Commit(t, db, "list",
		worse("a@example.org", "the basin IS closed"), worse("b@example.org",
			"it is not re:a@example.org"), worse("c@example.org", "wrong id so it was"),
		worse("cited@example.org", "wrong id too but known"), worse("d@example.org", "and so on", "b@example.org"))
	cited := worse("cited@example.org", "")
	if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: "e", Digest: "d", Start: Noon(),
		End: Noon().Add(time.Hour), JSON: []byte(`{"posts":[{"id":"` + cited.ID() + `"}]}`)}, nil); err != nil {
		t.Fatalf("SaveEdition() = %v", err)
	}
	r := store.Reparser{Version: 3, Read: reparseBetter}
	steps := 0
	for left := true; left; steps++ {
		var err error
		if left, err = db.Reparse(t.Context(), r, 2); err != nil {
			t.Fatalf("Reparse() = %v", err)
		}
		if err := db.Close(); err != nil {
			t.Fatalf("Close() = %v", err)
		}
		db = open()
	}
	if steps < 5 {
		t.Errorf("%d steps, want one for each two posts and more", steps)
	}
	if left, err := db.Reparse(t.Context(), store.Reparser{Version: 3}, 2); left || err != nil {
		t.Errorf("Reparse() of what is read = %t, %v, want nothing left", left, err)
	}
	threads := map[int64][]string{}
	for _, p := range All(t, db) {
		threads[p.Thread] = append(threads[p.Thread], p.Key)
		if p.Title != "read again" || strings.Contains(p.Text, "IS") {
			t.Errorf("%s is %q, %q, want it to be read again", p.Key, p.Title, p.Text)
		}
	}
	var groups []string
	for _, keys := range threads {
		slices.Sort(keys)
		groups = append(groups, strings.Join(keys, " "))
	}
	slices.Sort(groups)
	if diff := cmp.Diff([]string{"a@example.org b@example.org", "cited@example.org", "d@example.org",
		"fixed@example.org"}, groups); diff != "" {
		t.Errorf("threads (-want +got):\n%s", diff)
	}
	if hits, err := db.Search(t.Context(), "basin", store.Filter{}); err != nil || len(hits) != 1 {
		t.Errorf("Search() = %d hits, %v, want one", len(hits), err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// testReparseReadsFilesAgain has a source that is read again bring what an older version merged or glued together.
func testReparseReadsFilesAgain(t *testing.T, e Engine) {
	db := e.open(t)
	glued := worse("a@example.org", "the first mail and behind it FROM the second one")
	damaged := with(worse("b@example.org", "said by runa"), func(p *store.Post) { p.Damage = 1 })
	whole := worse("b@example.org", "said by runa() x")
	Commit(t, db, "box", glued, damaged, whole)
	r := store.Reparser{Version: 3, Read: func(p store.Post, source string) store.Reading {
		if strings.Contains(string(p.Raw), "glued") {
			return store.Reading{}
		}
		return reparseBetter(p, source)
	}, Again: []string{"box"}}
	for left := true; left; {
		var err error
		if left, err = db.Reparse(t.Context(), r, 10); err != nil {
			t.Fatalf("Reparse() = %v", err)
		}
	}
	if cur, err := db.Cursor(t.Context(), "box"); err != nil || cur != nil {
		t.Errorf("Cursor() = %s, %v, want none, so that all is read again", cur, err)
	}
	if n := len(All(t, db)); n != 2 {
		t.Errorf("%d posts before the file comes again, want both: it may be gone", n)
	}
	first := worse("a@example.org", "the first mail and behind it")
	Commit(t, db, "box", first, worse("second@example.org", "the second one"), damaged, whole)
	got := map[string]string{}
	for _, p := range All(t, db) {
		got[p.Key] = p.Text
	}
	if diff := cmp.Diff(map[string]string{"a@example.org": first.Text,
		"second@example.org": worse("second@example.org", "the second one").Text, "b@example.org": whole.Text}, got); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	if err := db.RecordRead(t.Context(), store.Read{Source: "box", Complete: true}); err != nil {
		t.Fatalf("RecordRead() = %v", err)
	}
	if known, err := db.Known(t.Context(), "box", []store.Copy{{Key: whole.Key, Sum: whole.Sum}}); err != nil ||
		!slices.Equal(known, []bool{true}) {
		t.Errorf("Known() after the read = %v, %v, want true", known, err)
	}
}
