package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// emptyFile returns the bytes of a database without posts. Copying it spares a hundred tests the waits for the disk
// that making one takes.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "recap-empty")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "recap.db")
	db, err := Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// openTest returns a new database whose clock stands in 2026.
func openTest(t testing.TB) *DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recap.db")
	if data, err := emptyFile(); err != nil {
		t.Fatalf("Open() = %v", err)
	} else if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	db.Now = func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }
	return db
}

func TestPragmas(t *testing.T) {
	db := openTest(t)
	pools := map[string]*sql.Conn{"writer": db.conn}
	for _, name := range []string{"first reader", "second reader"} {
		conn, err := db.readers.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		pools[name] = conn
	}
	want := map[string]string{
		"page_size":      "8192",
		"journal_mode":   "wal",
		"synchronous":    "1",
		"foreign_keys":   "1",
		"busy_timeout":   "10000",
		"application_id": fmt.Sprint(applicationID),
		"user_version":   fmt.Sprint(len(migrations) + 1),
	}
	for name, conn := range pools {
		for pragma, value := range want {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("%s: PRAGMA %s = %q, %v, want %q", name, pragma, got, err, value)
			}
		}
	}
	if _, err := db.readers.ExecContext(t.Context(), "DELETE FROM post"); err == nil {
		t.Error("a reading connection can write")
	}
}

// snapshotOf returns names, sizes and contents of the files of a folder.
func snapshotOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func TestOpenRefuses(t *testing.T) {
	sqlite := func(statements string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			pool, err := sql.Open("sqlite", "file:"+path)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			if _, err := pool.Exec(statements); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		want string
	}{
		{"another program", sqlite("CREATE TABLE t (a); PRAGMA application_id = 1196444487"), `another program (application_id "GPKG")`},
		{"unmarked", sqlite("CREATE TABLE post (a)"), "another program (application_id 0)"},
		{"newer", sqlite(fmt.Sprintf("CREATE TABLE post (a); PRAGMA application_id = %d; PRAGMA user_version = 99",
			applicationID)), "newer recap (schema 99"},
		{"text", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("community:\n  name: Twisted\n", 100)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "not a SQLite database"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "file.db")
			test.make(t, path)
			before := snapshotOf(t, dir)
			for name, open := range map[string]func(context.Context, string) (*DB, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
				db, err := open(t.Context(), path)
				if err == nil {
					db.Close()
				}
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("%s() = %v, want an error with %q", name, err, test.want)
				}
			}
			if diff := cmp.Diff(before, snapshotOf(t, dir)); diff != "" {
				t.Errorf("the refused file changed: %s", diff)
			}
		})
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "no", "recap.db")); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("Open(in no folder) = %v, want an error that names the folder", err)
	}
}

func TestOpenReadOnly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a ?#%20b.db") // no character of a path is special
	if _, err := OpenReadOnly(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenReadOnly(missing) = %v, want fs.ErrNotExist", err)
	}
	if len(snapshotOf(t, dir)) != 0 {
		t.Error("OpenReadOnly(missing) made a file")
	}
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, "list", mail(1))
	check := func(t *testing.T, want int) {
		t.Helper()
		before := snapshotOf(t, dir)
		ro, err := OpenReadOnly(t.Context(), path)
		if err != nil {
			t.Fatalf("OpenReadOnly() = %v", err)
		}
		if posts, err := collect(ro.All(t.Context(), store.Filter{})); err != nil || len(posts) != want {
			t.Errorf("All() = %d posts, %v, want %d", len(posts), err, want)
		}
		if _, err := ro.Commit(t.Context(), "list", []store.Post{mail(9)}, nil); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("Commit() = %v, want ErrReadOnly", err)
		}
		if err := ro.Check(t.Context()); err != nil {
			t.Errorf("Check() = %v", err)
		}
		if err := ro.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
		after := snapshotOf(t, dir)
		for _, files := range []map[string]string{before, after} {
			if _, ok := files[filepath.Base(path)+"-shm"]; ok {
				files[filepath.Base(path)+"-shm"] = "" // locks of this moment, shared by all connections
			}
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("reading changed the folder:\n%s", diff)
		}
	}
	t.Run("beside a writer", func(t *testing.T) { check(t, 1) })
	// A copy of the files while the log holds everything is what a killed process leaves behind.
	left := snapshotOf(t, dir)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("closed", func(t *testing.T) { check(t, 1) })
	for name, data := range left {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("after a kill", func(t *testing.T) { check(t, 1) })
}
