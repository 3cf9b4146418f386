package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"recap/store"
)

// foldKey is the meta value that says since when the files may show what was taken out; "" if they do not.
const foldKey = "store/fold"

// SQLite leaves copies of rows in unused parts of pages where it splits or joins them, whatever secure_delete says, so
// that only a file that is written anew is sure to be clean. For a large one that takes minutes.
const (
	smallFile = 256 << 20 // bytes of a file that is written anew as soon as something was taken out
	foldLater = 7 * 24 * time.Hour
)

// unclean notes that the files may show what was taken out, so that Fold cleans them.
func (tx *transaction) unclean(now time.Time) error {
	return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value = ''",
		foldKey, now.Format(time.RFC3339))
}

// Fold implements [store.Care]. It writes the file anew if that may show what was taken out, and empties the log
// beside it. A file of more than 256 MiB is written anew after Remove, but after Follow within a week.
func (db *DB) Fold(ctx context.Context) error { return db.fold(ctx, false) }

func (db *DB) fold(ctx context.Context, now bool) error {
	pending, err := db.Meta(ctx, foldKey)
	if errors.Is(err, store.ErrNotFound) || err == nil && pending == "" {
		return nil
	} else if err != nil {
		return err
	}
	info, err := os.Stat(db.path)
	if err != nil {
		return wrap("fold", err)
	}
	since, err := time.Parse(time.RFC3339, pending)
	if later := info.Size() > smallFile && !now && err == nil && db.clock().Sub(since) < foldLater; !later {
		if err := db.alone(ctx, "VACUUM"); err != nil {
			return errors.Join(store.ErrUnclean, err)
		}
		pending = ""
	}
	// Until the log is emptied the old pages stand in the file, and older ones in the log: only then it is done.
	if err := db.alone(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil || pending != "" {
		return err
	}
	return db.SetMeta(ctx, foldKey, "")
}

// alone runs a statement that no transaction may hold. A checkpoint that other processes kept from its end is
// ErrUnclean.
func (db *DB) alone(ctx context.Context, statement string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	busy := 0
	rows, err := db.conn.QueryContext(ctx, statement)
	err = eachRow(func(rows *sql.Rows) error { return rows.Scan(&busy, new(int), new(int)) })(rows, err)
	if err == nil && busy != 0 {
		err = fmt.Errorf("another process reads the log beside it: %w", store.ErrUnclean)
	}
	return wrap(statement, err)
}

// secure makes what is deleted from now on be overwritten with zeros, in the pages of the file and in the entries of
// the full-text index, or ends that. It costs too much to be on always.
func (tx *transaction) secure(pages, words bool) error {
	mode, option := "FAST", 0
	if pages {
		mode = "ON"
	}
	if words {
		option = 1
	}
	if err := tx.exec("INSERT INTO post_fts (post_fts) VALUES ('flush')"); err != nil {
		return err
	}
	if err := tx.exec("INSERT INTO post_fts (post_fts, rank) VALUES ('secure-delete', ?)", option); err != nil {
		return err
	}
	// Not as a kept statement: SQLite obeys a pragma while it prepares it.
	_, err := tx.db.conn.ExecContext(tx.ctx, "PRAGMA secure_delete = "+mode)
	return err
}

// scrubRow is how many bytes one row of scrub fills.
const scrubRow = 64 << 20

// scrub overwrites the pages that were given up before, by merges of the full-text index for example: a table takes
// them all, filled with zeros, and gives them back.
func (tx *transaction) scrub() error {
	var free int64
	if _, err := tx.get("SELECT freelist_count FROM pragma_freelist_count()", nil, &free); err != nil || free == 0 {
		return err
	}
	if _, err := tx.db.conn.ExecContext(tx.ctx, "CREATE TABLE scrub (zeros BLOB)"); err != nil {
		return err
	}
	for left := free * pageSize; left > 0; left -= scrubRow {
		if _, err := tx.db.conn.ExecContext(tx.ctx, "INSERT INTO scrub VALUES (zeroblob(?))", min(left, scrubRow)); err != nil {
			return err
		}
	}
	_, err := tx.db.conn.ExecContext(tx.ctx, "DROP TABLE scrub")
	return err
}
