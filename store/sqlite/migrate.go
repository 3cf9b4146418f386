package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// applicationID marks a file as recap's ("rcap"), so that another program's database is never written to.
const applicationID = 0x72636170

//go:embed schema.sql
var schema string

// migrations holds the steps from each schema to the next: migrations[0] makes version 2 of version 1. schema.sql is
// what the last of them leads to; a test compares the two.
var migrations = []string{
	`
ALTER TABLE removed RENAME TO removed_1;
CREATE TABLE removed (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO removed (hash, kind) SELECT hash, 'post' FROM removed_1;
DROP TABLE removed_1;
ALTER TABLE source ADD COLUMN unchecked TEXT NOT NULL DEFAULT '';
CREATE TABLE recheck (
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source,
    native TEXT NOT NULL,
    due INTEGER,
    PRIMARY KEY (post, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX recheck_due ON recheck (source, due) WHERE due IS NOT NULL;
CREATE INDEX post_share ON post (share_of) WHERE share_of <> '';
CREATE TABLE redo (
    edition TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
`,
	`
CREATE TABLE cursor (
    source INTEGER PRIMARY KEY REFERENCES source,
    data BLOB NOT NULL
) STRICT;
INSERT INTO cursor (source, data) SELECT id, cursor FROM source WHERE cursor IS NOT NULL;
ALTER TABLE source DROP COLUMN cursor;
`,
	`
ALTER TABLE source ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN cuts TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN within TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN author_relay INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copy ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copy ADD COLUMN published INTEGER;
ALTER TABLE ghost ADD COLUMN under BLOB;
CREATE INDEX post_address ON post (author_address, published) WHERE author_address <> '' AND author_relay = 0 AND machine = '' AND share_of = '';
UPDATE post SET form = CASE kind
	WHEN 'feed' THEN 'article'
	WHEN 'discourse' THEN 'forum'
	WHEN 'mastodon' THEN 'status'
	WHEN 'bluesky' THEN 'status'
	WHEN 'twitter' THEN 'status'
	WHEN 'hackernews' THEN 'link'
	ELSE 'mail'
END;
CREATE TABLE claim (
    uid BLOB NOT NULL,
    post INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source,
    turn INTEGER NOT NULL,
    PRIMARY KEY (uid, post, source)
) STRICT, WITHOUT ROWID;
INSERT INTO claim (uid, post, source, turn)
	SELECT DISTINCT k.uid, c.post, c.source, c.post
	FROM (
		SELECT uid, post FROM twin
		UNION
		SELECT t.uid, p.id FROM twin AS t JOIN post AS p ON p.uid = t.uid
	) AS k
	JOIN copy AS c ON c.post = k.post;
DROP TABLE twin;
CREATE TABLE cited (
    uid BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO cited (uid)
	SELECT unhex(j.value)
	FROM told AS t
	CROSS JOIN json_each(t.posts) AS j
	WHERE unhex(j.value) IS NOT NULL;
INSERT OR IGNORE INTO cited (uid)
	SELECT unhex(j.value ->> 'id')
	FROM (SELECT CAST(json AS TEXT) AS json FROM edition) AS e
	CROSS JOIN json_each(CASE WHEN json_valid(e.json) THEN e.json ELSE '{}' END, '$.posts') AS j
	WHERE j.type = 'object' AND unhex(j.value ->> 'id') IS NOT NULL;
CREATE TABLE awaited (
    uid BLOB NOT NULL,
    post INTEGER NOT NULL,
    PRIMARY KEY (uid, post)
) STRICT, WITHOUT ROWID;
`,
	`
ALTER TABLE copy ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
`,
	`
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    edition TEXT NOT NULL,
    revision INTEGER NOT NULL,
    output TEXT NOT NULL,
    recipient TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    response TEXT NOT NULL,
    queued INTEGER,
    next INTEGER,
    expires INTEGER,
    changed INTEGER,
    suppress INTEGER NOT NULL DEFAULT 0,
    raw BLOB NOT NULL,
    UNIQUE (edition, revision, output, recipient),
    FOREIGN KEY (edition, revision) REFERENCES edition (id, revision) ON DELETE CASCADE
) STRICT;
CREATE INDEX outbox_state ON outbox (output, state, id);
CREATE INDEX outbox_suppress ON outbox (output, recipient) WHERE suppress = 1;
`,
	`
CREATE TABLE subscriber (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT '',
    digests TEXT NOT NULL DEFAULT '[]',
    sections TEXT NOT NULL DEFAULT '[]',
    token BLOB,
    ask BLOB,
    asked INTEGER,
    asks INTEGER NOT NULL DEFAULT 0,
    mailed INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER,
    changed INTEGER,
    bounces INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX subscriber_token ON subscriber (token) WHERE token IS NOT NULL;
CREATE UNIQUE INDEX subscriber_ask ON subscriber (ask) WHERE ask IS NOT NULL;
`,
	`
CREATE TABLE answer (
    hash BLOB PRIMARY KEY,
    task TEXT NOT NULL,
    model TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE answer_post (
    post BLOB NOT NULL,
    answer BLOB NOT NULL REFERENCES answer ON DELETE CASCADE,
    PRIMARY KEY (post, answer)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_post_answer ON answer_post (answer);
CREATE TRIGGER post_gone AFTER DELETE ON post BEGIN
    DELETE FROM answer WHERE hash IN (SELECT answer FROM answer_post WHERE post = OLD.uid);
END;
CREATE TRIGGER post_edited AFTER UPDATE OF uid, author_name, title, text, policy ON post
WHEN OLD.uid <> NEW.uid OR OLD.author_name <> NEW.author_name OR OLD.title <> NEW.title OR OLD.text <> NEW.text OR OLD.policy <> NEW.policy BEGIN
    DELETE FROM answer WHERE hash IN (SELECT answer FROM answer_post WHERE post = OLD.uid);
END;
`,
	`
DROP INDEX outbox_state;
DROP INDEX outbox_suppress;
ALTER TABLE outbox RENAME TO outbox_8;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    edition TEXT,
    revision INTEGER NOT NULL,
    output TEXT NOT NULL,
    recipient TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    response TEXT NOT NULL,
    queued INTEGER,
    next INTEGER,
    expires INTEGER,
    changed INTEGER,
    suppress INTEGER NOT NULL DEFAULT 0,
    raw BLOB NOT NULL,
    returned TEXT NOT NULL DEFAULT '',
    UNIQUE (edition, revision, output, recipient),
    FOREIGN KEY (edition, revision) REFERENCES edition (id, revision) ON DELETE CASCADE
) STRICT;
CREATE INDEX outbox_state ON outbox (output, state, id);
CREATE INDEX outbox_suppress ON outbox (output, recipient) WHERE suppress = 1;
CREATE INDEX outbox_key ON outbox (key);
CREATE UNIQUE INDEX outbox_note ON outbox (output, key) WHERE edition IS NULL;
INSERT INTO outbox (id, edition, revision, output, recipient, key, state,
	attempts, doubts, response, queued, next, expires, changed, suppress, raw)
	SELECT id, edition, revision, output, recipient, key, state,
	attempts, doubts, response, queued, next, expires, changed, suppress, raw
	FROM outbox_8;
DROP TABLE outbox_8;
ALTER TABLE subscriber ADD COLUMN bounced INTEGER;
ALTER TABLE subscriber ADD COLUMN bounce TEXT NOT NULL DEFAULT '';
`,
	`
ALTER TABLE source ADD COLUMN backfill INTEGER NOT NULL DEFAULT 1;
ALTER TABLE post ADD COLUMN backfill INTEGER NOT NULL DEFAULT 0;
UPDATE source SET backfill = 0 WHERE last_complete IS NOT NULL OR last_read IS NOT NULL AND failures = 0;
`,
}

// prepare makes the file at path a database of the current schema, or says why it is not touched. It works without the
// write-ahead log, because the mark of a new file must stand in the file itself and not in a log beside it.
func prepare(ctx context.Context, path string) error {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("the folder %s does not exist; make it first", filepath.Dir(path))
	}
	if err := create(path); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", dsn(path, url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	err = upgrade(ctx, pool, schema, migrations)
	return errors.Join(err, pool.Close())
}

// upgrade creates the schema in an empty database, or takes the steps that an older one lacks, in one transaction.
func upgrade(ctx context.Context, pool *sql.DB, schema string, steps []string) error {
	current := len(steps) + 1
	if version, err := identify(ctx, pool); err != nil || version == current {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// Another process may have done the same while this one waited for the lock.
	version, err := identify(ctx, tx)
	if err != nil {
		return err
	}
	if version == 0 {
		steps = []string{schema, fmt.Sprintf("PRAGMA application_id = %d", applicationID)}
	} else {
		steps = steps[version-1:]
	}
	for _, step := range append(steps, fmt.Sprintf("PRAGMA user_version = %d", current)) {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("schema %d to %d: %w", version, current, err)
		}
	}
	return tx.Commit()
}

// A queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// identify returns the schema version of a database of ours, 0 for an empty one, and an error for anything else.
func identify(ctx context.Context, q queryer) (int, error) {
	var id, version, tables int
	err := q.QueryRowContext(ctx, `
		SELECT
			(SELECT application_id FROM pragma_application_id),
			(SELECT user_version FROM pragma_user_version),
			(SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables)
	var failure *sqlite.Error
	switch {
	case errors.As(err, &failure) && failure.Code()&0xff == lib.SQLITE_NOTADB:
		return 0, errors.New("is not a SQLite database; recap does not touch it")
	case err != nil:
		return 0, err
	case id == 0 && version == 0 && tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, fmt.Errorf("is the database of another program (%s); recap does not touch it", mark(id))
	case version > len(migrations)+1:
		return 0, fmt.Errorf("was written by a newer recap (schema %d, this one knows %d); use that one", version, len(migrations)+1)
	}
	return version, nil
}

// mark describes an application_id, which by custom is four letters.
func mark(id int) string {
	b := []byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)}
	if strings.IndexFunc(string(b), func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return fmt.Sprintf("application_id %q", b)
	}
	return fmt.Sprintf("application_id %d", id)
}
