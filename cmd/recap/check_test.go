package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
