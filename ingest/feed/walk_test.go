package feed

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A pagedFeed is a feed in several documents, each with the path of the one that continues it.
type pagedFeed struct {
	mu     sync.Mutex
	pages  map[string]string // path to body
	broken map[string]int    // path to status
	asked  []string
}

func (f *pagedFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r.URL.Path)
	if status := f.broken[r.URL.Path]; status != 0 {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(status)
		return
	}
	fmt.Fprint(w, f.pages[r.URL.Path])
}

// atomPage returns a document with a link to an older one and an entry for each day of November 2026.
func atomPage(rel, older string, days ...int) string {
	var b strings.Builder
	b.WriteString("<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link rel='self' href='/here'/>")
	if older != "" {
		fmt.Fprintf(&b, "<link rel='%s' href='%s'/>", rel, older)
	}
	for _, day := range days {
		fmt.Fprintf(&b, "<entry><id>d%02d</id><title>Day %d</title><updated>2026-11-%02dT12:00:00Z</updated></entry>", day, day, day)
	}
	b.WriteString("</feed>")
	return b.String()
}

func TestFeedOlderPages(t *testing.T) {
	rss := "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>t</title><atom:link rel='next' href='/2'/>" +
		"<item><guid>r1</guid><title>One</title></item></channel></rss>"
	json := `{"version":"https://jsonfeed.org/version/1.1","title":"t","next_url":"/2","items":[{"id":"j1","content_text":"One"}]}`
	for _, tt := range []struct {
		name  string
		pages map[string]string
		keys  []string
		asked []string
	}{
		{"archives", map[string]string{"/": atomPage("prev-archive", "/2", 9), "/2": atomPage("prev-archive", "/3", 8),
			"/3": atomPage("next-archive", "/2", 7)},
			[]string{"d07", "d08", "d09"}, []string{"/", "/2", "/3", "/"}},
		{"pages", map[string]string{"/": atomPage("next", "/2", 9), "/2": atomPage("previous", "/", 8)},
			[]string{"d08", "d09"}, []string{"/", "/2", "/"}},
		{"RSS", map[string]string{"/": rss, "/2": atomPage("", "", 8)}, []string{"d08", "r1"}, []string{"/", "/2", "/"}},
		{"JSON Feed", map[string]string{"/": json, "/2": atomPage("", "", 8)}, []string{"d08", "j1"}, []string{"/", "/2", "/"}},
		{"a loop", map[string]string{"/": atomPage("next", "/2", 9), "/2": atomPage("next", "/3", 8), "/3": atomPage("next", "/2", 7)},
			[]string{"d07", "d08", "d09"}, []string{"/", "/2", "/3", "/"}},
		{"its own next page", map[string]string{"/": atomPage("next", "/", 9)}, []string{"d09"}, []string{"/"}},
		{"no web address", map[string]string{"/": atomPage("next", "file:///etc/passwd", 9)}, []string{"d09"}, []string{"/"}},
		{"complete", map[string]string{"/": strings.Replace(atomPage("next", "/2", 9), "<title>",
			"<fh:complete xmlns:fh='http://purl.org/syndication/history/1.0'/><title>", 1)},
			[]string{"d09"}, []string{"/"}},
	} {
		f := &pagedFeed{pages: tt.pages}
		s := testkit.WebServer(t, f.ServeHTTP)
		sink := sourcetest.NewSink()
		res := pullFeed(t, Config{URL: s.URL + "/"}, sink)
		if diff := gocmp.Diff(tt.keys, testkit.KeysOf(sink)); diff != "" || !res.Complete {
			t.Errorf("%s: Pull() = %+v, posts (-want +got):\n%s", tt.name, res, diff)
		}
		if diff := gocmp.Diff(tt.asked, f.asked); diff != "" {
			t.Errorf("%s: pages asked for (-want +got):\n%s", tt.name, diff)
		}
		before := len(f.asked)
		if res := pullFeed(t, Config{URL: s.URL + "/"}, sink); res.Added.New != 0 || !res.Complete || len(f.asked) != before+1 {
			t.Errorf("%s: second Pull() = %+v with pages %q, want nothing new from the feed alone", tt.name, res, f.asked[before:])
		}
	}
}

func TestFeedOlderPagesHaveLimits(t *testing.T) {
	f := &pagedFeed{pages: map[string]string{"/": atomPage("next", "/1", 9)}}
	for i := range 2 * walkFirst {
		f.pages[fmt.Sprintf("/%d", i+1)] = strings.Replace(atomPage("next", fmt.Sprintf("/%d", i+2), 8), "<id>d", fmt.Sprintf("<id>%d-d", i), 1)
	}
	s := testkit.WebServer(t, f.ServeHTTP)
	sink := sourcetest.NewSink()
	if res := pullFeed(t, Config{URL: s.URL + "/"}, sink); len(f.asked) != walkFirst+2 || len(sink.Posts) != walkFirst+1 || !res.Complete {
		t.Errorf("Pull() of a feed without end = %+v, %d posts from %d pages, want those of %d older pages", res,
			len(sink.Posts), len(f.asked), walkFirst)
	}
}

func TestFeedOlderPagesFillGaps(t *testing.T) {
	f := &pagedFeed{pages: map[string]string{"/": atomPage("next", "/2", 5, 4, 3, 2, 1)}}
	f.pages["/2"] = atomPage("", "")
	s := testkit.WebServer(t, f.ServeHTTP)
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: s.URL + "/"}, sink)
	f.pages = map[string]string{"/": atomPage("next", "/2", 16, 15, 14, 13, 12),
		"/2": atomPage("next", "/3", 11, 10, 9, 8, 7), "/3": atomPage("next", "/4", 6, 5, 4, 3, 2)}
	if res := pullFeed(t, Config{URL: s.URL + "/"}, sink); res.Added.New != 11 || res.Gap != "" || !res.Complete {
		t.Errorf("Pull() of a feed that scrolled two pages = %+v, want 11 new and no gap", res)
	}
	f.pages = map[string]string{"/": atomPage("next", "/2", 30, 29, 28, 27, 26), "/2": atomPage("", "", 25, 24)}
	if res := pullFeed(t, Config{URL: s.URL + "/"}, sink); res.Added.New != 7 ||
		!strings.Contains(res.Gap, "older ones may have been missed") {
		t.Errorf("Pull() of a feed whose pages end before a known item = %+v, want 7 new and a gap", res)
	}
	f.pages, f.broken = map[string]string{"/": atomPage("next", "/2", 23, 22, 21, 20, 19)}, map[string]int{"/2": http.StatusNotFound}
	if res := pullFeed(t, Config{URL: s.URL + "/"}, sink); res.Added.New != 5 || !strings.Contains(res.Gap, "cannot be read") {
		t.Errorf("Pull() of a feed whose second page is missing = %+v, want 5 new and a gap", res)
	}
}

// TestFeedWalkGoesOn checks that a walk which a rate limit ended goes on where it was, and then reads the feed itself.
func TestFeedWalkGoesOn(t *testing.T) {
	f := &pagedFeed{pages: map[string]string{"/": atomPage("next", "/2", 9), "/2": atomPage("next", "/3", 8), "/3": atomPage("", "", 7)},
		broken: map[string]int{"/3": http.StatusTooManyRequests}}
	s := testkit.WebServer(t, f.ServeHTTP)
	sink := sourcetest.NewSink()
	if _, err := source.Pull(t.Context(), sink, "f", openFeed(t, Config{URL: s.URL + "/"}, sink), false,
		nil); testkit.WebReason(err) != fetch.RateLimited {
		t.Fatalf("Pull() = %v, want a rate limit", err)
	}
	f.broken, f.asked = nil, nil
	f.pages["/"] = atomPage("next", "/2", 10, 9)
	pullFeed(t, Config{URL: s.URL + "/"}, sink)
	if diff := gocmp.Diff([]string{"d07", "d08", "d09", "d10"}, testkit.KeysOf(sink)); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"/3", "/"}, f.asked); diff != "" {
		t.Errorf("pages asked for (-want +got):\n%s", diff)
	}
}

func TestFeedSince(t *testing.T) {
	f := &pagedFeed{pages: map[string]string{"/": atomPage("next", "/2", 19, 18), "/2": atomPage("next", "/3", 17, 16),
		"/3": atomPage("next", "/4", 15, 14), "/4": atomPage("", "", 13)}}
	s := testkit.WebServer(t, f.ServeHTTP)
	sink := sourcetest.NewSink()
	open := func(since time.Time) source.Source {
		env := source.Env{HTTP: testkit.WebClient(), Now: func() time.Time { return sourcetest.Now }, Known: sink.Known, Since: since}
		src, err := source.Open(&Config{URL: s.URL + "/"}, "f", env)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	since := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	for _, want := range [][]string{{"/", "/2", "/3", "/"}, {"/"}} {
		f.asked = nil
		if _, err := source.Pull(t.Context(), sink, "f", open(since), false, nil); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(want, f.asked); diff != "" {
			t.Errorf("pages asked for back to %s (-want +got):\n%s", since, diff)
		}
	}
	f.asked = nil
	if _, err := source.Pull(t.Context(), sink, "f", open(since.AddDate(-1, 0, 0)), true, nil); err != nil ||
		len(sink.Posts) != 7 || len(f.asked) != 5 {
		t.Errorf("Pull() back to the year before = %v, %d posts from %q, want all 7", err, len(sink.Posts), f.asked)
	}
}

// TestFeedWalkEndsUnchanged demands that a walk through older pages is over also where the feed has not changed
// meanwhile, so that another one can begin.
func TestFeedWalkEndsUnchanged(t *testing.T) {
	pages := &pagedFeed{pages: map[string]string{"/": atomPage("prev-archive", "/2", 9), "/2": atomPage("", "", 8)}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"`+r.URL.Path+`"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	defer server.Close()
	sink := sourcetest.NewSink()
	for range 2 {
		if _, err := source.Pull(t.Context(), sink, "f", openFeed(t, Config{URL: server.URL}, sink), false, nil); err != nil {
			t.Fatalf("Pull() = %v", err)
		}
		if strings.Contains(string(sink.At), `"walk"`) {
			t.Errorf("after Pull() the cursor is %s, want no walk in it", sink.At)
		}
	}
	if got := testkit.KeysOf(sink); !slices.Equal(got, []string{"d08", "d09"}) {
		t.Errorf("Pull() stored %q, want both pages", got)
	}
}
