package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"recap/store"
)

// Anybody can put the Message-ID of another's mail into one of their own. So a key belongs to one post, and other posts
// that came with it have it with a suffix, which is a hash of who wrote them and what. The bare key is the post's that
// most answers to it fit, so that nobody draws the answers to another's mail to their own by being quicker; else the
// one's that the first source of the configuration had, and of those that one source had, the first one's. Once an
// edition has cited a post, its key stays. What a digest of a list enclosed never has a bare key, because the list alone
// says whose it is; references to the key lead to it while no mail has it, and a mail with the same words takes its
// place.

// A claimant is a post that came with a key.
type claimant struct {
	storedPost
	cited bool
}

// addClaimed stores a copy of a post whose key other posts may have come with. n and awaited are what lookUp says of
// the key.
func (b *batch) addClaimed(own uid, p *store.Post, n node, awaited bool, added *store.Added) error {
	if !n.stored && p.Within == "" {
		if claimed, err := b.isClaimed(own); err != nil {
			return err
		} else if !claimed {
			added.New++
			return b.insert(own, p, n.thread, awaited)
		}
	}
	list, err := b.claimants(own)
	if err != nil {
		return err
	}
	base := p.Key
	if c, err := b.sameAs(list, p); err != nil {
		return err
	} else if c != nil {
		return b.mergeClaimed(own, base, c, p, len(list) > 1 || c.uid != own || b.again && p.Within != "", added)
	}
	if p.Within != "" || n.stored {
		suffixed := *p
		if suffixed.Key, err = b.suffixed(base, p, list); err != nil {
			return err
		}
		p = &suffixed
	}
	mine := uidOf(p.Scope, p.Key)
	if mine != own {
		if refused, err := b.refused(mine, p); err != nil || refused {
			if refused {
				added.Refused++
			}
			return err
		}
		if i := slices.IndexFunc(list, func(c claimant) bool { return c.uid == mine }); i >= 0 { // the same words on another day
			return b.mergeClaimed(own, base, &list[i], p, true, added)
		}
		if n.thread, awaited, err = b.free(mine); err != nil {
			return err
		}
	}
	id := b.next
	if err := b.insert(mine, p, n.thread, awaited); err != nil {
		return err
	}
	if !n.stored { // what stood in for the key does so no more
		for i := range list {
			b.unsettle(list[i].Thread)
		}
	}
	added.New++
	b.claims = true
	for i := range list {
		if err := b.claim(own, list[i].id); err != nil {
			return err
		}
	}
	if err := b.claim(own, id); err != nil {
		return err
	}
	if mine != own && !n.stored { // references to the bare key lead to it
		delete(b.nodes, own)
		n, err := b.node(mine)
		if err != nil {
			return err
		}
		if err := b.standsIn(own, n.thread); err != nil {
			return err
		}
	}
	b.contested[own] = base
	return nil
}

// sameAs returns the one of these posts that p is a copy of, nil if it is of none: one that it was merged into before,
// whatever its words are by now, else one of the same person with the same words.
func (b *batch) sameAs(list []claimant, p *store.Post) (*claimant, error) {
	is := func(c *claimant) bool {
		return c.Scope == p.Scope && (c.Key == p.Key && b.asked || store.SamePost(&c.Post, p))
	}
	if len(list) == 1 && is(&list[0]) { // as most are
		return &list[0], nil
	}
	if b.again {
		return b.sameAgain(list, p, is)
	}
	for i := range list {
		if c := &list[i]; c.Scope == p.Scope {
			if has, err := b.hasCopy(c.id, p.Fingerprint()); err != nil || has {
				return c, err
			}
		}
	}
	for i := range list {
		if is(&list[i]) {
			return &list[i], nil
		}
	}
	return nil, nil
}

// suffixed returns the first of the keys for a post whose own key is another's that only claimants of that key have, or
// nobody.
func (b *batch) suffixed(base string, p *store.Post, list []claimant) (string, error) {
	for n := 0; ; n++ {
		key := store.SuffixedKey(base, p, n)
		u := uidOf(p.Scope, key)
		if slices.ContainsFunc(list, func(c claimant) bool { return c.uid == u }) {
			return key, nil
		}
		if there, _, err := b.lookUp(u); err != nil || !there.stored {
			return key, err
		}
	}
}

// hasCopy reports whether a copy with this fingerprint was merged into the post before.
func (b *batch) hasCopy(post int64, sum store.Sum) (bool, error) {
	return b.get("SELECT 1 FROM copy WHERE post = ? AND sum = ?", []any{post, shortSum(sum)}, new(int))
}

// free returns what lookUp says of a key that no post has, and an error if one has it.
func (b *batch) free(u uid) (thread int64, awaited bool, err error) {
	n, awaited, err := b.lookUp(u)
	if err == nil && n.stored {
		err = errors.New("another post has the hash of its key")
	}
	return n.thread, awaited, err
}

// mergeClaimed adds a copy to the post c. contested says whether several posts came with the key.
func (b *batch) mergeClaimed(own uid, base string, c *claimant, p *store.Post, contested bool, added *store.Added) error {
	if err := b.merge(&c.storedPost, p, added); err != nil || !contested {
		return err
	}
	b.contested[own] = base
	return b.claim(own, c.id)
}

// settleAll settles the keys that this batch brought claimants of, or answers to.
func (b *batch) settleAll() error {
	for own, base := range b.contested {
		if err := b.settle(own, base); err != nil {
			return err
		}
	}
	clear(b.contested)
	return b.rethread()
}

// answers notes that a post with these references answers a key, which may belong to another claimant now.
func (b *batch) answers(scope string, refs []string) error {
	if !b.claims || len(refs) == 0 {
		return nil
	}
	nearest := refs[len(refs)-1]
	own := uidOf(scope, nearest)
	claimed, err := b.isClaimed(own)
	if claimed {
		b.contested[own] = nearest
	}
	return err
}

// standsIn moves those that stand beside a key which no post has to the post in this thread, which stands in for it.
func (b *batch) standsIn(own uid, thread int64) error {
	var beside int64
	found, err := b.get("SELECT thread FROM ghost WHERE uid = ?", []any{own[:]}, &beside)
	if err != nil {
		return err
	}
	if found {
		b.unsettle(beside, thread)
	}
	return b.arrive(own, thread)
}

// standIn returns the post that stands in for a key which no post has, and what is known of it; or what is known
// already.
func (b *batch) standIn(u uid, known node) (uid, node, error) {
	var stand []byte
	var thread int64
	found, err := b.get(`
		SELECT
			p.uid,
			p.thread
		FROM claim AS c
		JOIN post AS p ON p.id = c.post
		JOIN source AS s ON s.id = c.source
		WHERE c.uid = ? AND p.within <> ''
		ORDER BY s.position < 0, s.position, s.name, c.turn, p.uid
		LIMIT 1`, []any{u[:]}, &stand, &thread)
	if err != nil || !found {
		return uid{}, known, err
	}
	return uid(stand), node{thread: thread, stored: true}, nil
}

// claimants returns the posts that came with a key: the one that has it first, the others as they came.
func (b *batch) claimants(own uid) ([]claimant, error) {
	var list []claimant
	add := func(rows *sql.Rows) error {
		p, err := scanPost(rows)
		if err == nil && !slices.ContainsFunc(list, func(c claimant) bool { return c.id == p.id }) {
			list = append(list, claimant{storedPost: *p})
		}
		return err
	}
	if err := b.each("SELECT "+postColumns+" FROM post AS p WHERE p.uid = ?", []any{own[:]}, add); err != nil || !b.claims {
		return list, err
	}
	if claimed, err := b.isClaimed(own); err != nil || !claimed {
		return list, err
	}
	return list, b.each("SELECT "+postColumns+" FROM claim AS c JOIN post AS p ON p.id = c.post WHERE c.uid = ? ORDER BY c.turn, p.id",
		[]any{own[:]}, add)
}

// fewClaims is up to how many contested keys a batch keeps in mind, so that it need not ask for each post.
const fewClaims = 256

// isClaimed reports whether a key is contested.
func (b *batch) isClaimed(own uid) (bool, error) {
	if b.claimed == nil {
		b.claimed = map[uid]bool{}
		err := b.each("SELECT DISTINCT uid FROM claim LIMIT ?", []any{fewClaims + 1}, func(rows *sql.Rows) error {
			var u sql.RawBytes
			err := rows.Scan(&u)
			if err == nil {
				b.claimed[uid(u)] = true
			}
			return err
		})
		if err != nil {
			return false, err
		}
	}
	if b.claimed[own] || len(b.claimed) <= fewClaims {
		return b.claimed[own], nil
	}
	return b.get("SELECT 1 FROM claim WHERE uid = ?", []any{own[:]}, new(int))
}

// claim notes that a post came with a key, in the sources that it has copies from.
func (b *batch) claim(own uid, post int64) error {
	if b.claimed != nil {
		b.claimed[own] = true
	}
	return b.exec(`
		INSERT INTO claim (uid, post, source, turn)
		SELECT DISTINCT ?1, c.post, c.source, (SELECT 1 + coalesce(max(turn), 0) FROM claim WHERE uid = ?1)
		FROM copy AS c
		WHERE c.post = ?2
		ON CONFLICT DO NOTHING`, own[:], post)
}

// settle gives the bare key to whom it belongs, and the others theirs.
func (b *batch) settle(own uid, base string) error {
	list, err := b.claimants(own)
	if err != nil {
		return err
	}
	for i := range list {
		if b.cites {
			if list[i].cited, err = b.isCited(list[i].uid); err != nil {
				return err
			}
		}
	}
	winner, err := b.winner(own, base, list)
	if err != nil {
		return err
	}
	owner := slices.IndexFunc(list, func(c claimant) bool { return c.uid == own })
	next := slices.IndexFunc(list, func(c claimant) bool { return c.id == winner })
	if owner < 0 && b.refuses {
		if gone, err := b.taken(own); err != nil {
			return err
		} else if gone {
			next = -1 // it was the key of what was taken out
		}
	}
	if owner >= 0 && list[owner].cited || next >= 0 && list[next].cited {
		next = owner
	}
	for i := range list {
		c := &list[i]
		if i == next || i == owner && next < 0 && c.Within == "" || c.cited {
			continue
		}
		key, err := b.suffixed(base, &c.Post, list)
		if err != nil {
			return err
		}
		if err := b.rename(c, key); err != nil {
			return err
		}
	}
	if next >= 0 && next != owner && (owner < 0 || list[owner].uid != own) {
		if err := b.rename(&list[next], base); err != nil {
			return err
		}
	}
	return b.align(own, list)
}

// align has rethread look at those claimants of a key that may stand beside the one who has it.
func (b *batch) align(own uid, list []claimant) error {
	n, err := b.node(own)
	for i := range list {
		if c := &list[i]; len(c.InReplyTo) == 0 && b.present(c.Thread) != n.thread {
			b.unsettle(c.Thread)
		}
	}
	return err
}

// winner returns the row number of the post that a key belongs to: of the mails that came with it the one that most
// answers fit, and the first by the order of the sources of those that they fit alike; 0 if no mail of its own did.
func (b *batch) winner(own uid, base string, list []claimant) (post int64, err error) {
	answers, err := b.answersTo(own, base)
	if err != nil {
		return 0, err
	}
	most := -1
	err = b.each(`
		SELECT c.post
		FROM claim AS c
		JOIN post AS p ON p.id = c.post
		JOIN source AS s ON s.id = c.source
		WHERE c.uid = ? AND p.within = ''
		ORDER BY s.position < 0, s.position, s.name, c.turn, c.post`, []any{own[:]}, func(rows *sql.Rows) error {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(c claimant) bool { return c.id == id })
		if fit := store.Fit(&list[at].Post, answers); fit > most {
			post, most = id, fit
		}
		return nil
	})
	return post, err
}

// manyAnswers are as many answers to one key as are asked, the earliest: enough to tell whose it is.
const manyAnswers = 100

// answersTo returns the posts whose nearest reference is a key that a post has; so they stand in the thread of that.
func (b *batch) answersTo(own uid, base string) ([]store.Post, error) {
	var answers []store.Post
	return answers, b.each("SELECT "+postColumns+" FROM post AS p WHERE p.thread = (SELECT thread FROM post WHERE uid = ?1) "+
		"AND (p.refs = ?2 OR substr(p.refs, -1 - length(?2)) = char(10) || ?2) ORDER BY p.published, p.uid LIMIT ?3",
		[]any{own[:], base, manyAnswers}, func(rows *sql.Rows) error {
			p, err := scanPost(rows)
			if err == nil {
				answers = append(answers, p.Post)
			}
			return err
		})
}

// rename gives a post another key, unless another post has that or it was taken out.
func (b *batch) rename(c *claimant, key string) error {
	u := uidOf(c.Scope, key)
	if c.Key == key || u == c.uid {
		return nil
	}
	there, _, err := b.lookUp(u)
	if err != nil || there.stored {
		return err
	}
	if err := b.exec("UPDATE post SET uid = ?, key = ? WHERE id = ?", u[:], key, c.id); err != nil {
		return err
	}
	b.unsettle(c.Thread)
	if there.thread != 0 {
		b.unsettle(there.thread)
		if err := b.exec("DELETE FROM ghost WHERE uid = ?", u[:]); err != nil {
			return err
		}
	}
	delete(b.nodes, c.uid)
	delete(b.nodes, u)
	c.uid, c.Key = u, key
	return nil
}

// resettle looks at all contested keys, and at dates on which sources do not agree, anew, for another order of the
// sources.
func (b *batch) resettle() error {
	if err := b.rethread(); err != nil { // so that answers are found where they stand
		return err
	}
	if err := b.exec(`
		UPDATE post SET published = (
			SELECT c.published
			FROM copy AS c
			JOIN source AS s ON s.id = c.source
			WHERE c.post = post.id AND c.published <> 0
			ORDER BY s.position < 0, s.position, s.name
			LIMIT 1)
		WHERE id IN (SELECT post FROM copy WHERE published <> 0) AND uid NOT IN (SELECT uid FROM cited)`); err != nil {
		return err
	}
	type key struct {
		own  uid
		base string
	}
	var keys []key
	err := b.each("SELECT DISTINCT c.uid, p.scope, p.key FROM claim AS c JOIN post AS p ON p.id = c.post ORDER BY c.uid, p.id", nil,
		func(rows *sql.Rows) error {
			var u []byte
			var scope, name string
			if err := rows.Scan(&u, &scope, &name); err != nil {
				return err
			}
			k := key{own: uid(u), base: name}
			if uidOf(scope, name) != k.own {
				k.base, _, _ = store.CutSuffix(name)
			}
			if uidOf(scope, k.base) == k.own && (len(keys) == 0 || keys[len(keys)-1].own != k.own) {
				keys = append(keys, k)
			}
			return nil
		})
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := b.settle(k.own, k.base); err != nil {
			return err
		}
	}
	return b.rethread()
}

// Clashes implements [store.Sources].
func (db *DB) Clashes(ctx context.Context) (map[string]int, error) {
	clashes := map[string]int{}
	err := eachRow(func(rows *sql.Rows) error {
		var name string
		var n int
		err := rows.Scan(&name, &n)
		clashes[name] = n
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT
			s.name,
			count(DISTINCT c.post)
		FROM claim AS c
		JOIN post AS p ON p.id = c.post
		JOIN source AS s ON s.id = c.source
		WHERE p.uid <> c.uid AND p.within = ''
		GROUP BY s.name`))
	return clashes, wrap("clashes", err)
}
