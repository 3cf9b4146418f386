package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
)

// Redo makes and delivers anew every edition that told a post which was taken out, and returns the files that it wrote
// and removed. What could not be done has been printed, stays to be done by the next run, and is reported by failed. It
// may be killed at any moment: done again it comes to the same end.
func (k *Desk) Redo(ctx context.Context) (files []redoneFile, failed bool, err error) {
	if err := forget(ctx, k.DB); err != nil {
		return nil, false, err
	}
	records, err := k.DB.Redo(ctx)
	if err != nil {
		return nil, false, err
	}
	named := map[string]bool{}
	for _, r := range records {
		one := &redoing{Desk: k, record: r, named: named}
		err := one.run(ctx)
		files = gather(files, one.files)
		if err != nil {
			return files, failed, err
		}
		if one.failed {
			failed = true
			continue
		}
		if err := k.DB.Redone(ctx, r.ID); err != nil {
			return files, failed, err
		}
	}
	return files, failed, nil
}

// redoNoted is Redo for who delivers editions, before and after that: the files are named with -v. It reports whether
// something stays to be done.
func (k *Desk) redoNoted(ctx context.Context) (failed bool, err error) {
	files, failed, err := k.Redo(ctx)
	for _, f := range files {
		if f.left != nil {
			k.Complain(f.left)
			continue
		}
		if f.edited { // what somebody has lost is said, and where it is
			k.Complain(errors.New(f.String()))
			continue
		}
		k.Note("%s", f)
	}
	return failed, err
}

// A redoing is one edition that is made and delivered anew.
type redoing struct {
	*Desk
	record store.EditionRecord
	files  []redoneFile
	fresh  map[string]bool // paths that the new revision has
	named  map[string]bool // paths that were left as they are, and of which that has been said
	failed bool
}

// run makes the edition and brings it to the outputs that a redaction reaches; what was sent stays sent. Then it
// removes what older revisions wrote and the new one did not write over.
func (r *redoing) run(ctx context.Context) error {
	r.fresh = map[string]bool{}
	e, b, err := r.edition(ctx)
	if err != nil {
		return err
	}
	if e != nil {
		if _, err := record(ctx, r.DB, e, b, r.Now()); err != nil {
			return err
		}
	}
	if err := r.deliver(ctx, e); err != nil {
		return err
	}
	return r.clear(ctx)
}

// edition returns the edition without the post, made of what its recorded revision was made of; nil if its digest is no
// longer configured, so that nobody can make it.
func (r *redoing) edition(ctx context.Context) (*digest.Edition, *load.Basis, error) {
	g := r.Config.DigestNamed(r.record.Digest)
	if g == nil || r.record.Digest == "" {
		r.Complain(fmt.Errorf("the digest %q is no longer configured; its edition %s is withdrawn", r.record.Digest, r.record.ID))
		return nil, nil, nil
	}
	w := period.Window{Start: r.record.Start.In(r.Config.Zone), End: r.record.End.In(r.Config.Zone), Zone: r.Config.Zone}
	e, b, err := r.again(ctx, Due{g, w})
	if err == nil && e == nil {
		r.Complain(fmt.Errorf("the edition %s cannot be made again with this configuration and is withdrawn", r.record.ID))
	}
	return e, b, err
}

// again makes the edition of d once more; nil if that is another one by now.
func (r *redoing) again(ctx context.Context, d Due) (*digest.Edition, *load.Basis, error) {
	records, err := r.DB.Editions(ctx, d.Digest.Name, d.Window.Start, d.Window.End)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(records, func(o store.EditionRecord) bool { return o.ID == r.record.ID })
	if i < 0 {
		return nil, nil, nil
	}
	b, err := load.LoadBasis(ctx, r.DB, d.Digest.Name, d.Window, records[i])
	if err != nil {
		return nil, nil, err
	}
	in, err := b.Input(ctx, r.DB, d.Digest.Name, d.Window)
	if err != nil {
		return nil, nil, err
	}
	desk := *r.Desk
	desk.Ask = nil // no new model rewrites what was recorded: what it wrote is kept, but for what told of the post
	e, err := build(ctx, &desk, in, optionsFor(&desk, d.Digest))
	if err != nil || e.ID != r.record.ID {
		return nil, nil, err
	}
	e, _, err = numbered(e, records)
	return e, b, err
}

// deliver brings e to all outputs that a redaction reaches. One that shows other editions alone, by now, is brought the
// newest of them again, so that lists and feeds, which show several, lose what is withdrawn; the page of that edition
// tells nothing of it and is left if somebody changed it.
func (r *redoing) deliver(ctx context.Context, e *digest.Edition) error {
	all, emptied, err := editionsOf(ctx, r.DB, time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	rows, err := r.DB.Deliveries(ctx, r.record.ID)
	if err != nil {
		return err
	}
	expires := time.Time{}
	if g := r.Config.DigestNamed(r.record.Digest); g != nil && r.record.Digest != "" {
		if expires, err = (Outbox{r.Desk}).deadline(ctx, Due{g, period.Window{Start: r.record.Start, End: r.record.End, Zone: r.Config.Zone}}); err != nil {
			return err
		}
	}
	for i := range r.Config.Outputs {
		t := &r.Config.Outputs[i]
		had := slices.ContainsFunc(rows, func(d store.Delivery) bool { return d.Output == t.Name })
		letters, err := r.DB.Letters(ctx, store.LetterFilter{Edition: r.record.ID, Output: t.Name})
		if err != nil {
			return err
		}
		again, only := t.About().AfterRedaction(letters)
		one := r.editionFor(t, had, e, all)
		if one == nil || !again || t.About().Leaves() && (one != e || !had || only != nil && r.Now().After(expires)) {
			continue
		}
		in := output.Input{Edition: one, All: all, Emptied: emptied, Ledger: r.DB, Outbox: r.DB, Only: only, Revise: one == e, Lists: true, Now: r.Now()}
		if only != nil {
			in.Expires = expires
		}
		files, err := give(ctx, r.Desk, t, in)
		for _, f := range files {
			if t.About().Leaves() {
				r.Say("%s: sent to %s", t.Name, f.Path)
				continue
			}
			r.fresh[f.Path] = true
			if f.Written {
				r.files = append(r.files, redoneFile{Path: f.Path, edited: f.Edited})
			}
		}
		if one != e {
			err = r.left(t.Name, err)
		}
		if err != nil {
			r.failed = true
			r.Complain(err)
		}
	}
	return nil
}

// editionFor returns what is brought to t: e, if there is one and t takes it, else the newest of all that t takes. It
// is nil if there is none, and if t neither takes the digest nor had the edition before.
func (r *redoing) editionFor(t *deliver.Target, had bool, e *digest.Edition, all []*digest.Edition) *digest.Edition {
	takes := t.Takes(r.record.Digest)
	switch {
	case !takes && !had:
		return nil
	case takes && e != nil:
		return e
	}
	if i := slices.IndexFunc(all, func(other *digest.Edition) bool { return t.Takes(other.Digest) }); i >= 0 {
		return all[i]
	}
	return nil
}
