package feed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/source/sourcetest"
)

func TestFeedWait(t *testing.T) {
	const minute = time.Minute
	channel := func(more string) string {
		return "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>t</title>" +
			more + "<item><guid>1</guid></item></channel></rss>"
	}
	sy := func(period, frequency string) string {
		return channel("<sy:updatePeriod>" + period + "</sy:updatePeriod><sy:updateFrequency>" + frequency + "</sy:updateFrequency>")
	}
	for _, tt := range []struct {
		name   string
		body   string
		header map[string]string
		want   time.Duration
	}{
		{"nothing", channel(""), nil, 0},
		{"ttl", channel("<ttl> 90 </ttl>"), nil, 90 * minute},
		{"ttl that is no number", channel("<ttl>soon</ttl>"), nil, 0},
		{"hourly", sy("hourly", "1"), nil, 60 * minute},
		{"twice daily is bounded", sy("Daily", "2"), nil, feedLongestWait},
		{"eight times daily", sy("daily", "8"), nil, 180 * minute},
		{"yearly is bounded", sy("yearly", ""), nil, feedLongestWait},
		{"frequency 0", sy("hourly", "0"), nil, 60 * minute},
		{"max-age", channel(""), map[string]string{"Cache-Control": "public, max-age=1800"}, 30 * minute},
		{"max-age less age", channel(""), map[string]string{"Cache-Control": "max-age=1800", "Age": "600"}, 20 * minute},
		{"older than max-age", channel(""), map[string]string{"Cache-Control": "max-age=60", "Age": "600"}, 0},
		{"no-cache", channel(""), map[string]string{"Cache-Control": "no-cache, max-age=1800"}, 0},
		{"max-age before Expires", channel(""),
			map[string]string{"Cache-Control": "max-age=600", "Expires": "Fri, 20 Nov 2026 13:00:00 GMT"}, 10 * minute},
		{"Expires", channel(""), map[string]string{"Expires": "Fri, 20 Nov 2026 12:45:00 GMT",
			"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}, 45 * minute},
		{"Expires at once", channel(""), map[string]string{"Expires": "0"}, 0},
		{"the longest", channel("<ttl>15</ttl>"), map[string]string{"Cache-Control": "max-age=3600"}, 60 * minute},
	} {
		f := newFakeFeed(t, tt.body)
		f.header.Set("ETag", `"1"`)
		for k, v := range tt.header {
			f.header.Set(k, v)
		}
		sink := sourcetest.NewSink()
		for _, read := range []string{"first", "unchanged"} {
			if res := pullFeed(t, Config{URL: f.URL}, sink); res.Wait != tt.want {
				t.Errorf("%s: %s Pull() waits %v, want %v", tt.name, read, res.Wait, tt.want)
			}
		}
	}
}

// TestFeedMoved checks that a permanent redirect is followed, after three reads remembered, and forgotten when its
// target is gone.
func TestFeedMoved(t *testing.T) {
	var asked []string
	gone, status := false, http.StatusMovedPermanently
	s := testkit.WebServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		switch {
		case r.URL.Path == "/old" && !gone:
			http.Redirect(w, r, "/new", status)
		case r.URL.Path == "/new" && gone:
			w.WriteHeader(http.StatusGone)
		default:
			w.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Write([]byte(feedOf("a")))
		}
	})
	sink := sourcetest.NewSink()
	pull := func(wantMoved string, want ...string) {
		t.Helper()
		asked = nil
		res := pullFeed(t, Config{URL: s.URL + "/old"}, sink)
		if diff := gocmp.Diff(want, asked); diff != "" || strings.TrimPrefix(res.Moved, s.URL) != wantMoved || len(sink.Posts) != 1 {
			t.Errorf("Pull() = moved to %q, want %q; requests (-want +got):\n%s", res.Moved, wantMoved, diff)
		}
	}
	pull("", "/old", "/new")
	pull("", "/old", "/new")
	pull("/new", "/old", "/new")
	pull("/new", "/new")
	pull("/new", "/new")
	gone = true
	pull("", "/new", "/old")
	pull("", "/old")
	gone, status = false, http.StatusFound
	for range feedMoves + 1 {
		pull("", "/old", "/new")
	}
}

func TestFeedFirstRead(t *testing.T) {
	dated := "<item><guid>d</guid><title>d</title><pubDate>Thu, 19 Nov 2026 12:00:00 GMT</pubDate></item></channel>"
	f := newFakeFeed(t, strings.Replace(feedOf("a", "b"), "</channel>", dated, 1))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = strings.Replace(feedOf("c", "a", "b"), "</channel>", dated, 1)
	pullFeed(t, Config{URL: f.URL}, sink)
	got := map[string]time.Time{}
	for _, p := range sink.Posts {
		got[p.Key] = p.Published
	}
	old := sourcetest.Now.Add(-feedBacklog)
	want := map[string]time.Time{"a": old, "b": old, "c": sourcetest.Now, "d": time.Date(2026, 11, 19, 12, 0, 0, 0, time.UTC)}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("times of posts, of which only c came after the first read (-want +got):\n%s", diff)
	}
	// A feed that was empty at first has no old items.
	f.body, sink = feedOf(), sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = feedOf("a")
	pullFeed(t, Config{URL: f.URL}, sink)
	if p := sink.List()[0]; !p.Published.Equal(sourcetest.Now) {
		t.Errorf("the first item of a feed that was empty is of %v, want the time of reading", p.Published)
	}
}

func TestFeedEnclosures(t *testing.T) {
	f := newFakeFeed(t, `<rss version="2.0"><channel><title>Talks</title>
		<item><guid isPermaLink="false">1</guid><title>One</title><link>https://example.org/1</link><description>Notes at https://example.org/notes and more.</description>
			<enclosure url="https://media.example.org/1.mp3" length="1" type="audio/mpeg"/></item>
		<item><guid isPermaLink="false">2</guid><title>Two</title><enclosure url="/2.mp3" length="1" type="audio/mpeg"/></item>
		<item><guid isPermaLink="false">3</guid><title>Three</title><enclosure url="javascript:alert(1)" length="1" type="audio/mpeg"/></item>
		</channel></rss>`)
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	posts := sink.List()
	if got, want := posts[0].Links, []string{"https://example.org/notes",
		"https://media.example.org/1.mp3"}; !slices.Equal(got, want) || posts[0].URL != "https://example.org/1" {
		t.Errorf("links %q at %q, want %q", got, posts[0].URL, want)
	}
	if got, want := posts[1].URL, f.URL+"/2.mp3"; got != want {
		t.Errorf("an episode without a page has URL %q, want %q", got, want)
	}
	if len(posts[2].Links) != 0 || posts[2].URL != "" {
		t.Errorf("links %q at %q of an enclosure that is no web address, want none", posts[2].Links, posts[2].URL)
	}
}
