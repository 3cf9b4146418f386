package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"recap/store"
)

// recheckAges are the ages at which a post is asked after again, where its network lets people delete and edit. It is
// also asked after before an edition tells it.
var recheckAges = []time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// askAgain is how long a post that the source said nothing about waits for the next question.
const askAgain = 6 * time.Hour

// nextRecheck returns when a post that was read at now is to be asked after; zero if no more.
func nextRecheck(published, now time.Time) time.Time {
	for _, age := range recheckAges {
		if due := published.Add(age); due.After(now) {
			return due
		}
	}
	return time.Time{}
}

// follow notes that the batch's source can be asked after a post. A source that had dropped it and lists it again has it
// again.
func (b *batch) follow(id int64, p *store.Post, published time.Time) error {
	if p.Native == "" {
		return nil
	}
	return b.exec(`
		INSERT INTO recheck (post, source, native, due) VALUES (?, ?, ?, ?)
		ON CONFLICT (post, source) DO UPDATE SET
			due = CASE native WHEN '' THEN excluded.due ELSE due END,
			native = excluded.native
		WHERE native <> excluded.native`,
		id, b.source, p.Native, micros(nextRecheck(published, b.now)))
}

const refColumns = `
	p.scope,
	p.key,
	r.native,
	coalesce((SELECT max(c.url) FROM copy AS c WHERE c.post = r.post AND c.source = r.source), '')`

func scanRef(rows *sql.Rows, more ...any) (ref store.Ref, err error) {
	err = rows.Scan(append([]any{&ref.Scope, &ref.Key, &ref.Native, &ref.URL}, more...)...)
	return ref, err
}

// DueForRecheck implements [store.Sources].
func (db *DB) DueForRecheck(ctx context.Context, source string, now time.Time, limit int) ([]store.Ref, error) {
	var refs []store.Ref
	err := eachRow(func(rows *sql.Rows) error {
		ref, err := scanRef(rows)
		refs = append(refs, ref)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT `+refColumns+`
		FROM recheck AS r
		JOIN post AS p ON p.id = r.post
		WHERE r.source = (SELECT id FROM source WHERE name = ?) AND r.due <= ?
		ORDER BY r.due, r.post
		LIMIT ?`, source, now.UnixMicro(), limit))
	return refs, wrap("due for recheck", err)
}

// Refs implements [store.Sources].
func (db *DB) Refs(ctx context.Context, ids []string) (map[string][]store.Ref, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, wrap("refs", err)
	}
	refs := map[string][]store.Ref{}
	err = eachRow(func(rows *sql.Rows) error {
		var source string
		ref, err := scanRef(rows, &source)
		refs[source] = append(refs[source], ref)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT `+refColumns+`,
			s.name
		FROM json_each(?) AS wanted
		CROSS JOIN post AS p ON p.uid = unhex(wanted.value)
		CROSS JOIN recheck AS r ON r.post = p.id AND r.native <> ''
		CROSS JOIN source AS s ON s.id = r.source
		ORDER BY wanted.key`, string(list)))
	return refs, wrap("refs", err)
}

// Follow implements [store.ChangeSink].
func (db *DB) Follow(ctx context.Context, source string, asked []store.Ref, changes []store.Change) (store.Followed, error) {
	var done store.Followed
	err := db.write(ctx, func(tx *transaction) error {
		b, err := newBatch(tx, source)
		if err != nil {
			return err
		}
		b.asked = true
		if err := b.answered(asked, changes); err != nil {
			return err
		}
		gone, added, err := b.apply(changes)
		if err != nil {
			return err
		}
		if err := b.count(); err != nil {
			return err
		}
		taken, err := tx.remove(gone, b.now, false)
		done = store.Followed{Gone: taken.Posts, Changed: added.Changed}
		return err
	})
	if err != nil {
		return store.Followed{}, wrap("follow", err)
	}
	return done, nil
}

// apply stores the posts that were changed, and returns those that are gone.
func (b *batch) apply(changes []store.Change) (gone []uid, added store.Added, err error) {
	for _, c := range changes {
		own := uidOf(c.Ref.Scope, c.Ref.Key)
		switch {
		case c.Gone:
			held := false
			if c.Hearsay {
				if held, err = b.drop(own); err != nil {
					return nil, added, err
				}
			}
			if !held {
				gone = append(gone, own)
			}
		case c.Post != nil:
			p := *c.Post // a copy: what is filled in here is not the caller's
			if err := b.add(&p, &added); err != nil {
				return nil, added, fmt.Errorf("post %s: %w", p.Key, err)
			}
		}
	}
	return gone, added, nil
}

// drop notes that the batch's source has no copy of a post any more, which a recheck without a native id says, and
// reports whether another source may still have one.
func (b *batch) drop(own uid) (held bool, err error) {
	err = b.exec("UPDATE recheck SET native = '', due = NULL WHERE post = (SELECT id FROM post WHERE uid = ?) AND source = ?",
		own[:], b.source)
	if err != nil {
		return false, err
	}
	return b.get(`
		SELECT 1
		FROM post AS p
		JOIN copy AS c ON c.post = p.id
		WHERE p.uid = ? AND NOT EXISTS (SELECT 1 FROM recheck AS r WHERE r.post = c.post AND r.source = c.source AND r.native = '')
		LIMIT 1`, []any{own[:]}, new(int))
}

// answered sets when each of the posts is to be asked after next.
func (b *batch) answered(asked []store.Ref, changes []store.Change) error {
	heard := map[uid]bool{}
	for _, c := range changes {
		heard[uidOf(c.Ref.Scope, c.Ref.Key)] = true
	}
	for _, ref := range asked {
		own := uidOf(ref.Scope, ref.Key)
		var id, published int64
		found, err := b.get("SELECT id, published FROM post WHERE uid = ?", []any{own[:]}, &id, &published)
		if err != nil {
			return err
		}
		next := nextRecheck(time.UnixMicro(published), b.now)
		switch {
		case !found:
			continue
		case heard[own]:
			err = b.exec("UPDATE recheck SET due = ?1 WHERE post = ?2 AND source = ?3 AND due IS NOT ?1", micros(next), id, b.source)
		case next.IsZero() && b.now.Sub(time.UnixMicro(published)) > recheckAges[len(recheckAges)-1]+7*24*time.Hour:
			err = b.exec("UPDATE recheck SET due = NULL WHERE post = ? AND source = ?", id, b.source)
		default:
			err = b.exec("UPDATE recheck SET due = max(due, ?) WHERE post = ? AND source = ? AND due IS NOT NULL",
				b.now.Add(askAgain).UnixMicro(), id, b.source)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// RecordRecheck implements [store.Sources].
func (db *DB) RecordRecheck(ctx context.Context, source, why string) error {
	return wrap("record recheck", db.write(ctx, func(tx *transaction) error {
		return tx.exec("UPDATE source SET unchecked = ?1 WHERE name = ?2 AND unchecked <> ?1", why, source)
	}))
}
