// Package period says which days an edition is about, in the community's own zone.
package period

import (
	"fmt"
	"time"

	"recap/digest/language"
)

// A Window is the period [Start, End) of an edition, in the community's zone.
type Window struct {
	Start time.Time
	End   time.Time
	Zone  *time.Location
}

// Days returns the window of the whole days from to to, both included, in zone. Only year, month and day of from and to
// count.
func Days(from, to time.Time, zone *time.Location) (Window, error) {
	start := Midnight(from, zone)
	end := Shift(to, 1, zone)
	if !start.Before(end) {
		return Window{}, fmt.Errorf("the period ends on %s, before it starts on %s", to.Format(time.DateOnly), from.Format(time.DateOnly))
	}
	return Window{start, end, zone}, nil
}

// WeekStart returns midnight of the first day of the week that day lies in, where weeks begin with the day first.
func WeekStart(day time.Time, first time.Weekday) time.Time {
	return Shift(day, -(int(day.Weekday()-first)+7)%7, day.Location())
}

// LastClosed returns the last period of kind (day, week, or month) that lies whole before now in zone. Weeks begin with
// the day first.
func LastClosed(kind string, first time.Weekday, now time.Time, zone *time.Location) (Window, error) {
	day := Midnight(now.In(zone), zone)
	switch kind {
	case "day":
		return Window{Midnight(day.Add(-time.Nanosecond), zone), day, zone}, nil
	case "week":
		start := WeekStart(day, first)
		return Window{Shift(start, -7, zone), start, zone}, nil
	case "month":
		return Window{month(day, -1, zone), month(day, 0, zone), zone}, nil
	}
	return Window{}, fmt.Errorf("a period of kind %q has no last closed one", kind)
}

// Next returns the period of kind that follows w. A week begins on the day on which w ends.
func (w Window) Next(kind string) Window {
	switch kind {
	case "week":
		return Window{w.End, Shift(w.End, 7, w.Zone), w.Zone}
	case "month":
		return Window{w.End, month(w.End, 1, w.Zone), w.Zone}
	}
	return Window{w.End, NextDay(w.End), w.Zone}
}

// Contains reports whether t lies in the window.
func (w Window) Contains(t time.Time) bool { return !t.Before(w.Start) && t.Before(w.End) }

// Length returns how many calendar days the window covers.
func (w Window) Length() int {
	n := 0
	for d := w.Start; d.Before(w.End); d = NextDay(d) {
		n++
	}
	return n
}

// LastDay returns midnight of the last day of the window.
func (w Window) LastDay() time.Time { return Midnight(w.End.Add(-time.Nanosecond).In(w.Zone), w.Zone) }

// Label names the window for people.
func (w Window) Label(l *language.Phrases) string {
	first, last := w.Start.In(w.Zone), w.LastDay()
	switch {
	case w.Length() == 1:
		return l.Date(first, l.Layouts.Full)
	case first.Year() != last.Year():
		return language.Fill(l.Span, "first", l.Date(first, l.Layouts.Day), "last", l.Date(last, l.Layouts.Day))
	case first.Month() != last.Month():
		return language.Fill(l.Span, "first", l.Date(first, l.Layouts.Short), "last", l.Date(last, l.Layouts.Day))
	case first.Day() == 1 && NextDay(last).Day() == 1:
		return l.Date(first, l.Layouts.Month)
	}
	return language.Fill(l.Span, "first", first.Format(l.Layouts.Number), "last", l.Date(last, l.Layouts.Day))
}

// Slug returns the period as part of a name: the day, or first and last day.
func (w Window) Slug() string {
	first := w.Start.In(w.Zone).Format(time.DateOnly)
	if last := w.LastDay().Format(time.DateOnly); last != first {
		return first + "-to-" + last
	}
	return first
}

// Midnight is the first instant of t's calendar day in zone. Only year, month and day of t count. Where the clocks skip
// 00:00, or the day, it is the end of what they skip; where they show 00:00 twice it is the first time.
func Midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.Date()
	clock := time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // what a clock on the wall should show
	near := time.Date(y, m, d, 0, 0, 0, 0, zone)      // within a few hours of it: time.Date promises no more around a change
	from, to := near.ZoneBounds()
	var first time.Time
	for _, beside := range []time.Time{from.Add(-time.Nanosecond), near, to} { // the offsets that may hold
		_, east := beside.Zone()
		at := clock.Add(-time.Duration(east) * time.Second).In(zone)
		if at.Hour() == 0 && at.Minute() == 0 && at.Day() == d && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if !first.IsZero() {
		return first
	}
	if shows := time.Date(near.Year(), near.Month(), near.Day(), 0, 0, 0, 0, time.UTC); shows.Before(clock) {
		return to
	}
	return from
}

// NextDay is the first instant of the day after d's.
func NextDay(d time.Time) time.Time { return Shift(d, 1, d.Location()) }

// Shift is the first instant in zone of the day that lies n days after t's. The days are counted on the calendar: a
// clock that is wound in the night has no part in it.
func Shift(t time.Time, n int, zone *time.Location) time.Time {
	y, m, d := t.Date()
	return Midnight(time.Date(y, m, d+n, 0, 0, 0, 0, time.UTC), zone)
}

// month is the first instant in zone of the month that lies n months after t's.
func month(t time.Time, n int, zone *time.Location) time.Time {
	return Midnight(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC), zone)
}
