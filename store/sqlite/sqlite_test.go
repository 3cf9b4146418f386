package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
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

// noon is when the tests' posts begin.
var noon = time.Date(2010, 2, 22, 12, 0, 0, 0, time.UTC)

// emptyFile returns the bytes of a database without posts. Copying it spares a hundred tests the waits for the disk that making one takes.
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

// mail returns the n-th message of a list: its key is the number, and it was written n hours after noon.
func mail(n int, refs ...int) store.Post {
	p := store.Post{
		Key:       fmt.Sprintf("%d@example.org", n),
		Kind:      "mbox",
		URL:       fmt.Sprintf("https://lists.example.org/%d", n),
		Author:    store.Author{Name: "Ann Lee", Address: "ann@example.org"},
		Title:     fmt.Sprintf("Subject %d", n),
		Text:      fmt.Sprintf("This is the text of message %d.", n),
		Published: noon.Add(time.Duration(n) * time.Hour),
		Lists:     []string{"dev@lists.example.org"},
		Raw:       fmt.Appendf(nil, "Message-ID: <%d@example.org>\n\nThis is the text of message %d.\n", n, n),
	}
	p.Claimed = p.Published
	p.Sum = store.SumOf(p.Raw)
	for _, r := range refs {
		p.InReplyTo = append(p.InReplyTo, fmt.Sprintf("%d@example.org", r))
	}
	return p
}

func commit(t testing.TB, db *DB, source string, posts ...store.Post) store.Added {
	t.Helper()
	added, err := db.Commit(t.Context(), source, posts, store.Cursor(`{"page":1}`))
	if err != nil {
		t.Fatalf("Commit(%s, %d posts) = %v", source, len(posts), err)
	}
	if err := db.Index(t.Context()); err != nil { // so that each page makes a segment of its own, of which words must go again
		t.Fatalf("Index() = %v", err)
	}
	return added
}

// all returns every stored post with its raw bytes and without its row numbers.
func all(t testing.TB, db *DB) []store.Post {
	t.Helper()
	posts, err := collect(db.All(t.Context(), store.Filter{}))
	if err != nil {
		t.Fatalf("All() = %v", err)
	}
	raw := map[string][]byte{}
	err = eachRow(func(rows *sql.Rows) error {
		var u, packed []byte
		if err := rows.Scan(&u, &packed); err != nil {
			return err
		}
		data, err := db.decoder.DecodeAll(packed, nil)
		raw[hex.EncodeToString(u)] = data
		return err
	})(db.readers.QueryContext(t.Context(), "SELECT p.uid, r.data FROM raw AS r JOIN post AS p ON p.id = r.post"))
	if err != nil {
		t.Fatalf("raw bytes: %v", err)
	}
	for i := range posts {
		posts[i].Raw = raw[posts[i].ID()]
	}
	return posts
}

func TestCommitAndRead(t *testing.T) {
	db := openTest(t)
	if err := db.SetSources(t.Context(), []store.SourceInfo{{Name: "list", Kind: "mbox", Publish: "full"}}); err != nil {
		t.Fatalf("SetSources() = %v", err)
	}
	p := store.Post{
		Key:       "all@example.org",
		Kind:      "mbox",
		Form:      store.FormIssue,
		URL:       "https://lists.example.org/all",
		Author:    store.Author{Name: "Ann Lee", Address: "ann@example.org", Handle: "ann@social.example", URL: "https://ann.example", Organization: "Lee Ltd", Bot: true, Relay: true},
		Title:     "Every field",
		Text:      "Own words\nin two lines, with a 🐍.",
		Quoted:    "Others' words",
		Cuts:      []store.Cut{{At: 0, From: 0, To: 7}, {At: 10, From: 8, To: 13}, {At: 35}},
		Signature: "Ann",
		InReplyTo: []string{"root@example.org", "parent@example.org"},
		ShareOf:   "shared@example.org",
		Published: noon.Add(123456 * time.Microsecond),
		Claimed:   noon.Add(time.Minute),
		Received:  noon.Add(2 * time.Minute),
		FirstSeen: noon.Add(3 * time.Minute),
		Edited:    noon.Add(4 * time.Minute),
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
	if got, want := commit(t, db, "list", p), (store.Added{New: 1}); got != want {
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
	for q, err := range db.Posts(t.Context(), noon, noon.Add(time.Second)) {
		if err != nil {
			t.Fatalf("Posts() = %v", err)
		}
		want.Raw = nil
		if diff := cmp.Diff(want, q); diff != "" {
			t.Errorf("Posts() differs (-want +got):\n%s", diff)
		}
	}
	if got, want := commit(t, db, "list", p), (store.Added{Merged: 1}); got != want {
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
		{"newer", sqlite(fmt.Sprintf("CREATE TABLE post (a); PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)), "newer recap (schema 99"},
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
