// Package socialtest tests the kinds that read social networks against fake servers that misbehave, by themselves or by
// a script.
package socialtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// A Reader reads a fake server of any profile run by run, as cron does.
type Reader struct {
	server  *fakesocial.Server
	Kind    source.Kind
	Sink    *sourcetest.Sink
	Budget  *testkit.Budget
	timeout time.Duration // of one attempt
	mu      sync.Mutex
	now     time.Time
}

// A KindOf returns the configuration that reads the fake server s at base.
type KindOf func(t *testing.T, s *fakesocial.Server, base string) source.Kind

// Clock returns the time, which goes on by a millisecond each time that somebody looks.
func (r *Reader) Clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(time.Millisecond)
	return r.now
}

// Pass lets time go by.
func (r *Reader) Pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// Run is one run, after which a quarter of an hour goes by.
func (r *Reader) Run(t *testing.T) (source.Result, error) { return r.RunSince(t, time.Time{}) }

// RunSince is one run that goes back to since.
func (r *Reader) RunSince(t *testing.T, since time.Time) (source.Result, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	now := r.Clock()
	clock := func() time.Time { return now }
	client := fetch.New(fetch.Options{Version: "test", Timeout: r.timeout, Backoff: time.Millisecond, Now: clock})
	src, err := source.Open(r.Kind, "tag", source.Env{HTTP: client, Now: clock, Since: since, Budget: r.Budget})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	res, err := source.Pull(ctx, r.Sink, "tag", src, false, nil)
	r.Pass(15 * time.Minute)
	return res, err
}

// key returns the key under which a status is stored.
func (r *Reader) key(st fakesocial.Status) string {
	if r.server.Profile == fakesocial.XV2 {
		name, _, _ := strings.Cut(st.Author, "@")
		return "https://twitter.com/" + name + "/status/" + st.ID
	}
	return st.URI()
}

// Missing returns the listed statuses that are not stored.
func (r *Reader) Missing() []string {
	var missing []string
	for _, st := range r.server.Statuses() {
		if _, ok := r.Sink.Posts[store.Copy{Key: r.key(st)}]; !ok && (st.Visibility == "" || st.Visibility == "public") {
			missing = append(missing, r.key(st))
		}
	}
	return missing
}

// SocialServer returns a server with n statuses, one in two hours before sourcetest.Now, of which a page has at most
// ten.
func SocialServer(profile fakesocial.Profile, n int) *fakesocial.Server {
	s := &fakesocial.Server{Profile: profile, Token: "sesame", Rows: 10}
	for i := range n {
		s.Add(SocialStatus(profile, i, sourcetest.Now.Add(-time.Duration(n-i)*2*time.Hour)))
	}
	return s
}

// SocialStatus returns a plain status with the hashtag recap, in the form of that server.
func SocialStatus(profile fakesocial.Profile, n int, created time.Time) fakesocial.Status {
	st := TagStatus(n, created)
	if profile == fakesocial.Friendica || profile == fakesocial.XV2 {
		st.Content = fmt.Sprintf("Note %d about #recap", n)
	}
	return st
}

// SocialFaults are the faults that every server may have. limited is the answer of a server that wants to be left
// alone, in its own form.
func SocialFaults(profile fakesocial.Profile) map[string]fakesocial.Fault {
	iso := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
	limit := func(headers ...string) fakesocial.Fault {
		f := fakesocial.Fault{Kind: fakesocial.Answer, Status: http.StatusTooManyRequests, Header: map[string]string{}}
		for i := 0; i < len(headers); i += 2 {
			f.Header[headers[i]] = headers[i+1]
		}
		return f
	}
	say := func(status int, typ, body string) fakesocial.Fault {
		return fakesocial.Fault{Kind: fakesocial.Answer, Status: status, Header: map[string]string{"Content-Type": typ}, Body: body}
	}
	late := SocialStatus(profile, 8000, sourcetest.Now.Add(-9*time.Hour))
	if profile == fakesocial.XV2 { // its ids are in order of writing, and search leaves out what is younger than its index
		late = SocialStatus(profile, 8000, time.Time{})
	}
	skewed := time.Now().Add(72 * time.Hour)
	return map[string]fakesocial.Fault{
		"429 unix":         limit("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", fmt.Sprint(time.Now().Add(time.Hour).Unix())),
		"429 ISO":          limit("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", iso(time.Now().Add(time.Hour))),
		"429 skewed clock": limit("Date", skewed.UTC().Format(http.TimeFormat), "X-RateLimit-Reset", fmt.Sprint(skewed.Add(time.Hour).Unix())),
		"429 bare":         limit(),
		"500":              say(500, "text/plain", "oops"),
		"502 empty":        say(502, "", ""),
		"503 HTML":         say(503, "text/html", "<!doctype html><title>Down</title>"),
		"200 HTML":         say(200, "text/html", "<!doctype html><title>Hold on</title>"),
		"200 empty":        say(200, "application/json", ""),
		"200 cut JSON":     say(200, "application/json", `[{"id":`),
		"200 object":       say(200, "application/json", `{"error":"later"}`),
		"401":              say(401, "application/json", `{"error":"The access token expired"}`),
		"404":              say(404, "application/json", `{"error":"Not Found"}`),
		"cut body":         {Kind: fakesocial.Cut},
		"silence":          {Kind: fakesocial.Silence},
		"drip":             {Kind: fakesocial.Drip},
		"flood":            {Kind: fakesocial.Flood},
		"short page":       {Kind: fakesocial.ShortPage, Rows: 3},
		"empty page":       {Kind: fakesocial.EmptyPage},
		"empty, linked":    {Kind: fakesocial.EmptyNext},
		"loop":             {Kind: fakesocial.Loop},
		"reordered":        {Kind: fakesocial.Reordered},
		"row twice":        {Kind: fakesocial.Twice},
		"row again":        {Kind: fakesocial.Again},
		"broken item":      {Kind: fakesocial.Broken},
		"nulls":            {Kind: fakesocial.Nulls},
		"arrives":          {Kind: fakesocial.Arrive, Post: SocialStatus(profile, 8001, time.Time{})},
		"arrives late":     {Kind: fakesocial.Arrive, Post: late},
		"edit":             {Kind: fakesocial.Edit, Body: "Said better: #recap"},
		"delete":           {Kind: fakesocial.Delete},
		"opts out":         {Kind: fakesocial.OptOut, Body: "user3@elsewhere.example.net"},
	}
}

// Slow are the faults that cost a reader its patience.
var Slow = []string{"silence", "drip", "flood"}

// TestFaults has each server misbehave in each way at each of the first requests. Whatever a run says, nothing is
// missing after two good ones, and none that says that it was complete has missed anything.
func TestFaults(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
	for _, profile := range profiles {
		for name, fault := range SocialFaults(profile) {
			requests := []int{1, 2, 4, 7}
			if slices.Contains(Slow, name) || profile == fakesocial.GoToSocial {
				requests = []int{2}
			}
			for _, request := range requests {
				t.Run(fmt.Sprintf("%s/%s/%d", profile, name, request), func(t *testing.T) {
					t.Parallel()
					s := SocialServer(profile, 28)
					fault := fault
					fault.Request = request
					s.SetFaults(fault)
					r := NewReader(t, s, kind)
					if slices.Contains(Slow, name) {
						r.timeout = 200 * time.Millisecond
					}
					for n := range 4 {
						if n == 1 {
							s.Add(SocialStatus(profile, 5000, r.Clock()), SocialStatus(profile, 5001, r.Clock()))
						}
						if n == 2 {
							s.SetFaults()
							r.timeout = 10 * time.Second
						}
						res, err := r.Run(t)
						if err != nil && n > 2 {
							t.Errorf("run %d = %v, want no error", n+1, err)
						}
						if m := r.Missing(); err == nil && res.Gap == "" && len(m) > 0 && !strings.HasPrefix(name, "arrives") && !healing(name) {
							t.Errorf("run %d says that it is complete and misses %q", n+1, m)
						}
					}
					if m := r.Missing(); len(m) > 0 {
						t.Errorf("missing %q after good runs; cursor %s\n%s", m, r.Sink.At, strings.Join(s.Requests(), "\n"))
					}
				})
			}
		}
	}
}

// healing reports whether a fault is a lie that no reader can see through at once: a page that pretends to be the end
// is found out in the next run.
func healing(fault string) bool {
	return fault == "empty page" || fault == "empty, linked" || fault == "loop" || fault == "delete"
}

// TestScripts plays random scripts of faults with a store that fails now and then. After runs without faults the store
// holds every status that is still there exactly once, or a run has said that some may be missing.
func TestScripts(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
	for _, profile := range profiles {
		for seed := range uint64(20) {
			t.Run(fmt.Sprintf("%s/%d", profile, seed), func(t *testing.T) {
				t.Parallel()
				playScript(t, kind, profile, rand.New(rand.NewPCG(seed, 5)))
			})
		}
	}
}

// playScript is one random script.
func playScript(t *testing.T, kind KindOf, profile fakesocial.Profile, rng *rand.Rand) {
	faults := SocialFaults(profile)
	var names []string
	for name := range faults {
		if !slices.Contains(Slow, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	s := SocialServer(profile, 5+rng.IntN(50))
	r := NewReader(t, s, kind)
	var script []fakesocial.Fault
	var told []string
	for range 1 + rng.IntN(8) {
		name := names[rng.IntN(len(names))]
		f := faults[name]
		f.Request = 1 + rng.IntN(25)
		f.Post.Author = fmt.Sprintf("visitor%d@elsewhere.example.net", len(script))
		script = append(script, f)
		told = append(told, fmt.Sprintf("%d: %s", f.Request, name))
	}
	s.SetFaults(script...)
	gaps := ""
	for n := range 9 {
		s.Add(SocialStatus(profile, 5000+n, r.Clock()))
		r.Sink.Failing = rng.IntN(3) == 0
		if n >= 5 {
			s.SetFaults()
			r.Sink.Failing = false
		}
		res, err := r.Run(t)
		if n >= 5 {
			gaps += res.Gap
		}
		var fault *fetch.Error
		if err != nil && (n >= 6 || !errors.Is(err, sourcetest.ErrCommit) && !errors.As(err, &fault)) {
			t.Errorf("run %d = %v", n+1, err)
		}
	}
	if m := r.Missing(); len(m) > 0 && gaps == "" {
		t.Errorf("missing %q and no gap was told; script %q; cursor %s\n%s", m, told, r.Sink.At, strings.Join(s.Requests(), "\n"))
	}
	if n := len(s.Requests()); n > 150 {
		t.Errorf("%d requests, want at most 150", n)
	}
}

// TestKilled has the store fail every other commit, which is what a kill after each page leaves behind.
func TestKilled(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
	for _, profile := range profiles {
		t.Run(string(profile), func(t *testing.T) {
			t.Parallel()
			s := SocialServer(profile, 65)
			r := NewReader(t, s, kind)
			r.Sink.Failing = true
			for n := range 60 {
				res, err := r.Run(t)
				r.Pass(-14 * time.Minute)
				if err == nil && res.Complete {
					break
				}
				if !errors.Is(err, sourcetest.ErrCommit) || n == 59 {
					t.Fatalf("run %d = %+v, %v", n+1, res, err)
				}
			}
			if m := r.Missing(); len(m) > 0 || len(r.Sink.Posts) != 65 {
				t.Errorf("stored %d posts, missing %q, want all 65", len(r.Sink.Posts), m)
			}
		})
	}
}

// TestRefusals wants a refusal to be told with its remedy, and not to be met by asking again.
func TestRefusals(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
	remedy := map[fakesocial.Profile]string{
		fakesocial.Mastodon: "a token", fakesocial.GoToSocial: "token refused",
		fakesocial.Friendica: "set user and password_file", fakesocial.XV2: "make a new bearer token",
	}
	for _, profile := range profiles {
		for _, status := range []int{401, 403, 404, 410} {
			t.Run(fmt.Sprintf("%s/%d", profile, status), func(t *testing.T) {
				s := SocialServer(profile, 5)
				var faults []fakesocial.Fault
				for n := range 20 {
					faults = append(faults, fakesocial.Fault{Request: n + 1, Kind: fakesocial.Answer, Status: status, Body: `{"error":"no"}`})
				}
				s.SetFaults(faults...)
				r := NewReader(t, s, kind)
				_, err := r.Run(t)
				var fault *fetch.Error
				if !errors.As(err, &fault) || fault.Status != status {
					t.Fatalf("run = %v, want a FetchError with status %d", err, status)
				}
				if status == 401 && !strings.Contains(err.Error(), remedy[profile]) {
					t.Errorf("run = %v, want the remedy %q", err, remedy[profile])
				}
				if strings.Contains(err.Error(), "sesame") || strings.Contains(err.Error(), "api.twitter.com") {
					t.Errorf("run = %v, which tells what it must not", err)
				}
				if n := len(s.Requests()); n > 3 { // Mastodon is asked who may read, and whether its own statuses are open
					t.Errorf("%d requests, want no more than 3: %q", n, s.Requests())
				}
			})
		}
	}
}

// NewReader returns a reader of s.
func NewReader(t *testing.T, s *fakesocial.Server, kind KindOf) *Reader {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	r := &Reader{server: s, Sink: sourcetest.NewSink(), Budget: &testkit.Budget{}, timeout: 10 * time.Second, now: sourcetest.Now}
	s.Now = r.Clock
	r.Kind = kind(t, s, server.URL)
	return r
}
