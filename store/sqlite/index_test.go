package sqlite

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recap/store"
)

// TestIndexLags stores, edits and takes out posts, some of which are in the full-text index and some not, and compares
// what is found with what is there.
func TestIndexLags(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	open := func() *DB {
		db, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("Open() = %v", err)
		}
		return db
	}
	db := open()
	defer func() { db.Close() }()
	rng := rand.New(rand.NewPCG(1, 2))
	words := map[int]string{} // of the posts that are there, one that no other has
	post := func(n int, word string) store.Post {
		p := store.Post{
			Key: fmt.Sprint("https://social.example/", n), Kind: "mastodon", Form: store.FormStatus,
			Author: store.Author{Handle: "ann@social.example"}, Published: noon(), Text: "About " + word,
		}
		p.Raw = []byte(p.Text)
		p.Sum = store.SumOf(p.Raw)
		return p
	}
	keep := func(posts ...store.Post) {
		if _, err := db.Commit(t.Context(), "stream", posts, nil); err != nil {
			t.Fatalf("Commit() = %v", err)
		}
	}
	anyOf := func() int {
		ids := slices.Sorted(maps.Keys(words))
		return ids[len(ids)-1-rng.IntN(min(len(ids), 30))] // the newest are those that may not be indexed
	}
	n := 0
	for step := range 400 {
		switch k := rng.IntN(10); {
		case k < 5 || len(words) < 5:
			var page []store.Post
			for range 1 + rng.IntN(9) {
				n++
				words[n] = fmt.Sprintf("new%d", n)
				page = append(page, post(n, words[n]))
			}
			keep(page...)
		case k < 7:
			one := anyOf()
			words[one] = fmt.Sprintf("edit%dx%d", one, step)
			keep(post(one, words[one]))
		case k < 8:
			one := anyOf()
			p := post(one, "")
			if done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}}); err != nil || done.Posts != 1 {
				t.Fatalf("Remove() = %+v, %v, want 1 post", done, err)
			}
			delete(words, one)
		case k < 9:
			if err := db.Index(t.Context()); err != nil {
				t.Fatalf("Index() = %v", err)
			}
		default: // as a process that is killed and one that closes the database
			if step%2 == 0 {
				if err := db.Close(); err != nil {
					t.Fatalf("Close() = %v", err)
				}
			} else {
				left := db
				defer left.Close()
			}
			db = open()
		}
	}
	hits, err := db.Search(t.Context(), "about", store.Filter{Limit: n + 1})
	if err != nil || len(hits) != len(words) {
		t.Errorf("Search(a word of all) = %d posts, %v, want %d", len(hits), err, len(words))
	}
	found := map[string]bool{}
	for _, h := range hits {
		found[strings.TrimPrefix(h.Post.Text, "About ")] = true
	}
	for _, word := range words {
		if !found[word] {
			t.Errorf("Search() did not find %s", word)
		}
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// TestCommitIndexes demands that no more than indexLag posts ever wait for the full-text index, and that Close lets
// none wait.
func TestCommitIndexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	waiting := func(db *DB) (posts int) {
		t.Helper()
		err := db.readers.QueryRowContext(t.Context(),
			"SELECT count(*) FROM post WHERE id NOT IN (SELECT id FROM post_fts_docsize)").Scan(&posts)
		if err != nil {
			t.Fatal(err)
		}
		return posts
	}
	n, most := 0, 0
	for _, size := range []int{700, 700, 700, 700, 2*indexLag + 5, 10, 700} {
		page := make([]store.Post, size)
		for i := range page {
			n++
			page[i] = mail(n)
		}
		if _, err := db.Commit(t.Context(), "list", page, nil); err != nil {
			t.Fatalf("Commit() = %v", err)
		}
		most = max(most, waiting(db))
	}
	if most > indexLag || most < 700 {
		t.Errorf("at most %d posts waited for the index, want up to %d", most, indexLag)
	}
	if err := db.Close(); err != nil {
		t.Fatalf("Close() = %v", err)
	}
	again, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatalf("OpenReadOnly() = %v", err)
	}
	defer again.Close()
	if left := waiting(again); left != 0 {
		t.Errorf("after Close %d posts wait for the index", left)
	}
	if hits, err := again.Search(t.Context(), fmt.Sprintf(`"message %d"`, n), store.Filter{}); err != nil || len(hits) != 1 {
		t.Errorf("Search(the newest post) = %d posts, %v, want 1", len(hits), err)
	}
}
