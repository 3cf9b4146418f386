package mbox

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

func pullMbox(t *testing.T, sink *sourcetest.Sink, m *Config) (source.Result, error) {
	t.Helper()
	src, err := source.Open(m, "box", testkit.Env(sink))
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return source.Pull(t.Context(), sink, "box", src, false, nil)
}

func gzipBox(t *testing.T, data string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMboxGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "grows.mbox")
	whole := testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two"), testmail.Letter(3, "three"), testmail.Letter(4, "four"))
	sink := sourcetest.NewSink()
	for _, step := range []struct {
		name  string
		write string
		keys  int    // posts stored after it
		reads int64  // at most so many bytes are read
		third string // the last text of the third letter that was delivered
	}{
		{"two letters", whole[:len(testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two")))], 2, 1 << 20, ""},
		{"unchanged", "", 2, 0, ""},
		{"a third, half written", whole[:strings.Index(whole, "three")+2], 3, 200, "th"},
		{"the rest of it", whole, 4, 400, "three"},
		{"unchanged again", "", 4, 0, ""},
		{"cut", testmail.Mbox(testmail.Letter(1, "one")), 4, 1 << 20, ""},
		{"replaced", testmail.Mbox(testmail.Letter(9, "nine"), testmail.Letter(8, "eight")), 6, 1 << 20, ""},
	} {
		if step.write != "" {
			testkit.WriteBox(t, path, step.write)
		}
		src, err := source.Open(&Config{Path: path}, "box", testkit.Env(sink))
		if err != nil {
			t.Fatal(err)
		}
		var read int64
		third := ""
		_, err = source.Pull(t.Context(), sink, "box", src, false, func(page source.Page, _ source.Result) {
			read += page.Read
			for _, p := range page.Posts {
				if p.Key == "l3@example.org" {
					third = p.Text
				}
			}
		})
		if err != nil || len(sink.Posts) != step.keys || read > step.reads {
			t.Errorf("%s: Pull() = %v, %d posts stored, %d bytes read, want %d posts, at most %d bytes", step.name, err,
				len(sink.Posts), read, step.keys, step.reads)
		}
		if third != step.third {
			t.Errorf("%s: Pull() delivered the third letter with %q, want %q", step.name, third, step.third)
		}
	}
}

func TestMboxSameSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "same.mbox")
	sink := sourcetest.NewSink()
	for n := range 2 {
		testkit.WriteBox(t, path, testmail.Mbox(testmail.Letter(n, "text")))
		at := sourcetest.Now.Add(time.Duration(n) * time.Second)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		if _, err := pullBox(t, sink, path); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := testkit.KeysOf(sink), []string{"l0@example.org", "l1@example.org"}; !slices.Equal(got, want) {
		t.Errorf("Pull() of a file replaced by one of its size = %q, want %q", got, want)
	}
}

// TestMboxResumes stops after each page in turn and goes on with a new source from the stored cursor.
func TestMboxResumes(t *testing.T) {
	dir := t.TempDir()
	var letters []string
	for n := range 2*mailkind.PageMessages + 100 {
		letters = append(letters, testmail.Letter(n, "text"))
	}
	half := len(letters) / 2
	testkit.WriteBox(t, filepath.Join(dir, "a.mbox"), testmail.Mbox(letters[:half]...))
	testkit.WriteBox(t, filepath.Join(dir, "b.mbox.gz"), gzipBox(t, testmail.Mbox(letters[half:]...)))
	sink := sourcetest.NewSink()
	var cur store.Cursor
	got := make(map[string]int)
	pages := 0
	for more := true; more; pages++ {
		src, err := source.Open(&Config{Path: filepath.Join(dir, "*")}, "box", source.Env{Now: testkit.Env(sink).Now})
		if err != nil {
			t.Fatal(err)
		}
		page, err := src.Fetch(t.Context(), cur)
		if err != nil {
			t.Fatalf("Fetch() = %v", err)
		}
		for _, p := range page.Posts {
			got[p.Key]++
		}
		cur, more = page.Next, page.More
	}
	if len(got) != len(letters) || pages < 3 {
		t.Errorf("%d pages held %d letters, want at least 3 pages and %d letters", pages, len(got), len(letters))
	}
	for key, n := range got {
		if n != 1 {
			t.Errorf("letter %s was delivered %d times, want once", key, n)
		}
	}
}

func TestMboxPlaces(t *testing.T) {
	dir := t.TempDir()
	one, two := testmail.Mbox(testmail.Letter(1, "one")), testmail.Mbox(testmail.Letter(2, "two"))
	testkit.WriteBox(t, filepath.Join(dir, "2003-a.txt"), one)
	testkit.WriteBox(t, filepath.Join(dir, "2003-b.txt.gz"), gzipBox(t, two))
	eml := filepath.Join(dir, "eml")
	if err := os.Mkdir(eml, 0o755); err != nil {
		t.Fatal(err)
	}
	testkit.WriteBox(t, filepath.Join(eml, "x.eml"), testmail.Letter(3, "three"))
	testkit.WriteBox(t, filepath.Join(eml, "y.EML"), testmail.Letter(4, "four"))
	testkit.WriteBox(t, filepath.Join(eml, "notes.txt"), "no mail")
	testkit.WriteBox(t, filepath.Join(dir, "members.zip"), zipBox(t, map[string]string{"b.mbox": two, "../a.mbox": one}))
	testkit.WriteBox(t, filepath.Join(dir, "page.mbox"), "<!doctype html><title>Please log in</title>")
	if err := os.Mkdir(filepath.Join(dir, "none"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		want string // keys
		err  string // part of the error
		gap  string // part of the gap
	}{
		{path: "2003-*.txt*", want: "l1 l2"},
		{path: "2003-a.txt", want: "l1"},
		{path: "eml", want: "l3 l4"},
		{path: "members.zip", want: "l1 l2"},
		{path: "2004-*.txt", err: "no file matches"},
		{path: "missing.mbox", err: "no such file"},
		{path: "none", err: "holds no .eml file"},
		{path: "page.mbox", err: "Please log in"},
		{path: "[2p]*", want: "l1 l2", gap: "1 of 3 mailboxes"},
	} {
		sink := sourcetest.NewSink()
		res, err := pullBox(t, sink, filepath.Join(dir, test.path))
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("Pull(%s) = %v, want an error with %q", test.path, err, test.err)
			}
			continue
		}
		var got []string
		for _, k := range testkit.KeysOf(sink) {
			got = append(got, strings.TrimSuffix(k, "@example.org"))
		}
		if err != nil || strings.Join(got, " ") != test.want || !strings.Contains(res.Gap, test.gap) || test.gap == "" && res.Gap != "" {
			t.Errorf("Pull(%s) = %q, gap %q, %v, want %q, gap %q", test.path, got, res.Gap, err, test.want, test.gap)
		}
		again, err := pullBox(t, sink, filepath.Join(dir, test.path))
		if err != nil || again.Added != (store.Added{}) || again.Known != 0 || again.Gap != res.Gap {
			t.Errorf("second Pull(%s) = %+v, %v, want nothing read and the same gap", test.path, again, err)
		}
	}
}

// zipBox packs files in the order of their contents' keys.
func zipBox(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMboxDamagedGzip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cut.mbox.gz")
	var letters []string
	for n := range 400 {
		letters = append(letters, testmail.Letter(n, strings.Repeat(fmt.Sprintf("words of letter %d. ", n*n), 20)))
	}
	whole := gzipBox(t, testmail.Mbox(letters...))
	testkit.WriteBox(t, path, whole[:len(whole)*2/3])
	sink := sourcetest.NewSink()
	for n := range 2 {
		if _, err := pullBox(t, sink, path); err == nil || !strings.Contains(err.Error(), "cut short") {
			t.Errorf("Pull() number %d of a cut gzip = %v, want an error that says so", n+1, err)
		}
	}
	kept := len(sink.Posts)
	if kept == 0 || kept >= len(letters) {
		t.Errorf("Pull() of a cut gzip kept %d letters, want some of %d", kept, len(letters))
	}
	testkit.WriteBox(t, path, whole)
	res, err := pullBox(t, sink, path)
	if err != nil || len(sink.Posts) != len(letters) || res.Added.New != len(letters)-kept || res.Known != 0 {
		t.Errorf("Pull() of the whole gzip = %+v, %v, want the %d letters that lacked and none twice", res, err, len(letters)-kept)
	}
}

func TestMboxBadConfig(t *testing.T) {
	for _, test := range []struct {
		m    Config
		want string
	}{
		{Config{}, "no path"},
		{Config{Path: "a.mbox", Archive: "https://lists.example.org/"}, "{message_id}"},
		{Config{Path: "a.mbox", Archive: "lists/{message_id}"}, "no web address"},
		{Config{Path: "a.mbox", List: "Dev <dev@example.org>"}, "no address"},
	} {
		if _, err := source.Open(&test.m, "x", source.Env{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", test.m, err, test.want)
		}
	}
}

func TestMboxContract(t *testing.T) {
	for _, name := range []string{"plain.mbox", "pipermail.txt"} {
		sourcetest.Test(t, sourcetest.Contract{Name: "mbox/" + strings.TrimSuffix(name, filepath.Ext(name)), Source: "list",
			Files: inFiles(), Kind: func(string) source.Kind {
				return &Config{Path: "testdata/" + name, List: "dev@lists.example.org", Archive: "https://archive.example.org/{message_id}"}
			}})
	}
}

func TestMboxWebContract(t *testing.T) {
	data, err := os.ReadFile("testdata/plain.mbox")
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.Test(t, sourcetest.Contract{
		Name: "mbox/web",
		Server: func(*testing.T) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.ServeContent(w, r, "plain.mbox", sourcetest.Now, bytes.NewReader(data))
			})
		},
		Source: "list", Kind: func(base string) source.Kind {
			return &Config{Path: base + "/plain.mbox", AllowPrivate: true}
		},
	})
}

// TestMboxWebGrows has a server append to a mailbox: only what is new is delivered, and an unchanged one is not sent
// again.
func TestMboxWebGrows(t *testing.T) {
	data, modified := testmail.Mbox(testmail.Letter(1, "one")), sourcetest.Now.Add(-time.Hour)
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		http.ServeContent(rec, r, "list.mbox", modified, strings.NewReader(data))
		sent += rec.Body.Len()
		maps.Copy(w.Header(), rec.Header())
		w.WriteHeader(rec.Code)
		w.Write(rec.Body.Bytes())
	}))
	defer server.Close()
	sink := sourcetest.NewSink()
	pull := func() source.Result {
		t.Helper()
		env := testkit.Env(sink)
		env.HTTP = fetch.New(fetch.Options{Now: env.Now})
		src, err := source.Open(&Config{Path: server.URL + "/list.mbox"}, "box", env)
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, "box", src, false, nil)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	pull()
	before := sent
	if res := pull(); sent != before || res.Added != (store.Added{}) {
		t.Errorf("Pull() of an unchanged mailbox = %+v after %d bytes, want nothing", res, sent-before)
	}
	data, modified = testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two")), modified.Add(time.Minute)
	if res := pull(); res.Added.New != 1 || res.Added.Merged != 0 || res.Known != 0 {
		t.Errorf("Pull() of a grown mailbox = %+v, want one new letter", res)
	}
}

// pullBox pulls one path into sink.
func pullBox(t *testing.T, sink *sourcetest.Sink, path string) (source.Result, error) {
	t.Helper()
	return pullMbox(t, sink, &Config{Path: path})
}
