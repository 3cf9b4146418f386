package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// rssWith returns an RSS feed with one item that holds inner.
func rssWith(inner string) string {
	return `<rss version="2.0"><channel><title>t</title><item>` + inner + `</item></channel></rss>`
}

// parseAs parses body as the answer of a server with that Content-Type.
func parseAs(body, contentType string) (*syndication.Document, error) {
	return syndication.Parse(context.Background(), &fetch.Response{URL: "https://feeds.example.org/x", Status: 200,
		Body: []byte(body), Header: http.Header{"Content-Type": {contentType}}}, syndication.MaxItems)
}

// postsOf parses body and turns it into posts.
func postsOf(t testing.TB, body, contentType string) []store.Post {
	t.Helper()
	doc, err := parseAs(body, contentType)
	if err != nil {
		t.Fatalf("parseFeed(%.60q) = %v", body, err)
	}
	s := &feedSource{name: "f", zone: time.UTC, env: source.Env{Now: func() time.Time { return sourcetest.Now }}}
	return s.posts(doc, "https://feeds.example.org/x", sourcetest.Now, new(feedMemory))
}

func encoded(t *testing.T, e interface{ String(string) (string, error) }, s string) string {
	t.Helper()
	out, err := e.String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFeedCharsets(t *testing.T) {
	cafe := rssWith("<title>café</title>")
	latin := encoded(t, charmap.ISO8859_1.NewEncoder(), cafe)
	long := "Сегодня мы выпустили новую версию программы, в которой исправлены ошибки и добавлены новые возможности для всех участников."
	tests := []struct{ name, body, contentType, want string }{
		{"UTF-8", cafe, "", "café"},
		{"UTF-8 with mark", "\ufeff" + `<?xml version="1.0" encoding="utf-8"?>` + cafe, "", "café"},
		{"only Content-Type", latin, "text/xml; charset=ISO-8859-1", "café"},
		{"nothing said, Latin-1", latin, "", "café"},
		{"prolog says UTF-8, bytes are Latin-1", `<?xml version="1.0" encoding="utf-8"?>` + latin, "", "café"},
		{"prolog says Latin-1, bytes are UTF-8", `<?xml version="1.0" encoding="iso-8859-1"?>` + cafe, "", "café"},
		{"pasted from two", `<?xml version="1.0" encoding="utf-8"?>` + rssWith("<title>caf\xe9 é ü</title>"), "", "caf\ufffd é ü"},
		{"prolog wins over Content-Type", `<?xml version="1.0" encoding="windows-1251"?>` +
			encoded(t, charmap.Windows1251.NewEncoder(), rssWith("<title>Привет</title>")), "text/xml; charset=iso-8859-1", "Привет"},
		{"Latin-1 that is windows-1252", `<?xml version="1.0" encoding="iso-8859-1"?>` + rssWith("<title>\x93q\x94 \x80</title>"), "", "“q” €"},
		{"UTF-16 with mark", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
			`<?xml version="1.0" encoding="UTF-16"?>`+cafe), "", "café"},
		{"UTF-16 without mark", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), cafe), "", "café"},
		{"says UTF-16, is UTF-8", `<?xml version="1.0" encoding="utf-16"?>` + cafe, "", "café"},
		{"unknown label", `<?xml version="1.0" encoding="wingdings"?>` + cafe, "", "café"},
		{"Shift JIS", `<?xml version="1.0" encoding="shift_jis"?>` +
			encoded(t, japanese.ShiftJIS.NewEncoder(), rssWith("<title>日本語の題</title>")), "", "日本語の題"},
		{"nothing said, KOI8-R", encoded(t, charmap.KOI8R.NewEncoder(),
			rssWith("<title>Привет</title><description>"+long+"</description>")), "", "Привет"},
		{"controls", rssWith("<title>a\x08b&#8;c&#x0;d&#xFFFE;e&#xD800;f</title>"), "", "abcdef"},
		{"tab and newline stay apart", rssWith("<title>a&#9;b&#10;c</title>"), "", "a b c"},
	}
	for _, tt := range tests {
		if posts := postsOf(t, tt.body, tt.contentType); len(posts) != 1 || posts[0].Title != tt.want {
			t.Errorf("%s: title = %q, want %q", tt.name, posts[0].Title, tt.want)
		}
	}
}

func TestFeedRepair(t *testing.T) {
	item := func(n int) string {
		return fmt.Sprintf("<item><title>%d</title><guid>g%d</guid></item>", n, n)
	}
	rss := `<rss version="2.0"><channel><title>t</title>` + item(1) + item(2)
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>g1</id><title>1</title></entry><entry><id>g2</id><title>2</title></entry>`
	rdf := `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel>` +
		`<item r:about="http://example.org/1"><title>1</title></item><item r:about="http://example.org/2"><title>2</title></item>`
	jsonFeed := `{"version":"https:\/\/jsonfeed.org\/version\/1.1","items":[{"id":"g1","title":"1"},{"id":"g2","title":"2"}`
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(rss + "</channel></rss>"))
	z.Close()
	tests := []struct {
		name, body string
		items      int
		cut        bool
		skipped    int
	}{
		{"whole", rss + "</channel></rss>", 2, false, 0},
		{"compressed", zipped.String(), 2, false, 0},
		{"junk after the root", rss + "</channel></rss><script>x</script>", 2, false, 0},
		{"RSS cut in an item", rss + "<item><title>3", 2, true, 0},
		{"RSS cut between items", rss, 2, false, 0},
		{"RSS cut in its end tags", rss + "</channel></rs", 2, false, 0},
		{"RSS cut in CDATA that holds an end tag", rss + "<item><title><![CDATA[ </item> <b>", 2, true, 1},
		{"Atom cut", atom + "<entry><title>3", 2, true, 0},
		{"RSS 1.0 cut, other prefix", rdf + `<item r:about="http://example.org/3"><ti`, 2, true, 0},
		{"JSON cut", jsonFeed + `,{"id":"g3","tit`, 2, true, 0},
		{"JSON with a damaged item", jsonFeed + `,{"id":"g3","title":["x"]},{"id":"g4"}]}`, 3, true, 1},
		{"root after a long comment", "<!--" + strings.Repeat(" x", 5000) + "-->\n<?pi?>" + rss + "</channel></rss>", 2, false, 0},
		{"one damaged item", rss + "<item><title>3</title><a <b></item>" + item(4) + "</channel></rss>", 3, true, 1},
		{"unclosed tags, bare ampersand, HTML entities",
			rss + "<item><title>a & b &nbsp;&hellip; <guid>g3</guid></item></channel></rss>", 3, false, 0},
		{"channel without its frame", `<channel><title>t</title>` + item(1) + "</channel>", 1, false, 0},
		{"items outside of the channel", `<rss>` + item(1) + item(2) + "</rss>", 2, false, 0},
		{"empty channel", "<rss><channel><title>t</title></channel></rss>", 0, false, 0},
	}
	for _, tt := range tests {
		doc, err := parseAs(tt.body, "")
		if err != nil {
			t.Errorf("%s: parseFeed() = %v", tt.name, err)
			continue
		}
		if len(doc.Items) != tt.items || (doc.Cut != nil) != tt.cut || len(doc.Skipped) != tt.skipped {
			t.Errorf("%s: parseFeed() = %d items, cut %v, skipped %v; want %d, %v, %d", tt.name, len(doc.Items), doc.Cut,
				doc.Skipped, tt.items, tt.cut, tt.skipped)
		}
	}
}

func TestFeedRefused(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"empty", " \n", "an empty answer instead of a feed"},
		{"HTML", "<!DOCTYPE html><html><head><title>Sign in &amp; out</title>", `an HTML page ("Sign in & out") instead of a feed`},
		{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>`, "an HTML page instead of a feed"},
		{"OPML", "<opml version='2.0'><body/></opml>", "OPML"},
		{"sitemap", "<urlset></urlset>", "XML with <urlset>"},
		{"text", "hello", "text/plain; charset=utf-8 instead of a feed"},
		{"JSON", `{"a":1}`, "JSON, but no feed"},
		{"JSON with items", `{"items":[{"id":1}]}`, "JSON, but no feed"},
		{"hopeless", "<rss><channel><title>x", "cannot be parsed"},
	}
	for _, tt := range tests {
		if _, err := parseAs(tt.body, ""); err == nil || !strings.Contains(err.Error(), tt.want) ||
			!strings.Contains(err.Error(), "https://feeds.example.org/x") {
			t.Errorf("%s: parseFeed() = %v, want %q and the address", tt.name, err, tt.want)
		}
	}
}

func TestFeedEntities(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString(`<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("x", 1000) +
		`"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY s "tag:example.org,">]>`)
	bomb.WriteString("<rss><channel><item><guid>&s;1</guid><title>&b; &c;</title><description>" +
		strings.Repeat("&a;", 1000) + "</description></item></channel></rss>")
	posts := postsOf(t, bomb.String(), "")
	if posts[0].Key != "tag:example.org,1" {
		t.Errorf("key = %q, want the entity resolved", posts[0].Key)
	}
	if posts[0].Title != "&b; &c;" {
		t.Errorf("title = %q, want entities of entities and files as they stand", posts[0].Title)
	}
	if n := len(posts[0].Text); n > 2*bomb.Len() {
		t.Errorf("text has %d bytes out of a feed of %d", n, bomb.Len())
	}
}

func TestFeedItems(t *testing.T) {
	const atomNS = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Feed</title><author><name>Feed Author</name></author>`
	tests := []struct {
		name, body string
		get        func(p store.Post) any
		want       any
	}{
		{"relative link", rssWith("<link>/p/1</link>"), func(p store.Post) any { return p.URL }, "https://feeds.example.org/p/1"},
		{"link with a script", rssWith("<link>javascript:alert(1)</link>"), func(p store.Post) any { return p.URL }, ""},
		{"link with what breaks Markdown", rssWith("<link>https://example.org/a b?q=&lt;x&gt;\"</link>"),
			func(p store.Post) any { return p.URL }, "https://example.org/a%20b?q=%3Cx%3E%22"},
		{"permalink guid", rssWith("<guid>https://example.org/g</guid>"), func(p store.Post) any { return p.URL }, "https://example.org/g"},
		{"guid that is no link", rssWith(`<guid isPermaLink="false">https://example.org/g</guid>`), func(p store.Post) any { return p.URL }, ""},
		{"guid with white space", rssWith("<guid>\n 42 </guid>"), func(p store.Post) any { return p.Key }, "42"},
		{"link as key", rssWith("<link>https://example.org/l</link>"), func(p store.Post) any { return p.Key }, "https://example.org/l"},
		{"long guid", rssWith("<guid>" + strings.Repeat("x", 600) + "</guid>"),
			func(p store.Post) any { return len(p.Key) }, len("sha256:") + 64},
		{"title with markup", rssWith("<title><![CDATA[<b>x</b> &amp; Option<T>]]></title>"),
			func(p store.Post) any { return p.Title }, "x & Option<T>"},
		{"no title", rssWith("<description>only words</description>"),
			func(p store.Post) any { return [2]string{p.Title, p.Text} }, [2]string{"", "only words"}},
		{"content before description",
			rssWith("<description>short</description><content:encoded><![CDATA[<p>long</p>]]></content:encoded>"),
			func(p store.Post) any { return p.Text }, "long"},
		{"text with less-than", rssWith("<description>1 &lt; 2 and Map&lt;K, V&gt;</description>"),
			func(p store.Post) any { return p.Text }, "1 < 2 and Map<K, V>"},
		{"mail and name", rssWith("<author>Ann@Example.org (Ann B)</author>"), func(p store.Post) any { return p.Author },
			store.Author{Name: "Ann B", Address: "ann@example.org"}},
		{"only an address", rssWith("<author>ann@example.org</author>"), func(p store.Post) any { return p.Author }, store.Author{Name: "t"}},
		{"feed's author", atomNS + "<entry><id>1</id></entry></feed>", func(p store.Post) any { return p.Author.Name }, "Feed Author"},
		{"planet's author", atomNS + "<entry><id>1</id><source><title>Blog</title></source></entry></feed>",
			func(p store.Post) any { return p.Author.Name }, "Blog"},
		{"RSS planet", rssWith(`<source url="https://example.net/feed">Dee's blog</source>`),
			func(p store.Post) any { return p.Author.Name }, "Dee's blog"},
		{"author's page",
			atomNS + "<entry><id>1</id><author><name>Ann</name><uri>https://example.org/ann</uri></author></entry></feed>",
			func(p store.Post) any { return p.Author }, store.Author{Name: "Ann", URL: "https://example.org/ann"}},
		{"answer", atomNS + `<entry><id>2</id><thr:in-reply-to ref="tag:1"/></entry></feed>`,
			func(p store.Post) any { return p.InReplyTo }, []string{"tag:1"}},
		{"categories",
			rssWith("<category>Go</category><category>#go</category><category>https://schemas.example.org/kind</category><category> Web &amp;amp; Mail </category>"),
			func(p store.Post) any {
				return p.Tags
			}, []string{"go", "web & mail"}},
		{"published and updated",
			atomNS +
				"<entry><id>1</id><published>2026-11-01T10:00:00+02:00</published><updated>2026-11-02T10:00:00Z</updated></entry></feed>",
			func(p store.Post) any { return [2]time.Time{p.Published, p.Edited} },
			[2]time.Time{time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC), time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)}},
		{"future", rssWith("<pubDate>Sat, 01 Jan 3025 00:00:00 GMT</pubDate>"), func(p store.Post) any { return p.Published }, sourcetest.Now},
		{"before the web", rssWith("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
			func(p store.Post) any { return p.Published }, sourcetest.Now},
		{"only feed text in base64",
			`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="application/octet-stream">PGI+aGk8L2I+</content></entry></feed>`,
			func(p store.Post) any {
				return p.Text
			}, "hi"},
		{"title in base64",
			`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title type="text/html" mode="base64">PGI+aGk8L2I+</title></entry></feed>`,
			func(p store.Post) any { return p.Title }, "hi"},
		{"media group",
			rssWith(`<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:title>Film</media:title><media:description>A film.</media:description></media:group>`),
			func(p store.Post) any { return [2]string{p.Title, p.Text} }, [2]string{"Film", "A film."}},
	}
	for _, tt := range tests {
		posts := postsOf(t, tt.body, "")
		if len(posts) != 1 {
			t.Errorf("%s: %d posts, want 1", tt.name, len(posts))
			continue
		}
		if diff := cmp.Diff(tt.want, tt.get(posts[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestFeedDeep(t *testing.T) {
	for name, body := range map[string]string{
		"elements in an item": rssWith(strings.Repeat("<a>", 20_000) + "x" + strings.Repeat("</a>", 20_000) + "<title>t</title>"),
		"open items":          "<rss><channel>" + strings.Repeat("<item><title>x</title>", 5_000),
		"broken items":        "<rss><channel>" + strings.Repeat("<item><title>x</title><a <b></item>", 2_000),
	} {
		began := time.Now()
		parseAs(body, "")
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: parseFeed() took %v", name, took)
		}
	}
}

func FuzzParseFeed(f *testing.F) {
	f.Add([]byte(aroundItem(strings.Repeat("<x:e>", 600))), "")
	f.Add([]byte(aroundItem("<x:e>"+strings.Repeat("a<!---->", 50)+"<![CDATA[b]]></x:e>")), "")
	f.Add([]byte("<feed"+strings.Repeat(" xmlns:y='u'",
		30)+"><entry xml:base='a/'><x:e a b=c d='>'/></entry>]]>"+strings.Repeat("<entry><y:z>", 20)), "")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[`+strings.Repeat("[", 300)), "")
	f.Add([]byte(rssWith("<title>t</title><guid>1</guid>")), "text/xml; charset=utf-8")
	f.Add([]byte(`<!DOCTYPE feed [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>&a;</id><link href="/x"/><content type="xhtml"><div>`),
		"")
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="1"><title>é</title></item></rdf:RDF`),
		"")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1},{"id":{}}]}`), "application/feed+json")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		if len(body) > 1<<16 {
			return
		}
		doc, err := parseAs(string(body), contentType)
		if err != nil {
			return
		}
		s := &feedSource{name: "f", zone: time.UTC, env: source.Env{Now: func() time.Time { return sourcetest.Now }}}
		for _, p := range s.posts(doc, "https://feeds.example.org/x", sourcetest.Now, new(feedMemory)) {
			if p.Key == "" || !utf8.ValidString(p.Key) || text.Clean(p.Text) != p.Text || text.Line(p.Title) != p.Title || p.Published.IsZero() {
				t.Errorf("post %+v breaks the contract", p)
			}
		}
	})
}

func BenchmarkFeed(b *testing.B) {
	var feed strings.Builder
	feed.WriteString("<rss version='2.0'><channel><title>t</title>")
	for i := range 1000 {
		fmt.Fprintf(&feed,
			"<item><title>Item %d</title><guid>g%d</guid><link>https://example.org/%d</link><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate>"+
				"<description><![CDATA[<p>%s</p>]]></description></item>", i, i, i, strings.Repeat("Some <b>words</b> of it. ", 20))
	}
	feed.WriteString("</channel></rss>")
	b.SetBytes(int64(feed.Len()))
	for b.Loop() {
		if posts := postsOf(b, feed.String(), ""); len(posts) != 1000 {
			b.Fatalf("%d posts, want 1000", len(posts))
		}
	}
}

// aroundItem returns a feed that holds body.
func aroundItem(body string) string {
	return `<rss version="2.0" xmlns:x="urn:x"><channel><title>Moor news</title><item><guid>g</guid><title>Peat</title>` +
		body + `</item></channel></rss>`
}
