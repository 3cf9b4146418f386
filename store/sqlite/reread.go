package sqlite

import (
	"cmp"

	"recap/store"
)

// When the parser changed, files and feeds are read again from their beginning. Until they bring them again, the copies
// that they brought before are stale. The first copy of a post that comes takes the place of all that stale ones gave,
// and what an older parser had parted or merged is merged and parted anew, so that the database becomes what a new one
// would be. A file may be gone meanwhile: so what comes no more stays.

// forgo takes the stale copies from a post but the one whose bytes are kept, because they come again by themselves.
// That one stays, for its file may be gone meanwhile.
func (b *batch) forgo(old *storedPost) error {
	kept := shortSum(old.Fingerprint())
	var lost int
	_, err := b.get("SELECT coalesce(sum(stale AND sum <> ?2) * max(sum = ?2), 0) FROM copy WHERE post = ?1", []any{old.id, kept}, &lost)
	if err != nil || lost == 0 {
		return err
	}
	for _, query := range []string{
		"UPDATE source SET posts = posts - 1 WHERE id IN (SELECT source FROM copy WHERE post = ?1 GROUP BY source HAVING " +
			"min(stale AND sum <> ?2))",
		"DELETE FROM copy WHERE post = ?1 AND stale AND sum <> ?2",
		"UPDATE copy SET published = NULL WHERE post = ?1 AND NOT EXISTS (SELECT 1 FROM copy WHERE post = ?1 AND sum <> ?2)",
	} {
		if err := b.exec(query, old.id, kept); err != nil {
			return err
		}
	}
	return b.exec("DELETE FROM claim WHERE post = ?1 AND source NOT IN (SELECT source FROM copy WHERE post = ?1)", old.id)
}

// shed takes the stale copies of the source from a post that it brings again. It reports whether nothing is left that
// is not stale, too, and whether the words are those of one that is taken: what comes is better, for an older parser
// may have taken two mails for one. Whose turn it is to have the key is counted anew.
func (b *batch) shed(old *storedPost) (alone, words bool, err error) {
	_, err = b.get(`
		SELECT
			NOT EXISTS (SELECT 1 FROM copy WHERE post = ?1 AND NOT stale),
			EXISTS (SELECT 1 FROM copy WHERE post = ?1 AND source = ?2 AND sum = ?3)
				AND NOT EXISTS (SELECT 1 FROM copy WHERE post = ?1 AND sum = ?3 AND NOT stale)`,
		[]any{old.id, b.source, shortSum(old.Fingerprint())}, &alone, &words)
	if err != nil {
		return false, false, err
	}
	if err := b.exec("DELETE FROM copy WHERE post = ? AND source = ? AND stale", old.id, b.source); err != nil {
		return false, false, err
	}
	if err := b.exec("DELETE FROM claim WHERE post = ? AND source = ?", old.id, b.source); err != nil || !alone {
		return false, words, err
	}
	return true, words, b.unlabel(old.id)
}

// unlabel takes all lists and tags from a post.
func (b *batch) unlabel(id int64) error {
	if err := b.exec("DELETE FROM post_list WHERE post = ?", id); err != nil {
		return err
	}
	return b.exec("DELETE FROM post_tag WHERE post = ?", id)
}

// keep notes that a stale copy of a post, which an edition cites, came again as it was, and reports whether it did.
func (b *batch) keep(old *storedPost, sum int64) (bool, error) {
	n, err := b.change("UPDATE copy SET stale = 0 WHERE post = ? AND source = ? AND sum = ?", old.id, b.source, sum)
	return n > 0, err
}

// endReread notes that a source was read to its end. What it brought before and not again stays as it is.
func (tx *transaction) endReread(source string) error {
	if n, err := tx.change("DELETE FROM meta WHERE key = ?", rereadKey+source); err != nil || n == 0 {
		return err
	}
	return tx.exec("UPDATE copy SET stale = 0 WHERE stale AND source = (SELECT id FROM source WHERE name = ?)", source)
}

// sameAgain is sameAs for a source that is read again. An older parser may have made two posts of one: so those that
// came again go before the one that has the copy since before, which then gives it up.
func (b *batch) sameAgain(list []claimant, p *store.Post, is func(*claimant) bool) (*claimant, error) {
	var again, same, before, like *claimant
	for i := range list {
		c := &list[i]
		if c.Scope != p.Scope {
			continue
		}
		var fresh, known, stale bool
		_, err := b.get("SELECT coalesce(max(NOT stale), 0), coalesce(max(NOT stale AND sum = ?2), 0), coalesce(max(stale "+
			"AND sum = ?2), 0) FROM copy WHERE post = ?1",
			[]any{c.id, shortSum(p.Fingerprint())}, &fresh, &known, &stale)
		if err != nil {
			return nil, err
		}
		if known {
			again = cmp.Or(again, c)
		}
		if stale {
			before = cmp.Or(before, c)
		}
		if is(c) {
			like = cmp.Or(like, c)
			if fresh {
				same = cmp.Or(same, c)
			}
		}
	}
	found := cmp.Or(again, same, before, like)
	if before == nil || found == before {
		return found, nil
	}
	if cited, err := b.isCited(before.uid); err != nil || cited {
		return before, err
	}
	return found, b.giveUp(before, shortSum(p.Fingerprint()))
}

// giveUp takes a stale copy of the source from a post that is to have it no more, and the post with it if it was its
// only one.
func (b *batch) giveUp(c *claimant, sum int64) error {
	var copies, own, given int
	_, err := b.get("SELECT count(*), coalesce(sum(source = ?2), 0), coalesce(sum(source = ?2 AND sum = ?3 AND stale), "+
		"0) FROM copy WHERE post = ?1",
		[]any{c.id, b.source, sum}, &copies, &own, &given)
	switch {
	case err != nil || given == 0:
		return err
	case copies == 1:
		return b.forget(&c.storedPost)
	}
	if err := b.exec("DELETE FROM copy WHERE post = ? AND source = ? AND sum = ?", c.id, b.source, sum); err != nil || own > 1 {
		return err
	}
	if err := b.exec("DELETE FROM claim WHERE post = ? AND source = ?", c.id, b.source); err != nil {
		return err
	}
	return b.exec("UPDATE source SET posts = posts - 1 WHERE id = ?", b.source)
}
