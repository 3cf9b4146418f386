package sqlite

import (
	"slices"
	"time"

	"recap/store"
)

// merge adds a copy to a post that is stored.
func (b *batch) merge(old *storedPost, p *store.Post, added *store.Added) error {
	added.Merged++
	if err := b.follow(old.id, p, old.Published); err != nil {
		return err
	}
	sum := shortSum(p.Fingerprint())
	var copies, same, stale int
	_, err := b.get("SELECT count(*), coalesce(sum(sum = ?3 AND NOT stale), 0), coalesce(sum(stale), 0) FROM copy WHERE "+
		"post = ?1 AND source = ?2",
		[]any{old.id, b.source, sum}, &copies, &same, &stale)
	if err != nil || same > 0 {
		return err
	}
	if err := b.labels(old); err != nil {
		return err
	}
	edit := copies > 0 && p.Revisable()
	alone, words := false, false
	cited, cut, err := b.stays(old, edit && stale == 0)
	if err != nil {
		return err
	}
	edit = edit && !cut
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
	if err := b.answers(old.Scope, merged.InReplyTo); err != nil {
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

// stays reports whether a stored post keeps its words when another copy comes that is no edit, because an edition cites
// it, and whether it keeps them in any case, because what it quoted of what was taken out was cut from it.
func (b *batch) stays(old *storedPost, edit bool) (cited, cut bool, err error) {
	if b.refuses {
		if cut, err = b.taken(cutHash(old.uid)); err != nil || cut {
			return true, true, err
		}
	}
	if b.cites && !b.asked && !edit {
		cited, err = b.isCited(old.uid)
	}
	return cited, false, err
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

// replaceRaw stores other bytes of a post, or none.
func (b *batch) replaceRaw(id int64, raw []byte) error {
	if err := b.exec("DELETE FROM raw WHERE post = ?", id); err != nil {
		return err
	}
	return b.insertRaw(id, raw)
}
