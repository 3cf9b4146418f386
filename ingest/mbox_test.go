package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/store"
)

// boxHazards runs the peers' script that writes hostile mail and returns its folder.
func boxHazards(t *testing.T) string {
	t.Helper()
	peers := os.Getenv("RECAP_PEERS")
	if peers == "" {
		t.Skip("RECAP_PEERS does not name the folder with hazards.py")
	}
	dir := t.TempDir()
	if out, err := exec.Command("python3", filepath.Join(peers, "hazards.py"), dir).CombinedOutput(); err != nil {
		t.Fatalf("hazards.py: %v\n%s", err, out)
	}
	return dir
}

// boxEnv is an environment for mailboxes.
func boxEnv(sink *memSink) Env {
	return Env{Now: func() time.Time { return contractNow }, Known: sink.known}
}

// pullBox pulls one path into sink.
func pullBox(t *testing.T, sink *memSink, path string) (Result, error) {
	t.Helper()
	return pullMbox(t, sink, &Mbox{Path: path})
}

func pullMbox(t *testing.T, sink *memSink, m *Mbox) (Result, error) {
	t.Helper()
	src, err := (&Config{Name: "box", Mbox: m}).Open(boxEnv(sink))
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return Pull(t.Context(), sink, "box", src, false, nil)
}

// keysOf returns the keys in sink, sorted.
func keysOf(sink *memSink) []string {
	var keys []string
	for _, p := range sink.list() {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	return keys
}

func TestMboxHazards(t *testing.T) {
	dir := boxHazards(t)
	var want struct {
		Mbox map[string]struct {
			Messages *int
			Note     string
		}
		List    struct{ Messages int } `json:"list.mbox"`
		Threads struct{ Messages int } `json:"threads.mbox"`
		Deep    struct{ Messages int } `json:"deep.mbox"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"list.mbox": want.List.Messages, "threads.mbox": want.Threads.Messages, "deep.mbox": want.Deep.Messages} {
		res, err := pullBox(t, newMemSink(), filepath.Join(dir, name))
		if got := res.Added.New + res.Added.Merged; err != nil || got != n {
			t.Errorf("Pull(%s) = %d messages, %v, want %d", name, got, err, n)
		}
	}
	for name, w := range want.Mbox {
		sink := newMemSink()
		res, err := pullBox(t, sink, filepath.Join(dir, "mbox", name))
		got := res.Added.New + res.Added.Merged
		switch {
		case name == "botwall.mbox.gz":
			if err == nil || !strings.Contains(err.Error(), "not a bot") {
				t.Errorf("Pull(%s) = %v, want an error that names the bot wall", name, err)
			}
		case name == "bomb.mbox.gz":
			if err == nil && len(res.Skipped) == 0 {
				t.Errorf("Pull(%s) = %+v, want an error or a skipped message", name, res)
			}
		case w.Messages == nil:
			if err == nil || got == 0 {
				t.Errorf("Pull(%s) = %d messages, %v, want whole messages and an error", name, got, err)
			}
			for _, p := range sink.list() {
				if p.Text == "" && p.Policy == 0 {
					t.Errorf("Pull(%s): %s has no text, want only whole messages", name, p.Key)
				}
			}
		case err != nil || got != *w.Messages || len(res.Skipped) != 0:
			t.Errorf("Pull(%s) = %d messages, %v, skipped %v, want %d (%s)", name, got, err, res.Skipped, *w.Messages, w.Note)
		}
	}
	sink := newMemSink()
	if _, err := pullBox(t, sink, filepath.Join(dir, "mbox", "mboxrd.mbox")); err != nil {
		t.Fatal(err)
	}
	if text := sink.list()[1].Text; !strings.Contains(text, "\n>From quoted\n") && !strings.Contains(text, "From p9@example.org") {
		t.Errorf("mboxrd.mbox: text %q was not unescaped", text)
	}
}

// letter is a small mail with an id of its own.
func letter(n int, body string) string {
	return fmt.Sprintf("From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 09:%02d:00 +0000\nSubject: letter %d\nMessage-ID: <l%d@example.org>\n\n%s\n", n%60, n, n, body)
}

// mbox puts letters into a mailbox.
func mbox(letters ...string) string {
	var b strings.Builder
	for _, l := range letters {
		b.WriteString("From ann@example.org Sun Nov  1 09:00:00 2026\n" + l + "\n")
	}
	return b.String()
}

func writeBox(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
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

func copyOf(key string) store.Copy { return store.Copy{Key: key} }

func TestMboxGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "grows.mbox")
	whole := mbox(letter(1, "one"), letter(2, "two"), letter(3, "three"), letter(4, "four"))
	sink := newMemSink()
	for _, step := range []struct {
		name  string
		write string
		keys  int    // posts stored after it
		reads int64  // at most so many bytes are read
		third string // the last text of the third letter that was delivered
	}{
		{"two letters", whole[:len(mbox(letter(1, "one"), letter(2, "two")))], 2, 1 << 20, ""},
		{"unchanged", "", 2, 0, ""},
		{"a third, half written", whole[:strings.Index(whole, "three")+2], 3, 200, "th"},
		{"the rest of it", whole, 4, 400, "three"},
		{"unchanged again", "", 4, 0, ""},
		{"cut", mbox(letter(1, "one")), 4, 1 << 20, ""},
		{"replaced", mbox(letter(9, "nine"), letter(8, "eight")), 6, 1 << 20, ""},
	} {
		if step.write != "" {
			writeBox(t, path, step.write)
		}
		src, err := (&Config{Name: "box", Mbox: &Mbox{Path: path}}).Open(boxEnv(sink))
		if err != nil {
			t.Fatal(err)
		}
		var read int64
		third := ""
		_, err = Pull(t.Context(), sink, "box", src, false, func(page Page, _ Result) {
			read += page.Read
			for _, p := range page.Posts {
				if p.Key == "l3@example.org" {
					third = p.Text
				}
			}
		})
		if err != nil || len(sink.posts) != step.keys || read > step.reads {
			t.Errorf("%s: Pull() = %v, %d posts stored, %d bytes read, want %d posts, at most %d bytes", step.name, err, len(sink.posts), read, step.keys, step.reads)
		}
		if third != step.third {
			t.Errorf("%s: Pull() delivered the third letter with %q, want %q", step.name, third, step.third)
		}
	}
}

func TestMboxSameSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "same.mbox")
	sink := newMemSink()
	for n := range 2 {
		writeBox(t, path, mbox(letter(n, "text")))
		at := contractNow.Add(time.Duration(n) * time.Second)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		if _, err := pullBox(t, sink, path); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := keysOf(sink), []string{"l0@example.org", "l1@example.org"}; !slices.Equal(got, want) {
		t.Errorf("Pull() of a file replaced by one of its size = %q, want %q", got, want)
	}
}

// TestMboxResumes stops after each page in turn and goes on with a new source from the stored cursor.
func TestMboxResumes(t *testing.T) {
	dir := t.TempDir()
	var letters []string
	for n := range 2*pageMessages + 100 {
		letters = append(letters, letter(n, "text"))
	}
	half := len(letters) / 2
	writeBox(t, filepath.Join(dir, "a.mbox"), mbox(letters[:half]...))
	writeBox(t, filepath.Join(dir, "b.mbox.gz"), gzipBox(t, mbox(letters[half:]...)))
	sink := newMemSink()
	var cur store.Cursor
	got := make(map[string]int)
	pages := 0
	for more := true; more; pages++ {
		src, err := (&Config{Name: "box", Mbox: &Mbox{Path: filepath.Join(dir, "*")}}).Open(Env{Now: boxEnv(sink).Now})
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
	one, two := mbox(letter(1, "one")), mbox(letter(2, "two"))
	writeBox(t, filepath.Join(dir, "2003-a.txt"), one)
	writeBox(t, filepath.Join(dir, "2003-b.txt.gz"), gzipBox(t, two))
	eml := filepath.Join(dir, "eml")
	if err := os.Mkdir(eml, 0o755); err != nil {
		t.Fatal(err)
	}
	writeBox(t, filepath.Join(eml, "x.eml"), letter(3, "three"))
	writeBox(t, filepath.Join(eml, "y.EML"), letter(4, "four"))
	writeBox(t, filepath.Join(eml, "notes.txt"), "no mail")
	writeBox(t, filepath.Join(dir, "members.zip"), zipBox(t, map[string]string{"b.mbox": two, "../a.mbox": one}))
	writeBox(t, filepath.Join(dir, "page.mbox"), "<!doctype html><title>Please log in</title>")
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
		sink := newMemSink()
		res, err := pullBox(t, sink, filepath.Join(dir, test.path))
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("Pull(%s) = %v, want an error with %q", test.path, err, test.err)
			}
			continue
		}
		var got []string
		for _, k := range keysOf(sink) {
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
		letters = append(letters, letter(n, strings.Repeat(fmt.Sprintf("words of letter %d. ", n*n), 20)))
	}
	whole := gzipBox(t, mbox(letters...))
	writeBox(t, path, whole[:len(whole)*2/3])
	sink := newMemSink()
	for n := range 2 {
		if _, err := pullBox(t, sink, path); err == nil || !strings.Contains(err.Error(), "cut short") {
			t.Errorf("Pull() number %d of a cut gzip = %v, want an error that says so", n+1, err)
		}
	}
	kept := len(sink.posts)
	if kept == 0 || kept >= len(letters) {
		t.Errorf("Pull() of a cut gzip kept %d letters, want some of %d", kept, len(letters))
	}
	writeBox(t, path, whole)
	res, err := pullBox(t, sink, path)
	if err != nil || len(sink.posts) != len(letters) || res.Added.New != len(letters)-kept || res.Known != 0 {
		t.Errorf("Pull() of the whole gzip = %+v, %v, want the %d letters that lacked and none twice", res, err, len(letters)-kept)
	}
}

func TestMboxBadConfig(t *testing.T) {
	for _, test := range []struct {
		m    Mbox
		want string
	}{
		{Mbox{}, "no path"},
		{Mbox{Path: "a.mbox", Archive: "https://lists.example.org/"}, "{message_id}"},
		{Mbox{Path: "a.mbox", Archive: "lists/{message_id}"}, "no web address"},
		{Mbox{Path: "a.mbox", List: "Dev <dev@example.org>"}, "no address"},
	} {
		if _, err := (&Config{Name: "x", Mbox: &test.m}).Open(Env{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", test.m, err, test.want)
		}
	}
}

func TestMboxContract(t *testing.T) {
	for _, name := range []string{"plain.mbox", "pipermail.txt"} {
		testContract(t, contract{name: "mbox/" + strings.TrimSuffix(name, filepath.Ext(name)), config: func(string) *Config {
			return &Config{Name: "list", Mbox: &Mbox{Path: "testdata/mbox/" + name, List: "dev@lists.example.org", Archive: "https://archive.example.org/{message_id}"}}
		}})
	}
}

func TestMboxWebContract(t *testing.T) {
	data, err := os.ReadFile("testdata/mbox/plain.mbox")
	if err != nil {
		t.Fatal(err)
	}
	testContract(t, contract{
		name: "mbox/web",
		server: func(*testing.T) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.ServeContent(w, r, "plain.mbox", contractNow, bytes.NewReader(data))
			})
		},
		config: func(base string) *Config {
			return &Config{Name: "list", Mbox: &Mbox{Path: base + "/plain.mbox", AllowPrivate: true}}
		},
	})
}

// TestMboxWebGrows has a server append to a mailbox: only what is new is delivered, and an unchanged one is not sent again.
func TestMboxWebGrows(t *testing.T) {
	data, modified := mbox(letter(1, "one")), contractNow.Add(-time.Hour)
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
	sink := newMemSink()
	pull := func() Result {
		t.Helper()
		env := boxEnv(sink)
		env.HTTP = NewClient(ClientOptions{Now: env.Now})
		src, err := (&Config{Name: "box", Mbox: &Mbox{Path: server.URL + "/list.mbox"}}).Open(env)
		if err != nil {
			t.Fatal(err)
		}
		res, err := Pull(t.Context(), sink, "box", src, false, nil)
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
	data, modified = mbox(letter(1, "one"), letter(2, "two")), modified.Add(time.Minute)
	if res := pull(); res.Added.New != 1 || res.Added.Merged != 0 || res.Known != 0 {
		t.Errorf("Pull() of a grown mailbox = %+v, want one new letter", res)
	}
}

// TestMboxCorpus compares the distinct keys of real archives with an independent count of their Message-IDs.
func TestMboxCorpus(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	for _, pattern := range []string{"twisted/pipermail/twisted-python/*.txt.gz", "twisted/pipermail/twisted-web/*.txt.gz", "delving/*.mbox.gz", "w3c/*.mbox.gz", "mail/linux-cifs-*.mbox.gz", "noise/*.mbox.gz"} {
		path := filepath.Join(corpus, pattern)
		want := messageIDs(t, path)
		sink := newMemSink()
		res, err := pullBox(t, sink, path)
		if err != nil || len(res.Skipped) != 0 {
			t.Errorf("Pull(%s) = skipped %v, %v", pattern, res.Skipped, err)
		}
		got := make(map[string]bool)
		for _, key := range keysOf(sink) {
			got[key] = true
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("Pull(%s): Message-IDs (-want +got):\n%s", pattern, diff)
		}
	}
}

// messageIDs collects the Message-IDs of mailboxes by a plain scan of their header lines.
func messageIDs(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob(%s) = %q, %v", pattern, files, err)
	}
	ids := make(map[string]bool)
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		header, folded := false, false
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			l := lines.Text()
			id := ""
			switch {
			case fromPattern.MatchString(l):
				header = true
			case l == "":
				header = false
			case header && len(l) >= 11 && strings.EqualFold(l[:11], "message-id:"):
				id = strings.TrimSpace(l[11:])
				folded = id == ""
			case header && folded:
				id, folded = strings.TrimSpace(l), false
			}
			if id != "" {
				ids[strings.Trim(id, "<>")] = true
			}
		}
		if err := errors.Join(lines.Err(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// fromPattern is Mailman's cleanarch expression for a From_ line.
var fromPattern = regexp.MustCompile(`^From \s*\S+( at \S+)?\s+\w{3}\s+\w{3}\s+\d?\d\s+\d?\d:\d\d(:\d\d)?(\s+\S+)?\s+\d{4}\s*\S*\s*$`)

func FuzzSplit(f *testing.F) {
	f.Add([]byte(mbox(letter(1, "one"), letter(2, ">From here"))))
	f.Add([]byte("From a at b  Sun Nov  1 09:00:00 2026\nSubject: x\n\nFrom \nDate: y\n\n"))
	f.Add([]byte("From a Sun Nov  1 09:00:00 2026\nContent-Length: 5\n\nabcd\n\nFrom a Sun Nov  1 09:00:00 2026\nA: b\n"))
	f.Add([]byte("\xef\xbb\xbf\r\n\r\nSubject: no From_\r\n\r\nhello"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newBoxReader(iotest.OneByteReader(bytes.NewReader(data)), 0, nil)
		whole := newBoxReader(bytes.NewReader(data), 0, nil)
		at := int64(0)
		for {
			m, err := b.next()
			n, err2 := whole.next()
			if (err == nil) != (err2 == nil) || !bytes.Equal(m.raw, n.raw) || m.end != n.end {
				t.Fatalf("next() = %q to %d, %v from single bytes, %q to %d, %v from one read", m.raw, m.end, err, n.raw, n.end, err2)
			}
			if err != nil {
				return
			}
			if m.start < at || m.end <= m.start || m.end > int64(len(data)) {
				t.Fatalf("next() = bytes %d to %d after %d of %d", m.start, m.end, at, len(data))
			}
			at = m.end
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	var letters []string
	for n := range 2000 {
		letters = append(letters, letter(n, strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 100)))
	}
	data := []byte(mbox(letters...))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := newBoxReader(bytes.NewReader(data), 0, nil)
		for {
			if _, err := r.next(); err != nil {
				break
			}
		}
	}
}
