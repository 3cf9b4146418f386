package sqlite

import (
	"context"
	"database/sql"

	"recap/store"
)

// Redo implements [store.Ledger].
func (db *DB) Redo(ctx context.Context) ([]store.EditionRecord, error) {
	var records []store.EditionRecord
	err := eachRow(func(rows *sql.Rows) error {
		var e store.EditionRecord
		var start, end sql.NullInt64
		err := rows.Scan(&e.ID, &e.Revision, &e.Digest, &start, &end)
		e.Start, e.End = moment(start), moment(end)
		records = append(records, e)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			e.id,
			e.revision,
			e.digest,
			e.period_start,
			e.period_end
		FROM redo AS r
		JOIN edition AS e ON e.id = r.edition
		WHERE `+newestRevision+`
		ORDER BY e.period_start, e.period_end, e.id`))
	return records, wrap("redo", err)
}

// Redone implements [store.Ledger].
func (db *DB) Redone(ctx context.Context, edition string) error {
	return wrap("redone", db.write(ctx, func(tx *transaction) error {
		return tx.exec("DELETE FROM redo WHERE edition = ?", edition)
	}))
}

// Tombstones implements [store.Care].
func (db *DB) Tombstones(ctx context.Context) (posts, authors int, err error) {
	err = db.readers.QueryRowContext(ctx,
		"SELECT count(*) FILTER (WHERE kind = 'post'), count(*) FILTER (WHERE kind = 'author') FROM removed").Scan(&posts, &authors)
	return posts, authors, wrap("tombstones", err)
}
