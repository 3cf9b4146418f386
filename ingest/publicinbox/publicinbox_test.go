package publicinbox

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// A fakeInbox answers as public-inbox 1.9 does.
type fakeInbox struct {
	raws     []string // in the order of arrival
	lag      int      // so many of the newest are not found by search
	noAll    bool     // all.mbox.gz is not offered
	noSearch bool
	cut      int // so many archives are cut in the middle
	wall     bool
	searches []string
	fetched  []string // ids of messages that were asked for one by one
}

var fakeField = regexp.MustCompile(`(?m)^(Date|Message-ID): <?([^\n>]*)>?$`)

// fakeHeader returns the value of a header field of a mail.
func fakeHeader(raw, name string) string {
	for _, m := range fakeField.FindAllStringSubmatch(raw, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	return ""
}

// fakeReceived returns when a mail counts as received: these have no Received field, so it is their date.
func fakeReceived(raw string) int64 {
	at, err := time.Parse(time.RFC1123Z, strings.Replace(fakeHeader(raw, "Date"), ", 1 Nov", ", 01 Nov", 1))
	if err != nil {
		panic(err)
	}
	return at.Unix()
}

func (f *fakeInbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/dev/")
	switch {
	case f.wall:
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!doctype html><html><head><title>Making sure you&#39;re not a bot!</title></head></html>")
	case path == "new.atom":
		f.atom(w)
	case path == "all.mbox.gz" && !f.noAll:
		f.mbox(w, f.raws)
	case path == "" && r.URL.Query().Get("x") == "m" && !f.noSearch:
		f.search(w, r)
	case strings.HasSuffix(path, "/raw"):
		id, _ := url.PathUnescape(strings.TrimSuffix(path, "/raw"))
		f.fetched = append(f.fetched, id)
		for _, raw := range f.raws {
			if fakeHeader(raw, "Message-ID") == id {
				io.WriteString(w, testmail.Mbox(raw))
			}
		}
	default:
		http.Error(w, "Not Found", http.StatusNotFound)
	}
}

func (f *fakeInbox) atom(w io.Writer) {
	io.WriteString(w, `<?xml version="1.0" encoding="us-ascii"?><feed xmlns="http://www.w3.org/2005/Atom"><title>dev</title>`)
	newest := slices.Clone(f.raws)
	slices.SortStableFunc(newest, func(a, b string) int { return int(fakeReceived(b) - fakeReceived(a)) })
	for _, raw := range newest[:min(25, len(newest))] {
		fmt.Fprintf(w, `<entry><title>x</title><link href="http://inbox.example.org/dev/%s/"/></entry>`,
			url.PathEscape(fakeHeader(raw, "Message-ID")))
	}
	io.WriteString(w, "</feed>")
}

func (f *fakeInbox) mbox(w http.ResponseWriter, raws []string) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for n, raw := range raws {
		io.WriteString(z, testmail.Mbox(raw))
		if n%5 == 4 {
			z.Flush()
		}
	}
	z.Close()
	w.Header().Set("Content-Type", "application/gzip")
	if f.cut > 0 {
		f.cut--
		w.Header().Set("Content-Length", strconv.Itoa(packed.Len()))
		w.Write(packed.Bytes()[:packed.Len()/2])
		return
	}
	w.Write(packed.Bytes())
}

func (f *fakeInbox) search(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query().Get("q")
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><head><title>"+q+" - search results</title></head></html>")
		return
	}
	f.searches = append(f.searches, q)
	first, last, _ := strings.Cut(strings.TrimPrefix(q, "rt:"), "..")
	from, err := strconv.ParseInt(first, 10, 64)
	to := int64(1 << 60)
	if err == nil && last != "" {
		to, err = strconv.ParseInt(last, 10, 64)
	}
	if err != nil {
		http.Error(w, "bad query "+q, http.StatusInternalServerError)
		return
	}
	var found []string
	for _, raw := range slices.Backward(f.raws[:len(f.raws)-f.lag]) {
		if at := fakeReceived(raw); from <= at && at <= to {
			found = append(found, raw)
		}
	}
	if len(found) == 0 {
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, "No results found\n")
		return
	}
	f.mbox(w, found)
}

// inboxReader reads a fake inbox run by run.
func inboxReader(t *testing.T, f http.Handler) (func(since time.Time, fresh bool) (source.Result, error), *sourcetest.Sink) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	sink := sourcetest.NewSink()
	return func(since time.Time, fresh bool) (source.Result, error) {
		env := testkit.Env(sink)
		env.Since = since
		env.HTTP = fetch.New(fetch.Options{Version: "test", Backoff: time.Millisecond, Now: env.Now})
		src, err := source.Open(&Config{URL: server.URL + "/dev/"}, "dev", env)
		if err != nil {
			t.Fatal(err)
		}
		src.(*publicInboxSource).perPage = 10
		return source.Pull(t.Context(), sink, "dev", src, fresh, nil)
	}, sink
}

// letterAt is a letter with its own time.
func letterAt(n int, at time.Time) string {
	return strings.Replace(testmail.Letter(n,
		fmt.Sprintf("letter number %d, of some length so that there is something to pack: %x", n, store.SumOf([]byte{byte(n)}))),
		fmt.Sprintf("Date: Sun, 1 Nov 2026 09:%02d:00 +0000", n%60), "Date: "+at.Format(time.RFC1123Z), 1)
}

// lettersFrom returns n letters, one a day up to sourcetest.Now.
func lettersFrom(first, n int) []string {
	var letters []string
	for i := range n {
		letters = append(letters, letterAt(first+i, sourcetest.Now.AddDate(0, 0, i-n+1)))
	}
	return letters
}

func TestPublicInboxContract(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "dev.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	box := box.NewReader(bytes.NewReader(data), 0, nil)
	var raws []string
	for m, err := box.Next(); err == nil; m, err = box.Next() {
		raws = append(raws, string(m.Raw))
	}
	sourcetest.Test(t, sourcetest.Contract{
		Name:   "publicinbox/dev",
		Server: func(*testing.T) http.Handler { return &fakeInbox{raws: raws} },
		Source: "dev", Kind: func(base string) source.Kind { return &Config{URL: base + "/dev/"} },
	})
}

func TestPublicInboxRuns(t *testing.T) {
	f := &fakeInbox{raws: lettersFrom(0, 40)}
	pull, sink := inboxReader(t, f)
	for _, step := range []struct {
		name     string
		change   func()
		new      int
		searches string // that are sent
		fetched  string // ids that are asked for one by one
	}{
		{"first", func() {}, 40, "", ""},
		{"nothing new", func() {}, 0, "rt:1795003200..", ""},
		{"one that search does not find yet", func() { f.raws, f.lag = append(f.raws, letterAt(50, sourcetest.Now)), 1 }, 1,
			"rt:1795003200..", "l50@example.org"},
		{"the same again", func() {}, 0, "rt:1795003200..", ""},
		{"now search finds it", func() { f.lag = 0 }, 0, "rt:1795003200..", ""},
		{"one that arrived a day late", func() { f.raws = append(f.raws, letterAt(51, sourcetest.Now.AddDate(0, 0, -1))) },
			1, "rt:1795003200..", ""},
		{"one with a slash in its id", func() {
			f.raws, f.lag = append(f.raws, strings.Replace(letterAt(52, sourcetest.Now), "l52@", "a/b%c@", 1)), 1
		}, 1, "rt:1795003200..", "a/b%c@example.org"},
	} {
		step.change()
		f.searches, f.fetched = nil, nil
		res, err := pull(time.Time{}, false)
		if err != nil || res.Added.New != step.new || res.Gap != "" {
			t.Errorf("%s: Pull() = %+v, %v, want %d new", step.name, res, err, step.new)
		}
		if got := strings.Join(f.searches, " "); got != step.searches {
			t.Errorf("%s: searches %q, want %q", step.name, got, step.searches)
		}
		if got := strings.Join(f.fetched, " "); got != step.fetched {
			t.Errorf("%s: fetched %q, want %q", step.name, got, step.fetched)
		}
	}
	if p := sink.Posts[testkit.CopyOf("a/b%c@example.org")]; !strings.HasSuffix(p.URL, "/dev/a%2Fb%25c@example.org/") {
		t.Errorf("URL of a/b%%c@example.org = %q, want its slash escaped", p.URL)
	}
}

// TestPublicInboxWindows walks by search where the archive does not come whole, and where only a part is wanted.
func TestPublicInboxWindows(t *testing.T) {
	f := &fakeInbox{raws: append([]string{letterAt(500, time.Date(2001, 5, 1, 0, 0, 0, 0, time.UTC))}, lettersFrom(0, 100)...), noAll: true}
	pull, sink := inboxReader(t, f)
	if res, err := pull(time.Time{}, false); err != nil || len(sink.Posts) != 101 || res.Gap != "" {
		t.Errorf("Pull(without all.mbox.gz) = %+v, %v with %d posts, want 101", res, err, len(sink.Posts))
	}
	if len(f.searches) > 60 {
		t.Errorf("Pull(without all.mbox.gz) searched %d times, want long windows where there is nothing", len(f.searches))
	}
	f.noAll = false
	pull, sink = inboxReader(t, f)
	if res, err := pull(sourcetest.Now.AddDate(0, 0, -49), false); err != nil || len(sink.Posts) != 50 {
		t.Errorf("Pull(since 49 days ago) = %+v, %v with %d posts, want 50", res, err, len(sink.Posts))
	}
	if res, err := pull(time.Time{}, false); err != nil || res.Added.New != 0 {
		t.Errorf("following Pull() = %+v, %v, want nothing new", res, err)
	}
	if res, err := pull(sourcetest.Now.AddDate(0, 0, -79), true); err != nil || len(sink.Posts) != 80 {
		t.Errorf("Pull(since 79 days ago) = %+v, %v with %d posts, want 80", res, err, len(sink.Posts))
	}
}

func TestPublicInboxFaults(t *testing.T) {
	f := &fakeInbox{raws: lettersFrom(0, 60), cut: 2}
	pull, sink := inboxReader(t, f)
	if res, err := pull(time.Time{}, false); err != nil || len(sink.Posts) != 60 || res.Added.Merged != 0 {
		t.Errorf("Pull(cut twice) = %+v, %v with %d posts, want 60, each once", res, err, len(sink.Posts))
	}
	f.wall = true
	if _, err := pull(time.Time{}, false); err == nil || !strings.Contains(err.Error(), "bot wall") ||
		!strings.Contains(err.Error(), "not a bot!") {
		t.Errorf("Pull(bot wall) = %v, want an error that names it", err)
	}
	f.wall, f.noSearch = false, true
	f.raws = append(f.raws, letterAt(70, sourcetest.Now))
	if res, err := pull(time.Time{}, false); err != nil || res.Added.New != 1 || !strings.Contains(res.Gap, "no search") {
		t.Errorf("Pull(no search) = %+v, %v, want the newest message and a gap", res, err)
	}
	f.noSearch, f.cut = false, 100
	f.raws = append(f.raws, lettersFrom(100, 30)...)
	if _, err := pull(time.Time{}, false); err == nil || !strings.Contains(err.Error(), "/dev/") {
		t.Errorf("Pull(always cut) = %v, want an error that names the list", err)
	}
	f.cut = 0
	if res, err := pull(time.Time{}, false); err != nil || len(sink.Posts) < 64 {
		t.Errorf("Pull(well again) = %+v, %v with %d posts", res, err, len(sink.Posts))
	}
}

func TestPublicInboxConfig(t *testing.T) {
	for _, test := range []struct {
		cfg  Config
		want string
	}{
		{Config{}, "has no url"},
		{Config{URL: "inbox.example.org/dev"}, "is not http or https"},
		{Config{URL: "https://inbox.example.org/dev/?q=x"}, "has a query"},
		{Config{URL: "https://inbox.example.org/dev/", Archive: "https://x.example.org/"}, "lacks {message_id}"},
	} {
		if _, err := source.Open(&test.cfg, "dev", source.Env{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", test.cfg, err, test.want)
		}
	}
}
