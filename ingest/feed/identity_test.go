package feed

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"recap/ingest/internal/testkit"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestFeedIdentity reads a feed twice, the second time as it is after a site has moved: its items stay the posts that
// they are.
func TestFeedIdentity(t *testing.T) {
	rss := func(items string) string {
		return `<rss version="2.0"><channel><title>Lock</title><link>https://lock.example/</link>` + items + `</channel></rss>`
	}
	atom := func(entries string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Lock</title>` + entries + `</feed>`
	}
	item := func(guid, link string) string {
		s := "<item><title>Gate</title><description>The gate opens at six.</description>"
		if guid != "" {
			s += "<guid>" + guid + "</guid>"
		}
		return s + "<link>" + link + "</link></item>"
	}
	both := func(s string) string {
		return s + strings.NewReplacer("Gate", "Weir", "gate", "weir", "=7", "=8").Replace(s)
	}
	three := func(s string) string {
		return both(s) + strings.NewReplacer("Gate", "Mole", "gate", "mole", "=7", "=9").Replace(s)
	}
	tests := []struct {
		name, before, after string
		want                int
	}{
		{"ids move to https", rss(both(item("http://lock.example/?p=7", "http://lock.example/gate"))),
			rss(both(item("https://lock.example/?p=7", "https://lock.example/gate"))), 2},
		{"and back", rss(item("https://lock.example/?p=7", "https://lock.example/gate")),
			rss(item("http://lock.example/?p=7", "http://lock.example/gate")), 1},
		{"links without ids move to https", rss(both(item("", "http://lock.example/gate"))), rss(both(item("", "https://lock.example/gate"))), 2},
		{"ids lose their www", rss(item("http://www.lock.example/?p=7", "http://www.lock.example/gate")),
			rss(item("https://lock.example/?p=7", "https://lock.example/gate")), 1},
		{"ids get a slash", rss(item("https://lock.example/gate", "https://lock.example/gate")),
			rss(item("https://lock.example/gate/", "https://lock.example/gate/")), 1},
		{"only the links move", rss(item("gate-7", "http://lock.example/gate")), rss(item("gate-7", "https://new.example/gate")), 1},
		{"Atom ids move to https", atom(`<entry><id>http://lock.example/7</id><title>Gate</title></entry>`),
			atom(`<entry><id>https://lock.example/7</id><title>Gate</title></entry>`), 1},
		{"Atom tags stay", atom(`<entry><id>tag:lock.example,2026:7</id><title>Gate</title><link href="http://lock.example/7"/></entry>`), atom(`<entry><id>tag:lock.example,2026:7</id><title>Gate</title><link href="https://weir.example/7"/></entry>`), 1},
		{"all ids are new, the pages are not", rss(three(item("http://lock.example/?p=7", "https://lock.example/gate"))),
			rss(three(item("tag:lock.example,2026:p=7", "https://lock.example/gate"))), 3},
		{"JSON ids move to https", `{"version":"https://jsonfeed.org/version/1.1","title":"Lock","items":[{"id":"http://lock.example/7","content_text":"The gate opens."}]}`,
			`{"version":"https://jsonfeed.org/version/1.1","title":"Lock","items":[{"id":"https://lock.example/7","content_text":"The gate opens."}]}`, 1},
		{"RSS becomes Atom, ids stay", rss(item("https://lock.example/?p=7", "https://lock.example/gate")),
			atom(`<entry><id>http://lock.example/?p=7</id><title>Gate</title><link href="https://lock.example/gate"/></entry>`), 1},
		{"another item of the same page", rss(item("https://lock.example/?p=7", "https://lock.example/gate")),
			rss(item("https://lock.example/?p=7", "https://lock.example/gate") +
				strings.ReplaceAll(item("https://lock.example/?p=9", "https://lock.example/gate#closed"), "Gate", "Closed")), 2},
		{"a like address", rss(item("https://lock.example/?p=7", "https://lock.example/7")),
			rss(item("https://lock.example/?p=7", "https://lock.example/7") +
				strings.ReplaceAll(item("http://lock.example/?p=70", "http://lock.example/70"), "Gate", "Seventy")), 2},
	}
	for _, tt := range tests {
		f := newFakeFeed(t, tt.before)
		sink := sourcetest.NewSink()
		pullFeed(t, Config{URL: f.URL}, sink)
		before := testkit.KeysOf(sink)
		f.body = tt.after
		pullFeed(t, Config{URL: f.URL}, sink)
		after := testkit.KeysOf(sink)
		for _, key := range before {
			if !slices.Contains(after, key) {
				t.Errorf("%s: the key %s is gone", tt.name, key)
			}
		}
		if len(after) != tt.want {
			t.Errorf("%s: %q, want %d posts", tt.name, after, tt.want)
		}
	}
}

// TestFeedRedirects reads a feed that leads elsewhere, in each way, after it was read where it stood: nothing is new
// there.
func TestFeedRedirects(t *testing.T) {
	const body = `<rss version="2.0"><channel><title>Lock</title><item><title>Gate</title><guid>http://lock.example/?p=7</guid></item></channel></rss>`
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		moved := false
		mux := http.NewServeMux()
		mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
			if moved {
				http.Redirect(w, r, "/news/feed.xml", status)
				return
			}
			w.Write([]byte(body))
		})
		mux.HandleFunc("/news/feed.xml", func(w http.ResponseWriter, _ *http.Request) {
			w.Write([]byte(strings.Replace(body, "http:", "https:", 1)))
		})
		server := httptest.NewServer(mux)
		sink := sourcetest.NewSink()
		for range 3 {
			pullFeed(t, Config{URL: server.URL + "/feed"}, sink)
			moved = true
		}
		if got := testkit.KeysOf(sink); len(got) != 1 {
			t.Errorf("%d: %q, want one post", status, got)
		}
		server.Close()
	}
}

// TestFeedSharedIDs reads feeds of which several items bear one id: each stays a post of its own, with the words that
// it had, whatever else is on the page.
func TestFeedSharedIDs(t *testing.T) {
	item := func(guid, page, day string) string {
		return `<item><title>The ` + page + `</title><guid isPermaLink="false">` + guid + `</guid><link>https://lock.example/` + page +
			`</link><pubDate>` + day + ` Nov 2026 10:00:00 +0000</pubDate><description>About the ` + page + `.</description></item>`
	}
	gate, weir, mole := item("lock", "gate", "16"), item("lock", "weir", "17"), item("lock", "mole", "18")
	other := item("pier-1", "pier", "12")
	for _, tt := range []struct {
		name  string
		pages []string
		want  string
	}{
		{"all bear one", []string{gate, weir + gate, mole + weir + gate, mole + weir + gate}, "gate mole weir"},
		{"those before leave", []string{weir + gate, mole}, "gate mole weir"},
		{"one at a time", []string{other + gate, other + weir, other + mole}, "gate mole pier weir"},
		{"in another order", []string{weir + gate, gate + weir}, "gate weir"},
		{"one is edited", []string{weir + gate + other, strings.Replace(weir, "The weir", "The high weir", 1) + gate + other}, "gate pier weir"},
		{"an id changes at an edit", []string{other + item("a", "gate", "16"), other + item("a-2", "gate", "16"),
			other + item("a-3", "gate", "16")}, "gate pier"},
		{"a new item leads to the same page", []string{other + item("a", "gate", "16"), other + item("b", "gate", "17")}, "gate gate pier"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, sink := newFakeFeed(t, ""), sourcetest.NewSink()
			for _, page := range tt.pages {
				f.body = `<rss version="2.0"><channel><title>Lock</title>` + page + `</channel></rss>`
				pullFeed(t, Config{URL: f.URL}, sink)
			}
			var got []string
			for _, p := range sink.List() {
				page := strings.TrimPrefix(p.URL, "https://lock.example/")
				if !strings.Contains(p.Text, page) || !strings.Contains(p.Title, page) {
					t.Errorf("%s has the words of another: %q, %q", p.URL, p.Title, p.Text)
				}
				got = append(got, page)
			}
			slices.Sort(got)
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestFeedSharedIDsOfOld reads a feed that was read when the newest of those with one id was kept under it alone.
func TestFeedSharedIDsOfOld(t *testing.T) {
	last := []feedItem{{Key: "lock", Link: linkHash("https://lock.example/weir")},
		{Key: "lock#" + shortHash("https://lock.example/gate"), Link: linkHash("https://lock.example/gate")}}
	drafts := []draft{}
	for _, page := range []string{"mole", "weir", "gate"} {
		drafts = append(drafts, draft{post: store.Post{Key: "lock", URL: "https://lock.example/" + page, Title: page}})
	}
	memory := feedMemory{items: last}
	var posts []store.Post
	for _, d := range memory.part(drafts) {
		posts = append(posts, d.post)
	}
	keepKeys(posts, last)
	if posts[1].Key != last[0].Key || posts[2].Key != last[1].Key || posts[0].Key == "lock" {
		t.Errorf("%q %q %q, want a new one and %q, %q", posts[0].Key, posts[1].Key, posts[2].Key, last[0].Key, last[1].Key)
	}
}
