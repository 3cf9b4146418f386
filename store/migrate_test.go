package store

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shape returns the statements that made the tables and indexes of a database, with comments and white space evened out.
func shape(t *testing.T, path string) map[string]string {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	statements := map[string]string{}
	err = eachRow(func(rows *sql.Rows) error {
		var name, statement string
		err := rows.Scan(&name, &statement)
		for line := range strings.Lines(statement) {
			line, _, _ = strings.Cut(line, "--")
			statements[name] += strings.Join(strings.Fields(line), " ") + " "
		}
		statements[name] = strings.NewReplacer(" )", ")", " ,", ",").Replace(statements[name]) // ALTER TABLE sets them as it likes
		return err
	})(pool.Query("SELECT name, coalesce(sql, '') FROM sqlite_schema"))
	if err != nil {
		t.Fatal(err)
	}
	return statements
}

// TestOldSchemas opens a database of every schema that was ever released. The files in testdata are frozen: a change of schema.sql adds a step to
// migrations and a file, and changes none of the older ones.
func TestOldSchemas(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	db, err := Open(t.Context(), fresh)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	want := shape(t, fresh)
	for version := 1; version <= len(migrations)+1; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			old, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("schema-%d.sql", version)))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "old.db")
			pool, err := sql.Open("sqlite", dsn(path, nil))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := pool.Exec(string(old) + fmt.Sprintf("; PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version)); err != nil {
				t.Fatal(err)
			}
			if version < 3 {
				if _, err := pool.Exec(`INSERT INTO source (name, cursor) VALUES ('read', CAST('{"page":7}' AS BLOB)), ('new', NULL)`); err != nil {
					t.Fatal(err)
				}
			}
			pool.Close()
			if version <= len(migrations) {
				if _, err := OpenReadOnly(t.Context(), path); err == nil || !strings.Contains(err.Error(), "update") {
					t.Errorf("OpenReadOnly(an old schema) = %v, want an error that asks for the update", err)
				}
			}
			db, err := Open(t.Context(), path)
			if err != nil {
				t.Fatalf("Open() = %v", err)
			}
			defer db.Close()
			for source, want := range map[string]string{"read": `{"page":7}`, "new": ""} {
				if cur, err := db.Cursor(t.Context(), source); version < 3 && (err != nil || string(cur) != want) {
					t.Errorf("Cursor(%s) = %s, %v, want %s", source, cur, err, want)
				}
			}
			commit(t, db, "list", mail(1), mail(2, 1))
			if diff := cmp.Diff(want, shape(t, path)); diff != "" {
				t.Errorf("the migrated schema is not that of a new file (-new +migrated):\n%s", diff)
			}
		})
	}
}

func TestUpgradeTakesTheMissingSteps(t *testing.T) {
	steps := []string{"ALTER TABLE a ADD COLUMN two", "ALTER TABLE a ADD COLUMN three", "SELECT broken"}
	mark := fmt.Sprintf("; PRAGMA application_id = %d", applicationID)
	path := filepath.Join(t.TempDir(), "a.db")
	pool, err := sql.Open("sqlite", dsn(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if _, err := pool.Exec("CREATE TABLE a (one)" + mark + "; PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	saved := migrations
	t.Cleanup(func() { migrations = saved })
	state := func() (version int, columns string) {
		if err := pool.QueryRow("SELECT (SELECT user_version FROM pragma_user_version), (SELECT group_concat(name) FROM pragma_table_info('a'))").Scan(&version, &columns); err != nil {
			t.Fatal(err)
		}
		return version, columns
	}
	migrations = steps
	if err := upgrade(t.Context(), pool, "", steps); err == nil {
		t.Error("upgrade(a broken step) = nil, want an error")
	}
	if version, columns := state(); version != 1 || columns != "one" {
		t.Errorf("after a broken step: version %d with columns %s, want nothing changed", version, columns)
	}
	migrations = steps[:2]
	if err := upgrade(t.Context(), pool, "", steps[:2]); err != nil {
		t.Errorf("upgrade() = %v", err)
	}
	if version, columns := state(); version != 3 || columns != "one,two,three" {
		t.Errorf("version %d with columns %s, want 3 with one,two,three", version, columns)
	}
}
