package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest/source"
)

// base is a configuration that is right; lines of it are replaced to make one that is wrong.
const base = `community:
  name: Example
  timezone: Europe/London
database: recap.db
sources:
  - name: planet
    every: 1h
    feed: {url: "https://planet.example.org/atom.xml"}
  - name: dev
    mbox: {path: "dev.mbox", list: dev@lists.example.org}
events:
  - name: Days
    start: 2026-10-15
    end: 2026-10-16
digests:
  - name: daily
    period: day
    at: "07:00"
outputs:
  - name: pages
    html: {dir: public}
`

func TestBadConfig(t *testing.T) {
	tests := []struct {
		name     string
		old, new string // what to replace in base; an empty old replaces all
		line     int
		key      string
		what     string
		remedy   string
	}{
		{"unknown top key", "database: recap.db", "databse: recap.db", 4, "databse", "unknown key", "did you mean database?"},
		{"unknown key in community", "  name: Example", "  nmae: Example", 2, "community.nmae", "unknown key", "did you mean name?"},
		{"unknown key in a kind", "list: dev@", "lst: dev@", 10, "sources[1].mbox.lst", "unknown key", "did you mean list?"},
		{"key that nothing has", "    every: 1h", "    frequency: 1h", 7, "sources[0].frequency", "unknown key", "the keys here are name, every, publish"},
		{"misplaced key", "database: recap.db", "words: 400", 4, "words", "does not belong here", "move it to digests[]"},
		{"misplaced kind option", "    every: 1h", "    url: x", 7, "sources[0].url", "does not belong here", "sources[]."},
		{"unknown kind", `    feed: {url: "https://planet.example.org/atom.xml"}`, "    gopher: {host: gopher.example.org}", 8, "sources[0].gopher", "unknown kind", "the kinds of this version are mbox, "},
		{"misspelt kind", "    feed: {", "    fed: {", 8, "sources[0].fed", "unknown kind", "did you mean feed?"},
		{"no kind", `    feed: {url: "https://planet.example.org/atom.xml"}` + "\n", "", 6, "sources[0]", "has no kind", "mbox, "},
		{"two kinds", "    every: 1h", "    mastodon: {server: https://social.example.org, tag: x}", 8, "sources[0].feed", "second kind beside mastodon", "keep one"},
		{"two kinds of output", "    html: {dir: public}", "    html: {dir: public}\n    json: {dir: data}", 22, "outputs[0].json", "second kind beside html", "keep one"},
		{"unknown kind of output", "    html: {dir: public}", "    gopher: {dir: public}", 21, "outputs[0].gopher", "unknown kind", "jekyll"},
		{"output without kind", "    html: {dir: public}\n", "", 20, "outputs[0]", "has no kind", "html"},
		{"no list", "sources:\n  - name: planet\n    every: 1h\n    feed: {url: \"https://planet.example.org/atom.xml\"}\n  - name: dev\n", "sources:\n    name: dev\n", 6, "sources", "wants a list", "\"-\""},
		{"text where keys belong", "community:\n  name: Example\n  timezone: Europe/London", "community: Example", 1, "community", "wants keys with values", "key: value"},
		{"list where a text belongs", "  name: Example", "  name: [Example]", 2, "community.name", "wants a text, not a list", "quotes"},
		{"boolean where a text belongs", "  name: Example", "  name: true", 2, "community.name", `wants a text, not "true"`, "quotes"},
		{"text where a boolean belongs", "  name: Example", "  name: Example\n  show_addresses: sometimes", 3, "community.show_addresses", "wants true or false", "without quotes"},
		{"text where a number belongs", `    at: "07:00"`, "    words: many", 18, "digests[0].words", "wants a whole number", "digits"},
		{"number out of range", `    at: "07:00"`, "    words: 3", 18, "digests[0].words", "out of range", "choose from 50"},
		{"bad duration", "    every: 1h", "    every: 1d", 7, "sources[0].every", `"1d" is not a duration`, "15m"},
		{"duration without unit", "    every: 1h", "    every: 15", 7, "sources[0].every", "is not a duration", "unit"},
		{"negative duration", "    every: 1h", "    every: -1h", 7, "sources[0].every", "less than nothing", "15m"},
		{"bad zone", "Europe/London", "Europe/Londinium", 3, "community.timezone", "is not a time zone", "IANA"},
		{"bad language", "  name: Example", "  name: Example\n  language: klingon!", 3, "community.language", "is not a language tag", "BCP 47"},
		{"bad date", "start: 2026-10-15", "start: 15.10.2026", 13, "events[0].start", "is not a date", "YYYY-MM-DD"},
		{"day that no month has", "start: 2026-10-15", "start: 2026-02-30", 13, "events[0].start", "is not a date", "YYYY-MM-DD"},
		{"end before start", "end: 2026-10-16", "end: 2026-10-14", 14, "events[0].end", "is before the start", "correct one"},
		{"event without start", "    start: 2026-10-15\n", "", 12, "events[0].start", "is missing", "YYYY-MM-DD"},
		{"bad time of day", `"07:00"`, `"7 am"`, 18, "digests[0].at", "is not a time of day", "HH:MM"},
		{"bad period", "period: day", "period: dya", 17, "digests[0].period", "is not known", "did you mean day?"},
		{"bad approval", `    at: "07:00"`, "    approval: requird", 18, "digests[0].approval", "is not known", "did you mean required?"},
		{"bad export", "    every: 1h", "    export: ids", 7, "sources[0].export", "is not known", "full, ids-only"},
		{"bad publish", "    every: 1h", "    publish: some", 7, "sources[0].publish", "is not known", "full, count, none"},
		{"event digest without events", "events:\n  - name: Days\n    start: 2026-10-15\n    end: 2026-10-16\ndigests:\n  - name: daily\n    period: day", "digests:\n  - name: daily\n    period: event", 13, "digests[0].period", "there is none", "events:"},
		{"URL of another scheme", "https://planet.example.org/atom.xml", "gopher://planet.example.org/", 8, "sources[0].feed.url", "is not a web address", "https://"},
		{"URL without host", "  name: Example", "  name: Example\n  url: \"https:///x\"", 3, "community.url", "names no host", "https://"},
		{"community without URL scheme", "  name: Example", "  name: Example\n  url: example.org", 3, "community.url", "is not a web address", "https://"},
		{"bad contact", "  name: Example", "  name: Example\n  contact: me", 3, "community.contact", "neither a mail address nor a URL", "reach you"},
		{"bad hashtag", "  name: Example", "  name: Example\n  hashtags: [two words]", 3, "community.hashtags[0]", "is not a hashtag", "one word"},
		{"bad mail domain", "  name: Example", "  name: Example\n  organizations: {ebay: eBay}", 3, "community.organizations[ebay]", "is not a mail domain", "example.org"},
		{"duplicate source", "  - name: dev", "  - name: planet", 9, "sources[1].name", "is the name of sources[0] already", "name of its own"},
		{"duplicate key", "    every: 1h", "    every: 1h\n    every: 2h", 8, "sources[0].every", "second time, after line 7", "keep one"},
		{"source without name", "  - name: dev\n    mbox:", "  - mbox:", 9, "sources[1].name", "is missing", "NAME"},
		{"empty name", "  - name: dev", "  - name: \"\"", 9, "sources[1].name", "is missing", "NAME"},
		{"empty list entry", "  - name: dev\n", "  -\n  - name: dev\n", 9, "sources[1]", "is empty", "remove it"},
		{"missing key of a kind", `mbox: {path: "dev.mbox", list: dev@lists.example.org}`, "mbox: {list: dev@lists.example.org}", 10, "sources[1].mbox.path", "is missing", "add path:"},
		{"kind without anything", `    feed: {url: "https://planet.example.org/atom.xml"}`, "    feed:", 8, "sources[0].feed.url", "is missing", "add url:"},
		{"missing key of an output", "html: {dir: public}", "atom: {file: a.xml}", 21, "outputs[0].atom.url", "is missing", "add url:"},
		{"output for an unknown digest", "    html: {dir: public}", "    digests: [dayly]\n    html: {dir: public}", 21, "outputs[0].digests[0]", "there is no digest", "did you mean daily?"},
		{"live twitter", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x}", 8, "sources[0].twitter", "is off without a token", "bearer_token_file"},
		{"twitter with two places", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x, path: x.json, base_url: \"https://social.example.org/api\"}", 8, "sources[0].twitter", "both path and base_url", "two sources"},
		{"twitter with a login in the address", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x, base_url: \"https://ann:x@social.example.org/api\"}", 8, "sources[0].twitter", "is no address of an API", "without a login"},
		{"twitter with no password", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x, user: ann, base_url: \"https://social.example.org/api\"}", 8, "sources[0].twitter", "belong together", "set both"},
		{"twitter with too small a budget", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x, bearer_token: y, max_reads_per_month: 5}", 8, "sources[0].twitter", "too little for one page", "at least 20"},
		{"unset variable", "  name: Example", "  name: ${RECAP_NOT_SET}", 2, "community.name", "RECAP_NOT_SET is not set", "$${"},
		{"unclosed variable", "  name: Example", "  name: \"${RECAP\"", 2, "community.name", "is not the name of a variable", "${NAME}"},
		{"missing secret file", `feed: {url: "https://planet.example.org/atom.xml"}`, "mastodon: {server: https://social.example.org, tag: x, token_file: no.secret}", 8, "sources[0].mastodon.token_file", "no such file", "create the file"},
		{"empty secret file", `feed: {url: "https://planet.example.org/atom.xml"}`, "mastodon: {server: https://social.example.org, tag: x, token_file: empty.secret}", 8, "sources[0].mastodon.token_file", "is empty", "write"},
		{"bluesky without account", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x}`, 8, "sources[0].bluesky.handle", "is missing", "add handle:"},
		{"bluesky without password", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x, handle: ann.example.org}`, 8, "sources[0].bluesky", "has no password", "app-passwords"},
		{"bluesky with an odd handle", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x, handle: ann, password: y}`, 8, "sources[0].bluesky.handle", "is no handle", "name.bsky.social"},
		{"bluesky in the clear", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x, handle: ann.example.org, password: y, server: "http://pds.example.org"}`, 8, "sources[0].bluesky", "is not https", "must not travel in the clear"},
		{"bluesky that quotes always", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x, handle: ann.example.org, password: y, quote: always}`, 8, "sources[0].bluesky", "quote is", "write auto or never"},
		{"missing app password", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x, handle: ann.example.org, password_file: no.secret}`, 8, "sources[0].bluesky.password_file", "no such file", "create the file"},
		{"hackernews without query", `feed: {url: "https://planet.example.org/atom.xml"}`, `hackernews: {comments: true}`, 8, "sources[0].hackernews.query", "is missing", "add query:"},
		{"hackernews with an empty query", `feed: {url: "https://planet.example.org/atom.xml"}`, `hackernews: {query: " "}`, 8, "sources[0].hackernews", "has no query", "set query"},
		{"missing programme", "    end: 2026-10-16", "    programme: no.ics", 14, "events[0].programme", "no such file", "create the file"},
		{"bad programme", "    end: 2026-10-16", "    programme: bad.ics", 14, "events[0].programme", "bad.ics:2: a property without a colon", "iCalendar"},
		{"bad accent", "database: recap.db", "branding: {accent: teal}", 4, "branding.accent", `"teal" is no colour`, `"#0a5"`},
		{"missing logo", "database: recap.db", "branding: {logo: no.png}", 4, "branding.logo", "no such file", "correct the path"},
		{"logo that is no picture", "database: recap.db", "branding: {logo: bad.ics}", 4, "branding.logo", "is no PNG, JPEG, GIF or SVG", "name a picture"},
		{"styles that load", "database: recap.db", "branding: {css: bad.css}", 4, "branding.css", `holds "@import"`, "leave it out"},
		{"missing templates", "database: recap.db", "templates: nowhere", 4, "templates", "no such file", "name a folder"},
		{"unknown template", "database: recap.db", "templates: others", 4, "templates", "others/pages.html is no template", "article.html, index.html"},
		{"template that is not one", "database: recap.db", "templates: torn", 4, "templates", "torn/page.html:2: ", "correct it"},
		{"template that fails", "database: recap.db", "templates: failing", 4, "templates", "failing/index.html:3:", "correct it"},
		{"ping that is no address", "database: recap.db", "ping: example.org", 4, "ping", "is not a web address", "https://"},
		{"alerts to nowhere", "database: recap.db", "alerts: {webhook: {url: \"ftp://example.org\"}}", 4, "alerts.webhook.url", "is not a web address", "https://"},
		{"a secret for nobody", "database: recap.db", "alerts: {webhook: {secret_file: bad.css}}", 4, "alerts.webhook.url", "is missing", "add the address"},
		{"a patience of nothing", "database: recap.db", "alerts: {source_after: 0s}", 4, "alerts.source_after", "is nothing", "24h"},
		{"database is a directory", "database: recap.db", "database: .", 4, "database", "is a directory", "recap.db"},
		{"no sources", "sources:\n  - name: planet\n    every: 1h\n    feed: {url: \"https://planet.example.org/atom.xml\"}\n  - name: dev\n    mbox: {path: \"dev.mbox\", list: dev@lists.example.org}\n", "", 1, "sources", "is missing", "add at least one"},
		{"no community", "community:\n  name: Example\n  timezone: Europe/London\n", "", 1, "community.name", "is missing", "name: NAME"},
		{"tab", "  timezone: Europe/London", "\ttimezone: Europe/London", 3, "config", "is not YAML", "tabs"},
		{"unclosed quote", `"07:00"`, `"07:00`, 18, "config", "is not YAML", "quotes"},
		{"second document", "outputs:", "---\noutputs:", 19, "config", "second document", "---"},
		{"empty file", "", "", 1, "config", "is empty", "recap init"},
		{"only comments", "", "# nothing\n", 1, "config", "is empty", "recap init"},
		{"a list", "", "- a\n- b\n", 1, "config", "wants keys with values, not a list", "key: value"},
		{"alias of itself", "  name: Example", "  name: &a [*a]", 2, "community.name", "wants a text", "quotes"},
		{"bad JSON value", "", `{"community": {"name": "J"}, "sources": [{"name": "x", "feed": {"uri": "y"}}]}`, 1, "sources[0].feed.uri", "unknown key", "did you mean url?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.new
			if tt.old != "" {
				if !strings.Contains(base, tt.old) {
					t.Fatalf("base does not contain %q", tt.old)
				}
				text = strings.Replace(base, tt.old, tt.new, 1)
			}
			dir := t.TempDir()
			file := filepath.Join(dir, "recap.yaml")
			writeFile(t, file, text)
			writeFile(t, filepath.Join(dir, "empty.secret"), "")
			writeFile(t, filepath.Join(dir, "bad.ics"), "BEGIN:VCALENDAR\nTalk\n")
			writeFile(t, filepath.Join(dir, "bad.css"), "@import 'other.css';\n")
			for name, text := range map[string]string{"others/pages.html": "", "torn/page.html": "<p>\n{{if}}\n", "failing/index.html": "<p>\n</p>\n{{.Nothing}}\n"} {
				if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
					t.Fatal(err)
				}
				writeFile(t, filepath.Join(dir, name), text)
			}
			for _, verb := range []string{"check", "ingest", "run"} {
				var stdout, stderr bytes.Buffer
				code := run(context.Background(), []string{verb, "--config", file}, strings.NewReader(""), &stdout, &stderr, env(nil))
				if code != exitUsage || stdout.Len() > 0 {
					t.Errorf("recap %s = %d with %q on stdout, want %d with nothing", verb, code, &stdout, exitUsage)
				}
				got := stderr.String()
				if strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, "\n") {
					t.Errorf("recap %s printed %q, want one line", verb, got)
				}
				m := errorLine.FindStringSubmatch(strings.TrimPrefix(strings.TrimSpace(got), dir+"/"))
				if m == nil {
					t.Fatalf("recap %s printed %q, want FILE:LINE: KEY: WHAT; REMEDY", verb, got)
				}
				want := []string{"recap.yaml", itoa(tt.line), tt.key}
				if diff := cmp.Diff(want, m[1:4]); diff != "" {
					t.Errorf("recap %s printed %q; place (-want +got):\n%s", verb, got, diff)
				}
				if !strings.Contains(m[4], tt.what) || !strings.Contains(m[5], tt.remedy) {
					t.Errorf("recap %s printed %q, want %q; %q", verb, got, tt.what, tt.remedy)
				}
			}
			if names := listed(t, dir); len(names) != 7 {
				t.Errorf("after a bad configuration there is %q, want nothing new", names)
			}
		})
	}
}

// errorLine takes the message about a configuration apart.
var errorLine = regexp.MustCompile(`^(\S+):(\d+): (\S+): (.+?); (.+)$`)

func TestUnreadableConfig(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{filepath.Join(dir, "none.yaml"), dir} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), []string{"check", "--config", file}, strings.NewReader(""), &stdout, &stderr, env(nil))
		if got := stderr.String(); code != exitUsage || strings.Count(got, "\n") != 1 || !errorLine.MatchString(strings.TrimSpace(got)) {
			t.Errorf("recap check --config %s = %d, %q, want %d and one line with a remedy", file, code, got, exitUsage)
		}
	}
}

func TestGoodConfig(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, filepath.Join(dir, "token"), "secret\n")
	writeFile(t, file, `
community: {name: "${NAME} and $${NAME}", hashtags: ["#one", two]}
database: ~/data/recap.db
sources:
  - &a {name: a, every: 0s, feed: {url: "feeds/a.xml"}}
  - {<<: *a, name: b, publish: count}
  - {name: c, mbox: {path: "https://lists.example.org/c.mbox"}}
  - {name: d, mastodon: {server: "https://social.example.org", tag: x, token_file: token}}
digests:
  - {name: weekly, period: week, settle: 0s}
outputs:
`)
	c, err := config.Load(file, env(map[string]string{"NAME": "Ann", "HOME": "/home/ann"}))
	if err != nil {
		t.Fatalf("loadConfig() = %v", err)
	}
	if want := "Ann and ${NAME}"; c.Community.Name != want {
		t.Errorf("name = %q, want %q", c.Community.Name, want)
	}
	if diff := cmp.Diff([]string{"one", "two"}, c.Community.Hashtags); diff != "" {
		t.Errorf("hashtags (-want +got):\n%s", diff)
	}
	if want := "/home/ann/data/recap.db"; c.Database != want {
		t.Errorf("database = %q, want %q", c.Database, want)
	}
	if got, want := c.Sources[0].Feed.URL, filepath.Join(dir, "feeds/a.xml"); got != want || c.Sources[0].Every != 0 {
		t.Errorf("source a = %q every %v, want %q every 0s", got, c.Sources[0].Every, want)
	}
	if b := c.Sources[1]; b.Name != "b" || b.Publish != "count" || b.Feed == nil || b.Every != 0 {
		t.Errorf("source b = %+v, want what it inherits from a with its own name", b)
	}
	if got, want := c.Sources[2].Mbox.Path, "https://lists.example.org/c.mbox"; got != want || c.Sources[2].Every != source.Pace {
		t.Errorf("source c = %q every %v, want %q every %v", got, c.Sources[2].Every, want, source.Pace)
	}
	if got, want := c.Sources[3].Mastodon.TokenFile, filepath.Join(dir, "token"); got != want {
		t.Errorf("token_file = %q, want %q", got, want)
	}
	want := config.Digest{Name: "weekly", Period: "week", At: config.Clock{Hour: 7, Minute: 0}, Settle: 0, CatchUp: 7, MaxAge: 36 * time.Hour, Words: 480, MaxStories: 6, StoryWords: 120, WhenEmpty: "skip", Approval: "none"}
	if diff := cmp.Diff([]config.Digest{want}, c.Digests); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestJSONConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, "{\n\t\"community\": {\"name\": \"a\\/b \\ud83d\\ude00\"},\n\t\"sources\": [{\"name\": \"x\", \"feed\": {\"url\": \"x.xml\"}}]\n}\n")
	c, err := config.Load(file, env(nil))
	if err != nil {
		t.Fatalf("loadConfig() of JSON = %v", err)
	}
	if want := "a/b 😀"; c.Community.Name != want {
		t.Errorf("name = %q, want %q", c.Community.Name, want)
	}
	if len(c.Digests) != 1 || c.Digests[0].Name != "daily" || c.Digests[0].Period != "day" {
		t.Errorf("digests = %+v, want one a day by default", c.Digests)
	}
}

// TestExampleConfig demands that config.example.yaml is right as it stands, and shows every key that there is.
func TestExampleConfig(t *testing.T) {
	data, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, file, string(data))
	for _, name := range secrets.FindAllString(string(data), -1) {
		writeFile(t, filepath.Join(dir, name), "x\n")
	}
	writeFile(t, filepath.Join(dir, "programme.ics"), "BEGIN:VCALENDAR\nEND:VCALENDAR\n")
	writeFile(t, filepath.Join(dir, "logo.png"), `<svg xmlns="http://www.w3.org/2000/svg"></svg>`) // what a picture is, its content says
	writeFile(t, filepath.Join(dir, "pages.css"), "h1 { color: navy }\n")
	if err := os.Mkdir(filepath.Join(dir, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(file, env(map[string]string{"HOME": dir})); err != nil {
		t.Fatalf("loadConfig(config.example.yaml) = %v", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	keysOf(doc.Content[0], "", shown)
	config.EachStruct(reflect.TypeFor[config.Config](), "", func(path string, typ reflect.Type) {
		for _, f := range config.FieldsOf(typ) {
			if key := config.Join(path, f.Name); !shown[key] {
				t.Errorf("config.example.yaml does not show %s", key)
			}
		}
	})
}

// secrets matches names of files with secrets.
var secrets = regexp.MustCompile(`[\w.-]+\.secret`)

// keysOf notes the paths of all keys below n, with [] for the entries of a list.
func keysOf(n *yaml.Node, path string, keys map[string]bool) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			keysOf(item, path+"[]", keys)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := config.Join(path, n.Content[i].Value)
			keys[key] = true
			keysOf(n.Content[i+1], key, keys)
		}
	}
}

func TestInitConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, string(starter))
	if _, err := config.Load(file, env(nil)); err != nil {
		t.Errorf("loadConfig() of what init writes = %v", err)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(base)
	f.Add(`{"community": {"name": "a"}, "sources": [{"name": "b", "feed": {"url": "c"}}]}`)
	f.Add("a: &a [*a]\ncommunity: *a")
	f.Add("community: {<<: &b {<<: *b}}")
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "recap.yaml")
		writeFile(t, file, text)
		_, err := config.Load(file, env(nil))
		if err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("loadConfig() = %q, want one plain line", err)
		}
	})
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"databse", "database"}, {"Database", "database"}, {"word", "words"}, {"x", ""}, {"telephone", ""},
	} {
		if got := console.Nearest(tt.word, []string{"community", "database", "words"}); got != tt.want {
			t.Errorf("nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
