package discover

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
)

const mails = `From ida at example.org  Mon Oct 19 08:00:00 2026
From: ida at example.org (Ida Holm)
Date: Mon, 19 Oct 2026 08:00:00 +0000
Subject: [hives] Counting again
Message-ID: <one@example.org>

We count the hives again on Saturday, and bring the ladders.

`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Hives</title><updated>2026-10-18T09:00:00Z</updated>
<entry><id>e1</id><title>Wax moths</title><link href="https://hives.example.org/moths"/><updated>2026-10-18T09:00:00Z</updated><content>They are back.</content></entry></feed>`

const rss = `<rss version="2.0"><channel><title>Hives</title><link>https://hives.example.org/</link><description>d</description>
<item><guid>e1</guid><title>Wax moths</title><link>https://hives.example.org/moths</link><pubDate>Sun, 18 Oct 2026 09:00:00 GMT</pubDate></item></channel></rss>`

// project serves a project's site: pages by path. It notes what was asked for.
func project(t *testing.T, pages map[string]string) (*httptest.Server, *[]string) {
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.Path)
		mu.Unlock()
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		kind := "text/html; charset=utf-8"
		switch {
		case strings.HasPrefix(body, "<feed"):
			kind = "application/atom+xml"
		case strings.HasPrefix(body, "<rss"):
			kind = "application/rss+xml"
		case strings.HasPrefix(body, "["):
			kind = "application/json"
		case strings.HasPrefix(body, "From "):
			kind = "text/plain"
		}
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server, &asked
}

func find(t *testing.T, server *httptest.Server) Result {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 10, 20, 6, 0, 0, 0, time.UTC) }
	client := fetch.New(fetch.Options{Version: "test", HostPause: -1, Backoff: time.Millisecond, Now: now})
	r, err := Find(t.Context(), client, server.URL+"/", []string{"hives"}, now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines returns what was found, a line each, without the server's address.
func lines(server *httptest.Server, r Result) []string {
	var all []string
	for _, f := range r.Found {
		kind, _ := f.Source.Kind()
		all = append(all, fmt.Sprintf("%s %s %d", kind, strings.TrimPrefix(f.Source.About().Where, server.URL), f.Posts))
	}
	return all
}

// TestFind follows a project's page to its feed, and by a page about taking part to its list, its mailbox and its hashtag.
func TestFind(t *testing.T) {
	server, asked := project(t, map[string]string{
		"/": `<html><head><title> The  Hives </title><link rel="alternate" type="application/atom+xml" href="/atom.xml">
<link rel="alternate" type="application/rss+xml" href="/rss.xml"><link rel="alternate" type="application/rss+xml" href="/comments/feed/">
</head><body><a href="/mailing-lists">Take part</a> <a href="/about">About</a> <a rel="me" href="/@hives">Fediverse</a></body></html>`,
		"/mailing-lists": `<base href="/lists/"><a href="../pipermail/hives/2026-October/thread.html">The list</a> <a href="old.mbox">Before</a>
<a href="/mailman/listinfo/gone">A list that is gone</a>`,
		"/atom.xml":                         atom,
		"/rss.xml":                          rss,
		"/pipermail/hives/":                 `<html><body><table><tr><td>October 2026:</td><td><a href="2026-October.txt">[ Text ]</a></td></tr></table>`,
		"/pipermail/hives/2026-October.txt": mails,
		"/lists/old.mbox":                   mails,
		"/api/v1/timelines/tag/hives":       "[]",
	})
	r := find(t, server)
	want := []string{"feed /atom.xml 1", "mastodon  0", "pipermail /pipermail/hives/ 1", "mbox /lists/old.mbox 1"}
	if diff := cmp.Diff(want, lines(server, r)); diff != "" || r.Title != "The Hives" {
		t.Errorf("Find() of %q differs:\n%s", r.Title, diff)
	}
	if len(r.Lost) != 1 || !strings.Contains(r.Lost[0].Error(), "/pipermail/gone/") {
		t.Errorf("Find() lost %v, want the list that is gone", r.Lost)
	}
	for _, path := range *asked {
		if path == "/about" || path == "/comments/feed/" {
			t.Errorf("Find() asked for %s", path)
		}
	}
}

// TestFindGuesses demands that a site which announces no feed is asked where such sites have one, and that a forum is
// known by the program that made its pages.
func TestFindGuesses(t *testing.T) {
	server, _ := project(t,
		map[string]string{"/": `<meta name="generator" content="Discourse 3.4.1"><title>Hives</title>`,
			"/atom.xml": atom, "/latest.json": `{}`})
	r := find(t, server)
	if diff := cmp.Diff([]string{"feed /atom.xml 1"}, lines(server, r)); diff != "" {
		t.Errorf("Find() differs:\n%s", diff)
	}
	if len(r.Lost) != 1 || !strings.HasPrefix(r.Lost[0].Error(), "discourse ") {
		t.Errorf("Find() lost %v, want a forum that was tried", r.Lost)
	}
}

// TestFindIsBounded has a page that leads to a thousand places and pages.
func TestFindIsBounded(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `<a href="/lists/%d.mbox">x</a><a href="/community-%d">x</a><a href="http://127.0.0.1:1/%d.mbox">x</a>`, i, i, i)
	}
	server, asked := project(t, map[string]string{"/": b.String()})
	r := find(t, server)
	if len(r.Found) > 0 || len(r.Lost) > maxTries || len(*asked) > 1+maxPages+perHost*3+10 {
		t.Errorf("Find() found %d, lost %d and asked %d times", len(r.Found), len(r.Lost), len(*asked))
	}
}

// TestFindKeepsOut demands that a page leads nobody to private addresses that are not its own.
func TestFindKeepsOut(t *testing.T) {
	private, asked := project(t, map[string]string{"/atom.xml": atom})
	secret := strings.Replace(private.URL, "127.0.0.1", "localhost", 1)
	server, _ := project(t, map[string]string{"/": `<a href="` + secret + `/atom.xml">x</a> <a href="http://169.254.169.254/atom.xml">x</a>
<a href="nntp://10.0.0.1/hives">x</a> <a href="http://[::1]/pipermail/x/">x</a>`})
	r := find(t, server)
	if len(r.Found) > 0 || len(r.Lost) > 0 || len(*asked) > 0 {
		t.Errorf("Find() found %v, lost %v, and asked a private address for %q", lines(server, r), r.Lost, *asked)
	}
}

// TestRecognise has the shapes of addresses by which kinds know what they read.
func TestRecognise(t *testing.T) {
	for address, want := range map[string]string{
		"https://lists.example.org/pipermail/dev/2026-May/000012.html": "pipermail https://lists.example.org/pipermail/dev/",
		"https://lists.example.org/mailman/listinfo/dev":               "pipermail https://lists.example.org/pipermail/dev/",
		"https://lists.example.org/archives/list/dev@lists.example.org/thread/X/": "hyperkitty " +
			"https://lists.example.org/archives/list/dev@lists.example.org/",
		"https://lists.example.org/mailman3/lists/dev.lists.example.org/": "hyperkitty " +
			"https://lists.example.org/archives/list/dev@lists.example.org/",
		"https://lists.example.org/list.html?dev@hive.example.org:lte=1M":  "ponymail https://lists.example.org",
		"https://lore.example.org/linux-hives/T/":                          "publicinbox https://lore.example.org/linux-hives/",
		"https://www.mail-archive.com/dev@lists.example.org/msg00001.html": "mailarchive https://www.mail-archive.com",
		"https://forum.example.org/t/welcome/1":                            "discourse https://forum.example.org",
		"https://talks.example.org/c/hives/moths/12":                       "discourse https://talks.example.org",
		"https://toot.example.org/tags/hives":                              "mastodon https://toot.example.org",
		"https://hives.example.org/blog/atom.xml":                          "feed https://hives.example.org/blog/atom.xml",
		"https://hives.example.org/old/1999.mbox.gz":                       "mbox https://hives.example.org/old/1999.mbox.gz",
		"nntps://news.example.org/hives.dev":                               "nntp news.example.org",
		"https://hives.example.org/lists/of/bees":                          "",
		"https://user:word@lists.example.org/pipermail/dev/":               "",
		"javascript:alert(1)":                                              "",
	} {
		got := ""
		for _, c := range ingest.Recognise(source.Link{Address: address}) {
			kind, _ := c.Kind()
			got += kind + " " + c.About().Where
			c.Name = "x"
			if _, err := c.Open(source.Env{Now: time.Now}); err != nil {
				t.Errorf("%s: %v", address, err)
			}
		}
		if got != want {
			t.Errorf("Recognise(%s) = %q, want %q", address, got, want)
		}
	}
}
