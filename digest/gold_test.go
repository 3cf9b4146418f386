package digest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recap/digest"
	"recap/digest/load"
	"recap/digest/period"
	"recap/ingest"
	"recap/ingest/mbox"
	"recap/ingest/source"
	"recap/store"
	"recap/store/sqlite"
)

// gold names the folder of gold data, in the form of testdata/gold:
//
//	w3c/w3c.mbox[.gz]          threads, one a day
//	w3c/gold.jsonl             {"day", "root", "subject", "summary"}: what a person wrote about the thread of that day
//	delving/delving.mbox[.gz]  posts with Message-IDs TOPIC.POST@host
//	delving/selection.jsonl    {"issue", "from", "to", "cited", "gold", "scored"}: the topics that editors told of those days
//	editions.json              {"groups": [{"name", "community", "sources", "windows"}]}: days to tell
//
// The small folder of our own is the default, because a whole corpus takes minutes with the race detector.
var gold = flag.String("gold", "", "folder of gold data to measure with; default testdata/gold")

// goldDir returns the folder to measure with, and whether it is our own small one.
func goldDir() (dir string, fixture bool) {
	if *gold != "" {
		return *gold, false
	}
	return filepath.Join("testdata", "gold"), true
}

// A group is some sources with the days to tell of them.
type group struct {
	Name      string
	Community struct {
		Name     string
		Language string
		Projects []string
		Hashtags []string
	}
	Sources []struct {
		Name string
		Mbox *struct{ Path, List, Archive string }
	}
	Windows [][2]string
}

// options are those of a daily digest of g.
func (g *group) options() digest.Options {
	return digest.Options{Community: digest.Community{Name: g.Community.Name, Language: g.Community.Language, Projects: g.Community.Projects, Hashtags: g.Community.Hashtags}}
}

// groups reads the groups of dir that have mailboxes and are named in only; all of them for none.
func groups(t *testing.T, dir string, only ...string) []group {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "editions.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Groups []group }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var out []group
	for _, g := range file.Groups {
		wanted := len(only) == 0
		for _, name := range only {
			wanted = wanted || g.Name == name
		}
		for _, s := range g.Sources {
			wanted = wanted && s.Mbox != nil
		}
		if wanted {
			out = append(out, g)
		}
	}
	return out
}

// oneMailbox is a group of the mailbox dir/name/name.mbox, packed or not.
func oneMailbox(t *testing.T, dir, name, community string) group {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(dir, name, name+".mbox*"))
	if len(found) == 0 {
		t.Fatalf("no mailbox %s.mbox in %s", name, filepath.Join(dir, name))
	}
	var g group
	g.Name, g.Community.Name = name, community
	data, err := json.Marshal([]map[string]any{{"name": name, "mbox": map[string]string{"path": filepath.Join(name, filepath.Base(found[0])), "list": name + "@lists.example.org", "archive": "https://lists.example.org/{message_id}"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &g.Sources); err != nil {
		t.Fatal(err)
	}
	return g
}

// ingested reads the mailboxes of g into a database of its own.
func ingested(t *testing.T, dir string, g group) *sqlite.DB {
	t.Helper()
	ctx := context.Background()
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	var infos []store.SourceInfo
	for _, s := range g.Sources {
		infos = append(infos, store.SourceInfo{Name: s.Name, Kind: "mbox"})
	}
	if err := db.SetSources(ctx, infos); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range g.Sources {
		c := ingest.Config{Name: s.Name, Mbox: &mbox.Config{Path: filepath.Join(dir, s.Mbox.Path), List: s.Mbox.List, Archive: s.Mbox.Archive}}
		src, err := c.Open(source.Env{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.Pull(ctx, db, s.Name, src, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// days is the window of from to to, both included, in UTC.
func days(t *testing.T, from, to string) period.Window {
	t.Helper()
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		t.Fatal(err)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		t.Fatal(err)
	}
	w, err := period.Days(a, b, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// made builds the edition of w.
func made(t *testing.T, db *sqlite.DB, w period.Window, opt digest.Options) (*digest.Edition, *load.Input) {
	t.Helper()
	in, err := load.Load(context.Background(), db, "daily", w)
	if err != nil {
		t.Fatal(err)
	}
	e, err := digest.Build(in, opt)
	if err != nil {
		t.Fatal(err)
	}
	return e, in
}

// lines decodes a file of one JSON object a line.
func lines[T any](t *testing.T, path string) []T {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatalf("%s, line %d: %v", path, len(out)+1, err)
		}
		out = append(out, v)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// storySentences are the texts of the stories of e, in order.
func storySentences(e *digest.Edition) []string {
	var out []string
	for i := range e.Stories {
		for _, p := range e.Stories[i].Paragraphs {
			for _, s := range p.Sentences {
				out = append(out, s.Text)
			}
		}
	}
	return out
}

// printed are the texts of the stories of e as a reader sees them: an excerpt stands behind the name of who wrote it.
func printed(e *digest.Edition) []string {
	var out []string
	for i := range e.Stories {
		for _, p := range e.Stories[i].Paragraphs {
			for k, s := range p.Sentences {
				if p.Label != "" && k == 0 {
					s.Text = p.By + ": " + s.Text
				}
				out = append(out, s.Text)
			}
		}
	}
	return out
}
