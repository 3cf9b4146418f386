package mailarchive

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/mbox"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

func TestMailArchiveContract(t *testing.T) {
	files := func(*testing.T) http.Handler { return http.FileServer(http.Dir("testdata")) }
	sourcetest.Test(t, sourcetest.Contract{Name: "mailarchive/feed", Server: files, Source: "dev", Kind: func(base string) source.Kind {
		return &Config{URL: base, List: "dev@lists.example.org"}
	}})
	t.Run("index", func(t *testing.T) {
		sourcetest.Test(t, sourcetest.Contract{Name: "mailarchive/index", Server: files, Source: "dev", Kind: func(base string) source.Kind {
			return &Config{URL: base + "/mhonarc/", List: "dev@lists.example.org"}
		}})
	})
}

func TestRot14(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"Rri Yhzne <qriNrknzcyr.va>", "Dev Kumar <dev@example.in>"},
		{"=?hgs-8?o?5c2A6Lh3?= <yvNrknzcyr.pa>", "=?utf-8?b?5p2O6Zu3?= <li@example.cn>"},
	} {
		if got := rot14(test.in); got != test.want || rot14(got) != test.in {
			t.Errorf("rot14(%q) = %q, want %q and back", test.in, got, test.want)
		}
	}
}

func TestPageMail(t *testing.T) {
	for _, test := range []struct {
		name, page string
		want       []string // parts of the mail
		err        string
	}{
		{"no comments", "<html><title>x</title><p>hello", nil, "no page of MHonArc"},
		{"cut", "<!--X-Subject: a -->" + bodyBegins + "<pre>hello", nil, "cut off"},
		{"text", "<!--X-Subject: a &#45; b -->\n<!--X-From: Ann <a@example.org> -->" + bodyBegins +
			`<pre>one &lt;two&gt; <a href="x">three</a></pre>` + bodyEnds,
			[]string{"Subject: a - b\n", "From: Ann <a@example.org>\n", "Content-Type: text/plain;", "\none <two> three\n"}, ""},
		{"a header in a subject", "<!--X-Subject: a&#10;Bcc: b -->" + bodyBegins + "x" + bodyEnds,
			[]string{"Subject: a Bcc: b\n", "Content-Type: text/html;"}, ""},
		{"hidden address", "<!--X-From: Ann Lee [EMAIL PROTECTED] -->" + bodyBegins + "x" + bodyEnds, []string{"From: Ann Lee\n"}, ""},
		{"listed fields", "<li><em>List-id</em>: Dev &lt;dev.example.org&gt;</li><li><em>X-no-archive</em>: yes</li>" +
			bodyBegins + "x" + bodyEnds,
			[]string{"List-id: Dev <dev.example.org>\n", "X-no-archive: yes\n"}, ""},
		{"two blocks", bodyBegins + "<pre>a</pre><pre>b</pre>" + bodyEnds, []string{"Content-Type: text/html;", "<pre>a</pre><pre>b</pre>"}, ""},
		{"a mailbox's escapes", bodyBegins + "<pre>one\n&gt;From here on\n\n&gt;two\n&gt;From there</pre>" + bodyEnds,
			[]string{"\nFrom here on\n", "\n>From there\n"}, ""},
	} {
		raw, err := pageMail(test.page)
		if test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) || test.err == "" && err != nil {
			t.Errorf("%s: pageMail() = %v, want an error with %q", test.name, err, test.err)
		}
		for _, w := range test.want {
			if !strings.Contains(string(raw), w) {
				t.Errorf("%s: pageMail() = %q, want it to hold %q", test.name, raw, w)
			}
		}
	}
}

func FuzzPageMail(f *testing.F) {
	for _, name := range []string{"mhonarc/msg00000.html", "mhonarc/msg00001.html",
		"dev@lists.example.org/msg00041.html", "dev@lists.example.org/msg00042.html"} {
		data, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, page string) {
		raw, err := pageMail(page)
		if err != nil {
			return
		}
		if box.BodyStart(raw) < 0 || strings.Count(string(raw[:box.BodyStart(raw)]), "MIME-Version:") == 0 {
			t.Errorf("pageMail() = %q, want a header of its own", raw)
		}
	})
}

// A fakePages serves a list as mail-archive.com does: a feed of the latest messages, index pages with the newest first,
// and message pages.
type fakePages struct {
	messages int // numbered from 1
	feed     int // how many the feed holds; 0 for no feed
	gone     int // this one was taken out
	bare     int // this one has no comments
	wall     bool
	asked    []string
}

func (f *fakePages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/dev@lists.example.org/")
	f.asked = append(f.asked, name)
	var n int
	switch {
	case f.wall && strings.HasPrefix(name, "msg"):
		fmt.Fprint(w, "<!doctype html><html><title>Making sure you&#39;re not a bot!</title>")
	case !ok:
		http.NotFound(w, r)
	case name == "maillist.xml" && f.feed > 0:
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, f.messages))
		if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>dev</title>`)
		for n := f.messages; n > max(0, f.messages-f.feed); n-- {
			fmt.Fprintf(w, "<item><title>m</title><link>http://archive.example.org/dev@lists.example.org/msg%05d.html</link></item>", n)
		}
		fmt.Fprint(w, "</channel></rss>")
	case name == "maillist.html":
		f.index(w, 1)
	case matched(name, "mail%d.html", &n):
		f.index(w, n)
	case matched(name, "msg%05d.html", &n) && n > 0 && n <= f.messages && n != f.gone:
		if n == f.bare {
			fmt.Fprint(w, "<html><title>a page</title><p>without comments")
			return
		}
		fmt.Fprintf(w, "<!--X-Subject: letter %d -->\n<!--X-From-R13: Oaa Zrr <naaNrknzcyr.bet> -->\n<!--X-Date: Sun, 1 Nov 2026 09:00:00 +0000 -->\n<!--X-Message-Id: l%d@example.org -->\n<!--X-Head-End-->%s<pre>text</pre>%s",
			n, n, bodyBegins, bodyEnds)
	default:
		http.NotFound(w, r)
	}
}

// matched reports whether name is one that format writes, and its number.
func matched(name, format string, n *int) bool {
	_, err := fmt.Sscanf(name, format, n)
	return err == nil && fmt.Sprintf(format, *n) == name
}

// index serves index page n, of ten messages.
func (f *fakePages) index(w http.ResponseWriter, n int) {
	fmt.Fprint(w, "<!-- MHonArc v2.6.19 --><html><title>Mail Index</title>")
	first := f.messages - 10*(n-1)
	for m := first; m > max(0, first-10); m-- {
		fmt.Fprintf(w, `<li><a name="%05d" href="msg%05d.html">letter</a></li>`, m, m)
	}
	if first > 10 {
		fmt.Fprintf(w, `<a href="mail%d.html">Earlier messages</a>`, n+1)
	}
}

// archiveReader reads a fake archive run by run.
func archiveReader(t *testing.T, f http.Handler) (func(since time.Time, fresh bool) (source.Result, error), *sourcetest.Sink) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	sink := sourcetest.NewSink()
	return func(since time.Time, fresh bool) (source.Result, error) {
		env := testkit.Env(sink)
		env.Since = since
		env.HTTP = fetch.New(fetch.Options{Version: "test", Backoff: time.Millisecond, Now: env.Now})
		src, err := source.Open(&Config{URL: server.URL, List: "dev@lists.example.org"}, "dev", env)
		if err != nil {
			t.Fatal(err)
		}
		src.(*mailArchiveSource).perPage = 7
		return source.Pull(t.Context(), sink, "dev", src, fresh, nil)
	}, sink
}

func TestMailArchiveRuns(t *testing.T) {
	f := &fakePages{messages: 30, feed: 8}
	pull, sink := archiveReader(t, f)
	for _, step := range []struct {
		name     string
		messages int
		since    time.Time
		posts    int    // stored after it
		pages    int    // message pages asked for, with the last one of the read before
		skipped  string // part of what was skipped
	}{
		{"first", 30, time.Time{}, 8, 8, ""},
		{"unchanged", 30, time.Time{}, 8, 0, ""},
		{"three more", 33, time.Time{}, 11, 1 + 3, ""},
		{"more than the feed holds: the index helps", 53, time.Time{}, 53 - 22, 1 + 20, ""},
		{"one gone", 55, time.Time{}, 53 - 22 + 1, 1 + 2, "msg00054.html: not found"},
		{"one without comments", 57, time.Time{}, 53 - 22 + 2, 1 + 2, "no page of MHonArc"},
		{"everything", 57, sourcetest.Now.AddDate(-9, 0, 0), 55, 55 + 2 + 1, ""},
		{"unchanged again", 57, time.Time{}, 55, 0, ""},
	} {
		f.messages, f.gone, f.bare, f.asked = step.messages, 54, 56, nil
		res, err := pull(step.since, !step.since.IsZero())
		if err != nil || len(sink.Posts) != step.posts || res.Gap != "" {
			t.Errorf("%s: Pull() = %+v, %v with %d posts, want %d", step.name, res, err, len(sink.Posts), step.posts)
		}
		asked := slices.DeleteFunc(slices.Clone(f.asked), func(s string) bool { return !strings.HasPrefix(s, "msg") })
		if len(asked) != step.pages {
			t.Errorf("%s: Pull() asked for %q, want %d messages", step.name, asked, step.pages)
		}
		if got := fmt.Sprint(res.Skipped); !strings.Contains(got, step.skipped) {
			t.Errorf("%s: Pull() skipped %s, want %q", step.name, got, step.skipped)
		}
	}
}

func TestMailArchiveFaults(t *testing.T) {
	f := &fakePages{messages: 5, feed: 5, wall: true}
	pull, sink := archiveReader(t, f)
	if _, err := pull(time.Time{}, false); err == nil || !strings.Contains(err.Error(), "bot wall") {
		t.Errorf("Pull(bot wall) = %v, want an error that names it", err)
	}
	f.wall = false
	if _, err := pull(time.Time{}, false); err != nil || len(sink.Posts) != 5 {
		t.Errorf("Pull() = %v with %d posts, want 5", err, len(sink.Posts))
	}
	// a cursor of another archive says nothing about this one
	f.messages, f.feed = 500, 3
	sink.At = []byte(`{"home":"https://archive.example.org/","base":"https://archive.example.org/dev/"}`)
	if res, err := pull(time.Time{}, false); err != nil || res.Added.New != 3 {
		t.Errorf("Pull(foreign cursor) = %+v, %v, want the three of the feed", res, err)
	}
	pull, _ = archiveReader(t, http.NotFoundHandler())
	if _, err := pull(time.Time{}, false); err == nil || !strings.Contains(err.Error(), "neither maillist.xml nor maillist.html") {
		t.Errorf("Pull(no archive) = %v, want an error that says what is missing", err)
	}
	for _, cfg := range []Config{{}, {URL: "https://www.mail-archive.com"}, {URL: "ftp://x", List: "a@example.org"},
		{URL: "https://x.example.org", List: "dev"}} {
		if _, err := source.Open(&cfg, "dev", source.Env{}); err == nil {
			t.Errorf("Open(%+v) = nil, want an error", cfg)
		}
	}
}

// TestMailArchiveWall has a bot wall begin after three pages: what stands behind it is read once it is gone. One page
// that says nothing among others is reported and left.
func TestMailArchiveWall(t *testing.T) {
	for _, title := range []string{"Making sure you&#39;re not a bot!", "One moment"} {
		f := &fakePages{messages: 30, bare: 5}
		left := 3
		pull, sink := archiveReader(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/msg") {
				if left == 0 {
					fmt.Fprintf(w, "<!doctype html><html><title>%s</title><p>wait", title)
					return
				}
				left--
			}
			f.ServeHTTP(w, r)
		}))
		if res, err := pull(time.Time{}, false); err == nil || len(sink.Posts) != 3 || len(res.Skipped) > 0 {
			t.Errorf("%s: Pull() = %+v, %v with %d posts, want 3 and an error", title, res, err, len(sink.Posts))
		}
		left = 1000
		if res, err := pull(time.Time{}, false); err != nil || len(sink.Posts) != 29 || len(res.Skipped) != 1 {
			t.Errorf("%s: second Pull() = %+v, %v with %d posts, want all but one", title, res, err, len(sink.Posts))
		}
	}
}

// TestMailArchiveRenumbered has an archive made anew without two messages, so that those behind them have other
// numbers.
func TestMailArchiveRenumbered(t *testing.T) {
	for _, test := range []struct {
		name             string
		feed, now, moved int
		stored           int
		gap              string
	}{
		{"an index", 0, 31, 2, 33, ""},
		{"fewer pages than before", 0, 29, 2, 31, ""},
		{"only removed at the end", 0, 28, 0, 30, ""},
		{"a feed that holds the new ones", 8, 31, 2, 11, ""},
		{"a feed that holds too few", 8, 60, 2, 16, "other numbers"},
	} {
		f := &fakePages{messages: 30, feed: test.feed}
		moved := 0
		pull, sink := archiveReader(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var n int
			if dir, name, ok := strings.Cut(r.URL.Path, "/msg"); moved > 0 && ok && matched(name, "%05d.html", &n) && n > 3 && n <= f.messages {
				f.messages += moved
				defer func() { f.messages -= moved }()
				r.URL.Path = fmt.Sprintf("%s/msg%05d.html", dir, n+moved)
			}
			f.ServeHTTP(w, r)
		}))
		if _, err := pull(time.Time{}, false); err != nil {
			t.Fatal(err)
		}
		f.messages, moved = test.now, test.moved
		res, err := pull(time.Time{}, false)
		if err != nil || len(sink.Posts) != test.stored || !strings.Contains(res.Gap, test.gap) || test.gap == "" && res.Gap != "" {
			t.Errorf("%s: Pull() = %+v, %v with %d posts, want %d", test.name, res, err, len(sink.Posts), test.stored)
		}
	}
}

// TestMailArchiveGap has more posts come than the feed holds, on a site whose index is closed.
func TestMailArchiveGap(t *testing.T) {
	f := &fakePages{messages: 30, feed: 8}
	pull, _ := archiveReader(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "maillist.html") {
			http.NotFound(w, r)
			return
		}
		f.ServeHTTP(w, r)
	}))
	if res, err := pull(time.Time{}, false); err != nil || res.Gap != "" {
		t.Fatalf("Pull() = %+v, %v, want no gap", res, err)
	}
	f.messages = 60
	if res, err := pull(time.Time{}, false); err != nil || res.Added.New != 8 || !strings.Contains(res.Gap, "none of the 8 messages") {
		t.Errorf("Pull() = %+v, %v, want 8 posts and a gap", res, err)
	}
	if res, err := pull(time.Time{}, false); err != nil || res.Gap != "" {
		t.Errorf("following Pull() = %+v, %v, want no gap", res, err)
	}
}

// TestMailArchivePeer reads pages that a real MHonArc makes of the list of hazards.py.
func TestMailArchivePeer(t *testing.T) {
	dir := testkit.BoxHazards(t)
	testkit.NeedCommand(t, "mhonarc", "mhonarc")
	out := t.TempDir()
	mhonarc := func(args ...string) {
		t.Helper()
		if msg, err := exec.Command("mhonarc", append([]string{"-quiet", "-outdir", out}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("mhonarc: %v\n%s", err, msg)
		}
	}
	mhonarc(filepath.Join(dir, "list.mbox"))
	server := httptest.NewServer(http.FileServer(http.Dir(out)))
	t.Cleanup(server.Close)
	r := testkit.NewPeerReader(t, "dev", &Config{URL: server.URL, List: "dev@lists.example.org"})
	r.Tune = func(s source.Source) { s.(*mailArchiveSource).perPage = 20 }
	// MHonArc keeps one of the two messages with one id
	r.Want(t, "first run", 111)
	if diff := gocmp.Diff(r.Posts(t), r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.Want(t, "second run", 0); res.Known != 0 {
		t.Errorf("second Pull() = %+v, want nothing read", res)
	}
	more := filepath.Join(t.TempDir(), "more.mbox")
	testkit.WriteBox(t, more, testkit.TenMore())
	mhonarc("-add", more)
	r.Want(t, "ten more", 10)

	// the same list as a mailbox, in the same store: nearly all words must be the same
	box := testkit.NewPeerReader(t, "box", &mbox.Config{Path: filepath.Join(dir, "list.mbox")})
	box.Want(t, "mailbox", 112)
	same, pages := 0, r.Posts(t)
	for _, row := range box.Posts(t) {
		if slices.Contains(pages, row) {
			same++
		}
	}
	if same < 105 {
		t.Errorf("%d of 112 posts are the same as in the mailbox, want at least 105", same)
	}
}
