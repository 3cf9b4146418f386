package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostileServer serves what was made to hurt.
func hostileServer(t *testing.T) *httptest.Server {
	page := func(kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			io.WriteString(w, body)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/endless.xml", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "<rss><channel>")
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("<item><title>again</title></item>", 1000)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/bomb.xml", func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		for range 64 {
			z.Write(bytes.Repeat([]byte(" "), 1<<20))
		}
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(b.Bytes())
	})
	mux.HandleFunc("/cut.mbox", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		io.WriteString(w, "From a@example.org Mon Oct 19 08:00:00 2026\nSubject: cut\n\n")
	})
	mux.HandleFunc("/circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) })
	mux.HandleFunc("/forum/latest.json", page("application/json", `{"topic_list":{"topics":[`+strings.Repeat("{},", 400_000)+`{}]}}`))
	mux.HandleFunc("/forum/", page("application/json", "["+strings.Repeat("[", 400_000)))
	mux.HandleFunc("/page.mbox", page("text/html", "<!doctype html><title>Log in</title>"))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// bracketServer is a mail server that greets with brackets without end.
func bracketServer(t *testing.T) (port int) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.WriteString(c, "* OK [CAPABILITY IMAP4rev1] ready\r\n")
				for s := bufio.NewScanner(c); s.Scan(); {
					io.WriteString(c, "* 1 FETCH (BODYSTRUCTURE ")
					for range 200 {
						if _, err := io.WriteString(c, strings.Repeat("(", 10_000)); err != nil {
							return
						}
					}
				}
			}()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

// TestOneHostileSourceOfTwenty reads nineteen honest sources beside one that harms in each of many ways. It is named,
// and all others are read and published.
func TestOneHostileSourceOfTwenty(t *testing.T) {
	server := hostileServer(t)
	inFeed := func(body string) string {
		return `<rss version="2.0" xmlns:x="urn:x"><channel><title>x</title><item><guid>1</guid>` + body
	}
	files := map[string]string{
		"deep.xml":   inFeed(strings.Repeat("<x:d>", 2_000_000)),
		"many.xml":   inFeed(strings.Repeat("<x:m/>", 1_000_000)),
		"deep.json":  `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 2_000_000),
		"spaces.xml": "<rss" + manyNamespaces(400) + "><channel><item>" + strings.Repeat("<x:s/>", 200_000),
	}
	for name, source := range map[string]string{
		"nested extensions":   "feed: {url: deep.xml}",
		"endless extensions":  "feed: {url: many.xml}",
		"nested JSON":         "feed: {url: deep.json}",
		"namespaces":          "feed: {url: spaces.xml}",
		"an endless feed":     fmt.Sprintf("feed: {url: %q}", server.URL+"/endless.xml"),
		"a bomb":              fmt.Sprintf("feed: {url: %q}", server.URL+"/bomb.xml"),
		"a circle":            fmt.Sprintf("feed: {url: %q}", server.URL+"/circle"),
		"a page":              fmt.Sprintf("mbox: {path: %q}", server.URL+"/page.mbox"),
		"a cut mailbox":       fmt.Sprintf("mbox: {path: %q}", server.URL+"/cut.mbox"),
		"objects of a forum":  fmt.Sprintf("discourse: {url: %q}", server.URL+"/forum/"),
		"brackets":            "imap: {host: 127.0.0.1, port: " + strconv.Itoa(bracketServer(t)) + ", user: u, password: p, tls: none}",
		"a pipe as a feed":    "feed: {url: pipe}",
		"a pipe as a mailbox": "mbox: {path: pipe}",
	} {
		t.Run(name, func(t *testing.T) {
			h := &house{t.TempDir(), time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)}
			if err := syscall.Mkfifo(filepath.Join(h.dir, "pipe"), 0o644); err != nil {
				t.Skip(err)
			}
			for file, text := range files {
				if strings.Contains(source, file) {
					writeFile(t, filepath.Join(h.dir, file), text)
				}
			}
			config := "community: {name: Moor, timezone: UTC}\nsources:\n"
			for i := range 20 {
				switch i {
				case 7:
					config += "  - {name: hostile, " + source + "}\n"
					continue
				case 3, 11, 19:
					writeFile(t, filepath.Join(h.dir, fmt.Sprintf("%d.xml", i)), fmt.Sprintf(`<rss version="2.0"><channel><title>Moor %d</title><item>
						<guid isPermaLink="false">%d</guid><title>Peat on path %d</title><pubDate>Mon, 19 Oct 2026 09:00:00 GMT</pubDate>
						<description>The path number %d is covered with peat again.</description></item></channel></rss>`, i, i, i, i))
					config += fmt.Sprintf("  - {name: honest%d, feed: {url: %d.xml}}\n", i, i)
				default:
					writeFile(t, filepath.Join(h.dir, fmt.Sprintf("%d.mbox", i)), fmt.Sprintf("From a@example.org Mon Oct 19 08:00:00 2026\nFrom: Ann Lee <ann%d@example.org>\n"+
						"Date: Mon, 19 Oct 2026 08:00:00 +0000\nMessage-ID: <%d@example.org>\nSubject: Reed at bridge %d\n\nThe reed at bridge %d must be cut before the frost comes.\n", i, i, i, i))
					config += fmt.Sprintf("  - {name: honest%d, mbox: {path: %d.mbox}}\n", i, i)
				}
			}
			writeFile(t, filepath.Join(h.dir, "recap.yaml"), config+"digests: [{name: daily, since: 2026-10-19}]\noutputs: [{name: data, json: {dir: data}}]\n")
			_, complaints := h.recap(t, exitPart, "run")
			if strings.Count(complaints, "\n") != 1 || !strings.HasPrefix(complaints, "recap: source hostile: ") {
				t.Errorf("run complains %q, want one line about the hostile source", complaints)
			}
			data, err := os.ReadFile(filepath.Join(h.dir, "data", "recaps", "daily-2026-10-19.json"))
			if err != nil {
				t.Fatal(err)
			}
			var e struct {
				Stats    struct{ Posts int }
				Coverage []struct{ Source, State string }
			}
			if err := json.Unmarshal(data, &e); err != nil {
				t.Fatal(err)
			}
			failed := ""
			for _, c := range e.Coverage {
				if c.State == "failed" {
					failed += c.Source + " "
				}
			}
			if e.Stats.Posts != 19 || failed != "hostile " {
				t.Errorf("published are %d posts, and failed is %q", e.Stats.Posts, failed)
			}
		})
	}
}

// manyNamespaces returns the declarations of n namespaces.
func manyNamespaces(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` xmlns:x%d="urn:%d"`, i, i)
	}
	return b.String()
}
