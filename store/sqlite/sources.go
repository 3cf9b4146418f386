package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"recap/store"
)

// SetSources implements [store.Sources].
func (db *DB) SetSources(ctx context.Context, sources []store.SourceInfo) error {
	if same, err := db.sourcesAre(ctx, sources); err != nil || same {
		return wrap("set sources", err)
	}
	return wrap("set sources", db.write(ctx, func(tx *transaction) error {
		if err := tx.exec("UPDATE source SET position = -1"); err != nil {
			return err
		}
		for i, s := range sources {
			if err := tx.exec(`
				INSERT INTO source (name, kind, publish, position, address, scope) VALUES (?1, ?2, ?3, ?4, ?5, `+newScope+`)
				ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, publish = excluded.publish,
					position = excluded.position, address = excluded.address`,
				s.Name, s.Kind, s.Publish, i, s.Address); err != nil {
				return err
			}
		}
		b, err := newBatch(tx, "")
		if err != nil {
			return err
		}
		return b.resettle()
	}))
}

// sourcesAre reports whether the configured sources are recorded already.
func (db *DB) sourcesAre(ctx context.Context, sources []store.SourceInfo) (bool, error) {
	n, same := 0, true
	err := eachRow(func(rows *sql.Rows) error {
		var s store.SourceInfo
		var position int
		err := rows.Scan(&s.Name, &s.Kind, &s.Publish, &s.Address, &position)
		same = same && n < len(sources) && position == n && s == sources[n]
		n++
		return err
	})(db.readers.QueryContext(ctx, "SELECT name, kind, publish, address, position FROM source WHERE position >= 0 ORDER BY position"))
	return same && n == len(sources), err
}

// Sources implements [store.Sources].
func (db *DB) Sources(ctx context.Context) ([]store.SourceState, error) {
	var states []store.SourceState
	err := eachRow(func(rows *sql.Rows) error {
		var s store.SourceState
		var read, complete, brought sql.NullInt64
		if err := rows.Scan(&s.Name, &s.Kind, &s.Publish, &s.Address, &s.Position, &s.Posts, &read, &complete, &brought,
			&s.LastError, &s.Failures, &s.Gap, &s.Disabled, &s.Unchecked); err != nil {
			return err
		}
		s.LastRead, s.LastComplete, s.LastNew = moment(read), moment(complete), moment(brought)
		states = append(states, s)
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT
			name,
			kind,
			publish,
			address,
			position,
			posts,
			last_read,
			last_complete,
			last_new,
			last_error,
			failures,
			gap,
			disabled,
			unchecked
		FROM source
		ORDER BY position < 0, position, name`))
	return states, wrap("sources", err)
}

// Cursor implements [store.Sink].
func (db *DB) Cursor(ctx context.Context, source string) (store.Cursor, error) {
	var cur []byte
	err := db.readers.QueryRowContext(ctx, "SELECT c.data FROM source AS s JOIN cursor AS c ON c.source = s.id WHERE s.name = ?",
		source).Scan(&cur)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return cur, wrap("cursor", err)
}

// Cursors implements [store.Sources]. With a query for each, a thousand feeds that have not changed would spend a
// quarter of their time on it.
func (db *DB) Cursors(ctx context.Context, most int) (map[string]store.Cursor, error) {
	cursors := map[string]store.Cursor{}
	err := eachRow(func(rows *sql.Rows) error {
		var name string
		var cur []byte
		err := rows.Scan(&name, &cur)
		cursors[name] = cur
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			s.name,
			c.data
		FROM source AS s
		LEFT JOIN cursor AS c ON c.source = s.id
		WHERE c.data IS NULL OR length(c.data) <= ?`, most))
	return cursors, wrap("cursors", err)
}

// setCursor notes how far a source was read; no cursor means that the next read begins at the beginning.
func (tx *transaction) setCursor(source int64, cur store.Cursor) error {
	if len(cur) == 0 {
		if err := tx.exec("UPDATE source SET backfill = 1 WHERE id = ? AND backfill = 0", source); err != nil {
			return err
		}
		return tx.exec("DELETE FROM cursor WHERE source = ?", source)
	}
	return tx.exec(`
		INSERT INTO cursor (source, data) VALUES (?, ?)
		ON CONFLICT (source) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`, source, []byte(cur))
}

const (
	maxSkipped = 100  // reasons that one run keeps
	maxRuns    = 1000 // runs that one source keeps, or some more
)

// RecordRead implements [store.Sources].
func (db *DB) RecordRead(ctx context.Context, reads ...store.Read) error {
	return wrap("record read", db.write(ctx, func(tx *transaction) error {
		for _, r := range reads {
			if err := tx.recordRead(r); err != nil {
				return fmt.Errorf("source %s: %w", r.Source, err)
			}
		}
		return nil
	}))
}

func (tx *transaction) recordRead(r store.Read) error {
	skipped, err := json.Marshal(r.Skipped[:min(len(r.Skipped), maxSkipped)])
	if err != nil {
		return err
	}
	const update = `
		UPDATE source SET
			last_read = ?2,
			last_complete = CASE WHEN ?3 THEN ?4 ELSE last_complete END,
			last_new = CASE WHEN ?5 > 0 THEN ?2 ELSE last_new END,
			last_error = ?6,
			failures = CASE WHEN ?6 = '' THEN 0 ELSE failures + 1 END,
			gap = ?7,
			backfill = backfill AND ?6 <> '',
			disabled = CASE WHEN ?8 <> '' THEN ?8 WHEN ?6 = '' THEN '' ELSE disabled END
		WHERE name = ?1`
	values := []any{r.Source, micros(r.Ended), r.Complete, micros(r.Started), r.New, r.Error, r.Gap, r.Disable}
	if found, err := tx.change(update, values...); err != nil {
		return err
	} else if found == 0 {
		if _, err := tx.source(r.Source); err != nil {
			return err
		}
		if err := tx.exec(update, values...); err != nil {
			return err
		}
	}
	if r.Error == "" {
		if err := tx.endReread(r.Source); err != nil {
			return err
		}
	}
	res, err := tx.run(`
		INSERT INTO run (source, started, ended, new, known, skipped, gap, error, complete, disable)
		SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM source WHERE name = ?`,
		micros(r.Started), micros(r.Ended), r.New, r.Known, string(skipped), r.Gap, r.Error, r.Complete, r.Disable, r.Source)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil || uint64(id)*0x9e3779b97f4a7c15>>60 != 0 { // one in sixteen, whichever source has which numbers
		return err
	}
	return tx.exec(`
		DELETE FROM run
		WHERE source = (SELECT source FROM run WHERE id = ?1)
			AND id <= (SELECT id FROM run WHERE source = (SELECT source FROM run WHERE id = ?1) ORDER BY id DESC LIMIT 1 OFFSET ?2)`, id, maxRuns)
}

// Reads implements [store.Sources].
func (db *DB) Reads(ctx context.Context, source string, n int) ([]store.Read, error) {
	var reads []store.Read
	err := eachRow(func(rows *sql.Rows) error {
		r := store.Read{Source: source}
		var started, ended sql.NullInt64
		var skipped string
		if err := rows.Scan(&started, &ended, &r.New, &r.Known, &skipped, &r.Gap, &r.Error, &r.Complete, &r.Disable); err != nil {
			return err
		}
		r.Started, r.Ended = moment(started), moment(ended)
		reads = append(reads, r)
		return json.Unmarshal([]byte(skipped), &reads[len(reads)-1].Skipped)
	})(db.readers.QueryContext(ctx, `
		SELECT
			started,
			ended,
			new,
			known,
			skipped,
			gap,
			error,
			complete,
			disable
		FROM run
		WHERE source = (SELECT id FROM source WHERE name = ?)
		ORDER BY id DESC
		LIMIT ?`, source, n))
	return reads, wrap("reads", err)
}

// source returns the number of the source with this name, which it makes if there is none.
func (tx *transaction) source(name string) (int64, error) {
	var id int64
	if found, err := tx.get("SELECT id FROM source WHERE name = ?", []any{name}, &id); err != nil || found {
		return id, err
	}
	_, err := tx.get("INSERT INTO source (name, scope) VALUES (?1, "+newScope+") RETURNING id", []any{name}, &id)
	return id, err
}

// wrap names the operation that failed.
func wrap(operation string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", operation, err)
}

// clock returns the present moment as the database keeps it.
func (db *DB) clock() time.Time {
	return db.Now().UTC().Truncate(time.Microsecond)
}
