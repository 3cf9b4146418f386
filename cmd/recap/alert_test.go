package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"recap/cmd/recap/internal/alert"
)

// A watched is a house whose alerts come to a server and to a command that writes them into a file.
type watched struct {
	*house
	mu     sync.Mutex // of what the server sees
	down   bool       // neither the server nor the command takes anything
	posted []alert.Alert
	pings  int
	bodies map[string]string // what was posted under an id
}

// newWatched writes a community with a mailbox of a post a day for a month until the start, and an output that is a
// folder.
func newWatched(t *testing.T) *watched {
	t.Helper()
	w := &watched{house: &house{t.TempDir(), time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)}, bodies: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if r.URL.Path == "/ping" {
			w.pings++
			return
		}
		body, err := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte("hatch-77-latch"))
		mac.Write(body)
		if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); err != nil || r.Header.Get("X-Recap-Signature") != want {
			t.Errorf("an alert is signed %q, %v, want %q", r.Header.Get("X-Recap-Signature"), err, want)
		}
		id := r.Header.Get("Idempotency-Key")
		if before := w.bodies[id]; before != "" && before != string(body) {
			t.Errorf("the alert %s came as %s and as %s", id, before, body)
		}
		w.bodies[id] = string(body)
		if w.down {
			panic(http.ErrAbortHandler) // it took it, and cannot say so
		}
		var a alert.Alert
		if err := json.Unmarshal(body, &a); err != nil || a.ID != id {
			t.Errorf("an alert is %s, %v, under the id %s", body, err, id)
		}
		w.posted = append(w.posted, a)
	}))
	t.Cleanup(server.Close)
	writeFile(t, filepath.Join(w.dir, "webhook.secret"), "hatch-77-latch\n")
	writeFile(t, filepath.Join(w.dir, "take"), "#!/bin/sh\n[ ! -e down ] || exit 1\ncat >> told\n")
	if err := os.Chmod(filepath.Join(w.dir, "take"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.posts(t, 30)
	writeFile(t, filepath.Join(w.dir, "recap.yaml"), fmt.Sprintf(`community: {name: Moor, timezone: UTC}
sources:
  - {name: list, every: 15m, mbox: {path: list.mbox}}
digests:
  - {name: daily, since: 2026-10-19}
outputs:
  - {name: data, json: {dir: data}}
alerts:
  webhook: {url: "%[1]s/?token=wicket-42-gate", secret_file: webhook.secret}
  command: [./take, "$(touch shell)"]
ping: %[1]s/ping
`, server.URL))
	return w
}

// posts makes the mailbox hold a post of each of n days that end yesterday.
func (w *watched) posts(t *testing.T, n int) {
	t.Helper()
	var box strings.Builder
	for i := range n {
		at := w.now.AddDate(0, 0, i-n)
		fmt.Fprintf(&box, "From a@example.org %s\nFrom: Ann Lee <ann@example.org>\nDate: %s\nMessage-ID: <%s@example.org>\n"+
			"Subject: Reed at bridge %[4]d\n\nThe reed at bridge %[4]d must be cut before the frost comes.\n\n",
			at.Format(time.ANSIC), at.Format(time.RFC1123Z), at.Format(time.DateOnly), at.YearDay())
	}
	writeFile(t, filepath.Join(w.dir, "list.mbox"), box.String())
}

// later runs recap after some time, and demands what was told by both channels since: "state kind subjects" of each
// alert.
func (w *watched) later(t *testing.T, after time.Duration, code int, want ...string) (stderr string) {
	t.Helper()
	w.now = w.now.Add(after)
	w.mu.Lock()
	w.posted = nil
	w.mu.Unlock()
	os.Remove(filepath.Join(w.dir, "told"))
	_, stderr = w.recap(t, code, "run")
	data, _ := os.ReadFile(filepath.Join(w.dir, "told"))
	var commanded []string
	for dec := json.NewDecoder(strings.NewReader(string(data))); ; {
		var a alert.Alert
		if dec.Decode(&a) != nil {
			break
		}
		commanded = append(commanded, inShort(a))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var posted []string
	for _, a := range w.posted {
		posted = append(posted, inShort(a))
	}
	if got := strings.Join(posted, "; "); got != strings.Join(want, "; ") || got != strings.Join(commanded, "; ") {
		t.Errorf("%v: the server was told %q and the command %q, want %q\n%s", w.now, got, commanded, want, stderr)
	}
	if strings.Contains(stderr, "wicket-42-gate") || strings.Contains(stderr, "hatch-77-latch") {
		t.Errorf("a secret is printed: %s", stderr)
	}
	return stderr
}

// pinged returns how often the server was asked for after a run.
func (w *watched) pinged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pings
}

func inShort(a alert.Alert) string {
	return a.State + " " + a.Kind + " " + strings.Join(a.Subjects, ",")
}

// deaf says whether the channels take nothing.
func (w *watched) deaf(t *testing.T, down bool) {
	t.Helper()
	w.mu.Lock()
	w.down = down
	w.mu.Unlock()
	if down {
		writeFile(t, filepath.Join(w.dir, "down"), "")
	} else if err := os.Remove(filepath.Join(w.dir, "down")); err != nil {
		t.Fatal(err)
	}
}

func TestAlertOfAFailingSource(t *testing.T) {
	w := newWatched(t)
	w.posts(t, 5) // too few to say what is usual
	w.later(t, 0, exitOK)
	box := filepath.Join(w.dir, "list.mbox")
	if err := os.Rename(box, box+".away"); err != nil {
		t.Fatal(err)
	}
	if said := w.later(t, time.Hour, exitNothing); !strings.HasPrefix(said, "recap: source list: ") || strings.Count(said, "\n") != 1 {
		t.Errorf("a source that begins to fail: %q, want a line", said)
	}
	for range 10 {
		if said := w.later(t, time.Hour, exitNothing); said != "" {
			t.Errorf("a source that goes on failing: %q, want silence", said)
		}
	}
	if _, said := w.recap(t, exitNothing, "ingest", "list"); strings.Count(said, "\n") != 1 {
		t.Errorf("recap ingest list says %q, want a line", said)
	}
	w.now = w.now.Add(time.Hour)
	if _, said := w.recap(t, exitNothing, "ingest", "-v"); !strings.Contains(said, "recap: source list: ") {
		t.Errorf("recap ingest -v says %q, want that it fails", said)
	}
	w.later(t, 14*time.Hour, exitNothing, "fires failing list")
	w.later(t, time.Hour, exitNothing)
	if err := os.Rename(box+".away", box); err != nil {
		t.Fatal(err)
	}
	if said := w.later(t, time.Hour, exitOK, "over failing list"); said != "recap: source list: can be read again\n" {
		t.Errorf("a source that is back: %q, want a line", said)
	}
	if said := w.later(t, time.Hour, exitOK); said != "" {
		t.Errorf("a source that is still back: %q, want silence", said)
	}
}

func TestAlertOfASilentSource(t *testing.T) {
	w := newWatched(t)
	w.later(t, 0, exitOK)
	w.later(t, 20*time.Hour, exitOK)
	w.later(t, 5*time.Hour, exitOK, "fires silent list")
	w.later(t, time.Hour, exitOK)
	w.posts(t, 2)
	w.later(t, time.Hour, exitOK, "over silent list")
	w.later(t, time.Hour, exitOK)
}

func TestAlertOfADigestWithoutNews(t *testing.T) {
	w := newWatched(t)
	w.posts(t, 5) // too few to say what is usual
	w.later(t, 0, exitOK)
	w.later(t, 150*time.Hour, exitOK)
	w.later(t, 18*time.Hour, exitOK, "fires quiet daily")
	w.later(t, 24*time.Hour, exitOK)
	w.posts(t, 1) // of a day that has had its turn
	w.later(t, time.Hour, exitOK)
	w.later(t, 24*time.Hour, exitOK)
	w.now = w.now.Add(24 * time.Hour)
	w.posts(t, 1)
	w.later(t, time.Hour, exitOK, "over quiet daily")
	w.later(t, time.Hour, exitOK)
	w.later(t, 150*time.Hour, exitOK)
	w.later(t, 24*time.Hour, exitOK, "fires quiet daily")
}

func TestAlertOfAnEditionAndItsOutput(t *testing.T) {
	w := newWatched(t)
	writeFile(t, filepath.Join(w.dir, "data"), "a file where a folder should be")
	w.later(t, 0, exitUndelivered, "fires undelivered daily")
	w.later(t, time.Hour, exitUndelivered)
	if n := w.pinged(); n != 0 {
		t.Errorf("%d pings after runs that failed", n)
	}
	w.later(t, time.Hour, exitUndelivered, "fires channel data")
	w.later(t, time.Hour, exitUndelivered)
	if err := os.Remove(filepath.Join(w.dir, "data")); err != nil {
		t.Fatal(err)
	}
	w.later(t, time.Hour, exitOK, "over undelivered daily", "over channel data")
	w.later(t, time.Hour, exitOK)
	if n := w.pinged(); n != 2 {
		t.Errorf("%d pings after two good runs", n)
	}
}

// TestAlertOfAnEditionThatIsGivenUp has an output fail until runs do not try any more.
func TestAlertOfAnEditionThatIsGivenUp(t *testing.T) {
	w := newWatched(t)
	w.posts(t, 5)
	writeFile(t, filepath.Join(w.dir, "data"), "a file where a folder should be")
	w.later(t, 0, exitUndelivered, "fires undelivered daily")
	w.posts(t, 0)
	w.later(t, 60*time.Hour, exitUndelivered) // the days since had no posts
	w.later(t, time.Hour, exitOK)
}

func TestAlertOfALock(t *testing.T) {
	w := newWatched(t)
	w.later(t, 0, exitOK)
	file := filepath.Join(w.dir, "recap.db.lock")
	lock := flock.New(file)
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := os.Chtimes(file, w.now, w.now); err != nil {
		t.Fatal(err)
	}
	w.later(t, time.Hour, exitLocked)
	w.deaf(t, true)
	w.later(t, 2*time.Hour, exitLocked)
	w.deaf(t, false)
	w.later(t, time.Hour, exitLocked, "fires locked "+file)
	w.later(t, time.Hour, exitLocked)
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	w.later(t, time.Hour, exitOK, "over locked "+file)
	w.later(t, time.Hour, exitOK)
	if _, err := os.Stat(file + ".told"); !os.IsNotExist(err) {
		t.Errorf("the note beside the lock is still there: %v", err)
	}
}

// TestLockTellsItsAge demands that who takes the lock touches its file.
func TestLockTellsItsAge(t *testing.T) {
	w := newWatched(t)
	w.later(t, 0, exitOK)
	file := filepath.Join(w.dir, "recap.db.lock")
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(file, old, old); err != nil {
		t.Fatal(err)
	}
	w.later(t, time.Hour, exitOK)
	info, err := os.Stat(file)
	if err != nil || time.Since(info.ModTime()) > time.Hour {
		t.Errorf("the lock is of %v, %v, though it was just taken", info.ModTime(), err)
	}
}

// TestAlertsAreKeptWhileNobodyTakesThem has all channels be down while a source begins to fail and recovers.
func TestAlertsAreKeptWhileNobodyTakesThem(t *testing.T) {
	w := newWatched(t)
	w.deaf(t, true)
	writeFile(t, filepath.Join(w.dir, "data"), "a file where a folder should be")
	if said := w.later(t, 0, exitUndelivered); strings.Count(said, "alerts: ") != 2 {
		t.Errorf("both channels failed, and it says %q", said)
	}
	if said := w.later(t, time.Hour, exitUndelivered); strings.Contains(said, "alerts: ") {
		t.Errorf("both channels failed again, and it says %q", said)
	}
	if err := os.Remove(filepath.Join(w.dir, "data")); err != nil {
		t.Fatal(err)
	}
	w.later(t, time.Hour, exitOK)
	w.deaf(t, false)
	w.later(t, time.Hour, exitOK, "fires undelivered daily", "over undelivered daily")
	w.later(t, time.Hour, exitOK)
	if _, err := os.Stat(filepath.Join(w.dir, "shell")); err == nil {
		t.Error("the arguments of the command went through a shell")
	}
}

// TestOneChannelIsEnough has the command be missing.
func TestOneChannelIsEnough(t *testing.T) {
	w := newWatched(t)
	if err := os.Remove(filepath.Join(w.dir, "take")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(w.dir, "data"), "a file where a folder should be")
	w.recap(t, exitUndelivered, "run")
	w.now = w.now.Add(time.Hour)
	w.recap(t, exitUndelivered, "run")
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.posted) != 1 {
		t.Errorf("the server was told %d times, want once", len(w.posted))
	}
}
