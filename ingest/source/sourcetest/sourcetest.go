// Package sourcetest is the contract that every kind of source keeps. A kind's test is five lines:
//
//	func TestContract(t *testing.T) {
//		sourcetest.Test(t, sourcetest.Contract{Name: "mbox/plain", Kind: func(string) source.Kind {
//			return &Config{Path: "testdata/plain.mbox"}
//		}})
//	}
//
// and for a kind that reads from the network:
//
//	sourcetest.Test(t, sourcetest.Contract{Name: "mastodon/tag", Server: newFakeServer, Kind: func(base string) source.Kind {
//		return &Config{Server: base, Tag: "recap"}
//	}})
//
// A kind that reads files also says how its files look, in Contract.Files, so that they can be cut, replaced and
// shortened while it reads.
//
// The wanted posts stand in testdata/FIXTURE.golden.json; "go test -run Contract -update" writes them. Kinds test what
// is theirs alone beside it, with the Sink of this package for a store.
package sourcetest

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

// A Contract is one fixture of one kind.
type Contract struct {
	Name   string                        // KIND/FIXTURE, by which the golden file is named
	Source string                        // the source's name; default "source"
	Kind   func(base string) source.Kind // its configuration; base is the test server's address, "" without one
	Server func(*testing.T) http.Handler // what the network kinds read; nil for files
	Since  time.Time                     // Env.Since
	Files  *Files                        // how files look; for kinds that read files
	Faults Faults                        // which faults of a server do not concern this kind
}

// Faults names tests of a faulty server, or of files, that a kind has a reason to skip.
type Faults struct {
	NoHTML, NoGarbage, NoCut, NoFlood bool
	NoFiles                           bool // it reads no files that hold several items
}

// Now is the clock of every contract test.
var Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Test holds c to everything that a source promises.
func Test(t *testing.T, c Contract) {
	t.Helper()
	env := newContractEnv(t, c)
	want := env.pull(t, NewSink())

	t.Run("posts", func(t *testing.T) { checkGolden(t, c.Name, env.base, want.List()) })
	t.Run("invariants", func(t *testing.T) { CheckInvariants(t, want.List()) })
	t.Run("what it is", func(t *testing.T) { checkAbout(t, env.kind.About(), want.List()) })
	testAgain(t, env, want)
	testFailingStore(t, env, want)
	testCancelled(t, env)
	t.Run("foreign cursors", func(t *testing.T) {
		kind, _, _ := strings.Cut(c.Name, "/")
		testForeignCursors(t, env, kind, want)
	})
	switch {
	case c.Files != nil:
		t.Run("files", func(t *testing.T) { testFiles(t, c.Files) })
	case env.kind.About().Local && !c.Faults.NoFiles:
		t.Error("a kind that reads files says in Files how they look, so that they can be cut, replaced and shortened")
	}
	if c.Server != nil {
		testFaults(t, c, env, want)
	}
}

// testAgain reads a second time, and a third time from the beginning: nothing is new, and nothing changes.
func testAgain(t *testing.T, env *contractEnv, want *Sink) {
	t.Run("second pull", func(t *testing.T) {
		sink := env.pull(t, NewSink())
		src, err := env.open(env.forSink(sink))
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, env.name, src, false, nil)
		if err != nil || res.Added.New != 0 || res.Added.Changed != 0 {
			t.Errorf("second Pull() = %+v, %v, want nothing new or changed", res.Added, err)
		}
		if diff := gocmp.Diff(want.List(), sink.List()); diff != "" {
			t.Errorf("second Pull() changed posts (-want +got):\n%s", diff)
		}
	})
	t.Run("reread", func(t *testing.T) {
		sink := env.pull(t, NewSink())
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
}

// testFailingStore has a store that fails every other time.
func testFailingStore(t *testing.T, env *contractEnv, want *Sink) {
	t.Run("failing store", func(t *testing.T) {
		sink := NewSink()
		sink.Failing = true
		for n := 0; ; n++ {
			src, err := env.open(env.forSink(sink))
			if err != nil {
				t.Fatal(err)
			}
			if _, err = source.Pull(t.Context(), sink, env.name, src, false, nil); err == nil {
				break
			}
			if !errors.Is(err, ErrCommit) || n > 1000 {
				t.Fatalf("Pull() = %v after %d attempts", err, n)
			}
		}
		if diff := gocmp.Diff(want.List(), sink.List()); diff != "" {
			t.Errorf("a store that fails every other commit has other posts (-want +got):\n%s", diff)
		}
	})
}

// testCancelled has somebody stop the program.
func testCancelled(t *testing.T, env *contractEnv) {
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		src, err := env.open(env.forSink(NewSink()))
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
}

// testFaults has the server misbehave in one way after the other. Each must end in a clear error, and once the server
// is well again, nothing may be missing.
func testFaults(t *testing.T, c Contract, env *contractEnv, want *Sink) {
	for _, f := range faultsOf(c) {
		if f.skip {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			sink := NewSink()
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
			if diff := gocmp.Diff(want.List(), sink.List()); diff != "" {
				t.Errorf("posts after the fault was repaired (-want +got):\n%s", diff)
			}
		})
	}
}

// A fault is one way in which a server misbehaves.
type fault struct {
	name   string
	skip   bool
	handle http.HandlerFunc
	want   []string // one of them stands in the error
	is     fetch.Reason
}

// faultsOf returns the ways in which the server of c misbehaves.
func faultsOf(c Contract) []fault {
	words := func(s ...string) []string { return s }
	return []fault{
		{"hangs", false, func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // else a server does not notice that the client has gone
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
		}, words("timed out"), fetch.TimedOut},
		{"cuts the answer", c.Faults.NoCut, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100000")
			io.WriteString(w, "<?xml version='1.0'?><rss><channel><title>")
		}, words("cut off"), fetch.CutOff},
		{"sends too much", c.Faults.NoFlood, func(w http.ResponseWriter, r *http.Request) {
			chunk := []byte(strings.Repeat("flood ", 1<<14))
			for range 1 << 9 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, words("too large", "instead of", "cannot be parsed", "no mbox", "not an mbox"), ""},
		{"wrong type", c.Faults.NoGarbage, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Write([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
		}, words("instead of", "cannot be parsed", "no mbox", "not an mbox"), ""},
		{"HTML with 200", c.Faults.NoHTML, func(w http.ResponseWriter, r *http.Request) {
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

func newContractEnv(t *testing.T, c Contract) *contractEnv {
	t.Helper()
	e := &contractEnv{}
	if c.Server != nil {
		healthy := c.Server(t)
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
	e.name, e.kind = cmp.Or(c.Source, "source"), c.Kind(e.base)
	e.env = source.Env{Now: func() time.Time { return Now }, Since: c.Since}
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
func (e *contractEnv) forSink(sink *Sink) source.Env {
	env := e.env
	env.Known = sink.Known
	return env
}

// pull reads the source into sink, from where sink has its cursor to the end.
func (e *contractEnv) pull(t *testing.T, sink *Sink) *Sink {
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

// checkAbout checks that the kind says what it is, and that its posts are like that.
func checkAbout(t *testing.T, about source.About, posts []store.Post) {
	t.Helper()
	if !slices.Contains(store.Forms(), about.Form) {
		t.Errorf("About() has the form %q, want one of %q", about.Form, store.Forms())
	}
	if about.Place == "" || about.Where == "" || about.Pace <= 0 {
		t.Errorf("About() = %+v, want a place, where it is, and a pace", about)
	}
	for _, p := range posts {
		if !slices.Contains(store.Forms(), p.Form) {
			t.Errorf("post %q has the form %q, want one of %q", p.Key, p.Form, store.Forms())
		}
		if p.Counts.Replies > 0 && !about.Replies {
			t.Errorf("post %q has %d replies, and About() says that they are not to be trusted", p.Key, p.Counts.Replies)
		}
	}
}

// CheckInvariants checks what holds for every post of every source.
func CheckInvariants(t *testing.T, posts []store.Post) {
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

// checkGolden compares posts with testdata/NAME.golden.json. Raw bytes and their sums are left out, and the address of
// the test server stands there as http://server.
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
	path := filepath.Join("testdata", filepath.Base(name)+".golden.json")
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

// ErrCommit is the error of a Sink that fails.
var ErrCommit = errors.New("the disk is full")

// A Sink is a store in memory with the rules of the real one, as far as a source can see them.
type Sink struct {
	mu      sync.Mutex
	Posts   map[store.Copy]store.Post // by scope and key
	Sums    map[store.Copy]bool       // by scope, key and sum
	At      store.Cursor
	Failing bool // every other Commit fails, beginning with the first
	commits int
}

// NewSink returns an empty Sink.
func NewSink() *Sink {
	return &Sink{Posts: make(map[store.Copy]store.Post), Sums: make(map[store.Copy]bool)}
}

// Cursor implements Sink.
func (s *Sink) Cursor(context.Context, string) (store.Cursor, error) { return s.At, nil }

// Commit implements Sink.
func (s *Sink) Commit(_ context.Context, source string, posts []store.Post, next store.Cursor) (store.Added, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits++
	if s.Failing && s.commits%2 == 1 {
		return store.Added{}, ErrCommit
	}
	if len(next) > 0 && !json.Valid(next) {
		return store.Added{}, fmt.Errorf("source %s: cursor %q is not JSON", source, next)
	}
	var added store.Added
	for _, p := range posts {
		id := store.Copy{Scope: p.Scope, Key: p.Key}
		old, ok := s.Posts[id]
		switch {
		case !ok:
			added.New++
			s.Posts[id] = p
		case old.Title != p.Title || old.Text != p.Text:
			if p.Damage < old.Damage || p.Edited.After(old.Edited) {
				added.Changed++
				p.Published = old.Published
				s.Posts[id] = p
			} else {
				added.Merged++
			}
		default:
			added.Merged++
		}
		s.Sums[store.Copy{Scope: p.Scope, Key: p.Key, Sum: p.Sum}] = true
	}
	s.At = next
	return added, nil
}

// Known implements Env.Known.
func (s *Sink) Known(_ context.Context, copies []store.Copy) ([]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := make([]bool, len(copies))
	for i, c := range copies {
		known[i] = !c.Sum.IsZero() && s.Sums[c]
	}
	return known, nil
}

// Delivered implements Env.Delivered.
func (s *Sink) Delivered(context.Context) (func(store.Sum) bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sums := make(map[store.Sum]bool)
	for c := range s.Sums {
		sums[c.Sum] = true
	}
	return func(sum store.Sum) bool { return sums[sum] }, nil
}

// List returns the posts by time and key.
func (s *Sink) List() []store.Post {
	return slices.SortedFunc(maps.Values(s.Posts), func(a, b store.Post) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.Key, b.Key))
	})
}
