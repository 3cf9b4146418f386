package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
)

// Options are what publish was asked to do.
type Options struct {
	Output string // name of the only output; "": all
	Revise bool
	DryRun bool
}

// A Due is an edition to be published.
type Due struct {
	Digest *config.Digest
	Window period.Window
}

func (d Due) String() string {
	return fmt.Sprintf("%s %s", d.Digest.Name, d.Window.Start.In(d.Window.Zone).Format(time.DateOnly))
}

// Plan prints what publish would do.
func (k *Desk) Plan(ctx context.Context, editions []Due, o Options) error {
	o.DryRun = true
	for _, d := range editions {
		e, _, err := k.Edition(ctx, d, o.Revise)
		if err != nil {
			return err
		}
		if e == nil {
			fmt.Fprintf(k.Stdout, "%s: no posts, nothing to publish\n", d)
			continue
		}
		if h, err := k.held(ctx, d, e); err != nil || h != nil {
			if err != nil {
				return err
			}
			fmt.Fprintln(k.Stdout, h.text(d))
			continue
		}
		fmt.Fprintf(k.Stdout, "%s: would publish revision %d of %q from %s\n", d, e.Revision, console.OneLine(e.Title), console.Count(e.Stats.Posts, "post"))
		k.deliver(ctx, d, e, o)
	}
	return nil
}

// An Outcome says what became of an edition.
type Outcome int

const (
	Delivered   Outcome = iota // every output has it
	Undelivered                // some output has not; why has been printed
	Empty                      // there was nothing to tell, and such periods are skipped
	Held                       // it waits for an editor
	outcomes                   // how many there are
)

// A Tally counts editions by what became of them.
type Tally [outcomes]int

// Publish makes the editions and delivers them, and makes anew before and after what told something that was taken out.
// What could not be delivered, and what waits for an editor, has been printed.
func (k *Desk) Publish(ctx context.Context, editions []Due, o Options) (t Tally, err error) {
	if _, err := k.redoNoted(ctx); err != nil {
		return t, err
	}
	for _, d := range editions {
		came, h, err := k.publishOne(ctx, d, o)
		if err != nil {
			return t, err
		}
		t[came]++
		if came == Held {
			k.Complain(errors.New(h.text(d)))
		}
	}
	again, err := k.redoNoted(ctx)
	if again {
		t[Undelivered]++
	}
	return t, err
}

// publishOne makes one edition, records it and delivers it. The hold says why, if it waits for an editor.
func (k *Desk) publishOne(ctx context.Context, d Due, o Options) (Outcome, *hold, error) {
	e, b, h, err := k.checked(ctx, d, o.Revise)
	switch {
	case err != nil:
		return 0, nil, err
	case h != nil:
		return Held, h, nil
	case e == nil:
		k.Say("%s: no posts, nothing published", d)
		return Empty, nil, nil
	}
	fresh, err := record(ctx, k.DB, e, b, k.Now())
	switch {
	case err != nil:
		return 0, nil, err
	case fresh:
		k.Say("%s: revision %d of %q from %s", d, e.Revision, e.Title, console.Count(e.Stats.Posts, "post"))
	default:
		k.Say("%s: revision %d of %q is recorded already", d, e.Revision, e.Title)
	}
	return k.deliver(ctx, d, e, o), nil, nil
}

// rechecks is how often an edition is made again because posts that it tells are gone or edited.
const rechecks = 2

// checked returns the edition to publish, with what it was made of if it is new, or why it has to wait for an editor.
// Nobody is asked whether the posts that it tells are still there before it is approved, because runs come back to one
// that waits, nor for one that is recorded: its posts have their turn by their age. It is built once, and again where
// the sources say that posts of it have changed, which may have it wait after all.
func (k *Desk) checked(ctx context.Context, d Due, revise bool) (*digest.Edition, *load.Basis, *hold, error) {
	for round := 0; ; round++ {
		e, in, err := k.Edition(ctx, d, revise)
		if err != nil || e == nil {
			return nil, nil, nil, err
		}
		h, err := k.held(ctx, d, e)
		if err != nil || h != nil || in == nil {
			return e, nil, h, err
		}
		b := in.Basis(k.Now())
		if round == rechecks || k.Recheck == nil {
			return e, b, nil, nil
		}
		if changed, err := k.Recheck(ctx, e.Cited()); err != nil || !changed {
			return e, b, nil, err
		}
	}
}

// deliver brings an edition to the outputs that take it, and prints what failed. What leaves the machine does not go
// out for a period that ended longer ago than the digest's max_age: that is recorded as expired.
func (k *Desk) deliver(ctx context.Context, d Due, e *digest.Edition, o Options) Outcome {
	all, emptied, err := editionsOf(ctx, k.DB, time.Time{}, time.Time{})
	if err != nil {
		k.Complain(err)
		return Undelivered
	}
	in := output.Input{Edition: e, All: all, Emptied: emptied, Ledger: k.DB, Outbox: k.DB, Revise: o.Revise, DryRun: o.DryRun, Now: k.Now()}
	if in.Expires, err = (Outbox{k}).deadline(ctx, d); err != nil {
		k.Complain(err)
		return Undelivered
	}
	came := Delivered
	for _, t := range k.Config.OutputsOf(d.Digest.Name, o.Output) {
		var files []output.File
		if t.About().Leaves() && k.Now().After(in.Expires) {
			err = k.expire(ctx, t, e, o)
		} else {
			files, err = k.deliverTo(ctx, t, in)
		}
		if !o.DryRun {
			tried(k, t, files, err)
		}
		if err != nil {
			came = Undelivered
			k.Complain(err)
		}
		waits, err2 := (Outbox{k}).waits(ctx, t, e)
		if err2 != nil || waits != "" {
			came = Undelivered
			k.Note("%s: not everybody has %q yet, see \"recap outbox\"", t.Name, e.Title)
		}
		if err == nil && waits == forPerson && !o.DryRun { // a run says it in which nothing else is said of it
			k.Complain(fmt.Errorf("output %s: somebody may not have %q, and no run tries again; see \"recap outbox\"", t.Name, e.Title))
		}
	}
	return came
}

// tried says to who hears it what came of handing something to an output. One that had nothing to take has neither
// failed nor worked; one that took something works, whatever it refused.
func tried(k *Desk, t *deliver.Target, files []output.File, err error) {
	took := slices.ContainsFunc(files, func(f output.File) bool { return f.Written })
	switch {
	case k.Tried == nil:
	case !t.About().Leaves(), err != nil && !took:
		k.Tried(t.Name, err)
	case took:
		k.Tried(t.Name, nil)
	}
}

// deliverTo brings an edition to one output.
func (k *Desk) deliverTo(ctx context.Context, t *deliver.Target, in output.Input) ([]output.File, error) {
	if !in.DryRun {
		if err := noteFolder(ctx, k.Config, k.DB, t); err != nil {
			return nil, err
		}
	}
	files, err := give(ctx, k, t, in)
	sayFiles(k, t, files, in.DryRun)
	return files, err
}

// give hands an edition to an output, and notes which subscribers do not exist.
func give(ctx context.Context, k *Desk, t *deliver.Target, in output.Input) ([]output.File, error) {
	out, err := t.Output()
	if err != nil {
		return nil, err
	}
	if in, err = k.shown(ctx, t, in); err != nil {
		return nil, err
	}
	in.Clock, in.Owed = k.Now, owed(k, t)
	files, err := out.Publish(ctx, in)
	if !in.DryRun {
		err = errors.Join(err, suppress(ctx, k, t))
	}
	return files, err
}

// sayFiles says what became of files and letters.
func sayFiles(k *Desk, t *deliver.Target, files []output.File, dryRun bool) {
	would, done := "write", "wrote"
	if t.About().Leaves() {
		would, done = "send to", "sent to"
	}
	for _, f := range files {
		switch {
		case dryRun && f.Written:
			fmt.Fprintf(k.Stdout, "  would %s %s (%d bytes)\n", would, console.OneLine(f.Path), f.Size)
		case f.Edited:
			k.Say("%s: %s %s, which somebody else had changed: that is gone", t.Name, done, f.Path)
		case f.Written:
			k.Say("%s: %s %s", t.Name, done, f.Path)
		default:
			k.Note("%s: unchanged %s", t.Name, f.Path)
		}
	}
}

// expire records that an edition is too old to be sent.
func (k *Desk) expire(ctx context.Context, t *deliver.Target, e *digest.Edition, o Options) error {
	if o.DryRun {
		fmt.Fprintf(k.Stdout, "  would not send to %s: too old\n", console.OneLine(t.Name))
		return nil
	}
	k.Note("%s: %q is too old to be sent", t.Name, e.Title)
	rows, err := k.DB.Deliveries(ctx, e.ID)
	if err != nil {
		return err
	}
	about := t.About()
	rows = slices.DeleteFunc(rows, func(d store.Delivery) bool { return d.Output != t.Name || d.Revision != e.Revision })
	all := about.To
	if about.Readers && len(rows) == 0 { // one row for all of them, where it was queued for none
		readers, err := readersOf(ctx, k, e.Digest)
		if err != nil {
			return err
		}
		if len(readers) > 0 {
			all = append(slices.Clone(all), "")
		}
	}
	for _, to := range all {
		if slices.ContainsFunc(rows, func(d store.Delivery) bool { return about.Knows(d.Recipient, to) }) {
			continue // it was sent, or waits to be
		}
		err := k.DB.RecordDelivery(ctx, store.Delivery{Edition: e.ID, Revision: e.Revision, Output: t.Name, Recipient: to, State: "expired", At: k.Now()})
		if err != nil {
			return err
		}
	}
	return nil
}

// DateOption is how a command names the period of d.
func (d Due) DateOption() string {
	return fmt.Sprintf("--digest %s --date %s", d.Digest.Name, d.Window.Start.In(d.Window.Zone).Format(time.DateOnly))
}
