package config

import (
	"fmt"
	"time"

	"recap/digest/period"
)

// A Date is a calendar day without a zone. The zero Date stands for none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// UnmarshalText reads an ISO 8601 day such as 2026-11-01.
func (d *Date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return hint{fmt.Sprintf("%q is not a date", text), "write it as YYYY-MM-DD, for example 2026-11-01"}
	}
	*d = Date{t.Year(), t.Month(), t.Day()}
	return nil
}

// String returns d as an ISO 8601 day, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d stands for no day.
func (d Date) IsZero() bool { return d == Date{} }

// In returns the first instant of d in zone, 00:00 but where clocks skip it.
func (d Date) In(zone *time.Location) time.Time {
	return period.Midnight(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), zone)
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.In(time.UTC).Before(e.In(time.UTC)) }

// DateOf returns the calendar day of t in t's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// A Clock is a time of day.
type Clock struct{ Hour, Minute int }

// UnmarshalText reads a time of day such as 07:00.
func (c *Clock) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil {
		return hint{fmt.Sprintf("%q is not a time of day", text), "write it as HH:MM in quotes, for example \"07:00\""}
	}
	*c = Clock{t.Hour(), t.Minute()}
	return nil
}

// String returns c as HH:MM.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// On returns the moment at which clocks show c on the day of t in t's zone.
func (c Clock) On(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, c.Hour, c.Minute, 0, 0, t.Location())
}
