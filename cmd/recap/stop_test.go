package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"recap/store/sqlite"
)

func TestStoppedRunKeepsWhatItReadAndBlamesNoSource(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(release)
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "moor.mbox"), string(generatedMbox(20)))
	config := filepath.Join(dir, "recap.yaml")
	writeFile(t, config, fmt.Sprintf(`
community: {name: Moor, timezone: UTC}
sources:
  - {name: moor, mbox: {path: moor.mbox}}
  - {name: slow, feed: {url: "%s/feed.xml"}}
digests: [{name: daily, since: 2020-01-01}]
`, server.URL))
	var out, errs bytes.Buffer
	ingest := func(ctx context.Context, args ...string) int {
		out.Reset()
		errs.Reset()
		return run(ctx, append([]string{"--config", config}, args...), nil, &out, &errs, env(nil))
	}
	if code := ingest(t.Context(), "ingest", "moor"); code != exitOK {
		t.Fatalf("ingest moor = %d: %s", code, &errs)
	}
	if code := ingest(ctx, "run"); code != exitPart {
		t.Errorf("run = %d, want %d", code, exitPart)
	}
	if got := strings.TrimSpace(errs.String()); strings.Count(got, "\n") != 0 || !strings.HasPrefix(got, "recap: stopped; ") {
		t.Errorf("run says %q", got)
	}
	db, err := sqlite.OpenReadOnly(t.Context(), filepath.Join(dir, "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	states, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if slow := states[1]; slow.Failures != 0 || slow.LastError != "" || !slow.LastRead.IsZero() {
		t.Errorf("the source that was being read counts as %+v", slow)
	}
	if moor := states[0]; moor.Posts == 0 {
		t.Errorf("what was read is not stored: %+v", moor)
	}
}

func TestWhatHearsNoSignalIsEnded(t *testing.T) {
	var mu sync.Mutex
	var said bytes.Buffer
	code := make(chan int, 1)
	ctx, release := stopping(&lockedWriter{w: &said, mu: &mu}, 10*time.Millisecond, func(c int) { code <- c })
	defer release()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	if c := <-code; c != exitPart {
		t.Errorf("exit code %d, want %d", c, exitPart)
	}
	mu.Lock()
	defer mu.Unlock()
	if got := said.String(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "recap: stopped; ") {
		t.Errorf("it says %q", got)
	}
}

// A lockedWriter is written to and read from different goroutines.
type lockedWriter struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
