package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"recap/store"
)

// SaveEdition implements [store.Ledger].
func (db *DB) SaveEdition(ctx context.Context, e store.EditionRecord, told []store.Told) (store.EditionRecord, error) {
	what := "save edition " + e.ID
	latest, err := db.latestEdition(ctx, e.ID)
	if err != nil {
		return store.EditionRecord{}, wrap(what, err)
	}
	if latest.Revision > 0 && bytes.Equal(latest.JSON, e.JSON) {
		return latest, nil
	}
	if e.Revision == 0 {
		e.Revision = latest.Revision + 1
	} else if e.Revision != latest.Revision+1 {
		return store.EditionRecord{}, wrap(what, fmt.Errorf("revision %d does not follow revision %d", e.Revision, latest.Revision))
	}
	if e.Recorded.IsZero() {
		e.Recorded = db.clock()
	}
	err = db.write(ctx, func(tx *transaction) error {
		if err := tx.exec(`
			INSERT INTO edition (id, revision, digest, period_start, period_end, title, slug, json, recorded)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.ID, e.Revision, e.Digest, e.Start.UnixMicro(), e.End.UnixMicro(), e.Title, e.Slug, e.JSON, e.Recorded.UnixMicro()); err != nil {
			return err
		}
		for i, t := range told {
			posts, err := json.Marshal(t.Posts)
			if err != nil {
				return err
			}
			prints, err := json.Marshal(t.Prints)
			if err != nil {
				return err
			}
			if err := tx.exec(`
				INSERT INTO told (edition, revision, position, story, title, url, thread, posts, prints)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				e.ID, e.Revision, i, t.Story, t.Title, t.URL, t.Thread, string(posts), string(prints)); err != nil {
				return err
			}
		}
		if err := tx.supersede(&e); err != nil {
			return err
		}
		return tx.cite(e.JSON, told)
	})
	if err != nil {
		return store.EditionRecord{}, wrap(what, err)
	}
	return e, nil
}

// supersede takes the words from the revisions before e, if something was taken out of one of them: what an editor wrote
// about it stood in those that were made since, until the editor changed it.
func (tx *transaction) supersede(e *store.EditionRecord) error {
	n, err := tx.change("UPDATE edition SET title = '', json = x'' WHERE id = ?1 AND revision < ?2 AND json <> x'' AND "+
		"EXISTS (SELECT 1 FROM edition WHERE id = ?1 AND json = x'')", e.ID, e.Revision)
	if err != nil || n == 0 {
		return err
	}
	if err := tx.exec("DELETE FROM told WHERE edition = ? AND revision < ?", e.ID, e.Revision); err != nil {
		return err
	}
	return tx.unclean(tx.db.clock())
}

// cite notes the posts that an edition cites, by what it told and by the list "posts" of its JSON.
func (tx *transaction) cite(edition []byte, told []store.Told) error {
	var listed struct {
		Posts []struct {
			ID string `json:"id"`
		} `json:"posts"`
	}
	_ = json.Unmarshal(edition, &listed) // an edition of a form that this program does not know cites what it told
	told = slices.Clone(told)
	for _, p := range listed.Posts {
		told = append(told, store.Told{Posts: []string{p.ID}})
	}
	for _, t := range told {
		for _, id := range t.Posts {
			if u, ok := parseID(id); ok {
				if err := tx.exec("INSERT INTO cited (uid) VALUES (?) ON CONFLICT DO NOTHING", u[:]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

const editionColumns = `
	e.id,
	e.revision,
	e.digest,
	e.period_start,
	e.period_end,
	e.title,
	e.slug,
	e.json,
	e.recorded`

// newestRevision restricts a query over edition e to the newest revision of each.
const newestRevision = "e.revision = (SELECT max(revision) FROM edition WHERE id = e.id)"

// latestEdition returns the newest revision of an edition; the zero record if there is none.
func (db *DB) latestEdition(ctx context.Context, id string) (store.EditionRecord, error) {
	records, err := db.editions(ctx, "WHERE e.id = ? ORDER BY e.revision DESC LIMIT 1", id)
	if err != nil || len(records) == 0 {
		return store.EditionRecord{}, err
	}
	return records[0], nil
}

// Editions implements [store.Ledger].
func (db *DB) Editions(ctx context.Context, digest string, from, to time.Time) ([]store.EditionRecord, error) {
	where, args := "WHERE "+newestRevision, []any(nil)
	if digest != "" {
		where, args = where+" AND e.digest = ?", append(args, digest)
	}
	if !from.IsZero() {
		where, args = where+" AND e.period_end > ?", append(args, from.UnixMicro())
	}
	if !to.IsZero() {
		where, args = where+" AND e.period_start < ?", append(args, to.UnixMicro())
	}
	records, err := db.editions(ctx, where+" ORDER BY e.period_start DESC, e.period_end DESC, e.id", args...)
	return records, wrap("editions", err)
}

// Wiped implements [store.Ledger].
func (db *DB) Wiped(ctx context.Context, edition string, revision int) (bool, error) {
	records, err := db.editions(ctx, "WHERE e.id = ? AND e.revision = ? AND e.json = x''", edition, revision)
	return len(records) > 0, wrap("wiped", err)
}

func (db *DB) editions(ctx context.Context, tail string, args ...any) ([]store.EditionRecord, error) {
	var records []store.EditionRecord
	err := eachRow(func(rows *sql.Rows) error {
		var e store.EditionRecord
		var start, end, recorded sql.NullInt64
		err := rows.Scan(&e.ID, &e.Revision, &e.Digest, &start, &end, &e.Title, &e.Slug, &e.JSON, &recorded)
		e.Start, e.End, e.Recorded = moment(start), moment(end), moment(recorded)
		records = append(records, e)
		return err
	})(db.readers.QueryContext(ctx, "SELECT "+editionColumns+" FROM edition AS e "+tail, args...))
	return records, err
}

// TellsBefore implements [store.Reader].
func (db *DB) TellsBefore(ctx context.Context, digest string, before time.Time, n int) ([]store.Told, error) {
	var told []store.Told
	err := eachRow(func(rows *sql.Rows) error {
		var t store.Told
		var posts, prints string
		if err := rows.Scan(&t.Edition, &t.Story, &t.Title, &t.URL, &t.Thread, &posts, &prints); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(posts), &t.Posts); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(prints), &t.Prints); err != nil {
			return err
		}
		told = append(told, t)
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT
			t.edition,
			t.story,
			t.title,
			t.url,
			t.thread,
			t.posts,
			t.prints
		FROM (
			SELECT
				e.id,
				e.revision,
				e.period_start,
				e.period_end
			FROM edition AS e
			WHERE e.digest = ? AND e.period_end <= ? AND `+newestRevision+`
			ORDER BY e.period_end DESC, e.period_start DESC, e.id
			LIMIT ?
		) AS e
		JOIN told AS t ON t.edition = e.id AND t.revision = e.revision
		ORDER BY e.period_end DESC, e.period_start DESC, e.id, t.position`, digest, before.UnixMicro(), n))
	return told, wrap("told before", err)
}

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
