package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// A uid is the public id of a post as the database keeps it.
type uid [8]byte

func uidOf(scope, key string) uid {
	h := sha256.Sum256([]byte(scope + "\x00" + key))
	return uid(h[:8])
}

// A batch is the transaction of one Commit.
type batch struct {
	*transaction
	source    int64
	name      string // of the source
	now       time.Time
	next      int64           // row number of the next new post
	indexed   int64           // last row number in the full-text index
	scope     string          // that of the keys which the source vouches for
	nodes     map[uid]node    // what is known of keys that this batch met; the thread may have been joined to another since
	joined    map[int64]int64 // numbers of threads that this batch gave up, to those that took their posts
	unsettled map[int64]bool  // threads in which a post has another place than it had
	lists     map[string]int64
	refuses   bool         // whether anything was ever taken out
	claims    bool         // whether several posts ever came with one key, or one that a digest enclosed
	cites     bool         // whether any edition was recorded
	alone     bool         // whether no post names a key that no post has, so that only posts need be looked for
	claimed   map[uid]bool // contested keys, or the first of too many; nil until somebody asks
	again     bool         // whether the source is read again from its beginning; see reread.go
	edits     bool         // whether what it deletes is overwritten
	asked     bool         // whether the source was asked for these very posts, so that none is another's under the same key
	had       int          // posts that the source got by this batch
	packed    []byte       // room for compressed bytes
}

// Commit implements [store.Sink].
func (db *DB) Commit(ctx context.Context, source string, posts []store.Post, next store.Cursor) (store.Added, error) {
	if len(next) > 0 && !json.Valid(next) {
		return store.Added{}, wrap("commit", errors.New("the cursor is not JSON"))
	}
	var added store.Added
	err := db.writeTogether(ctx, len(posts), func(tx *transaction) error {
		added = store.Added{}
		b, err := newBatch(tx, source)
		if err != nil {
			return err
		}
		if _, err := b.get("SELECT NOT EXISTS (SELECT 1 FROM ghost) AND NOT EXISTS (SELECT 1 FROM awaited)", nil, &b.alone); err != nil {
			return err
		}
		for i := range posts {
			if err := tx.outer.Err(); err != nil {
				return err
			}
			p := posts[i] // a copy: what is filled in here is not the caller's
			if err := b.add(&p, &added); err != nil {
				return fmt.Errorf("post %s: %w", p.Key, err)
			}
		}
		if err := b.count(); err != nil {
			return err
		}
		return tx.setCursor(b.source, next)
	})
	if err != nil {
		return store.Added{}, wrap("commit", err)
	}
	return added, nil
}

// newBatch begins a batch of posts from source; "" for a batch that stores none.
func newBatch(tx *transaction, source string) (b *batch, err error) {
	b = &batch{transaction: tx, now: tx.db.clock(), nodes: map[uid]node{}, joined: map[int64]int64{},
		unsettled: map[int64]bool{}, lists: map[string]int64{}}
	if source != "" {
		if b.source, err = tx.source(source); err != nil {
			return nil, err
		}
		if _, err = tx.get("SELECT CASE scope WHEN '' THEN name ELSE scope END FROM source WHERE id = ?",
			[]any{b.source}, &b.scope); err != nil {
			return nil, err
		}
		b.name = source
		if b.again, err = tx.get("SELECT 1 FROM meta WHERE key = ?", []any{rereadKey + source}, new(int)); err != nil {
			return nil, err
		}
	}
	if b.next, b.indexed, err = b.nextID(); err != nil {
		return nil, err
	}
	_, err = tx.get("SELECT EXISTS (SELECT 1 FROM removed), EXISTS (SELECT 1 FROM claim), EXISTS (SELECT 1 FROM cited)", nil, &b.refuses,
		&b.claims, &b.cites)
	return b, err
}

// count adds the posts that the source got to those that it had, and ends the batch.
func (b *batch) count() error {
	b.alone = false
	if err := b.rethread(); err != nil {
		return err
	}
	if b.edits {
		if err := b.secure(false, false); err != nil {
			return err
		}
	}
	for more := b.next-b.indexed > indexLag; more; {
		var err error
		if more, err = b.index(); err != nil {
			return err
		}
	}
	if b.had == 0 {
		return nil
	}
	return b.exec("UPDATE source SET posts = posts + ? WHERE id = ?", b.had, b.source)
}

// add stores one copy of a post.
func (b *batch) add(p *store.Post, added *store.Added) error {
	if p.Key == "" {
		return errors.New("has no key")
	}
	b.fill(p)
	own := uidOf(p.Scope, p.Key)
	if refused, err := b.refused(own, p); err != nil || refused {
		if refused {
			added.Refused++
		}
		return err
	}
	n, awaited, err := b.lookUp(own)
	if err != nil {
		return err
	}
	if !n.stored && p.Within == "" && !b.claims {
		added.New++
		return b.insert(own, p, n.thread, awaited)
	}
	return b.addClaimed(own, p, n, awaited, added)
}

// fill sets what a post must have and may lack.
func (b *batch) fill(p *store.Post) {
	if p.FirstSeen.IsZero() {
		p.FirstSeen = b.now
	}
	if p.Published.IsZero() {
		p.Published = p.FirstSeen
	}
	for _, t := range []*time.Time{&p.Published, &p.Claimed, &p.Received, &p.FirstSeen, &p.Edited} {
		if !t.IsZero() {
			*t = t.UTC().Truncate(time.Microsecond)
		}
	}
	if p.Form == "" {
		p.Form = store.FormMail
	}
	if p.Scope == b.name {
		p.Scope = b.scope
	}
	p.Cuts = store.ValidCuts(p.Cuts, p.Text, p.Quoted)
	p.InReplyTo = store.CleanRefs(p.Key, p.InReplyTo)
	p.Lists = store.Union(p.Lists, nil)
	p.Tags = store.Union(p.Tags, nil)
	p.Links = slices.DeleteFunc(slices.Clone(p.Links), func(link string) bool { return link == "" || strings.Contains(link, "\n") })
}

// insert stores a post that is new under the next row number. thread is that of its key if posts refer to it already,
// else 0, and awaited says whether any may.
func (b *batch) insert(own uid, p *store.Post, thread int64, awaited bool) (err error) {
	id := b.next
	b.next++
	if thread != 0 {
		if err := b.exec("DELETE FROM ghost WHERE uid = ?", own[:]); err != nil {
			return err
		}
	}
	if p.Thread, err = b.place(id, thread, own, p.Scope, p.InReplyTo); err != nil {
		return err
	}
	if err := b.exec(insertPost, postValues(id, own, p)...); err != nil {
		return err
	}
	if err := b.insertRaw(id, p.Raw); err != nil {
		return err
	}
	if err := b.label(id, p); err != nil {
		return err
	}
	if awaited {
		if err := b.arrive(own, p.Thread); err != nil {
			return err
		}
	}
	b.had++
	if err := b.follow(id, p, p.Published); err != nil {
		return err
	}
	return b.exec("INSERT INTO copy (post, source, sum, url) VALUES (?, ?, ?, ?)", id, b.source, shortSum(p.Fingerprint()), p.URL)
}

// insertRaw stores the bytes that a post was received as, if there are any.
func (b *batch) insertRaw(id int64, raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	b.packed = b.db.encoder.EncodeAll(raw, b.packed[:0])
	return b.exec("INSERT INTO raw (post, data) VALUES (?, ?)", id, b.packed)
}

// replaceRaw stores other bytes of a post, or none.
func (b *batch) replaceRaw(id int64, raw []byte) error {
	if err := b.exec("DELETE FROM raw WHERE post = ?", id); err != nil {
		return err
	}
	return b.insertRaw(id, raw)
}

// merge adds a copy to a post that is stored.
func (b *batch) merge(old *storedPost, p *store.Post, added *store.Added) error {
	added.Merged++
	if err := b.follow(old.id, p, old.Published); err != nil {
		return err
	}
	sum := shortSum(p.Fingerprint())
	var copies, same, stale int
	_, err := b.get("SELECT count(*), coalesce(sum(sum = ?3 AND NOT stale), 0), coalesce(sum(stale), 0) FROM copy WHERE post = ?1 AND source = ?2",
		[]any{old.id, b.source, sum}, &copies, &same, &stale)
	if err != nil || same > 0 {
		return err
	}
	if err := b.labels(old); err != nil {
		return err
	}
	edit := copies > 0 && p.Revisable()
	cited, alone, words := false, false, false
	if b.cites && !b.asked && (!edit || stale > 0) {
		if cited, err = b.isCited(old.uid); err != nil {
			return err
		}
	}
	switch {
	case stale > 0 && !cited:
		edit = false
		alone, words, err = b.shed(old)
	case edit:
		cited = false
		err = b.revise(old, p)
	case stale > 0:
		if kept, err := b.keep(old, sum); err != nil || kept {
			return err
		}
	}
	if err != nil {
		return err
	}
	merged, replaced := old.Post, false
	var date any
	switch {
	case alone:
		merged, replaced = retaken(&old.Post, p), true
		merged.Counts, merged.Sum = p.Counts, p.Sum
		if !p.Edited.IsZero() {
			merged.Edited = p.Edited
		}
	case cited:
		merged.Policy = max(old.Policy, p.Policy)
	default:
		merged, replaced = store.MergeCopies(&old.Post, p, edit || words)
		if !edit && !merged.Undated() {
			if date, err = b.date(old, p, &merged); err != nil {
				return err
			}
		}
	}
	if err := b.refer(old, merged.InReplyTo); err != nil {
		return err
	}
	if err := b.replace(old, &merged); err != nil {
		return err
	}
	if replaced {
		if err := b.replaceRaw(old.id, p.Raw); err != nil {
			return err
		}
	}
	if err := b.label(old.id, &merged); err != nil {
		return err
	}
	if copies == 0 {
		b.had++
	}
	if merged.Title != old.Title || merged.Text != old.Text || merged.Policy != old.Policy {
		added.Changed++
	}
	return b.exec("INSERT INTO copy (post, source, sum, url, late, published) VALUES (?, ?, ?, ?, ?, ?)", old.id,
		b.source, sum, p.URL, cited, date)
}

// revise makes room for p, another version of a post from the source that had it.
func (b *batch) revise(old *storedPost, p *store.Post) error {
	if err := b.exec("DELETE FROM copy WHERE post = ? AND source = ?", old.id, b.source); err != nil {
		return err
	}
	if err := b.exec("DELETE FROM post_tag WHERE post = ?", old.id); err != nil {
		return err
	}
	if p.Edited.IsZero() && (p.Title != old.Title || p.Text != old.Text) {
		p.Edited = b.now
	}
	return nil
}

// refer has the thread of a post found anew if it has other references than it had.
func (b *batch) refer(old *storedPost, refs []string) error {
	if slices.Equal(old.InReplyTo, refs) {
		return nil
	}
	_, missing, err := b.anchor(old.Scope, refs)
	if err != nil {
		return err
	}
	b.unsettle(old.Thread)
	return b.await(old.id, missing)
}

// isCited reports whether a recorded edition cites the post.
func (b *batch) isCited(u uid) (bool, error) {
	return b.get("SELECT 1 FROM cited WHERE uid = ?", []any{u[:]}, new(int))
}

// date sets the effective time of a merged post to that of the copy which came first from the source that stands first
// in the configuration, so that no later mail moves it, and returns what is to be noted of the copy p.
func (b *batch) date(old *storedPost, p, merged *store.Post) (any, error) {
	note := dated(p)
	if note != 0 && note == dated(&old.Post) {
		return note, nil
	}
	if err := b.exec("UPDATE copy SET published = ? WHERE post = ? AND published IS NULL", dated(&old.Post), old.id); err != nil {
		return nil, err
	}
	if again, err := b.get("SELECT 1 FROM copy WHERE post = ? AND source = ? AND published <> 0",
		[]any{old.id, b.source}, new(int)); err != nil {
		return nil, err
	} else if again {
		note = 0
	}
	first := int64(0)
	_, err := b.get(`
		SELECT d.published
		FROM (
			SELECT source, published FROM copy WHERE post = ?1 AND published <> 0
			UNION ALL
			SELECT ?2, ?3 WHERE ?3 <> 0
		) AS d
		JOIN source AS s ON s.id = d.source
		ORDER BY s.position < 0, s.position, s.name
		LIMIT 1`, []any{old.id, b.source, note}, &first)
	if first != 0 {
		merged.Published = time.UnixMicro(first).UTC()
	}
	return note, err
}

// dated returns the effective time of a post as a copy keeps it: 0 if that is only the time of our first sight.
func dated(p *store.Post) int64 {
	if p.Undated() {
		return 0
	}
	return p.Published.UnixMicro()
}

// replace writes the row of a stored post anew, where it changed.
func (b *batch) replace(old *storedPost, p *store.Post) error {
	before, after := postValues(old.id, old.uid, &old.Post), postValues(old.id, old.uid, p)
	update := ""
	for i, name := range columnNames {
		switch {
		case equalValues(before[i], after[i]):
		case inIndex(name):
			update = updatePost
		case update == "":
			update = updateRest
		}
	}
	if update == "" {
		return nil
	}
	if old.Title != p.Title || old.Text != p.Text {
		if p.Revisable() && !b.edits { // what its author took back is not to be found in the file
			b.edits = true
			if err := b.secure(true, true); err != nil {
				return err
			}
		}
		if was, err := b.unindex(old); err != nil {
			return err
		} else if was {
			if err := b.exec("INSERT INTO post_fts (rowid, title, text) VALUES (?, ?, ?)", old.id, p.Title, p.Text); err != nil {
				return err
			}
		}
	}
	return b.exec(update, after...)
}

// label adds the lists and tags of a post.
func (b *batch) label(id int64, p *store.Post) error {
	for _, name := range p.Lists {
		list, ok := b.lists[name]
		if !ok {
			if err := b.exec("INSERT INTO list (name) VALUES (?) ON CONFLICT DO NOTHING", name); err != nil {
				return err
			}
			if _, err := b.get("SELECT id FROM list WHERE name = ?", []any{name}, &list); err != nil {
				return err
			}
			b.lists[name] = list
		}
		if err := b.exec("INSERT INTO post_list (post, list) VALUES (?, ?) ON CONFLICT DO NOTHING", id, list); err != nil {
			return err
		}
	}
	for _, tag := range p.Tags {
		if err := b.exec("INSERT INTO post_tag (post, tag) VALUES (?, ?) ON CONFLICT DO NOTHING", id, tag); err != nil {
			return err
		}
	}
	return nil
}

// refused reports whether the post, what it shares or its author was taken out before. A post that answers one which
// was taken out loses what it quotes, and the bytes that it came as.
func (b *batch) refused(own uid, p *store.Post) (bool, error) {
	if !b.refuses {
		return false, nil
	}
	posts := []uid{own}
	if p.ShareOf != "" {
		posts = append(posts, uidOf(p.Scope, p.ShareOf))
	}
	if taken, err := b.taken(posts...); err != nil || taken {
		return taken, err
	}
	if taken, err := b.taken(authorHashes(p.Author)...); err != nil || taken {
		if err == nil {
			err = b.remember(own, "post", b.now) // so that what answers it loses the quotes of it
		}
		return taken, err
	}
	if taken, err := b.taken(textHashes(p)...); err != nil || taken {
		if err == nil {
			err = b.remember(own, "post", b.now)
		}
		return taken, err
	}
	if p.Quoted == "" {
		return false, nil
	}
	var refs []uid
	for _, key := range p.InReplyTo {
		refs = append(refs, uidOf(p.Scope, key))
	}
	taken, err := b.taken(refs...)
	if taken {
		p.Sum, p.Quoted, p.Raw = p.Fingerprint(), "", nil
		p.Cuts = store.ValidCuts(p.Cuts, p.Text, p.Quoted)
	}
	return false, err
}

// taken reports whether one of these hashes is that of what was taken out.
func (b *batch) taken(hashes ...uid) (bool, error) {
	for _, hash := range hashes {
		if found, err := b.get("SELECT 1 FROM removed WHERE hash = ?", []any{hash[:]}, new(int)); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// authorHashes returns the hashes under which an author may have been taken out: name, address and account.
func authorHashes(a store.Author) []uid {
	var hashes []uid
	for _, who := range []string{a.Identity(), strings.ToLower(a.Address), "@" + strings.ToLower(a.Handle)} {
		if who != "" && who != "@" {
			hashes = append(hashes, authorHash(who))
		}
	}
	return hashes
}

// shortSum is what the table of copies keeps of a fingerprint: enough to tell the copies of one post apart.
func shortSum(s store.Sum) int64 { return int64(binary.BigEndian.Uint64(s[:8])) }

// parseID reads a public id.
func parseID(id string) (uid, bool) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != len(uid{}) {
		return uid{}, false
	}
	return uid(b), true
}
