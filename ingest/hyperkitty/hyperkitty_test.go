package hyperkitty

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A fakeKitty answers as HyperKitty 1.3 does for the list dev@lists.example.org, which it shows below the mount point.
type fakeKitty struct {
	mount    string
	messages []testkit.Mail // by arrival
	exports  []string       // windows that were asked for
	boundary int
	export   func(w http.ResponseWriter, r *http.Request) bool // does another thing than exporting, and reports that it did
	onRows   func()                                            // called before each page of the API
}

const kittyList = "dev@lists.example.org"

// ServeHTTP implements http.Handler.
func (k *fakeKitty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, k.mount)
	switch {
	case ok && path == "/api/list/"+kittyList+"/emails/":
		k.rows(w, r)
	case ok && strings.HasPrefix(path, "/api/list/") && strings.HasSuffix(path, "/emails/"):
		w.WriteHeader(http.StatusInternalServerError)
	case ok && path == "/list/"+kittyList+"/export/recap.mbox.gz":
		k.exports = append(k.exports, r.FormValue("start")+" "+r.FormValue("end"))
		if k.export == nil || !k.export(w, r) {
			w.Header().Set("Content-Type", "application/gzip")
			w.Write(k.window(r.FormValue("start"), r.FormValue("end")))
		}
	default:
		http.NotFound(w, r)
	}
}

// rows answers a page of the API.
func (k *fakeKitty) rows(w http.ResponseWriter, r *http.Request) {
	if k.onRows != nil {
		k.onRows()
	}
	sorted := slices.Clone(k.messages)
	slices.SortStableFunc(sorted, func(a, b testkit.Mail) int {
		switch r.FormValue("ordering") {
		case "date":
			return a.Date.Compare(b.Date)
		case "-date":
			return b.Date.Compare(a.Date)
		}
		return b.Archived.Compare(a.Archived)
	})
	limit, _ := strconv.Atoi(r.FormValue("limit"))
	offset, _ := strconv.Atoi(r.FormValue("offset"))
	from := min(offset, len(sorted))
	rows := []map[string]any{}
	for _, m := range sorted[from:min(from+limit, len(sorted))] {
		rows = append(rows, map[string]any{"message_id": m.ID, "message_id_hash": hyperkittyHash(m.ID),
			"date": m.Date.UTC().Format(time.RFC3339)})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"count": len(sorted), "next": nil, "results": rows})
}

// window returns the export of the messages from one day to another, with boundaries that it never had before.
func (k *fakeKitty) window(start, end string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for _, m := range k.messages {
		day := m.Date.UTC().Format(time.DateOnly)
		if day < start || day >= end {
			continue
		}
		k.boundary++
		mark := fmt.Sprintf("===============%019d==", 4711*k.boundary)
		fmt.Fprintf(z, "From ann@example.org %s\nFrom: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: <%s>\n",
			m.Archived.UTC().Format(time.ANSIC), m.From, kittyList,
			m.Subject, m.Date.Format(time.RFC1123Z), m.ID)
		if m.Parent != "" {
			fmt.Fprintf(z, "In-Reply-To: <%s>\n", m.Parent)
		}
		text, attachment := m.Body, ""
		if m.HTML {
			text, attachment = "", "--"+mark+"\nContent-Type: text/html; charset=\"utf-8\"\nContent-Disposition: attachment; filename=\"attachment.html\"\n\n"+m.Body+"\n"
		}
		fmt.Fprintf(z, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\nContent-Type: text/plain; charset=\"utf-8\"\n\n%s\n%s--%s--\n\n\n", mark, mark,
			strings.ReplaceAll(text, "\nFrom ", "\n>From "), attachment, mark)
	}
	z.Close()
	return b.Bytes()
}

// letters adds letters that arrive in order, one an hour from the first on.
func (k *fakeKitty) letters(first, last int, from time.Time) {
	for n := first; n <= last; n++ {
		at := from.Add(time.Duration(n-first) * time.Hour)
		k.messages = append(k.messages, testkit.Mail{ID: fmt.Sprintf("l%d@example.org", n), From: "Ann Lee <ann@example.org>", Subject: "letter",
			Body: fmt.Sprintf("Soup number %d is ready.", n), Date: at, Archived: at})
	}
}

// kitchen returns an archive with what is odd about HyperKitty.
func kitchen() *fakeKitty {
	day := func(y int, m time.Month, d, h int) time.Time { return time.Date(y, m, d, h, 0, 0, 0, time.UTC) }
	k := &fakeKitty{mount: "/archives"}
	k.messages = []testkit.Mail{
		{ID: "oven.1@example.org", From: "Ann Lee <ann@example.org>", Subject: "[dev] Bread oven",
			Body: "The oven arrives on Friday.\nFrom the gate it is twenty metres.\nAsk bob(a)example.net for the key.",
			Date: day(2026, 8, 30, 23), Archived: day(2026, 9, 1, 0)},
		{ID: "oven.2@example.net", From: "Bob Stone <bob@example.net>", Subject: "Re: [dev] Bread oven",
			Parent: "oven.1@example.org", Body: "On Sun, Ann Lee wrote:\n> The oven arrives on Friday.\n\nI have the key.",
			Date: day(2026, 9, 1, 9), Archived: day(2026, 9, 1, 9)},
		{ID: "html@example.org", From: "Cleo Marsh <cleo@example.com>", Subject: "[dev] Loaves", HTML: true,
			Body: "<p>Twelve <b>loaves</b> an hour.</p>", Date: day(2026, 11, 2, 9), Archived: day(2026, 11, 2, 9)},
		{ID: "179532524427.1.2.generated@localhost", From: "Cleo Marsh <cleo@example.com>", Subject: "[dev] no id",
			Body: "This had no Message-ID.", Date: day(2026, 11, 3, 9), Archived: day(2026, 11, 3, 9)},
		{ID: "past@example.org", From: "Dan <dan@example.org>", Subject: "[dev] clock", Body: "My clock is wrong.",
			Date: day(1970, 1, 1, 0), Archived: day(2026, 11, 4, 9)},
		{ID: "future@example.org", From: "Dan <dan@example.org>", Subject: "[dev] clock", Body: "Now it is fast.",
			Date: day(2038, 1, 19, 3), Archived: day(2026, 11, 5, 9)},
	}
	return k
}

func TestHyperKittyContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "hyperkitty/kitchen",
		Server: func(*testing.T) http.Handler { return kitchen() }, Source: "dev", Kind: func(base string) source.Kind {
			return &Config{URL: base + "/archives", List: kittyList}
		}})
}

// pullKitty reads k into sink with a new source.
func pullKitty(t *testing.T, k *fakeKitty, sink *sourcetest.Sink, since time.Time, change func(*Config)) (source.Result, error) {
	t.Helper()
	server := httptest.NewServer(k)
	defer server.Close()
	env := testkit.WebEnv(sink)
	env.Since = since
	h := &Config{URL: server.URL + k.mount + "/", List: kittyList}
	if change != nil {
		change(h)
	}
	// the address of the server changes from run to run, and the cursor of another address is none
	env.HTTP = fetch.New(fetch.Options{Version: "test", Timeout: 2 * time.Second, Backoff: time.Millisecond,
		HostPause: -1, Now: env.Now, Resolve: map[string]string{"kitty.example.org": server.Listener.Addr().String()}})
	h.URL = strings.Replace(h.URL, server.URL, "http://kitty.example.org", 1)
	src, err := source.Open(h, "dev", env)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	k.exports = nil
	return source.Pull(t.Context(), sink, "dev", src, false, nil)
}

func TestHyperKittyIncrements(t *testing.T) {
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	k := &fakeKitty{mount: "/hyperkitty"}
	k.letters(1, 300, october)
	sink := sourcetest.NewSink()
	want := func(what string, posts, exports int) {
		t.Helper()
		res, err := pullKitty(t, k, sink, time.Time{}, nil)
		if err != nil || res.Added.New != posts || res.Gap != "" || len(k.exports) != exports {
			t.Errorf("%s: Pull() = %+v, %v with exports %q, want %d new posts by %d exports", what, res, err, k.exports, posts, exports)
		}
	}
	want("first", 300, 2)
	want("second", 0, 0)
	k.letters(301, 310, time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC))
	want("ten more", 10, 1)
	k.letters(311, 560, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(19*24*time.Hour))
	want("more than two pages", 250, 1)

	late := testkit.Mail{ID: "late@example.org", From: "Ann Lee <ann@example.org>", Subject: "late",
		Body: "I was in the queue.", Date: october, Archived: sourcetest.Now.AddDate(0, 1, 0)}
	k.messages = append(k.messages, late)
	want("an old date that arrives now", 1, 1)
	late.ID, late.Archived = "imported@example.org", october
	k.messages = append(k.messages, late)
	want("imported below the top", 1, 2)
	k.messages = k.messages[:len(k.messages)-1]
	want("a message taken out", 0, 0)
	k.messages = slices.Concat(k.messages[:100], k.messages[101:])
	want("and another", 0, 0)

	n := 560
	k.onRows = func() {
		n++
		k.letters(n, n, sourcetest.Now.AddDate(0, 2, 0).Add(time.Duration(n)*time.Second)) // while the API is paged through
	}
	if _, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	k.onRows = nil
	if _, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range k.messages {
		if !slices.Contains(testkit.KeysOf(sink), m.ID) {
			t.Errorf("%s was lost while the API moved", m.ID)
		}
	}
}

func TestHyperKittySince(t *testing.T) {
	k := &fakeKitty{mount: ""}
	for n := range 12 {
		k.letters(n+1, n+1, time.Date(2026, time.Month(n), 15, 0, 0, 0, 0, time.UTC))
	}
	sink := sourcetest.NewSink()
	for _, c := range []struct {
		since time.Time
		posts int
	}{
		{time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), 3}, {time.Time{}, 0},
		{time.Date(2026, 5, 10, 0, 0, 0, 0, time.UTC), 4}, {time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC), 0},
		{time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), 5},
	} {
		if res, err := pullKitty(t, k, sink, c.since, nil); err != nil || res.Added.New != c.posts {
			t.Errorf("Pull(since %s) = %+v, %v with exports %q, want %d new posts", c.since.Format(time.DateOnly), res, err, k.exports, c.posts)
		}
	}
}

// TestHyperKittyTies reads mail that was imported with one date of arrival, whose order in the API is another each
// time.
func TestHyperKittyTies(t *testing.T) {
	k := &fakeKitty{mount: "/hyperkitty"}
	k.letters(1, 150, time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))
	for i := range k.messages {
		k.messages[i].Archived = sourcetest.Now
	}
	sink := sourcetest.NewSink()
	for n := range 4 {
		if res, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || res.Gap != "" || len(sink.Posts) != 150 {
			t.Fatalf("Pull() number %d = %+v, %v, %d posts, want 150 in all", n, res, err, len(sink.Posts))
		}
		slices.SortFunc(k.messages, func(a, b testkit.Mail) int {
			return cmp.Compare(hyperkittyHash(a.ID+fmt.Sprint(n)), hyperkittyHash(b.ID+fmt.Sprint(n)))
		})
	}
}

func TestHyperKittyErrors(t *testing.T) {
	status := func(code int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(code)
			io.WriteString(w, body)
			return true
		}
	}
	k := kitchen()
	whole := k.window("1970-01-01", "2039-01-01")
	for _, c := range []struct {
		name   string
		export func(http.ResponseWriter, *http.Request) bool
		change func(*Config)
		want   string
	}{
		{"closed", status(400, "Archive download disabled."), nil, "switched off its mbox export"},
		{"private", status(403, "no"), nil, "cookie_file"},
		{"login page", status(200, "<html><title>Sign In</title>"), nil, "Sign In"},
		{"no gzip", status(200, "From a@example.org Sun Nov  1 09:00:00 2026\nSubject: x\n\nx\n"), nil, "instead of a gzip file"},
		{"cut", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Write(whole[:len(whole)-20])
			return true
		}, nil, "cut short"},
		{"unknown list", nil, func(h *Config) { h.List = "nobody@lists.example.org" }, "there is no list nobody@lists.example.org"},
		{"other mount point", nil, func(h *Config) { h.URL = strings.Replace(h.URL, "/archives", "/hyperkitty", 1) },
			"where HyperKitty is mounted"},
	} {
		sink := sourcetest.NewSink()
		k.export = c.export
		if _, err := pullKitty(t, k, sink, time.Time{}, c.change); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Pull() = %v, want an error with %q", c.name, err, c.want)
		}
		k.export = nil
		if _, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || len(sink.Posts) != len(k.messages) {
			t.Errorf("%s: Pull(repaired) = %v, %d posts, want %d", c.name, err, len(sink.Posts), len(k.messages))
		}
	}
	k.export = func(w http.ResponseWriter, r *http.Request) bool {
		if r.FormValue("start") == "2026-11-01" {
			w.Write((&fakeKitty{}).window("", "")) // an empty window in place of a full one
			return true
		}
		return false
	}
	sink := sourcetest.NewSink()
	if _, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	k.letters(1, 1, sourcetest.Now)
	k.export = func(w http.ResponseWriter, r *http.Request) bool {
		w.Write((&fakeKitty{}).window("", ""))
		return true
	}
	if res, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || !strings.Contains(res.Gap, "l1@example.org") {
		t.Errorf("Pull(export that lacks a message) = %+v, %v, want a gap that names it", res, err)
	}
	k.export = nil
	if res, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || res.Added.New != 1 || res.Gap != "" {
		t.Errorf("Pull(export that has it) = %+v, %v, want it", res, err)
	}
}

// TestHyperKittyOverload reads a site that cannot export what holds one day in October, and none longer than a week.
func TestHyperKittyOverload(t *testing.T) {
	k := &fakeKitty{mount: "/hyperkitty"}
	for day := range 30 {
		k.letters(day+1, day+1, time.Date(2026, 10, day+1, 9, 0, 0, 0, time.UTC))
	}
	bad := "2026-10-13"
	k.export = func(w http.ResponseWriter, r *http.Request) bool {
		from, to := r.FormValue("start"), r.FormValue("end")
		if mailkind.ParseDay(to).Sub(mailkind.ParseDay(from)) <= 7*24*time.Hour && (bad < from || bad >= to) {
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		return true
	}
	sink := sourcetest.NewSink()
	if res, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || len(sink.Posts) != 29 || !strings.Contains(res.Gap, bad) {
		t.Errorf("Pull() = %+v, %v, %d posts, want 29 and a gap that names %s", res, err, len(sink.Posts), bad)
	}
	bad = ""
	if res, err := pullKitty(t, k, sink, time.Time{}, nil); err != nil || res.Added.New != 1 || res.Gap != "" {
		t.Errorf("Pull(repaired) = %+v, %v, want the one that was missing", res, err)
	}
}

func TestHyperKittyCookie(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cookie")
	if err := os.WriteFile(file, []byte("sessionid=0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := kitchen()
	private := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "sessionid=0123456789abcdef" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		k.ServeHTTP(w, r)
	})
	server := httptest.NewServer(private)
	defer server.Close()
	for _, c := range []struct {
		cookie string
		posts  int
	}{{"", 0}, {file, len(k.messages)}} {
		sink := sourcetest.NewSink()
		src, err := source.Open(&Config{URL: server.URL + "/archives/", List: kittyList, CookieFile: c.cookie}, "dev", testkit.WebEnv(sink))
		if err != nil {
			t.Fatal(err)
		}
		_, err = source.Pull(t.Context(), sink, "dev", src, false, nil)
		if len(sink.Posts) != c.posts || (err == nil) != (c.posts > 0) {
			t.Errorf("Pull(cookie_file %q) = %v, %d posts, want %d", c.cookie, err, len(sink.Posts), c.posts)
		}
		if err != nil && (strings.Contains(err.Error(), "0123456789abcdef") || !strings.Contains(err.Error(), "cookie_file")) {
			t.Errorf("Pull(cookie_file %q) = %v, want an error that names the remedy and no secret", c.cookie, err)
		}
	}
}

func TestHyperKittyConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{}, "set url"},
		{Config{URL: "https://lists.example.org/hyperkitty/"}, "set list"},
		{Config{URL: "https://lists.example.org/hyperkitty/", List: "dev"}, "no address"},
		{Config{URL: "http://lists.example.org/hyperkitty/", List: kittyList, CookieFile: "x"}, "not https"},
		{Config{URL: "https://lists.example.org/hyperkitty/", List: kittyList, Archive: "x"}, "{message_id}"},
	} {
		if _, err := source.Open(&c.config, "x", source.Env{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", c.config, err, c.want)
		}
	}
	src, err := (&Config{URL: "https://lists.example.org/archives/list/Dev@lists.example.org/2026/11/"}).Open("x", source.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := src.(*hyperkittySource).exportURL(mailkind.DayWindow{From: "2026-11-01", To: "2026-11-02"}),
		"https://lists.example.org/archives/list/dev@lists.example.org/export/recap.mbox.gz?end=2026-11-02&start=2026-11-01"; got != want {
		t.Errorf("exportURL() = %s, want %s", got, want)
	}
}

func TestWindowsOf(t *testing.T) {
	day := func(s string) time.Time { return mailkind.ParseDay(s).Add(9 * time.Hour) }
	for _, c := range []struct {
		days []string
		want []mailkind.DayWindow
	}{
		{nil, nil},
		{[]string{"2026-11-05"}, []mailkind.DayWindow{{From: "2026-11-05", To: "2026-11-06"}}},
		{[]string{"2026-12-31", "2038-01-19", "1970-01-01", "2026-12-27"}, []mailkind.DayWindow{{From: "1970-01-01",
			To: "1970-01-02"}, {From: "2026-12-27", To: "2027-01-01"}, {From: "2038-01-19", To: "2038-01-20"}}},
		{[]string{"2026-01-01", "2026-01-06", "2026-01-12", "2026-01-18", "2026-01-24", "2026-01-30"},
			[]mailkind.DayWindow{{From: "2026-01-01", To: "2026-01-25"}, {From: "2026-01-30", To: "2026-01-31"}}},
	} {
		var dates []time.Time
		for _, d := range c.days {
			dates = append(dates, day(d))
		}
		if diff := gocmp.Diff(c.want, mailkind.Windows(dates)); diff != "" {
			t.Errorf("windowsOf(%q) (-want +got):\n%s", c.days, diff)
		}
	}
}

func TestSteadyExport(t *testing.T) {
	k := kitchen()
	k.messages[0].Body += "\nboundary=\"===============0000000000000000001==\" is what somebody wrote"
	a, b := k.window("1970-01-01", "2039-01-01"), k.window("1970-01-01", "2039-01-01")
	read := func(packed []byte) (all []string) {
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		r := box.NewReader(z, 0, nil)
		for {
			m, err := r.Next()
			if err == io.EOF {
				return all
			} else if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(steadyExport(m.Raw)))
		}
	}
	if diff := gocmp.Diff(read(a), read(b)); diff != "" || bytes.Equal(a, b) {
		t.Errorf("steadyExport() of two exports (-one +other):\n%s", diff)
	}
}
