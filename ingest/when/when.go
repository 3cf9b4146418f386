// Package when decides when a post counts as published, for every kind of source by the same rule.
package when

import "time"

// FirstYear is the year before which no post was written: an older date is a clock that was wrong.
const FirstYear = 1990

// skew is how far the clock of who dates a post may be ahead of ours.
const skew = 24 * time.Hour

// Plausible reports whether a post that was seen at now can have been written at t.
func Plausible(t, now time.Time) bool {
	return !t.Before(time.Date(FirstYear, time.January, 1, 0, 0, 0, 0, time.UTC)) && t.Before(now.Add(skew))
}

// Published returns the effective time of a post that was seen at now, in UTC: the first of the dates that is
// plausible, else now. Give what the author claims before what servers say of it.
func Published(now time.Time, dates ...time.Time) time.Time {
	for _, t := range dates {
		if Plausible(t, now) {
			return t.UTC()
		}
	}
	return now.UTC()
}
