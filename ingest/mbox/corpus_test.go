package mbox

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/source/sourcetest"
)

func TestMboxHazards(t *testing.T) {
	dir := testkit.BoxHazards(t)
	var want struct {
		Mbox map[string]struct {
			Messages *int
			Note     string
		}
		List    struct{ Messages int } `json:"list.mbox"`
		Threads struct{ Messages int } `json:"threads.mbox"`
		Deep    struct{ Messages int } `json:"deep.mbox"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"list.mbox": want.List.Messages, "threads.mbox": want.Threads.Messages,
		"deep.mbox": want.Deep.Messages} {
		res, err := pullBox(t, sourcetest.NewSink(), filepath.Join(dir, name))
		if got := res.Added.New + res.Added.Merged; err != nil || got != n {
			t.Errorf("Pull(%s) = %d messages, %v, want %d", name, got, err, n)
		}
	}
	for name, w := range want.Mbox {
		sink := sourcetest.NewSink()
		res, err := pullBox(t, sink, filepath.Join(dir, "mbox", name))
		got := res.Added.New + res.Added.Merged
		switch {
		case name == "botwall.mbox.gz":
			if err == nil || !strings.Contains(err.Error(), "not a bot") {
				t.Errorf("Pull(%s) = %v, want an error that names the bot wall", name, err)
			}
		case name == "bomb.mbox.gz":
			if err == nil && len(res.Skipped) == 0 {
				t.Errorf("Pull(%s) = %+v, want an error or a skipped message", name, res)
			}
		case w.Messages == nil:
			if err == nil || got == 0 {
				t.Errorf("Pull(%s) = %d messages, %v, want whole messages and an error", name, got, err)
			}
			for _, p := range sink.List() {
				if p.Text == "" && p.Policy == 0 {
					t.Errorf("Pull(%s): %s has no text, want only whole messages", name, p.Key)
				}
			}
		case err != nil || got != *w.Messages || len(res.Skipped) != 0:
			t.Errorf("Pull(%s) = %d messages, %v, skipped %v, want %d (%s)", name, got, err, res.Skipped, *w.Messages, w.Note)
		}
	}
	sink := sourcetest.NewSink()
	if _, err := pullBox(t, sink, filepath.Join(dir, "mbox", "mboxrd.mbox")); err != nil {
		t.Fatal(err)
	}
	if text := sink.List()[1].Text; !strings.Contains(text, "\n>From quoted\n") && !strings.Contains(text, "From p9@example.org") {
		t.Errorf("mboxrd.mbox: text %q was not unescaped", text)
	}
}

// TestMboxCorpus compares the distinct keys of real archives with an independent count of their Message-IDs.
func TestMboxCorpus(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	for _, pattern := range []string{"twisted/pipermail/twisted-python/*.txt.gz",
		"twisted/pipermail/twisted-web/*.txt.gz", "delving/*.mbox.gz", "w3c/*.mbox.gz", "mail/linux-cifs-*.mbox.gz", "noise/*.mbox.gz"} {
		path := filepath.Join(corpus, pattern)
		want := messageIDs(t, path)
		sink := sourcetest.NewSink()
		res, err := pullBox(t, sink, path)
		if err != nil || len(res.Skipped) != 0 {
			t.Errorf("Pull(%s) = skipped %v, %v", pattern, res.Skipped, err)
		}
		got := make(map[string]bool)
		for _, key := range testkit.KeysOf(sink) {
			got[key] = true
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("Pull(%s): Message-IDs (-want +got):\n%s", pattern, diff)
		}
	}
}

// messageIDs collects the Message-IDs of mailboxes by a plain scan of their header lines.
func messageIDs(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob(%s) = %q, %v", pattern, files, err)
	}
	ids := make(map[string]bool)
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		header, folded := false, false
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			l := lines.Text()
			id := ""
			switch {
			case fromPattern.MatchString(l):
				header = true
			case l == "":
				header = false
			case header && len(l) >= 11 && strings.EqualFold(l[:11], "message-id:"):
				id = strings.TrimSpace(l[11:])
				folded = id == ""
			case header && folded:
				id, folded = strings.TrimSpace(l), false
			}
			if id != "" {
				ids[strings.Trim(id, "<>")] = true
			}
		}
		if err := errors.Join(lines.Err(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// fromPattern is Mailman's cleanarch expression for a From_ line.
var fromPattern = regexp.MustCompile(`^From \s*\S+( at \S+)?\s+\w{3}\s+\w{3}\s+\d?\d\s+\d?\d:\d\d(:\d\d)?(\s+\S+)?\s+\d{4}\s*\S*\s*$`)
