package sourcetest

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// Faults names tests of a faulty server, or of files, that a kind has a reason to skip.
type Faults struct {
	NoHTML, NoGarbage, NoCut, NoFlood bool
	NoFiles                           bool // it reads no files that hold several items
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
