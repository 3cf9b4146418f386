package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/digest/period"
	"recap/store"
)

// Days, weeks and months follow each other without a gap as long as the community stays in its zone. Where the zone was changed, the last period of the old one ends within
// a period of the new one. What lies between is told once: the first period in the new zone begins where the last one in the old zone ended.

// windowFrom returns the period of g that begins at start, as it was recorded if there is an edition of it, else the one that the day of start lies in.
func (k *desk) windowFrom(ctx context.Context, g *Digest, start time.Time) (period.Window, error) {
	if k.db != nil {
		records, err := k.db.Editions(ctx, g.Name, start, start.Add(time.Microsecond))
		if err != nil {
			return period.Window{}, err
		}
		for _, r := range records {
			if r.Start.Equal(start) {
				return period.Window{Start: r.Start.In(k.config.zone), End: r.End.In(k.config.zone), Zone: k.config.zone}, nil
			}
		}
	}
	return k.periodOn(g, dateOf(start.In(k.config.zone)))
}

// between returns the first period in a new zone, where the last edition of g ended at end and the zone has changed since; ok is false if it has not. A rest of less than
// half a period, and one of a day that has an edition already, becomes a part of the next period.
func (k *desk) between(ctx context.Context, g *Digest, end time.Time) (w period.Window, ok bool, err error) {
	if k.db == nil || g.Period == "event" {
		return w, false, nil
	}
	whole, err := k.periodOn(g, dateOf(end.In(k.config.zone)))
	if err != nil || !whole.Start.Before(end) {
		return w, false, err
	}
	records, err := k.db.Editions(ctx, g.Name, end.Add(-time.Microsecond), end)
	if err != nil {
		return w, false, err
	}
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return r.End.Equal(end) })
	if i < 0 {
		return w, false, nil
	}
	w = period.Window{Start: end.In(k.config.zone), End: whole.End, Zone: k.config.zone}
	taken := strings.Contains(records[i].ID, w.Start.Format(time.DateOnly))
	if taken || w.End.Sub(w.Start) < whole.End.Sub(whole.Start)/2 {
		w.End = whole.Next(g.Period).End
	}
	return w, true, nil
}

// sayZone says of a period that is told for the first time that it is the one between two zones.
func (k *desk) sayZone(d due) {
	whole, err := k.periodOn(d.digest, dateOf(d.window.Start.In(k.config.zone)))
	if err != nil || whole.Start.Equal(d.window.Start) {
		return
	}
	k.complain(fmt.Errorf("%s: the community's zone was changed; this edition tells what lies between, from %s to %s",
		d, d.window.Start.Format(time.RFC3339), d.window.End.Format(time.RFC3339)))
}

// closedAfter is closed for the periods after the last one that a run has made or skipped, which ended at since.
func (k *desk) closedAfter(ctx context.Context, g *Digest, since, now time.Time) ([]period.Window, error) {
	w, ok, err := k.between(ctx, g, since)
	if err != nil || !ok {
		windows, err2 := k.closed(g, since, now)
		return windows, cmp.Or(err, err2)
	}
	if g.publishAt(w).After(now) {
		return nil, nil
	}
	windows, err := k.closed(g, w.End, now)
	return append([]period.Window{w}, windows...), err
}
