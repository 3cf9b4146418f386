package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"recap/store"
)

// FindPosts implements [store.Search].
func (db *DB) FindPosts(ctx context.Context, name string) ([]store.Post, error) {
	name = strings.TrimSpace(name)
	key := name
	if strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">") {
		key = name[1 : len(name)-1]
	}
	if key == "" {
		return nil, nil
	}
	u, _ := parseID(name)
	claimed := uidOf("", key) // the Message-ID that each of several posts came with, and of which only one has the key
	return collect(db.stream(ctx, "find posts",
		"WHERE p.uid = ? OR p.key = ? OR p.id IN (SELECT post FROM copy WHERE url = ?) "+
			"OR p.id IN (SELECT post FROM claim WHERE uid = ?) ORDER BY p.published, p.uid",
		u[:], key, name, claimed[:]))
}

// FindWriters implements [store.Search].
func (db *DB) FindWriters(ctx context.Context, name string) ([]store.Writer, error) {
	var writers []store.Writer
	err := eachRow(func(rows *sql.Rows) error {
		var w store.Writer
		err := rows.Scan(&w.Name, &w.Address, &w.Handle, &w.Relay, &w.Posts)
		if err == nil && w.Author.IsCalled(name) {
			writers = append(writers, w)
		}
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			author_name,
			author_address,
			author_handle,
			max(author_relay),
			count(*)
		FROM post
		GROUP BY 1, 2, 3
		ORDER BY 1, 2, 3`))
	return writers, wrap("find writers", err)
}

// PostsOf implements [store.Search].
func (db *DB) PostsOf(ctx context.Context, authors []store.Author) ([]string, error) {
	rows := make([][3]string, len(authors))
	for i, a := range authors {
		rows[i] = [3]string{a.Name, a.Address, a.Handle}
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, wrap("posts of authors", err)
	}
	var ids []string
	err = eachRow(func(rows *sql.Rows) error {
		var u []byte
		err := rows.Scan(&u)
		ids = append(ids, hex.EncodeToString(u))
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT p.uid
		FROM post AS p
		WHERE (p.author_name, p.author_address, p.author_handle) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))
		ORDER BY p.published, p.uid`, string(list)))
	return ids, wrap("posts of authors", err)
}

// SourcesOf implements [store.Search].
func (db *DB) SourcesOf(ctx context.Context, id string) ([]string, error) {
	u, ok := parseID(id)
	if !ok {
		return nil, nil
	}
	var names []string
	err := eachRow(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT DISTINCT s.name
		FROM post AS p
		JOIN copy AS c ON c.post = p.id
		JOIN source AS s ON s.id = c.source
		WHERE p.uid = ?
		ORDER BY s.position < 0, s.position, s.name`, u[:]))
	return names, wrap("sources of a post", err)
}

// Removed implements [store.Care].
func (db *DB) Removed(ctx context.Context, name string) (bool, error) {
	name = strings.TrimSpace(name)
	bare := strings.ToLower(strings.Trim(strings.Join(strings.Fields(name), " "), "<>"))
	hashes := []uid{uidOf("", strings.Trim(name, "<>")), authorHash(bare), authorHash("@" + strings.TrimPrefix(bare, "@"))}
	if u, ok := parseID(name); ok {
		hashes = append(hashes, u)
	}
	for _, hash := range hashes {
		err := db.readers.QueryRowContext(ctx, "SELECT 1 FROM removed WHERE hash = ?", hash[:]).Scan(new(int))
		if !errors.Is(err, sql.ErrNoRows) {
			return err == nil, wrap("removed", err)
		}
	}
	return false, nil
}

// Taken implements [store.Care].
func (db *DB) Taken(ctx context.Context, ids []string, since time.Time) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, wrap("taken", err)
	}
	taken := map[string]string{}
	return taken, wrap("taken", eachRow(func(rows *sql.Rows) error {
		var id, instead string
		err := rows.Scan(&id, &instead)
		taken[id] = instead
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			wanted.value,
			coalesce((SELECT lower(hex(p.uid)) FROM post AS p WHERE p.thread = g.thread AND p.published >= ?2 ORDER BY p.published, p.uid LIMIT 1), '')
		FROM json_each(?1) AS wanted
		CROSS JOIN removed AS r ON r.hash = unhex(wanted.value) AND r.kind = 'post'
		LEFT JOIN ghost AS g ON g.uid = r.hash`, string(list), since.UnixMicro())))
}

// Consents implements [store.Search].
func (db *DB) Consents(ctx context.Context, ids []string) (map[string]store.Consent, error) {
	consents := map[string]store.Consent{}
	if len(ids) == 0 {
		return consents, nil // nil would be null in JSON, which is one row
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, wrap("consents", err)
	}
	err = eachRow(func(rows *sql.Rows) error {
		var id, source string
		var policy store.Policy
		err := rows.Scan(&id, &policy, &source)
		consents[id] = store.Consent{Policy: policy, Sources: append(consents[id].Sources, source)}
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT DISTINCT
			wanted.value,
			p.policy,
			s.name
		FROM json_each(?) AS wanted
		CROSS JOIN post AS p ON p.uid = unhex(wanted.value)
		CROSS JOIN copy AS c ON c.post = p.id
		CROSS JOIN source AS s ON s.id = c.source`, string(list)))
	return consents, wrap("consents", err)
}
