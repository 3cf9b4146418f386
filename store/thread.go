package store

import "strings"

// A thread is a set of keys that are connected by references, whether a stored post has the key or not. Every new post unites the threads of
// its own key and of all keys that it refers to, so late arrivals join threads, cycles are harmless, and nothing is walked.

// maxRefs bounds how many references of one post count; senders control the header. The first names the root, the last the parent.
const maxRefs = 128

// cleanRefs drops empty and repeated keys and the post's own, and shortens a list that is too long in the middle.
// Of a repeated key the last mention stays, because it is the nearer one.
func cleanRefs(own string, refs []string) []string {
	seen := map[string]bool{own: true, "": true}
	var kept []string
	for i := len(refs) - 1; i >= 0; i-- {
		key := strings.ReplaceAll(refs[i], "\n", "")
		if !seen[key] {
			seen[key] = true
			kept = append(kept, key)
		}
	}
	if n := len(kept); n > maxRefs {
		kept[maxRefs-1] = kept[n-1]
		kept = kept[:maxRefs]
	}
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	return kept
}

// unite returns the thread of a post with this row number, uid and references, after it has joined all threads that they belong to.
// thread is that of its key, 0 if nothing mentioned it before.
func (b *batch) unite(id, thread int64, own uid, scope string, refs []string) (int64, error) {
	var fresh []uid
	for _, key := range refs {
		if key == refsDivider {
			continue
		}
		ref := uidOf(scope, key)
		t, err := b.threadOf(ref)
		switch {
		case err != nil:
			return 0, err
		case t == 0:
			fresh = append(fresh, ref)
		case thread == 0:
			thread = t
		case t != thread:
			if thread, err = b.join(thread, t); err != nil {
				return 0, err
			}
		}
	}
	if thread == 0 {
		thread = id
	}
	for _, ref := range fresh {
		if err := b.exec("INSERT INTO ghost (uid, thread) VALUES (?, ?) ON CONFLICT DO NOTHING", ref[:], thread); err != nil {
			return 0, err
		}
		b.threads[ref] = thread
	}
	b.threads[own] = thread
	return thread, nil
}

// threadOf returns the thread of a key; 0 if nothing ever mentioned it.
func (b *batch) threadOf(u uid) (thread int64, err error) {
	if t, ok := b.threads[u]; ok {
		for b.joined[t] != 0 {
			t = b.joined[t]
		}
		return t, nil
	}
	thread, _, err = b.lookUp(u)
	if thread != 0 {
		b.threads[u] = thread
	}
	return thread, err
}

// lookUp returns the thread of a key as the database has it, 0 if nothing ever mentioned the key, and whether a post has it.
func (b *batch) lookUp(u uid) (thread int64, stored bool, err error) {
	_, err = b.get(`
		SELECT
			thread,
			TRUE
		FROM post
		WHERE uid = ?1
		UNION ALL
		SELECT
			thread,
			FALSE
		FROM ghost
		WHERE uid = ?1
		LIMIT 1`, []any{u[:]}, &thread, &stored)
	return thread, stored, err
}

// join makes one thread of two and returns its number. The larger one keeps its own, so that a key changes its thread at most
// as often as its thread doubles.
func (b *batch) join(x, y int64) (int64, error) {
	winner, loser := x, y
	for limit := 64; ; limit *= 8 {
		sizes := [2]int{}
		for i, t := range []int64{x, y} {
			if _, err := b.get("SELECT count(*) FROM (SELECT 1 FROM post WHERE thread = ? LIMIT ?)", []any{t, limit}, &sizes[i]); err != nil {
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
