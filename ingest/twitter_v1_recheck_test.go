package ingest

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"recap/ingest/internal/fakesocial"
	"recap/store"
)

// TestTwitterSearchRecheckAnswers has a server that answers one request for a status in its own way. The statuses before and after it are followed all the same.
func TestTwitterSearchRecheckAnswers(t *testing.T) {
	const (
		gone = iota
		stays
		unknown // it stays, and Recheck says that nobody knows
	)
	status := func(id, field, value string) string {
		return fmt.Sprintf(`{"id":%s,"id_str":%q,"text":"Note about #recap","created_at":"Thu Nov 19 10:00:00 +0000 2026",%q:%s,"external_url":"URI"}`, id, id, field, value)
	}
	for name, tt := range map[string]struct {
		status int
		body   string
		want   int
	}{
		"Friendica":                   {400, `{"error":"There is no status or conversation with the id 3.","code":"400 Bad Request","request":"api/statuses/show/3.json"}`, gone},
		"GNU social, unknown":         {404, `{"error":"No such notice.","request":"\/api\/statuses\/show\/3.json"}`, gone},
		"GNU social, deleted":         {410, `{"error":"Nachricht gel\u00f6scht.","request":"\/api\/statuses\/show\/3.json"}`, gone},
		"GNU social, not for you":     {403, `{"error":"Access restricted."}`, gone},
		"Twitter":                     {404, `{"errors":[{"code":144,"message":"No status found with that ID."}]}`, gone},
		"Twitter, not for you":        {403, `{"errors":[{"code":179,"message":"Sorry, you are not authorized to see this status."}]}`, gone},
		"private":                     {200, status("3", "friendica_private", "true"), gone},
		"without its author":          {200, status("3", "user", "null"), stays},
		"bad request":                 {400, `{"error":"An id is missing.","code":"400 Bad Request"}`, unknown},
		"no such method":              {404, `{"errors":[{"code":34,"message":"Sorry, that page does not exist"}]}`, unknown},
		"no words":                    {404, ``, unknown},
		"a page that says it is gone": {410, `<!doctype html><title>Notice deleted.</title>`, unknown},
		"a page of a login":           {403, `<!doctype html><title>Log in</title>`, unknown},
		"a page":                      {200, `<!doctype html><title>No such notice.</title>`, unknown},
		"nothing":                     {200, ``, unknown},
		"null":                        {200, `null`, unknown},
		"an error with 200":           {200, `{"error":"No such notice."}`, unknown},
		"cut":                         {200, `{"id":3,"id_str":"3","te`, unknown},
		"another id":                  {200, status("4", "user", "null"), unknown},
		"another address":             {200, strings.Replace(status("3", "user", "null"), "URI", "https://elsewhere.example.net/3", 1), unknown},
		"server error":                {500, `{"error":"No such notice."}`, unknown},
		"rate limit":                  {429, `{"error":"No such notice."}`, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			uri := ""
			r := readTag(t, fakesocial.Friendica, 5, func(fake http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					if path.Base(req.URL.Path) != "3.json" {
						fake.ServeHTTP(w, req)
						return
					}
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(tt.status)
					fmt.Fprint(w, strings.Replace(tt.body, "URI", uri, 1))
				})
			})
			refs := r.refs(t)
			uri = r.fake.Statuses()[2].URI() // 3 of 5, newest first
			r.fake.Change("1", contractNow, func(st *fakesocial.Status) { st.Content = "Other words about #recap" })
			done, err := Recheck(t.Context(), r.db, "tag", r.src, refs)
			want := store.Followed{Changed: 1}
			if tt.want == gone {
				want.Gone = 1
			}
			if done != want || (err != nil) != (tt.want == unknown) {
				t.Errorf("Recheck() = %+v, %v, want %+v and an error: %t", done, err, want, tt.want == unknown)
			}
			if err != nil && strings.Contains(err.Error(), "api.twitter.com") {
				t.Errorf("Recheck() = %v, which names the wrong server", err)
			}
			for _, p := range r.posts(t) {
				if p.Key == uri && (tt.want == gone || p.Text != "Note 2 about #recap" || p.Author.Handle == "") {
					t.Errorf("the post reads %q by %q", p.Text, p.Author.Handle)
				}
			}
		})
	}
}

// TestTwitterSearchRecheckLogin has a login that is refused from the first, second or last status on: what is refused is not gone.
func TestTwitterSearchRecheckLogin(t *testing.T) {
	for _, code := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		for _, good := range []int{0, 1, 6} {
			left, asked, refusals := 1000, false, 0
			r := readTag(t, fakesocial.Friendica, 7, func(fake http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					if left--; asked && left < 0 {
						refusals++
						w.Header().Set("Content-Type", "application/json")
						w.WriteHeader(code)
						fmt.Fprint(w, `{"error":"This API requires a login"}`)
						return
					}
					fake.ServeHTTP(w, req)
				})
			})
			refs := r.refs(t)
			left, asked = good, true
			done, err := Recheck(t.Context(), r.db, "tag", r.src, refs)
			if err == nil || !strings.Contains(err.Error(), "set user and password_file") || done != (store.Followed{}) || refusals > 2 {
				t.Errorf("Recheck() with %d after %d statuses = %+v, %v after %d refusals, want nothing learnt, the remedy and at most 2", code, good, done, err, refusals)
			}
			if n := len(r.posts(t)); n != 7 {
				t.Errorf("%d posts are left, want 7", n)
			}
		}
	}
}

// TestTwitterSearchRecheckMany deletes most of what is asked after, the newest among them.
func TestTwitterSearchRecheckMany(t *testing.T) {
	r := readTag(t, fakesocial.Friendica, 30, nil)
	refs := r.refs(t)
	for _, st := range r.fake.Statuses() {
		if st.ID != "4" {
			r.fake.Delete(st.ID)
		}
	}
	before := len(r.fake.Requests())
	if done, err := Recheck(t.Context(), r.db, "tag", r.src, refs); err != nil || done != (store.Followed{Gone: 29}) {
		t.Errorf("Recheck() = %+v, %v, want 29 gone", done, err)
	}
	if n := len(r.fake.Requests()) - before; n > 30+7 {
		t.Errorf("Recheck() sent %d requests, want at most 37", n)
	}
}

// TestTwitterSearchRecheckFaults breaks one request after the other: what Recheck takes out was deleted, and what was deleted goes in the end.
func TestTwitterSearchRecheckFaults(t *testing.T) {
	for name, fault := range socialFaults(fakesocial.Friendica) {
		if slices.Contains(slow, name) || fault.Kind == fakesocial.Delete || fault.Status == http.StatusTooManyRequests { // after which the host is left alone
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := readTag(t, fakesocial.Friendica, 4, nil)
			refs := r.refs(t)
			r.fake.Delete("2")
			for n := range 6 {
				fault.Request = n + 1
				r.fake.SetFaults(fault)
				done, err := Recheck(t.Context(), r.db, "tag", r.src, refs)
				if done.Gone > 1 {
					t.Fatalf("fault at request %d: Recheck() = %+v, %v, want no more than 1 gone", n+1, done, err)
				}
			}
			if posts := r.posts(t); len(posts) != 3 {
				t.Errorf("%d posts are left, want 3", len(posts))
			}
		})
	}
}
