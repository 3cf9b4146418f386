package mastodon

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/internal/testkit"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// A tagReader reads a fake server run by run, as cron does.
type tagReader struct {
	cfg  *Config
	sink *sourcetest.Sink
	now  time.Time
}

func newTagReader(t *testing.T, s http.Handler, cfg Config) *tagReader {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	cfg.Server, cfg.Tag = server.URL, "Recap"
	if f, ok := s.(*fakesocial.Server); ok && f.Profile == fakesocial.GoToSocial && cfg.TokenFile == "" {
		cfg.TokenFile = testkit.TokenFile(t, "sesame\n")
	}
	return &tagReader{cfg: &cfg, sink: sourcetest.NewSink(), now: sourcetest.Now}
}

// run is one run, after which a quarter of an hour goes by.
func (r *tagReader) run(t *testing.T, since time.Time) (source.Result, error) {
	t.Helper()
	now := r.now
	clock := func() time.Time { return now }
	r.now = now.Add(15 * time.Minute)
	client := fetch.New(fetch.Options{Version: "test", Timeout: time.Second, Backoff: time.Millisecond, Now: clock})
	src, err := source.Open(r.cfg, "tag", source.Env{HTTP: client, Now: clock, Since: since})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return source.Pull(t.Context(), r.sink, "tag", src, false, nil)
}

// missing returns the addresses of the listed statuses of s that are not stored.
func (r *tagReader) missing(s *fakesocial.Server) []string {
	var missing []string
	for _, st := range s.Statuses() {
		if _, ok := r.sink.Posts[store.Copy{Key: st.URI()}]; !ok && st.Raw == "" && (st.Visibility == "" || st.Visibility == "public") {
			missing = append(missing, st.URI())
		}
	}
	return missing
}

func TestMastodonWalksDownThenUp(t *testing.T) {
	for _, profile := range []fakesocial.Profile{fakesocial.Mastodon, fakesocial.GoToSocial} {
		t.Run(string(profile), func(t *testing.T) {
			s := socialtest.TagServer(profile, 130)
			r := newTagReader(t, s, Config{})
			res, err := r.run(t, time.Time{})
			if err != nil || !res.Complete || res.Added.New != 130 {
				t.Fatalf("first run = %+v, %v, want 130 new posts, complete", res, err)
			}
			for i := range 100 {
				s.Add(socialtest.TagStatus(1000+i, sourcetest.Now.Add(time.Duration(i)*time.Second)))
			}
			before := len(s.Requests())
			res, err = r.run(t, time.Time{})
			if err != nil || !res.Complete || res.Added.New != 100 {
				t.Fatalf("second run = %+v, %v, want 100 new posts, complete", res, err)
			}
			if n := len(s.Requests()) - before; n > 6 {
				t.Errorf("second run sent %d requests, want at most 6:\n%s", n, strings.Join(s.Requests()[before:], "\n"))
			}
			before = len(s.Requests())
			if res, err = r.run(t, time.Time{}); err != nil || res.Added.New != 0 || len(s.Requests())-before > 5 {
				t.Errorf("quiet run = %+v, %v with %d requests, want nothing new with at most 5", res, err, len(s.Requests())-before)
			}
		})
	}
}

func TestMastodonSince(t *testing.T) {
	s := socialtest.TagServer(fakesocial.Mastodon, 30*24)
	r := newTagReader(t, s, Config{})
	if res, err := r.run(t, sourcetest.Now.Add(-7*24*time.Hour)); err != nil || res.Added.New != 7*24 {
		t.Fatalf("run since 7 days = %+v, %v, want %d new posts", res.Added, err, 7*24)
	}
	s.Add(socialtest.TagStatus(9999, sourcetest.Now.Add(time.Minute)))
	if res, err := r.run(t, sourcetest.Now.Add(-20*24*time.Hour)); err != nil || res.Added.New != 13*24+1 || !res.Complete {
		t.Errorf("run since 20 days = %+v, %v, want %d new posts", res.Added, err, 13*24+1)
	}
	if res, err := r.run(t, sourcetest.Now.Add(-20*24*time.Hour)); err != nil || res.Added.New != 0 {
		t.Errorf("run since 20 days again = %+v, %v, want nothing new", res.Added, err)
	}
}

func TestMastodonLateFederation(t *testing.T) {
	s := socialtest.TagServer(fakesocial.Mastodon, 200)
	r := newTagReader(t, s, Config{})
	for range 3 {
		if _, err := r.run(t, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	s.Add(socialtest.TagStatus(7001, sourcetest.Now.Add(-20*time.Hour))) // far below the cursor
	if res, err := r.run(t, time.Time{}); err != nil || res.Added.New != 1 {
		t.Errorf("run after a post of 20 hours ago = %+v, %v, want it", res.Added, err)
	}
	s.Add(socialtest.TagStatus(7002, sourcetest.Now.Add(-6*24*time.Hour)))
	r.now = r.now.Add(24 * time.Hour)
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if m := r.missing(s); len(m) != 0 {
		t.Errorf("a day after a post of 6 days ago arrived, missing %q", m)
	}
}

func TestMastodonKilledAfterEachPage(t *testing.T) {
	s := socialtest.TagServer(fakesocial.Mastodon, 200)
	r := newTagReader(t, s, Config{})
	r.sink.Failing = true
	testkit.RunToEnd(t, r.run)
	if m := r.missing(s); len(m) != 0 {
		t.Errorf("missing %d posts: %q", len(m), m)
	}
}

func TestMastodonPageCap(t *testing.T) {
	const rows = 3
	s := &fakesocial.Server{Profile: fakesocial.Mastodon, Rows: rows}
	var statuses []fakesocial.Status
	for i := range walkPages*rows + 50 {
		st := socialtest.TagStatus(i, sourcetest.Now.Add(-time.Duration(i)*time.Minute))
		st.ID = fmt.Sprint(90000 - i)
		statuses = append(statuses, st)
	}
	s.Add(statuses...)
	r := newTagReader(t, s, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || res.Gap == "" || res.Complete || res.Added.New != walkPages*rows {
		t.Errorf("first run = %d new, gap %q, %v, want %d and a gap", res.Added.New, res.Gap, err, walkPages*rows)
	}
	res, err = r.run(t, time.Time{})
	if err != nil || !res.Complete || res.Added.New != 50 {
		t.Errorf("second run = %d new, gap %q, %v, want 50 and no gap", res.Added.New, res.Gap, err)
	}
}

func TestMastodonStopsAtRateLimit(t *testing.T) {
	s := socialtest.TagServer(fakesocial.Mastodon, 200)
	s.Limit = 3
	r := newTagReader(t, s, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || res.Gap == "" || res.Added.New != 120 || len(s.Requests()) != 3 {
		t.Errorf("run = %+v, %v after %d requests, want 120 posts, a gap and no request beyond the limit", res, err, len(s.Requests()))
	}
	s.Limit = 300
	if res, err = r.run(t, time.Time{}); err != nil || !res.Complete || res.Added.New != 80 {
		t.Errorf("next run = %+v, %v, want the other 80", res, err)
	}
}

func TestMastodonAccess(t *testing.T) {
	closed := map[string]string{"local": "authenticated", "remote": "authenticated"}
	for _, tt := range []struct {
		name   string
		server *fakesocial.Server
		token  string
		want   string // in the error
		gap    string
		posts  int
	}{
		{"anonymous", &fakesocial.Server{Profile: fakesocial.Mastodon}, "", "", "", 2},
		{"needs a token", &fakesocial.Server{Profile: fakesocial.Mastodon, Access: closed}, "", "needs a token", "", 0},
		{"has a token", &fakesocial.Server{Profile: fakesocial.Mastodon, Access: closed}, "sesame", "", "", 2},
		{"token refused", &fakesocial.Server{Profile: fakesocial.Mastodon}, "wrong", "token refused", "", 0},
		{"closed", &fakesocial.Server{Profile: fakesocial.Mastodon,
			Access: map[string]string{"local": "disabled", "remote": "disabled"}}, "", "closed", "", 0},
		{"only local", &fakesocial.Server{Profile: fakesocial.Mastodon,
			Access: map[string]string{"remote": "authenticated"}}, "", "", "only its own statuses", 1},
		{"gotosocial", &fakesocial.Server{Profile: fakesocial.GoToSocial}, "sesame", "", "", 2},
		{"gotosocial token refused", &fakesocial.Server{Profile: fakesocial.GoToSocial}, "wrong", "token refused", "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.server
			s.Token = "sesame"
			here := socialtest.TagStatus(1, sourcetest.Now.Add(-time.Hour))
			here.Author = "ann"
			s.Add(here, socialtest.TagStatus(2, sourcetest.Now.Add(-2*time.Hour)))
			cfg := Config{}
			if tt.token != "" {
				cfg.TokenFile = testkit.TokenFile(t, tt.token)
			}
			r := newTagReader(t, s, cfg)
			res, err := r.run(t, time.Time{})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("run = %v, want %q", err, tt.want)
			}
			if err != nil && tt.token != "" && strings.Contains(err.Error(), tt.token) {
				t.Errorf("run = %v, which holds the token", err)
			}
			if tt.gap == "" && res.Gap != "" || !strings.Contains(res.Gap, tt.gap) || len(r.sink.Posts) != tt.posts {
				t.Errorf("run = %d posts, gap %q, want %d, %q", len(r.sink.Posts), res.Gap, tt.posts, tt.gap)
			}
			if n := len(s.Requests()); n > 6 {
				t.Errorf("run sent %d requests, want no more than 6", n)
			}
		})
	}
	t.Run("gotosocial without token", func(t *testing.T) {
		server := httptest.NewServer(socialtest.TagServer(fakesocial.GoToSocial, 3))
		defer server.Close()
		r := &tagReader{cfg: &Config{Server: server.URL, Tag: "recap"}, sink: sourcetest.NewSink(), now: sourcetest.Now}
		if _, err := r.run(t, time.Time{}); err == nil || !strings.Contains(err.Error(), "needs a token") {
			t.Errorf("run = %v, want needs a token", err)
		}
	})
}

func TestFoldTag(t *testing.T) {
	for tag, want := range map[string]string{"#Twisted": "twisted", "＃Go言語": "go言語", "Café": "cafe", "ＡＢＣ": "abc",
		"##x": "x", " #Straße ": "straße", "": "", "#": ""} {
		if got := social.FoldTag(tag); got != want {
			t.Errorf("foldTag(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestTootCursorMarks(t *testing.T) {
	var c mastodonCursor
	for n := range 30 * 24 * 4 { // a run each quarter of an hour for 30 days
		now := sourcetest.Now.Add(time.Duration(n) * 15 * time.Minute)
		c.addMark(now, now, now.Format(time.RFC3339))
	}
	now := sourcetest.Now.Add(30*24*time.Hour - 15*time.Minute)
	if len(c.Marks) > 40 {
		t.Errorf("%d marks, want at most 40", len(c.Marks))
	}
	for _, back := range []time.Duration{overlap, deepOverlap} {
		at, err := time.Parse(time.RFC3339, c.mark(now.Add(-back)))
		if err != nil || now.Sub(at) < back || now.Sub(at) > back+25*time.Hour {
			t.Errorf("mark(%s ago) is of %s ago, %v", back, now.Sub(at), err)
		}
	}
	var keys []string
	for _, m := range c.Marks {
		keys = append(keys, m.ID)
	}
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	slices.Reverse(sorted)
	if diff := gocmp.Diff(sorted, keys); diff != "" {
		t.Errorf("marks are not newest first (-want +got):\n%s", diff)
	}
}
