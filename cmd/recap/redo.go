package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/deliver"
	"recap/store"
)

// redo makes and delivers anew every edition that told a post which was taken out, and returns the files that it wrote and removed. What could not be
// done has been printed, stays to be done by the next run, and is reported by failed. It may be killed at any moment: done again it comes to
// the same end.
func (a *app) redo(ctx context.Context, c *Config, db *store.DB) (files []redoneFile, failed bool, err error) {
	records, err := db.Redo(ctx)
	if err != nil {
		return nil, false, err
	}
	edited := map[string]bool{}
	for _, r := range records {
		one := &redoing{app: a, c: c, db: db, record: r, edited: edited}
		if err := one.run(ctx); err != nil {
			return append(files, one.files...), failed, err
		}
		files = append(files, one.files...)
		if one.failed {
			failed = true
			continue
		}
		if err := db.Redone(ctx, r.ID); err != nil {
			return files, failed, err
		}
	}
	return files, failed, nil
}

// redoAll is redo before editions are published: what fails now is tried, and told, once more after them.
func (a *app) redoAll(ctx context.Context, c *Config, db *store.DB) error {
	files, _, err := a.redo(ctx, c, db)
	a.noteFiles(files)
	return err
}

// redoRest is redo after editions were published. It reports whether something stays to be done.
func (a *app) redoRest(ctx context.Context, c *Config, db *store.DB) (failed bool, err error) {
	files, failed, err := a.redo(ctx, c, db)
	a.noteFiles(files)
	return failed, err
}

// noteFiles says with -v what became of files that told what was taken out.
func (a *app) noteFiles(files []redoneFile) {
	for _, f := range files {
		a.note("%s", f)
	}
}

// A redoneFile is a file that told a post which was taken out.
type redoneFile struct {
	path    string
	removed bool // it is there no more; else it was written anew
}

func (f redoneFile) String() string {
	if f.removed {
		return "removed " + f.path
	}
	return "wrote " + f.path
}

// A redoing is one edition that is made and delivered anew.
type redoing struct {
	*app
	c      *Config
	db     *store.DB
	record store.EditionRecord
	files  []redoneFile
	fresh  map[string]bool // paths that the new revision has
	edited map[string]bool // paths of other editions that were left because somebody changed them, and that have been named
	failed bool
}

// run makes the edition and brings it to the outputs that are files; mail that was sent stays sent. Then it removes what older revisions wrote and
// the new one did not write over.
func (r *redoing) run(ctx context.Context) error {
	r.fresh = map[string]bool{}
	e, err := r.edition(ctx)
	if err != nil {
		return err
	}
	if e != nil {
		if err := record(ctx, r.db, e, r.now()); err != nil {
			return err
		}
	}
	if err := r.deliver(ctx, e); err != nil {
		return err
	}
	return r.clear(ctx)
}

// edition returns the edition without the post; nil if its digest is no longer configured, so that nobody can make it.
func (r *redoing) edition(ctx context.Context) (*digest.Edition, error) {
	g := r.c.digestNamed(r.record.Digest)
	if g == nil || r.record.Digest == "" {
		r.complain(fmt.Errorf("the digest %q is no longer configured; its edition %s is withdrawn", r.record.Digest, r.record.ID))
		return nil, nil
	}
	w := digest.Window{Start: r.record.Start.In(r.c.zone), End: r.record.End.In(r.c.zone), Zone: r.c.zone}
	e, _, err := r.c.edition(ctx, r.db, due{g, w}, true)
	if err != nil || e == nil || e.ID != r.record.ID {
		if err == nil {
			r.complain(fmt.Errorf("the edition %s cannot be made again with this configuration and is withdrawn", r.record.ID))
		}
		return nil, err
	}
	return e, nil
}

// deliver brings e to all outputs that are files. Where there is no e, the newest edition is brought there again, so that lists and feeds, which show
// several, lose what is withdrawn; its own page tells nothing of that and is left if somebody changed it.
func (r *redoing) deliver(ctx context.Context, e *digest.Edition) error {
	all, err := editions(ctx, r.db, time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	for _, t := range r.c.outputsOf(r.record.Digest, "") {
		one := e
		if i := slices.IndexFunc(all, func(other *digest.Edition) bool { return t.Takes(other.Digest) }); one == nil && i >= 0 {
			one = all[i]
		}
		if one == nil || t.Email != nil {
			continue
		}
		out, err := t.Output()
		if err != nil {
			return err
		}
		in, err := r.c.shown(ctx, r.db, t, deliver.Input{Edition: one, All: all, Ledger: r.db, Revise: one == e, Lists: true, Now: r.now()})
		if err != nil {
			return err
		}
		files, err := out.Publish(ctx, in)
		for _, f := range files {
			r.fresh[f.Path] = true
			if f.Written {
				r.files = append(r.files, redoneFile{path: f.Path})
			}
		}
		if one != e {
			err = r.left(t.Name, err)
		}
		if err != nil {
			r.failed = true
			r.complain(err)
		}
	}
	return nil
}

// left names the files of another edition that an output left because somebody changed them, each once, and returns what else failed.
func (r *redoing) left(output string, err error) error {
	files, err := deliver.Edited(err)
	for _, f := range files {
		if !r.edited[f.Path] {
			r.edited[f.Path] = true
			r.complain(fmt.Errorf("output %s: %w", output, f))
		}
	}
	return err
}

// clear removes the files of older revisions that no output writes any more. One that somebody has changed is named and left.
func (r *redoing) clear(ctx context.Context) error {
	rows, err := r.db.Deliveries(ctx, r.record.ID)
	if err != nil {
		return err
	}
	sums := map[string][]string{}
	for _, d := range rows {
		if filepath.IsAbs(d.Recipient) && !r.fresh[d.Recipient] && d.Sum != "" {
			sums[d.Recipient] = append(sums[d.Recipient], d.Sum)
		}
	}
	for path, known := range sums {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		h := sha256.Sum256(data)
		switch {
		case err != nil:
		case r.failed: // perhaps an output that failed still wants it
			continue
		case slices.Contains(known, hex.EncodeToString(h[:])):
			err = os.Remove(path)
		default:
			r.complain(fmt.Errorf("%s was changed by somebody else and is left as it is; look whether it tells what was taken out", path))
			continue
		}
		if err != nil {
			r.failed = true
			r.complain(err)
			continue
		}
		r.files = append(r.files, redoneFile{path, true})
	}
	slices.SortFunc(r.files, func(x, y redoneFile) int { return strings.Compare(x.path, y.path) })
	return nil
}
