package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// A quoteSearch looks for posts that quote others, whether they say which ones they answer or not.
type quoteSearch struct {
	keys  map[int64][]string     // of the others, by thread
	runs  store.Runs             // of theirs
	gone  map[int64]bool         // the others
	since time.Time              // when the first of them was written
	found map[int64][]store.Span // posts that quote them, with the parts of their own words that do
}

// newQuoteSearch returns a search for posts that quote gone.
func newQuoteSearch(gone []*storedPost) *quoteSearch {
	q := &quoteSearch{keys: map[int64][]string{}, gone: map[int64]bool{}, found: map[int64][]store.Span{}}
	for _, p := range gone {
		q.gone[p.id] = true
		q.keys[p.Thread] = append(q.keys[p.Thread], p.Key)
		q.since = store.Earlier(q.since, p.Published)
		q.runs.Add(p.Text)
	}
	return q
}

// look returns a scan of id, refs, quoted and text that finds the posts which answer one of keys or quote one of the
// others, and notes what they quote in their own words.
func (q *quoteSearch) look(keys []string) func(rows *sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id int64
		var refs, quoted string
		var text sql.RawBytes
		if err := rows.Scan(&id, &refs, &quoted, &text); err != nil || q.gone[id] {
			return err
		}
		own := strings.Split(refs, "\n")
		answers := slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(own, key) })
		if quoted != "" && (answers || q.runs.In(quoted)) {
			q.found[id] = nil
		}
		if keys != nil { // the second scan looks at all
			return nil
		}
		if parts := q.runs.Quoted(string(text)); parts != nil {
			q.found[id] = parts
		}
		return nil
	}
}

// posts returns the posts of others that quote, by their rows. It looks at all that was written since: who forwards or
// pastes words does not always say what they answer.
func (q *quoteSearch) posts(query queryFunc) ([]*storedPost, error) {
	for thread, keys := range q.keys {
		if err := eachRow(q.look(keys))(query("SELECT id, refs, quoted, '' FROM post WHERE thread = ? AND quoted <> ''", thread)); err != nil {
			return nil, err
		}
	}
	if err := eachRow(q.look(nil))(query("SELECT id, refs, quoted, text FROM post WHERE published >= ?",
		q.since.Add(-store.MergeWindow).UnixMicro())); err != nil {
		return nil, err
	}
	var all []*storedPost
	for _, id := range slices.Sorted(maps.Keys(q.found)) {
		if err := eachRow(func(rows *sql.Rows) error {
			p, err := scanPost(rows)
			all = append(all, p)
			return err
		})(query("SELECT "+postColumns+" FROM post AS p WHERE p.id = ?", id)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// cutQuote takes from one post what it quotes, and parts of its own words. What was cut from these is remembered, so
// that a copy does not bring it back.
func (tx *transaction) cutQuote(p *storedPost, runs *store.Runs, parts []store.Span) error {
	quoted, repeated := p.Quoted, runs.In(p.Quoted)
	if parts == nil || repeated {
		quoted = ""
	}
	if parts != nil || repeated {
		if err := tx.remember(cutHash(p.uid), "cut", tx.db.clock()); err != nil {
			return err
		}
	}
	text, cuts := store.CutOut(p.Text, parts, p.Cuts)
	if text != p.Text {
		was, err := tx.unindex(p)
		if err != nil {
			return err
		}
		if was {
			if err := tx.exec("INSERT INTO post_fts (rowid, title, text) VALUES (?, ?, ?)", p.id, p.Title, text); err != nil {
				return err
			}
		}
	}
	if err := tx.exec("UPDATE post SET text = ?, quoted = ?, cuts = ? WHERE id = ?", text, quoted,
		encodeCuts(store.ValidCuts(cuts, text, quoted)), p.id); err != nil {
		return err
	}
	return tx.exec("DELETE FROM raw WHERE post = ?", p.id)
}

// cutHash is how it is remembered that something was cut from the own words of a post.
func cutHash(u uid) uid {
	h := sha256.Sum256(append([]byte("cut\x00"), u[:]...))
	return uid(h[:8])
}
