package preview

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/digest"
)

// newServer serves the draft that build makes and returns how to ask for a path, in the name of a host.
func newServer(t *testing.T, build func(context.Context) (*digest.Edition, error)) (get func(host, path string) (int, http.Header, string), addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: Handler(listener.Addr(), build, nil)}}
	server.Start()
	t.Cleanup(server.Close)
	addr = listener.Addr().String()
	return func(host, path string) (int, http.Header, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, r.Header, string(data)
	}, addr
}

// sample returns the edition of an invented community's busy day.
func sample(t *testing.T) *digest.Edition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "digest", "render", "testdata", "edition.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := digest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestViews(t *testing.T) {
	e := sample(t)
	e.Title = `Pumps & <script>alert(1)</script>`
	get, addr := newServer(t, func(context.Context) (*digest.Edition, error) { return e, nil })
	for path, want := range map[string][]string{
		"/":               {`src="/draft/html"`, `sandbox="allow-popups `, "Pumps &amp; &lt;script&gt;"},
		"/?view=mail":     {`src="/draft/mail"`, `aria-current="page">Mail<`},
		"/?view=%3Cx%3E":  {`src="/draft/html"`},
		"/draft/html":     {"<!doctype html>", "Pumps &amp;"},
		"/draft/mail":     {"<html", "Pumps &amp;"},
		"/draft/mail.txt": {"Pumps & "},
		"/draft/md":       {"# Pumps"},
		"/draft/text":     {"Pumps & "},
		"/reload.js":      {"/version"},
	} {
		code, header, body := get(addr, path)
		if code != http.StatusOK || header.Get("Cache-Control") != "no-store" || !strings.Contains(header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("GET %s answers %d with %v", path, code, header)
		}
		for _, w := range want {
			if !strings.Contains(strings.ToLower(body), strings.ToLower(w)) {
				t.Errorf("GET %s lacks %q in\n%.600s", path, w, body)
			}
		}
		if strings.Contains(body, "<script>alert") && path != "/draft/text" && path != "/draft/mail.txt" {
			t.Errorf("GET %s holds the script of a title", path)
		}
	}
	if code, _, _ := get(addr, "/draft/pdf"); code != http.StatusNotFound {
		t.Errorf("GET /draft/pdf answers %d", code)
	}
}

// TestOtherHosts demands that a page of another host, which a name leads here, reads nothing.
func TestOtherHosts(t *testing.T) {
	built := 0
	get, addr := newServer(t, func(context.Context) (*digest.Edition, error) { built++; return sample(t), nil })
	_, port, _ := net.SplitHostPort(addr)
	for _, host := range []string{"evil.example.org", "evil.example.org:" + port, "127.0.0.1.example.org:" + port, "127.0.0.1:1", "192.0.2.1:" + port, "127.0.0.1"} {
		if code, _, body := get(host, "/draft/html"); code != http.StatusMisdirectedRequest || strings.Contains(body, "<html") {
			t.Errorf("a request to %s is answered with %d", host, code)
		}
	}
	if built > 0 {
		t.Errorf("%d drafts were made for requests to others", built)
	}
	for _, host := range []string{"localhost:" + port, "[::1]:" + port, addr} {
		if code, _, _ := get(host, "/version"); code != http.StatusOK {
			t.Errorf("a request to %s is answered with %d", host, code)
		}
	}
}

// TestChanges demands that another draft has another version, and that a failure is told and passes.
func TestChanges(t *testing.T) {
	e, fault := sample(t), error(nil)
	get, addr := newServer(t, func(context.Context) (*digest.Edition, error) { return e, fault })
	version := func() string {
		_, _, body := get(addr, "/version")
		return body
	}
	first := version()
	if again := version(); again != first || len(first) != 16 {
		t.Errorf("the version of one draft is %q and then %q", first, again)
	}
	changed := *e
	changed.Note = "Read this."
	e = &changed
	for end := time.Now().Add(time.Minute); version() == first; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a changed draft keeps its version")
		}
	}
	fault = errors.New("the database is gone")
	for end := time.Now().Add(time.Minute); !strings.Contains(version(), "the database is gone"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a failure is not told")
		}
	}
}
