package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/console"
	"recap/ingest/fetch"
)

// A feedHost is a server of feeds with one way of serving them. It counts.
type feedHost struct {
	*httptest.Server
	serve func(h *feedHost, w http.ResponseWriter, r *http.Request)

	running, most, requests, unchanged, sent atomic.Int64
}

func newFeedHost(t *testing.T, serve func(*feedHost, http.ResponseWriter, *http.Request)) *feedHost {
	h := &feedHost{serve: serve}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := h.running.Add(1)
		for m := h.most.Load(); n > m && !h.most.CompareAndSwap(m, n); m = h.most.Load() {
		}
		defer h.running.Add(-1)
		h.requests.Add(1)
		h.serve(h, w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

// feed answers with a feed of two items and an ETag.
func (h *feedHost) feed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"1"`)
	if r.Header.Get("If-None-Match") == `"1"` {
		h.unchanged.Add(1)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	n, _ := fmt.Fprintf(w, "<rss version='2.0'><channel><title>t</title><item><guid>%[1]s-1</guid><title>One</title></item><item><guid>%[1]s-2</guid><title>Two</title></item></channel></rss>", r.URL.Path)
	h.sent.Add(int64(n))
}

// TestPollManyFeeds reads sixty feeds, of which some answer badly, twice.
func TestPollManyFeeds(t *testing.T) {
	const perHost, good = 6, 7
	answered := make(chan struct{}) // closed once every good feed has been asked for
	var asked atomic.Int64
	var once sync.Once
	seen := func() {
		if asked.Add(1) == perHost*good {
			once.Do(func() { close(answered) })
		}
	}
	var hosts []*feedHost
	for range good - 1 {
		hosts = append(hosts, newFeedHost(t, func(h *feedHost, w http.ResponseWriter, r *http.Request) { seen(); h.feed(w, r) }))
	}
	moved := newFeedHost(t, func(h *feedHost, w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/new") {
			http.Redirect(w, r, "/new"+r.URL.Path, http.StatusMovedPermanently)
			return
		}
		seen()
		h.feed(w, r)
	})
	limited := newFeedHost(t, func(_ *feedHost, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	dead := newFeedHost(t, func(*feedHost, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	// It does not answer before all good feeds have been asked for, so that they cannot have waited for it.
	hangs := newFeedHost(t, func(_ *feedHost, w http.ResponseWriter, r *http.Request) {
		select {
		case <-answered:
		case <-r.Context().Done():
		}
		panic(http.ErrAbortHandler)
	})
	hosts = append(hosts, moved)
	all := append([]*feedHost{hangs, dead, limited}, hosts...)

	var config strings.Builder
	config.WriteString("community: {name: Example}\nsources:\n")
	for i, h := range all {
		for k := range perHost {
			fmt.Fprintf(&config, "  - {name: %d-%d, feed: {url: \"%s/%d.xml\"}}\n", i, k, h.URL, k)
		}
	}
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, config.String())
	poll := func() (collect.Report, string) {
		t.Helper()
		var stderr bytes.Buffer
		a := &app{Console: &console.Console{Stdout: io.Discard, Stderr: &stderr}, env: env(nil), now: time.Now, configFile: file}
		a.client = fetch.New(fetch.Options{Timeout: time.Minute, Backoff: time.Millisecond})
		c, err := a.load()
		if err != nil {
			t.Fatal(err)
		}
		db, done, err := a.writable(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		report, err := a.collector(c, db).Ingest(t.Context(), collect.Options{Force: true})
		if err != nil {
			t.Fatalf("ingest() = %v", err)
		}
		totals, err := db.Totals(t.Context())
		if err != nil || totals.Posts != 2*perHost*good {
			t.Errorf("ingest() leaves %d posts, %v, want %d", totals.Posts, err, 2*perHost*good)
		}
		if err := done(); err != nil {
			t.Fatal(err)
		}
		return report, stderr.String()
	}
	for _, run := range []string{"cold", "warm"} {
		for _, h := range all {
			h.requests.Store(0)
			h.unchanged.Store(0)
			h.sent.Store(0)
		}
		asked.Store(0)
		report, said := poll()
		if report.Read != perHost*len(all) || report.Failed != 3*perHost || strings.Count(said, "\n") != map[string]int{"cold": report.Failed}[run] {
			t.Errorf("%s: ingest() = %+v with %d lines, want %d sources of which %d failed, with a line each the first time", run, report, strings.Count(said, "\n"), perHost*len(all), 3*perHost)
		}
		for i, h := range hosts {
			if sent, unchanged := h.sent.Load(), h.unchanged.Load(); run == "warm" && (sent != 0 || unchanged != perHost) {
				t.Errorf("warm: host %d sent %d bytes and %d times that nothing changed, want 0 and %d", i, sent, unchanged, perHost)
			}
		}
		if n, want := limited.requests.Load(), map[string]int64{"cold": 1, "warm": 0}[run]; n != want {
			t.Errorf("%s: a host with a rate limit got %d requests, want %d", run, n, want)
		}
		// Once it has failed, a source is not tried again and again.
		if n, want := dead.requests.Load(), map[string]int64{"cold": 3 * perHost, "warm": perHost}[run]; n != want {
			t.Errorf("%s: a dead host got %d requests, want %d", run, n, want)
		}
	}
	for i, h := range all {
		if h.most.Load() > 1 {
			t.Errorf("host %d saw %d requests at once, want 1", i, h.most.Load())
		}
	}
}
