package sqlite

import (
	"database/sql"
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// Words are known as a quotation of others by so many in a row, or by all of a shorter text that has at least the
// fewest.
const (
	quoteRun  = 8
	fewestRun = 4
)

// A quoteSearch looks for posts that quote others, whether they say which ones they answer or not.
type quoteSearch struct {
	keys  map[int64][]string // of the others, by thread
	runs  map[uint64]bool    // hashes of words in a row of theirs
	sizes []int              // how many words these have
	since time.Time          // when the first of them was written
	found []int64
}

// newQuoteSearch returns a search for posts that quote gone.
func newQuoteSearch(gone []*storedPost) *quoteSearch {
	q := &quoteSearch{keys: map[int64][]string{}, runs: map[uint64]bool{}}
	for _, p := range gone {
		q.keys[p.Thread] = append(q.keys[p.Thread], p.Key)
		q.since = store.Earlier(q.since, p.Published)
		words := store.FoldedWords(p.Text)
		size := min(len(words), quoteRun)
		if size < fewestRun {
			continue
		}
		if !slices.Contains(q.sizes, size) {
			q.sizes = append(q.sizes, size)
		}
		for run := range wordRuns(words, size) {
			q.runs[run] = true
		}
	}
	return q
}

// wordRuns yields a hash of each size words in a row.
func wordRuns(words []string, size int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for i := 0; i+size <= len(words); i++ {
			h := fnv.New64a()
			for _, w := range words[i : i+size] {
				h.Write([]byte(w))
				h.Write([]byte{0})
			}
			if !yield(h.Sum64()) {
				return
			}
		}
	}
}

// quotes reports whether a text quotes one of the others.
func (q *quoteSearch) quotes(text string) bool {
	if len(q.runs) == 0 {
		return false
	}
	words := store.FoldedWords(text)
	for _, size := range q.sizes {
		for run := range wordRuns(words, size) {
			if q.runs[run] {
				return true
			}
		}
	}
	return false
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
		if slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(own, key) }) || q.quotes(quoted) {
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
