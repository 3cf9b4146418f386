package edition

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/load"
	"recap/digest/render"
	"recap/store"
)

// Edition returns the edition to publish: the recorded one, unless a revision of it is wanted, it was made before its
// period had ended, it told what was taken out since, or it is unfinished, else a new one, which is built once. It is
// nil where there was no post and the digest skips such periods; but if a post to be told came late for an earlier one,
// only as long as those of the period may be still to come. in is what it was made of if its bytes are not recorded
// yet, or if a revision is wanted, else nil.
func (k *Desk) Edition(ctx context.Context, d Due, revise bool) (e *digest.Edition, in *load.Input, err error) {
	records, err := k.DB.Editions(ctx, d.Digest.Name, d.Window.Start, d.Window.End)
	if err != nil {
		return nil, nil, err
	}
	if !revise {
		if e, err := k.recorded(ctx, d, records); err != nil || e != nil {
			return e, nil, err
		}
	}
	e, in, err = k.Build(ctx, d, false)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return r.ID == e.ID })
	if i < 0 && len(in.Posts) == 0 && d.Digest.WhenEmpty == "skip" {
		// What came late is told alone only if nothing else can be expected.
		if waits, err := unread(ctx, k, d); err != nil || waits || len(e.Late) == 0 {
			return nil, nil, err
		}
	}
	e, fresh, err := numbered(e, records)
	if fresh || revise {
		return e, in, err
	}
	return e, nil, err
}

// numbered returns an edition that was made as the next revision after the newest one among the records, which is
// fresh, or that one if it tells the same.
func numbered(e *digest.Edition, records []store.EditionRecord) (numbered *digest.Edition, fresh bool, err error) {
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return r.ID == e.ID })
	if i < 0 {
		e.Revision = 1
		return e, true, nil
	}
	if same, err := sameAs(e, records[i]); err != nil || same != nil {
		return same, false, err
	}
	e.Revision = records[i].Revision + 1
	return e, true, nil
}

// sameAs returns the recorded edition if it tells what e does, else nil. Which sources were read without fault, and how
// many posts each had, is not told: only which were not.
func sameAs(e *digest.Edition, r store.EditionRecord) (*digest.Edition, error) {
	old := readRecord(r)
	if old == nil {
		return nil, nil
	}
	var err error
	var told [2][]byte
	for i, one := range []*digest.Edition{old, e} {
		plain := *one
		plain.Revision = 0
		plain.Coverage = slices.DeleteFunc(slices.Clone(one.Coverage), func(c digest.Coverage) bool { return c.State == "ok" || c.State == "quiet" })
		slices.SortStableFunc(plain.Coverage, func(x, y digest.Coverage) int { return strings.Compare(x.Source, y.Source) })
		if told[i], err = bytesOf(&plain); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(told[0], told[1]) {
		return nil, nil
	}
	return old, nil
}

// recorded returns the edition of d among the records, if it stays as it is; nil if there is none, or if it is to be
// made anew.
func (k *Desk) recorded(ctx context.Context, d Due, records []store.EditionRecord) (*digest.Edition, error) {
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool {
		return r.Start.Equal(d.Window.Start) && r.End.Equal(d.Window.End)
	})
	if i < 0 || records[i].Recorded.Before(d.Window.End) {
		return nil, nil
	}
	e := readRecord(records[i])
	if e == nil {
		return nil, nil
	}
	if again, err := unfinished(ctx, k.DB, e); err != nil || again {
		return nil, err
	}
	return e, nil
}

// readRecord returns a recorded edition; nil for one that is to be made again, because something that it told was taken
// out, or because it is in a form that this version cannot read: that keeps no other edition from being published.
func readRecord(r store.EditionRecord) *digest.Edition {
	if len(r.JSON) == 0 {
		return nil
	}
	e, err := digest.Decode(r.JSON)
	if err != nil {
		return nil
	}
	return e
}

// record saves the edition with what it tells and what it was made of, unless it is recorded already; then it is not
// fresh. b is nil for one that was not made now.
func record(ctx context.Context, db store.DB, e *digest.Edition, b *load.Basis, now time.Time) (fresh bool, err error) {
	data, err := bytesOf(e)
	if err != nil {
		return false, err
	}
	before, err := db.Editions(ctx, e.Digest, e.Period.Start, e.Period.End)
	if err != nil {
		return false, err
	}
	if b != nil { // first, so that no revision is without; a run that is killed between the two records it next
		if err := b.Save(ctx, db, e.ID); err != nil {
			return false, err
		}
	}
	saved, err := db.SaveEdition(ctx, store.EditionRecord{
		ID: e.ID, Revision: e.Revision, Digest: e.Digest, Start: e.Period.Start, End: e.Period.End,
		Title: e.Title, Slug: e.Slug, JSON: data, Recorded: now,
	}, e.Told())
	fresh = !slices.ContainsFunc(before, func(r store.EditionRecord) bool { return r.ID == saved.ID && r.Revision == saved.Revision })
	if w := e.Written(); err == nil && fresh && w.Asked > 0 {
		err = noteWriting(ctx, db, e.Period.Start, w)
	}
	return fresh, err
}

// bytesOf returns the edition as it is recorded and exported.
func bytesOf(e *digest.Edition) ([]byte, error) {
	var b bytes.Buffer
	err := render.JSON(&b, e)
	return b.Bytes(), err
}

// Editions returns the newest revision of every recorded edition of the period, newest first, without those that are to
// be made again.
func Editions(ctx context.Context, db store.Ledger, from, to time.Time) ([]*digest.Edition, error) {
	all, _, err := editionsOf(ctx, db, from, to)
	return all, err
}

// editionsOf is Editions, and returns the ids of those that are to be made again, too.
func editionsOf(ctx context.Context, db store.Ledger, from, to time.Time) (all []*digest.Edition, emptied []string, err error) {
	records, err := db.Editions(ctx, "", from, to)
	if err != nil {
		return nil, nil, err
	}
	all = make([]*digest.Edition, 0, len(records))
	for _, r := range records {
		if e := readRecord(r); e != nil {
			all = append(all, e)
		} else {
			emptied = append(emptied, r.ID)
		}
	}
	return all, emptied, nil
}

// Build makes the edition of d and returns what it was made of.
func (k *Desk) Build(ctx context.Context, d Due, explain bool) (*digest.Edition, *load.Input, error) {
	opt := optionsFor(k, d.Digest)
	opt.Explain = explain
	in, err := load.Load(ctx, k.DB, d.Digest.Name, d.Window)
	if err != nil {
		return nil, nil, err
	}
	e, err := build(ctx, k, in, opt)
	if err != nil {
		return nil, nil, err
	}
	return e, in, nil
}
