package twitter

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/ingest/text"
	"recap/ingest/twitter/status"
	"recap/store"
)

func TestTwitterContract(t *testing.T) {
	for name, cfg := range map[string]Config{
		"statuses": {Path: "testdata/statuses.jsonl", Tag: "#RecapConf"},
		"archive":  {Path: "testdata/archive/*.js"},
	} {
		t.Run(name, func(t *testing.T) {
			sourcetest.Test(t, sourcetest.Contract{Name: "twitter/" + name, Source: "tweets", Files: inFiles(), Kind: func(string) source.Kind {
				return &cfg
			}})
		})
	}
}

// pullTweets reads the files into sink.
func pullTweets(t *testing.T, sink *sourcetest.Sink, cfg Config) (source.Result, error) {
	t.Helper()
	src, err := source.Open(&cfg, "tweets", source.Env{Now: func() time.Time { return sourcetest.Now }})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	return source.Pull(t.Context(), sink, "tweets", src, false, nil)
}

// tweetLines returns n statuses as JSON lines, the first with id first.
func tweetLines(first, n int) string {
	var b strings.Builder
	for i := first; i < first+n; i++ {
		fmt.Fprintf(&b,
			`{"id":%d,"id_str":"%d","text":"Note %d #recap","created_at":"Fri Oct 16 06:30:00 +0000 2026","user":{"screen_name":"ann","name":"Ann"}}`+
				"\n",
			i, i, i)
	}
	return b.String()
}

// writeTweets writes a file that was last changed that long before sourcetest.Now.
func writeTweets(t *testing.T, path, content string, age time.Duration) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	at := sourcetest.Now.Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func zipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTwitterForms(t *testing.T) {
	lines := tweetLines(1, 603)
	array := "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n ") + "]"
	pretty := strings.ReplaceAll(array, `{"id":`, "{\n  \"id\":")
	for name, content := range map[string]string{
		"lines":                  lines,
		"lines without the last": strings.TrimSpace(lines),
		"lines, CRLF and blank":  strings.ReplaceAll(lines, "\n", "\r\n\r\n"),
		"lines with BOM":         "\ufeff" + lines,
		"lines, gzip":            zipped(t, lines),
		"array":                  array,
		"array over lines":       " \n" + pretty,
		"array, gzip":            zipped(t, pretty),
		"search":                 `{"statuses":` + array + `,"search_metadata":{"count":3}}`,
		"search, statuses last":  "\ufeff" + `{"search_metadata":{"statuses":[1]},` + "\n" + `"statuses":` + pretty + `}`,
		"searches, one a line":   `{"statuses":` + strings.ReplaceAll(array, "\n", "") + "}\n" + `{"search_metadata":{},"statuses":[]}` + "\n",
		"archive":                "window.YTD.tweets.part0 = " + pretty,
		"archive, old":           "window.YTD.tweet.part0 = " + array,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tweets")
			writeTweets(t, path, content, 0)
			sink := sourcetest.NewSink()
			res, err := pullTweets(t, sink, Config{Path: path, Tag: "recap"})
			if err != nil || res.Added.New != 603 || !res.Complete || len(res.Skipped) != 0 {
				t.Fatalf("Pull() = %d new, skipped %v, gap %q, %v, want 603", res.Added.New, res.Skipped, res.Gap, err)
			}
			if res, err = pullTweets(t, sink, Config{Path: path, Tag: "recap"}); err != nil || res.Added != (store.Added{}) || res.Pages != 1 {
				t.Errorf("second Pull() = %+v, %v, want nothing read", res, err)
			}
		})
	}
}

func TestTwitterChangedFile(t *testing.T) {
	one, two := tweetLines(1, 700), tweetLines(701, 300)
	for _, tt := range []struct {
		name          string
		before, after string
		added, merged int // by the second read
	}{
		{"touched", one, one, 0, 0},
		{"grown", one, one + two, 300, 0},
		{"grown after half a line", one + two[:50], one + two, 300, 0},
		{"shrunk", one + two, one, 0, 700},
		{"rewritten", one, two, 300, 0},
		{"array grown", "[" + strings.ReplaceAll(strings.TrimSpace(one), "\n", ",") + "]",
			"[" + strings.ReplaceAll(strings.TrimSpace(one+two), "\n", ",") + "]", 300, 700},
		{"was empty", "", one, 700, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tweets.jsonl")
			writeTweets(t, path, tt.before, time.Hour)
			sink := sourcetest.NewSink()
			if _, err := pullTweets(t, sink, Config{Path: path}); err != nil {
				t.Fatal(err)
			}
			writeTweets(t, path, tt.after, 0)
			res, err := pullTweets(t, sink, Config{Path: path})
			if err != nil || res.Added.New != tt.added || res.Added.Merged != tt.merged || res.Gap != "" {
				t.Errorf("Pull() = %+v, gap %q, %v, want %d new and %d known", res.Added, res.Gap, err, tt.added, tt.merged)
			}
		})
	}
}

func TestTwitterDamagedFiles(t *testing.T) {
	lines := tweetLines(1, 3)
	array := "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",") + "]"
	for _, tt := range []struct {
		name    string
		content string
		posts   int
		skipped string // in the first
		gap     string
		err     string
	}{
		{"bad line", "{\"id\":\n" + lines, 3, "line 1: bad JSON", "", ""},
		{"line of the wrong type", lines + "[1]\n7\n", 3, "line 4", "", ""},
		{"no id", `{"text":"x"}` + "\n" + lines, 3, "has no id", "", ""},
		{"no text", `{"id":4,"created_at":"Fri Oct 16 06:30:00 +0000 2026"}` + "\n" + lines, 3, "no text", "", ""},
		{"no date", `{"id":4,"text":"x"}` + "\n" + lines, 3, "no date", "", ""},
		{"X API v2", `{"data":[{"id":"1","text":"x"}]}` + "\n" + lines, 3, "X API v2", "", ""},
		{"cut line", lines + `{"id":4,"te`, 3, "", "ends inside a status on line 4", ""},
		{"cut array", array[:len(array)-20], 2, "", "cut short or damaged after 2 statuses", ""},
		{"damaged array", strings.Replace(array, "},{", "}?{", 1), 1, "", "cut short or damaged after 1 statuses", ""},
		{"huge line", `{"id":4,"text":"` + strings.Repeat("x", 4<<20) + "\"}\n" + lines, 3, "longer than 4 MiB", "", ""},
		{"HTML", "<!doctype html><title>x</title>", 0, "", "", "no file of statuses"},
		{"likes of an archive", "window.YTD.like.part0 = []", 0, "", "", "holds like of an account archive"},
		{"deleted tweets of an archive", "window.YTD.deleted_tweets.part0 = " + array, 0, "", "", "holds deleted_tweets"},
		{"broken gzip", zipped(t, lines)[:30], 0, "", "", "unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tweets")
			writeTweets(t, path, tt.content, 0)
			sink := sourcetest.NewSink()
			res, err := pullTweets(t, sink, Config{Path: path})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || !strings.Contains(err.Error(), path) {
					t.Errorf("Pull() = %v, want an error with %q and the file", err, tt.err)
				}
				return
			}
			if err != nil || len(sink.Posts) != tt.posts || !strings.Contains(res.Gap, tt.gap) || tt.gap == "" != (res.Gap == "") {
				t.Errorf("Pull() = %d posts, gap %q, %v, want %d, %q", len(sink.Posts), res.Gap, err, tt.posts, tt.gap)
			}
			if tt.skipped != "" && (len(res.Skipped) == 0 || !strings.Contains(res.Skipped[0].Error(), tt.skipped)) ||
				tt.skipped == "" && len(res.Skipped) != 0 {
				t.Errorf("Pull() skipped %v, want %q", res.Skipped, tt.skipped)
			}
			again, err := pullTweets(t, sink, Config{Path: path})
			if err != nil || again.Added != (store.Added{}) || again.Gap != res.Gap {
				t.Errorf("second Pull() = %+v, gap %q, %v, want nothing read and the same gap", again.Added, again.Gap, err)
			}
		})
	}
}

func TestTwitterSeveralFiles(t *testing.T) {
	dir := t.TempDir()
	writeTweets(t, filepath.Join(dir, "b.jsonl"), tweetLines(1, 600), 0)
	writeTweets(t, filepath.Join(dir, "a.jsonl"), tweetLines(501, 600), 0)
	writeTweets(t, filepath.Join(dir, "c.jsonl"), "no JSON", 0)
	sink := sourcetest.NewSink()
	res, err := pullTweets(t, sink, Config{Path: filepath.Join(dir, "*.jsonl")})
	if err != nil || len(sink.Posts) != 1100 || len(res.Skipped) != 1 {
		t.Fatalf("Pull() = %d posts, skipped %v, %v, want 1100 and one file passed over", len(sink.Posts), res.Skipped, err)
	}
	if res, err = pullTweets(t, sink, Config{Path: filepath.Join(dir, "*.jsonl"), Tag: "other"}); err != nil ||
		res.Added.Merged+res.Added.New != 0 || res.Pages < 4 {
		t.Errorf("Pull() after the tag changed = %+v, %v, want all read again and nothing taken", res, err)
	}
}

func TestTwitterConfig(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		cfg  Config
		want string // in the error of Open, or of Fetch
	}{
		{Config{Tag: "recap"}, "off without a token: X sells its posts; set bearer_token_file"},
		{Config{Tag: "recap", BearerToken: "x", BearerTokenFile: "y"}, "keep one of the two"},
		{Config{Tag: "recap", BearerTokenFile: filepath.Join(dir, "none")}, "no such file"},
		{Config{Tag: "recap", BearerToken: "x", API: "x.com"}, "no address of an API"},
		{Config{Tag: "recap", BearerToken: "x", API: "http://api.example.org"}, "not https"},
		{Config{Tag: "recap", BearerToken: "x", Fields: "status"}, "write tweet or post"},
		{Config{Tag: "recap", BearerToken: "x", MaxReadsPerMonth: 5}, "too little for one page"},
		{Config{Tag: "recap", BearerToken: "x", MaxPostsPerRun: 5}, "less than one page"},
		{Config{Tag: "recap", BearerToken: "x", Any: []string{strings.Repeat("x", 500)}}, "makes a query"},
		{Config{BearerToken: "x"}, "has no tag"},
		{Config{BaseURL: "https://social.example.org/api"}, "has no tag"},
		{Config{Tag: "recap", BaseURL: "social.example.org"}, "base_url \"social.example.org\" is no address"},
		{Config{Tag: "recap", BaseURL: "https://ann:hunter2@social.example.org/api"}, "without a login"},
		{Config{Tag: "recap", BaseURL: "http://social.example.org/api", User: "ann", PasswordFile: "x"}, "not https"},
		{Config{Tag: "recap", BaseURL: "https://social.example.org/api", User: "ann"}, "belong together"},
		{Config{Tag: "recap", BaseURL: "https://social.example.org/api", User: "ann", PasswordFile: "x", BearerToken: "y"},
			"keep one of the two"},
		{Config{Path: "x", BaseURL: "https://social.example.org/api/1.1"}, "both path and base_url"},
		{Config{Path: "x", Quote: "sometimes"}, "auto or never"},
		{Config{Path: "x", HostPause: -1}, "negative"},
		{Config{Path: "x", Tag: "two words"}, "no hashtag"},
		{Config{Path: "x[", Tag: "x"}, "no file name or glob"},
		{Config{Path: filepath.Join(dir, "none*.jsonl")}, "no such file"},
		{Config{Path: dir}, "is a folder"},
	} {
		src, err := source.Open(&tt.cfg, "x", source.Env{Now: time.Now, HTTP: fetch.New(fetch.Options{})})
		if err == nil {
			_, err = src.Fetch(t.Context(), nil)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open() = %v, which holds the password", err)
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Open(%+v) = %v, want an error with %q", tt.cfg, err, tt.want)
		}
	}
}

// TestTwitterCorpus reads a hackathon's statuses and counts them a second way.
func TestTwitterCorpus(t *testing.T) {
	dir := os.Getenv("RECAP_CORPUS")
	if dir == "" {
		t.Skip("RECAP_CORPUS is not set")
	}
	path := filepath.Join(dir, "tweets", "sibhack.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ids, people, buttons := make(map[string]bool), make(map[string]bool), 0
	for line := range strings.Lines(string(data)) {
		var row struct {
			ID        string                  `json:"id_str"`
			User      struct{ ID_Str string } `json:"user"`
			Retweeted json.RawMessage         `json:"retweeted_status"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		ids[row.ID], people[row.User.ID_Str] = true, true
		if row.Retweeted != nil {
			buttons++
		}
	}
	sink := sourcetest.NewSink()
	res, err := pullTweets(t, sink, Config{Path: path, Tag: "＃SibHack"})
	if err != nil || len(res.Skipped) != 0 || res.Added.New != len(ids) || len(sink.Posts) != len(ids) {
		t.Fatalf("Pull() = %+v, %v, want %d posts", res, err, len(ids))
	}
	sourcetest.CheckInvariants(t, sink.List())
	authors, shares := make(map[string]bool), 0
	for _, p := range sink.List() {
		authors[p.Author.Handle] = true
		if p.ShareOf != "" {
			shares++
		}
		if (p.ShareOf == "") == (p.Text == "") || strings.Contains(p.Text, "//t.co/") || strings.Contains(p.Text, "&amp;") {
			t.Errorf("post %s: share of %q, text %q", p.Key, p.ShareOf, p.Text)
		}
	}
	if len(authors) != len(people) || shares < buttons || shares > buttons+8 {
		t.Errorf("%d authors and %d shares, want %d and %d or a few retweets by hand more", len(authors), shares, len(people), buttons)
	}
}

func TestTweetPost(t *testing.T) {
	const head = `{"id":21,"created_at":"Fri Oct 16 06:30:00 +0000 2026","user":{"screen_name":"ann","name":"Ann"},`
	for _, tt := range []struct {
		name, json string
		want       func(store.Post) any
		is         any
	}{
		{"escaped once", head + `"text":"a &amp;lt; b"}`, func(p store.Post) any { return p.Text }, "a &lt; b"},
		{"full text first", head + `"text":"cut…","full_text":"not cut"}`, func(p store.Post) any { return p.Text }, "not cut"},
		{"link expanded",
			head +
				`"text":"see https://t.co/a, please","entities":{"urls":[{"url":"https://t.co/a","expanded_url":"https://x.example.org/a?b=1&c"}]}}`,
			func(p store.Post) any { return p.Text + "|" + p.Links[0] }, "see https://x.example.org/a?b=1&c, please|https://x.example.org/a?b=1&c"},
		{"link without target",
			head + `"text":"see https://t.co/a","entities":{"urls":[{"url":"https://t.co/a","expanded_url":null}]}}`,
			func(p store.Post) any { return p.Text }, "see https://t.co/a"},
		{"link to a script",
			head +
				`"text":"see https://t.co/a","entities":{"urls":[{"url":"https://t.co/a","expanded_url":"javascript:alert(1)"}]}}`,
			func(p store.Post) any { return p.Text }, "see https://t.co/a"},
		{"controls", head + `"text":"a\u0000b\u202ec"}`, func(p store.Post) any { return p.Text }, "abc"},
		{"no user", `{"id_str":"21","text":"x","created_at":"Fri Oct 16 06:30:00 +0000 2026"}`,
			func(p store.Post) any { return p.Key + p.Author.Display() }, "https://twitter.com/i/status/21"},
		{"bad handle", strings.Replace(head, `"ann"`, `"../x?"`, 1) + `"text":"x"}`,
			func(p store.Post) any { return p.Key }, "https://twitter.com/i/status/21"},
		{"string id first", head + `"id_str":"22","text":"x"}`, func(p store.Post) any { return p.Key }, "https://twitter.com/ann/status/22"},
		{"rounded id", strings.Replace(head, "21", "2.1e18", 1) + `"id_str":"22","text":"x"}`,
			func(p store.Post) any { return p.Key }, "https://twitter.com/ann/status/22"},
		{"date from the id", `{"id":523000000000000000,"text":"x"}`,
			func(p store.Post) any { return p.Published.Format(time.RFC3339) }, "2014-10-17T06:38:11Z"},
		{"date in the future", strings.Replace(head, "2026", "2096", 1) + `"text":"x"}`,
			func(p store.Post) any { return p.Published }, sourcetest.Now},
		{"offset", strings.Replace(head, "+0000", "+0300", 1) + `"text":"x"}`,
			func(p store.Post) any { return p.Published.Format(time.RFC3339) }, "2026-10-16T03:30:00Z"},
		{"retweet by hand", head + `"text":"RT @BobR: hello"}`,
			func(p store.Post) any { return p.ShareOf + "|" + p.Text + "|" + p.Quoted }, "https://twitter.com/BobR||hello"},
		{"retweet with own words", head + `"text":"Yes! \"RT @BobR: hello"}`,
			func(p store.Post) any { return p.ShareOf + "|" + p.Text }, "|Yes!"},
		{"not a retweet", head + `"text":"RTFM @BobR: hello"}`, func(p store.Post) any { return p.ShareOf + "|" + p.Text }, "|RTFM @BobR: hello"},
		{"reply", head + `"text":"x","in_reply_to_status_id":20,"in_reply_to_screen_name":"BobR"}`,
			func(p store.Post) any { return p.InReplyTo[0] }, "https://twitter.com/BobR/status/20"},
		{"counts unknown", head + `"text":"x"}`, func(p store.Post) any { return p.Counts }, store.Counts{Replies: -1, Shares: -1, Likes: -1}},
		{"counts", head + `"text":"x","retweet_count":"2","favorite_count":0}`, func(p store.Post) any { return p.Counts },
			store.Counts{Replies: -1, Shares: 2}},
		{"old language code", head + `"text":"x","lang":"in"}`, func(p store.Post) any { return p.Language }, "id"},
		{"protected", strings.Replace(head, `"name"`, `"protected":true,"name"`, 1) + `"text":"x"}`,
			func(p store.Post) any { return p.Policy }, store.PolicyCount},
		{"Tweetbot is a client", head + `"text":"x","source":"<a href=\"#\">Tweetbot for iOS</a>"}`,
			func(p store.Post) any { return p.Machine }, ""},
		{"IFTTT is a robot", head + `"text":"x","source":"<a href=\"#\">IFTTT</a>"}`,
			func(p store.Post) any { return p.Machine }, "sent by IFTTT"},
		{"Talbot is a person", strings.Replace(head, `"ann"`, `"talbot"`, 1) + `"text":"x"}`, func(p store.Post) any { return p.Machine }, ""},
		{"archive wrapper", `{ "tweet" : ` + head + `"text":"x"}}`, func(p store.Post) any { return p.Key }, "https://twitter.com/ann/status/21"},
	} {
		n := status.Normaliser{Now: sourcetest.Now}
		p, err := n.Post([]byte(tt.json))
		if err != nil {
			t.Errorf("%s: post() = %v", tt.name, err)
			continue
		}
		if diff := gocmp.Diff(tt.is, tt.want(p)); diff != "" {
			t.Errorf("%s: post() (-want +got):\n%s", tt.name, diff)
		}
	}
}

func FuzzTweet(f *testing.F) {
	for _, name := range []string{"testdata/statuses.jsonl"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			f.Add(line)
		}
	}
	f.Add([]byte(`{"tweet":{"id":"1","id_str":"1","full_text":"x &amp;","created_at":"Sat Oct 18 10:00:00 +0000 2014","entities":{"hashtags":[{"text":"A","indices":["0","1"]}]}}}`))
	f.Add([]byte(`{"id":[],"id_str":"99999999999999999999","text":"RT @a:","retweeted_status":{},"quoted_status":{"text":""}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n := status.Normaliser{Now: sourcetest.Now}
		p, err := n.Post(raw)
		if err != nil {
			return
		}
		p.Tags = p.Tags[:len(p.Tags):len(p.Tags)]
		sourcetest.CheckInvariants(t, []store.Post{p})
		if !strings.HasPrefix(p.Key, "https://twitter.com/") || strings.ContainsAny(p.Key, " \n?#") ||
			len(p.Text) > social.MaxWords || text.Clean(p.Quoted) != p.Quoted {
			t.Errorf("post(%q) = key %q", raw, p.Key)
		}
		for _, share := range append(p.InReplyTo, p.ShareOf) {
			if strings.ContainsAny(share, " \n") {
				t.Errorf("post(%q) refers to %q", raw, share)
			}
		}
	})
}
