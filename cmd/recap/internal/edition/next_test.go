package edition

import (
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
)

// TestComing follows a digest of days from before its first run to after it, one of weeks, and one of events.
func TestComing(t *testing.T) {
	day := config.Digest{Name: "daily", Period: "day", At: config.Clock{Hour: 7}, Settle: 2 * time.Hour}
	week := config.Digest{Name: "weekly", Period: "week", At: config.Clock{Hour: 0, Minute: 30}, Settle: 2 * time.Hour}
	event := config.Digest{Name: "meetings", Period: "event", At: config.Clock{Hour: 7}, Settle: 2 * time.Hour}
	since := day
	since.Since = config.Date{Year: 2026, Month: 10, Day: 20}
	for _, tt := range []struct {
		name   string
		digest config.Digest
		now    string
		want   string
	}{
		{"the day that runs", day, "2026-10-23T12:00:00Z", "daily of 2026-10-23, due Saturday 2026-10-24 at 07:00 (Europe/London)"},
		{"clocks go back in the night", day, "2026-10-24T12:00:00Z", "daily of 2026-10-24, due Sunday 2026-10-25 at 07:00 (Europe/London)"},
		{"since lies back", since, "2026-10-23T12:00:00Z", "daily of 2026-10-20, which the next run publishes"},
		{"since lies ahead", since, "2026-10-18T12:00:00Z", "daily of 2026-10-20, due Wednesday 2026-10-21 at 07:00 (Europe/London)"},
		{"late posts are waited for", week, "2026-10-23T12:00:00Z", "weekly of 2026-10-19 to 2026-10-25, due Monday 2026-10-26 at 02:00 (Europe/London)"},
		{"the event that comes first", event, "2026-10-10T12:00:00Z", "meetings of 2026-10-15 to 2026-10-16, due Saturday 2026-10-17 at 07:00 (Europe/London)"},
		{"the other event", event, "2026-10-18T12:00:00Z", "meetings of 2026-10-28 to 2026-10-29, due Friday 2026-10-30 at 07:00 (Europe/London)"},
		{"no event is left", event, "2026-11-18T12:00:00Z", ""},
	} {
		c := london(t)
		c.Digests = []config.Digest{tt.digest}
		now := moment(t, tt.now)
		k := &Desk{Calendar: Calendar{Config: c}, Now: func() time.Time { return now }}
		all, err := k.Coming(t.Context())
		got := ""
		for _, one := range all {
			got += one.Text(now)
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: Coming() = %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

// TestComingAfterARun demands that what a run has made is not what comes next.
func TestComingAfterARun(t *testing.T) {
	k, db, d := newDesk(t, strings.ReplaceAll(deskConfig, "APPROVAL", "none"))
	now := d.Window.End.Add(8 * time.Hour)
	k.Now = func() time.Time { return now }
	s := schedule{Through: d.Window.Start}
	if err := s.save(t.Context(), db, d.Digest); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"daily of 2026-10-01, which the next run publishes", "daily of 2026-10-02, due Saturday 2026-10-03 at 07:00 (UTC)"} {
		all, err := k.Coming(t.Context())
		if err != nil || len(all) != 1 || all[0].Text(now) != want {
			t.Fatalf("Coming() = %v, %v, want %q", all, err, want)
		}
		if _, _, err := k.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
