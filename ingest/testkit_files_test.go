package ingest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

func tokenFile(t *testing.T, token string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// boxEnv is an environment for mailboxes.
func boxEnv(sink *sourcetest.Sink) source.Env {
	return source.Env{Now: func() time.Time { return sourcetest.Now }, Known: sink.Known}
}

// keysOf returns the keys in sink, sorted.
func keysOf(sink *sourcetest.Sink) []string {
	var keys []string
	for _, p := range sink.List() {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	return keys
}

func writeBox(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func copyOf(key string) store.Copy { return store.Copy{Key: key} }

// checkSkipped checks that res skipped so many items, one with each of the words, whatever their order.
func checkSkipped(t *testing.T, res source.Result, words ...string) {
	t.Helper()
	for _, w := range words {
		if !slices.ContainsFunc(res.Skipped, func(err error) bool { return strings.Contains(err.Error(), w) }) {
			t.Errorf("Pull() skipped %v, want one with %q", res.Skipped, w)
		}
	}
	if len(res.Skipped) != len(words) {
		t.Errorf("Pull() skipped %v, want %d items", res.Skipped, len(words))
	}
}

// pipermailEnv returns what a test's source may use.
func pipermailEnv(sink *sourcetest.Sink) source.Env {
	now := func() time.Time { return sourcetest.Now }
	return source.Env{Now: now, Known: sink.Known, HTTP: fetch.New(fetch.Options{Version: "test", Timeout: time.Second, Backoff: time.Millisecond, Now: now})}
}

// corpus returns a folder of the corpus of real mail, or skips the test.
func corpus(t *testing.T, path ...string) string {
	t.Helper()
	root := os.Getenv("RECAP_CORPUS")
	if root == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	return filepath.Join(append([]string{root}, path...)...)
}

// writeTemp writes a file into a folder of the test and returns the folder.
func writeTemp(t *testing.T, name, data string) string {
	t.Helper()
	dir := t.TempDir()
	writeBox(t, filepath.Join(dir, name), data)
	return dir
}

// boxHazards runs the peers' script that writes hostile mail and returns its folder.
func boxHazards(t *testing.T) string {
	t.Helper()
	peers := os.Getenv("RECAP_PEERS")
	if peers == "" {
		t.Skip("RECAP_PEERS does not name the folder with hazards.py")
	}
	dir := t.TempDir()
	if out, err := exec.Command("python3", filepath.Join(peers, "hazards.py"), dir).CombinedOutput(); err != nil {
		t.Fatalf("hazards.py: %v\n%s", err, out)
	}
	return dir
}

// A kittyMessage is one message of the archive.
type kittyMessage struct {
	id, from, subject, parent, body string
	html                            bool
	date, archived                  time.Time
}
