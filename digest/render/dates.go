package render

import (
	"time"

	"recap/digest"
)

// LastDay returns a moment of the last day that the edition tells, in the offset of its end: the day that names its files.
// Twelve hours before the end are on that day even where the clocks were put forward or back at midnight.
func LastDay(e *digest.Edition) time.Time {
	return e.Period.End.Add(-12 * time.Hour)
}

// Updated returns when the edition counts as changed for readers of a feed: the end of its period, and a second more for
// each revision after the first, because an edition knows no clock.
func Updated(e *digest.Edition) time.Time {
	return e.Period.End.Add(time.Duration(max(e.Revision, 1)-1) * time.Second)
}

// local returns t in the offset that the period ends with, whatever zone t came in.
func local(e *digest.Edition, t time.Time) time.Time {
	_, offset := e.Period.End.Zone()
	return t.In(time.FixedZone("", offset))
}

// day prints an ISO 8601 date, or an RFC 3339 time with its hour, for people. What is neither is returned as it is.
func day(e *digest.Edition, iso string) string {
	w := phrases(e)
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return w.Date(t, w.Layouts.Day)
	}
	if t, err := time.Parse(time.RFC3339, iso); err == nil {
		return moment(e, t)
	}
	return line(iso)
}

// moment prints a time for people, with the offset from UTC instead of the zone's name, which would depend on where t came from.
func moment(e *digest.Edition, t time.Time) string {
	w := phrases(e)
	s := w.Date(t, w.Layouts.Moment)
	if _, offset := t.Zone(); offset == 0 {
		return s + "UTC"
	}
	return s + t.Format("UTC-07:00")
}
