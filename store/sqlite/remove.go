package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// Remove implements [store.Care].
func (db *DB) Remove(ctx context.Context, r store.Removal) (store.Removed, error) {
	var done store.Removed
	err := db.write(ctx, func(tx *transaction) (err error) {
		now := db.clock()
		for _, who := range r.Authors {
			hash := authorHash(who)
			if err := tx.remember(hash, "author", now); err != nil {
				return err
			}
		}
		taken, err := parseIDs(r.Posts)
		if err != nil {
			return err
		}
		if err := tx.rememberTexts(taken, now); err != nil {
			return err
		}
		done, err = tx.remove(taken, now, r.Editions)
		return err
	})
	if err != nil {
		return store.Removed{}, wrap("remove", err)
	}
	return done, wrap("remove", db.fold(ctx, true))
}

// WouldRemove implements [store.Care].
func (db *DB) WouldRemove(ctx context.Context, r store.Removal) (store.Removed, error) {
	taken, err := parseIDs(r.Posts)
	if err != nil {
		return store.Removed{}, wrap("would remove", err)
	}
	plan := &removalPlan{}
	err = db.snapshot(ctx, func(tx *sql.Tx) (err error) {
		plan, err = planRemoval(taken, r.Editions, func(query string, args ...any) (*sql.Rows, error) {
			return tx.QueryContext(ctx, query, args...)
		})
		return err
	})
	return plan.done(), wrap("would remove", err)
}

// parseIDs returns the uids of public ids.
func parseIDs(ids []string) ([]uid, error) {
	var all []uid
	for _, id := range ids {
		u, ok := parseID(id)
		if !ok {
			return nil, fmt.Errorf("%q is not the id of a post", id)
		}
		all = append(all, u)
	}
	return all, nil
}

// A removalPlan is all that taking posts out changes. It is made before anything is changed, so that who only asks is
// told the same.
type removalPlan struct {
	gone     []*storedPost
	quotes   *quoteSearch
	quoting  []*storedPost // posts of others that lose what they quote
	editions []string      // ids of those that are to be made anew
}

// done returns the plan in numbers.
func (plan *removalPlan) done() store.Removed {
	return store.Removed{Posts: len(plan.gone), Quotes: len(plan.quoting), Editions: plan.editions}
}

// A queryFunc asks the database.
type queryFunc func(query string, args ...any) (*sql.Rows, error)

// planRemoval looks for all that taking out the posts with these uids changes.
func planRemoval(taken []uid, wholePeriods bool, query queryFunc) (plan *removalPlan, err error) {
	plan = &removalPlan{}
	if plan.gone, err = doomed(taken, query); err != nil || len(plan.gone) == 0 {
		return plan, err
	}
	plan.quotes = newQuoteSearch(plan.gone)
	if plan.quoting, err = plan.quotes.posts(query); err != nil {
		return plan, err
	}
	var reworded []*storedPost
	for _, p := range plan.quoting {
		if len(plan.quotes.found[p.id]) > 0 {
			reworded = append(reworded, p)
		}
	}
	plan.editions, err = citing(plan.gone, reworded, &plan.quotes.runs, wholePeriods, query)
	return plan, err
}

// remember notes a hash that is not let in again.
func (tx *transaction) remember(hash uid, kind string, now time.Time) error {
	return tx.exec("INSERT INTO removed (hash, kind, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", hash[:], kind, now.UnixMicro())
}

// rememberTexts notes what the posts with these uids say, so that their authors' own words do not come back under
// another key.
func (tx *transaction) rememberTexts(taken []uid, now time.Time) error {
	for _, u := range taken {
		var texts []uid
		err := tx.each("SELECT "+postColumns+" FROM post AS p WHERE p.uid = ?", []any{u[:]}, func(rows *sql.Rows) error {
			p, err := scanPost(rows)
			if err == nil {
				texts = textHashes(&p.Post)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, hash := range texts {
			if err := tx.remember(hash, "text", now); err != nil {
				return err
			}
		}
	}
	return nil
}

// fewestKnown is how many words a text has at least that is known again by them.
const fewestKnown = 6

// textHashes returns the hashes under which the words of a post may have been taken out, one for each way to know who
// wrote them; none if they are too few.
func textHashes(p *store.Post) []uid {
	words := store.FoldedWords(p.Text)
	if len(words) < fewestKnown {
		return nil
	}
	said := sha256.Sum256([]byte(strings.Join(words, " ")))
	var hashes []uid
	for _, who := range []string{p.Author.Identity(), strings.ToLower(p.Author.OwnAddress())} {
		if who != "" {
			h := sha256.Sum256([]byte("text\x00" + who + "\x00" + string(said[:])))
			hashes = append(hashes, uid(h[:8]))
		}
	}
	return hashes
}

// fewPosts is up to how many posts it costs less to take each word out of the full-text index than to write the index
// anew.
const fewPosts = 300

// remove takes out the posts with these uids and what holds their words.
func (tx *transaction) remove(taken []uid, now time.Time, wholePeriods bool) (done store.Removed, err error) {
	plan, err := planRemoval(taken, wholePeriods, tx.query)
	if err != nil {
		return done, err
	}
	for _, u := range taken {
		if err := tx.remember(u, "post", now); err != nil {
			return done, err
		}
	}
	if len(plan.gone) == 0 {
		return done, nil
	}
	if err := tx.secure(true, len(plan.gone) <= fewPosts); err != nil {
		return done, err
	}
	defer func() {
		if off := tx.secure(false, false); err == nil {
			err = off
		}
	}()
	merged := len(plan.gone) > fewPosts
	for _, p := range plan.gone {
		several, err := tx.takeOut(p, now)
		if err != nil {
			return done, err
		}
		merged = merged || several && !p.Revisable()
	}
	for _, p := range plan.quoting {
		if err := tx.cutQuote(p, &plan.quotes.runs, plan.quotes.found[p.id]); err != nil {
			return done, err
		}
	}
	if err := tx.wipeEditions(plan.editions); err != nil {
		return done, err
	}
	if err := tx.unclean(now); err != nil {
		return done, err
	}
	if merged { // also words of copies that better ones replaced
		if err := tx.exec("INSERT INTO post_fts (post_fts) VALUES ('optimize')"); err != nil {
			return done, err
		}
	}
	return plan.done(), tx.scrub()
}

// doomed returns the stored posts with these uids and the shares of them, and of those.
func doomed(taken []uid, query queryFunc) ([]*storedPost, error) {
	var gone []*storedPost
	seen := map[int64]bool{}
	add := eachRow(func(rows *sql.Rows) error {
		p, err := scanPost(rows)
		if err == nil && !seen[p.id] {
			seen[p.id] = true
			gone = append(gone, p)
		}
		return err
	})
	for _, u := range taken {
		if err := add(query("SELECT "+postColumns+" FROM post AS p WHERE p.uid = ?", u[:])); err != nil {
			return nil, err
		}
	}
	for i := 0; i < len(gone); i++ {
		if err := add(query("SELECT "+postColumns+" FROM post AS p WHERE p.share_of = ? AND p.share_of <> '' AND p.scope = ?",
			gone[i].Key, gone[i].Scope)); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// takeOut removes one post and reports whether it had several copies. The place in its thread stays, so that answers
// still belong together.
func (tx *transaction) takeOut(p *storedPost, now time.Time) (several bool, err error) {
	var copies int
	if _, err := tx.get("SELECT count(*) FROM copy WHERE post = ?", []any{p.id}, &copies); err != nil {
		return false, err
	}
	if _, err := tx.unindex(p); err != nil {
		return false, err
	}
	under, err := tx.under(p)
	if err != nil {
		return false, err
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"UPDATE source SET posts = posts - 1 WHERE id IN (SELECT source FROM copy WHERE post = ?)", []any{p.id}},
		{"INSERT INTO ghost (uid, thread, under) SELECT ?, thread, ? FROM post WHERE id = ? ON CONFLICT DO NOTHING",
			[]any{p.uid[:], under, p.id}},
		{"DELETE FROM post WHERE id = ?", []any{p.id}},
	} {
		if err := tx.exec(step.query, step.args...); err != nil {
			return false, err
		}
	}
	return copies > 1, tx.remember(p.uid, "post", now)
}

// under returns the key that a post stands under, NULL if it begins its thread.
func (tx *transaction) under(p *storedPost) (any, error) {
	var parent any
	for i := len(p.InReplyTo) - 1; i >= 0; i-- {
		if p.InReplyTo[i] == store.RefsDivider {
			continue
		}
		u := uidOf(p.Scope, p.InReplyTo[i])
		if stored, err := tx.get("SELECT 1 FROM post WHERE uid = ?", []any{u[:]}, new(int)); err != nil || stored {
			return u[:], err
		}
		if parent == nil {
			parent = u[:]
		}
	}
	return parent, nil
}

// wipeEditions takes the words from all revisions of editions, and notes them for Redo.
func (tx *transaction) wipeEditions(ids []string) error {
	for _, id := range ids {
		for _, query := range []string{
			"UPDATE edition SET title = '', json = x'' WHERE id = ?",
			"DELETE FROM told WHERE edition = ?",
			"INSERT INTO redo (edition) VALUES (?) ON CONFLICT DO NOTHING",
		} {
			if err := tx.exec(query, id); err != nil {
				return err
			}
		}
		if err := tx.withdrawLetters(id); err != nil {
			return err
		}
	}
	return nil
}

// citing returns the editions that tell of gone: those that cite one of the posts, and those of its period that name
// its author; with wholePeriods the period is enough. Also those that cite one of reworded, which are no older, and those
// that quote the words: a post that quoted them when the edition was made may have lost that since.
func citing(gone, reworded []*storedPost, runs *store.Runs, wholePeriods bool, query queryFunc) ([]string, error) {
	first := gone[0].Published
	for _, p := range append(gone[:len(gone):len(gone)], reworded...) {
		first = store.Earlier(first, p.Published)
	}
	var ids []string
	err := eachRow(func(rows *sql.Rows) error {
		var id string
		var start, end int64
		var data sql.RawBytes
		if err := rows.Scan(&id, &start, &end, &data); err != nil || slices.Contains(ids, id) {
			return err
		}
		text := string(data)
		cites := func(p *storedPost) bool { return strings.Contains(text, `"`+p.ID()+`"`) }
		if slices.ContainsFunc(reworded, cites) || slices.ContainsFunc(gone, func(p *storedPost) bool {
			at := p.Published.UnixMicro()
			inside := start <= at && at < end
			return inside && (wholePeriods || names(text, p.Author)) || cites(p)
		}) || repeats(data, runs) {
			ids = append(ids, id)
		}
		return nil
	})(query("SELECT id, period_start, period_end, json FROM edition WHERE period_end > ? ORDER BY period_start, "+
		"period_end, id", first.UnixMicro()))
	return ids, err
}

// repeats reports whether a string of a JSON text quotes words, in quotation marks or by whole clauses.
func repeats(data []byte, runs *store.Runs) bool {
	tokens := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := tokens.Token()
		if err != nil {
			return err != io.EOF && runs.Quoted(string(data)) != nil // what is no JSON is a text
		}
		if text, ok := token.(string); ok && runs.Quoted(text) != nil {
			return true
		}
	}
}

// names reports whether a JSON text holds the name or account of a, whether "&" and the like are escaped in it or not.
func names(text string, a store.Author) bool {
	for _, s := range []string{a.Name, a.Handle} {
		if s == "" {
			continue
		}
		var plain strings.Builder
		enc := json.NewEncoder(&plain)
		enc.SetEscapeHTML(false)
		if enc.Encode(s) == nil && strings.Contains(text, strings.TrimSuffix(plain.String(), "\n")) {
			return true
		}
		if escaped, err := json.Marshal(s); err == nil && strings.Contains(text, string(escaped)) {
			return true
		}
	}
	return false
}

// authorHash is how an identity, address or account is remembered.
func authorHash(who string) uid {
	h := sha256.Sum256([]byte("author\x00" + who))
	return uid(h[:8])
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
	if taken, err := b.taken(slices.Concat(authorHashes(p.Author), textHashes(p))...); err != nil || taken {
		if err == nil {
			err = b.remember(own, "post", b.now) // so that what answers it loses the quotes of it
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
