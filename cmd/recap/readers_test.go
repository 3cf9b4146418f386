package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/store"
	"recap/store/sqlite"
)

// post adds a thread of one mail to the list of newReaders.
func (h *house) post(t *testing.T, at time.Time, id, who, subject string) {
	t.Helper()
	text := "From x@example.org " + at.Format(time.ANSIC) + "\nFrom: " + who + " <" + strings.ToLower(who[:3]) + "@lists.example.org>\nDate: " +
		at.Format(time.RFC1123Z) + "\nMessage-ID: <" + id + "@example.org>\nSubject: " + subject + "\n\n" +
		"The " + subject + " has to be there before the water rises, and nobody has ordered it yet.\n\n"
	f, err := os.OpenFile(filepath.Join(h.dir, "list.mbox"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// nextDay has the next edition be due, with a post in it.
func (h *house) nextDay(t *testing.T, id string) {
	t.Helper()
	h.post(t, h.now, id, "Fay Low", "Sand for the dam, lot "+id)
	h.now = h.now.AddDate(0, 0, 1)
}

// open opens the database of a house.
func (h *house) open(t *testing.T) *sqlite.DB {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the databases are %q, %v", files, err)
	}
	db, err := sqlite.Open(t.Context(), files[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestRedactionMailsNobodyAgain takes a post out of an edition that most have and that runs still try to deliver: who
// has it hears nothing of that, until a person revises it.
func TestRedactionMailsNobodyAgain(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", "subscribers: true", `to: [all@lists.example.org], subscribers: true`)
	m.gone["all@lists.example.org"] = true
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net")
	h.recap(t, exitUndelivered, "run")
	if got := m.taken(); got != "ann@example.net: 1, bob@example.net: 1" {
		t.Fatalf("mail came to %s", got)
	}
	h.recap(t, exitUndelivered, "redact", "--yes", "1-2@example.org")
	for _, args := range [][]string{{"run"}, {"publish", "--date", "2026-10-19", "--digest", "daily"}, {"run"}} {
		h.now = h.now.Add(time.Hour)
		h.recap(t, exitUndelivered, args...)
		if got := m.taken(); got != "" {
			t.Errorf("after the redaction %q sends to %s", args, got)
		}
	}
	h.tries("publish", "--date", "2026-10-19", "--digest", "daily", "--revise")
	if got := m.taken(); got != "ann@example.net: 1, bob@example.net: 1" {
		t.Errorf("publish --revise sends to %s, want to both", got)
	}
}

// TestRedactionAfterRevision revises an edition while its letters wait, and takes out of it what the revision told.
func TestRedactionAfterRevision(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", m.addr, "127.0.0.1:1")
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net")
	h.recap(t, exitUndelivered, "run")
	h.post(t, time.Date(2026, 10, 19, 15, 0, 0, 0, time.UTC), "n1", "Fay Low", "Sand for the dam")
	h.now = h.now.Add(20 * time.Minute)
	h.recap(t, exitOK, "ingest", "--force")
	h.recap(t, exitUndelivered, "publish", "--date", "2026-10-19", "--digest", "daily", "--revise")
	h.tries("redact", "--yes", "n1@example.org")
	h.change(t, "recap.yaml", "127.0.0.1:1", m.addr)
	h.now = h.now.Add(time.Hour)
	h.recap(t, exitOK, "run")
	if got := m.taken(); got != "ann@example.net: 1" {
		t.Errorf("mail came to %q, want one to ann", got)
	}
}

// TestSuppressionIsUndone has a subscriber not exist for a day, and come back by either way that is documented.
func TestSuppressionIsUndone(t *testing.T) {
	for _, way := range [][]string{{"subscribers", "add", "hal@example.net"}, {"outbox", "retry", "2"}, {"outbox", "retry", "--output", "letter"}} {
		m := newMailServer(t)
		h := newReaders(t, m)
		h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "hal@example.net")
		m.gone["hal@example.net"] = true
		h.recap(t, exitUndelivered, "run")
		m.gone["hal@example.net"] = false
		m.taken()
		h.now = h.now.Add(time.Hour)
		h.recap(t, exitOK, way...)
		want := ""
		if way[0] == "outbox" {
			want = "hal@example.net: 1"
		}
		if got := m.taken(); got != want {
			t.Errorf("%q sends to %q, want %q", way, got, want)
		}
		for _, id := range []string{"n1", "n2"} {
			h.nextDay(t, id)
			h.tries("run")
			if got := m.taken(); got != "ann@example.net: 1, hal@example.net: 1" {
				t.Errorf("after %q the edition of %s went to %q, want to both", way, id, got)
			}
		}
	}
}

// TestNothingIsRetriedToLeavers tries a letter again to somebody who has left.
func TestNothingIsRetriedToLeavers(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "hal@example.net", "ivy@example.net")
	m.gone["hal@example.net"], m.gone["ivy@example.net"] = true, true
	h.recap(t, exitUndelivered, "run")
	m.gone = map[string]bool{}
	m.taken()
	h.recap(t, exitOK, "subscribers", "remove", "hal@example.net")
	_, said := h.recap(t, exitNothing, "outbox", "retry", "--output", "letter")
	if got := m.taken(); got != "ivy@example.net: 1" || !strings.Contains(said, "letter 2 ") || strings.Contains(said, "hal@") {
		t.Errorf("retry sends to %q and says %q", got, said)
	}
}

// TestLeaversGetNothingThatWasLeft has somebody leave while their letter is in the hands of a run that was killed, or
// waits while another edition is made anew.
func TestLeaversGetNothingThatWasLeft(t *testing.T) {
	for _, how := range []string{"killed", "redacted"} {
		m := newMailServer(t)
		h := newReaders(t, m)
		h.change(t, "recap.yaml", m.addr, "127.0.0.1:1")
		h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net")
		h.recap(t, exitUndelivered, "run")
		if how == "killed" {
			l, err := h.open(t).Claim(t.Context(), "letter", h.now.Add(24*time.Hour))
			for err == nil && l.Recipient != "ann@example.net" {
				l, err = h.open(t).Claim(t.Context(), "letter", h.now.Add(24*time.Hour))
			}
			if err != nil || l.State != store.LetterClaimed {
				t.Fatalf("Claim() = %+v, %v", l, err)
			}
		} else {
			h.now = h.now.AddDate(0, 0, 1).Add(-3 * time.Hour)
			h.post(t, h.now.AddDate(0, 0, -1), "n1", "Fay Low", "Sand for the dam")
			h.post(t, h.now.AddDate(0, 0, -1), "n2", "Gil Moe", "Rope for the dam")
			h.recap(t, exitUndelivered, "run")
		}
		h.recap(t, exitOK, "subscribers", "remove", "ann@example.net")
		h.change(t, "recap.yaml", "127.0.0.1:1", m.addr)
		h.now = h.now.Add(2 * time.Hour)
		if how == "killed" {
			h.recap(t, exitOK, "run")
		} else {
			h.recap(t, exitOK, "redact", "--yes", "n1@example.org")
		}
		if got := m.taken(); strings.Contains(got, "ann@") || !strings.Contains(got, "bob@") {
			t.Errorf("%s: mail came to %q, want to bob alone", how, got)
		}
	}
}

// TestAlertsOfOutputsWithOneLetter has an output put its only letter off again and again, work for a while, and be
// taken out of the configuration.
func TestAlertsOfOutputsWithOneLetter(t *testing.T) {
	w := newWatched(t)
	answer := http.StatusServiceUnavailable
	hook := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(answer) }))
	defer hook.Close()
	line := "  - {name: hook, webhook: {url: \"" + hook.URL + "\"}}\n"
	w.change(t, "recap.yaml", "alerts:", line+"alerts:")
	w.later(t, 0, exitUndelivered, "fires undelivered daily")
	w.later(t, 15*time.Minute, exitUndelivered)
	w.later(t, time.Minute, exitUndelivered) // it is not tried
	w.later(t, 15*time.Minute, exitUndelivered, "fires channel hook")
	w.change(t, "recap.yaml", line, "")
	w.later(t, time.Hour, exitOK, "over undelivered daily", "over channel hook")
}

// TestRunsSayWhyTheyEndWithAnError has a letter be in doubt, of which later runs know nothing new.
func TestRunsSayWhyTheyEndWithAnError(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net")
	m.gone["bob@example.net"] = true
	h.recap(t, exitUndelivered, "run")
	m.taken()
	db := h.open(t)
	if err := db.Settle(t.Context(), 1, store.LetterSent, store.Settlement{State: store.LetterInDoubt, At: h.now}); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(time.Hour)
	if _, said := h.recap(t, exitUndelivered, "publish", "--date", "2026-10-19", "--digest", "daily"); strings.Count(said, "\n") != 1 ||
		!strings.Contains(said, "recap outbox") || strings.Contains(said, "ann@") {
		t.Errorf("it says %q, want one line", said)
	}
	h.recap(t, exitOK, "outbox", "drop", "1")
	if _, said := h.recap(t, exitOK, "publish", "--date", "2026-10-19", "--digest", "daily"); said != "" || m.taken() != "" {
		t.Errorf("when that is settled it says %q", said)
	}
}

// TestOldNamesOfCallsAreNotShown lists what an older version wrote down with the whole address of a webhook.
func TestOldNamesOfCallsAreNotShown(t *testing.T) {
	h, _ := newHooked(t, 1)
	h.recap(t, exitOK, "publish", "--date", "2026-10-01", "--output", "hook")
	old := store.Letter{Edition: "daily-2026-10-01", Revision: 1, Output: "hook", Recipient: "https://hooks.example.org/in/B0C4D1-wherry",
		Key: "k", Raw: []byte("{}"), Queued: h.now}
	if _, err := h.open(t).Queue(t.Context(), []store.Letter{old}); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"outbox"}, {"outbox", "--json"}, {"status", "--json"}} {
		out, _ := h.recap(t, exitOK, args...)
		if strings.Contains(out, "wherry") || !strings.Contains(out, "https://hooks.example.org") {
			t.Errorf("%q prints\n%s", args, out)
		}
	}
}

// TestTooOldForSubscribers has the first run come too late for an output that has no other recipients.
func TestTooOldForSubscribers(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	told := filepath.Join(h.dir, "told")
	h.change(t, "recap.yaml", "serve:", "alerts: {command: [sh, -c, \"cat >> "+told+"\"]}\nserve:")
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net")
	h.now = h.now.AddDate(0, 0, 2)
	h.recap(t, exitOK, "run")
	status, _ := h.recap(t, exitOK, "status", "--json")
	alerts, _ := os.ReadFile(told)
	if m.taken() != "" || !strings.Contains(status, `"state": "expired"`) || !strings.Contains(string(alerts), "is not delivered to letter") {
		t.Errorf("status says\n%s\nand alerts say %s", status, alerts)
	}
	if rows, err := h.open(t).Deliveries(t.Context(), "daily-2026-10-19"); err != nil || len(rows) != 1 {
		t.Errorf("the ledger has %+v, %v, want one row", rows, err)
	}
}

// TestTooOldForNobody is the same where nobody would have got it.
func TestTooOldForNobody(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "--digest", "weekly")
	h.now = h.now.AddDate(0, 0, 2)
	h.recap(t, exitOK, "run")
	if rows, err := h.open(t).Deliveries(t.Context(), "daily-2026-10-19"); err != nil || len(rows) != 0 {
		t.Errorf("the ledger has %+v, %v, want nothing", rows, err)
	}
}

// TestRenamedChoices renames a digest and a section that subscribers have chosen.
func TestRenamedChoices(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net", "--section", "Talk")
	h.recap(t, exitOK, "subscribers", "add", "cyd@example.net", "--digest", "daily")
	h.recap(t, exitOK, "subscribers", "add", "dan@example.net")
	if out, said := h.recap(t, exitOK, "check"); strings.Contains(out+said, "no longer") {
		t.Errorf("check warns of nothing:\n%s%s", out, said)
	}
	h.change(t, "recap.yaml", "name: Talk", "name: Discussion")
	h.change(t, "recap.yaml", "name: daily", "name: news")
	out, _ := h.recap(t, exitOK, "check")
	_, said := h.recap(t, exitOK, "run")
	for _, text := range []string{out, said} {
		for _, want := range []string{`1 subscriber has chosen the digest "daily"`, `2 subscribers have chosen the section "Talk"`} {
			if strings.Count(text, want) != 1 {
				t.Errorf("it says\n%s\nwant %q in it", text, want)
			}
		}
	}
	if got := m.taken(); got != "dan@example.net: 1" {
		t.Errorf("mail came to %q", got)
	}
}
