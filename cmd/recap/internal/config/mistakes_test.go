package config

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// errorLine takes the message about a configuration apart.
var errorLine = regexp.MustCompile(`^(\S+):(\d+): (\S+): (.+?); (.+)$`)

// folder makes a folder with files that configurations name, and returns the name of a configuration in it.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"empty.secret": "", "full.secret": "sesame\n", "bad.ics": "BEGIN:VCALENDAR\nTalk\n", "bad.css": "@import 'other.css';\n",
		"others/pages.html": "", "torn/page.html": "<p>\n{{if}}\n", "failing/index.html": "<p>\n</p>\n{{.Nothing}}\n",
	} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	return filepath.Join(dir, "recap.yaml")
}

// mistakes returns what is said of a configuration, a line each, without its folder.
func mistakes(file, text string) []string {
	_, err := Decode(file, []byte(text), env(nil))
	if err == nil {
		return nil
	}
	var lines []string
	for _, line := range strings.Split(err.Error(), "\n") {
		lines = append(lines, strings.TrimPrefix(line, filepath.Dir(file)+"/"))
	}
	return lines
}

// replaced returns base with edits, each a part of it and what stands there instead.
func replaced(t *testing.T, edits ...string) string {
	t.Helper()
	text := base
	for i := 0; i < len(edits); i += 2 {
		if strings.Count(text, edits[i]) != 1 {
			t.Fatalf("%q stands %d times in the configuration", edits[i], strings.Count(text, edits[i]))
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return text
}

// A mistake is one change that makes a configuration wrong, and the one line that says so.
type mistake struct {
	name     string
	old, new string // what to replace in base; an empty old replaces all
	line     int
	key      string
	what     string
	remedy   string
}

func TestOneMistake(t *testing.T) {
	tests := []mistake{
		{"unknown top key", "database: recap.db", "databse: recap.db", 4, "databse", "unknown key", "did you mean database?"},
		{"unknown key in community", "  name: Example", "  nmae: Example", 2, "community.nmae", "unknown key", "did you mean name?"},
		{"unknown key in a kind", "list: dev@", "lst: dev@", 10, "sources[1].mbox.lst", "unknown key", "did you mean list?"},
		{"key that nothing has", "    every: 1h", "    frequency: 1h", 7, "sources[0].frequency", "unknown key",
			"the keys here are name, every, publish"},
		{"alerts by no output", "database: recap.db", "alerts: {to: [ann@example.org]}", 4, "alerts.via", "is missing", "email or sendmail"},
		{"alerts by an output that is no mail", "database: recap.db", "alerts: {to: [ann@example.org], via: pages}", 4, "alerts.via",
			"is no output that sends mail", "email or sendmail"},
		{"alerts to nobody", "database: recap.db", "alerts: {via: pages}", 4, "alerts.to", "is missing", "who gets the mail"},
		{"links without a secret", "database: recap.db", "serve: {url: \"https://news.example.org\"}", 4, "serve.token_file",
			"is missing", "openssl"},
		{"links at no port", "database: recap.db", "serve: {addr: localhost}", 4, "serve.addr", "is not HOST:PORT", "127.0.0.1:8025"},
		{"misplaced key", "database: recap.db", "words: 400", 4, "words", "does not belong here", "move it to digests[]"},
		{"misplaced kind option", "    every: 1h", "    url: x", 7, "sources[0].url", "does not belong here", "sources[]."},
		{"unknown kind", `    feed: {url: "https://planet.example.org/atom.xml"}`, "    gopher: {host: gopher.example.org}",
			8, "sources[0].gopher", "unknown kind", "the kinds of this version are mbox, "},
		{"misspelt kind", "    feed: {", "    fed: {", 8, "sources[0].fed", "unknown kind", "did you mean feed?"},
		{"no kind", `    feed: {url: "https://planet.example.org/atom.xml"}` + "\n", "", 6, "sources[0]", "has no kind", "mbox, "},
		{"two kinds", "    every: 1h", "    mastodon: {server: https://social.example.org, tag: x}", 8, "sources[0].feed",
			"second kind beside mastodon", "keep one"},
		{"two kinds of output", "    html: {dir: public}", "    html: {dir: public}\n    json: {dir: data}", 22,
			"outputs[0].json", "second kind beside html", "keep one"},
		{"unknown kind of output", "    html: {dir: public}", "    gopher: {dir: public}", 21, "outputs[0].gopher", "unknown kind", "jekyll"},
		{"output without kind", "    html: {dir: public}\n", "", 20, "outputs[0]", "has no kind", "html"},
		{"no list",
			"sources:\n  - name: planet\n    every: 1h\n    feed: {url: \"https://planet.example.org/atom.xml\"}\n  - name: dev\n",
			"sources:\n    name: dev\n", 6, "sources", "wants a list", "\"-\""},
		{"text where keys belong", "community:\n  name: Example\n  timezone: Europe/London", "community: Example", 1,
			"community", "wants keys with values", "key: value"},
		{"list where a text belongs", "  name: Example", "  name: [Example]", 2, "community.name", "wants a text, not a list", "quotes"},
		{"boolean where a text belongs", "  name: Example", "  name: true", 2, "community.name", `wants a text, not "true"`, "quotes"},
		{"text where a boolean belongs", "  name: Example", "  name: Example\n  show_addresses: sometimes", 3,
			"community.show_addresses", "wants true or false", "without quotes"},
		{"text where a number belongs", `    at: "07:00"`, "    words: many", 18, "digests[0].words", "wants a whole number", "digits"},
		{"number out of range", `    at: "07:00"`, "    words: 3", 18, "digests[0].words", "out of range", "choose from 50"},
		{"bad duration", "    every: 1h", "    every: 1d", 7, "sources[0].every", `"1d" is not a duration`, "15m"},
		{"duration without unit", "    every: 1h", "    every: 15", 7, "sources[0].every", "is not a duration", "unit"},
		{"negative duration", "    every: 1h", "    every: -1h", 7, "sources[0].every", "less than nothing", "15m"},
		{"bad zone", "Europe/London", "Europe/Londinium", 3, "community.timezone", "is not a time zone", "IANA"},
		{"bad language", "  name: Example", "  name: Example\n  language: klingon!", 3, "community.language", "is not a language tag", "BCP 47"},
		{"bad date", "start: 2026-10-15", "start: 15.10.2026", 13, "events[0].start", "is not a date", "YYYY-MM-DD"},
		{"day that no month has", "start: 2026-10-15", "start: 2026-02-30", 13, "events[0].start", "is not a date", "YYYY-MM-DD"},
		{"two digests of days on one page", "digests:\n", "digests:\n  - {name: brief, words: 150}\n", 21, "outputs[0]",
			"brief and daily both tell each day", "an output of its own"},
		{"a digest of days and one of an event's only day", "    end: 2026-10-16\ndigests:\n",
			"    end: 2026-10-15\ndigests:\n  - {name: fest, period: event}\n", 21, "outputs[0]",
			"fest and daily both tell Days", "an output of its own"},
		{"two lists of recaps at one place", "    html: {dir: public}\n", "    html: {dir: public}\n  - {name: more, digests: [daily], html: {dir: ./public/}}\n", 22, "outputs[1]",
			"writes the same files to", "a place of its own"},
		{"two outputs with the same posts", "    html: {dir: public}\n", "    hugo: {dir: site}\n  - {name: more, hugo: {dir: site}}\n", 22, "outputs[1]",
			"as outputs[0]", "a place of its own"},
		{"end before start", "end: 2026-10-16", "end: 2026-10-14", 14, "events[0].end", "is before the start", "correct one"},
		{"event without start", "    start: 2026-10-15\n", "", 12, "events[0].start", "is missing", "YYYY-MM-DD"},
		{"bad time of day", `"07:00"`, `"7 am"`, 18, "digests[0].at", "is not a time of day", "HH:MM"},
		{"bad period", "period: day", "period: dya", 17, "digests[0].period", "is not known", "did you mean day?"},
		{"bad approval", `    at: "07:00"`, "    approval: requird", 18, "digests[0].approval", "is not known", "did you mean required?"},
		{"bad export", "    every: 1h", "    export: ids", 7, "sources[0].export", "is not known", "full, ids-only"},
		{"bad publish", "    every: 1h", "    publish: some", 7, "sources[0].publish", "is not known", "full, count, none"},
		{"event digest without events",
			"events:\n  - name: Days\n    start: 2026-10-15\n    end: 2026-10-16\ndigests:\n  - name: daily\n    period: day",
			"digests:\n  - name: daily\n    period: event", 13, "digests[0].period", "there is none", "events:"},
		{"URL of another scheme", "https://planet.example.org/atom.xml", "gopher://planet.example.org/", 8,
			"sources[0].feed.url", "is not a web address", "https://"},
		{"URL without host", "  name: Example", "  name: Example\n  url: \"https:///x\"", 3, "community.url", "names no host", "https://"},
		{"community without URL scheme", "  name: Example", "  name: Example\n  url: example.org", 3, "community.url",
			"is not a web address", "https://"},
		{"bad contact", "  name: Example", "  name: Example\n  contact: me", 3, "community.contact",
			"neither a mail address nor a URL", "reach you"},
		{"bad hashtag", "  name: Example", "  name: Example\n  hashtags: [two words]", 3, "community.hashtags[0]",
			"is not a hashtag", "one word"},
		{"bad mail domain", "  name: Example", "  name: Example\n  organizations: {ebay: eBay}", 3,
			"community.organizations[ebay]", "is not a mail domain", "example.org"},
		{"duplicate source", "  - name: dev", "  - name: planet", 9, "sources[1].name", "is the name of sources[0] already", "name of its own"},
		{"duplicate key", "    every: 1h", "    every: 1h\n    every: 2h", 8, "sources[0].every", "second time, after line 7", "keep one"},
		{"source without name", "  - name: dev\n    mbox:", "  - mbox:", 9, "sources[1].name", "is missing", "NAME"},
		{"empty name", "  - name: dev", "  - name: \"\"", 9, "sources[1].name", "is missing", "NAME"},
		{"empty list entry", "  - name: dev\n", "  -\n  - name: dev\n", 9, "sources[1]", "is empty", "remove it"},
		{"missing key of a kind", `mbox: {path: "dev.mbox", list: dev@lists.example.org}`,
			"mbox: {list: dev@lists.example.org}", 10, "sources[1].mbox.path", "is missing", "add path:"},
		{"kind without anything", `    feed: {url: "https://planet.example.org/atom.xml"}`, "    feed:", 8,
			"sources[0].feed.url", "is missing", "add url:"},
		{"missing key of an output", "html: {dir: public}", "atom: {file: a.xml}", 21, "outputs[0].atom.url", "is missing", "add url:"},
		{"output for an unknown digest", "    html: {dir: public}", "    digests: [dayly]\n    html: {dir: public}", 21,
			"outputs[0].digests[0]", "there is no digest", "did you mean daily?"},
		{"live twitter", `feed: {url: "https://planet.example.org/atom.xml"}`, "twitter: {tag: x}", 8, "sources[0].twitter",
			"is off without a token", "bearer_token_file"},
		{"twitter with two places", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"twitter: {tag: x, path: x.json, base_url: \"https://social.example.org/api\"}", 8, "sources[0].twitter",
			"both path and base_url", "two sources"},
		{"twitter with a login in the address", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"twitter: {tag: x, base_url: \"https://ann:x@social.example.org/api\"}", 8, "sources[0].twitter.base_url",
			"is no address of an API", "without a login"},
		{"twitter with no password", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"twitter: {tag: x, user: ann, base_url: \"https://social.example.org/api\"}", 8, "sources[0].twitter.user",
			"belong together", "set both"},
		{"twitter with too small a budget", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"twitter: {tag: x, bearer_token: y, max_reads_per_month: 5}", 8, "sources[0].twitter.max_reads_per_month",
			"too little for one page", "at least 20"},
		{"unset variable", "  name: Example", "  name: ${RECAP_NOT_SET}", 2, "community.name", "RECAP_NOT_SET is not set", "$${"},
		{"unclosed variable", "  name: Example", "  name: \"${RECAP\"", 2, "community.name", "is not the name of a variable", "${NAME}"},
		{"missing secret file", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"mastodon: {server: https://social.example.org, tag: x, token_file: no.secret}", 8, "sources[0].mastodon.token_file",
			"no such file", "create the file"},
		{"empty secret file", `feed: {url: "https://planet.example.org/atom.xml"}`,
			"mastodon: {server: https://social.example.org, tag: x, token_file: empty.secret}", 8,
			"sources[0].mastodon.token_file", "is empty", "write"},
		{"bluesky without account", `feed: {url: "https://planet.example.org/atom.xml"}`, `bluesky: {tag: x}`, 8,
			"sources[0].bluesky.handle", "is missing", "add handle:"},
		{"bluesky without password", `feed: {url: "https://planet.example.org/atom.xml"}`,
			`bluesky: {tag: x, handle: ann.example.org}`, 8, "sources[0].bluesky", "has no password", "app-passwords"},
		{"bluesky with an odd handle", `feed: {url: "https://planet.example.org/atom.xml"}`,
			`bluesky: {tag: x, handle: ann, password: y}`, 8, "sources[0].bluesky.handle", "is no handle", "name.bsky.social"},
		{"bluesky in the clear", `feed: {url: "https://planet.example.org/atom.xml"}`,
			`bluesky: {tag: x, handle: ann.example.org, password: y, server: "http://pds.example.org"}`, 8,
			"sources[0].bluesky.server", "is not https", "must not travel in the clear"},
		{"bluesky that quotes always", `feed: {url: "https://planet.example.org/atom.xml"}`,
			`bluesky: {tag: x, handle: ann.example.org, password: y, quote: always}`, 8, "sources[0].bluesky.quote",
			"is not known", "auto, never"},
		{"missing app password", `feed: {url: "https://planet.example.org/atom.xml"}`,
			`bluesky: {tag: x, handle: ann.example.org, password_file: no.secret}`, 8, "sources[0].bluesky.password_file",
			"no such file", "create the file"},
		{"hackernews without query", `feed: {url: "https://planet.example.org/atom.xml"}`, `hackernews: {comments: true}`, 8,
			"sources[0].hackernews.query", "is missing", "add query:"},
		{"hackernews with an empty query", `feed: {url: "https://planet.example.org/atom.xml"}`, `hackernews: {query: " "}`,
			8, "sources[0].hackernews", "has no query", "set query"},
		{"missing programme", "    end: 2026-10-16", "    programme: no.ics", 14, "events[0].programme", "no such file", "create the file"},
		{"bad programme", "    end: 2026-10-16", "    programme: bad.ics", 14, "events[0].programme",
			"bad.ics:2: a property without a colon", "iCalendar"},
		{"bad accent", "database: recap.db", "branding: {accent: teal}", 4, "branding.accent", `"teal" is no colour`, `"#0a5"`},
		{"missing logo", "database: recap.db", "branding: {logo: no.png}", 4, "branding.logo", "no such file", "correct the path"},
		{"logo that is no picture", "database: recap.db", "branding: {logo: bad.ics}", 4, "branding.logo",
			"is no PNG, JPEG, GIF or SVG", "name a picture"},
		{"styles that load", "database: recap.db", "branding: {css: bad.css}", 4, "branding.css", `holds "@import"`, "leave it out"},
		{"missing templates", "database: recap.db", "templates: nowhere", 4, "templates", "no such file", "name a folder"},
		{"unknown template", "database: recap.db", "templates: others", 4, "templates", "others/pages.html is no template",
			"article.html, index.html"},
		{"template that is not one", "database: recap.db", "templates: torn", 4, "templates", "torn/page.html:2: ", "correct it"},
		{"template that fails", "database: recap.db", "templates: failing", 4, "templates", "failing/index.html:3:", "correct it"},
		{"ping that is no address", "database: recap.db", "ping: example.org", 4, "ping", "is not a web address", "https://"},
		{"alerts to nowhere", "database: recap.db", "alerts: {webhook: {url: \"ftp://example.org\"}}", 4,
			"alerts.webhook.url", "is not a web address", "https://"},
		{"a secret for nobody", "database: recap.db", "alerts: {webhook: {secret_file: bad.css}}", 4, "alerts.webhook.url",
			"is missing", "add the address"},
		{"a program without name", "database: recap.db", "alerts: {command: [\"\", x]}", 4, "alerts.command[0]", "is empty", "name the program"},
		{"a patience of nothing", "database: recap.db", "alerts: {source_after: 0s}", 4, "alerts.source_after", "is nothing", "24h"},
		{"database is a directory", "database: recap.db", "database: .", 4, "database", "is a directory", "recap.db"},
		{"no sources",
			"sources:\n  - name: planet\n    every: 1h\n    feed: {url: \"https://planet.example.org/atom.xml\"}\n" +
				"  - name: dev\n    mbox: {path: \"dev.mbox\", list: dev@lists.example.org}\n",
			"", 1, "sources", "is missing", "add at least one"},
		{"no community", "community:\n  name: Example\n  timezone: Europe/London\n", "", 1, "community.name", "is missing", "name: NAME"},
		{"tab", "  timezone: Europe/London", "\ttimezone: Europe/London", 3, "config", "is not YAML", "tabs"},
		{"unclosed quote", `"07:00"`, `"07:00`, 18, "config", "is not YAML", "quotes"},
		{"second document", "outputs:", "---\noutputs:", 19, "config", "second document", "---"},
		{"empty file", "", "", 1, "config", "is empty", "recap init"},
		{"only comments", "", "# nothing\n", 1, "config", "is empty", "recap init"},
		{"a list", "", "- a\n- b\n", 1, "config", "wants keys with values, not a list", "key: value"},
		{"alias of itself", "  name: Example", "  name: &a [*a]", 2, "community.name", "wants a text", "quotes"},
		{"bad JSON value", "", `{"community": {"name": "J"}, "sources": [{"name": "x", "feed": {"uri": "y"}}]}`, 1,
			"sources[0].feed.uri", "unknown key", "did you mean url?"},
	}
	file := folder(t)
	for _, tt := range append(tests, mistakesOfValues...) {
		text := tt.new
		if tt.old != "" {
			text = replaced(t, tt.old, tt.new)
		}
		got := mistakes(file, text)
		if len(got) != 1 {
			t.Errorf("%s: %d lines, want one:\n%s", tt.name, len(got), strings.Join(got, "\n"))
			continue
		}
		m := errorLine.FindStringSubmatch(got[0])
		if m == nil {
			t.Errorf("%s: %q, want FILE:LINE: KEY: WHAT; REMEDY", tt.name, got[0])
			continue
		}
		if diff := cmp.Diff([]string{"recap.yaml", strconv.Itoa(tt.line), tt.key}, m[1:4]); diff != "" {
			t.Errorf("%s: %q; place (-want +got):\n%s", tt.name, got[0], diff)
		}
		if !strings.Contains(m[4], tt.what) || !strings.Contains(m[5], tt.remedy) {
			t.Errorf("%s: %q, want %q; %q", tt.name, got[0], tt.what, tt.remedy)
		}
	}
}

// TestAnyOneMistake makes a key of each line wrong in several ways, and demands one line about that line each time.
func TestAnyOneMistake(t *testing.T) {
	file, lines := folder(t), strings.Split(base, "\n")
	key := regexp.MustCompile(`^([ -]*)(\w+):(.*)$`)
	for i, line := range lines {
		m := key.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for _, wrong := range []string{m[1] + m[2] + "x:" + m[3], m[1] + m[2][:1] + "_" + m[2][1:] + ":" + m[3], m[1] + "zqzqzqzqzq:" + m[3],
			m[1] + m[2] + ": [[]]", m[1] + m[2] + ": {zqzqzqzqzq: 1}", m[1] + m[2] + ": ${ZQ}"} {
			text := append([]string(nil), lines...)
			text[i] = wrong
			next := i + 1
			for strings.ContainsAny(wrong, "[{") && m[3] == "" && strings.HasPrefix(lines[next], " ") {
				text[next], next = "", next+1 // what stood below the key
			}
			got := mistakes(file, strings.Join(text, "\n"))
			if len(got) != 1 || !strings.HasPrefix(got[0], fmt.Sprintf("recap.yaml:%d: ", i+1)) {
				t.Errorf("%q in line %d:\n%s", wrong, i+1, strings.Join(got, "\n"))
			}
		}
	}
}
