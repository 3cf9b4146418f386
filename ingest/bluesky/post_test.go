package bluesky

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/ingest/text"
	"recap/store"
)

func TestBlueskyPolicy(t *testing.T) {
	label := func(value string) []any { return []any{map[string]any{"src": "did:plc:x", "val": value}} }
	author := func(k string, v any) func(*fakesocial.Status) {
		return func(s *fakesocial.Status) { s.Account = map[string]any{k: v} }
	}
	view := func(k string, v any) func(*fakesocial.Status) {
		return func(s *fakesocial.Status) { s.Fields = map[string]any{k: v} }
	}
	for _, tt := range []struct {
		name  string
		edit  func(*fakesocial.Status)
		quote string
		want  store.Policy
	}{
		{"public", view("likeCount", 3), "", store.PolicyQuote},
		{"never quote", view("likeCount", 3), "never", store.PolicyLink},
		{"not for strangers", author("labels", label("!no-unauthenticated")), "", store.PolicyCount},
		{"no longer hidden from strangers",
			author("labels", []any{map[string]any{"src": "did:plc:x", "val": "!no-unauthenticated", "neg": true}}), "", store.PolicyQuote},
		{"self-label", view("record", map[string]any{"labels": map[string]any{"values": []any{map[string]any{"val": "porn"}}}}), "", store.PolicyLink},
		{"label of a moderator", view("labels", label("rude")), "", store.PolicyLink},
		{"hidden by a moderator", view("labels", label("!hide")), "", store.PolicyCount},
		{"author is labelled", author("labels", label("intolerant")), "", store.PolicyLink},
		{"spam", author("labels", label("spam")), "", store.PolicyCount},
		{"name says nobot", author("displayName", "Ann #NoBot"), "", store.PolicyCount},
		{"labels of an unknown type", author("labels", "yes"), "", store.PolicyCount},
		{"tags of an unknown type", view("record", map[string]any{"tags": "yes"}), "", store.PolicyCount},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := skyStatus(1, sourcetest.Now.Add(-time.Hour))
			tt.edit(&st)
			b := &fakesocial.Bluesky{Password: "open-sesame"}
			b.Add(st)
			r := newSkyReader(t, b, Config{Quote: tt.quote})
			if _, err := r.run(t, time.Time{}); err != nil {
				t.Fatal(err)
			}
			p, ok := r.sink.Posts[store.Copy{Key: fakesocial.PostURI(b.Statuses()[0])}]
			if !ok || p.Policy != tt.want {
				t.Errorf("stored %t with policy %d, want policy %d", ok, p.Policy, tt.want)
			}
		})
	}
}

func TestBlueskySkipsWhatIsNoPost(t *testing.T) {
	for raw, want := range map[string]string{
		`7`: "a post without uri",
		`{"uri":"at://did:plc:x/app.bsky.feed.post/1"}`: "has no record",
		`{"record":{}}`: "is no address of a post",
		`{"uri":"at://did:plc:x/app.bsky.feed.like/1","record":{"text":"x"}}`:                                 "is no address of a post",
		`{"uri":"at://did:plc:x/app.bsky.feed.post/1","record":{"$type":"app.bsky.feed.like","text":"x"}}`:    "is no post but a app.bsky.feed.like",
		`{"uri":"at://did:plc:x/app.bsky.feed.post/1","record":"x"}`:                                          "cannot unmarshal",
		`{"uri":"at://did:plc:x/app.bsky.feed.post/../../x","record":{"text":"x"}}`:                           "is no address of a post",
		`{"uri":"https://example.org/","record":{"text":"x","createdAt":"2026-11-20T00:00:00Z"},"author":{}}`: "is no address of a post",
	} {
		s := &blueskySource{cfg: &Config{}}
		if _, err := s.post(json.RawMessage(raw), sourcetest.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("post(%s) = %v, want %q", raw, err, want)
		}
	}
}

func TestBlueskyDates(t *testing.T) {
	for _, tt := range []struct{ created, indexed, claimed, published string }{
		{"2026-11-20T10:00:00Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"},
		{"2026-11-20T12:30:00.123456+02:00", "2026-11-20T10:30:05Z", "2026-11-20T10:30:00.123456Z", "2026-11-20T10:30:00.123456Z"},
		{"2030-01-01T00:00:00Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z"},
		{"0001-01-01T00:00:00Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z"},
		{"1999-01-01T00:00:00Z", "2026-11-20T10:00:05Z", "1999-01-01T00:00:00Z", "1999-01-01T00:00:00Z"}, // brought from elsewhere perhaps
		{"1970-01-01T00:00:00Z", "2026-11-20T10:00:05Z", "1970-01-01T00:00:00Z", "2026-11-20T10:00:05Z"},
		{"yesterday", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z", "2026-11-20T10:00:05Z"},
		{"2026-11-20T10:00:00Z", "soon", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"},
	} {
		raw, _ := json.Marshal(map[string]any{"uri": "at://did:plc:x/app.bsky.feed.post/1", "indexedAt": tt.indexed,
			"record": map[string]any{"text": "x", "createdAt": tt.created}})
		p, err := (&blueskySource{cfg: &Config{}}).post(raw, sourcetest.Now)
		if got := p.Claimed.Format(time.RFC3339Nano); err != nil || got != tt.claimed || p.Published.Format(time.RFC3339Nano) != tt.published {
			t.Errorf("post(created %s, indexed %s) = claimed %s, published %s, %v, want %s, %s", tt.created, tt.indexed, got,
				p.Published.Format(time.RFC3339Nano), err, tt.claimed, tt.published)
		}
	}
}

func TestShortensURL(t *testing.T) {
	for _, tt := range []struct {
		shown, link string
		want        bool
	}{
		{"example.org/2026/rec...", "https://example.org/2026/recaps", true},
		{"example.org/2026/rec…", "https://www.example.org/2026/recaps", true},
		{"www.example.org", "https://example.org/", true},
		{"example.org/page", "https://example.org/page", true},
		{"example.org", "https://example.org/page", false},
		{"bank.example.org...", "https://evil.example.net/", false},
		{"the notes", "https://example.org/", false},
		{"...", "https://example.org/", false},
		{"", "https://example.org/", false},
	} {
		if got := shortensURL(tt.shown, tt.link); got != tt.want {
			t.Errorf("shortensURL(%q, %q) = %t, want %t", tt.shown, tt.link, got, tt.want)
		}
	}
}

func TestBlueskyRecheck(t *testing.T) {
	b := skyServer(60)
	r := newSkyReader(t, b, Config{})
	if _, err := r.run(t, time.Time{}); err != nil {
		t.Fatal(err)
	}
	var uris []string
	for _, st := range b.Statuses() {
		uris = append(uris, fakesocial.PostURI(st))
	}
	b.Remove(uris[3], uris[40])
	b.Rewrite(uris[5], "Corrected: #recap")
	before := len(b.Requests())
	src := r.open(t, time.Time{}).(source.Rechecker)
	changes, err := src.Recheck(t.Context(), append(skyRefs(uris...), store.Ref{Key: "https://example.org/1", Native: "1"}))
	if err != nil || len(changes) != 60 || goneOf(changes) != uris[3]+" "+uris[40] {
		t.Errorf("Recheck() = %d changes, gone %q, %v, want 60 with %s and %s gone", len(changes), goneOf(changes), err, uris[3], uris[40])
	}
	if n := len(b.Requests()) - before; n != 3 {
		t.Errorf("Recheck() sent %d requests, want 3:\n%s", n, strings.Join(b.Requests()[before:], "\n"))
	}
	at := slices.IndexFunc(changes, func(c store.Change) bool { return c.Ref.Key == uris[5] })
	if at < 0 || changes[at].Post == nil || changes[at].Post.Text != "Corrected: #recap" {
		t.Errorf("Recheck() says of the edited post %+v, want its new words", changes[max(at, 0)])
	}

	changes, err = src.Recheck(t.Context(), skyRefs(uris[3]))
	if err != nil || goneOf(changes) != uris[3] {
		t.Errorf("Recheck(a deleted one alone) = %+v, %v, want it gone", changes, err)
	}
	b.NoSearch = true
	if changes, err = src.Recheck(t.Context(), skyRefs(uris...)); err == nil || len(changes) != 0 {
		t.Errorf("Recheck() without a search = %d changes, %v, want an error and nothing gone", len(changes), err)
	}
}

// TestBlueskyEmptyRecheck demands that an answer without posts, or with none of those asked after, is not taken for
// their deletion.
func TestBlueskyEmptyRecheck(t *testing.T) {
	b := skyServer(3)
	for body, wantErr := range map[string]bool{`{"posts":[]}`: false, `{"posts":[{}, null]}`: false,
		`{"posts":[{"uri":"at://did:plc:other/app.bsky.feed.post/1"}]}`: false, `{"posts":null}`: true, `{}`: true, `<html>`: true} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "getPosts") {
				w.Write([]byte(body))
				return
			}
			b.ServeHTTP(w, r)
		}))
		defer server.Close()
		r := newSkyReader(t, b, Config{})
		r.cfg.Server = server.URL
		changes, err := r.open(t, time.Time{}).(source.Rechecker).Recheck(t.Context(), skyRefs(fakesocial.PostURI(b.Statuses()[0])))
		if len(changes) != 0 || (err != nil) != wantErr {
			t.Errorf("Recheck() answered with %s = %+v, %v, want no change", body, changes, err)
		}
	}
}

// FuzzSkyPost demands of whatever a server sends that it becomes a clean post or an error.
func FuzzSkyPost(f *testing.F) {
	for _, st := range skyServer(1).Statuses() {
		f.Add([]byte(`{"uri":"` + fakesocial.PostURI(st) +
			`","author":{"handle":"a.example.org","did":"did:plc:x"},"record":{"text":"🎉 #recap x…","facets":[{"index":{"byteStart":5,"byteEnd":11},
			"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"recap"}]},{"index":{"byteStart":12,"byteEnd":16},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://x.example.org"}]}]}}`))
	}
	f.Add([]byte(`{"uri":"at://did:plc:x/app.bsky.feed.post/1","record":{"text":"\ud83c","facets":[{"index":{"byteStart":-1,"byteEnd":9e9}},{"index":{"byteStart":1,"byteEnd":2}}]},"embed":{"record":{"record":{"record":{}}}}}`))
	f.Add([]byte(`{"uri":"at://did:plc:x/app.bsky.feed.post/1","record":{"text":"x","reply":{"root":{"uri":5}}},"labels":{}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := (&blueskySource{cfg: &Config{}}).post(raw, sourcetest.Now)
		if err != nil {
			return
		}
		for _, s := range append(append(p.Links, p.Tags...), p.Text, p.Quoted, p.Author.Name, p.Author.Handle, p.URL) {
			if !utf8.ValidString(s) || text.Clean(s) != s {
				t.Errorf("post(%q) has %q, which is not clean", raw, s)
			}
		}
		if p.Key == "" || p.Published.IsZero() || !strings.HasPrefix(p.URL, "https://bsky.app/profile/") {
			t.Errorf("post(%q) = key %q, published %v, URL %q", raw, p.Key, p.Published, p.URL)
		}
	})
}
