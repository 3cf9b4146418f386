package ingest

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/internal/fakesocial"
	"recap/store"
)

// A rechecked is a fake server whose statuses stand in a database.
type rechecked struct {
	db   *store.DB
	src  Source
	fake *fakesocial.Server
}

// readTag reads n statuses of a fake server into a database. front, if not nil, stands before the server.
func readTag(t *testing.T, profile fakesocial.Profile, n int, front func(http.Handler) http.Handler) *rechecked {
	t.Helper()
	r := &rechecked{fake: tagServer(profile, n)}
	var handler http.Handler = r.fake
	if front != nil {
		handler = front(r.fake)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var err error
	if r.db, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.db.Close() })
	now := func() time.Time { return contractNow }
	r.db.Now = now
	cfg := Config{Name: "tag", Mastodon: &Mastodon{Server: server.URL, Tag: "recap"}}
	if profile == fakesocial.GoToSocial {
		cfg.Mastodon.TokenFile = tokenFile(t, "sesame")
	}
	client := NewClient(ClientOptions{Version: "test", Timeout: 5 * time.Second, Backoff: time.Millisecond, Now: now})
	if r.src, err = cfg.Open(Env{HTTP: client, Now: now}); err != nil {
		t.Fatalf("Open() = %v", err)
	}
	if res, err := Pull(t.Context(), r.db, "tag", r.src, false, nil); err != nil || res.Added.New != n {
		t.Fatalf("Pull() = %+v, %v, want %d new posts", res, err, n)
	}
	return r
}

// refs returns every stored post as the source is asked after it.
func (r *rechecked) refs(t *testing.T) []store.Ref {
	t.Helper()
	var ids []string
	for _, p := range r.posts(t) {
		ids = append(ids, p.ID())
	}
	refs, err := r.db.Refs(t.Context(), ids)
	if err != nil || len(refs["tag"]) != len(ids) {
		t.Fatalf("Refs(%d ids) = %d refs, %v", len(ids), len(refs["tag"]), err)
	}
	return refs["tag"]
}

func (r *rechecked) posts(t *testing.T) []store.Post {
	t.Helper()
	var posts []store.Post
	for p, err := range r.db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		posts = append(posts, p)
	}
	return posts
}

func TestMastodonRecheck(t *testing.T) {
	for profile, most := range map[fakesocial.Profile]int{fakesocial.Mastodon: 3 + 2, fakesocial.GoToSocial: 1 + 50} {
		t.Run(string(profile), func(t *testing.T) {
			r := readTag(t, profile, 50, nil)
			refs := r.refs(t)
			all := r.fake.Statuses()
			r.fake.Delete(all[7].ID)
			r.fake.Change(all[9].ID, contractNow, func(st *fakesocial.Status) { st.Content = `<p>Other words about #recap</p>` })
			r.fake.Change(all[11].ID, contractNow, func(st *fakesocial.Status) { st.Visibility = "private" })
			r.fake.Change(all[13].ID, contractNow, func(st *fakesocial.Status) { st.Account = map[string]any{"noindex": true} })
			before := len(r.fake.Requests())
			done, err := Recheck(t.Context(), r.db, "tag", r.src, refs)
			if want := (store.Followed{Gone: 2, Changed: 2}); err != nil || done != want { // edited, and opted out
				t.Errorf("Recheck() = %+v, %v, want %+v", done, err, want)
			}
			if n := len(r.fake.Requests()) - before; n > most {
				t.Errorf("Recheck() sent %d requests, want at most %d", n, most)
			}
			posts := r.posts(t)
			if len(posts) != 48 {
				t.Errorf("%d posts are left, want 48", len(posts))
			}
			for _, p := range posts {
				switch p.Key {
				case all[7].URI(), all[11].URI():
					t.Errorf("%s is still stored", p.Key)
				case all[9].URI():
					if p.Text != "Other words about #recap" || !p.Edited.Equal(contractNow) {
						t.Errorf("the edited post reads %q, edited %v", p.Text, p.Edited)
					}
				case all[13].URI():
					if p.Policy != store.PolicyCount {
						t.Errorf("the post of who opted out has policy %d, want %d", p.Policy, store.PolicyCount)
					}
				}
			}
		})
	}
}

// TestMastodonRecheckErrors has servers that cannot be understood: nothing that they say takes a post away.
func TestMastodonRecheckErrors(t *testing.T) {
	reply := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	for name, broken := range map[string]http.HandlerFunc{
		"a page that says 404": reply(404, "text/html", "<!doctype html><title>404 Not Found</title>"),
		"a page":               reply(200, "text/html", "<!doctype html><title>We are moving</title>"),
		"server error":         reply(500, "application/json", `{"error":"Oops"}`),
		"refusal":              reply(403, "application/json", `{"error":"This action is not allowed"}`),
		"rate limit":           reply(429, "application/json", `{"error":"Too many requests"}`),
		"another status":       reply(200, "application/json", `{"id":"1","uri":"https://elsewhere.example.net/1","content":"x"}`),
	} {
		t.Run(name, func(t *testing.T) {
			down := false
			r := readTag(t, fakesocial.Mastodon, 5, func(fake http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					if down {
						broken(w, req)
						return
					}
					fake.ServeHTTP(w, req)
				})
			})
			refs := r.refs(t)
			down = true
			done, err := Recheck(t.Context(), r.db, "tag", r.src, refs)
			if err == nil || !strings.HasPrefix(err.Error(), "source tag: ") || done != (store.Followed{}) {
				t.Errorf("Recheck() = %+v, %v, want nothing learnt and an error that names the source", done, err)
			}
			if n := len(r.posts(t)); n != 5 {
				t.Errorf("%d posts are left, want 5", n)
			}
			var fetch *FetchError
			if name == "rate limit" && (!errors.As(err, &fetch) || fetch.Reason != RateLimited) {
				t.Errorf("Recheck() = %v, want an error that says until when to wait", err)
			}
		})
	}
}

// TestMastodonRecheckEmptyList has a server that knows no list and answers with an empty one: each status is asked for before it is said to be gone.
func TestMastodonRecheckEmptyList(t *testing.T) {
	r := readTag(t, fakesocial.Mastodon, 5, func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if req.URL.Path == "/api/v1/statuses" {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, "[]")
				return
			}
			fake.ServeHTTP(w, req)
		})
	})
	all := r.fake.Statuses()
	r.fake.Delete(all[2].ID)
	done, err := Recheck(t.Context(), r.db, "tag", r.src, r.refs(t))
	if want := (store.Followed{Gone: 1}); err != nil || done != want {
		t.Errorf("Recheck() = %+v, %v, want %+v", done, err, want)
	}
	if slices.ContainsFunc(r.posts(t), func(p store.Post) bool { return p.Key == all[2].URI() }) {
		t.Error("the deleted post is still stored")
	}
}

// TestMastodonRecheckForgetful has servers that do not know one status by its id. That they list others shows that nothing was deleted.
func TestMastodonRecheckForgetful(t *testing.T) {
	forgetful := func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.HasPrefix(req.URL.Path, "/api/v1/statuses") {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusNotFound)
				fmt.Fprint(w, `{"error":"Record not found"}`)
				return
			}
			fake.ServeHTTP(w, req)
		})
	}
	r := readTag(t, fakesocial.Mastodon, 5, forgetful)
	if done, err := Recheck(t.Context(), r.db, "tag", r.src, r.refs(t)); err == nil || done != (store.Followed{}) {
		t.Errorf("Recheck() = %+v, %v, want nothing learnt and an error", done, err)
	}
	if n := len(r.posts(t)); n != 5 {
		t.Errorf("%d posts are left, want 5", n)
	}

	r = readTag(t, fakesocial.Mastodon, 1, nil)
	r.fake.Delete(r.fake.Statuses()[0].ID)
	if done, err := Recheck(t.Context(), r.db, "tag", r.src, r.refs(t)); err != nil || done != (store.Followed{Gone: 1}) {
		t.Errorf("Recheck() of the only status = %+v, %v, want it gone", done, err)
	}
}
