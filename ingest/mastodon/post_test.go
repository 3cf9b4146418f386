package mastodon

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

func TestMastodonPolicy(t *testing.T) {
	field := func(k string, v any) func(*fakesocial.Status) {
		return func(s *fakesocial.Status) { s.Fields = map[string]any{k: v} }
	}
	account := func(kv ...any) func(*fakesocial.Status) {
		return func(s *fakesocial.Status) {
			s.Account = make(map[string]any)
			for i := 0; i < len(kv); i += 2 {
				s.Account[kv[i].(string)] = kv[i+1]
			}
		}
	}
	for _, tt := range []struct {
		name  string
		edit  func(*fakesocial.Status)
		quote string
		want  store.Policy
		none  bool // not stored at all
	}{
		{"public", field("language", "en"), "", store.PolicyQuote, false},
		{"never quote", field("language", "en"), "never", store.PolicyLink, false},
		{"content warning", field("spoiler_text", "food"), "", store.PolicyLink, false},
		{"sensitive", field("sensitive", true), "", store.PolicyLink, false},
		{"noindex", account("noindex", true), "", store.PolicyCount, false},
		{"neither indexable nor discoverable", account("indexable", false, "discoverable", false), "", store.PolicyCount, false},
		{"only not indexable", account("indexable", false), "", store.PolicyQuote, false},
		{"not discoverable, indexable unknown", account("indexable", nil, "discoverable", false), "", store.PolicyQuote, false},
		{"profile says nobot", account("note", "<p>Hi. <a>#<span>nobot</span></a></p>"), "", store.PolicyCount, false},
		{"profile speaks of robots", account("note", "<p>I build #nobotany robots</p>"), "", store.PolicyQuote, false},
		{"limited", account("limited", true), "", store.PolicyCount, false},
		{"flag of an unknown type", account("noindex", "yes"), "", store.PolicyCount, false},
		{"suspended", account("suspended", true), "", 0, true},
		{"unlisted", field("visibility", "unlisted"), "", 0, true},
		{"private", field("visibility", "private"), "", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := socialtest.TagStatus(1, sourcetest.Now.Add(-time.Hour))
			tt.edit(&st)
			s := &fakesocial.Server{Profile: fakesocial.Mastodon}
			s.Add(st)
			r := newTagReader(t, s, Config{Quote: tt.quote})
			if _, err := r.run(t, time.Time{}); err != nil {
				t.Fatal(err)
			}
			p, ok := r.sink.Posts[store.Copy{Key: s.Statuses()[0].URI()}]
			if ok == tt.none || p.Policy != tt.want {
				t.Errorf("stored %t with policy %d, want %t with %d", ok, p.Policy, !tt.none, tt.want)
			}
		})
	}
}

func TestMastodonFiltersItself(t *testing.T) {
	s := &fakesocial.Server{Profile: fakesocial.GoToSocial, Token: "sesame"} // which ignores any, all and none
	for i, tags := range [][]string{{"recap"}, {"recap", "go"}, {"recap", "go", "spam"}, {"Récap", "GO"}} {
		st := socialtest.TagStatus(i, sourcetest.Now.Add(-time.Duration(i+1)*time.Hour))
		st.Content, st.Tags = "<p>hello</p>", append(tags, "recap")
		s.Add(st)
	}
	r := newTagReader(t, s, Config{All: []string{"#Go"}, None: []string{"spam"}})
	if _, err := r.run(t, time.Time{}); err != nil || len(r.sink.Posts) != 2 {
		t.Errorf("run = %d posts, %v, want the 2 with go and without spam", len(r.sink.Posts), err)
	}
	if q := s.Requests()[0]; !strings.Contains(q, "all%5B%5D=Go") || !strings.Contains(q, "none%5B%5D=spam") {
		t.Errorf("request %s, want all[] and none[]", q)
	}
}

func TestMastodonSkipsWhatItCannotDecode(t *testing.T) {
	s := socialtest.TagServer(fakesocial.Mastodon, 90)
	id := s.Statuses()[39].ID // the last row of the first page
	s.Add(fakesocial.Status{ID: id + "0", Raw: `["what"]`, Tags: []string{"recap"}},
		fakesocial.Status{ID: id + "1", Raw: `{"id":"7","account":3}`, Tags: []string{"recap"}})
	r := newTagReader(t, s, Config{})
	res, err := r.run(t, time.Time{})
	if err != nil || len(res.Skipped) < 2 || len(r.missing(s)) != 0 {
		t.Errorf("run = %+v, %v with %d missing, want 2 skipped and none missing", res, err, len(r.missing(s)))
	}
}

// TestMastodonRecorded reads pages that real servers gave.
func TestMastodonRecorded(t *testing.T) {
	dir := os.Getenv("RECAP_CORPUS")
	if dir == "" {
		t.Skip("RECAP_CORPUS is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "mastodon", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded pages in %s, %v", dir, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var pages []struct {
			Headers map[string]string `json:"headers"`
			Body    []json.RawMessage `json:"body"`
		}
		if err := json.Unmarshal(data, &pages); err != nil {
			t.Fatal(err)
		}
		for i, rec := range pages {
			served := false
			r := newTagReader(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for k, v := range rec.Headers {
					w.Header().Set(k, v)
				}
				if served {
					fmt.Fprint(w, "[]")
					return
				}
				served = true
				body, _ := json.Marshal(rec.Body)
				w.Write(body)
			}), Config{})
			r.cfg.Tag = "rstats"
			res, err := r.run(t, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
			if err != nil || len(res.Skipped) != 0 || len(r.sink.Posts) != len(rec.Body) {
				t.Errorf("%s, page %d: %d of %d posts, skipped %v, %v", filepath.Base(f), i, len(r.sink.Posts), len(rec.Body), res.Skipped, err)
			}
			sourcetest.CheckInvariants(t, r.sink.List())
			for _, p := range r.sink.List() {
				if p.Text == "" || p.URL == "" || p.Author.Name == "" || !strings.Contains(p.Author.Handle, "@") || !slices.Contains(p.Tags, "rstats") {
					t.Errorf("%s: post %s lacks text, address, author or tag", filepath.Base(f), p.Key)
				}
				if slices.ContainsFunc(p.Links, func(l string) bool { return strings.Contains(l, "/tags/") }) {
					t.Errorf("%s: post %s has the address of a hashtag among its links", filepath.Base(f), p.Key)
				}
			}
		}
	}
}

func TestMastodonConfig(t *testing.T) {
	for _, tt := range []struct {
		cfg  Config
		want string
	}{
		{Config{Tag: "x"}, "no server"},
		{Config{Server: "https://s.example.org"}, "no tag"},
		{Config{Server: "https://s.example.org", Tag: "#"}, "no tag"},
		{Config{Server: "https://s.example.org", Tag: "two words"}, "no hashtag"},
		{Config{Server: "https://s.example.org/api/v1", Tag: "x"}, "no address of a server"},
		{Config{Server: "ftp://s.example.org", Tag: "x"}, "no address of a server"},
		{Config{Server: "https://ann:secret@s.example.org", Tag: "x"}, "no address of a server"},
		{Config{Server: "https://s.example.org", Tag: "x", Any: []string{"a", "b", "c", "d"}}, "too many"},
		{Config{Server: "https://s.example.org", Tag: "x", All: []string{""}}, "no hashtag"},
		{Config{Server: "https://s.example.org", Tag: "x", Quote: "always"}, "auto or never"},
		{Config{Server: "http://s.example.org", Tag: "x", TokenFile: "t"}, "in the clear"},
		{Config{Server: "https://s.example.org", Tag: "x", HostPause: -1}, "negative"},
	} {
		_, err := source.Open(&tt.cfg, "tag", source.Env{Now: time.Now})
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("Open(%+v) = %v, want an error with %q", tt.cfg, err, tt.want)
		}
	}
	for _, server := range []string{"https://s.example.org/", "s.example.org"} {
		if _, err := source.Open(&Config{Server: server, Tag: "＃Go言語"}, "tag", source.Env{Now: time.Now}); err != nil {
			t.Errorf("Open(server %s) = %v, want none", server, err)
		}
	}
}

// tagFixture is what a server may hold that a post must show.
func tagFixture(*testing.T) http.Handler {
	s := &fakesocial.Server{Profile: fakesocial.Mastodon}
	day := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
	s.Add(
		fakesocial.Status{ID: "100", Created: day, Author: "ann", Tags: []string{"Recap", "GoLang"},
			Fields:  map[string]any{"replies_count": 1, "reblogs_count": 4, "favourites_count": 9},
			Account: map[string]any{"display_name": "Ann Lee :verified:", "emojis": []any{map[string]any{"shortcode": "verified"}}},
			Content: `<p>The slides of my talk are out: <a href="https://talks.example.org/2026/parsers-that-do-not-lie" rel="nofollow noopener" target="_blank"><span class="invisible">https://</span>` +
				`<span class="ellipsis">talks.example.org/2026/parsers</span><span class="invisible">-that-do-not-lie</span></a></p>` +
				`<p>Thanks to <span class="h-card"><a href="https://elsewhere.example.net/@bob" class="u-url mention">@<span>bob</span></a></span>! ` +
				`<a href="https://social.example.org/tags/recap" class="mention hashtag" rel="tag">#<span>Recap</span></a> <a href="https://social.example.org/tags/golang" class="mention hashtag" rel="tag">#<span>GoLang</span></a></p>`},
		fakesocial.Status{ID: "101", Created: day.Add(time.Hour), Author: "bob@elsewhere.example.net", Tags: []string{"recap"}, ReplyTo: "100",
			Edited: day.Add(2 * time.Hour), Content: "<p>@ann Well done &amp; well told #recap</p>"},
		fakesocial.Status{ID: "102", Created: day.Add(3 * time.Hour), Author: "newsbot@elsewhere.example.net",
			Tags: []string{"recap"}, Account: map[string]any{"bot": true},
			Content: "<p>Build 17 passed #recap</p>"},
		fakesocial.Status{ID: "103", Created: day.Add(4 * time.Hour), Author: "cy@elsewhere.example.net",
			Tags: []string{"recap"}, Fields: map[string]any{"spoiler_text": "long rant", "sensitive": true, "language": nil},
			Content: "<p>It is too cold here #recap</p>"},
		fakesocial.Status{ID: "104", Created: day.Add(5 * time.Hour), Author: "dee@elsewhere.example.net",
			Tags: []string{"recap"}, Content: `<p class="quote-inline">RE: <a href="https://social.example.org/@ann/100">https://social.example.org/@ann/100</a></p><p>This, all of it #recap</p>`,
			Fields: map[string]any{"quote": map[string]any{"state": "accepted",
				"quoted_status": map[string]any{"content": "<p>The slides of my talk are out</p>"}}}},
		fakesocial.Status{ID: "105", Created: day.Add(6 * time.Hour), Author: "eve@elsewhere.example.net", Tags: []string{"recap"}, Content: "",
			Fields: map[string]any{"reblog": map[string]any{"uri": "https://social.example.org/users/ann/statuses/100",
				"content": "<p>The slides of my talk are out #recap</p>", "tags": []any{map[string]any{"name": "recap"}}}}},
		fakesocial.Status{ID: "106", Created: day.Add(7 * time.Hour), Author: "hush@elsewhere.example.net",
			Tags: []string{"recap"}, Account: map[string]any{"noindex": true}, Content: "<p>Count me, no more #recap</p>"},
	)
	return s
}

func TestMastodonContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "mastodon/tag", Server: tagFixture, Source: "tag", Kind: func(base string) source.Kind {
		return &Config{Server: base, Tag: "recap"}
	}})
}
