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

// Days, weeks and months follow each other without a gap as long as the community stays in its zone. Where the zone was changed, the last period of the old one ends within
// a period of the new one. What lies between is told once: the first period in the new zone begins where the last one in the old zone ended.

// windowFrom returns the period of g that begins at start, as it was recorded if there is an edition of it, else the one that the day of start lies in.
func (k *Desk) windowFrom(ctx context.Context, g *config.Digest, start time.Time) (period.Window, error) {
	if k.DB != nil {
		records, err := k.DB.Editions(ctx, g.Name, start, start.Add(time.Microsecond))
		if err != nil {
			return period.Window{}, err
		}
		for _, r := range records {
			if r.Start.Equal(start) {
				return period.Window{Start: r.Start.In(k.Config.Zone), End: r.End.In(k.Config.Zone), Zone: k.Config.Zone}, nil
			}
		}
	}
	return k.PeriodOn(g, config.DateOf(start.In(k.Config.Zone)))
}

// between returns the first period in a new zone, where the last edition of g ended at end and the zone has changed since; ok is false if it has not. A rest of less than
// half a period, and one of a day that has an edition already, becomes a part of the next period.
func (k *Desk) between(ctx context.Context, g *config.Digest, end time.Time) (w period.Window, ok bool, err error) {
	if k.DB == nil || g.Period == "event" {
		return w, false, nil
	}
	whole, err := k.PeriodOn(g, config.DateOf(end.In(k.Config.Zone)))
	if err != nil || !whole.Start.Before(end) {
		return w, false, err
	}
	records, err := k.DB.Editions(ctx, g.Name, end.Add(-time.Microsecond), end)
	if err != nil {
		return w, false, err
	}
	i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return r.End.Equal(end) })
	if i < 0 {
		return w, false, nil
	}
	w = period.Window{Start: end.In(k.Config.Zone), End: whole.End, Zone: k.Config.Zone}
	taken := strings.Contains(records[i].ID, w.Start.Format(time.DateOnly))
	if taken || w.End.Sub(w.Start) < whole.End.Sub(whole.Start)/2 {
		w.End = whole.Next(g.Period).End
	}
	return w, true, nil
}

// sayZone says of a period that is told for the first time that it is the one between two zones.
func (k *Desk) sayZone(d Due) {
	whole, err := k.PeriodOn(d.Digest, config.DateOf(d.Window.Start.In(k.Config.Zone)))
	if err != nil || whole.Start.Equal(d.Window.Start) {
		return
	}
	k.Complain(fmt.Errorf("%s: the community's zone was changed; this edition tells what lies between, from %s to %s",
		d, d.Window.Start.Format(time.RFC3339), d.Window.End.Format(time.RFC3339)))
}

// closedAfter is closed for the periods after the last one that a run has made or skipped, which ended at since.
func (k *Desk) closedAfter(ctx context.Context, g *config.Digest, since, now time.Time) ([]period.Window, error) {
	w, ok, err := k.between(ctx, g, since)
	if err != nil || !ok {
		windows, err2 := k.closed(g, since, now)
		return windows, cmp.Or(err, err2)
	}
	if publishAt(g, w).After(now) {
		return nil, nil
	}
	windows, err := k.closed(g, w.End, now)
	return append([]period.Window{w}, windows...), err
}
