package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A pollTest is a configuration of one feed, and a clock.
type pollTest struct {
	file string
	now  time.Time
}

func (p *pollTest) configure(t *testing.T, url string) {
	t.Helper()
	writeFile(t, p.file, "community: {name: Example}\nsources: [{name: planet, every: 15m, feed: {url: \""+url+"\"}}]\n")
}

// run executes a command line at a time after the last one and returns its exit code and what it printed.
func (p *pollTest) run(t *testing.T, later time.Duration, args ...string) (int, string) {
	t.Helper()
	p.now = p.now.Add(later)
	var out bytes.Buffer
	code := runAt(t.Context(), append(args, "--config", p.file), strings.NewReader(""), &out, &out, env(nil), func() time.Time { return p.now })
	return code, out.String()
}

// state returns what status says of the feed.
func (p *pollTest) state(t *testing.T) sourceStatus {
	t.Helper()
	code, out := p.run(t, 0, "status", "--json")
	var s status
	if err := json.Unmarshal([]byte(out), &s); code != exitOK || err != nil || len(s.Sources) != 1 {
		t.Fatalf("status = %d, %q, %v", code, out, err)
	}
	return s.Sources[0]
}

func newPollTest(t *testing.T) *pollTest {
	return &pollTest{file: filepath.Join(t.TempDir(), "recap.yaml"), now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
}

// TestDueByServer checks that a feed is read less often than configured where its server asks for it, and never more often.
func TestDueByServer(t *testing.T) {
	age, asked := "max-age=3600", 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Cache-Control", age)
		if age == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, "<rss version='2.0'><channel><title>t</title><item><guid>1</guid><title>One</title></item></channel></rss>")
	}))
	defer s.Close()
	p := newPollTest(t)
	p.configure(t, s.URL+"/feed")
	for i, tt := range []struct {
		later time.Duration
		age   string // of the answer
		want  int    // requests so far
	}{
		{0, "max-age=3600", 1}, {15 * time.Minute, "max-age=3600", 1}, {45 * time.Minute, "max-age=60", 2}, // an hour
		{5 * time.Minute, "max-age=60", 2}, {10 * time.Minute, "max-age=3600", 3}, // what is configured
		{30 * time.Minute, "", 3}, {30 * time.Minute, "", 4}, {15 * time.Minute, "max-age=60", 5}, // a failed read asks for nothing
	} {
		age = tt.age
		p.run(t, tt.later, "ingest")
		if asked != tt.want {
			t.Errorf("step %d at %s: %d requests so far, want %d", i, p.now.Format(time.TimeOnly), asked, tt.want)
		}
	}
	age = "max-age=7200"
	p.run(t, time.Hour, "ingest")
	if due := p.state(t).Due; due == nil || !due.Equal(p.now.Add(2*time.Hour)) {
		t.Errorf("status: due %v, want two hours after %v", due, p.now)
	}
}

// TestMovedAndGone checks that a feed which has moved for good is said to have, and that one which is gone is not asked
// again until its address changes.
func TestMovedAndGone(t *testing.T) {
	asked := map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new?token=hunter2", http.StatusMovedPermanently)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			fmt.Fprint(w, "<rss version='2.0'><channel><title>t</title><item><guid>1</guid><title>One</title></item></channel></rss>")
		}
	}))
	defer s.Close()
	p := newPollTest(t)
	p.configure(t, s.URL+"/old")
	for range 4 {
		p.run(t, time.Hour, "ingest")
	}
	want := s.URL + "/new?token=***"
	if got := p.state(t); got.Moved != want || !strings.Contains(got.state(), "has moved to "+want) {
		t.Errorf("status after four reads = moved to %q, %q, want %s", got.Moved, got.state(), want)
	}
	if asked["/old"] != 3 || asked["/new"] != 4 {
		t.Errorf("requests %v, want 3 of the old address and 4 of the new one", asked)
	}
	p.configure(t, s.URL+"/new")
	p.run(t, time.Hour, "ingest")
	if got := p.state(t); got.Moved != "" {
		t.Errorf("status once the new address is configured = moved to %q, want nothing", got.Moved)
	}

	p.configure(t, s.URL+"/gone")
	if code, out := p.run(t, time.Hour, "ingest"); code != exitNothing || !strings.Contains(out, "gone") {
		t.Errorf("ingest of a feed that is gone = %d, %q, want %d", code, out, exitNothing)
	}
	if code, out := p.run(t, time.Hour, "ingest"); code != exitOK || out != "" || asked["/gone"] != 1 {
		t.Errorf("ingest after that = %d, %q and %d requests, want silence", code, out, asked["/gone"])
	}
	p.configure(t, s.URL+"/new")
	if code, out := p.run(t, time.Hour, "ingest"); code != exitOK || out != "recap: source planet: can be read again\n" || p.state(t).Disabled != "" {
		t.Errorf("ingest at a new address = %d, %q, %q, want it read", code, out, p.state(t).Disabled)
	}
}

// TestRefused checks that a social server which refuses three reads running is left alone until --force, and that one
// that lets us in again is not.
func TestRefused(t *testing.T) {
	refuse, asked := true, 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !strings.Contains(r.URL.Path, "timelines") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		asked++
		if refuse {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"error":"This method requires an authenticated user"}`)
			return
		}
		fmt.Fprint(w, "[]")
	}))
	defer s.Close()
	p := newPollTest(t)
	writeFile(t, p.file, "community: {name: Example}\nsources: [{name: tag, every: 15m, mastodon: {server: \""+s.URL+"\", tag: pumps}}]\n")
	for range 2 {
		p.run(t, time.Hour, "ingest")
	}
	refuse = false
	p.run(t, time.Hour, "ingest")
	refuse = true
	for range 2 {
		p.run(t, time.Hour, "ingest")
	}
	if got := p.state(t).Disabled; got != "" {
		t.Errorf("after two refusals running the source is disabled: %q", got)
	}
	p.run(t, time.Hour, "ingest")
	if got := p.state(t).Disabled; !strings.Contains(got, "refused in 3 reads running") {
		t.Errorf("after three refusals running disabled = %q, want the reason", got)
	}
	before := asked
	p.run(t, time.Hour, "ingest")
	if asked != before {
		t.Error("a disabled source was read")
	}
	refuse = false
	if code, out := p.run(t, time.Hour, "ingest", "--force"); code != exitOK || p.state(t).Disabled != "" {
		t.Errorf("ingest --force = %d, %q; disabled: %q", code, out, p.state(t).Disabled)
	}
}
