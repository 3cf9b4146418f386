package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"

	"recap/store"
)

// knownChunk is how many copies one query looks up; a query for each costs three times as much.
const knownChunk = 512

// Known implements [store.Sources].
func (db *DB) Known(ctx context.Context, source string, copies []store.Copy) ([]bool, error) {
	known := make([]bool, 0, len(copies))
	err := db.snapshot(ctx, func(tx *sql.Tx) error {
		var id int64
		var scope string
		err := tx.QueryRowContext(ctx, "SELECT id, scope FROM source WHERE name = ? AND posts > 0", source).Scan(&id, &scope)
		if errors.Is(err, sql.ErrNoRows) { // as in each first read
			known = known[:len(copies)]
			return nil
		} else if err != nil {
			return err
		}
		for chunk := range slices.Chunk(rescoped(copies, source, scope), knownChunk) {
			found, err := knownOf(ctx, tx, id, chunk)
			if err != nil {
				return err
			}
			known = append(known, found...)
		}
		return nil
	})
	if err != nil {
		return nil, wrap("known", err)
	}
	return known, nil
}

// rescoped returns copies with the scope that a source has kept since it had another name; "" if it never had one.
func rescoped(copies []store.Copy, source, scope string) []store.Copy {
	if scope == "" {
		return copies
	}
	copies = slices.Clone(copies)
	for i := range copies {
		if copies[i].Scope == source {
			copies[i].Scope = scope
		}
	}
	return copies
}

// Delivered implements [store.Sources]. The function remembers 8 bytes of each copy.
func (db *DB) Delivered(ctx context.Context, source string) (func(store.Sum) bool, error) {
	var sums []int64
	err := eachRow(func(rows *sql.Rows) error {
		var sum int64
		err := rows.Scan(&sum)
		sums = append(sums, sum)
		return err
	})(db.readers.QueryContext(ctx, "SELECT c.sum FROM copy AS c JOIN source AS s ON s.id = c.source WHERE s.name = ? "+
		"AND NOT c.stale", source))
	if err != nil {
		return nil, wrap("delivered", err)
	}
	slices.Sort(sums)
	return func(s store.Sum) bool {
		_, found := slices.BinarySearch(sums, shortSum(s))
		return found
	}, nil
}

// knownOf does what Known does, for one chunk of the copies.
func knownOf(ctx context.Context, tx *sql.Tx, source int64, copies []store.Copy) ([]bool, error) {
	ids := make([]string, len(copies))
	for i, c := range copies {
		u := uidOf(c.Scope, c.Key)
		ids[i] = hex.EncodeToString(u[:])
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	known := make([]bool, len(copies))
	return known, eachRow(func(rows *sql.Rows) error {
		var i int
		var sum int64
		err := rows.Scan(&i, &sum)
		known[i] = known[i] || sum == shortSum(copies[i].Sum)
		return err
	})(tx.QueryContext(ctx, `
		SELECT
			wanted.key,
			c.sum
		FROM json_each(?1) AS wanted
		CROSS JOIN post AS p ON p.uid = unhex(wanted.value)
		CROSS JOIN copy AS c ON c.post = p.id AND c.source = ?2 AND NOT c.stale
		UNION ALL
		SELECT
			wanted.key,
			c.sum
		FROM json_each(?1) AS wanted
		CROSS JOIN claim AS t ON t.uid = unhex(wanted.value) AND t.source = ?2
		CROSS JOIN copy AS c ON c.post = t.post AND c.source = ?2 AND NOT c.stale`, string(list), source))
}
