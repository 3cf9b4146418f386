package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/store"
	"recap/store/sqlite"
)

// killedAt runs recap as a process of its own, and kills it when the server has come to a step for the nth time; an n
// of 0 is never. It reports whether it was killed.
func (b *backwards) killedAt(t *testing.T, step string, n int) bool {
	t.Helper()
	b.now = b.now.Add(10 * time.Minute)
	cmd := exec.Command(os.Args[0], "--config", filepath.Join(b.dir, "recap.yaml"), "run", "-q")
	cmd.Args[0] = "recap"
	cmd.Env = append(os.Environ(), "NOW="+b.now.Format(time.RFC3339), "HOME="+b.dir, "TMPDIR="+t.TempDir())
	seen, started, dead := 0, make(chan struct{}), make(chan struct{})
	b.m.mu.Lock()
	b.m.step = func(what, _ string) {
		if what != step {
			return
		}
		b.m.mu.Lock()
		seen++
		now := seen == n
		b.m.mu.Unlock()
		if now {
			<-started
			cmd.Process.Kill()
			<-dead
		}
	}
	err := cmd.Start() // under the lock: what is told of a step reads what this writes
	b.m.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	close(started)
	_ = cmd.Wait() // the kill, or that letters are in doubt
	close(dead)
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	return n > 0 && seen >= n
}

// TestKillsOfANewsletter kills the program again and again while it sends to a hundred subscribers, and asks ten others
// for confirmation: each gets exactly one mail, or at most one, and a row says that nobody knows.
func TestKillsOfANewsletter(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several seconds; leave out -short to run it")
	}
	b := newBackwards(t)
	var list strings.Builder
	for i := range 100 {
		fmt.Fprintf(&list, "reader%03d@example.net\n", i)
	}
	writeFile(t, filepath.Join(b.dir, "readers.csv"), list.String())
	b.recap(t, exitOK, "subscribers", "import", filepath.Join(b.dir, "readers.csv"))
	for i := range 10 {
		b.comes(t, fmt.Sprintf("From: asker%d@example.net\nSubject: subscribe\n\n", i))
	}
	unknown := 0
	for _, at := range []struct {
		step string
		n    int
	}{{"sender", 1}, {"sender", 2}, {"data", 3}, {"stored", 2}, {"sender", 20}, {"data", 10}, {"stored", 1}, {"stored", 15}, {"sender", 10}, {"data", 1}} {
		if !b.killedAt(t, at.step, at.n) {
			t.Fatalf("it was not killed at the %dth %s", at.n, at.step)
		}
		if at.step != "sender" {
			unknown++
		}
	}
	for range 3 {
		b.killedAt(t, "", 0)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(b.dir, "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	letters, err := db.Letters(t.Context(), store.LetterFilter{})
	if err != nil || len(letters) != 110 {
		t.Fatalf("there are %d letters, %v, want 110", len(letters), err)
	}
	doubts, mails := 0, 0
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	for _, l := range letters {
		n := len(b.m.boxes[l.Recipient])
		mails += n
		switch {
		case l.State == store.LetterSent && n == 1:
		case l.State == store.LetterInDoubt && n <= 1:
			doubts++
		default:
			t.Errorf("%s has %d mails, and the outbox says %s", l.Recipient, n, l.State)
		}
	}
	if doubts > unknown || mails < 110-unknown || len(b.m.boxes) > 110 {
		t.Errorf("%d mails, %d in doubt after %d kills in between", mails, doubts, unknown)
	}
	t.Logf("%d letters, %d mails, %d in doubt, after 10 kills", len(letters), mails, doubts)
}
