package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"unicode"

	"recap/store"
)

const (
	defaultHits  = 50
	snippetWords = 24
)

// Search implements [store.Search].
func (db *DB) Search(ctx context.Context, query string, f store.Filter) ([]store.Hit, error) {
	match := matchExpression(query)
	if match == "" {
		return nil, nil
	}
	if db.writers != nil {
		if err := db.Index(ctx); err != nil {
			return nil, err
		}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultHits
	}
	where, args := condition(f)
	from := "post_fts"
	if where != "TRUE" {
		from += " JOIN post AS p ON p.id = post_fts.rowid"
	}
	var numbers []int64
	snippets := map[int64]string{}
	err := eachRow(func(rows *sql.Rows) error {
		var id int64
		var snippet string
		err := rows.Scan(&id, &snippet)
		numbers = append(numbers, id)
		snippets[id] = strings.Join(strings.Fields(snippet), " ")
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			post_fts.rowid,
			snippet(post_fts, 1, char(1), char(2), '…', ?)
		FROM `+from+`
		WHERE post_fts MATCH ? AND `+where+`
		ORDER BY post_fts.rank
		LIMIT ?`, append(append([]any{snippetWords, match}, args...), limit)...))
	if err != nil {
		return nil, wrap("search", err)
	}
	ids, err := json.Marshal(numbers)
	if err != nil {
		return nil, wrap("search", err)
	}
	posts, err := collect(db.stream(ctx, "search", "JOIN json_each(?) AS hit ON hit.value = p.id ORDER BY hit.key", string(ids)))
	if err != nil {
		return nil, err
	}
	if len(posts) != len(numbers) { // one was taken out between the two queries
		return db.Search(ctx, query, f)
	}
	hits := make([]store.Hit, len(posts))
	for i := range posts {
		hits[i] = store.Hit{Post: posts[i], Snippet: snippets[numbers[i]]}
	}
	return hits, nil
}

// matchExpression turns what a user typed into an FTS5 expression
// (https://sqlite.org/fts5.html#full_text_query_syntax): every word is quoted, so that none is an operator.
func matchExpression(query string) string {
	var terms []string
	for query != "" {
		var term string
		quoted := query[0] == '"'
		if quoted {
			term, query, _ = strings.Cut(query[1:], `"`)
		} else if i := strings.IndexFunc(query, func(r rune) bool { return unicode.IsSpace(r) || r == '"' }); i >= 0 {
			term, query = query[:i], query[i:]
		} else {
			term, query = query, ""
		}
		query = strings.TrimLeftFunc(query, unicode.IsSpace)
		star := ""
		if quoted && strings.HasPrefix(query, "*") {
			star, query = " *", query[1:]
		} else if !quoted && strings.HasSuffix(term, "*") {
			star = " *"
		}
		if strings.ContainsFunc(term, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			terms = append(terms, `"`+strings.ToValidUTF8(strings.ReplaceAll(term, "\x00", " "), " ")+`"`+star)
		}
	}
	return strings.Join(terms, " ")
}
