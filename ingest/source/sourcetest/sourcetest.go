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
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/store"
)

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
		for name, at := range map[string]time.Time{"Published": p.Published, "Claimed": p.Claimed, "Received": p.Received,
			"FirstSeen": p.FirstSeen, "Edited": p.Edited} {
			if at.Location() != time.UTC {
				t.Errorf("post %q: %s = %v, want UTC", p.Key, name, at)
			}
		}
		for name, s := range map[string]string{"Text": p.Text, "Quoted": p.Quoted, "Signature": p.Signature} {
			if text.Clean(s) != s {
				t.Errorf("post %q: %s = %q, not clean", p.Key, name, s)
			}
		}
		for name, s := range map[string]string{"Title": p.Title, "Author.Name": p.Author.Name,
			"Author.Handle": p.Author.Handle, "Author.Organization": p.Author.Organization} {
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
