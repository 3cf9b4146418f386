package edition

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/period"
	"recap/store"
)

// Days, weeks and months follow each other without a gap as long as the community stays in its zone, and weeks begin on
// the same day. Where the zone was changed, the last period of the old one ends within a period of the new one; so does
// the last week where weeks begin on another day now. What lies between is told once: the first new period begins where
// the last old one ended.

// windowFrom returns the period of g that begins at start, as it was recorded if there is an edition of it, else the
// one that the day of start lies in.
func (d Calendar) windowFrom(ctx context.Context, db store.Ledger, g *config.Digest, start time.Time) (period.Window, error) {
	if db != nil {
		records, err := db.Editions(ctx, g.Name, start, start.Add(time.Microsecond))
		if err != nil {
			return period.Window{}, err
		}
		for _, r := range records {
			if r.Start.Equal(start) {
				return period.Window{Start: r.Start.In(d.Config.Zone), End: r.End.In(d.Config.Zone), Zone: d.Config.Zone}, nil
			}
		}
	}
	return d.PeriodOn(g, config.DateOf(start.In(d.Config.Zone)))
}

// between returns the first period in a new zone, or of weeks from another day, where the last edition of g ended at
// end and that has changed since; ok is false if it has not. A rest of less than half a period, and one of a day that
// has an edition already, becomes a part of the next period.
func (d Calendar) between(ctx context.Context, db store.Ledger, g *config.Digest, end time.Time) (w period.Window, ok bool, err error) {
	if db == nil || g.Period == "event" {
		return w, false, nil
	}
	whole, err := d.PeriodOn(g, config.DateOf(end.In(d.Config.Zone)))
	if err != nil || !whole.Start.Before(end) {
		return w, false, err
	}
	records, err := db.Editions(ctx, g.Name, end.Add(-time.Microsecond), end)
	if err != nil {
		return w, false, err
	}
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return r.End.Equal(end) })
	if i < 0 {
		return w, false, nil
	}
	w = period.Window{Start: end.In(d.Config.Zone), End: whole.End, Zone: d.Config.Zone}
	taken := strings.Contains(records[i].ID, w.Start.Format(time.DateOnly))
	if taken || w.End.Sub(w.Start) < whole.End.Sub(whole.Start)/2 {
		w.End = whole.Next(g.Period).End
	}
	return w, true, nil
}

// sayZone says of a period that is told for the first time that it is the one between two zones, or between weeks of
// one sort and of another.
func (k *Desk) sayZone(d Due) {
	whole, err := k.PeriodOn(d.Digest, config.DateOf(d.Window.Start.In(k.Config.Zone)))
	if err != nil || whole.Start.Equal(d.Window.Start) {
		return
	}
	changed := "the community's zone"
	if d.Digest.Period == "week" {
		changed += " or the first day of its weeks"
	}
	k.Complain(fmt.Errorf("%s: %s was changed; this edition tells what lies between, from %s to %s",
		d, changed, d.Window.Start.Format(time.RFC3339), d.Window.End.Format(time.RFC3339)))
}

// closedAfter is closed for the periods after the last one that a run has made or skipped, which ended at since.
func (d Calendar) closedAfter(ctx context.Context, db store.Ledger, g *config.Digest, since, now time.Time) ([]period.Window, error) {
	w, ok, err := d.between(ctx, db, g, since)
	if err != nil || !ok {
		windows, err2 := d.closed(g, since, now)
		return windows, cmp.Or(err, err2)
	}
	if publishAt(g, w).After(now) {
		return nil, nil
	}
	windows, err := d.closed(g, w.End, now)
	return append([]period.Window{w}, windows...), err
}
