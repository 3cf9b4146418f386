package feed

import (
	"bufio"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/ingest/text"
	"recap/store"
)

// An expectedFeed is one line of the corpus' expected.jsonl.
type expectedFeed struct {
	File        string
	ContentType string `json:"content_type"`
	Entries     int
	Distinct    int
	First       map[string]string
}

// TestFeedCorpus reads every feed of the corpus over HTTP and compares it with what other parsers know of it.
func TestFeedCorpus(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS is not set")
	}
	feeds := readExpected(t, filepath.Join(corpus, "feeds", "expected.jsonl"))
	types := make(map[string]string)
	for _, f := range feeds {
		types["/"+f.File] = f.ContentType
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", types[r.URL.Path])
		http.ServeFile(w, r, filepath.Join(corpus, "feeds", filepath.FromSlash(r.URL.Path)))
	}))
	defer server.Close()
	client := fetch.New(fetch.Options{})
	wanted, kept := 0, 0
	right, checked := make(map[string]int), make(map[string]int)
	for _, f := range feeds {
		sink := sourcetest.NewSink()
		kind := &Config{URL: server.URL + "/" + f.File}
		src, err := source.Open(kind, "corpus", source.Env{HTTP: client, Now: func() time.Time { return sourcetest.Now }, Known: sink.Known})
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, "corpus", src, false, nil)
		if err != nil {
			t.Errorf("%s: %v", f.File, err)
		}
		posts := sink.List()
		wanted += f.Distinct
		kept += min(len(posts), f.Distinct)
		if len(posts) < f.Distinct || len(posts) > f.Entries {
			t.Errorf("%s: %d posts, want %d to %d (%v)", f.File, len(posts), f.Distinct, f.Entries, res.Skipped)
		}
		for field, ok := range compareFirst(f, posts) {
			checked[field]++
			if ok {
				right[field]++
			} else {
				t.Logf("%s: %s: want %.200q in %s", f.File, field, f.First, describe(posts))
			}
		}
	}
	if kept < wanted*99/100 {
		t.Errorf("kept %d of %d entries", kept, wanted)
	}
	for field, floor := range map[string]float64{"title": .98, "link": .98, "id": .98, "date": .98, "text": .96, "author": .98} {
		share := float64(right[field]) / float64(max(checked[field], 1))
		t.Logf("%-6s %d of %d right", field, right[field], checked[field])
		if share < floor {
			t.Errorf("%s: %d of %d right, want a share of %.2f", field, right[field], checked[field], floor)
		}
	}
}

func readExpected(t *testing.T, path string) []expectedFeed {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var feeds []expectedFeed
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var f expectedFeed
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		feeds = append(feeds, f)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return feeds
}

// compareFirst says for each field that is known of the first entry whether one of the posts has it.
func compareFirst(f expectedFeed, posts []store.Post) map[string]bool {
	result := make(map[string]bool)
	has := func(field string, match func(p store.Post) bool) {
		result[field] = false
		for _, p := range posts {
			if match(p) {
				result[field] = true
			}
		}
	}
	if want, ok := f.First["title"]; ok {
		has("title", func(p store.Post) bool {
			once := html.UnescapeString(want)
			for _, w := range []string{want, once, stripped(want), stripped(once)} {
				if strings.EqualFold(text.Line(w), p.Title) {
					return true
				}
			}
			return false
		})
	}
	if want := f.First["link"]; strings.HasPrefix(want, "http") {
		has("link", func(p store.Post) bool { return p.URL == want })
	}
	if want := f.First["id"]; want != "" {
		has("id", func(p store.Post) bool {
			return strings.EqualFold(p.Key, want) || strings.HasSuffix(p.Key, "/"+strings.TrimLeft(want, "/"))
		})
	}
	if want := f.First["author"]; want != "" {
		has("author", func(p store.Post) bool { return p.Author.Name != "" && strings.Contains(want, p.Author.Name) })
	}
	for _, k := range []string{"published", "updated"} {
		if want, err := time.Parse(time.RFC3339, f.First[k]); err == nil && !result["date"] {
			has("date", func(p store.Post) bool { return p.Published.Equal(want) })
		}
	}
	for _, k := range []string{"summary", "content"} {
		need := wordsOf(stripped(html.UnescapeString(f.First[k])))
		if len(need) < 3 {
			continue
		}
		has("text", func(p store.Post) bool {
			have := make(map[string]int)
			for _, w := range wordsOf(p.Title + " " + p.Text) {
				have[w]++
			}
			n := 0
			for _, w := range need {
				if have[w] > 0 {
					have[w]--
					n++
				}
			}
			return float64(n) >= .9*float64(len(need))
		})
		break
	}
	return result
}

var (
	anyTag  = regexp.MustCompile(`(?s)<[^>]*>`)
	anyWord = regexp.MustCompile(`[\pL\pN]+`)
)

func stripped(s string) string {
	return html.UnescapeString(anyTag.ReplaceAllString(strings.ReplaceAll(s, "<br", "\n<br"), ""))
}

func wordsOf(s string) []string { return anyWord.FindAllString(strings.ToLower(s), -1) }

func describe(posts []store.Post) string {
	if len(posts) == 0 {
		return "no post"
	}
	p := posts[0]
	return text.Cut(strings.Join([]string{p.Key, p.URL, p.Title, p.Author.Name, p.Published.String(), p.Text}, " | "), 400)
}
