package twitter

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// What an answer to the request for a status means.
const (
	answerGone    = iota
	answerStays   // as it is
	answerUnknown // it stays, and Recheck says that nobody knows
)

// A v1Answer is what a server says when it is asked for the status with id 3; URI stands for the address of that
// status.
type v1Answer struct {
	status int
	body   string
	want   int
}

var v1Answers = map[string]v1Answer{
	"Friendica": {400,
		`{"error":"There is no status or conversation with the id 3.","code":"400 Bad Request","request":"api/statuses/show/3.json"}`, answerGone},
	"GNU social, unknown":     {404, `{"error":"No such notice.","request":"\/api\/statuses\/show\/3.json"}`, answerGone},
	"GNU social, deleted":     {410, `{"error":"Nachricht gel\u00f6scht.","request":"\/api\/statuses\/show\/3.json"}`, answerGone},
	"GNU social, not for you": {403, `{"error":"Access restricted."}`, answerGone},
	"Twitter":                 {404, `{"errors":[{"code":144,"message":"No status found with that ID."}]}`, answerGone},
	"Twitter, not for you": {403,
		`{"errors":[{"code":179,"message":"Sorry, you are not authorized to see this status."}]}`, answerGone},
	"private":                     {200, v1Status("3", "friendica_private", "true"), answerGone},
	"without its author":          {200, v1Status("3", "user", "null"), answerStays},
	"bad request":                 {400, `{"error":"An id is missing.","code":"400 Bad Request"}`, answerUnknown},
	"no such method":              {404, `{"errors":[{"code":34,"message":"Sorry, that page does not exist"}]}`, answerUnknown},
	"no words":                    {404, ``, answerUnknown},
	"a page that says it is gone": {410, `<!doctype html><title>Notice deleted.</title>`, answerUnknown},
	"a page of a login":           {403, `<!doctype html><title>Log in</title>`, answerUnknown},
	"a page":                      {200, `<!doctype html><title>No such notice.</title>`, answerUnknown},
	"nothing":                     {200, ``, answerUnknown},
	"null":                        {200, `null`, answerUnknown},
	"an error with 200":           {200, `{"error":"No such notice."}`, answerUnknown},
	"cut":                         {200, `{"id":3,"id_str":"3","te`, answerUnknown},
	"another id":                  {200, v1Status("4", "user", "null"), answerUnknown},
	"another address": {200,
		strings.Replace(v1Status("3", "user", "null"), "URI", "https://elsewhere.example.net/3", 1), answerUnknown},
	"server error": {500, `{"error":"No such notice."}`, answerUnknown},
	"rate limit":   {429, `{"error":"No such notice."}`, answerUnknown},
}

// v1Status returns a status of API v1.1 with one field more.
func v1Status(id, field, value string) string {
	return fmt.Sprintf(`{"id":%s,"id_str":%q,"text":"Note about #recap","created_at":"Thu Nov 19 10:00:00 +0000 2026",%q:%s,"external_url":"URI"}`, id, id, field, value)
}

// TestTwitterSearchRecheckAnswers has a server that answers requests for one status in its own way. What it says of
// another one is followed all the same.
func TestTwitterSearchRecheckAnswers(t *testing.T) {
	for name, tt := range v1Answers {
		t.Run(name, func(t *testing.T) { recheckAnswer(t, tt) })
	}
}

func recheckAnswer(t *testing.T, tt v1Answer) {
	uri := ""
	r := socialtest.ReadTag(t, twitterOf, fakesocial.Friendica, 5, func(fake http.Handler) http.Handler {
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
	refs := r.Refs(t)
	uri = r.Fake.Statuses()[2].URI() // 3 of 5, newest first
	r.Fake.Change("1", sourcetest.Now, func(st *fakesocial.Status) { st.Content = "Other words about #recap" })
	done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs)
	want := store.Followed{Changed: 1}
	if tt.want == answerGone {
		want.Gone = 1
	}
	if done != want || (err != nil) != (tt.want == answerUnknown) {
		t.Errorf("Recheck() = %+v, %v, want %+v and an error: %t", done, err, want, tt.want == answerUnknown)
	}
	if err != nil && strings.Contains(err.Error(), "api.twitter.com") {
		t.Errorf("Recheck() = %v, which names the wrong server", err)
	}
	for _, p := range r.Posts(t) {
		if p.Key == uri && (tt.want == answerGone || p.Text != "Note 2 about #recap" || p.Author.Handle == "") {
			t.Errorf("the post reads %q by %q", p.Text, p.Author.Handle)
		}
	}
}

// TestTwitterSearchRecheckLogin has a login that is refused from the first, second or last status on: what is refused
// is not gone.
func TestTwitterSearchRecheckLogin(t *testing.T) {
	for _, code := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		for _, good := range []int{0, 1, 6} {
			left, asked, refusals := 1000, false, 0
			r := socialtest.ReadTag(t, twitterOf, fakesocial.Friendica, 7, func(fake http.Handler) http.Handler {
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
			refs := r.Refs(t)
			left, asked = good, true
			done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs)
			if err == nil || !strings.Contains(err.Error(), "set user and password_file") || done != (store.Followed{}) || refusals > 2 {
				t.Errorf("Recheck() with %d after %d statuses = %+v, %v after %d refusals, want nothing learnt, the remedy and at most 2", code, good, done, err, refusals)
			}
			if n := len(r.Posts(t)); n != 7 {
				t.Errorf("%d posts are left, want 7", n)
			}
		}
	}
}

// TestTwitterSearchRecheckOnce has a server that refuses one status once, and says something else when it is asked
// again: that status is not gone.
func TestTwitterSearchRecheckOnce(t *testing.T) {
	for again, known := range map[int]bool{http.StatusOK: true, http.StatusNotFound: false, http.StatusInternalServerError: false} {
		asked := 0
		r := socialtest.ReadTag(t, twitterOf, fakesocial.Friendica, 5, func(fake http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				code := http.StatusOK
				if path.Base(req.URL.Path) == "3.json" {
					if code, asked = again, asked+1; asked == 1 {
						code = http.StatusForbidden
					}
				}
				if code == http.StatusOK {
					fake.ServeHTTP(w, req)
					return
				}
				w.WriteHeader(code)
				fmt.Fprint(w, `{"error":"Access restricted."}`)
			})
		})
		done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, r.Refs(t))
		if done != (store.Followed{}) || known != (err == nil) {
			t.Errorf("Recheck() with 403 and then %d = %+v, %v, want nothing gone and an error: %t", again, done, err, !known)
		}
	}
}

// TestTwitterSearchRecheckMany deletes most of what is asked after, the newest among them.
func TestTwitterSearchRecheckMany(t *testing.T) {
	r := socialtest.ReadTag(t, twitterOf, fakesocial.Friendica, 30, nil)
	refs := r.Refs(t)
	for _, st := range r.Fake.Statuses() {
		if st.ID != "4" {
			r.Fake.Delete(st.ID)
		}
	}
	before := len(r.Fake.Requests())
	if done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs); err != nil || done != (store.Followed{Gone: 29}) {
		t.Errorf("Recheck() = %+v, %v, want 29 gone", done, err)
	}
	if n := len(r.Fake.Requests()) - before; n > 30+7 {
		t.Errorf("Recheck() sent %d requests, want at most 37", n)
	}
}

// TestTwitterSearchRecheckFaults breaks one request after the other: what Recheck takes out was deleted, and what was
// deleted goes in the end.
func TestTwitterSearchRecheckFaults(t *testing.T) {
	for name, fault := range socialtest.SocialFaults(fakesocial.Friendica) {
		if slices.Contains(socialtest.Slow, name) || fault.Kind == fakesocial.Delete || fault.Status == http.StatusTooManyRequests { // after which the host is left alone
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := socialtest.ReadTag(t, twitterOf, fakesocial.Friendica, 4, nil)
			refs := r.Refs(t)
			r.Fake.Delete("2")
			for n := range 6 {
				fault.Request = n + 1
				r.Fake.SetFaults(fault)
				done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, refs)
				if done.Gone > 1 {
					t.Fatalf("fault at request %d: Recheck() = %+v, %v, want no more than 1 gone", n+1, done, err)
				}
			}
			if posts := r.Posts(t); len(posts) != 3 {
				t.Errorf("%d posts are left, want 3", len(posts))
			}
		})
	}
}
