package sqlite

import (
	"database/sql"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// A quoteSearch looks for posts that quote others, whether they say which ones they answer or not.
type quoteSearch struct {
	keys  map[int64][]string // of the others, by thread
	runs  store.Runs         // of theirs
	since time.Time          // when the first of them was written
	found []int64
}

// newQuoteSearch returns a search for posts that quote gone.
func newQuoteSearch(gone []*storedPost) *quoteSearch {
	q := &quoteSearch{keys: map[int64][]string{}}
	for _, p := range gone {
		q.keys[p.Thread] = append(q.keys[p.Thread], p.Key)
		q.since = store.Earlier(q.since, p.Published)
		q.runs.Add(p.Text)
	}
	return q
}

// look returns a scan of id, refs and quoted that finds the posts which answer one of keys or quote one of the others.
func (q *quoteSearch) look(keys []string) func(rows *sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id int64
		var refs, quoted string
		if err := rows.Scan(&id, &refs, &quoted); err != nil {
			return err
		}
		own := strings.Split(refs, "\n")
		if slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(own, key) }) || q.runs.In(quoted) {
			q.found = append(q.found, id)
		}
		return nil
	}
}

// cutQuotes takes from posts of others what they quote of gone, with the bytes that they came as, and returns how many
// had something. It looks at all that was written since: who forwards or pastes words does not always say what they
// answer.
func (tx *transaction) cutQuotes(gone []*storedPost) (int, error) {
	q := newQuoteSearch(gone)
	for thread, keys := range q.keys {
		if err := tx.each("SELECT id, refs, quoted FROM post WHERE thread = ? AND quoted <> ''", []any{thread}, q.look(keys)); err != nil {
			return 0, err
		}
	}
	if err := tx.each("SELECT id, refs, quoted FROM post WHERE published >= ? AND quoted <> ''",
		[]any{q.since.Add(-store.MergeWindow).UnixMicro()}, q.look(nil)); err != nil {
		return 0, err
	}
	slices.Sort(q.found)
	q.found = slices.Compact(q.found)
	for _, id := range q.found {
		var text, cuts string
		if _, err := tx.get("SELECT text, cuts FROM post WHERE id = ?", []any{id}, &text, &cuts); err != nil {
			return 0, err
		}
		if err := tx.exec("UPDATE post SET quoted = '', cuts = ? WHERE id = ?",
			encodeCuts(store.ValidCuts(decodeCuts(cuts), text, "")), id); err != nil {
			return 0, err
		}
		if err := tx.exec("DELETE FROM raw WHERE post = ?", id); err != nil {
			return 0, err
		}
	}
	return len(q.found), nil
}
