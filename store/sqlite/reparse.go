package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"recap/store"
)

// Posts are kept with the bytes that they came as, so that a better parser can read them again. Reparse does so in
// steps, each of them one transaction that ends with a note of how far it came: a run that is stopped goes on where it
// was. First every post is read again, then every thread is found anew.

// parserKey is the meta value that says how far posts have been read by which version: "4", or "4 posts 1200" and "4
// threads 77" on the way to that.
const parserKey = "store/parser"

// rereadKey begins the meta keys of sources that are read again from their beginning since the parser changed.
const rereadKey = "store/reread/"

// Reparse implements [store.Care].
func (db *DB) Reparse(ctx context.Context, r store.Reparser, limit int) (left bool, err error) {
	state, err := db.Meta(ctx, parserKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	var version int
	var phase string
	var at int64
	fmt.Sscanf(state, "%d %s %d", &version, &phase, &at)
	if version == r.Version && phase == "" {
		return false, nil
	}
	if version != r.Version {
		phase, at = "", 0
	}
	switch phase {
	case "":
		left, err = db.beginReparse(ctx, r)
	case "posts":
		left, err = true, db.reparsePosts(ctx, r, at, limit)
	default:
		left, err = db.reparseThreads(ctx, r, at, limit)
	}
	return left, wrap("reparse", err)
}

// beginReparse notes that the pass has begun and forgets how far the sources were read that are to be read again.
func (db *DB) beginReparse(ctx context.Context, r store.Reparser) (left bool, err error) {
	err = db.write(ctx, func(tx *transaction) error {
		if _, err := tx.get("SELECT EXISTS (SELECT 1 FROM post)", nil, &left); err != nil {
			return err
		}
		if !left {
			return tx.setParser(fmt.Sprint(r.Version))
		}
		for _, name := range r.Again {
			if err := tx.exec("DELETE FROM cursor WHERE source = (SELECT id FROM source WHERE name = ?)", name); err != nil {
				return err
			}
			if err := tx.exec("UPDATE source SET last_read = NULL, backfill = 1 WHERE name = ?", name); err != nil {
				return err
			}
			if err := tx.exec("UPDATE copy SET stale = 1 WHERE source = (SELECT id FROM source WHERE name = ?)", name); err != nil {
				return err
			}
			if err := tx.exec("INSERT INTO meta (key, value) VALUES (?, '') ON CONFLICT DO NOTHING", rereadKey+name); err != nil {
				return err
			}
		}
		return tx.setParser(fmt.Sprintf("%d posts 0", r.Version))
	})
	return left, err
}

func (tx *transaction) setParser(state string) error {
	return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", parserKey, state)
}

// A reading is what became of one post and where it came from.
type reading struct {
	store.Reading
	id     int64
	source string
}

// reparsePosts reads the next posts again.
func (db *DB) reparsePosts(ctx context.Context, r store.Reparser, at int64, limit int) error {
	readings, err := db.read(ctx, r, at, limit)
	if err != nil {
		return err
	}
	state := fmt.Sprintf("%d threads 0", r.Version)
	if len(readings) == limit {
		state = fmt.Sprintf("%d posts %d", r.Version, readings[limit-1].id)
	}
	return db.write(ctx, func(tx *transaction) error {
		batches := map[string]*batch{}
		var last *batch
		for _, rd := range readings {
			b := batches[rd.source]
			if b == nil {
				if b, err = newBatch(tx, rd.source); err != nil {
					return err
				}
				b.backfill, batches[rd.source] = true, b // what one post gives beside itself was there before
			}
			if last != nil && last != b { // they share numbers and what they know of threads
				b.next, b.nodes, b.joined, b.unsettled, b.claims, b.claimed = last.next, last.nodes, last.joined, last.unsettled,
					b.claims || last.claims, last.claimed
			}
			last = b
			if err := b.reread(rd); err != nil {
				return fmt.Errorf("post %d: %w", rd.id, err)
			}
		}
		for _, b := range batches {
			b.next = max(b.next, last.next)
			if err := b.count(); err != nil {
				return err
			}
			last.next = max(b.next, last.next)
		}
		return tx.setParser(state)
	})
}

// read parses the stored bytes of the next posts.
func (db *DB) read(ctx context.Context, r store.Reparser, at int64, limit int) ([]reading, error) {
	var readings []reading
	err := db.snapshot(ctx, func(tx *sql.Tx) error {
		return eachRow(func(rows *sql.Rows) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			var rd reading
			var packed []byte
			var p store.Post
			var received, seen sql.NullInt64
			if err := rows.Scan(&rd.id, &p.Kind, &received, &seen, &packed, &rd.source, &p.URL); err != nil {
				return err
			}
			p.Received, p.FirstSeen = moment(received), moment(seen)
			var err error
			if p.Raw, err = db.decoder.DecodeAll(packed, nil); err == nil {
				rd.Reading = r.Read(p, rd.source)
			}
			readings = append(readings, rd)
			return nil
		})(tx.QueryContext(ctx, `
			SELECT
				p.id,
				p.kind,
				p.received,
				p.first_seen,
				r.data,
				s.name,
				c.url
			FROM post AS p
			JOIN raw AS r ON r.post = p.id
			JOIN copy AS c ON c.post = p.id AND (c.source, c.sum) = (
				SELECT k.source, k.sum
				FROM copy AS k
				JOIN source AS o ON o.id = k.source
				WHERE k.post = p.id
				ORDER BY k.late, o.position < 0, o.position, o.name
				LIMIT 1)
			JOIN source AS s ON s.id = c.source
			WHERE p.id > ?1
			ORDER BY p.id
			LIMIT ?2`, at, limit))
	})
	return readings, err
}

// reread gives a stored post what its bytes give by now.
func (b *batch) reread(rd reading) error {
	if len(rd.Posts) == 0 {
		return nil
	}
	old, err := b.byID(rd.id)
	if err != nil || old == nil {
		return err
	}
	if err := b.labels(old); err != nil {
		return err
	}
	cited, err := b.isCited(old.uid)
	if err != nil {
		return err
	}
	if !cited {
		if err := b.forgo(old); err != nil {
			return err
		}
	}
	copies, err := b.copiesOf(old.id)
	if err != nil {
		return err
	}
	p := rd.Posts[0]
	if rd.Words {
		p = reworded(&old.Post, &p)
	}
	p.Kind, p.FirstSeen, p.Within = old.Kind, old.FirstSeen, old.Within
	base := p.Key
	b.fill(&p)
	merged := retaken(&old.Post, &p)
	if copies > 1 {
		merged.Policy = max(old.Policy, p.Policy)
		merged.InReplyTo = store.MergeRefs(old.InReplyTo, p.InReplyTo)
		merged.Lists = store.Union(old.Lists, p.Lists)
		merged.Published, merged.Received = old.Published, store.Earlier(old.Received, p.Received)
	}
	if err := b.refer(old, merged.InReplyTo); err != nil {
		return err
	}
	if err := b.replace(old, &merged); err != nil {
		return err
	}
	if p.Raw == nil {
		if err := b.exec("DELETE FROM raw WHERE post = ?", old.id); err != nil {
			return err
		}
	}
	if !slices.Equal(old.Lists, merged.Lists) || !slices.Equal(old.Tags, merged.Tags) {
		if err := b.unlabel(old.id); err != nil {
			return err
		}
	}
	if err := b.label(old.id, &merged); err != nil {
		return err
	}
	if err := b.exec("UPDATE copy SET url = ?1 WHERE post = ?2 AND sum = ?3 AND url <> ?1", p.URL, old.id,
		shortSum(old.Fingerprint())); err != nil {
		return err
	}
	if own, _, _ := store.CutSuffix(old.Key); !cited && own != base && old.Scope == "" {
		if err := b.rename(&claimant{storedPost: *old}, base); err != nil {
			return err
		}
	}
	return b.reenclose(rd)
}

// reenclose sees to the posts that a digest enclosed by an older version, and by this one.
func (b *batch) reenclose(rd reading) error {
	var added store.Added
	for i := range rd.Posts[1:] {
		p := rd.Posts[1+i]
		b.fill(&p)
		found, err := b.enclosedAs(&p)
		if err != nil {
			return err
		}
		if found == nil {
			if err := b.add(&p, &added); err != nil {
				return err
			}
			continue
		}
		if err := b.exec("UPDATE post SET within = ? WHERE id = ?", p.Within, found.id); err != nil {
			return err
		}
		own := uidOf(p.Scope, p.Key)
		b.claims = true
		if err := b.claim(own, found.id); err != nil {
			return err
		}
		if err := b.settle(own, p.Key); err != nil {
			return err
		}
	}
	for i := range rd.Enclosed {
		if found, err := b.enclosedAs(&rd.Enclosed[i]); err != nil {
			return err
		} else if found != nil {
			if err := b.forget(&found.storedPost); err != nil {
				return err
			}
		}
	}
	return nil
}

// enclosedAs returns the post that was made of an enclosed mail and of nothing else; nil if there is none, or if an
// edition cites it.
func (b *batch) enclosedAs(p *store.Post) (*claimant, error) {
	list, err := b.claimants(uidOf(p.Scope, p.Key))
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		copies, err := b.copiesOf(c.id)
		if err != nil || copies != 1 {
			continue
		}
		if has, err := b.hasCopy(c.id, p.Sum); err != nil || !has {
			continue
		}
		if cited, err := b.isCited(c.uid); err != nil || cited {
			return nil, err
		}
		return c, nil
	}
	return nil, err
}

// byID returns the stored post with this row number, nil if there is none.
func (b *batch) byID(id int64) (found *storedPost, err error) {
	err = b.each("SELECT "+postColumns+" FROM post AS p WHERE p.id = ?", []any{id}, func(rows *sql.Rows) error {
		found, err = scanPost(rows)
		return err
	})
	return found, err
}

// copiesOf returns how many copies a post has.
func (b *batch) copiesOf(post int64) (n int, err error) {
	_, err = b.get("SELECT count(*) FROM copy WHERE post = ?", []any{post}, &n)
	return n, err
}

// forget takes out a post that should not have been made. Its place in the thread stays.
func (b *batch) forget(p *storedPost) error {
	if _, err := b.unindex(p); err != nil {
		return err
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"UPDATE source SET posts = posts - 1 WHERE id IN (SELECT source FROM copy WHERE post = ?)", []any{p.id}},
		{"INSERT INTO ghost (uid, thread) SELECT ?, thread FROM post WHERE id = ? ON CONFLICT DO NOTHING", []any{p.uid[:], p.id}},
		{"DELETE FROM post WHERE id = ?", []any{p.id}},
	} {
		if err := b.exec(step.query, step.args...); err != nil {
			return err
		}
	}
	delete(b.nodes, p.uid)
	b.unsettle(p.Thread)
	return nil
}

// retaken returns the stored post old as the parser reads it now: p, with what the store alone knows of it.
func retaken(old, p *store.Post) store.Post {
	merged := *p
	merged.Scope, merged.Key, merged.Thread, merged.FirstSeen = old.Scope, old.Key, old.Thread, old.FirstSeen
	merged.Counts, merged.Edited, merged.Sum = old.Counts, old.Edited, old.Sum
	if dateless(p) && dateless(old) { // a file says no more of it than how old it is at least
		merged.Published = store.Earlier(old.Published, p.Published)
	}
	return merged
}

// reworded returns the stored post old with the words, the author and the form of p, and with the stricter policy of
// the two.
func reworded(old, p *store.Post) store.Post {
	now := *old
	now.Key, _, _ = store.CutSuffix(old.Key)
	now.URL, now.Raw = p.URL, p.Raw
	now.Text, now.Quoted, now.Cuts, now.Links, now.Signature, now.Damage = p.Text, p.Quoted, p.Cuts, p.Links, p.Signature, p.Damage
	now.Author, now.Machine, now.Policy = p.Author, p.Machine, max(old.Policy, p.Policy)
	if p.Form != "" {
		now.Form = p.Form
	}
	if p.Language != "" {
		now.Language = p.Language
	}
	return now
}

// dateless reports whether the time of a post is of neither its writer nor a server, but of a file, or of our first
// sight.
func dateless(p *store.Post) bool {
	return !p.Published.Equal(p.Claimed) && !p.Published.Equal(p.Received)
}

// reparseThreads finds the next threads anew.
func (db *DB) reparseThreads(ctx context.Context, r store.Reparser, at int64, limit int) (left bool, err error) {
	err = db.write(ctx, func(tx *transaction) error {
		b, err := newBatch(tx, "")
		if err != nil {
			return err
		}
		posts, last := 0, at
		err = tx.each("SELECT thread, count(*) FROM post WHERE thread > ? GROUP BY thread ORDER BY thread LIMIT ?",
			[]any{at, limit}, func(rows *sql.Rows) error {
				var thread int64
				var n int
				if err := rows.Scan(&thread, &n); err != nil || posts >= limit {
					return err
				}
				posts, last = posts+n, thread
				b.unsettle(thread)
				return nil
			})
		if err != nil {
			return err
		}
		if left = last > at; !left {
			if err := b.resettle(); err != nil {
				return err
			}
			return tx.setParser(fmt.Sprint(r.Version))
		}
		if err := b.awaitAll(); err != nil {
			return err
		}
		if err := b.rethread(); err != nil {
			return err
		}
		return tx.setParser(fmt.Sprintf("%d threads %d", r.Version, last))
	})
	return left, err
}

// awaitAll notes for each post of the unsettled threads what it would stand under.
func (b *batch) awaitAll() error {
	type naming struct {
		id    int64
		scope string
		refs  []string
	}
	for thread := range b.unsettled {
		var list []naming
		err := b.each("SELECT id, scope, refs FROM post WHERE thread = ? AND refs <> ''", []any{thread}, func(rows *sql.Rows) error {
			var n naming
			var refs string
			err := rows.Scan(&n.id, &n.scope, &refs)
			n.refs = lines(refs)
			list = append(list, n)
			return err
		})
		if err != nil {
			return err
		}
		for _, n := range list {
			_, missing, err := b.anchor(n.scope, n.refs)
			if err != nil {
				return err
			}
			if err := b.await(n.id, missing); err != nil {
				return err
			}
		}
	}
	return nil
}
