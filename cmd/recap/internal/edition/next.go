package edition

import (
	"context"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/period"
	"recap/store"
)

// A Coming is the edition of a digest that runs publish next.
type Coming struct {
	Due
	At time.Time // when a run may publish it; the next run does where that is past
}

// Text says for people when the edition comes, seen from now: "daily of 2026-10-20, due Wednesday 2026-10-21 at 07:00
// (Europe/London)".
func (c Coming) Text(now time.Time) string {
	first, last := c.Window.Start.In(c.Window.Zone), c.Window.LastDay()
	days := first.Format(time.DateOnly)
	if to := last.Format(time.DateOnly); to != days {
		days += " to " + to
	}
	if !c.At.After(now) {
		return fmt.Sprintf("%s of %s, which the next run publishes", c.Digest.Name, days)
	}
	at := c.At.In(c.Window.Zone)
	return fmt.Sprintf("%s of %s, due %s %s at %s (%s)", c.Digest.Name, days, at.Weekday(), at.Format(time.DateOnly), at.Format("15:04"), c.Window.Zone)
}

// Coming returns the editions that come next, one of each digest in the order of the configuration: of the oldest
// period that no run has made or skipped, be it over or not, and that has no edition which is everywhere. A digest of
// events has none after the last event. What an editor has to approve, and what runs try again, is not among them.
// Before the first run, and without a database, digests begin with the period of now or with their since.
func (k *Desk) Coming(ctx context.Context) ([]Coming, error) {
	var all []Coming
	for i := range k.Config.Digests {
		g := &k.Config.Digests[i]
		s, err := k.schedule(ctx, g)
		if err != nil {
			return nil, err
		}
		w, ok, err := k.after(ctx, k.DB, g, s.Through)
		for done := ok; done && ok && err == nil; {
			if done, err = delivered(ctx, k, g, w); done && err == nil {
				w, ok, err = k.after(ctx, k.DB, g, w.End)
			}
		}
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, Coming{Due{g, w}, publishAt(g, w)})
		}
	}
	return all, nil
}

// delivered reports whether the period w, which is over, has an edition that came to all outputs.
func delivered(ctx context.Context, k *Desk, g *config.Digest, w period.Window) (bool, error) {
	if k.DB == nil {
		return false, nil
	}
	records, err := k.DB.Editions(ctx, g.Name, w.Start, w.End)
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool {
		return r.Start.Equal(w.Start) && r.End.Equal(w.End) && len(r.JSON) > 0 && !r.Recorded.Before(w.End)
	})
	if err != nil || i < 0 {
		return false, err
	}
	lacks, err := missing(ctx, k, g, records[i], true)
	return len(lacks) == 0, err
}

// First returns the one of several that comes first, of which there has to be one.
func First(coming []Coming) Coming {
	return slices.MinFunc(coming, func(x, y Coming) int { return x.At.Compare(y.At) })
}

// Begun reports whether a run has dealt with any of the digests before, or an edition was published by hand.
func Begun(ctx context.Context, c *config.Config, db store.DB) (bool, error) {
	for i := range c.Digests {
		if s, err := keptSchedule(ctx, db, &c.Digests[i]); err != nil || !s.Through.IsZero() {
			return true, err
		}
	}
	records, err := db.Editions(ctx, "", time.Time{}, time.Time{})
	return len(records) > 0, err
}

// after returns the first period of g that ends after since, which is where the last one that a run has made or skipped
// ended; ok is false if there is none.
func (d Calendar) after(ctx context.Context, db store.Ledger, g *config.Digest, since time.Time) (w period.Window, ok bool, err error) {
	if g.Period == "event" {
		for _, e := range d.Config.Events {
			one, err := d.Days(e.Start, e.End)
			if err != nil {
				return w, false, err
			}
			if one.End.After(since) && (!ok || one.End.Before(w.End)) {
				w, ok = one, true
			}
		}
		return w, ok, nil
	}
	if w, ok, err := d.between(ctx, db, g, since); err != nil || ok {
		return w, ok, err
	}
	w, err = d.PeriodOn(g, config.DateOf(since.In(d.Config.Zone)))
	return w, err == nil, err
}
