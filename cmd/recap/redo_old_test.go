package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// aged puts what the database of a house holds into one of an older schema, as an older version left it: what that did
// not know is lost, such as what an edition was made of.
func (h *house) aged(t *testing.T, version int) {
	t.Helper()
	schema, err := os.ReadFile(filepath.Join("..", "..", "store", "sqlite", "testdata", fmt.Sprintf("schema-%d.sql", version)))
	if err != nil {
		t.Fatal(err)
	}
	path, old := filepath.Join(h.dir, "recap.db"), filepath.Join(h.dir, "old.db")
	db, err := sql.Open("sqlite", "file:"+old)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	do := func(statement string, args ...any) {
		if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	do(string(schema))
	do(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d; ATTACH '%s' AS fresh", 0x72636170, version, path))
	for _, table := range []string{"source", "cursor", "post", "raw", "copy", "list", "post_list", "edition", "told", "delivery"} {
		var columns string
		err := db.QueryRowContext(t.Context(), "SELECT coalesce(group_concat(o.name), '') FROM pragma_table_info(?1, 'main') AS o "+
			"JOIN pragma_table_info(?1, 'fresh') AS f ON f.name = o.name", table).Scan(&columns)
		if err != nil {
			t.Fatal(err)
		}
		if columns != "" {
			do(fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %s FROM fresh.%s", table, columns, columns, table))
		}
	}
	do("DETACH fresh")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"-wal", "-shm"} {
		os.Remove(path + end)
	}
	if err := os.Rename(old, path); err != nil {
		t.Fatal(err)
	}
}

// TestRedactInOldDatabases takes a person out of what older versions recorded, which do not say what editions were made
// of: these are made anew of what is known.
func TestRedactInOldDatabases(t *testing.T) {
	first := newList(t, 2)
	for _, version := range []int{2, 4, 5, 7, 9} {
		h := first.copied(t)
		h.aged(t, version)
		if found := h.told(t); len(found) < 6 {
			t.Fatalf("before the redaction only %q hold words of the author", found)
		}
		h.recap(t, exitOK, "redact", "<gus@quintero.example.net>")
		if found := h.told(t); len(found) > 0 {
			t.Errorf("schema %d: after the redaction %q", version, found)
		}
		got := h.revisions(t)
		if got["daily-2026-10-01"] != 2 || got["daily-2026-10-02"] != 2 {
			t.Errorf("schema %d: the editions have the revisions %v, want the second of both", version, got)
		}
		if found := h.holding(t, "stays cool under full load"); len(found) < 5 {
			t.Errorf("schema %d: what others wrote is only in %q", version, found)
		}
	}
}

// TestRedactAnUnreadableEdition has an older version record editions in a form that nobody reads any more. The one that
// told the words is made anew, and the other keeps nothing from being done.
func TestRedactAnUnreadableEdition(t *testing.T) {
	for _, name := range []string{"root0@example.org", "root1@example.org"} {
		h := newList(t, 2)
		db, err := sql.Open("sqlite", "file:"+filepath.Join(h.dir, "recap.db"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.ExecContext(t.Context(), `UPDATE edition SET json = CAST(replace(CAST(json AS TEXT), '"revision": 1', '"revision": "first"') AS BLOB)
			WHERE id = 'daily-2026-10-02'; DELETE FROM meta WHERE key LIKE 'basis/%'`)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		h.recap(t, exitOK, "redact", name)
		day := strings.TrimSuffix(strings.TrimPrefix(name, "root"), "@example.org")
		found := h.holding(t, "turbine number "+day)
		if found = slices.DeleteFunc(found, func(f string) bool { return strings.HasPrefix(f, "list.mbox") }); len(found) > 0 {
			t.Errorf("after redact %q %q", name, found)
		}
	}
}
