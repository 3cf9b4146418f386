package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"recap/store"
)

// Count implements [store.Reader].
func (db *DB) Count(ctx context.Context, since, until time.Time) (posts, people int, err error) {
	err = db.readers.QueryRowContext(ctx, `
		SELECT
			count(*),
			count(DISTINCT CASE WHEN machine = '' THEN nullif(author_key, '') END)
		FROM post
		WHERE published >= ? AND published < ?`, since.UnixMicro(), until.UnixMicro()).Scan(&posts, &people)
	return posts, people, wrap("count", err)
}

// Histories implements [store.Reader].
func (db *DB) Histories(ctx context.Context, identities []string, before time.Time) (map[string]store.History, error) {
	histories := make(map[string]store.History, len(identities))
	names, err := json.Marshal(identities)
	if err != nil {
		return nil, wrap("histories", err)
	}
	err = eachRow(func(rows *sql.Rows) error {
		var who string
		var h store.History
		var first, last sql.NullInt64
		err := rows.Scan(&who, &h.Posts, &first, &last)
		h.First, h.Last = moment(first), moment(last)
		histories[who] = h
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			p.author_key,
			count(*),
			min(p.published),
			max(p.published)
		FROM json_each(?) AS a
		CROSS JOIN post AS p INDEXED BY post_author
		WHERE p.author_key = a.value AND p.published < ? AND p.machine = '' AND p.share_of = ''
		GROUP BY p.author_key`, string(names), before.UnixMicro()))
	return histories, wrap("histories", err)
}

// ThreadRoots implements [store.Reader].
func (db *DB) ThreadRoots(ctx context.Context, threads []int64) (map[int64]string, error) {
	roots := make(map[int64]string, len(threads))
	if len(threads) == 0 {
		return roots, nil // nil would be null in JSON, which is one row
	}
	numbers, err := json.Marshal(threads)
	if err != nil {
		return nil, wrap("thread roots", err)
	}
	err = eachRow(func(rows *sql.Rows) error {
		var thread int64
		var root []byte
		err := rows.Scan(&thread, &root)
		if root != nil {
			roots[thread] = hex.EncodeToString(root)
		}
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			t.value,
			(SELECT uid FROM post WHERE thread = t.value ORDER BY published, uid LIMIT 1)
		FROM json_each(?) AS t`, string(numbers)))
	return roots, wrap("thread roots", err)
}

// Pace implements [store.Reader].
func (db *DB) Pace(ctx context.Context, before time.Time, span time.Duration, n int) (map[string][]int, error) {
	pace := map[string][]int{}
	err := eachRow(func(rows *sql.Rows) error {
		var source string
		var at, posts int
		if err := rows.Scan(&source, &at, &posts); err != nil {
			return err
		}
		if pace[source] == nil {
			pace[source] = make([]int, n)
		}
		pace[source][at] = posts
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT
			s.name,
			(?1 - 1 - p.published) / ?2 AS back,
			count(DISTINCT p.id)
		FROM post AS p INDEXED BY post_published
		JOIN copy AS c ON c.post = p.id
		JOIN source AS s ON s.id = c.source
		WHERE p.published >= ?1 - ?2 * ?3 AND p.published < ?1
		GROUP BY s.name, back`, before.UnixMicro(), span.Microseconds(), n))
	return pace, wrap("pace", err)
}

// FirstPost implements [store.Reader].
func (db *DB) FirstPost(ctx context.Context, but int) (time.Time, error) {
	var first sql.NullInt64
	err := db.readers.QueryRowContext(ctx, "SELECT published FROM post ORDER BY published LIMIT 1 OFFSET ?", but).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return moment(first), wrap("first post", err)
}

// Totals implements [store.Search]. It reads an index from end to end.
func (db *DB) Totals(ctx context.Context) (store.Totals, error) {
	var t store.Totals
	var first, last sql.NullInt64
	err := db.readers.QueryRowContext(ctx, `
		SELECT
			(SELECT count(*) FROM post),
			(SELECT count(DISTINCT thread) FROM post),
			(SELECT count(DISTINCT id) FROM edition),
			(SELECT min(published) FROM post),
			(SELECT max(published) FROM post)`).Scan(&t.Posts, &t.Threads, &t.Editions, &first, &last)
	if err != nil {
		return store.Totals{}, wrap("totals", err)
	}
	t.First, t.Last = moment(first), moment(last)
	for _, name := range []string{db.path, db.path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			t.Bytes += info.Size()
		}
	}
	return t, nil
}

// Newest implements [store.Sources]. It walks the posts from the newest on until each source has had its turn: those of
// an active community are found at once, and a source that has been silent for years costs a walk of these years.
func (db *DB) Newest(ctx context.Context) (map[string]time.Time, error) {
	names := map[int64]string{}
	err := eachRow(func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		names[id] = name
		return err
	})(db.readers.QueryContext(ctx, "SELECT id, name FROM source WHERE posts > 0"))
	if err != nil {
		return nil, wrap("newest", err)
	}
	newest := map[string]time.Time{}
	if len(names) == 0 {
		return newest, nil
	}
	err = eachRow(func(rows *sql.Rows) error {
		var source, at int64
		if err := rows.Scan(&source, &at); err != nil {
			return err
		}
		if name, open := names[source]; open {
			delete(names, source)
			newest[name] = time.UnixMicro(at).UTC()
		}
		if len(names) == 0 {
			return errEnough
		}
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT
			c.source,
			p.published
		FROM post AS p INDEXED BY post_published
		CROSS JOIN copy AS c ON c.post = p.id
		ORDER BY p.published DESC`))
	if errors.Is(err, errEnough) {
		err = nil
	}
	return newest, wrap("newest", err)
}

// errEnough ends a walk that has found all that it looked for.
var errEnough = errors.New("enough")

// Check implements [store.Care]. It looks in the file, in references between tables, and, if the database is open
// for writing, in the full-text index, which it brings up to date for that.
func (db *DB) Check(ctx context.Context) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	// A connection that read the full-text index before words were taken out of it with secure-delete remembers its
	// format as it was then, and takes pages that are empty since for damage.
	more := url.Values{"_query_only": {"false"}}
	if db.writers == nil {
		more = db.reading
	}
	pool, err := sql.Open("sqlite", dsn(db.path, more))
	if err != nil {
		return wrap("check", err)
	}
	pool.SetMaxOpenConns(1)
	return wrap("check", errors.Join(db.check(ctx, pool), pool.Close()))
}

// check is Check on one connection.
func (db *DB) check(ctx context.Context, pool *sql.DB) error {
	var found []error
	err := eachRow(func(rows *sql.Rows) error {
		var message string
		err := rows.Scan(&message)
		if message != "ok" {
			found = append(found, errors.New(message))
		}
		return err
	})(pool.QueryContext(ctx, "PRAGMA integrity_check(20)"))
	if err != nil {
		return err
	}
	err = eachRow(func(rows *sql.Rows) error {
		var table, parent string
		var row, index sql.NullInt64
		err := rows.Scan(&table, &row, &parent, &index)
		found = append(found, fmt.Errorf("%s row %d refers to a missing row of %s", table, row.Int64, parent))
		return err
	})(pool.QueryContext(ctx, "PRAGMA foreign_key_check"))
	if err != nil {
		return err
	}
	if db.writers != nil {
		found = append(found, checkIndex(ctx, pool))
	}
	return errors.Join(found...)
}

// checkIndex looks for damage in the full-text index, while nobody else adds posts.
func checkIndex(ctx context.Context, pool *sql.DB) error {
	if _, err := pool.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	_, err := pool.ExecContext(ctx, indexNext, -1)
	if err == nil {
		_, err = pool.ExecContext(ctx, "INSERT INTO post_fts (post_fts, rank) VALUES ('integrity-check', 1)")
		if err != nil && strings.Contains(err.Error(), "malformed") {
			err = errors.New("the full-text index does not agree with the posts")
		}
	}
	_, ended := pool.ExecContext(ctx, "COMMIT")
	return errors.Join(err, ended)
}

// Written implements [store.Sources].
func (db *DB) Written(ctx context.Context, since time.Time) (map[string][]time.Time, error) {
	written := map[string][]time.Time{}
	err := eachRow(func(rows *sql.Rows) error {
		var name string
		var at sql.NullInt64
		err := rows.Scan(&name, &at, new(int64))
		written[name] = append(written[name], moment(at))
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT DISTINCT
			s.name,
			p.published,
			p.id
		FROM post AS p
		JOIN copy AS c ON c.post = p.id
		JOIN source AS s ON s.id = c.source
		WHERE p.published >= ?
		ORDER BY p.published, p.id`, since.UnixMicro()))
	return written, wrap("written", err)
}
