package sqlite

import (
	"database/sql"

	"recap/store"
)

// A post stands under the post that it answers, if that is stored, else under the nearest of its references that is,
// else beside those that name the same missing parent. So every post has one place, under one key, and a thread is what
// these places connect. A mail thus moves only itself and what names it, however many references it has: to be named by
// somebody joins nothing. What comes late changes the place of those that name it; rethread then sees to it. Cycles are
// harmless, and nothing is walked by recursion.

// place returns the thread of a new post with this row number, uid and references. thread is that of its key, 0 if
// nobody stands there yet.
func (b *batch) place(id, thread int64, own uid, scope string, refs []string) (int64, error) {
	under, missing, err := b.anchor(scope, refs)
	switch {
	case err != nil:
		return 0, err
	case under == 0 && len(missing) > 0:
		if under, err = b.threadOf(missing[0]); err != nil {
			return 0, err
		}
	}
	switch {
	case thread == 0:
		thread = under
	case under != 0 && under != thread:
		if thread, err = b.join(thread, under); err != nil {
			return 0, err
		}
	}
	if thread == 0 {
		thread = id
	}
	if under == 0 && len(missing) > 0 {
		b.alone = false
		if err := b.exec("INSERT INTO ghost (uid, thread) VALUES (?, ?) ON CONFLICT DO NOTHING", missing[0][:], thread); err != nil {
			return 0, err
		}
		b.nodes[missing[0]] = node{thread: thread}
	}
	b.nodes[own] = node{thread: thread, stored: true}
	return thread, b.await(id, missing)
}

// anchor returns the thread of the nearest reference that is stored, 0 if none is, and the references that are nearer,
// nearest first.
func (b *batch) anchor(scope string, refs []string) (thread int64, missing []uid, err error) {
	for i := len(refs) - 1; i >= 0; i-- {
		if refs[i] == store.RefsDivider {
			continue
		}
		u := uidOf(scope, refs[i])
		n, err := b.node(u)
		if err != nil {
			return 0, nil, err
		}
		if n.stored {
			return n.thread, missing, nil
		}
		missing = append(missing, u)
	}
	return 0, missing, nil
}

// await notes that a post would stand under these keys if there were posts with them.
func (b *batch) await(id int64, missing []uid) error {
	for _, u := range missing {
		b.alone = false
		if err := b.exec("INSERT INTO awaited (uid, post) VALUES (?, ?) ON CONFLICT DO NOTHING", u[:], id); err != nil {
			return err
		}
	}
	return nil
}

// arrive looks at the posts that waited for a key which a post in this thread has now.
func (b *batch) arrive(own uid, thread int64) error {
	type waiting struct {
		thread int64
		scope  string
		refs   []string
	}
	var list []waiting
	err := b.each("SELECT p.thread, p.scope, p.refs FROM awaited AS a JOIN post AS p ON p.id = a.post WHERE a.uid = ?", []any{own[:]},
		func(rows *sql.Rows) error {
			var w waiting
			var refs string
			err := rows.Scan(&w.thread, &w.scope, &refs)
			w.refs = lines(refs)
			list = append(list, w)
			return err
		})
	if err != nil {
		return err
	}
	for _, w := range list {
		moves, err := b.moves(own, w.scope, w.refs)
		if err != nil {
			return err
		}
		if moves {
			b.unsettle(w.thread, thread)
		}
	}
	return b.exec("DELETE FROM awaited WHERE uid = ?", own[:])
}

// moves reports whether a post with these references stood elsewhere than beside the key own before there was a post
// with it, and stands under that now.
func (b *batch) moves(own uid, scope string, refs []string) (bool, error) {
	beside := true // whether it named own as its parent
	for i := len(refs) - 1; i >= 0; i-- {
		if refs[i] == store.RefsDivider {
			continue
		}
		u := uidOf(scope, refs[i])
		if u == own {
			if !beside {
				return true, nil
			}
			thread, _, err := b.anchor(scope, refs[:i])
			return thread != 0, err
		}
		beside = false
		if n, err := b.node(u); err != nil || n.stored {
			return false, err
		}
	}
	return false, nil
}

// unsettle has rethread look at these threads at the end of the batch.
func (b *batch) unsettle(threads ...int64) {
	for _, t := range threads {
		b.unsettled[t] = true
	}
}

// A node is what is known of a key.
type node struct {
	thread int64 // 0 if nobody stands there
	stored bool  // whether a post has the key
}

// threadOf returns the thread of a key; 0 if nobody stands there.
func (b *batch) threadOf(u uid) (int64, error) {
	n, err := b.node(u)
	return n.thread, err
}

// node returns what is known of a key. Only what is known is kept for the rest of the batch.
func (b *batch) node(u uid) (node, error) {
	if n, ok := b.nodes[u]; ok {
		n.thread = b.present(n.thread)
		return n, nil
	}
	n, _, err := b.lookUp(u)
	if err == nil && !n.stored && b.claims {
		_, n, err = b.standIn(u, n)
	}
	if n.thread != 0 {
		b.nodes[u] = n
	}
	return n, err
}

// present returns the number that a thread has by now.
func (b *batch) present(thread int64) int64 {
	for b.joined[thread] != 0 {
		thread = b.joined[thread]
	}
	return thread
}

// lookUp returns what the database has of a key, and whether posts may wait for it.
func (b *batch) lookUp(u uid) (n node, awaited bool, err error) {
	if b.alone { // as where all comes from feeds
		n.stored, err = b.get("SELECT thread FROM post WHERE uid = ?", []any{u[:]}, &n.thread)
		return n, false, err
	}
	_, err = b.get(`
		SELECT
			thread,
			TRUE,
			FALSE
		FROM post
		WHERE uid = ?1
		UNION ALL
		SELECT
			thread,
			FALSE,
			TRUE
		FROM ghost
		WHERE uid = ?1
		UNION ALL
		SELECT
			0,
			FALSE,
			TRUE
		FROM awaited
		WHERE uid = ?1
		LIMIT 1`, []any{u[:]}, &n.thread, &n.stored, &awaited)
	return n, awaited, err
}

// join makes one thread of two and returns its number. The larger one keeps its own, so that a key changes its thread
// at most as often as its thread doubles.
func (b *batch) join(x, y int64) (int64, error) {
	winner, loser := x, y
	for limit := 64; ; limit *= 8 {
		sizes := [2]int{}
		for i, t := range []int64{x, y} {
			if _, err := b.get("SELECT count(*) FROM (SELECT 1 FROM post WHERE thread = ? LIMIT ?)", []any{t, limit},
				&sizes[i]); err != nil {
				return 0, err
			}
		}
		if sizes[0] < limit || sizes[1] < limit {
			if sizes[0] < sizes[1] {
				winner, loser = y, x
			}
			break
		}
	}
	b.joined[loser] = winner
	if err := b.exec("UPDATE post SET thread = ? WHERE thread = ?", winner, loser); err != nil {
		return 0, err
	}
	return winner, b.exec("UPDATE ghost SET thread = ? WHERE thread = ?", winner, loser)
}

// nextID returns a row number that no post has and that names no thread, and the last one in the full-text index.
func (b *batch) nextID() (id, indexed int64, err error) {
	_, err = b.get(`
		SELECT
			1 + max(
				(SELECT coalesce(max(id), 0) FROM post),
				(SELECT coalesce(max(thread), 0) FROM post),
				(SELECT coalesce(max(thread), 0) FROM ghost)),
			(`+lastIndexed+`)`, nil, &id, &indexed)
	return id, indexed, err
}
