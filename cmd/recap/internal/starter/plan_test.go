package starter

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/ingest/source"
)

// TestFile demands that whatever a person says becomes a configuration that is valid and says the same.
func TestFile(t *testing.T) {
	none := func(string) (string, bool) { return "", false }
	for _, name := range []string{"Larkspur", "true", "12", "a: b", "#one", "${HOME}", `say "hi"`, "Бджолярі", "日本", "x'y", "[a, b]", "- a", " lead", "null", "~", "1e3", "2026-10-01", "é\u202e"} {
		p := &Plan{Name: name, Zone: "Europe/Oslo"}
		for _, s := range []string{
			"feed=https://planet.example.org/a,b.xml?x={1}", "feed=https://planet.example.org/feed/", "mbox=archives/dev-*.mbox", "mbox=" + filepath.Join("odd: name", "dev.mbox"),
			"nntp=nntp://news.example.org/hives.dev", "discourse=https://forum.example.org/c/hives/moths/12", "discourse=https://forum.example.org/c/a%0Ab%1b%5B31m/3", "hackernews=bees, moths: {x}", "maildir=Maildir/.dev",
			"ponymail=https://lists.example.org/list.html?dev@hive.example.org", "mastodon=https://toot.example.org/tags/hives",
		} {
			c, err := ParseSource(s)
			if err != nil {
				t.Fatalf("ParseSource(%q): %v", s, err)
			}
			p.Sources = append(p.Sources, c)
		}
		data := p.File()
		c, err := config.Decode(filepath.Join(t.TempDir(), "recap.yaml"), data, none)
		if err != nil {
			t.Errorf("%q: %v\n%s", name, err, data)
			continue
		}
		if c.Community.Name != name || c.Community.Timezone != "Europe/Oslo" || len(c.Sources) != len(p.Sources) {
			t.Errorf("%q: read back as %q with %d sources", name, c.Community.Name, len(c.Sources))
		}
		if got, want := c.Sources[0].Feed.URL, p.Sources[0].Feed.URL; got != want {
			t.Errorf("read back the address %q, want %q", got, want)
		}
	}
	if _, err := config.Decode("recap.yaml", (&Plan{Name: "X", Zone: "UTC"}).File(), none); err != nil {
		t.Errorf("a plan without sources: %v", err)
	}
	if n := strings.Count(string((&Plan{Name: "X", Zone: "UTC"}).File()), "\n"); n > 40 {
		t.Errorf("the file has %d lines, and is to be short", n)
	}
}

func TestNameFor(t *testing.T) {
	for s, want := range map[string]string{
		"feed=https://blog.hives.example.org/atom.xml":                              "blog",
		"feed=https://hives.example.org/":                                           "hives",
		"feed=https://www.hives.example.org/feed/":                                  "hives",
		"feed=https://hives.example.org/news/feed.xml":                              "news",
		"feed=https://code.example.org/bees/counter/releases.atom":                  "counter",
		"feed=http://127.0.0.1:8080/atom.xml":                                       "feed",
		"mbox=archives/dev-*.txt.gz":                                                "dev",
		"mbox=https://lists.example.org/users.mbox":                                 "users",
		"pipermail=https://lists.example.org/pipermail/dev/":                        "dev",
		"hyperkitty=https://lists.example.org/archives/list/dev@lists.example.org/": "dev",
		"ponymail=https://lists.example.org/list.html?user@hive.example.org":        "user",
		"mailarchive=https://www.mail-archive.com/dev@lists.example.org/":           "dev",
		"publicinbox=https://inbox.example.org/hives/":                              "hives",
		"discourse=https://forum.example.org/":                                      "forum",
		"discourse=https://forum.example.org/c/hives/moths/12":                      "moths",
		"mastodon=https://toot.example.org/tags/hives":                              "#hives",
		"nntp=news.example.org/hives.dev":                                           "hives.dev",
	} {
		c, err := ParseSource(s)
		if err != nil {
			t.Errorf("ParseSource(%q): %v", s, err)
			continue
		}
		if got := NameFor(&c); got != want {
			t.Errorf("NameFor(%s) = %q, want %q", s, got, want)
		}
		c.Name = want
		if _, err := c.Open(source.Env{Now: time.Now}); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestMachineZone(t *testing.T) {
	for tz, want := range map[string]string{"Europe/Oslo": "Europe/Oslo", ":America/New_York": "America/New_York"} {
		if got := MachineZone(func(name string) (string, bool) { return tz, name == "TZ" }); got != want {
			t.Errorf("MachineZone() with TZ=%s = %s, want %s", tz, got, want)
		}
	}
	if got := MachineZone(func(string) (string, bool) { return "", false }); !IsZone(got) {
		t.Errorf("MachineZone() = %q, which is no zone", got)
	}
}
