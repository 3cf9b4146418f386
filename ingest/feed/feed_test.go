package feed

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// A fakeFeed is a feed on a server that a test can change.
type fakeFeed struct {
	*httptest.Server
	body     string
	header   http.Header // of answers
	requests []http.Header
}

func newFakeFeed(t *testing.T, body string) *fakeFeed {
	f := &fakeFeed{body: body, header: http.Header{}}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.requests = append(f.requests, r.Header.Clone())
		for k, v := range f.header {
			w.Header()[k] = v
		}
		if tag := f.header.Get("ETag"); tag != "" && r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, f.body)
	}))
	t.Cleanup(f.Close)
	return f
}

// feedOf returns a feed whose items have these ids, with links and titles after them.
func feedOf(ids ...string) string {
	var b strings.Builder
	b.WriteString("<rss version='2.0'><channel><title>t</title>")
	for _, id := range ids {
		page := strings.TrimPrefix(id, "new-")
		fmt.Fprintf(&b, "<item><guid isPermaLink='false'>%s</guid><link>https://example.org/%s</link><title>Title %s</title></item>", id, page, page)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// openFeed returns the source of config with a client that is in no hurry to wait.
func openFeed(t *testing.T, config Config, sink *sourcetest.Sink) source.Source {
	t.Helper()
	client := fetch.New(fetch.Options{Version: "test", Backoff: time.Millisecond, Timeout: time.Second})
	src, err := source.Open(&config, "f", source.Env{HTTP: client, Now: func() time.Time { return sourcetest.Now }, Known: sink.Known})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// pullFeed reads config into sink once.
func pullFeed(t *testing.T, config Config, sink *sourcetest.Sink) source.Result {
	t.Helper()
	res, err := source.Pull(t.Context(), sink, "f", openFeed(t, config, sink), false, nil)
	if err != nil {
		t.Fatalf("Pull() = %v", err)
	}
	return res
}

func TestFeedConditional(t *testing.T) {
	f := newFakeFeed(t, feedOf("a", "b"))
	f.header = http.Header{"Etag": {`W/"odd-gzip"`}, "Last-Modified": {"Tue, 19 Jan 2038 03:14:07 GMT"}}
	config, sink := Config{URL: f.URL, Headers: map[string]string{"X-Token": "s3cret", "User-Agent": "mine"}}, sourcetest.NewSink()
	if res := pullFeed(t, config, sink); res.Added.New != 2 || !res.Complete {
		t.Fatalf("Pull() = %+v, want 2 new posts", res)
	}
	if res := pullFeed(t, config, sink); res.Added.New != 0 || !res.Complete || res.Known != 2 {
		t.Errorf("Pull() of an unchanged feed = %+v, want nothing new and 2 known", res)
	}
	second := f.requests[1]
	for k, want := range map[string]string{"If-None-Match": `W/"odd-gzip"`,
		"If-Modified-Since": "Tue, 19 Jan 2038 03:14:07 GMT", "X-Token": "s3cret", "User-Agent": "mine"} {
		if got := second.Get(k); got != want {
			t.Errorf("second request has %s %q, want %q", k, got, want)
		}
	}
	config.TZ = "Europe/Berlin"
	pullFeed(t, config, sink)
	if got := f.requests[2].Get("If-None-Match"); got != "" {
		t.Errorf("after a change of tz: If-None-Match %q, want none", got)
	}
}

func TestFeedSameBytes(t *testing.T) {
	f := newFakeFeed(t, feedOf("a", "b"))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Added != (store.Added{}) || !res.Complete {
		t.Errorf("Pull() of the same bytes = %+v, want nothing to commit", res)
	}
}

func TestFeedCut(t *testing.T) {
	whole := feedOf("a", "b", "c")
	f := newFakeFeed(t, whole[:strings.Index(whole, "Title c")])
	f.header = http.Header{"Etag": {`"1"`}}
	sink := sourcetest.NewSink()
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Added.New != 2 || !strings.Contains(res.Gap, "2 items were read") {
		t.Errorf("Pull() of a cut feed = %+v, want 2 posts and a gap", res)
	}
	f.body = whole
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Added.New != 1 || res.Gap != "" {
		t.Errorf("Pull() of the whole feed = %+v, want the third post", res)
	}
	if got := f.requests[1].Get("If-None-Match"); got != "" {
		t.Errorf("after a cut feed: If-None-Match %q, want none", got)
	}
}

func TestFeedEdit(t *testing.T) {
	f := newFakeFeed(t, feedOf("a", "b"))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = strings.Replace(f.body, "Title a", "Title a, corrected", 1)
	page, err := openFeed(t, Config{URL: f.URL}, sink).Fetch(t.Context(), sink.At)
	if err != nil || len(page.Posts) != 1 || page.Posts[0].Key != "a" || page.Posts[0].Title != "Title a, corrected" || page.Known != 1 {
		t.Errorf("Fetch() after an edit = %+v, %v, want the edited post alone", page, err)
	}
}

func TestFeedGap(t *testing.T) {
	f := newFakeFeed(t, feedOf("1", "2", "3", "4", "5"))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = feedOf("5", "6", "7", "8", "9")
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Gap != "" || res.Added.New != 4 {
		t.Errorf("Pull() of an overlapping page = %+v, want 4 new posts and no gap", res)
	}
	f.body = feedOf("20", "21", "22", "23", "24")
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Gap == "" || res.Complete {
		t.Errorf("Pull() of a page without a known item = %+v, want a gap", res)
	}
	f.body = feedOf()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = feedOf("24", "25", "26", "27", "28")
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Gap != "" || res.Added.New != 4 {
		t.Errorf("Pull() after the feed was empty for once = %+v, want 4 new posts and no gap", res)
	}
}

func TestFeedNewIDs(t *testing.T) {
	f := newFakeFeed(t, feedOf("1", "2", "3", "4"))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = feedOf("new-2", "new-3", "new-4")
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Added.New != 0 || res.Gap != "" {
		t.Errorf("Pull() of known pages under new ids = %+v, want nothing new", res)
	}
	f.body = feedOf("new-5", "new-4", "new-3")
	if res := pullFeed(t, Config{URL: f.URL}, sink); res.Added.New != 1 || len(sink.Posts) != 5 {
		t.Errorf("Pull() with one more page = %+v and %d posts, want 1 new of 5", res, len(sink.Posts))
	}
	// A feed that always points to one page has new items all the same.
	one := func(id string) string {
		return strings.Replace(feedOf(id), "https://example.org/"+id, "https://example.org/", 1)
	}
	g, sink := newFakeFeed(t, one("1")), sourcetest.NewSink()
	pullFeed(t, Config{URL: g.URL}, sink)
	g.body = one("2")
	if res := pullFeed(t, Config{URL: g.URL}, sink); res.Added.New != 1 {
		t.Errorf("Pull() of a new item with the old link = %+v, want 1 new", res)
	}
}

func TestFeedMaxItems(t *testing.T) {
	f := newFakeFeed(t, feedOf("1", "2", "3"))
	sink := sourcetest.NewSink()
	if res := pullFeed(t, Config{URL: f.URL, MaxItems: 2}, sink); res.Added.New != 2 || !strings.Contains(res.Gap, "3 items") {
		t.Errorf("Pull() with max_items 2 = %+v, want 2 posts and a gap", res)
	}
}

// TestFeedCursor demands that a cursor comes back as it was, also in the form in which it was written once, and that
// nothing else is taken for one.
func TestFeedCursor(t *testing.T) {
	s := &feedSource{config: Config{URL: "https://example.org/rss"}}
	items := feedItems(`[{"k":"a,\"items\":[","l":"1"},{"k":"b","i":"c"}]`)
	for name, c := range map[string]feedCursor{
		"with items": {URL: s.config.URL, ETag: `"x"`, Parser: feedParser, Items: items, Wait: 60,
			Moved: "https://example.net/", Moves: 3, Walk: &feedWalk{URL: "https://example.org/2"}},
		"without items": {URL: s.config.URL, Parser: feedParser, Walked: "2026-01-01T00:00:00Z"},
	} {
		cur, err := c.encode()
		if err != nil {
			t.Fatal(err)
		}
		if got := s.cursor(cur); !json.Valid(cur) || !cmp.Equal(got, c) {
			t.Errorf("%s: cursor(%s) = %+v, want %+v", name, cur, got, c)
		}
	}
	old := store.Cursor(`{"url":"https://example.org/rss","sum":"x","parser":2,"items":` + string(items) +
		`,"wait":60,"moved":"https://example.net/","moves":3,"walk":{"url":"","seen":["x"]}}`)
	if got := s.cursor(old); got.Moved != "https://example.net/" || got.Moves != 3 || len(got.Items.list()) != 2 || got.Items.len() != 2 {
		t.Errorf("cursor(%s) = %+v, want where the feed has moved to and two items", old, got)
	}
	for _, cur := range []string{"", "7", "[]", "null", `{"url":"https://example.org/rss"}`,
		`{"url":"https://example.org/rss","items":7}`, `{"url":"https://example.net","parser":3}`,
		`{"url":"https://example.org/rss","parser":3,"items":[`} {
		if got := s.cursor(store.Cursor(cur)); !cmp.Equal(got, feedCursor{}) {
			t.Errorf("cursor(%s) = %+v, want nothing", cur, got)
		}
	}
}

// TestFeedTimeout demands that a feed's own limit ends the wait for an answer, and nothing else does: the whole read
// may take as long as before.
func TestFeedTimeout(t *testing.T) {
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hangs" {
			<-over
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		w.(http.Flusher).Flush()
		time.Sleep(200 * time.Millisecond) // the answer has begun
		fmt.Fprint(w, feedOf("1", "2"))
	}))
	defer server.Close()
	defer close(over)
	for _, path := range []string{"/slow", "/hangs"} {
		client := fetch.New(fetch.Options{Backoff: time.Millisecond})
		src, err := source.Open(&Config{URL: server.URL + path, Timeout: 100 * time.Millisecond}, "f",
			source.Env{HTTP: client, Now: time.Now, Failing: true})
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sourcetest.NewSink(), "f", src, false, nil)
		if path == "/hangs" && testkit.WebReason(err) != fetch.TimedOut || path == "/slow" && (err != nil || res.Added.New != 2) {
			t.Errorf("Pull(%s) = %d posts, %v", path, res.Added.New, err)
		}
	}
}

func TestFeedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(path, []byte(feedOf("a")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{path, "file://" + path} {
		if res := pullFeed(t, Config{URL: url}, sourcetest.NewSink()); res.Added.New != 1 {
			t.Errorf("Pull(%s) = %+v, want 1 post", url, res)
		}
	}
	sink := sourcetest.NewSink()
	_, err := source.Pull(t.Context(), sink, "f", openFeed(t, Config{URL: path + ".none"}, sink), false, nil)
	if err == nil || !strings.Contains(err.Error(), "source f: open") {
		t.Errorf("Pull() of no file = %v, want an error that names source and file", err)
	}
}

func TestFeedOpenErrors(t *testing.T) {
	for want, feed := range map[string]Config{
		"url: is missing":         {},
		`url: scheme "ftp"`:       {URL: "ftp://example.org/feed"},
		`tz: "Mars/Olympus"`:      {URL: "https://example.org", TZ: "Mars/Olympus"},
		"max_items: -1":           {URL: "https://example.org", MaxItems: -1},
		"timeout: 1m1s":           {URL: "https://example.org", Timeout: 61 * time.Second},
		"timeout: -1s":            {URL: "https://example.org", Timeout: -time.Second},
		`headers: "X Y" is no he`: {URL: "https://example.org", Headers: map[string]string{"X Y": "1"}},
		`headers: "X" is no head`: {URL: "https://example.org", Headers: map[string]string{"X": "1\r\nY: 2"}},
	} {
		if _, err := source.Open(&feed, "f", source.Env{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%+v) = %v, want %q", feed, err, want)
		}
	}
}
