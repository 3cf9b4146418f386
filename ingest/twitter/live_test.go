package twitter

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

func TestTwitterSearchContract(t *testing.T) {
	at := func(hours int) time.Time { return sourcetest.Now.Add(-time.Duration(hours) * time.Hour) }
	sourcetest.Test(t, sourcetest.Contract{Name: "twitter/friendica", Server: func(*testing.T) http.Handler {
		s := &fakesocial.Server{Profile: fakesocial.Friendica, Rows: 4}
		s.Add(
			fakesocial.Status{ID: "11", Created: at(9), Author: "ann", Tags: []string{"recap"},
				Content: "First words on #recap, see https://example.org/notes."},
			fakesocial.Status{ID: "12", Created: at(8), Author: "bob@elsewhere.example.net", Tags: []string{"recap"},
				Content: "An answer with #Recap", ReplyTo: "11"},
			fakesocial.Status{ID: "13", Created: at(7), Author: "cy", Tags: []string{"recap"},
				Content: "Not for everybody #recap", Fields: map[string]any{"friendica_private": true}},
			fakesocial.Status{ID: "14", Created: at(6), Author: "dot", Tags: []string{"recap"}, Content: "Leave me out #recap",
				Account: map[string]any{"description": "#nobot"}},
			fakesocial.Status{ID: "15", Created: at(5), Author: "ann", Tags: []string{"recap"}, Content: "First words on #recap",
				Fields: map[string]any{"retweeted_status": map[string]any{"id_str": "11", "text": "First words on #recap",
					"external_url": "https://social.example.org/users/ann/statuses/11"}}},
			fakesocial.Status{ID: "16", Created: at(4), Author: "ann", Tags: []string{"recap"}, Raw: `{"id": {}, "text": []}`},
			fakesocial.Status{ID: "17", Created: at(3), Author: "ann", Tags: []string{"recap"}, Content: "About #other things"},
		)
		return s
	}, Source: "tag", Kind: func(base string) source.Kind {
		return &Config{Tag: "recap", BaseURL: base + "/api/1.1"}
	}})
}

func TestTwitterXContract(t *testing.T) {
	at := func(hours int) time.Time { return sourcetest.Now.Add(-time.Duration(hours) * time.Hour) }
	sourcetest.Test(t, sourcetest.Contract{Name: "twitter/x", Server: func(*testing.T) http.Handler {
		s := &fakesocial.Server{Profile: fakesocial.XV2, Token: "sesame", Rows: 3, Now: func() time.Time { return sourcetest.Now }}
		first := fakesocial.Status{ID: "2123400000000000001", Created: at(9), Author: "ann", Tags: []string{"recap"},
			Content: "First &amp; last words on #recap https://t.co/a1 https://t.co/m1",
			Fields: map[string]any{"entities": map[string]any{"hashtags": []any{map[string]any{"tag": "recap"}}, "urls": []any{
				map[string]any{"url": "https://t.co/a1", "expanded_url": "https://example.org/notes"},
				map[string]any{"url": "https://t.co/m1", "expanded_url": "https://x.com/ann/status/1/photo/1", "media_key": "3_1"},
			}}}}
		s.Add(first,
			fakesocial.Status{ID: "2123400000000000002", Created: at(8), Author: "bob", Tags: []string{"recap"},
				Content: "@ann an answer with #Recap", ReplyTo: first.ID},
			fakesocial.Status{ID: "2123400000000000003", Created: at(7), Author: "cy", Tags: []string{"recap"},
				Content: "The beginning of a long #recap…",
				Fields:  map[string]any{"note_tweet": map[string]any{"text": "The beginning of a long #recap and its end"}}},
			fakesocial.Status{ID: "2123400000000000004", Created: at(6), Author: "dot", Tags: []string{"recap"},
				Content: "Leave me out #recap", Account: map[string]any{"description": "#nobot"}},
			fakesocial.Status{ID: "2123400000000000005", Created: at(5), Author: "ed", Tags: []string{"recap"},
				Content: "RT @ann: First words on #recap",
				Fields:  map[string]any{"referenced_tweets": []any{map[string]any{"type": "retweeted", "id": first.ID}}}},
			fakesocial.Status{ID: "2123400000000000006", Created: at(4), Author: "fay", Tags: []string{"recap"}, Content: "Said better #recap",
				Fields: map[string]any{"edit_history_tweet_ids": []string{"2123399000000000006", "2123400000000000006"}, "possibly_sensitive": true}},
			fakesocial.Status{ID: "2123400000000000007", Created: at(3), Author: "gil", Tags: []string{"recap"},
				Content: "Quotes #recap https://t.co/q1",
				Fields: map[string]any{"referenced_tweets": []any{map[string]any{"type": "quoted", "id": first.ID}}, "entities": map[string]any{
					"hashtags": []any{map[string]any{"tag": "recap"}},
					"urls":     []any{map[string]any{"url": "https://t.co/q1", "expanded_url": "https://twitter.com/ann/status/" + first.ID}}}}},
			fakesocial.Status{ID: "2123400000000000008", Created: at(2), Author: "ann", Tags: []string{"recap"},
				Raw: `{"id": "2123400000000000008"}`},
		)
		return s
	}, Source: "tag", Kind: func(base string) source.Kind {
		return &Config{Tag: "recap", API: base, BearerToken: "sesame"}
	}})
}

func TestTwitterXBudget(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 60)
	s.Rows = 0
	r := socialtest.NewReader(t, s, edited(func(c *Config) { c.MaxReadsPerMonth = 80 }))
	res, err := r.Run(t)
	if err != nil || !strings.Contains(res.Gap, "max_reads_per_month") || !strings.Contains(res.Gap, "2026-12-01") ||
		res.Complete || len(r.Sink.Posts) == 0 {
		t.Fatalf("run = %+v, %v, want posts and a gap that names the budget and the month", res, err)
	}
	if b, billed := r.Budget.Total(), s.Billed(); b != billed || b > 80 {
		t.Errorf("counted %d reads, billed %d, want the same and at most 80", b, billed)
	}
	requests := len(s.Requests())
	if res, err = r.Run(t); err != nil || res.Gap == "" || len(s.Requests()) != requests {
		t.Errorf("run without budget = %+v, %v with %d requests, want a gap and none", res, err, len(s.Requests())-requests)
	}
	s.Add(socialtest.SocialStatus(fakesocial.XV2, 5000, r.Clock()))
	r.Kind.(*Config).MaxReadsPerMonth = 1000
	if res, err = r.Run(t); err != nil || !res.Complete {
		t.Errorf("run with more budget = %+v, %v, want it complete", res, err)
	}
	if m := r.Missing(); len(m) > 0 {
		t.Errorf("missing %q", m)
	}
	if b, billed := r.Budget.Total(), s.Billed(); b != billed {
		t.Errorf("counted %d reads, billed %d", b, billed)
	}
	if len(r.Budget.Counts) != 1 || r.Budget.Counts["x/2026-11"] == 0 {
		t.Errorf("counts = %v, want those of x/2026-11", r.Budget.Counts)
	}
}

// failingBudget fails as a full disk does.
type failingBudget struct{}

func (failingBudget) Count(context.Context, string, int) (int, error) { return 0, sourcetest.ErrCommit }

func TestTwitterXBudgetOfFailures(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault fakesocial.Fault
		want  int // reads counted
	}{
		{"refused", fakesocial.Fault{Kind: fakesocial.Answer, Status: 401, Body: "{}"}, 0},
		{"rate limited", fakesocial.Fault{Kind: fakesocial.Answer, Status: 429}, 0},
		{"HTML, perhaps paid for", fakesocial.Fault{Kind: fakesocial.Answer, Status: 200, Body: "<!doctype html>"}, 200},
	} {
		s := socialtest.SocialServer(fakesocial.XV2, 3)
		tt.fault.Request = 1
		s.SetFaults(tt.fault)
		r := socialtest.NewReader(t, s, twitterOf)
		if _, err := r.Run(t); err == nil || r.Budget.Total() != tt.want {
			t.Errorf("%s: run = %v with %d reads counted, want an error and %d", tt.name, err, r.Budget.Total(), tt.want)
		}
	}
	s := socialtest.SocialServer(fakesocial.XV2, 3)
	r := socialtest.NewReader(t, s, twitterOf)
	src, err := source.Open(r.Kind, "tag", source.Env{HTTP: fetch.New(fetch.Options{}), Now: r.Clock, Budget: failingBudget{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Fetch(t.Context(), nil); !errors.Is(err, sourcetest.ErrCommit) || len(s.Requests()) != 0 {
		t.Errorf("Fetch() = %v after %d requests, want %v before any", err, len(s.Requests()), sourcetest.ErrCommit)
	}
}

func TestTwitterXPostsPerRun(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 60)
	r := socialtest.NewReader(t, s, edited(func(c *Config) { c.MaxPostsPerRun = 25 }))
	for n := 1; ; n++ {
		res, err := r.Run(t)
		if err != nil || res.Added.New > 25 || n > 5 {
			t.Fatalf("run %d = %+v, %v, want at most 25 posts", n, res, err)
		}
		if res.Complete {
			break
		}
		if !strings.Contains(res.Gap, "max_posts_per_run") {
			t.Fatalf("run %d = gap %q, want one that names max_posts_per_run", n, res.Gap)
		}
	}
	if m := r.Missing(); len(m) > 0 {
		t.Errorf("missing %q", m)
	}
}

func TestTwitterXAway(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 20)
	r := socialtest.NewReader(t, s, twitterOf)
	if res, err := r.Run(t); err != nil || !res.Complete {
		t.Fatalf("run = %+v, %v", res, err)
	}
	r.Pass(6 * 24 * time.Hour) // the newest post is older than search goes back, but nothing was missed
	if res, err := r.Run(t); err != nil || !res.Complete {
		t.Errorf("run after 6 days = %+v, %v, want it complete", res, err)
	}
	r.Pass(3 * 24 * time.Hour)
	s.Add(socialtest.SocialStatus(fakesocial.XV2, 5000, r.Clock()))
	if res, err := r.Run(t); err != nil || !res.Complete || len(r.Missing()) != 0 {
		t.Errorf("run after 9 days, 3 of them unread = %+v, %v, want it complete", res, err)
	}
	r.Pass(9 * 24 * time.Hour)
	for n, want := range []bool{true, true, false} {
		res, err := r.Run(t)
		if err != nil || want != strings.Contains(res.Gap, "7 days") {
			t.Errorf("run %d after 9 days = gap %q, %v, want a gap: %t", n, res.Gap, err, want)
		}
		r.Pass(30 * time.Hour)
	}
}

func TestTwitterXNames(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 3)
	s.Names = "post"
	r := socialtest.NewReader(t, s, twitterOf)
	if _, err := r.Run(t); err == nil || !strings.Contains(err.Error(), "try fields: post") {
		t.Errorf("run under the other names = %v, want the remedy", err)
	}
	r.Kind.(*Config).Fields = "post"
	if res, err := r.Run(t); err != nil || res.Added.New != 3 {
		t.Fatalf("run = %+v, %v, want 3 posts", res, err)
	}
	for _, p := range r.Sink.List() {
		if diff := gocmp.Diff(store.Counts{}, p.Counts); diff != "" {
			t.Errorf("post %s: counts (-want +got):\n%s", p.Key, diff)
		}
	}
}

func TestTwitterXPartial(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 3)
	s.SetFaults(fakesocial.Fault{Request: 1, Kind: fakesocial.Partial})
	r := socialtest.NewReader(t, s, twitterOf)
	res, err := r.Run(t)
	if err != nil || res.Added.New != 3 || len(res.Skipped) != 1 || !strings.Contains(res.Skipped[0].Error(), "post 123: Not Found Error") {
		t.Errorf("run = %+v, %v, want 3 posts and one that was not found", res, err)
	}
}

func TestTwitterXBusy(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 3)
	s.SetFaults(fakesocial.Fault{Request: 1, Kind: fakesocial.Answer, Status: 429, Header: map[string]string{
		"X-RateLimit-Remaining": "17", "X-RateLimit-Reset": fmt.Sprint(time.Now().Add(time.Hour).Unix())}})
	r := socialtest.NewReader(t, s, twitterOf)
	src, err := source.Open(r.Kind, "tag",
		source.Env{HTTP: fetch.New(fetch.Options{Now: func() time.Time { return sourcetest.Now }}), Now: r.Clock, Budget: r.Budget})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // less than the pause, so that nothing waits
	defer cancel()
	const pause = 10 * time.Second
	var fault *fetch.Error
	if _, err := src.Fetch(ctx, nil); !errors.As(err, &fault) || fault.Reason != fetch.RateLimited ||
		!fault.Until.Equal(sourcetest.Now.Add(pause)) {
		t.Errorf("Fetch() = %v, want to be asked to wait %s", err, pause)
	}
}

func TestTwitterTagFilters(t *testing.T) {
	for _, profile := range []fakesocial.Profile{fakesocial.Friendica, fakesocial.XV2} {
		s := &fakesocial.Server{Profile: profile, Token: "sesame"}
		for i, tags := range [][]string{{"recap"}, {"weekly"}, {"recap", "go"}, {"weekly", "go"}, {"recap", "go", "spam"}, {"other", "go"}} {
			st := socialtest.SocialStatus(profile, i, sourcetest.Now.Add(-time.Duration(i+1)*time.Hour))
			st.Tags, st.Content = tags, "#"+strings.Join(tags, " #")
			s.Add(st)
		}
		r := socialtest.NewReader(t, s, edited(func(c *Config) { c.Any, c.All, c.None = []string{"weekly"}, []string{"#Go"}, []string{"spam"} }))
		res, err := r.Run(t)
		if err != nil || !res.Complete || res.Added.New != 2 {
			t.Errorf("%s: run = %+v, %v, want 2 posts", profile, res, err)
		}
		if res, err = r.Run(t); err != nil || !res.Complete || res.Added.New != 0 {
			t.Errorf("%s: second run = %+v, %v, want nothing new", profile, res, err)
		}
	}
}

func TestTwitterSearchLogin(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.Friendica, 3)
	s.Login = "ann:sesame"
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := socialtest.NewReader(t, s, twitterOf)
	if _, err := r.Run(t); err == nil || !strings.Contains(err.Error(), "needs a login; set user and password_file") {
		t.Errorf("run = %v, want the remedy", err)
	}
	r.Kind.(*Config).User, r.Kind.(*Config).PasswordFile = "ann", file
	if res, err := r.Run(t); err != nil || res.Added.New != 3 {
		t.Errorf("run with a login = %+v, %v, want 3 posts", res, err)
	}
	r.Kind.(*Config).User = "bob"
	if _, err := r.Run(t); err == nil || !strings.Contains(err.Error(), "login refused") || strings.Contains(err.Error(), "sesame") {
		t.Errorf("run with a wrong login = %v, want it refused", err)
	}
}

func TestTwitterSearchSince(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.Friendica, 100) // one in two hours
	r := socialtest.NewReader(t, s, twitterOf)
	if res, err := r.RunSince(t, sourcetest.Now.Add(-49*time.Hour)); err != nil || !res.Complete || res.Added.New != 24 {
		t.Errorf("run since 49 hours = %+v, %v, want 24 posts", res.Added, err)
	}
	if n := len(s.Requests()); n > 9 {
		t.Errorf("%d requests for 24 posts, want at most 9", n)
	}
}

func TestTwitterXRecheck(t *testing.T) {
	s := socialtest.SocialServer(fakesocial.XV2, 105)
	s.Rows = 0
	for i := range 105 { // all within reach
		s.Add(socialtest.SocialStatus(fakesocial.XV2, 1000+i, sourcetest.Now.Add(-time.Duration(i)*time.Minute)))
	}
	r := socialtest.NewReader(t, s, twitterOf)
	if _, err := r.Run(t); err != nil {
		t.Fatal(err)
	}
	var refs []store.Ref
	for _, p := range r.Sink.List() {
		refs = append(refs, store.Ref{Key: p.Key, Native: p.Native, URL: p.URL})
	}
	refs = refs[:130]
	s.SetFaults(fakesocial.Fault{Request: 1, Kind: fakesocial.Delete, ID: refs[7].Native},
		fakesocial.Fault{Request: 1, Kind: fakesocial.Edit, ID: refs[120].Native, Body: "Said better #recap"})
	if _, err := r.Run(t); err != nil {
		t.Fatal(err)
	}
	before := len(s.Requests())
	src, err := source.Open(r.Kind, "tag", source.Env{HTTP: fetch.New(fetch.Options{}), Now: r.Clock, Budget: r.Budget})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := src.(source.Rechecker).Recheck(t.Context(), refs)
	if err != nil || len(changes) != 130 || len(s.Requests())-before != 2 {
		t.Fatalf("Recheck() = %d changes, %v with %d requests, want 130 with 2", len(changes), err, len(s.Requests())-before)
	}
	for i, c := range changes {
		if c.Gone != (i == 7) || c.Ref != refs[i] || !c.Gone && c.Post == nil || i == 120 && c.Post.Text != "Said better #recap" {
			t.Errorf("change %d = %+v", i, c)
		}
	}
	if b, billed := r.Budget.Total(), s.Billed(); b != billed {
		t.Errorf("counted %d reads, billed %d", b, billed)
	}
	src, err = source.Open(&Config{Tag: "recap", API: r.Kind.(*Config).API, BearerToken: "wrong"}, "tag",
		source.Env{HTTP: fetch.New(fetch.Options{}), Now: r.Clock, Budget: r.Budget})
	if err != nil {
		t.Fatal(err)
	}
	if changes, err := src.(source.Rechecker).Recheck(t.Context(), refs); err == nil || len(changes) != 0 {
		t.Errorf("Recheck() with a wrong token = %d changes, %v, want none and an error", len(changes), err)
	}
}

// edited returns twitterOf with an edited configuration.
func edited(edit func(*Config)) socialtest.KindOf {
	return func(t *testing.T, s *fakesocial.Server, base string) source.Kind {
		c := twitterOf(t, s, base).(*Config)
		edit(c)
		return c
	}
}
