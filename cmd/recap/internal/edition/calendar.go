package edition

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/period"
)

// A Calendar knows the periods of the digests.
type Calendar struct{ Config *config.Config }

// Days returns the window of the whole days first to last in the community's zone.
func (d Calendar) Days(first, last config.Date) (period.Window, error) {
	return period.Days(first.In(d.Config.Zone), last.In(d.Config.Zone), d.Config.Zone)
}

// PeriodOn returns the period of g that the day lies in. Only the events have gaps between their periods.
func (d Calendar) PeriodOn(g *config.Digest, day config.Date) (period.Window, error) {
	noon := day.In(time.UTC).Add(12 * time.Hour) // days are counted in UTC, where each has 24 hours
	switch g.Period {
	case "week":
		start := period.WeekStart(noon, g.FirstDay())
		return d.Days(config.DateOf(start), config.DateOf(start.AddDate(0, 0, 6)))
	case "month":
		first := noon.AddDate(0, 0, 1-noon.Day())
		return d.Days(config.DateOf(first), config.DateOf(first.AddDate(0, 1, -1)))
	case "event":
		for _, e := range d.Config.Events {
			if !day.Before(e.Start) && !e.End.Before(day) {
				return d.Days(e.Start, e.End)
			}
		}
		return period.Window{}, fmt.Errorf("there is no event on %s", day)
	}
	return d.Days(day, day)
}

// LastClosed returns the newest period of g that is over.
func (d Calendar) LastClosed(g *config.Digest, now time.Time) (period.Window, error) {
	if g.Period != "event" {
		return period.LastClosed(g.Period, g.FirstDay(), now, d.Config.Zone)
	}
	var last period.Window
	for _, e := range d.Config.Events {
		w, err := d.Days(e.Start, e.End)
		if err != nil {
			return last, err
		}
		if !w.End.After(now) && w.End.After(last.End) {
			last = w
		}
	}
	if last.End.IsZero() {
		return last, fmt.Errorf("digest %s: no event is over yet", g.Name)
	}
	return last, nil
}

// publishAt returns when run may publish the period w of g: once late posts had their time, and not before the hour
// that is configured for the day after the period.
func publishAt(g *config.Digest, w period.Window) time.Time {
	settled, hour := w.End.Add(g.Settle), g.At.On(w.End.In(w.Zone))
	if hour.After(settled) {
		return hour
	}
	return settled
}

// closed returns the periods of g that may be published now and ended after since, the oldest first.
func (d Calendar) closed(g *config.Digest, since, now time.Time) ([]period.Window, error) {
	var all []period.Window
	if g.Period == "event" {
		for _, e := range d.Config.Events {
			w, err := d.Days(e.Start, e.End)
			if err != nil {
				return nil, err
			}
			all = append(all, w)
		}
		slices.SortFunc(all, func(x, y period.Window) int { return cmp.Or(x.End.Compare(y.End), x.Start.Compare(y.Start)) })
	} else {
		w, err := d.PeriodOn(g, config.DateOf(since.In(d.Config.Zone)))
		for ; err == nil && !publishAt(g, w).After(now); w = w.Next(g.Period) {
			all = append(all, w)
		}
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(all, func(w period.Window) bool {
		return !w.End.After(since) || publishAt(g, w).After(now)
	}), nil
}
