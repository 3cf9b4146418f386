package sqlite

import (
	"bytes"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"recap/store"
)

// postColumns are the columns of post in the order of scanPost and, with author_key before them, of postValues.
const postColumns = `
	p.id,
	p.uid,
	p.published,
	p.thread,
	p.machine,
	p.share_of,
	p.scope,
	p.key,
	p.kind,
	p.author_name,
	p.author_address,
	p.author_handle,
	p.author_url,
	p.author_organization,
	p.author_bot,
	p.claimed,
	p.received,
	p.first_seen,
	p.edited,
	p.language,
	p.policy,
	p.replies,
	p.shares,
	p.likes,
	p.damage,
	p.sum,
	p.refs,
	p.links,
	p.title,
	p.signature,
	p.text,
	p.quoted,
	p.cuts,
	p.form,
	p.within,
	p.author_relay`

var (
	columnNames = strings.Split("author_key,"+strings.NewReplacer("p.", "", "\n", "", "\t", "").Replace(postColumns), ",")
	insertPost  = "INSERT INTO post (" + strings.Join(columnNames, ", ") + ", backfill) VALUES (?" + strings.Repeat(", ?", len(columnNames)) + ")"
	updatePost  = updateOf(slices.DeleteFunc(slices.Clone(columnNames), func(name string) bool { return name == "id" || name == "uid" }))
	updateRest  = updateOf(slices.DeleteFunc(slices.Clone(columnNames),
		func(name string) bool { return name == "id" || name == "uid" || inIndex(name) }))
)

// inIndex reports whether an index of post has the column. SQLite writes each index that has a column of an UPDATE
// anew, whether its value changes or not.
func inIndex(column string) bool {
	switch column {
	case "published", "thread", "author_key", "author_address", "author_relay", "machine", "share_of":
		return true
	}
	return false
}

// updateOf returns the statement that sets these of columnNames; its parameters are postValues.
func updateOf(columns []string) string {
	set := make([]string, len(columns))
	for i, name := range columns {
		set[i] = name + " = ?" + strconv.Itoa(1+slices.Index(columnNames, name))
	}
	return "UPDATE post SET " + strings.Join(set, ", ") + " WHERE id = ?" + strconv.Itoa(1+slices.Index(columnNames, "id"))
}

// postValues returns the values of columnNames.
func postValues(id int64, own uid, p *store.Post) []any {
	return []any{
		p.Author.Identity(),
		id,
		own[:],
		p.Published.UnixMicro(),
		p.Thread,
		p.Machine,
		p.ShareOf,
		p.Scope,
		p.Key,
		p.Kind,
		p.Author.Name,
		p.Author.Address,
		p.Author.Handle,
		p.Author.URL,
		p.Author.Organization,
		p.Author.Bot,
		micros(p.Claimed),
		micros(p.Received),
		p.FirstSeen.UnixMicro(),
		micros(p.Edited),
		p.Language,
		int(p.Policy),
		p.Counts.Replies,
		p.Counts.Shares,
		p.Counts.Likes,
		p.Damage,
		p.Sum[:],
		strings.Join(p.InReplyTo, "\n"),
		strings.Join(p.Links, "\n"),
		p.Title,
		p.Signature,
		p.Text,
		p.Quoted,
		encodeCuts(p.Cuts),
		p.Form,
		p.Within,
		p.Author.Relay,
	}
}

// A storedPost is a post with what only the database knows.
type storedPost struct {
	store.Post
	id  int64
	uid uid
}

// scanPost reads a row of postColumns. Lists, tags and sources are in other tables.
func scanPost(rows *sql.Rows) (*storedPost, error) {
	var s storedPost
	p := &s.Post
	var own, sum sql.RawBytes
	var refs, links, cuts string
	var published, claimed, received, seen, edited sql.NullInt64
	err := rows.Scan(
		&s.id,
		&own,
		&published,
		&p.Thread,
		&p.Machine,
		&p.ShareOf,
		&p.Scope,
		&p.Key,
		&p.Kind,
		&p.Author.Name,
		&p.Author.Address,
		&p.Author.Handle,
		&p.Author.URL,
		&p.Author.Organization,
		&p.Author.Bot,
		&claimed,
		&received,
		&seen,
		&edited,
		&p.Language,
		&p.Policy,
		&p.Counts.Replies,
		&p.Counts.Shares,
		&p.Counts.Likes,
		&p.Damage,
		&sum,
		&refs,
		&links,
		&p.Title,
		&p.Signature,
		&p.Text,
		&p.Quoted,
		&cuts,
		&p.Form,
		&p.Within,
		&p.Author.Relay,
	)
	if err != nil {
		return nil, err
	}
	copy(s.uid[:], own)
	copy(p.Sum[:], sum)
	p.Published, p.Claimed, p.Received, p.FirstSeen, p.Edited = moment(published), moment(claimed), moment(received),
		moment(seen), moment(edited)
	p.InReplyTo, p.Links, p.Cuts = lines(refs), lines(links), decodeCuts(cuts)
	return &s, nil
}

// lines is the reverse of joining with newlines.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// labels adds the lists and tags of a stored post.
func (b *batch) labels(p *storedPost) error {
	into := func(list *[]string) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var s string
			err := rows.Scan(&s)
			*list = append(*list, s)
			return err
		}
	}
	if err := b.each("SELECT l.name FROM post_list AS pl JOIN list AS l ON l.id = pl.list WHERE pl.post = ?",
		[]any{p.id}, into(&p.Lists)); err != nil {
		return err
	}
	return b.each("SELECT tag FROM post_tag WHERE post = ?", []any{p.id}, into(&p.Tags))
}

// equalValues compares two column values.
func equalValues(a, b any) bool {
	x, ok := a.([]byte)
	if !ok {
		return a == b
	}
	y, ok := b.([]byte)
	return ok && bytes.Equal(x, y)
}

// encodeCuts returns cuts as the database keeps them: "at from to" in decimal, one a line.
func encodeCuts(cuts []store.Cut) string {
	var b []byte
	for i, c := range cuts {
		if i > 0 {
			b = append(b, '\n')
		}
		for j, n := range [...]int{c.At, c.From, c.To} {
			if j > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
	}
	return string(b)
}

// decodeCuts is the reverse of encodeCuts. A line that cannot be read ends the list.
func decodeCuts(s string) []store.Cut {
	var cuts []store.Cut
	for _, l := range lines(s) {
		var n [3]int
		for i, word := range strings.SplitN(l, " ", len(n)) {
			var err error
			if n[i], err = strconv.Atoi(word); err != nil {
				return cuts
			}
		}
		cuts = append(cuts, store.Cut{At: n[0], From: n[1], To: n[2]})
	}
	return cuts
}
