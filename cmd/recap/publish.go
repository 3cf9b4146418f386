package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/period"
	"recap/store"
)

func (a *app) publishCommand() *cobra.Command {
	var o publishOptions
	var date, name, testTo string
	cmd := &cobra.Command{
		Use:   "publish",
		Short: "Make an edition, record it and write it to every output",
		Long: `Make an edition, record it and write it to every output. Publishing again what was published does no harm.

Without a date it is the last period that has closed, of every digest or the one that --digest names. With a date, too, a digest whose
period is not over is left out while that of another is, unless --digest names it. An edition that was recorded stays as it is, unless
--revise makes a new revision of it; one that was published before the end of its period is made anew once after it.

Exit codes: 0 all well, 2 some of the editions, 3 none: they wait for approval or could not be made, 4 not delivered everywhere, 75 another run
holds the lock.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if testTo != "" {
				return usage("--test-to: this version does not send mail; add an eml output and look at its file")
			}
			editions, err := a.named(c, name, date)
			if err != nil {
				return err
			}
			if o.output != "" && c.outputNamed(o.output) == nil {
				return usage("there is no output %q; %s", o.output, oneOf(o.output, c.outputNames()))
			}
			return a.publish(cmd.Context(), c, editions, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&name, "digest", "", "only the digest `NAME`")
	f.StringVar(&o.output, "output", "", "only the output `NAME`")
	f.BoolVar(&o.revise, "revise", false, "make a new revision if anything has changed, and write over files that were edited by hand")
	f.StringVar(&testTo, "test-to", "", "send it to `ADDRESS` only")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

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

// named returns the editions that the flags name: of one digest or of all, of the period with the date or the last one that has closed. Where all
// digests are meant, those whose period is not over wait if others need not: who publishes a day does not mean to send the week before its end.
func (a *app) named(c *Config, name, date string) ([]due, error) {
	if name != "" && c.digestNamed(name) == nil {
		return nil, usage("there is no digest %q; %s", name, oneOf(name, c.digestNames()))
	}
	var all, open []due
	var none error
	for i := range c.Digests {
		g := &c.Digests[i]
		if name != "" && g.Name != name {
			continue
		}
		w, err := a.window(c, g, date, "", "")
		if err != nil && g.Period == "event" && name == "" {
			none = err // the other digests have a period for every day
			continue
		}
		if err != nil {
			return nil, err
		}
		if w.End.After(a.now()) {
			open = append(open, due{g, w})
			continue
		}
		all = append(all, due{g, w})
	}
	switch {
	case len(all) > 0:
		for _, d := range open {
			a.say("%s: not published, its period is not over; name it with --digest to publish it all the same", d)
		}
		return all, nil
	case len(open) > 0:
		return open, nil
	}
	return nil, none
}

// publish makes the editions and delivers them. What could not be delivered is printed, and ends in exitUndelivered.
func (a *app) publish(ctx context.Context, c *Config, editions []due, o publishOptions) error {
	if o.dryRun {
		db, err := c.readable(ctx)
		if err != nil {
			return err
		}
		defer db.Close()
		return a.plan(ctx, c, db, editions, o)
	}
	if err := c.haveDatabase(); err != nil {
		return err
	}
	db, done, err := a.writable(ctx, c)
	if err != nil {
		return err
	}
	var t tally
	if err := a.redoAll(ctx, c, db); err != nil {
		return errors.Join(err, done())
	}
	for _, d := range editions {
		var came outcome
		var h *hold
		if came, h, err = a.publishOne(ctx, c, db, d, o); err != nil {
			break
		}
		t[came]++
		if came == held {
			a.complain(errors.New(h.text(d)))
		}
	}
	if err == nil {
		var again bool
		if again, err = a.redoRest(ctx, c, db); again {
			t[undelivered]++
		}
	}
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return exitWith(t.code())
}

// A tally counts editions by what became of them.
type tally [outcomes]int

// code returns the exit code of publish.
func (t *tally) code() int {
	switch {
	case t[undelivered] > 0:
		return exitUndelivered
	case t[held] > 0 && t[delivered] > 0:
		return exitPart
	case t[held] > 0:
		return exitNothing
	}
	return exitOK
}

// plan prints what publish would do.
func (a *app) plan(ctx context.Context, c *Config, db store.DB, editions []due, o publishOptions) error {
	o.dryRun = true
	for _, d := range editions {
		e, posts, err := c.edition(ctx, db, d, o.revise)
		if err != nil {
			return err
		}
		if e == nil {
			fmt.Fprintf(a.stdout, "%s: no posts, nothing to publish\n", d)
			continue
		}
		if h, err := c.held(ctx, db, d, e); err != nil || h != nil {
			if err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, h.text(d))
			continue
		}
		fmt.Fprintf(a.stdout, "%s: would publish revision %d of %q from %s\n", d, e.Revision, oneLine(e.Title), count(posts, "post"))
		a.deliver(ctx, c, db, d, e, o)
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

// publishOne makes one edition, records it and delivers it. The hold says why, if it waits for an editor.
func (a *app) publishOne(ctx context.Context, c *Config, db store.DB, d due, o publishOptions) (outcome, *hold, error) {
	if h, err := c.heldDraft(ctx, db, d, o.revise); err != nil || h != nil {
		return held, h, err
	}
	e, posts, err := a.checkedEdition(ctx, c, db, d, o.revise)
	if err != nil {
		return 0, nil, err
	}
	if e == nil {
		a.say("%s: no posts, nothing published", d)
		return empty, nil, nil
	}
	if h, err := c.held(ctx, db, d, e); err != nil || h != nil { // what it tells may have gone since it was approved
		return held, h, err
	}
	if err := record(ctx, db, e, a.now()); err != nil {
		return 0, nil, err
	}
	a.say("%s: revision %d of %q from %s", d, e.Revision, e.Title, count(posts, "post"))
	return a.deliver(ctx, c, db, d, e, o), nil, nil
}

// deliver brings an edition to the outputs that take it, and prints what failed. Mail does not go out for a period that ended longer ago
// than the digest's max_age: that is recorded as expired.
func (a *app) deliver(ctx context.Context, c *Config, db store.DB, d due, e *digest.Edition, o publishOptions) outcome {
	all, err := editions(ctx, db, time.Time{}, time.Time{})
	if err != nil {
		a.complain(err)
		return undelivered
	}
	in := deliver.Input{Edition: e, All: all, Ledger: db, Revise: o.revise, DryRun: o.dryRun, Now: a.now()}
	came := delivered
	for _, t := range c.outputsOf(d.digest.Name, o.output) {
		if t.Email != nil && a.now().After(d.window.End.Add(d.digest.MaxAge)) {
			err = a.expire(ctx, db, t, e, o)
		} else {
			err = a.deliverTo(ctx, c, db, t, in)
		}
		if err != nil {
			came = undelivered
			a.complain(err)
		}
	}
	return came
}

// deliverTo brings an edition to one output.
func (a *app) deliverTo(ctx context.Context, c *Config, db store.DB, t *deliver.Target, in deliver.Input) error {
	out, err := t.Output()
	if err != nil {
		return err
	}
	if in, err = c.shown(ctx, db, t, in); err != nil {
		return err
	}
	if !in.DryRun {
		if err := noteFolder(ctx, c, db, t); err != nil {
			return err
		}
	}
	files, err := out.Publish(ctx, in)
	for _, f := range files {
		switch {
		case in.DryRun && f.Written:
			fmt.Fprintf(a.stdout, "  would write %s (%d bytes)\n", oneLine(f.Path), f.Size)
		case f.Written:
			a.say("%s: wrote %s", t.Name, f.Path)
		default:
			a.note("%s: unchanged %s", t.Name, f.Path)
		}
	}
	return err
}

// expire records that an edition is too old to be mailed.
func (a *app) expire(ctx context.Context, db store.DB, t *deliver.Target, e *digest.Edition, o publishOptions) error {
	if o.dryRun {
		fmt.Fprintf(a.stdout, "  would not mail to %s: too old\n", oneLine(t.Name))
		return nil
	}
	a.note("%s: %q is too old to be mailed", t.Name, e.Title)
	for _, to := range t.Email.To {
		err := db.RecordDelivery(ctx, store.Delivery{Edition: e.ID, Revision: e.Revision, Output: t.Name, Recipient: to, State: "expired", At: a.now()})
		if err != nil {
			return err
		}
	}
	return nil
}

// outputsOf returns the outputs that take editions of a digest, or the one of them that is named.
func (c *Config) outputsOf(name, output string) []*deliver.Target {
	var all []*deliver.Target
	for i := range c.Outputs {
		if t := &c.Outputs[i]; t.Takes(name) && (output == "" || t.Name == output) {
			all = append(all, t)
		}
	}
	return all
}

func (c *Config) outputNamed(name string) *deliver.Target {
	for i := range c.Outputs {
		if c.Outputs[i].Name == name {
			return &c.Outputs[i]
		}
	}
	return nil
}

func (c *Config) outputNames() []string {
	var names []string
	for i := range c.Outputs {
		names = append(names, c.Outputs[i].Name)
	}
	return names
}
