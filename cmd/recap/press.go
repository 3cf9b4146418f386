package main

import (
	"context"
	"errors"
	"fmt"
	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/period"
	"recap/store"
	"time"
)

// publishOptions are what publish was asked to do.
type publishOptions struct {
	output string // name of the only output; "": all
	revise bool
	dryRun bool
}

// A due is an edition to be published.
type due struct {
	digest *Digest
	window period.Window
}

func (d due) String() string {
	return fmt.Sprintf("%s %s", d.digest.Name, d.window.Start.In(d.window.Zone).Format(time.DateOnly))
}

// plan prints what publish would do.
func (k *desk) plan(ctx context.Context, editions []due, o publishOptions) error {
	o.dryRun = true
	for _, d := range editions {
		e, _, err := k.edition(ctx, d, o.revise)
		if err != nil {
			return err
		}
		if e == nil {
			fmt.Fprintf(k.stdout, "%s: no posts, nothing to publish\n", d)
			continue
		}
		if h, err := k.held(ctx, d, e); err != nil || h != nil {
			if err != nil {
				return err
			}
			fmt.Fprintln(k.stdout, h.text(d))
			continue
		}
		fmt.Fprintf(k.stdout, "%s: would publish revision %d of %q from %s\n", d, e.Revision, oneLine(e.Title), count(e.Stats.Posts, "post"))
		k.deliver(ctx, d, e, o)
	}
	return nil
}

// An outcome says what became of an edition.
type outcome int

const (
	delivered   outcome = iota // every output has it
	undelivered                // some output has not; why has been printed
	empty                      // there was no post, and such periods are skipped
	held                       // it waits for an editor
	outcomes                   // how many there are
)

// A tally counts editions by what became of them.
type tally [outcomes]int

// publishAll makes the editions and delivers them, and makes anew before and after what told something that was taken out. What could not be
// delivered, and what waits for an editor, has been printed.
func (k *desk) publishAll(ctx context.Context, editions []due, o publishOptions) (t tally, err error) {
	if err := k.redoAll(ctx); err != nil {
		return t, err
	}
	for _, d := range editions {
		came, h, err := k.publishOne(ctx, d, o)
		if err != nil {
			return t, err
		}
		t[came]++
		if came == held {
			k.complain(errors.New(h.text(d)))
		}
	}
	again, err := k.redoRest(ctx)
	if again {
		t[undelivered]++
	}
	return t, err
}

// publishOne makes one edition, records it and delivers it. The hold says why, if it waits for an editor.
func (k *desk) publishOne(ctx context.Context, d due, o publishOptions) (outcome, *hold, error) {
	e, h, err := k.checked(ctx, d, o.revise)
	switch {
	case err != nil:
		return 0, nil, err
	case h != nil:
		return held, h, nil
	case e == nil:
		k.say("%s: no posts, nothing published", d)
		return empty, nil, nil
	}
	if err := record(ctx, k.db, e, k.now()); err != nil {
		return 0, nil, err
	}
	k.say("%s: revision %d of %q from %s", d, e.Revision, e.Title, count(e.Stats.Posts, "post"))
	return k.deliver(ctx, d, e, o), nil, nil
}

// rechecks is how often an edition is made again because posts that it tells are gone or edited.
const rechecks = 2

// checked returns the edition to publish, or why it has to wait for an editor. Nobody is asked whether the posts that it tells are still there
// before it is approved, because runs come back to one that waits, nor for one that is recorded: its posts have their turn by their age. It is built
// once, and again where the sources say that posts of it have changed, which may have it wait after all.
func (k *desk) checked(ctx context.Context, d due, revise bool) (*digest.Edition, *hold, error) {
	for round := 0; ; round++ {
		e, fresh, err := k.edition(ctx, d, revise)
		if err != nil || e == nil {
			return nil, nil, err
		}
		h, err := k.held(ctx, d, e)
		if err != nil || h != nil {
			return nil, h, err
		}
		if !fresh || round == rechecks || k.recheck == nil {
			return e, nil, nil
		}
		if changed, err := k.recheck(ctx, e); err != nil || !changed {
			return e, nil, err
		}
	}
}

// deliver brings an edition to the outputs that take it, and prints what failed. Mail does not go out for a period that ended longer ago
// than the digest's max_age: that is recorded as expired.
func (k *desk) deliver(ctx context.Context, d due, e *digest.Edition, o publishOptions) outcome {
	all, err := editions(ctx, k.db, time.Time{}, time.Time{})
	if err != nil {
		k.complain(err)
		return undelivered
	}
	in := deliver.Input{Edition: e, All: all, Ledger: k.db, Revise: o.revise, DryRun: o.dryRun, Now: k.now()}
	came := delivered
	for _, t := range k.outputsOf(d.digest.Name, o.output) {
		if t.Email != nil && k.now().After(d.window.End.Add(d.digest.MaxAge)) {
			err = k.expire(ctx, t, e, o)
		} else {
			err = k.deliverTo(ctx, t, in)
		}
		if err != nil {
			came = undelivered
			k.complain(err)
		}
	}
	return came
}

// deliverTo brings an edition to one output.
func (k *desk) deliverTo(ctx context.Context, t *deliver.Target, in deliver.Input) error {
	out, err := t.Output()
	if err != nil {
		return err
	}
	if in, err = k.shown(ctx, t, in); err != nil {
		return err
	}
	if !in.DryRun {
		if err := noteFolder(ctx, k.config, k.db, t); err != nil {
			return err
		}
	}
	files, err := out.Publish(ctx, in)
	for _, f := range files {
		switch {
		case in.DryRun && f.Written:
			fmt.Fprintf(k.stdout, "  would write %s (%d bytes)\n", oneLine(f.Path), f.Size)
		case f.Written:
			k.say("%s: wrote %s", t.Name, f.Path)
		default:
			k.note("%s: unchanged %s", t.Name, f.Path)
		}
	}
	return err
}

// expire records that an edition is too old to be mailed.
func (k *desk) expire(ctx context.Context, t *deliver.Target, e *digest.Edition, o publishOptions) error {
	if o.dryRun {
		fmt.Fprintf(k.stdout, "  would not mail to %s: too old\n", oneLine(t.Name))
		return nil
	}
	k.note("%s: %q is too old to be mailed", t.Name, e.Title)
	for _, to := range t.Email.To {
		err := k.db.RecordDelivery(ctx, store.Delivery{Edition: e.ID, Revision: e.Revision, Output: t.Name, Recipient: to, State: "expired", At: k.now()})
		if err != nil {
			return err
		}
	}
	return nil
}

// outputsOf returns the outputs that take editions of a digest, or the one of them that is named.
func (k *desk) outputsOf(name, output string) []*deliver.Target {
	var all []*deliver.Target
	for i := range k.config.Outputs {
		if t := &k.config.Outputs[i]; t.Takes(name) && (output == "" || t.Name == output) {
			all = append(all, t)
		}
	}
	return all
}

// dateOption is how a command names the period of d.
func (d due) dateOption() string {
	return fmt.Sprintf("--digest %s --date %s", d.digest.Name, d.window.Start.In(d.window.Zone).Format(time.DateOnly))
}
