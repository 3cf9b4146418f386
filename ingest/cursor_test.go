package ingest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	imapserver "github.com/emersion/go-imap/v2/imapserver"
	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/fakesocial"
	"recap/store"
)

// cursorContracts returns a source of every kind, and of twitter each of its ways.
func cursorContracts(t *testing.T) []contract {
	files := func(dir string) func(*testing.T) http.Handler {
		return func(*testing.T) http.Handler { return http.FileServer(http.Dir(filepath.Join("testdata", dir))) }
	}
	user, imap := serveIMAP(t, imapserver.Options{}, "INBOX")
	deliver(t, user, "INBOX", readMails(t, "testdata/imap/inbox.mbox")...)
	nntp := news(1, 3).serve(t)
	forum := func(*testing.T) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			http.ServeFile(w, r, filepath.Join("testdata", "discourse", strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", "_")))
		})
	}
	social := func(profile fakesocial.Profile) func(*testing.T) http.Handler {
		return func(*testing.T) http.Handler {
			s := socialServer(profile, 12)
			s.Now = func() time.Time { return contractNow }
			return s
		}
	}
	sky := func(t *testing.T) http.Handler {
		b := skyFixture(t).(*fakesocial.Bluesky)
		b.Logins = 1000
		return b
	}
	pony := func(*testing.T) http.Handler { return &fakePony{messages: ponyMessages("2026-10-01", "2026-11-19")} }
	return []contract{
		{name: "mbox", kind: func(string) Kind { return &Mbox{Path: "testdata/mbox/plain.mbox"} }},
		{name: "maildir", kind: func(string) Kind { return &Maildir{Path: "testdata/maildir/dev"} }},
		{name: "pipermail", server: files("pipermail"), kind: func(base string) Kind { return &Pipermail{URL: base + "/"} }},
		{name: "hyperkitty", server: func(*testing.T) http.Handler { return kitchen() }, kind: func(base string) Kind {
			return &HyperKitty{URL: base + "/archives", List: kittyList}
		}},
		{name: "ponymail", server: pony, kind: func(base string) Kind { return &PonyMail{URL: base, List: ponyList} }},
		{name: "publicinbox", server: func(*testing.T) http.Handler { return &fakeInbox{raws: lettersFrom(0, 5)} }, kind: func(base string) Kind {
			return &PublicInbox{URL: base + "/dev/"}
		}},
		{name: "nntp", kind: func(string) Kind { return nntp }},
		{name: "imap", kind: func(string) Kind { c := *imap; return &c }},
		{name: "mailarchive", server: files("mailarchive"), kind: func(base string) Kind {
			return &MailArchive{URL: base, List: "dev@lists.example.org"}
		}},
		{name: "discourse", server: forum, kind: func(base string) Kind { return &Discourse{URL: base, Category: "dev"} }},
		{name: "feed", server: feedServer, kind: func(base string) Kind { return &Feed{URL: base + "/rss.xml"} }},
		{name: "mastodon", server: tagFixture, kind: func(base string) Kind { return &Mastodon{Server: base, Tag: "recap"} }},
		{name: "twitter/path", kind: func(string) Kind {
			return &Twitter{Path: "testdata/twitter/statuses.jsonl", Tag: "RecapConf"}
		}},
		{name: "twitter/v1", server: social(fakesocial.Friendica), kind: func(base string) Kind {
			return &Twitter{Tag: "recap", BaseURL: base, BearerToken: "sesame"}
		}},
		{name: "twitter/x", server: social(fakesocial.XV2), kind: func(base string) Kind {
			return &Twitter{Tag: "recap", API: base, BearerToken: "sesame"}
		}},
		{name: "bluesky", server: sky, kind: func(base string) Kind {
			return &Bluesky{Server: base, Tag: "recap", Handle: "ann.example.org", Password: "open-sesame"}
		}},
		{name: "hackernews", server: hnFixture, kind: func(base string) Kind {
			return &HackerNews{URL: base, Query: "twisted Python", Comments: true}
		}},
	}
}

// disguise returns another kind's cursor as it would be for the same address: the texts that both have, and the names of what their maps hold, are those of own.
// Where nothing else would tell the two apart it is left as it is.
func disguise(t *testing.T, own, other store.Cursor) store.Cursor {
	t.Helper()
	var a, b map[string]any
	for cur, to := range map[*store.Cursor]*map[string]any{&own: &a, &other: &b} {
		if err := json.Unmarshal(*cur, to); err != nil {
			t.Fatalf("cursor %s: %v", *cur, err)
		}
	}
	same := len(a) == len(b)
	for key, theirs := range b {
		ours, there := a[key]
		same = same && there
		switch ours := ours.(type) {
		case string:
			if _, ok := theirs.(string); ok {
				b[key] = ours
			}
		case map[string]any:
			values, _ := theirs.(map[string]any)
			for _, v := range values {
				for name := range ours {
					values[name] = v
				}
			}
		}
	}
	if same {
		return other
	}
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestForeignCursors lets every kind find the cursor that a source of another kind has left under its name, and what no kind writes. It reads from the
// beginning, and goes on with a cursor of its own.
func TestForeignCursors(t *testing.T) {
	contracts := cursorContracts(t)
	envs, wants := make([]*contractEnv, len(contracts)), make([]*memSink, len(contracts))
	var kinds []string
	for i, c := range contracts {
		kinds = append(kinds, strings.Split(c.name, "/")[0])
		envs[i] = newContractEnv(t, c)
		envs[i].name = "list"
		wants[i] = envs[i].pull(t, newMemSink())
		if len(wants[i].posts) == 0 || len(wants[i].cursor) == 0 {
			t.Fatalf("%s: %d posts, cursor %s", c.name, len(wants[i].posts), wants[i].cursor)
		}
	}
	if got := slices.Compact(kinds); !slices.Equal(got, Kinds()) {
		t.Fatalf("the test has the kinds %q, want all: %q", got, Kinds())
	}
	for i, c := range contracts {
		cursors := map[string]store.Cursor{}
		for j, other := range contracts {
			if i != j {
				cursors[other.name] = disguise(t, wants[i].cursor, wants[j].cursor)
			}
		}
		for _, odd := range []string{"17", `[{"id": 1}]`, "null", `{"files": 3, "seen": [], "server": {}}`} {
			cursors[odd] = store.Cursor(odd)
		}
		t.Run(c.name, func(t *testing.T) {
			for name, cur := range cursors {
				checkForeign(t, envs[i], wants[i], fmt.Sprintf("the cursor %s (%s)", cur, name), cur)
			}
		})
	}
}

// checkForeign reads the source of env from a cursor that is not its own.
func checkForeign(t *testing.T, env *contractEnv, want *memSink, what string, cur store.Cursor) {
	t.Helper()
	sink := newMemSink()
	sink.cursor = cur
	for run, first := range []bool{true, false} {
		src, err := env.open(env.forSink(sink))
		if err != nil {
			t.Fatal(err)
		}
		res, err := Pull(t.Context(), sink, "list", src, false, nil)
		if err != nil {
			t.Errorf("Pull() from %s: %v", what, err)
			return
		}
		if !first && res.Added.New > 0 {
			t.Errorf("Pull() number %d from %s adds %d posts, want none", run+1, what, res.Added.New)
		}
	}
	if diff := gocmp.Diff(want.list(), sink.list()); diff != "" {
		t.Errorf("Pull() from %s gives other posts (-want +got):\n%s", what, diff)
	}
	if _, err := json.Marshal(sink.cursor); err != nil || !sameFields(want.cursor, sink.cursor) {
		t.Errorf("Pull() from %s ends with the cursor %s (%v), want one like %s", what, sink.cursor, err, want.cursor)
	}
}

// sameFields reports whether two cursors have the same names at their top.
func sameFields(a, b store.Cursor) bool {
	var x, y map[string]json.RawMessage
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil || len(x) != len(y) {
		return false
	}
	for name := range x {
		if _, ok := y[name]; !ok {
			return false
		}
	}
	return true
}
