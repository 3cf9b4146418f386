package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
)

// A tagHost is a server of the Mastodon API and of API v1.1 with a few statuses, which their authors may delete and edit.
type tagHost struct {
	mu       sync.Mutex
	statuses []map[string]any // newest first
	down     bool             // statuses are not given by their ids
	url      string
}

func newTagHost(t *testing.T) *tagHost {
	t.Helper()
	h := &tagHost{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// add lets somebody write a status; it returns the id.
func (h *tagHost) add(at time.Time, who, name, text string, more map[string]any) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := fmt.Sprint(at.UnixMilli() << 16)
	uri := "https://social.example.org/users/" + who + "/statuses/" + id
	account := map[string]any{"acct": who, "display_name": name, "url": "https://social.example.org/@" + who, "note": "",
		"discoverable": true, "indexable": true}
	status := map[string]any{"id": id, "uri": uri, "url": uri, "created_at": at.UTC().Format(time.RFC3339),
		"edited_at": nil, "in_reply_to_id": nil,
		"content": "<p>" + text + "</p>", "visibility": "public", "language": "en",
		"tags": []map[string]string{{"name": "pumps"}}, "account": account}
	for k, v := range more {
		status[k] = v
	}
	h.statuses = append([]map[string]any{status}, h.statuses...)
	return id
}

func (h *tagHost) remove(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, s := range h.statuses {
		if s["id"] == id {
			h.statuses = append(h.statuses[:i:i], h.statuses[i+1:]...)
			return
		}
	}
}

func (h *tagHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if path, old := strings.CutPrefix(r.URL.Path, "/api/1.1/"); old {
		h.serveV1(w, r, path)
		return
	}
	q, one := r.URL.Query(), strings.TrimPrefix(r.URL.Path, "/api/v1/statuses/")
	rows := []map[string]any{}
	for _, s := range h.statuses {
		id := s["id"].(string)
		switch {
		case strings.HasPrefix(r.URL.Path, "/api/v1/statuses") && h.down:
			http.Error(w, `{"error":"This method requires an authenticated user"}`, http.StatusUnauthorized)
			return
		case one == id:
			_ = json.NewEncoder(w).Encode(s)
			return
		case r.URL.Path == "/api/v1/statuses":
			for _, asked := range q["id[]"] {
				if asked == id {
					rows = append(rows, s)
				}
			}
		case q.Get("max_id") == "" && q.Get("min_id") == "", q.Get("max_id") > id, q.Get("min_id") != "" && q.Get("min_id") < id:
			rows = append(rows, s)
		}
	}
	if one != r.URL.Path {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":"Record not found"}`)
		return
	}
	_ = json.NewEncoder(w).Encode(rows)
}

// serveV1 answers a search of API v1.1, all of it on the first page, and requests for single statuses.
func (h *tagHost) serveV1(w http.ResponseWriter, r *http.Request, path string) {
	rows := []map[string]any{}
	for _, s := range h.statuses {
		account := s["account"].(map[string]any)
		user := map[string]any{"id": 7, "id_str": "7", "name": account["display_name"], "screen_name": account["acct"],
			"statusnet_profile_url": account["url"],
			"description":           account["note"]}
		created, _ := time.Parse(time.RFC3339, s["created_at"].(string))
		row := map[string]any{"id_str": s["id"], "external_url": s["uri"], "created_at": created.Format(time.RubyDate),
			"user": user, "entities": nil,
			"text":           strings.TrimSuffix(strings.TrimPrefix(s["content"].(string), "<p>"), "</p>"),
			"favorite_count": s["favourites_count"], "retweet_count": s["reblogs_count"]}
		if path == fmt.Sprintf("statuses/show/%s.json", s["id"]) {
			_ = json.NewEncoder(w).Encode(row)
			return
		}
		if page := r.URL.Query().Get("page"); (page == "" || page == "1") && r.URL.Query().Get("since_id") < s["id"].(string) {
			rows = append(rows, row)
		}
	}
	if path != "search/tweets.json" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"There is no status with this id.","code":"400 Bad Request"}`)
		return
	}
	_ = json.NewEncoder(w).Encode(rows)
}

// source returns the configuration of a source of that kind that reads the host.
func (h *tagHost) source(kind string) string {
	if kind == "twitter" {
		return `  - {name: tag, twitter: {base_url: "` + h.url + `/api/1.1", tag: pumps}}`
	}
	return `  - {name: tag, mastodon: {server: "` + h.url + `", tag: pumps}}`
}

// A house is a folder with a configuration whose community lives on a tagHost and in a mailbox.
type house struct {
	dir string
	now time.Time
}

// newHouse writes a configuration with every output that is a file.
func newHouse(t *testing.T, now time.Time, sources string) *house {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "recap.yaml"), `
community: {name: Pumps, timezone: UTC}
sources:
`+sources+`
digests: [{name: daily, since: 2026-10-19}]
outputs:
  - {name: pages, html: {dir: public, url: "https://example.org/recaps"}}
  - {name: data, json: {dir: data}}
  - {name: site, jekyll: {dir: site, url: "https://example.org"}}
  - {name: feed, atom: {file: public/atom.xml, url: "https://example.org/recaps/atom.xml"}}
  - {name: letter, eml: {dir: letters, from: "Pumps <recap@example.org>", to: list@example.org}}
`)
	return &house{dir, now}
}

// recap runs a command at the present of the house and returns what it printed.
func (h *house) recap(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	args = append([]string{"--config", filepath.Join(h.dir, "recap.yaml")}, args...)
	now := h.now
	code := runAt(context.Background(), args, strings.NewReader(""), &out, &complaints, env(nil), func() time.Time { return now })
	if code != want {
		t.Fatalf("recap %q exits with %d, want %d:\n%s%s", args, code, want, out.String(), complaints.String())
	}
	return out.String(), complaints.String()
}

// holding returns the files below the house, the database among them, that hold one of these words.
func (h *house) holding(t *testing.T, words ...string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(w))) {
				name, _ := filepath.Rel(h.dir, path)
				found = append(found, name+" holds "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tagDay fills a host with a day of statuses and returns the id of one that the recap quotes, and words that only it has.
func tagDay(host *tagHost, day time.Time) (id string, words []string) {
	for i, text := range []string{
		"The new impeller of station nine runs since Monday and the bearing stays cool under full load #pumps",
		"We measured forty litres a second at the weir of the old mill, twice what the plan of 2019 said #pumps",
		"The valve workshop in Leeds begins at nine, please bring your own gaskets and a torch #pumps",
	} {
		host.add(day.Add(time.Duration(8+i)*time.Hour), fmt.Sprint("writer", i), []string{"Ann Lee", "Bob Ray", "Eve Fox"}[i], text, nil)
	}
	id = host.add(day.Add(12*time.Hour), "gus", "Gustavo Quintero",
		"Nobody told the council that the xylophonic turbine at Birkenhead leaks mercury into the reservoir #pumps",
		map[string]any{"favourites_count": 90, "reblogs_count": 80})
	return id, []string{"xylophonic", "Birkenhead", "Quintero"}
}

func TestDeletedPostLeavesNothing(t *testing.T) {
	for _, kind := range []string{"mastodon", "twitter"} {
		t.Run(kind, func(t *testing.T) { deletePublished(t, kind) })
	}
}

// deletePublished publishes an edition, deletes a post that it tells, and looks for what is left of it.
func deletePublished(t *testing.T, kind string) {
	day := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC)
	host := newTagHost(t)
	id, words := tagDay(host, day)
	h := newHouse(t, day.Add(33*time.Hour+30*time.Minute), host.source(kind))
	h.recap(t, exitOK, "run")
	if found := h.holding(t, words...); len(found) < 6 {
		t.Fatalf("after the first run only %q hold words of the post", found)
	}
	host.remove(id)
	h.now = h.now.Add(3 * time.Hour) // the post is older than a day now
	if out, complaints := h.recap(t, exitOK, "run"); out+complaints != "" {
		t.Errorf("recap run prints %q, want nothing", out+complaints)
	}
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "out"))
	out, _ := h.recap(t, exitOK, "digest", "--date", "2026-10-19")
	writeFile(t, filepath.Join(h.dir, "printed.md"), out)
	if found := h.holding(t, words...); len(found) > 0 {
		t.Errorf("after the deletion %q", found)
	}
	if found := h.holding(t, "impeller"); len(found) < 6 {
		t.Errorf("other words are left only in %q", found)
	}
	if hits, _ := h.recap(t, exitOK, "search", "xylophonic"); hits != "" {
		t.Errorf("recap search finds %q", hits)
	}
	state, _ := h.recap(t, exitOK, "status", "--json")
	if !strings.Contains(state, `"revision": 2`) || !strings.Contains(state, `"removed": 1`) {
		t.Errorf("recap status --json does not tell of revision 2 and of one removed post:\n%s", state)
	}
	h.now = h.now.Add(time.Hour)
	before := h.holding(t, "impeller")
	h.recap(t, exitOK, "run")
	if after := h.holding(t, "impeller"); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("another run changes what is there: %q, want %q", after, before)
	}
}

// TestRecheckBeforePublishing deletes one post and edits another after they were read: the first edition tells neither as it was.
func TestRecheckBeforePublishing(t *testing.T) {
	for _, kind := range []string{"mastodon", "twitter"} {
		t.Run(kind, func(t *testing.T) { changeUnpublished(t, kind) })
	}
}

func changeUnpublished(t *testing.T, kind string) {
	day := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC)
	host := newTagHost(t)
	id, words := tagDay(host, day)
	h := newHouse(t, day.Add(20*time.Hour), host.source(kind))
	h.recap(t, exitOK, "ingest")
	host.remove(id)
	host.mu.Lock()
	host.statuses[len(host.statuses)-1]["content"] = "<p>The new impeller of station nine was taken out again on Tuesday " +
		"because its bearing glowed red #pumps</p>"
	host.mu.Unlock()
	h.now = day.Add(33 * time.Hour)
	h.recap(t, exitOK, "publish", "--date", "2026-10-19")
	if found := h.holding(t, append(words, "stays cool")...); len(found) > 0 {
		t.Errorf("after publish %q", found)
	}
	if found := h.holding(t, "glowed red"); len(found) < 4 {
		t.Errorf("the edited words are only in %q", found)
	}
}

// TestRecheckConsent has an author ask to be left alone after the post was read: the first edition does not tell it,
// though its words are the same.
func TestRecheckConsent(t *testing.T) {
	day := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC)
	host := newTagHost(t)
	_, words := tagDay(host, day)
	h := newHouse(t, day.Add(20*time.Hour), `  - {name: tag, mastodon: {server: "`+host.url+`", tag: pumps}}`)
	h.recap(t, exitOK, "ingest")
	host.mu.Lock()
	host.statuses[0]["account"].(map[string]any)["note"] = "<p>Plumber #nobot</p>"
	host.mu.Unlock()
	h.now = day.Add(33 * time.Hour)
	h.recap(t, exitOK, "publish", "--date", "2026-10-19")
	for _, found := range h.holding(t, words...) {
		if !strings.HasPrefix(found, "recap.db") {
			t.Errorf("after publish %s", found)
		}
	}
	if found := h.holding(t, "impeller"); len(found) < 4 {
		t.Errorf("words of others are only in %q", found)
	}
}

// TestRecheckError has a server that cannot say whether the posts are still there: they stay, and the edition says that nobody knows.
func TestRecheckError(t *testing.T) {
	day := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC)
	host := newTagHost(t)
	_, words := tagDay(host, day)
	h := newHouse(t, day.Add(33*time.Hour), `  - {name: tag, mastodon: {server: "`+host.url+`", tag: pumps}}`)
	host.down = true
	h.recap(t, exitOK, "run")
	if found := h.holding(t, words[0]); len(found) < 4 {
		t.Errorf("the post is only in %q", found)
	}
	coverage := func() string {
		out, _ := h.recap(t, exitOK, "digest", "--date", "2026-10-19", "--format", "json")
		var e struct {
			Coverage []struct{ State, Error string }
		}
		if err := json.Unmarshal([]byte(out), &e); err != nil {
			t.Fatal(err)
		}
		return e.Coverage[0].State + " " + e.Coverage[0].Error
	}
	if got := coverage(); !strings.HasPrefix(got, "partial ") || !strings.Contains(got, "401") {
		t.Errorf("coverage = %q, want partial with the status", got)
	}
	host.down = false
	h.now = h.now.Add(6 * time.Hour)
	h.recap(t, exitOK, "publish", "--date", "2026-10-19", "--revise")
	if got := coverage(); got != "ok " {
		t.Errorf("coverage = %q once the server answers again, want ok", got)
	}
}

// TestRecheckUnopened publishes what a source told that cannot be opened any more: the edition goes out and says that
// nobody knows whether its posts are still there.
func TestRecheckUnopened(t *testing.T) {
	day := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC)
	host := newTagHost(t)
	_, words := tagDay(host, day)
	h := newHouse(t, day.Add(33*time.Hour), `  - {name: tag, mastodon: {server: "`+host.url+`", tag: pumps}}`)
	h.recap(t, exitOK, "ingest")
	c, err := config.Load(filepath.Join(h.dir, "recap.yaml"), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	c.Sources[0].Mastodon.Tag = ""
	period, err := edition.Calendar{Config: c}.PeriodOn(&c.Digests[0], config.DateOf(day))
	if err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	a := &app{Console: &console.Console{Stdout: io.Discard, Stderr: &told, Verbose: true}, env: env(nil),
		now: func() time.Time { return h.now }}
	if err := a.publish(t.Context(), c, []edition.Due{{Digest: &c.Digests[0], Window: period}}, edition.Options{}); err != nil {
		t.Fatalf("publish() = %v", err)
	}
	if want := "source tag: recheck: mastodon: "; !strings.Contains(told.String(), want) {
		t.Errorf("publish() with -v prints %q, want %q in it", told.String(), want)
	}
	if found := h.holding(t, words[0]); len(found) < 4 {
		t.Errorf("the post is only in %q", found)
	}
	data := h.files(t)[filepath.Join("data", "recaps", "daily-2026-10-19.json")]
	if !strings.Contains(data, `"state": "partial"`) || !strings.Contains(data, "recheck: mastodon: ") {
		t.Errorf("the coverage does not tell why nobody was asked:\n%s", data)
	}
}
