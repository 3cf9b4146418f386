package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// london returns a configuration whose days are those of London, where clocks go back on 25 October 2026.
func london(t *testing.T) *Config {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return &Config{zone: zone, Events: []Event{
		{Name: "late", Start: Date{2026, 10, 28}, End: Date{2026, 10, 29}},
		{Name: "early", Start: Date{2026, 10, 15}, End: Date{2026, 10, 16}},
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
		day        Date
		start, end string
	}{
		{"day", Date{2026, 10, 25}, "2026-10-25T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"week", Date{2026, 10, 25}, "2026-10-19T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"week", Date{2026, 10, 19}, "2026-10-19T00:00:00+01:00", "2026-10-26T00:00:00Z"},
		{"month", Date{2026, 10, 31}, "2026-10-01T00:00:00+01:00", "2026-11-01T00:00:00Z"},
		{"month", Date{2024, 2, 29}, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"event", Date{2026, 10, 16}, "2026-10-15T00:00:00+01:00", "2026-10-17T00:00:00+01:00"},
	} {
		w, err := (calendar{c}).periodOn(&Digest{Period: tt.period}, tt.day)
		if err != nil || !w.Start.Equal(moment(t, tt.start)) || !w.End.Equal(moment(t, tt.end)) {
			t.Errorf("periodOn(%s, %s) = %s to %s, %v, want %s to %s", tt.period, tt.day, w.Start, w.End, err, tt.start, tt.end)
		}
	}
	if w, err := (calendar{c}).periodOn(&Digest{Period: "event"}, Date{2026, 10, 17}); err == nil {
		t.Errorf("periodOn(event, 2026-10-17) = %s to %s, want an error", w.Start, w.End)
	}
}

func TestLastClosedEvent(t *testing.T) {
	c := london(t)
	g := &Digest{Name: "events", Period: "event"}
	if w, err := (calendar{c}).lastClosed(g, moment(t, "2026-10-16T22:59:59Z")); err == nil {
		t.Errorf("lastClosed() during the first event = %s, want an error", w.Start)
	}
	w, err := (calendar{c}).lastClosed(g, moment(t, "2026-10-29T12:00:00Z"))
	if err != nil || !w.Start.Equal(moment(t, "2026-10-15T00:00:00+01:00")) {
		t.Errorf("lastClosed() during the second event = %s, %v, want the first", w.Start, err)
	}
}

func TestClosed(t *testing.T) {
	c := london(t)
	for _, tt := range []struct {
		name       string
		digest     Digest
		since, now string
		want       []string // starts
	}{
		{"not before the hour", Digest{Period: "day", At: Clock{7, 0}, Settle: 2 * time.Hour}, "2026-10-24T12:00:00Z", "2026-10-26T06:59:59Z", []string{"2026-10-23T23:00:00Z"}},
		{"at the hour of winter time", Digest{Period: "day", At: Clock{7, 0}, Settle: 2 * time.Hour}, "2026-10-24T12:00:00Z", "2026-10-26T07:00:00Z", []string{"2026-10-23T23:00:00Z", "2026-10-24T23:00:00Z"}},
		{"not before it has settled", Digest{Period: "day", At: Clock{0, 30}, Settle: 2 * time.Hour}, "2026-10-25T12:00:00Z", "2026-10-26T01:59:59Z", nil},
		{"once it has settled", Digest{Period: "day", At: Clock{0, 30}, Settle: 2 * time.Hour}, "2026-10-25T12:00:00Z", "2026-10-26T02:00:00Z", []string{"2026-10-24T23:00:00Z"}},
		{"what ended when it began is done", Digest{Period: "day", At: Clock{7, 0}}, "2026-10-25T00:00:00+01:00", "2026-10-26T07:00:00Z", []string{"2026-10-24T23:00:00Z"}},
		{"weeks", Digest{Period: "week", At: Clock{7, 0}}, "2026-10-14T00:00:00Z", "2026-10-26T07:00:00Z", []string{"2026-10-11T23:00:00Z", "2026-10-18T23:00:00Z"}},
		{"months", Digest{Period: "month", At: Clock{7, 0}}, "2026-10-14T00:00:00Z", "2026-11-01T07:00:00Z", []string{"2026-09-30T23:00:00Z"}},
		{"events in their order", Digest{Period: "event", At: Clock{7, 0}}, "2026-10-01T00:00:00Z", "2026-11-01T07:00:00Z", []string{"2026-10-14T23:00:00Z", "2026-10-28T00:00:00Z"}},
		{"the future", Digest{Period: "day", At: Clock{7, 0}}, "2026-11-01T00:00:00Z", "2026-10-26T07:00:00Z", nil},
	} {
		windows, err := (calendar{c}).closed(&tt.digest, moment(t, tt.since), moment(t, tt.now))
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
	first, _ := (calendar{c}).days(Date{2026, 10, 1}, Date{2026, 10, 1})
	second, _ := (calendar{c}).days(Date{2026, 10, 2}, Date{2026, 10, 2})
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
