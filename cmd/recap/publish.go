package main

import (
	"context"
	"errors"
	"net/mail"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

func publishCommand(a *app) *cobra.Command {
	var o edition.Options
	var date, name, testTo, since string
	var all bool
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
			if o.Output != "" && c.OutputNamed(o.Output) == nil {
				return console.Usage("there is no output %q; %s", o.Output, console.OneOf(o.Output, c.OutputNames()))
			}
			if all || since != "" {
				if !all || date != "" || name != "" || o.Revise {
					return console.Usage("--all goes with --since and --output alone")
				}
				return publishAll(cmd.Context(), a, c, since, o)
			}
			editions, err := a.named(c, name, date)
			if err != nil {
				return err
			}
			if testTo != "" {
				return testMail(cmd.Context(), a, c, editions, testTo, o)
			}
			return a.publish(cmd.Context(), c, editions, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&name, "digest", "", "only the digest `NAME`")
	f.StringVar(&o.Output, "output", "", "only the output `NAME`")
	f.BoolVar(&o.Revise, "revise", false, "make a new revision if anything has changed, and write over files that were edited by hand")
	f.BoolVar(&all, "all", false, "write every recorded edition, for an output that is new; nothing is sent to anybody")
	f.StringVar(&since, "since", "", "with --all: only editions of `DATE` and later")
	f.StringVar(&testTo, "test-to", "", "send it to the mail `ADDRESS` alone, marked as a test; nothing is recorded")
	f.BoolVar(&o.DryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

// named returns the editions that the flags name: of one digest or of all, of the period with the date or the last one
// that has closed. Where all digests are meant, those whose period is not over wait if others need not: who publishes a
// day does not mean to send the week before its end.
func (a *app) named(c *config.Config, name, date string) ([]edition.Due, error) {
	if name != "" && c.DigestNamed(name) == nil {
		return nil, console.Usage("there is no digest %q; %s", name, console.OneOf(name, c.DigestNames()))
	}
	var all, open []edition.Due
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
			open = append(open, edition.Due{Digest: g, Window: w})
			continue
		}
		all = append(all, edition.Due{Digest: g, Window: w})
	}
	switch {
	case len(all) > 0:
		for _, d := range open {
			a.Say("%s: not published, its period is not over; name it with --digest to publish it all the same", d)
		}
		return all, nil
	case len(open) > 0:
		return open, nil
	}
	return nil, none
}

// publish makes the editions and delivers them. What could not be delivered is printed, and ends in exitUndelivered.
func (a *app) publish(ctx context.Context, c *config.Config, editions []edition.Due, o edition.Options) error {
	if o.DryRun {
		db, err := readable(ctx, c)
		if err != nil {
			return err
		}
		defer db.Close()
		return a.desk(c, db).Plan(ctx, editions, o)
	}
	if err := haveDatabase(c); err != nil {
		return err
	}
	db, done, err := a.writable(ctx, c)
	if err != nil {
		return err
	}
	t, err := a.desk(c, db).Publish(ctx, editions, o)
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return exitWith(codeOf(t))
}

// testMail shows editions to one mail address.
func testMail(ctx context.Context, a *app, c *config.Config, editions []edition.Due, to string, o edition.Options) error {
	address, err := mail.ParseAddress(to)
	if err != nil {
		return console.Usage("--test-to: %q is not a mail address", to)
	}
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	failed, err := edition.Outbox{Desk: a.desk(c, db)}.Test(ctx, editions, address.Address, o)
	if err == nil && failed {
		return exitWith(exitUndelivered)
	}
	return err
}

// publishAll writes every recorded edition to the outputs that are files.
func publishAll(ctx context.Context, a *app, c *config.Config, since string, o edition.Options) error {
	first, err := dateFlag("since", since)
	if err != nil {
		return err
	}
	if t := c.OutputNamed(o.Output); o.Output != "" && t.About().Leaves() {
		return console.Usage("--all: the output %s sends what it is given to others, and old editions are not sent; it gets each new one", o.Output)
	}
	db, done, err := opened(ctx, a, c, o.DryRun)
	if err != nil {
		return err
	}
	came, err := edition.PublishAll(ctx, a.desk(c, db), first, o)
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	if came == edition.Undelivered {
		return exitWith(exitUndelivered)
	}
	return nil
}

// opened opens the database, which has to exist, for writing, or for reading alone in a dry run.
func opened(ctx context.Context, a *app, c *config.Config, dryRun bool) (db store.DB, done func() error, err error) {
	if dryRun {
		if db, err = readable(ctx, c); err != nil {
			return nil, nil, err
		}
		return db, db.Close, nil
	}
	if err := haveDatabase(c); err != nil {
		return nil, nil, err
	}
	return a.writable(ctx, c)
}

// codeOf returns the exit code of publish.
func codeOf(t edition.Tally) int {
	switch {
	case t[edition.Undelivered] > 0:
		return exitUndelivered
	case t[edition.Held] > 0 && t[edition.Delivered] > 0:
		return exitPart
	case t[edition.Held] > 0:
		return exitNothing
	}
	return exitOK
}
