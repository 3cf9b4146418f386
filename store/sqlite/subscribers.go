package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"recap/store"
)

// subscriberColumns are the columns of subscriber in the order of scanSubscriber.
const subscriberColumns = `
	address,
	state,
	digests,
	sections,
	token,
	ask,
	asked,
	asks,
	mailed,
	confirmed,
	changed,
	bounces,
	bounced,
	bounce`

func scanSubscriber(scan func(...any) error) (store.Subscriber, error) {
	var s store.Subscriber
	var digests, sections string
	var token, ask []byte
	var asked, confirmed, changed, bounced sql.NullInt64
	err := scan(&s.Address, &s.State, &digests, &sections, &token, &ask, &asked, &s.Asks, &s.Mailed, &confirmed, &changed, &s.Bounces,
		&bounced, &s.Bounce)
	if err != nil {
		return s, err
	}
	copy(s.Token[:], token)
	copy(s.Ask[:], ask)
	s.Asked, s.Confirmed, s.Changed, s.Bounced = moment(asked), moment(confirmed), moment(changed), moment(bounced)
	if err := json.Unmarshal([]byte(digests), &s.Digests); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(sections), &s.Sections)
}

// Subscribers implements [store.Subscribers].
func (db *DB) Subscribers(ctx context.Context, states ...store.SubscriberState) ([]store.Subscriber, error) {
	wanted, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	var all []store.Subscriber
	err = eachRow(func(rows *sql.Rows) error {
		s, err := scanSubscriber(rows.Scan)
		all = append(all, s)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT `+subscriberColumns+`
		FROM subscriber
		WHERE ?1 OR state IN (SELECT value FROM json_each(?2))
		ORDER BY id`, len(states) == 0, string(wanted)))
	return all, wrap("subscribers", err)
}

// SubscriberBy implements [store.Subscribers].
func (db *DB) SubscriberBy(ctx context.Context, hash [32]byte) (store.Subscriber, error) {
	if hash == [32]byte{} {
		return store.Subscriber{}, store.ErrNotFound
	}
	row := db.readers.QueryRowContext(ctx, "SELECT "+subscriberColumns+" FROM subscriber WHERE token = ?1 OR ask = ?1", hash[:])
	s, err := scanSubscriber(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Subscriber{}, store.ErrNotFound
	}
	return s, wrap("subscriber", err)
}

// SubscriberOf implements [store.Subscribers].
func (db *DB) SubscriberOf(ctx context.Context, address string) (store.Subscriber, error) {
	row := db.readers.QueryRowContext(ctx, "SELECT "+subscriberColumns+" FROM subscriber WHERE folded = ?", strings.ToLower(address))
	s, err := scanSubscriber(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Subscriber{}, store.ErrNotFound
	}
	return s, wrap("subscriber", err)
}

// ChangeSubscribers implements [store.Subscribers].
func (db *DB) ChangeSubscribers(ctx context.Context, addresses []string, change func(*store.Subscriber) error) error {
	err := db.write(ctx, func(tx *transaction) error {
		for _, address := range addresses {
			if err := tx.changeSubscriber(address, change); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("change subscribers", err)
}

// changeSubscriber changes one subscriber.
func (tx *transaction) changeSubscriber(address string, change func(*store.Subscriber) error) error {
	folded := strings.ToLower(address)
	s, known := store.Subscriber{Address: address}, false
	err := tx.each("SELECT "+subscriberColumns+" FROM subscriber WHERE folded = ?", []any{folded}, func(rows *sql.Rows) (err error) {
		known = true
		s, err = scanSubscriber(rows.Scan)
		return err
	})
	if err != nil {
		return err
	}
	address = s.Address
	before := s.State
	if err := change(&s); err != nil {
		return err
	}
	if s.State == store.SubscriberActive && before != s.State {
		if err := tx.exec("UPDATE outbox SET suppress = 0 WHERE suppress = 1 AND lower(recipient) = ?", folded); err != nil {
			return err
		}
	}
	if s.State == "" {
		if known {
			return errors.New("a subscriber has lost its state")
		}
		return nil
	}
	digests, err := json.Marshal(orNone(s.Digests))
	if err != nil {
		return err
	}
	sections, err := json.Marshal(orNone(s.Sections))
	if err != nil {
		return err
	}
	if !known {
		if err := tx.exec("INSERT INTO subscriber (address, folded) VALUES (?, ?)", address, folded); err != nil {
			return err
		}
	}
	return tx.exec(`
		UPDATE subscriber SET
			state = ?,
			digests = ?,
			sections = ?,
			token = ?,
			ask = ?,
			asked = ?,
			asks = ?,
			mailed = ?,
			confirmed = ?,
			changed = ?,
			bounces = ?,
			bounced = ?,
			bounce = ?
		WHERE folded = ?`,
		s.State, string(digests), string(sections), hashOrNull(s.Token), hashOrNull(s.Ask), micros(s.Asked), s.Asks, s.Mailed,
		micros(s.Confirmed), micros(s.Changed), s.Bounces, micros(s.Bounced), s.Bounce, folded)
}

// ForgetSubscribers implements [store.Subscribers].
func (db *DB) ForgetSubscribers(ctx context.Context, addresses []string) (n int, err error) {
	err = db.write(ctx, func(tx *transaction) error {
		for _, address := range addresses {
			known, err := tx.forget(strings.ToLower(address), db.clock())
			if err != nil {
				return err
			}
			if known {
				n++
			}
		}
		if n == 0 {
			return nil
		}
		return tx.unclean(db.clock())
	})
	if err != nil {
		return 0, wrap("forget subscribers", err)
	}
	return n, wrap("forget subscribers", db.fold(ctx, true)) // also what one left that was killed
}

// forget takes an address out of all tables, and reports whether it stood in any. What a server said, and with which
// words mail came back, often repeats the address.
func (tx *transaction) forget(folded string, now time.Time) (known bool, err error) {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"DELETE FROM subscriber WHERE folded = ?", []any{folded}},
		{"DELETE FROM outbox WHERE edition IS NULL AND lower(recipient) = ?", []any{folded}},
		{`UPDATE delivery SET
			recipient = ?2 || coalesce((
				SELECT o.id FROM outbox AS o
				WHERE o.edition = delivery.edition AND o.revision = delivery.revision AND o.output = delivery.output
					AND o.recipient = delivery.recipient), 'row ' || id),
			state = CASE WHEN state IN ('queued', 'in doubt', 'failed', 'expired') THEN 'dropped' ELSE state END,
			error = CASE WHEN state IN ('delivered', 'withdrawn') THEN '' ELSE ?3 END
		WHERE lower(recipient) = ?1`, []any{folded, store.Forgotten, forgottenWords}},
		{`UPDATE outbox SET
			recipient = ?2 || id,
			changed = CASE WHEN state IN ('queued', 'claimed', 'in doubt', 'failed', 'expired') THEN ?4 ELSE changed END,
			state = CASE WHEN state IN ('queued', 'claimed', 'in doubt', 'failed', 'expired') THEN 'dropped' ELSE state END,
			response = CASE WHEN state IN ('sent', 'withdrawn') THEN '' ELSE ?3 END,
			returned = CASE WHEN returned <> '' THEN ?3 ELSE '' END,
			suppress = 0,
			raw = x''
		WHERE lower(recipient) = ?1`, []any{folded, store.Forgotten, forgottenWords, micros(now)}},
	} {
		n, err := tx.change(step.query, step.args...)
		if err != nil {
			return known, err
		}
		known = known || n > 0
	}
	return known, nil
}

// forgottenWords stands in the place of words that may hold an address which was forgotten.
const forgottenWords = "is no subscriber any more"

// orNone returns names as a list that JSON knows as one.
func orNone(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// hashOrNull returns a hash as the database keeps it; the zero one is NULL.
func hashOrNull(h [32]byte) any {
	if h == [32]byte{} {
		return nil
	}
	return h[:]
}
