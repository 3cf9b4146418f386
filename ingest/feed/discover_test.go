package feed

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
)

func TestFind(t *testing.T) {
	pages := map[string]string{
		"/": `<!doctype html><html><head><title>Blog</title><base href="/sub/">
			<link rel="stylesheet alternate" type="application/rss+xml" href="/no">
			<link rel="alternate" type="text/html" href="/de/">
			<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="atom.xml" TITLE="Posts">
			<link rel="feed" type="application/feed+json" href="https://cdn.example.org/feed.json">
			<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
			<link rel="alternate" type="application/atom+xml" href="atom.xml"></head><body>`,
		"/plain/":          `<html><body>No links here.</body></html>`,
		"/plain/feed.xml":  feedOf("a"),
		"/plain/index.xml": `<sitemapindex/>`,
		"/feed/":           feedOf("b"),
		"/forum":           `<html><head><meta name="generator" content="Discourse 3.2"></head></html>`,
		"/latest.rss":      feedOf("c"),
		"/@ann":            `<html><body>A profile</body></html>`,
		"/@ann.rss":        feedOf("d"),
		"/c/go":            `<html><body>A community</body></html>`,
		"/feeds/c/go.xml":  feedOf("e"),
		"/nothing/":        `<html>`,
	}
	asked := 0
	s := testkit.WebServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, page)
	})
	for path, want := range map[string][]string{
		"/":        {s.URL + "/sub/atom.xml", "https://cdn.example.org/feed.json"},
		"/plain/":  {s.URL + "/plain/feed.xml", s.URL + "/feed/"},
		"/forum":   {s.URL + "/latest.rss", s.URL + "/feed/"},
		"/@ann":    {s.URL + "/@ann.rss", s.URL + "/feed/"},
		"/c/go":    {s.URL + "/feeds/c/go.xml?sort=New"},
		"/nothing": nil,
	} {
		asked = 0
		got, err := (&Config{URL: s.URL + path}).Find(t.Context(), testkit.WebClient())
		if path == "/nothing" {
			if testkit.WebReason(err) != fetch.NotFound {
				t.Errorf("Find(%s) = %v, want reason %q", path, err, fetch.NotFound)
			}
			continue
		}
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Find(%s) = %v (-want +got):\n%s", path, err, diff)
		}
		if asked > 1+discoverMaxProbes {
			t.Errorf("Find(%s) sent %d requests, want at most %d", path, asked, 1+discoverMaxProbes)
		}
	}
}

func TestUsualFeeds(t *testing.T) {
	for page, want := range map[string]string{
		"https://github.com/example/tool":                           "https://github.com/example/tool/releases.atom",
		"https://github.com/example/tool/commits":                   "https://github.com/example/tool/commits.atom",
		"https://www.youtube.com/channel/UC_x-1/videos":             "https://www.youtube.com/feeds/videos.xml?channel_id=UC_x-1",
		"https://lobste.rs/t/go,rust":                               "https://lobste.rs/t/go,rust.rss",
		"https://stackoverflow.com/questions/tagged/go":             "https://stackoverflow.com/feeds/tag/go",
		"https://www.mail-archive.com/dev@example.org/maillist.htm": "https://www.mail-archive.com/dev@example.org/maillist.xml",
		"https://social.example.org/tags/go":                        "https://social.example.org/tags/go.rss",
		"https://example.org/blog/":                                 "https://example.org/blog/atom.xml",
	} {
		u, err := url.Parse(page)
		if err != nil {
			t.Fatal(err)
		}
		if got := usualFeeds(u, ""); !slices.Contains(got, want) || len(got) > discoverMaxProbes {
			t.Errorf("usualFeeds(%s) = %q, want %s among at most %d", page, got, want, discoverMaxProbes)
		}
	}
}

func FuzzAnnounced(f *testing.F) {
	f.Add("<link rel=alternate type=application/rss+xml href=/feed>")
	f.Add("<base href='//['><meta name=generator content=x><link rel=feed type=application/atom+xml href=a>")
	base, err := url.Parse("https://example.org/page")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page string) {
		found, _ := announced(&fetch.Response{URL: base.String(), Body: []byte(page), Header: http.Header{}}, base)
		for _, u := range found {
			if !strings.HasPrefix(u, "http") || strings.ContainsAny(u, " <>\"\n") {
				t.Errorf("announced(%q) has %q, want web addresses", page, u)
			}
		}
	})
}
