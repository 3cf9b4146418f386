package edition

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"recap/digest"
	"recap/store"
)

// A Found is a recorded edition that holds what somebody looks for.
type Found struct {
	Edition *digest.Edition
	Line    string // the first line of it that holds a word of the query
}

// Search returns the recorded editions of [from, to), newest first and at most limit, that hold all words of query,
// which reads as that of [store.Search] does. Zero times are no bounds.
func Search(ctx context.Context, db store.Ledger, query string, from, to time.Time, limit int) ([]Found, error) {
	terms := termsOf(query)
	if len(terms) == 0 {
		return nil, nil
	}
	all, err := Editions(ctx, db, from, to)
	if err != nil {
		return nil, err
	}
	var found []Found
	for _, e := range all {
		if line, ok := terms.in(e); ok {
			found = append(found, Found{e, line})
		}
		if len(found) == limit {
			break
		}
	}
	return found, nil
}

// A term is words that stand next to each other.
type term struct {
	words []string // folded
	begin bool     // the last of them is the beginning of a word
}

type terms []term

// termsOf takes a query apart.
func termsOf(query string) terms {
	var all terms
	for query = strings.TrimSpace(query); query != ""; query = strings.TrimLeftFunc(query, unicode.IsSpace) {
		var text string
		if rest, quoted := strings.CutPrefix(query, `"`); quoted {
			text, query, _ = strings.Cut(rest, `"`)
			if after, star := strings.CutPrefix(query, "*"); star {
				text, query = text+"*", after
			}
		} else {
			end := strings.IndexFunc(query, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
			if end < 0 {
				end = len(query)
			}
			text, query = query[:end], query[end:]
		}
		if words := store.FoldedWords(text); len(words) > 0 {
			all = append(all, term{words, strings.HasSuffix(text, "*")})
		}
	}
	return all
}

// in reports whether e holds all terms, and returns the first line of it that holds one.
func (all terms) in(e *digest.Edition) (line string, ok bool) {
	left := slices.Clone(all)
	for _, text := range linesOf(e) {
		words := store.FoldedWords(text)
		before := len(left)
		left = slices.DeleteFunc(left, func(t term) bool { return t.in(words) })
		if len(left) < before && line == "" {
			line = text
		}
		if len(left) == 0 {
			return line, true
		}
	}
	return "", false
}

// in reports whether the words of t stand among words.
func (t term) in(words []string) bool {
	last := len(t.words) - 1
	for i := 0; i+last < len(words); i++ {
		if slices.Equal(words[i:i+last], t.words[:last]) && (words[i+last] == t.words[last] || t.begin && strings.HasPrefix(words[i+last], t.words[last])) {
			return true
		}
	}
	return false
}

// linesOf returns what e says, from its title to its lists of what is not told.
func linesOf(e *digest.Edition) []string {
	lines := []string{e.Title, e.Note}
	for _, b := range e.Brief {
		lines = append(lines, b.Text)
	}
	for _, l := range []digest.Lede{e.Lede, e.Narrative} {
		for _, s := range l.Sentences {
			lines = append(lines, s.Text)
		}
	}
	for _, s := range e.Stories {
		lines = append(lines, s.Title)
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				lines = append(lines, x.Text)
			}
		}
		for _, v := range s.Voices {
			lines = append(lines, v.Text)
		}
	}
	for _, r := range e.Rest {
		if lines = append(lines, r.Title); r.Quote != nil {
			lines = append(lines, r.Quote.Text)
		}
	}
	for _, l := range e.Late {
		lines = append(lines, l.Title)
	}
	return lines
}
