package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planet and pages are the source and the output of base that others take the place of.
const (
	planet = `    feed: {url: "https://planet.example.org/atom.xml"}`
	pages  = "    html: {dir: public}"
)

// mistakesOfValues are mistakes in one value, for each kind of value there is, and in what only some kinds take.
var mistakesOfValues = []mistake{
	{"address for a path", "database: recap.db", "database: https://example.org/recap.db", 4, "database",
		"is an address, not a path", "of this machine"},
	{"home for a path", "database: recap.db", "database: ~/recap.db", 4, "database", "HOME is not set", "write the whole path"},
	{"address for a folder", pages, `    json: {dir: "https://example.org/data"}`, 21, "outputs[0].json.dir",
		"is an address, not a path", "of this machine"},
	{"another scheme for files", `"dev.mbox"`, `"ftp://lists.example.org/dev.mbox"`, 10, "sources[1].mbox.path",
		"does not start with http", "https://"},
	{"folder for a file", "    end: 2026-10-16", "    programme: others", 14, "events[0].programme", "cannot be read",
		"name a file that holds it"},
	{"folder for a secret", planet, "    discourse: {url: https://forum.example.org, api_key_file: others}", 8,
		"sources[0].discourse.api_key_file", "cannot be read", "name a file"},
	{"missing cookie", planet,
		"    hyperkitty: {url: https://l.example.org/hyperkitty/, list: a@l.example.org, cookie_file: none.secret}", 8,
		"sources[0].hyperkitty.cookie_file", "no such file", "create the file"},
	{"address without scheme", planet, "    pipermail: {url: lists.example.org/pipermail/dev/}", 8,
		"sources[0].pipermail.url", "is not a web address", "https://"},
	{"address with a blank", planet, `    ponymail: {url: "https://lists example.org", list: a@l.example.org}`, 8,
		"sources[0].ponymail.url", "is not a web address", "https://"},
	{"server of another scheme", planet, "    mastodon: {server: gopher://social.example.org, tag: moor}", 8,
		"sources[0].mastodon.server", "is not the address of a server", "https://HOST"},
	{"archive without place", "list: dev@lists.example.org", "archive: https://archive.example.org/", 10,
		"sources[1].mbox.archive", "lacks {message_id}", "https://lists.example.org/{message_id}"},
	{"archive that is no address", `mbox: {path: "dev.mbox", list: dev@lists.example.org}`,
		`maildir: {path: dev, archive: "archive/{message_id}"}`, 10, "sources[1].maildir.archive", "is not a web address",
		"{message_id}"},
	{"port beyond all", planet, `    nntp: {addr: "news.example.org:99999", group: moor.peat}`, 8, "sources[0].nntp.addr",
		"is not the name of a server", "HOST:PORT"},
	{"address for a host", planet, "    imap: {host: https://imap.example.org}", 8, "sources[0].imap.host",
		"is not the name of a server", "write HOST"},
	{"sender without address", pages, "    eml: {dir: mail, from: Moor, to: peat@example.org}", 21, "outputs[0].eml.from",
		`"Moor" is not a mail address`, "Name <dev@example.org>"},
	{"two senders where one is wanted", pages,
		`    eml: {dir: mail, from: "peat@example.org, reed@example.org", to: moor@example.org}`, 21, "outputs[0].eml.from",
		"holds 2 addresses", "keep one"},
	{"a bad address among two", pages,
		`    email: {from: m@example.org, to: "peat@example.org, reed", smtp: {addr: localhost}}`, 21,
		"outputs[0].email.to[0]", `"reed" is not a mail address`, "dev@example.org"},
	{"keys for addresses", pages,
		"    email: {from: m@example.org, to: {name: peat@example.org}, smtp: {addr: localhost}}", 21, "outputs[0].email.to",
		"wants a list", "[ ]"},
	{"mail server that is none", pages,
		`    email: {from: m@example.org, to: [p@example.org], smtp: {addr: "localhost:smtp"}}`, 21,
		"outputs[0].email.smtp.addr", "is not the name of a server", "HOST:PORT"},
	{"two lists of one source", "dev@lists.example.org", `"dev@lists.example.org, user@lists.example.org"`, 10,
		"sources[1].mbox.list", "holds 2 addresses", "a source of its own"},
	{"list with a name", "list: dev@lists.example.org", `list: "Dev <dev@lists.example.org>"`, 10, "sources[1].mbox.list",
		"is not the address of a list", "without a name"},
	{"list that is no address", planet, "    mailarchive: {url: https://www.mail-archive.com, list: dev}", 8,
		"sources[0].mailarchive.list", "is no address", "dev@lists.example.org"},
	{"zone of this machine", "Europe/London", "Local", 3, "community.timezone", "is not a time zone", "IANA"},
	{"zone of a feed", "atom.xml\"}", "atom.xml\", tz: GMT+25}", 8, "sources[0].feed.tz", "is not a time zone", "IANA"},
	{"hashtag of two words for a server", planet, "    mastodon: {server: social.example.org, tag: moor, any: [peat bog]}",
		8, "sources[0].mastodon.any[0]", "is not a hashtag", "one word"},
	{"hashtag of nothing", planet, "    bluesky: {tag: \"#\", handle: ann.example.org, password: x}", 8,
		"sources[0].bluesky.tag", "is not a hashtag", "one word"},
	{"choice of another kind", planet, "    nntp: {addr: news.example.org, group: moor.peat, tls: starttls}", 8,
		"sources[0].nntp.tls", "is not known", "implicit, none"},
	{"choice nearly right", planet, "    imap: {host: imap.example.org, tls: starttsl}", 8, "sources[0].imap.tls",
		"is not known", "did you mean starttls?"},
	{"port out of range", planet, "    imap: {host: imap.example.org, port: 70000}", 8, "sources[0].imap.port",
		"70000 is out of range", "from 1 to 65535"},
	{"first day of a week", `    at: "07:00"`, "    week_starts: sunnday", 18, "digests[0].week_starts", "is not known",
		"did you mean sunday?"},
	{"words of empty editions", `    at: "07:00"`, "    when_empty: say", 18, "digests[0].when_empty", "is not known", "skip, say-so"},
	{"style of tags", pages, "    hugo: {dir: site, tags_style: commas}", 21, "outputs[0].hugo.tags_style", "is not known",
		"did you mean comma?"},
	{"too many periods", `    at: "07:00"`, "    catch_up: 400", 18, "digests[0].catch_up", "400 is out of range", "from 1 to 366"},
	{"too few words of a story", `    at: "07:00"`, "    story_words: 0", 18, "digests[0].story_words",
		"0 is out of range", "from 20 to 1000"},
	{"time that is none", `"07:00"`, `"24:30"`, 18, "digests[0].at", "is not a time of day", "HH:MM"},
	{"pause without unit", "atom.xml\"}", "atom.xml\", host_pause: 2}", 8, "sources[0].feed.host_pause", "is not a duration", "unit"},
	{"wait that is too long", "atom.xml\"}", "atom.xml\", timeout: 5m}", 8, "sources[0].feed.timeout", "is not between",
		"config.example.yaml"},
	{"header with a blank", "atom.xml\"}", "atom.xml\", headers: {A B: c}}", 8, "sources[0].feed.headers", "is no header", "correct it"},
	{"text for keys of a header", "atom.xml\"}", "atom.xml\", headers: gzip}", 8, "sources[0].feed.headers",
		"wants keys with values", "key: value"},
	{"login without password", planet, "    nntp: {addr: news.example.org, group: moor.peat, user: ann}", 8,
		"sources[0].nntp.user", "belong together", "set both"},
	{"two passwords", planet, "    imap: {host: imap.example.org, user: a, password: b, token_file: full.secret}", 8,
		"sources[0].imap.token_file", "stands beside a password", "keep one"},
	{"category that is no slug", planet, "    discourse: {url: https://forum.example.org, category: moor//peat}", 8,
		"sources[0].discourse.category", "is no slug", "/c/SLUG/NUMBER"},
	{"forum without address", planet, "    discourse: {category: moor}", 8, "sources[0].discourse.url", "is missing", "add url: to discourse"},
	{"newsgroup without name", planet, "    nntp: {addr: news.example.org}", 8, "sources[0].nntp.group", "is missing", "add group:"},
	{"mail server without name", planet, "    imap: {mailbox: INBOX}", 8, "sources[0].imap.host", "is missing", "add host:"},
	{"empty path", `path: "dev.mbox"`, `path: ""`, 10, "sources[1].mbox.path", "is missing", "add path:"},
	{"mail without recipients", pages, "    email: {from: m@example.org, to: [], smtp: {addr: localhost}}", 21,
		"outputs[0].email.to", "is missing", "add to:"},
	{"mail without server", pages, "    email: {from: m@example.org, to: p@example.org}", 21, "outputs[0].email.smtp",
		"is missing", "add smtp:"},
	{"key of another kind", pages, "    html: {dir: public, file: index.html}", 21, "outputs[0].html.file",
		"does not belong here", "outputs[].atom"},
	{"key of the file", "  name: Example", "  name: Example\n  outputs: []", 3, "community.outputs",
		"does not belong here", "beginning of a line"},
	{"kind of an output as a source", planet, "    atom: {file: a.xml}", 8, "sources[0].atom", "does not belong here", "outputs[]"},
	{"key of a kind beside it", planet, "    feed:\n    url: https://planet.example.org/atom.xml", 9, "sources[0].url",
		"does not belong here", "sources[]."},
	{"two errors that are one", "  - name: planet\n    every: 1h\n" + planet,
		"  - &p {name: planet, feed: {uri: planet.xml}}\n  - {<<: *p, name: other}", 6, "sources[0].feed.uri",
		"is an unknown key", "did you mean url?"},
	{"section of no source", `    at: "07:00"`, "    sections: [{name: Peat, sources: [plant]}]", 18,
		"digests[0].sections[0].sources[0]", "no source is called", "did you mean planet?"},
	{"second section for the rest", `    at: "07:00"`, "    sections: [{name: Peat}, {name: Reed}]", 18,
		"digests[0].sections[1]", "has no criteria", "give it sources"},
	{"first line left out", "community:\n", "", 3, "config", "is not YAML", "indentation"},
	{"end of a list left out", "outputs:", "]\noutputs:", 19, "config", "is not YAML", "there and on the line before"},
	{"secret under another name", planet, "    imap: {host: imap.example.org, user: ann, zqzqzqzq: full.secret}", 8,
		"sources[0].imap.zqzqzqzq", "is an unknown key", "the keys here are"},
	{"key that is none", "  name: Example", "  name: Example\n  [a]: b", 3, "community", "has a key that is not a word", "key: value"},
	{"footer without end", "database: recap.db", "branding: {footer: \"" + strings.Repeat("peat ", 500) + "\"}", 4,
		"branding.footer", "has 2500 bytes", "at most 2000"},
	{"name of two lines", "  - name: dev", "  - name: \"dev\\nuser\"", 9, "sources[1].name", "holds control characters", "one plain line"},
}

// TestSeveralMistakes demands that all mistakes of a configuration are said in the order of their lines, and none that
// only follows from another.
func TestSeveralMistakes(t *testing.T) {
	file := folder(t)
	for _, tt := range []struct {
		name  string
		edits []string // of base
		want  []string // LINE: KEY: what is said begins so
	}{
		{"misspelt keys everywhere", []string{"  name: Example", "  nmae: Example", "database:", "databse:", "    every: 1h", "    evry: 1h"},
			[]string{"2: community.nmae: is an unknown key; did you mean name?",
				"4: databse: is an unknown key; did you mean database?",
				"7: sources[0].evry: is an unknown key; did you mean every?"}},
		{"values of three types", []string{"    every: 1h", "    every: hourly", "start: 2026-10-15", "start: tomorrow", `"07:00"`, "noon"},
			[]string{"7: sources[0].every: \"hourly\" is not a duration", "13: events[0].start: \"tomorrow\" is not a date",
				"18: digests[0].at: \"noon\" is not a time of day"}},
		{"kind and what it lacks", []string{planet, "    ponymail: {}"},
			[]string{"8: sources[0].ponymail.url: is missing", "8: sources[0].ponymail.list: is missing"}},
		{"misspelt kind and its keys",
			[]string{"    feed: {url:", "    fed: {uri:", pages, "    htlm: {dir: public, ulr: \"https://example.org/\"}"},
			[]string{"8: sources[0].fed: is an unknown kind; did you mean feed?", "8: sources[0].fed.uri: is an unknown key; did you mean url?",
				"21: outputs[0].htlm: is an unknown kind; did you mean html?", "21: outputs[0].htlm.ulr: is an unknown key; did you mean url?"}},
		{"kind that only looks alike", []string{pages, "    gmail: {user: ann, password: x}", "Europe/London", "London"},
			[]string{"3: community.timezone: \"London\" is not a time zone", "21: outputs[0].gmail: is an unknown kind; did you mean email?"}},
		{"misspelt section and what is in it",
			[]string{"sources:", "sorces:", "    every: 1h", "    every: 1x", `"dev.mbox", list`, `"dev.mbox", lits`},
			[]string{"5: sorces: is an unknown key; did you mean sources?", "7: sorces[0].every: \"1x\" is not a duration",
				"10: sorces[1].mbox.lits: is an unknown key; did you mean list?"}},
		{"names twice in two lists",
			[]string{"  - name: dev", "  - name: planet", "  - name: pages\n",
				"  - name: pages\n    json: {dir: data}\n  - name: pages\n"},
			[]string{"9: sources[1].name: \"planet\" is the name of sources[0] already",
				"22: outputs[1].name: \"pages\" is the name of outputs[0] already"}},
		{"digest that an output means", []string{"  - name: daily", "  - nmae: daily", pages, "    digests: [daily, weekly]\n" + pages},
			[]string{"16: digests[0].nmae: is an unknown key; did you mean name?", "21: outputs[0].digests[1]: there is no digest \"weekly\""}},
		{"digest without name", []string{"  - name: daily\n    period: day", "  - period: dya", pages, "    digests: [daily]\n" + pages},
			[]string{"16: digests[0].period: \"dya\" is not known; did you mean day?", "16: digests[0].name: is missing"}},
		{"digests under another name",
			[]string{"digests:\n", "editions:\n", pages, "    digests: [weekly]\n    html: {dir: \"https://example.org\"}"},
			[]string{"15: editions: is an unknown key; the keys here are", "22: outputs[0].html.dir: is an address, not a path"}},
		{"events that are none",
			[]string{"events:\n  - name: Days\n    start: 2026-10-15\n    end: 2026-10-16\n", "events: none\n", "period: day",
				"period: event", "    every: 1h", "    publish: all"},
			[]string{"7: sources[0].publish: \"all\" is not known", "11: events: wants a list, not \"none\""}},
		{"day and end of an event",
			[]string{"start: 2026-10-15", "start: 2026-10-32", "end: 2026-10-16", "end: 2026-10-10\n    url: example.org"},
			[]string{"13: events[0].start: \"2026-10-32\" is not a date", "15: events[0].url: is not a web address"}},
		{"community without name, and more",
			[]string{"  name: Example\n  timezone: Europe/London\n",
				"  language: \"??\"\n  hashtags: [moor, \"two words\"]\n  contact: nobody\n"},
			[]string{"1: community.name: is missing", "2: community.language: \"??\" is not a language tag",
				"3: community.hashtags[1]: \"two words\" is not a hashtag", "4: community.contact: \"nobody\" is neither"}},
		{"two kinds, and a key of each",
			[]string{planet,
				"    feed: {url: planet.xml, max_items: many}\n    mastodon: {server: social.example.org, tag: moor, quote: sometimes}"},
			[]string{"8: sources[0].feed.max_items: wants a whole number",
				"9: sources[0].mastodon: is a second kind beside feed",
				"9: sources[0].mastodon.quote: \"sometimes\" is not known"}},
		{"variables",
			[]string{"  name: Example", "  name: ${MOOR} ${PEAT}", "    every: 1h", "    every: ${REED}", "dir: public",
				"dir: \"${1}\""},
			[]string{"2: community.name: the variable MOOR is not set", "2: community.name: the variable PEAT is not set",
				"7: sources[0].every: the variable REED is not set",
				"21: outputs[0].html.dir: \"${1}\" is not the name of a variable"}},
		{"what only a kind judges", []string{planet, `    nntp: {addr: news.example.org, group: moor.peat, user: "ann lee", tls: none}`},
			[]string{"8: sources[0].nntp.user: user and password_file belong together", "8: sources[0].nntp.user: user holds a space",
				"8: sources[0].nntp.tls: tls is none"}},
		{"a login that is wrong thrice",
			[]string{planet, `    imap: {host: imap.example.org, password: one, password_file: full.secret, tls: none}`},
			[]string{"8: sources[0].imap: has no user", "8: sources[0].imap.password: password stands beside password_file",
				"8: sources[0].imap.tls: tls is none"}},
		{"secrets and hosts",
			[]string{planet, `    imap: {host: "imap.example.org:993", user: ann, password_file: none.secret}`,
				`mbox: {path: "dev.mbox", list: dev@lists.example.org}`,
				"nntp: {addr: news.example.org, group: moor.peat, user: ann, tls: maybe, password_file: empty.secret}"},
			[]string{"8: sources[0].imap.host: host \"imap.example.org:993\" is no name of a server",
				"8: sources[0].imap.password_file: ", "10: sources[1].nntp.tls: \"maybe\" is not known",
				"10: sources[1].nntp.password_file: "}},
		{"addresses of mail",
			[]string{pages,
				"    eml: {dir: mail, from: \"moor@example.org, peat@example.org\", to: reed}\n  - name: mail\n" +
					"    email: {from: x, to: [\"a@example.org, b\", c], smtp: {addr: \"a:b:c\"}}"},
			[]string{"21: outputs[0].eml.from: holds 2 addresses", "21: outputs[0].eml.to[0]: \"reed\" is not a mail address",
				"23: outputs[1].email.from: \"x\" is not", "23: outputs[1].email.to[0]: \"b\" is not",
				"23: outputs[1].email.to[1]: \"c\" is not", "23: outputs[1].email.smtp.addr: "}},
		{"look and templates", []string{"database: recap.db", "branding: {accent: teal, logo: bad.ics, css: bad.css}\ntemplates: torn"},
			[]string{"4: branding.accent: \"teal\" is no colour", "4: branding.logo: ", "4: branding.css: ", "5: templates: "}},
		{"what only kinds know, in two of them",
			[]string{planet, "    twitter: {tag: moor}", `mbox: {path: "dev.mbox", list: dev@lists.example.org}`,
				"bluesky: {tag: peat, handle: ann.example.org}"},
			[]string{"8: sources[0].twitter: is off without a token", "10: sources[1].bluesky: has no password"}},
		{"entries that are none", []string{"  - name: dev\n", "  -\n  - dev\n  - name: dev\n", "  - name: Days", "  - [Days]\n  - name: Days"},
			[]string{"9: sources[1]: is empty", "10: sources[2]: wants keys with values, not \"dev\"",
				"14: events[0]: wants keys with values, not a list"}},
		{"keys in wrong places",
			[]string{"database: recap.db", "database: recap.db\nwords: 300", "    every: 1h", "    catch_up: 3",
				"  timezone: Europe/London", "  timezone: Europe/London\n  settle: 1h"},
			[]string{"4: community.settle: does not belong here; move it to digests[]",
				"6: words: does not belong here; move it to digests[]",
				"9: sources[0].catch_up: does not belong here; move it to digests[]"}},
		{"alerts",
			[]string{"database: recap.db",
				"alerts: {source_after: 0s, quiet_after: -1h, webhook: {secret_file: full.secret}}\nping: example.org"},
			[]string{"4: alerts.source_after: is nothing", "4: alerts.quiet_after: -1h is less than nothing",
				"4: alerts.webhook.url: is missing", "5: ping: is not a web address"}},
		{"a line left out above others",
			[]string{"    feed: {url: \"https://planet.example.org/atom.xml\"}",
				"    url: planet.xml\n    tz: UTC\n    max_items: 4\n    timeout: 3s", "period: day", "period: fortnight"},
			[]string{"8: sources[0].url: does not belong here, nor do 3 keys behind it; move them to sources[].feed",
				"20: digests[0].period: \"fortnight\" is not known"}},
		{"community under another name", []string{"community:", "people:", `"07:00"`, "7"},
			[]string{"1: people: is an unknown key; the keys here are", "18: digests[0].at: \"7\" is not a time of day"}},
		{"numbers", []string{`    at: "07:00"`, "    words: 10\n    max_stories: 100\n    catch_up: 1.5"},
			[]string{"18: digests[0].words: 10 is out of range", "19: digests[0].max_stories: 100 is out of range",
				"20: digests[0].catch_up: wants a whole number, not \"1.5\""}},
		{"keys twice",
			[]string{"database: recap.db", "database: recap.db\ndatabase: other.db", "    start: 2026-10-15",
				"    start: 2026-10-15\n    start: soon"},
			[]string{"5: database: stands here a second time, after line 4", "15: events[0].start: stands here a second time, after line 14"}},
		{"sections",
			[]string{`    at: "07:00"`,
				"    sections:\n      - {name: Peat, sources: [planet, reed]}\n      - {nam: Reed, match: yes}\n      - {name: Peat, tags: [a]}"},
			[]string{"19: digests[0].sections[0].sources[1]: no source is called \"reed\"",
				"20: digests[0].sections[1].nam: is an unknown key", "20: digests[0].sections[1].match: wants a list",
				"21: digests[0].sections[2].name: \"Peat\" is the name of"}},
	} {
		got := mistakes(file, replaced(t, tt.edits...))
		for i, want := range tt.want {
			if i < len(got) && strings.HasPrefix(got[i], "recap.yaml:"+want) {
				got[i] = "recap.yaml:" + want
			}
		}
		var wanted []string
		for _, want := range tt.want {
			wanted = append(wanted, "recap.yaml:"+want)
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestAddressesInOneText demands that a list of addresses is read as people write it.
func TestAddressesInOneText(t *testing.T) {
	file := folder(t)
	for to, want := range map[string][]string{
		`"peat@example.org, reed@example.org"`:                      {"peat@example.org", "reed@example.org"},
		`peat@example.org`:                                          {"peat@example.org"},
		`["peat@example.org,reed@example.org;", bog@example.org]`:   {"peat@example.org", "reed@example.org", "bog@example.org"},
		`['"Lee, Ann" <ann@example.org>, Ünal B. <ü@example.org>']`: {`"Lee, Ann" <ann@example.org>`, "Ünal B. <ü@example.org>"},
		`["${TO}"]`: {"a@example.org", "b@example.org"},
		`["ann@example.org (of Moor, Peat and Reed), b@example.org"]`: {"ann@example.org (of Moor, Peat and Reed)", "b@example.org"},
	} {
		text := replaced(t, pages, "    email: {from: m@example.org, smtp: {addr: localhost}, to: "+to+"}")
		c, err := Decode(file, []byte(text), env(map[string]string{"TO": "a@example.org, b@example.org"}))
		if err != nil {
			t.Errorf("to: %s: %v", to, err)
			continue
		}
		if diff := cmp.Diff(want, c.Outputs[0].Email.To); diff != "" {
			t.Errorf("to: %s (-want +got):\n%s", to, diff)
		}
	}
}

// TestTextsSayWhatTheyAre demands that each text of a configuration names a value that there is, and each other name too.
func TestTextsSayWhatTheyAre(t *testing.T) {
	EachStruct(reflect.TypeFor[Config](), "", func(path string, typ reflect.Type) {
		for _, f := range FieldsOf(typ) {
			if err := sayable(typ.Field(f.index).Type, f.Value); err != nil {
				t.Errorf("%s: %v", Join(path, f.Name), err)
			}
		}
	})
	for _, wrong := range []string{"", "adress", "a|", "|b"} {
		if sayable(reflect.TypeFor[string](), wrong) == nil {
			t.Errorf("a text may be of kind %q", wrong)
		}
	}
}

// sayable says why a field of the type may not be a value of this kind.
func sayable(t reflect.Type, kind string) error {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	_, _, bounded := bounds(kind)
	choices := strings.Split(kind, "|")
	switch {
	case t.Kind() == reflect.String && kind == "":
		return fmt.Errorf("is a text and does not say what it is")
	case t.Kind() == reflect.String && len(choices) > 1:
		for _, c := range choices {
			if c == "" {
				return fmt.Errorf("has an empty choice in %q", kind)
			}
		}
	case t.Kind() == reflect.String && valueOf(kind) == nil:
		return fmt.Errorf("is of kind %q, which nothing reads", kind)
	case t.Kind() != reflect.String && kind != "" && !bounded:
		return fmt.Errorf("is %s of kind %q, which only texts are", t, kind)
	}
	return nil
}
