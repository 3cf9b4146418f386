package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestFeedLinks reads addresses that are relative, lead through a counter or stand under another base.
func TestFeedLinks(t *testing.T) {
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"`
	const entry = `<entry><id>1</id><title>x</title><link href="2026/water"/><content type="html">&lt;p&gt;See &lt;a href="map.png"&gt;the map&lt;/a&gt;.&lt;/p&gt;</content></entry></feed>`
	tests := []struct {
		name, body, url string
		links           []string
	}{
		{"base of the feed", atom + ` xml:base="https://moor.example/blog/">` + entry,
			"https://moor.example/blog/2026/water", []string{"https://moor.example/blog/map.png"}},
		{"base of the entry", atom + `>` + strings.Replace(entry, "<entry>", `<entry xml:base="https://moor.example/e/">`,
			1), "https://moor.example/e/2026/water", []string{"https://moor.example/e/map.png"}},
		{"no base", atom + `>` + entry, "https://feeds.example.org/2026/water", []string{"https://feeds.example.org/2026/map.png"}},
		{"RSS, from a site of another host",
			`<rss><channel><title>t</title><link>https://moor.example/blog/</link><item><title>x</title><link>/2026/water</link><description>&lt;p&gt;The way is on &lt;a href="/map"&gt;the map&lt;/a&gt; that Tom drew in the year of the flood, &lt;a href="#top"&gt;above&lt;/a&gt;.&lt;/p&gt;</description></item></channel></rss>`,
			"https://moor.example/2026/water", []string{"https://moor.example/map"}},
		{"RSS with a base",
			`<rss xml:base="https://moor.example/b/"><channel><title>t</title><item><title>x</title><link>water</link></item></channel></rss>`,
			"https://moor.example/b/water", nil},
		{"through a counter",
			`<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>t</title><item><title>x</title><link>https://feeds.counter.example/~r/moor/~3/abc/</link><feedburner:origLink>https://moor.example/water</feedburner:origLink></item></channel></rss>`,
			"https://moor.example/water", nil},
		{"without a scheme",
			`<rss><channel><title>t</title><item><title>x</title><link>//moor.example/water</link></item></channel></rss>`,
			"https://moor.example/water", nil},
	}
	for _, tt := range tests {
		p := postsOf(t, tt.body, "")[0]
		if p.URL != tt.url || !slices.Equal(p.Links, tt.links) {
			t.Errorf("%s: %s with links %q, want %s with %q", tt.name, p.URL, p.Links, tt.url, tt.links)
		}
	}
}

// TestFeedRoots reads feeds whose roots are not as they should be.
func TestFeedRoots(t *testing.T) {
	const item, entry = `<item><title>Water</title><link>https://moor.example/w</link><guid>1</guid></item>`,
		`<entry><id>1</id><title>Water</title></entry>`
	for name, body := range map[string]string{
		"Atom, small letters": `<feed xmlns="http://www.w3.org/2005/atom"><title>Moor</title>` + entry + `</feed>`,
		"Atom, https":         `<feed xmlns='https://www.w3.org/2005/Atom'><title>Moor</title>` + entry + `</feed>`,
		"Atom, with a slash":  `<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom/"><title>Moor</title>` + entry + `</feed>`,
		"Atom, a prefix":      `<a:feed xmlns:a="http://www.w3.org/2005/ATOM"><a:title>Moor</a:title><a:entry><a:id>1</a:id><a:title>Water</a:title></a:entry></a:feed>`,
		"RSS as Atom": `<rss version="2.0" xmlns="http://www.w3.org/2005/Atom"><channel><title>Moor</title>` +
			item + `</channel></rss>`,
		"RSS 2.0 of its author": `<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>Moor</title>` +
			item + `</channel></rss>`,
		"RSS 1.0 of a later time": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/2.0/"><channel><title>Moor</title></channel>` +
			item + `</rdf:RDF>`,
		"RSS 1.1": `<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://moor.example/"><title>Moor</title><items rdf:parseType="Collection">` +
			item + `</items></Channel>`,
		"one entry":     `<?xml version="1.0"?><entry xmlns="http://www.w3.org/2005/Atom"><id>1</id><title>Water</title></entry>`,
		"one item":      item,
		"several items": `<?xml version="1.0"?>` + item + strings.Replace(item, "<guid>1", "<guid>2", 1),
		"a channel":     `<channel><title>Moor</title>` + item + `</channel>`,
	} {
		posts := postsOf(t, body, "")
		if len(posts) == 0 || posts[0].Title != "Water" || posts[0].Key != "1" {
			t.Errorf("%s: %+v, want the item", name, posts)
		}
	}
	for _, body := range []string{`<items><x/></items>`, `<item/>`, `<entry/>`, `<gpx><wpt/></gpx>`} {
		if doc, err := parseAs(body, ""); err == nil {
			t.Errorf("%s: %d items, want an error that names it", body, len(doc.Items))
		}
	}
}

// TestFeedAnotherScheme reads a feed whose ids and links move to https, one that moves itself, and one that only adds
// an item of a like address.
func TestFeedAnotherScheme(t *testing.T) {
	body := func(scheme, more string) string {
		return `<rss version="2.0"><channel><title>Moor</title><item><title>Water</title><guid>` + scheme +
			`://moor.example/?p=7</guid><link>` + scheme + `://moor.example/water/</link></item>` + more + `</channel></rss>`
	}
	f := newFakeFeed(t, body("http", ""))
	sink := sourcetest.NewSink()
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = body("https", `<item><title>Fire</title><guid>https://www.moor.example/?p=8</guid></item>`)
	pullFeed(t, Config{URL: f.URL}, sink)
	f.body = body("https",
		`<item><title>Fire</title><guid>https://moor.example/?p=8</guid></item><item><title>Fire, part 2</title><guid>https://moor.example/?p=8#2</guid></item>`)
	pullFeed(t, Config{URL: f.URL}, sink)
	var keys []string
	for _, p := range sink.List() {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	if want := []string{"http://moor.example/?p=7", "https://moor.example/?p=8#2",
		"https://www.moor.example/?p=8"}; !slices.Equal(keys, want) {
		t.Errorf("posts %q, want %q", keys, want)
	}
}

// TestFeedOldestFirst reads the newest items of a feed that lists the oldest first and is longer than what is read of
// one.
func TestFeedOldestFirst(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Log</title>`)
	for n := range 40 {
		fmt.Fprintf(&b, "<item><title>Day %d</title><guid>%d</guid><pubDate>%s</pubDate></item>", n, n,
			time.Date(2026, 9, 1+n, 8, 0, 0, 0, time.UTC).Format(time.RFC1123Z))
	}
	b.WriteString("</channel></rss>")
	for _, most := range []int{7, 100} {
		f := newFakeFeed(t, b.String())
		sink := sourcetest.NewSink()
		res := pullFeed(t, Config{URL: f.URL, MaxItems: most}, sink)
		posts := sink.List()
		if len(posts) != min(most, 40) || !slices.ContainsFunc(posts, func(p store.Post) bool { return p.Title == "Day 39" }) {
			t.Errorf("at most %d: %d posts, want the newest", most, len(posts))
		}
		if gap := res.Gap != ""; gap != (most < 40) {
			t.Errorf("at most %d: gap %q", most, res.Gap)
		}
	}
}

// TestFeedUndated reads items without dates with a clock that runs, as clocks do.
func TestFeedUndated(t *testing.T) {
	f := newFakeFeed(t,
		`<rss version="2.0"><channel><title>Log</title><item><title>One</title><guid>1</guid></item><item><title>Two</title><guid>2</guid><pubDate>some day</pubDate></item></channel></rss>`)
	sink := sourcetest.NewSink()
	ticks := 0
	src, err := source.Open(&Config{URL: f.URL}, "f", source.Env{HTTP: fetch.New(fetch.Options{}), Known: sink.Known, Now: func() time.Time {
		ticks++
		return sourcetest.Now.Add(time.Duration(ticks) * time.Millisecond)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Pull(t.Context(), sink, "f", src, false, nil); err != nil {
		t.Fatal(err)
	}
	for _, p := range sink.List() {
		if sourcetest.Now.Sub(p.Published) < 24*time.Hour {
			t.Errorf("%s is told as of %v, want it put back: it was there when the feed was first read", p.Title, p.Published)
		}
	}
}

// TestFeedItemLanguage reads the languages of items that differ from that of their feed.
func TestFeedItemLanguage(t *testing.T) {
	posts := postsOf(t,
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Planet Moor</title><entry xml:lang="cy"><id>1</id><title>Dwr</title></entry><entry><id>2</id><title>Water</title></entry><entry xml:lang='pt-BR'><id>3</id><title>Água</title></entry></feed>`,
		"")
	var langs []string
	for _, p := range posts {
		langs = append(langs, p.Language)
	}
	if want := []string{"cy", "en", "pt-BR"}; !slices.Equal(langs, want) {
		t.Errorf("languages %q, want %q", langs, want)
	}
}
