package socialtest

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/fakesocial"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
	"recap/store/sqlite"
)

// A rechecked is a fake server whose statuses stand in a database.
type rechecked struct {
	Db   store.DB
	Src  source.Source
	Fake *fakesocial.Server
}

// ReadTag reads n statuses of a fake server into a database. front, if not nil, stands before the server.
func ReadTag(t *testing.T, kind KindOf, profile fakesocial.Profile, n int, front func(http.Handler) http.Handler) *rechecked {
	t.Helper()
	r := &rechecked{Fake: TagServer(profile, n)}
	r.Fake.Now = func() time.Time { return sourcetest.Now }
	var handler http.Handler = r.Fake
	if front != nil {
		handler = front(r.Fake)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now := func() time.Time { return sourcetest.Now }
	db.Now, r.Db = now, db
	client := fetch.New(fetch.Options{Version: "test", Timeout: 5 * time.Second, Backoff: time.Millisecond, Now: now})
	if r.Src, err = source.Open(kind(t, r.Fake, server.URL), "tag", source.Env{HTTP: client, Now: now}); err != nil {
		t.Fatalf("Open() = %v", err)
	}
	if res, err := source.Pull(t.Context(), r.Db, "tag", r.Src, false, nil); err != nil || res.Added.New != n {
		t.Fatalf("Pull() = %+v, %v, want %d new posts", res, err, n)
	}
	return r
}

// Refs returns every stored post as the source is asked after it.
func (r *rechecked) Refs(t *testing.T) []store.Ref {
	t.Helper()
	var ids []string
	for _, p := range r.Posts(t) {
		ids = append(ids, p.ID())
	}
	refs, err := r.Db.Refs(t.Context(), ids)
	if err != nil || len(refs["tag"]) != len(ids) {
		t.Fatalf("Refs(%d ids) = %d refs, %v", len(ids), len(refs["tag"]), err)
	}
	return refs["tag"]
}

func (r *rechecked) Posts(t *testing.T) []store.Post {
	t.Helper()
	var posts []store.Post
	for p, err := range r.Db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		posts = append(posts, p)
	}
	return posts
}

// TestRecheck has statuses deleted, edited and hidden, which may be found out by at most so many requests.
func TestRecheck(t *testing.T, kind KindOf, requests map[fakesocial.Profile]int) {
	for profile, most := range requests {
		t.Run(string(profile), func(t *testing.T) {
			r := ReadTag(t, kind, profile, 50, nil)
			refs := r.Refs(t)
			all := r.Fake.Statuses()
			r.Fake.Delete(all[7].ID)
			r.Fake.Change(all[9].ID, sourcetest.Now, func(st *fakesocial.Status) { st.Content = "Other words about #recap" })
			r.Fake.Change(all[11].ID, sourcetest.Now, func(st *fakesocial.Status) { st.Visibility = "private" })
			r.Fake.Change(all[13].ID, sourcetest.Now,
				func(st *fakesocial.Status) { st.Account = map[string]any{"noindex": true, "description": "#nobot"} })
			before := len(r.Fake.Requests())
			done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs)
			if want := (store.Followed{Gone: 2, Changed: 2}); err != nil || done != want { // edited, and opted out
				t.Errorf("Recheck() = %+v, %v, want %+v", done, err, want)
			}
			if n := len(r.Fake.Requests()) - before; n > most {
				t.Errorf("Recheck() sent %d requests, want at most %d", n, most)
			}
			posts := r.Posts(t)
			if len(posts) != 48 {
				t.Errorf("%d posts are left, want 48", len(posts))
			}
			for _, p := range posts {
				switch p.Key {
				case all[7].URI(), all[11].URI():
					t.Errorf("%s is still stored", p.Key)
				case all[9].URI():
					if p.Text != "Other words about #recap" || !p.Edited.Equal(sourcetest.Now) {
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

// TestRecheckErrors has servers that cannot be understood: nothing that they say takes a post away.
func TestRecheckErrors(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
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
		"another status": reply(200, "application/json",
			`{"id":"1","id_str":"1","uri":"https://elsewhere.example.net/1","content":"x","text":"x"}`),
		"empty answer":     reply(200, "application/json", ""),
		"login refused":    reply(401, "application/json", `{"error":"The access token expired"}`),
		"no method":        reply(404, "application/json", `{"error":"API method not found."}`),
		"no status at all": reply(404, "application/json", `{"error":"No such notice."}`),
		"no status, 400":   reply(400, "application/json", `{"error":"There is no status with the uri-id 1 for the given user."}`),
	} {
		for _, profile := range profiles {
			t.Run(name+"/"+string(profile), func(t *testing.T) { recheckBroken(t, kind, profile, broken, name == "rate limit") })
		}
	}
}

// recheckBroken asks a server that answers every request with broken after it was read. With limited it wants to be
// left alone.
func recheckBroken(t *testing.T, kind KindOf, profile fakesocial.Profile, broken http.HandlerFunc, limited bool) {
	down, requests := false, 0
	r := ReadTag(t, kind, profile, 5, func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if down {
				requests++
				broken(w, req)
				return
			}
			fake.ServeHTTP(w, req)
		})
	})
	refs := r.Refs(t)
	down = true
	done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs)
	if err == nil || !strings.HasPrefix(err.Error(), "source tag: ") || done != (store.Followed{}) {
		t.Errorf("Recheck() = %+v, %v, want nothing learnt and an error that names the source", done, err)
	}
	if n := len(r.Posts(t)); n != 5 {
		t.Errorf("%d posts are left, want 5", n)
	}
	if requests > 7 { // five statuses, a list of them or the search, and the newest of the search
		t.Errorf("Recheck() sent %d requests, want at most 7", requests)
	}
	var fault *fetch.Error
	if limited && (!errors.As(err, &fault) || fault.Reason != fetch.RateLimited) {
		t.Errorf("Recheck() = %v, want an error that says until when to wait", err)
	}
}

// TestRecheckForgetful has servers that do not know one status by its id. That they list others shows that nothing was
// deleted.
func TestRecheckForgetful(t *testing.T, kind KindOf, profiles ...fakesocial.Profile) {
	forgetful := func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if strings.Contains(req.URL.Path, "/statuses") {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusNotFound)
				fmt.Fprint(w, `{"error":"Record not found"}`)
				return
			}
			fake.ServeHTTP(w, req)
		})
	}
	for _, profile := range profiles {
		r := ReadTag(t, kind, profile, 12, forgetful)
		if done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, r.Refs(t)); err == nil || done != (store.Followed{}) {
			t.Errorf("%s: Recheck() = %+v, %v, want nothing learnt and an error", profile, done, err)
		}
		if n := len(r.Posts(t)); n != 12 {
			t.Errorf("%s: %d posts are left, want 12", profile, n)
		}

		r = ReadTag(t, kind, profile, 1, nil)
		r.Fake.Delete(r.Fake.Statuses()[0].ID)
		if done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, r.Refs(t)); err != nil || done != (store.Followed{Gone: 1}) {
			t.Errorf("%s: Recheck() of the only status = %+v, %v, want it gone", profile, done, err)
		}
	}
}
