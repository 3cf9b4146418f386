package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestNoSecretOfAnAddressIsKept reads sources of several kinds at addresses with a password and a token, and looks for
// these in all files and in what is printed.
func TestNoSecretOfAnAddressIsKept(t *testing.T) {
	const feed = `<rss version="2.0"><channel><title>Moor</title><item><guid isPermaLink="false">1</guid><title>Peat</title><link>/post/1</link>
		<pubDate>Mon, 19 Oct 2026 09:00:00 GMT</pubDate><description>The path is covered with peat again.</description></item></channel></rss>`
	const box = "From a@example.org Mon Oct 19 08:00:00 2026\nFrom: Ann Lee <ann@example.org>\nDate: Mon, 19 Oct 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\nSubject: Reed\n\nThe reed must be cut.\n"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "wicket-42-gate" && r.URL.Query().Get("token") == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		switch {
		case strings.HasSuffix(r.URL.Path, ".xml"):
			io.WriteString(w, feed)
		case strings.HasSuffix(r.URL.Path, ".mbox"):
			io.WriteString(w, box)
		case strings.HasSuffix(r.URL.Path, ".json"):
			io.WriteString(w, `{"topic_list":{"topics":[]},"latest_posts":[]}`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	with := func(path string) string {
		return strings.Replace(server.URL, "://", "://reader:wicket-42-gate@", 1) + path
	}
	h := newHouse(t, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC), strings.Join([]string{
		`  - {name: feed, feed: {url: "` + with("/feed.xml") + `"}}`,
		`  - {name: token, feed: {url: "` + server.URL + `/other.xml?token=hatch-77-latch"}}`,
		`  - {name: box, mbox: {path: "` + with("/list.mbox?key=hatch-77-latch") + `"}}`,
		`  - {name: gone, feed: {url: "` + with("/gone") + `"}}`,
		`  - {name: archive, pipermail: {url: "` + with("/pipermail/dev/") + `"}}`,
		`  - {name: forum, discourse: {url: "` + with("/forum/") + `"}}`,
	}, "\n"))
	for range 2 {
		for _, args := range [][]string{{"ingest", "--force", "-v"}, {"status", "--json"}, {"sources", "list"}, {"sources", "export"}, {"check", "--online"}, {"export", "-o", h.dir + "/out"}} {
			out, complaints := h.tries(args...)
			for _, word := range []string{"wicket-42-gate", "hatch-77-latch"} {
				if strings.Contains(out+complaints, word) {
					t.Errorf("recap %q prints %s:\n%s%s", args, word, out, complaints)
				}
			}
		}
	}
	for _, f := range h.holding(t, "wicket-42-gate", "hatch-77-latch") {
		if !strings.HasPrefix(f, "recap.yaml ") {
			t.Error(f)
		}
	}
	if out, complaints := h.tries("search", "the"); !strings.Contains(out, "Peat") || !strings.Contains(out, "Reed") {
		t.Errorf("the sources were not read: %s%s", out, complaints)
	}
}

// tries runs a command that may fail and returns what it printed.
func (h *house) tries(args ...string) (stdout, stderr string) {
	var out, complaints bytes.Buffer
	args = append([]string{"--config", filepath.Join(h.dir, "recap.yaml")}, args...)
	now := h.now
	runAt(context.Background(), args, strings.NewReader(""), &out, &complaints, env(nil), func() time.Time { return now })
	return out.String(), complaints.String()
}
