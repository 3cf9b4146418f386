package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"recap/cmd/recap/internal/people"
)

// serve runs recap serve, and returns its address and what stops it and demands that it had nothing to complain of.
func (h *house) serve(t *testing.T) (at string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var complaints strings.Builder
	ended := make(chan int, 1)
	now := h.now
	go func() {
		args := []string{"--config", filepath.Join(h.dir, "recap.yaml"), "serve"}
		ended <- runAt(ctx, args, strings.NewReader(""), w, &complaints, env(nil), func() time.Time { return now })
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "answers on http://127.0.0.1:") {
		t.Fatalf("recap serve says %q, %v", line, err)
	}
	return strings.Fields(line)[2], func() {
		cancel()
		if code := <-ended; code != exitOK || complaints.Len() > 0 {
			t.Errorf("recap serve ends with %d, saying %q", code, complaints.String())
		}
	}
}

// TestServe unsubscribes at the server while it runs, and stops it.
func TestServe(t *testing.T) {
	h := newHouse(t, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC), `  - {name: list, mbox: {path: list.mbox}}`)
	h.change(t, "recap.yaml", "digests:", "serve: {addr: \"127.0.0.1:0\", token_file: serve.secret}\ndigests:")
	secret := filepath.Join(h.dir, "serve.secret")
	writeFile(t, secret, "a secret of thirty-two characters\n")
	h.recap(t, exitOK, "subscribers", "add", "Ann@example.org")
	keys, err := people.ReadKeys(secret)
	if err != nil {
		t.Fatal(err)
	}
	at, stop := h.serve(t)
	click := strings.NewReader("List-Unsubscribe=One-Click")
	resp, err := http.Post(at+"unsubscribe/"+keys.Token("ann@example.org"), "application/x-www-form-urlencoded", click)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if list, _ := h.recap(t, exitOK, "subscribers", "list"); resp.StatusCode != http.StatusOK || !strings.Contains(list, "left") {
		t.Errorf("unsubscribing = %d, and the list is\n%s", resp.StatusCode, list)
	}
	stop()
	h.change(t, "recap.yaml", ", token_file: serve.secret", "")
	if _, said := h.recap(t, exitUsage, "serve"); !strings.Contains(said, "token_file") {
		t.Errorf("recap serve without a secret says %q", said)
	}
}

// TestServeDrafts reads and approves a draft at the server, which the next run publishes; what a late post has changed is
// not approved by who read it before, and nothing is while a run is at work.
func TestServeDrafts(t *testing.T) {
	h := newHouse(t, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC), `  - {name: list, every: 1m, mbox: {path: list.mbox}}`)
	h.change(t, "recap.yaml", "{name: daily,", "{name: daily, approval: required,")
	h.change(t, "recap.yaml", "digests:", "serve: {addr: \"127.0.0.1:0\", token_file: serve.secret, editor_file: editor.secret}\ndigests:")
	writeFile(t, filepath.Join(h.dir, "serve.secret"), "a secret of thirty-two characters\n")
	writeFile(t, filepath.Join(h.dir, "editor.secret"), "another one of thirty-two characters\n")
	writeFile(t, filepath.Join(h.dir, "list.mbox"), topic("Paint for the gates"))
	h.recap(t, exitOK, "run")
	link, _ := h.recap(t, exitOK, "serve", "--link")
	at, stop := h.serve(t)
	_, path, _ := strings.Cut(strings.TrimSpace(link), "/drafts/")
	path = at + "drafts/" + path
	get := func(want int, more string) string {
		t.Helper()
		resp, err := http.Get(path + more)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != want {
			t.Fatalf("%s = %d, %v, want %d: %s", more, resp.StatusCode, err, want, body)
		}
		return string(body)
	}
	const day = "daily/2026-10-19"
	approve := func(want int, sum string) {
		t.Helper()
		resp, err := http.PostForm(path+day, url.Values{"draft": {sum}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("approving = %d, want %d", resp.StatusCode, want)
		}
	}
	sumOf := func() string { return between(get(200, day), `name="draft" value="`, `"`) }

	if list := get(200, ""); !strings.Contains(list, "daily 2026-10-19</a>: waits for approval") {
		t.Errorf("the list is %s", list)
	}
	get(404, "daily/2026-10-18")
	if page := get(200, day+"/page"); !strings.Contains(page, "Paint for the gates") {
		t.Errorf("the page is %s", page)
	}
	old := sumOf()
	writeFile(t, filepath.Join(h.dir, "list.mbox"), topic("Paint for the gates")+mboxed("x", "From: Gus Oak <gus@example.com>\nDate: Mon, 19 Oct 2026 15:00:00 +0000\n"+
		"Message-ID: <late@example.com>\nSubject: A boat is stuck\n\nA boat is stuck below the upper gate, and nobody has the key.\n"))
	h.recap(t, exitOK, "ingest", "--force")
	approve(409, old)
	lock := flock.New(filepath.Join(h.dir, "recap.db.lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(err)
	}
	approve(503, sumOf())
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	h.recap(t, exitOK, "run")
	if _, err := os.Stat(filepath.Join(h.dir, "public", "index.html")); err == nil {
		t.Fatal("what nobody has approved is published")
	}
	approve(200, sumOf())
	if list := get(200, ""); !strings.Contains(list, ": approved") {
		t.Errorf("the list is %s", list)
	}
	h.recap(t, exitOK, "run")
	if _, err := os.Stat(filepath.Join(h.dir, "public", "index.html")); err != nil {
		t.Errorf("what was approved is not published: %v", err)
	}
	if list := get(200, ""); !strings.Contains(list, "No draft waits") {
		t.Errorf("the list is %s", list)
	}
	stop()
}

// between returns what stands between two texts.
func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}
