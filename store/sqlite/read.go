package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"recap/store"
)

// Posts are read in chunks, because their sources, lists and tags come from tables of their own: the first is small, so
// that it comes soon.
const (
	firstChunk = 32
	laterChunk = 512
)

// snapshot runs read on one consistent state of the database.
func (db *DB) snapshot(ctx context.Context, read func(tx *sql.Tx) error) error {
	tx, err := db.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return read(tx)
}

// Posts implements [store.Reader].
func (db *DB) Posts(ctx context.Context, since, until time.Time) iter.Seq2[store.Post, error] {
	return db.stream(ctx, "posts", "WHERE p.published >= ? AND p.published < ? ORDER BY p.published, p.uid",
		since.UnixMicro(), until.UnixMicro())
}

// Arrivals implements [store.Reader].
func (db *DB) Arrivals(ctx context.Context, since, until, after time.Time) iter.Seq2[store.Post, error] {
	return db.stream(ctx, "arrivals", "WHERE p.published >= ? AND p.published < ? AND p.first_seen > ? AND NOT p.backfill "+
		"ORDER BY p.published, p.uid", since.UnixMicro(), until.UnixMicro(), after.UnixMicro())
}

// PostsBefore implements [store.Reader].
func (db *DB) PostsBefore(ctx context.Context, before, since time.Time, max int) ([]store.Post, error) {
	posts, err := collect(db.stream(ctx, "posts before",
		"WHERE p.published >= ? AND p.published < ? ORDER BY p.published DESC, p.uid DESC LIMIT ?",
		since.UnixMicro(), before.UnixMicro(), max))
	slices.Reverse(posts)
	return posts, err
}

// All implements [store.Search].
func (db *DB) All(ctx context.Context, f store.Filter) iter.Seq2[store.Post, error] {
	where, args := condition(f)
	limit := -1
	if f.Limit > 0 {
		limit = f.Limit
	}
	return db.stream(ctx, "all posts", "WHERE "+where+" ORDER BY p.published, p.key, p.uid LIMIT ?", append(args, limit)...)
}

// condition returns f as an SQL expression over the post p.
func condition(f store.Filter) (string, []any) {
	where, args := "TRUE", []any(nil)
	if !f.From.IsZero() {
		where, args = where+" AND p.published >= ?", append(args, f.From.UnixMicro())
	}
	if !f.To.IsZero() {
		where, args = where+" AND p.published < ?", append(args, f.To.UnixMicro())
	}
	if f.Source != "" {
		where += " AND EXISTS (SELECT 1 FROM copy AS c JOIN source AS s ON s.id = c.source WHERE c.post = p.id AND s.name = ?)"
		args = append(args, f.Source)
	}
	return where, args
}

// Post implements [store.Search].
func (db *DB) Post(ctx context.Context, id string) (store.Post, error) {
	u, ok := parseID(id)
	if !ok {
		return store.Post{}, fmt.Errorf("store: post %q: %w", id, store.ErrNotFound)
	}
	posts, err := collect(db.stream(ctx, "post "+id, "WHERE p.uid = ?", u[:]))
	if err != nil {
		return store.Post{}, err
	}
	if len(posts) == 0 {
		return store.Post{}, fmt.Errorf("store: post %s: %w", id, store.ErrNotFound)
	}
	var packed []byte
	err = db.readers.QueryRowContext(ctx, "SELECT data FROM raw WHERE post = (SELECT id FROM post WHERE uid = ?)", u[:]).Scan(&packed)
	if err == nil {
		posts[0].Raw, err = db.decoder.DecodeAll(packed, nil)
	} else if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return posts[0], wrap("post "+id, err)
}

// ThreadPosts implements [store.Reader].
func (db *DB) ThreadPosts(ctx context.Context, threads []int64, until time.Time, perThread int) ([]store.Post, error) {
	newest := -1
	if perThread > 0 {
		newest = perThread - 1
	}
	numbers, err := json.Marshal(threads)
	if err != nil {
		return nil, wrap("posts of threads", err)
	}
	return collect(db.stream(ctx, "posts of threads", `
		WHERE p.id IN (
			SELECT (SELECT id FROM post WHERE thread = t.value AND published < ?2 ORDER BY published, uid LIMIT 1)
			FROM json_each(?1) AS t
			UNION
			SELECT n.id
			FROM json_each(?1) AS t
			JOIN post AS n ON n.id IN (SELECT id FROM post WHERE thread = t.value AND published < ?2 ORDER BY published DESC, uid DESC LIMIT ?3)
		)
		ORDER BY p.published, p.uid`, string(numbers), until.UnixMicro(), newest))
}

// collect drains a sequence of posts.
func collect(seq iter.Seq2[store.Post, error]) ([]store.Post, error) {
	var posts []store.Post
	for p, err := range seq {
		if err != nil {
			return nil, err
		}
		posts = append(posts, p)
	}
	return posts, nil
}

// stream yields the posts that the end of the query selects. Nested calls are fine: each has a connection.
func (db *DB) stream(ctx context.Context, what, tail string, args ...any) iter.Seq2[store.Post, error] {
	return func(yield func(store.Post, error) bool) {
		stopped := false
		err := db.snapshot(ctx, func(tx *sql.Tx) error {
			ranks, err := sourceRanks(ctx, tx)
			if err != nil {
				return err
			}
			rows, err := tx.QueryContext(ctx, "SELECT "+postColumns+" FROM post AS p "+tail, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			var chunk []*storedPost
			size := firstChunk
			flush := func() error {
				if err := complete(ctx, tx, ranks, chunk); err != nil {
					return err
				}
				for _, s := range chunk {
					if stopped = !yield(s.Post, nil); stopped {
						return nil
					}
				}
				chunk, size = chunk[:0], laterChunk
				return nil
			}
			for rows.Next() {
				s, err := scanPost(rows)
				if err != nil {
					return err
				}
				s.InReplyTo = slices.DeleteFunc(s.InReplyTo, func(key string) bool { return key == store.RefsDivider })
				if chunk = append(chunk, s); len(chunk) == size {
					if err := flush(); err != nil || stopped {
						return err
					}
				}
			}
			if err := rows.Err(); err != nil {
				return err
			}
			return flush()
		})
		if err != nil && !stopped {
			yield(store.Post{}, wrap(what, err))
		}
	}
}

// A rank is the place of a source among those of a post.
type rank struct {
	name  string
	place int
}

// sourceRanks returns the sources by number: configured ones in their order, then the others by name.
func sourceRanks(ctx context.Context, tx *sql.Tx) (map[int64]rank, error) {
	ranks := map[int64]rank{}
	err := eachRow(func(rows *sql.Rows) error {
		var id int64
		r := rank{place: len(ranks)}
		err := rows.Scan(&id, &r.name)
		ranks[id] = r
		return err
	})(tx.QueryContext(ctx, "SELECT id, name FROM source ORDER BY position < 0, position, name"))
	return ranks, err
}

// compareBools orders false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// complete adds to posts what other tables hold of them.
func complete(ctx context.Context, tx *sql.Tx, ranks map[int64]rank, posts []*storedPost) error {
	if len(posts) == 0 {
		return nil
	}
	byID := make(map[int64]*storedPost, len(posts))
	numbers := make([]int64, len(posts))
	for i, p := range posts {
		byID[p.id], numbers[i] = p, p.id
	}
	slices.Sort(numbers)
	ids, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	type copyOf struct {
		rank
		url  string
		late bool
	}
	copies := make(map[int64][]copyOf, len(posts))
	err = eachRow(func(rows *sql.Rows) error {
		var post, source int64
		var c copyOf
		err := rows.Scan(&post, &source, &c.url, &c.late)
		c.rank = ranks[source]
		copies[post] = append(copies[post], c)
		return err
	})(tx.QueryContext(ctx, "SELECT post, source, url, late FROM copy WHERE post IN (SELECT value FROM json_each(?))", string(ids)))
	if err != nil {
		return err
	}
	for id, list := range copies {
		slices.SortFunc(list, func(a, b copyOf) int {
			return cmp.Or(compareBools(a.late, b.late), cmp.Compare(a.place, b.place), cmp.Compare(a.url, b.url))
		})
		p := byID[id]
		for _, c := range list {
			if !slices.Contains(p.Sources, c.name) {
				p.Sources = append(p.Sources, c.name)
			}
			if p.URL == "" {
				p.URL = c.url
			}
		}
	}
	var post int64
	var label string
	err = eachRow(func(rows *sql.Rows) error {
		err := rows.Scan(&post, &label)
		byID[post].Lists = append(byID[post].Lists, label)
		return err
	})(tx.QueryContext(ctx, "SELECT pl.post, l.name FROM post_list AS pl JOIN list AS l ON l.id = pl.list WHERE pl.post "+
		"IN (SELECT value FROM json_each(?))", string(ids)))
	if err != nil {
		return err
	}
	for _, p := range posts {
		slices.Sort(p.Lists) // rows are by number of the list, which depends on the order of arrival
	}
	return eachRow(func(rows *sql.Rows) error {
		err := rows.Scan(&post, &label)
		byID[post].Tags = append(byID[post].Tags, label)
		return err
	})(tx.QueryContext(ctx, "SELECT post, tag FROM post_tag WHERE post IN (SELECT value FROM json_each(?))", string(ids)))
}
