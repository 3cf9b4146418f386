package pipermail

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
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

func TestPipermailContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "pipermail/tree", Server: func(*testing.T) http.Handler {
		return http.FileServer(http.Dir(filepath.Join("testdata")))
	}, Source: "kitchen", Kind: func(base string) source.Kind {
		return &Config{URL: base + "/", List: "kitchen@lists.example.org"}
	}})
}

func TestPipermailConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{}, "set url"},
		{Config{URL: "lists.example.org/pipermail/dev"}, "scheme"},
		{Config{URL: "https://lists.example.org/pipermail/dev/", Archive: "https://example.org/"}, "{message_id}"},
		{Config{URL: "https://lists.example.org/pipermail/dev/", List: "Dev <dev@example.org>"}, "no address"},
	} {
		if _, err := source.Open(&c.config, "x", source.Env{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", c.config, err, c.want)
		}
	}
}

// A fakePipermail serves files with modification times and Range, as a static server does, and notes what it was asked
// for.
type fakePipermail struct {
	*httptest.Server
	files   map[string][]byte // by path
	changed map[string]time.Time
	answer  map[string]http.HandlerFunc // instead of a file
	puts    int
	asked   []string
	sent    int // bytes of bodies
}

func newFakePipermail(t *testing.T) *fakePipermail {
	f := &fakePipermail{files: map[string][]byte{}, changed: map[string]time.Time{}, answer: map[string]http.HandlerFunc{}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// put stores a file under a path at a new time.
func (f *fakePipermail) put(path, data string) {
	f.files[path] = []byte(data)
	f.puts++
	f.changed[path] = sourcetest.Now.Add(time.Duration(f.puts) * time.Minute)
}

// index stores an index page with links to files, newest first.
func (f *fakePipermail) index(names ...string) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE HTML><html><head><title>The Dev Archives</title></head><body><table>")
	for _, n := range names {
		fmt.Fprintf(&b, "<tr><td><A href=%q>[ Text %d KB ]</a></td></tr>\n", n, len(f.files["/dev/"+n])/1024)
	}
	f.put("/dev/", b.String()+"</table></body></html>")
}

// ServeHTTP implements http.Handler.
func (f *fakePipermail) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.asked = append(f.asked, r.URL.Path)
	if h := f.answer[r.URL.Path]; h != nil {
		h(w, r)
		return
	}
	data, ok := f.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	counted := countedWriter{w, &f.sent}
	w.Header().Set("Content-Type", "text/html")
	if !strings.HasSuffix(r.URL.Path, "/") {
		w.Header().Set("Content-Type", "text/plain")
	}
	http.ServeContent(counted, r, "", f.changed[r.URL.Path], bytes.NewReader(data))
}

// A countedWriter counts the bytes of bodies.
type countedWriter struct {
	http.ResponseWriter
	n *int
}

// Write implements io.Writer.
func (c countedWriter) Write(p []byte) (int, error) {
	*c.n += len(p)
	return c.ResponseWriter.Write(p)
}

// pull reads the archive into sink with a new source.
func (f *fakePipermail) pull(t *testing.T, sink *sourcetest.Sink) (source.Result, error) {
	t.Helper()
	return f.pullSince(t, sink, time.Time{})
}

func (f *fakePipermail) pullSince(t *testing.T, sink *sourcetest.Sink, since time.Time) (source.Result, error) {
	t.Helper()
	env := testkit.WebEnv(sink)
	env.Since = since
	src, err := source.Open(&Config{URL: f.URL + "/dev/"}, "dev", env)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	f.asked, f.sent = nil, 0
	return source.Pull(t.Context(), sink, "dev", src, false, nil)
}

// wantKeys checks that sink holds letters with these numbers and nothing else.
func wantLetters(t *testing.T, sink *sourcetest.Sink, numbers ...int) {
	t.Helper()
	var want []string
	for _, n := range numbers {
		want = append(want, fmt.Sprintf("l%d@example.org", n))
	}
	slices.Sort(want)
	if diff := gocmp.Diff(want, testkit.KeysOf(sink)); diff != "" {
		t.Errorf("stored posts (-want +got):\n%s", diff)
	}
}

// letters returns a mailbox of the letters from first to last.
func letters(first, last int) string {
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, testmail.Letter(n, strings.Repeat("The soup was good. ", 20)))
	}
	return testmail.Mbox(all...)
}

func TestPipermailVolumeChanges(t *testing.T) {
	f := newFakePipermail(t)
	f.put("/dev/2026-October.txt", letters(1, 3))
	f.put("/dev/2026-November.txt", letters(11, 40))
	f.index("2026-November.txt", "2026-October.txt")
	sink := sourcetest.NewSink()
	want := []int{1, 2, 3}
	for n := 11; n <= 40; n++ {
		want = append(want, n)
	}
	if _, err := f.pull(t, sink); err != nil {
		t.Fatal(err)
	}
	wantLetters(t, sink, want...)

	f.put("/dev/2026-November.txt", letters(11, 42))
	res, err := f.pull(t, sink)
	if err != nil || res.Added.New != 2 || res.Known != 0 {
		t.Errorf("Pull(grown) = %+v, %v, want 2 new posts and nothing read again", res, err)
	}
	if f.sent > 4096 {
		t.Errorf("Pull(grown) took %d bytes, want only the index and what was appended", f.sent)
	}
	want = append(want, 41, 42)
	wantLetters(t, sink, want...)

	f.put("/dev/2026-November.txt", letters(11, 20)+letters(22, 43))
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 1 {
		t.Errorf("Pull(message taken out) = %+v, %v, want 1 new post", res, err)
	}
	want = append(want, 43)
	wantLetters(t, sink, want...)

	f.put("/dev/2026-November.txt", letters(11, 12))
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 0 {
		t.Errorf("Pull(shrunk) = %+v, %v, want nothing new", res, err)
	}
	f.put("/dev/2026-November.txt", strings.Replace(letters(11, 12), testmail.Letter(11, "")[:20],
		testmail.Letter(99, "")[:20], 1)+letters(44, 44))
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 1 {
		t.Errorf("Pull(grown again) = %+v, %v, want 1 new post", res, err)
	}
	wantLetters(t, sink, append(want, 44)...)

	delete(f.files, "/dev/2026-November.txt")
	if res, err := f.pull(t, sink); err != nil || !strings.Contains(res.Gap, "1 of 2 volumes") ||
		!strings.Contains(res.Gap, "2026-November.txt") {
		t.Errorf("Pull(vanished) = %+v, %v, want a gap that names the volume", res, err)
	}
	f.put("/dev/2026-December.txt", letters(50, 50))
	f.index("2026-December.txt", "2026-October.txt")
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 1 || res.Gap != "" {
		t.Errorf("Pull(volume gone from the index) = %+v, %v, want 1 new post and no gap", res, err)
	}
}

func TestPipermailForms(t *testing.T) {
	packed := func(data string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, data)
		z.Close()
		return b.String()
	}
	f := newFakePipermail(t)
	f.put("/dev/2026-November.txt", letters(21, 24)) // the index names only the packed file, which is of last night
	f.put("/dev/2026-November.txt.gz", packed(letters(21, 22)))
	f.put("/dev/2026-October.txt.gz", packed(letters(11, 12)))
	f.put("/dev/2026-September.txt.gz", packed(letters(1, 2)))
	f.answer["/dev/2026-September.txt.gz"] = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip") // which makes the transport unpack it
		w.Header().Set("Content-Type", "text/plain")
		w.Write(f.files[r.URL.Path])
	}
	f.index("2026-November.txt.gz", f.URL+"/dev/2026-October.txt.gz", "http://old.example.org/archive/dev/2026-September.txt.gz")
	sink := sourcetest.NewSink()
	if _, err := f.pull(t, sink); err != nil {
		t.Fatal(err)
	}
	wantLetters(t, sink, 1, 2, 11, 12, 21, 22, 23, 24)
	if res, err := f.pull(t, sink); err != nil || res.Added.New+res.Added.Merged+res.Known != 0 {
		t.Errorf("second Pull() = %+v, %v, want nothing read", res, err)
	}
	if want := []string{"/dev/", "/dev/2026-October.txt.gz", "/dev/2026-November.txt"}; !slices.Equal(f.asked, want) {
		t.Errorf("second Pull() asked for %q, want %q", f.asked, want)
	}
	// the month is over: only the packed file is left, and it holds one more
	delete(f.files, "/dev/2026-November.txt")
	f.put("/dev/2026-November.txt.gz", packed(letters(21, 25)))
	f.put("/dev/2026-December.txt", letters(31, 31))
	f.index("2026-December.txt", "2026-November.txt.gz", "2026-October.txt.gz", "2026-September.txt.gz")
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 2 || res.Known != 0 {
		t.Errorf("Pull(packed) = %+v, %v, want 2 new posts and nothing read again", res, err)
	}
	wantLetters(t, sink, 1, 2, 11, 12, 21, 22, 23, 24, 25, 31)
}

func TestPipermailBadVolume(t *testing.T) {
	page := func(title string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<!doctype html><html><head><title>%s</title></head><body></body></html>", title)
		}
	}
	f := newFakePipermail(t)
	f.put("/dev/2026-November.txt", letters(21, 22))
	f.put("/dev/2026-October.txt", letters(11, 12))
	f.put("/dev/2026-September.txt", letters(1, 2))
	f.index("2026-November.txt", "2026-October.txt", "2026-September.txt")
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"bot wall", page("Making sure you're not a bot!"), "not a bot"},
		{"private", page("dev Private Archives Authentication"), "Authentication"},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "refused"},
		{"broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, "server error"},
		{"damaged", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("\x1f\x8b\x08\x00garbage")) }, "damaged"},
		{"cut", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100000")
			w.Write(f.files[r.URL.Path])
		}, "cut off"},
		{"endless line", func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("From a@example.org Sun Nov  1 09:00:00 2026\nSubject: "))
			for range 40 {
				w.Write(bytes.Repeat([]byte("x"), 1<<20))
			}
			w.Write([]byte("\n"))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "cut"},
	} {
		sink := sourcetest.NewSink()
		f.answer["/dev/2026-October.txt"] = c.answer
		res, err := f.pull(t, sink)
		if err != nil || !strings.Contains(res.Gap, c.want) || !strings.Contains(res.Gap, "2026-October.txt") {
			t.Errorf("%s: Pull() = %+v, %v, want a gap with %q that names the volume", c.name, res, err, c.want)
		}
		delete(f.answer, "/dev/2026-October.txt")
		if res, err := f.pull(t, sink); err != nil || res.Gap != "" {
			t.Errorf("%s: Pull(repaired) = %+v, %v", c.name, res, err)
		}
		wantLetters(t, sink, 1, 2, 11, 12, 21, 22)
	}
	f.answer["/dev/"] = page("dev Private Archives Authentication")
	if _, err := f.pull(t, sourcetest.NewSink()); err == nil || !strings.Contains(err.Error(), "Authentication") {
		t.Errorf("Pull(private list) = %v, want an error that names the login", err)
	}
}

// TestPipermailDeadHost shows that a server that stops answering is left alone, and that nothing is lost by it.
func TestPipermailDeadHost(t *testing.T) {
	f := newFakePipermail(t)
	var names []string
	for n := range 9 {
		name := fmt.Sprintf("2026-0%d.txt", n)
		f.put("/dev/"+name, letters(n*10+1, n*10+1))
		names = append([]string{name}, names...)
	}
	f.index(names...)
	for n := 2; n < 9; n++ {
		f.answer[fmt.Sprintf("/dev/2026-0%d.txt", n)] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	}
	sink := sourcetest.NewSink()
	if _, err := f.pull(t, sink); err == nil || !strings.Contains(err.Error(), "server error") {
		t.Errorf("Pull() = %v, want an error", err)
	}
	wantLetters(t, sink, 1, 11)
	if last := f.asked[len(f.asked)-1]; last != "/dev/2026-03.txt" {
		t.Errorf("Pull() went on to %s, want it to end after two failures", last)
	}
	clear(f.answer)
	if res, err := f.pull(t, sink); err != nil || res.Added.New != 7 {
		t.Errorf("Pull(repaired) = %+v, %v, want the other 7", res, err)
	}
}

func TestPipermailSince(t *testing.T) {
	f := newFakePipermail(t)
	f.put("/dev/2026q4.txt", letters(41, 41))
	f.put("/dev/2026-juillet.txt", letters(31, 31))
	f.put("/dev/2025-August.txt", letters(21, 21))
	f.put("/dev/Week-of-Mon-20250106.txt", letters(11, 11))
	f.put("/dev/2003.txt", letters(1, 1))
	f.index("2026q4.txt", "2026-juillet.txt", "2025-August.txt", "Week-of-Mon-20250106.txt", "2003.txt")
	sink := sourcetest.NewSink()
	for _, c := range []struct {
		since time.Time
		want  []int
	}{
		{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), []int{31, 41}},
		{time.Time{}, []int{31, 41}},
		{time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), []int{21, 31, 41}},
		{time.Date(2003, 5, 1, 0, 0, 0, 0, time.UTC), []int{1, 11, 21, 31, 41}},
	} {
		if _, err := f.pullSince(t, sink, c.since); err != nil {
			t.Fatal(err)
		}
		wantLetters(t, sink, c.want...)
	}
	sink = sourcetest.NewSink()
	if _, err := f.pull(t, sink); err != nil {
		t.Fatal(err)
	}
	wantLetters(t, sink, 1, 11, 21, 31, 41)
}

func TestReadIndex(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"newest first", `<A href="2026-November.txt.gz">x</a><A href="2026-October.txt">x</a>`,
			[]string{"dev/2026-October.txt", "dev/2026-November.txt.gz"}},
		{"oldest first", `<A href="2025.txt">x</a><A href="2026.txt">x</a>`, []string{"dev/2025.txt", "dev/2026.txt"}},
		{"no dates", `<a href="b.txt">x</a><a href="a.txt">x</a>`, []string{"dev/a.txt", "dev/b.txt"}},
		{"both forms", `<a href="2026.txt">x</a> <a href="2026.txt.gz">x</a>`, []string{"dev/2026.txt.gz", "dev/2026.txt"}},
		{"French", "<a href='2026-D\u00e9cembre.txt'>x</a>", []string{"dev/2026-D%C3%A9cembre.txt"}},
		{"Latin-1", "<a href='2026-D\xe9cembre.txt'>x</a>", []string{"dev/2026-D%E9cembre.txt"}},
		{"absolute", `<a href="https://lists.example.org/pipermail/dev/2026.txt">x</a><a href="/pipermail/dev/2025.txt#a">x</a>`, []string{"dev/2025.txt", "dev/2026.txt"}},
		{"old host", `<a href="http://old.example.net/x/2026.txt.gz">x</a>`, []string{"dev/2026.txt.gz"}},
		{"other files", `<a href="../robots.txt">x</a><a href="/notes.txt">x</a><a href="dev.mbox/dev.mbox">x</a><a href="2026/thread.html">x</a><a href="2026.txt">x</a>`,
			[]string{"dev/2026.txt"}},
		{"empty", `Currently, there are no archives.`, nil},
	} {
		resp := &fetch.Response{URL: "https://lists.example.org/pipermail/dev/",
			Body: []byte("<!DOCTYPE html><html><body>" + c.page), Header: http.Header{}}
		all, _, err := readIndex(resp)
		var got []string
		for _, v := range all {
			for _, f := range v.files {
				got = append(got, strings.TrimPrefix(f.String(), "https://lists.example.org/pipermail/"))
			}
		}
		if diff := gocmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("readIndex(%s) = %v (-want +got):\n%s", c.name, err, diff)
		}
	}
}

func FuzzReadLinks(f *testing.F) {
	for _, month := range []string{"2026-October", "2026-November"} {
		data, err := os.ReadFile(filepath.Join("testdata", month, "thread.html"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	page, _ := url.Parse("https://lists.example.org/pipermail/dev/2026/thread.html")
	f.Fuzz(func(t *testing.T, body []byte) {
		l := readLinks(page, body)
		for id, link := range l.byID {
			if !strings.HasPrefix(link, "https://lists.example.org/pipermail/dev/2026/") || id == "" {
				t.Errorf("readLinks() = %q for %q, want a page of the volume", link, id)
			}
		}
	})
}
