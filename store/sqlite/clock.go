package sqlite

import (
	"context"
	"time"

	"recap/store"
)

// A clock that was wrong leaves its mark in what is kept: moments that lie ahead once it is right again, up to which
// nothing is done, and posts that are dated by when they were read because the date that they claim lay ahead then.

// recheckAhead is how far ahead a post's next check may lie.
const recheckAhead = 62 * 24 * time.Hour

// Latest implements [store.Sources].
func (db *DB) Latest(ctx context.Context) (time.Time, error) {
	var micros int64
	err := db.readers.QueryRowContext(ctx, "SELECT coalesce(max(last_read), 0) FROM source").Scan(&micros)
	if err != nil || micros == 0 {
		return time.Time{}, wrap("latest", err)
	}
	return time.UnixMicro(micros).UTC(), nil
}

// ForgetFuture implements [store.Care].
func (db *DB) ForgetFuture(ctx context.Context, now time.Time, patience time.Duration) (store.Reset, error) {
	var r store.Reset
	return r, wrap("forget future", db.write(ctx, func(tx *transaction) error {
		n, err := tx.change(`
			UPDATE source SET
				last_read = CASE WHEN last_read <= ?1 THEN last_read END,
				last_complete = CASE WHEN last_complete <= ?1 THEN last_complete END,
				last_new = CASE WHEN last_new <= ?1 THEN last_new END
			WHERE max(coalesce(last_read, 0), coalesce(last_complete, 0), coalesce(last_new, 0)) > ?1`, micros(now))
		if err != nil {
			return err
		}
		r.Sources = int(n)
		if n, err = tx.change("DELETE FROM host WHERE pause_until > ?", micros(now.Add(patience))); err != nil {
			return err
		}
		r.Hosts = int(n)
		n, err = tx.change("UPDATE recheck SET due = ?1 WHERE due > ?2", micros(now), micros(now.Add(recheckAhead)))
		r.Checks = int(n)
		return err
	}))
}

// redateMost is how many of the newest posts are looked at for dates that were fixed by a clock that was behind.
const redateMost = 100_000

// Redate implements [store.Care].
func (db *DB) Redate(ctx context.Context, now time.Time) (int, error) {
	changed := 0
	err := db.write(ctx, func(tx *transaction) error {
		const ahead = "claimed > first_seen + 86400000000 AND claimed <= ?1"
		n, err := tx.change(`
			UPDATE post SET published = claimed
			WHERE id > (SELECT max(id) FROM post) - ?2
				AND `+ahead+`
				AND published < claimed
				AND first_seen / 3600000000 IN (
					SELECT first_seen / 3600000000
					FROM post
					WHERE id > (SELECT max(id) FROM post) - ?2
					GROUP BY 1
					HAVING 2 * sum(coalesce(`+ahead+`, 0)) >= count(*))
				AND uid NOT IN (SELECT uid FROM cited)`, micros(now), redateMost)
		changed = int(n)
		return err
	})
	return changed, wrap("redate", err)
}
