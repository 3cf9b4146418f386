package bluesky

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/store"
)

// A realPDS is a Bluesky server with one account.
type realPDS struct {
	t                        *testing.T
	url                      string
	did, handle, access, app string // app is an app password
}

// newRealPDS makes an account with an app password on the server that RECAP_E2E_BLUESKY names; .ci/e2e-bluesky starts
// one.
func newRealPDS(t *testing.T) *realPDS {
	t.Helper()
	p := &realPDS{t: t, url: os.Getenv("RECAP_E2E_BLUESKY")}
	if p.url == "" {
		t.Skip("set RECAP_E2E_BLUESKY to the address of a Bluesky PDS for tests, or run .ci/e2e-bluesky")
	}
	p.handle = fmt.Sprintf("r%d.test", time.Now().UnixNano()%1e12)
	account := p.post("com.atproto.server.createAccount",
		map[string]any{"handle": p.handle, "email": p.handle + "@example.org", "password": "pw-of-the-account"})
	p.did, p.access = account["did"].(string), account["accessJwt"].(string)
	p.app = p.post("com.atproto.server.createAppPassword", map[string]any{"name": "recap"})["password"].(string)
	return p
}

// post calls a procedure as the account itself.
func (p *realPDS) post(method string, body any) map[string]any {
	p.t.Helper()
	return p.postAs(p.access, method, body)
}

func (p *realPDS) postAs(token, method string, body any) map[string]any {
	p.t.Helper()
	var data io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			p.t.Fatal(err)
		}
		data = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.url+"/xrpc/"+method, data)
	if err != nil {
		p.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	var answer map[string]any
	if resp.StatusCode != http.StatusOK || len(raw) > 0 && json.Unmarshal(raw, &answer) != nil {
		p.t.Fatalf("%s = %d %s", method, resp.StatusCode, raw)
	}
	return answer
}

// write publishes a post and returns its address.
func (p *realPDS) write(body, tag string, created time.Time) string {
	p.t.Helper()
	record := map[string]any{"$type": skyPosts, "text": body, "createdAt": skyTime(created)}
	if at := strings.Index(body, "#"+tag); tag != "" {
		record["facets"] = []any{map[string]any{"index": map[string]int{"byteStart": at, "byteEnd": at + 1 + len(tag)},
			"features": []any{map[string]string{"$type": "app.bsky.richtext.facet#tag", "tag": tag}}}}
	}
	return p.post("com.atproto.repo.createRecord", map[string]any{"repo": p.did, "collection": skyPosts, "record": record})["uri"].(string)
}

// remove deletes a post.
func (p *realPDS) remove(uri string) {
	p.t.Helper()
	_, record, _ := splitPostURI(uri)
	p.post("com.atproto.repo.deleteRecord", map[string]any{"repo": p.did, "collection": skyPosts, "rkey": record})
}

// withSearch returns the server with the two methods that need a search behind it: they are answered from the account's
// own records, to who the server itself lets in. All else is the server's.
func (p *realPDS) withSearch() http.Handler {
	target, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := strings.TrimPrefix(r.URL.Path, "/xrpc/")
		if method != "app.bsky.feed.searchPosts" && method != "app.bsky.feed.getPosts" {
			proxy.ServeHTTP(w, r)
			return
		}
		check := httptest.NewRecorder()
		session := r.Clone(r.Context())
		session.URL.Path, session.URL.RawQuery = "/xrpc/com.atproto.server.getSession", ""
		proxy.ServeHTTP(check, session)
		if check.Code != http.StatusOK {
			w.WriteHeader(check.Code)
			w.Write(check.Body.Bytes())
			return
		}
		posts := p.views()
		q := r.URL.Query()
		if method == "app.bsky.feed.getPosts" {
			posts = slices.DeleteFunc(posts, func(v map[string]any) bool { return !slices.Contains(q["uris"], v["uri"].(string)) })
		} else {
			posts = slices.DeleteFunc(posts, func(v map[string]any) bool {
				raw, _ := json.Marshal(v["record"])
				at := v["indexedAt"].(string)
				return !bytes.Contains(raw, []byte(`"tag":"`+q.Get("tag")+`"`)) || at < q.Get("since") || q.Get("until") != "" && at >= q.Get("until")
			})
		}
		answer := map[string]any{"posts": posts}
		if len(posts) > 5 && method == "app.bsky.feed.searchPosts" {
			answer["posts"] = posts[:5]
			answer["cursor"] = "5"
		}
		json.NewEncoder(w).Encode(answer)
	})
}

// views returns what a search would show of the account's records, the newest first.
func (p *realPDS) views() []map[string]any {
	resp, err := http.Get(p.url + "/xrpc/com.atproto.repo.listRecords?" +
		url.Values{"repo": {p.did}, "collection": {skyPosts}, "limit": {"100"}}.Encode())
	if err != nil {
		p.t.Error(err)
		return nil
	}
	defer resp.Body.Close()
	var list struct {
		Records []struct {
			URI   string         `json:"uri"`
			CID   string         `json:"cid"`
			Value map[string]any `json:"value"`
		} `json:"records"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil || resp.StatusCode != http.StatusOK {
		p.t.Errorf("listRecords = %d, %v", resp.StatusCode, err)
	}
	posts := []map[string]any{}
	for _, r := range list.Records {
		posts = append(posts, map[string]any{"uri": r.URI, "cid": r.CID, "record": r.Value, "indexedAt": r.Value["createdAt"],
			"author": map[string]any{"did": p.did, "handle": p.handle, "displayName": "Ann"}})
	}
	slices.SortFunc(posts, func(a, b map[string]any) int { return cmp.Compare(b["indexedAt"].(string), a["indexedAt"].(string)) })
	return posts
}

// reader returns a reader of the account that asks the server at base.
func (p *realPDS) reader(base, password string) *skyReader {
	p.t.Helper()
	r := newSkyReader(p.t, http.NotFoundHandler(), Config{Password: password})
	r.cfg.Server, r.cfg.Handle = base, p.handle
	r.now, r.patience = time.Now(), 20*time.Second
	return r
}

// TestE2EBluesky reads a real PDS: what it says to right and wrong passwords, to tokens that it does not take, and
// about a post that was deleted.
func TestE2EBluesky(t *testing.T) {
	p := newRealPDS(t)
	server := httptest.NewServer(p.withSearch())
	defer server.Close()
	now := time.Now()
	var uris []string
	for i := range 7 {
		uris = append(uris, p.write(fmt.Sprintf("🎉 Note %d on #Recap, café", i), "Recap", now.Add(-time.Duration(10-i)*time.Minute)))
	}
	p.write("no hashtag here", "", now)

	t.Run("no search behind the server", func(t *testing.T) {
		_, err := p.reader(p.url, p.app).run(t, time.Time{})
		t.Logf("run = %v", err)
		if err == nil || !strings.Contains(err.Error(), "the search behind the server does not answer; nothing is lost") {
			t.Errorf("run = %v, want that the search does not answer", err)
		}
	})
	t.Run("wrong password", func(t *testing.T) {
		_, err := p.reader(p.url, "wrong-password").run(t, time.Time{})
		t.Logf("run = %v", err)
		if err == nil || !strings.Contains(err.Error(), "password refused for "+p.handle) || strings.Contains(err.Error(), "wrong-password") {
			t.Errorf("run = %v, want password refused", err)
		}
	})
	r := p.reader(server.URL, p.app)
	t.Run("posts", func(t *testing.T) {
		res, err := r.run(t, time.Time{})
		if err != nil || !res.Complete || res.Added.New != len(uris) {
			t.Fatalf("run = %+v, %v, want %d posts, complete", res, err, len(uris))
		}
		for i, uri := range uris {
			post := r.sink.Posts[store.Copy{Key: uri}]
			if want := fmt.Sprintf("🎉 Note %d on #Recap, café", i); post.Text != want || !slices.Equal(post.Tags, []string{"recap"}) {
				t.Errorf("post %s = %q with tags %q, want %q with recap", uri, post.Text, post.Tags, want)
			}
		}
	})
	t.Run("tokens", func(t *testing.T) { p.testTokens(t, r) })
	t.Run("deleted", func(t *testing.T) {
		p.remove(uris[2])
		src := r.open(t, time.Time{}).(source.Rechecker)
		changes, err := src.Recheck(t.Context(), skyRefs(uris...))
		if err != nil || len(changes) != len(uris) || goneOf(changes) != uris[2] {
			t.Errorf("Recheck(all) = %d changes, gone %q, %v, want %d with %s gone", len(changes), goneOf(changes), err, len(uris), uris[2])
		}
		changes, err = src.Recheck(t.Context(), skyRefs(uris[2]))
		if err != nil || goneOf(changes) != uris[2] {
			t.Errorf("Recheck(the deleted one) = %+v, %v, want it gone", changes, err)
		}
	})
	t.Run("app password revoked", func(t *testing.T) {
		p.post("com.atproto.server.revokeAppPassword", map[string]any{"name": "recap"})
		_, err := p.reader(server.URL, p.app).run(t, time.Time{})
		t.Logf("run = %v", err)
		if err == nil || !strings.Contains(err.Error(), "password refused") {
			t.Errorf("run = %v, want password refused", err)
		}
	})
}

// testTokens has the kept session go bad in the ways in which it can.
func (p *realPDS) testTokens(t *testing.T, r *skyReader) {
	files, err := filepath.Glob(r.sessions + "*")
	if err != nil || len(files) != 1 {
		t.Fatalf("session files %q, %v, want one", files, err)
	}
	read := func() (l skyLogin) {
		data, err := os.ReadFile(files[0])
		if err != nil || json.Unmarshal(data, &l) != nil {
			t.Fatalf("session file: %v, %q", err, data)
		}
		return l
	}
	for _, step := range []struct {
		name  string
		spoil func(*skyLogin)
	}{
		{"kept", func(*skyLogin) {}},
		{"access token is broken", func(l *skyLogin) { l.Access = "broken" }},
		{"access token has a broken signature", func(l *skyLogin) { l.Access = l.Access[:len(l.Access)-5] + "AAAAA" }},
		{"access token is the refresh token", func(l *skyLogin) { l.Access = l.Refresh }},
		{"refresh token is revoked, too", func(l *skyLogin) {
			p.postAs(l.Refresh, "com.atproto.server.deleteSession", nil)
			l.Access = "broken"
		}},
		{"both are broken", func(l *skyLogin) { l.Access, l.Refresh = "broken", "broken" }},
	} {
		l := read()
		step.spoil(&l)
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		uri := p.write("Later: "+step.name+" #Recap", "Recap", time.Now())
		r.now = time.Now().Add(time.Second)
		res, err := r.run(t, time.Time{})
		if _, ok := r.sink.Posts[store.Copy{Key: uri}]; err != nil || !ok {
			t.Errorf("%s: run = %+v, %v, want the new post", step.name, res, err)
		}
		if after := read(); (after.Access == l.Access) != (step.name == "kept") {
			t.Errorf("%s: after the run the access token is the one before: %t", step.name, after.Access == l.Access)
		}
	}
}

// skyRefs returns references to posts.
func skyRefs(uris ...string) []store.Ref {
	var refs []store.Ref
	for _, uri := range uris {
		refs = append(refs, store.Ref{Key: uri, Native: uri})
	}
	return refs
}

// goneOf returns the keys of the posts that are gone, separated by spaces.
func goneOf(changes []store.Change) string {
	var gone []string
	for _, c := range changes {
		if c.Gone {
			gone = append(gone, c.Ref.Key)
		}
	}
	return strings.Join(gone, " ")
}
