package mbox

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source/sourcetest"
)

// TestMboxHalfHeader reads a mailbox while its last mail is being written: what has no whole header is none yet, and
// nobody's words are stored twice once it has one. A mail without a body is given out when nobody writes any more.
func TestMboxHalfHeader(t *testing.T) {
	whole := testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two"))
	second := strings.LastIndex(whole, "\nFrom ") + 1
	header := second + strings.Index(whole[second:], "\n\n") + 1
	line := strings.LastIndex(whole[:header], "\nMessage-ID") + 1
	bare := strings.TrimSuffix(whole, whole[header:])
	if line < second {
		t.Fatal("the letters have no Message-ID behind another field")
	}
	keys := func(sink *sourcetest.Sink) int { return len(testkit.KeysOf(sink)) }
	for _, test := range []struct {
		name   string
		writes []string
		keys   []int
	}{
		{"grows", []string{whole[:line], whole}, []int{1, 2}},
		{"grows slowly", []string{whole[:line], whole[:line+4], whole[:header], whole}, []int{1, 1, 1, 2}},
		{"stays", []string{bare, bare, bare}, []int{1, 2, 2}},
		{"is the first", []string{whole[:40], whole}, []int{0, 2}},
		{"more follows", []string{bare, bare + "\n" + whole[:second]}, []int{1, 2}},
	} {
		path, sink := filepath.Join(t.TempDir(), "list.mbox"), sourcetest.NewSink()
		for i, data := range test.writes {
			at := sourcetest.Now.Add(-time.Minute)
			if i > 0 && data != test.writes[i-1] {
				at = at.Add(time.Duration(i) * time.Second)
			}
			if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
			if res, err := pullMbox(t, sink, &Config{Path: path}); err != nil || keys(sink) != test.keys[i] {
				t.Errorf("%s: Pull() number %d = %+v, %v with %q, want %d posts", test.name, i+1, res, err, testkit.KeysOf(sink), test.keys[i])
			}
		}
		if got := testkit.KeysOf(sink); slices.ContainsFunc(got, func(key string) bool { return !strings.Contains(key, "@example") }) {
			t.Errorf("%s: %q, want no invented id", test.name, got)
		}
	}
	path, sink := filepath.Join(t.TempDir(), "old.mbox"), sourcetest.NewSink()
	if err := os.WriteFile(path, []byte(bare), 0o600); err != nil {
		t.Fatal(err)
	}
	at := sourcetest.Now.AddDate(0, 0, -1)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
	if _, err := pullMbox(t, sink, &Config{Path: path}); err != nil || keys(sink) != 2 {
		t.Errorf("Pull() of an old file = %v with %d posts, want both at once", err, keys(sink))
	}
}
