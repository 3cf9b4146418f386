package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// shape returns the statements that made the tables and indexes of a database, with comments and white space evened
// out.
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

// TestOldSchemas opens a database of every schema that was ever released. The files in testdata are frozen: a change of
// schema.sql adds a step to migrations and a file, and changes none of the older ones.
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
			path := filepath.Join(t.TempDir(), "old.db")
			statements := ""
			if version == 3 {
				statements = schema3Posts
			}
			makeOld(t, path, version, statements)
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
			if version == 3 {
				checkSchema3Posts(t, db)
			}
			commit(t, db, "list", mail(1), mail(2, 1))
			if diff := cmp.Diff(want, shape(t, path)); diff != "" {
				t.Errorf("the migrated schema is not that of a new file (-new +migrated):\n%s", diff)
			}
		})
	}
}

// schema3Posts are two posts that came with one key, an article, and an edition that tells of one and cites two.
const schema3Posts = `
INSERT INTO source (id, name, kind) VALUES (7, 'old', 'mbox'), (8, 'planet', 'feed');
INSERT INTO post (id, uid, published, thread, author_key, machine, share_of, scope, key, kind, author_name, author_address, author_handle, author_url,
	author_organization, author_bot, first_seen, language, policy, replies, shares, likes, damage, sum, refs, links, title, signature, text, quoted)
	SELECT column1, column2, 1, column1, '', '', '', '', column3, column4, '', '', '', '', '', 0, 1, '', 0, 0, 0, 0, 0, x'00000000000000000000000000000000', '', '', '', '', '', ''
	FROM (VALUES (101, x'0101010101010101', 'k', 'mbox'), (102, x'0202020202020202', 'k#1', 'mbox'), (103, x'0303030303030303', 'a', 'feed'));
INSERT INTO copy (post, source, sum, url) VALUES (101, 7, 1, ''), (102, 7, 2, ''), (103, 8, 3, '');
INSERT INTO twin (uid, post) VALUES (x'0101010101010101', 102);
INSERT INTO edition (id, revision, digest, period_start, period_end, title, slug, json, recorded) VALUES
	('e', 1, 'd', 1, 2, '', '', CAST('{"posts": [{"id": "0101010101010101"}, {"id": "0303030303030303"}, 3]}' AS BLOB), 3),
	('wiped', 1, 'd', 1, 2, '', '', x'', 3);
INSERT INTO told (edition, revision, position, story, title, url, thread, posts, prints) VALUES ('e', 1, 0, '', '', '', '', '["0101010101010101"]', '[]');`

// checkSchema3Posts looks at what the upgrade made of schema3Posts.
func checkSchema3Posts(t *testing.T, db *DB) {
	forms := map[string]string{}
	for p, err := range db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatalf("All() = %v", err)
		}
		forms[p.Key] = p.Form
	}
	if diff := cmp.Diff(map[string]string{"k": store.FormMail, "k#1": store.FormMail, "a": store.FormArticle}, forms); diff != "" {
		t.Errorf("forms after the upgrade (-want +got):\n%s", diff)
	}
	for query, want := range map[string]string{
		"SELECT group_concat(hex(uid), ' ' ORDER BY uid) FROM cited":                                                  "0101010101010101 0303030303030303",
		"SELECT group_concat(hex(uid) || ' ' || post || ' ' || source || ' ' || turn, ', ' ORDER BY post) FROM claim": "0101010101010101 101 7 101, 0101010101010101 102 7 102",
	} {
		var got string
		if err := db.readers.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", query, got, err, want)
		}
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
		if err := pool.QueryRow("SELECT (SELECT user_version FROM pragma_user_version), (SELECT group_concat(name) FROM "+
			"pragma_table_info('a'))").Scan(&version,
			&columns); err != nil {
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
