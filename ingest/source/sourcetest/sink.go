package sourcetest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"recap/store"
)

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
