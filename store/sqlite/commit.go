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
	refuses   bool           // whether anything was ever taken out
	claims    bool           // whether several posts ever came with one key, or one that a digest enclosed
	cites     bool           // whether any edition was recorded
	alone     bool           // whether no post names a key that no post has, so that only posts need be looked for
	contested map[uid]string // keys to settle at the end of the batch
	claimed   map[uid]bool   // contested keys, or the first of too many; nil until somebody asks
	backfill  bool           // whether the source is read from its beginning, so that what it brings is its archive
	again     bool           // whether the source is read again from its beginning; see reread.go
	edits     bool           // whether what it deletes is overwritten
	asked     bool           // whether the source was asked for these very posts, so that none is another's under the same key
	had       int            // posts that the source got by this batch
	packed    []byte         // room for compressed bytes
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
		if err := b.addAll(posts, &added); err != nil {
			return err
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
	b = &batch{transaction: tx, backfill: true, now: tx.db.clock(), nodes: map[uid]node{}, joined: map[int64]int64{},
		unsettled: map[int64]bool{}, lists: map[string]int64{}, contested: map[uid]string{}}
	if source != "" {
		if b.source, err = tx.source(source); err != nil {
			return nil, err
		}
		if _, err = tx.get("SELECT CASE scope WHEN '' THEN name ELSE scope END, backfill FROM source WHERE id = ?",
			[]any{b.source}, &b.scope, &b.backfill); err != nil {
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
	if err := b.settleAll(); err != nil {
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

// addAll stores a copy of each of the posts, until the caller has no use for it any more.
func (b *batch) addAll(posts []store.Post, added *store.Added) error {
	for i := range posts {
		if err := b.outer.Err(); err != nil {
			return err
		}
		p := posts[i] // a copy: what is filled in here is not the caller's
		if err := b.add(&p, added); err != nil {
			return fmt.Errorf("post %s: %w", p.Key, err)
		}
	}
	return nil
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
	if err := b.answers(p.Scope, p.InReplyTo); err != nil {
		return err
	}
	if err := b.exec(insertPost, append(postValues(id, own, p), b.backfill)...); err != nil {
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
