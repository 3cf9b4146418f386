// Package testkit has what tests of several kinds of sources need: files, scripted servers, real ones, and budgets.
package testkit

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

// TokenFile writes a token into a file and returns its path.
func TokenFile(t *testing.T, token string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Env is an environment for mailboxes.
func Env(sink *sourcetest.Sink) source.Env {
	return source.Env{Now: func() time.Time { return sourcetest.Now }, Known: sink.Known}
}

// KeysOf returns the keys in sink, sorted.
func KeysOf(sink *sourcetest.Sink) []string {
	var keys []string
	for _, p := range sink.List() {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	return keys
}

// WriteBox writes a mailbox, or any other file.
func WriteBox(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// CopyOf returns the identity of a mail with that key.
func CopyOf(key string) store.Copy { return store.Copy{Key: key} }

// CheckSkipped checks that res skipped so many items, one with each of the words, whatever their order.
func CheckSkipped(t *testing.T, res source.Result, words ...string) {
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

// WebEnv returns what a test's source may use.
func WebEnv(sink *sourcetest.Sink) source.Env {
	now := func() time.Time { return sourcetest.Now }
	return source.Env{Now: now, Known: sink.Known,
		HTTP: fetch.New(fetch.Options{Version: "test", Timeout: time.Second, Backoff: time.Millisecond, Now: now})}
}

// Corpus returns a folder of the corpus of real mail, or skips the test.
func Corpus(t *testing.T, path ...string) string {
	t.Helper()
	root := os.Getenv("RECAP_CORPUS")
	if root == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	return filepath.Join(append([]string{root}, path...)...)
}

// WriteTemp writes a file into a folder of the test and returns the folder.
func WriteTemp(t *testing.T, name, data string) string {
	t.Helper()
	dir := t.TempDir()
	WriteBox(t, filepath.Join(dir, name), data)
	return dir
}

// BoxHazards runs the peers' script that writes hostile mail and returns its folder.
func BoxHazards(t *testing.T) string {
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

// A Mail is one message of the archive.
type Mail struct {
	ID, From, Subject, Parent, Body string
	HTML                            bool
	Date, Archived                  time.Time
}
