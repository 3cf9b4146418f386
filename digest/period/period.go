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
	end := NextDay(Midnight(to, zone))
	if !start.Before(end) {
		return Window{}, fmt.Errorf("the period ends on %s, before it starts on %s", to.Format(time.DateOnly), from.Format(time.DateOnly))
	}
	return Window{start, end, zone}, nil
}

// WeekStart returns midnight of the first day of the week that day lies in, where weeks begin with the day first.
func WeekStart(day time.Time, first time.Weekday) time.Time {
	return Midnight(day.AddDate(0, 0, -(int(day.Weekday()-first)+7)%7), day.Location())
}

// LastClosed returns the last period of kind (day, week, or month) that lies whole before now in zone. Weeks begin with
// the day first.
func LastClosed(kind string, first time.Weekday, now time.Time, zone *time.Location) (Window, error) {
	day := Midnight(now.In(zone), zone)
	switch kind {
	case "day":
		return Window{Midnight(day.AddDate(0, 0, -1), zone), day, zone}, nil
	case "week":
		start := WeekStart(day, first)
		return Window{Midnight(start.AddDate(0, 0, -7), zone), start, zone}, nil
	case "month":
		first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, zone)
		return Window{time.Date(day.Year(), day.Month()-1, 1, 0, 0, 0, 0, zone), first, zone}, nil
	}
	return Window{}, fmt.Errorf("a period of kind %q has no last closed one", kind)
}

// Next returns the period of kind that follows w. A week begins on the day on which w ends.
func (w Window) Next(kind string) Window {
	switch kind {
	case "week":
		return Window{w.End, Midnight(w.End.AddDate(0, 0, 7), w.Zone), w.Zone}
	case "month":
		return Window{w.End, time.Date(w.End.Year(), w.End.Month()+1, 1, 0, 0, 0, 0, w.Zone), w.Zone}
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
	case first.Day() == 1 && last.AddDate(0, 0, 1).Day() == 1:
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

// Midnight is the first instant of t's calendar day in zone; a zone may skip 00:00 when its clocks change.
func Midnight(t time.Time, zone *time.Location) time.Time {
	d := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
	if d.Day() != t.Day() { // normalised backwards over a gap at midnight
		d = d.Add(time.Hour)
		d = time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), 0, 0, 0, zone)
	}
	return d
}

// NextDay is the first instant of the day after d's.
func NextDay(d time.Time) time.Time { return Midnight(d.AddDate(0, 0, 1), d.Location()) }
