package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
	"time"
)

// The hosts of the community.
const (
	listsHost  = "lists.larkspur.example.org"
	blogHost   = "blog.larkspur.example.org"
	planetHost = "planet.larkspur.example.org"
	socialHost = "social.larkspur.example.org"
	modelHost  = "model.larkspur.example.org"
)

// Handler serves all the hosts of the community, told apart by the Host header of the request (its port does not
// count). Another host is answered with 421 Misdirected Request. Mailboxes and feeds carry an ETag and Last-Modified
// and answer conditional and range requests; the hashtag is served by the tag timeline of the Mastodon API, and
// recorded answers as a model gives them.
func Handler() http.Handler {
	all := sites()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		site, ok := all[strings.ToLower(host)]
		if !ok {
			http.Error(w, "this host is not served here", http.StatusMisdirectedRequest)
			return
		}
		site.ServeHTTP(w, r)
	})
}

// sites returns what each host serves.
func sites() map[string]http.Handler {
	lists := http.NewServeMux()
	lists.Handle("GET /dev.mbox", document("dev.mbox", "application/mbox"))
	lists.Handle("GET /users.mbox", document("users.mbox", "application/mbox"))
	blog := http.NewServeMux()
	blog.Handle("GET /atom.xml", document("blog.atom.xml", "application/atom+xml; charset=utf-8"))
	planet := http.NewServeMux()
	planet.Handle("GET /rss.xml", document("planet.rss.xml", "application/rss+xml; charset=utf-8"))
	return map[string]http.Handler{listsHost: lists, blogHost: blog, planetHost: planet, socialHost: newMastodon(), modelHost: newModel()}
}

// written is when the files that are served were last changed, after the last post in them.
var written = time.Date(2026, time.October, 19, 18, 0, 0, 0, time.UTC)

// document serves an embedded file with its validators.
func document(name, contentType string) http.Handler {
	data := file(name)
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", written, bytes.NewReader(data))
	})
}
