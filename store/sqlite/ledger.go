package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"recap/store"
)

// RecordDelivery implements [store.Deliveries].
func (db *DB) RecordDelivery(ctx context.Context, d store.Delivery) error {
	return wrap("record delivery", db.write(ctx, func(tx *transaction) error {
		return tx.exec(`
			INSERT INTO delivery (edition, revision, output, recipient, state, sum, at, error)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (edition, revision, output, recipient) DO UPDATE SET
				state = excluded.state,
				sum = excluded.sum,
				at = excluded.at,
				error = excluded.error`,
			d.Edition, d.Revision, d.Output, d.Recipient, d.State, d.Sum, micros(d.At), d.Error)
	}))
}

// Deliveries implements [store.Deliveries].
func (db *DB) Deliveries(ctx context.Context, edition string) ([]store.Delivery, error) {
	var deliveries []store.Delivery
	err := eachRow(func(rows *sql.Rows) error {
		d := store.Delivery{Edition: edition}
		var at sql.NullInt64
		err := rows.Scan(&d.Revision, &d.Output, &d.Recipient, &d.State, &d.Sum, &at, &d.Error)
		d.At = moment(at)
		deliveries = append(deliveries, d)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			revision,
			output,
			recipient,
			state,
			sum,
			at,
			error
		FROM delivery
		WHERE edition = ?
		ORDER BY revision, output, recipient`, edition))
	return deliveries, wrap("deliveries", err)
}

// HostPause implements [store.Sources].
func (db *DB) HostPause(ctx context.Context, host string) (time.Time, error) {
	pauses, err := db.HostPauses(ctx)
	return pauses[host], err
}

// HostPauses implements [store.Sources].
func (db *DB) HostPauses(ctx context.Context) (map[string]time.Time, error) {
	pauses := map[string]time.Time{}
	err := eachRow(func(rows *sql.Rows) error {
		var host string
		var until sql.NullInt64
		err := rows.Scan(&host, &until)
		pauses[host] = moment(until)
		return err
	})(db.readers.QueryContext(ctx, "SELECT name, pause_until FROM host"))
	return pauses, wrap("host pauses", err)
}

// SetHostPause implements [store.Sources].
func (db *DB) SetHostPause(ctx context.Context, host string, until time.Time) error {
	return wrap("set host pause", db.write(ctx, func(tx *transaction) error {
		if until.IsZero() {
			return tx.exec("DELETE FROM host WHERE name = ?", host)
		}
		return tx.exec("INSERT INTO host (name, pause_until) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET pause_until = "+
			"excluded.pause_until", host, until.UnixMicro())
	}))
}

// Meta implements [store.Notes].
func (db *DB) Meta(ctx context.Context, key string) (string, error) {
	var value string
	err := db.readers.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%q: %w", key, store.ErrNotFound)
	}
	return value, wrap("meta", err)
}

// Metas implements [store.Notes].
func (db *DB) Metas(ctx context.Context, prefix string) (map[string]string, error) {
	values := map[string]string{}
	err := eachRow(func(rows *sql.Rows) error {
		var key, value string
		err := rows.Scan(&key, &value)
		values[key] = value
		return err
	})(db.readers.QueryContext(ctx, "SELECT key, value FROM meta WHERE substr(key, 1, length(?1)) = ?1", prefix))
	return values, wrap("metas", err)
}

// SetMeta implements [store.Notes].
func (db *DB) SetMeta(ctx context.Context, key, value string) error {
	return wrap("set meta", db.write(ctx, func(tx *transaction) error { return tx.setMeta(key, value) }))
}

func (tx *transaction) setMeta(key, value string) error {
	return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "+
		"WHERE value <> excluded.value", key, value)
}

// Overwrite implements [store.Notes].
func (db *DB) Overwrite(ctx context.Context, key, value string) error {
	return wrap("overwrite", db.write(ctx, func(tx *transaction) error {
		if err := tx.secure(true, false); err != nil {
			return err
		}
		err := errors.Join(tx.setMeta(key, value), tx.unclean(db.clock()))
		return errors.Join(err, tx.secure(false, false))
	}))
}

// AddMeta implements [store.Notes].
func (db *DB) AddMeta(ctx context.Context, key string, n int) (int, error) {
	sum := 0
	err := db.write(ctx, func(tx *transaction) error {
		if _, err := tx.get("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", []any{key}, &sum); err != nil || n == 0 {
			return err
		}
		sum = max(sum+n, 0)
		return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key,
			strconv.Itoa(sum))
	})
	return sum, wrap("add meta", err)
}

// KeepAnswer implements [store.Answers].
func (db *DB) KeepAnswer(ctx context.Context, a store.Answer) error {
	hash, err := hex.DecodeString(a.Hash)
	if err != nil || len(hash) == 0 {
		return fmt.Errorf("keep answer: %q is no hash", a.Hash)
	}
	posts := make([]uid, 0, len(a.Posts))
	for _, id := range a.Posts {
		u, ok := parseID(id)
		if !ok {
			return fmt.Errorf("keep answer: %q is not the id of a post", id)
		}
		posts = append(posts, u)
	}
	return wrap("keep answer", db.write(ctx, func(tx *transaction) error {
		for _, u := range posts {
			var here int
			if found, err := tx.get("SELECT 1 FROM post WHERE uid = ?", []any{u[:]}, &here); err != nil || !found {
				return err
			}
		}
		err := tx.exec("INSERT INTO answer (hash, task, model, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", hash, a.Task, a.Model,
			a.At.UnixMicro(), a.Body)
		for _, u := range posts {
			if err != nil {
				break
			}
			err = tx.exec("INSERT INTO answer_post (post, answer) VALUES (?, ?) ON CONFLICT DO NOTHING", u[:], hash)
		}
		return err
	}))
}

// KeptAnswers implements [store.Answers].
func (db *DB) KeptAnswers(ctx context.Context, hashes []string) (map[string][]byte, error) {
	kept := map[string][]byte{}
	list, err := json.Marshal(hashes)
	if err != nil || len(hashes) == 0 {
		return kept, err
	}
	err = eachRow(func(rows *sql.Rows) error {
		var hash, body []byte
		err := rows.Scan(&hash, &body)
		kept[hex.EncodeToString(hash)] = body
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			a.hash,
			a.body
		FROM json_each(?) AS j
		JOIN answer AS a ON a.hash = unhex(j.value)`, string(list)))
	return kept, wrap("kept answers", err)
}
