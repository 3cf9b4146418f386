package syndication

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed/rss"
)

// sameAsWhole fails unless a document says the same when its long texts are laid aside and when they are not. It
// returns how many there were.
func sameAsWhole(t *testing.T, r feedRoot) int {
	t.Helper()
	_, aside := layAside(r.data)
	want, wantErr := callGofeed(t.Context(), r.data)
	got, gotErr := r.read(t.Context())
	if (gotErr == nil) != (wantErr == nil) {
		t.Fatalf("read() = %v, want %v", gotErr, wantErr)
	}
	if wantErr != nil {
		return len(aside)
	}
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Errorf("read() (-want +got):\n%s", diff)
	}
	if original, ok := want.OriginalFeed().(*rss.Feed); ok {
		if diff := cmp.Diff(original, got.OriginalFeed().(*rss.Feed)); diff != "" {
			t.Errorf("read(), original (-want +got):\n%s", diff)
		}
	}
	return len(aside)
}

func TestLayAside(t *testing.T) {
	long := strings.Repeat("<p>Rain &amp; wind &lt;b&gt; over <b>the sea</b>.\r\n</p> ", 20)
	data := "<![CDATA[" + long + "]]>"
	content := "<content:encoded>" + data + "</content:encoded>"
	tests := []struct {
		name, body string
		want       int
	}{
		{"content", "<item><title>a</title>" + content + "</item>", 1},
		{"both, of two items", "<item><description>" + data + "</description>" + content + "</item><item>" + content + "</item>", 3},
		{"of the feed", "<description>" + data + "</description><item>" + content + "</item>", 2},
		{"twice", "<item>" + content + "<content:encoded><![CDATA[short]]></content:encoded>" + content + "</item>", 2},
		{"outside items", content + "<item><title>a</title></item>", 1},
		{"of an image", "<image><description>" + data + "</description></image><item><title>a</title></item>", 1},
		{"text beside it", "<item><description>so " + data + "</description><title>a</title></item>", 0},
		{"data within data", "<item><description><![CDATA[<content:encoded><![CDATA[" + long + "]]></content:encoded></description></item>", 0},
		{"in a comment", "<!-- <description>" + data + "</description> --><item>" + content + "</item>", 2},
		{"the mark in it", "<item><title>\ue0000\ue000</title>" + content + "</item>", 0},
		{"not ended", "<item>" + content + "</item><item><content:encoded><![CDATA[" + long, 1},
		{"wrongly closed", "<item><title>a</description>" + content + "</item>", 1},
		{"short", "<item><description><![CDATA[so]]></description></item>", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := findRoot(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>` + tt.body + "</channel></rss>")
			if got := sameAsWhole(t, r); got != tt.want {
				t.Errorf("layAside() = %d texts, want %d", got, tt.want)
			}
		})
	}
}

func TestLayAsideFiles(t *testing.T) {
	paths, err := filepath.Glob("../feed/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		if s, err := decodeFeed(body, ""); err == nil {
			if r, ok := findRoot(s); ok {
				sameAsWhole(t, r)
			}
		}
	}
}
