package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// newTestClient returns a client that wastes no time.
func newTestClient() *Client {
	return New(Options{Version: "1.2", Contact: "https://example.org/bot", Timeout: 500 * time.Millisecond, Backoff: time.Millisecond})
}

// serve starts a server for one test.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// reasonOf returns why err says that a fetch failed.
func reasonOf(err error) Reason {
	var fault *Error
	if errors.As(err, &fault) {
		return fault.Reason
	}
	return ""
}

func TestClientRequest(t *testing.T) {
	var got http.Header
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		io.WriteString(w, "hello")
	})
	address := strings.Replace(s.URL, "http://", "http://ann:pw@", 1)
	resp, err := newTestClient().Get(t.Context(),
		Request{URL: address, Accept: "text/x", ETag: `W/"1"`, LastModified: "odd", Header: map[string]string{"X-A": "b"}})
	if err != nil || string(resp.Body) != "hello" || resp.Status != 200 || resp.NotModified || resp.Moved != "" {
		t.Fatalf("Get() = %+v, %v", resp, err)
	}
	for k, want := range map[string]string{
		"User-Agent": "recap/1.2 (+https://example.org/bot)", "Accept": "text/x", "If-None-Match": `W/"1"`,
		"If-Modified-Since": "odd", "X-A": "b",
		"Authorization": "Basic YW5uOnB3", "Accept-Encoding": "gzip",
	} {
		if got.Get(k) != want {
			t.Errorf("request has %s %q, want %q", k, got.Get(k), want)
		}
	}
}

func TestClientLimit(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, 8<<20))
	z.Close()
	var requests atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		switch r.URL.Path {
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		case "/declared":
			w.Header().Set("Content-Length", "99999999")
		default:
			w.Write(make([]byte, 1<<20))
		}
	})
	for path, want := range map[string]Reason{"/bomb": TooLarge, "/declared": TooLarge, "/exact": ""} {
		requests.Store(0)
		resp, err := newTestClient().Get(t.Context(), Request{URL: s.URL + path, Limit: 1 << 20})
		if reasonOf(err) != want || want == "" && (err != nil || len(resp.Body) != 1<<20) || requests.Load() != 1 {
			t.Errorf("Get(%s) = %v after %d requests, want reason %q after 1", path, err, requests.Load(), want)
		}
	}
}

func TestClientRedirects(t *testing.T) {
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "other %q %q", r.Header.Get("X-Token"), r.Header.Get("Authorization"))
	})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/a": "/b", "/b": "/end", "/loop": "/loop", "/file": "file:///etc/passwd", "/bad": "http://[", "/other": other.URL, "/mixed": "/a",
		}[r.URL.Path]
		switch {
		case r.URL.Path == "/mixed":
			http.Redirect(w, r, to, http.StatusFound)
		case to != "":
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusMovedPermanently)
		default:
			fmt.Fprintf(w, "end %q", r.Header.Get("X-Token"))
		}
	})
	tests := []struct {
		path, body, moved string
		reason            Reason
	}{
		{"/a", `end "t"`, "/end", ""},
		{"/mixed", `end "t"`, "", ""},
		{"/end", `end "t"`, "", ""},
		{"/loop", "", "", NotAllowed},
		{"/file", "", "", NotAllowed},
		{"/bad", "", "", NotAllowed},
	}
	for _, tt := range tests {
		resp, err := newTestClient().Get(t.Context(), Request{URL: s.URL + tt.path, Header: map[string]string{"X-Token": "t"}})
		if tt.reason != "" || err != nil {
			if reasonOf(err) != tt.reason {
				t.Errorf("Get(%s) = %v, want reason %q", tt.path, err, tt.reason)
			}
			continue
		}
		if string(resp.Body) != tt.body || strings.TrimPrefix(resp.Moved, s.URL) != tt.moved {
			t.Errorf("Get(%s) = %q moved to %q, want %q and %q", tt.path, resp.Body, resp.Moved, tt.body, tt.moved)
		}
	}
	// Another port is another host: no credentials go there, and without leave nobody does.
	withUser := strings.Replace(s.URL, "http://", "http://ann:pw@", 1) + "/other"
	if _, err := newTestClient().Get(t.Context(), Request{URL: withUser}); reasonOf(err) != NotAllowed || !errors.Is(err, errPrivate) {
		t.Errorf("Get() of a redirect to another private port = %v, want it refused", err)
	}
	resp, err := newTestClient().Get(t.Context(), Request{URL: withUser, AllowPrivate: true, Header: map[string]string{"X-Token": "t"}})
	if err != nil || string(resp.Body) != `other "" ""` {
		t.Errorf("Get() of a redirect to another host = %v, %v, want no credentials there", resp, err)
	}
	// A server's own link is not what the configuration named.
	if _, err := newTestClient().Get(t.Context(), Request{URL: other.URL, Origin: s.URL}); reasonOf(err) != NotAllowed {
		t.Errorf("Get() of an address that a server named = %v, want it refused", err)
	}
}

func TestClientDowngrade(t *testing.T) {
	plain := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "plain") })
	secure := httptest.NewUnstartedServer(http.RedirectHandler(plain.URL, http.StatusFound))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains about the client's distrust
	secure.StartTLS()
	t.Cleanup(secure.Close)
	c := newTestClient()
	if _, err := c.Get(t.Context(), Request{URL: secure.URL}); reasonOf(err) != Untrusted {
		t.Errorf("Get() with an unknown certificate = %v, want reason %q", err, Untrusted)
	}
	c.transports[transportKind{open: true, wait: headerTimeout}] = secure.Client().Transport
	_, err := c.Get(t.Context(), Request{URL: secure.URL, AllowPrivate: true})
	if reasonOf(err) != NotAllowed || !strings.Contains(err.Error(), "https to http") {
		t.Errorf("Get() of a redirect from https to http = %v, want it refused", err)
	}
}

func TestClientRetries(t *testing.T) {
	tests := []struct {
		name   string
		handle func(n int32, w http.ResponseWriter)
		calls  int32
		want   Reason
	}{
		{"502 twice", func(n int32, w http.ResponseWriter) {
			if n < 3 {
				w.WriteHeader(http.StatusBadGateway)
			}
		}, 3, ""},
		{"500 for ever", func(n int32, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, 3, Broken},
		{"cut once", func(n int32, w http.ResponseWriter) {
			if n < 2 {
				w.Header().Set("Content-Length", "10")
				io.WriteString(w, "x")
			}
		}, 2, ""},
		{"reset for ever", func(n int32, w http.ResponseWriter) { panic(http.ErrAbortHandler) }, 3, Unreachable},
		{"429 for a moment", func(n int32, w http.ResponseWriter) {
			if n < 2 {
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		}, 2, ""},
		{"404", func(n int32, w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, 1, NotFound},
		{"304 that nobody asked for", func(n int32, w http.ResponseWriter) { w.WriteHeader(http.StatusNotModified) }, 1, Unexpected},
	}
	for _, tt := range tests {
		var calls atomic.Int32
		s := serve(t, func(w http.ResponseWriter, r *http.Request) { tt.handle(calls.Add(1), w) })
		_, err := newTestClient().Get(t.Context(), Request{URL: s.URL})
		if reasonOf(err) != tt.want || calls.Load() != tt.calls {
			t.Errorf("%s: Get() = %v after %d requests, want reason %q after %d", tt.name, err, calls.Load(), tt.want, tt.calls)
		}
	}
}

func TestClientRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		header map[string]string
		want   time.Duration // from now; -1 for no time
	}{
		{map[string]string{"Retry-After": "120"}, 2 * time.Minute},
		{map[string]string{"Retry-After": "Fri, 20 Nov 2026 12:05:00 GMT"}, 5 * time.Minute},
		{map[string]string{"Retry-After": "Fri, 20 Nov 2026 12:05:00 GMT", "Date": "Fri, 20 Nov 2026 12:04:00 GMT"}, time.Minute},
		{map[string]string{"Retry-After": "Fri, 20 Nov 2020 12:05:00 GMT"}, 0},
		{map[string]string{"Retry-After": "99999999"}, 24 * time.Hour},
		{map[string]string{"Retry-After": "soon"}, -1},
		{map[string]string{"X-RateLimit-Reset": "2026-11-20T12:05:00.000000Z"}, 5*time.Minute + time.Second},
		{map[string]string{"X-RateLimit-Reset": "1795176300"}, 5*time.Minute + time.Second},
		{nil, -1},
	}
	for _, tt := range tests {
		h := http.Header{}
		for k, v := range tt.header {
			h.Set(k, v)
		}
		want := time.Time{}
		if tt.want >= 0 {
			want = now.Add(tt.want)
		}
		if got := retryAfter(h, now); !got.Equal(want) {
			t.Errorf("retryAfter(%v) = %v, want %v", tt.header, got, want)
		}
	}
	var calls atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	c := newTestClient()
	for range 2 {
		_, err := c.Get(t.Context(), Request{URL: s.URL})
		var fault *Error
		if !errors.As(err, &fault) || fault.Reason != RateLimited || time.Until(fault.Until) < 50*time.Minute {
			t.Errorf("Get() = %v, want to be told to wait an hour", err)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("a host that asked to be left alone got %d requests, want 1", calls.Load())
	}
}

func TestClientOneAtATime(t *testing.T) {
	var running, most atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), running.Add(1)))
		time.Sleep(5 * time.Millisecond)
		running.Add(-1)
	})
	c := New(Options{HostPause: 20 * time.Millisecond})
	began := time.Now()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
				t.Errorf("Get() = %v", err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests to one host at a time, want 1", most.Load())
	}
	if took := time.Since(began); took < 60*time.Millisecond {
		t.Errorf("4 requests with 3 pauses of 20 ms took %v", took)
	}
}

func TestClientTimeouts(t *testing.T) {
	hang := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "begin")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	fast := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "fast") })
	c := New(Options{Timeout: 50 * time.Millisecond, Backoff: time.Millisecond})
	if _, err := c.Get(t.Context(), Request{URL: hang.URL}); reasonOf(err) != TimedOut {
		t.Errorf("Get() of a server that hangs = %v, want reason %q", err, TimedOut)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := New(Options{}).Get(ctx, Request{URL: hang.URL}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Get() past its deadline = %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := c.Get(t.Context(), Request{URL: fast.URL}); err != nil {
		t.Errorf("Get() of another host = %v", err)
	}
}

func TestClientOpen(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cut":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "short")
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			w.Write(bytes.Repeat([]byte("x"), 3<<20))
		}
	})
	c := newTestClient()
	body, resp, err := c.Open(t.Context(), Request{URL: s.URL})
	if err != nil || resp.Status != 200 {
		t.Fatalf("Open() = %+v, %v", resp, err)
	}
	if n, err := io.Copy(io.Discard, body); n != 3<<20 || err != nil {
		t.Errorf("read %d bytes, %v, want all", n, err)
	}
	body.Close()
	if err := body.Close(); err != nil {
		t.Errorf("second Close() = %v", err)
	}
	if body, _, err = c.Open(t.Context(), Request{URL: s.URL + "/cut"}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(body); reasonOf(err) != CutOff {
		t.Errorf("reading a cut body = %v, want reason %q", err, CutOff)
	}
	body.Close()
	if body, _, err = c.Open(t.Context(), Request{URL: s.URL, Limit: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(body); reasonOf(err) != TooLarge {
		t.Errorf("reading past the limit = %v, want reason %q", err, TooLarge)
	}
	body.Close()
	if _, _, err := c.Open(t.Context(), Request{URL: s.URL + "/gone"}); reasonOf(err) != Gone {
		t.Errorf("Open() = %v, want reason %q", err, Gone)
	}
}

func TestClientSecrets(t *testing.T) {
	c := newTestClient()
	for _, address := range []string{
		"http://ann:s3cret@127.0.0.1:1/x?token=s3cret&limit=4",
		"http://127.0.0.1:1/?feed=s3cret",
		"http://127.0.0.1:1/?v=s3crets3crets3crets3cret",
		"ftp://ann:s3cret@example.org/",
		"http://ann:s3cret@exa mple.org/",
		"http://ann:s3cret@/",
	} {
		if _, err := c.Get(t.Context(), Request{URL: address}); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("Get(%q) = %v, want an error without secrets", address, err)
		}
	}
	if got, want := Redact("https://ann:pw@example.org/a?user=ann&limit=4#x"), "https://example.org/a?user=***&limit=4"; got != want {
		t.Errorf("Redact() = %q, want %q", got, want)
	}
	for address, want := range map[string]bool{
		"https://example.org/feed?page=2#x": false, "https://example.org/?feed=rss2": false,
		"https://ann@example.org/": true, "https://example.org/?token=1": true, "http://[": true,
	} {
		if got := HasSecret(address); got != want {
			t.Errorf("HasSecret(%s) = %v, want %v", address, got, want)
		}
	}
}

// A drip gives some bytes in each while, and no more at once.
type drip struct {
	while time.Duration
	bytes int
}

func (d *drip) Read(p []byte) (int, error) {
	n := min(len(p), d.bytes)
	time.Sleep(d.while * time.Duration(n) / time.Duration(d.bytes))
	return n, nil
}

func (d *drip) Close() error { return nil }

// TestDrippingServer reads bodies that never fall silent and never end: one that drips is given up in minutes, a slow
// line gets the time that its bytes take.
func TestDrippingServer(t *testing.T) {
	for _, c := range []struct {
		name     string
		body     drip
		from, to time.Duration // when it is given up
	}{
		{"a byte in twenty seconds", drip{20 * time.Second, 1}, 10 * time.Minute, 11 * time.Minute},
		{"a KiB a second", drip{time.Second, 1 << 10}, 10 * time.Minute, 11 * time.Minute},
		{"15 KiB a second", drip{time.Second, 15 << 10}, 2 * time.Hour, 4 * time.Hour},
		{"64 KiB a second", drip{time.Second, 64 << 10}, 0, 0}, // until the limit of bytes
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				s := &stream{url: "http://drip.example.org/", body: &c.body, left: 1 << 30, limit: 1 << 30, alive: func() {}, ctx: t.Context()}
				_, err := io.Copy(io.Discard, s)
				var failed *Error
				if !errors.As(err, &failed) || failed.Reason == TimedOut != (c.to > 0) {
					t.Fatalf("Copy() = %v after %s", err, time.Since(began))
				}
				if took := time.Since(began); c.to > 0 && (took < c.from || took > c.to) {
					t.Errorf("given up after %s, want %s to %s", took, c.from, c.to)
				}
			})
		})
	}
}
