package discourse

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

func TestDiscourseContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{
		Name: "discourse/dev",
		Server: func(*testing.T) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json; charset=utf-8")
				http.ServeFile(w, r, filepath.Join("testdata", strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", "_")))
			})
		},
		Source: "forum", Kind: func(base string) source.Kind {
			return &Config{URL: base, Category: "dev"}
		},
	})
}

// A fakeForum answers as Discourse does, with three topics on a page of the list and 20 posts on the first page of a
// topic.
type fakeForum struct {
	topics []*fakeTopic
	key    string // asked for, if not ""
	limit  int    // answers after so many requests are 429; 0 for no limit
	asked  []string
}

// A fakeTopic is one topic of a fakeForum.
type fakeTopic struct {
	id      int64
	bumped  time.Time
	pinned  bool
	private bool // 403 although it is listed
	gone    bool // 404 although it is listed
	nulls   bool // no bumped_at
	posts   []forumPost
}

// write adds a post, written n minutes after sourcetest.Now, and bumps the topic.
func (t *fakeTopic) write(id int64, minutes int) *fakeTopic {
	at := sourcetest.Now.Add(time.Duration(minutes) * time.Minute)
	t.bumped = at
	t.posts = append(t.posts, forumPost{
		ID: id, Number: int64(len(t.posts) + 1), Type: postRegular, UserID: id % 5, Username: fmt.Sprintf("user%d", id%5), Version: 1,
		Cooked: fmt.Sprintf("<p>post %d</p>", id), Created: at.Format(time.RFC3339), Updated: at.Format(time.RFC3339),
	})
	return t
}

func (f *fakeForum) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.asked = append(f.asked, strings.TrimPrefix(r.URL.RequestURI(), "/"))
	if f.limit > 0 && len(f.asked) > f.limit {
		w.Header().Set("Retry-After", "600")
		http.Error(w, `{"errors":["slow down"]}`, http.StatusTooManyRequests)
		return
	}
	if f.key != "" && (r.Header.Get("Api-Key") != f.key || r.Header.Get("Api-Username") != "reader") {
		http.Error(w, `{"errors":["no"]}`, http.StatusForbidden)
		return
	}
	path := strings.TrimSuffix(strings.Trim(r.URL.Path, "/"), ".json")
	if path == "c/dev" || path == "latest" {
		n, _ := strconv.Atoi(r.URL.Query().Get("page"))
		f.list(w, n)
		return
	}
	rest, more := strings.CutSuffix(path, "/posts")
	for _, t := range f.topics {
		switch {
		case rest != fmt.Sprintf("t/%d", t.id):
		case t.private:
			http.Error(w, `{"errors":["no"]}`, http.StatusForbidden)
			return
		case t.gone:
			http.NotFound(w, r)
			return
		case more:
			var posts []forumPost
			for _, p := range t.posts {
				if slices.Contains(r.URL.Query()["post_ids[]"], strconv.FormatInt(p.ID, 10)) {
					posts = append(posts, p)
				}
			}
			answer(w, map[string]any{"post_stream": map[string]any{"posts": posts}})
			return
		default:
			var ids []int64
			for _, p := range t.posts {
				ids = append(ids, p.ID)
			}
			answer(w, map[string]any{"title": fmt.Sprintf("topic %d", t.id), "chunk_size": 20,
				"post_stream": map[string]any{"posts": t.posts[:min(20, len(t.posts))], "stream": ids}})
			return
		}
	}
	http.NotFound(w, r)
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// list serves page n of the list: the pinned topics first, then the latest.
func (f *fakeForum) list(w http.ResponseWriter, n int) {
	sorted := slices.Clone(f.topics)
	slices.SortStableFunc(sorted, func(a, b *fakeTopic) int {
		if a.pinned != b.pinned {
			return map[bool]int{true: -1, false: 1}[a.pinned]
		}
		return b.bumped.Compare(a.bumped)
	})
	rows, more := []map[string]any{}, ""
	for i, t := range sorted {
		if i/3 != n {
			continue
		}
		row := map[string]any{"id": t.id, "pinned": t.pinned, "bumped_at": t.bumped.Format(time.RFC3339),
			"created_at": t.bumped.Format(time.RFC3339), "last_posted_at": nil}
		if t.nulls {
			row["bumped_at"] = nil
		}
		rows = append(rows, row)
	}
	if len(sorted) > 3*(n+1) {
		more = fmt.Sprintf("/c/dev?page=%d", n+1)
	}
	answer(w, map[string]any{"topic_list": map[string]any{"more_topics_url": more, "topics": rows}})
}

// forumReader reads a fake forum run by run; every run is so many minutes later.
func forumReader(t *testing.T, f http.Handler, cfg Config) (func(minutes int, since time.Time) (source.Result, error), *sourcetest.Sink) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	cfg.URL = server.URL
	sink, now := sourcetest.NewSink(), sourcetest.Now
	return func(minutes int, since time.Time) (source.Result, error) {
		now = now.Add(time.Duration(minutes) * time.Minute)
		env := testkit.Env(sink)
		env.Since, env.Now = since, func() time.Time { return now }
		env.HTTP = fetch.New(fetch.Options{Version: "test", Backoff: time.Millisecond, Now: env.Now})
		src, err := source.Open(&cfg, "forum", env)
		if err != nil {
			t.Fatal(err)
		}
		src.(*discourseSource).perPage = 2
		return source.Pull(t.Context(), sink, "forum", src, !since.IsZero(), nil)
	}, sink
}

// forumKey is the key of a post of a fake forum.
func forumKey(id int64) string { return fmt.Sprintf("discourse/post/%d@127.0.0.1", id) }

func TestDiscourseRuns(t *testing.T) {
	long := &fakeTopic{id: 1}
	for n := range 70 {
		long.write(int64(100+n), -200+n)
	}
	old := (&fakeTopic{id: 2, pinned: true}).write(10, -60*24*400)
	f := &fakeForum{topics: []*fakeTopic{long, old, (&fakeTopic{id: 3, pinned: true}).write(11, -60*24*300),
		(&fakeTopic{id: 4, pinned: true}).write(12, -60*24*200)}}
	for n := range 7 {
		f.topics = append(f.topics, (&fakeTopic{id: int64(20 + n), nulls: n == 3}).write(int64(300+n), -60*24*(n+1)))
	}
	f.topics = append(f.topics, (&fakeTopic{id: 50}).write(900, -60*24*90), (&fakeTopic{id: 51}).write(901, -60*24*100),
		(&fakeTopic{id: 52}).write(902, -60*24*110), (&fakeTopic{id: 53}).write(903, -60*24*120))
	pull, sink := forumReader(t, f, Config{Category: "dev"})
	topic := func(id int64) *fakeTopic {
		return f.topics[slices.IndexFunc(f.topics, func(t *fakeTopic) bool { return t.id == id })]
	}
	for _, step := range []struct {
		name   string
		change func()
		since  time.Time
		posts  int // stored after it
		most   int // requests
	}{
		{"first, 30 days", func() {}, time.Time{}, 77, 40},
		{"nothing new", func() {}, time.Time{}, 77, 2},
		{"a reply in a long topic", func() { long.write(400, 10) }, time.Time{}, 78, 5},
		{"a reply in an old topic", func() { topic(53).write(401, 20) }, time.Time{}, 80, 6},
		{"a pinned topic is written in", func() { old.write(402, 30) }, time.Time{}, 82, 6},
		{"a topic of another category comes in",
			func() { f.topics = append(f.topics, (&fakeTopic{id: 7}).write(5, -9000).write(403, 40)) }, time.Time{}, 84, 6},
		{"200 days", func() {}, sourcetest.Now.AddDate(0, 0, -201), 84 + 4, 80},
	} {
		step.change()
		f.asked = nil
		res, err := pull(5, step.since)
		if err != nil || len(sink.Posts) != step.posts || len(res.Skipped) > 0 || res.Gap != "" {
			t.Errorf("%s: Pull() = %+v, %v with %d posts, want %d", step.name, res, err, len(sink.Posts), step.posts)
		}
		if len(f.asked) > step.most {
			t.Errorf("%s: %d requests (%q), want at most %d", step.name, len(f.asked), f.asked, step.most)
		}
	}
}

func TestDiscoursePosts(t *testing.T) {
	topic := (&fakeTopic{id: 1}).write(1, -50).write(2, -40).write(3, -30).write(4, -20).write(5, -10).write(6, -5).write(7, -4)
	topic.posts[1].Cooked = `<aside class="quote" data-username="user1"><blockquote><p>post 1</p></blockquote></aside><p>I <b>agree</b>.</p><script>alert(1)</script>`
	topic.posts[2].Type = 4 // a whisper
	topic.posts[3].Deleted = true
	topic.posts[4].ReplyTo = 2
	topic.posts[5].Type, topic.posts[5].Cooked = 3, ""
	topic.posts[6].UserID, topic.posts[6].Username = -1, "system"
	f := &fakeForum{topics: []*fakeTopic{topic, (&fakeTopic{id: 2, private: true}).write(8, -3), (&fakeTopic{id: 3, gone: true}).write(9, -2)}}
	pull, sink := forumReader(t, f, Config{})
	res, err := pull(0, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	testkit.CheckSkipped(t, res, "members only", "t/3.json: not found")
	want := []string{forumKey(1), forumKey(2), forumKey(5), forumKey(7)}
	if got := testkit.KeysOf(sink); !slices.Equal(got, want) {
		t.Errorf("Pull() stored %q, want %q", got, want)
	}
	if p := sink.Posts[testkit.CopyOf(forumKey(2))]; p.Text != "I agree." || p.Quoted != "post 1" {
		t.Errorf("post 2: text %q, quoted %q, want the own words apart", p.Text, p.Quoted)
	}
	if p := sink.Posts[testkit.CopyOf(forumKey(5))]; !slices.Equal(p.InReplyTo, []string{forumKey(1), forumKey(2)}) {
		t.Errorf("post 5: InReplyTo = %q, want the first post and its parent", p.InReplyTo)
	}
	if p := sink.Posts[testkit.CopyOf(forumKey(7))]; p.Machine == "" {
		t.Error("post 7 of the forum itself is no machine's")
	}
	// an edit comes in, a post that was hidden later stays as it was read
	topic.posts[0].Cooked, topic.posts[0].Version, topic.posts[0].Updated = "<p>post 1, corrected</p>", 2, sourcetest.Now.Format(time.RFC3339)
	topic.posts[4].Hidden = true
	topic.bumped = sourcetest.Now.Add(time.Minute)
	if res, err := pull(5, time.Time{}); err != nil || res.Added.New != 0 || res.Added.Changed != 1 {
		t.Errorf("Pull(after an edit) = %+v, %v, want one changed", res, err)
	}
	if p := sink.Posts[testkit.CopyOf(forumKey(1))]; p.Text != "post 1, corrected" || p.Edited.IsZero() {
		t.Errorf("post 1: text %q, edited %v, want the corrected one", p.Text, p.Edited)
	}
}

// TestDiscourseRefusals has a forum list topics that it does not show: they are asked for again for some reads, however
// long nobody writes in them, and then no more until somebody does.
func TestDiscourseRefusals(t *testing.T) {
	f := &fakeForum{}
	for n := range int64(9) {
		f.topics = append(f.topics, (&fakeTopic{id: n + 1, private: n == 1, gone: n == 8}).write(n+1, -120-60*24*int(n)))
	}
	pull, sink := forumReader(t, f, Config{Category: "dev"})
	reads := 0
	run := func(posts int, gap bool) int {
		t.Helper()
		f.asked = nil
		res, err := pull(15, time.Time{})
		if err != nil || len(sink.Posts) != posts || (res.Gap != "") != gap {
			t.Errorf("Pull() after %d reads = %+v, %v with %d posts, want %d", reads, res, err, len(sink.Posts), posts)
		}
		reads++
		return len(slices.DeleteFunc(slices.Clone(f.asked), func(s string) bool { return !strings.HasPrefix(s, "t/") }))
	}
	if n := run(7, true); n != 9 {
		t.Errorf("asked for %d topics, want all 9", n)
	}
	if n := run(7, true); n != 2 {
		t.Errorf("asked for %d topics again, want the 2 that were refused", n)
	}
	f.topics[1].private = false
	run(8, true)
	for range forumTries - 3 {
		run(8, reads < forumTries-1)
	}
	f.topics[8].gone = false
	if n := run(8, false); n != 0 {
		t.Errorf("asked for %d topics after %d reads, want none", n, forumTries)
	}
	f.topics[8].write(70, 15*reads)
	run(10, false)
}

// TestDiscourseRateLimit reads a forum that allows a few requests at a time: every run goes on where the last one
// ended.
func TestDiscourseRateLimit(t *testing.T) {
	f := &fakeForum{limit: 7}
	for n := range 20 {
		f.topics = append(f.topics, (&fakeTopic{id: int64(20 + n)}).write(int64(300+n), -60*(n+1)))
	}
	pull, sink := forumReader(t, f, Config{})
	for run := 0; ; run++ {
		f.asked = nil
		_, err := pull(15, time.Time{})
		if err == nil {
			break
		}
		if !strings.Contains(err.Error(), "rate limited until") || run > 20 {
			t.Fatalf("Pull() = %v in run %d, want to be told to wait", err, run)
		}
	}
	if len(sink.Posts) != 20 {
		t.Errorf("Pull() stored %d posts, want 20", len(sink.Posts))
	}
}

func TestDiscourseFaults(t *testing.T) {
	f := &fakeForum{key: "sesame", topics: []*fakeTopic{(&fakeTopic{id: 1}).write(1, -50)}}
	pull, _ := forumReader(t, f, Config{Category: "dev"})
	if _, err := pull(0, time.Time{}); err == nil || !strings.Contains(err.Error(), "api_key_file") {
		t.Errorf("Pull(private) = %v, want an error that says what to set", err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	pull, sink := forumReader(t, f, Config{Category: "dev", APIKeyFile: file, APIUser: "reader"})
	if _, err := pull(0, time.Time{}); err != nil || len(sink.Posts) != 1 {
		t.Errorf("Pull(with key) = %v with %d posts, want 1", err, len(sink.Posts))
	}
	pull, _ = forumReader(t, f, Config{Category: "none", APIKeyFile: file, APIUser: "reader"})
	if _, err := pull(0, time.Time{}); err == nil || !strings.Contains(err.Error(), "not found") {
		t.Errorf("Pull(unknown category) = %v, want not found", err)
	}
	pull, _ = forumReader(t, http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		answer(w, map[string]string{"a": "b"})
	}), Config{})
	if _, err := pull(0, time.Time{}); err == nil || !strings.Contains(err.Error(), "topic_list") {
		t.Errorf("Pull(other JSON) = %v, want an error that says what is missing", err)
	}
	for _, cfg := range []Config{{}, {URL: "forum"}, {URL: "http://forum.example.org", APIKeyFile: "x"},
		{URL: "https://forum.example.org", Category: "a//b"},
		{URL: "https://forum.example.org", APIUser: "x"}} {
		if _, err := source.Open(&cfg, "forum", source.Env{}); err == nil {
			t.Errorf("Open(%+v) = nil, want an error", cfg)
		}
	}
}
