package period

import (
	"testing"
	"time"

	"recap/digest/language"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDaysFollowTheZone(t *testing.T) {
	for _, c := range []struct {
		zone, from, to string
		start          string
		hours          float64
		label          string
	}{
		{"UTC", "2003-12-11", "2003-12-11", "2003-12-11T00:00:00Z", 24, "Thursday, 11 December 2003"},
		{"Europe/London", "2026-03-29", "2026-03-29", "2026-03-29T00:00:00Z", 23, "Sunday, 29 March 2026"},
		{"Europe/London", "2026-10-25", "2026-10-25", "2026-10-25T00:00:00+01:00", 25, "Sunday, 25 October 2026"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04", "2018-11-04T01:00:00-02:00", 23, "Sunday, 4 November 2018"}, // there was no midnight
		{"UTC", "2003-12-07", "2003-12-13", "2003-12-07T00:00:00Z", 168, "7 to 13 December 2003"},
		{"UTC", "2003-11-28", "2003-12-02", "2003-11-28T00:00:00Z", 120, "28 November to 2 December 2003"},
		{"UTC", "2003-12-29", "2004-01-04", "2003-12-29T00:00:00Z", 168, "29 December 2003 to 4 January 2004"},
		{"UTC", "2004-02-01", "2004-02-29", "2004-02-01T00:00:00Z", 29 * 24, "February 2004"},
	} {
		w, err := Days(day(c.from), day(c.to), zone(t, c.zone))
		if err != nil {
			t.Errorf("Days(%s, %s, %s): %v", c.from, c.to, c.zone, err)
			continue
		}
		if got := w.Start.Format(time.RFC3339); got != c.start {
			t.Errorf("Days(%s, %s, %s) starts %s, want %s", c.from, c.to, c.zone, got, c.start)
		}
		if got := w.End.Sub(w.Start).Hours(); got != c.hours {
			t.Errorf("Days(%s, %s, %s) lasts %v h, want %v", c.from, c.to, c.zone, got, c.hours)
		}
		if got := w.Label(language.PhrasesFor("en")); got != c.label {
			t.Errorf("Label() = %q, want %q", got, c.label)
		}
	}
	if _, err := Days(day("2003-12-02"), day("2003-12-01"), time.UTC); err == nil {
		t.Error("Days() took a period that ends before it starts")
	}
}

// TestEveryZone walks day by day, week by week and month by month through years of each zone whose clocks have done
// something odd at midnight: the days follow each other without gap and overlap, and each walk comes to its end.
func TestEveryZone(t *testing.T) {
	for _, c := range []struct {
		zone, from string
		days       int // of the calendar that the clocks never showed
	}{
		{"America/Santiago", "2026-01-01", 0}, {"America/Santiago", "2027-01-01", 0}, // 00:00 is skipped in September
		{"America/Havana", "2026-06-01", 0}, {"Atlantic/Azores", "2026-06-01", 0}, // ... in March; in autumn it comes twice
		{"America/Sao_Paulo", "2018-06-01", 0}, {"Asia/Beirut", "2022-01-01", 0}, {"Africa/Cairo", "2023-01-01", 0},
		{"America/Asuncion", "2022-06-01", 0}, {"Asia/Tehran", "2021-01-01", 0}, {"Europe/London", "2026-01-01", 0},
		{"America/St_Johns", "2010-01-01", 0}, // the clocks change at 00:01
		{"Australia/Lord_Howe", "2026-01-01", 0}, {"Pacific/Chatham", "2026-01-01", 0}, {"Antarctica/Troll", "2026-01-01", 0},
		{"Pacific/Apia", "2011-06-01", 1}, {"Pacific/Kwajalein", "1993-03-01", 1}, {"America/Juneau", "1867-03-01", 0},
	} {
		loc := zone(t, c.zone)
		walked := map[string]int{}
		for kind, most := range map[string]int{"day": 400, "week": 60, "month": 14} {
			w := Window{Midnight(day(c.from), loc), NextDay(Midnight(day(c.from), loc)), loc}
			if kind != "day" {
				w.End = w.Start // the first whole one begins here
				w = w.Next(kind)
			}
			for range most {
				next := w.Next(kind)
				if !next.Start.Equal(w.End) || !next.End.After(next.Start) || w.Length() < 1 || w.Length() > 31 {
					t.Fatalf("%s: the %s %s to %s is followed by %s to %s", c.zone, kind, w.Start, w.End, next.Start, next.End)
				}
				closed, err := LastClosed(kind, w.Start.Weekday(), w.End, loc)
				if err != nil || !closed.Start.Equal(w.Start) || !closed.End.Equal(w.End) {
					t.Fatalf("%s: the last %s before %s is %v, %v, want from %s", c.zone, kind, w.End, closed, err, w.Start)
				}
				if y, m, d := w.Start.Date(); kind == "day" && !Midnight(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), loc).Equal(w.Start) {
					t.Fatalf("%s: %s is not the beginning of its day", c.zone, w.Start)
				}
				walked[kind] += w.Length()
				w = next
			}
		}
		if end := Midnight(day(c.from).AddDate(0, 0, 400), loc); walked["day"] != 400 {
			t.Errorf("%s: 400 days are counted as %d, to %s", c.zone, walked["day"], end)
		}
		to := day(c.from).AddDate(0, 0, 399)
		if w, err := Days(day(c.from), to, loc); err != nil || w.Length() != 400-c.days {
			t.Errorf("%s: Days(%s, %s) = %v, %v, of %d days, want %d", c.zone, c.from, to, w, err, w.Length(), 400-c.days)
		}
	}
}

func TestLastClosed(t *testing.T) {
	now := time.Date(2026, 11, 22, 6, 30, 0, 0, time.UTC) // a Sunday
	for kind, want := range map[string][2]string{
		"day":   {"2026-11-21", "2026-11-22"},
		"week":  {"2026-11-09", "2026-11-16"},
		"month": {"2026-10-01", "2026-11-01"},
	} {
		w, err := LastClosed(kind, time.Monday, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{w.Start.Format(time.DateOnly), w.End.Format(time.DateOnly)}; got != want {
			t.Errorf("LastClosed(%s) = %v, want %v", kind, got, want)
		}
		if next := w.Next(kind); !next.Start.Equal(w.End) || !next.End.After(next.Start) {
			t.Errorf("Next(%s) = %v, want what follows %v", kind, next, w)
		}
	}
}

// TestWeeksBeginOnADayOfChoice asks for the last week that is over on each day of two weeks in which clocks go back.
func TestWeeksBeginOnADayOfChoice(t *testing.T) {
	london := zone(t, "Europe/London")
	for first := time.Sunday; first <= time.Saturday; first++ {
		for i := range 14 {
			now := time.Date(2026, 10, 19+i, 0, 0, 0, 0, london)
			w, err := LastClosed("week", first, now, london)
			if err != nil {
				t.Fatal(err)
			}
			if w.Start.Weekday() != first || w.Start.Hour() != 0 || w.Length() != 7 || w.End.After(now) || !w.Next("week").End.After(now) {
				t.Errorf("LastClosed(week from %s) on %s = %s to %s", first, now, w.Start, w.End)
			}
			if next := w.Next("week"); !next.Start.Equal(w.End) || next.Start.Weekday() != first || next.End.Weekday() != first || next.Length() != 7 {
				t.Errorf("Next(week) of %s = %s to %s", w.Start, next.Start, next.End)
			}
		}
	}
}
