package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"recap/store"
)

// Sightings implements [store.Reader].
func (db *DB) Sightings(ctx context.Context, authors []store.Author, before time.Time) ([]store.Sighting, error) {
	sightings := make([]store.Sighting, len(authors))
	type wanted struct {
		Address  string `json:"address"`
		Identity string `json:"identity"`
	}
	list := make([]wanted, len(authors))
	for i, a := range authors {
		if list[i].Address = strings.ToLower(a.OwnAddress()); list[i].Address == "" {
			list[i].Identity = a.Identity()
		}
	}
	data, err := json.Marshal(list)
	if err != nil {
		return nil, wrap("sightings", err)
	}
	err = eachRow(func(rows *sql.Rows) error {
		var i int
		var a store.Author
		var published sql.NullInt64
		if err := rows.Scan(&i, &a.Name, &a.Address, &a.Handle, &a.Relay, &published); err != nil {
			return err
		}
		s := &sightings[i]
		s.Address = store.Earlier(s.Address, moment(published))
		if a.Voice() == authors[i].Voice() {
			s.Voice = store.Earlier(s.Voice, moment(published))
		}
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT
			w.key,
			p.author_name,
			p.author_address,
			p.author_handle,
			p.author_relay,
			min(p.published)
		FROM json_each(?1) AS w
		CROSS JOIN post AS p INDEXED BY post_address
		WHERE p.author_address = w.value ->> 'address' AND p.author_address <> '' AND p.author_relay = 0
			AND p.published < ?2 AND p.machine = '' AND p.share_of = ''
		GROUP BY 1, 2, 3, 4, 5
		UNION ALL
		SELECT
			w.key,
			p.author_name,
			p.author_address,
			p.author_handle,
			p.author_relay,
			min(p.published)
		FROM json_each(?1) AS w
		CROSS JOIN post AS p INDEXED BY post_author
		WHERE p.author_key = w.value ->> 'identity' AND p.author_key <> ''
			AND p.published < ?2 AND p.machine = '' AND p.share_of = ''
		GROUP BY 1, 2, 3, 4, 5`, string(data), before.UnixMicro()))
	return sightings, wrap("sightings", err)
}
