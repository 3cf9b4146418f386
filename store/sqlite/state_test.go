package sqlite

import (
	"recap/store"
	"testing"
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
