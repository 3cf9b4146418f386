package mailkind

import (
	"slices"
	"time"
)

// A DayWindow is a time from the beginning of one day to the beginning of another, in UTC, by the dates that senders
// wrote.
type DayWindow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Month returns the window's month as "2026-11" if it is one.
func (w DayWindow) Month() (string, bool) {
	from := ParseDay(w.From)
	return from.Format("2006-01"), from.Day() == 1 && from.AddDate(0, 1, 0).Format(time.DateOnly) == w.To
}

// Halves parts a window of two days or more.
func (w DayWindow) Halves() ([]DayWindow, bool) {
	from, to := ParseDay(w.From), ParseDay(w.To)
	days := int(to.Sub(from) / (24 * time.Hour))
	if days < 2 {
		return nil, false
	}
	middle := from.AddDate(0, 0, days/2).Format(time.DateOnly)
	return []DayWindow{{w.From, middle}, {middle, w.To}}, true
}

// Windows returns windows that hold the days of all dates, oldest first: none is longer than a month, and days with
// less than a week between them share one.
func Windows(dates []time.Time) []DayWindow {
	days := make([]time.Time, 0, len(dates))
	for _, d := range dates {
		days = append(days, d.UTC().Truncate(24*time.Hour))
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.Compact(days)
	var windows []DayWindow
	for i := 0; i < len(days); {
		first, last := days[i], days[i]
		for ; i < len(days) && days[i].Sub(last) < 7*24*time.Hour && days[i].Before(first.AddDate(0, 0, 28)); i++ {
			last = days[i]
		}
		windows = append(windows, DayWindow{first.Format(time.DateOnly), last.AddDate(0, 0, 1).Format(time.DateOnly)})
	}
	return windows
}

// ParseDay reads an ISO 8601 day; what is none is the zero time.
func ParseDay(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}
