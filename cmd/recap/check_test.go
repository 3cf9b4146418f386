package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/store"
)

// TestCheckNamesFeeds checks that a page in the place of a feed is answered with the feeds that it announces.
func TestCheckNamesFeeds(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<!doctype html><title>Our blog</title><link rel="alternate" type="application/atom+xml" href="/atom.xml"><link rel="alternate" type="application/rss+xml" href="/rss?token=hunter2">`)
	}))
	defer s.Close()
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, file, "community: {name: Example}\nsources: [{name: blog, feed: {url: \""+s.URL+"/blog\"}}]\n")
	var stdout, stderr bytes.Buffer
	code := runAt(t.Context(), []string{"check", "-q", "--online", "--config", file}, strings.NewReader(""), &stdout, &stderr, env(nil), time.Now)
	want := fmt.Sprintf("recap: source blog: get %[1]s/blog: wrong type: an HTML page (\"Our blog\") instead of a feed; check the address, or whether it needs a login; "+
		"that page's feeds, one of which may be meant: %[1]s/atom.xml %[1]s/rss?token=***\n", s.URL)
	if code != exitNothing || stderr.String() != want || stdout.Len() > 0 {
		t.Errorf("check --online = %d, %q, %q, want %d and %q", code, stdout.String(), stderr.String(), exitNothing, want)
	}
}

// TestCheckWarnsOfMailWithoutLinks checks that each source of mail is named that knows no page of its mail, and no other.
func TestCheckWarnsOfMailWithoutLinks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, `community: {name: Example}
sources:
  - {name: box, mbox: {path: dev.mbox}}
  - {name: linked box, mbox: {path: dev.mbox, archive: "https://lists.example.org/{message_id}"}}
  - {name: folder, maildir: {path: Maildir}}
  - {name: mailbox, imap: {host: imap.example.org}}
  - {name: group, nntp: {addr: news.example.org, group: moor.peat}}
  - {name: counted, publish: count, mbox: {path: user.mbox}}
  - {name: archive, pipermail: {url: "https://lists.example.org/pipermail/dev/"}}
  - {name: blog, feed: {url: blog.xml}}
digests:
  - {name: weekly, period: week, week_starts: sunday}
`)
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"check", "--config", file}, strings.NewReader(""), &stdout, &stderr, env(nil))
	if code != exitOK || stderr.Len() > 0 {
		t.Fatalf("check = %d, %q", code, stderr.String())
	}
	var warned []string
	source := ""
	for _, line := range strings.Split(stdout.String(), "\n") {
		if strings.Contains(line, "warning:") {
			warned = append(warned, source)
		}
		source, _, _ = strings.Cut(strings.TrimSpace(line), ":")
	}
	if got, want := strings.Join(warned, ", "), "box, folder, mailbox, group"; got != want {
		t.Errorf("check warns of %s, want %s:\n%s", got, want, stdout.String())
	}
	if want := "weekly: each week from Sunday, "; !strings.Contains(stdout.String(), want) {
		t.Errorf("check prints %s, want %q", stdout.String(), want)
	}
}

// TestDeniedNamesTheOwner says whose a database is that may not be written, and what to do.
func TestDeniedNamesTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	writeFile(t, path, "")
	c := &config.Config{Database: path}
	err := denied(c, fmt.Errorf("store: %w", store.ErrDenied))
	if !errors.Is(err, store.ErrDenied) || !strings.Contains(err.Error(), "has to be able to write "+path) {
		t.Errorf("denied(one's own) = %v, want what has to be writable", err)
	}
	if os.Geteuid() == 0 && os.Chown(path, 65534, 65534) == nil {
		if err := denied(c, store.ErrDenied); !strings.Contains(err.Error(), "belongs to ") || !strings.Contains(err.Error(), `"sudo -u `) {
			t.Errorf("denied(another's) = %v, want the owner", err)
		}
	}
	if other := errors.New("another"); denied(c, other) != other {
		t.Error("denied() changes another error")
	}
}
