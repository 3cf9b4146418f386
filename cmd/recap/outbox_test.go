package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A hookReceiver takes calls of a webhook, or answers with an error.
type hookReceiver struct {
	answer int
	got    []string
}

func (r *hookReceiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.answer != 0 {
		http.Error(w, "come back", r.answer)
		return
	}
	body, _ := io.ReadAll(req.Body)
	r.got = append(r.got, string(body))
}

// newHooked returns a house whose editions go to a receiver, too.
func newHooked(t *testing.T, days int) (*house, *hookReceiver) {
	t.Helper()
	r := &hookReceiver{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h := newHouse(t, time.Date(2026, 10, 2, 9, 0, 0, 0, time.UTC), "  - {name: list, mbox: {path: list.mbox}}")
	h.change(t, "recap.yaml", dataOutput, dataOutput+fmt.Sprintf("  - {name: hook, webhook: {url: %q}}\n", server.URL))
	writeFile(t, filepath.Join(h.dir, "list.mbox"), string(redactMbox(days)))
	h.recap(t, exitOK, "ingest")
	return h, r
}

// TestOutboxKeepsWhatIsNotTaken has the receiver of an edition be away for a while.
func TestOutboxKeepsWhatIsNotTaken(t *testing.T) {
	h, r := newHooked(t, 1)
	r.answer = http.StatusServiceUnavailable
	_, complaints := h.recap(t, exitUndelivered, "publish", "--date", "2026-10-01")
	if !strings.Contains(complaints, "come back") || strings.Count(complaints, "\n") != 1 {
		t.Errorf("publish complains %q, want one line with what the receiver said", complaints)
	}
	if listed, _ := h.recap(t, exitOK, "outbox"); !strings.Contains(listed, "waits until 2026-10-02 09:05") ||
		!strings.Contains(listed, "hook") {
		t.Errorf("outbox prints\n%s", listed)
	}
	if _, complaints = h.recap(t, exitUndelivered, "publish", "--date", "2026-10-01"); complaints != "" {
		t.Errorf("publish complains %q before it is tried again, want nothing new", complaints)
	}
	r.answer = 0
	h.recap(t, exitOK, "outbox", "retry", "1")
	h.recap(t, exitOK, "publish", "--date", "2026-10-01")
	if len(r.got) != 1 {
		t.Errorf("the receiver got %d editions, want one", len(r.got))
	}
	if listed, _ := h.recap(t, exitOK, "outbox"); !strings.Contains(listed, "nothing waits") {
		t.Errorf("outbox prints\n%s", listed)
	}
	h.recap(t, exitNothing, "outbox", "retry", "1")
}

// TestOutboxDrop gives a letter up.
func TestOutboxDrop(t *testing.T) {
	h, r := newHooked(t, 1)
	r.answer = http.StatusServiceUnavailable
	h.recap(t, exitUndelivered, "publish", "--date", "2026-10-01")
	r.answer = 0
	h.recap(t, exitOK, "outbox", "drop", "--output", "hook")
	h.recap(t, exitOK, "publish", "--date", "2026-10-01")
	if len(r.got) != 0 {
		t.Errorf("the receiver got what was dropped")
	}
	h.recap(t, exitUsage, "outbox", "drop", "99")
	h.recap(t, exitNothing, "outbox", "drop", "1", "1") // it is dropped already, and named once

	h.recap(t, exitUsage, "outbox", "retry")
	if _, complaints := h.recap(t, exitUsage, "outbox", "retry", "--output", "hok"); !strings.Contains(complaints, "did you mean hook?") {
		t.Errorf("retry of an output that there is not complains %q", complaints)
	}
}

// TestRedactionCallsNobodyAgain takes a person out of an edition that one receiver has, and of one that still waits.
func TestRedactionCallsNobodyAgain(t *testing.T) {
	h, r := newHooked(t, 2)
	h.recap(t, exitOK, "publish", "--date", "2026-10-01", "--output", "hook")
	r.answer = http.StatusServiceUnavailable
	h.now = h.now.AddDate(0, 0, 1)
	h.recap(t, exitUndelivered, "publish", "--date", "2026-10-02", "--output", "hook")
	r.answer = 0
	h.recap(t, exitOK, "redact", "<gus@quintero.example.net>")
	if len(r.got) != 2 {
		t.Fatalf("the receiver got %d editions, want the first, and the second once it was made anew", len(r.got))
	}
	if !strings.Contains(r.got[0], "xylophonic") || strings.Contains(r.got[1], "xylophonic") ||
		!strings.Contains(r.got[1], "daily-2026-10-02") {
		t.Errorf("the receiver got\n%s", r.got[1])
	}
	if found := h.told(t); len(found) > 0 {
		t.Errorf("%s still hold what was taken out", found)
	}
}

// TestPublishAll writes what was recorded to an output that is new, and sends nothing.
func TestPublishAll(t *testing.T) {
	h, r := newHooked(t, 3)
	h.now = h.now.AddDate(0, 0, 2)
	for d := 1; d <= 3; d++ {
		h.recap(t, exitOK, "publish", "--date", fmt.Sprintf("2026-10-%02d", d))
	}
	sent := len(r.got)
	h.change(t, "recap.yaml", dataOutput, dataOutput+"  - {name: new, hugo: {dir: site}}\n")
	if plan, _ := h.recap(t, exitOK, "publish", "--all", "--output", "new", "--dry-run"); strings.Count(plan, "would write revision") != 3 {
		t.Errorf("publish --all --dry-run prints\n%s", plan)
	}
	h.recap(t, exitOK, "publish", "--all", "--since", "2026-10-02", "--output", "new")
	if posts := listed(t, filepath.Join(h.dir, "site", "content", "blog")); len(posts) != 2 {
		t.Errorf("publish --all --since writes %q, want two posts", posts)
	}
	h.recap(t, exitOK, "publish", "--all")
	if posts := listed(t, filepath.Join(h.dir, "site", "content", "blog")); len(posts) != 3 || len(r.got) != sent {
		t.Errorf("publish --all writes %q and sends %d, want three posts and nothing", posts, len(r.got)-sent)
	}
	h.recap(t, exitUsage, "publish", "--all", "--output", "hook")
}

// TestMailToOneAddress shows an edition that waits for approval to somebody, and records nothing; then it is approved,
// late, and goes to all, once.
func TestMailToOneAddress(t *testing.T) {
	h, _ := newHooked(t, 1)
	take := filepath.Join(h.dir, "take")
	if err := os.WriteFile(take, []byte("#!/bin/sh\ncat >> \"$(dirname \"$0\")/mail\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	h.change(t, "recap.yaml", dataOutput,
		dataOutput+"  - {name: letters, sendmail: {from: recap@example.org, to: [all@example.org], command: ["+take+"]}}\n")
	h.change(t, "recap.yaml", "since: 2026-10-19", "since: 2026-10-01, approval: required")
	h.recap(t, exitUsage, "publish", "--date", "2026-10-01", "--test-to", "nobody")
	h.recap(t, exitUsage, "publish", "--date", "2026-10-01", "--test-to", "ann@example.org", "--output", "data")
	h.recap(t, exitOK, "publish", "--date", "2026-10-01", "--test-to", "Ann <ann@example.org>")
	sent := func() string {
		data, err := os.ReadFile(filepath.Join(h.dir, "mail"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if got := sent(); strings.Count(got, "\nSubject: [test] ") != 1 || !strings.Contains(got, "\nTo: <ann@example.org>\n") {
		t.Errorf("the test mail is\n%.600s", got)
	}
	if all, _ := h.recap(t, exitOK, "outbox", "--all"); !strings.Contains(all, "nothing waits") {
		t.Errorf("a test stands in the outbox:\n%s", all)
	}
	h.recap(t, exitNothing, "publish", "--date", "2026-10-01")
	h.now = h.now.AddDate(0, 0, 10) // far beyond max_age after the period, which counts from the approval
	h.recap(t, exitOK, "edit", "--date", "2026-10-01", "--approve")
	for range 2 {
		h.recap(t, exitOK, "publish", "--date", "2026-10-01", "--output", "letters")
	}
	if got := strings.Count(sent(), "\nTo: <all@example.org>\n"); got != 1 {
		t.Errorf("%d mails went to all, want one", got)
	}
	h.now = h.now.AddDate(0, 0, 3)
	h.change(t, "recap.yaml", "name: letters", "name: later letters")
	h.recap(t, exitOK, "publish", "--date", "2026-10-01", "--output", "later letters")
	if got := strings.Count(sent(), "\nTo: <all@example.org>\n"); got != 1 {
		t.Errorf("%d mails went to all, want no other when max_age is over", got)
	}
}

// TestRunSendsWhatWaited has runs hand over what an earlier one could not, and give it up when it is too old.
func TestRunSendsWhatWaited(t *testing.T) {
	for name, away := range map[string]time.Duration{"an hour later": time.Hour, "days later": 72 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			h, r := newHooked(t, 1)
			h.change(t, "recap.yaml", "since: 2026-10-19", "since: 2026-10-01")
			r.answer = http.StatusServiceUnavailable
			h.recap(t, exitUndelivered, "run")
			r.answer = 0
			h.now = h.now.Add(away)
			want := 1
			if away > 36*time.Hour {
				want = 0
				h.recap(t, exitUndelivered, "run")
			}
			_, complaints := h.recap(t, exitOK, "run")
			if h.recap(t, exitOK, "run"); len(r.got) != want || complaints != "" {
				t.Errorf("the receiver got %d editions, want %d; run complains %q", len(r.got), want, complaints)
			}
		})
	}
}
