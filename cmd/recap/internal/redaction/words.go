package redaction

import (
	"context"
	"slices"
	"strings"

	"recap/store"
)

// Words are what a redaction takes out, by which texts of others are known that repeat it.
type Words struct {
	names [][]string // folded
	runs  store.Runs
}

// WordsOf returns the words of what is to be taken out: names and accounts of the people whom it takes out, and what
// the posts say.
func WordsOf(ctx context.Context, db store.Search, what *store.Removal) (*Words, error) {
	w := &Words{}
	for _, id := range what.Posts {
		p, err := db.Post(ctx, id)
		if err != nil {
			return nil, err
		}
		w.runs.Add(p.Title)
		w.runs.Add(p.Text)
		if len(what.Authors) == 0 {
			continue
		}
		for _, name := range []string{p.Author.Name, p.Author.Address, p.Author.Handle} {
			w.add(name)
		}
	}
	return w, nil
}

// WordsOfName returns the words of what was taken out under a name.
func WordsOfName(name string) *Words {
	w := &Words{}
	w.add(name)
	return w
}

func (w *Words) add(name string) {
	words := store.FoldedWords(name)
	if len(words) > 0 && !slices.ContainsFunc(w.names, func(have []string) bool { return slices.Equal(have, words) }) {
		w.names = append(w.names, words)
	}
}

// isOf reports whether word is a name, perhaps in the genitive.
func isOf(word, name string) bool {
	end, ok := strings.CutPrefix(word, name)
	return ok && strings.Trim(end, "'’s") == ""
}

// In reports whether a text names somebody or repeats eight words in a row, or all of a shorter post.
func (w *Words) In(text string) bool {
	words := store.FoldedWords(text)
	for _, name := range w.names {
		for i := 0; i+len(name) <= len(words); i++ {
			last := i + len(name) - 1
			if slices.Equal(words[i:last], name[:len(name)-1]) && isOf(words[last], name[len(name)-1]) {
				return true
			}
		}
	}
	return w.runs.In(text)
}
