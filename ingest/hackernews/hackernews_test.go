package hackernews

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// hnStory returns a story about twisted python.
func hnStory(n int, created time.Time) fakesocial.Status {
	return fakesocial.Status{ID: fmt.Sprint(40000000 + n), Author: fmt.Sprintf("user_%d", n%7), Created: created,
		Fields: map[string]any{"title": fmt.Sprintf("Twisted %d for Python", n),
			"url": fmt.Sprintf("https://example.org/%d", n), "points": n, "num_comments": 1}}
}

// hnServer returns a server with n stories, one an hour before sourcetest.Now.
func hnServer(n int) *fakesocial.HackerNews {
	s := &fakesocial.HackerNews{}
	for i := range n {
		s.Add(hnStory(i, sourcetest.Now.Add(-time.Duration(n-i)*time.Hour)))
	}
	return s
}

// A hnReader reads a fake server run by run, as cron does.
type hnReader struct {
	cfg      *Config
	sink     *sourcetest.Sink
	now      time.Time
	patience time.Duration
}

func newHNReader(t *testing.T, h http.Handler) *hnReader {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &hnReader{cfg: &Config{URL: server.URL, Query: "Twisted python"}, sink: sourcetest.NewSink(),
		now: sourcetest.Now, patience: time.Second}
}

// run is one run, after which a quarter of an hour goes by.
func (r *hnReader) run(t *testing.T, since time.Time) (source.Result, error) {
	t.Helper()
	now := r.now
	clock := func() time.Time { return now }
	r.now = now.Add(15 * time.Minute)
	client := fetch.New(fetch.Options{Version: "test", Timeout: r.patience, Backoff: time.Millisecond, Now: clock})
	src, err := source.Open(r.cfg, "hn", source.Env{HTTP: client, Now: clock, Since: since})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return source.Pull(t.Context(), r.sink, "hn", src, false, nil)
}

// missing returns the numbers of the items of s that are not stored.
func (r *hnReader) missing(s *fakesocial.HackerNews) []string {
	var missing []string
	for _, st := range s.Statuses() {
		if _, ok := r.sink.Posts[store.Copy{Key: "https://news.ycombinator.com/item?id=" + st.ID}]; !ok && st.Raw == "" {
			missing = append(missing, st.ID)
		}
	}
	return missing
}

func TestHackerNewsReadsRunByRun(t *testing.T) {
	s := hnServer(150)
	r := newHNReader(t, s)
	res, err := r.run(t, time.Time{})
	if err != nil || res.Added.New != 150 || res.Gap == "" {
		t.Fatalf("first run = %+v, %v, want 150 new posts with the two pages that a run may take, and what is below not looked at yet", res, err)
	}
	s.Add(hnStory(1000, sourcetest.Now.Add(time.Minute)))
	for n := 0; n < 3 && !res.Complete; n++ {
		if res, err = r.run(t, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if m := r.missing(s); !res.Complete || len(m) != 0 {
		t.Errorf("third run = %+v, want it complete; missing %q", res, m)
	}
	before := len(s.Requests())
	if res, err = r.run(t, time.Time{}); err != nil || res.Added.New != 0 || !res.Complete || len(s.Requests())-before > 1 {
		t.Errorf("quiet run = %+v, %v with %d requests, want nothing new with 1", res, err, len(s.Requests())-before)
	}
}

func TestHackerNewsSince(t *testing.T) {
	s := hnServer(70)
	r := newHNReader(t, s)
	if res, err := r.run(t, sourcetest.Now.Add(-10*time.Hour)); err != nil || res.Added.New != 10 {
		t.Fatalf("run since 10 hours = %+v, %v, want 10 new posts", res.Added, err)
	}
	if _, err := r.run(t, sourcetest.Now.Add(-30*time.Hour)); err != nil || len(r.sink.Posts) != 30 {
		t.Errorf("run since 30 hours = %d posts, %v, want 30", len(r.sink.Posts), err)
	}
}

func TestHackerNewsFaults(t *testing.T) {
	for _, f := range []struct {
		name  string
		fault fakesocial.Fault
	}{
		{"429 bare", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429, Body: `{"message":"Too Many Requests","status":429}`}},
		{"429 with Retry-After", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429, Header: map[string]string{"Retry-After": "600"}}},
		{"500 once", fakesocial.Fault{Kind: fakesocial.Answer, Status: 500}},
		{"403", fakesocial.Fault{Kind: fakesocial.Answer, Status: 403}},
		{"HTML with 200", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: "<!doctype html><title>Hold on</title>"}},
		{"HTML with 503", fakesocial.Fault{Kind: fakesocial.Answer, Status: 503, Body: "<!doctype html><title>Down</title>"}},
		{"bad JSON", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"hits":[{"objectID":`}},
		{"an array", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `[]`}},
		{"no hits", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"message":"later"}`}},
		{"empty body", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200}},
		{"silence", fakesocial.Fault{Kind: fakesocial.Silence}},
		{"cut body", fakesocial.Fault{Kind: fakesocial.Cut}},
		{"short page", fakesocial.Fault{Kind: fakesocial.ShortPage, Rows: 3}},
		{"empty page", fakesocial.Fault{Kind: fakesocial.EmptyPage}},
		{"pages end early", fakesocial.Fault{Kind: fakesocial.LastPage}},
		{"same page again", fakesocial.Fault{Kind: fakesocial.Loop}},
		{"reordered page", fakesocial.Fault{Kind: fakesocial.Reordered}},
		{"row twice", fakesocial.Fault{Kind: fakesocial.Twice}},
		{"undecodable row", fakesocial.Fault{Kind: fakesocial.Arrive,
			Post: fakesocial.Status{ID: "1", Created: sourcetest.Now.Add(-5 * time.Hour), Fields: map[string]any{"title": "x"},
				Tags: []string{"twisted", "python"}, Raw: `{"objectID": {}}`}}},
		{"arrives late", fakesocial.Fault{Kind: fakesocial.Arrive, Post: hnStory(8000, sourcetest.Now.Add(-40*time.Hour))}},
	} {
		for _, request := range []int{1, 2, 3, 4} {
			t.Run(fmt.Sprintf("%s/request %d", f.name, request), func(t *testing.T) {
				t.Parallel()
				s := hnServer(28)
				s.Rows = 10
				fault := f.fault
				fault.Request = request
				s.Faults = []fakesocial.Fault{fault}
				r := newHNReader(t, s)
				if fault.Kind == fakesocial.Silence {
					r.patience = 200 * time.Millisecond
				}
				complete := false
				for n := 0; n < 12 && (n < 5 || !complete); n++ {
					res, err := r.run(t, time.Time{})
					complete = err == nil && res.Complete
					if n == 0 {
						s.Add(hnStory(5000, sourcetest.Now.Add(time.Second)))
					}
					if m := r.missing(s); complete && n > 0 && len(m) != 0 {
						t.Errorf("run %d says that it is complete, but misses %q", n+1, m)
					}
				}
				if m := r.missing(s); len(m) != 0 || !complete {
					t.Errorf("after the last run complete is %t, missing %q\ncursor %s\nrequests\n%s", complete, m, r.sink.At,
						strings.Join(s.Requests(), "\n"))
				}
			})
		}
	}
}

// TestHackerNewsFarFuture reads an item of a time that no date can be written of: it does not keep the others from
// being read.
func TestHackerNewsFarFuture(t *testing.T) {
	s := hnServer(0)
	s.Add(fakesocial.Status{ID: "40009999", Created: sourcetest.Now.Add(-time.Minute),
		Fields: map[string]any{"title": "x"}, Tags: []string{"twisted", "python"},
		Raw: `{"objectID":"40009999","title":"Twisted Python","created_at_i":999999999999}`})
	r := newHNReader(t, s)
	for range 2 {
		if _, err := r.run(t, time.Time{}); err != nil {
			t.Fatal(err)
		}
		s.Add(hnStory(1, sourcetest.Now.Add(time.Minute)))
	}
	if m := r.missing(s); len(m) != 0 {
		t.Errorf("missing %q", m)
	}
}

func TestHackerNewsKilledAfterEachPage(t *testing.T) {
	s := hnServer(90)
	s.Rows = 20
	r := newHNReader(t, s)
	r.sink.Failing = true
	testkit.RunToEnd(t, r.run)
	if m := r.missing(s); len(m) != 0 {
		t.Errorf("missing %q", m)
	}
}

func TestHackerNewsContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "hackernews/search", Server: hnFixture, Source: "hn", Kind: func(base string) source.Kind {
		return &Config{URL: base, Query: "twisted Python", Comments: true}
	}})
}

// hnFixture serves what there is to understand in an item.
func hnFixture(*testing.T) http.Handler {
	at := func(minutes int) time.Time { return sourcetest.Now.Add(-time.Duration(minutes) * time.Minute) }
	found := []string{"twisted", "python"}
	s := &fakesocial.HackerNews{}
	s.Add(hnStory(1, at(300)),
		fakesocial.Status{ID: "40000002", Author: "bea", Created: at(290), Fields: map[string]any{
			"title":      "Ask HN: Who uses Twisted?",
			"story_text": `We run <i>Twisted</i> on Python 3.<p>See <a href="https:&#x2F;&#x2F;example.org&#x2F;notes" rel="nofollow">https:&#x2F;&#x2F;example.org&#x2F;no...</a>`,
			"story_id":   40000002, "points": nil}},
		fakesocial.Status{ID: "40000003", Author: "cid", Created: at(280), ReplyTo: "40000002",
			Content: "&gt; We run Twisted on Python 3.<p>So do we, and Python&#x27;s asyncio &amp; Twisted mix well."},
		fakesocial.Status{ID: "40000004", Author: "dee", Created: at(270), Tags: found, Fields: map[string]any{"title": "Twist and shout in Python"}}, // only similar
		fakesocial.Status{ID: "40000005", Author: "eve", Created: at(260), Tags: found},                                                               // deleted
		fakesocial.Status{ID: "40000006", Author: "bad account\u202e", Created: at(250),
			Fields: map[string]any{"title": "Twisted\n Python", "url": "javascript:alert(1)", "num_comments": "many"}},
		fakesocial.Status{ID: "40000007", Author: "eve", Created: at(240), Fields: map[string]any{"title": "x"},
			Tags: found, Raw: `{"objectID":"seven","title":"Twisted Python"}`},
	)
	return s
}

func TestHackerNewsOpen(t *testing.T) {
	good := Config{Query: `"Twisted" Python`}
	if _, err := good.Open("x", source.Env{}); err != nil || good.URL != defaultHN {
		t.Errorf("open() = %v with url %q, want %q", err, good.URL, defaultHN)
	}
	for want, edit := range map[string]func(*Config){
		"has no query":           func(c *Config) { c.Query = ` "" ` },
		"is longer than":         func(c *Config) { c.Query = strings.Repeat("x", 501) },
		"write auto or never":    func(c *Config) { c.Quote = "always" },
		"is negative":            func(c *Config) { c.HostPause = -1 },
		"no address of a server": func(c *Config) { c.URL = "ftp://example.org" },
	} {
		c := good
		edit(&c)
		if _, err := c.Open("x", source.Env{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("open(%+v) = %v, want %q", c, err, want)
		}
	}
}

func TestHackerNewsNeverQuotes(t *testing.T) {
	r := newHNReader(t, hnServer(1))
	r.cfg.Quote = "never"
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, p := range r.sink.Posts {
		if p.Policy != store.PolicyLink {
			t.Errorf("post %s has policy %d, want %d", p.Key, p.Policy, store.PolicyLink)
		}
	}
}
