package bluesky

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// skyStatus returns a plain post with the hashtag recap.
func skyStatus(n int, created time.Time) fakesocial.Status {
	return fakesocial.Status{
		Author: fmt.Sprintf("user%d.example.net", n%7), Created: created, Tags: []string{"recap"},
		Content: fmt.Sprintf("🎉 Note %d about #recap", n),
	}
}

// skyServer returns a server with n posts, one an hour before sourcetest.Now.
func skyServer(n int) *fakesocial.Bluesky {
	b := &fakesocial.Bluesky{Password: "open-sesame"}
	var statuses []fakesocial.Status
	for i := range n {
		statuses = append(statuses, skyStatus(i, sourcetest.Now.Add(-time.Duration(n-i)*time.Hour)))
	}
	b.Add(statuses...)
	return b
}

// A skyReader reads a fake server run by run, as cron does.
type skyReader struct {
	cfg      *Config
	sink     *sourcetest.Sink
	now      time.Time
	sessions string // Env.Sessions
	patience time.Duration
}

func newSkyReader(t *testing.T, h http.Handler, cfg Config) *skyReader {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	cfg.Server, cfg.Tag, cfg.Handle = server.URL, "Recap", "@ann.example.org"
	if cfg.Password == "" {
		cfg.PasswordFile = testkit.TokenFile(t, "open-sesame\n")
	}
	return &skyReader{cfg: &cfg, sink: sourcetest.NewSink(), now: sourcetest.Now,
		sessions: filepath.Join(t.TempDir(), "recap.db.session-"), patience: time.Second}
}

// open returns the source as a run at r.now has it.
func (r *skyReader) open(t *testing.T, since time.Time) source.Source {
	t.Helper()
	now := r.now
	clock := func() time.Time { return now }
	client := fetch.New(fetch.Options{Version: "test", Timeout: r.patience, Backoff: time.Millisecond, Now: clock})
	src, err := source.Open(r.cfg, "tag", source.Env{HTTP: client, Now: clock, Since: since, Sessions: r.sessions})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return src
}

// run is one run, after which a quarter of an hour goes by.
func (r *skyReader) run(t *testing.T, since time.Time) (source.Result, error) {
	t.Helper()
	src := r.open(t, since)
	r.now = r.now.Add(15 * time.Minute)
	return source.Pull(t.Context(), r.sink, "tag", src, false, nil)
}

// missing returns the addresses of the listed posts of b that are not stored.
func (r *skyReader) missing(b *fakesocial.Bluesky) []string {
	var missing []string
	for _, st := range b.Statuses() {
		if _, ok := r.sink.Posts[store.Copy{Key: fakesocial.PostURI(st)}]; !ok && st.Raw == "" {
			missing = append(missing, fakesocial.PostURI(st))
		}
	}
	return missing
}

func TestBlueskyReadsRunByRun(t *testing.T) {
	b := skyServer(130)
	r := newSkyReader(t, b, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || !res.Complete || res.Added.New != 130 {
		t.Fatalf("first run = %+v, %v, want 130 new posts, complete", res, err)
	}
	for i := range 100 {
		b.Add(skyStatus(1000+i, sourcetest.Now.Add(time.Duration(i)*time.Second)))
	}
	before := len(b.Requests())
	if res, err = r.run(t, time.Time{}); err != nil || !res.Complete || res.Added.New != 100 {
		t.Fatalf("second run = %+v, %v, want 100 new posts, complete", res, err)
	}
	if n := len(b.Requests()) - before; n > 2 {
		t.Errorf("second run sent %d requests, want at most 2:\n%s", n, strings.Join(b.Requests()[before:], "\n"))
	}
	before = len(b.Requests())
	if res, err = r.run(t, time.Time{}); err != nil || res.Added.New != 0 || len(b.Requests())-before > 2 {
		t.Errorf("quiet run = %+v, %v with %d requests, want nothing new with at most 2", res, err, len(b.Requests())-before)
	}
	if created, refreshed := b.Sessions(); created != 1 || refreshed != 0 {
		t.Errorf("three runs logged in %d times and renewed %d times, want 1 and 0", created, refreshed)
	}
}

func TestBlueskySince(t *testing.T) {
	b := skyServer(20 * 24)
	r := newSkyReader(t, b, Config{})
	if res, err := r.run(t, sourcetest.Now.Add(-5*24*time.Hour)); err != nil || res.Added.New != 5*24 {
		t.Fatalf("run since 5 days = %+v, %v, want %d new posts", res.Added, err, 5*24)
	}
	b.Add(skyStatus(9999, sourcetest.Now.Add(time.Minute)))
	if res, err := r.run(t, sourcetest.Now.Add(-15*24*time.Hour)); err != nil || res.Added.New != 10*24+1 || !res.Complete {
		t.Errorf("run since 15 days = %+v, %v, want %d new posts", res, err, 10*24+1)
	}
	if res, err := r.run(t, sourcetest.Now.Add(-15*24*time.Hour)); err != nil || res.Added.New != 0 {
		t.Errorf("run since 15 days again = %+v, %v, want nothing new", res.Added, err)
	}
}

// TestBlueskyLatePosts shows how late a post may come: two hours at any run, seven days at the first run of a day.
func TestBlueskyLatePosts(t *testing.T) {
	b := skyServer(200)
	r := newSkyReader(t, b, Config{})
	for range 2 {
		if _, err := r.run(t, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	b.Add(skyStatus(7001, sourcetest.Now.Add(-150*time.Minute))) // the newest post is of an hour before sourcetest.Now
	b.Add(skyStatus(7002, sourcetest.Now.Add(-6*24*time.Hour)))
	if res, err := r.run(t, time.Time{}); err != nil || res.Added.New != 1 {
		t.Errorf("run after late posts = %+v, %v, want the one of 90 minutes below the newest", res.Added, err)
	}
	r.now = r.now.Add(24 * time.Hour)
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if m := r.missing(b); len(m) != 0 {
		t.Errorf("a day after a post of 6 days ago arrived, missing %q", m)
	}
}

func TestBlueskyFaults(t *testing.T) {
	type script = []fakesocial.Fault
	reset := func(d time.Duration) string { return fmt.Sprint(time.Now().Add(d).Unix()) }
	slowClock := func(d time.Duration) map[string]string { // the server's clock is a day behind
		then := time.Now().Add(-24 * time.Hour)
		return map[string]string{"Date": then.UTC().Format(http.TimeFormat), "RateLimit-Reset": fmt.Sprint(then.Add(d).Unix())}
	}
	faults := []struct {
		name  string
		fault fakesocial.Fault
	}{
		{"429 with Unix reset", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429,
			Header: map[string]string{"RateLimit-Reset": reset(10 * time.Minute)}}},
		{"429 with seconds", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429, Header: map[string]string{"RateLimit-Reset": "600"}}},
		{"429 with ISO reset", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429,
			Header: map[string]string{"X-RateLimit-Reset": time.Now().Add(10 * time.Minute).UTC().Format(time.RFC3339)}}},
		{"429 of a slow clock", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429, Header: slowClock(10 * time.Minute)}},
		{"429 bare", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429}},
		{"500 once", fakesocial.Fault{Kind: fakesocial.Answer, Status: 500}},
		{"502 of the search", fakesocial.Fault{Kind: fakesocial.Answer, Status: 502, Body: `{"error":"UpstreamFailure","message":"x"}`}},
		{"403 with HTML", fakesocial.Fault{Kind: fakesocial.Answer, Status: 403, Body: "<!doctype html><title>403</title>"}},
		{"401", fakesocial.Fault{Kind: fakesocial.Answer, Status: 401, Body: `{"error":"AuthMissing"}`}},
		{"400", fakesocial.Fault{Kind: fakesocial.Answer, Status: 400, Body: `{"error":"InvalidRequest","message":"Malformed cursor"}`}},
		{"HTML with 200", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: "<!doctype html><title>Hold on</title>"}},
		{"HTML with 503", fakesocial.Fault{Kind: fakesocial.Answer, Status: 503, Body: "<!doctype html><title>Down</title>"}},
		{"bad JSON", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"posts":[{"uri":`}},
		{"an array", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `[]`}},
		{"no posts", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"cursor":"1"}`}},
		{"null posts", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"posts":null}`}},
		{"empty body", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200}},
		{"empty and no more", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: `{"posts":[]}`}},
		{"silence", fakesocial.Fault{Kind: fakesocial.Silence}},
		{"cut body", fakesocial.Fault{Kind: fakesocial.Cut}},
		{"token expires", fakesocial.Fault{Kind: fakesocial.Expire}},
		{"short page", fakesocial.Fault{Kind: fakesocial.ShortPage, Rows: 3}},
		{"empty page", fakesocial.Fault{Kind: fakesocial.EmptyPage}},
		{"mark ends early", fakesocial.Fault{Kind: fakesocial.LastPage}},
		{"same page again", fakesocial.Fault{Kind: fakesocial.Loop}},
		{"reordered page", fakesocial.Fault{Kind: fakesocial.Reordered}},
		{"row twice", fakesocial.Fault{Kind: fakesocial.Twice}},
		{"undecodable row", fakesocial.Fault{Kind: fakesocial.Arrive,
			Post: fakesocial.Status{ID: "1", Created: sourcetest.Now.Add(-5 * time.Hour), Tags: []string{"recap"}, Raw: `{"uri": 5}`}}},
		{"arrives late", fakesocial.Fault{Kind: fakesocial.Arrive, Post: skyStatus(8000, sourcetest.Now.Add(-90*time.Minute))}},
		{"arrives at the top", fakesocial.Fault{Kind: fakesocial.Arrive, Post: skyStatus(8001, sourcetest.Now)}},
	}
	for _, f := range faults {
		for _, request := range []int{1, 2, 4, 6} { // of the first run, then of the second
			t.Run(fmt.Sprintf("%s/request %d", f.name, request), func(t *testing.T) {
				t.Parallel()
				b := skyServer(28)
				b.Rows = 10
				fault := f.fault
				fault.Request = request
				b.Faults = script{fault}
				r := newSkyReader(t, b, Config{})
				if fault.Kind == fakesocial.Silence {
					r.patience = 200 * time.Millisecond
				}
				for n := range 5 {
					res, err := r.run(t, time.Time{})
					if n == 0 {
						b.Add(skyStatus(5000, sourcetest.Now.Add(time.Second)), skyStatus(5001, sourcetest.Now.Add(2*time.Second)))
					}
					if err == nil && res.Gap == "" && n > 0 {
						if m := r.missing(b); len(m) != 0 {
							t.Errorf("run %d says that it is complete, but misses %d posts: %q", n+1, len(m), m)
						}
					}
					if err != nil && n == 4 {
						t.Errorf("last run = %v, want no error", err)
					}
				}
				if m := r.missing(b); len(m) != 0 {
					t.Errorf("after the last run %d posts are missing: %q\ncursor %s\nrequests\n%s", len(m), m, r.sink.At,
						strings.Join(b.Requests(), "\n"))
				}
				if n := len(b.Requests()); n > 5*12 {
					t.Errorf("five runs sent %d requests, want no more than 60", n)
				}
				if created, _ := b.Sessions(); created > 2 {
					t.Errorf("five runs logged in %d times, want at most 2", created)
				}
			})
		}
	}
}

// TestBlueskyRandomScripts has several things go wrong in one life of a server. Once it is well again, all posts must
// be there, and no run before may call itself complete while one is missing that it could have seen.
func TestBlueskyRandomScripts(t *testing.T) {
	kinds := []fakesocial.Fault{
		{Kind: fakesocial.Answer, Status: 429}, {Kind: fakesocial.Answer, Status: 500}, {Kind: fakesocial.Answer, Status: 401},
		{Kind: fakesocial.Answer, Status: 400, Body: `{"error":"InvalidRequest"}`},
		{Kind: fakesocial.Answer, Status: 200, Body: "<html>"}, {Kind: fakesocial.Cut}, {Kind: fakesocial.Expire},
		{Kind: fakesocial.ShortPage, Rows: 1}, {Kind: fakesocial.EmptyPage}, {Kind: fakesocial.LastPage}, {Kind: fakesocial.Loop},
		{Kind: fakesocial.Reordered}, {Kind: fakesocial.Twice}, {Kind: fakesocial.Delete}, {Kind: fakesocial.Arrive},
	}
	for seed := range uint64(30) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 5))
			b := skyServer(10 + random.IntN(60))
			b.Rows = 3 + random.IntN(10)
			for request := 1; request < 20; request++ {
				if f := kinds[random.IntN(len(kinds))]; random.IntN(3) == 0 {
					f.Request = request
					f.ID = b.Statuses()[random.IntN(10)].ID
					f.Post = skyStatus(500+request, sourcetest.Now.Add(-time.Duration(random.IntN(100))*time.Minute))
					b.Faults = append(b.Faults, f)
				}
			}
			r := newSkyReader(t, b, Config{})
			complete := false
			for n := 0; n < 50 && (n < 30 || !complete); n++ {
				b.Add(skyStatus(1000+n, r.now.Add(-time.Minute)))
				res, err := r.run(t, time.Time{})
				complete = err == nil && res.Complete
				if n == 10 {
					r.now = r.now.Add(24 * time.Hour) // what arrived late is found once a day
				}
			}
			if m := r.missing(b); len(m) != 0 || !complete {
				t.Errorf("in the end complete is %t and %d posts are missing: %q\ncursor %s\nfaults %+v\nrequests\n%s",
					complete, len(m), m, r.sink.At, b.Faults, strings.Join(b.Requests(), "\n"))
			}
		})
	}
}

func TestBlueskyKilledAfterEachPage(t *testing.T) {
	b := skyServer(300)
	b.Rows = 80
	r := newSkyReader(t, b, Config{})
	r.sink.Failing = true
	testkit.RunToEnd(t, r.run)
	if m := r.missing(b); len(m) != 0 {
		t.Errorf("missing %d posts: %q", len(m), m)
	}
}

func TestBlueskyPageCap(t *testing.T) {
	b := &fakesocial.Bluesky{Password: "open-sesame"}
	b.Rows = 10
	add := func(n int, upTo time.Time) {
		for i := range n {
			b.Add(skyStatus(i, upTo.Add(-time.Duration(i)*time.Minute)))
		}
	}
	add(70, sourcetest.Now)
	r := newSkyReader(t, b, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || res.Complete || res.Added.New != 46 || !strings.Contains(res.Gap, "of #Recap not yet collected") {
		t.Errorf("first run = %+v, %v, want 46 posts and a gap", res, err)
	}
	r.now = sourcetest.Now.Add(10 * time.Hour)
	add(80, r.now)
	if res, err = r.run(t, time.Time{}); err != nil || res.Complete || res.Added.New != 46 || res.Gap == "" {
		t.Errorf("second run, with 80 new posts = %+v, %v, want 46 of them and a gap", res, err)
	}
	for n := 0; n < 10 && !res.Complete; n++ {
		if res, err = r.run(t, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if m := r.missing(b); len(m) != 0 || !res.Complete {
		t.Errorf("after all runs missing %d posts, gap %q: %q", len(m), res.Gap, m)
	}
}

func TestBlueskyStopsAtRateLimit(t *testing.T) {
	b := skyServer(300)
	b.Limit = 3 // of which the login is one
	r := newSkyReader(t, b, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || res.Gap == "" || res.Added.New != 199 || len(b.Requests()) != 3 {
		t.Errorf("run = %+v, %v after %d requests, want 199 posts, a gap and no request beyond the limit", res, err, len(b.Requests()))
	}
	b.Limit = 300
	if res, err = r.run(t, time.Time{}); err != nil || !res.Complete || res.Added.New != 101 {
		t.Errorf("next run = %+v, %v, want the other 101", res, err)
	}
}

func TestBlueskyAnyAllNone(t *testing.T) {
	b := &fakesocial.Bluesky{Password: "open-sesame"}
	for i, tags := range [][]string{{"recap"}, {"Récap", "recap", "go"}, {"other", "go"}, {"other", "go", "spam"}, {"go"}} {
		b.Add(fakesocial.Status{Author: "bea.example.net", Created: sourcetest.Now.Add(-time.Duration(i+1) * time.Hour),
			Tags: tags, Content: "hello"})
	}
	r := newSkyReader(t, b, Config{Any: []string{"#other"}, All: []string{"Go"}, None: []string{"spam"}})
	if res, err := r.run(t, time.Time{}); err != nil || len(r.sink.Posts) != 2 || !res.Complete {
		t.Errorf("run = %d posts, %v, want the 2 with recap or other, with go and without spam", len(r.sink.Posts), err)
	}
	if res, err := r.run(t, time.Time{}); err != nil || res.Added.New != 0 || !res.Complete {
		t.Errorf("second run = %+v, %v, want nothing new", res, err)
	}
}

func TestBlueskyContract(t *testing.T) {
	fixture := func(t *testing.T) http.Handler {
		b := skyFixture(t).(*fakesocial.Bluesky)
		b.Logins = 1000
		return b
	}
	sourcetest.Test(t, sourcetest.Contract{Name: "bluesky/tag", Server: fixture, Source: "tag", Kind: func(base string) source.Kind {
		return &Config{Server: base, Tag: "recap", Handle: "ann.example.org", Password: "open-sesame"}
	}})
}

// skyFixture serves what there is to understand in a post.
func skyFixture(*testing.T) http.Handler {
	b := &fakesocial.Bluesky{Password: "open-sesame"}
	b.Rows = 4
	at := func(minutes int) time.Time { return sourcetest.Now.Add(-time.Duration(minutes) * time.Minute) }
	facet := func(body, part, kind, key, value string) map[string]any {
		i := strings.Index(body, part)
		return map[string]any{"index": map[string]int{"byteStart": i, "byteEnd": i + len(part)},
			"features": []any{map[string]string{"$type": "app.bsky.richtext.facet#" + kind, key: value}}}
	}
	linked := "🎉👩‍👩‍👧 Café post on example.org/2026/rec... and its notes #recap"
	first := skyStatus(1, at(300))
	first.ID = "3kfirst"
	b.Add(first,
		fakesocial.Status{ID: "3klinks", Author: "bea.example.net", Created: at(290), Tags: []string{"recap"},
			Content: linked, Fields: map[string]any{
				"likeCount": 7, "repostCount": 2, "replyCount": 1,
				"record": map[string]any{"langs": []string{"de"}, "tags": []string{"Recap", "More Words"}, "facets": []any{
					facet(linked, "#recap", "tag", "tag", "recap"),
					facet(linked, "example.org/2026/rec...", "link", "uri", "https://example.org/2026/recaps"),
					facet(linked, "its notes", "link", "uri", "https://example.org/notes"),
					facet(linked, "Café", "link", "uri", "javascript:alert(1)"),
					map[string]any{"index": map[string]int{"byteStart": 1, "byteEnd": 3},
						"features": []any{map[string]string{"$type": "app.bsky.richtext.facet#tag", "tag": "inside"}}},
					map[string]any{"index": map[string]int{"byteStart": 5, "byteEnd": 5000},
						"features": []any{map[string]string{"$type": "app.bsky.richtext.facet#tag", "tag": "beyond"}}},
				}}}},
		fakesocial.Status{ID: "3kreply", Author: "cid.example.net", Created: at(280), Tags: []string{"recap"},
			Content: "I agree. #recap", ReplyTo: fakesocial.PostURI(first)},
		fakesocial.Status{ID: "3kquote", Author: "bea.example.net", Created: at(270), Tags: []string{"recap"},
			Content: "Worth reading: #recap", Fields: map[string]any{
				"embed": map[string]any{"$type": "app.bsky.embed.recordWithMedia#view",
					"media": map[string]any{"$type": "app.bsky.embed.external#view",
						"external": map[string]any{"uri": "https://example.org/card", "title": "A card"}},
					"record": map[string]any{"record": map[string]any{"uri": fakesocial.PostURI(first),
						"value": map[string]any{"$type": "app.bsky.feed.post", "text": "Words of another."}}}}}},
		fakesocial.Status{ID: "3kshy", Author: "dee.example.net", Created: at(260), Tags: []string{"recap"}, Content: "Only for members #recap",
			Account: map[string]any{"labels": []any{map[string]any{"src": fakesocial.DID("dee.example.net"), "val": "!no-unauthenticated"}}}},
		fakesocial.Status{ID: "3kwarn", Author: "eve.example.net", Created: at(250), Tags: []string{"recap"}, Content: "Careful #recap",
			Fields: map[string]any{"record": map[string]any{"labels": map[string]any{"$type": "com.atproto.label.defs#selfLabels", "values": []any{map[string]any{"val": "graphic-media"}}}}}},
		fakesocial.Status{ID: "3kbot", Author: "handle.invalid", Created: at(240), Tags: []string{"recap"}, Content: "Build 7 passed #recap",
			Account: map[string]any{"did": "did:plc:robot", "displayName": "CI\u202e\n bot",
				"labels": []any{map[string]any{"src": "did:plc:robot", "val": "bot"}}}},
		fakesocial.Status{ID: "3kfuture", Author: "bea.example.net", Created: at(230), Tags: []string{"recap"}, Content: "From the future #recap",
			Fields: map[string]any{"record": map[string]any{"createdAt": "2031-01-01T00:00:00Z"}}},
		fakesocial.Status{ID: "3kplain", Author: "bea.example.net", Created: at(220), Tags: []string{"recap"},
			Content: "A plain #recap that is no tag",
			Fields:  map[string]any{"record": map[string]any{"facets": nil}}},
		fakesocial.Status{ID: "3kbroken", Author: "bea.example.net", Created: at(210), Tags: []string{"recap"},
			Raw: `{"uri":"at://did:plc:x/app.bsky.feed.post/1","record":7}`},
	)
	return b
}

func TestBlueskyOpen(t *testing.T) {
	good := Config{Tag: "recap", Handle: "ann.example.org", Password: "x"}
	if _, err := good.Open("x", source.Env{}); err != nil || good.Server != defaultPDS {
		t.Errorf("open() = %v with server %q, want %q", err, good.Server, defaultPDS)
	}
	for want, edit := range map[string]func(*Config){
		"has no tag":             func(c *Config) { c.Tag = "" },
		"is no hashtag":          func(c *Config) { c.Any = []string{"two words"} },
		"more than 3 hashtags":   func(c *Config) { c.Any = []string{"a", "b", "c", "d"} },
		"has no handle":          func(c *Config) { c.Handle = "" },
		"is no handle":           func(c *Config) { c.Handle = "ann" },
		"has no password":        func(c *Config) { c.Password = "" },
		"keep one":               func(c *Config) { c.PasswordFile = "x" },
		"write auto or never":    func(c *Config) { c.Quote = "always" },
		"is negative":            func(c *Config) { c.HostPause = -1 },
		"is not https":           func(c *Config) { c.Server = "http://pds.example.org" },
		"no address of a server": func(c *Config) { c.Server = "https://pds.example.org/xrpc" },
	} {
		c := good
		edit(&c)
		if _, err := c.Open("x", source.Env{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("open(%+v) = %v, want %q", c, err, want)
		}
	}
}

func TestBlueskySessionFile(t *testing.T) {
	b := skyServer(3)
	r := newSkyReader(t, b, Config{})
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(r.sessions + "*")
	if err != nil || len(files) != 1 {
		t.Fatalf("session files %q, %v, want one", files, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("session file has mode %v, %v, want 0600", info.Mode(), err)
	}
	if err := os.WriteFile(files[0], []byte(`{"accessJwt":"broken`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Errorf("run with a damaged session file = %v", err)
	}
	if created, _ := b.Sessions(); created != 2 {
		t.Errorf("%d logins, want 2", created)
	}
}
