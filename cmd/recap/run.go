package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"recap/digest/period"
	"recap/store"
)

func (a *app) runCommand() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Read what is due, make the editions whose period has closed, publish them: the cron line",
		Long: `Read the sources that are due, make the editions whose period has closed and publish them.

It is made for cron: silent when all is well, errors on stderr with the name of the source or output, and an exit code: 0 all well,
2 some sources failed, 3 nothing could be done, 4 an edition could not be delivered everywhere, 75 another run holds the lock.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if dryRun {
				return a.dryRun(cmd.Context(), c)
			}
			db, done, err := a.writable(cmd.Context(), c)
			if err != nil {
				return err
			}
			code, err := a.run(cmd.Context(), c, db, ingestOptions{})
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			return exitWith(code)
		}),
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

// run reads, makes and publishes, and returns the exit code of what failed on the way.
func (a *app) run(ctx context.Context, c *Config, db store.DB, o ingestOptions) (int, error) {
	report, err := a.ingest(ctx, c, db, o)
	if err != nil {
		return 0, err
	}
	if err := a.redoAll(ctx, c, db); err != nil {
		return 0, err
	}
	made, failed := 0, false
	for i := range c.Digests {
		n, came, err := a.runDigest(ctx, c, db, &c.Digests[i])
		if err != nil {
			return 0, err
		}
		made, failed = made+n, failed || came == undelivered
	}
	// Once more: what the editions tell was asked after while they were made.
	again, err := a.redoRest(ctx, c, db)
	if err != nil {
		return 0, err
	}
	failed = failed || again
	code := report.code()
	switch {
	case failed:
		code = exitUndelivered
	case code == exitNothing && made > 0:
		code = exitPart
	}
	return code, nil
}

// A schedule is how far the runs have come with one digest. It is kept in the database.
type schedule struct {
	Through time.Time   `json:"through"`        // end of the last period that a run has made or skipped
	Retry   []time.Time `json:"retry"`          // starts of periods to try again: not delivered everywhere, or not read in full
	Held    []hold      `json:"held,omitempty"` // periods that wait for an editor

	Ahead *schedule `json:"ahead,omitempty"` // how far runs had come before the clock went back; it holds again if the clock was wrong since
}

func scheduleKey(g *Digest) string { return "schedule/" + g.Name }

// schedule returns how far the runs have come with g. Before the first run that is the digest's since, else the present; without a database
// there was no run yet.
func (a *app) schedule(ctx context.Context, c *Config, db store.DB, g *Digest) (schedule, error) {
	s := schedule{Through: a.now()}
	if !g.Since.IsZero() {
		s.Through = g.Since.In(c.zone)
	}
	if db == nil {
		return s, nil
	}
	text, err := db.Meta(ctx, scheduleKey(g))
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	since := s.Through
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("digest %s: schedule: %w", g.Name, err)
	}
	if !g.Since.IsZero() && since.After(s.Through) { // since was moved forward after the first run
		s.Through = since
	}
	return s, nil
}

// owed returns the editions of g that a run has to publish now: those that are to be tried again, then the periods that have closed since
// the last run, the oldest first and at most catch_up of them.
func (a *app) owed(ctx context.Context, c *Config, db store.DB, g *Digest, s schedule) ([]due, error) {
	var all []due
	starts := slices.Clone(s.Retry)
	for _, h := range s.Held {
		starts = append(starts, h.Start)
	}
	for _, start := range starts {
		if w, err := c.windowFrom(ctx, db, g, start); err == nil {
			all = append(all, due{g, w})
		}
	}
	windows, err := c.closedAfter(ctx, db, g, s.Through, a.now())
	if err != nil {
		return nil, err
	}
	for _, w := range windows[:min(len(windows), g.CatchUp)] {
		all = append(all, due{g, w})
	}
	return all, nil
}

// runDigest publishes what is owed of g. It returns how many editions were made, and undelivered if one of them is not everywhere.
func (a *app) runDigest(ctx context.Context, c *Config, db store.DB, g *Digest) (int, outcome, error) {
	s, err := a.schedule(ctx, c, db, g)
	if err != nil {
		return 0, 0, err
	}
	all, err := a.owed(ctx, c, db, g, s)
	if err != nil {
		return 0, 0, err
	}
	made, worst := 0, delivered
	for _, d := range all {
		came, h, err := a.publishOne(ctx, c, db, d, publishOptions{})
		if err != nil {
			return made, worst, err
		}
		again := false
		if came != empty && !slices.ContainsFunc(s.Retry, d.window.Start.Equal) && !s.holds(d.window.Start) {
			a.sayZone(c, d)
		}
		if came != held {
			s.release(d.window.Start)
		}
		switch came {
		case held:
			a.hold(&s, d, *h)
		case undelivered:
			made, worst, again = made+1, undelivered, true
		case delivered:
			made++
		case empty:
			if again, err = unread(ctx, db, d.window); err != nil {
				return made, worst, err
			}
		}
		s.settle(d.window, again && a.now().Before(d.window.End.Add(g.MaxAge)))
		if err := s.save(ctx, db, g); err != nil {
			return made, worst, err
		}
	}
	return made, worst, s.save(ctx, db, g)
}

// unread reports whether a configured source has not been read to the end of the period yet. Then the period may only look empty.
func unread(ctx context.Context, db store.DB, w period.Window) (bool, error) {
	states, err := db.Sources(ctx)
	for _, s := range states {
		if s.Position >= 0 && s.Disabled == "" && s.LastComplete.Before(w.End) {
			return true, err
		}
	}
	return false, err
}

// settle notes that w had its turn, and whether the next run is to try it again.
func (s *schedule) settle(w period.Window, again bool) {
	if w.End.After(s.Through) {
		s.Through = w.End.UTC()
	}
	s.Retry = slices.DeleteFunc(s.Retry, w.Start.Equal)
	if again {
		s.Retry = append(s.Retry, w.Start.UTC())
	}
}

// save keeps s in the database, unless it stands there already.
func (s *schedule) save(ctx context.Context, db store.DB, g *Digest) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if old, err := db.Meta(ctx, scheduleKey(g)); err == nil && old == string(data) {
		return nil
	}
	return db.SetMeta(ctx, scheduleKey(g), string(data))
}

// dryRun prints what run would do. Sources are not read, so the editions are those of the posts that are stored.
func (a *app) dryRun(ctx context.Context, c *Config) error {
	var db store.DB
	if err := c.haveDatabase(); err == nil {
		if db, err = c.readable(ctx); err != nil {
			return err
		}
		defer db.Close()
	}
	jobs, err := a.jobs(ctx, c, db, ingestOptions{})
	if err != nil {
		return err
	}
	for _, j := range jobs {
		fmt.Fprintf(a.stdout, "would read %s\n", oneLine(j.source.Name))
	}
	for i := range c.Digests {
		g := &c.Digests[i]
		s, err := a.schedule(ctx, c, db, g)
		if err != nil {
			return err
		}
		all, err := a.owed(ctx, c, db, g, s)
		if err != nil {
			return err
		}
		if db == nil {
			continue // without posts there is nothing to publish
		}
		if err := a.plan(ctx, c, db, all, publishOptions{}); err != nil {
			return err
		}
	}
	return nil
}
