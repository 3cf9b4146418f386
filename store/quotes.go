package store

import (
	"database/sql"
	"slices"
	"strings"
	"time"
)

// shortestQuote is how many bytes a line must have to be known as a quote where it stands in another post.
const shortestQuote = 24

// A quoteSearch looks for posts that quote others.
type quoteSearch struct {
	keys  map[int64][]string   // of the others, by thread
	lines map[string]bool      // their longer lines, with single spaces
	first map[string]time.Time // when the first of them was written, by kind, where quotes stand outside the thread
	found []int64
}

// newQuoteSearch returns a search for posts that quote gone.
func newQuoteSearch(gone []*storedPost) *quoteSearch {
	q := &quoteSearch{keys: map[int64][]string{}, lines: map[string]bool{}, first: map[string]time.Time{}}
	for _, p := range gone {
		q.keys[p.Thread] = append(q.keys[p.Thread], p.Key)
		for line := range strings.Lines(p.Text) {
			if line = evenSpace(line); len(line) >= shortestQuote {
				q.lines[line] = true
			}
		}
		if revisable(p.Kind) { // a status that quotes another does not always answer it
			q.first[p.Kind] = earlier(q.first[p.Kind], p.Published)
		}
	}
	return q
}

// look returns a scan of id, refs and quoted that finds the posts which answer one of keys or quote one of the lines.
func (q *quoteSearch) look(keys []string) func(rows *sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id int64
		var refs, quoted string
		if err := rows.Scan(&id, &refs, &quoted); err != nil {
			return err
		}
		own := strings.Split(refs, "\n")
		hit := slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(own, key) })
		for line := range strings.Lines(quoted) {
			hit = hit || q.lines[evenSpace(line)]
		}
		if hit && !slices.Contains(q.found, id) {
			q.found = append(q.found, id)
		}
		return nil
	}
}

// cutQuotes takes from posts of others what they quote of gone, with the bytes that they came as, and returns how many had something.
func (tx *transaction) cutQuotes(gone []*storedPost) (int, error) {
	q := newQuoteSearch(gone)
	for thread, keys := range q.keys {
		if err := tx.each("SELECT id, refs, quoted FROM post WHERE thread = ? AND quoted <> ''", []any{thread}, q.look(keys)); err != nil {
			return 0, err
		}
	}
	for kind, since := range q.first {
		if err := tx.each("SELECT id, refs, quoted FROM post WHERE published >= ? AND kind = ? AND quoted <> ''", []any{since.UnixMicro(), kind}, q.look(nil)); err != nil {
			return 0, err
		}
	}
	for _, id := range q.found {
		var text, cuts string
		if _, err := tx.get("SELECT text, cuts FROM post WHERE id = ?", []any{id}, &text, &cuts); err != nil {
			return 0, err
		}
		if err := tx.exec("UPDATE post SET quoted = '', cuts = ? WHERE id = ?", encodeCuts(validCuts(decodeCuts(cuts), text, "")), id); err != nil {
			return 0, err
		}
		if err := tx.exec("DELETE FROM raw WHERE post = ?", id); err != nil {
			return 0, err
		}
	}
	return len(q.found), nil
}

// evenSpace returns s on one line with single spaces.
func evenSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
