package sqlite

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recap/store"
)

func TestRefused(t *testing.T) {
	db := openTest(t)
	gone, banned := mail(1), mail(2)
	banned.Author = store.Author{Name: "Bob Ray", Address: "Bob@Example.org"}
	err := db.write(t.Context(), func(tx *transaction) error {
		for _, hash := range []uid{uidOf("", gone.Key), authorHashes(store.Author{Address: "bob@example.org"})[0]} {
			if err := tx.exec("INSERT INTO removed (hash, kind) VALUES (?, 'post')", hash[:]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := commit(t, db, "list", gone, banned, mail(3)), (store.Added{New: 1, Refused: 2}); got != want {
		t.Errorf("Commit() = %+v, want %+v", got, want)
	}
}

// TestSetSourcesWritesNothing tells the database of the same sources twice.
func TestSetSourcesWritesNothing(t *testing.T) {
	db := openTest(t)
	infos := []store.SourceInfo{{Name: "list", Kind: "mbox", Publish: "full"}, {Name: "a tag", Kind: "mastodon", Publish: "count"}}
	var changes [2]int
	for i := range changes {
		if err := db.SetSources(t.Context(), infos); err != nil {
			t.Fatalf("SetSources() = %v", err)
		}
		if err := db.conn.QueryRowContext(t.Context(), "SELECT total_changes()").Scan(&changes[i]); err != nil {
			t.Fatal(err)
		}
	}
	if changes[0] != changes[1] {
		t.Errorf("SetSources(the same) wrote %d rows", changes[1]-changes[0])
	}
}

// TestRereadEnds has a source that is read again forget that it is, once it was read to its end.
func TestRereadEnds(t *testing.T) {
	db := openTest(t)
	commit(t, db, "box", mail(1))
	r := store.Reparser{Version: 3, Read: func(store.Post, string) store.Reading { return store.Reading{} }, Again: []string{"box"}}
	for left := true; left; {
		var err error
		if left, err = db.Reparse(t.Context(), r, 10); err != nil {
			t.Fatalf("Reparse() = %v", err)
		}
	}
	for _, want := range []int{1, 0} {
		if metas, err := db.Metas(t.Context(), rereadKey); err != nil || len(metas) != want {
			t.Errorf("%v, %v, want %d sources to be read again", metas, err, want)
		}
		if err := db.RecordRead(t.Context(), store.Read{Source: "box", Complete: true}); err != nil {
			t.Fatalf("RecordRead() = %v", err)
		}
	}
}

// TestFoldIsDoneAgain has somebody read the database while it is to be cleaned: that is said, and the next one cleans it.
func TestFoldIsDoneAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	commit(t, db, "list", mail(1))
	err = db.ChangeSubscribers(t.Context(), []string{"zanzibar@example.org"}, func(s *store.Subscriber) error {
		s.State = store.SubscriberActive
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	reader, err := db.readers.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback()
	if err := reader.QueryRow("SELECT count(*) FROM post").Scan(new(int)); err != nil {
		t.Fatal(err)
	}
	if n, err := db.ForgetSubscribers(t.Context(), []string{"zanzibar@example.org"}); n != 1 || !errors.Is(err, store.ErrUnclean) {
		t.Errorf("ForgetSubscribers() beside a reader = %d, %v, want ErrUnclean", n, err)
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := db.Fold(t.Context()); err != nil {
		t.Errorf("Fold() = %v", err)
	}
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		if err != nil || bytes.Contains(data, []byte("zanzibar")) {
			t.Errorf("the file %q still shows what was forgotten (%v)", end, err)
		}
	}
}
