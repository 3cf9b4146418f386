package feed

import (
	"bytes"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestParseOPML(t *testing.T) {
	list := `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<opml version="1.1"><head><title>My feeds</title></head><body>
<outline text="Group"><outline text="Inner">
<outline type="rss" text="caf` + "\xe9" + `" title="Caf` + "\xe9" + ` &eacute; &b;" xmlUrl="https://example.org/feed?a=1&b=2" htmlUrl="https://example.org/"/>
</outline></outline>
<outline text=" Two
 lines " XMLURL="http://example.com/atom.xml"/>
<OUTLINE xmlurl="https://blog.example.net/rss"/>
<outline text="Twice" xmlUrl="https://example.org/feed?a=1&amp;b=2"/>
<outline text="Browser" xmlUrl="feed://example.org/a"/>
<outline text="Browser too" xmlUrl="feed:https://example.org/b"/>
<outline text="Local file" xmlUrl="file:///etc/passwd"/>
<outline text="Router" xmlUrl="http://192.168.1.1/feed"/>
<outline text="Self" xmlUrl="http://ann:pw@localhost:8080/feed"/>
<outline text="Nothing" xmlUrl="https:///feed"/>
<outline text="A page" type="link" url="https://example.org/"/>
</body></opml>`
	feeds, skipped, err := ParseOPML([]byte(list))
	if err != nil {
		t.Fatalf("ParseOPML() = %v", err)
	}
	want := []OPMLFeed{
		{"Café é &b;", "https://example.org/feed?a=1&b=2"}, {"Two lines", "http://example.com/atom.xml"},
		{"blog.example.net", "https://blog.example.net/rss"},
		{"Twice", "https://example.org/feed?a=1&b=2"}, {"Browser", "http://example.org/a"}, {"Browser too", "https://example.org/b"},
	}
	if diff := gocmp.Diff(want, feeds); diff != "" {
		t.Errorf("ParseOPML() feeds (-want +got):\n%s", diff)
	}
	var said []string
	for _, err := range skipped {
		said = append(said, err.Error())
	}
	wantSaid := []string{
		"Local file: file:///etc/passwd is not a web address",
		"Router: http://192.168.1.1/feed is a private address; add the source by hand if that is meant",
		"Self: http://localhost:8080/feed is a private address; add the source by hand if that is meant",
		"Nothing: https:///feed is not a web address",
	}
	if diff := gocmp.Diff(wantSaid, said); diff != "" {
		t.Errorf("ParseOPML() skipped (-want +got):\n%s", diff)
	}
}

func TestParseOPMLErrors(t *testing.T) {
	for name, tt := range map[string]struct{ list, want string }{
		"a feed":          {"<rss version='2.0'><channel/></rss>", "begins with <rss>"},
		"a page":          {"<!doctype html><html><body>", "begins with <html>"},
		"nothing":         {"", "no feed"},
		"no feed":         {"<opml><body><outline text='a'/></body></opml>", "no feed"},
		"words":           {"hello", "no feed"},
		"cut off":         {"<opml><body><outline xmlUrl='https://example.org/'/>", "unexpected EOF"},
		"cut in a tag":    {"<opml><body><outline xmlUrl='https://exam", "not OPML"},
		"unknown charset": {"<?xml version='1.0' encoding='x-none'?><opml/>", "not OPML"},
		"too deep":        {"<opml><body>" + strings.Repeat("<outline>", 20000), "levels"},
		"too many":        {"<opml><body>" + strings.Repeat("<outline xmlUrl='https://example.org/'/>", opmlMaxFeeds+1), "feeds"},
		"too large":       {strings.Repeat(" ", opmlMaxBytes+1), "4 MiB"},
	} {
		if feeds, _, err := ParseOPML([]byte(tt.list)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseOPML(%s) = %d feeds, %v, want an error with %q", name, len(feeds), err, tt.want)
		}
	}
}

func TestWriteOPML(t *testing.T) {
	feeds := []OPMLFeed{{`A "quoted" <b> & c`, "https://example.org/feed?a=1&b=2"}, {"Ünïcode", "http://example.com/"}}
	var b bytes.Buffer
	if err := WriteOPML(&b, "Feeds of Example", time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), feeds); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<opml version="2.0">`, "<title>Feeds of Example</title>",
		"<dateCreated>Fri, 20 Nov 2026 12:00:00 +0000</dateCreated>", `type="rss"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("WriteOPML() has no %s:\n%s", want, b.String())
		}
	}
	got, skipped, err := ParseOPML(b.Bytes())
	if diff := gocmp.Diff(feeds, got); err != nil || len(skipped) > 0 || diff != "" {
		t.Errorf("ParseOPML(WriteOPML()) = %v, %v, differs (-want +got):\n%s", skipped, err, diff)
	}
}

func FuzzParseOPML(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><opml version="2.0"><body><outline text="a"><outline text="b" xmlUrl="https://example.org/feed"/></outline></body></opml>`))
	f.Add([]byte("\xef\xbb\xbf<opml><body><outline xmlURL='feed:feed:https://example.org/a&b'/>"))
	f.Add([]byte(`<?xml version="1.0" encoding="utf-16"?><!DOCTYPE opml [<!ENTITY a "&a;">]><opml>&a;</opml>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		feeds, _, err := ParseOPML(data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, "t", time.Time{}, feeds); err != nil {
			t.Fatalf("WriteOPML() = %v", err)
		}
		again, skipped, err := ParseOPML(b.Bytes())
		if len(feeds) > 0 && (err != nil || len(skipped) > 0 || !gocmp.Equal(feeds, again)) {
			t.Errorf("ParseOPML(WriteOPML(%q)) = %q, %v, %v", feeds, again, skipped, err)
		}
	})
}
