package edition

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/cmd/recap/internal/config"
)

// london returns a configuration whose days are those of London, where clocks go back on 25 October 2026.
func london(t *testing.T) *config.Config {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return &config.Config{Zone: zone, Events: []config.Event{
		{Name: "late", Start: config.Date{Year: 2026, Month: 10, Day: 28}, End: config.Date{Year: 2026, Month: 10, Day: 29}},
		{Name: "early", Start: config.Date{Year: 2026, Month: 10, Day: 15}, End: config.Date{Year: 2026, Month: 10, Day: 16}},
	}}
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestPeriodOn(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		period     string
		day        config.Date
		start, end string
	}{
		{"day", config.Date{Year: 2026, Month: 10, Day: 25}, "2026-10-25T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"week", config.Date{Year: 2026, Month: 10, Day: 25}, "2026-10-19T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"week", config.Date{Year: 2026, Month: 10, Day: 19}, "2026-10-19T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"month", config.Date{Year: 2026, Month: 10, Day: 31}, "2026-10-01T00:00:00+01:00", "2026-11-01T00:00:00Z"},
		{"month", config.Date{Year: 2024, Month: 2, Day: 29}, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"event", config.Date{Year: 2026, Month: 10, Day: 16}, "2026-10-15T00:00:00+01:00", "2026-10-17T00:00:00+01:00"},
	} {
		w, err := (Calendar{Config: c}).PeriodOn(&config.Digest{Period: tt.period}, tt.day)
		if err != nil || !w.Start.Equal(moment(t, tt.start)) || !w.End.Equal(moment(t, tt.end)) {
			t.Errorf("periodOn(%s, %s) = %s to %s, %v, want %s to %s", tt.period, tt.day, w.Start, w.End, err, tt.start, tt.end)
		}
	}
	for first, start := range map[string]string{"sunday": "2026-10-18", "monday": "2026-10-19",
		"wednesday": "2026-10-21", "saturday": "2026-10-24"} {
		w, err := (Calendar{Config: c}).PeriodOn(&config.Digest{Period: "week", WeekStarts: first}, config.Date{Year: 2026, Month: 10, Day: 24})
		if err != nil || w.Start.Format(time.DateOnly) != start || w.Length() != 7 {
			t.Errorf("periodOn(week from %s, 2026-10-24) = %s to %s, %v, want a week from %s", first, w.Start, w.End, err, start)
		}
	}
	if w, err := (Calendar{Config: c}).PeriodOn(&config.Digest{Period: "event"}, config.Date{Year: 2026, Month: 10, Day: 17}); err == nil {
		t.Errorf("periodOn(event, 2026-10-17) = %s to %s, want an error", w.Start, w.End)
	}
}

// TestSkippedMidnight asks for days beside one that begins at 01:00, because Santiago's clocks skip 00:00 on 6 September.
func TestSkippedMidnight(t *testing.T) {
	c := london(t)
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	c.Zone = zone
	date := func(d int) config.Date { return config.Date{Year: 2026, Month: 9, Day: d} }
	for _, tt := range []struct {
		period     string
		day        int
		start, end string
	}{
		{"day", 5, "2026-09-05T04:00:00Z", "2026-09-06T04:00:00Z"},
		{"day", 6, "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"},
		{"week", 6, "2026-08-31T04:00:00Z", "2026-09-07T03:00:00Z"},
	} {
		w, err := (Calendar{Config: c}).PeriodOn(&config.Digest{Period: tt.period}, date(tt.day))
		if err != nil || !w.Start.Equal(moment(t, tt.start)) || !w.End.Equal(moment(t, tt.end)) {
			t.Errorf("PeriodOn(%s, %s) = %s to %s, %v, want %s to %s", tt.period, date(tt.day), w.Start, w.End, err, tt.start, tt.end)
		}
	}
	windows, err := (Calendar{Config: c}).closed(&config.Digest{Period: "day"}, date(4).In(zone), date(9).In(zone))
	if err != nil || len(windows) != 5 {
		t.Errorf("closed() from 4 to 9 September = %v, %v, want five days", windows, err)
	}
}

func TestLastClosedEvent(t *testing.T) {
	c := london(t)
	g := &config.Digest{Name: "events", Period: "event"}
	if w, err := (Calendar{Config: c}).LastClosed(g, moment(t, "2026-10-16T22:59:59Z")); err == nil {
		t.Errorf("lastClosed() during the first event = %s, want an error", w.Start)
	}
	w, err := (Calendar{Config: c}).LastClosed(g, moment(t, "2026-10-29T12:00:00Z"))
	if err != nil || !w.Start.Equal(moment(t, "2026-10-15T00:00:00+01:00")) {
		t.Errorf("lastClosed() during the second event = %s, %v, want the first", w.Start, err)
	}
}

func TestClosed(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		name       string
		digest     config.Digest
		since, now string
		want       []string // starts
	}{
		{"not before the hour", config.Digest{Period: "day", At: config.Clock{Hour: 7, Minute: 0}, Settle: 2 * time.Hour},
			"2026-10-24T12:00:00Z", "2026-10-26T06:59:59Z", []string{"2026-10-23T23:00:00Z"}},
		{"at the hour of winter time",
			config.Digest{Period: "day", At: config.Clock{Hour: 7, Minute: 0}, Settle: 2 * time.Hour}, "2026-10-24T12:00:00Z",
			"2026-10-26T07:00:00Z", []string{"2026-10-23T23:00:00Z", "2026-10-24T23:00:00Z"}},
		{"not before it has settled",
			config.Digest{Period: "day", At: config.Clock{Hour: 0, Minute: 30}, Settle: 2 * time.Hour},
			"2026-10-25T12:00:00Z", "2026-10-26T01:59:59Z", nil},
		{"once it has settled", config.Digest{Period: "day", At: config.Clock{Hour: 0, Minute: 30}, Settle: 2 * time.Hour},
			"2026-10-25T12:00:00Z", "2026-10-26T02:00:00Z", []string{"2026-10-24T23:00:00Z"}},
		{"what ended when it began is done", config.Digest{Period: "day", At: config.Clock{Hour: 7, Minute: 0}},
			"2026-10-25T00:00:00+01:00", "2026-10-26T07:00:00Z", []string{"2026-10-24T23:00:00Z"}},
		{"weeks", config.Digest{Period: "week", At: config.Clock{Hour: 7, Minute: 0}}, "2026-10-14T00:00:00Z",
			"2026-10-26T07:00:00Z", []string{"2026-10-11T23:00:00Z", "2026-10-18T23:00:00Z"}},
		{"weeks from Sunday", config.Digest{Period: "week", WeekStarts: "sunday", At: config.Clock{Hour: 7, Minute: 0}},
			"2026-10-14T00:00:00Z", "2026-10-26T07:00:00Z", []string{"2026-10-10T23:00:00Z", "2026-10-17T23:00:00Z"}},
		{"months", config.Digest{Period: "month", At: config.Clock{Hour: 7, Minute: 0}}, "2026-10-14T00:00:00Z",
			"2026-11-01T07:00:00Z", []string{"2026-09-30T23:00:00Z"}},
		{"events in their order", config.Digest{Period: "event", At: config.Clock{Hour: 7, Minute: 0}},
			"2026-10-01T00:00:00Z", "2026-11-01T07:00:00Z", []string{"2026-10-14T23:00:00Z", "2026-10-28T00:00:00Z"}},
		{"the future", config.Digest{Period: "day", At: config.Clock{Hour: 7, Minute: 0}}, "2026-11-01T00:00:00Z", "2026-10-26T07:00:00Z", nil},
	} {
		windows, err := (Calendar{Config: c}).closed(&tt.digest, moment(t, tt.since), moment(t, tt.now))
		if err != nil {
			t.Errorf("%s: closed() = %v", tt.name, err)
		}
		var got []string
		for _, w := range windows {
			got = append(got, w.Start.UTC().Format(time.RFC3339))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: closed() (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSettle(t *testing.T) {
	c := london(t)
	first, _ := (Calendar{Config: c}).Days(config.Date{Year: 2026, Month: 10, Day: 1}, config.Date{Year: 2026, Month: 10, Day: 1})
	second, _ := (Calendar{Config: c}).Days(config.Date{Year: 2026, Month: 10, Day: 2}, config.Date{Year: 2026, Month: 10, Day: 2})
	var s schedule
	s.settle(first, true)
	s.settle(second, false)
	s.settle(first, true) // again in vain
	want := schedule{Through: second.End.UTC(), Retry: []time.Time{first.Start.UTC()}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("settle() (-want +got):\n%s", diff)
	}
	s.settle(first, false)
	if len(s.Retry) != 0 || !s.Through.Equal(second.End) {
		t.Errorf("settle() of the last one leaves %+v, want nothing to retry", s)
	}
}
