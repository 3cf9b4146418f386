package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/edition"
	"recap/ingest"
	"recap/ingest/mastodon"
	"recap/ingest/twitter"
	"recap/store"
	"recap/store/sqlite"
)

func TestExportOf(t *testing.T) {
	for _, test := range []struct {
		source ingest.Config
		want   string
	}{
		{ingest.Config{Twitter: &twitter.Config{Tag: "pumps"}}, "ids-only"},
		{ingest.Config{Twitter: &twitter.Config{Tag: "pumps", Path: "tweets.json"}}, "full"},
		{ingest.Config{Twitter: &twitter.Config{Tag: "pumps", BaseURL: "https://social.example.org/api/1.1"}}, "full"},
		{ingest.Config{Twitter: &twitter.Config{Tag: "pumps"}, Export: "full"}, "full"},
		{ingest.Config{Mastodon: &mastodon.Config{}}, "full"},
		{ingest.Config{Mastodon: &mastodon.Config{}, Export: "ids-only"}, "ids-only"},
	} {
		if got := config.ExportOf(&test.source); got != test.want {
			t.Errorf("exportOf(%+v) = %q, want %q", test.source, got, test.want)
		}
	}
}

// TestIDsOnly publishes a day of a stream of which only ids may be exported: its words are in the newsletter and nowhere else.
func TestIDsOnly(t *testing.T) {
	day := time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)
	h := newHouse(t, day.Add(30*time.Hour),
		"  - {name: list, mbox: {path: list.mbox}}\n  - {name: x, export: ids-only, twitter: {tag: pumps, path: tweets.json}}")
	var tweets strings.Builder
	for i, text := range []string{
		"The xylophone museum of Zanzibar runs its fountain with our smallest impeller since yesterday #pumps",
		"Quicksilver in the reservoir means that the turbine at Birkenhead has to stop before Thursday #pumps",
	} {
		data, err := json.Marshal(map[string]any{
			"id_str": fmt.Sprint(1000 + i), "created_at": day.Add(time.Duration(i) * time.Hour).Format(time.RubyDate),
			"full_text": text, "favorite_count": 50, "retweet_count": 40,
			"user":     map[string]any{"id_str": "7", "name": []string{"Gus Quintero", "Hedda Yxkull"}[i], "screen_name": fmt.Sprint("writer", i)},
			"entities": map[string]any{"hashtags": []map[string]any{{"text": "pumps"}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		tweets.Write(append(data, '\n'))
	}
	writeFile(t, filepath.Join(h.dir, "tweets.json"), tweets.String())
	writeFile(t, filepath.Join(h.dir, "list.mbox"),
		fmt.Sprintf("From x@example.org %s\nFrom: Ann Lee <ann@example.org>\nDate: %s\nMessage-ID: <a@example.org>\n"+
			"Subject: Weir of the old mill\n\n"+
			"We measured forty litres a second at the weir of the old mill, twice what the plan of 2019 said.\n",
			day.Format(time.ANSIC), day.Format(time.RFC1123Z)))
	h.recap(t, exitOK, "ingest")
	h.recap(t, exitOK, "publish", "--date", "2026-10-19")
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "out"))
	words := []string{"xylophone", "Zanzibar", "Quicksilver", "Birkenhead", "Quintero", "Yxkull"}
	letters := 0
	for _, file := range h.holding(t, words...) {
		switch {
		case strings.HasPrefix(file, "tweets.json"), strings.HasPrefix(file, "recap.db"):
		case strings.HasPrefix(file, "letters"+string(filepath.Separator)):
			letters++
		default:
			t.Error(file)
		}
	}
	if letters == 0 {
		t.Error("the newsletter holds none of the words")
	}
	if found := h.holding(t, "/status/1000"); len(found) < 4 {
		t.Errorf("the address of the post is only in %q", found)
	}
	if found := h.holding(t, "forty litres"); len(found) < 5 {
		t.Errorf("words of the list are only in %q", found)
	}
}

// TestExportOfConsent exports posts of authors who allow less and less, of a free source and of one with ids-only.
func TestExportOfConsent(t *testing.T) {
	e := &edition.Exporter{Policy: &edition.Policy{Publish: map[string]string{}, IDsOnly: map[string]bool{"x": true}}}
	for _, test := range []struct {
		source, key string
		policy      store.Policy
		want        string // key and address
	}{
		{"free", "https://social.example.org/@cleo/1", store.PolicyQuote, "https://social.example.org/@cleo/1 at"},
		{"free", "https://social.example.org/@cleo/1", store.PolicyLink, "https://social.example.org/@cleo/1 at"},
		{"free", "https://social.example.org/@cleo/1", store.PolicyCount, " "},
		{"free", "m1@example.org", store.PolicyCount, "m1@example.org "},
		{"x", "https://social.example.org/@cleo/1", store.PolicyLink, "https://social.example.org/@cleo/1 at"},
		{"x", "https://social.example.org/@cleo/1", store.PolicyCount, " "},
		{"x", "m1@example.org", store.PolicyCount, " "},
	} {
		p := &store.Post{Key: test.key, URL: "at", Sources: []string{test.source}, Policy: test.policy,
			Author: store.Author{Name: "Cleo Marsh"}, Text: "words"}
		x := e.Exported(p)
		if got := x.Key + " " + x.URL; got != test.want {
			t.Errorf("exported(%s of %s, policy %d) = %q, want %q", test.key, test.source, test.policy, got, test.want)
		}
		if named := x.Author.Name != ""; named != (test.source == "free" && test.policy == store.PolicyQuote) {
			t.Errorf("exported(%s of %s, policy %d) names %q", test.key, test.source, test.policy, x.Author.Name)
		}
	}
}

// TestIDsOnlyOfLeftSource takes the source out of the configuration before its day is published: its people are in no list all the same.
func TestIDsOnlyOfLeftSource(t *testing.T) {
	day := time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)
	list := "  - {name: list, mbox: {path: list.mbox}}"
	h := newHouse(t, day.Add(30*time.Hour), list+"\n  - {name: x, twitter: {tag: pumps, path: tweets.json}}")
	writeFile(t, filepath.Join(h.dir, "tweets.json"),
		fmt.Sprintf(`{"id_str": "1000", "created_at": %q, "full_text": "short #pumps", "user": {"id_str": "7", "name": "Gus Quintero", "screen_name": "writer"}}`+
			"\n",
			day.Format(time.RubyDate)))
	writeFile(t, filepath.Join(h.dir, "list.mbox"),
		fmt.Sprintf("From x@example.org %s\nFrom: Ann Lee <ann@example.org>\nDate: %s\nMessage-ID: <a@example.org>\n"+
			"Subject: Weir of the old mill\n\n"+
			"We measured forty litres a second at the weir of the old mill, twice what the plan of 2019 said.\n",
			day.Format(time.ANSIC), day.Format(time.RFC1123Z)))
	h.recap(t, exitOK, "ingest")
	left := newHouse(t, h.now, list)
	if err := os.Rename(filepath.Join(left.dir, "recap.yaml"), filepath.Join(h.dir, "recap.yaml")); err != nil {
		t.Fatal(err)
	}
	h.recap(t, exitOK, "ingest")
	h.recap(t, exitOK, "publish", "--date", "2026-10-19")
	for _, file := range h.holding(t, "Quintero") {
		if !strings.HasPrefix(file, "tweets.json") && !strings.HasPrefix(file, "recap.db") && !strings.HasPrefix(file,
			"letters"+string(filepath.Separator)) {
			t.Error(file)
		}
	}
	if found := h.holding(t, "forty litres"); len(found) < 5 {
		t.Errorf("words of the list are only in %q", found)
	}
}

// TestExportReferences answers posts that may be told and posts that may not: only those of the former are named in the answers.
func TestExportReferences(t *testing.T) {
	day := time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)
	h := newHouse(t, day,
		"  - {name: open, mbox: {path: a.mbox}}\n  - {name: counted, publish: count, mbox: {path: b.mbox}}\n"+
			"  - {name: kept, publish: none, mbox: {path: c.mbox}}")
	c, err := config.Load(filepath.Join(h.dir, "recap.yaml"), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), c.Database)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for i, p := range []struct {
		source string
		key    string
		policy store.Policy
	}{
		{"open", "free@example.org", store.PolicyQuote},
		{"open", "https://social.example.org/@ann/1", store.PolicyQuote},
		{"open", "https://social.example.org/@hush/2", store.PolicyCount},
		{"open", "https://social.example.org/@shy/3", store.PolicyLink},
		{"open", "noarchive@example.org", store.PolicyCount},
		{"counted", "counted@example.org", store.PolicyQuote},
		{"kept", "kept@example.org", store.PolicyQuote},
		{"counted", "both@example.org", store.PolicyQuote},
		{"open", "both@example.org", store.PolicyQuote},
	} {
		keys = append(keys, p.key)
		post := store.Post{Key: p.key, Kind: "mbox", Author: store.Author{Name: "Ann Lee"}, Text: "The pump runs.",
			Policy: p.policy, Published: day.Add(time.Duration(i) * time.Minute)}
		if _, err := db.Commit(t.Context(), p.source, []store.Post{post}, nil); err != nil {
			t.Fatal(err)
		}
	}
	answer := store.Post{Key: "answer@example.org", Kind: "mbox", Author: store.Author{Name: "Bob Ray"}, Text: "It does.",
		Published: day.Add(time.Hour), InReplyTo: append(keys[:8:8], "unknown@example.org")}
	if _, err := db.Commit(t.Context(), "open", []store.Post{answer}, nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "out"))
	data, err := os.ReadFile(filepath.Join(h.dir, "out", "posts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	want := `"in_reply_to":["free@example.org","https://social.example.org/@ann/1","both@example.org","unknown@example.org"]`
	if !strings.Contains(string(data), want) || strings.Contains(string(data), "@hush") {
		t.Errorf("posts.jsonl holds\n%swant %s", data, want)
	}
}
