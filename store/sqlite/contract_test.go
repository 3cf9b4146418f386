package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recap/store"
	"recap/store/storetest"
)

// crashTogether is the variable that tells a child of TestKillTogether where its database lies.
const crashTogether = "RECAP_TEST_CRASH_TOGETHER"

// TestMain also makes the test a process that is killed.
func TestMain(m *testing.M) {
	child, err := storetest.Child(engine(Open)) // makes its database itself, and may be killed while it does
	if path := os.Getenv(crashTogether); path != "" {
		child, err = true, readTogether(context.Background(), path)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	case !child:
		os.Exit(m.Run())
	}
}

func TestContract(t *testing.T) { storetest.Run(t, engine(openCopied)) }

func FuzzThreads(f *testing.F) { storetest.FuzzThreads(f, engine(openCopied)) }

func FuzzSearch(f *testing.F) { storetest.FuzzSearch(f, engine(openCopied)) }

// openCopied opens the database at path; one that is not there becomes a copy of an empty one, which is faster than to
// make one.
func openCopied(ctx context.Context, path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		data, err := emptyFile()
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, data, privateMode); err != nil {
			return nil, err
		}
	}
	return Open(ctx, path)
}

// engine returns what the contract is held against, with its way to open a database.
func engine(open func(ctx context.Context, path string) (*DB, error)) storetest.Engine {
	file := func(dir string) string { return filepath.Join(dir, "recap.db") }
	e := storetest.Engine{
		Open: func(ctx context.Context, dir string, now func() time.Time) (store.DB, error) {
			db, err := open(ctx, file(dir))
			if err != nil {
				return nil, err
			}
			db.Now = now
			return db, nil
		},
		OpenReadOnly: func(ctx context.Context, dir string) (store.DB, error) { return OpenReadOnly(ctx, file(dir)) },
		Written: func(dir string) ([]byte, error) {
			var all [][]byte
			for _, name := range []string{file(dir), file(dir) + "-wal"} {
				data, err := os.ReadFile(name)
				if err != nil && !errors.Is(err, fs.ErrNotExist) {
					return nil, err
				}
				all = append(all, data)
			}
			return bytes.Join(all, nil), nil
		},
		Older: map[string]func(*testing.T, string){},
	}
	for version := 1; version <= len(migrations); version++ {
		e.Older[fmt.Sprint("schema ", version)] = func(t *testing.T, dir string) { makeOld(t, file(dir), version, readSources(version)) }
	}
	return e
}

// readSources returns the statement that a database of this version has of a source which was read and one which was
// not.
func readSources(version int) string {
	if version < 3 {
		return `INSERT INTO source (name, cursor) VALUES ('read', CAST('{"page":7}' AS BLOB)), ('new', NULL)`
	}
	return `INSERT INTO source (id, name) VALUES (1, 'read'), (2, 'new'); INSERT INTO cursor (source, data) VALUES (1, CAST('{"page":7}' AS BLOB))`
}

// makeOld makes a database of an older version, with what the statements put into it.
func makeOld(t *testing.T, path string, version int, statements string) {
	t.Helper()
	old, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("schema-%d.sql", version)))
	if err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", dsn(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	mark := fmt.Sprintf("; PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, version)
	if _, err := pool.Exec(string(old) + mark + statements); err != nil {
		t.Fatal(err)
	}
}
