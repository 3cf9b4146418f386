package store

import (
	"hash/fnv"
	"iter"
	"slices"
)

// Words are known as those of another text by so many in a row, or by all of a shorter text that has at least the
// fewest.
const (
	longRun   = 8
	fewestRun = 4
)

// Runs are the words in a row of some texts, by which it is known that another text repeats one of them. The zero value
// has none.
type Runs struct {
	hashes map[uint64]bool
	sizes  []int           // how many words those in hashes have
	short  map[uint64]bool // of fewer words in a row than a long run, but the fewest: what may be quoted of them
}

// Add adds a text, of which runs of eight words count, or all words of a shorter one that has at least four.
func (r *Runs) Add(text string) {
	words := FoldedWords(text)
	size := min(len(words), longRun)
	if size < fewestRun {
		return
	}
	r.add(words, size)
}

func (r *Runs) add(words []string, size int) {
	if r.hashes == nil {
		r.hashes, r.short = map[uint64]bool{}, map[uint64]bool{}
	}
	if !slices.Contains(r.sizes, size) {
		r.sizes = append(r.sizes, size)
	}
	for run := range wordRuns(words, size) {
		r.hashes[run] = true
	}
	for n := fewestRun; n < min(longRun, len(words)+1); n++ {
		for run := range wordRuns(words, n) {
			r.short[run] = true
		}
	}
}

// In reports whether a text holds one of the runs.
func (r *Runs) In(text string) bool {
	if len(r.hashes) == 0 {
		return false
	}
	words := FoldedWords(text)
	for _, size := range r.sizes {
		for run := range wordRuns(words, size) {
			if r.hashes[run] {
				return true
			}
		}
	}
	return false
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
