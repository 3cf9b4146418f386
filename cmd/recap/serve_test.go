package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/people"
)

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
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var complaints strings.Builder
	ended := make(chan int, 1)
	go func() {
		args := []string{"--config", filepath.Join(h.dir, "recap.yaml"), "serve"}
		ended <- runAt(ctx, args, strings.NewReader(""), w, &complaints, env(nil), func() time.Time { return h.now })
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "answers on http://127.0.0.1:") {
		t.Fatalf("recap serve says %q, %v", line, err)
	}
	at := strings.Fields(line)[2]
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
	if code := <-ended; code != exitOK || complaints.Len() > 0 {
		t.Errorf("recap serve ends with %d, saying %q", code, complaints.String())
	}
	h.change(t, "recap.yaml", ", token_file: serve.secret", "")
	if _, said := h.recap(t, exitUsage, "serve"); !strings.Contains(said, "token_file") {
		t.Errorf("recap serve without a secret says %q", said)
	}
}
