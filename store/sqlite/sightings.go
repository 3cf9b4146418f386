package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

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
	if err != nil {
		return nil, wrap("sightings", err)
	}
	return sightings, wrap("sightings", db.likenesses(ctx, authors, sightings, before))
}

// A span is a part of an index: the posts of names that begin with a word, or of an account at whatever provider.
type span struct {
	Number int    `json:"number"`
	From   string `json:"from"`
	Until  string `json:"until"`
	Name   bool   `json:"name"`
}

// likeSpans returns where those are found who may be one of authors whom sightings does not know, each span once, and
// for each the indexes of these authors. Names that begin with the same word, or with its initial, and accounts of the
// same name are looked at.
func likeSpans(authors []store.Author, sightings []store.Sighting) (spans []span, of [][]int) {
	numbers := map[string]int{}
	add := func(author int, from, until string, name bool) {
		n, ok := numbers[from] // that of a name ends with a space, that of an account with "@"
		if !ok {
			n = len(spans)
			numbers[from] = n
			spans, of = append(spans, span{n, from, until, name}), append(of, nil)
		}
		of[n] = append(of[n], author)
	}
	for i, a := range authors {
		if s := sightings[i]; !s.Address.IsZero() || !s.Voice.IsZero() {
			continue
		}
		if first, _, more := strings.Cut(strings.ToLower(strings.TrimSpace(a.Name)), " "); more {
			letter, _ := utf8.DecodeRuneInString(first)
			for _, word := range []string{first, string(letter), string(letter) + "."} {
				add(i, word+" ", word+"!", true) // "!" is next to the space
			}
		}
		if account, _, ok := strings.Cut(strings.ToLower(a.OwnAddress()), "@"); ok && account != "" {
			add(i, account+"@", account+"A", false) // "A" is next to "@"
		}
	}
	return spans, of
}

// likenesses fills Like of those whom the other two do not know.
func (db *DB) likenesses(ctx context.Context, authors []store.Author, sightings []store.Sighting, before time.Time) error {
	spans, of := likeSpans(authors, sightings)
	if len(spans) == 0 {
		return nil
	}
	data, err := json.Marshal(spans)
	if err != nil {
		return err
	}
	return eachRow(func(rows *sql.Rows) error {
		var n int
		var a store.Author
		var published sql.NullInt64
		if err := rows.Scan(&n, &a.Name, &a.Address, &a.Handle, &a.Relay, &published); err != nil {
			return err
		}
		for _, i := range of[n] {
			if store.MayBe(a, authors[i]) {
				sightings[i].Like = store.Earlier(sightings[i].Like, moment(published))
			}
		}
		return nil
	})(db.readers.QueryContext(ctx, `
		SELECT w.value ->> 'number', p.author_name, p.author_address, p.author_handle, p.author_relay, min(p.published)
		FROM json_each(?1) AS w
		CROSS JOIN post AS p INDEXED BY post_author
		WHERE w.value ->> 'name' AND p.author_key >= w.value ->> 'from' AND p.author_key < w.value ->> 'until'
			AND p.published < ?2 AND p.machine = '' AND p.share_of = ''
		GROUP BY 1, 2, 3, 4, 5
		UNION ALL
		SELECT w.value ->> 'number', p.author_name, p.author_address, p.author_handle, p.author_relay, min(p.published)
		FROM json_each(?1) AS w
		CROSS JOIN post AS p INDEXED BY post_address
		WHERE NOT w.value ->> 'name' AND p.author_address >= w.value ->> 'from' AND p.author_address < w.value ->> 'until'
			AND p.author_address <> '' AND p.author_relay = 0
			AND p.published < ?2 AND p.machine = '' AND p.share_of = ''
		GROUP BY 1, 2, 3, 4, 5`, string(data), before.UnixMicro()))
}
