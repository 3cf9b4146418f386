package collect

import (
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/ingest"
	"recap/ingest/feed"
	"recap/ingest/fetch"
	"recap/ingest/mastodon"
	"recap/ingest/mbox"
	"recap/ingest/twitter"
	"recap/store"
)

func TestHostOf(t *testing.T) {
	for _, tt := range []struct {
		source ingest.Config
		want   string
	}{
		{ingest.Config{Feed: &feed.Config{URL: "https://planet.example.org:8443/atom.xml"}}, "https://planet.example.org:8443"},
		{ingest.Config{Feed: &feed.Config{URL: "/srv/atom.xml"}}, ""},
		{ingest.Config{Mbox: &mbox.Config{Path: "http://lists.example.org/dev.mbox"}}, "http://lists.example.org"},
		{ingest.Config{Mbox: &mbox.Config{Path: "/srv/dev-*.mbox"}}, ""},
		{ingest.Config{Mastodon: &mastodon.Config{Server: "social.example.org"}}, "social.example.org"},
		{ingest.Config{Mastodon: &mastodon.Config{Server: "https://social.example.org"}}, "https://social.example.org"},
		{ingest.Config{Twitter: &twitter.Config{Path: "/srv/tweets.js"}}, ""},
	} {
		if got := hostOf(&tt.source); got != tt.want {
			t.Errorf("hostOf(%s) = %q, want %q", config.WhereOf(&tt.source), got, tt.want)
		}
	}
}

func TestDueIn(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	k := &Collector{Now: func() time.Time { return now }}
	for _, tt := range []struct {
		last time.Time
		want time.Duration
	}{
		{time.Time{}, 0},
		{now.Add(-time.Hour), 0},
		{now.Add(-18 * time.Minute), 0}, // a tenth is forgiven
		{now.Add(-17 * time.Minute), time.Minute},
		{now, 18 * time.Minute},
		{now.Add(365 * 24 * time.Hour), 0}, // by a clock that was ahead
	} {
		if got := k.dueIn(20*time.Minute, store.SourceState{LastRead: tt.last}); got != tt.want {
			t.Errorf("dueIn(last read %v before) = %v, want %v", now.Sub(tt.last), got, tt.want)
		}
	}
}

// TestPaused obeys a host for as long as hosts are obeyed, and forgets what a clock that was ahead noted.
func TestPaused(t *testing.T) {
	now := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	k := &Collector{Now: func() time.Time { return now }}
	for ahead, want := range map[time.Duration]bool{-time.Hour: false, time.Hour: true, fetch.MaxRetryAfter: true, 365 * 24 * time.Hour: false} {
		if got := k.paused(now.Add(ahead)); got != want {
			t.Errorf("paused until %s from now = %t, want %t", ahead, got, want)
		}
	}
	if k.paused(time.Time{}) {
		t.Error("paused although nobody asked for it")
	}
}

// TestRunJobs demands that each job runs once, and those of one host one after the other.
func TestRunJobs(t *testing.T) {
	var jobs []*job
	for i := range 200 {
		host := ""
		if i%3 > 0 {
			host = "host" + strconv.Itoa(i%40)
		}
		jobs = append(jobs, &job{source: &ingest.Config{Name: strconv.Itoa(i)}, host: host})
	}
	var mu sync.Mutex
	ran, busy := map[string]int{}, map[string]bool{}
	runJobs(jobs, func(j *job) {
		mu.Lock()
		ran[j.source.Name]++
		if j.host != "" && busy[j.host] {
			t.Errorf("two jobs of %s run at the same time", j.host)
		}
		busy[j.host] = true
		mu.Unlock()
		time.Sleep(time.Millisecond)
		mu.Lock()
		busy[j.host] = false
		mu.Unlock()
	})
	if len(ran) != len(jobs) || slices.ContainsFunc(jobs, func(j *job) bool { return ran[j.source.Name] != 1 }) {
		t.Errorf("runJobs() ran %d jobs, want each of %d once", len(ran), len(jobs))
	}
}

// TestQueuesOf demands that hosts which failed last time are asked before the others, and of their sources those that
// failed after the others, and that a feed in a file is a host of its own.
func TestQueuesOf(t *testing.T) {
	one := func(host string, hung bool) *job { return &job{host: host, hung: hung} }
	a1, a2, b1, b2, b3, c1, d1, f1 := one("a", false), one("a", false), one("b", true), one("b", false), one("b", false), one("c", false), one("d", true), one("", true)
	f2, f3 := one("", false), one("", false)
	f1.source, f2.source, f3.source = &ingest.Config{Mbox: &mbox.Config{}}, &ingest.Config{Feed: &feed.Config{}}, &ingest.Config{Feed: &feed.Config{}}
	queues, files := queuesOf([]*job{a1, b1, c1, f1, f2, b2, a2, f3, d1, b3})
	var got [][]*job
	for _, q := range queues {
		got = append(got, q.jobs)
	}
	want := [][]*job{{b2, b3, b1}, {d1}, {a1, a2}, {c1}, {f2}, {f3}}
	if !slices.EqualFunc(got, want, slices.Equal) || !slices.Equal(files, []*job{f1}) {
		t.Errorf("queuesOf() = %v and %v, want %v and %v", got, files, want, []*job{f1})
	}
}
