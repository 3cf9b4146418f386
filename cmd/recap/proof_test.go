package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/audit"
	"recap/ingest/fetch"
)

// TestAskLinks asks a server for addresses, which a post may have named, and counts those that are dead.
func TestAskLinks(t *testing.T) {
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write(make([]byte, 1<<20)) // more than is read
		case "/moved":
			http.Redirect(w, r, "/page", http.StatusMovedPermanently)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/busy":
			w.WriteHeader(http.StatusInternalServerError)
		case "/members":
			w.WriteHeader(http.StatusForbidden)
		default:
			http.NotFound(w, r)
		}
	}))
	defer home.Close()
	asked := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer inside.Close()
	a := &app{client: fetch.New(fetch.Options{HostPause: time.Millisecond})}
	c := &config.Config{}
	c.Community.URL = home.URL
	r := &audit.Report{}
	want := map[string]string{home.URL + "/page": "ok", home.URL + "/moved": "ok", home.URL + "/gone": "dead", home.URL + "/lost": "dead", home.URL + "/busy": "unknown",
		home.URL + "/members": "unknown", inside.URL + "/admin": "unknown"}
	for url := range want {
		r.Links = append(r.Links, audit.Link{URL: url, Writer: "recap", State: "unchecked"})
	}
	if err := askLinks(t.Context(), a, c, r); err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Links {
		if l.State != want[l.URL] || (l.Why == "") != (l.State == "ok") {
			t.Errorf("%s is %s (%s), want %s", l.URL, l.State, l.Why, want[l.URL])
		}
	}
	if r.Failed != 2 {
		t.Errorf("%d links fail, want 2", r.Failed)
	}
	if asked {
		t.Error("an address of the inner network was asked, which nobody had configured")
	}
}
