package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// RecordDelivery records what became of handing one revision of an edition to one recipient of one output. A later record of the same four
// replaces the earlier one. The revision must be recorded already.
func (db *DB) RecordDelivery(ctx context.Context, d Delivery) error {
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

// Deliveries returns the ledger of all revisions of an edition, by revision, output and recipient.
func (db *DB) Deliveries(ctx context.Context, edition string) ([]Delivery, error) {
	var deliveries []Delivery
	err := eachRow(func(rows *sql.Rows) error {
		d := Delivery{Edition: edition}
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

// HostPause returns the moment before which host asked not to be called; zero if it did not.
func (db *DB) HostPause(ctx context.Context, host string) (time.Time, error) {
	var until sql.NullInt64
	err := db.readers.QueryRowContext(ctx, "SELECT pause_until FROM host WHERE name = ?", host).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return moment(until), wrap("host pause", err)
}

// SetHostPause records that host asked not to be called before a moment; the zero time takes that back.
func (db *DB) SetHostPause(ctx context.Context, host string, until time.Time) error {
	return wrap("set host pause", db.write(ctx, func(tx *transaction) error {
		if until.IsZero() {
			return tx.exec("DELETE FROM host WHERE name = ?", host)
		}
		return tx.exec("INSERT INTO host (name, pause_until) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET pause_until = excluded.pause_until", host, until.UnixMicro())
	}))
}

// Meta returns the value that SetMeta stored under key, or ErrNotFound.
func (db *DB) Meta(ctx context.Context, key string) (string, error) {
	var value string
	err := db.readers.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%q: %w", key, ErrNotFound)
	}
	return value, wrap("meta", err)
}

// SetMeta stores a value under key. Nothing is written if it stands there already.
func (db *DB) SetMeta(ctx context.Context, key, value string) error {
	return wrap("set meta", db.write(ctx, func(tx *transaction) error {
		return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value", key, value)
	}))
}
