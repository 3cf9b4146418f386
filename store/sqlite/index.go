package sqlite

import "context"

// The full-text index lags behind the posts: to add a page of twenty posts to it costs several times as much per post
// as to add two thousand at once. It holds the posts up to a row number and none above; row numbers ascend, so that its
// own table of documents tells which that is, and a process that is killed leaves nothing to mend. Commit adds what is
// missing when enough has gathered, Search before it looks, and Close in the end.

const (
	// indexLag is how many posts may wait for the full-text index.
	indexLag = 2000

	lastIndexed = "SELECT coalesce(max(id), 0) FROM post_fts_docsize"
	isIndexed   = "SELECT 1 FROM post_fts_docsize WHERE id = ?"
)

// Index implements [store.Care].
func (db *DB) Index(ctx context.Context) error {
	var missing bool
	err := db.readers.QueryRowContext(ctx, "SELECT coalesce((SELECT max(id) FROM post), 0) > ("+lastIndexed+")").Scan(&missing)
	for err == nil && missing {
		err = db.write(ctx, func(tx *transaction) (err error) {
			missing, err = tx.index()
			return err
		})
	}
	return wrap("index", err)
}

// indexNext adds the next posts to the full-text index, at most so many; -1 stands for all.
const indexNext = `
	INSERT INTO post_fts (rowid, title, text)
	SELECT
		id,
		title,
		text
	FROM post
	WHERE id > (` + lastIndexed + `)
	ORDER BY id
	LIMIT ?`

// index adds the next posts to the full-text index and reports whether there are more.
func (tx *transaction) index() (more bool, err error) {
	added, err := tx.change(indexNext, indexLag)
	return added == indexLag, err
}

// unindex takes the words of a post out of the full-text index, if they are in it, and reports whether they were. The
// index has no copy of them and must be told.
func (tx *transaction) unindex(p *storedPost) (was bool, err error) {
	if was, err = tx.get(isIndexed, []any{p.id}, new(int)); err != nil || !was {
		return was, err
	}
	return true, tx.exec("INSERT INTO post_fts (post_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", p.id, p.Title, p.Text)
}
