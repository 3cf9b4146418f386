package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"recap/store"
)

// letterColumns are the columns of outbox in the order of scanLetter, but for the bytes.
const letterColumns = `
	id,
	coalesce(edition, ''),
	revision,
	output,
	recipient,
	key,
	state,
	attempts,
	doubts,
	response,
	queued,
	next,
	expires,
	changed,
	suppress,
	returned`

// scanLetter reads the columns of letterColumns, and then those of more.
func scanLetter(scan func(...any) error, more ...any) (store.Letter, error) {
	var l store.Letter
	var queued, next, expires, changed sql.NullInt64
	err := scan(append([]any{&l.ID, &l.Edition, &l.Revision, &l.Output, &l.Recipient, &l.Key, &l.State, &l.Attempts, &l.Doubts, &l.Response,
		&queued, &next, &expires, &changed, &l.Suppress, &l.Returned}, more...)...)
	l.Queued, l.Next, l.Expires, l.Changed = moment(queued), moment(next), moment(expires), moment(changed)
	return l, err
}

// Queue implements [store.Outbox].
func (db *DB) Queue(ctx context.Context, letters []store.Letter) (int, error) {
	added := 0
	err := db.write(ctx, func(tx *transaction) error {
		for _, l := range letters {
			if l.Reader {
				if known, err := tx.get("SELECT 1 FROM subscriber WHERE folded = ?", []any{strings.ToLower(l.Recipient)}, new(int)); err != nil {
					return err
				} else if !known {
					continue
				}
			}
			l.State, l.Changed = store.LetterQueued, l.Queued
			suppressed, err := tx.get("SELECT response FROM outbox WHERE output = ? AND recipient = ? AND suppress = 1 AND ? <> ''",
				[]any{l.Output, l.Recipient, l.Edition}, &l.Response)
			if err != nil {
				return err
			}
			if suppressed {
				l.State, l.Response = store.LetterFailed, "not tried, because an earlier one was answered: "+l.Response
			}
			n, err := tx.change(`
				INSERT INTO outbox (edition, revision, output, recipient, key, state, response, queued, next, expires, changed, raw)
				VALUES (nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO NOTHING`,
				l.Edition, l.Revision, l.Output, l.Recipient, l.Key, l.State, l.Response, micros(l.Queued),
				micros(l.Next), micros(l.Expires), micros(l.Changed), l.Raw)
			if err != nil {
				return err
			}
			if n > 0 {
				added++
				if err := tx.enter(l); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		added = 0
	}
	return added, wrap("queue", err)
}

// enter writes into the ledger what became of a letter that is an edition.
func (tx *transaction) enter(l store.Letter) error {
	if l.Edition == "" {
		return nil
	}
	state, problem := string(l.State), ""
	switch l.State {
	case store.LetterSent:
		state = "delivered"
	case store.LetterClaimed:
		state = string(store.LetterQueued)
	}
	if l.State != store.LetterSent {
		problem = l.Response
	}
	return tx.exec(`
		INSERT INTO delivery (edition, revision, output, recipient, state, sum, at, error)
		VALUES (?, ?, ?, ?, ?, '', ?, ?)
		ON CONFLICT (edition, revision, output, recipient) DO UPDATE SET
			state = excluded.state,
			at = excluded.at,
			error = excluded.error`,
		l.Edition, l.Revision, l.Output, l.Recipient, state, micros(l.Changed), problem)
}

// Letters implements [store.Outbox].
func (db *DB) Letters(ctx context.Context, which store.LetterFilter) ([]store.Letter, error) {
	var where []string
	var args []any
	narrow := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if which.ID != 0 {
		narrow("id = ?", which.ID)
	}
	if which.Edition != "" {
		narrow("edition = ?", which.Edition)
	}
	if which.Output != "" {
		narrow("output = ?", which.Output)
	}
	if which.Key != "" {
		narrow("key = ?", which.Key)
	}
	if len(which.States) > 0 {
		var states []any
		for _, s := range which.States {
			states = append(states, s)
		}
		narrow("state IN (?"+strings.Repeat(", ?", len(states)-1)+")", states...)
	}
	query := "SELECT" + letterColumns + "\nFROM outbox"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	var letters []store.Letter
	err := eachRow(func(rows *sql.Rows) error {
		l, err := scanLetter(rows.Scan)
		letters = append(letters, l)
		return err
	})(db.readers.QueryContext(ctx, query+" ORDER BY id", args...))
	return letters, wrap("letters", err)
}

// Claim implements [store.Outbox].
func (db *DB) Claim(ctx context.Context, output string, now time.Time) (store.Letter, error) {
	var l store.Letter
	err := db.write(ctx, func(tx *transaction) error {
		found := false
		for _, turn := range []string{"next IS NULL ORDER BY id", "next <= ?2 ORDER BY next, id"} {
			err := tx.each("SELECT"+letterColumns+`, raw
				FROM outbox
				WHERE output = ?1 AND state = 'queued' AND `+turn+" LIMIT 1",
				[]any{output, now.UnixMicro()}, func(rows *sql.Rows) (err error) {
					found = true
					var raw []byte
					l, err = scanLetter(rows.Scan, &raw)
					l.Raw = raw
					return err
				})
			if err != nil {
				return err
			}
			if found {
				break
			}
		}
		if !found {
			return store.ErrNotFound
		}
		l.State, l.Changed = store.LetterClaimed, now
		l.Attempts++
		return tx.exec("UPDATE outbox SET state = 'claimed', attempts = attempts + 1, changed = ? WHERE id = ?", micros(now), l.ID)
	})
	return l, wrap("claim", err)
}

// Settle implements [store.Outbox].
func (db *DB) Settle(ctx context.Context, id int64, from store.LetterState, to store.Settlement) error {
	return wrap("settle", db.writeThrough(ctx, func(tx *transaction) error {
		n, err := tx.change(`
			UPDATE outbox SET
				state = ?2,
				response = ?3,
				changed = ?4,
				next = ?5,
				suppress = max(suppress, ?6),
				doubts = doubts + (?2 = 'in doubt'),
				raw = CASE WHEN ?2 IN ('sent', 'dropped', 'withdrawn') THEN x'' ELSE raw END
			WHERE id = ?1 AND state = ?7`,
			id, to.State, to.Response, micros(to.At), micros(to.Next), to.Suppress, from)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("letter %d is not %s: %w", id, from, store.ErrNotFound)
		}
		var l store.Letter
		if err := tx.each("SELECT"+letterColumns+" FROM outbox WHERE id = ?", []any{id}, func(rows *sql.Rows) (err error) {
			l, err = scanLetter(rows.Scan)
			return err
		}); err != nil {
			return err
		}
		return tx.enter(l)
	}))
}

// Unsuppress implements [store.Outbox].
func (db *DB) Unsuppress(ctx context.Context, output, recipient string) error {
	return wrap("unsuppress", db.write(ctx, func(tx *transaction) error {
		return tx.exec("UPDATE outbox SET suppress = 0 WHERE output = ? AND recipient = ?", output, recipient)
	}))
}

// Return implements [store.Outbox].
func (db *DB) Return(ctx context.Context, id int64, words string, change func(*store.Subscriber) error) (first bool, err error) {
	if words == "" {
		words = "it came back"
	}
	err = db.write(ctx, func(tx *transaction) error {
		var recipient string
		known, err := tx.get("SELECT recipient FROM outbox WHERE id = ?", []any{id}, &recipient)
		if err != nil {
			return err
		}
		if !known {
			return store.ErrNotFound
		}
		n, err := tx.change("UPDATE outbox SET returned = ? WHERE id = ? AND returned = ''", words, id)
		if first = n > 0; err != nil || !first {
			return err
		}
		return tx.changeSubscriber(recipient, func(s *store.Subscriber) error {
			if s.State == "" {
				return nil
			}
			return change(s)
		})
	})
	return first && err == nil, wrap("return", err)
}

// turnEvery is how often Turn looks whether another process has ended.
const turnEvery = 50 * time.Millisecond

// Turn implements [store.Outbox].
func (db *DB) Turn(ctx context.Context) (done func() error, err error) {
	if db.writers == nil {
		return nil, wrap("turn", store.ErrReadOnly)
	}
	lock := flock.New(db.path + ".outbox.lock")
	if _, err := lock.TryLockContext(ctx, turnEvery); err != nil {
		return nil, wrap("turn", errors.Join(err, lock.Close()))
	}
	return lock.Unlock, nil
}

// withdrawLetters takes the words of an edition from its letters. Those that were not sent are not sent any more.
func (tx *transaction) withdrawLetters(edition string) error {
	if err := tx.exec(`
		UPDATE delivery SET state = 'withdrawn'
		WHERE edition = ?1 AND EXISTS (
			SELECT 1 FROM outbox AS o
			WHERE o.edition = ?1 AND o.revision = delivery.revision AND o.output = delivery.output AND o.recipient = delivery.recipient
				AND o.state IN ('queued', 'claimed', 'failed', 'expired'))`, edition); err != nil {
		return err
	}
	return tx.exec(`
		UPDATE outbox SET
			raw = x'',
			state = CASE WHEN state IN ('queued', 'claimed', 'failed', 'expired') THEN 'withdrawn' ELSE state END
		WHERE edition = ?`, edition)
}
