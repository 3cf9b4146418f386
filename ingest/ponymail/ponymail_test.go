package ponymail

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A fakePony answers as Pony Mail does for the list dev@project.example.org.
type fakePony struct {
	legacy   bool // the first generation: only whole months
	messages []testkit.Mail
	asked    []string // periods of exports
	missing  int      // messages that it counts and does not give
	cut      int      // messages after which an export ends for lack of time; 0 for never
	inside   bool     // and in the middle of the last one
}

const ponyList = "dev@project.example.org"

// ServeHTTP implements http.Handler.
func (f *fakePony) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	list := q.Get("list")
	if q.Get("domain") != "" {
		list += "@" + q.Get("domain")
	}
	switch r.URL.Path {
	case "/api/stats.lua":
		w.Header().Set("Content-Type", "application/json")
		if list != ponyList {
			io.WriteString(w, `{"hits":0,"emails":[]}`)
			return
		}
		first, last := f.messages[0].Date, f.messages[0].Date
		for _, m := range f.messages {
			if m.Date.Before(first) {
				first = m.Date
			}
			if m.Date.After(last) {
				last = m.Date
			}
		}
		fmt.Fprintf(w, `{"firstYear":%d,"firstMonth":%d,"lastYear":%d,"lastMonth":%d,"hits":%d,"emails":[{"from":"Ann Lee <an...@example.org>"}]}`,
			first.Year(), first.Month(), last.Year(), last.Month(), len(f.within(q.Get("d")))+f.missing)
	case "/api/mbox.lua":
		period := q.Get("date")
		if period == "" {
			period = q.Get("d")
		}
		f.asked = append(f.asked, period)
		if f.legacy && q.Get("date") == "" {
			io.WriteString(w, "Both list and date are required!\n")
			return
		}
		w.Header().Set("Content-Type", "application/mbox")
		f.export(w, f.within(period))
	default:
		http.NotFound(w, r)
	}
}

// within returns the messages of a period, oldest first.
func (f *fakePony) within(period string) (found []testkit.Mail) {
	from, to := period, period+"-99"
	if days, ok := strings.CutPrefix(period, "dfr="); ok {
		from, to, _ = strings.Cut(days, "|dto=")
	}
	for _, m := range f.messages {
		if day := m.Date.UTC().Format(time.DateOnly); day >= from && day <= to {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b testkit.Mail) int { return a.Date.Compare(b.Date) })
	return found
}

// export writes messages as an mbox.
func (f *fakePony) export(w io.Writer, messages []testkit.Mail) {
	for i, m := range messages {
		body := "From MAILER-DAEMON Thu Jan 01 00:00:00 1970\nFrom: " + m.From + "\nTo: " + ponyList +
			"\nList-Id: <dev.project.example.org>\nSubject: " + m.Subject +
			"\nDate: " + m.Date.Format(time.RFC1123Z) + "\nMessage-ID: <" + m.ID + ">\n\n" +
			strings.ReplaceAll(m.Body, "\nFrom ", "\n>From ") + "\n\n"
		if i == f.cut && f.cut > 0 {
			if f.inside {
				io.WriteString(w, body[:len(body)*2/3])
			}
			return
		}
		io.WriteString(w, body)
	}
}

// ponyMessages returns letters of these days.
func ponyMessages(days ...string) (all []testkit.Mail) {
	for i, d := range days {
		all = append(all, testkit.Mail{ID: fmt.Sprintf("l%d@example.org", i+1), From: "Ann Lee <ann@example.org>",
			Subject: "letter", Date: mailkind.ParseDay(d).Add(time.Duration(9+i%9) * time.Hour),
			Body: fmt.Sprintf("Soup number %d is ready.\nFrom the kitchen it takes a minute, and bowls are on the table.", i+1)})
	}
	return all
}

func TestPonyMailContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "ponymail/list", Server: func(*testing.T) http.Handler {
		return &fakePony{messages: ponyMessages("1970-01-01", "2026-09-30", "2026-10-01", "2026-11-19", "2038-01-19")}
	}, Source: "dev", Kind: func(base string) source.Kind {
		return &Config{URL: base, List: ponyList}
	}})
}

// pullPony reads f into sink with a new source.
func pullPony(t *testing.T, f *fakePony, sink *sourcetest.Sink, since, now time.Time) (source.Result, error) {
	t.Helper()
	server := httptest.NewServer(f)
	defer server.Close()
	env := testkit.WebEnv(sink)
	env.Since, env.Now = since, func() time.Time { return now }
	env.HTTP = fetch.New(fetch.Options{Version: "test", Timeout: 2 * time.Second, Backoff: time.Millisecond,
		HostPause: -1, Now: env.Now, Resolve: map[string]string{"pony.example.org": server.Listener.Addr().String()}})
	src, err := source.Open(&Config{URL: "http://pony.example.org", List: ponyList}, "dev", env)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	f.asked = nil
	return source.Pull(t.Context(), sink, "dev", src, false, nil)
}

func TestPonyMailIncrements(t *testing.T) {
	for _, legacy := range []bool{false, true} {
		f := &fakePony{legacy: legacy, messages: ponyMessages("2026-07-01", "2026-09-30", "2026-10-31", "2026-11-01", "2026-11-19", "2038-01-19")}
		sink := sourcetest.NewSink()
		now := sourcetest.Now
		want := func(what string, posts int, asked ...string) {
			t.Helper()
			res, err := pullPony(t, f, sink, time.Time{}, now)
			if err != nil || res.Added.New != posts || res.Gap != "" {
				t.Errorf("legacy %v: %s: Pull() = %+v, %v, want %d new posts", legacy, what, res, err, posts)
			}
			if !legacy && asked != nil && !slices.Equal(f.asked, asked) {
				t.Errorf("%s: Pull() asked for %q, want %q", what, f.asked, asked)
			}
		}
		want("first", 6, "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "dfr=2026-11-22|dto=2038-01-31")
		want("second", 0, "dfr=2026-11-13|dto=2026-11-21")
		more := ponyMessages("2026-11-14", "2026-11-20")
		more[0].ID, more[1].ID = "late@example.org", "new@example.org"
		f.messages = append(f.messages, more...)
		want("a late one and a new one", 2)
		now = now.AddDate(0, 0, 12) // over the end of the month
		border := ponyMessages("2026-11-30", "2026-12-01")
		border[0].ID, border[1].ID = "border.1@example.org", "border.2@example.org"
		f.messages = append(f.messages, border...)
		want("over the border of a month", 2)
		want("and again", 0)
	}
}

func TestPonyMailSince(t *testing.T) {
	f := &fakePony{messages: ponyMessages("2010-05-05", "2026-07-01", "2026-09-30", "2026-11-19")}
	sink := sourcetest.NewSink()
	for _, c := range []struct {
		since string
		posts int
	}{{"2026-09-10", 2}, {"", 0}, {"2026-06-01", 1}, {"2003-01-01", 1}} {
		if res, err := pullPony(t, f, sink, mailkind.ParseDay(c.since), sourcetest.Now); err != nil || res.Added.New != c.posts {
			t.Errorf("Pull(since %q) = %+v, %v, having asked for %q, want %d new posts", c.since, res, err, f.asked, c.posts)
		}
	}
}

// TestPonyMailCut reads exports that end too early without saying so.
func TestPonyMailCut(t *testing.T) {
	var days []string
	for n := range 20 {
		days = append(days, fmt.Sprintf("2026-11-%02d", n+1))
	}
	for _, inside := range []bool{false, true} {
		f := &fakePony{messages: ponyMessages(days...), cut: 6, inside: inside}
		sink := sourcetest.NewSink()
		if res, err := pullPony(t, f, sink, time.Time{}, sourcetest.Now); err != nil || res.Gap != "" || len(sink.Posts) != 20 {
			t.Errorf("Pull(cut, inside a message %v) = %+v, %v, %d posts, want all 20", inside, res, err, len(sink.Posts))
		}
		for _, p := range sink.List() {
			if !strings.HasSuffix(p.Text, "on the table.") {
				t.Errorf("post %s: text %q is cut", p.Key, p.Text)
			}
		}
	}
	f := &fakePony{messages: ponyMessages("2026-11-01", "2026-11-02", "2026-11-03"), cut: 2, inside: true, legacy: true}
	sink := sourcetest.NewSink()
	if res, err := pullPony(t, f, sink, time.Time{}, sourcetest.Now); err != nil || len(sink.Posts) != 2 ||
		!strings.Contains(res.Gap, "counts 3 messages") {
		t.Errorf("Pull(only months, cut inside a message) = %+v, %v, %d posts, want 2 and a gap", res, err, len(sink.Posts))
	}
	f = &fakePony{messages: ponyMessages("2026-11-18", "2026-11-19"), missing: 1}
	sink = sourcetest.NewSink()
	if res, err := pullPony(t, f, sink, time.Time{}, sourcetest.Now); err != nil || len(sink.Posts) != 2 ||
		!strings.Contains(res.Gap, "counts 1 messages") {
		t.Errorf("Pull(a message missing) = %+v, %v, %d posts, want 2 and a gap", res, err, len(sink.Posts))
	}
}

// TestPonyMailPages reads an answer that unpacks to far more than a page holds: it is given out in pages, and one that
// is left in the middle begins anew without storing anything twice.
func TestPonyMailPages(t *testing.T) {
	f := &fakePony{messages: ponyMessages("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05")}
	for i := range f.messages {
		f.messages[i].Body += "\n" + strings.Repeat("Soup and more of it.\n", 100_000)
	}
	server := httptest.NewServer(f)
	defer server.Close()
	sink := sourcetest.NewSink()
	open := func() source.Source {
		src, err := source.Open(&Config{URL: server.URL, List: ponyList}, "dev", testkit.WebEnv(sink))
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	src := open()
	var page source.Page
	var err error
	for page.More = true; page.More && len(page.Posts) == 0; {
		if page, err = src.Fetch(t.Context(), page.Next); err != nil {
			t.Fatal(err)
		}
	}
	size := 0
	for _, p := range page.Posts {
		size += len(p.Raw)
	}
	if len(page.Posts) == 5 || size > 2*fetch.PageBytes || !page.More {
		t.Errorf("Fetch() = %d posts of %d bytes, more: %t, want a page of about %d bytes", len(page.Posts), size, page.More, fetch.PageBytes)
	}
	if _, err := sink.Commit(t.Context(), "dev", page.Posts, page.Next); err != nil {
		t.Fatal(err)
	}
	res, err := source.Pull(t.Context(), sink, "dev", open(), false, nil)
	if err != nil || len(sink.Posts) != 5 || !res.Complete {
		t.Errorf("Pull() = %+v, %v with %d posts, want 5", res, err, len(sink.Posts))
	}
}

func TestPonyMailErrors(t *testing.T) {
	f := &fakePony{messages: ponyMessages("2026-11-18")}
	for _, c := range []struct {
		name   string
		list   string
		handle http.HandlerFunc
		want   string
	}{
		{"traceback", ponyList, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			io.WriteString(w, "Traceback (most recent call last):\n  File \"main.py\", line 1\nAssertionError: You must specify a domain part\n")
		}, "AssertionError: You must specify a domain part"},
		{"unknown list", "nobody@project.example.org", f.ServeHTTP, "knows no list nobody@project.example.org"},
		{"bot wall", ponyList, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "<!doctype html><html><head><title>Making sure you're not a bot!</title></head></html>")
		}, "not a bot"},
	} {
		server := httptest.NewServer(c.handle)
		src, err := source.Open(&Config{URL: server.URL, List: c.list}, "dev", testkit.WebEnv(sourcetest.NewSink()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.Pull(t.Context(), sourcetest.NewSink(), "dev", src, false, nil); err == nil ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Pull() = %v, want an error with %q", c.name, err, c.want)
		}
		server.Close()
	}
}

func TestPonyMailConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{}, "set url"},
		{Config{URL: "https://lists.example.org"}, "set list"},
		{Config{URL: "https://lists.example.org", List: "dev"}, "no address"},
		{Config{URL: "ftp://lists.example.org", List: ponyList}, "scheme"},
	} {
		if _, err := source.Open(&c.config, "x", source.Env{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", c.config, err, c.want)
		}
	}
}

func TestLastIsCut(t *testing.T) {
	const parts = "Subject: x\nContent-Type: multipart/mixed;\n\tcharset=x; boundary=\"b1\"\n\n--b1\n\nhello\n"
	for _, c := range []struct {
		message string
		want    bool
	}{
		{"Subject: x\n\nhello\n", false},
		{"Subject: x\n\nhel", true},
		{parts + "--b1--\n", false},
		{parts, true},
		{"Subject: x\n\nContent-Type: multipart/mixed; boundary=b1\n", false},
	} {
		data := []byte("From a@example.org Sun Nov  1 09:00:00 2026\n" + c.message)
		if got := lastIsCut(data, []byte(c.message)); got != c.want {
			t.Errorf("lastIsCut(%q) = %v, want %v", c.message, got, c.want)
		}
	}
}
