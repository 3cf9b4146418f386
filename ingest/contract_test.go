package ingest

// The contract that every kind of source keeps. A kind's test is five lines:
//
//	func TestMboxContract(t *testing.T) {
//		testContract(t, contract{name: "mbox/plain", kind: func(string) Kind {
//			return &Mbox{Path: "testdata/mbox/plain.mbox"}
//		}})
//	}
//
// and for a kind that reads from the network:
//
//	testContract(t, contract{name: "mastodon/tag", server: newFakeServer, kind: func(base string) Kind {
//		return &Mastodon{Server: base, Tag: "recap"}
//	}})
//
// The wanted posts stand in testdata/NAME.golden.json; "go test ./ingest -run Contract -update" writes them.

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/store"
)

var update = flag.Bool("update", false, "write the golden files")

// A contract is one fixture of one kind.
type contract struct {
	name   string                        // of the golden file: KIND/FIXTURE
	source string                        // the source's name; default "source"
	kind   func(base string) source.Kind // its configuration; base is the test server's address, "" without one
	server func(*testing.T) http.Handler // what the network kinds read; nil for files
	since  time.Time                     // Env.Since
	faults faults                        // which faults of a server do not concern this kind
}

// faults names tests of a faulty server that a kind has a reason to skip.
type faults struct {
	noHTML, noGarbage, noCut, noFlood bool
}

// contractNow is the clock of every contract test.
var contractNow = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// testContract holds c to everything that a source promises.
func testContract(t *testing.T, c contract) {
	t.Helper()
	env := newContractEnv(t, c)
	want := env.pull(t, newMemSink())

	t.Run("posts", func(t *testing.T) { checkGolden(t, c.name, env.base, want.list()) })
	t.Run("invariants", func(t *testing.T) { checkInvariants(t, want.list()) })
	t.Run("second pull", func(t *testing.T) {
		sink := env.pull(t, newMemSink())
		src, err := env.open(env.forSink(sink))
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, env.name, src, false, nil)
		if err != nil || res.Added.New != 0 || res.Added.Changed != 0 {
			t.Errorf("second Pull() = %+v, %v, want nothing new or changed", res.Added, err)
		}
		if diff := gocmp.Diff(want.list(), sink.list()); diff != "" {
			t.Errorf("second Pull() changed posts (-want +got):\n%s", diff)
		}
	})
	t.Run("reread", func(t *testing.T) {
		sink := env.pull(t, newMemSink())
		e := env.forSink(sink)
		e.Reread = true
		src, err := env.open(e)
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, env.name, src, true, nil)
		if err != nil || res.Added.New != 0 || res.Added.Changed != 0 {
			t.Errorf("Pull(reread) = %+v, %v, want nothing new or changed", res.Added, err)
		}
	})
	t.Run("failing store", func(t *testing.T) {
		sink := newMemSink()
		sink.failing = true
		for n := 0; ; n++ {
			src, err := env.open(env.forSink(sink))
			if err != nil {
				t.Fatal(err)
			}
			if _, err = source.Pull(t.Context(), sink, env.name, src, false, nil); err == nil {
				break
			}
			if !errors.Is(err, errCommit) || n > 1000 {
				t.Fatalf("Pull() = %v after %d attempts", err, n)
			}
		}
		if diff := gocmp.Diff(want.list(), sink.list()); diff != "" {
			t.Errorf("a store that fails every other commit has other posts (-want +got):\n%s", diff)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		src, err := env.open(env.forSink(newMemSink()))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := src.Fetch(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("Fetch(cancelled) = %v, want %v", err, context.Canceled)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("Fetch(cancelled) took %v", took)
		}
	})
	t.Run("foreign cursors", func(t *testing.T) {
		kind, _, _ := strings.Cut(c.name, "/")
		testForeignCursors(t, env, kind, want)
	})
	if c.server != nil {
		testFaults(t, c, env, want)
	}
}

// testFaults has the server misbehave in one way after the other. Each must end in a clear error, and once the server is well again, nothing may be missing.
func testFaults(t *testing.T, c contract, env *contractEnv, want *memSink) {
	words := func(s ...string) []string { return s }
	for _, f := range []struct {
		name   string
		skip   bool
		handle http.HandlerFunc
		want   []string // one of them stands in the error
		is     fetch.Reason
	}{
		{"hangs", false, func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // else a server does not notice that the client has gone
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
		}, words("timed out"), fetch.TimedOut},
		{"cuts the answer", c.faults.noCut, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100000")
			io.WriteString(w, "<?xml version='1.0'?><rss><channel><title>")
		}, words("cut off"), fetch.CutOff},
		{"sends too much", c.faults.noFlood, func(w http.ResponseWriter, r *http.Request) {
			chunk := []byte(strings.Repeat("flood ", 1<<14))
			for range 1 << 9 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, words("too large", "instead of", "cannot be parsed", "no mbox", "not an mbox"), ""},
		{"wrong type", c.faults.noGarbage, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Write([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
		}, words("instead of", "cannot be parsed", "no mbox", "not an mbox"), ""},
		{"HTML with 200", c.faults.noHTML, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<!doctype html><title>Please log in</title><p>hello")
		}, words("HTML"), fetch.WrongType},
		{"rate limit", false, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}, words("rate limited until"), fetch.RateLimited},
		{"server error", false, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
		}, words("server error"), fetch.Broken},
		{"gone", false, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusGone)
		}, words("gone"), fetch.Gone},
		{"forbidden", false, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusForbidden)
		}, words("refused"), fetch.Refused},
	} {
		if f.skip {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			sink := newMemSink()
			env.fault.Store(&f.handle)
			env.client() // a fresh one, which no earlier fault has told to wait
			src, err := env.open(env.forSink(sink))
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, err = source.Pull(t.Context(), sink, env.name, src, false, nil)
			if took := time.Since(began); took > time.Minute {
				t.Errorf("Pull() took %v", took)
			}
			if err == nil || !slices.ContainsFunc(f.want, func(w string) bool { return strings.Contains(err.Error(), w) }) {
				t.Errorf("Pull() = %v, want an error with one of %q", err, f.want)
			}
			var fault *fetch.Error
			if f.is != "" && (!errors.As(err, &fault) || fault.Reason != f.is) {
				t.Errorf("Pull() = %v, want a FetchError with reason %q", err, f.is)
			}
			env.fault.Store(nil)
			env.client()
			env.pull(t, sink)
			if diff := gocmp.Diff(want.list(), sink.list()); diff != "" {
				t.Errorf("posts after the fault was repaired (-want +got):\n%s", diff)
			}
		})
	}
}

// A contractEnv is the world of one contract test.
type contractEnv struct {
	base  string // of the test server
	name  string
	kind  source.Kind
	env   source.Env
	fault atomic.Pointer[http.HandlerFunc] // what the server does instead of its work
}

func newContractEnv(t *testing.T, c contract) *contractEnv {
	t.Helper()
	e := &contractEnv{}
	if c.server != nil {
		healthy := c.server(t)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if f := e.fault.Load(); f != nil {
				(*f)(w, r)
				return
			}
			healthy.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		e.base = server.URL
	}
	e.name, e.kind = cmp.Or(c.source, "source"), c.kind(e.base)
	e.env = source.Env{Now: func() time.Time { return contractNow }, Since: c.since}
	e.client()
	return e
}

// client gives the environment a new HTTP client that does not dawdle.
func (e *contractEnv) client() {
	e.env.HTTP = fetch.New(fetch.Options{Version: "test", Timeout: time.Second, Backoff: time.Millisecond, Now: e.env.Now})
}

// open returns the source in this world.
func (e *contractEnv) open(env source.Env) (source.Source, error) {
	return source.Open(e.kind, e.name, env)
}

// forSink returns the environment with what sink knows.
func (e *contractEnv) forSink(sink *memSink) source.Env {
	env := e.env
	env.Known = sink.known
	return env
}

// pull reads the source into sink, from where sink has its cursor to the end.
func (e *contractEnv) pull(t *testing.T, sink *memSink) *memSink {
	t.Helper()
	src, err := e.open(e.forSink(sink))
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	if _, err := source.Pull(t.Context(), sink, e.name, src, false, nil); err != nil {
		t.Fatalf("Pull() = %v", err)
	}
	return sink
}

// checkInvariants checks what holds for every post of every source.
func checkInvariants(t *testing.T, posts []store.Post) {
	t.Helper()
	if len(posts) == 0 {
		t.Error("the fixture holds no post")
	}
	seen := make(map[store.Copy]bool)
	for _, p := range posts {
		id := store.Copy{Scope: p.Scope, Key: p.Key}
		if p.Key == "" || strings.TrimSpace(p.Key) != p.Key || seen[id] {
			t.Errorf("key %q in scope %q is empty, padded or there twice", p.Key, p.Scope)
		}
		seen[id] = true
		if p.Kind == "" || p.Published.IsZero() || len(p.Sources) != 0 {
			t.Errorf("post %q: kind %q, published %v, sources %q; want a kind, a time and no sources", p.Key, p.Kind, p.Published, p.Sources)
		}
		for name, at := range map[string]time.Time{"Published": p.Published, "Claimed": p.Claimed, "Received": p.Received, "FirstSeen": p.FirstSeen, "Edited": p.Edited} {
			if at.Location() != time.UTC {
				t.Errorf("post %q: %s = %v, want UTC", p.Key, name, at)
			}
		}
		for name, s := range map[string]string{"Text": p.Text, "Quoted": p.Quoted, "Signature": p.Signature} {
			if text.Clean(s) != s {
				t.Errorf("post %q: %s = %q, not clean", p.Key, name, s)
			}
		}
		for name, s := range map[string]string{"Title": p.Title, "Author.Name": p.Author.Name, "Author.Handle": p.Author.Handle, "Author.Organization": p.Author.Organization} {
			if text.Line(s) != s {
				t.Errorf("post %q: %s = %q, not one clean line", p.Key, name, s)
			}
		}
		for _, tag := range p.Tags {
			if tag == "" || tag != strings.ToLower(tag) || strings.HasPrefix(tag, "#") {
				t.Errorf("post %q: tag %q is not folded", p.Key, tag)
			}
		}
		for _, l := range append(p.Links, p.URL) {
			if l != "" && !strings.HasPrefix(l, "http://") && !strings.HasPrefix(l, "https://") {
				t.Errorf("post %q: link %q is not http or https", p.Key, l)
			}
		}
	}
}

// checkGolden compares posts with testdata/NAME.golden.json. Raw bytes and their sums are left out, and the address of the test server
// stands there as http://server.
func checkGolden(t *testing.T, name, base string, posts []store.Post) {
	t.Helper()
	var rows []any
	for _, p := range posts {
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var row map[string]any
		if err := json.Unmarshal(data, &row); err != nil {
			t.Fatal(err)
		}
		delete(row, "Raw")
		delete(row, "Sum")
		rows = append(rows, withoutZeros(row))
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(rows); err != nil {
		t.Fatal(err)
	}
	got := out.Bytes()
	if base != "" {
		got = bytes.ReplaceAll(got, []byte(base), []byte("http://server"))
	}
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it", err)
	}
	if diff := gocmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("Pull() posts (-want +got):\n%s", diff)
	}
}

// withoutZeros drops the fields that say nothing, so that a golden file shows what a fixture is about.
func withoutZeros(row map[string]any) map[string]any {
	maps.DeleteFunc(row, func(_ string, v any) bool {
		switch v := v.(type) {
		case nil:
			return true
		case map[string]any:
			return len(withoutZeros(v)) == 0
		case []any:
			return len(v) == 0
		default:
			return v == "" || v == 0.0 || v == false || v == "0001-01-01T00:00:00Z"
		}
	})
	return row
}

var errCommit = errors.New("the disk is full")

// A memSink is a store in memory with the rules of the real one, as far as a source can see them.
type memSink struct {
	mu      sync.Mutex
	posts   map[store.Copy]store.Post // by scope and key
	sums    map[store.Copy]bool       // by scope, key and sum
	cursor  store.Cursor
	failing bool // every other Commit fails, beginning with the first
	commits int
}

func newMemSink() *memSink {
	return &memSink{posts: make(map[store.Copy]store.Post), sums: make(map[store.Copy]bool)}
}

// Cursor implements Sink.
func (s *memSink) Cursor(context.Context, string) (store.Cursor, error) { return s.cursor, nil }

// Commit implements Sink.
func (s *memSink) Commit(_ context.Context, source string, posts []store.Post, next store.Cursor) (store.Added, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits++
	if s.failing && s.commits%2 == 1 {
		return store.Added{}, errCommit
	}
	if len(next) > 0 && !json.Valid(next) {
		return store.Added{}, fmt.Errorf("source %s: cursor %q is not JSON", source, next)
	}
	var added store.Added
	for _, p := range posts {
		id := store.Copy{Scope: p.Scope, Key: p.Key}
		old, ok := s.posts[id]
		switch {
		case !ok:
			added.New++
			s.posts[id] = p
		case old.Title != p.Title || old.Text != p.Text:
			if p.Damage < old.Damage || p.Edited.After(old.Edited) {
				added.Changed++
				p.Published = old.Published
				s.posts[id] = p
			} else {
				added.Merged++
			}
		default:
			added.Merged++
		}
		s.sums[store.Copy{Scope: p.Scope, Key: p.Key, Sum: p.Sum}] = true
	}
	s.cursor = next
	return added, nil
}

// known implements Env.Known.
func (s *memSink) known(_ context.Context, copies []store.Copy) ([]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := make([]bool, len(copies))
	for i, c := range copies {
		known[i] = !c.Sum.IsZero() && s.sums[c]
	}
	return known, nil
}

// list returns the posts by time and key.
func (s *memSink) list() []store.Post {
	return slices.SortedFunc(maps.Values(s.posts), func(a, b store.Post) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.Key, b.Key))
	})
}
